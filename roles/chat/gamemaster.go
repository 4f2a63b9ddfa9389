package chat

import (
	"context"
	"strings"

	"worldc/model"
	"worldc/roles"
)

// A GameMaster is a chat model as the game master of games (AgentRefine §3.2). It
// knows the script but for its solution, and before each action how things stand; it
// judges the action by itself, so that its word can be compared with the engine's.
type GameMaster struct{ model *Model }

var _ roles.GameMaster = GameMaster{}

// GameMaster is the model as a game master.
func (m *Model) GameMaster() GameMaster { return GameMaster{m} }

// observed is the answer that a game master owes.
type observed struct {
	Thought        string `json:"Thought"`
	Observation    string `json:"Observation"`
	ParameterError bool   `json:"parameter_error"`
	PlaceError     bool   `json:"place_error"`
	LogicError     bool   `json:"logic_error"`
	Completed      bool   `json:"completed"`
}

var observedSchema = schemaOf("game_master", object("Thought", text, "Observation", text, "parameter_error", boolean, "place_error", boolean, "logic_error", boolean, "completed", boolean))

// mostObserved is how many characters an observation may have.
const mostObserved = 4000

// check says what is wrong with an observation.
func (a *observed) check() []string {
	var problems []string
	if strings.TrimSpace(a.Observation) == "" {
		problems = append(problems, `"Observation" is empty: the player has to see something`)
	}
	if len([]rune(a.Observation)) > mostObserved {
		problems = append(problems, `"Observation" is too long: a few sentences are enough`)
	}
	return problems
}

// Host implements [roles.GameMaster].
func (g GameMaster) Host(b roles.GameBrief) roles.Host {
	m := g.model
	h := &chatHost{model: m, brief: b, before: data(standing(b.Now()))}
	h.messages = []model.Message{m.system("game_master", nil), says(m.fill("game_master", "game", map[string]string{"game": data(toldOf(b.Script))}))}
	before := b.Before
	if n := len(before); n > 0 && before[n-1].Move != nil { // it is carried out, and comes once more
		before, h.before = before[:n-1], ""
	}
	for _, t := range before {
		if o := t.Observation; o != nil {
			h.messages = append(h.messages, model.Message{Role: "assistant", Content: answerText(observed{o.Thought, o.Text, o.ParameterError, o.PlaceError, o.LogicError, o.Completed})})
		} else {
			h.hear(t.Move)
		}
	}
	return h
}

// A chatHost is the game master of one game.
type chatHost struct {
	model    *Model
	brief    roles.GameBrief
	messages []model.Message

	// before is how things stood before the player's last action; empty where that is
	// not known.
	before string
}

// hear adds an action to what was said.
func (h *chatHost) hear(move *roles.GameMove) {
	h.messages = append(h.messages, says(h.model.fill("game_master", "action", map[string]string{"move": data(deed{move.Thought, move.Action})})))
}

// Observe implements [roles.Host]. What the engine says of the action stays unsaid.
func (h *chatHost) Observe(ctx context.Context, move *roles.GameMove, _ roles.Executed) (roles.Observation, error) {
	messages := h.messages[:len(h.messages):len(h.messages)]
	if move != nil {
		h.hear(move)
		messages = h.messages[:len(h.messages):len(h.messages)]
		if h.before != "" {
			// How things stand goes with the last question only, and is no part of the talk.
			last := &messages[len(messages)-1]
			messages = append(messages[:len(messages)-1:len(messages)-1], says(last.Content+"\n\n"+h.model.fill("game_master", "state", map[string]string{"state": h.before})))
		}
	}
	q := question{
		purpose: model.Purpose{Role: "game_master", Record: h.brief.Game}, ordinal: ordinalOf(&h.brief), schema: observedSchema, messages: messages,
	}
	a, said, err := askOnce(ctx, h.model, q, (*observed).check)
	if err != nil {
		return roles.Observation{}, err
	}
	h.messages = append(h.messages, said)
	h.before = data(standing(h.brief.Now()))
	return roles.Observation{
		Thought: strings.TrimSpace(a.Thought), Text: strings.TrimSpace(a.Observation),
		ParameterError: a.ParameterError, PlaceError: a.PlaceError, LogicError: a.LogicError, Completed: a.Completed,
	}, nil
}
