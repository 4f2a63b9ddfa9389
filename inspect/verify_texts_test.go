package inspect

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"worldc/artifact"
	"worldc/formats"
)

// staged is the files of a dataset of rows in two stages, of which one is split.
func staged() []testFile {
	row := func(i int) string { return fmt.Sprintf(`{"messages":[{"content":"%d","role":"user"}]}`, i) }
	return []testFile{
		{"data/first/test-00000-of-00001.jsonl.zst", "Row", []string{row(1)}},
		{"data/first/train-00000-of-00002.jsonl.zst", "Row", []string{row(2), row(3)}},
		{"data/first/train-00001-of-00002.jsonl.zst", "Row", []string{row(4)}},
		{"data/second/train-00000-of-00001.jsonl.zst", "Row", []string{row(5)}},
		{"tools.jsonl.zst", "Tool", []string{toolA, toolB, toolC}},
	}
}

// openAI says that the rows are those of a trainer.
func openAI(m *artifact.Manifest) {
	for i := range m.Files[:4] {
		m.Files[i].Format = "openai"
	}
}

func TestVerifyStaged(t *testing.T) {
	problems, v := verify(t, writeDataset(t, t.TempDir(), staged(), openAI))
	if len(problems) > 0 || v != (Verified{Files: 8, Records: 8}) {
		t.Errorf("%q %+v", problems, v)
	}
}

// TestVerifyTexts: what the card and the metadata say is compared with the
// manifest, the sums and each other, even where the sums are those of what they
// say. DIGEST stands for any digest.
func TestVerifyTexts(t *testing.T) {
	const (
		first  = "data/first/train-*"
		train0 = "data/first/train-00000-of-00002.jsonl.zst"
	)
	dir := writeDataset(t, t.TempDir(), staged(), openAI)
	for _, c := range []struct{ name, file, old, new, want string }{
		{"no header", "card", "---\nlicense", "license", "README.md: it has no header between two lines of ---, without which hubs do not find the data: build the dataset again"},
		{"bad YAML", "card", "size_categories:\n", "size_categories: [\n", "README.md: its header cannot be read: line 7: did not find expected node content: mend it, or build the dataset again"},
		{"size category", "card", "n<1K", "n>1B", "README.md: its header gives the size category n>1B, and 5 rows are n<1K: write that"},
		{"no size category", "card", "size_categories:\n- n<1K\n", "", "README.md: its header gives the size category (none), and 5 rows are n<1K: write that"},
		{"a missing split", "card", "  - split: \"test\"\n    path:\n    - \"data/first/test-*\"\n", "", `README.md: its header names no split "test" of the config "first": hubs would not find data/first/test-00000-of-00001.jsonl.zst`},
		{"a split too many", "card", "  - split: \"test\"\n", "  - {split: dev, path: x}\n  - split: \"test\"\n", `README.md: its header names a split "dev" of the config "first", of which there are no files: take it out`},
		{"a wrong path", "card", first, "data/second/train-*", `README.md: its header finds the split "train" of "first" at data/second/train-*, and it is at data/first/train-*: write that`},
		{"one path is a list of one", "card", "path:\n    - \"" + first + `"`, "path: \"" + first + `"`, ""},
		{"a missing config", "card", "- config_name: \"second\"\n  data_files", "- config_name: \"third\"\n  data_files",
			`README.md: its header names no config "second": hubs would not find data/second/train-00000-of-00001.jsonl.zst` + "\n" +
				`README.md: its header names a config "third", of which there are no files: take it out`},
		{"rows of a split", "card", "num_examples: 3", "num_examples: 4", `README.md: its header gives the split "train" of "first" 4 rows of 135 bytes, and by the manifest it has 3 of 135: write that, or loading it fails`},
		{"bytes of a config", "card", "dataset_size: 180", "dataset_size: 185", `README.md: its header gives the config "first" 185 bytes, and by the manifest it has 180: write that`},
		{"no split of a dataset_info", "card", "  - name: \"test\"\n    num_bytes: 45\n    num_examples: 1\n", "", `README.md: its dataset_info has no split "test" of the config "first": build the dataset again`},
		{"no dataset_info", "card", "- config_name: \"second\"\n  splits", "- config_name: \"third\"\n  splits", `README.md: its header has no dataset_info of the config "second": build the dataset again`},
		{"a file of another size", "card", "| `" + train0 + "` | 2 |", "| `" + train0 + "` | 7 |", "README.md: its table of files gives " + train0 + " 7 records and 90 bytes, and the manifest 2 and 90: write these"},
		{"a file less", "card", "| `tools.jsonl.zst` | ", "| tools.jsonl.zst | ", "README.md: its table of files does not name tools.jsonl.zst: build the dataset again"},
		{"a step that was better", "card", "| `tool_graph.links` | 2 | 2 | 0 |", "| `tool_graph.links` | 2 | 3 | 0 |", "README.md: its table of steps gives tool_graph.links 2, 3, 0, 0, 0, and the manifest 2, 2, 0, 0, 0 (planned, accepted, rejected, failed, skipped): write these"},
		{"a step less", "card", "| `tool_graph.links` |", "| `links` |", "README.md: its table of steps does not name tool_graph.links: build the dataset again"},
		{"an input of another size", "card", "| tool_pool.apis travel.json | 6 |", "| tool_pool.apis travel.json | 5 |", "README.md: its table of inputs gives tool_pool.apis travel.json 5 bytes and the SHA-256 DIGEST, and the manifest 6 and DIGEST: write these"},
		{"an input less", "card", "| tool_pool.apis travel.json |", "| travel.json |", "README.md: its table of inputs does not name tool_pool.apis travel.json: build the dataset again"},
		{"another licence", "card", "license: mit", "license: other\nlicense_name: \"Mine\"", "croissant.json: it states the licence mit, and README.md states Mine: make them agree"},
		{"prose", "card", "# small", "# My own small dataset\n\nWith | a | word.", ""},

		{"no JSON", "croissant", "{", "", "croissant.json: it is not what worldc writes: invalid character ':' after top-level value: build the dataset again"},
		{"another version", "croissant", formats.CroissantVersion, "http://mlcommons.org/croissant/1.0", `croissant.json: it conforms to "http://mlcommons.org/croissant/1.0", and worldc writes http://mlcommons.org/croissant/1.1: build the dataset again`},
		{"the licence", "croissant", "licenses/MIT", "licenses/ISC", "croissant.json: it states the licence isc, and README.md states mit: make them agree"},
		{"a file less", "croissant", `"name": "` + train0, `"name": "x`, "croissant.json: it does not describe " + train0 + ": build the dataset again\n" +
			"croissant.json: it describes x, which the manifest does not list: build the dataset again"},
		{"a file twice", "croissant", `"name": "` + train0, `"name": "tools.jsonl.zst`, "croissant.json: it describes tools.jsonl.zst twice: take one out\ncroissant.json: it does not describe " + train0 + ": build the dataset again"},
		{"another address", "croissant", `"contentUrl": "tools`, `"contentUrl": "https://x/tools`, `croissant.json: it looks for tools.jsonl.zst at "https://x/tools.jsonl.zst": write "tools.jsonl.zst"`},
		{"another encoding", "croissant", "\"application/zstd\"\n      ],\n      \"sha256\"", "\"application/gzip\"\n      ],\n      \"sha256\"", "croissant.json: it gives data/first/test-00000-of-00001.jsonl.zst the encoding application/jsonlines, application/gzip: write application/jsonlines, application/zstd"},
		{"another type", "croissant", "cr:FileObject", "sc:FileObject", `croissant.json: it describes data/first/test-00000-of-00001.jsonl.zst as the sc:FileObject "data/first/test-00000-of-00001.jsonl.zst": write cr:FileObject "data/first/test-00000-of-00001.jsonl.zst"`},
		{"a file set less", "croissant", `"@id": "second/files",` + "\n      \"name\"", `"@id": "third/files",` + "\n      \"name\"", "croissant.json: it has no file set \"second/files\": build the dataset again\ncroissant.json: it has a file set \"third/files\", of which there are no files: take it out"},
		{"a file set of others", "croissant", `"` + first + `"`, `"*"`, `croissant.json: its file set "first/files" is of data/first/test-*, * in application/jsonlines, application/zstd: write data/first/test-*, data/first/train-* in application/jsonlines, application/zstd`},
		{"a split less", "croissant", "{\n          \"first/splits/name\": \"test\"\n        },\n", "", `croissant.json: it gives the config "first" the splits train, and there are files of test, train: build the dataset again`},
		{"no list of splits", "croissant", `"@id": "second/splits",` + "\n      \"name\"", `"@id": "third/splits",` + "\n      \"name\"", "croissant.json: it has no record set \"second/splits\", which lists the splits: build the dataset again\ncroissant.json: it has a record set \"third/splits\", of which there are no files: take it out"},
		{"a record set less", "croissant", `"@id": "second",`, `"@id": "third",`, "croissant.json: it has no record set \"second\": build the dataset again\ncroissant.json: it has a record set \"third\", of which there are no files: take it out"},
		{"more rows", "croissant", "\"value\": 4", "\"value\": 5", "croissant.json: it counts first/count as 5, and by the manifest there are 4: write that"},
		{"nothing counted", "croissant", `"first/split/train/count"`, `"first/split/dev/count"`, "croissant.json: it does not count first/split/train/count: build the dataset again"},
		{"fields of other files", "croissant", "\"@id\": \"first/files\"\n            },\n            \"extract\": {\n              \"column\": \"parallel", "\"@id\": \"second/files\"\n            },\n            \"extract\": {\n              \"column\": \"parallel",
			`croissant.json: its field "first/parallel_tool_calls" is read from "second/files", and the rows are in "first/files": write that`},
		{"another worldc", "croissant", `"softwareVersion": "0.1.0"`, `"softwareVersion": "9.0.0"`, "croissant.json: it names worldc 9.0.0, and the manifest 0.1.0: build the dataset again"},
		{"no spec", "croissant", "\"#spec\"", "\"#specs\"", "croissant.json: it does not say that the dataset was made from the spec as evaluated: build the dataset again\n" +
			"croissant.json: it says that the dataset was made from the spec as evaluated, which the manifest does not list: build the dataset again"},
		{"an input of another size", "croissant", `"contentSize": "6 B"`, `"contentSize": "7 B"`, "croissant.json: it gives tool_pool.apis travel.json the SHA-256 DIGEST and 7 B, and the manifest DIGEST and 6 B: build the dataset again"},
		{"prose", "croissant", `"description": "`, `"description": "Mine. `, ""},
		{"another creator", "croissant", `"Lab | A"`, `"Lab B"`, `croissant.json: it states the creator Lab B, and README.md states Lab \| A: make them agree`},
		{"no creator", "croissant", "\"creator\": {\n    \"@type\": \"sc:Organization\",\n    \"name\": \"Lab | A\"\n  },\n", "", `croissant.json: it states the creator (none), and README.md states Lab \| A: make them agree`},
		{"a creator less", "card", "Made by Lab \\| A.", "", "croissant.json: it states the creator Lab | A, and README.md states (none): make them agree"},
		{"a creator in prose", "card", "Made by Lab \\| A.", "We, Lab \\| A of the town, made it.", ""},
		{"another home", "croissant", "https://lab.example/small", "https://lab.example/large", "croissant.json: it states the URL https://lab.example/large, and README.md states https://lab.example/small: make them agree"},
		{"a home less", "card", "<https://lab.example/small>", "", "croissant.json: it states the URL https://lab.example/small, and README.md states (none): make them agree"},
		{"another language", "card", `- "fr"`, `- "de"`, "croissant.json: it states the languages en, fr, and README.md states en, de: make them agree"},
		{"one language", "card", "language:\n- \"en\"\n- \"fr\"\n", "language: en\n", "croissant.json: it states the languages en, fr, and README.md states en: make them agree"},
		{"another citation", "card", "author = {Runnan Fang and Xiaobin", "author = {Xiaobin", "croissant.json: its citation @misc{fang2025synworld, is not in README.md as it is here: make them agree"},
	} {
		t.Run(c.file+"/"+c.name, func(t *testing.T) {
			path := filepath.Join(dir, map[string]string{"card": CardName, "croissant": formats.CroissantName}[c.file])
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.Replace(string(whole), c.old, c.new, 1)
			if changed == string(whole) {
				t.Fatalf("%q is not in\n%s", c.old, whole)
			}
			if err := os.WriteFile(path, []byte(changed), 0o666); err != nil {
				t.Fatal(err)
			}
			if err := artifact.WriteSums(dir); err != nil {
				t.Fatal(err)
			}
			problems, _ := verify(t, dir)
			if err := os.WriteFile(path, whole, 0o666); err != nil {
				t.Fatal(err)
			}
			if got := longDigest.ReplaceAllString(strings.Join(problems, "\n"), "DIGEST"); got != c.want {
				t.Errorf("\ngot  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestVerifyMissingTexts: a text may not be missing, whatever the sums say.
func TestVerifyMissingTexts(t *testing.T) {
	for _, name := range []string{CardName, formats.CroissantName} {
		dir := writeDataset(t, t.TempDir(), staged(), openAI)
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if problems, _ := verify(t, dir); !slices.Equal(problems, []string{name + ": it is missing"}) {
			t.Errorf("%q", problems)
		}
		if err := artifact.WriteSums(dir); err != nil {
			t.Fatal(err)
		}
		if problems, _ := verify(t, dir); !slices.Equal(problems, []string{name + ": it is missing: build the dataset again"}) {
			t.Errorf("%q", problems)
		}
	}
}

// TestVerifyEveryFact: no number, digest, path or identifier of the metadata can
// be another without a problem, whatever the sums say. What may be another is
// prose, and what says how rows are read, of which the manifest knows nothing.
func TestVerifyEveryFact(t *testing.T) {
	free := regexp.MustCompile(`^(@context|@type|name|alternateName|description|keywords|isLiveDataset|creator\.@type)|` +
		`^prov:wasGeneratedBy\.(@type|prov:label|prov:wasAssociatedWith\.(@type|prov:label|name)|prov:used\.0\.(@type|prov:label))|` +
		`^prov:wasDerivedFrom\.0\.(@type|prov:label|license)|^distribution\.\d\.(description)|^distribution\.[567]\.name|` +
		`^recordSet\.\d\.(@type|name|description|dataType|key|annotation\.\d\.(@type|name|dataType)|field\.\d+\.(@id|@type|name|description|dataType|isArray|arrayShape|references|subField|source\.(extract|transform))|data\.\d\.other)`)
	dir := writeDataset(t, t.TempDir(), staged(), openAI)
	path := filepath.Join(dir, formats.CroissantName)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(whole, &tree); err != nil {
		t.Fatal(err)
	}
	d, err := OpenDataset(dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, CardName))
	if err != nil {
		t.Fatal(err)
	}
	card := d.checkCard(text, t.Errorf)
	facts := 0
	var walk func(path string, node any, set func(any))
	walk = func(at string, node any, set func(any)) {
		var other any
		switch node := node.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(node)) {
				walk(strings.TrimPrefix(at+"."+key, "."), node[key], func(v any) { node[key] = v })
			}
			return
		case []any:
			for i, v := range node {
				walk(fmt.Sprintf("%s.%d", at, i), v, func(v any) { node[i] = v })
			}
			return
		case string:
			other = node + "0"
		case float64:
			other = node + 1
		case bool:
			other = !node
		}
		if free.MatchString(at) {
			return
		}
		facts++
		set(other)
		data, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		set(node)
		problems := 0
		d.checkCroissant(data, nil, card, func(string, ...any) { problems++ })
		if problems == 0 {
			t.Errorf("%s: %v may be %v", at, node, other)
		}
	}
	walk("", tree, func(any) {})
	if facts < 80 {
		t.Errorf("only %d facts", facts)
	}
}
