package importing

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"worldc/artifact"
	"worldc/world"
)

// A ReadTask is what a text says about a task. Its golden calls have not been
// executed.
type ReadTask struct {
	Task world.Task

	// Key is the id that the text gives the task, or its name; empty where it
	// gives none.
	Key string

	// World is the id or name of the world that the text names.
	World string

	// AllTools is set where the text does not say which tools the agent has.
	AllTools bool
}

// The reasons why a text is no task.
const (
	reasonTask      = "it is no task"
	reasonNoGoal    = "the task says no goal"
	reasonCallTool  = "a call names no tool"
	reasonArguments = "the arguments of a call are no JSON object"
	reasonBreaks    = "the record breaks a rule"
)

// looseTask is a task as it is written by worldc or by others.
type looseTask struct {
	ID    scalar `json:"id"`
	Name  scalar `json:"name"`
	World scalar `json:"world"`

	Kind        string          `json:"kind"`
	Background  string          `json:"background"`
	Goal        string          `json:"goal"`
	Instruction string          `json:"instruction"`
	Known       json.RawMessage `json:"known"`
	Initial     world.Changes   `json:"initial"`
	Calls       []looseCall     `json:"calls"`
	Actions     []looseCall     `json:"actions"`
	Outputs     []scalar        `json:"outputs"`
	Tools       []string        `json:"tools"`
}

// looseCall is a call as it is written by worldc or by others.
type looseCall struct {
	Tool      string          `json:"tool"`
	Name      string          `json:"name"`
	Arguments json.RawMessage `json:"arguments"`
	Kwargs    json.RawMessage `json:"kwargs"`
	Result    json.RawMessage `json:"result"`
}

// scalar is a string or a number, as text.
type scalar string

// UnmarshalJSON implements json.Unmarshaler.
func (s *scalar) UnmarshalJSON(raw []byte) error {
	switch {
	case bytes.Equal(raw, []byte("null")):
		return nil
	case raw[0] == '"':
		return json.Unmarshal(raw, (*string)(s))
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil {
		return err
	}
	*s = scalar(n)
	return nil
}

// Task reads a task.
func Task(item Item) (*ReadTask, *Problem) {
	if item.Problem != nil {
		return nil, item.Problem
	}
	var l looseTask
	if err := json.Unmarshal(item.Raw, &l); err != nil {
		return nil, problem(reasonTask, "%v", plainJSON(err))
	}
	r := &ReadTask{Key: string(cmp.Or(l.ID, l.Name)), World: string(l.World), AllTools: l.Tools == nil}
	t := &r.Task
	*t = world.Task{
		Kind: cmp.Or(l.Kind, "imported"), Background: l.Background, Goal: strings.TrimSpace(cmp.Or(l.Goal, l.Instruction)),
		Initial: l.Initial, Tools: l.Tools,
		Known: []world.Fact{}, Calls: []world.Call{}, Outputs: []string{},
	}
	if t.Initial == nil {
		t.Initial = world.Changes{}
	}
	if t.Goal == "" {
		return nil, problem(reasonNoGoal, "it has neither a goal nor an instruction")
	}
	if l.Known != nil {
		if err := json.Unmarshal(l.Known, &t.Known); err != nil {
			return nil, problem(reasonTask, "known: %v", plainJSON(err))
		}
	}
	for _, o := range l.Outputs {
		t.Outputs = append(t.Outputs, string(o))
	}
	for i, c := range append(l.Calls, l.Actions...) {
		call, p := c.call(i)
		if p != nil {
			return nil, p
		}
		t.Calls = append(t.Calls, call)
	}
	return r, nil
}

// call is the call, number i of its task.
func (c *looseCall) call(i int) (world.Call, *Problem) {
	call := world.Call{Tool: cmp.Or(c.Tool, c.Name), Result: c.Result}
	if call.Tool == "" {
		return call, problem(reasonCallTool, "call %d", i+1)
	}
	raw := c.Arguments
	if raw == nil {
		raw = c.Kwargs
	}
	var why string
	if call.Arguments, why = arguments(raw); why != "" {
		return call, problem(reasonArguments, "call %d, of %s: %s", i+1, Clip(call.Tool), why)
	}
	return call, nil
}

// arguments are the arguments of a call in canonical form: an object, the text
// of one, or nothing for none.
func arguments(raw json.RawMessage) (object json.RawMessage, why string) {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 0 && raw[0] == '"' {
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return nil, err.Error()
		}
		raw = bytes.TrimSpace([]byte(text))
	}
	if len(raw) == 0 || string(raw) == "null" {
		return json.RawMessage("{}"), ""
	}
	object, err := artifact.Canonical(raw)
	if err != nil {
		return nil, err.Error()
	}
	if object[0] != '{' {
		return nil, Clip(string(raw))
	}
	return object, ""
}

// plainJSON is an error of encoding/json without the names of Go types.
func plainJSON(err error) string {
	if wrong, ok := err.(*json.UnmarshalTypeError); ok {
		if wrong.Field == "" {
			return "a JSON " + wrong.Value + " stands where an object should be"
		}
		return strconv.Quote(wrong.Field) + " cannot be a JSON " + wrong.Value
	}
	return err.Error()
}

// IsID reports whether s has the form of a record's id.
func IsID(s string) bool {
	return len(s) == 16 && strings.Trim(s, "0123456789abcdef") == ""
}

// TaskID is the id of an imported task, which hangs under its world by the key
// that its text gives it. ordinal counts the tasks before that have the same.
func TaskID(worldID, key string, ordinal int) string {
	return world.ID(world.TaskType, worldID, "imported", ordered(key, ordinal))
}

// ordered is a key that so many others before have had.
func ordered(key string, ordinal int) string {
	if ordinal == 0 {
		return key
	}
	return key + "#" + strconv.Itoa(ordinal+1)
}
