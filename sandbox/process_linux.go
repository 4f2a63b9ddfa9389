package sandbox

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A process is a worker as the process that started it sees it.
type process struct {
	in, out *os.File // its pipes
	words   *os.File // what it wrote to its standard error, behind the number of its call
	worker  *os.Process
	began   int64    // its address space when it had no world yet, in bytes
	ended   chan int // its exit status, -1 where a signal ended it
}

// environment is all that a worker has of it: how Go should run. Two threads
// are enough for one question at a time and the collector, and of a death the
// reason is wanted, not the stacks. What packages make as they begin stays, so the
// collector is held off until there is a world: it would take a quarter of the start.
func environment() []string {
	// The last is for binaries that are linked with C: one heap, not one a thread.
	return []string{"GOMAXPROCS=2", "GOTRACEBACK=none", "GOGC=400", "MALLOC_ARENA_MAX=1"}
}

// maxWords bounds the standard error of a worker, in bytes.
const maxWords = 64 << 10

// start starts a worker, confined.
func start() (p *process, err error) {
	p = &process{ended: make(chan int, 1)}
	var childIn, childOut *os.File
	defer func() {
		err = errors.Join(err, closeAll(childIn, childOut))
		if err != nil {
			closeAll(p.in, p.out, p.words)
			p = nil
		}
	}()
	if childIn, p.in, err = pipe(); err != nil {
		return p, err
	}
	if p.out, childOut, err = pipe(); err != nil {
		return p, err
	}
	fd, err := unix.MemfdCreate("worldc-worker", unix.MFD_CLOEXEC)
	if err != nil {
		return p, fmt.Errorf("starting a worker: %w", err)
	}
	p.words = os.NewFile(uintptr(fd), "worker")
	if _, err := p.words.Write(callNote(-1)); err != nil {
		return p, fmt.Errorf("starting a worker: %w", err)
	}
	attr := &os.ProcAttr{
		Dir:   "/",
		Env:   environment(),
		Files: []*os.File{childIn, childOut, p.words},
		Sys:   &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setsid: true},
	}
	started := make(chan error)
	go func() {
		// This thread is confined, and what it starts inherits that. It is never
		// given back, so it ends with the goroutine. Until then it waits for the
		// worker, which dies with the thread that started it.
		runtime.LockOSThread()
		err := confine()
		if err == nil {
			p.worker, err = os.StartProcess("/proc/self/exe", []string{"worldc", workerArgument}, attr)
			if err != nil {
				err = fmt.Errorf("starting a worker: %w", err)
			}
		}
		started <- err
		if err != nil {
			return
		}
		state, err := p.worker.Wait()
		if err != nil {
			p.ended <- -1
			return
		}
		p.ended <- state.ExitCode()
	}()
	return p, <-started
}

// pipe makes a pipe that blocks: that is quicker than being woken by the
// poller, and who waits is killed, not interrupted.
func pipe() (r, w *os.File, err error) {
	var fds [2]int
	if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
		return nil, nil, fmt.Errorf("starting a worker: %w", err)
	}
	return os.NewFile(uintptr(fds[0]), "worker"), os.NewFile(uintptr(fds[1]), "worker"), nil
}

func closeAll(files ...*os.File) error {
	var failed error
	for _, f := range files {
		if f != nil {
			failed = errors.Join(failed, f.Close())
		}
	}
	return failed
}

// kill kills the worker. One that has ended is left alone.
func (p *process) kill() { p.worker.Kill() }

// end makes sure that the worker has ended, and returns how: its exit status,
// what it wrote to standard error, and the position of the call that it was
// at, -1 for none. A worker that is well ends by itself when its pipe does.
func (p *process) end() (status int, words string, call int) {
	closeAll(p.in)
	select {
	case status = <-p.ended:
	case <-time.After(grace):
		p.kill()
		status = <-p.ended
	}
	raw := make([]byte, maxWords)
	n, _ := p.words.ReadAt(raw, 0)
	if call = -1; n >= noteSize {
		call = int(int64(binary.LittleEndian.Uint64(raw)))
		words = strings.ToValidUTF8(string(raw[noteSize:n]), "�")
	}
	closeAll(p.out, p.words)
	return status, words, call
}

// grace is how long a worker has to end by itself.
const grace = time.Second

const noteSize = 8

// callNote is how the position of a call is noted.
func callNote(i int) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(int64(i))) }

// noteCall notes which call the worker is at.
func noteCall(i int) {
	var b [noteSize]byte
	binary.LittleEndian.PutUint64(b[:], uint64(int64(i)))
	// Without the note, a death would not say which call it was; nothing else
	// depends on it.
	syscall.Pwrite(syscall.Stderr, b[:], 0) //lint:unchecked see above
}

// narrow is the first act of a worker: it gives up what a process has besides
// files and memory.
func narrow() error {
	// What somebody let the parent inherit is not for the worker. What Go opened
	// in this process for itself is marked to close, and stays.
	for fd := 3; fd < 256; fd++ {
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			if err := unix.Close(fd); err != nil {
				return fmt.Errorf("closing what was inherited: %w", err)
			}
		}
	}
	if err := unix.CloseRange(256, math.MaxInt32, 0); err != nil && !errors.Is(err, unix.ENOSYS) {
		return fmt.Errorf("closing what was inherited: %w", err)
	}
	return errors.Join(
		limit("RLIMIT_CORE", unix.RLIMIT_CORE, 0),
		limit("RLIMIT_NOFILE", unix.RLIMIT_NOFILE, 16),
		limit("RLIMIT_FSIZE", unix.RLIMIT_FSIZE, maxWords),
	)
}

// limitMemory bounds what the worker may write to: its heap, its stacks and
// what SQLite has.
func limitMemory(bytes int64) error {
	stacks, err := stackSpace()
	if err != nil {
		return err
	}
	return limit("RLIMIT_DATA", unix.RLIMIT_DATA, uint64(bytes)+stacks)
}

// limitGrowth bounds the address space of the worker to what it has now and
// so many bytes more. RLIMIT_DATA alone is not enough: Go reserves memory
// before it asks to write there, and the kernel then takes the reserved pages
// off the sum that it compares, so that one huge allocation gets by. The whole
// of the address space cannot be bounded by a constant: Go reserves gigabytes
// of it that it never uses.
func (p *process) limitGrowth(bytes int64) error {
	var err error
	if p.began, err = p.space(); err != nil {
		return fmt.Errorf("starting a worker: %w", err)
	}
	stacks, err := stackSpace()
	if err != nil {
		return err
	}
	var now unix.Rlimit
	if err := unix.Prlimit(p.worker.Pid, unix.RLIMIT_AS, nil, &now); err != nil {
		return fmt.Errorf("RLIMIT_AS: %w", err)
	}
	to := min(now.Max, uint64(p.began)+uint64(bytes)+arenas+stacks)
	if err := unix.Prlimit(p.worker.Pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: to, Max: to}, nil); err != nil {
		return fmt.Errorf("RLIMIT_AS: %w", err)
	}
	return nil
}

// space is the address space that the worker has, in bytes.
func (p *process) space() (int64, error) {
	name := fmt.Sprintf("/proc/%d/statm", p.worker.Pid)
	statm, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(statm), " ")
	pages, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return pages * int64(os.Getpagesize()), nil
}

// grown is by how many bytes the address space is larger than when the worker
// began.
func (p *process) grown() (int64, error) {
	now, err := p.space()
	return now - p.began, err
}

// arenas is what Go reserves beyond what it uses: it does so by 64 MiB, for
// the heap and for what it notes about it.
const arenas = 128 << 20

// stackSpace is what a C library sets aside for the stacks of threads. It
// counts as memory, though little of it is ever used, so a binary that is
// linked with one gets it on top.
func stackSpace() (uint64, error) {
	if !linkedWithC {
		return 0, nil
	}
	var stack unix.Rlimit
	if err := unix.Prlimit(0, unix.RLIMIT_STACK, nil, &stack); err != nil {
		return 0, fmt.Errorf("RLIMIT_STACK: %w", err)
	}
	return threads * min(stack.Cur, 16<<20), nil
}

// threads is how many threads a worker has at most: it calculates with two,
// and the rest wait.
const threads = 12

// limit lowers a limit for good. One that is lower already stays.
func limit(name string, resource int, to uint64) error {
	var now unix.Rlimit
	if err := unix.Prlimit(0, resource, nil, &now); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	to = min(to, now.Max)
	if err := unix.Prlimit(0, resource, &unix.Rlimit{Cur: to, Max: to}, nil); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// processorTime moves the limit on processor time along: each call may take so
// many seconds from where the worker is.
type processorTime struct {
	seconds uint64
	limit   uint64
}

// watch ends the worker when the limit is reached. Go takes the signal to be
// none of its business, so somebody has to.
func (p *processorTime) watch() error {
	if p.limit != 0 {
		return nil // it was begun for an earlier world
	}
	reached := make(chan os.Signal, 1)
	signal.Notify(reached, unix.SIGXCPU)
	go func() {
		<-reached
		os.Exit(exitProcessor)
	}()
	return nil
}

// allow lets the next call take its time.
func (p *processorTime) allow() error {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return fmt.Errorf("RLIMIT_CPU: %w", err)
	}
	to := uint64(used.Utime.Nano()+used.Stime.Nano())/uint64(time.Second) + 1 + p.seconds
	if to == p.limit {
		return nil
	}
	var now unix.Rlimit
	if err := unix.Prlimit(0, unix.RLIMIT_CPU, nil, &now); err != nil {
		return fmt.Errorf("RLIMIT_CPU: %w", err)
	}
	p.limit = to
	if err := unix.Prlimit(0, unix.RLIMIT_CPU, &unix.Rlimit{Cur: min(to, now.Max), Max: now.Max}, nil); err != nil {
		return fmt.Errorf("RLIMIT_CPU: %w", err)
	}
	return nil
}
