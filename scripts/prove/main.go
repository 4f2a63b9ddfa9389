//go:build unix

// Prove runs the harnesses that show what worldc promises, on the real
// command:
//
//	go run ./scripts/prove equal     the same bytes under every variation of machine and environment
//	go run ./scripts/prove kill      the same bytes after kill -9 at any moment and a resumed build
//
// What follows the flags goes to `worldc build`: the spec and more flags.
// Without it the examples are built. Everything lies in a temporary directory,
// which is kept and named when something fails.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "prove:", err)
		os.Exit(1)
	}
}

// proofs are the harnesses by name.
var proofs = map[string]func(ctx context.Context, w *workshop, args []string) error{
	"equal": equal,
	"kill":  kill,
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 || proofs[args[0]] == nil {
		return errors.New("usage: go run ./scripts/prove equal|kill [flags] [SPEC [build flags]]")
	}
	w, err := open(ctx, out)
	if err != nil {
		return err
	}
	if err := proofs[args[0]](ctx, w, args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return errors.Join(w.remove(), err)
		}
		return fmt.Errorf("%w\n(what there is of it lies in %s)", err, w.dir)
	}
	return w.remove()
}

// specs are the builds to prove something of: what the user gave, or every
// example.
func specs(given []string) ([][]string, error) {
	if len(given) > 0 {
		return [][]string{given}, nil
	}
	entries, err := os.ReadDir("examples")
	if err != nil {
		return nil, fmt.Errorf("run it in the root of the module, or name a spec: %w", err)
	}
	var found [][]string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".hcl") {
			found = append(found, []string{"examples/" + e.Name()})
		}
	}
	return found, nil
}
