package formats

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"worldc/artifact"
	"worldc/world"
)

// A sampleRow is a row of a format, by what it is made of.
type sampleRow struct {
	of   world.Type
	as   Variant
	line []byte
}

// sampleRows are rows that a format makes.
func sampleRows(t *testing.T, f Format) (rows []sampleRow) {
	t.Helper()
	var tools [][]byte
	for i, name := range []string{"move", "get", "cancel"} {
		if f.Tool == nil {
			break
		}
		rendered, err := f.Tool(&world.Tool{
			ID: strings.Repeat(string(rune('a'+i)), 16), Name: name, Description: "It <does> it.",
			Parameters: json.RawMessage(`{"type":"object","properties":{"id":{"type":"string"}}}`), Returns: json.RawMessage(`{"type":"object"}`),
		})
		if err != nil {
			t.Fatal(f.Name, err)
		}
		tools = append(tools, rendered)
	}
	add := func(as Variant, lines [][]byte, err error) {
		if err != nil {
			t.Fatal(f.Name, as, err)
		}
		for _, line := range lines {
			rows = append(rows, sampleRow{f.Of, as, line})
		}
	}
	switch f.Of {
	case world.ToolType:
		add(Usual, tools, nil)
	case world.TaskType:
		line, err := f.TaskRow(&TaskExample{
			Task: &world.Task{
				ID: "bbbbbbbbbbbbbbbb", World: "cccccccccccccccc", Kind: "walk", Background: "A desk.", Goal: "Move b1.",
				Known: []world.Fact{{Name: "booking", Value: json.RawMessage(`"b1"`)}},
				Calls: []world.Call{{ID: "1", Tool: "aaaaaaaaaaaaaaaa", Arguments: json.RawMessage(`{"id":"b1"}`), Result: json.RawMessage(`{"ok":true}`), Effect: "write"}},
				Tools: []string{"aaaaaaaaaaaaaaaa"},
			},
			Policy: "Be kind.", Domain: "bookings", Opening: "Move b1, please.", Tools: tools, Names: map[string]string{"aaaaaaaaaaaaaaaa": "move"},
		})
		add(Usual, [][]byte{line}, err)
	default:
		for _, as := range []Variant{Usual, Expanded} {
			e := &Example{Trajectory: errand(), Tools: tools, Masks: Masking{Reasoning: true}.Masks(errand())}
			if as == Expanded {
				e.Expand = true
				last := slices.IndexFunc(e.Masks, func(m world.Mask) bool { return m.Calls })
				e.Trajectory.Turns, e.Masks = e.Trajectory.Turns[:last+1], e.Masks[:last+1]
			} else {
				for i := range e.Masks { // no format may have to leave a turn out
					if turn := &e.Trajectory.Turns[i]; turn.Role == world.AssistantRole {
						e.Masks[i] = world.Mask{Reasoning: turn.Reasoning != "", Content: turn.Content != "", Calls: len(turn.Calls) > 0}
					}
				}
			}
			lines, err := f.Rows(e)
			add(as, lines, err)
		}
		if f.Pair != nil {
			pair := [2]*Example{}
			for i := range pair {
				trial := errand()
				trial.Turns[2].Calls[0].Arguments = json.RawMessage(fmt.Sprintf(`{"id":"b%d"}`, i))
				pair[i] = &Example{Trajectory: trial, Tools: tools, Masks: Masking{Reasoning: true}.Masks(trial)}
			}
			line, ok, err := f.Pair(pair[0], pair[1])
			if !ok {
				t.Fatal(f.Name, "makes no pair")
			}
			add(Paired, [][]byte{line}, err)
		}
	}
	return rows
}

// TestShapes: the rows of every format have the fields that its card says, and no
// others.
func TestShapes(t *testing.T) {
	for _, f := range All {
		rows := sampleRows(t, f)
		if len(rows) == 0 {
			t.Errorf("%s of %s: no rows", f.Name, f.Of)
		}
		for _, r := range rows {
			name := fmt.Sprintf("%s of %s %s", f.Name, r.of, r.as)
			shape, ok := ShapeOf(f.Name, r.of, r.as)
			if !ok || shape.Row == "" || len(shape.Fields) == 0 {
				t.Errorf("%s: no shape", name)
				continue
			}
			var row any
			if err := json.Unmarshal(r.line, &row); err != nil {
				t.Fatal(name, err)
			}
			fits(t, name, row, Field{Kind: StructureKind, Of: shape.Fields})
		}
	}
}

// fits checks a value against a field.
func fits(t *testing.T, at string, v any, f Field) {
	if f.List {
		list, ok := v.([]any)
		if !ok {
			t.Errorf("%s is no list: %v", at, v)
		}
		f.List = false
		for _, v := range list {
			fits(t, at+"[]", v, f)
		}
		return
	}
	ok := true
	switch v := v.(type) {
	case string:
		ok = f.Kind == TextKind || f.Kind == OpenKind || f.Kind == JSONTextKind && json.Valid([]byte(v))
	case float64:
		ok = f.Kind == NumberKind || f.Kind == IntegerKind && v == float64(int64(v))
	case bool:
		ok = f.Kind == BooleanKind
	case []any:
		ok = f.Kind == OpenKind
	case map[string]any:
		if f.Kind == OpenKind {
			return
		}
		ok = f.Kind == StructureKind
		for _, sub := range f.Of {
			if value, there := v[sub.Name]; there {
				fits(t, at+"."+sub.Name, value, sub)
			} else if !sub.Optional {
				t.Errorf("%s has no %s", at, sub.Name)
			}
			delete(v, sub.Name)
		}
		if len(v) > 0 {
			t.Errorf("%s has %v besides", at, slices.Sorted(maps.Keys(v)))
		}
	default:
		ok = false
	}
	if !ok {
		t.Errorf("%s is a %s, and not %v", at, f.Kind, v)
	}
}

// TestRecordShapes: records have the fields that their types have.
func TestRecordShapes(t *testing.T) {
	for of, line := range map[world.Type]any{
		world.TrajectoryType: errand(), world.TaskType: &world.Task{Calls: []world.Call{{Arguments: json.RawMessage(`{}`)}}},
		world.ToolType: &world.Tool{Parameters: json.RawMessage(`{}`)}, world.WorldType: &world.World{}, world.PlacementType: &world.Placement{},
	} {
		shape, ok := ShapeOf("", of, Usual)
		data, err := json.Marshal(line)
		var row map[string]any
		if err := json.Unmarshal(data, &row); err != nil {
			t.Fatal(err)
		}
		if !ok || err != nil {
			t.Fatal(of, err)
		}
		for name := range row {
			if !slices.ContainsFunc(shape.Fields, func(f Field) bool { return f.Name == name }) {
				t.Errorf("%s has a field %s that is not in its shape", of, name)
			}
		}
	}
}

// TestConfigs: what hubs find is what there is.
func TestConfigs(t *testing.T) {
	file := func(path string) artifact.ManifestFile {
		return artifact.ManifestFile{Path: path, Records: 1, Bytes: 2}
	}
	var got []string
	for _, c := range Configs([]artifact.ManifestFile{
		file("data/general/train-00000-of-00002.jsonl.zst"), file("data/general/train-00001-of-00002.jsonl.zst"),
		file("data/general/train-odd-00000-of-00001.jsonl.zst"), file("data/my stage/test-00000-of-00001.parquet"), file("rows.jsonl.zst"), file("data/dev-00000-of-00001.json"),
	}) {
		for _, s := range c.Splits {
			got = append(got, fmt.Sprintf("%s %s %d %d %v", c.Name, s.Name, s.Rows(), s.Bytes(), s.Patterns))
		}
	}
	want := []string{
		"general train 2 4 [data/general/train-00000-of-00002.jsonl.zst data/general/train-00001-of-00002.jsonl.zst]",
		"general train_odd 1 2 [data/general/train-odd-*]",
		"my stage test 1 2 [data/my stage/test-*]",
		"default dev 1 2 [data/dev-*]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("\ngot  %q\nwant %q", got, want)
	}
}

// odd is a card of which every text is meant to break out of where it stands.
func odd() *Card {
	const evil = "---\n# x | `y` <script>\n\"\"\" ``` ~~~ : - é 中文"
	return &Card{
		Manifest: &artifact.Manifest{
			Dataset: "dataset.d", Worldc: "0.1.0",
			Inputs: []artifact.Input{{Name: "a|b`c`<i>.json", Bytes: 3}},
			Files:  []artifact.ManifestFile{{Path: "data/my stage/train-00000-of-00001.jsonl", Type: "Row", Format: "sharegpt", Records: 5, Bytes: 7}},
		},
		Name: "d", Experiment: evil, Description: "One line.", License: evil, Languages: []string{"en"}, Generated: true, Of: world.TrajectoryType, Command: "a.hcl",
		Sources: []Source{{"a.hcl", "x = <<EOT\n````\n---\n```\nEOT\n"}}, Licenses: []CardLicense{{evil, 3}, {"", 1}},
		Methods: MethodsOf([]string{"mcts", "tool_graph", "roleplay"}),
	}
}

// TestCardHeader: the header is YAML, says what is so, and no text breaks out of
// it.
func TestCardHeader(t *testing.T) {
	text := string(odd().Bytes())
	head, _, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !ok {
		t.Fatal(text)
	}
	var h map[string]any
	if err := yaml.Unmarshal([]byte(head), &h); err != nil {
		t.Fatalf("%v\n%s", err, head)
	}
	if h["license"] != "other" || h["license_name"] != odd().License || h["pretty_name"] != odd().Experiment+": d" {
		t.Errorf("%v", h)
	}
	info := h["dataset_info"].([]any)[0].(map[string]any)
	features, err := json.Marshal(info["features"])
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"list":[{"dtype":"string","name":"from"},{"dtype":"string","name":"value"}],"name":"conversations"},{"dtype":"string","name":"system"},{"dtype":"string","name":"tools"}]`
	if string(features) != want {
		t.Errorf("\ngot  %s\nwant %s", features, want)
	}
}

// TestCardBody: a spec stays in its fence, and a cell in its table.
func TestCardBody(t *testing.T) {
	text := string(odd().Bytes())
	for _, want := range []string{
		"\n`````hcl\nx = <<EOT\n````\n---\n```\nEOT\n`````\n",
		"\n| a\\|b\\`c\\`&lt;i>.json | 3 |",
		"\n# --- # x \\| \\`y\\` &lt;script>",
		"\n| (not stated) | 1 |\n",
		`rows = load_dataset("d", "my stage", split="train")`,
		"@misc{fang2025agentscaler,", "@misc{fang2025synworld,", "@misc{fu2025agentrefine,",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestHubLicense(t *testing.T) {
	for spdx, want := range map[string]string{
		"": " ", "Apache-2.0": "apache-2.0 ", "MIT": "mit ", "ODC-By-1.0": "odc-by ", "GPL-3.0-or-later": "gpl-3.0 ", "CC-BY-4.0": "cc-by-4.0 ", "My-Licence": "other My-Licence",
	} {
		if id, name := HubLicense(spdx); id+" "+name != want {
			t.Errorf("%s is %s %s, want %s", spdx, id, name, want)
		}
	}
}

func TestMethods(t *testing.T) {
	var names []string
	for _, m := range MethodsOf([]string{"dataset", "scenarios", "tool_graph"}) {
		names = append(names, m.Name)
	}
	if !slices.Equal(names, []string{"AgentScaler", "SynWorld"}) || MethodsOf([]string{"import"}) != nil {
		t.Error(names)
	}
}

func TestArrayOf(t *testing.T) {
	for head, want := range map[string]string{"[|]": "$", `{"id":1,"result":{"tools":[|]}}`: "$.result.tools", `{"a":[|]}`: "$.a"} {
		h, tail, _ := strings.Cut(head, "|")
		if got := arrayOf(Format{Head: h, Tail: tail}); got != want {
			t.Errorf("%s: %s, want %s", head, got, want)
		}
	}
}
