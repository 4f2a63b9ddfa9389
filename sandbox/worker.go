package sandbox

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"worldc/world"
	"worldc/world/engine"
)

// workerArgument is how the binary is told that it is a worker.
const workerArgument = "sandbox-worker"

// IsWorker reports whether a command line (os.Args) is that of a worker. What
// starts workers has to ask this first, and to call [Main] if it is so.
func IsWorker(args []string) bool { return len(args) == 2 && args[1] == workerArgument }

// Main is the whole life of a worker that can do these jobs. It does not return.
func Main(jobs Jobs) { os.Exit(work(jobs, nil)) }

// The exit statuses of a worker. Go itself exits with 2 when it gives up.
const (
	exitDone      = 0
	exitRefused   = 3 // the system refused to limit it, or a message made no sense
	exitProcessor = 4
	exitMachine   = 5 // SQLite failed
)

// work answers questions until there are no more. extra answers those with an
// opcode that is none of the package's; tests have such.
func work(jobs Jobs, extra func(op byte, m *message)) (status int) {
	if err := narrow(); err != nil {
		return lastWords(exitRefused, err)
	}
	c := &child{in: bufio.NewReaderSize(os.Stdin, 64<<10), sessions: map[uint64]*engine.Session{}, jobs: jobs, extra: extra}
	for {
		op, err := c.m.receive(c.in, maxQuestion)
		if errors.Is(err, io.EOF) {
			return exitDone
		}
		if err != nil {
			return lastWords(exitRefused, err)
		}
		if status := c.answer(op); status != exitDone {
			return status
		}
		if err := c.m.send(os.Stdout); err != nil {
			return exitDone // nobody is there to hear it
		}
	}
}

// lastWords says why the worker ends.
func lastWords(status int, err error) int {
	fmt.Fprintln(os.Stderr, err)
	return status
}

// A child is the state of a worker.
type child struct {
	in       *bufio.Reader
	m        message // the question, then the answer
	engine   *engine.Engine
	sessions map[uint64]*engine.Session
	time     processorTime
	jobs     Jobs
	extra    func(op byte, m *message)

	calls   []world.Call
	results []engine.Result
}

// answer turns the question in c.m into its answer.
func (c *child) answer(op byte) (status int) {
	m := &c.m
	switch {
	case op == opHello:
		m.begin(opAnswer)
		return exitDone
	case op == opLoad:
		return c.load()
	case op == opForget:
		return c.forget()
	case c.engine == nil:
		return lastWords(exitRefused, errors.New("a question before there is a world"))
	}
	if err := c.time.allow(); err != nil {
		return lastWords(exitRefused, err)
	}
	switch op {
	case opStart:
		id, raw := m.number(), m.bytes()
		s, problems, err := c.start(raw)
		if err != nil {
			return lastWords(exitMachine, err)
		}
		if s != nil {
			c.sessions[id] = s
		}
		m.begin(opAnswer)
		m.putBytes(problems)
	case opCall:
		s := c.sessions[m.number()]
		if s == nil {
			return lastWords(exitRefused, errors.New("a call in a session that there is not"))
		}
		c.readCalls()
		if status := c.run(s); status != exitDone {
			return status
		}
		m.begin(opAnswer)
		c.putResults()
	case opReplay:
		raw := m.bytes()
		c.readCalls()
		s, problems, err := c.start(raw)
		if err != nil {
			return lastWords(exitMachine, err)
		}
		if s == nil {
			m.begin(opAnswer)
			m.putBytes(problems)
			break
		}
		if status := c.run(s); status != exitDone {
			return status
		}
		m.begin(opAnswer)
		m.putBytes(nil)
		c.putResults()
		m.putBytes(mustMarshal(s.State()))
	case opDigest, opState, opRows:
		s := c.sessions[m.number()]
		if s == nil {
			return lastWords(exitRefused, errors.New("a question about a session that there is not"))
		}
		m.begin(opAnswer)
		switch op {
		case opDigest:
			m.putText(s.Digest())
		case opState:
			m.putBytes(mustMarshal(s.State()))
		case opRows:
			m.putBytes(mustMarshal(s.Rows()))
		}
	case opFork, opValue:
		s := c.sessions[m.number()]
		if s == nil {
			return lastWords(exitRefused, errors.New("a question about a session that there is not"))
		}
		if op == opValue {
			c.value(s)
			break
		}
		c.sessions[m.number()] = s.Fork()
		m.begin(opAnswer)
	case opJob:
		return c.job()
	case opEnd:
		delete(c.sessions, m.number())
		m.begin(opAnswer)
	default:
		if c.extra == nil {
			return lastWords(exitRefused, fmt.Errorf("a message with the opcode %q", op))
		}
		c.extra(op, m)
	}
	return exitDone
}

// load limits the worker, and loads the world.
func (c *child) load() (status int) {
	m := &c.m
	if c.engine != nil {
		return lastWords(exitRefused, errors.New("a second world"))
	}
	memory, seconds := int64(m.number()), m.number()
	limits := engine.Limits{Steps: m.number(), Arguments: int(m.number()), Result: int(m.number())}
	raw := m.bytes()
	if err := m.done(); err != nil {
		return lastWords(exitRefused, err)
	}
	c.time.seconds = seconds
	if err := errors.Join(limitMemory(memory), c.time.watch(), c.time.allow()); err != nil {
		return lastWords(exitRefused, err)
	}
	// From here on the collector works as it does everywhere ([environment]), and
	// harder before the wall is reached, not after.
	debug.SetGCPercent(100)
	debug.SetMemoryLimit(memory / 4 * 3)
	var w world.World
	if err := json.Unmarshal(raw, &w); err != nil {
		return lastWords(exitRefused, err)
	}
	m.b = nil // a world is large, and what comes then is not
	e, err := engine.Load(&w, limits)
	problems, err := problemsOf(err)
	if err != nil {
		return lastWords(exitMachine, err)
	}
	c.engine = e
	m.begin(opAnswer)
	m.putBytes(problems)
	return exitDone
}

// forget takes the world away, with all that was made for it: the compiled
// code, the databases and the sessions. Nothing else in the process knows of a
// world, so the next one finds what the first found.
func (c *child) forget() (status int) {
	if c.engine != nil {
		if err := c.engine.Close(); err != nil {
			return lastWords(exitMachine, err)
		}
	}
	c.engine, c.sessions, c.calls, c.results = nil, map[uint64]*engine.Session{}, nil, nil
	c.m = message{}
	c.m.begin(opAnswer)
	return exitDone
}

// problemsOf is what is wrong with a world or a change, as JSON; empty where
// nothing is. Another error than that is returned.
func problemsOf(err error) ([]byte, error) {
	if err == nil {
		return nil, nil
	}
	var wrong *engine.LoadError
	if !errors.As(err, &wrong) {
		return nil, err
	}
	return mustMarshal(wrong.Problems), nil
}

// start begins a session with changes, as JSON.
func (c *child) start(raw []byte) (s *engine.Session, problems []byte, err error) {
	if len(raw) == 0 {
		return c.engine.Session(), nil, nil
	}
	var initial world.Changes
	if err := json.Unmarshal(raw, &initial); err != nil {
		return nil, nil, err
	}
	s, err = c.engine.Start(initial)
	problems, err = problemsOf(err)
	return s, problems, err
}

// value answers what stands in a cell.
func (c *child) value(s *engine.Session) {
	m := &c.m
	at, err := c.engine.Cell(m.text(), m.bytes(), m.text())
	var value []byte
	there, wrong := uint64(0), ""
	if err != nil {
		wrong = err.Error()
	} else if v, ok := s.Value(at); ok {
		value, there = v, 1
	}
	m.begin(opAnswer)
	m.putText(wrong)
	m.putNumber(there)
	m.putBytes(value)
}

func (c *child) readCalls() {
	n := c.m.count()
	c.calls = c.calls[:0]
	for range n {
		c.calls = append(c.calls, world.Call{Tool: c.m.text(), Arguments: c.m.bytes()})
	}
}

// run makes the calls. Before each it notes which one it is, for the case that
// it is the last.
func (c *child) run(s *engine.Session) (status int) {
	if err := c.m.done(); err != nil {
		return lastWords(exitRefused, err)
	}
	c.results = c.results[:0]
	for i, call := range c.calls {
		noteCall(i)
		if err := c.time.allow(); err != nil {
			return lastWords(exitRefused, err)
		}
		r := s.Call(call.Tool, call.Arguments)
		if r.Fault == engine.Machine {
			return lastWords(exitMachine, errors.New(r.Error))
		}
		c.results = append(c.results, r)
	}
	noteCall(-1)
	return exitDone
}

func (c *child) putResults() {
	c.m.putNumber(uint64(len(c.results)))
	for i := range c.results {
		c.m.putResult(&c.results[i])
	}
	clear(c.results)
	clear(c.calls)
}

// mustMarshal writes what the engine made, which JSON can hold.
func mustMarshal(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

// causeOf reads the end of a worker: its exit status, -1 where a signal ended
// it, and its last words.
func causeOf(status int, words string, limits Limits) (why Why, detail string) {
	memory := fmt.Sprintf("it asked for more than the %s that it may have", bytesText(limits.Memory))
	switch {
	case status == exitProcessor:
		return Processor, fmt.Sprintf("a call took more than %v of processor time", limits.seconds())
	case strings.Contains(words, "out of memory"), strings.Contains(words, "cannot allocate memory"),
		strings.Contains(words, "cannot map pages"), strings.Contains(words, "errno=12"), strings.Contains(words, "pthread_create failed"),
		strings.Contains(words, "mustMalloc"): // the last is SQLite's
		return Memory, memory
	case strings.Contains(words, "stack overflow"), strings.Contains(words, "stack exceeds"):
		return Crash, "the interpreter ran out of stack"
	case status < 0:
		return Crash, "something killed it"
	case words == "":
		return Crash, fmt.Sprintf("it ended with status %d", status)
	}
	const most = 300
	words = strings.TrimSpace(words)
	if len(words) > most {
		words = strings.ToValidUTF8(words[:most], "") + "…"
	}
	return Crash, strings.ReplaceAll(words, "\n", "; ")
}

// seconds is the processor time of a call as the system counts it.
func (l Limits) seconds() time.Duration {
	return (l.Processor + time.Second - 1).Truncate(time.Second)
}
