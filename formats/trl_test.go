package formats

import (
	"encoding/json"
	"strings"
)

// readTRL reads rows as TRL does (formats.md §5.4): of a talk, with
// assistant_only_loss, every message of the assistant has loss; of a prompt and
// its completion, the completion.
var readTRL = reading{
	format: Format{Name: "trl", Rows: TRL},
	splits: true,
	trains: trainedWhole,
	want:   wantWhole(true),
	read: func(t failer, row []byte, expanded bool) []saying {
		var talk struct {
			Messages, Prompt, Completion []chatRead
			Tools                        string
		}
		decode(t, row, &talk)
		var tools []json.RawMessage
		if err := json.Unmarshal([]byte(talk.Tools), &tools); err != nil || len(tools) != 2 {
			t.Fatalf("tools %v: %s", err, talk.Tools)
		}
		if !expanded {
			return chatSays(t, talk.Messages, func(m chatRead) bool { return m.Role == "assistant" })
		}
		if len(talk.Prompt) == 0 || len(talk.Completion) != 1 || talk.Completion[0].Role != "assistant" || len(talk.Messages) > 0 {
			t.Fatalf("no prompt and completion: %s", row)
		}
		return append(chatSays(t, talk.Prompt, func(chatRead) bool { return false }),
			chatSays(t, talk.Completion, func(chatRead) bool { return true })...)
	},
}

// A chatRead is a message of a chat with calls, nested under function or flat.
type chatRead struct {
	Role      string
	Content   *string
	Reasoning string `json:"reasoning_content"`
	Name      string
	ToolID    string `json:"tool_call_id"`
	Calls     []struct {
		ID, Type string
		Function struct {
			Name      string
			Arguments json.RawMessage
		}
		Name      string
		Arguments json.RawMessage
	} `json:"tool_calls"`
}

// chatSays is what messages say.
func chatSays(t failer, messages []chatRead, loss func(chatRead) bool) []saying {
	var list []saying
	for _, m := range messages {
		trained := loss(m)
		if m.Content == nil {
			t.Fatalf("a message without content is none")
		}
		if m.Reasoning != "" {
			list = append(list, saying{m.Role, "reasoning", m.Reasoning, trained})
		}
		switch {
		case m.Role == "tool":
			if m.Name == "" {
				t.Fatalf("a result has no name")
			}
			list = append(list, saying{m.Role, "result", m.ToolID + ": " + *m.Content, trained})
		case *m.Content != "":
			list = append(list, saying{m.Role, "content", *m.Content, trained})
		}
		for _, c := range m.Calls {
			name, arguments := c.Name, c.Arguments
			if c.Type == "function" {
				name, arguments = c.Function.Name, c.Function.Arguments
			}
			if !strings.HasPrefix(string(arguments), "{") {
				t.Fatalf("arguments are no object: %s", arguments)
			}
			list = append(list, saying{m.Role, "call", c.ID + ": " + name + asJSON(t, arguments), trained})
		}
	}
	return list
}
