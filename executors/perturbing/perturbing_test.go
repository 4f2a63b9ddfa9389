package perturbing

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"worldc/executors/gaming"
	"worldc/roles"
	"worldc/roles/scriptwriter"
	"worldc/spec"
	"worldc/world"
)

func TestPublished(t *testing.T) {
	if !slices.Equal(Published(), spec.PublishedRules) {
		t.Errorf("the spec knows the rules %v, here are %v", spec.PublishedRules, Published())
	}
}

// script is one that can be played, with numbered things and actions of all the
// shapes that rules rewrite.
func script(t *testing.T, number int) *world.Script {
	t.Helper()
	for n := number; ; n++ {
		s, err := scriptwriter.New().Script(context.Background(), roles.ScriptBrief{Seed: 1, Persona: world.Persona{ID: "p", Text: "A father of twins"}, Number: n})
		if err != nil {
			t.Fatal(err)
		}
		if s == nil {
			continue
		}
		s.ID, s.Persona = world.ScriptID("p", n), "p"
		settle(t, s)
		return s
	}
}

func settle(t *testing.T, s *world.Script) {
	t.Helper()
	b, problems, err := gaming.Open(s, false)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v %v", problems, err)
	}
	defer b.Close()
	if problems, err = b.Settle(1); err != nil || len(problems) > 0 {
		t.Fatalf("%v %v", problems, err)
	}
}

// numberedThings renames a thing so that it ends in a number, everywhere.
func numberedThings(t *testing.T, s *world.Script) (*world.Script, string) {
	t.Helper()
	for _, a := range s.Actions {
		for _, list := range a.Values {
			for _, v := range list {
				if !strings.Contains(v, " ") {
					r := &Rewriting{names: map[string]string{v: v + " 2"}, templates: map[string]string{}}
					r.findNames()
					x := *s
					x.Actions = slices.Clone(s.Actions)
					solution := slices.Clone(s.Solution)
					if err := r.rewriteRecord(&x); err != nil {
						t.Fatal(err)
					}
					for i := range solution {
						x.Solution[i] = r.Text(solution[i])
					}
					return &x, v + " 2"
				}
			}
		}
	}
	t.Fatal("no thing has a name of one word")
	return nil, ""
}

// Whatever rules do to a script, it is played as before: the same steps lead to the
// same state, in other words.
func TestRewritten(t *testing.T) {
	rules := allRules(t)
	seen := map[string]int{}
	for n := range 20 {
		s := script(t, n)
		before := s.Solution
		r, problems, err := Rewrite(s, "all", rules)
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v", problems, err)
		}
		for _, name := range r.Changed {
			seen[name]++
		}
		if r.Script.ID == s.ID || r.Script.Task.ID == s.Task.ID || r.Script.Written != s.ID || r.Script.Variant != "all" {
			t.Errorf("a variant is not told from the script as it was written: %q %q", r.Script.Written, r.Script.Variant)
		}
		settle(t, r.Script)
		if len(r.Script.Solution) != len(before) || len(r.Script.Task.Calls) != len(s.Task.Calls) {
			t.Errorf("the solution has other steps: %q, %q", before, r.Script.Solution)
		}
		if r.Script.Task.State.Digest != s.Task.State.Digest {
			t.Errorf("the game ends in another state")
		}
		for _, a := range r.Script.Actions {
			if strings.HasPrefix(a.Template, "go to ") || strings.Contains(a.Template, "} from {") || strings.Contains(a.Template, " with {") {
				t.Errorf("%q is what it was", a.Template)
			}
		}
	}
	for _, name := range []string{"move", "own"} {
		if seen[name] == 0 {
			t.Errorf("no script was changed by %s", name)
		}
	}
}

// Names are joined to their numbers wherever they stand.
func TestJoinedNumbers(t *testing.T) {
	s, name := numberedThings(t, script(t, 0))
	settle(t, s)
	rule, _ := Find("joined_numbers")
	r, problems, err := Rewrite(s, "joined", []Rule{rule})
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v %v", problems, err)
	}
	if !slices.Equal(r.Changed, []string{"joined_numbers"}) {
		t.Fatalf("%v", r.Changed)
	}
	settle(t, r.Script)
	for _, text := range append([]string{r.Script.Task.Goal}, r.Script.Solution...) {
		if strings.Contains(text, name) {
			t.Errorf("%q still names %q", text, name)
		}
	}
}

func TestBadRule(t *testing.T) {
	if _, err := New("x", "(?=a)", ""); err == nil || !strings.Contains(err.Error(), "is no regular expression") {
		t.Errorf("%v", err)
	}
}

// A rule that leaves of a template what is none is a problem with its place, whatever
// it leaves.
func TestNoTemplateIsLeft(t *testing.T) {
	s := script(t, 0)
	for replace, want := range map[string]string{"": "says nothing", "{open": "leaves a brace open", "open}": "closes a brace", "{a b}": "has a placeholder", "{x} {x}": "has {x} twice"} {
		rule, err := New("own", `^.*$`, replace)
		if err != nil {
			t.Fatal(err)
		}
		_, problems, err := Rewrite(s, "x", []Rule{rule})
		if err != nil || len(problems) != 1 || problems[0].Where != "actions[0].template" || !strings.Contains(problems[0].What, want) || !strings.Contains(problems[0].What, "the rule own") {
			t.Errorf("%q: %v %v", replace, problems, err)
		}
	}
}

// rows are things of one sort.
func rows(names ...string) map[string][]json.RawMessage {
	list := map[string][]json.RawMessage{}
	for _, n := range names {
		list["thing"] = append(list["thing"], json.RawMessage(`{"name":`+strconv.Quote(n)+`}`))
	}
	return list
}
