package chat

import (
	"context"
	"strings"

	"worldc/model"
	"worldc/roles"
)

// A Player is a chat model as the player of games (AgentRefine §3.2). It knows the
// rules that stand in the record, and what it is told.
type Player struct{ model *Model }

var _ roles.Player = Player{}

// Player is the model as a player.
func (m *Model) Player() Player { return Player{m} }

// A deed is the answer that a player owes.
type deed struct {
	Thought string `json:"Thought"`
	Action  string `json:"Action"`
}

// moved is a deed, or that there is none any more.
type moved struct {
	Thought string `json:"Thought"`
	Action  string `json:"Action"`
	Over    bool   `json:"over"`
}

var movedSchema = schemaOf("player", object("Thought", text, "Action", text, "over", boolean))

// The bounds of what a player writes, in characters.
const (
	mostThought = 4000
	mostAction  = 1000
)

// check says what is wrong with a move as far as it is no matter of the game.
func (a *moved) check() []string {
	var problems []string
	if a.Over {
		return nil
	}
	if strings.TrimSpace(a.Thought) == "" {
		problems = append(problems, `"Thought" is empty`)
	}
	if len([]rune(a.Thought)) > mostThought {
		problems = append(problems, `"Thought" is too long: a few sentences are enough`)
	}
	if action := strings.TrimSpace(a.Action); action == "" || strings.ContainsAny(action, "\n\r") || len([]rune(action)) > mostAction {
		problems = append(problems, `"Action" has to be one action on one line`)
	}
	return problems
}

// Join implements [roles.Player].
func (p Player) Join(b roles.GameBrief) roles.Gamer {
	m := p.model
	g := &chatGamer{model: m, brief: b}
	g.messages = []model.Message{{Role: "system", Content: m.fill("player", "system", map[string]string{"rules": data(b.Rules)}) + "\n\n" + m.mistakes("player", b.Errors)}}
	before := b.Before
	if n := len(before); n > 0 && before[n-1].Observation != nil { // it is what comes first
		before = before[:n-1]
	}
	for _, t := range before {
		if t.Observation != nil {
			g.messages = append(g.messages, says(t.Observation.Text))
		} else {
			g.messages = append(g.messages, model.Message{Role: "assistant", Content: answerText(moved{t.Move.Thought, t.Move.Action, false})})
		}
	}
	return g
}

// A chatGamer is the player of one game.
type chatGamer struct {
	model    *Model
	brief    roles.GameBrief
	messages []model.Message
}

// Move implements [roles.Gamer].
func (g *chatGamer) Move(ctx context.Context, o roles.Observation) (roles.GameMove, error) {
	g.messages = append(g.messages, says(o.Text))
	q := question{
		purpose: model.Purpose{Role: "player", Record: g.brief.Game}, ordinal: ordinalOf(&g.brief), schema: movedSchema, messages: g.messages,
	}
	a, said, err := askOnce(ctx, g.model, q, (*moved).check)
	if err != nil {
		return roles.GameMove{}, err
	}
	g.messages = append(g.messages, said)
	return roles.GameMove{Thought: strings.Join(strings.Fields(a.Thought), " "), Action: strings.TrimSpace(a.Action), Recovery: o.Error() != "", Left: a.Over}, nil
}
