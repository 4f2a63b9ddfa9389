package refining

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"worldc/roles"
	"worldc/treesearch"
	"worldc/world"
)

// A desk is a place with one tool that wants `confirm` and does not say so: a
// scenario succeeds under a version whose description of it says confirm.
func desk(scenarios int) Problem {
	tool := world.Tool{ID: "t", Name: "cancel", Description: "Cancels an order.", Parameters: json.RawMessage(`{"type":"object"}`)}
	w := &world.World{ID: "w", Tools: []world.WorldTool{{Tool: tool}}}
	p := Problem{
		Seed: 1, Tools: []world.Tool{tool},
		ToolOf: func(world, name string) string {
			if name == "cancel" {
				return "t"
			}
			return ""
		},
		Each: func(_ context.Context, n int, f func(int) error) error {
			for i := range n {
				if err := f(i); err != nil {
					return err
				}
			}
			return nil
		},
		Lost: func(subject, place string, err error) (world.Finding, bool) {
			return world.Finding{Subject: subject, Place: place, Action: world.Noted, Reason: "lost", Detail: err.Error()}, errors.Is(err, errNonsense)
		},
	}
	for i := range scenarios {
		s := &world.Task{ID: fmt.Sprint("s", i), World: "w", Goal: "cancel", Calls: []world.Call{{Tool: "cancel", Arguments: json.RawMessage(fmt.Sprintf(`{"order":"A-%d77","confirm":true}`, i))}}}
		if i%4 == 3 {
			p.HeldOut = append(p.HeldOut, s)
		} else {
			p.Scenarios = append(p.Scenarios, s)
		}
	}
	p.Gold = NewGold(slices.Concat(p.Scenarios, p.HeldOut), []*world.World{w})
	p.Try = func(_ context.Context, v *Version, list []*world.Task) ([]Trial, error) {
		trials := make([]Trial, len(list))
		for i, s := range list {
			answer, score := "Error: confirm is missing", 0.0
			if strings.Contains(v.description(&tool), "confirm") {
				answer, score = "{}", 1
			}
			trials[i] = Trial{talkOf(s, answer), score}
		}
		return trials, nil
	}
	p.Call = func(_ context.Context, s *world.Task, _ world.Call) (*world.Trajectory, error) {
		return talkOf(s, "Error: confirm is missing"), nil
	}
	return p
}

func talkOf(s *world.Task, answer string) *world.Trajectory {
	return &world.Trajectory{ID: s.ID, Task: s.ID, World: s.World, Turns: []world.Turn{
		{Role: world.AssistantRole, Calls: []world.Call{{ID: "1", Tool: "cancel", Arguments: s.Calls[0].Arguments}}},
		{Role: world.ToolRole, CallID: "1", Content: answer},
	}}
}

var errNonsense = errors.New("nonsense")

// A scribe is an optimizer that writes what a function says.
type scribe func(b *roles.RewriteBrief) (string, error)

func (s scribe) Describe(_ context.Context, b roles.DescriptionBrief) (roles.Rewriting, error) {
	text, err := s(&b.RewriteBrief)
	return roles.Rewriting{Text: text, Modification: "m", Why: "w"}, err
}

func (s scribe) Procedure(_ context.Context, b roles.ProcedureBrief) (roles.Rewriting, error) {
	return roles.Rewriting{Text: b.Text}, nil
}

var usual = Options{
	Strategy: "mcts", Width: 3, Iterations: 15, Exploration: 1.41, Parallel: 1, Prune: true, Descriptions: true, Workflow: true,
	Candidates: 3, Samples: 3, MaxDescription: 200, MaxWorkflow: 200, Curve: true,
}

// What an optimizer writes that does not do its work is not taken, and it is said
// why.
func TestBadOptimizers(t *testing.T) {
	for name, c := range map[string]struct {
		scribe scribe
		want   string // in a finding; "" for none
		nodes  int
	}{
		"empties":             {func(*roles.RewriteBrief) (string, error) { return " \n", nil }, "the description of cancel is empty", 1},
		"answers nonsense":    {func(*roles.RewriteBrief) (string, error) { return "", errNonsense }, "nonsense", 1},
		"tells gold":          {func(b *roles.RewriteBrief) (string, error) { return b.Text + " Such as a-077.", nil }, `holds "a-077"`, 1},
		"writes without end":  {func(b *roles.RewriteBrief) (string, error) { return strings.Repeat("x ", 200), nil }, "has 399 characters: 200 at most", 1},
		"changes nothing":     {func(b *roles.RewriteBrief) (string, error) { return b.Text, nil }, "", 1},
		"says what is wanted": {func(b *roles.RewriteBrief) (string, error) { return "Cancels an order. Pass confirm.", nil }, "", 2},
		"is no UTF-8":         {func(b *roles.RewriteBrief) (string, error) { return "\xff\xfe", nil }, "is empty", 1},
	} {
		p := desk(12)
		p.Optimizer = c.scribe
		r, err := Refine(context.Background(), p, usual)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(r.Nodes) != c.nodes || r.End != string(treesearch.NothingLeft) {
			t.Errorf("%s: %d versions, end %q", name, len(r.Nodes), r.End)
		}
		if rest := r.Made - len(r.Nodes); rest != 3 && c.nodes == 1 {
			t.Errorf("%s: nothing came of %d versions, want 3", name, rest)
		}
		found := slices.ContainsFunc(r.Findings, func(f world.Finding) bool { return c.want != "" && strings.Contains(f.Detail, c.want) })
		if found != (c.want != "") {
			t.Errorf("%s: findings %+v, want %q in one", name, r.Findings, c.want)
		}
	}
}

// An agent that grows what it is told by a word each time stops at the bound.
func TestGrowth(t *testing.T) {
	p := desk(8)
	p.Optimizer = scribe(func(b *roles.RewriteBrief) (string, error) { return b.Text + " More.", nil })
	o := usual
	o.Strategy, o.Iterations = "chain", 500
	r, err := Refine(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range r.Nodes {
		if d := n.Descriptions["t"]; len(d) > o.MaxDescription {
			t.Fatalf("version %d has %d characters", n.Number, len(d))
		}
	}
	if len(r.Nodes) != 1+(200-len("Cancels an order."))/len(" More.") || r.End != string(treesearch.NothingLeft) {
		t.Errorf("%d versions, end %q", len(r.Nodes), r.End)
	}
}

// A reward that is none is an error, and names the version.
func TestRewards(t *testing.T) {
	for _, bad := range []float64{-1, 1.5, math.NaN()} {
		p := desk(8)
		p.Optimizer = scribe(func(b *roles.RewriteBrief) (string, error) { return "Pass confirm.", nil })
		p.Try = func(_ context.Context, _ *Version, list []*world.Task) ([]Trial, error) {
			return []Trial{{Score: bad}}, nil
		}
		if _, err := Refine(context.Background(), p, usual); err == nil || !strings.Contains(err.Error(), "node 0 is worth") {
			t.Errorf("a reward of %v gives %v", bad, err)
		}
	}
}

// An agent that never succeeds leaves the documents as they are.
func TestHopeless(t *testing.T) {
	p := desk(8)
	p.Optimizer = scribe(func(b *roles.RewriteBrief) (string, error) { return b.Text + " " + b.Node, nil })
	p.Try = func(_ context.Context, _ *Version, list []*world.Task) ([]Trial, error) {
		trials := make([]Trial, len(list))
		for i, s := range list {
			trials[i].Trajectory = talkOf(s, "Error: no")
		}
		return trials, nil
	}
	r, err := Refine(context.Background(), p, usual)
	if err != nil {
		t.Fatal(err)
	}
	if r.Chosen != 0 || r.Nodes[0].Score != 0 {
		t.Errorf("version %d was chosen, the documents are worth %v", r.Chosen, r.Nodes[0].Score)
	}
	if len(r.Nodes) < 10 {
		t.Errorf("only %d versions were tried", len(r.Nodes))
	}
}

// How many versions are made at a time changes the tree, how many threads do it
// does not.
func TestThreads(t *testing.T) {
	var want *Result
	for _, threads := range []int{1, 4} {
		p := desk(16)
		p.Threads = threads
		p.Optimizer = scribe(func(b *roles.RewriteBrief) (string, error) {
			if len(b.Node)%2 == 0 && strings.ContainsAny(b.Node[:1], "01234567") {
				return b.Text + " confirm " + b.Node, nil
			}
			return b.Text + " " + b.Node, nil
		})
		o := usual
		o.Parallel, o.MaxDescription = 4, 4000
		r, err := Refine(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = r
		} else if diff := cmp.Diff(want, r); diff != "" {
			t.Error(diff)
		}
	}
}

// Strategies that are no search make one version at most, and choose it without
// looking at scores.
func TestSimple(t *testing.T) {
	for strategy, nodes := range map[string]int{None: 1, OneShot: 2, PerTool: 2} {
		p := desk(12)
		p.Optimizer = scribe(func(b *roles.RewriteBrief) (string, error) { return "Cancels an order. Pass confirm.", nil })
		o := usual
		o.Strategy = strategy
		r, err := Refine(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Nodes) != nodes || r.Chosen != nodes-1 {
			t.Errorf("%s: %d versions, %d chosen", strategy, len(r.Nodes), r.Chosen)
		}
	}
}

// The released code starts each rewriting from the document's description.
func TestOriginal(t *testing.T) {
	p := desk(12)
	p.Optimizer = scribe(func(b *roles.RewriteBrief) (string, error) { return b.Text + " " + b.Node[:4], nil })
	o := usual
	o.Strategy, o.Original, o.Iterations, o.MaxDescription = "chain", true, 5, 4000
	r, err := Refine(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range r.Nodes[1:] {
		if d := n.Descriptions["t"]; len(d) != len("Cancels an order. 1234") {
			t.Errorf("version %d builds on its parent: %q", n.Number, d)
		}
	}
}

// Experience is what the children of the parent and those on the way to it did.
func TestExperience(t *testing.T) {
	p := desk(12)
	var longest int
	p.Optimizer = scribe(func(b *roles.RewriteBrief) (string, error) {
		longest = max(longest, len(b.Experience))
		for _, e := range b.Experience {
			if e.Modification == "" {
				t.Error("experience without a modification")
			}
		}
		return b.Text + " " + b.Node, nil
	})
	o := usual
	o.MaxDescription = 4000
	if _, err := Refine(context.Background(), p, o); err != nil {
		t.Fatal(err)
	}
	if longest < 2 {
		t.Errorf("an optimizer saw %d experiences at most", longest)
	}
}

func TestLikeness(t *testing.T) {
	const a = "Cancels an order that has not been shipped, and pays back what was paid."
	for _, c := range []struct {
		b         string
		low, high float64
	}{{a, 1, 1}, {a + " Pass `confirm` as true.", 0.75, 0.99}, {"Lists the hotels of a town.", 0, 0.3}, {"", 0, 0}} {
		if x := likeness(a, c.b); x < c.low-1e-9 || x > c.high+1e-9 {
			t.Errorf("%q is alike by %v, want %v to %v", c.b, x, c.low, c.high)
		}
	}
}

func TestGold(t *testing.T) {
	w := &world.World{Policy: "Orders look like ORD-1.", Tools: []world.WorldTool{{Tool: world.Tool{Description: "Takes 2025-01-01 as an example."}}}, Drift: []world.Drift{{Value: json.RawMessage(`"v2 beta"`)}}}
	s := &world.Task{
		Calls:   []world.Call{{Arguments: json.RawMessage(`{"id":"ORD-9911","when":"2025-01-01","version":"v2 beta","state":"pending","n":7,"long":"5 min"}`)}},
		Known:   []world.Fact{{Name: "name", Value: json.RawMessage(`"Ana Ruiz"`)}},
		Outputs: []string{"1234.50"},
	}
	g := NewGold([]*world.Task{s}, []*world.World{w})
	for text, want := range map[string]string{
		"Pass ids such as ORD-9911.":                          "ord-9911",
		"Ask Ana Ruiz.":                                       "ana ruiz",
		"It gave 1234.50.":                                    "1234.50",
		"ORD-99110 is another.":                               "",
		"2025-01-01, v2 beta, pending, 7":                     "",
		"Give `long` as text with its unit, such as `5 min`.": "",
		"It took 5 min.":                                      "5 min",
	} {
		if have := g.Leaked(text); have != want {
			t.Errorf("%q leaks %q, want %q", text, have, want)
		}
	}
}
