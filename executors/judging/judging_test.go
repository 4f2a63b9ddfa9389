package judging

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/executors/textvector"
	"worldc/world"
)

// said is a trajectory of turns written as `u text`, `a text`, `c tool {args}`
// (a call), `r text` and `e text` (the result, the error of the call before).
func said(outcome world.Outcome, turns ...string) *world.Trajectory {
	t := &world.Trajectory{ID: "t", Outcome: outcome}
	calls := 0
	for _, s := range turns {
		kind, rest, _ := strings.Cut(s, " ")
		turn := world.Turn{Content: rest, Kind: "say"}
		switch kind {
		case "s":
			turn.Role = world.SystemRole
		case "u":
			turn.Role = world.UserRole
		case "a":
			turn.Role = world.AssistantRole
		case "think":
			turn.Role, turn.Content, turn.Reasoning = world.AssistantRole, "Well.", rest
		case "c":
			calls++
			tool, args, _ := strings.Cut(rest, " ")
			turn.Role, turn.Kind, turn.Content = world.AssistantRole, "call", ""
			turn.Calls = []world.Call{{ID: fmt.Sprint(calls), Tool: tool, Arguments: json.RawMessage(args)}}
		case "r", "e":
			turn.Role, turn.CallID = world.ToolRole, fmt.Sprint(calls)
			turn.Kind = map[string]string{"r": "result", "e": "error"}[kind]
		}
		t.Turns = append(t.Turns, turn)
	}
	return t
}

func reasonOf(r *Rejection) string {
	if r == nil {
		return ""
	}
	return r.Reason
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		outcome world.Outcome
		turns   []string
		want    string
	}{
		{world.Done, []string{"u hello", "a hello"}, ""},
		{world.Done, []string{"s rules", "s more", "a How can I help?", "u bye"}, ""},
		{world.Done, []string{"u x", "c f {}", "r 1", "c f {}", "e no", "a y", "u bye"}, ""},
		{world.Transferred, []string{"u x", "c f {}", "r 1"}, ""},
		{world.Unknown, []string{"u x", "c f {}", "r 1"}, reasonUnfinished},
		{world.Unknown, []string{"u x", "c f {}", "r 1", "u y", "a z"}, reasonUnfinished},
		{world.Done, []string{"u x", "c f {}", "a y"}, reasonUnanswered},
		{world.Done, []string{"u x", "c f {}"}, reasonUnanswered},
		{world.Done, []string{"u x", "c f {}", "r 1", "r 1", "a y"}, reasonReanswered},
		{world.Done, []string{"c f {}", "r 1", "u x", "a y"}, reasonUnasked},
		{world.Done, []string{"r 1", "u x", "a y"}, reasonEarly},
		{world.Done, []string{"u x", "u y", "a z"}, reasonTwice},
		{world.Done, []string{"u x", "a y", "a z"}, reasonTwice},
		{world.Done, []string{"u x", "s y", "a z"}, reasonSystem},
		{world.Done, []string{"u x", "a "}, reasonSilent},
		{world.Done, []string{"u x"}, reasonEmpty},
		{world.Done, nil, reasonEmpty},
		{world.OutOfTurns, []string{"u x", "a y"}, reasonOutOfTurns},
		{world.Refused, []string{"u x", "a y"}, reasonRefused},
	} {
		if got := reasonOf(order(said(c.outcome, c.turns...))); got != c.want {
			t.Errorf("%q: %q, want %q", c.turns, got, c.want)
		}
	}
}

func TestRepetition(t *testing.T) {
	const sentence = "Is there anything else that I can do for you today, dear guest? "
	o := Repetition{N: 10, MaxRepeats: 3, MinUnique: 0.5}
	polite := []string{"u x"}
	for range 9 {
		polite = append(polite, "a "+sentence, "u no")
	}
	thinking := []string{"u x"}
	for range 4 {
		thinking = append(thinking, "think "+sentence, "u go on")
	}
	for _, c := range []struct {
		turns []string
		want  string
	}{
		{polite, ""}, // the same question in several messages is manners
		{thinking[:5], ""},
		{thinking, reasonRepeats},
		{[]string{"u x", "a " + strings.Repeat(sentence, 3)}, reasonRepeats}, // 12 different of 27 and more
		{[]string{"u x", "a " + strings.Repeat(sentence, 2)}, ""},
		{[]string{"u x", "a " + strings.Repeat("訂單已經取消了", 9)}, reasonRepeats},
		{[]string{"u " + strings.Repeat(sentence, 9), "a y"}, ""}, // a user may
	} {
		if got := reasonOf(o.judge(said(world.Done, c.turns...))); got != c.want {
			t.Errorf("%.80q: %q, want %q", c.turns, got, c.want)
		}
	}
	if got := (Repetition{}).judge(said(world.Done, thinking...)); got != nil {
		t.Errorf("n = 0 is off, but: %v", got)
	}
	if got := textvector.Words("Don't PAY 12,50 € für 訂單!"); !slices.Equal(got, []string{"don", "t", "pay", "12", "50", "für", "訂", "單"}) {
		t.Errorf("words: %q", got)
	}
}

func TestExactMatch(t *testing.T) {
	read := func(tool, args string) world.Call {
		return world.Call{Tool: tool, Arguments: json.RawMessage(args), Effect: world.Read}
	}
	write := func(tool, args string) world.Call {
		return world.Call{Tool: tool, Arguments: json.RawMessage(args), Effect: world.Write}
	}
	schema := func(string) json.RawMessage {
		return json.RawMessage(`{"properties":{"a":{},"n":{"default":10.0}}}`)
	}
	for _, c := range []struct {
		check ExactMatch
		gold  []world.Call
		turns []string
		want  string
	}{
		{ExactMatch{Apply: ToReadOnly}, []world.Call{read("f", `{"a":1,"b":"x"}`)}, []string{`c f {"b":"x","a":1.0}`}, ""},
		{ExactMatch{Apply: ToReadOnly}, []world.Call{read("f", `{"a":1}`)}, []string{`c f {"a":"1"}`}, reasonArguments},
		{ExactMatch{Apply: ToReadOnly}, []world.Call{read("f", `{}`)}, []string{`c g {}`}, reasonTool},
		{ExactMatch{Apply: ToReadOnly}, []world.Call{read("f", `{}`)}, nil, reasonFewer},
		{ExactMatch{Apply: ToReadOnly}, nil, []string{`c f {}`}, reasonMore},
		{ExactMatch{Apply: ToReadOnly}, []world.Call{write("f", `{}`)}, []string{`c g {}`}, ""},
		{ExactMatch{Apply: ToAll}, []world.Call{write("f", `{}`)}, []string{`c g {}`}, reasonTool},
		{ExactMatch{Apply: ToNone}, []world.Call{read("f", `{}`)}, []string{`c g {}`}, ""},
		{ExactMatch{Apply: ToAll}, []world.Call{read("f", `{}`)}, []string{`c g {}`, "e no", `c f {}`}, reasonTool},
		{ExactMatch{Apply: ToAll, IgnoreErroredCalls: true}, []world.Call{read("f", `{}`)}, []string{`c g {}`, "e no", `c f {}`, "r 1"}, ""},
		{ExactMatch{Apply: ToAll, IgnoreErroredCalls: true}, []world.Call{read("f", `{}`)}, []string{`c f {}`, "e no"}, reasonFewer},
		{ExactMatch{Apply: ToAll, IgnoreTools: PseudoTools}, []world.Call{read("f", `{}`)}, []string{`c think {"thought":"hm"}`, `c f {}`}, ""},
		{ExactMatch{Apply: ToAll}, []world.Call{read("f", `{"a":1}`)}, []string{`c f {"a":1,"n":10}`}, reasonArguments},
		{ExactMatch{Apply: ToAll, FillDefaults: true}, []world.Call{read("f", `{"a":1}`)}, []string{`c f {"a":1,"n":10}`}, ""},
		{ExactMatch{Apply: ToAll, FillDefaults: true}, []world.Call{read("f", `{"a":1}`)}, []string{`c f {"a":1,"n":11}`}, reasonArguments},
	} {
		got := c.check.Check().Judge(&Case{Task: &world.Task{Calls: c.gold}, Trajectory: said(world.Done, c.turns...), Parameters: schema})
		if reasonOf(got) != c.want {
			t.Errorf("%+v, gold %s, %q: %v, want %q", c.check, c.gold, c.turns, got, c.want)
		}
	}
}

func TestRequiredOutputs(t *testing.T) {
	for _, c := range []struct {
		output string
		turns  []string
		want   string
	}{
		{"1786", []string{"u x", "a That is $1,786 in all."}, ""},
		{"1,786", []string{"u x", "a That is $1786 in all."}, ""},
		{"In Progress", []string{"u x", "a It is in progress."}, ""},
		{"1786", []string{"u 1786", "c f {}", "r 1786", "a That much."}, reasonUnsaid},
		{"1786", []string{"u x", "a 17 86"}, reasonUnsaid},
	} {
		got := RequiredOutputs().Judge(&Case{Task: &world.Task{Outputs: []string{c.output}}, Trajectory: said(world.Done, c.turns...)})
		if reasonOf(got) != c.want {
			t.Errorf("%q in %q: %v, want %q", c.output, c.turns, got, c.want)
		}
	}
}

func TestStateAlignment(t *testing.T) {
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	fields := func(name, value string) map[string]json.RawMessage {
		return map[string]json.RawMessage{name: raw(value)}
	}
	gold := world.State{Digest: "1", Changes: world.Changes{"orders": {
		"W1": {Before: fields("status", `"open"`), After: fields("status", `"paid"`)},
		"W2": {After: fields("id", `"W2"`)},
	}}}
	for _, c := range []struct {
		have world.Changes
		want string
	}{
		{world.Changes{}, `a change is missing: orders["W1"] should have become status "paid"; and 1 more`},
		{world.Changes{"orders": {"W1": gold.Changes["orders"]["W1"]}}, `a change is missing: orders["W2"] should have become id "W2"`},
		{world.Changes{"orders": {"W1": {Before: fields("status", `"open"`), After: fields("status", `"void"`)}, "W2": gold.Changes["orders"]["W2"]}},
			`something was changed to another value: orders["W1"].status became "void", should be "paid"`},
		{world.Changes{"orders": gold.Changes["orders"], "users": {"u": {Before: fields("id", `"u"`)}}},
			`something was changed that should not have been: users["u"] became no row`},
		{gold.Changes, "the final state is another: its digest differs, though the changes are the same"},
	} {
		r := StateAlignment().Judge(&Case{Task: &world.Task{State: gold}, Trajectory: &world.Trajectory{State: world.State{Digest: "2", Changes: c.have}}})
		if got := r.Reason + ": " + r.Detail; got != c.want {
			t.Errorf("%v\n got %s\nwant %s", c.have, got, c.want)
		}
	}
	if r := StateAlignment().Judge(&Case{Task: &world.Task{State: gold}, Trajectory: &world.Trajectory{State: gold}}); r != nil {
		t.Errorf("equal states: %v", r)
	}
}

// TestPassHat compares pass^k with what it means: the share of the k-subsets of
// a task's trials that succeed altogether; and pass@k, the share of those in which one
// does.
func TestPassHat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		k := rapid.IntRange(1, n).Draw(t, "k")
		want, wantAt := new(big.Rat), new(big.Rat)
		tasks := rapid.IntRange(1, 4).Draw(t, "tasks")
		var attempts []Attempts
		for range tasks {
			c := rapid.IntRange(0, n).Draw(t, "c")
			attempts = append(attempts, Attempts{Tries: tries(n, c)})
			good, some, all := int64(0), int64(0), int64(0)
			for set := range 1 << n {
				size, within, touches := 0, true, false
				for i := range n {
					if set>>i&1 == 1 {
						size++
						within = within && i < c
						touches = touches || i < c
					}
				}
				if size == k {
					all++
					if within {
						good++
					}
					if touches {
						some++
					}
				}
			}
			want.Add(want, big.NewRat(good, all))
			wantAt.Add(wantAt, big.NewRat(some, all))
		}
		want.Quo(want, big.NewRat(int64(tasks), 1))
		if got := PassHat(attempts, k); got.Cmp(want) != 0 {
			t.Fatalf("pass^%d of %v is %v, want %v", k, attempts, got, want)
		}
		wantAt.Quo(wantAt, big.NewRat(int64(tasks), 1))
		if got := PassAt(attempts, k); got.Cmp(wantAt) != 0 {
			t.Fatalf("pass@%d of %v is %v, want %v", k, attempts, got, wantAt)
		}
	})
	big1000 := []Attempts{{Tries: tries(1000, 999)}}
	if got := PassHat(big1000, 500); got.Cmp(big.NewRat(1, 2)) != 0 { // C(999,500)/C(1000,500)
		t.Errorf("pass^500 of 999 in 1000 is %v", got)
	}
}

func TestScores(t *testing.T) {
	attempts := []Attempts{
		{Player: Player{Model: "b"}, Task: "t1", Calls: 6, Domain: "shop", Tries: tries(3, 2)},
		{Player: Player{Model: "a"}, Task: "t1", Calls: 6, Domain: "shop", Tries: tries(3, 3)},
		{Player: Player{Model: "a"}, Task: "t2", Calls: 0, Domain: "bank", Tries: tries(2, 1)},
		{Player: Player{Model: "a"}, Task: "t3", Calls: 5, Domain: "bank", Tries: tries(4, 0)},
	}
	var got []string
	for _, s := range (Scoring{Checks: "x"}).Scores(attempts) {
		if broken := s.Validate(); len(broken) > 0 {
			t.Errorf("%+v: %v", s, broken)
		}
		got = append(got, fmt.Sprintf("%s %s %q %d/%d of %d %v", s.Model, s.By, s.Group, s.Accepted, s.Trajectories, s.Tasks, s.Pass))
	}
	want := []string{
		`a all "" 4/9 of 3 [0.5 0.333333]`,
		`a calls "0" 1/2 of 1 [0.5 0]`,
		`a calls "5-6" 3/7 of 2 [0.5 0.5 0.5]`,
		`a domain "bank" 1/6 of 2 [0.25 0]`,
		`a domain "shop" 3/3 of 1 [1 1 1]`,
		`b all "" 2/3 of 1 [0.666667 0.333333 0]`,
		`b calls "5-6" 2/3 of 1 [0.666667 0.333333 0]`,
		`b domain "shop" 2/3 of 1 [0.666667 0.333333 0]`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s := (Scoring{Checks: "x", K: 1}).Scores(attempts); len(s[0].Pass) != 1 {
		t.Errorf("k = 1: %v", s[0].Pass)
	}
	for calls, bin := range map[int]string{0: "0", 4: "4", 5: "5-6", 9: "7-9", 14: "10-14", 15: "15+", 400: "15+"} {
		if got := CallsBin(calls); got != bin {
			t.Errorf("%d calls are in %s, want %s", calls, got, bin)
		}
	}
}

// tries are n trials of which the first c were accepted.
func tries(n, c int) []Try {
	list := make([]Try, n)
	for i := range list {
		list[i] = Try{Trial: i, Accepted: i < c}
	}
	return list
}

// TestPassRate: figures that were worked out by hand. Of two tasks with three
// trials the repetitions are worth (1 + 1)/2, (0 + 1/2)/2 and (1 + 0)/2: 1, 1/4 and
// 1/2, with the mean 7/12 and the variance ((5/12)² + (4/12)² + (1/12)²)/3 = 7/72.
// Who was unsure counts for half whichever way it went.
func TestPassRate(t *testing.T) {
	attempts := []Attempts{
		{Player: Player{Model: "a"}, Task: "t1", Tries: []Try{{Trial: 0, Accepted: true, Golden: true}, {Trial: 1, Golden: true}, {Trial: 2, Accepted: true}}},
		{Player: Player{Model: "a"}, Task: "t2", Tries: []Try{{Trial: 0, Accepted: true}, {Trial: 1, Accepted: true, Unsure: true}, {Trial: 2}, {Trial: 3, Accepted: true}}},
	}
	s := (Scoring{}).Scores(attempts)[0]
	if want := (world.Spread{Mean: 0.583333, Deviation: 0.311805, Repetitions: 3}); s.PassRate != want {
		t.Errorf("%+v, want %+v", s.PassRate, want)
	}
	if s.Accepted != 5 || s.GoldenPaths != 1 {
		t.Errorf("%d accepted, %d of them by the golden tools; want 5 and 1", s.Accepted, s.GoldenPaths)
	}
	attempts[1].Tries[1].Accepted = false
	if again := (Scoring{}).Scores(attempts)[0]; again.PassRate != s.PassRate {
		t.Errorf("a judge who was unsure and rejected: %+v, want %+v", again.PassRate, s.PassRate)
	}
}

// TestCompare: of the pairs of trials that both have, t1 gives a win, a loss and a
// tie, t2 a tie of two failures; t3 and the fourth trial of t1 have no pair.
func TestCompare(t *testing.T) {
	yes := func(n int) Try { return Try{Trial: n, Accepted: true} }
	no := func(n int) Try { return Try{Trial: n} }
	scoring := Scoring{Reference: []Attempts{
		{Player: Player{Model: "r"}, Task: "t1", Tries: []Try{no(0), yes(1), yes(2)}},
		{Player: Player{Model: "r"}, Task: "t2", Tries: []Try{no(0)}},
		{Player: Player{Model: "r"}, Task: "t9", Tries: []Try{yes(0)}},
	}}
	scores := scoring.Scores([]Attempts{
		{Player: Player{Model: "a"}, Task: "t1", Calls: 1, Tries: []Try{yes(0), no(1), yes(2), yes(3)}},
		{Player: Player{Model: "a"}, Task: "t2", Calls: 1, Tries: []Try{no(0)}},
		{Player: Player{Model: "a"}, Task: "t3", Calls: 2, Tries: []Try{yes(0)}},
	})
	if diff := cmp.Diff(&world.Comparison{Model: "r", Wins: 1, Losses: 1, Ties: 2}, scores[0].Against); diff != "" {
		t.Error(diff)
	}
	for _, s := range scores {
		if s.By == "calls" && s.Group == "2" && s.Against != nil {
			t.Errorf("no pair has two calls, but %+v", s.Against)
		}
	}
}
