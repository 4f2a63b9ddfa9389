package executors

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"worldc/artifact"
	"worldc/formats"
	"worldc/roles"
	"worldc/roles/agent"
	"worldc/roles/user"
	"worldc/spec"
	"worldc/world"
)

// taskRows writes the rows of tasks: those of each part of a split in the order
// of the tasks.
func taskRows(ctx context.Context, w *rowWriter, config *spec.Dataset, f formats.Format) (err error) {
	in, out := w.in, w.out
	from := in.Inputs["from"]
	var total int64
	for _, a := range from {
		total += a.Info.Records
	}
	out.Plan(total)
	if total == 0 {
		return w.noRows(errors.New("there is nothing to write: there are no tasks"))
	}
	m, err := newTaskRowMaker(in, config, f)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	type made struct {
		row
		unit string
		part int32
	}
	rows := newSpool(in, "rows")
	var done int64
	err = inBatches(ctx, in, numbered(in.Lines(from)), func(n numberedLine) (r made, err error) {
		task := new(world.Task)
		if err := json.Unmarshal(n.text, task); err != nil {
			return r, err
		}
		place, err := m.places.place(task.World)
		if err != nil {
			return r, fmt.Errorf("task %s: %w", task.ID, err)
		}
		r.unit = m.parting.unit(task.ID, task.World, place.DomainID)
		r.part = m.parting.of(r.unit)
		r.lineage = formats.Lineage{
			Type: world.TaskType, ID: task.ID, Task: task.ID, World: task.World, Domain: place.DomainID, DomainName: place.Domain,
			Split: m.parting.name(r.part),
		}
		r.line, err = m.row(ctx, n.number, task, place, r.lineage.Split)
		return r, err
	}, func(r made) error {
		m.parting.fill(r.unit, r.part)
		head, err := artifact.Marshal(&r.lineage)
		if err != nil {
			return err
		}
		done++
		w.tell(done, total)
		return rows.add(place{uint32(r.part), uint32(done)}, bytes.Join([][]byte{head, r.line}, []byte{'\t'}))
	})
	if err != nil {
		return err
	}
	for line, err := range rows.lines() {
		if err != nil {
			return err
		}
		head, text, _ := bytes.Cut(line, []byte{'\t'})
		r := row{line: text}
		if err := json.Unmarshal(head, &r.lineage); err != nil {
			return err
		}
		r.split = r.lineage.Split
		if err := w.write(&r); err != nil {
			return err
		}
	}
	m.parting.tellEmpty(out)
	w.tools = m.tools.shownTexts()
	return nil
}

// A numberedLine is a line, and how many come before it.
type numberedLine struct {
	number int64
	text   []byte
}

// numbered keeps lines, with their numbers.
func numbered(lines iter.Seq2[[]byte, error]) iter.Seq2[numberedLine, error] {
	return func(yield func(numberedLine, error) bool) {
		var n numberedLine
		for line, err := range kept(lines) {
			n.text = line
			if !yield(n, err) {
				return
			}
			n.number++
		}
	}
}

// A taskRowMaker makes rows of tasks.
type taskRowMaker struct {
	format  formats.Format
	parting *parting
	worlds  shelf
	places  *places
	tools   *toolTable
	briefs  recent[taskBrief]
}

// A taskBrief is what an agent knows of a world before the first turn.
type taskBrief struct {
	policy string
	names  map[string]string // of tools, by their ids
}

func newTaskRowMaker(in *Input, config *spec.Dataset, f formats.Format) (m *taskRowMaker, err error) {
	m = &taskRowMaker{format: f, parting: newParting(config.Split)}
	defer func() {
		if err != nil {
			err = errors.Join(err, m.close())
		}
	}()
	if m.worlds, err = openShelf(in, in.Ancestors[world.WorldType]); err != nil {
		return m, err
	}
	if m.places, err = openPlaces(in, m.worlds); err != nil {
		return m, err
	}
	m.tools, err = openTools(in, m.worlds, f.Tool)
	return m, err
}

func (m *taskRowMaker) close() error {
	errs := []error{m.worlds.close()}
	if m.tools != nil {
		errs = append(errs, m.tools.close())
	}
	if m.places != nil {
		errs = append(errs, m.places.close())
	}
	return errors.Join(errs...)
}

// row is the row of a task.
func (m *taskRowMaker) row(ctx context.Context, index int64, task *world.Task, place spec.Place, split string) ([]byte, error) {
	brief, err := m.briefs.get(task.World, func() (*taskBrief, error) { return m.brief(task.World) })
	if err != nil {
		return nil, err
	}
	// What a user says first is that of any talk about the task.
	person := user.New().Meet(roles.UserBrief{
		Talk: task.ID, Background: task.Background, Goal: task.Goal, Steps: task.Steps, Known: task.Known,
	})
	said, err := person.Answer(ctx, nil)
	if err != nil {
		return nil, err
	}
	example := &formats.TaskExample{
		Task: task, Index: index, Policy: brief.policy, Domain: cmp.Or(place.Domain, place.Name, task.World), Opening: said.Say, Split: split, Names: brief.names,
	}
	if m.format.Tool != nil {
		numbers, err := m.tools.numbers(task.World, nil, task.Tools)
		if err != nil {
			return nil, err
		}
		example.Tools = m.tools.rendered(numbers)
	}
	line, err := m.format.TaskRow(example)
	if err != nil {
		return nil, fmt.Errorf("task %s: %w", task.ID, err)
	}
	return line, nil
}

// brief reads a world for what its agents know.
func (m *taskRowMaker) brief(id string) (*taskBrief, error) {
	w, err := find[world.World](m.worlds, world.WorldType, id)
	if err != nil {
		return nil, err
	}
	b := &taskBrief{policy: agent.New(agent.Options{}).Enter(w).System(), names: make(map[string]string, len(w.Tools))}
	for i := range w.Tools {
		b.names[w.Tools[i].Tool.ID] = w.Tools[i].Tool.Name
	}
	return b, nil
}
