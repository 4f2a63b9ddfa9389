package taskmaking

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"worldc/rng"
	"worldc/world"
)

// TestCombine: a combination has as many tools as it may have, its scenarios call
// each of them and no other, and they are executed again as they were. Who asks for
// more scenarios of each keeps those that there are.
//
// It takes examples of options, as each takes a tenth of a second.
func TestCombine(t *testing.T) {
	drawn := rapid.Custom(func(t *rapid.T) CombineOptions {
		seed := rapid.Uint64Range(0, 1000).Draw(t, "seed")
		return CombineOptions{
			Sizes:        rapid.SliceOfNDistinct(rapid.IntRange(2, 4), 1, 2, rapid.ID[int]).Draw(t, "sizes"),
			Combinations: rapid.IntRange(1, 3).Draw(t, "combinations"), PerCombination: rapid.IntRange(1, 2).Draw(t, "per combination"),
			Distractors: rapid.IntRange(0, 20).Draw(t, "distractors"), Seed: seed,
			Stream: func(parts ...string) *rng.Stream { return rng.New(seed, parts...) },
		}
	})
	for _, w := range worlds(t) {
		e := load(t, w)
		names := map[string]string{} // by id
		var order []string
		for _, x := range w.Tools {
			names[x.Tool.ID] = x.Tool.Name
			order = append(order, x.Tool.Name)
		}
		for example := range 8 {
			o := drawn.Example(example)
			found, why := Combine(e, w, nil, o)
			if len(found) > o.Combinations || (len(found) < o.Combinations) != (why != "") {
				t.Fatalf("%d combinations of %d: %q", len(found), o.Combinations, why)
			}
			seen := map[string]bool{}
			for _, c := range found {
				key := strings.Join(c.Tools, " ")
				if seen[key] {
					t.Errorf("twice: %s", key)
				}
				seen[key] = true
				if !slices.Contains(o.Sizes, len(c.Tools)) || !slices.IsSortedFunc(c.Tools, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) }) {
					t.Errorf("%v is none of %v tools in their order", c.Tools, o.Sizes)
				}
				if len(c.Scenarios) == 0 || len(c.Scenarios)+len(c.Missed) != o.PerCombination {
					t.Errorf("%s: %d scenarios and %d missed, of %d", key, len(c.Scenarios), len(c.Missed), o.PerCombination)
				}
				rounds, asked := map[int]bool{}, map[string]bool{}
				for _, s := range c.Scenarios {
					if rounds[s.Round] || s.Round >= o.PerCombination {
						t.Errorf("%s: round %d", key, s.Round)
					}
					rounds[s.Round] = true
					called := map[string]bool{}
					calls := ""
					for _, call := range s.Task.Calls {
						called[call.Tool] = true
						calls += fmt.Sprintf("%s %s\n", call.Tool, call.Arguments)
						if !slices.Contains(c.Tools, call.Tool) {
							t.Errorf("%s: %s is called\n%s", key, call.Tool, show(s.Made))
						}
					}
					if len(called) != len(c.Tools) || asked[calls] {
						t.Errorf("%s: a scenario that leaves one out, or says what another does:\n%s", key, show(s.Made))
					}
					asked[calls] = true
					shown := map[string]bool{}
					for _, id := range s.Task.Tools {
						shown[names[id]] = true
					}
					if want := len(c.Tools) + min(o.Distractors, len(order)-len(c.Tools)); len(shown) != want || len(s.Task.Tools) != want || shown[""] {
						t.Errorf("%s: %d tools are shown, %d of them different, not %d", key, len(s.Task.Tools), len(shown), want)
					}
					for _, name := range c.Tools {
						if !shown[name] {
							t.Errorf("%s: %s is not shown", key, name)
						}
					}
					replay, err := e.Replay(&s.Task)
					if err != nil || replay.Failed >= 0 {
						t.Fatalf("%s: call %d fails: %v\n%s", key, replay.Failed, err, show(s.Made))
					}
					for i, r := range replay.Results {
						if string(r.Value) != string(s.Task.Calls[i].Result) {
							t.Errorf("%s: call %d gives %s\n%s", key, i, r.Value, show(s.Made))
						}
					}
					if d := cmp.Diff(s.Task.State, replay.State); d != "" {
						t.Errorf("%s: %s\n%s", key, d, show(s.Made))
					}
				}
			}
			o.PerCombination++
			more, _ := Combine(e, w, nil, o)
			for i := range more {
				last := o.PerCombination - 1
				more[i].Scenarios = slices.DeleteFunc(more[i].Scenarios, func(s Scenario) bool { return s.Round == last })
				more[i].Missed = slices.DeleteFunc(more[i].Missed, func(m Miss) bool { return m.Task == last })
			}
			if d := cmp.Diff(found, more, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("with one more of each there are others: %s", d)
			}
		}
	}
}

// TestCombineLittle: where nothing composes, what is wrong is said.
func TestCombineLittle(t *testing.T) {
	o := CombineOptions{Sizes: []int{2, 3}, Combinations: 2, PerCombination: 1, Stream: func(parts ...string) *rng.Stream { return rng.New(1, parts...) }}
	for _, c := range []struct {
		tools int
		want  string
	}{{0, ReasonFewTools}, {1, ReasonFewTools}} {
		w := *clinic(t)
		w.Tools = w.Tools[:c.tools]
		if found, why := Combine(load(t, &w), &w, nil, o); len(found) > 0 || why != c.want {
			t.Errorf("%d tools: %d combinations, %q", c.tools, len(found), why)
		}
	}
	// Tools about tables that have nothing to do with each other.
	w := *clinic(t)
	w.Tools = slices.DeleteFunc(slices.Clone(w.Tools), func(x world.WorldTool) bool {
		return x.Does == nil || x.Does.Table != "patients" && x.Does.Table != "doctors" || x.Does.Operation != world.Get
	})
	if len(w.Tools) == 2 {
		if found, why := Combine(load(t, &w), &w, nil, o); len(found) > 0 || why != ReasonApart {
			t.Errorf("two that are apart: %d combinations, %q", len(found), why)
		}
	} else {
		t.Errorf("%d tools, not 2", len(w.Tools))
	}
}
