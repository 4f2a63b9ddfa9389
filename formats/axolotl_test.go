package formats

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"worldc/world"
)

// readAxolotl reads rows as Axolotl does with the configuration of axolotl.yaml
// (formats.md §5.3): the field `train` of a message, or the details or parts of
// one that has none, and nothing where there is neither.
var readAxolotl = reading{
	format: Format{Name: "axolotl", Rows: Axolotl},
	trains: func(t *world.Turn, m world.Mask) world.Mask {
		m = trainedSegments(t, m)
		if m.Calls && t.Content != "" && !m.Content {
			return world.Mask{} // nothing but the whole message reaches its calls
		}
		return m
	},
	want: func(e *Example) []saying {
		var list []saying
		for i := range e.Trajectory.Turns {
			turn := &e.Trajectory.Turns[i]
			loss := trainedSegments(turn, e.Masks[i])
			if loss.Calls && turn.Content != "" && !loss.Content {
				loss = world.Mask{}
			}
			list = append(list, tellTurn(turn, loss, !loss.Calls || loss.Reasoning, true)...)
		}
		return list
	},
	read: func(t failer, row []byte, _ bool) []saying {
		var talk struct {
			Messages []axolotlRead
			Tools    []json.RawMessage
		}
		decode(t, row, &talk)
		if len(talk.Tools) != 2 {
			t.Fatalf("%d tools", len(talk.Tools))
		}
		var list []saying
		for i, m := range talk.Messages {
			list = append(list, m.says(t)...)
			if i == len(talk.Messages)-1 && (m.Role != "assistant" || m.Train != nil && !*m.Train) {
				t.Fatalf("Last turn is not trainable: %s", row)
			}
		}
		return list
	},
}

type axolotlRead struct {
	Role      string
	Name      string
	Content   json.RawMessage
	Reasoning json.RawMessage `json:"reasoning_content"`
	ToolID    string          `json:"tool_call_id"`
	Calls     []struct {
		ID, Type string
		Function struct{ Name, Arguments string }
	} `json:"tool_calls"`
	Train  *bool
	Detail []struct {
		Begin int `json:"begin_offset"`
		End   int `json:"end_offset"`
		Train bool
	} `json:"train_detail"`
}

// says is what the message says, and what of it has loss.
func (m axolotlRead) says(t failer) []saying {
	content, contentParts := spans(t, m.Content)
	reasoning, reasoningParts := spans(t, m.Reasoning)
	all := m.Train != nil && *m.Train
	contentLoss, reasoningLoss, callsLoss := all, all, all
	if m.Train != nil && (len(m.Detail) > 0 || contentParts != nil || reasoningParts != nil) {
		t.Fatalf("a message says twice what is trained")
	}
	if m.Train == nil {
		// The span of the whole turn is not trained; the spans of its fields are, each
		// where its details say.
		contentLoss, reasoningLoss = slices.Contains(contentParts, true), slices.Contains(reasoningParts, true)
		if len(m.Detail) > 0 {
			if len(m.Reasoning) > 0 {
				t.Fatalf("offsets are counted from the reasoning")
			}
			d := m.Detail[0]
			if len(m.Detail) != 1 || d.Begin != 0 || d.End != utf8.RuneCountInString(content)-1 || !d.Train {
				t.Fatalf("details %v of %q", m.Detail, content)
			}
			contentLoss = true
		}
	}
	var list []saying
	if reasoning != "" {
		list = append(list, saying{m.Role, "reasoning", reasoning, reasoningLoss})
	}
	switch {
	case m.Role == "tool":
		if m.Name == "" {
			t.Fatalf("a result has no name")
		}
		return []saying{{m.Role, "result", m.ToolID + ": " + content, contentLoss}}
	case content != "":
		list = append(list, saying{m.Role, "content", content, contentLoss})
	}
	for _, c := range m.Calls {
		if c.Type != "function" || !strings.HasPrefix(c.Function.Arguments, "{") {
			t.Fatalf("a call %v", c)
		}
		list = append(list, saying{m.Role, "call", c.ID + ": " + c.Function.Name + asJSON(t, []byte(c.Function.Arguments)), callsLoss})
	}
	return list
}

// spans reads content or reasoning: a text, or parts that say whether they are
// trained.
func spans(t failer, value json.RawMessage) (string, []bool) {
	if len(value) == 0 {
		return "", nil
	}
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text, nil
	}
	var parts []struct {
		Type, Text string
		Train      *bool
	}
	if err := json.Unmarshal(value, &parts); err != nil {
		t.Fatalf("%v: %s", err, value)
	}
	var trained []bool
	for _, p := range parts {
		if p.Type != "text" || p.Train == nil {
			t.Fatalf("a part of what is said: %s", value)
		}
		text += p.Text
		trained = append(trained, *p.Train)
	}
	return text, trained
}
