package executors

import (
	"context"
	"encoding/json"
	"errors"
	"sync"

	"worldc/executors/gaming"
	"worldc/sandbox"
	"worldc/world"
	"worldc/world/engine"
)

// grounds are where scripts are played: in this process those that worldc wrote, and
// in confined ones those of others, unless the user vouches for their code.
type grounds struct {
	ctx     context.Context
	workers *sandbox.Workers
	allowed Permissions
}

func newGrounds(ctx context.Context, in *Input) *grounds {
	return &grounds{ctx, in.confined(), in.Allowed}
}

// close ends the confined processes.
func (g *grounds) close() error { return g.workers.Close() }

// open readies a script. checked says that it was found to be playable before.
func (g *grounds) open(s *world.Script, checked bool) (*gaming.Board, []world.Problem, error) {
	own := !s.Imported && s.World.Author == ""
	if own || g.allowed.TrustCode {
		return gaming.Open(s, checked && own)
	}
	board, problems, err := gaming.OpenOn(s, checked, func(w *world.World) (gaming.Ground, error) {
		worker, err := g.workers.Load(g.ctx, w)
		if err != nil {
			return nil, err
		}
		return &confinedGround{worker: worker}, nil
	})
	if why := deathOf(err); why != "" {
		return nil, []world.Problem{{Where: "world", What: why}}, nil
	}
	return board, problems, err
}

// playable finds what keeps a script from being played, and settles its task.
func (g *grounds) playable(s *world.Script, leastSteps int) (problems []world.Problem, err error) {
	board, problems, err := g.open(s, false)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	defer func() { err = errors.Join(err, board.Close()) }()
	problems, err = board.Settle(leastSteps)
	if why := deathOf(board.Err()); why != "" {
		return []world.Problem{{Where: "solution", What: why}}, nil
	}
	return problems, errors.Join(err, board.Err())
}

// deathOf is what is wrong with code that ends the process in which it runs; empty
// for any other error.
func deathOf(err error) string {
	var died *sandbox.DiedError
	if !errors.As(err, &died) {
		return ""
	}
	return "its code ends the process that runs it: " + died.Detail
}

// A confinedGround is the world of a script at work in a confined process.
type confinedGround struct {
	worker *sandbox.Worker

	mu     sync.Mutex
	err    error            // the first that a game met
	loaded *sandbox.Session // the world as it was loaded; nil until it is asked
}

// Start implements gaming.Ground.
func (g *confinedGround) Start(initial world.Changes) (gaming.Stage, error) {
	s, err := g.worker.Start(initial)
	if err != nil {
		return nil, err
	}
	return &confinedGame{g, s}, nil
}

// Cell implements gaming.Ground.
func (g *confinedGround) Cell(c world.Condition) (gaming.Cell, error) {
	if g.loaded == nil {
		s, err := g.worker.Session()
		if err != nil {
			g.met(err)
			return gaming.Cell{}, err
		}
		g.loaded = s
	}
	_, _, wrong, err := g.loaded.Value(c.Table, c.Key, c.Column)
	g.met(err)
	return gaming.Cell{Table: c.Table, Key: c.Key, Column: c.Column}, errors.Join(wrong, err)
}

// met remembers the first error.
func (g *confinedGround) met(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err == nil {
		g.err = err
	}
}

// Err implements gaming.Ground.
func (g *confinedGround) Err() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}

// Close implements gaming.Ground. The games end with it.
func (g *confinedGround) Close() error { return g.worker.Close() }

// A confinedGame is a game in a confined process.
type confinedGame struct {
	ground  *confinedGround
	session *sandbox.Session // nil where the process is no more
}

// Call implements gaming.Stage.
func (s *confinedGame) Call(tool string, arguments []byte) engine.Result {
	if s.session == nil {
		return engine.Result{Fault: engine.Machine, Error: "the process is no more"}
	}
	r, err := s.session.Call(tool, arguments)
	if err != nil {
		s.ground.met(err)
		return engine.Result{Fault: engine.Machine, Error: err.Error()}
	}
	return r
}

// Value implements gaming.Stage.
func (s *confinedGame) Value(c *gaming.Cell) ([]byte, bool) {
	if s.session == nil {
		return nil, false
	}
	value, ok, wrong, err := s.session.Value(c.Table, json.RawMessage(c.Key), c.Column)
	s.ground.met(errors.Join(wrong, err))
	return value, ok
}

// Fork implements gaming.Stage.
func (s *confinedGame) Fork() gaming.Stage {
	if s.session == nil {
		return s
	}
	f, err := s.session.Fork()
	if err != nil {
		s.ground.met(err)
	}
	return &confinedGame{s.ground, f}
}

// Same implements gaming.Stage. What its process knows is not asked for: to carry out
// an action twice costs no more.
func (s *confinedGame) Same(other gaming.Stage) bool { return other == gaming.Stage(s) }

// State implements gaming.Stage.
func (s *confinedGame) State() world.State {
	if s.session == nil {
		return world.State{}
	}
	state, err := s.session.State()
	s.ground.met(err)
	return state
}
