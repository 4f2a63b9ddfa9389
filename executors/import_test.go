package executors

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"worldc/artifact"
	"worldc/spec"
	"worldc/world"
)

// An import that is interrupted executes nothing a second time that is in a shard
// that was committed, and comes to the same records.
func TestImportGoesOn(t *testing.T) {
	in := newInput(t, 3)
	w, err := in.Store.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Discard()
	shop := &world.World{
		ID: "00000000000000aa", Name: "shop", Clock: "2025-01-01T09:00:00", Schema: "CREATE TABLE goods (id TEXT NOT NULL PRIMARY KEY, stock INTEGER NOT NULL);",
		Rows: map[string][]json.RawMessage{"goods": {json.RawMessage(`{"id":"g","stock":5000}`)}},
		Tools: []world.WorldTool{{
			Tool:   world.Tool{ID: "00000000000000ab", Name: "sell", Parameters: []byte(`{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}`)},
			Effect: world.Write, Code: "def sell(n):\n    return db.update(\"goods\", \"g\", {\"stock\": db.get(\"goods\", \"g\")[\"stock\"] - n})\n",
		}},
	}
	if err := w.Write(shop); err != nil {
		t.Fatal(err)
	}
	info, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	const tasks = 2*batchItems + 100
	var file bytes.Buffer
	for n := range tasks {
		if n%100 == 99 {
			fmt.Fprintf(&file, "{\"goal\":\"Sell.\",\"calls\":[{\"tool\":\"sell\",\"arguments\":{\"n\":\"many\"}}]}\n")
			continue
		}
		fmt.Fprintf(&file, "{\"goal\":\"Sell %d.\",\"calls\":[{\"tool\":\"sell\",\"arguments\":{\"n\":%d}}]}\n", n, n)
	}
	path := filepath.Join(t.TempDir(), "tasks.jsonl")
	if err := os.WriteFile(path, file.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	digest, _, err := artifact.RawDigest(path)
	if err != nil {
		t.Fatal(err)
	}
	in.Block = &spec.Block{Config: &spec.Import{Type: "tasks"}}
	in.Inputs = map[string][]Artifact{"worlds": {{world.WorldType, info}}}
	in.Files = []File{{File: spec.File{Path: path, Document: "tasks.jsonl"}, Digest: digest}}
	in.Allowed.TrustCode = true

	// run imports until there are so many records; 0 is all.
	run := func(limit int64) (lines [][]byte, report Report, err error) {
		w, err := in.Store.Create()
		if err != nil {
			t.Fatal(err)
		}
		defer w.Discard()
		out := NewOutput(w, world.TaskType, limit)
		if err := importRecords(context.Background(), in, out); err != nil {
			return nil, report, err
		}
		if report, err = out.Report(false); err != nil {
			t.Fatal(err)
		}
		info, err := w.Finish()
		if err != nil {
			t.Fatal(err)
		}
		for line, err := range in.Store.Lines(info) {
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, bytes.Clone(line))
		}
		return lines, report, nil
	}
	want, whole, err := run(0)
	if err != nil {
		t.Fatal(err)
	}
	shards := in.Store.Shards(in.Key)
	if err := shards.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := run(batchItems + 10); !errors.Is(err, ErrEnough) {
		t.Fatalf("the interrupted import ends with %v", err)
	}
	// The first shard is made to tell that it was read.
	first, ok := shards.Load("import", 0)
	if !ok || len(first) != batchItems {
		t.Fatalf("the first shard has %d items", len(first))
	}
	if _, ok := shards.Load("import", 2); ok {
		t.Fatal("there is a shard of what was not reached")
	}
	marked := bytes.Replace(first[0], []byte("Sell 0."), []byte("Marked."), 1)
	if err := shards.Save("import", 0, append([][]byte{marked}, first[1:]...)); err != nil {
		t.Fatal(err)
	}
	got, report, err := run(0)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(got[0], []byte("Marked.")) {
		t.Error("what was in the first shard was executed again")
	}
	got[0] = bytes.Replace(got[0], []byte("Marked."), []byte("Sell 0."), 1)
	if !bytes.Equal(bytes.Join(got, nil), bytes.Join(want, nil)) {
		t.Error("the import that went on has other records")
	}
	if report.Counts != whole.Counts || len(report.Findings) != len(whole.Findings) || report.Counts.Rejected != tasks/100 {
		t.Errorf("the import that went on counts %+v, want %+v", report.Counts, whole.Counts)
	}
}
