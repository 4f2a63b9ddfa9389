package executors

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"worldc/artifact"
	"worldc/executors/judging"
	"worldc/formats"
	"worldc/jsonwalk"
	"worldc/spec"
	"worldc/world"
)

// Where the lineage of rows lies, and what its lines are called.
const (
	lineagePath = "rows.jsonl.zst"
	lineageType = "Lineage" // in manifests; inspect knows it too
	rowType     = "Row"
)

// FormatOf is the format of the rows that a dataset makes of records of a type;
// not ok where it writes records as they are.
func FormatOf(config *spec.Dataset, from world.Type) (formats.Format, bool) {
	if config.Format == "records" {
		return formats.Format{}, false
	}
	f, ok := formats.Find(config.Format, spec.RowsOf(from))
	if !ok {
		panic("executors: there is no format " + config.Format + " of " + string(from) + " records")
	}
	return f, true
}

// fileKind is how the files of the data lie there: as the format wants them,
// or as the user does.
func fileKind(config *spec.Dataset, f formats.Format) formats.FileKind {
	switch {
	case f.File == formats.Compressed && config.Compression == "none":
		return formats.Plain
	case f.File == formats.Plain && config.Compression == "zstd":
		return formats.Compressed
	}
	return f.File
}

// A row is a line of the data and, beside it, where it comes from.
type row struct {
	line    []byte
	stage   string
	split   string
	lineage formats.Lineage
}

// rows writes the rows of a dataset: the data, file by file, and then their
// lineage. It returns the files.
func rows(ctx context.Context, in *Input, out *Output, config *spec.Dataset) ([]DatasetFile, error) {
	of := world.TrajectoryType
	if from := in.Inputs["from"]; len(from) > 0 {
		of = spec.RowsOf(from[0].Type)
	}
	f, made := FormatOf(config, of)
	w := &rowWriter{in: in, out: out, cutter: newCutter(int64(config.ShardRecords), fileKind(config, f)), lineage: newSpool(in, "lineage")}
	holds := world.Type(rowType)
	var err error
	switch {
	case !made:
		holds = world.TrajectoryType
		err = trajectoryRows(ctx, w, config, f)
	case of == world.TrajectoryType:
		err = trajectoryRows(ctx, w, config, f)
	case of == world.TaskType:
		err = taskRows(ctx, w, config, f)
	default:
		err = toolRows(ctx, w, f)
	}
	if err != nil && (w.enough == nil || !errors.Is(err, ErrEnough)) {
		return nil, err
	}
	files, err := w.finish(holds)
	if err == nil && f.Texts != nil {
		err = w.writeTools()
	}
	if err != nil {
		return nil, err
	}
	return files, w.enough
}

// A rowWriter cuts rows into files, and keeps where they come from until all
// files have their names.
type rowWriter struct {
	in      *Input
	out     *Output
	cutter  *cutter
	lineage *spool
	tools   [][]byte // that rows show, each once, for the files beside the data
	enough  error    // why no more rows are wanted
}

// writeTools writes the tools behind all else.
func (w *rowWriter) writeTools() error {
	slices.SortFunc(w.tools, bytes.Compare)
	for _, tool := range w.tools {
		if err := w.out.w.WriteLine(tool); err != nil {
			return err
		}
	}
	w.out.report.Tools = int64(len(w.tools))
	return nil
}

// write adds a row; those of one stage and part come one after the other.
func (w *rowWriter) write(r *row) error {
	file, number := w.cutter.add(r.stage, r.split, r.line)
	r.lineage.File, r.lineage.Line = file, number
	line, err := artifact.Marshal(&r.lineage)
	if err != nil {
		return err
	}
	if err := w.lineage.add(place{rank: uint32(w.cutter.rows)}, line); err != nil {
		return err
	}
	w.enough = w.out.WriteLine(r.line)
	return w.enough
}

// tell says how many of the things that rows are made of are done.
func (w *rowWriter) tell(done, total int64) {
	if w.in.Progress != nil && done%batchItems == 0 {
		w.in.Progress(done, total)
	}
}

// finish writes the lineage, and returns all files.
func (w *rowWriter) finish(holds world.Type) ([]DatasetFile, error) {
	files := w.cutter.finish(string(holds))
	names := w.cutter.names()
	lines := newRowHash()
	for line, err := range w.lineage.lines() {
		if err != nil {
			return nil, err
		}
		line = named(line, names)
		lines.add(line)
		if err := w.out.w.WriteLine(line); err != nil {
			return nil, err
		}
	}
	return append(files, DatasetFile{Path: lineagePath, Holds: lineageType, Records: lines.records, Bytes: lines.bytes, Digest: lines.digest()}), nil
}

// named puts the final name of the file into a line of lineage: how many files
// there are was not known when it was made. Names hold nothing that JSON
// escapes.
func named(line []byte, names map[string]string) []byte {
	before := jsonwalk.Field(line, "file")
	after := names[jsonwalk.TextField(line, "file")]
	return bytes.Replace(line, slices.Concat([]byte(`"file":`), before), []byte(`"file":"`+after+`"`), 1)
}

// noRows says that a dataset has no rows. Of a preview nothing can be expected.
func (w *rowWriter) noRows(why error) error {
	if !w.out.preview() {
		return why
	}
	w.out.Find(world.Finding{Subject: "rows", Action: world.Noted, Reason: "a preview has no rows", Detail: why.Error()})
	return nil
}

// A parting divides rows into the parts of a split.
type parting struct {
	by     string // what is kept together; empty where there is no split
	shares []spec.Share
	filled []int32         // the parts that have a row
	units  map[string]bool // what is divided
}

func newParting(s *spec.Split) *parting {
	p := &parting{units: map[string]bool{}}
	if s != nil {
		p.by, p.shares = s.By, s.Shares()
	}
	return p
}

// unit is what a row is kept together with.
func (p *parting) unit(task, worldID, domain string) string {
	switch {
	case p.by == "task":
		return task
	case p.by == "domain" && domain != "":
		return domain
	}
	return worldID
}

// of is the part of a unit.
func (p *parting) of(unit string) int32 {
	if p.by == "" {
		return 0
	}
	return partOf(unit, p.shares)
}

// name is what a part is called.
func (p *parting) name(part int32) string {
	if p.by == "" {
		return ""
	}
	return p.shares[part].Name
}

// fill takes note of a row of a unit.
func (p *parting) fill(unit string, part int32) {
	if p.by == "" {
		return
	}
	p.units[unit] = true
	if !slices.Contains(p.filled, part) {
		p.filled = append(p.filled, part)
	}
}

// tellEmpty finds the parts that came out empty.
func (p *parting) tellEmpty(out *Output) {
	for i, share := range p.shares {
		if !slices.Contains(p.filled, int32(i)) {
			out.Find(world.Finding{Subject: share.Name, Action: world.Noted, Reason: "a part of the split is empty",
				Detail: fmt.Sprintf("by %s there are %d to divide, and its share is %g", p.by, len(p.units), float64(share.Millionths)/1e6)})
		}
	}
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
