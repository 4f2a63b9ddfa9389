package formats

import (
	"errors"
	"testing"

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

// TestPairsProperty: of whatever trials, a pair is canonical JSON, or there is
// none; formats that have no room for a shape say so.
func TestPairsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := talker{orderly: rapid.Bool().Draw(t, "orderly"), marks: rapid.Bool().Draw(t, "marks")}
		chosen := k.draw(t)
		rejected := k.draw(t)
		shared := rapid.IntRange(0, len(chosen.Trajectory.Turns)).Draw(t, "shared")
		rejected.Trajectory.Turns = append(append([]world.Turn(nil), chosen.Trajectory.Turns[:shared]...), rejected.Trajectory.Turns...)
		rejected.Masks = append(append([]world.Mask(nil), chosen.Masks[:shared]...), rejected.Masks...)
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
		}
	})
}
