package rolling_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"worldc/executors/drifting"
	"worldc/executors/rolling"
	"worldc/executors/taskmaking"
	"worldc/rng"
	"worldc/roles/advice"
	"worldc/roles/agent"
	"worldc/roles/writer"
	"worldc/world"
	"worldc/world/engine"
)

// drifted is the clinic in which tools drifted at a rate, and tasks that hold there.
func drifted(t testing.TB, rate float64, n int, seed uint64, kinds ...string) *clinic {
	t.Helper()
	plain, err := loadClinic(1)
	if err != nil {
		t.Fatal(err)
	}
	drifts := drifting.Draw(plain.world, drifting.Options{Rate: rate, Kinds: kinds, Stream: func(tool string) *rng.Stream { return rng.New(seed, "drift", tool) }})
	w, failed := drifting.Apply(plain.world, drifts)
	if len(failed) > 0 {
		t.Fatal(failed)
	}
	c := &clinic{world: w}
	if c.engine, err = engine.Load(w, engine.DefaultLimits()); err != nil {
		t.Fatal(err)
	}
	made, _ := taskmaking.Make(plain.engine, plain.world, nil, taskmaking.Options{
		PerWorld: n, MinCalls: 2, MaxCalls: 8, ReadOnlyShare: 0.35, Stream: func(parts ...string) *rng.Stream { return rng.New(3, parts...) },
	})
	for _, m := range made {
		i, err := writer.New().Instruct(context.Background(), m.Story)
		if err != nil {
			t.Fatal(err)
		}
		x := m.Task
		x.Background, x.Goal, x.Known, x.Steps = i.Background, i.Goal, i.Known, m.Story.Steps
		s, err := c.engine.Start(x.Initial)
		if err != nil {
			t.Fatal(err)
		}
		if err := drifting.Hold(w, stage{s}, &x); err != nil {
			t.Fatalf("%s: %v", x.ID, err)
		}
		replay, err := c.engine.Replay(&x)
		if err != nil || replay.Failed >= 0 || replay.State.Digest != x.State.Digest {
			t.Fatalf("the golden calls of %s do not hold: %v %+v", x.ID, err, replay)
		}
		c.tasks = append(c.tasks, &x)
	}
	return c
}

// truth is the knowledge that nothing is missing from: what the world drifted by, as
// descriptions and as a workflow.
func truth(w *world.World, descriptions, workflow bool) *world.Knowledge {
	k := &world.Knowledge{Descriptions: map[string]string{}}
	for n := range w.Drift {
		d := &w.Drift[n]
		i := slices.IndexFunc(w.Tools, func(t world.WorldTool) bool { return t.Tool.ID == d.Tool })
		for _, a := range drifting.Truth(d) {
			if a.Kind == advice.First {
				if a.Tool = w.Tools[i].Tool.Name; workflow {
					k.Workflow = advice.Add(k.Workflow, a)
				}
				continue
			}
			if text, ok := k.Descriptions[d.Tool]; ok && descriptions {
				k.Descriptions[d.Tool] = advice.Add(text, a)
			} else if descriptions {
				k.Descriptions[d.Tool] = advice.Add(w.Tools[i].Tool.Description, a)
			}
		}
	}
	return k
}

// succeeding is the share of talks that succeed, in percent.
func (c *clinic) succeeding(t testing.TB, recovery float64, k *world.Knowledge) int {
	place := agent.New(agent.Options{RecoveryRate: recovery}).Enter(k.Told(c.world))
	n := 0
	for _, task := range c.tasks {
		x := c.talk(t, place, task, 1, 0, 40, nil)
		if p := x.Validate(); len(p) > 0 {
			t.Fatalf("%v\n%s", p, show(x, task))
		}
		if rolling.Succeeds(task, x) {
			n++
		}
	}
	return 100 * n / len(c.tasks)
}

// Who believes documents that are untrue fails; who knows the truth does not, and
// both kinds of knowledge are needed for that.
func TestDrift(t *testing.T) {
	const tasks = 24
	var at [3]struct{ nothing, noticing, descriptions, workflow, both int }
	for i, seed := range []uint64{1, 2, 3} {
		c := drifted(t, 0.3, tasks, seed)
		x := &at[i]
		x.nothing = c.succeeding(t, 0, &world.Knowledge{})
		x.noticing = c.succeeding(t, 1, &world.Knowledge{})
		x.descriptions = c.succeeding(t, 0, truth(c.world, true, false))
		x.workflow = c.succeeding(t, 0, truth(c.world, false, true))
		x.both = c.succeeding(t, 0, truth(c.world, true, true))
		var kinds []string
		for _, d := range c.world.Drift {
			kinds = append(kinds, d.Kind)
		}
		t.Logf("seed %d: %+v, %s", seed, *x, strings.Join(kinds, " "))
		if x.nothing > 80 || x.both < 98 || x.noticing <= x.nothing || x.descriptions < x.nothing || x.workflow < x.nothing || x.both < max(x.descriptions, x.workflow) {
			t.Errorf("seed %d: %+v", seed, *x)
		}
	}
	// Where half drifts by order, neither kind of knowledge is enough.
	c := drifted(t, 1, tasks, 4, world.DriftOrder, world.DriftRequired)
	nothing, descriptions, workflow, both := c.succeeding(t, 0, &world.Knowledge{}), c.succeeding(t, 0, truth(c.world, true, false)), c.succeeding(t, 0, truth(c.world, false, true)), c.succeeding(t, 0, truth(c.world, true, true))
	t.Log(nothing, descriptions, workflow, both)
	if both < 98 || descriptions > 80 || workflow > 80 || nothing > min(descriptions, workflow) {
		t.Errorf("with nothing %d, with descriptions %d, with a workflow %d, with both %d", nothing, descriptions, workflow, both)
	}
	c = drifted(t, 0, tasks, 1)
	if p := c.succeeding(t, 0, &world.Knowledge{}); p != 100 {
		t.Errorf("without drift %d %% succeed", p)
	}
	if slices.ContainsFunc(c.tasks, func(x *world.Task) bool { return x.Documented != nil }) {
		t.Error("a task has calls as documented, and nothing drifted")
	}
}

// A turn that an untrue document has misled is flagged, has no loss, and is repaired
// where the talk goes on to make the call as it holds.
func TestMisled(t *testing.T) {
	c := drifted(t, 0.5, 40, 5)
	place := agent.New(agent.Options{RecoveryRate: 1}).Enter(c.world)
	misled, repaired := 0, 0
	for _, task := range c.tasks {
		x := c.talk(t, place, task, 1, 0, 40, nil)
		wrong := map[string]bool{} // tools
		for i := range x.Turns {
			turn := &x.Turns[i]
			failed := false
			for _, later := range x.Turns[i+1:] {
				if later.Role != world.ToolRole {
					break
				}
				failed = failed || later.Kind == "error"
			}
			is := turn.Mistake() == world.MisledMistake
			if len(turn.Calls) > 0 && failed && !is {
				t.Errorf("a refused call is not flagged:\n%s", show(x, task))
			}
			if is {
				misled++
				wrong[turn.Calls[0].Tool] = true
				if turn.Train != (world.Mask{}) {
					t.Errorf("turn %d is trained: %+v", i, turn.Train)
				}
			} else if slices.Contains(turn.Flags, world.RecoveryFlag) {
				repaired++
				if !slices.ContainsFunc(turn.Calls, func(c world.Call) bool { return wrong[c.Tool] }) || !turn.Train.Calls {
					t.Errorf("turn %d repairs nothing, or is not trained:\n%s", i, show(x, task))
				}
			}
		}
	}
	if misled < 10 || repaired < misled/2 {
		t.Errorf("%d turns misled, %d repaired", misled, repaired)
	}
	t.Log(misled, repaired)
}
