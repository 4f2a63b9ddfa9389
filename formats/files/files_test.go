package files

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/artifact"
	"worldc/formats"
)

// many are limits that bound nothing here.
var many = artifact.Limits{Bytes: 1 << 40, Line: 1 << 30}

func each(rows ...string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, r := range rows {
			if !yield([]byte(r), nil) {
				return
			}
		}
	}
}

func read(t testing.TB, path string) []string {
	t.Helper()
	var rows []string
	for row, err := range Rows(path, many) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, string(row))
	}
	return rows
}

// kinds are a shape for each kind of file, for rows of two fields.
var kinds = map[string]Shape{
	"a.jsonl.zst": {Level: 3},
	"a.jsonl":     {},
	"a.json":      {Format: formats.Format{Head: `{"jsonrpc":"2.0","id":1,"result":{"tools":[`, Tail: `]}}`}},
	"a.parquet":   {Level: 3, Format: formats.Format{Columns: []formats.Column{{Name: "text"}, {Name: "n", Number: true, Optional: true}}}},
}

// TestKinds: rows come back from every kind of file as they were, with the
// digest that they have as lines.
func TestKinds(t *testing.T) {
	for _, rows := range [][]string{nil, {`{"n":1,"text":"a"}`}, {`{"text":""}`, `{"n":-9223372036854775808,"text":"\"\\\n\u0001é<&>"}`, `{"n":0,"text":"` + strings.Repeat("x", 100_000) + `"}`}} {
		var want artifact.FileInfo
		for _, name := range []string{"a.jsonl", "a.jsonl.zst", "a.json", "a.parquet"} {
			path := filepath.Join(t.TempDir(), name)
			info, err := Write(path, kinds[name], each(rows...))
			if err != nil {
				t.Fatal(name, err)
			}
			if name == "a.jsonl" {
				want = info
			}
			if info != want {
				t.Errorf("%s: %+v, want %+v", name, info, want)
			}
			if got := read(t, path); !slices.Equal(got, rows) {
				t.Errorf("%s: %q", name, got)
			}
			if again, err := Digest(path, many); again != want || err != nil {
				t.Errorf("%s: %+v, %v", name, again, err)
			}
		}
	}
}

// TestBadRows: what no column can hold is an error that says so.
func TestBadRows(t *testing.T) {
	for row, want := range map[string]string{
		`{"n":1}`:                    "text is missing",
		`{"n":"1","text":""}`:        `n: strconv.ParseInt`,
		`{"other":1,"text":""}`:      "text is missing",
		`{"text":"","unknown":2}`:    "there is no column",
		`{"n":null,"text":"a"}`:      "n: ",
		`{"text":7}`:                 "a text should be",
		`[]`:                         `'{' should be`,
		`{"text":"a`:                 "ends inside a text",
		`{"n":1.5,"text":"a"}`:       "",
		`{"n":99999999999999999999}`: "out of range",
	} {
		_, err := Write(filepath.Join(t.TempDir(), "a.parquet"), kinds["a.parquet"], each(row))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", row, err, want)
		}
	}
}

// drawColumns draws the columns of an object.
func drawColumns(t *rapid.T, depth int) []formats.Column {
	var columns []formats.Column
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "id", "list", "element", "name", "z_9"}), 1, 4, rapid.ID).Draw(t, "names") {
		c := formats.Column{Name: name, List: rapid.Bool().Draw(t, "list"), Optional: rapid.Bool().Draw(t, "optional")}
		kind := rapid.IntRange(0, 4).Draw(t, "kind")
		switch {
		case kind == 0:
			c.Flag = true
		case kind == 1:
			c.Number = true
		case kind == 2 && depth > 0:
			c.Fields = drawColumns(t, depth-1)
		case kind == 3:
			c.Few = true
		}
		columns = append(columns, c)
	}
	return columns
}

func drawObject(t *rapid.T, columns []formats.Column) map[string]any {
	object := map[string]any{}
	for _, c := range columns {
		if c.Optional && rapid.Bool().Draw(t, "missing") {
			continue
		}
		one := func() any {
			switch {
			case len(c.Fields) > 0:
				return drawObject(t, c.Fields)
			case c.Flag:
				return rapid.Bool().Draw(t, "flag")
			case c.Number:
				return rapid.Int64().Draw(t, "number")
			}
			return strings.ToValidUTF8(rapid.String().Draw(t, "text"), "")
		}
		if !c.List {
			object[c.Name] = one()
			continue
		}
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			list = append(list, one())
		}
		object[c.Name] = list
	}
	return object
}

// TestParquet: rows of any columns come back as they were, and two files of the
// same rows are the same bytes.
func TestParquet(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		shape := Shape{Level: 1, Bare: rapid.Bool().Draw(t, "bare"), Format: formats.Format{Columns: drawColumns(t, 2)}}
		var rows []string
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			row, err := artifact.Marshal(drawObject(t, shape.Format.Columns))
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, string(row))
		}
		path := filepath.Join(dir, "a.parquet")
		info, err := Write(path, shape, each(rows...))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for row, err := range Rows(path, many) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(row))
		}
		if !slices.Equal(got, rows) {
			t.Fatalf("%q\n%q", got, rows)
		}
		again := filepath.Join(dir, "b.parquet")
		if info2, err := Write(again, shape, each(rows...)); err != nil || info2 != info {
			t.Fatal(info2, info, err)
		}
		a, b := contents(t, path), contents(t, again)
		if !bytes.Equal(a, b) {
			t.Fatal("two files of the same rows differ")
		}
	})
}

func contents(t interface{ Fatal(...any) }, path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestRowGroups: many rows make several row groups, and come back.
func TestRowGroups(t *testing.T) {
	var rows []string
	for i := range 3000 {
		rows = append(rows, fmt.Sprintf(`{"n":%d,"text":"%s"}`, i, strings.Repeat(string(rune('a'+i%26)), 15_000)))
	}
	path := filepath.Join(t.TempDir(), "a.parquet")
	if _, err := Write(path, kinds["a.parquet"], each(rows...)); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path); !slices.Equal(got, rows) {
		t.Error("the rows differ")
	}
}

// FuzzRows: whatever lies in a file, reading it ends without a panic, and what
// can be read can be written.
func FuzzRows(f *testing.F) {
	for _, name := range []string{"a.json", "a.parquet"} {
		path := filepath.Join(f.TempDir(), name)
		if _, err := Write(path, kinds[name], each(`{"n":1,"text":"a"}`, `{"text":"b"}`)); err != nil {
			f.Fatal(err)
		}
		f.Add(name, contents(f, path))
	}
	f.Add("a.json", []byte(`{"a":[1],"b":[2]}`))
	f.Add("a.json", []byte(`[]]`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if name != "a.parquet" {
			name = "a.json"
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		var size int
		for row, err := range Rows(path, artifact.Limits{Bytes: 1 << 20, Line: 1 << 16}) {
			if err != nil {
				break
			}
			size += len(row)
		}
		if size > 1<<20 {
			t.Errorf("%d bytes", size)
		}
	})
}
