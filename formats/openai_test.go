package formats

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/world"
)

func call(id, tool, arguments string) world.Call {
	return world.Call{ID: id, Tool: tool, Arguments: json.RawMessage(arguments)}
}

// errand is a talk with a failed call, a mistake, two calls in one turn, and
// words after the last of the agent's.
func errand() *world.Trajectory {
	return &world.Trajectory{ID: "t", Turns: []world.Turn{
		{Role: world.SystemRole, Content: "Be \"kind\".\n"},
		{Role: world.UserRole, Content: "Move b1 & b2 to <12>"},
		{Role: world.AssistantRole, Reasoning: "look", Calls: []world.Call{call("1", "get", `{"id":"b1"}`), call("2", "get", `{"id":"b2"}`)}, Train: world.Mask{Reasoning: true, Calls: true}},
		{Role: world.ToolRole, CallID: "1", Kind: "result", Content: `{"day":10}`},
		{Role: world.ToolRole, CallID: "2", Kind: "result", Content: `{"day":11}`},
		{Role: world.AssistantRole, Content: "I try.", Calls: []world.Call{call("3", "move", `{"day":"12th","id":"b1"}`)}, Train: world.Mask{Content: true, Calls: true}},
		{Role: world.ToolRole, CallID: "3", Kind: "error", Content: "Error: day is no number"},
		{Role: world.AssistantRole, Calls: []world.Call{call("4", "cancel", `{}`)}, Flags: []string{"mistake:wrong_tool", "harmless"}},
		{Role: world.ToolRole, CallID: "4", Kind: "result", Content: `null`},
		{Role: world.AssistantRole, Content: "Done.", Flags: []string{"recovery"}, Train: world.Mask{Content: true}},
		{Role: world.UserRole, Content: "Thanks!"},
	}}
}

func openAI(t *testing.T, trajectory *world.Trajectory, o Masking) map[string]any {
	t.Helper()
	tool, err := OpenAITool(&world.Tool{Name: "get", Description: "Get <it>.", Parameters: json.RawMessage(`{"type":"object","properties":{"id":{"type":"string"}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := OpenAI(&Example{Trajectory: trajectory, Tools: [][]byte{tool, tool}, Masks: o.Masks(trajectory)})
	if err != nil || len(lines) != 1 {
		t.Fatal(len(lines), err)
	}
	var row map[string]any
	if err := json.Unmarshal(lines[0], &row); err != nil {
		t.Fatalf("%v\n%s", err, lines[0])
	}
	return row
}

// weights are those of the assistant's messages.
func weights(row map[string]any) string {
	text := ""
	for _, m := range row["messages"].([]any) {
		if m := m.(map[string]any); m["role"] == "assistant" {
			text += string('0' + byte(m["weight"].(float64)))
		} else if m["weight"] != nil {
			return "a " + m["role"].(string) + " has a weight"
		}
	}
	return text
}

func TestOpenAI(t *testing.T) {
	row := openAI(t, errand(), Masking{Errors: true, Reasoning: true})
	want := `[
{"role":"system","content":"Be \"kind\".\n"},
{"role":"user","content":"Move b1 & b2 to <12>"},
{"role":"assistant","weight":1,"tool_calls":[
 {"id":"1","type":"function","function":{"name":"get","arguments":"{\"id\":\"b1\"}"}},
 {"id":"2","type":"function","function":{"name":"get","arguments":"{\"id\":\"b2\"}"}}]},
{"role":"tool","tool_call_id":"1","content":"{\"day\":10}"},
{"role":"tool","tool_call_id":"2","content":"{\"day\":11}"},
{"role":"assistant","weight":0,"content":"I try.","tool_calls":[{"id":"3","type":"function","function":{"name":"move","arguments":"{\"day\":\"12th\",\"id\":\"b1\"}"}}]},
{"role":"tool","tool_call_id":"3","content":"Error: day is no number"},
{"role":"assistant","weight":0,"tool_calls":[{"id":"4","type":"function","function":{"name":"cancel","arguments":"{}"}}]},
{"role":"tool","tool_call_id":"4","content":"null"},
{"role":"assistant","weight":1,"content":"Done."}]`
	var messages any
	if err := json.Unmarshal([]byte(want), &messages); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(messages, row["messages"]); d != "" {
		t.Errorf("messages (-want +got):\n%s", d)
	}
	if row["parallel_tool_calls"] != true || len(row["tools"].([]any)) != 2 {
		t.Errorf("%v, %v", row["parallel_tool_calls"], row["tools"])
	}
	function := row["tools"].([]any)[0].(map[string]any)["function"].(map[string]any)
	if function["name"] != "get" || function["description"] != "Get <it>." || function["parameters"].(map[string]any)["type"] != "object" {
		t.Errorf("%v", function)
	}
	if w := weights(openAI(t, errand(), Masking{Reasoning: true})); w != "1111" {
		t.Errorf("with errors trained the weights are %s", w)
	}
}

// TestNothingTrained: a talk that teaches nothing is no row.
func TestNothingTrained(t *testing.T) {
	for name, turns := range map[string][]world.Turn{
		"nobody": nil,
		"user":   {{Role: world.UserRole, Content: "Hello?"}},
		"masked": {{Role: world.UserRole, Content: "Hello?"}, {Role: world.AssistantRole, Content: "Yes?"}},
	} {
		trajectory := &world.Trajectory{Turns: turns}
		if line, err := OpenAI(&Example{Trajectory: trajectory, Masks: Masking{}.Masks(trajectory)}); len(line) > 0 || err != nil {
			t.Errorf("%s: %s, %v", name, line, err)
		}
	}
}

// TestOpenAIProperty: a row ends with the assistant, has a weight for each of its
// messages and for none else, answers every call that it holds an answer for,
// trains nothing that the mask leaves out, and says what was said.
func TestOpenAIProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		trajectory := &world.Trajectory{}
		for range rapid.IntRange(1, 12).Draw(t, "turns") {
			turn := world.Turn{Role: rapid.SampledFrom([]world.Role{world.SystemRole, world.UserRole, world.AssistantRole, world.ToolRole}).Draw(t, "role")}
			turn.Content = rapid.String().Draw(t, "content")
			if strings.ToValidUTF8(turn.Content, "") != turn.Content {
				turn.Content = ""
			}
			if turn.Role == world.AssistantRole {
				for range rapid.IntRange(0, 2).Draw(t, "calls") {
					turn.Calls = append(turn.Calls, call("c", "tool", `{"a":"\u0000<\""}`))
				}
				turn.Train = world.Mask{Content: rapid.Bool().Draw(t, "train content"), Calls: rapid.Bool().Draw(t, "train calls")}
			}
			trajectory.Turns = append(trajectory.Turns, turn)
		}
		masks := Masking{Errors: true}.Masks(trajectory)
		lines, err := OpenAI(&Example{Trajectory: trajectory, Masks: masks})
		if err != nil {
			t.Fatal(err)
		}
		if len(lines) == 0 {
			return
		}
		var row struct{ Messages []openAIMessage }
		if err := json.Unmarshal(lines[0], &row); err != nil {
			t.Fatalf("%v\n%s", err, lines[0])
		}
		for i, m := range row.Messages {
			turn := trajectory.Turns[i]
			if m.Content != nil && *m.Content != turn.Content || m.Content == nil && (turn.Content != "" || len(turn.Calls) == 0) || len(m.ToolCalls) != len(turn.Calls) {
				t.Fatalf("message %d does not say what turn %d says", i, i)
			}
			for j, c := range m.ToolCalls {
				if c.Function.Arguments != string(turn.Calls[j].Arguments) {
					t.Fatalf("arguments %s", c.Function.Arguments)
				}
			}
			if (m.Weight != nil) != (m.Role == "assistant") {
				t.Fatalf("message %d of the %s: weight %v", i, m.Role, m.Weight)
			}
			if m.Weight != nil && *m.Weight == 1 && (turn.Content != "" && !masks[i].Content || len(turn.Calls) > 0 && !masks[i].Calls) {
				t.Fatalf("message %d is trained, of which the mask leaves a part out", i)
			}
		}
		if last := row.Messages[len(row.Messages)-1]; last.Role != "assistant" {
			t.Fatalf("the row ends with the %s", last.Role)
		}
	})
}
