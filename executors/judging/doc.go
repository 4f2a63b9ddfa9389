// Package judging says what is wrong with a trajectory, and how good who made
// trajectories is.
//
// A [Policy] is a list of checks in an order; the first that a [Case] does not
// pass rejects it (AgentScaler §2.3: validity, state alignment, exact match).
// [Scores] computes pass^k from the verdicts.
//
// Rules. Nothing is executed here: the state and the results of a trajectory,
// and those of its task, come from execution already. A verdict depends on its
// case alone. A reason is one of a fixed set of short sentences, the detail says
// where and what. Figures are exact until they are rounded for the record.
package judging

import (
	"encoding/json"
	"fmt"

	"worldc/world"
)

// A Case is a trajectory and what it is judged by.
type Case struct {
	Task       *world.Task
	Trajectory *world.Trajectory

	// Parameters are the JSON Schemas of the tools' parameters by name. Only
	// an [ExactMatch] that fills in defaults asks for them.
	Parameters func(tool string) json.RawMessage
}

// A Rejection is why a case does not pass a check.
type Rejection struct{ Reason, Detail string }

func reject(reason, detail string, args ...any) *Rejection {
	return &Rejection{reason, fmt.Sprintf(detail, args...)}
}

// A Check is one stage of a policy.
type Check struct {
	Name string

	// Judge returns nil for a case that passes.
	Judge func(*Case) *Rejection
}

// A Policy is checks in the order in which they are made.
type Policy []Check

// Names are the names of the checks in one text, which names the policy.
func (p Policy) Names() string {
	var text string
	for i, c := range p {
		if i > 0 {
			text += ","
		}
		text += c.Name
	}
	return text
}

// Judge is the verdict on a case, and the number of checks that it passed.
func (p Policy) Judge(c *Case) (v world.Verdict, passed int) {
	v = world.Verdict{ID: world.VerdictID(p.Names(), c.Trajectory.ID), Trajectory: c.Trajectory.ID}
	for i, check := range p {
		v.By = check.Name
		if r := check.Judge(c); r != nil {
			v.Reason, v.Detail = r.Reason, r.Detail
			return v, i
		}
	}
	v.Accepted = true
	return v, len(p)
}

// clip shortens a text for a detail.
func clip(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
