package gaming

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"

	"worldc/roles"
	"worldc/world"
	"worldc/world/acting"
)

// A Game is one that is being played. It implements roles.Rehearsal.
//
// The same actions are carried out again and again from the same state: when the
// solution is rehearsed, when a player tries what would come of an action, when a
// kept prefix is played anew, in the next trial. An engine says the same every
// time, so the board keeps the games that were played as a tree, and a game is a
// place in it: what was done there before is looked up.
type Game struct {
	board *Board
	at    *place
}

// A tree is the games of a board.
type tree struct {
	mu     sync.Mutex
	root   *place
	places int
}

// mostPlaces bounds what is kept of a board's games: some hundred games. When it is
// reached, everything is forgotten but by those who stand in it.
const mostPlaces = 4096

// A place is a state that a game came to.
type place struct {
	stage Stage
	spare Stage  // equal to it; nil if there is none
	from  *place // where the game was before; nil at the beginning
	holds []bool // by condition
	held  int
	done  map[string]*happened // by what the player wrote
}

// happened is what comes of an action in a place, and where it leads to.
type happened struct {
	executed roles.Executed
	to       *place
}

// Start begins a game.
func (b *Board) Start() (*Game, error) {
	b.played.mu.Lock()
	defer b.played.mu.Unlock()
	if b.played.root == nil || b.played.places > mostPlaces {
		s, err := b.ground.Start(b.Script.Task.Initial)
		if err != nil {
			return nil, err
		}
		b.played.root, b.played.places = b.place(s), 1
	}
	return &Game{board: b, at: b.played.root}, nil
}

// place is where a stage has come to.
func (b *Board) place(s Stage) *place {
	p := &place{stage: s, holds: make([]bool, len(b.wins))}
	for i := range b.wins {
		if p.holds[i] = b.wins[i].holds(s); p.holds[i] {
			p.held++
		}
	}
	return p
}

// holds reports whether the condition does.
func (c *win) holds(s Stage) bool {
	v, ok := s.Value(&c.at)
	return ok && bytes.Equal(v, c.equals)
}

// Copy is a game of its own that begins where this one is.
func (g *Game) Copy() roles.Rehearsal { return &Game{board: g.board, at: g.at} }

// Do carries out what a player writes.
func (g *Game) Do(text string) roles.Executed {
	b := g.board
	b.played.mu.Lock()
	defer b.played.mu.Unlock()
	if h, known := g.at.done[text]; known {
		g.at = h.to
		return h.executed
	}
	m, ok := b.Actions.Match(text)
	if !ok {
		return roles.Executed{Error: world.ParameterError, Text: b.Actions.Wrong(text), Held: g.at.held, Won: g.Won()}
	}
	h := b.carryOut(g.at, m)
	if g.at.done == nil {
		g.at.done = map[string]*happened{}
	}
	g.at.done[text] = h
	g.at = h.to
	return h.executed
}

// carryOut carries out an action in a place.
func (b *Board) carryOut(p *place, m acting.Move) *happened {
	s := p.stage
	writes := b.writes[m.Action.Tool]
	if writes {
		if s = p.spare; s == nil {
			s = p.stage.Fork()
		}
		p.spare = nil
	}
	r := s.Call(m.Action.Tool, m.Arguments())
	to := p
	switch {
	case writes && r.OK() && p.from != nil && s.Same(p.from.stage):
		to = p.from // there and back
	case writes && r.OK():
		to = b.place(s)
		to.from = p
		b.played.places++
	case writes:
		p.spare = s // a call that fails leaves no trace
	}
	x := roles.Executed{Action: m.Action, Values: m.Values, Reads: r.Effect == world.Read, Held: to.held, Won: to.held == len(b.wins)}
	if r.OK() {
		x.Text = textOf(r.Value)
		return &happened{x, to}
	}
	x.Error, x.Text = world.LogicError, r.Error
	for _, kind := range []world.GameError{world.PlaceError, world.LogicError, world.ParameterError} {
		if rest, is := strings.CutPrefix(r.Error, string(kind)+":"); is {
			x.Error, x.Text = kind, strings.TrimSpace(rest)
		}
	}
	return &happened{x, to}
}

// textOf is what a tool returned: the text that it is, or its JSON.
func textOf(value []byte) (text string) {
	if n := len(value) - 1; n > 0 && value[0] == '"' && bytes.IndexByte(value, '\\') < 0 {
		return string(value[1:n])
	}
	if json.Unmarshal(value, &text) != nil {
		return string(value)
	}
	return text
}

// Won reports whether all conditions hold.
func (g *Game) Won() bool { return g.at.held == len(g.board.wins) }

// Held counts the conditions that hold: the progress of AgentBoard (papers.md §5.9)
// is their share.
func (g *Game) Held() int { return g.at.held }

// Holds says of each condition whether it holds. Nobody may change it.
func (g *Game) Holds() []bool { return g.at.holds }

// State is what the game has come to.
func (g *Game) State() world.State {
	g.board.played.mu.Lock()
	defer g.board.played.mu.Unlock()
	return g.at.stage.State()
}
