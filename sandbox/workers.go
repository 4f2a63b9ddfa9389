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
	*processes
	borrowed bool
}

// processes are those of Workers, and of who borrows them.
type processes struct {
	limits Limits

	mu     sync.Mutex
	idle   []vacancy
	coming chan struct{} // closed when the process that is being started has come; nil if none is
	closed bool
}

// A vacancy is a process without a world.
type vacancy struct {
	process *process
	in      *bufio.Reader
}

// NewWorkers are workers with these limits. None is started yet.
func NewWorkers(limits Limits) *Workers {
	return &Workers{processes: &processes{limits: limits}}
}

// Borrow is the same processes for somebody whose Close does not end them.
func (p *Workers) Borrow() *Workers { return &Workers{p.processes, true} }

// Prepare begins to start a process, if none is idle, and does not wait for it. Who
// loads a world afterwards finds it started or waits for what is left; starting one
// takes several times as long as loading a small world. Whether it can be started at
// all is for Load to say.
func (p *Workers) Prepare() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.idle) > 0 || p.coming != nil || p.limits.check() != nil {
		return
	}
	come := make(chan struct{})
	p.coming = come
	go func() {
		defer close(come)
		k, err := begin(context.Background(), mustMarshal(firstWorld()), p.limits, p)
		p.mu.Lock()
		if p.coming == come {
			p.coming = nil
		}
		p.mu.Unlock()
		if err == nil {
			k.Close() //lint:unchecked Load starts another
		}
	}()
}

// firstWorld is what a process that is prepared loads and forgets, since the first
// world takes several times as long as those that come after it.
func firstWorld() *world.World {
	return &world.World{
		ID: "0000000000000000", Clock: "2025-01-01T00:00:00", Schema: "CREATE TABLE things (name TEXT NOT NULL PRIMARY KEY);",
		Tools: []world.WorldTool{{
			Tool:   world.Tool{ID: "0000000000000001", Name: "look", Parameters: json.RawMessage(`{"type":"object"}`)},
			Effect: world.Read, Code: "def look():\n    return db.find(\"things\")\n",
		}},
	}
}

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
	if v, ok := p.take(ctx); ok {
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
// is closed. What is borrowed stays.
func (p *Workers) Close() error {
	if p.borrowed {
		return nil
	}
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, v := range idle {
		v.process.end()
	}
	return nil
}

// take is an idle process, or the one that is being started for whoever asks first.
func (p *processes) take(ctx context.Context) (v vacancy, ok bool) {
	p.mu.Lock()
	if len(p.idle) == 0 && p.coming != nil {
		come := p.coming
		p.coming = nil // it is spoken for
		p.mu.Unlock()
		select {
		case <-come:
		case <-ctx.Done():
		}
		p.mu.Lock()
	}
	defer p.mu.Unlock()
	if n := len(p.idle); n > 0 {
		v, p.idle = p.idle[n-1], p.idle[:n-1]
		return v, true
	}
	return v, false
}

// give takes back a process that has forgotten its world.
func (p *processes) give(process *process, in *bufio.Reader) {
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
