package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"worldc/artifact"
	"worldc/shareddata"
	"worldc/world"
)

// TestRealTalks: the hundred talks of a chat model with tau-bench's airline have a
// row in every format of chat trainers, and some of them expanded as many as the
// agent has turns, which each trainer reads as it should.
func TestRealTalks(t *testing.T) {
	talks := realTalks(t)
	if len(talks) != 100 {
		t.Fatalf("%d talks", len(talks))
	}
	for _, r := range []reading{readShareGPT, readLlamaFactoryV1, readAxolotl, readTRL, readNeMoRL} {
		for i, e := range talks {
			at := located{t, fmt.Sprintf("%s, talk %d", r.format.Name, i)}
			r.check(at, e, false)
			if i%10 > 0 {
				continue
			}
			for _, one := range e.Expanded() {
				r.check(at, one, false)
			}
		}
	}
}

// A located failer says where it fails.
type located struct {
	*testing.T
	where string
}

func (l located) Fatalf(format string, args ...any) {
	l.T.Helper()
	l.T.Fatalf("%s: %s", l.where, fmt.Sprintf(format, args...))
}

// realTalks are talks that were held, all of which is trained.
func realTalks(t *testing.T) []*Example {
	t.Helper()
	var talks []*Example
	for line := range bytes.Lines(shareddata.Read(t, "taubench/airline.gpt-4o.trajectories.jsonl.zst")) {
		var held struct {
			Traj []struct {
				Role    world.Role
				Content *string
				ID      string `json:"tool_call_id"`
				Calls   []struct {
					ID       string
					Function struct{ Name, Arguments string }
				} `json:"tool_calls"`
			}
		}
		if err := json.Unmarshal(line, &held); err != nil {
			t.Fatal(err)
		}
		called := map[string]int{}
		e := &Example{Trajectory: &world.Trajectory{ID: "t1"}, Tools: [][]byte{[]byte(`{"name":"a"}`), []byte(`{"name":"b"}`)}}
		for _, m := range held.Traj {
			turn := says(m.Role, "")
			if m.Content != nil {
				turn.Content = *m.Content
			}
			if m.Role == world.ToolRole {
				turn.CallID = fmt.Sprint(m.ID, "/", called[m.ID])
			}
			for _, c := range m.Calls {
				called[c.ID]++ // an id comes again
				arguments, err := artifact.Canonical([]byte(c.Function.Arguments))
				if err != nil {
					t.Fatal(err)
				}
				turn.Calls = append(turn.Calls, call(fmt.Sprint(c.ID, "/", called[c.ID]), c.Function.Name, string(arguments)))
			}
			e.Trajectory.Turns, e.Masks = append(e.Trajectory.Turns, turn), append(e.Masks, turn.Train)
		}
		talks = append(talks, e)
	}
	return talks
}
