package world

import (
	"encoding/json"
	"fmt"
)

// MultiHop is the kind of tasks that are questions whose answer takes several
// searches.
const MultiHop = "multi_hop"

// A Task is something to be done in a world, with the calls that do it and
// the state that they lead to. Calls, State and the results in them come from
// execution, never from a writer.
type Task struct {
	ID    string `json:"id"`
	World string `json:"world"`

	// Kind says how the task came about, such as walk, combination, multi_hop
	// or imported.
	Kind string `json:"kind"`

	// Background and Goal are what the user has in mind. The agent never sees
	// them.
	Background string `json:"background"`
	Goal       string `json:"goal"`

	// Steps are what the user wants, thing by thing, as the one who made the task
	// decided; absent from an imported task.
	Steps []Step `json:"steps,omitempty"`

	// Known are the facts that the user can tell when asked.
	Known []Fact `json:"known"`

	// Initial are the changes to the world's rows before the first turn.
	Initial Changes `json:"initial"`

	// Calls are the golden calls in their order.
	Calls []Call `json:"calls"`

	// Documented are the golden calls as the documents of the tools would have
	// them, where these drifted from what holds ([World.Drift]): what somebody does
	// who believes what is written. It is absent where nothing drifted.
	Documented []Call `json:"documented,omitempty"`

	// State is what the golden calls come to.
	State State `json:"state"`

	// Outputs are the texts that the agent has to say to the user.
	Outputs []string `json:"outputs"`

	// Difficulty is easy, medium or hard, by how much there is to do and to find
	// out; empty for an imported task.
	Difficulty string `json:"difficulty,omitempty"`

	// Tools are the ids of the tools that the agent may call, in the order in
	// which it sees them.
	Tools []string `json:"tools"`
}

// A Fact is something that a user knows.
type Fact struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
}

// A Call is one call of a tool.
type Call struct {
	// ID joins the call of a turn to its result; golden calls have none.
	ID string `json:"id,omitempty"`

	// Tool is the name of the tool.
	Tool string `json:"tool"`

	// Arguments is the JSON object of the arguments.
	Arguments json.RawMessage `json:"arguments"`

	// Result is what the call returned; absent where it was not executed.
	Result json.RawMessage `json:"result,omitempty"`

	// Effect is that of the tool; empty in a turn.
	Effect Effect `json:"effect,omitempty"`
}

// TaskID is the id of the n-th task (from 0) of a kind in a world.
func TaskID(world, kind string, n int) string { return ID(TaskType, world, kind, ordinal(n)) }

// ReadOnly reports whether no golden call of the task may write.
func (t *Task) ReadOnly() bool {
	for _, c := range t.Calls {
		if c.Effect != Read {
			return false
		}
	}
	return true
}

// Effort is how much there is to do: the golden calls, those that may write
// counted twice, since what they do has to be agreed on first.
func (t *Task) Effort() int {
	n := len(t.Calls)
	for _, c := range t.Calls {
		if c.Effect != Read {
			n++
		}
	}
	return n
}

// Validate returns the rules that the record breaks.
func (t *Task) Validate() []Problem {
	var l problemList
	if t.ID == "" {
		l.add("id", "is missing")
	}
	if t.World == "" {
		l.add("world", "is missing: a task belongs to a world")
	}
	if t.Goal == "" {
		l.add("goal", "is empty")
	}
	for _, p := range t.Initial.Validate() {
		l.add("initial."+p.Where, "%s", p.What)
	}
	for i, c := range t.Calls {
		where := fmt.Sprintf("calls[%d]", i)
		if c.Tool == "" {
			l.add(where, "names no tool")
		}
		if !isObject(c.Arguments) {
			l.add(where+".arguments", "is no JSON object")
		}
	}
	for i, o := range t.Outputs {
		if o == "" {
			l.add(fmt.Sprintf("outputs[%d]", i), "is empty")
		}
	}
	return l
}
