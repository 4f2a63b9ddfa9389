package formats

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/world"
)

func TestADP(t *testing.T) {
	trajectory := errand()
	trajectory.ID = "77"
	lines, err := ADP(&Example{Trajectory: trajectory, Tools: [][]byte{render(t, OpenAITool, "get"), render(t, OpenAITool, "move"), render(t, OpenAITool, "cancel")}, Masks: Masking{Errors: true, Reasoning: true}.Masks(trajectory)})
	if err != nil || len(lines) != 1 {
		t.Fatal(len(lines), err)
	}
	want := `{"available_custom_tools":["get","move","cancel"],"content":[` +
		`{"class_":"text_observation","content":"Be \"kind\".\n","name":"system","source":"environment"},` +
		`{"class_":"text_observation","content":"Move b1 & b2 to <12>","source":"user"},` +
		`{"class_":"api_action","function":"get","kwargs":{"id":"b1"},"reasoning_content":"look","tool_call_id":"1"},` +
		`{"class_":"api_action","function":"get","kwargs":{"id":"b2"},"tool_call_id":"2"},` +
		`{"class_":"text_observation","content":"{\"day\":10}","source":"environment","tool_call_id":"1"},` +
		`{"class_":"text_observation","content":"{\"day\":11}","source":"environment","tool_call_id":"2"},` +
		`{"class_":"api_action","description":"I try.","function":"move","kwargs":{"day":"12th","id":"b1"},"tool_call_id":"3"},` +
		`{"class_":"text_observation","content":"Error: day is no number","source":"environment","tool_call_id":"3"},` +
		`{"class_":"api_action","function":"cancel","kwargs":{},"tool_call_id":"4"},` +
		`{"class_":"text_observation","content":"null","source":"environment","tool_call_id":"4"},` +
		`{"class_":"message_action","content":"Done."}],` +
		`"details":{"train":[{"at":2,"fields":["reasoning_content","function","kwargs"]},{"at":3,"fields":["function","kwargs"]},{"at":10,"fields":["content"]}]},` +
		`"id":"77","schema_version":"1.5.0"}`
	if d := cmp.Diff(want, string(lines[0])); d != "" {
		t.Error(d)
	}
}

// TestADPUnanswered: a row ends before the first turn with a call that nothing
// answers, unless it was expanded to end with it.
func TestADPUnanswered(t *testing.T) {
	trajectory := &world.Trajectory{ID: "77", Turns: []world.Turn{
		{Role: world.UserRole, Content: "Go"},
		{Role: world.AssistantRole, Content: "Yes.", Train: world.Mask{Content: true}},
		{Role: world.AssistantRole, Calls: []world.Call{call("1", "get", `{}`), call("2", "get", `{}`)}, Train: world.Mask{Calls: true}},
		{Role: world.ToolRole, CallID: "1", Content: "1"},
		{Role: world.AssistantRole, Content: "One.", Train: world.Mask{Content: true}},
	}}
	e := &Example{Trajectory: trajectory, Tools: [][]byte{render(t, OpenAITool, "get")}, Masks: Masking{}.Masks(trajectory)}
	lines, err := ADP(e)
	if err != nil || len(lines) != 1 {
		t.Fatal(len(lines), err)
	}
	if row := into[adpRow](t, lines[0]); len(row.Content) != 2 || row.ID != "77" {
		t.Errorf("%s", lines[0])
	}
	expanded := e.Expanded()
	lines, err = ADP(expanded[1])
	if err != nil || len(expanded) != 3 || len(lines) != 1 {
		t.Fatal(len(expanded), len(lines), err)
	}
	row := into[adpRow](t, lines[0])
	if last := row.Content[len(row.Content)-1]; row.ID != "77-2" || len(row.Content) != 4 || last.Class != "api_action" || last.ToolCallID != "" {
		t.Errorf("%s", lines[0])
	}
}

// TestADPUnknownTool: a talk with a call of a tool that was not shown is no row.
func TestADPUnknownTool(t *testing.T) {
	trajectory := errand()
	_, err := ADP(&Example{Trajectory: trajectory, Tools: [][]byte{render(t, OpenAITool, "get"), render(t, OpenAITool, "cancel")}, Masks: Masking{}.Masks(trajectory)})
	var unfit *Unfit
	if want := `turn 5 calls "move", which is none of the tools that the agent was shown, and the protocol knows only those`; !errors.As(err, &unfit) || unfit.Turn != 5 || err.Error() != want {
		t.Errorf("%v", err)
	}
}

// TestADPProperty: rows keep the protocol's rules, and details.train names what
// the masks train of the turns that are in the row, and nothing else.
func TestADPProperty(t *testing.T) {
	tools := [][]byte{render(t, OpenAITool, "get"), render(t, OpenAITool, "put")}
	rapid.Check(t, func(t *rapid.T) {
		trajectory, masks := drawTalk(t)
		e := &Example{Trajectory: trajectory, Tools: tools, Masks: masks}
		examples := append(e.Expanded(), e)
		for _, e := range examples {
			lines, err := ADP(e)
			if err != nil {
				t.Fatal(err)
			}
			// The turns that are in the row.
			turns := e.Trajectory.Turns[:lastWord(e.Trajectory.Turns)+1]
			answered := answers(e.Trajectory.Turns)
			for i := range turns {
				if !allAnswered(&turns[i], answered) && (!e.Expand || i < len(e.Trajectory.Turns)-1) {
					turns = turns[:i]
					break
				}
			}
			want := taught(turns, e.Masks)
			if len(lines) == 0 {
				if len(want) > 0 {
					t.Fatalf("there is no row, though %q is trained", want)
				}
				continue
			}
			row := into[adpRow](t, lines[0])
			if d := cmp.Diff(want, adpTaught(row)); d != "" {
				t.Fatalf("trained (-want +got):\n%s\n%s", d, lines[0])
			}
			adpRules(t, row, e.Expand)
		}
	})
}

// adpTaught is what details.train names.
func adpTaught(row adpRow) []string {
	var list []string
	for _, d := range row.Details.Train {
		item := row.Content[d.At]
		for _, f := range d.Fields {
			switch {
			case f == "reasoning_content":
				list = append(list, "thinks "+item.Reasoning)
			case f == "content" && *item.Content != "":
				list = append(list, "says "+*item.Content)
			case f == "description":
				list = append(list, "says "+item.Description)
			case f == "kwargs":
				list = append(list, "calls "+item.Function+compact(item.Arguments))
			}
		}
	}
	return list
}

// adpRules fails where a row breaks the rules of the protocol's own models.
func adpRules(t *rapid.T, row adpRow, expanded bool) {
	calls, results := map[string]bool{}, map[string]bool{}
	for i, item := range row.Content {
		switch item.Class {
		case "api_action":
			if item.ToolCallID == "" {
				if !expanded || slices.ContainsFunc(row.Content[i:], func(o adpItem) bool { return o.Class != "api_action" }) {
					t.Fatalf("action %d has no id", i)
				}
				continue
			}
			if calls[item.ToolCallID] || !slices.Contains(row.Tools, item.Function) || !json.Valid(item.Arguments) || item.Content != nil {
				t.Fatalf("action %d: %+v", i, item)
			}
			calls[item.ToolCallID] = true
		case "text_observation":
			if item.ToolCallID != "" && (!calls[item.ToolCallID] || results[item.ToolCallID] || item.Source == "user") || item.Content == nil || !slices.Contains([]string{"user", "environment"}, item.Source) {
				t.Fatalf("observation %d: %+v", i, item)
			}
			results[item.ToolCallID] = true
		case "message_action":
			if item.ToolCallID != "" || item.Content == nil || item.Source != "" {
				t.Fatalf("message %d: %+v", i, item)
			}
		default:
			t.Fatalf("item %d is a %q", i, item.Class)
		}
	}
	for id := range calls {
		if !results[id] {
			t.Fatalf("nothing answers %s", id)
		}
	}
}

func TestADPTexts(t *testing.T) {
	texts := ADPTexts(Described{Tools: [][]byte{render(t, OpenAITool, "get")}})
	want := `{"browser_enabled":false,"code_enabled":[],"custom_tools":[{"function":{"description":"About \"get\".","name":"get","parameters":{"properties":{"n":{"type":"integer"}},"type":"object"}},"type":"function"}]}` + "\n"
	if len(texts) != 1 || texts[0].Path != "metadata.json" || string(texts[0].Data) != want {
		t.Errorf("%s", texts)
	}
}
