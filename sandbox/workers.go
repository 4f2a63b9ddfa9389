package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"worldc/world"
)

// Workers load worlds, one after another in the same processes: starting one
// takes many times as long as loading a world. A process serves one world at a
// time, and another after that only if the first has left no trace:
//
//   - The worker was closed. One that died, was killed or was stopped is gone.
//   - All that is made of a world hangs on one [engine.Engine], which is closed
//     and dropped: compiled code with its globals, rows, databases, sessions. The
//     next world has an engine of its own. Neither the engine, Starlark nor
//     SQLite keeps anything of a world outside it.
//   - The process has not grown by more than a quarter of the memory that it may
//     have; what Go has once taken from the system it gives to the next world.
//   - A world that kills a process that served another is loaded again in a new
//     one, which decides.
//
// The confinement and the limits are those of the process, and stay. The zero
// Workers are not useful; Workers may be used from any goroutine.
type Workers struct {
	limits Limits

	mu     sync.Mutex
	idle   []vacancy
	closed bool
}

// A vacancy is a process without a world.
type vacancy struct {
	process *process
	in      *bufio.Reader
}

// NewWorkers are workers with these limits. None is started yet.
func NewWorkers(limits Limits) *Workers { return &Workers{limits: limits} }

// Load has a worker load a world, as [Load] does: one that is idle, else a new
// one. It is idle again when it is closed.
func (p *Workers) Load(ctx context.Context, w *world.World) (*Worker, error) {
	if err := p.limits.check(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("the world is no JSON: %w", err)
	}
	if v, ok := p.take(); ok {
		k := newWorker(ctx, p.limits, p, v.process, v.in)
		err := k.load(raw)
		if err == nil {
			return k, nil
		}
		var died *DiedError
		if !errors.As(err, &died) {
			return nil, err
		}
	}
	return begin(ctx, raw, p.limits, p)
}

// Close ends the processes that are idle. Those at work end when their worker
// is closed.
func (p *Workers) Close() error {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, v := range idle {
		v.process.end()
	}
	return nil
}

func (p *Workers) take() (v vacancy, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.idle); n > 0 {
		v, p.idle = p.idle[n-1], p.idle[:n-1]
		return v, true
	}
	return v, false
}

// give takes back a process that has forgotten its world.
func (p *Workers) give(process *process, in *bufio.Reader) {
	p.mu.Lock()
	closed := p.closed
	if !closed {
		p.idle = append(p.idle, vacancy{process, in})
	}
	p.mu.Unlock()
	if closed {
		process.end()
	}
}
