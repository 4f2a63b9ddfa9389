package formats

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/artifact"
	"worldc/world"
)

// trials are an accepted and a rejected trial of one task.
func trials() (chosen, rejected *Example) {
	get := func(id string) world.Turn {
		t := calls("", call("1", "get", `{"id":"`+id+`"}`))
		t.Reasoning = "Get it."
		return t
	}
	policy := says(world.SystemRole, "Be kind.")
	chosen = talk(policy, user("b1?"), get("b1"), result("1", "here"), agent("It is here."), user("Thanks."))
	rejected = talk(policy, user("b1?"), untrained(get("b2")), result("1", "gone"), agent("It is gone."))
	chosen.Tools = [][]byte{[]byte(`{"name":"get"}`)}
	rejected.Tools = chosen.Tools
	return chosen, rejected
}

// TestPairs: a pair is what both trials say until they part, and the turn with
// which they do.
func TestPairs(t *testing.T) {
	chosen, rejected := trials()
	for name, want := range map[string]string{
		"trl": `{"chosen":[{"content":"","reasoning_content":"Get it.","role":"assistant","tool_calls":[{"function":{"arguments":{"id":"b1"},"name":"get"},"id":"1","type":"function"}]}],` +
			`"prompt":[{"content":"Be kind.","role":"system"},{"content":"b1?","role":"user"}],` +
			`"rejected":[{"content":"","reasoning_content":"Get it.","role":"assistant","tool_calls":[{"function":{"arguments":{"id":"b2"},"name":"get"},"id":"1","type":"function"}]}],"tools":"[{\"name\":\"get\"}]"}`,
		"nemo_rl": `{"completions":[{"completion":[{"content":"","reasoning_content":"Get it.","role":"assistant","tool_calls":[{"arguments":{"id":"b1"},"id":"1","name":"get"}]}],"rank":0},` +
			`{"completion":[{"content":"","reasoning_content":"Get it.","role":"assistant","tool_calls":[{"arguments":{"id":"b2"},"id":"1","name":"get"}]}],"rank":1}],` +
			`"context":[{"content":"Be kind.","role":"system"},{"content":"b1?","role":"user"}],"task_name":"worldc","tools":"[{\"name\":\"get\"}]"}`,
		"sharegpt": `{"chosen":{"from":"function_call","value":"<think>\nGet it.\n</think>\n\n{\"name\":\"get\",\"arguments\":{\"id\":\"b1\"}}"},` +
			`"conversations":[{"from":"human","value":"b1?"}],` +
			`"rejected":{"from":"function_call","value":"<think>\nGet it.\n</think>\n\n{\"name\":\"get\",\"arguments\":{\"id\":\"b2\"}}"},"system":"Be kind.","tools":"[{\"name\":\"get\"}]"}`,
		"llamafactory_v1": `{"chosen_messages":[{"content":[{"type":"text","value":"Be kind."}],"loss_weight":0,"role":"system"},{"content":[{"type":"text","value":"b1?"}],"loss_weight":0,"role":"user"},` +
			`{"content":[{"type":"reasoning","value":"Get it."},{"type":"tool_call","value":"{\"name\":\"get\",\"arguments\":{\"id\":\"b1\"}}"}],"loss_weight":1,"role":"assistant"}],` +
			`"rejected_messages":[{"content":[{"type":"text","value":"Be kind."}],"loss_weight":0,"role":"system"},{"content":[{"type":"text","value":"b1?"}],"loss_weight":0,"role":"user"},` +
			`{"content":[{"type":"reasoning","value":"Get it."},{"type":"tool_call","value":"{\"name\":\"get\",\"arguments\":{\"id\":\"b2\"}}"}],"loss_weight":1,"role":"assistant"}],"tools":"[{\"name\":\"get\"}]"}`,
	} {
		for _, f := range chatFormats {
			if f.Name != name {
				continue
			}
			row, ok, err := f.Pair(chosen, rejected)
			if !ok || err != nil || string(row) != want {
				t.Errorf("%s: %v, %v\n%s\nwant\n%s", name, ok, err, row, want)
			}
			if canonical, err := artifact.Canonical(row); err != nil || string(canonical) != string(row) {
				t.Errorf("%s: %v\n%s\nis not canonical", name, err, row)
			}
		}
	}
}

// TestNoPair: trials of which no pair can be made.
func TestNoPair(t *testing.T) {
	for name, change := range map[string]func(chosen, rejected *Example){
		"they are the same":             func(a, b *Example) { *b = *a },
		"one goes on":                   func(a, b *Example) { b.Trajectory.Turns = a.Trajectory.Turns[:2] },
		"the user says something else":  func(a, b *Example) { b.Trajectory.Turns[1].Content = "b2?" },
		"the better one is not trained": func(a, b *Example) { a.Masks[2] = world.Mask{} },
		"a part of it is not trained":   func(a, b *Example) { a.Trajectory.Turns[2].Content = "I see."; a.Masks[2] = world.Mask{Content: true} },
		"they think otherwise, and it is not trained": func(a, b *Example) {
			b.Trajectory.Turns = append([]world.Turn(nil), a.Trajectory.Turns...)
			b.Trajectory.Turns[2].Reasoning = "Hm."
			a.Masks[2].Reasoning = false
		},
		"nothing comes before": func(a, b *Example) {
			for _, e := range []*Example{a, b} {
				e.Trajectory.Turns, e.Masks = e.Trajectory.Turns[2:], e.Masks[2:]
			}
		},
		"only the system comes before": func(a, b *Example) {
			for _, e := range []*Example{a, b} {
				e.Trajectory.Turns[1] = says(world.SystemRole, "Be quick.")
			}
		},
		"the result is another": func(a, b *Example) {
			b.Trajectory.Turns = append([]world.Turn(nil), a.Trajectory.Turns...)
			b.Trajectory.Turns[3].Content = "gone"
		},
	} {
		for _, f := range chatFormats {
			if f.Pair == nil {
				continue
			}
			chosen, rejected := trials()
			change(chosen, rejected)
			if row, ok, err := f.Pair(chosen, rejected); ok || err != nil {
				t.Errorf("%s, %s: %v\n%s", name, f.Name, err, row)
			}
		}
	}
}

// TestPairsProperty: of whatever trials, a pair is canonical JSON that the trainer
// takes, or there is none; formats that have no room for a shape say so.
func TestPairsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := talker{orderly: rapid.Bool().Draw(t, "orderly"), marks: rapid.Bool().Draw(t, "marks"), wholly: rapid.Bool().Draw(t, "wholly")}
		chosen, rejected := k.draw(t), k.draw(t)
		// The other trial begins like the first, and goes on where its agent speaks.
		turns := chosen.Trajectory.Turns
		shared := rapid.IntRange(0, len(turns)).Draw(t, "shared")
		for shared < len(turns) && turns[shared].Role != world.AssistantRole {
			shared++
		}
		goesOn := slices.IndexFunc(rejected.Trajectory.Turns, func(t world.Turn) bool { return t.Role == world.AssistantRole })
		goesOn = max(0, goesOn)
		rejected.Trajectory.Turns = append(slices.Clone(turns[:shared]), rejected.Trajectory.Turns[goesOn:]...)
		rejected.Masks = append(slices.Clone(chosen.Masks[:shared]), rejected.Masks[goesOn:]...)
		for _, f := range chatFormats {
			if f.Pair == nil {
				continue
			}
			row, ok, err := f.Pair(chosen, rejected)
			var unfit *Unfit
			if err != nil && (!errors.As(err, &unfit) || k.orderly && !k.marks) {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if err != nil || !ok {
				continue
			}
			if canonical, err := artifact.Canonical(row); err != nil || string(canonical) != string(row) {
				t.Fatalf("%s: %v\n%s\nis not canonical", f.Name, err, row)
			}
			pairRules[f.Name](t, row)
		}
	})
}

// pairRules are what trainers ask of a pair: something to answer, and one answer
// of the assistant each, which holds nothing that others say.
var pairRules = map[string]func(t failer, row []byte){
	"sharegpt": func(t failer, row []byte) {
		var pair struct {
			Conversations    []struct{ From, Value string }
			Chosen, Rejected struct{ From, Value string }
			System, Tools    string
		}
		decode(t, row, &pair)
		if len(pair.Conversations)%2 == 0 {
			t.Fatalf("Invalid message count: %s", row)
		}
		for i, m := range pair.Conversations {
			if slices.Contains([]string{"human", "observation"}, m.From) != (i%2 == 0) {
				t.Fatalf("Invalid role tag %s at place %d", m.From, i+1)
			}
		}
		agentSays(t, pair.Chosen.From, pair.Chosen.Value, true)
		agentSays(t, pair.Rejected.From, pair.Rejected.Value, true)
		if pair.Chosen == pair.Rejected {
			t.Fatalf("both are the same: %s", row)
		}
	},
	"llamafactory_v1": func(t failer, row []byte) {
		var pair struct {
			Chosen   []v1Message `json:"chosen_messages"`
			Rejected []v1Message `json:"rejected_messages"`
			Tools    string
		}
		decode(t, row, &pair)
		for _, messages := range [][]v1Message{pair.Chosen, pair.Rejected} {
			v1Says(t, messages)
			for i, m := range messages {
				if last := len(messages) - 1; (*m.Weight > 0) != (i == last) || i == last && m.Role != "assistant" {
					t.Fatalf("message %d weighs %v: %s", i, *m.Weight, row)
				}
			}
		}
	},
	"trl": func(t failer, row []byte) {
		var pair struct {
			Prompt, Chosen, Rejected []chatRead
			Tools                    string
		}
		decode(t, row, &pair)
		answered(t, row, pair.Prompt, pair.Chosen, pair.Rejected)
	},
	"nemo_rl": func(t failer, row []byte) {
		var pair struct {
			Context     []chatRead
			Completions []struct {
				Rank       int
				Completion []chatRead
			}
			Task  string `json:"task_name"`
			Tools string
		}
		decode(t, row, &pair)
		if len(pair.Completions) != 2 || pair.Completions[0].Rank != 0 || pair.Completions[1].Rank != 1 {
			t.Fatalf("ranks: %s", row)
		}
		answered(t, row, pair.Context, pair.Completions[0].Completion, pair.Completions[1].Completion)
	},
}

// answered fails unless a prompt ends with what can be answered, and is answered
// by one message of the assistant each.
func answered(t failer, row []byte, prompt, chosen, rejected []chatRead) {
	t.Helper()
	if n := len(prompt) - 1; n < 0 || prompt[n].Role != "user" && prompt[n].Role != "tool" {
		t.Fatalf("the prompt: %s", row)
	}
	if len(chosen) != 1 || len(rejected) != 1 || chosen[0].Role != "assistant" || rejected[0].Role != "assistant" || cmp.Equal(chosen, rejected) {
		t.Fatalf("the answers: %s", row)
	}
}
