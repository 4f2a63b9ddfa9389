package formats

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/world"
)

func TestNeMoGymTask(t *testing.T) {
	tool := render(t, NeMoGymTool, "get")
	if want := `{"description":"About \"get\".","name":"get","parameters":{"properties":{"n":{"type":"integer"}},"type":"object"},"strict":false,"type":"function"}`; string(tool) != want {
		t.Errorf("%s", tool)
	}
	line, err := NeMoGymTask(&TaskExample{Task: errandTask(), Policy: "Be kind.", Domain: "trains", Tools: [][]byte{tool}})
	if err != nil {
		t.Fatal(err)
	}
	asked, err := json.Marshal(gymErrand(errandTask()))
	if err != nil {
		t.Fatal(err)
	}
	asked = []byte(strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(asked)))
	want := `{"category":"trains_easy","environment_name":"trains",` +
		`"ground_truth":[{"arguments":"{\"id\":\"b1\"}","name":"get"},{"arguments":"{\"day\":12,\"id\":\"b1\"}","name":"move"}],` +
		`"id":"77","outputs":["12"],"responses_create_params":{"input":[` +
		`{"content":"Be kind.","role":"system","type":"message"},{"content":` + string(asked) + `,"role":"user","type":"message"}],` +
		`"parallel_tool_calls":false,"temperature":1,"tools":[` + string(tool) + `]},"world":"w1"}`
	if d := cmp.Diff(want, string(line)); d != "" {
		t.Error(d)
	}
	for _, part := range []string{"Move b1.\nThen say when.", "- name: Ada \"A\" <b>\n- days: [1,2]"} {
		if !strings.Contains(gymErrand(errandTask()), part) {
			t.Errorf("nobody says %q", part)
		}
	}
	noMask(t, line)
}

func TestNeMoGymRollout(t *testing.T) {
	accepted := true
	trajectory := errand()
	trajectory.ID, trajectory.Task, trajectory.World, trajectory.Model = "77", "k1", "w1", "clerk"
	lines, err := NeMoGymRollout(&Example{Trajectory: trajectory, Masks: make([]world.Mask, len(trajectory.Turns)), Accepted: &accepted})
	if err != nil || len(lines) != 1 {
		t.Fatal(len(lines), err)
	}
	want := `{"id":"77","response":{"created_at":0,"id":"resp_77","model":"clerk","object":"response","output":[` +
		`{"id":"rs_2","summary":[{"text":"look","type":"summary_text"}],"type":"reasoning"},` +
		`{"arguments":"{\"id\":\"b1\"}","call_id":"1","name":"get","status":"completed","type":"function_call"},` +
		`{"arguments":"{\"id\":\"b2\"}","call_id":"2","name":"get","status":"completed","type":"function_call"},` +
		`{"call_id":"1","output":"{\"day\":10}","type":"function_call_output"},` +
		`{"call_id":"2","output":"{\"day\":11}","type":"function_call_output"},` +
		`{"content":[{"annotations":[],"text":"I try.","type":"output_text"}],"id":"msg_5","role":"assistant","status":"completed","type":"message"},` +
		`{"arguments":"{\"day\":\"12th\",\"id\":\"b1\"}","call_id":"3","name":"move","status":"completed","type":"function_call"},` +
		`{"call_id":"3","output":"Error: day is no number","type":"function_call_output"},` +
		`{"arguments":"{}","call_id":"4","name":"cancel","status":"completed","type":"function_call"},` +
		`{"call_id":"4","output":"null","type":"function_call_output"},` +
		`{"content":[{"annotations":[],"text":"Done.","type":"output_text"}],"id":"msg_9","role":"assistant","status":"completed","type":"message"}],` +
		`"parallel_tool_calls":true,"tool_choice":"auto","tools":[]},` +
		`"responses_create_params":{"input":[{"content":"Be \"kind\".\n","role":"system","type":"message"},{"content":"Move b1 & b2 to <12>","role":"user","type":"message"}],` +
		`"parallel_tool_calls":true,"temperature":1,"tools":[]},"reward":1,"task":"k1","world":"w1"}`
	if d := cmp.Diff(want, string(lines[0])); d != "" {
		t.Error(d)
	}
	noMask(t, lines[0])
	accepted = false
	if lines, err = NeMoGymRollout(&Example{Trajectory: trajectory, Accepted: &accepted}); err != nil || !strings.Contains(string(lines[0]), `"reward":0,`) {
		t.Errorf("%v: %s", err, lines)
	}
	if lines, err = NeMoGymRollout(&Example{Trajectory: trajectory}); err != nil || strings.Contains(string(lines[0]), "reward") {
		t.Errorf("%v: %s", err, lines)
	}
}

// TestNeMoGymRolloutProperty: a rollout says all that was said up to the agent's
// last words, in its order, whatever the masks are.
func TestNeMoGymRolloutProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		trajectory, masks := drawTalk(t)
		lines, err := NeMoGymRollout(&Example{Trajectory: trajectory, Masks: masks})
		if err != nil {
			t.Fatal(err)
		}
		last := lastWord(trajectory.Turns)
		if last < 0 != (len(lines) == 0) {
			t.Fatalf("%d rows of a talk in which the agent speaks last in turn %d", len(lines), last)
		}
		if last < 0 {
			return
		}
		var row struct {
			Request  struct{ Input []map[string]any } `json:"responses_create_params"`
			Response struct{ Output []map[string]any }
		}
		if err := json.Unmarshal(lines[0], &row); err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, item := range append(row.Request.Input, row.Response.Output...) {
			switch item["type"] {
			case "message":
				text, ok := item["content"].(string)
				if !ok {
					text = item["content"].([]any)[0].(map[string]any)["text"].(string)
				}
				got = append(got, item["role"].(string)+" "+text)
			case "reasoning":
				got = append(got, "thinks "+item["summary"].([]any)[0].(map[string]any)["text"].(string))
			case "function_call":
				got = append(got, "calls "+item["call_id"].(string)+item["name"].(string)+item["arguments"].(string))
			case "function_call_output":
				got = append(got, "returns "+item["call_id"].(string)+item["output"].(string))
			}
		}
		for _, turn := range trajectory.Turns[:last+1] {
			if turn.Role == world.ToolRole {
				want = append(want, "returns "+turn.CallID+turn.Content)
				continue
			}
			if turn.Reasoning != "" {
				want = append(want, "thinks "+turn.Reasoning)
			}
			if turn.Content != "" || len(turn.Calls) == 0 {
				want = append(want, string(turn.Role)+" "+turn.Content)
			}
			for _, c := range turn.Calls {
				want = append(want, "calls "+c.ID+c.Tool+string(c.Arguments))
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("-want +got:\n%s", d)
		}
	})
}

func TestNeMoGymTexts(t *testing.T) {
	texts := NeMoGymTexts(Described{License: "CC-BY-4.0", Files: []string{"data/train-00000-of-00001.jsonl", "data/general/held out-00000-of-00001.jsonl"}})
	want := `datasets:
- name: "train"
  type: train
  jsonl_fpath: "data/train-00000-of-00001.jsonl"
  license: "Creative Commons Attribution 4.0 International"
  num_repeats: 1
- name: "general_held out"
  type: validation
  jsonl_fpath: "data/general/held out-00000-of-00001.jsonl"
  license: "Creative Commons Attribution 4.0 International"
  num_repeats: 1
`
	if len(texts) != 1 || texts[0].Path != "nemo_gym.yaml" || string(texts[0].Data) != want {
		t.Errorf("%s", texts[0].Data)
	}
}
