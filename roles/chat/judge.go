package chat

import (
	"context"
	"strings"

	"worldc/model"
	"worldc/roles"
	"worldc/world"
)

// A Judge is a chat model as a judge of talks.
type Judge struct{ model *Model }

var _ roles.Judge = Judge{}

// Judge is the model as a judge.
func (m *Model) Judge() Judge { return Judge{m} }

// judged is the answer that a judge owes.
type judged struct {
	Reason  string        `json:"reason"`
	Verdict roles.Opinion `json:"verdict"`
}

var judgedSchema = schemaOf("judge", object("reason", text, "verdict", oneOf(string(roles.Solved), string(roles.Unsolved), string(roles.Unsure))))

// Judge implements [roles.Judge]. The judge sees what the person wanted and the
// whole talk; of the golden calls it sees nothing, so that another way to the
// same end is as good.
func (j Judge) Judge(ctx context.Context, c roles.JudgeBrief, n int) (roles.Vote, error) {
	m := j.model
	criteria := ""
	if c.Criteria != "" {
		criteria = "\n\nWhat counts here above all: " + strings.TrimSpace(c.Criteria)
	}
	system, talk := m.transcript(c.Trajectory)
	q := question{
		purpose: model.Purpose{Role: "judge", Record: c.Trajectory.ID}, ordinal: n, schema: judgedSchema,
		messages: []model.Message{m.system("judge", map[string]string{"criteria": criteria}), says(m.fill("judge", "talk", map[string]string{
			"policy": data(system), "task": data(wanted{c.Task.Background, c.Task.Goal}), "talk": data(talk), "criteria": criteria,
		}))},
	}
	a, _, err := ask(ctx, m, q, func(a *judged) []string {
		var problems []string
		switch a.Verdict {
		case roles.Solved, roles.Unsolved, roles.Unsure:
		default:
			problems = append(problems, `"verdict" must be solved, unsolved or unsure`)
		}
		if strings.TrimSpace(a.Reason) == "" {
			problems = append(problems, `"reason" is empty`)
		}
		return problems
	})
	if err != nil {
		return roles.Vote{}, err
	}
	return roles.Vote{Verdict: a.Verdict, Reason: clip(strings.Join(strings.Fields(a.Reason), " "), 500)}, nil
}

// wanted is a task as a judge is told of it.
type wanted struct {
	Background string `json:"background"`
	Goal       string `json:"goal"`
}

// A turn is a turn as a judge is told of it.
type turn struct {
	Number  int        `json:"turn"`
	Who     world.Role `json:"who"`
	Says    string     `json:"says,omitempty"`
	Calls   []call     `json:"calls,omitempty"`
	Returns string     `json:"returns,omitempty"`
}

type call struct {
	Tool      string `json:"tool"`
	Arguments string `json:"arguments"`
}

// transcript is a talk as a judge reads it, and what the agent was told before.
// Thoughts are no deeds, and are left out.
func (m *Model) transcript(t *world.Trajectory) (system string, talk []turn) {
	for i := range t.Turns {
		u := &t.Turns[i]
		x := turn{Number: len(talk) + 1, Who: u.Role, Says: u.Content}
		switch u.Role {
		case world.SystemRole:
			system = u.Content
			continue
		case world.ToolRole:
			x.Says, x.Returns = "", clip(u.Content, m.options.MaxObservation)
		}
		for _, c := range u.Calls {
			x.Calls = append(x.Calls, call{c.Tool, string(c.Arguments)})
		}
		talk = append(talk, x)
	}
	return system, talk
}
