package formats

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/world"
)

func TestATIF(t *testing.T) {
	trajectory := errand()
	trajectory.ID, trajectory.Model = "77", `a "clerk"`
	tool := render(t, OpenAITool, "get")
	lines, err := ATIF(&Example{Trajectory: trajectory, Tools: [][]byte{tool}, Masks: Masking{Errors: true, Reasoning: true}.Masks(trajectory)})
	if err != nil || len(lines) != 1 {
		t.Fatal(len(lines), err)
	}
	want := `{"agent":{"model_name":"a \"clerk\"","name":"worldc","tool_definitions":[` + string(tool) + `],"version":"unknown"},"schema_version":"ATIF-v1.7","session_id":"77","steps":[` +
		`{"message":"Be \"kind\".\n","source":"system","step_id":1},` +
		`{"message":"Move b1 & b2 to <12>","source":"user","step_id":2},` +
		`{"extra":{"train":["reasoning_content","tool_calls"]},"message":"",` +
		`"observation":{"results":[{"content":"{\"day\":10}","source_call_id":"1"},{"content":"{\"day\":11}","source_call_id":"2"}]},` +
		`"reasoning_content":"look","source":"agent","step_id":3,"tool_calls":[{"arguments":{"id":"b1"},"function_name":"get","tool_call_id":"1"},{"arguments":{"id":"b2"},"function_name":"get","tool_call_id":"2"}]},` +
		`{"message":"I try.","observation":{"results":[{"content":"Error: day is no number","source_call_id":"3"}]},"source":"agent","step_id":4,"tool_calls":[{"arguments":{"day":"12th","id":"b1"},"function_name":"move","tool_call_id":"3"}]},` +
		`{"message":"","observation":{"results":[{"content":"null","source_call_id":"4"}]},"source":"agent","step_id":5,"tool_calls":[{"arguments":{},"function_name":"cancel","tool_call_id":"4"}]},` +
		`{"extra":{"train":["message"]},"message":"Done.","source":"agent","step_id":6},` +
		`{"message":"Thanks!","source":"user","step_id":7}]}`
	if d := cmp.Diff(want, string(lines[0])); d != "" {
		t.Error(d)
	}
}

// TestATIFProperty: rows keep the rules of the format's own models, hold all that
// was said, and extra.train names what the masks train and nothing else.
func TestATIFProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		trajectory, masks := drawTalk(t)
		lines, err := ATIF(&Example{Trajectory: trajectory, Masks: masks})
		if err != nil {
			t.Fatal(err)
		}
		want := taught(trajectory.Turns, masks)
		if len(lines) == 0 {
			if len(want) > 0 {
				t.Fatalf("there is no row, though %q is trained", want)
			}
			return
		}
		row := into[atifRow](t, lines[0])
		var got, said, heard []string
		ids := map[string]bool{}
		for i, s := range row.Steps {
			if s.StepID != i+1 {
				t.Fatalf("step %d has the number %d", i+1, s.StepID)
			}
			if s.Source != "agent" && (s.ToolCalls != nil || s.Reasoning != "" || s.Observation != nil || s.Extra != nil) {
				t.Fatalf("step %d of the %s: %+v", i+1, s.Source, s)
			}
			said = append(said, s.Message)
			own := map[string]bool{}
			for _, c := range s.ToolCalls {
				if ids[c.ID] {
					t.Fatalf("two calls have the id %s", c.ID)
				}
				ids[c.ID], own[c.ID] = true, true
			}
			if s.Observation != nil {
				for _, r := range s.Observation.Results {
					if !own[r.SourceCallID] {
						t.Fatalf("step %d observes what %s returned, which it did not call", i+1, r.SourceCallID)
					}
				}
			}
			if s.Extra == nil {
				continue
			}
			for _, f := range s.Extra.Train {
				switch {
				case f == "reasoning_content":
					got = append(got, "thinks "+s.Reasoning)
				case f == "message" && s.Message != "":
					got = append(got, "says "+s.Message)
				case f == "tool_calls":
					for _, c := range s.ToolCalls {
						got = append(got, "calls "+c.Function+compact(c.Arguments))
					}
				}
			}
		}
		for _, turn := range trajectory.Turns {
			if turn.Role != world.ToolRole {
				heard = append(heard, turn.Content)
			}
		}
		if d := cmp.Diff(heard, said); d != "" {
			t.Fatal(d)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("trained (-want +got):\n%s\n%s", d, lines[0])
		}
	})
}
