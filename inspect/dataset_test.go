package inspect

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"worldc/artifact"
	"worldc/formats"
)

// A testFile is a file of records for writeDataset.
type testFile struct {
	path, typ string
	lines     []string
}

// A failer is a *testing.T or a *rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// writeDataset writes a dataset directory as a build does, and returns it.
func writeDataset(t failer, dir string, files []testFile, edit func(*artifact.Manifest)) string {
	t.Helper()
	writeUnsummed(t, dir, files, edit)
	if err := artifact.WriteSums(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

var compressor, _ = zstd.NewWriter(nil, zstd.WithEncoderCRC(true))

// writeUnsummed writes a dataset without SHA256SUMS.
func writeUnsummed(t failer, dir string, files []testFile, edit func(*artifact.Manifest)) string {
	t.Helper()
	m := &artifact.Manifest{
		Dataset: "dataset.small", Worldc: "0.1.0", Seed: 7, Spec: artifact.DigestOf([]byte("spec")),
		Inputs: []artifact.Input{{Name: "tool_pool.apis travel.json", Digest: artifact.DigestOf([]byte("travel")), Bytes: 6}},
	}
	var rows int64
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		var text []byte
		for _, l := range f.lines {
			text = append(append(text, l...), '\n')
		}
		if err := os.WriteFile(path, compressor.EncodeAll(text, nil), 0o666); err != nil {
			t.Fatal(err)
		}
		records := int64(len(f.lines))
		m.Files = append(m.Files, artifact.ManifestFile{Path: f.path, Type: f.typ, Digest: artifact.DigestOf(text), Records: records, Bytes: int64(len(text))})
		if strings.HasPrefix(f.path, "data/") {
			rows += records
		}
	}
	node := func(address, at, typ string, records int64, reads ...string) artifact.ManifestNode {
		n := artifact.ManifestNode{Address: address, At: at, Type: typ, Reads: reads, Digest: artifact.DigestOf([]byte(address)), Records: records}
		n.Planned, n.Accepted = records, records
		return n
	}
	m.Nodes = []artifact.ManifestNode{
		node("tool_pool.apis", "small.hcl:5", "Tool", 3),
		node("tool_graph.links", "small.hcl:9", "Edge", 2, "tool_pool.apis"),
		node("domains.areas", "small.hcl:14", "Domain", rows, "tool_graph.links"),
		node("dataset.small", "small.hcl:20", "Domain", rows, "domains.areas"),
	}
	if edit != nil {
		edit(m)
	}
	data, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	card := formats.Card{Manifest: m, Name: "small", License: "MIT", Command: "small.hcl",
		Creator: "Lab | A", URL: "https://lab.example/small", Languages: []string{"en", "fr"}, Methods: formats.MethodsOf([]string{"mcts", "roleplay"})}
	lying := map[string]formats.Lying{}
	for _, f := range m.Files {
		if digest, size, err := artifact.RawDigest(filepath.Join(dir, filepath.FromSlash(f.Path))); err == nil {
			lying[f.Path] = formats.Lying{SHA256: digest, Bytes: size}
		}
	}
	metadata, err := card.Croissant(lying).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{artifact.ManifestName: data, CardName: card.Bytes(), formats.CroissantName: metadata} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// shard is the path of a data file.
func shard(i, n int) string { return fmt.Sprintf("data/train-%05d-of-%05d.jsonl.zst", i, n) }

func tool(id, name, document string) string {
	return fmt.Sprintf(`{"description":"%s, in plain words.","hints":{},"id":"%s","name":"%s","parameter_order":["city"],`+
		`"parameters":{"properties":{"city":{"type":"string"}},"required":["city"],"type":"object"},`+
		`"source":{"document":"%s","format":"openapi","license":"MIT","method":"GET","path":"/%s"}}`, name, id, name, document, name)
}

var (
	toolA = tool("aaaaaaaaaaaaaaaa", "find_city", "travel.json")
	toolB = tool("bbbbbbbbbbbbbbbb", "book_hotel", "travel.json")
	toolC = tool("cccccccccccccccc", "list_events", "Calendar API")

	domainX = `{"feeds":[{"from":"aaaaaaaaaaaaaaaa","to":"bbbbbbbbbbbbbbbb","via":[{"input":"city","output":"data[].name","score":0.75}]}],` +
		`"id":"1111111111111111","name":"city hotel","tools":["aaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbb"]}`
	domainY = `{"feeds":[],"id":"2222222222222222","name":"calendar","tools":["cccccccccccccccc"]}`
)

// small is the files of a small dataset of domains.
func small() []testFile {
	return []testFile{
		{shard(0, 2), "Domain", []string{domainX}},
		{shard(1, 2), "Domain", []string{domainY}},
		{"tools.jsonl.zst", "Tool", []string{toolA, toolB, toolC}},
	}
}

func TestOpenDataset(t *testing.T) {
	dir := writeDataset(t, t.TempDir(), small(), nil)
	d, err := OpenDataset(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range d.Streams() {
		got = append(got, fmt.Sprintf("%s %s %d", s.Name, s.Type, s.Records))
		for line, err := range d.Lines(t.Context(), s.Files) {
			if err != nil {
				t.Fatal(err)
			}
			id, _ := recordID(line.Text)
			got = append(got, line.Place()+" "+string(id))
		}
	}
	want := strings.Join([]string{
		"data/train Domain 2",
		"data/train-00000-of-00002.jsonl.zst:1 1111111111111111",
		"data/train-00001-of-00002.jsonl.zst:1 2222222222222222",
		"tools Tool 3",
		"tools.jsonl.zst:1 aaaaaaaaaaaaaaaa",
		"tools.jsonl.zst:2 bbbbbbbbbbbbbbbb",
		"tools.jsonl.zst:3 cccccccccccccccc",
	}, "\n")
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestStreamName(t *testing.T) {
	for file, want := range map[string]string{
		"data/train-00000-of-00004.jsonl.zst":          "data/train",
		"data/vertical/train-00003-of-00004.jsonl.zst": "data/vertical/train",
		"data/train-00000-of-00001.parquet":            "data/train",
		"tools.jsonl.zst":                              "tools",
		"rows.jsonl":                                   "rows",
		"data/test.jsonl.zst":                          "data/test",
		"data/a-1-of-2.jsonl":                          "data/a-1-of-2",
	} {
		if got := streamName(file); got != want {
			t.Errorf("streamName(%q) = %q, want %q", file, got, want)
		}
	}
}

// TestOpenBad shows what is said about what is no dataset.
func TestOpenBad(t *testing.T) {
	dir := t.TempDir()
	writeDataset(t, filepath.Join(dir, "out", "small"), small(), nil)
	os.Mkdir(filepath.Join(dir, "empty"), 0o777)
	os.Mkdir(filepath.Join(dir, "broken"), 0o777)
	os.WriteFile(filepath.Join(dir, "broken", "manifest.toml"), []byte("format = \n"), 0o666)
	os.WriteFile(filepath.Join(dir, "file"), nil, 0o666)
	for name, want := range map[string]string{
		"none":   "DIR/none: there is no such directory",
		"file":   "DIR/file: it is a file; expected the directory of a dataset, which holds a manifest.toml",
		"empty":  "DIR/empty: it is not a dataset: it has no manifest.toml",
		"out":    "DIR/out: it is not a dataset: it has no manifest.toml; did you mean DIR/out/small?",
		"broken": "DIR/broken/manifest.toml: line 1, column 10: ",
	} {
		_, err := OpenDataset(filepath.Join(dir, name))
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		got := strings.ReplaceAll(err.Error(), dir, "DIR")
		if name == "broken" {
			got = got[:min(len(got), len(want))]
		}
		if got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}
