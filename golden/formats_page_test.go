package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"worldc/artifact"
	"worldc/formats"
	"worldc/formats/files"
	"worldc/inspect"
	"worldc/world"
)

// TestFormatsPage compares docs/formats.md with the rows that
// examples/formats.hcl makes of one talk, one pair, one task and one tool. Every
// format is on the page.
func TestFormatsPage(t *testing.T) {
	store, dir, b := run(t, filepath.Join(examplesDir, "formats.hcl"))
	for _, r := range b.Results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Node.Address, r.Err)
		}
	}
	page := map[string]string{}

	// The shortest talk with a mistake that every format has.
	common := map[string]int{}
	for _, rows := range directories(t, dir, "rows.") {
		have := map[string]bool{}
		for _, l := range recordsOf[formats.Lineage](t, filepath.Join(rows, "rows.jsonl.zst")) {
			have[l.ID] = true
		}
		for id := range have {
			common[id]++
		}
	}
	var talk *world.Trajectory
	for raw, err := range store.Lines(resultOf(t, b, "rollouts.talks").Entry.Info) {
		if err != nil {
			t.Fatal(err)
		}
		x := new(world.Trajectory)
		if err := json.Unmarshal(raw, x); err != nil {
			t.Fatal(err)
		}
		failed := slices.ContainsFunc(x.Turns, func(turn world.Turn) bool { return turn.Kind == "error" })
		if failed && common[x.ID] == len(directories(t, dir, "rows.")) && (talk == nil || len(x.Turns) < len(talk.Turns)) {
			talk = x
			page["talk"] = inspect.Pretty(world.TrajectoryType, raw, nil, nil)
		}
	}
	if talk == nil {
		t.Fatal("no talk has a call that failed")
	}

	for _, rows := range directories(t, dir, "rows.") {
		n, line := rowOf(t, rows, func(l formats.Lineage) bool { return l.ID == talk.ID })
		show(t, page, filepath.Base(rows), rows, line)
		page[strings.ReplaceAll(filepath.Base(rows), ".", "_")+"_count"] = fmt.Sprint(n)
	}
	for _, kind := range []string{"pairs.", "gym.", "tools."} {
		for _, rows := range directories(t, dir, kind) {
			_, line := rowOf(t, rows, func(l formats.Lineage) bool { return l.Line == 1 })
			show(t, page, filepath.Base(rows), rows, line)
		}
	}
	text := comparePage(t, "formats", page)
	for _, f := range formats.All {
		if !strings.Contains(text, "\n### `"+f.Name+"`") {
			t.Errorf("the format %s is not on the page", f.Name)
		}
	}
}

// directories are the datasets whose names begin so.
func directories(t *testing.T, dir, prefix string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, prefix+"*"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no datasets %s: %v", prefix, err)
	}
	return list
}

// rowOf is the last row of a dataset whose lineage is the one that is wanted, and
// how many there are.
func rowOf(t *testing.T, dir string, wanted func(formats.Lineage) bool) (n int, line []byte) {
	t.Helper()
	var last formats.Lineage
	for _, l := range recordsOf[formats.Lineage](t, filepath.Join(dir, "rows.jsonl.zst")) {
		if wanted(l) {
			n++
			last = l
		}
	}
	at := int64(0)
	for row, err := range files.Rows(filepath.Join(dir, filepath.FromSlash(last.File)), artifact.Limits{Bytes: 1 << 30, Line: 1 << 24}) {
		if err != nil {
			t.Fatal(err)
		}
		if at++; at == last.Line {
			return n, bytes.Clone(row)
		}
	}
	t.Fatalf("%s has no such row", dir)
	return 0, nil
}

// show puts a row, abridged, and what stands beside the data on the page.
func show(t *testing.T, page map[string]string, name, dir string, line []byte) {
	t.Helper()
	key := strings.ReplaceAll(name, ".", "_")
	page[key] = abridged(t, line)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		switch e.Name() {
		case "README.md", "SHA256SUMS", "croissant.json", "manifest.toml":
			continue
		}
		if e.IsDir() || strings.HasSuffix(e.Name(), ".zst") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(e.Name(), ".json") {
			text = []byte(abridged(t, text))
		}
		page[key+"_"+strings.ReplaceAll(e.Name(), ".", "_")] = strings.TrimSpace(string(text))
	}
}

// abridged is a row for reading: a member a line, and an element of a list a
// line; long texts and lists are cut.
func abridged(t *testing.T, line []byte) string {
	t.Helper()
	var row map[string]any
	if err := json.Unmarshal(line, &row); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("{")
	for i, name := range slices.Sorted(maps.Keys(row)) {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\n %s: ", compact(t, name))
		list, ok := row[name].([]any)
		if inner, is := row[name].(map[string]any); is && len(compact(t, inner)) > 200 {
			b.WriteString("{")
			for j, field := range slices.Sorted(maps.Keys(inner)) {
				if j > 0 {
					b.WriteString(",")
				}
				fmt.Fprintf(&b, "\n  %s: %s", compact(t, field), listed(t, inner[field], "   "))
			}
			b.WriteString("}")
			continue
		}
		if !ok {
			b.WriteString(compact(t, row[name]))
			continue
		}
		b.WriteString(listed(t, list, "  "))
	}
	b.WriteString("\n}")
	return b.String()
}

// listed is a list with an element a line, or any other value on one.
func listed(t *testing.T, v any, indent string) string {
	list, ok := v.([]any)
	if !ok || len(compact(t, v)) <= 120 {
		return compact(t, v)
	}
	var b strings.Builder
	b.WriteString("[")
	for i, element := range list {
		// Of schemas, one is enough.
		if i == 1 && schema(element) {
			fmt.Fprintf(&b, ",\n%s… %d more", indent, len(list)-1)
			break
		}
		if i > 0 {
			b.WriteString(",")
		}
		text := compact(t, element)
		if r := []rune(text); schema(element) && len(r) > 240 {
			text = string(r[:240]) + "…"
		}
		fmt.Fprintf(&b, "\n%s%s", indent, text)
	}
	b.WriteString("]")
	return b.String()
}

// schema reports whether a value is the document of a tool.
func schema(v any) bool {
	m, ok := v.(map[string]any)
	return ok && m["type"] == "function" && (m["function"] != nil || m["parameters"] != nil)
}

// compact is a value on one line, with its texts cut.
func compact(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(cut(v)); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

// cut is a value whose long texts are cut.
func cut(v any) any {
	switch v := v.(type) {
	case string:
		const most = 84
		if r := []rune(v); len(r) > most {
			return string(r[:most]) + "…"
		}
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = cut(v[i])
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for name, value := range v {
			m[name] = cut(value)
		}
		return m
	}
	return v
}
