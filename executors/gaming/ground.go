package gaming

import (
	"encoding/json"

	"worldc/world"
	"worldc/world/engine"
)

// A Ground is where the world of a script is at work: in this process, or in a
// confined one where somebody else wrote its code.
type Ground interface {
	// Start begins a game with the changes that a task makes first.
	Start(initial world.Changes) (Stage, error)

	// Cell finds where a condition looks.
	Cell(c world.Condition) (Cell, error)

	// Err is what became of the process, if it is no more.
	Err() error

	Close() error
}

// A Stage is the state of one game. Where its process is no more it answers
// nothing that means anything, and its [Ground] says why.
type Stage interface {
	Call(tool string, arguments []byte) engine.Result
	Value(c *Cell) (value []byte, ok bool)

	// Fork is a stage of its own that begins in this state.
	Fork() Stage

	// Same reports whether this is the same state as that of another stage of the
	// ground, as far as that can be told.
	Same(other Stage) bool

	State() world.State
}

// A Cell is where a condition looks.
type Cell struct {
	Table  string
	Key    json.RawMessage
	Column string

	found engine.Cell // in this process
}

// here is a ground in this process.
type here struct{ engine *engine.Engine }

// Start implements Ground.
func (h here) Start(initial world.Changes) (Stage, error) {
	s, err := h.engine.Start(initial)
	if err != nil {
		return nil, err
	}
	return stageHere{s}, nil
}

// Cell implements Ground.
func (h here) Cell(c world.Condition) (Cell, error) {
	at, err := h.engine.Cell(c.Table, c.Key, c.Column)
	return Cell{c.Table, c.Key, c.Column, at}, err
}

// Err implements Ground.
func (h here) Err() error { return nil }

// Close implements Ground.
func (h here) Close() error { return h.engine.Close() }

// stageHere is a stage in this process.
type stageHere struct{ session *engine.Session }

// Call implements Stage.
func (s stageHere) Call(tool string, arguments []byte) engine.Result {
	return s.session.Call(tool, arguments)
}

// Value implements Stage.
func (s stageHere) Value(c *Cell) ([]byte, bool) { return s.session.Value(c.found) }

// Fork implements Stage.
func (s stageHere) Fork() Stage { return stageHere{s.session.Fork()} }

// Same implements Stage.
func (s stageHere) Same(other Stage) bool {
	o, here := other.(stageHere)
	return here && s.session.Same(o.session)
}

// State implements Stage.
func (s stageHere) State() world.State { return s.session.State() }
