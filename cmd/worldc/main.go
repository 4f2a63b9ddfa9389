// Command worldc compiles HCL experiment specs into agent worlds and
// reproducible training datasets. It reads flags, prints, and sets the exit
// status; what it does is done by the packages below it.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"worldc/executors"
	"worldc/sandbox"
)

func main() {
	if sandbox.IsWorker(os.Args) {
		sandbox.Main(executors.Jobs())
	}
	untouched := headroom()
	status := run(os.Args[1:], os.Stdout, os.Stderr)
	runtime.KeepAlive(untouched)
	os.Exit(status)
}

// headroom lets the command make 256 MiB more garbage than Go lets it before it
// is collected. Worlds are small and their replays make 200 MB of garbage a
// second: without headroom the collector runs ten times a second and takes a
// fifth of the time. A percentage (GOGC) would do the same for them, and would
// let the heap of a large pool grow by as many times; this adds to it once. It
// is an allocation that nobody touches: the collector counts it and the system
// gives no memory for it. It is a builder's, since a slice is cleared where a part
// of it was used before. Who set a limit (GOMEMLIMIT) knows better.
func headroom() *strings.Builder {
	const size = 256 << 20
	untouched := &strings.Builder{}
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		untouched.Grow(size)
	}
	return untouched
}

// The exit statuses of the command.
const (
	statusDone   = 0
	statusFailed = 1 // the build or check failed
	statusUsage  = 2 // the command line is wrong
)

// run runs the command line and returns the exit status.
func run(args []string, stdout, stderr *os.File) int {
	// A reader that goes away is an error like any other, not a signal.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	out := bufio.NewWriterSize(stdout, 1<<16)
	c := &console{out: out, err: stderr, color: colorful(stderr), width: width(stderr), live: term.IsTerminal(int(stderr.Fd()))}
	root := newRoot(c)
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if flushErr := out.Flush(); flushErr != nil && err == nil {
		err = fmt.Errorf("writing standard output: %w", flushErr)
	}
	return c.status(err)
}

// A console is where a command prints: results to out, everything else to err.
type console struct {
	out   *bufio.Writer
	err   io.Writer
	color bool // err understands colours
	live  bool // err is a terminal
	width int  // of err, in columns; 0 if unknown
}

// errFailed says that the command failed and has said why.
var errFailed = errors.New("failed")

// exitStatus carries a status other than 1 to the end of the command, which
// has said why.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// usageError is a mistake in the command line.
type usageError struct{ error }

func (c *console) status(err error) int {
	var usage usageError
	var status exitStatus
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFailed):
		return statusFailed
	case errors.As(err, &status):
		return int(status)
	case errors.As(err, &usage):
		fmt.Fprintf(c.err, "worldc: %v\n", err)
		return statusUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(c.err, "worldc: interrupted; what was finished is kept, and the same command goes on from there")
		return statusFailed
	default:
		fmt.Fprintf(c.err, "worldc: %v\n", err)
		return statusFailed
	}
}

// colorful reports whether f is a terminal whose user has not asked for plain
// text (NO_COLOR, see no-color.org).
func colorful(f *os.File) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

func width(f *os.File) int {
	w, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return w
}

func newRoot(c *console) *cobra.Command {
	root := &cobra.Command{
		Use:   "worldc",
		Short: "Compile specs into agent worlds and reproducible training datasets",
		Long: `worldc compiles an HCL spec into agent worlds and reproducible training datasets.

Exit status: 0 done, 1 the build or check failed, 2 the command line is wrong.
The store of artifacts is $WORLDC_STORE, else worldc in the user's cache directory.`,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w\nRun 'worldc %s --help' for usage", err, cmd.Name())}
	})
	root.AddCommand(
		newBuild(c), newPlan(c), newValidate(c), newFmt(c), newGraph(c),
		newCat(c), newDiff(c), newVerify(c), newExplain(c), newAudit(c),
		newRecordings(c), newStore(c), newExport(c), newLock(c), newInit(c), newVersion(c),
	)
	usageArgs(root)
	return root
}

// usageArgs makes a wrong number of arguments a usage error, and an unknown
// subcommand too.
func usageArgs(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageError{fmt.Errorf("%w\nUsage: %s", err, cmd.UseLine())}
			}
			return nil
		}
	}
	for _, sub := range cmd.Commands() {
		usageArgs(sub)
	}
}
