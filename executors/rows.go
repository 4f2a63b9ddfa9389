package executors

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"worldc/artifact"
	"worldc/executors/judging"
	"worldc/formats"
	"worldc/spec"
	"worldc/world"
)

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
	placement string
	verdicts  []rowVerdict
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
			id := textField(line, "trajectory")
			switch a.Type {
			case world.TrajectoryType:
				id = textField(line, "id")
			case world.VerdictType:
				accepted := bytes.Equal(field(line, "accepted"), []byte("true"))
				if config.Select != "all" && accepted != (config.Select != "rejected") {
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
			id := textField(line, "trajectory")
			at, wanted := s.numbers[id]
			if !wanted || at == unwanted {
				notWanted(s.numbers, id)
				continue
			}
			name := textField(line, "by")
			by := slices.Index(s.verdicts, name)
			if by < 0 {
				by = len(s.verdicts)
				s.verdicts = append(s.verdicts, name)
			}
			e := &s.entries[at]
			e.verdicts = append(e.verdicts, rowVerdict{textField(line, "id"), int32(by), bytes.Equal(field(line, "accepted"), []byte("true"))})
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

// A row is a line of the data and, beside it, where it comes from.
type row struct {
	line    []byte
	ok      bool
	stage   string
	split   string
	lineage formats.Lineage
}

// rows writes the rows of a dataset: the data, file by file, and then their
// lineage. It returns the files.
//
// Trajectories are read in the order in which they lie, and rows are made in
// the order in which they are written; between the two they are spooled.
func rows(ctx context.Context, in *Input, out *Output, config *spec.Dataset) (files []DatasetFile, err error) {
	source, err := readSource(ctx, in, out, config)
	if err != nil {
		return nil, err
	}
	if len(source.entries) == 0 {
		nothing := nothingToWrite(in, config, source.planned)
		if !out.preview() {
			return nil, nothing
		}
		out.Find(world.Finding{Subject: "rows", Action: world.Noted, Reason: "a preview has no rows", Detail: nothing.Error()})
		return newCutter(1).finish(rowType), nil
	}
	m, err := newRowMaker(in, config, source)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	drafts := newSpool(in, "drafts")
	if err := m.draft(ctx, in, drafts); err != nil {
		return nil, err
	}
	source.numbers = nil // drafts know their rows
	if err := m.forget(); err != nil {
		return nil, err
	}

	cutter := newCutter(int64(config.ShardRecords))
	lineage := newSpool(in, "lineage")
	var enough error
	err = inBatches(ctx, in, drafts.lines(), m.row, func(r row) error {
		if !r.ok {
			out.Skip(1, "nothing in it is trained")
			return nil
		}
		file, number := cutter.add(r.stage, r.split, r.line)
		if in.Progress != nil && cutter.rows%batchItems == 0 {
			in.Progress(cutter.rows, int64(len(source.entries)))
		}
		r.lineage.File, r.lineage.Line = file, number
		line, err := artifact.Marshal(r.lineage)
		if err != nil {
			return err
		}
		if err := lineage.add(place{rank: uint32(cutter.rows)}, line); err != nil {
			return err
		}
		enough = out.WriteLine(r.line)
		return enough
	})
	if err != nil && (enough == nil || !errors.Is(err, ErrEnough)) {
		return nil, err
	}
	if cutter.rows == 0 && !out.preview() {
		return nil, errors.New("there is nothing to write: in no trajectory is there anything that would be trained")
	}
	for i, share := range m.shares {
		if !slices.Contains(m.filled, int32(i)) {
			out.Find(world.Finding{Subject: share.Name, Action: world.Noted, Reason: "a part of the split is empty",
				Detail: fmt.Sprintf("by %s there are %d to divide, and its share is %g", config.Split.By, len(m.units), float64(share.Millionths)/1e6)})
		}
	}
	files = cutter.finish(string(m.holds))
	names := cutter.names()
	lines := newRowHash()
	for line, err := range lineage.lines() {
		if err != nil {
			return nil, err
		}
		line = named(line, names)
		lines.add(line)
		if err := out.w.WriteLine(line); err != nil {
			return nil, err
		}
	}
	files = append(files, DatasetFile{Path: lineagePath, Holds: lineageType, Records: lines.records, Bytes: lines.bytes, Digest: lines.digest()})
	return files, enough
}

// Where the lineage of rows lies, and what its lines are called.
const (
	lineagePath = "rows.jsonl.zst"
	lineageType = "Lineage" // in manifests; inspect knows it too
	rowType     = "Row"
)

// named puts the final name of the file into a line of lineage: how many files
// there are was not known when it was made. Names hold nothing that JSON
// escapes.
func named(line []byte, names map[string]string) []byte {
	before := field(line, "file")
	after := names[textField(line, "file")]
	return bytes.Replace(line, slices.Concat([]byte(`"file":`), before), []byte(`"file":"`+after+`"`), 1)
}

// nothingToWrite is the error of a dataset without rows.
func nothingToWrite(in *Input, config *spec.Dataset, planned int64) error {
	what := "accepted"
	if config.Select == "rejected" {
		what = config.Select
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
	format  string
	holds   world.Type
	stages  []string

	tasks  shelf
	worlds shelf
	tools  *toolTable
	places *places

	by     string // of the split
	shares []spec.Share
	filled []int32         // the parts that have a row
	units  map[string]bool // what is divided
}

func newRowMaker(in *Input, config *spec.Dataset, source *rowsource) (m *rowMaker, err error) {
	m = &rowMaker{
		source: source, format: config.Format, holds: rowType, stages: source.stages,
		masking: formats.Masking{Errors: config.MaskErrors, Reasoning: config.TrainReasoning},
		units:   map[string]bool{},
	}
	if config.Format == "records" {
		m.holds = world.TrajectoryType
	}
	if config.Split != nil {
		m.by, m.shares = config.Split.By, config.Split.Shares()
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, m.close())
		}
	}()
	if m.tasks, err = openShelf(in, in.Ancestors[world.TaskType]); err != nil {
		return m, err
	}
	if m.worlds, err = openShelf(in, in.Ancestors[world.WorldType]); err != nil {
		return m, err
	}
	if m.places, err = openPlaces(in, m.worlds); err != nil {
		return m, err
	}
	m.tools, err = openTools(in, m.worlds)
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
	m.tools = &toolTable{texts: m.tools.texts}
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
		task, worldID := textField(f.line, "task"), textField(f.line, "world")
		place, err := m.places.place(worldID)
		if err != nil {
			return d, err
		}
		d.Domain, d.Name = place.DomainID, place.Domain
		switch m.by {
		case "task":
			d.unit = task
		case "world":
			d.unit = worldID
		case "domain":
			if d.unit = place.DomainID; d.unit == "" {
				d.unit = worldID
			}
		}
		if m.by != "" {
			d.Split = partOf(d.unit, m.shares)
		}
		if m.format != "records" {
			d.Tools, err = m.toolsOf(f.line, task, worldID)
		}
		return d, err
	}, func(d drafted) error {
		if m.by != "" {
			m.units[d.unit] = true
			if !slices.Contains(m.filled, d.Split) {
				m.filled = append(m.filled, d.Split)
			}
		}
		head, err := artifact.Marshal(d.draft)
		if err != nil {
			return err
		}
		e := &m.source.entries[d.Entry]
		group := uint32(e.stage)*uint32(max(1, len(m.shares))) + uint32(d.Split)
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
	if raw := field(line, "tools"); raw != nil {
		if err := json.Unmarshal(raw, &ids); err != nil {
			return nil, err
		}
	}
	if len(ids) == 0 {
		t, err := find[struct{ Tools []string }](m.tasks, world.TaskType, task)
		if err != nil {
			return nil, err
		}
		ids = t.Tools
	}
	return m.tools.numbers(worldID, ids)
}

// partOf is the part of a split that an id belongs to, which depends on nothing
// else.
func partOf(id string, shares []spec.Share) int32 {
	at := uint32(judging.Spread("split", id) % 1_000_000)
	for i, s := range shares {
		if at < s.Millionths {
			return int32(i)
		}
		at -= s.Millionths
	}
	return int32(len(shares) - 1)
}

// row makes the row of a draft.
func (m *rowMaker) row(spooled []byte) (r row, err error) {
	head, line, _ := bytes.Cut(spooled, []byte{'\t'})
	var d draft
	if err := json.Unmarshal(head, &d); err != nil {
		return r, err
	}
	var t world.Trajectory
	if err := json.Unmarshal(line, &t); err != nil {
		return r, err
	}
	e := &m.source.entries[d.Entry]
	r.lineage = formats.Lineage{
		ID: t.ID, Task: t.Task, World: t.World, Domain: d.Domain, DomainName: d.Name,
		Model: t.Model, Trial: t.Trial, Outcome: t.Outcome, Placement: e.placement,
	}
	if len(m.stages) > 0 {
		r.stage = m.stages[e.stage]
		r.lineage.Stage, r.lineage.Rank = r.stage, int(e.rank)
	}
	if len(m.shares) > 0 {
		r.split = m.shares[d.Split].Name
		r.lineage.Split = r.split
	}
	for _, v := range e.verdicts {
		r.lineage.Verdicts = append(r.lineage.Verdicts, formats.LineageVerdict{ID: v.id, Accepted: v.accepted, By: m.source.verdicts[v.by]})
	}
	if m.format == "records" {
		r.line, r.ok = bytes.Clone(line), true
		return r, nil
	}
	example := &formats.Example{Trajectory: &t, Tools: m.tools.rendered(d.Tools), Masks: m.masking.Masks(&t)}
	r.line, r.ok, err = formats.OpenAI(example)
	return r, err
}
