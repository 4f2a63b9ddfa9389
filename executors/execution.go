package executors

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"worldc/artifact"
	"worldc/jsonwalk"
	"worldc/sandbox"
	"worldc/world"
	"worldc/world/engine"
)

// A runner executes calls in one loaded world.
type runner interface {
	Replay(*world.Task) (*engine.Replay, error)

	// Start begins a rollout with the changes that a task makes first. The error
	// is an *[engine.LoadError] where they do not fit the world.
	Start(initial world.Changes) (stage, error)

	// Rows are the world's rows as they were loaded, complete and in the order
	// of their keys.
	Rows() (map[string][]json.RawMessage, error)

	Close() error
}

// A stage is the state of a world in one rollout. It has to be closed before its
// runner is.
type stage interface {
	Call(name string, arguments []byte) (engine.Result, error)
	State() (world.State, error)
	Close() error
}

// loadWorld loads a world where its code may run. worldc's own code runs in
// this process. That of a user or of a model runs in confined processes, unless
// the user vouches for it. They are taken from workers, and go back there when
// the world is closed.
//
// The error is an *[engine.LoadError] where the world is wrong.
func loadWorld(ctx context.Context, workers *sandbox.Workers, processes int, w *world.World, allowed Permissions) (runner, error) {
	if ownCode(w) || allowed.TrustCode {
		e, err := loadHere(w)
		if err != nil {
			return nil, err
		}
		return inProcess{e}, nil
	}
	c := &confined{ctx: ctx, workers: workers, world: w, most: max(1, processes)}
	worker, err := c.take()
	if err != nil {
		return nil, err
	}
	c.give(worker)
	return c, nil
}

// ownCode reports whether worldc wrote the code of a world. Of other worlds a
// user did, who imported them, or a chat model.
func ownCode(w *world.World) bool { return w.Domain != "" && w.Author == "" }

// loadHere loads a world in this process.
func loadHere(w *world.World) (*engine.Engine, error) {
	if ownCode(w) {
		return engine.Reload(w, engine.DefaultLimits()) // it was loaded when it was made
	}
	return engine.Load(w, engine.DefaultLimits())
}

// inProcess runs tools in this process.
type inProcess struct{ *engine.Engine }

// Rows implements runner.
func (p inProcess) Rows() (map[string][]json.RawMessage, error) { return p.Session().Rows(), nil }

// Start implements runner.
func (p inProcess) Start(initial world.Changes) (stage, error) {
	s, err := p.Engine.Start(initial)
	if err != nil {
		return nil, err
	}
	return inProcessStage{s}, nil
}

// inProcessStage is a session in this process.
type inProcessStage struct{ session *engine.Session }

// Call implements stage. That the machine fails is no result.
func (p inProcessStage) Call(name string, arguments []byte) (engine.Result, error) {
	r := p.session.Call(name, arguments)
	if r.Fault == engine.Machine {
		return r, errors.New(r.Error)
	}
	return r, nil
}

// State implements stage.
func (p inProcessStage) State() (world.State, error) { return p.session.State(), nil }

// Close implements stage.
func (p inProcessStage) Close() error { return nil }

// confined runs tools in processes that may do nothing else: as many as can be
// at work. Rollouts share them where there are more, such as those that wait for
// a model.
type confined struct {
	ctx     context.Context
	workers *sandbox.Workers
	world   *world.World
	most    int // processes

	mu    sync.Mutex
	seats []*seat
}

// A seat is a worker and how many use it.
type seat struct {
	once   sync.Once
	worker *sandbox.Worker
	err    error
	users  int
}

// take is a worker that few others use.
func (c *confined) take() (*seat, error) {
	c.mu.Lock()
	var best *seat
	for _, s := range c.seats {
		if best == nil || s.users < best.users {
			best = s
		}
	}
	if best == nil || best.users > 0 && len(c.seats) < c.most {
		best = &seat{}
		c.seats = append(c.seats, best)
	}
	best.users++
	c.mu.Unlock()
	best.once.Do(func() { best.worker, best.err = c.workers.Load(c.ctx, c.world) })
	if best.err != nil {
		c.give(best)
		return nil, best.err
	}
	return best, nil
}

func (c *confined) give(s *seat) {
	c.mu.Lock()
	s.users--
	c.mu.Unlock()
}

// Replay implements runner.
func (c *confined) Replay(t *world.Task) (*engine.Replay, error) {
	w, err := c.take()
	if err != nil {
		return nil, err
	}
	defer c.give(w)
	return w.worker.Replay(t)
}

// Start implements runner.
func (c *confined) Start(initial world.Changes) (stage, error) {
	w, err := c.take()
	if err != nil {
		return nil, err
	}
	s, err := w.worker.Start(initial)
	if err != nil {
		c.give(w)
		return nil, err
	}
	return &confinedStage{s, func() { c.give(w) }}, nil
}

// confinedStage is a session in a confined process.
type confinedStage struct {
	*sandbox.Session
	give func()
}

// Close implements stage.
func (c *confinedStage) Close() error {
	defer c.give()
	return c.Session.Close()
}

// Rows implements runner.
func (c *confined) Rows() (map[string][]json.RawMessage, error) {
	w, err := c.take()
	if err != nil {
		return nil, err
	}
	defer c.give(w)
	s, err := w.worker.Session()
	if err != nil {
		return nil, err
	}
	rows, err := s.Rows()
	return rows, errors.Join(err, s.Close())
}

// Close implements runner. Nobody uses a worker any more.
func (c *confined) Close() error {
	var errs []error
	for _, s := range c.seats {
		if s.worker != nil {
			errs = append(errs, s.worker.Close())
		}
	}
	return errors.Join(errs...)
}

// A shelf finds the records of artifacts by their ids, which are qualified as
// [Input.Lines] qualifies them.
type shelf []shelved

// A shelved is an artifact on a shelf. position is where it stands among those of its
// type, from 1; member, where there is one, is what is wanted of each record.
type shelved struct {
	*artifact.Indexed
	position int
	member   string
}

// openShelf opens artifacts for random access.
func openShelf(in *Input, artifacts []Artifact) (shelf, error) {
	var s shelf
	for i, a := range artifacts {
		x, err := in.Store.Open(a.Info)
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s = append(s, shelved{Indexed: x, position: i + 1})
	}
	return s, nil
}

func (s shelf) close() error {
	var errs []error
	for _, x := range s {
		errs = append(errs, x.Close())
	}
	return errors.Join(errs...)
}

// get is the record of an id; not ok if there is none. id@2 is the record of
// the second artifact that has this id.
func (s shelf) get(id string) (line []byte, ok bool, err error) {
	if plain, position, qualified := strings.Cut(id, "@"); qualified {
		n, err := strconv.Atoi(position)
		if err != nil {
			return nil, false, nil
		}
		for _, x := range s {
			if x.position != n {
				continue
			}
			if line, ok, err = x.get(plain); ok || err != nil {
				break
			}
		}
		return line, ok, err
	}
	for _, x := range s {
		if line, ok, err = x.get(id); ok || err != nil {
			break
		}
	}
	return line, ok, err
}

// get is what is wanted of the record of an id.
func (x shelved) get(id string) (line []byte, ok bool, err error) {
	if line, ok, err = x.Get(id); ok && err == nil && x.member != "" {
		line = jsonwalk.Field(line, x.member)
	}
	return line, ok, err
}

// find reads the record of an id. One that is missing is an error, since
// records only refer to records upstream.
func find[T any](s shelf, t world.Type, id string) (*T, error) {
	line, ok, err := s.get(id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("there is no %s %s upstream", t, id)
	}
	v := new(T)
	return v, json.Unmarshal(line, v)
}

// maxLoaded is how many worlds stay loaded beside those in use, unless more are
// asked for.
const maxLoaded = 8

// worldRunners loads worlds when they are needed, each once.
type worldRunners struct {
	ctx     context.Context
	worlds  shelf
	allowed Permissions
	workers *sandbox.Workers

	// processes is how many a world that is confined has at most.
	processes int

	// study, where there is one, makes what is needed to know of a world from its
	// record, once for each time that it is loaded.
	study func(*world.World) any

	// keep is how many worlds stay loaded beside those in use.
	keep int

	mu     sync.Mutex
	loaded map[string]*loadedWorld
	clock  int // counts uses
}

type loadedWorld struct {
	once  sync.Once
	run   runner
	about any // what study made
	err   error
	users int
	used  int // when it was used last
}

func newRunners(ctx context.Context, in *Input, worlds shelf) *worldRunners {
	return &worldRunners{
		ctx: ctx, worlds: worlds, processes: in.Workers, allowed: in.Allowed, workers: in.confined(), loaded: map[string]*loadedWorld{}, keep: maxLoaded,
	}
}

// with calls f with the world of an id.
func (r *worldRunners) with(id string, f func(runner) error) error {
	return r.withStudied(id, func(run runner, _ any) error { return f(run) })
}

// withStudied calls f with the world of an id and what study made of it.
func (r *worldRunners) withStudied(id string, f func(run runner, about any) error) error {
	r.mu.Lock()
	l := r.loaded[id]
	if l == nil {
		l = &loadedWorld{}
		r.loaded[id] = l
	}
	l.users++
	r.clock++
	l.used = r.clock
	idle := r.idle()
	r.mu.Unlock()
	for _, x := range idle {
		if err := x.Close(); err != nil {
			return err
		}
	}
	l.once.Do(func() {
		var w *world.World
		if w, l.err = find[world.World](r.worlds, world.WorldType, id); l.err == nil {
			l.run, l.err = loadWorld(r.ctx, r.workers, r.processes, w, r.allowed)
			if r.study != nil && l.err == nil {
				l.about = r.study(w)
			}
		}
	})
	err := l.err
	if err == nil {
		err = f(l.run, l.about)
	}
	r.mu.Lock()
	l.users--
	r.mu.Unlock()
	return err
}

// idle takes the worlds off that were not used for the longest time, until few
// are left that nobody uses.
func (r *worldRunners) idle() []runner {
	var off []runner
	for {
		oldest, unused := "", 0
		for id, l := range r.loaded { //lint:ordered the oldest is the same in any order
			if l.users > 0 {
				continue
			}
			unused++
			if oldest == "" || l.used < r.loaded[oldest].used {
				oldest = id
			}
		}
		if unused <= r.keep {
			return off
		}
		if run := r.loaded[oldest].run; run != nil {
			off = append(off, run)
		}
		delete(r.loaded, oldest)
	}
}

// close ends all worlds.
func (r *worldRunners) close() error {
	var errs []error
	for _, l := range r.loaded { //lint:ordered each is closed
		if l.run != nil {
			errs = append(errs, l.run.Close())
		}
	}
	return errors.Join(append(errs, r.workers.Close())...)
}
