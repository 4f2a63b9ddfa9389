package judging

import (
	"fmt"
	"slices"
	"testing"

	"worldc/world"
)

// TestGameScores: success is the share of games that were won, progress the mean share
// of conditions that hold in the end, grounding the share of actions that could be
// carried out and formed those that were actions at all (AgentBoard, papers.md
// §5.9): the first two over games, the others over actions. Talks do not count.
func TestGameScores(t *testing.T) {
	game := func(held, of, steps, valid, formed int) Try {
		return Try{Accepted: held == of, Game: &Game{Held: held, Of: of, Steps: steps, Valid: valid, Formed: formed}}
	}
	for _, c := range []struct {
		name     string
		attempts []Attempts
		want     *world.GameScore
	}{
		{"no games", []Attempts{{Task: "a", Tries: []Try{{Accepted: true}}}}, nil},
		{"a game without conditions", []Attempts{{Task: "a", Tries: []Try{game(0, 0, 5, 5, 5)}}}, nil},
		{"nobody acted", []Attempts{{Task: "a", Tries: []Try{game(0, 4, 0, 0, 0)}}}, &world.GameScore{Games: 1}},
		{"won", []Attempts{{Task: "a", Tries: []Try{game(4, 4, 10, 8, 9)}}}, &world.GameScore{Games: 1, Steps: 10, Success: 1, Progress: 1, Grounding: 0.8, Formed: 0.9}},
		{"several", []Attempts{
			{Task: "a", Tries: []Try{game(3, 3, 10, 9, 10), game(1, 3, 20, 10, 15)}},
			{Task: "b", Tries: []Try{game(0, 2, 6, 0, 0), {Accepted: true}}},
		}, &world.GameScore{Games: 3, Steps: 36, Success: 0.333333, Progress: 0.444444, Grounding: 0.527778, Formed: 0.694444}},
	} {
		got := gameScore(c.attempts)
		if (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestExactGames: what the player of a game did is compared with the solution, action
// by action; where mistakes are left out, the rest of it.
func TestExactGames(t *testing.T) {
	calls := func(tools ...string) (list []world.Call, failed map[string]bool) {
		failed = map[string]bool{}
		for i, tool := range tools {
			id := string(rune('a' + i))
			if tool[0] == '!' {
				tool, failed[id] = tool[1:], true
			}
			list = append(list, world.Call{ID: id, Tool: tool, Arguments: []byte(`{}`)})
		}
		return list, failed
	}
	gold, _ := calls("go", "take")
	gold[0].Effect = world.Write
	for _, c := range []struct {
		acts   []string
		ignore bool
		reason string
	}{
		{[]string{"go", "take"}, false, ""},
		{[]string{"go", "!fly to the moon", "take"}, false, reasonTool},
		{[]string{"go", "!fly to the moon", "take"}, true, ""},
		{[]string{"go", "look", "take"}, true, reasonTool},
		{[]string{"go"}, false, reasonFewer},
		{[]string{"go", "take", "go"}, false, reasonMore},
	} {
		check := ExactMatch{Apply: ToAll, IgnoreErroredCalls: c.ignore}.Check()
		r := check.Judge(&Case{
			Task: &world.Task{Calls: gold}, Trajectory: &world.Trajectory{},
			Acts: func() ([]world.Call, map[string]bool) { return calls(c.acts...) },
		})
		if got := ""; r != nil {
			if got = r.Reason; got != c.reason {
				t.Errorf("%v: %s", c.acts, got)
			}
		} else if c.reason != "" {
			t.Errorf("%v passes, want %s", c.acts, c.reason)
		}
	}
}

// TestWonGames: a game is aligned where all conditions hold, however it came to that,
// and a game that was left off is not valid.
func TestWonGames(t *testing.T) {
	won := &world.Trajectory{State: world.State{Digest: "other"}, Progress: &world.Progress{Held: 2, Of: 2}}
	if r := StateAlignment().Judge(&Case{Task: &world.Task{State: world.State{Digest: "gold"}}, Trajectory: won}); r != nil {
		t.Error(r)
	}
	lost := &world.Trajectory{State: world.State{Digest: "gold"}, Progress: &world.Progress{Held: 1, Of: 2}}
	if r := StateAlignment().Judge(&Case{Task: &world.Task{State: world.State{Digest: "gold"}}, Trajectory: lost}); r == nil || r.Reason != reasonGoal || r.Detail != "1 of 2 conditions hold" {
		t.Errorf("%v", r)
	}
	left := &world.Trajectory{Outcome: world.OutOfTurns, Progress: &world.Progress{Held: 1, Of: 2}, Turns: []world.Turn{
		{Role: world.SystemRole, Content: "Rules"}, {Role: world.UserRole, Content: "Hall."},
		{Role: world.AssistantRole, Kind: world.Act, Content: "Thought: So.\nAction: look"}, {Role: world.UserRole, Content: "Hall."},
	}}
	if r := (Validity{}).Check().Judge(&Case{Task: &world.Task{}, Trajectory: left}); r == nil || r.Reason != reasonOutOfTurns {
		t.Errorf("%v", r)
	}
	left.Outcome = world.Done
	if r := (Validity{}).Check().Judge(&Case{Task: &world.Task{}, Trajectory: left}); r != nil {
		t.Errorf("%v", r)
	}
}

// TestRobustness: a score for each variant, and over those that were rewritten the
// mean and the population standard deviation of pass^1 (papers.md §5.13), in which each
// variant counts the same, however many games it has.
func TestRobustness(t *testing.T) {
	games := func(variant string, won, lost int) (list []Attempts) {
		for i := range won + lost {
			list = append(list, Attempts{Task: variant + string(rune('a'+i)), Variant: variant, Tries: []Try{{Accepted: i < won}}})
		}
		return list
	}
	attempts := slices.Concat(games("", 3, 1), games("move", 1, 1), games("using", 4, 0), games("p5", 0, 1))
	scores := Scoring{}.Robustness(attempts)
	var got []string
	for _, s := range scores {
		line := fmt.Sprint(s.By, " ", s.Group, " ", s.Pass)
		if s.Variants != nil {
			line += fmt.Sprint(" ", *s.Variants)
		}
		got = append(got, line)
	}
	// 0.5, 1 and 0 have the mean 0.5 and the deviation sqrt(1/6).
	want := []string{"variant  [0.75]", "variant move [0.5]", "variant p5 [0]", "variant using [1]", "robustness 3 variants [0.714286] {0.5 0.408248 3}"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if scores := (Scoring{}).Robustness(games("", 2, 2)); len(scores) > 0 {
		t.Error("what was not rewritten has no robustness")
	}
	if scores := (Scoring{}).Robustness(slices.Concat(games("", 1, 1), games("move", 1, 1))); len(scores) != 2 {
		t.Errorf("of one variant there is no deviation: %d scores", len(scores))
	}
}
