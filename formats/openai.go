package formats

import (
	"encoding/json"

	"worldc/artifact"
	"worldc/world"
)

// The rows of OpenAI's fine-tuning of chat models with tools: one object with
// messages, tools and parallel_tool_calls. An assistant's message has a weight, 0
// or 1, that says whether it is trained; calls carry their arguments as a
// string; a call's result is a message of the role tool. Reasoning has no place.

type openAIMessage struct {
	Role       string       `json:"role"`
	Content    *string      `json:"content,omitempty"`
	ToolCalls  []openAICall `json:"tool_calls,omitempty"`
	ToolCallID string       `json:"tool_call_id,omitempty"`
	Weight     *int         `json:"weight,omitempty"`
}

type openAICall struct {
	ID       string         `json:"id"`
	Type     string         `json:"type"`
	Function openAIFunction `json:"function"`
}

type openAIFunction struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

// OpenAITool is a tool as a row shows it, in canonical JSON.
func OpenAITool(t *world.Tool) ([]byte, error) {
	parameters := t.Parameters
	if len(parameters) == 0 {
		parameters = json.RawMessage(`{"type":"object","properties":{}}`)
	}
	type function struct {
		Name        string          `json:"name"`
		Description string          `json:"description,omitempty"`
		Parameters  json.RawMessage `json:"parameters"`
	}
	return artifact.Marshal(struct {
		Type     string   `json:"type"`
		Function function `json:"function"`
	}{"function", function{t.Name, t.Description, parameters}})
}

// OpenAI makes the row of an example, in canonical JSON. A trajectory of which
// no message would be trained has none.
//
// The row ends with what the assistant says last: what comes after teaches
// nothing, and is refused. A message is trained if all that is in it is to be.
func OpenAI(e *Example) ([][]byte, error) {
	turns := e.Trajectory.Turns
	last := len(turns) - 1
	for last >= 0 && turns[last].Role != world.AssistantRole {
		last--
	}
	messages := make([]openAIMessage, 0, last+1)
	trained, parallel := false, false
	for i := range last + 1 {
		turn := &turns[i]
		m := openAIMessage{Role: string(turn.Role), ToolCallID: turn.CallID}
		if turn.Content != "" || len(turn.Calls) == 0 {
			m.Content = &turn.Content
		}
		for _, c := range turn.Calls {
			m.ToolCalls = append(m.ToolCalls, openAICall{c.ID, "function", openAIFunction{c.Tool, string(c.Arguments)}})
		}
		parallel = parallel || len(turn.Calls) > 1
		if turn.Role == world.AssistantRole {
			weight := 0
			mask := e.Masks[i]
			if (mask.Content || turn.Content == "") && (mask.Calls || len(turn.Calls) == 0) && (mask.Content || mask.Calls) {
				weight, trained = 1, true
			}
			m.Weight = &weight
		}
		messages = append(messages, m)
	}
	if !trained {
		return nil, nil
	}
	text, err := artifact.Marshal(messages)
	if err != nil {
		return nil, err
	}
	// The tools are canonical already, and are most of the row.
	row := append([]byte(`{"messages":`), text...)
	row = append(row, `,"parallel_tool_calls":`...)
	if parallel {
		row = append(row, "true"...)
	} else {
		row = append(row, "false"...)
	}
	if len(e.Tools) > 0 {
		row = append(row, `,"tools":[`...)
		for i, tool := range e.Tools {
			if i > 0 {
				row = append(row, ',')
			}
			row = append(row, tool...)
		}
		row = append(row, ']')
	}
	return [][]byte{append(row, '}')}, nil
}
