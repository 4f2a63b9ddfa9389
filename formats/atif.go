package formats

import (
	"encoding/json"
	"fmt"

	"worldc/artifact"
	"worldc/world"
)

// The rows of Harbor's Agent Trajectory Interchange Format, ATIF-v1.7: a talk is a
// list of steps, numbered from 1, of the system, the user and the agent. A step of
// the agent holds its calls and, as its observation, what they returned: every
// result names a call of its own step. Arguments are objects. An unknown field is
// an error to readers, and what the format has no field for stands in extra.
//
// The format has no loss mask. The extra of a step of the agent names in train
// which of its fields are trained; a reader that does not know it trains all. The
// whole talk is there, with what the user says last: the format is a record of
// what happened, and no row for a trainer.

// atifVersion is the version of the format.
const atifVersion = "ATIF-v1.7"

type atifRow struct {
	SchemaVersion string     `json:"schema_version"`
	SessionID     string     `json:"session_id"`
	Agent         atifAgent  `json:"agent"`
	Steps         []atifStep `json:"steps"`
}

type atifAgent struct {
	Name    string            `json:"name"`
	Version string            `json:"version"`
	Model   string            `json:"model_name,omitempty"`
	Tools   []json.RawMessage `json:"tool_definitions"`
}

type atifStep struct {
	StepID      int              `json:"step_id"`
	Source      string           `json:"source"`
	Message     string           `json:"message"`
	Reasoning   string           `json:"reasoning_content,omitempty"`
	ToolCalls   []atifCall       `json:"tool_calls,omitempty"`
	Observation *atifObservation `json:"observation,omitempty"`
	Extra       *atifExtra       `json:"extra,omitempty"`
}

type atifCall struct {
	ID        string          `json:"tool_call_id"`
	Function  string          `json:"function_name"`
	Arguments json.RawMessage `json:"arguments"`
}

type atifObservation struct {
	Results []atifResult `json:"results"`
}

type atifResult struct {
	SourceCallID string `json:"source_call_id"`
	Content      string `json:"content"`
}

type atifExtra struct {
	Train []string `json:"train"`
}

var (
	atifSegments = segments{"reasoning_content", "message", []string{"tool_calls"}}
	atifSources  = map[world.Role]string{world.SystemRole: "system", world.UserRole: "user", world.AssistantRole: "agent"}
)

// ATIF makes the row of an example; none where nothing is trained. The agent is
// worldc, which played or imported the talk, and its model is the trajectory's;
// no version of worldc is named, since rows depend on none.
func ATIF(e *Example) ([][]byte, error) {
	t := e.Trajectory
	steps := make([]atifStep, 0, len(t.Turns))
	open := map[string]int{} // the steps of calls that are not answered
	trained := false
	for i := range t.Turns {
		turn := &t.Turns[i]
		if turn.Role == world.ToolRole {
			// An answer to no call, or a second one, has no place.
			if at, ok := open[turn.CallID]; ok {
				delete(open, turn.CallID)
				step := &steps[at]
				if step.Observation == nil {
					step.Observation = &atifObservation{}
				}
				step.Observation.Results = append(step.Observation.Results, atifResult{turn.CallID, turn.Content})
			}
			continue
		}
		step := atifStep{StepID: len(steps) + 1, Source: atifSources[turn.Role], Message: turn.Content}
		if turn.Role == world.AssistantRole {
			step.Reasoning = turn.Reasoning
			for _, c := range turn.Calls {
				step.ToolCalls = append(step.ToolCalls, atifCall{c.ID, c.Tool, c.Arguments})
				open[c.ID] = len(steps)
			}
			if fields := atifSegments.trained(turn, e.Masks[i]); fields != nil {
				step.Extra, trained = &atifExtra{fields}, true
			}
		}
		steps = append(steps, step)
	}
	if !trained {
		return nil, nil
	}
	row := atifRow{
		SchemaVersion: atifVersion,
		SessionID:     t.ID,
		Agent:         atifAgent{Name: "worldc", Version: "unknown", Model: t.Model, Tools: raws(e.Tools)},
		Steps:         steps,
	}
	if e.Expand {
		row.SessionID = fmt.Sprintf("%s-%d", t.ID, len(t.Turns)-1)
	}
	line, err := artifact.Marshal(row)
	return [][]byte{line}, err
}
