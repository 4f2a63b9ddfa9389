package chat

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"worldc/model"
	"worldc/roles"
)

// A Storyteller is a chat model that plays both sides of a game in one answer, as
// AgentRefine has it (§3.2).
type Storyteller struct{ model *Model }

var _ roles.Storyteller = Storyteller{}

// Storyteller is the model as a storyteller.
func (m *Model) Storyteller() Storyteller { return Storyteller{m} }

var toldSchema = schemaOf("storyteller", object("turns", list(`{"anyOf":[`+
	object("turn", number, "role", oneOf("DM"), "Thought", text, "Observation", text, "parameter_error", boolean, "place_error", boolean, "logic_error", boolean, "completed", boolean)+`,`+
	object("turn", number, "role", oneOf("Player"), "Thought", text, "Action", text)+`]}`)))

// Tell implements [roles.Storyteller]. It is one call, whatever comes of it: an answer
// that is not as it has to be, or is cut, is handed on as far as it goes, for the
// verifier keeps what is right of it.
func (s Storyteller) Tell(ctx context.Context, b roles.GameBrief, problem string) (string, error) {
	m := s.model
	messages := []model.Message{
		{Role: "system", Content: m.fill("storyteller", "system", nil) + "\n\n" + m.mistakes("storyteller", b.Errors)},
		says(m.fill("storyteller", "game", map[string]string{"game": data(toldOf(b.Script))})),
	}
	switch {
	case len(b.Before) > 0:
		messages = append(messages, says(m.fill("storyteller", "continue", map[string]string{
			"turns": data(toldTurns(b.Before)), "state": data(standing(b.Now())), "problem": word(problem), "next": strconv.Itoa(len(b.Before) + 1),
		})))
	case len(b.Discarded) > 0:
		messages = append(messages, says(m.fill("storyteller", "anew", map[string]string{"turns": data(toldTurns(b.Discarded)), "problem": word(problem)})))
	}
	reply, err := m.asker.Ask(ctx, model.Request{
		Purpose: model.Purpose{Role: "storyteller", Record: b.Game}, Ordinal: ordinalOf(&b), Messages: messages, Schema: &toldSchema, Once: true,
	})
	var failure *model.Failure
	if errors.As(err, &failure) && (failure.Class == model.Validation || failure.Class == model.Length) && strings.TrimSpace(failure.Said) != "" {
		return unfenced(failure.Said), nil
	}
	return unfenced(reply.Content), err
}
