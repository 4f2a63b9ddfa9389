package roleplaying_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"worldc/executors/roleplaying"
	"worldc/roles"
	"worldc/world"
)

// FuzzRead: whatever a model writes is read, and what was read of it can be written
// and is read again.
func FuzzRead(f *testing.F) {
	f.Add(`[{"turn":1,"role":"DM","Thought":"","Observation":"","parameter_error":false,"place_error":false,"logic_error":false}]`)
	f.Add(`{"game":[{"turn":2,"role":"Player","Thought":"x","Action":"y"}]}`)
	f.Add(`[{"turn":1e400}, "Observation":`)
	f.Add("[[[[[[[[")
	f.Fuzz(func(t *testing.T, text string) {
		turns, broken := roleplaying.Read(text)
		if !broken && !json.Valid([]byte(text)) {
			t.Fatal("it is no JSON, and nobody says so")
		}
		whole := slices.DeleteFunc(slices.Clone(turns), func(x roleplaying.Turn) bool { return x.Missing != "" })
		written, err := roleplaying.Write(whole)
		if err != nil {
			t.Fatal(err)
		}
		again, broken := roleplaying.Read(written)
		if broken || len(again) != len(whole) {
			t.Fatalf("%d turns, written and read again %d", len(whole), len(again))
		}
	})
}

// TestTurns: a game that became a record is a game again, but for what the record does
// not keep.
func TestTurns(t *testing.T) {
	for _, g := range games(t) {
		record := &world.Trajectory{Progress: &world.Progress{Held: 1, Of: 1}}
		roleplaying.Trajectory(record, "The rules.", g.result.Turns, g.result.Executed, g.result.Verdict)
		turns, problem := roleplaying.Turns(record)
		if problem != "" {
			t.Fatal(problem)
		}
		if v := roleplaying.Verify(turns, g.result.Executed, false, g.standards); v.Fault != "" || v.Errors != g.result.Verdict.Errors {
			t.Errorf("%+v", v)
		}
		calls, failed, problems := roleplaying.Calls(g.script, record)
		if len(problems) > 0 || len(calls) != len(g.result.Executed) {
			t.Fatal(problems, len(calls))
		}
		for i, x := range g.result.Executed {
			if failed[calls[i].ID] != (x.Error != "") || x.Action != nil && calls[i].Tool != x.Action.Tool {
				t.Errorf("action %d: %+v", i+1, calls[i])
			}
		}
		record.Turns[2].Content = "I just look."
		if _, problem := roleplaying.Turns(record); problem != "turn 3 is neither an observation nor a thought and an action" {
			t.Error(problem)
		}
	}
}

// TestReact: a move is read as it was written; a thought is one line, and an action
// may be anything.
func TestReact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := roles.GameMove{
			Thought: rapid.StringMatching(`[A-Za-z",.{}:]{1,20}( [a-z]{1,9}){0,4}`).Draw(t, "thought"),
			Action:  rapid.SampledFrom([]string{"", "look", "go to hall\nAction: fly", "Thought: no", "\n", " x ", "</s>"}).Draw(t, "action"),
		}
		if got, ok := roleplaying.ReadReact(roleplaying.React(&m)); !ok || *got != m {
			t.Fatalf("%+v is read as %+v", m, got)
		}
	})
}
