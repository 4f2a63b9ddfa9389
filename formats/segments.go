package formats

import (
	"encoding/json"

	"worldc/world"
)

// segments are what a format calls the segments of a turn.
type segments struct {
	reasoning, content string
	calls              []string
}

// trained are the segments of a turn that are there and are trained.
func (s segments) trained(t *world.Turn, m world.Mask) []string {
	var names []string
	if m.Reasoning && t.Reasoning != "" {
		names = append(names, s.reasoning)
	}
	if m.Content && (t.Content != "" || len(t.Calls) == 0) {
		names = append(names, s.content)
	}
	if m.Calls && len(t.Calls) > 0 {
		names = append(names, s.calls...)
	}
	return names
}

// lastWord is the last turn of the agent; -1 if there is none.
func lastWord(turns []world.Turn) int {
	last := len(turns) - 1
	for last >= 0 && turns[last].Role != world.AssistantRole {
		last--
	}
	return last
}

// answers are the turns that answer calls, by the calls' ids: of several that
// answer one call the first.
func answers(turns []world.Turn) map[string]int {
	at := map[string]int{}
	for i := range turns {
		if id := turns[i].CallID; turns[i].Role == world.ToolRole {
			if _, twice := at[id]; !twice {
				at[id] = i
			}
		}
	}
	return at
}

// allAnswered reports whether every call of a turn was answered.
func allAnswered(t *world.Turn, answered map[string]int) bool {
	for _, c := range t.Calls {
		if _, ok := answered[c.ID]; !ok {
			return false
		}
	}
	return true
}

// raws are values that are JSON already.
func raws(values [][]byte) []json.RawMessage {
	list := make([]json.RawMessage, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}

// parametersOf is the schema of a tool's arguments; that of an object without
// properties where the tool has none.
func parametersOf(t *world.Tool) json.RawMessage {
	if len(t.Parameters) == 0 {
		return json.RawMessage(`{"type":"object","properties":{}}`)
	}
	return t.Parameters
}
