package rolling_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"worldc/executors/drifting"
	"worldc/executors/judging"
	"worldc/executors/rolling"
	"worldc/executors/taskmaking"
	"worldc/rng"
	"worldc/roles"
	"worldc/roles/agent"
	"worldc/roles/user"
	"worldc/roles/writer"
	"worldc/world"
	"worldc/world/engine"
)

// A clinic is a world with four tables and fourteen tools, and tasks in it.
type clinic struct {
	world  *world.World
	engine *engine.Engine
	tasks  []*world.Task
}

// theClinic has tasks of two to eight calls, a third of which only read.
var theClinic = sync.OnceValues(func() (*clinic, error) { return loadClinic(60) })

func loadClinic(n int) (*clinic, error) {
	raw, err := os.ReadFile("testdata/clinic.json")
	if err != nil {
		return nil, err
	}
	c := &clinic{world: &world.World{}}
	if err := json.Unmarshal(raw, c.world); err != nil {
		return nil, err
	}
	if c.engine, err = engine.Load(c.world, engine.DefaultLimits()); err != nil {
		return nil, err
	}
	made, _ := taskmaking.Make(c.engine, c.world, nil, taskmaking.Options{
		PerWorld: n, MinCalls: 2, MaxCalls: 8, ReadOnlyShare: 0.35, Stream: func(parts ...string) *rng.Stream { return rng.New(3, parts...) },
	})
	w := writer.New()
	for _, m := range made {
		i, err := w.Instruct(context.Background(), m.Story)
		if err != nil {
			return nil, err
		}
		t := m.Task
		t.Background, t.Goal, t.Known, t.Steps = i.Background, i.Goal, i.Known, m.Story.Steps
		c.tasks = append(c.tasks, &t)
	}
	return c, nil
}

// stage is a session as the talks want it.
type stage struct{ *engine.Session }

func (s stage) Call(name string, arguments []byte) (engine.Result, error) {
	return s.Session.Call(name, arguments), nil
}

func (s stage) State() (world.State, error) { return s.Session.State(), nil }

// talk is one trajectory.
func (c *clinic) talk(t testing.TB, place roles.Workplace, task *world.Task, seed uint64, trial, turns int, distractors []world.Tool) *world.Trajectory {
	t.Helper()
	s, err := c.engine.Start(task.Initial)
	if err != nil {
		t.Fatal(err)
	}
	k := rolling.Talk{Task: task, Clock: c.world.Clock, Model: "procedural", Trial: trial, Seed: seed, MaxTurns: turns, System: place.System(), Agent: place.Take(task), User: user.New(), Stage: stage{s}, Misled: drifting.Misled(c.world), Distractors: distractors}
	x, err := k.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// strict is the policy of the funnel.
var strict = judging.Policy{
	judging.Validity{ExecutedResults: true, Repetition: judging.Repetition{N: 10, MaxRepeats: 3, MinUnique: 0.5}}.Check(),
	judging.StateAlignment(),
	judging.RequiredOutputs(),
	judging.ExactMatch{Apply: judging.ToReadOnly, IgnoreTools: judging.PseudoTools}.Check(),
}

// show writes a talk as people read it.
func show(x *world.Trajectory, task *world.Task) string {
	var b strings.Builder
	fmt.Fprintf(&b, "== %s %s\n   %s\n   %s\n   outputs %q\n", x.ID, x.Outcome, task.Background, task.Goal, task.Outputs)
	for _, turn := range x.Turns[1:] {
		flags := ""
		if len(turn.Flags) > 0 {
			flags = " " + fmt.Sprint(turn.Flags)
		}
		switch turn.Role {
		case world.UserRole:
			fmt.Fprintf(&b, "USER  %s\n", turn.Content)
		case world.AssistantRole:
			fmt.Fprintf(&b, "  (%s)%s\n", turn.Reasoning, flags)
			if turn.Content != "" {
				fmt.Fprintf(&b, "AGENT %s\n", turn.Content)
			}
			for _, c := range turn.Calls {
				fmt.Fprintf(&b, "   -> %s %s\n", c.Tool, c.Arguments)
			}
		case world.ToolRole:
			text := turn.Content
			if len(text) > 200 {
				text = text[:200] + "…"
			}
			fmt.Fprintf(&b, "   <- %s\n", text)
		}
	}
	return b.String()
}

// TestRead prints talks to be read by people: WORLDC_READ=1, or the kind of
// mistake that they are to have.
func TestRead(t *testing.T) {
	kind := os.Getenv("WORLDC_READ")
	if kind == "" {
		t.Skip("for reading: set WORLDC_READ=1 or to a kind of mistake")
	}
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	o := agent.Options{RecoveryRate: 0.5, Errors: map[roles.Mistake]float64{}}
	if kind != "1" {
		o.Errors[roles.Mistake(kind)] = 1
	}
	place := agent.New(o).Enter(c.world)
	for _, task := range c.tasks[:min(30, len(c.tasks))] {
		x := c.talk(t, place, task, 1, 0, 30, nil)
		v, _ := strict.Judge(&judging.Case{Task: task, Trajectory: x})
		t.Logf("\n%s%v %s %s", show(x, task), v.Accepted, v.Reason, v.Detail)
	}
}

// TestClean: an agent without mistakes is accepted, whatever the seed, unless it
// ran out of turns.
func TestClean(t *testing.T) {
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	for _, parallel := range []bool{false, true} {
		place := agent.New(agent.Options{RecoveryRate: 1, Parallel: parallel}).Enter(c.world)
		for _, task := range c.tasks {
			for seed := range uint64(2) {
				x := c.talk(t, place, task, seed, 0, 40, nil)
				if p := x.Validate(); len(p) > 0 {
					t.Fatalf("%v\n%s", p, show(x, task))
				}
				if v, _ := strict.Judge(&judging.Case{Task: task, Trajectory: x}); !v.Accepted {
					t.Errorf("%s: %s\n%s", v.Reason, v.Detail, show(x, task))
				}
			}
		}
	}
}

// TestFunnel: what a mistake does to a trajectory is what the filters find. Of
// those whose mistake matters none is accepted; of those whose mistakes were
// repaired or harmless none is rejected.
func TestFunnel(t *testing.T) {
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ made, matters, recovered int }
	counts := map[roles.Mistake]*tally{}
	for _, kind := range roles.Mistakes {
		counts[kind] = &tally{}
		for _, rate := range []float64{0, 0.5, 1} {
			o := agent.Options{RecoveryRate: rate, Errors: map[roles.Mistake]float64{kind: 1}}
			c.funnel(t, o, func(x *world.Trajectory) {
				for _, turn := range x.Turns {
					if slices.Contains(turn.Flags, rolling.Recovery) {
						counts[kind].recovered++
					}
				}
				if i := slices.IndexFunc(x.Turns, func(turn world.Turn) bool { return slices.Contains(turn.Flags, world.MistakeFlag+string(kind)) }); i >= 0 {
					counts[kind].made++
					if slices.Contains(x.Turns[i].Flags, rolling.Matters) {
						counts[kind].matters++
					}
				}
			})
		}
		if n := counts[kind]; n.made == 0 || n.matters == 0 || n.recovered == 0 || n.matters == n.made {
			t.Errorf("%s: %+v: there should be some of each", kind, *n)
		}
		t.Logf("%-18s %+v", kind, *counts[kind])
	}
	all := agent.Options{RecoveryRate: 0.7, Errors: map[roles.Mistake]float64{}}
	for _, kind := range roles.Mistakes {
		all.Errors[kind] = 0.2
	}
	c.funnel(t, all, func(*world.Trajectory) {})
}

// funnel compares flags with verdicts.
func (c *clinic) funnel(t *testing.T, o agent.Options, see func(*world.Trajectory)) {
	t.Helper()
	place := agent.New(o).Enter(c.world)
	for _, task := range c.tasks {
		for seed := range uint64(2) {
			x := c.talk(t, place, task, seed, 0, 60, nil)
			if p := x.Validate(); len(p) > 0 {
				t.Fatalf("%v\n%s", p, show(x, task))
			}
			matters := false
			for _, turn := range x.Turns {
				matters = matters || slices.Contains(turn.Flags, rolling.Matters)
				mistake := slices.ContainsFunc(turn.Flags, func(f string) bool { return strings.HasPrefix(f, world.MistakeFlag) })
				if mistake && turn.Train != (world.Mask{}) {
					t.Errorf("a mistake is trained")
				}
			}
			if v, _ := strict.Judge(&judging.Case{Task: task, Trajectory: x}); v.Accepted == matters {
				t.Errorf("accepted %v, matters %v: %s: %s\n%s", v.Accepted, matters, v.Reason, v.Detail, show(x, task))
			}
			see(x)
		}
	}
}

// TestDeterministic: the same talk is the same bytes.
func TestDeterministic(t *testing.T) {
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	o := agent.Options{RecoveryRate: 0.5, Errors: map[roles.Mistake]float64{}}
	for _, kind := range roles.Mistakes {
		o.Errors[kind] = 0.3
	}
	for _, task := range c.tasks[:20] {
		var first []byte
		for range 3 {
			raw, err := json.Marshal(c.talk(t, agent.New(o).Enter(c.world), task, 4, 1, 30, nil))
			if err != nil {
				t.Fatal(err)
			}
			if first != nil && !bytes.Equal(raw, first) {
				t.Fatalf("%s\n%s", first, raw)
			}
			first = raw
		}
	}
}

func BenchmarkTalk(b *testing.B) {
	c, err := theClinic()
	if err != nil {
		b.Fatal(err)
	}
	place := agent.New(agent.Options{RecoveryRate: 1}).Enter(c.world)
	turns := 0
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		turns += len(c.talk(b, place, c.tasks[n%len(c.tasks)], uint64(n), 0, 40, nil).Turns)
	}
	b.ReportMetric(float64(turns)/float64(b.N), "turns")
}
