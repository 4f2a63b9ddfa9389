package executors

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"worldc/executors/taskmaking"
	"worldc/rng"
	"worldc/roles/writer"
	"worldc/spec"
	"worldc/world"
	"worldc/world/engine"
)

// tasks makes tasks in every world (AgentScaler §2.3): walks that are bound to
// rows and executed, told by a writer as the person would who wants them done.
func tasks(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Tasks)
	feeds, err := feedsByDomain(in)
	if err != nil {
		return err
	}
	var worlds [][]byte
	for line, err := range in.Lines(in.Inputs["worlds"]) {
		if err != nil {
			return err
		}
		worlds = append(worlds, slices.Clone(line))
	}
	out.Plan(int64(len(worlds)) * int64(config.PerWorld))
	made := shardedBy(ctx, in, "tasks", worldItems, len(worlds), func(i int) (madeTasks, error) {
		var w world.World
		if err := json.Unmarshal(worlds[i], &w); err != nil {
			return madeTasks{}, err
		}
		return makeTasks(ctx, in, &w, feeds[w.Domain], config)
	})
	totals := newTaskTotals()
	for m, err := range made {
		if err != nil {
			return err
		}
		for _, f := range m.Findings {
			out.Find(f)
		}
		totals.said += m.Said
		totals.loose += m.Loose
		for i := range m.Tasks {
			totals.add(&m.Tasks[i])
			if err := out.Write(&m.Tasks[i]); err != nil {
				return err
			}
		}
	}
	totals.measure(out)
	return nil
}

// feedsByDomain are the feeds of the domains of which the worlds were made.
func feedsByDomain(in *Input) (map[string][]world.Feed, error) {
	feeds := map[string][]world.Feed{}
	for d, err := range Records[world.Domain](in, in.Ancestors[world.DomainType]) {
		if err != nil {
			return nil, err
		}
		feeds[d.ID] = d.Feeds
	}
	return feeds, nil
}

// madeTasks are the tasks of one world, and findings that say why there are
// not more.
type madeTasks struct {
	Tasks    []world.Task    `json:"tasks"`
	Findings []world.Finding `json:"findings"`

	// Said counts the tasks in which a person says an id that no read leads to,
	// Loose those whose steps have no more in common than the domain.
	Said  int64 `json:"said"`
	Loose int64 `json:"loose"`
}

// The reasons for which a task that was made is not taken.
const (
	reasonUntold = "the instruction does not tell all that is needed"
	reasonLeaks  = "the instruction names a tool or a parameter"
)

// makeTasks makes the tasks of one world.
func makeTasks(ctx context.Context, in *Input, w *world.World, feeds []world.Feed, config *spec.Tasks) (m madeTasks, err error) {
	if w.Domain == "" && !in.Allowed.TrustCode {
		return m, fmt.Errorf("world %s was imported: to make tasks its tools are called in worldc's own process, so say with --trust-code that you vouch for them", nameOf(w))
	}
	load := engine.Load
	if w.Domain != "" {
		load = engine.Reload // it was loaded when it was made
	}
	e, err := load(w, engine.DefaultLimits())
	if err != nil {
		return m, fmt.Errorf("world %s: %w", nameOf(w), err)
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	made, missed := taskmaking.Make(e, w, feeds, taskmaking.Options{
		PerWorld: config.PerWorld, MinCalls: config.Calls.Min, MaxCalls: config.Calls.Max,
		ReadOnlyShare: config.ReadOnlyShare, Seed: in.Seed,
		Stream: func(purpose ...string) *rng.Stream {
			return rng.New(in.Seed, append([]string{"tasks", w.ID}, purpose...)...)
		},
	})
	for _, x := range missed {
		m.reject(w, x.Task, x.Reason, "")
	}
	scribe, names := writer.New(), identifiers(w)
	for n := range made {
		story := made[n].Story
		text, err := scribe.Instruct(ctx, story)
		if err != nil {
			return m, fmt.Errorf("task %s: %w", made[n].Task.ID, err)
		}
		if missing := writer.Contains(text, story); len(missing) > 0 {
			m.reject(w, n, reasonUntold, missing[0])
			continue
		}
		if leaked := writer.Leaks(text, names); len(leaked) > 0 {
			m.reject(w, n, reasonLeaks, leaked[0])
			continue
		}
		t := made[n].Task
		t.Background, t.Goal, t.Known, t.Steps = text.Background, text.Goal, text.Known, story.Steps
		t.Difficulty = made[n].Difficulty.Level()
		m.Tasks = append(m.Tasks, t)
		if made[n].Said {
			m.Said++
		}
		if made[n].Loose {
			m.Loose++
		}
	}
	return m, nil
}

func (m *madeTasks) reject(w *world.World, n int, reason, detail string) {
	m.Findings = append(m.Findings, world.Finding{
		Subject: "task " + strconv.Itoa(n+1) + " of " + nameOf(w), Place: w.ID, Action: world.Rejected, Reason: reason, Detail: detail,
	})
}

// nameOf is how a world is called in messages.
func nameOf(w *world.World) string { return cmp.Or(w.Name, w.ID) }

// identifiers are the names of a world's tools and of their parameters.
func identifiers(w *world.World) []string {
	var names []string
	for _, t := range w.Tools {
		names = append(names, t.Tool.Name)
		names = append(names, t.Tool.ParameterOrder...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// taskTotals are the figures of all tasks.
type taskTotals struct {
	calls, difficulty, effects map[string]int64
	said, loose                int64
}

func newTaskTotals() *taskTotals {
	return &taskTotals{calls: map[string]int64{}, difficulty: map[string]int64{}, effects: map[string]int64{}}
}

func (t *taskTotals) add(task *world.Task) {
	t.calls[strconv.Itoa(len(task.Calls))]++
	t.difficulty[task.Difficulty]++
	effect := "write"
	if task.ReadOnly() {
		effect = "read only"
	}
	t.effects[effect]++
}

func (t *taskTotals) measure(out *Output) {
	out.Measure("calls", t.calls)
	out.Measure("difficulty", t.difficulty)
	out.Measure("effects", t.effects)
	out.Measure("ids_said", t.said)
	out.Measure("loose", t.loose)
}
