package chat

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"worldc/model"
	"worldc/roles"
)

// An Optimizer is a chat model that rewrites what agents are told about their
// tools. It sees texts, calls and what these gave; of golden calls it sees nothing.
type Optimizer struct{ model *Model }

var _ roles.Optimizer = Optimizer{}

// Optimizer is the model as an optimizer.
func (m *Model) Optimizer() Optimizer { return Optimizer{m} }

// rewritten is the answer that an optimizer owes.
type rewritten struct {
	Analysis     string `json:"analysis"`
	Text         string `json:"text"`
	Modification string `json:"modification"`
}

var rewrittenSchema = schemaOf("optimizer", object("analysis", text, "text", text, "modification", text))

// Describe implements [roles.Optimizer].
func (o Optimizer) Describe(ctx context.Context, b roles.DescriptionBrief) (roles.Rewriting, error) {
	m := o.model
	values := map[string]string{"tool": data(m.documentOf(b.Tool)), "longest": strconv.Itoa(b.Longest)}
	section := "concise"
	if !b.Concise {
		section = "description"
		values["experience"], values["conversations"] = m.experience(b.Experience), m.conversations(b.Tried)
	}
	return o.ask(ctx, &b.RewriteBrief, b.Node+" "+b.Tool.ID, section, values, "the description")
}

// Procedure implements [roles.Optimizer].
func (o Optimizer) Procedure(ctx context.Context, b roles.ProcedureBrief) (roles.Rewriting, error) {
	m := o.model
	return o.ask(ctx, &b.RewriteBrief, b.Node+" workflow", "workflow", map[string]string{
		"tools": m.documentsOf(b.Tools), "workflow": data(b.Text), "longest": strconv.Itoa(b.Longest),
		"experience": m.experience(b.Experience), "conversations": m.conversations(b.Tried),
	}, "the workflow")
}

// ask asks for a text that may stand.
func (o Optimizer) ask(ctx context.Context, b *roles.RewriteBrief, record, section string, values map[string]string, what string) (roles.Rewriting, error) {
	m := o.model
	q := question{
		purpose: model.Purpose{Role: "optimizer", Record: record}, schema: rewrittenSchema,
		messages: []model.Message{m.system("optimizer", nil), says(m.fill("optimizer", section, values))},
	}
	a, _, err := ask(ctx, m, q, func(a *rewritten) []string {
		text := strings.TrimSpace(a.Text)
		if text == strings.TrimSpace(b.Text) { // also where there is none yet
			return nil
		}
		var problems []string
		if text == "" {
			problems = append(problems, fmt.Sprintf(`"text" is empty: %s may be changed, not taken away`, what))
		} else if b.Wrong != nil {
			problems = b.Wrong(text)
		}
		return problems
	})
	if err != nil {
		return roles.Rewriting{}, err
	}
	return roles.Rewriting{Text: strings.TrimSpace(a.Text), Modification: sentence(a.Modification), Why: sentence(a.Analysis)}, nil
}

// sentence is a text on a line of a bounded length.
func sentence(text string) string { return clip(strings.Join(strings.Fields(text), " "), 1000) }

// An attempt is a modification as an optimizer is told of it.
type attempt struct {
	Before       float64 `json:"success_before"`
	After        float64 `json:"success_after"`
	Modification string  `json:"modification"`
}

// experience is what earlier modifications did, as an optimizer reads it: where
// there was none, in the words of SynWorld.
func (m *Model) experience(list []roles.Experience) string {
	if len(list) == 0 {
		return data("No experience")
	}
	attempts := make([]attempt, len(list))
	for i, e := range list {
		attempts[i] = attempt{e.Before, e.After, e.Modification}
	}
	return data(attempts)
}

// A conversation is a trajectory as an optimizer reads it.
type conversation struct {
	Wanted  string  `json:"wanted"`
	Success float64 `json:"success"`
	Talk    []turn  `json:"talk"`
}

// conversations are trajectories as an optimizer reads them.
func (m *Model) conversations(tried []roles.Tried) string {
	list := make([]conversation, len(tried))
	for i, t := range tried {
		_, talk := m.transcript(t.Trajectory)
		list[i] = conversation{t.Goal, t.Score, talk}
	}
	return data(list)
}
