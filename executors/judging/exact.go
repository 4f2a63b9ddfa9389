package judging

import (
	"bytes"
	"encoding/json"
	"slices"

	"worldc/artifact"
	"worldc/world"
)

// ExactMatch is the check for the calls: those of the agent are the golden
// ones, the same tools with equal arguments in the same order (AgentScaler,
// stage 3). Of a game, the player's actions are the steps of the script's solution.
type ExactMatch struct {
	// Apply says to which tasks the check applies; others pass.
	Apply Applies

	// IgnoreErroredCalls leaves out calls of the agent that failed.
	IgnoreErroredCalls bool

	// FillDefaults gives arguments that are left out the defaults that the
	// tools' documents declare.
	FillDefaults bool

	// IgnoreTools are left out on both sides.
	IgnoreTools []string
}

// Applies says to which tasks an ExactMatch applies.
type Applies string

// The values of Applies.
const (
	ToReadOnly Applies = "read_only" // those whose golden calls write nothing
	ToAll      Applies = "all"
	ToNone     Applies = "off"
)

// PseudoTools are names of tools that only stand for an agent's thinking or
// speaking.
var PseudoTools = []string{"think", "finish", "respond"}

// The reasons of ExactMatch.
const (
	reasonTool      = "another tool is called than the golden one"
	reasonArguments = "a call has other arguments than the golden one"
	reasonMore      = "there are more calls than golden ones"
	reasonFewer     = "golden calls are missing"
)

// Check is the check for the calls.
func (o ExactMatch) Check() Check {
	return Check{Name: "exact_match", Judge: func(c *Case) *Rejection {
		if o.Apply == ToNone || o.Apply == ToReadOnly && !c.Task.ReadOnly() {
			return nil
		}
		calls, failed := callsOf(c.Trajectory), failedCalls(c.Trajectory)
		if c.Acts != nil {
			calls, failed = c.Acts()
		}
		want, have := o.relevant(c.Task.Calls, nil), o.relevant(calls, failed)
		for i := range min(len(want), len(have)) {
			w, h := want[i], have[i]
			switch {
			case w.Tool != h.Tool:
				return reject(reasonTool, "call %d is %s, should be %s", i+1, clip(h.Tool), clip(w.Tool))
			case !bytes.Equal(o.arguments(c, w), o.arguments(c, h)):
				return reject(reasonArguments, "call %d, %s: %s, should be %s", i+1, clip(w.Tool), clip(string(h.Arguments)), clip(string(w.Arguments)))
			}
		}
		switch {
		case len(have) > len(want):
			return reject(reasonMore, "%d instead of %d; the first is %s", len(have), len(want), clip(have[len(want)].Tool))
		case len(have) < len(want):
			return reject(reasonFewer, "%d instead of %d; the first is %s", len(have), len(want), clip(want[len(have)].Tool))
		}
		return nil
	}}
}

// relevant are the calls that count.
func (o ExactMatch) relevant(calls []world.Call, failed map[string]bool) []world.Call {
	return slices.DeleteFunc(slices.Clone(calls), func(c world.Call) bool {
		return slices.Contains(o.IgnoreTools, c.Tool) || o.IgnoreErroredCalls && failed[c.ID]
	})
}

// callsOf are the calls of a trajectory in their order.
func callsOf(t *world.Trajectory) []world.Call {
	var calls []world.Call
	for _, turn := range t.Turns {
		calls = append(calls, turn.Calls...)
	}
	return calls
}

// failedCalls are the ids of the calls that ended in an error.
func failedCalls(t *world.Trajectory) map[string]bool {
	failed := map[string]bool{}
	for _, turn := range t.Turns {
		if turn.Role == world.ToolRole && turn.Kind == "error" {
			failed[turn.CallID] = true
		}
	}
	return failed
}

// arguments are the arguments of a call in a form that is equal for equal
// ones: keys sorted, 1.0 written as 1.
func (o ExactMatch) arguments(c *Case, call world.Call) []byte {
	raw, err := artifact.Canonical(call.Arguments)
	if err != nil {
		return call.Arguments // a record holds JSON; anything else is only like itself
	}
	if !o.FillDefaults || c.Parameters == nil {
		return raw
	}
	var schema struct {
		Properties map[string]struct {
			Default json.RawMessage `json:"default"`
		} `json:"properties"`
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(c.Parameters(call.Tool), &schema) != nil || json.Unmarshal(raw, &object) != nil {
		return raw
	}
	for name, p := range schema.Properties { //lint:ordered the members of an object are sorted below
		if _, given := object[name]; !given && p.Default != nil {
			object[name] = p.Default
		}
	}
	filled, err := artifact.Marshal(object)
	if err != nil {
		return raw
	}
	return filled
}
