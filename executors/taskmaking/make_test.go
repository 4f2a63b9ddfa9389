package taskmaking

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"worldc/rng"
	"worldc/world"
)

// worlds are those that tests make tasks in.
func worlds(t testing.TB) []*world.World { return []*world.World{clinic(t), workshop(t)} }

// TestGold: the golden calls of a task, executed again, give the same results
// and the same state.
func TestGold(t *testing.T) {
	for _, w := range worlds(t) {
		e := load(t, w)
		made, missed := Make(e, w, nil, options(20))
		if len(made)+len(missed) != 20 {
			t.Errorf("%s: %d made and %d missed of 20", w.Name, len(made), len(missed))
		}
		if len(made) < 12 {
			t.Errorf("%s: only %d tasks of 20: %v", w.Name, len(made), missed)
		}
		wrote, read := 0, 0
		for _, m := range made {
			again := m.Task
			again.Calls = slices.Clone(m.Task.Calls)
			for i := range again.Calls {
				again.Calls[i].Result, again.Calls[i].Effect = nil, ""
			}
			replay, err := e.Replay(&again)
			if err != nil {
				t.Fatal(err)
			}
			if replay.Failed >= 0 {
				t.Fatalf("call %d fails: %s\n%s", replay.Failed, replay.Results[replay.Failed].Error, show(m))
			}
			for i, r := range replay.Results {
				if string(r.Value) != string(m.Task.Calls[i].Result) || r.Effect != m.Task.Calls[i].Effect {
					t.Errorf("call %d gives %s\n%s", i, r.Value, show(m))
				}
			}
			if d := cmp.Diff(m.Task.State, replay.State); d != "" {
				t.Errorf("the state differs: %s\n%s", d, show(m))
			}
			if n := len(m.Task.Calls); n < 2 || n > 8 {
				t.Errorf("%d calls, wanted 2 to 8\n%s", n, show(m))
			}
			if m.Task.ReadOnly() {
				read++
				if len(m.Task.Outputs) == 0 {
					t.Errorf("nothing is written and nothing asked\n%s", show(m))
				}
			} else {
				wrote++
				if m.Task.State.Changes.Rows() == 0 {
					t.Errorf("nothing changes\n%s", show(m))
				}
			}
			m.Task.Goal = "as the story says"
			if p := m.Task.Validate(); len(p) > 0 {
				t.Error(p)
			}
		}
		if wrote == 0 || read == 0 {
			t.Errorf("%s: %d tasks write and %d read", w.Name, wrote, read)
		}
	}
}

// TestIdle: no call can be left out. Without one that writes the state is
// another; without one that reads, an argument or an output cannot be known.
func TestIdle(t *testing.T) {
	for _, w := range worlds(t) {
		e := load(t, w)
		g := survey(e, w, nil)
		made, _ := Make(e, w, nil, options(15))
		for _, m := range made {
			free := (&walk{ground: g}).free
			for i, c := range m.Task.Calls {
				rest := m.Task
				rest.Calls = slices.Delete(slices.Clone(m.Task.Calls), i, i+1)
				if c.Effect == world.Write {
					replay, err := e.Replay(&rest)
					if err != nil {
						t.Fatal(err)
					}
					if replay.Failed < 0 && replay.State.Digest == m.Task.State.Digest {
						t.Errorf("call %d changes nothing\n%s", i, show(m))
					}
					continue
				}
				if len(Unknowable(m.Story, rest.Calls, free)) > 0 {
					continue
				}
				heard := map[string]bool{}
				for _, other := range rest.Calls {
					values := map[string]bool{}
					scalars(decode(other.Result), true, values)
					for v := range values {
						heard[plain(v)] = true
					}
				}
				counts := slices.ContainsFunc(m.Story.Steps, func(s world.Step) bool { return s.Operation == world.Count })
				if !counts && !slices.ContainsFunc(m.Task.Outputs, func(o string) bool { return !heard[o] }) {
					t.Errorf("call %d is idle\n%s", i, show(m))
				}
			}
		}
	}
}

// TestUnknowable: what nobody has said and no result has shown is found.
func TestUnknowable(t *testing.T) {
	w := clinic(t)
	made, _ := Make(load(t, w), w, nil, options(10))
	none := func(string, string) bool { return false }
	for _, m := range made {
		if u := Unknowable(m.Story, m.Task.Calls, none); len(u) > 0 {
			t.Errorf("%v\n%s", u, show(m))
		}
		calls := slices.Clone(m.Task.Calls)
		last := &calls[len(calls)-1]
		last.Arguments = json.RawMessage(`{"id":"pat_ffff"}`)
		if u := Unknowable(m.Story, calls, none); !slices.Equal(u, []string{last.Tool + ".id"}) {
			t.Errorf("an id from nowhere: %v", u)
		}
		if u := Unknowable(m.Story, calls, func(tool, parameter string) bool { return parameter == "id" }); len(u) > 0 {
			t.Errorf("an argument that does not matter: %v", u)
		}
	}
}

// TestSingledOut: what a person says of a row fits no other row of the state in
// which the task begins.
func TestSingledOut(t *testing.T) {
	w := clinic(t)
	e := load(t, w)
	g := survey(e, w, nil)
	made, _ := Make(e, w, nil, options(40))
	checked := 0
	for _, m := range made {
		start := g.scene().after(m.Task.Initial)
		for _, s := range m.Story.Steps {
			table := g.byName[s.Thing+"s"]
			if s.Same >= 0 || len(s.Target) == 0 || s.Operation == world.Create || s.Operation == world.List || s.Operation == world.Count {
				continue
			}
			fits := 0
			for _, r := range start.all(table) {
				all := true
				for _, d := range s.Target {
					all = all && says(start, r, d)
				}
				if all {
					fits++
				}
			}
			checked++
			if fits != 1 {
				t.Errorf("%d rows fit\n%s", fits, show(m))
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d targets checked", checked)
	}
}

// says reports whether a detail is true of a row, or of one that it belongs to
// or that belongs to it.
func says(start *scene, r *row, d world.Detail) bool {
	if d.Of == "" {
		c := r.table.labelled(d.Label)
		return c != nil && r.at(c) == string(d.Value)
	}
	for _, c := range r.table.parents {
		p := start.parent(r, c)
		if p == nil {
			continue
		}
		if c.parent.Thing == d.Of && says(start, p, world.Detail{Label: d.Label, Value: d.Value}) || says(start, p, d) {
			return true
		}
	}
	return false
}

// TestPrefix: who asks for more tasks keeps those that there are, and no two of
// a world are alike.
func TestPrefix(t *testing.T) {
	w := clinic(t)
	e := load(t, w)
	few, _ := Make(e, w, nil, options(5))
	many, missed := Make(e, w, nil, options(30))
	if d := cmp.Diff(few, many[:len(few)]); d != "" {
		t.Errorf("the first five differ: %s", d)
	}
	seen := map[string]bool{}
	for _, m := range many {
		key := ""
		for _, c := range m.Task.Calls {
			key += c.Tool + string(c.Arguments)
		}
		if seen[key] {
			t.Errorf("twice\n%s", show(m))
		}
		seen[key] = true
	}
	if len(many)+len(missed) != 30 {
		t.Errorf("%d made and %d missed of 30", len(many), len(missed))
	}
}

// TestInitial: tasks of a world begin in different states, and the world's
// rows allow them.
func TestInitial(t *testing.T) {
	w := clinic(t)
	e := load(t, w)
	made, _ := Make(e, w, nil, options(30))
	digests := map[string]bool{}
	for _, m := range made {
		s, err := e.Start(m.Task.Initial)
		if err != nil {
			t.Fatal(err)
		}
		digests[s.Digest()] = true
	}
	if len(digests) < 12 {
		t.Errorf("30 tasks begin in %d states", len(digests))
	}
}

// TestBadWorlds: where there is little to be done, few tasks are made, and
// every one that is missed has a reason.
func TestBadWorlds(t *testing.T) {
	keep := func(w *world.World, names ...string) *world.World {
		w.Tools = slices.DeleteFunc(w.Tools, func(x world.WorldTool) bool { return !slices.Contains(names, x.Tool.Name) })
		return w
	}
	readers := clinic(t)
	readers.Tools = slices.DeleteFunc(readers.Tools, func(x world.WorldTool) bool { return x.Effect == world.Write })
	writers := clinic(t)
	writers.Tools = slices.DeleteFunc(writers.Tools, func(x world.WorldTool) bool { return x.Effect == world.Read })
	empty := clinic(t)
	empty.Rows = map[string][]json.RawMessage{}
	many := clinic(t)
	for i := range 500 - len(many.Tools) {
		x := many.Tools[i%14]
		x.Tool.Name = fmt.Sprintf("%s_%d", x.Tool.Name, i)
		x.Tool.ID = world.ToolID("clinic", x.Tool.Name, 0)
		x.Code = string(slices.Replace([]byte(x.Code), 4, 4+len(many.Tools[i%14].Tool.Name), []byte(x.Function())...))
		many.Tools = append(many.Tools, x)
	}
	none := clinic(t)
	none.Tools = nil
	silent := clinic(t)
	for i := range silent.Tools {
		silent.Tools[i].Does = nil
	}
	for name, c := range map[string]struct {
		world  *world.World
		share  float64
		least  int
		reason string // of all that is missed
	}{
		"no tools":           {none, 0.5, 0, ReasonNoTools},
		"empty tables":       {empty, 0.5, 0, ""},
		"one tool":           {keep(clinic(t), "get_patient"), 0.5, 0, ""},
		"one that lists":     {keep(clinic(t), "list_doctors"), 1, 0, ""},
		"a pair":             {keep(clinic(t), "find_patients", "update_patient"), 0.5, 2, ""},
		"no writer, wanted":  {readers, 0, 0, ReasonNoWriter},
		"no writer":          {readers, 0.3, 4, ""},
		"no reader, wanted":  {writers, 1, 0, ReasonNoReader},
		"no reader":          {writers, 0.3, 0, ""},
		"five hundred tools": {many, 0.3, 4, ""},
		"nothing is said":    {silent, 0.3, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(5)
			o.ReadOnlyShare = c.share
			made, missed := Make(load(t, c.world), c.world, nil, o)
			if len(made)+len(missed) != 5 {
				t.Fatalf("%d made and %d missed of 5", len(made), len(missed))
			}
			if len(made) < c.least {
				t.Errorf("%d made, want %d: %v", len(made), c.least, missed)
			}
			for _, m := range missed {
				if m.Reason == "" || c.reason != "" && m.Reason != c.reason {
					t.Errorf("task %d: %q, want %q", m.Task, m.Reason, c.reason)
				}
			}
		})
	}
}

// TestShare: the share of tasks that only read is about what was asked for.
func TestShare(t *testing.T) {
	w := clinic(t)
	o := options(40)
	o.ReadOnlyShare = 0.5
	made, _ := Make(load(t, w), w, nil, o)
	n := 0
	for _, m := range made {
		if m.Task.ReadOnly() {
			n++
		}
	}
	if n < len(made)/4 || n > len(made)*3/4 {
		t.Errorf("%d of %d read only", n, len(made))
	}
}

// TestSeeds: whatever the seed, what is made is sound.
func TestSeeds(t *testing.T) {
	w := clinic(t)
	e := load(t, w)
	for seed := range uint64(12) {
		o := options(4)
		o.Stream = func(parts ...string) *rng.Stream { return rng.New(seed, parts...) }
		made, missed := Make(e, w, nil, o)
		if len(made)+len(missed) != 4 {
			t.Fatalf("seed %d: %d and %d", seed, len(made), len(missed))
		}
		for _, m := range made {
			for i, s := range m.Story.Steps {
				if s.Same >= i {
					t.Errorf("step %d is the same as a later one\n%s", i, show(m))
				}
				if len(s.Target)+len(s.Values) == 0 && s.Same < 0 && s.Operation != world.Count {
					t.Errorf("step %d says of nothing what it is\n%s", i, show(m))
				}
			}
		}
	}
}
