package executors

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"worldc/roles"
	"worldc/roles/chat"
	"worldc/roles/writer"
	"worldc/sandbox"
	"worldc/spec"
	"worldc/world"
)

// tasks makes tasks in every world (AgentScaler §2.3): walks that are bound to
// rows and executed, told by a writer as the person would who wants them done.
func tasks(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Tasks)
	feeds, err := feedsByDomain(in)
	if err != nil {
		return err
	}
	worlds, err := in.collect("worlds")
	if err != nil {
		return err
	}
	out.Plan(int64(len(worlds)) * int64(config.PerWorld))
	maker, err := newTasksMaker(in, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, maker.workers.Close()) }()
	made := shardedBy(ctx, in, "tasks", worldItems, len(worlds), func(i int) (madeTasks, error) {
		var w world.World
		if err := json.Unmarshal(worlds[i], &w); err != nil {
			return madeTasks{}, err
		}
		return maker.make(ctx, in, &w, feeds[w.Domain])
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

// make makes the tasks of one world.
func (k *tasksMaker) make(ctx context.Context, in *Input, w *world.World, feeds []world.Feed) (m madeTasks, err error) {
	found, err := k.find(ctx, in, w, feeds)
	if err != nil {
		return m, err
	}
	for _, x := range found.Missed {
		m.reject(w, x.Task, x.Reason, "")
	}
	names := identifiers(w)
	texts, errs := make([]roles.Instruction, len(found.Made)), make([]error, len(found.Made))
	err = parallel(ctx, k.together, len(found.Made), func(n int) error {
		story := found.Made[n].Story
		story.Avoid = names
		texts[n], errs[n] = k.writer.Instruct(ctx, story)
		if _, ok := given(errs[n]); !ok && errs[n] != nil {
			return fmt.Errorf("task %s: %w", found.Made[n].Task.ID, errs[n])
		}
		return nil
	})
	if err != nil {
		return m, err
	}
	for n := range found.Made {
		story, text := found.Made[n].Story, texts[n]
		if f, ok := given(errs[n]); ok {
			m.Findings = append(m.Findings, lostTo(taskName(w, n), w.ID, world.Failed, f))
			continue
		}
		if missing := writer.Missing(text, story, k.english); len(missing) > 0 {
			m.reject(w, n, reasonUntold, missing[0])
			continue
		}
		if leaked := writer.Leaks(text, names); len(leaked) > 0 {
			m.reject(w, n, reasonLeaks, leaked[0])
			continue
		}
		t := found.Made[n].Task
		t.Background, t.Goal, t.Known, t.Steps = text.Background, text.Goal, text.Known, story.Steps
		t.Difficulty = found.Made[n].Difficulty.Level()
		m.Tasks = append(m.Tasks, t)
		if found.Made[n].Said {
			m.Said++
		}
		if found.Made[n].Loose {
			m.Loose++
		}
	}
	return m, nil
}

// A tasksMaker makes tasks: it finds them by trying calls, and has them told.
type tasksMaker struct {
	config  *spec.Tasks
	writer  roles.Writer
	english bool

	// together is how many tasks of a world are told at the same time.
	together int

	workers *sandbox.Workers // for worlds whose code worldc did not write
}

func newTasksMaker(in *Input, config *spec.Tasks) (*tasksMaker, error) {
	k := &tasksMaker{config: config, writer: writer.New(), english: true, together: 1, workers: in.confined()}
	m, said, err := in.played(config.Writer)
	if m != nil {
		k.writer, k.english, k.together = m.Writer(), chat.IsEnglish(said.Language), in.width()
	}
	return k, err
}

// find finds the tasks of a world, where its code may run.
func (k *tasksMaker) find(ctx context.Context, in *Input, w *world.World, feeds []world.Feed) (found taskFind, err error) {
	if w.Domain == "" && !in.Allowed.TrustCode {
		return found, fmt.Errorf("world %s was imported: to make tasks its tools are called in worldc's own process, so say with --trust-code that you vouch for them", nameOf(w))
	}
	search := taskSearch{
		World: w, Feeds: feeds, PerWorld: k.config.PerWorld, MinCalls: k.config.Calls.Min, MaxCalls: k.config.Calls.Max,
		ReadOnlyShare: k.config.ReadOnlyShare, Seed: in.Seed,
	}
	if ownCode(w) || in.Allowed.TrustCode {
		e, err := loadHere(w)
		if err != nil {
			return found, fmt.Errorf("world %s: %w", nameOf(w), err)
		}
		found, err = search.search(e)
		return found, errors.Join(err, e.Close())
	}
	worker, err := k.workers.Load(ctx, w)
	if err != nil {
		return found, fmt.Errorf("world %s: %w", nameOf(w), err)
	}
	defer func() { err = errors.Join(err, worker.Close()) }()
	question, err := json.Marshal(&search)
	if err != nil {
		return found, err
	}
	answer, err := worker.Do(tasksJob, question, tasksCalls)
	if err != nil {
		return found, fmt.Errorf("world %s: %w", nameOf(w), err)
	}
	return found, json.Unmarshal(answer, &found)
}

// taskName is how a task is called that is not there yet.
func taskName(w *world.World, n int) string { return "task " + strconv.Itoa(n+1) + " of " + nameOf(w) }

func (m *madeTasks) reject(w *world.World, n int, reason, detail string) {
	m.Findings = append(m.Findings, world.Finding{
		Subject: taskName(w, n), Place: w.ID, Action: world.Rejected, Reason: reason, Detail: detail,
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
