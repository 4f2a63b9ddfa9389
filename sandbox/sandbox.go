package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"worldc/world"
	"worldc/world/engine"
)

// A Worker executes the tools of one world in a confined process. It answers
// one question at a time; who wants to use several processors starts several
// workers. Its methods may be called from any goroutine, and return a
// *[DiedError] once the process is gone.
type Worker struct {
	limits Limits
	ctx    context.Context
	stop   func() bool // no longer kill the process when ctx ends
	home   *Workers    // to which the process returns; nil if it ends

	mu       sync.Mutex // held while a question is open
	process  *process
	in       *bufio.Reader
	m        message
	timer    *time.Timer
	failed   error // why there are no more answers
	sessions uint64
	patience int // the calls whose time the answer may take

	late atomic.Bool // the timer killed the process
}

// Load starts a worker and has it load a world. It ends when ctx does, when it
// is closed, or when it dies. Who loads many worlds asks [Workers].
//
// The error is an *[engine.LoadError] where the world is wrong, a *[DiedError]
// where it killed the worker, and an *[UnavailableError] where this machine
// cannot confine one.
func Load(ctx context.Context, w *world.World, limits Limits) (*Worker, error) {
	if err := limits.check(); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("the world is no JSON: %w", err)
	}
	return begin(ctx, raw, limits, nil)
}

// begin starts a worker and has it load a world.
func begin(ctx context.Context, raw []byte, limits Limits, home *Workers) (*Worker, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v, err := startVacancy(ctx, limits)
	if err != nil {
		return nil, err
	}
	k := newWorker(ctx, limits, home, v.process, v.in)
	if err := k.load(raw); err != nil {
		return nil, err
	}
	return k, nil
}

// startVacancy starts a process that has no world yet, and waits until it answers.
func startVacancy(ctx context.Context, limits Limits) (vacancy, error) {
	p, err := start()
	if err != nil {
		return vacancy{}, err
	}
	k := newWorker(ctx, limits, nil, p, bufio.NewReaderSize(p.out, 64<<10))
	k.ask(opHello)
	if _, err = k.answer(nil); err == nil {
		err = p.limitGrowth(limits.Memory)
	}
	v := vacancy{k.process, k.in}
	k.mu.Unlock()
	if err == nil && !k.stop() {
		err = ctx.Err() // which kills it
	}
	if err != nil {
		k.Close() //lint:unchecked err says more
		return vacancy{}, err
	}
	return v, nil
}

// newWorker is the worker whose process has no world yet.
func newWorker(ctx context.Context, limits Limits, home *Workers, p *process, in *bufio.Reader) *Worker {
	k := &Worker{limits: limits, ctx: ctx, home: home, process: p, in: in}
	k.timer = time.AfterFunc(limits.Wall, func() {
		k.late.Store(true)
		p.kill()
	})
	k.timer.Stop()
	k.stop = context.AfterFunc(ctx, p.kill)
	return k
}

// load has the process load a world. If it fails the worker is closed.
func (k *Worker) load(raw []byte) error {
	m := k.ask(opLoad)
	m.putNumber(uint64(k.limits.Memory))
	m.putNumber(uint64(k.limits.seconds() / time.Second))
	m.putNumber(k.limits.Engine.Steps)
	m.putNumber(uint64(k.limits.Engine.Arguments))
	m.putNumber(uint64(k.limits.Engine.Result))
	m.putBytes(raw)
	problems, err := k.problems(k.answer(nil))
	k.m.b = nil // the world stood there
	k.mu.Unlock()
	if err == nil {
		err = problems
	}
	if err != nil {
		k.Close() //lint:unchecked err says more
	}
	return err
}

// Close ends the worker, or returns its process to where it came from. Its
// sessions are gone.
func (k *Worker) Close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.process == nil {
		return nil
	}
	if k.failed == nil && k.home != nil && k.forget() {
		p, in := k.process, k.in
		k.process, k.in, k.m.b = nil, nil, nil
		k.home.give(p, in)
	}
	if k.failed == nil {
		k.failed = errors.New("the worker is closed")
	}
	if k.process != nil {
		k.end()
	}
	return nil
}

// forget has the process forget its world. It reports whether it is as good as
// a new one: it has answered, has not grown much, and nobody is about to kill
// it.
func (k *Worker) forget() bool {
	k.m.begin(opForget)
	if _, err := k.answer(nil); err != nil {
		return false
	}
	grown, err := k.process.grown()
	return err == nil && grown <= k.limits.Memory/4 && !k.late.Load() && k.stop()
}

// end kills the process and waits until it is gone.
func (k *Worker) end() (status int, words string, call int) {
	k.stop()
	k.timer.Stop()
	status, words, call = k.process.end()
	k.process, k.in, k.m.b = nil, nil, nil
	return status, words, call
}

// ask begins a question: it waits for its turn, and the caller unlocks k.mu
// after the answer.
func (k *Worker) ask(op byte) *message {
	k.mu.Lock()
	k.m.begin(op)
	return &k.m
}

// answer sends the question and waits for the answer. calls are what the
// question asks to execute.
func (k *Worker) answer(calls []world.Call) (*message, error) {
	if k.failed != nil {
		return nil, k.failed
	}
	k.timer.Reset(k.wall(len(calls)))
	err := k.m.send(k.process.in)
	var op byte
	if err == nil {
		// A worker cannot have more to say than it may remember.
		op, err = k.m.receive(k.in, k.limits.Memory)
	}
	if k.timer.Stop(); err == nil && op == opAnswer {
		return &k.m, nil
	}
	if err == nil {
		err = fmt.Errorf("an answer with the opcode %q", op)
	}
	k.fail(err, calls)
	return nil, k.failed
}

// done ends the reading of an answer. One that cannot be read is the end.
func (k *Worker) done() error {
	if err := k.m.done(); err != nil {
		k.fail(err, nil)
		return k.failed
	}
	return nil
}

// fail finds out why there is no answer, and ends the worker.
func (k *Worker) fail(cause error, calls []world.Call) {
	status, words, call := k.end()
	if err := k.ctx.Err(); err != nil {
		k.failed = err
		return
	}
	died := &DiedError{}
	switch {
	case k.late.Load():
		died.Why, died.Detail = Wall, fmt.Sprintf("a call took longer than %v", k.limits.Wall)
	case status == exitDone:
		died.Why, died.Detail = Crash, cause.Error()
	default:
		died.Why, died.Detail = causeOf(status, words, k.limits)
	}
	if 0 <= call && call < len(calls) {
		died.Tool, died.Call = calls[call].Tool, call
	}
	k.failed = died
}

// problems reads what is wrong with a world or with changes: an
// *[engine.LoadError], or nil.
func (k *Worker) problems(m *message, err error) (wrong, failed error) {
	if err != nil {
		return nil, err
	}
	raw := m.bytes()
	if len(raw) == 0 {
		return nil, nil
	}
	var found engine.LoadError
	if err := json.Unmarshal(raw, &found.Problems); err != nil {
		k.fail(err, nil)
		return nil, k.failed
	}
	return &found, nil
}

// A Session is the state of the world in one rollout, in the worker. It serves
// one goroutine at a time.
type Session struct {
	worker *Worker
	id     uint64
}

// Session begins a rollout in the world as it was loaded.
func (k *Worker) Session() (*Session, error) { return k.Start(nil) }

// Start begins a rollout with the changes that a task makes first. The error
// is an *[engine.LoadError] where they do not fit the world.
func (k *Worker) Start(initial world.Changes) (*Session, error) {
	m := k.ask(opStart)
	defer k.mu.Unlock()
	k.sessions++
	s := &Session{k, k.sessions}
	m.putNumber(s.id)
	m.putBytes(changesText(initial))
	wrong, err := k.problems(k.answer(nil))
	if err == nil {
		err = k.done()
	}
	if err == nil {
		err = wrong
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

func changesText(c world.Changes) []byte {
	if len(c) == 0 {
		return nil
	}
	return mustMarshal(c)
}

// Call calls a tool with the JSON object of its arguments. It commits or
// leaves no trace. The error is that of the worker; an error of the tool is in
// the result.
func (s *Session) Call(name string, arguments []byte) (engine.Result, error) {
	results, err := s.Calls([]world.Call{{Tool: name, Arguments: arguments}})
	if err != nil {
		return engine.Result{}, err
	}
	return results[0], nil
}

// Calls calls tools one after the other, whatever they come to, and returns
// all results. It is one question to the worker, however many calls.
func (s *Session) Calls(calls []world.Call) ([]engine.Result, error) {
	k := s.worker
	m := k.ask(opCall)
	defer k.mu.Unlock()
	m.putNumber(s.id)
	m.putCalls(calls)
	if _, err := k.answer(calls); err != nil {
		return nil, err
	}
	return k.results(len(calls))
}

// results reads the results of so many calls, which end the answer.
func (k *Worker) results(n int) ([]engine.Result, error) {
	if got := k.m.count(); got != n {
		k.m.bad = true
		n = 0
	}
	results := make([]engine.Result, n)
	for i := range results {
		results[i] = k.m.result()
	}
	return results, k.done()
}

// State is the digest and the changes, as [engine.Session.State] has them.
func (s *Session) State() (world.State, error) {
	var state world.State
	return state, s.read(opState, &state)
}

// Changes are the differences to the state in which the session began.
func (s *Session) Changes() (world.Changes, error) {
	state, err := s.State()
	return state.Changes, err
}

// Digest stands for the state of the world as it is now.
func (s *Session) Digest() (string, error) {
	k := s.worker
	m := k.ask(opDigest)
	defer k.mu.Unlock()
	m.putNumber(s.id)
	if _, err := k.answer(nil); err != nil {
		return "", err
	}
	digest := k.m.text()
	return digest, k.done()
}

// Fork is a session of its own that begins in the state of s, as
// [engine.Session.Fork] has it.
func (s *Session) Fork() (*Session, error) {
	k := s.worker
	m := k.ask(opFork)
	defer k.mu.Unlock()
	k.sessions++
	f := &Session{k, k.sessions}
	m.putNumber(s.id)
	m.putNumber(f.id)
	if _, err := k.answer(nil); err != nil {
		return nil, err
	}
	return f, k.done()
}

// Value is what stands in a column of the row with a key, in canonical JSON; ok is
// false if the row is not there. wrong says that there is no such place, as
// [engine.Engine.Cell] has it.
func (s *Session) Value(table string, key json.RawMessage, column string) (value []byte, ok bool, wrong, err error) {
	k := s.worker
	m := k.ask(opValue)
	defer k.mu.Unlock()
	m.putNumber(s.id)
	m.putText(table)
	m.putBytes(key)
	m.putText(column)
	if _, err := k.answer(nil); err != nil {
		return nil, false, nil, err
	}
	text := k.m.text()
	ok = k.m.number() == 1
	value = append(value, k.m.bytes()...)
	if err := k.done(); err != nil {
		return nil, false, nil, err
	}
	if text != "" {
		wrong = errors.New(text)
	}
	return value, ok, wrong, nil
}

// Rows are all rows as they are now, as [engine.Session.Rows] has them.
func (s *Session) Rows() (map[string][]json.RawMessage, error) {
	var rows map[string][]json.RawMessage
	return rows, s.read(opRows, &rows)
}

// Close forgets the session. One that is not closed takes memory from the
// worker.
func (s *Session) Close() error {
	k := s.worker
	m := k.ask(opEnd)
	defer k.mu.Unlock()
	m.putNumber(s.id)
	if _, err := k.answer(nil); err != nil {
		return err
	}
	return k.done()
}

// read asks for a JSON value.
func (s *Session) read(op byte, v any) error {
	k := s.worker
	m := k.ask(op)
	defer k.mu.Unlock()
	m.putNumber(s.id)
	if _, err := k.answer(nil); err != nil {
		return err
	}
	raw := k.m.bytes()
	if err := k.done(); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, v); err != nil {
		k.fail(err, nil)
		return k.failed
	}
	return nil
}

// Replay executes the golden calls of a task from its beginning, in one
// question. The error is that of [Worker.Start].
func (k *Worker) Replay(t *world.Task) (*engine.Replay, error) {
	m := k.ask(opReplay)
	defer k.mu.Unlock()
	m.putBytes(changesText(t.Initial))
	m.putCalls(t.Calls)
	wrong, err := k.problems(k.answer(t.Calls))
	if err != nil {
		return nil, err
	}
	if wrong != nil {
		if err := k.done(); err != nil {
			return nil, err
		}
		return nil, wrong
	}
	r := &engine.Replay{Results: make([]engine.Result, len(t.Calls)), Failed: -1}
	if n := k.m.count(); n != len(t.Calls) {
		k.m.bad = true
	}
	for i := range r.Results {
		r.Results[i] = k.m.result()
		if r.Failed < 0 && !r.Results[i].OK() {
			r.Failed = i
		}
	}
	raw := k.m.bytes()
	if err := k.done(); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &r.State); err != nil {
		k.fail(err, nil)
		return nil, k.failed
	}
	return r, nil
}
