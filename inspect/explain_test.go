package inspect

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"worldc/artifact"
)

func TestExplainText(t *testing.T) {
	dir := writeDataset(t, t.TempDir(), small(), nil)
	digest := artifact.DigestOf([]byte("travel")).String()
	for record, want := range map[string]string{
		"1111111111111111": `Domain 1111111111111111  city hotel
  in    DIR/data/train-00000-of-00002.jsonl.zst:1
  of    dataset.small, made by worldc 0.1.0 with seed 7

made by
  dataset.small         small.hcl:20  Domain  2 records
    domains.areas       small.hcl:14  Domain  2 records
      tool_graph.links  small.hcl:9   Edge    2 records
        tool_pool.apis  small.hcl:5   Tool    3 records

made of
  Tool  aaaaaaaaaaaaaaaa  find_city   travel.json  GET /find_city  MIT
  Tool  bbbbbbbbbbbbbbbb  book_hotel  travel.json  GET /book_hotel  MIT

sources
  travel.json  MIT  sha256 ` + digest + `
`,
		// A source that is known by a name of its own may be any input.
		"cccccc": `Tool cccccccccccccccc  list_events
  in    DIR/tools.jsonl.zst:3
  of    dataset.small, made by worldc 0.1.0 with seed 7

made by
  tool_pool.apis  small.hcl:5  Tool  3 records

declared in
  Calendar API  GET /list_events  MIT

sources
  Calendar API  MIT

inputs of the dataset
  tool_pool.apis travel.json  sha256 ` + digest + `
`,
	} {
		e, err := Explain(t.Context(), dir, record)
		if err != nil {
			t.Fatal(err)
		}
		want = strings.ReplaceAll(want, "DIR", dir)
		if got := e.Text(dir); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", record, got, want)
		}
		if data, err := json.Marshal(e); err != nil || !json.Valid(data) {
			t.Error(err)
		}
	}
}

// TestExplainEdge: an edge is named after its tools.
func TestExplainEdge(t *testing.T) {
	edge := `{"a":"aaaaaaaaaaaaaaaa","b":"cccccccccccccccc","id":"3333333333333333","similarity":0.5}`
	dir := writeDataset(t, t.TempDir(), []testFile{{shard(0, 1), "Edge", []string{edge}}, small()[2]}, nil)
	e, err := Explain(t.Context(), dir, "3333333333333333")
	if err != nil {
		t.Fatal(err)
	}
	if got, _, _ := strings.Cut(e.Text(dir), "\n"); got != "Edge 3333333333333333  find_city -- list_events" {
		t.Error(got)
	}
}

// TestExplainPlaces: a file may be named as in the dataset, from here, or by
// its last part.
func TestExplainPlaces(t *testing.T) {
	dir := writeDataset(t, t.TempDir(), small(), nil)
	for _, file := range []string{shard(1, 2), filepath.Join(dir, shard(1, 2)), "./" + shard(1, 2), "train-00001-of-00002.jsonl.zst"} {
		e, err := Explain(t.Context(), dir, file+":1")
		if err != nil {
			t.Error(err)
		} else if e.Record.ID != "2222222222222222" {
			t.Errorf("%s: %+v", file, e.Record)
		}
	}
}

// TestExplainAncestors follows references upwards, level by level, and once.
func TestExplainAncestors(t *testing.T) {
	dir := writeDataset(t, t.TempDir(), []testFile{
		{shard(0, 1), "Trajectory", []string{`{"id":"7777777777777777","task":"6666666666666666","world":"5555555555555555"}`}},
		{"tasks.jsonl.zst", "Task", []string{`{"goal":"Book a room","id":"6666666666666666","world":"5555555555555555"}`}},
		{"worlds.jsonl.zst", "World", []string{`{"domain":"1111111111111111","id":"5555555555555555","tools":[{"tool":"aaaaaaaaaaaaaaaa"}]}`}},
		{"tools.jsonl.zst", "Tool", []string{toolA}},
	}, nil)
	e, err := Explain(t.Context(), dir, "777777777")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range e.Parents {
		got = append(got, string(p.Type)+" "+p.About)
	}
	if strings.Join(got, ", ") != "Task Book a room, World , Tool find_city" {
		t.Errorf("%q", got)
	}
}

func TestExplainBad(t *testing.T) {
	dir := writeDataset(t, t.TempDir(), append(small(), testFile{"more.jsonl.zst", "Tool", []string{tool("aaaaaabbbbbbbbbb", "x", "y"), `{"id":`}}), nil)
	for record, want := range map[string]string{
		"9999999999999999":   "DIR: it has no record 9999999999999999",
		"2222222222229999":   "DIR: it has no record 2222222222229999; did you mean 2222222222222222?",
		"book_hotel":         "DIR: it has no record book_hotel; did you mean bbbbbbbbbbbbbbbb (the Tool of that name)?",
		"bbbb":               "DIR: it has no record bbbb; did you mean bbbbbbbbbbbbbbbb?",
		"aaaaaa":             "DIR: several records have an id that begins with aaaaaa: aaaaaabbbbbbbbbb, aaaaaaaaaaaaaaaa",
		"tools.jsonl.zst:4":  "tools.jsonl.zst: it has 3 records, and no line 4",
		"tool.jsonl.zst:1":   "DIR: no file of records is named tool.jsonl.zst; there are data/train-00000-of-00002.jsonl.zst, data/train-00001-of-00002.jsonl.zst, more.jsonl.zst, tools.jsonl.zst",
		"../x/manifest:1":    "DIR: no file of records is named ../x/manifest; there are data/train-00000-of-00002.jsonl.zst, data/train-00001-of-00002.jsonl.zst, more.jsonl.zst, tools.jsonl.zst",
		"more.jsonl.zst:2":   "DIR/more.jsonl.zst: line 2: it is not JSON; worldc verify DIR tells what else is wrong",
		"\x1b[2Jaaaaaaaaaaa": "DIR: it has no record \x1b[2Jaaaaaaaaaaa",
	} {
		_, err := Explain(t.Context(), dir, record)
		if err == nil {
			t.Errorf("%s: no error", record)
			continue
		}
		if got := strings.ReplaceAll(err.Error(), dir, "DIR"); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", record, got, want)
		}
		var unknown *UnknownRecordError
		if strings.Contains(want, "it has no record") != errors.As(err, &unknown) {
			t.Errorf("%s: %T", record, err)
		}
	}
}
