package executors

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"worldc/artifact"
	"worldc/executors/curating"
	"worldc/jsonwalk"
	"worldc/rng"
	"worldc/spec"
	"worldc/world"
)

// curriculum places trajectories into stages. A stage that cannot be filled
// fails the node, with what there is of each domain.
func curriculum(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Curriculum)
	p, err := readPool(ctx, in, len(config.Stages))
	if err != nil {
		return err
	}
	out.Plan(int64(len(p.candidates)))
	chosen := curating.New(p.candidates, len(p.tasks))
	for i, stage := range config.Stages {
		s := curating.Stage{
			Size: stage.Size, Balance: curating.Balance(stage.Balance), MaxPerDomain: stage.MaxPerDomain, MaxPerTask: stage.MaxPerTask,
			Order: curating.Order(stage.Order), MinCalls: stage.MinCalls, Writes: stage.RequireWrites, ShareTasks: config.ShareTasks,
		}
		if s.Takes, err = p.takes(config, i, out.preview()); err != nil {
			return err
		}
		choice := chosen.Fill(&s, p.from[i])
		if choice.Missing(&s) > 0 || len(choice.Taken) == 0 {
			short := p.unfilled(stage.Name, &s, &choice)
			if !out.preview() {
				return short
			}
			out.Find(world.Finding{Subject: stage.Name, Action: world.Noted, Reason: "a preview does not fill the stage", Detail: short.Error()})
		}
		if out.report.Stages == nil {
			out.report.Stages = map[string]StageReport{}
		}
		out.report.Stages[stage.Name] = p.report(&choice)
		for rank, at := range choice.Taken {
			id := p.candidates[at].ID
			placement := world.Placement{ID: world.PlacementID(stage.Name, id), Trajectory: id, Stage: stage.Name, Rank: rank}
			if err := out.Write(placement); err != nil {
				return err
			}
		}
	}
	outcomes := chosen.Outcomes()
	for o := curating.Elsewhere; o < curating.Taken; o++ {
		out.Skip(int64(outcomes[o]), o.String())
	}
	return nil
}

// A pool is what the stages of a curriculum are filled from.
type pool struct {
	candidates []curating.Candidate
	from       [][]int32 // by stage: the candidates, in the order of its input
	tasks      []taskFacts
	domains    []domainNames
}

// taskFacts is what a curriculum knows of a task.
type taskFacts struct {
	world                string
	domain               int32
	class, effort, calls int32
	writes               bool
}

// domainNames are what a domain can be called by in a spec.
type domainNames struct{ id, name string }

func (d domainNames) String() string { return cmp.Or(d.name, d.id) }

// is reports whether a domain is called so.
func (d domainNames) is(name string) bool { return name == d.id || name == d.name }

// stageFrom is the attribute of the references of the i-th stage.
func stageFrom(i int) string { return "stage[" + strconv.Itoa(i) + "].from" }

// readPool reads which trajectories there are, and what about them matters.
func readPool(ctx context.Context, in *Input, stages int) (*pool, error) {
	p := &pool{from: make([][]int32, stages)}
	// An artifact that several stages read is read once.
	numbers := map[string]int32{} // of candidates, by the id of the trajectory
	read := map[artifact.Digest][]int32{}
	for i := range stages {
		for _, a := range in.Inputs[stageFrom(i)] {
			ids, ok := read[a.Info.Digest]
			if !ok {
				var err error
				if ids, err = p.list(ctx, in, a, numbers); err != nil {
					return nil, err
				}
				read[a.Info.Digest] = ids
			}
			p.from[i] = append(p.from[i], ids...)
		}
		// Two filters may both have accepted a trajectory.
		slices.Sort(p.from[i])
		p.from[i] = slices.Compact(p.from[i])
	}
	tasks, err := p.readTrajectories(ctx, in, numbers)
	if err != nil {
		return nil, err
	}
	if err := p.readTasks(ctx, in, tasks); err != nil {
		return nil, err
	}
	if err := p.readDomains(ctx, in); err != nil {
		return nil, err
	}
	for i := range p.candidates {
		c := &p.candidates[i]
		t := p.tasks[c.Task]
		c.Domain, c.Class, c.Effort, c.Calls, c.Writes = t.domain, t.class, t.effort, t.calls, t.writes
	}
	return p, nil
}

// list takes up the trajectories of an artifact, or those that the verdicts in
// it accept.
func (p *pool) list(ctx context.Context, in *Input, a Artifact, numbers map[string]int32) ([]int32, error) {
	var list []int32
	accepted := []byte("true")
	for line, err := range in.Store.Lines(a.Info) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		id := ""
		switch a.Type {
		case world.VerdictType:
			id = jsonwalk.TextField(line, "trajectory")
			if !bytes.Equal(jsonwalk.Field(line, "accepted"), accepted) {
				notWanted(numbers, id)
				continue
			}
		default:
			id = jsonwalk.TextField(line, "id")
		}
		number, known := numbers[id]
		if !known || number == unwanted {
			number = int32(len(p.candidates))
			numbers[id] = number
			draw := rng.New(in.Seed, "curriculum", id, "draw").Uint64()
			p.candidates = append(p.candidates, curating.Candidate{ID: id, Task: -1, Draw: draw})
		}
		list = append(list, number)
	}
	return list, nil
}

// readTrajectories finds the task of every candidate. It returns the numbers of
// the tasks.
func (p *pool) readTrajectories(ctx context.Context, in *Input, numbers map[string]int32) (map[string]int32, error) {
	tasks := map[string]int32{}
	for line, err := range linesByName(ctx, in, in.Ancestors[world.TrajectoryType]) {
		if err != nil {
			return nil, err
		}
		at, wanted := line.in(numbers)
		if !wanted {
			continue
		}
		c := &p.candidates[at]
		if c.Task >= 0 {
			return nil, ambiguousTrajectory(c.ID)
		}
		task := jsonwalk.TextField(line.text, "task")
		number, known := tasks[task]
		if !known {
			number = int32(len(tasks))
			tasks[task] = number
		}
		c.Task = number
	}
	for _, c := range p.candidates {
		if c.Task < 0 {
			return nil, fmt.Errorf("there is no %s %s upstream", world.TrajectoryType, c.ID)
		}
	}
	return tasks, nil
}

// ambiguousTrajectory is the error of an id that two trajectories have.
func ambiguousTrajectory(id string) error {
	return fmt.Errorf("two trajectories upstream have the id %s: they are the same trial of one task by a model of one name; give the models different names", id)
}

// readTasks reads the facts of the tasks that have a number.
func (p *pool) readTasks(ctx context.Context, in *Input, numbers map[string]int32) error {
	p.tasks = make([]taskFacts, len(numbers))
	type read struct {
		number int32
		facts  taskFacts
	}
	wanted := func(yield func(heldRecord, error) bool) {
		for held, err := range heldRecords(in, world.TaskType, "task") {
			if _, ok := numbers[held.id]; err == nil && !ok {
				continue
			}
			held.line = bytes.Clone(held.line)
			if !yield(held, err) {
				return
			}
		}
	}
	found := 0
	err := inBatches(ctx, in, wanted, func(held heldRecord) (read, error) {
		var t world.Task
		if err := json.Unmarshal(held.line, &t); err != nil {
			return read{}, err
		}
		if held.script {
			t.World = held.id
		}
		return read{numbers[held.id], taskFacts{
			world: t.World, class: difficultyClass(t.Difficulty), effort: int32(t.Effort()), calls: int32(len(t.Calls)), writes: !t.ReadOnly(),
		}}, nil
	}, func(r read) error {
		p.tasks[r.number] = r.facts
		found++
		return nil
	})
	if err != nil || found == len(numbers) {
		return err
	}
	for i, t := range p.tasks {
		if t.world != "" {
			continue
		}
		for id, number := range numbers { //lint:ordered there is one of this number
			if number == int32(i) {
				return fmt.Errorf("there is no %s %s upstream", world.TaskType, id)
			}
		}
	}
	return nil
}

// difficultyClass orders what tasks say of their difficulty; one that says
// nothing stands in the middle.
func difficultyClass(difficulty string) int32 {
	switch difficulty {
	case "easy":
		return 0
	case "hard":
		return 2
	}
	return 1
}

// readDomains finds the domain of every task: that of its world, or the world
// itself where it was imported. Domains are numbered in the order of worlds.
func (p *pool) readDomains(ctx context.Context, in *Input) error {
	names := map[string]string{}
	for line, err := range in.Lines(in.Ancestors[world.DomainType]) {
		if err != nil {
			return err
		}
		var d struct{ ID, Name string }
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		names[d.ID] = d.Name
	}
	used := map[string]bool{}
	for _, t := range p.tasks {
		used[t.world] = true
	}
	ofWorld, ofDomain := map[string]int32{}, map[string]int32{}
	for held, err := range heldRecords(in, world.WorldType, "world") {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		id, line := held.id, held.line
		if !used[id] {
			continue
		}
		domain := domainNames{id: jsonwalk.TextField(line, "domain")}
		switch {
		case domain.id == "":
			domain.id = id
			if raw := jsonwalk.Field(line, "name"); raw != nil {
				if err := json.Unmarshal(raw, &domain.name); err != nil {
					return err
				}
			}
			if held.script { // games of one family are one domain
				domain.id = domain.name
			}
		default:
			domain.name = names[domain.id]
		}
		number, known := ofDomain[domain.id]
		if !known {
			number = int32(len(p.domains))
			ofDomain[domain.id] = number
			p.domains = append(p.domains, domain)
		}
		ofWorld[id] = number
	}
	for i := range p.tasks {
		number, ok := ofWorld[p.tasks[i].world]
		if !ok {
			return fmt.Errorf("there is no %s %s upstream", world.WorldType, p.tasks[i].world)
		}
		p.tasks[i].domain = number
	}
	return nil
}

// takes says from which domains a stage takes. Some of those that it names may
// be missing from a preview.
func (p *pool) takes(config *spec.Curriculum, i int, preview bool) ([]bool, error) {
	takes := make([]bool, len(p.domains))
	stage := config.Stages[i]
	mark := func(names []string, value bool, strict bool) error {
		for _, name := range names {
			found := false
			for d := range p.domains {
				if p.domains[d].is(name) {
					takes[d], found = value, true
				}
			}
			if !found && strict {
				return p.unknownDomain(stage.Name, name)
			}
		}
		return nil
	}
	if stage.Domains != nil {
		if err := mark(stage.Domains, true, !preview); err != nil {
			return nil, err
		}
	} else {
		for d := range takes {
			takes[d] = true
		}
		for other := range config.Stages {
			if other != i {
				if err := mark(config.Stages[other].Domains, false, false); err != nil {
					return nil, err
				}
			}
		}
	}
	// That there is nothing to leave out is no mistake.
	return takes, mark(stage.ExcludeDomains, false, false)
}

// unknownDomain is the error of a domain that no trajectory belongs to.
func (p *pool) unknownDomain(stage, name string) error {
	const most = 20
	counts := make([]int, len(p.domains))
	for _, c := range p.candidates {
		counts[c.Domain]++
	}
	lines := p.byCount(counts, func(d int) string { return fmt.Sprintf("%6d  %s", counts[d], p.domains[d]) })
	if n := len(lines) - most; n > 0 {
		lines = append(lines[:most], fmt.Sprintf("and %d more", n))
	}
	return fmt.Errorf("stage %q: no trajectory belongs to a domain %q; there are trajectories of\n  %s", stage, name, strings.Join(lines, "\n  "))
}

// byCount makes a line of every domain that counts, the largest first.
func (p *pool) byCount(counts []int, line func(d int) string) []string {
	var order []int
	for d, n := range counts {
		if n > 0 {
			order = append(order, d)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(p.domains[a].String(), p.domains[b].String()))
	})
	lines := make([]string, len(order))
	for i, d := range order {
		lines[i] = line(d)
	}
	return lines
}

// unfilled is the error of a stage that cannot be filled: what there is of each
// domain, and why not more.
func (p *pool) unfilled(name string, s *curating.Stage, choice *curating.Choice) error {
	const most = 40
	have := make([]int, len(p.domains))
	all := make([]int, len(p.domains))
	for d, tally := range choice.Domains {
		have[d], all[d] = tally[curating.Taken], tally.All()
	}
	lines := p.byCount(all, func(d int) string {
		text := fmt.Sprintf("%6d of %d  %s", have[d], all[d], p.domains[d])
		var why []string
		for o := curating.InStage; o < curating.BeyondSize; o++ {
			if n := choice.Domains[d][o]; n > 0 {
				why = append(why, fmt.Sprintf("%d: %s", n, o))
			}
		}
		if len(why) > 0 {
			text += " (" + strings.Join(why, "; ") + ")"
		}
		return text
	})
	if n := len(lines) - most; n > 0 {
		lines = append(lines[:most], fmt.Sprintf("and %d more domains", n))
	}
	head := fmt.Sprintf("stage %q: %d of %d trajectories are missing, there are %d", name, choice.Missing(s), s.Size, len(choice.Taken))
	if s.Size == 0 {
		head = fmt.Sprintf("stage %q is empty", name)
	}
	switch {
	case len(p.candidates) == 0:
		return fmt.Errorf("%s: no trajectory was accepted", head)
	case len(lines) == 0:
		return fmt.Errorf("%s: none of the %d accepted ones is of a domain of this stage", head, len(p.candidates))
	}
	return fmt.Errorf("%s\n  %s", head, strings.Join(lines, "\n  "))
}

// report says how a stage is made up.
func (p *pool) report(choice *curating.Choice) StageReport {
	tasks := map[int32]bool{}
	for _, at := range choice.Taken {
		tasks[p.candidates[at].Task] = true
	}
	r := StageReport{Trajectories: int64(len(choice.Taken)), Tasks: int64(len(tasks))}
	for _, tally := range choice.Domains {
		n := int64(tally[curating.Taken])
		if n == 0 {
			continue
		}
		r.Domains++
		r.Largest = max(r.Largest, n)
		if r.Smallest == 0 || n < r.Smallest {
			r.Smallest = n
		}
	}
	return r
}
