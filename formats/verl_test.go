package formats

import (
	"encoding/json"
	"strings"
	"testing"

	"worldc/world"
)

// readVerl reads as verl does with the class of verl_rows.py: of the messages of
// the assistant those have loss of which loss_mask is 1.
var readVerl = reading{
	format: Format{Name: "verl", Rows: Verl},
	trains: trainedWhole,
	want:   wantWhole(true),
	read: func(t failer, row []byte, _ bool) []saying {
		var talk struct {
			Thinking *bool `json:"enable_thinking"`
			Messages []struct {
				chatRead
				Loss *int `json:"loss_mask"`
			}
			Tools string
		}
		decode(t, row, &talk)
		var tools []json.RawMessage
		if err := json.Unmarshal([]byte(talk.Tools), &tools); err != nil || len(tools) != 2 {
			t.Fatalf("tools %v: %s", err, talk.Tools)
		}
		var list []saying
		thinks := false
		for _, m := range talk.Messages {
			if m.Loss == nil || *m.Loss != 0 && (*m.Loss != 1 || m.Role != "assistant") {
				t.Fatalf("the loss mask of a message of the %s: %v", m.Role, m.Loss)
			}
			thinks = thinks || m.Reasoning != ""
			for i := range m.Calls {
				var text string
				if err := json.Unmarshal(m.Calls[i].Function.Arguments, &text); err != nil {
					t.Fatalf("arguments are no text: %s", m.Calls[i].Function.Arguments)
				}
				m.Calls[i].Function.Arguments = json.RawMessage(text)
			}
			list = append(list, chatSays(t, []chatRead{m.chatRead}, func(chatRead) bool { return *m.Loss == 1 })...)
		}
		if talk.Thinking == nil || *talk.Thinking != thinks {
			t.Fatalf("enable_thinking is %v", talk.Thinking)
		}
		return list
	},
}

// TestVerlTask: what differs from task to task is text, and no two tasks have
// other columns.
func TestVerlTask(t *testing.T) {
	row, err := VerlTask(&TaskExample{
		Task: &world.Task{
			ID: "t1", World: "w1", Goal: "Cancel it.", Known: []world.Fact{{Name: "the id", Value: json.RawMessage(`"b1"`)}},
			Calls: []world.Call{{Tool: "cancel", Arguments: json.RawMessage(`{"id":"b1"}`)}}, Tools: []string{"x"}, State: world.State{Digest: "d"},
		},
		Index: 7, Policy: "Be kind.", Domain: "booking", Opening: "Hello!", Tools: [][]byte{[]byte(`{"type":"function"}`)}, Names: map[string]string{"x": "cancel"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"ability":"booking","agent_name":"tool_agent","data_source":"worldc",` +
		`"extra_info":{"difficulty":"","index":7,` +
		`"interaction_kwargs":"{\"background\":\"\",\"goal\":\"Cancel it.\",\"known\":[\"the id: b1\"],\"name\":\"user\",\"opening\":\"Hello!\"}",` +
		`"need_tools_kwargs":true,"split":"train","task":"t1",` +
		`"tools_kwargs":"{\"cancel\":{\"create_kwargs\":{\"task\":\"t1\",\"world\":\"w1\"}}}","world":"w1"},` +
		`"prompt":[{"content":"Be kind.","role":"system"},{"content":`
	rest, ok := strings.CutPrefix(string(row), want)
	if !ok {
		t.Fatalf("%s\nwant %s", row, want)
	}
	for _, said := range []string{`Cancel it.\n\nWhat I know:\n- the id: b1","role":"user"}]`,
		`"reward_model":{"ground_truth":"{\"calls\":[{\"arguments\":\"{\\\"id\\\":\\\"b1\\\"}\",\"name\":\"cancel\"}],\"outputs\":[],\"state\":\"d\"}","style":"rule"}`,
		`"tools":"[{\"type\":\"function\"}]"`} {
		if !strings.Contains(rest, said) {
			t.Errorf("%s\nwant %s", rest, said)
		}
	}
}
