// Package gaming plays scripts: it turns what a player writes into calls of the
// script's world, says what was wrong with it, and knows when the game is won
// (AgentRefine §3.1-§3.3). It also decides whether a script can be played at all.
package gaming

import (
	"encoding/json"
	"errors"
	"fmt"

	"worldc/artifact"
	"worldc/world"
	"worldc/world/acting"
	"worldc/world/engine"
)

// A Board is a script ready to be played, any number of times at once.
type Board struct {
	Script  *world.Script
	Actions *acting.Actions

	ground Ground
	wins   []win
	writes map[string]bool // by tool
	played tree
}

// A win is where a condition looks, and what it wants there.
type win struct {
	at     Cell
	equals []byte
}

// Open readies a script in this process. Problems are what keeps it from being played; then there
// is no Board, and nothing to close. checked says that the script was opened before,
// when it was written, so that not everything has to be looked at again.
func Open(s *world.Script, checked bool) (*Board, []world.Problem, error) {
	load := engine.Load
	if checked {
		load = engine.Reload
	}
	return OpenOn(s, checked, func(w *world.World) (Ground, error) {
		e, err := load(w, engine.DefaultLimits())
		if err != nil {
			return nil, err
		}
		return here{e}, nil
	})
}

// OpenOn is [Open] where load says where the world is at work.
func OpenOn(s *world.Script, checked bool, load func(*world.World) (Ground, error)) (*Board, []world.Problem, error) {
	var problems []world.Problem
	if !checked {
		if problems = s.Validate(); len(problems) > 0 {
			return nil, problems, nil
		}
	}
	b := &Board{Script: s, writes: map[string]bool{}}
	for i := range s.World.Tools {
		b.writes[s.World.Tools[i].Tool.Name] = s.World.Tools[i].Effect == world.Write
	}
	if b.Actions, problems = acting.New(s.Actions); len(problems) > 0 {
		return nil, problems, nil
	}
	if !checked {
		if problems = append(b.Actions.Check(), placeholders(s)...); len(problems) > 0 {
			return nil, problems, nil
		}
	}
	var err error
	if b.ground, err = load(&s.World); err != nil {
		var bad *engine.LoadError
		if errors.As(err, &bad) {
			for _, p := range bad.Problems {
				problems = append(problems, world.Problem{Where: "world." + p.Where, What: p.What})
			}
			return nil, problems, nil
		}
		return nil, nil, err
	}
	first, err := b.ground.Start(nil)
	if err != nil {
		return nil, nil, errors.Join(err, b.ground.Close())
	}
	for i, c := range s.Conditions {
		at, err := b.ground.Cell(c)
		equals, bad := artifact.Canonical(c.Equals)
		if err == nil {
			err = bad
		}
		if err != nil {
			problems = append(problems, world.Problem{Where: fmt.Sprintf("conditions[%d]", i), What: err.Error()})
			continue
		}
		if _, there := first.Value(&at); !there {
			problems = append(problems, world.Problem{Where: fmt.Sprintf("conditions[%d]", i), What: fmt.Sprintf("there is no row %s in %s", c.Key, c.Table)})
		}
		b.wins = append(b.wins, win{at, equals})
	}
	if len(problems) > 0 {
		return nil, problems, errors.Join(b.ground.Err(), b.ground.Close())
	}
	return b, nil, nil
}

// placeholders are the problems of actions whose tools have other parameters than
// the template has placeholders.
func placeholders(s *world.Script) []world.Problem {
	var found []world.Problem
	for i, a := range s.Actions {
		for _, t := range s.World.Tools {
			if t.Tool.Name != a.Tool {
				continue
			}
			var schema struct {
				Properties map[string]json.RawMessage
			}
			if err := json.Unmarshal(t.Parameters(), &schema); err != nil {
				continue // the engine says so
			}
			names := acting.Parameters(a.Template)
			for _, p := range names {
				if _, has := schema.Properties[p]; !has {
					found = append(found, world.Problem{Where: fmt.Sprintf("actions[%d].template", i), What: fmt.Sprintf("the tool %s has no parameter %s", a.Tool, p)})
				}
			}
		}
	}
	return found
}

// Close ends the board. Its games may not be gone on with.
func (b *Board) Close() error { return b.ground.Close() }

// Err is why games have come to nothing since the board was opened: what became of
// the process that they take place in. What was played by then is worth nothing.
func (b *Board) Err() error { return b.ground.Err() }
