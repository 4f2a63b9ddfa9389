// Package gaming plays scripts: it turns what a player writes into calls of the
// script's world, says what was wrong with it, and knows when the game is won
// (AgentRefine §3.1-§3.3). It also decides whether a script can be played at all.
package gaming

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"worldc/artifact"
	"worldc/roles"
	"worldc/world"
	"worldc/world/acting"
	"worldc/world/engine"
)

// A Board is a script ready to be played, any number of times at once.
type Board struct {
	Script  *world.Script
	Actions *acting.Actions

	engine *engine.Engine
	wins   []cell
}

// A cell is where a condition looks, and what it wants there.
type cell struct {
	engine.Cell
	equals []byte
}

// Open readies a script. Problems are what keeps it from being played; then there
// is no Board, and nothing to close.
func Open(s *world.Script, checked bool) (*Board, []world.Problem, error) {
	problems := s.Validate()
	if len(problems) > 0 {
		return nil, problems, nil
	}
	b := &Board{Script: s}
	if b.Actions, problems = acting.New(s.Actions); len(problems) > 0 {
		return nil, problems, nil
	}
	load := engine.Reload // it was loaded when it was written
	if !checked {
		if problems = append(b.Actions.Check(), placeholders(s)...); len(problems) > 0 {
			return nil, problems, nil
		}
		load = engine.Load
	}
	var err error
	if b.engine, err = load(&s.World, engine.DefaultLimits()); err != nil {
		var bad *engine.LoadError
		if errors.As(err, &bad) {
			for _, p := range bad.Problems {
				problems = append(problems, world.Problem{Where: "world." + p.Where, What: p.What})
			}
			return nil, problems, nil
		}
		return nil, nil, err
	}
	for i, c := range s.Conditions {
		at, err := b.engine.Cell(c.Table, c.Key, c.Column)
		equals, bad := artifact.Canonical(c.Equals)
		if err == nil {
			err = bad
		}
		if err != nil {
			problems = append(problems, world.Problem{Where: fmt.Sprintf("conditions[%d]", i), What: err.Error()})
			continue
		}
		if _, there := b.engine.Session().Value(at); !there {
			problems = append(problems, world.Problem{Where: fmt.Sprintf("conditions[%d]", i), What: fmt.Sprintf("there is no row %s in %s", c.Key, c.Table)})
		}
		b.wins = append(b.wins, cell{at, equals})
	}
	if len(problems) > 0 {
		return nil, problems, b.engine.Close()
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
func (b *Board) Close() error { return b.engine.Close() }

// Start begins a game.
func (b *Board) Start() (*Game, error) {
	s, err := b.engine.Start(b.Script.Task.Initial)
	if err != nil {
		return nil, err
	}
	return &Game{board: b, session: s}, nil
}

// A Game is one that is being played. It implements roles.Rehearsal.
type Game struct {
	board   *Board
	session *engine.Session
}

// Copy is a game of its own that begins where this one is.
func (g *Game) Copy() roles.Rehearsal { return &Game{board: g.board, session: g.session.Fork()} }

// Do carries out what a player writes.
func (g *Game) Do(text string) roles.Executed {
	m, ok := g.board.Actions.Match(text)
	if !ok {
		held := g.Held()
		return roles.Executed{Error: world.ParameterError, Text: g.board.Actions.Wrong(text), Held: held, Won: held == len(g.board.wins)}
	}
	return g.Call(m)
}

// Call carries out an action.
func (g *Game) Call(m acting.Move) roles.Executed {
	r := g.session.Call(m.Action.Tool, m.Arguments())
	held := g.Held()
	x := roles.Executed{Action: m.Action, Values: m.Values, Reads: r.Effect == world.Read, Held: held, Won: held == len(g.board.wins)}
	if r.OK() {
		if json.Unmarshal(r.Value, &x.Text) != nil {
			x.Text = string(r.Value)
		}
		return x
	}
	x.Error, x.Text = world.LogicError, r.Error
	for _, kind := range []world.GameError{world.PlaceError, world.LogicError, world.ParameterError} {
		if rest, is := strings.CutPrefix(r.Error, string(kind)+":"); is {
			x.Error, x.Text = kind, strings.TrimSpace(rest)
		}
	}
	return x
}

// Won reports whether all conditions hold.
func (g *Game) Won() bool {
	for i := range g.board.wins {
		if !g.holds(i) {
			return false
		}
	}
	return true
}

// Held counts the conditions that hold: the progress of AgentBoard (papers.md §5.9)
// is their share.
func (g *Game) Held() int {
	n := 0
	for i := range g.board.wins {
		if g.holds(i) {
			n++
		}
	}
	return n
}

// Holds says of each condition whether it holds.
func (g *Game) Holds() []bool {
	holds := make([]bool, len(g.board.wins))
	for i := range holds {
		holds[i] = g.holds(i)
	}
	return holds
}

func (g *Game) holds(condition int) bool {
	c := &g.board.wins[condition]
	v, ok := g.session.Value(c.Cell)
	return ok && bytes.Equal(v, c.equals)
}

// State is what the game has come to.
func (g *Game) State() world.State { return g.session.State() }
