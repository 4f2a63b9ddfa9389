package executors

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"worldc/artifact"
	"worldc/formats"
	"worldc/jsonwalk"
	"worldc/spec"
	"worldc/world"
)

// trajectoryRows writes the rows of trajectories, or trajectories themselves
// where no format is made.
//
// Trajectories are read in the order in which they lie, and rows are made in
// the order in which they are written; between the two they are spooled.
func trajectoryRows(ctx context.Context, w *rowWriter, config *spec.Dataset, f formats.Format) (err error) {
	in, out := w.in, w.out
	source, err := readSource(ctx, in, out, config)
	if err != nil {
		return err
	}
	if config.Pairs {
		if err := source.pair(ctx, in, out); err != nil {
			return err
		}
	}
	if len(source.entries) == 0 {
		return w.noRows(nothingToWrite(in, config, source.planned))
	}
	m, err := newRowMaker(in, config, source, f)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	drafts := newSpool(in, "drafts")
	if err := m.draft(ctx, in, drafts); err != nil {
		return err
	}
	source.numbers = nil // drafts know their rows
	if m.tools.naming {
		findings, err := m.tools.name(f.Names)
		if err != nil {
			return err
		}
		for _, found := range findings {
			out.Find(found)
		}
	}
	if err := m.forget(); err != nil {
		return err
	}
	var done int64
	total := int64(len(source.entries))
	each, untrained := 1, "nothing in it is trained"
	if config.Pairs {
		each, untrained = 2, "where the two trials part, nothing of the accepted one is trained"
	}
	err = inBatches(ctx, in, several(drafts.lines(), each), m.rows, func(made rowsMade) error {
		done++
		w.tell(done, total/int64(each))
		for _, u := range made.unfit {
			out.Find(world.Finding{Subject: made.subject, Action: world.Rejected, Reason: "the trainer cannot be given it", Detail: u.Error()})
		}
		switch ended := len(made.rows) + len(made.unfit); {
		case ended == 0:
			out.Skip(1, untrained)
		default:
			out.Plan(int64(ended - 1))
		}
		for i := range made.rows {
			if err := w.write(&made.rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if w.cutter.rows == 0 {
		if err := w.noRows(errors.New("there is nothing to write: in no trajectory is there anything that would be trained")); err != nil {
			return err
		}
	}
	m.parting.tellEmpty(out)
	w.tools = m.tools.shownTexts()
	return nil
}

// A rowsource says which trajectories are rows, and in which order.
type rowsource struct {
	// numbers are the rows of trajectories by their names.
	numbers map[string]int32
	entries []rowEntry
	stages  []string // by name; none where there is no curriculum

	planned  int64
	verdicts []string // names of checks that verdicts are by
}

// A rowEntry is a row to come. There are a million of them.
type rowEntry struct {
	stage     int32
	order     int32 // among all rows
	rank      int32 // in the stage
	found     bool
	accepted  bool // by the verdict that was read
	placement string
	verdicts  []rowVerdict
}

// judged reports whether all who judged the trajectory accepted it; nil if nobody
// did.
func (e *rowEntry) judged() *bool {
	if len(e.verdicts) == 0 {
		return nil
	}
	accepted := !slices.ContainsFunc(e.verdicts, func(v rowVerdict) bool { return !v.accepted })
	return &accepted
}

type rowVerdict struct {
	id       string
	by       int32
	accepted bool
}

// readSource reads what a dataset makes rows of.
func readSource(ctx context.Context, in *Input, out *Output, config *spec.Dataset) (*rowsource, error) {
	s := &rowsource{numbers: map[string]int32{}}
	from := in.Inputs["from"]
	var left int64
	for _, a := range from {
		s.planned += a.Info.Records
		for line, err := range in.Store.Lines(a.Info) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return nil, err
			}
			e := rowEntry{order: int32(len(s.entries))}
			id := jsonwalk.TextField(line, "trajectory")
			switch a.Type {
			case world.TrajectoryType:
				id = jsonwalk.TextField(line, "id")
			case world.VerdictType:
				e.accepted = bytes.Equal(jsonwalk.Field(line, "accepted"), []byte("true"))
				if !config.Pairs && config.Select != "all" && e.accepted != (config.Select != "rejected") {
					notWanted(s.numbers, id)
					left++
					continue
				}
			case world.PlacementType:
				var p world.Placement
				if err := json.Unmarshal(line, &p); err != nil {
					return nil, err
				}
				e.placement, e.rank, e.stage = p.ID, int32(p.Rank), int32(slices.Index(s.stages, p.Stage))
				if e.stage < 0 {
					e.stage = int32(len(s.stages))
					s.stages = append(s.stages, p.Stage)
				}
			}
			if at, twice := s.numbers[id]; twice && at != unwanted {
				left++ // two filters let it pass
				continue
			}
			s.numbers[id] = int32(len(s.entries))
			s.entries = append(s.entries, e)
		}
	}
	out.Plan(s.planned)
	switch {
	case len(from) > 0 && from[0].Type == world.VerdictType:
		out.Skip(left, "its verdict is not the one that is selected, or it is a row already")
	default:
		out.Skip(left, "it is a row already")
	}
	return s, s.readVerdicts(ctx, in)
}

// readVerdicts reads what was judged of the trajectories.
func (s *rowsource) readVerdicts(ctx context.Context, in *Input) error {
	artifacts := in.Ancestors[world.VerdictType]
	for _, a := range artifacts {
		for line, err := range in.Store.Lines(a.Info) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
			id := jsonwalk.TextField(line, "trajectory")
			at, wanted := s.numbers[id]
			if !wanted || at == unwanted {
				notWanted(s.numbers, id)
				continue
			}
			name := jsonwalk.TextField(line, "by")
			by := slices.Index(s.verdicts, name)
			if by < 0 {
				by = len(s.verdicts)
				s.verdicts = append(s.verdicts, name)
			}
			e := &s.entries[at]
			e.verdicts = append(e.verdicts, rowVerdict{jsonwalk.TextField(line, "id"), int32(by), bytes.Equal(jsonwalk.Field(line, "accepted"), []byte("true"))})
		}
	}
	return nil
}

// A draft is what has to be known of a trajectory to make a row of it, in
// whatever order rows are made.
type draft struct {
	Entry  int32   `json:"entry"`
	Split  int32   `json:"split"`
	Tools  []int32 `json:"tools"`
	Domain string  `json:"domain"`
	Name   string  `json:"name"`
}

// nothingToWrite is the error of a dataset without rows.
func nothingToWrite(in *Input, config *spec.Dataset, planned int64) error {
	what := "accepted"
	if config.Select == "rejected" {
		what = config.Select
	}
	if config.Pairs && planned > 0 {
		return fmt.Errorf("there is nothing to write: of %d judged trajectories no two are trials of one task that part at a turn of the agent, one accepted and one rejected", planned)
	}
	if from := in.Inputs["from"]; planned > 0 && from[0].Type == world.VerdictType {
		return fmt.Errorf("there is nothing to write: of %d judged trajectories none was %s", planned, what)
	}
	return errors.New("there is nothing to write: there are no trajectories")
}

// A rowMaker makes rows of trajectories.
type rowMaker struct {
	source  *rowsource
	masking formats.Masking
	format  formats.Format // nameless where trajectories are written as they are
	expand  bool
	parting *parting

	tasks  shelf
	worlds shelf
	tools  *toolTable
	places *places
}

func newRowMaker(in *Input, config *spec.Dataset, source *rowsource, f formats.Format) (m *rowMaker, err error) {
	m = &rowMaker{
		source: source, format: f, expand: config.ExpandTurns, parting: newParting(config.Split),
		masking: formats.Masking{Errors: config.MaskErrors, Reasoning: config.TrainReasoning},
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, m.close())
		}
	}()
	if m.tasks, err = openTasks(in); err != nil {
		return m, err
	}
	if m.worlds, err = openWorlds(in); err != nil {
		return m, err
	}
	if m.places, err = openPlaces(in, m.worlds); err != nil {
		return m, err
	}
	if m.tools, err = openTools(in, m.worlds, f.Tool); err == nil {
		m.tools.naming = f.Names.Longest > 0
	}
	return m, err
}

func (m *rowMaker) close() error {
	var errs []error
	if m.tools != nil {
		errs = append(errs, m.tools.close())
	}
	if m.places != nil {
		errs = append(errs, m.places.close())
	}
	return errors.Join(append(errs, m.tasks.close(), m.worlds.close())...)
}

// forget lets go of all that only drafts need.
func (m *rowMaker) forget() error {
	err := m.close()
	m.tasks, m.worlds, m.places = nil, nil, nil
	m.tools = &toolTable{texts: m.tools.texts, shown: m.tools.shown, renamed: m.tools.renamed, tools: m.tools.tools}
	return err
}

// draft reads every trajectory that is a row and spools it to its place.
func (m *rowMaker) draft(ctx context.Context, in *Input, to *spool) error {
	type found struct {
		entry int32
		line  []byte
	}
	wanted := func(yield func(found, error) bool) {
		for line, err := range linesByName(ctx, in, in.Ancestors[world.TrajectoryType]) {
			if err != nil {
				yield(found{}, err)
				return
			}
			at, ok := line.in(m.source.numbers)
			if !ok {
				continue
			}
			e := &m.source.entries[at]
			if e.found {
				yield(found{}, ambiguousTrajectory(line.id))
				return
			}
			e.found = true
			if !yield(found{at, bytes.Clone(line.text)}, nil) {
				return
			}
		}
	}
	type drafted struct {
		draft
		line []byte
		unit string
	}
	err := inBatches(ctx, in, wanted, func(f found) (d drafted, err error) {
		d.Entry, d.line = f.entry, f.line
		task, worldID := jsonwalk.TextField(f.line, "task"), jsonwalk.TextField(f.line, "world")
		place, err := m.places.place(worldID)
		if err != nil {
			return d, err
		}
		d.Domain, d.Name = place.DomainID, place.Domain
		d.unit = m.parting.unit(task, worldID, place.DomainID)
		d.Split = m.parting.of(d.unit)
		if m.format.Tool != nil {
			d.Tools, err = m.toolsOf(f.line, task, worldID)
		}
		return d, err
	}, func(d drafted) error {
		m.parting.fill(d.unit, d.Split)
		head, err := artifact.Marshal(d.draft)
		if err != nil {
			return err
		}
		e := &m.source.entries[d.Entry]
		group := uint32(e.stage)*uint32(max(1, len(m.parting.shares))) + uint32(d.Split)
		return to.add(place{group, uint32(e.order)}, slices.Concat(head, []byte{'\t'}, d.line))
	})
	if err != nil {
		return err
	}
	for name, at := range m.source.numbers { //lint:ordered any that is missing will do
		if at != unwanted && !m.source.entries[at].found {
			return fmt.Errorf("there is no %s %s upstream", world.TrajectoryType, name)
		}
	}
	return nil
}

// toolsOf are the numbers of the tools that the agent saw.
func (m *rowMaker) toolsOf(line []byte, task, worldID string) ([]int32, error) {
	var ids []string
	if raw := jsonwalk.Field(line, "tools"); raw != nil {
		if err := json.Unmarshal(raw, &ids); err != nil {
			return nil, err
		}
	}
	if len(ids) == 0 && task == worldID {
		return nil, nil // a game, whose player is told its actions in words
	}
	if len(ids) == 0 {
		t, err := find[struct{ Tools []string }](m.tasks, world.TaskType, task)
		if err != nil {
			return nil, err
		}
		ids = t.Tools
	}
	return m.tools.numbers(worldID, line, ids)
}

// rowsMade are the rows of a trajectory, or of two that are a pair, and why it
// has not more of them.
type rowsMade struct {
	subject string
	rows    []row
	unfit   []*formats.Unfit
}

// rows makes the rows of a draft, or the row of two that are a pair.
func (m *rowMaker) rows(drafts [][]byte) (made rowsMade, err error) {
	var examples []*formats.Example
	var first row
	for i, spooled := range drafts {
		head, line, _ := bytes.Cut(spooled, []byte{'\t'})
		var d draft
		if err := json.Unmarshal(head, &d); err != nil {
			return made, err
		}
		t := new(world.Trajectory)
		if err := json.Unmarshal(line, t); err != nil {
			return made, err
		}
		if i == 0 {
			first = m.rowOf(&d, t)
			made.subject = t.ID
		} else {
			first.lineage.Rejected = t.ID
		}
		if m.format.Rows == nil {
			first.line = bytes.Clone(line)
			made.rows = []row{first}
			return made, nil
		}
		m.tools.rename(t, d.Tools)
		examples = append(examples, &formats.Example{
			Trajectory: t, Tools: m.tools.rendered(d.Tools), Masks: m.masking.Masks(t), Accepted: m.source.entries[d.Entry].judged(),
		})
	}
	var unfit *formats.Unfit
	if len(examples) == 2 {
		line, ok, err := m.format.Pair(examples[0], examples[1])
		switch {
		case errors.As(err, &unfit):
			made.unfit = append(made.unfit, unfit)
		case err != nil:
			return made, err
		case ok:
			first.line = line
			made.rows = []row{first}
		}
		return made, nil
	}
	if m.expand {
		examples = examples[0].Expanded()
	}
	for _, e := range examples {
		lines, err := m.format.Rows(e)
		switch {
		case errors.As(err, &unfit):
			made.unfit = append(made.unfit, unfit)
		case err != nil:
			return made, err
		}
		for _, line := range lines {
			r := first
			r.line = line
			if m.expand {
				last := len(e.Trajectory.Turns) - 1
				r.lineage.Turn = &last
			}
			made.rows = append(made.rows, r)
		}
	}
	return made, nil
}

// rowOf is where the rows of a trajectory belong and come from.
func (m *rowMaker) rowOf(d *draft, t *world.Trajectory) (r row) {
	e := &m.source.entries[d.Entry]
	r.split = m.parting.name(d.Split)
	r.lineage = formats.Lineage{
		ID: t.ID, Task: t.Task, World: t.World, Domain: d.Domain, DomainName: d.Name,
		Model: &t.Model, Trial: &t.Trial, Knowledge: t.Knowledge, MaxDescription: t.MaxDescription, Outcome: t.Outcome, Placement: e.placement, Split: r.split,
	}
	if len(m.source.stages) > 0 {
		r.stage = m.source.stages[e.stage]
		r.lineage.Stage, r.lineage.Rank = r.stage, int(e.rank)
	}
	for _, v := range e.verdicts {
		r.lineage.Verdicts = append(r.lineage.Verdicts, formats.LineageVerdict{ID: v.id, Accepted: v.accepted, By: m.source.verdicts[v.by]})
	}
	return r
}

// several yields items n at a time.
func several(items iter.Seq2[[]byte, error], n int) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		var list [][]byte
		for item, err := range items {
			if list = append(list, item); len(list) < n && err == nil {
				continue
			}
			if !yield(list, err) || err != nil {
				return
			}
			list = nil
		}
	}
}
