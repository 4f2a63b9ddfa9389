package executors

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"

	"worldc/artifact"
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
}

// dataset writes the rows of a dataset in the order in which its files hold
// them, and cuts them into shards. In the format "records" a row is a record as
// it is.
func dataset(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Dataset)
	from := in.Inputs["from"]
	var total int64
	for _, a := range from {
		total += a.Info.Records
	}
	out.Plan(total)

	shards := newSharder(out.atMost(total), int64(config.ShardRecords))
	var enough error
	for line, err := range in.Lines(from) {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		shards.add(line)
		if err := out.WriteLine(line); errors.Is(err, ErrEnough) {
			enough = err
			break
		} else if err != nil {
			return err
		}
	}
	files := shards.finish()
	for _, c := range companions {
		artifacts := in.Ancestors[c.from]
		if len(artifacts) == 0 || isFrom(from, c.from) {
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

// A sharder cuts rows into files of a fixed number of records.
type sharder struct {
	total, size int64
	files       []DatasetFile
	current     *rowHash
}

func newSharder(total, size int64) *sharder {
	return &sharder{total: total, size: size, current: newRowHash()}
}

func (s *sharder) add(line []byte) {
	if s.current.records == s.size {
		s.cut()
	}
	s.current.add(line)
}

func (s *sharder) cut() {
	count := max(1, (s.total+s.size-1)/s.size)
	s.files = append(s.files, DatasetFile{
		Path:    fmt.Sprintf("data/train-%05d-of-%05d.jsonl.zst", len(s.files), count),
		Records: s.current.records, Bytes: s.current.bytes, Digest: s.current.digest(),
	})
	s.current = newRowHash()
}

// finish returns the files; a dataset without rows has one empty file.
func (s *sharder) finish() []DatasetFile {
	if s.current.records > 0 || len(s.files) == 0 {
		s.cut()
	}
	return s.files
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
