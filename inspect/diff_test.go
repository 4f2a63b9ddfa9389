package inspect

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/artifact"
)

func diff(t failer, a, b string, o DiffOptions) *Difference {
	t.Helper()
	d, err := Diff(context.Background(), a, b, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDiffText(t *testing.T) {
	a := writeDataset(t, t.TempDir(), small(), nil)
	changed := strings.Replace(domainX, `"score":0.75`, `"score":0.5`, 1)
	changed = strings.Replace(changed, "city hotel", "hotel\\u001b[31m \u202e", 1)
	files := []testFile{
		{shard(0, 1), "Domain", []string{`{"feeds":[],"id":"3333333333333333","name":"new","tools":[]}`, domainY, changed}},
		{"tools.jsonl.zst", "Tool", []string{toolA, toolC}},
	}
	b := writeDataset(t, t.TempDir(), files, func(m *artifact.Manifest) {
		m.Seed = 8
		m.Inputs[0].Digest = artifact.DigestOf([]byte("other"))
	})
	d := diff(t, a, b, DiffOptions{Limit: 10})
	d.A, d.B = "A", "B"
	var out strings.Builder
	if err := d.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	digest := func(s string) string { return artifact.DigestOf([]byte(s)).String()[:12] }
	want := `A  A
B  B

made from
  seed                              7 -> 8
  input tool_pool.apis travel.json  ` + digest("travel") + ` -> ` + digest("other") + `
  node domains.areas                2 records, ` + digest("domains.areas") + ` -> 3 records, ` + digest("domains.areas") + `
  node dataset.small                2 records, ` + digest("dataset.small") + ` -> 3 records, ` + digest("dataset.small") + `

records
  data/train  2 -> 3: 1 added, 1 changed, 1 moved, 1 unchanged
  tools       3 -> 2: 1 removed, 2 unchanged

data/train
  fields that changed, by records
          1  feeds[].via[].score
          1  name
  changed 1111111111111111  city hotel  record 1
    feeds[0].via[0].score: 0.75 -> 0.5
    name: "city hotel" -> "hotel\u001b[31m \u202e"
  added   3333333333333333  new  record 1
  moved   1111111111111111  city hotel  record 1 -> 3

tools
  removed bbbbbbbbbbbbbbbb  book_hotel  record 2
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestDiffSame(t *testing.T) {
	a := writeDataset(t, t.TempDir(), small(), nil)
	b := writeDataset(t, t.TempDir(), small(), nil)
	d := diff(t, a, b, DiffOptions{})
	var out strings.Builder
	d.WriteText(&out)
	if !d.Same || out.String() != "the same: 5 records in 2 streams\n" {
		t.Errorf("%v: %s", d.Same, out.String())
	}
}

// TestDiffFilesCutElsewhere: how a stream is cut into files is no difference
// of its records.
func TestDiffFilesCutElsewhere(t *testing.T) {
	a := writeDataset(t, t.TempDir(), small(), nil)
	b := writeDataset(t, t.TempDir(), []testFile{{shard(0, 1), "Domain", []string{domainX, domainY}}, small()[2]}, nil)
	if d := diff(t, a, b, DiffOptions{}); !d.Same {
		t.Errorf("%+v", d)
	}
}

// TestDiffEdited: a file that was edited by hand is compared as it is, and
// that its manifest does not know is said.
func TestDiffEdited(t *testing.T) {
	a := writeDataset(t, t.TempDir(), small(), nil)
	b := writeDataset(t, t.TempDir(), small(), nil)
	edited := strings.Replace(toolB, "GET", "PUT", 1)
	path := filepath.Join(b, "tools.jsonl.zst")
	if err := os.WriteFile(path, []byte(toolA+"\n"+edited+"\n"+toolC+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	d := diff(t, a, b, DiffOptions{Limit: 1})
	if d.Same || d.RecordsSame || len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "tools.jsonl.zst: its content has the digest") {
		t.Errorf("%+v", d)
	}
	got := d.Streams[1].ChangedRecords[0].Fields[0]
	if got.Path != "source.method" || string(got.A) != `"GET"` || string(got.B) != `"PUT"` {
		t.Errorf("%+v", got)
	}
}

func TestDiffTrouble(t *testing.T) {
	a := writeDataset(t, t.TempDir(), small(), nil)
	tools := "tools.jsonl.zst"
	for name, c := range map[string]struct {
		break_ func(dir string) error
		want   string
	}{
		"missing":     {func(dir string) error { return os.Remove(filepath.Join(dir, tools)) }, "B/tools.jsonl.zst: the file is missing; worldc verify B tells what else is wrong"},
		"cut":         {func(dir string) error { return os.Truncate(filepath.Join(dir, tools), 60) }, "B/tools.jsonl.zst: the compressed file is cut short: copy it again"},
		"no manifest": {func(dir string) error { return os.Remove(filepath.Join(dir, "manifest.toml")) }, "B: it is not a dataset: it has no manifest.toml"},
		"empty line":  {func(dir string) error { return os.WriteFile(filepath.Join(dir, tools), []byte("{}\n\n"), 0o666) }, "B/tools.jsonl.zst: line 2: an empty line is no record"},
		"not JSON": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, tools), []byte(toolA[:50]+"\n"+toolB[:len(toolB)-1]+"\n"), 0o666)
		}, "B: record 2 of tools is not JSON"},
		"a link": {func(dir string) error {
			return os.Remove(filepath.Join(dir, tools))
		}, "B/tools.jsonl.zst: it is not a regular file"},
	} {
		t.Run(name, func(t *testing.T) {
			b := writeDataset(t, t.TempDir(), small(), nil)
			if err := c.break_(b); err != nil {
				t.Fatal(err)
			}
			if name == "a link" {
				os.Symlink("/dev/zero", filepath.Join(b, tools))
			}
			_, err := Diff(t.Context(), a, b, DiffOptions{})
			if err == nil {
				t.Fatal("no error")
			}
			if got := strings.ReplaceAll(err.Error(), b, "B"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestDiffPlainFiles compares two files that are no datasets.
func TestDiffPlainFiles(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "b.jsonl")
	os.WriteFile(a, []byte(`{"id": "x", "n": 1.0, "s": "\u0041"}`+"\n"+`{"id":"y"}`+"\n"), 0o666)
	os.WriteFile(b, []byte(`{"s":"A","id":"x","n":1}`+"\n"+`{"id":"y","z":null}`+"\n"), 0o666)
	d := diff(t, a, b, DiffOptions{Limit: 10})
	got, _ := json.Marshal(d.Streams)
	want := `[{"name":"records","records_a":2,"records_b":2,"added":0,"removed":0,"changed":2,"unchanged":0,"moved":0,` +
		`"fields":[{"field":"(written differently)","records":1},{"field":"z","records":1}],` +
		`"changed_records":[{"id":"x","position":1,"fields":[{"path":""}]},{"id":"y","position":2,"fields":[{"path":"z","b":null}]}]}]`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestDiffFindsMutations: a comparison of a stream with itself finds nothing,
// one with a mutated copy exactly the mutations, whichever side is first,
// however little is sorted in memory.
func TestDiffFindsMutations(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		size := rapid.IntRange(0, 60).Draw(t, "size")
		keyed := rapid.Bool().Draw(t, "keyed")
		line := func(i, version int) string {
			if keyed {
				return fmt.Sprintf(`{"a":{"b":[1,%d]},"id":"%016x","name":"n%d"}`, version, i, i)
			}
			return fmt.Sprintf(`{"a":{"b":[1,%d]},"name":"n%d"}`, version, i)
		}
		var before, after []string
		var added, removed, changed []int
		for i := range size {
			before = append(before, line(i, 0))
			action := "keep"
			if rapid.IntRange(0, 3).Draw(t, "touch") == 0 {
				action = rapid.SampledFrom([]string{"remove", "change", "add"}).Draw(t, "action")
			}
			switch {
			case action == "remove":
				removed = append(removed, len(before))
			case action == "change" && keyed:
				after = append(after, line(i, 1))
				changed = append(changed, len(before))
			case action == "add":
				after = append(after, line(i+1000, 0))
				added = append(added, len(after))
				after = append(after, line(i, 0))
			default:
				after = append(after, line(i, 0))
			}
		}
		shuffled := rapid.Bool().Draw(t, "shuffle")
		if shuffled {
			after = rapid.Permutation(after).Draw(t, "order")
		}
		write := func(name string, lines []string) string {
			sub := filepath.Join(dir, fmt.Sprint(n), name)
			var files []testFile
			shards := rapid.IntRange(1, 3).Draw(t, "shards")
			for i := range shards {
				from, to := i*len(lines)/shards, (i+1)*len(lines)/shards
				files = append(files, testFile{shard(i, shards), "Domain", lines[from:to]})
			}
			return writeUnsummed(t, sub, files, nil)
		}
		a, b := write("a", before), write("b", after)
		o := DiffOptions{Limit: 1000, Rows: rapid.IntRange(1, 40).Draw(t, "rows")}

		if d := diff(t, a, a, o); !d.Same {
			t.Fatalf("a differs from itself: %+v", d)
		}
		forth, back := diff(t, a, b, o).Streams[0], diff(t, b, a, o).Streams[0]

		positions := func(refs []RecordRef) (list []int) {
			for _, r := range refs {
				list = append(list, int(r.Position))
			}
			return list
		}
		var changedHave []int
		for _, c := range forth.ChangedRecords {
			changedHave = append(changedHave, int(c.Position))
			if keyed && (len(c.Fields) != 1 || c.Fields[0].Path != "a.b[1]" || string(c.Fields[0].A) != "0" || string(c.Fields[0].B) != "1") {
				t.Fatalf("change %+v", c)
			}
		}
		loosePairs := 0
		if !keyed {
			// Without ids, a removed and an added record in one position are
			// a change.
			loosePairs = len(changedHave)
			changedHave = nil
		} else if !slices.Equal(changedHave, changed) {
			t.Fatalf("changed %v, want %v", changedHave, changed)
		}
		if len(forth.RemovedRecords)+loosePairs != len(removed) || len(forth.AddedRecords)+loosePairs != len(added) {
			t.Fatalf("removed %v of %v, added %v of %v", forth.RemovedRecords, removed, forth.AddedRecords, added)
		}
		if keyed && !slices.Equal(positions(forth.RemovedRecords), removed) {
			t.Fatalf("removed %v, want %v", forth.RemovedRecords, removed)
		}
		if keyed && !shuffled && !slices.Equal(positions(forth.AddedRecords), added) {
			t.Fatalf("added %v, want %v", forth.AddedRecords, added)
		}
		if !shuffled && keyed && forth.Moved != 0 {
			t.Fatalf("%d moved", forth.Moved)
		}
		if int64(len(forth.MovedRecords)) != forth.Moved {
			t.Fatalf("%d moves listed of %d", len(forth.MovedRecords), forth.Moved)
		}
		if forth.Unchanged+forth.Changed+forth.Removed != forth.RecordsA || forth.Unchanged+forth.Changed+forth.Added != forth.RecordsB {
			t.Fatalf("numbers do not add up: %+v", forth)
		}
		if back.Added != forth.Removed || back.Removed != forth.Added || back.Changed != forth.Changed ||
			back.Moved != forth.Moved || back.Unchanged != forth.Unchanged || !slices.Equal(back.AddedRecords, forth.RemovedRecords) ||
			!slices.Equal(back.Fields, forth.Fields) {
			t.Fatalf("not symmetric:\n%+v\n%+v", forth, back)
		}
	})
}

// lineageLine says that a row was made of a trajectory, and of which turn.
func lineageLine(file string, line int, id string, turn int) string {
	return fmt.Sprintf(`{"file":"%s","id":"%s","line":%d,"model":"m","outcome":"done","task":"t","trial":0,"turn":%d,"world":"w"}`, file, id, line, turn)
}

// rowsOf is a dataset of rows without ids, of which a line of lineage says what
// each was made of. A row is ID/TURN=CONTENT.
func rowsOf(rows ...string) []testFile {
	var data, lineage []string
	for i, r := range rows {
		made, content, _ := strings.Cut(r, "=")
		id, turn, _ := strings.Cut(made, "/")
		n := 0
		fmt.Sscan(turn, &n)
		data = append(data, fmt.Sprintf(`{"messages":[{"content":"%s","role":"user"}]}`, content))
		lineage = append(lineage, lineageLine(shard(0, 1), i+1, id, n))
	}
	return []testFile{{shard(0, 1), "Row", data}, {"rows.jsonl.zst", "Lineage", lineage}}
}

// TestDiffRowsByLineage: rows without ids are the same row if they were made of
// the same, wherever they stand and whatever they say.
func TestDiffRowsByLineage(t *testing.T) {
	a := writeDataset(t, t.TempDir(), rowsOf("x/2=one", "x/4=two", "y/2=three", "z/2=four"), nil)
	b := writeDataset(t, t.TempDir(), rowsOf("w/2=new", "x/2=one", "x/4=TWO", "z/2=four"), nil)
	d := diff(t, a, b, DiffOptions{Limit: 10})
	s := d.Streams[0]
	if s.Added != 1 || s.Removed != 1 || s.Changed != 1 || s.Unchanged != 2 || s.Moved != 0 {
		t.Errorf("%+v", s)
	}
	if s.AddedRecords[0].ID != "w" || s.RemovedRecords[0].ID != "y" || s.ChangedRecords[0].ID != "x" || s.ChangedRecords[0].Position != 2 {
		t.Errorf("%+v", s)
	}
	// Lineage that does not cover the rows is not used: they are compared by what
	// they say, then by where they stand.
	short := rowsOf("w/2=new", "x/2=one", "x/4=TWO", "z/2=four")
	short[1].lines = short[1].lines[:3]
	d = diff(t, a, writeDataset(t, t.TempDir(), short, nil), DiffOptions{Limit: 10})
	if s := d.Streams[0]; s.Changed != 1 || s.Added != 1 || s.Removed != 1 || s.ChangedRecords[0].ID != "" || s.Unchanged != 2 {
		t.Errorf("%+v", s)
	}
}

// TestDiffRowsProperty: what is counted is what a comparison by identity counts.
func TestDiffRowsProperty(t *testing.T) {
	base := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		draw := func(name string) (rows []string, said map[string]string) {
			said = map[string]string{}
			for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-h]/[0-3]`), 1, 12, rapid.ID).Draw(t, name) {
				said[id] = rapid.StringMatching(`[pq]`).Draw(t, "content")
				rows = append(rows, id+"="+said[id])
			}
			return rows, said
		}
		rowsA, saidA := draw("a")
		rowsB, saidB := draw("b")
		var want [4]int64 // added, removed, changed, unchanged
		for id, a := range saidA {
			b, ok := saidB[id]
			switch {
			case !ok:
				want[1]++
			case a != b:
				want[2]++
			default:
				want[3]++
			}
		}
		want[0] = int64(len(saidB)) - want[2] - want[3]
		if slices.Equal(contents(rowsA), contents(rowsB)) { // files that are equal hold the same rows
			want = [4]int64{3: int64(len(rowsA))}
		}
		dir := filepath.Join(base, fmt.Sprint(n))
		d := diff(t, writeDataset(t, filepath.Join(dir, "a"), rowsOf(rowsA...), nil), writeDataset(t, filepath.Join(dir, "b"), rowsOf(rowsB...), nil), DiffOptions{Limit: 3, Rows: 2})
		if s := d.Streams[0]; want != [4]int64{s.Added, s.Removed, s.Changed, s.Unchanged} {
			t.Fatalf("%v -> %v: %+v, want %v", rowsA, rowsB, s, want)
		}
	})
}

func contents(rows []string) (list []string) {
	for _, r := range rows {
		_, content, _ := strings.Cut(r, "=")
		list = append(list, content)
	}
	return list
}
