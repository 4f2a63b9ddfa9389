package formats

import (
	"encoding/json"
	"strings"

	"worldc/world"
)

// readLlamaFactoryV1 reads rows as version 1 of LLaMA-Factory does (formats.md
// §5.2): the loss_weight of a message of the assistant weighs all of it, and
// nothing else has loss.
var readLlamaFactoryV1 = reading{
	format:  Format{Name: "llamafactory_v1", Rows: LlamaFactoryV1},
	pairing: true,
	trains:  trainedSegments,
	want: func(e *Example) []saying {
		e = inCallOrder(e)
		var list []saying
		for i := range e.Trajectory.Turns {
			list = append(list, tellTurn(&e.Trajectory.Turns[i], e.Masks[i], true, false)...)
		}
		return list
	},
	read: func(t failer, row []byte, _ bool) []saying {
		var talk struct {
			Messages []v1Message
			Tools    string
		}
		decode(t, row, &talk)
		var tools []json.RawMessage
		if err := json.Unmarshal([]byte(talk.Tools), &tools); err != nil || len(tools) != 2 {
			t.Fatalf("tools %v: %s", err, talk.Tools)
		}
		return v1Says(t, talk.Messages)
	},
}

type v1Message struct {
	Role    string
	Content []struct{ Type, Value string }
	Weight  *float64 `json:"loss_weight"`
}

func v1Says(t failer, messages []v1Message) []saying {
	var list []saying
	for _, m := range messages {
		if m.Weight == nil || len(m.Content) == 0 {
			t.Fatalf("a message of the %s without weight or content", m.Role)
		}
		loss := *m.Weight > 1e-6
		if loss && m.Role != "assistant" {
			t.Fatalf("the %s is trained", m.Role)
		}
		for _, part := range m.Content {
			switch {
			case part.Type == "reasoning":
				list = append(list, saying{m.Role, "reasoning", part.Value, loss})
			case part.Type == "text" && m.Role == "tool":
				list = append(list, saying{m.Role, "result", part.Value, loss})
			case part.Type == "text":
				if part.Value != "" {
					list = append(list, saying{m.Role, "content", part.Value, loss})
				}
			case part.Type == "tool_call":
				var call struct {
					Name      string
					Arguments json.RawMessage
				}
				if err := json.Unmarshal([]byte(part.Value), &call); err != nil || call.Name == "" || !strings.HasPrefix(string(call.Arguments), "{") {
					t.Fatalf("tool_call must be a JSON object with 'name' and 'arguments' keys, got %s", part.Value)
				}
				list = append(list, saying{m.Role, "call", call.Name + asJSON(t, call.Arguments), loss})
			default:
				t.Fatalf("a part of the type %s", part.Type)
			}
		}
	}
	return list
}

// trainedSegments is what of a turn is to be trained where each segment is for
// itself.
func trainedSegments(t *world.Turn, m world.Mask) world.Mask {
	return world.Mask{Reasoning: m.Reasoning && t.Reasoning != "", Content: m.Content && t.Content != "", Calls: m.Calls && len(t.Calls) > 0}
}
