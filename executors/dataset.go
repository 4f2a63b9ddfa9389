package executors

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"slices"

	"worldc/artifact"
	"worldc/formats"
	"worldc/jsonwalk"
	"worldc/spec"
	"worldc/world"
)

// A DatasetFile is one file of a dataset's directory. The dataset's executor
// decides the files and their digests; publishing only writes them.
type DatasetFile struct {
	// Path is relative to the directory, with slashes.
	Path string `json:"path"`

	// From is the type of the records in a file that accompanies the data,
	// such as Tool in tools.jsonl.zst; it is empty for the data itself, whose
	// files cut the node's artifact in order.
	From world.Type `json:"from,omitempty"`

	// Holds is what a line of the data is, where it is not a record of the type
	// that the node emits.
	Holds string `json:"holds,omitempty"`

	Records int64           `json:"records"`
	Bytes   int64           `json:"bytes"`
	Digest  artifact.Digest `json:"digest"`
}

// companions are the files that a reader needs to replay the data, beside it.
var companions = []struct {
	from world.Type
	path string
}{
	{world.ToolType, "tools.jsonl.zst"},
	{world.WorldType, "worlds.jsonl.zst"},
	{world.TaskType, "tasks.jsonl.zst"},
	{world.ScriptType, "scripts.jsonl.zst"},
	{world.KnowledgeType, "knowledge.jsonl.zst"},
}

// dataset writes the lines of a dataset in the order in which its files hold
// them, and cuts them into files. Lines are records as they are, or rows made of
// them ([rows]).
func dataset(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Dataset)
	from := in.Inputs["from"]
	asTheyAre := config.Format == "records" && config.Select == "" && config.Split == nil
	write := rows
	if asTheyAre {
		write = verbatim
	}
	files, enough := write(ctx, in, out, config)
	if enough != nil && !errors.Is(enough, ErrEnough) {
		return enough
	}
	for _, c := range companions {
		artifacts := in.Ancestors[c.from]
		if len(artifacts) == 0 || asTheyAre && isFrom(from, c.from) {
			continue
		}
		file, err := describe(in, c.path, c.from, artifacts)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	out.report.Files = files
	if err := countLicenses(in, out); err != nil {
		return err
	}
	return enough
}

// verbatim writes records as they are; placements stage by stage.
func verbatim(ctx context.Context, in *Input, out *Output, config *spec.Dataset) ([]DatasetFile, error) {
	from := in.Inputs["from"]
	var total int64
	for _, a := range from {
		total += a.Info.Records
	}
	out.Plan(total)
	cutter := newCutter(int64(config.ShardRecords), fileKind(config, formats.Format{}))
	staged := isFrom(from, world.PlacementType)
	last, seen := "", map[string]bool{}
	for line, err := range in.Lines(from) {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		stage := ""
		if staged {
			stage = jsonwalk.TextField(line, "stage")
			if stage != last && seen[stage] {
				return nil, fmt.Errorf("two curricula have a stage %q: give their stages different names", stage)
			}
			last, seen[stage] = stage, true
		}
		cutter.add(stage, "", line)
		if err := out.WriteLine(line); errors.Is(err, ErrEnough) {
			return cutter.finish(""), err
		} else if err != nil {
			return nil, err
		}
	}
	return cutter.finish(""), nil
}

// countLicenses counts the tools of a dataset, its data or those beside it, by
// the licence of their sources.
func countLicenses(in *Input, out *Output) error {
	tools := in.Ancestors[world.ToolType]
	if isFrom(in.Inputs["from"], world.ToolType) {
		tools = in.Inputs["from"]
	}
	if len(tools) == 0 {
		return nil
	}
	out.report.Licenses = map[string]int64{}
	for line, err := range in.Lines(tools) {
		if err != nil {
			return err
		}
		var tool struct {
			Source struct {
				License string `json:"license"`
			} `json:"source"`
		}
		if err := json.Unmarshal(line, &tool); err != nil {
			return err
		}
		out.report.Licenses[tool.Source.License]++
	}
	return nil
}

// isFrom reports whether the data itself is of type t.
func isFrom(from []Artifact, t world.Type) bool {
	return len(from) > 0 && from[0].Type == t
}

// describe digests a companion file.
func describe(in *Input, path string, t world.Type, artifacts []Artifact) (DatasetFile, error) {
	file := DatasetFile{Path: path, From: t}
	if len(artifacts) == 1 {
		info := artifacts[0].Info
		file.Records, file.Bytes, file.Digest = info.Records, info.Bytes, info.Digest
		return file, nil
	}
	h := newRowHash()
	for line, err := range in.Lines(artifacts) {
		if err != nil {
			return file, err
		}
		h.add(line)
	}
	file.Records, file.Bytes, file.Digest = h.records, h.bytes, h.digest()
	return file, nil
}

// A cutter cuts rows into files of a fixed number of records: those of each
// stage and each part of a split by themselves.
type cutter struct {
	size    int64
	kind    formats.FileKind
	rows    int64 // in all
	series  []*series
	current *series
}

// A series is the files of one stage and part.
type series struct {
	prefix string
	kind   formats.FileKind
	files  []DatasetFile
	open   *rowHash
}

func newCutter(size int64, kind formats.FileKind) *cutter { return &cutter{size: size, kind: kind} }

// add adds a row to the file that it belongs to, and says which that is, by a
// name of which only [cutter.names] knows what it will be, and at which line.
// Rows of one stage and part come one after the other.
func (c *cutter) add(stage, split string, line []byte) (file string, number int64) {
	if split == "" {
		split = "train"
	}
	prefix := "data/" + split
	if stage != "" {
		prefix = "data/" + stage + "/" + split
	}
	s := c.current
	if s == nil || s.prefix != prefix {
		i := slices.IndexFunc(c.series, func(s *series) bool { return s.prefix == prefix })
		if i >= 0 {
			panic("executors: the rows of " + prefix + " are scattered")
		}
		s = &series{prefix: prefix, kind: c.kind, open: newRowHash()}
		c.series, c.current = append(c.series, s), s
	}
	if s.open.records == c.size {
		s.cut()
	}
	s.open.add(line)
	c.rows++
	return s.name(len(s.files), 0), s.open.records
}

func (s *series) name(i, of int) string {
	return fmt.Sprintf("%s-%05d-of-%05d%s", s.prefix, i, of, s.kind.Extension())
}

func (s *series) cut() {
	s.files = append(s.files, DatasetFile{Records: s.open.records, Bytes: s.open.bytes, Digest: s.open.digest()})
	s.open = newRowHash()
}

// finish returns the files, in the order of their rows, with what their lines
// are; a dataset without rows has one empty file.
func (c *cutter) finish(holds string) []DatasetFile {
	if len(c.series) == 0 {
		c.series = []*series{{prefix: "data/train", kind: c.kind, open: newRowHash()}}
	}
	var files []DatasetFile
	for _, s := range c.series {
		s.cut()
		for i := range s.files {
			s.files[i].Path, s.files[i].Holds = s.name(i, len(s.files)), holds
		}
		files = append(files, s.files...)
	}
	return files
}

// names are the names of files by those that [cutter.add] gave them.
func (c *cutter) names() map[string]string {
	names := map[string]string{}
	for _, s := range c.series {
		for i, f := range s.files {
			names[s.name(i, 0)] = f.Path
		}
	}
	return names
}

// rowHash digests lines as a file holds them: each ended by a newline.
type rowHash struct {
	hash           hash.Hash
	records, bytes int64
}

func newRowHash() *rowHash { return &rowHash{hash: sha256.New()} }

func (h *rowHash) add(line []byte) {
	h.hash.Write(line)
	h.hash.Write([]byte{'\n'})
	h.records++
	h.bytes += int64(len(line)) + 1
}

func (h *rowHash) digest() artifact.Digest { return artifact.Digest(h.hash.Sum(nil)) }
