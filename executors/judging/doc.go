// Package judging says what is wrong with a trajectory, and how good who made
// trajectories is.
//
// A [Policy] is a list of checks in an order; the first that a [Case] does not
// pass rejects it (AgentScaler §2.3: validity, state alignment, exact match).
// [Scores] computes pass^k from the verdicts.
//
// Rules. Nothing is executed here: the state and the results of a trajectory,
// and those of its task, come from execution already. A verdict depends on its
// case alone, and where a policy looks for duplicates on those that were kept
// before it ([Sequence]). A reason is one of a fixed set of short sentences, the detail says
// where and what. Figures are exact until they are rounded for the record.
package judging

import (
	"encoding/json"
	"fmt"
	"slices"

	"worldc/world"
)

// A Case is a trajectory and what it is judged by.
type Case struct {
	Task       *world.Task
	Trajectory *world.Trajectory

	// Parameters are the JSON Schemas of the tools' parameters by name. Only
	// an [ExactMatch] that fills in defaults asks for them.
	Parameters func(tool string) json.RawMessage

	// Acts are the actions of a game as calls of its script's tools, and which of them
	// did not work, by their ids. Only an [ExactMatch] asks for them; nil for a talk.
	Acts func() (calls []world.Call, failed map[string]bool)

	// Unsure is set by a check whose answer is no plain yes or no, whichever it
	// gives.
	Unsure bool

	// Trouble is set by a check that could not be made, for no fault of the
	// trajectory. Then there is no verdict.
	Trouble error
}

// A Rejection is why a case does not pass a check.
type Rejection struct{ Reason, Detail string }

func reject(reason, detail string, args ...any) *Rejection {
	return &Rejection{reason, fmt.Sprintf(detail, args...)}
}

// A Check is one stage of a policy.
type Check struct {
	Name string

	// Judge returns nil for a case that passes. It is called from several
	// goroutines.
	Judge func(*Case) *Rejection

	// Near is set instead of Judge in the check that compares cases with one
	// another. A policy has at most one.
	Near *NearDuplicates
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

// Compares reports whether cases are compared with one another.
func (p Policy) Compares() bool {
	return slices.ContainsFunc(p, func(c Check) bool { return c.Near != nil })
}

// Judge is the verdict on a case by itself, and the number of checks that it
// passed. It panics if the policy compares cases: that is for a [Sequence].
func (p Policy) Judge(c *Case) (v world.Verdict, passed int) {
	if p.Compares() {
		panic("judging: a policy that compares cases judges a sequence of them")
	}
	return p.NewSequence(nil).Decide(p.Weigh(c))
}

// clip shortens a text for a detail.
func clip(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
