package importing

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/formats"
	"worldc/world"
)

// drawTalk is a talk that a record can be: the user and the agent speak in any
// order, calls are answered, and anything may be trained of what the agent says.
func drawTalk(t *rapid.T) *world.Trajectory {
	text := rapid.SampledFrom([]string{"", "ok", "Error: \"b1\" <is> & not\n", "{\"a\": 1}", "é中文\u2028", "---", "null", "[1,2]"})
	talk := &world.Trajectory{ID: "0123456789abcdef", Task: "fedcba9876543210", World: "w", Model: "m"}
	if rapid.Bool().Draw(t, "system") {
		talk.Turns = append(talk.Turns, world.Turn{Role: world.SystemRole, Kind: "say", Content: text.Draw(t, "policy")})
	}
	calls := 0
	for range rapid.IntRange(1, 8).Draw(t, "turns") {
		if rapid.Bool().Draw(t, "user") {
			talk.Turns = append(talk.Turns, world.Turn{Role: world.UserRole, Kind: "say", Content: text.Draw(t, "request")})
			continue
		}
		turn := world.Turn{Role: world.AssistantRole, Kind: "say", Content: text.Draw(t, "content")}
		for range rapid.IntRange(0, 3).Draw(t, "calls") {
			calls++
			arguments := rapid.SampledFrom([]string{`{}`, `{"id":"b\"1"}`, `{"a":[1,{"b":null}],"n":1.5}`}).Draw(t, "arguments")
			turn.Calls = append(turn.Calls, world.Call{ID: fmt.Sprintf("call_%d", calls), Tool: rapid.SampledFrom([]string{"get", "put"}).Draw(t, "tool"), Arguments: json.RawMessage(arguments)})
			turn.Kind = "call"
		}
		turn.Train = world.Mask{Content: turn.Content != "" && rapid.Bool().Draw(t, "train content"), Calls: len(turn.Calls) > 0 && rapid.Bool().Draw(t, "train calls")}
		talk.Turns = append(talk.Turns, turn)
		for _, i := range rapid.Permutation(turn.Calls).Draw(t, "answers") {
			talk.Turns = append(talk.Turns, world.Turn{Role: world.ToolRole, Kind: "result", CallID: i.ID, Content: text.Draw(t, "result")})
		}
	}
	return talk
}

// TestOpenAIRoundTrip: what the format openai writes is read back: messages,
// tools, weights as masks, and with the lineage beside it the ids; and written
// again it is the same, byte for byte.
func TestOpenAIRoundTrip(t *testing.T) {
	tool, err := formats.OpenAITool(&world.Tool{Name: "get", Description: "Get <it>.", Parameters: json.RawMessage(`{"type":"object"}`)})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	rapid.Check(t, func(t *rapid.T) {
		talk := drawTalk(t)
		row := func(talk *world.Trajectory) []byte {
			lines, err := formats.OpenAI(&formats.Example{Trajectory: talk, Tools: [][]byte{tool, tool}, Masks: formats.Masking{}.Masks(talk)})
			if err != nil {
				t.Fatal(err)
			}
			if len(lines) == 0 {
				return nil
			}
			return lines[0]
		}
		line := row(talk)
		if line == nil {
			return // nothing in it is trained
		}
		rows++
		item, ok := Line("data/train.jsonl", 1, line)
		if !ok || item.Problem != nil {
			t.Fatal(item.Problem)
		}
		trial := 3
		item.Lineage = &formats.Lineage{ID: talk.ID, Task: talk.Task, Model: &talk.Model, Trial: &trial, Outcome: world.Done}
		r, problem := Trajectory(item, Options{})
		if problem != nil {
			t.Fatal(*problem)
		}
		back := &r.Trajectory
		if r.ID != talk.ID || r.Task != talk.Task || back.Model != "m" || back.Trial != 3 || !r.HasTrial || back.Outcome != world.Done || len(r.Notes) > 0 {
			t.Fatalf("%+v", r)
		}
		if len(r.Tools) != 2 || string(r.Tools[0]) != string(tool) {
			t.Fatalf("%s", r.Tools)
		}
		if again := row(back); string(again) != string(line) {
			t.Fatalf("written again it is\n%s\nand was\n%s", again, line)
		}
		// Up to the last word of the agent all is there; a message of which not all
		// is trained is not trained.
		want := slices.Clone(talk.Turns[:len(back.Turns)])
		for i := range want {
			turn := &want[i]
			if all := (world.Mask{Content: turn.Content != "", Calls: len(turn.Calls) > 0}); turn.Train != all {
				turn.Train = world.Mask{}
			}
		}
		if diff := cmp.Diff(want, back.Turns); diff != "" {
			t.Fatal(diff)
		}
	})
	if rows < 10 {
		t.Errorf("only %d talks had a row", rows)
	}
}

// TestRowProblems: what is no whole trajectory, or nobody knows from where, is
// refused.
func TestRowProblems(t *testing.T) {
	turn := 2
	for _, c := range []struct {
		text string
		from *formats.Lineage
		want string
	}{
		{`{"messages":[{"role":"user","content":"x"}]}`, nil, "the trajectory names no task: it has neither task nor task_id, and among the paths is no rows.jsonl.zst that speaks of it"},
		{`{"messages":[{"role":"user","content":"x"}]}`, &formats.Lineage{ID: "a", Task: "t", Turn: &turn}, "the row is a part of a trajectory: it was made with expand_turns or pairs: import a dataset of whole trajectories"},
		{`{"messages":[{"role":"user","content":"x"}]}`, &formats.Lineage{ID: "a", Task: "t", Rejected: "b"}, "the row is a part of a trajectory: it was made with expand_turns or pairs: import a dataset of whole trajectories"},
		{`{"messages":[{"role":"assistant","content":"x","weight":0.5}]}`, &formats.Lineage{ID: "a", Task: "t"}, "the weight of a message is neither 0 nor 1: turn 1: 0.5"},
	} {
		item, _ := Line("d", 1, []byte(c.text))
		item.Lineage = c.from
		_, problem := Trajectory(item, options)
		if problem == nil {
			t.Errorf("%s: is taken", c.text)
		} else if got := problem.Reason + ": " + problem.Detail; got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
