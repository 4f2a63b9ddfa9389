package spec

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write lays out files in a new directory and returns it.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// load loads a spec that must be free of errors.
func load(t testing.TB, path string, o Options) *Spec {
	t.Helper()
	s, diags := Load(path, o)
	if diags.HasErrors() {
		t.Fatalf("%s: %s", path, text(t, s, diags))
	}
	return s
}

// text is what a user would see of diagnostics.
func text(t testing.TB, s *Spec, diags Diagnostics) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, diags, s.Files, false, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// one is a spec of one tool_pool with these arguments, and what reads it.
func one(arguments string) string {
	return "tool_pool \"p\" {\n  tool \"t\" {}\n" + arguments + "\n}\ndataset \"d\" {\n  from = tool_pool.p\n}\n"
}

func TestInstances(t *testing.T) {
	s := load(t, write(t, map[string]string{"x.hcl": `
tool_pool "apis" {
  tool "t" {}
}
tool_graph "g" {
  for_each             = { low = 0.5, high = 0.7 }
  tools                = tool_pool.apis
  similarity_threshold = each.value
}
domains "d" {
  for_each = tool_graph.g
  graph    = each.value
}
domains "picked" {
  graph = [for key, g in tool_graph.g : g if key != "low"]
}
domains "chosen" {
  for_each = ["low"]
  graph    = tool_graph.g[each.key]
}
dataset "all" { from = [tool_graph.g, tool_graph.g["low"], domains.d, domains.picked, domains.chosen] }
`}), Options{})
	var addresses []string
	for _, b := range s.Blocks {
		addresses = append(addresses, b.Address())
	}
	want := []string{"tool_pool.apis", `tool_graph.g["high"]`, `tool_graph.g["low"]`, `domains.d["high"]`, `domains.d["low"]`,
		"domains.picked", `domains.chosen["low"]`, "dataset.all"}
	if d := cmp.Diff(want, addresses); d != "" {
		t.Errorf("blocks: %s", d)
	}
	reads := func(address string) []string {
		var got []string
		for _, r := range s.Block(address).References {
			got = append(got, r.Attribute+" "+r.Target.Address())
		}
		return got
	}
	for address, want := range map[string][]string{
		`domains.d["low"]`:      {`graph tool_graph.g["low"]`},
		"domains.picked":        {`graph tool_graph.g["high"]`},
		`domains.chosen["low"]`: {`graph tool_graph.g["low"]`},
		"dataset.all": {`from tool_graph.g["high"]`, `from tool_graph.g["low"]`, `from tool_graph.g["low"]`, `from domains.d["high"]`,
			`from domains.d["low"]`, "from domains.picked", `from domains.chosen["low"]`},
	} {
		if d := cmp.Diff(want, reads(address)); d != "" {
			t.Errorf("%s: %s", address, d)
		}
	}
	if g := s.Block(`tool_graph.g["high"]`).Config.(*ToolGraph); g.SimilarityThreshold != 0.7 || g.Tools[0] != s.Block("tool_pool.apis") {
		t.Errorf("tool_graph.g[high] is %+v", g)
	}
}

// TestFields shows what enters the Key of a block, and how it is written.
func TestFields(t *testing.T) {
	s := load(t, write(t, map[string]string{"pets.json": "[]", "x.hcl": `
tool_pool "p" {
  source "mcp" {
    paths   = ["*.json"]
    license = "MIT"
  }
  tool "feed \"it\"" {
    parameters = { properties = { b = {}, a = { maximum = 12345678901234567890, multipleOf = 0.1 } }, type = "object" }
    read_only  = true
  }
  include = ["a<b>", "é"]
}
dataset "d" { from = tool_pool.p }
`}), Options{})
	want := []Field{
		{"include", `["a<b>","é"]`},
		{"exclude", `[]`},
		{"require_description", "true"},
		{"deduplicate", "true"},
		{"source[0].format", "mcp"},
		{"source[0].license", "MIT"},
		{"tool[0].name", `feed "it"`},
		{"tool[0].description", ""},
		{"tool[0].parameters", `{"properties":{"a":{"maximum":12345678901234567890,"multipleOf":0.1},"b":{}},"type":"object"}`},
		{"tool[0].parameter_order", `["b","a"]`},
		{"tool[0].title", ""},
		{"tool[0].read_only", "true"},
	}
	if d := cmp.Diff(want, s.Block("tool_pool.p").Fields()); d != "" {
		t.Error(d)
	}
}

// TestJSON checks that a spec in JSON is the spec that it is in native syntax.
func TestJSON(t *testing.T) {
	native := load(t, write(t, map[string]string{"x.hcl": `
variable "n" {
  type    = map(number)
  default = { x = 0.25, y = 0.5 }
}
tool_pool "p" {
  tool "t" {
    description = "costs $${price}, ${upper("é")}"
    parameters  = { type = "object", properties = { z = { type = "string" }, a = {} } }
  }
}
tool_graph "g" {
  for_each             = var.n
  tools                = [tool_pool.p]
  similarity_threshold = each.value * 2 - 0.1
}
dataset "d" { from = tool_graph.g }
`}), Options{})
	object := load(t, write(t, map[string]string{"x.hcl.json": `{
  "variable": {"n": {"type": "map(number)", "default": {"x": 0.25, "y": 0.5}}},
  "tool_pool": {"p": {"tool": {"t": {
    "description": "costs $${price}, ${upper(\"é\")}",
    "parameters": {"type": "object", "properties": {"z": {"type": "string"}, "a": {}}}
  }}}},
  "tool_graph": {"g": {
    "for_each": "${var.n}",
    "tools": ["${tool_pool.p}"],
    "similarity_threshold": "${each.value * 2 - 0.1}"
  }},
  "dataset": {"d": {"from": "${tool_graph.g}"}}
}`}), Options{})
	if d := cmp.Diff(canonicalText(t, native), canonicalText(t, object)); d != "" {
		t.Error(d)
	}
}

func canonicalText(t testing.TB, s *Spec) string {
	t.Helper()
	raw, err := json.MarshalIndent(s.Canonical(), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestVariables(t *testing.T) {
	dir := write(t, map[string]string{
		"a.json": "[]", "b.json": "[]",
		"one.hcl":   "threshold = 0.1\nnames = [\"x\"]\n",
		"two.json":  `{"threshold": 0.2}`,
		"wrong.hcl": "treshold = 1\nnames = var.threshold\n",
		"x.hcl": `
variable "threshold" {
  type = number
}
variable "names" {
  type    = list(string)
  default = ["a*"]
}
variable "free" {
  default = null
}
variable "options" {
  type    = object({ a = optional(number, 7), b = optional(string) })
  default = {}
}
tool_pool "p" {
  tool "t" { description = "${var.options.a} ${jsonencode(var.free)}" }
  include = var.names
}
tool_graph "g" {
  tools                = tool_pool.p
  similarity_threshold = var.threshold
}
dataset "d" { from = tool_graph.g }
`})
	path := filepath.Join(dir, "x.hcl")
	file := func(name string) string { return filepath.Join(dir, name) }
	for name, c := range map[string]struct {
		options     Options
		threshold   float64
		names       Patterns
		description string
		wrong       string
	}{
		"var":                {options: Options{Vars: map[string]string{"threshold": "0.25"}}, threshold: 0.25, names: Patterns{"a*"}, description: "7 null"},
		"string of no type":  {options: Options{Vars: map[string]string{"threshold": "0.25", "free": "[1]"}}, threshold: 0.25, names: Patterns{"a*"}, description: `7 "[1]"`},
		"list":               {options: Options{Vars: map[string]string{"threshold": "0", "names": `["y", upper("z")]`}}, names: Patterns{"y", "Z"}, description: "7 null"},
		"object":             {options: Options{Vars: map[string]string{"threshold": "0", "options": `{ a = 8 }`}}, names: Patterns{"a*"}, description: "8 null"},
		"file":               {options: Options{VarFiles: []string{file("one.hcl")}}, threshold: 0.1, names: Patterns{"x"}, description: "7 null"},
		"later file":         {options: Options{VarFiles: []string{file("one.hcl"), file("two.json")}}, threshold: 0.2, names: Patterns{"x"}, description: "7 null"},
		"var over file":      {options: Options{VarFiles: []string{file("two.json")}, Vars: map[string]string{"threshold": "0.3"}}, threshold: 0.3, names: Patterns{"a*"}, description: "7 null"},
		"missing":            {wrong: "var.threshold has no default and is not set. Set it with --var threshold=VALUE or in a --var-file."},
		"undeclared":         {options: Options{Vars: map[string]string{"treshold": "1"}}, wrong: "There is no variable treshold. Did you mean threshold?"},
		"undeclared in file": {options: Options{VarFiles: []string{file("wrong.hcl")}}, wrong: "There is no variable treshold. Did you mean threshold?"},
		"name in file":       {options: Options{VarFiles: []string{file("wrong.hcl")}}, wrong: "A value in a file of variables must be a constant: it cannot refer to var."},
		"no file":            {options: Options{VarFiles: []string{file("none.hcl")}}, wrong: "there is no such file"},
		"type":               {options: Options{Vars: map[string]string{"threshold": "high"}}, wrong: "var.threshold is of type number: a number is required."},
		"large":              {options: Options{Vars: map[string]string{"threshold": "1e1000000000"}}, wrong: "the number is too large"},
		"element":            {options: Options{Vars: map[string]string{"threshold": "0", "names": `[{}]`}}, wrong: "var.names is of type list(string)"},
		"syntax":             {options: Options{Vars: map[string]string{"threshold": "0", "names": `["a"`}}, wrong: "on --var names line 1"},
		"name":               {options: Options{Vars: map[string]string{"threshold": "0", "names": `[var.free]`}}, wrong: "The value of a --var must be a constant: it cannot refer to var."},
		"bomb":               {options: Options{Vars: map[string]string{"threshold": "0", "names": strings.Repeat("[", 100_000)}}, wrong: "nested more than 100 deep"},
	} {
		t.Run(name, func(t *testing.T) {
			s, diags := Load(path, c.options)
			if got := text(t, s, diags); c.wrong != "" {
				if !diags.HasErrors() || !strings.Contains(got, c.wrong) {
					t.Errorf("want %q in\n%s", c.wrong, got)
				}
				return
			} else if diags.HasErrors() {
				t.Fatal(got)
			}
			if got := s.Block("tool_graph.g").Config.(*ToolGraph).SimilarityThreshold; got != c.threshold {
				t.Errorf("threshold %v, want %v", got, c.threshold)
			}
			p := s.Block("tool_pool.p").Config.(*ToolPool)
			if !slices.Equal(p.Include, c.names) || p.Tools[0].Description != c.description {
				t.Errorf("include %v, description %q; want %v, %q", p.Include, p.Tools[0].Description, c.names, c.description)
			}
		})
	}
}

// TestUnreadable shows what is said about specs that cannot be read at all.
func TestUnreadable(t *testing.T) {
	dir := write(t, map[string]string{
		"empty/notes.txt":   "nothing",
		"empty/sub/x.hcl":   "",
		"text.txt":          "",
		"utf8.hcl":          "locals {\n  a = \"\xff\"\n}\n",
		"utf16.hcl.json":    "{\"a\": \"\xe9\"}",
		"large.hcl":         strings.Repeat("# comment\n", 120_000),
		"zero.hcl":          "a\x00b",
		"json.hcl.json":     "{",
		"array.hcl.json":    "[1]",
		"directory.hcl/x":   "",
		"two/a.hcl":         "tool_pool \"p\" {\n  tool \"t\" {}\n}\n",
		"two/b.hcl.json":    `{"tool_pool": {"p": {"tool": {"t": {}}}}}`,
		"syntax/a.hcl":      "locals {",
		"syntax/b.hcl":      "tool_pool \"p\"",
		"directory2/x.hcl/": "",
	})
	for path, want := range map[string]string{
		"none.hcl":       "none.hcl: there is no such file.",
		"none":           "none: there is no such file.",
		"empty":          "holds no file that ends in .hcl or .hcl.json",
		"text.txt":       "text.txt: the files of a spec end in .hcl or .hcl.json.",
		"utf8.hcl":       "byte 16 of utf8.hcl, 0xff, is not.",
		"utf16.hcl.json": "0xe9, is not.",
		"large.hcl":      "large.hcl is larger than 1048576 bytes.",
		"zero.hcl":       "on zero.hcl line 1",
		"json.hcl.json":  "on json.hcl.json line 1",
		"array.hcl.json": "on array.hcl.json line 1",
		"two":            "tool_pool.p is already declared at two/a.hcl:1,1-14.",
		"syntax":         "on syntax/b.hcl line 1",
	} {
		t.Run(path, func(t *testing.T) {
			s, diags := Load(filepath.Join(dir, path), Options{})
			got := strings.ReplaceAll(text(t, s, diags), dir+string(filepath.Separator), "")
			if !diags.HasErrors() || !strings.Contains(got, want) {
				t.Errorf("want %q in\n%s", want, got)
			}
		})
	}
	t.Run("empty file", func(t *testing.T) {
		s := load(t, filepath.Join(write(t, map[string]string{"x.hcl": ""}), "x.hcl"), Options{})
		if s.Experiment != (Experiment{}) || s.Blocks != nil {
			t.Errorf("an empty spec is %+v", s)
		}
	})
}

// TestFunctions calls every function.
func TestFunctions(t *testing.T) {
	tests := []struct{ expression, want string }{
		{`abs(-1.5)`, `1.5`}, {`ceil(1.2)`, `2`}, {`floor(-1.2)`, `-2`}, {`max(1, 3, 2)`, `3`}, {`min(1, 3, 2)`, `1`},
		{`parseint("ff", 16)`, `255`}, {`signum(-7)`, `-1`}, {`sum([1, 2.5])`, `3.5`}, {`sum([])`, `0`},
		{`chomp("a\n")`, `"a"`}, {`endswith("abc", "bc")`, `true`}, {`format("%s-%03d-%q", "a", 7, "b")`, `"a-007-\"b\""`},
		{`formatlist("%s!", ["a", "b"])`, `["a!","b!"]`}, {`indent(2, "a\nb")`, `"a\n  b"`}, {`join("-", ["a", "b"])`, `"a-b"`},
		{`lower("ÀB")`, `"àb"`}, {`upper("àb")`, `"ÀB"`}, {`regex("b+", "abba")`, `"bb"`}, {`regex("(?P<x>b)(?P<y>a)", "abba")`, `{"x":"b","y":"a"}`},
		{`regexall("[a-z]", "a1b")`, `["a","b"]`}, {`replace("aXa", "a", "b")`, `"bXb"`}, {`regexreplace("a1b2", "([0-9])", "<$1>")`, `"a<1>b<2>"`},
		{`split(",", "a,b")`, `["a","b"]`}, {`startswith("abc", "ab")`, `true`}, {`strcontains("abc", "x")`, `false`}, {`strrev("abc")`, `"cba"`},
		{`substr("hello", 1, 3)`, `"ell"`}, {`trim("?!a!", "!?")`, `"a"`}, {`trimprefix("abc", "a")`, `"bc"`}, {`trimspace(" a\t")`, `"a"`}, {`trimsuffix("abc", "c")`, `"ab"`},
		{`alltrue([true, false])`, `false`}, {`anytrue([true, false])`, `true`}, {`anytrue([])`, `false`}, {`chunklist(["a", "b", "c"], 2)`, `[["a","b"],["c"]]`},
		{`coalesce(null, "b")`, `"b"`}, {`coalescelist([], ["a"])`, `["a"]`}, {`compact(["a", "", null])`, `["a"]`}, {`concat([1], [2, 3])`, `[1,2,3]`},
		{`contains(["a"], "a")`, `true`}, {`distinct(["a", "b", "a"])`, `["a","b"]`}, {`element(["a", "b"], 3)`, `"b"`}, {`flatten([[1], [[2], 3]])`, `[1,2,3]`},
		{`index(["a", "b"], "b")`, `1`}, {`keys({ b = 1, a = 2 })`, `["a","b"]`}, {`length("häß")`, `3`}, {`length([1, 2])`, `2`}, {`length({ a = 1 })`, `1`},
		{`lookup({ a = 1 }, "b", 7)`, `7`}, {`merge({ a = 1 }, { a = 2, b = 3 })`, `{"a":2,"b":3}`}, {`range(3)`, `[0,1,2]`}, {`range(1, 6, 2)`, `[1,3,5]`},
		{`reverse([1, 2])`, `[2,1]`}, {`setintersection(["a", "b"], ["b"])`, `["b"]`}, {`setproduct(["a"], ["x", "y"])`, `[["a","x"],["a","y"]]`},
		{`setsubtract(["a", "b"], ["b"])`, `["a"]`}, {`setunion(["b"], ["a"])`, `["a","b"]`}, {`slice([1, 2, 3], 1, 3)`, `[2,3]`}, {`sort(["b", "B", "a"])`, `["B","a","b"]`},
		{`values({ b = 1, a = 2 })`, `[2,1]`}, {`zipmap(["a"], [1])`, `{"a":1}`},
		{`base64encode("hi")`, `"aGk="`}, {`base64decode("aGk=")`, `"hi"`}, {`csvdecode("a,b\n1,2")`, `[{"a":"1","b":"2"}]`},
		{`file("x.hcl") != ""`, `true`},
		{`jsondecode("{\"a\": [1, 2.5e3, null]}")`, `{"a":[1,2500,null]}`}, {`jsonencode({ b = [true, null], a = "<é>" })`, `"{\"a\":\"<é>\",\"b\":[true,null]}"`},
		{`sha256("")`, `"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`},
		{`can(1 + "a")`, `false`}, {`try({}.a, "none")`, `"none"`}, {`tobool("true")`, `true`}, {`tolist(toset(["b", "a"]))`, `["a","b"]`}, {`tomap({ a = 1 })`, `{"a":1}`},
		{`tonumber("1e3")`, `1000`}, {`toset([2, 1, 2])`, `[1,2]`}, {`tostring(0.1 + 0.2)`, `"0.3"`},
	}
	called := map[string]bool{}
	for _, test := range tests {
		name, _, _ := strings.Cut(test.expression, "(")
		called[name] = true
		t.Run(test.expression, func(t *testing.T) {
			s := load(t, write(t, map[string]string{"x.hcl": one("tool \"x\" {\n  returns = " + test.expression + "\n}")}), Options{})
			if got := string(s.Block("tool_pool.p").Config.(*ToolPool).Tools[1].Returns); got != test.want {
				t.Errorf("%s = %s, want %s", test.expression, got, test.want)
			}
		})
	}
	for name := range functionTable {
		if !called[name] {
			t.Errorf("%s is not tested", name)
		}
	}
}

// TestLayoutIsNoInput checks that comments, spacing, the order and the files of
// blocks, and names for values change nothing of what a spec says.
func TestLayoutIsNoInput(t *testing.T) {
	want := canonicalText(t, load(t, write(t, map[string]string{"x.hcl": `
experiment "e" { seed = 3 }
tool_pool "p" {
  tool "t" { description = "a b" }
  include = ["t*"]
}
tool_graph "g" {
  tools                = tool_pool.p
  similarity_threshold = 0.5
}
dataset "d" { from = [tool_pool.p, tool_graph.g] }
`}), Options{}))
	got := canonicalText(t, load(t, write(t, map[string]string{
		"z.hcl": `
# A comment.
dataset d { from = concat([tool_pool.p], [tool_graph.g]) }
locals { letter = "b" }`,
		"a.hcl": `
tool_graph "g" {
   similarity_threshold = (1 / 2) /* half */
   tools = tool_pool.p
   max_degree = null
}
`,
		"m.hcl.json": `{"tool_pool": {"p": {"include": ["t${\"*\"}"], "tool": {"t": {"description": "a ${local.letter}"}}}}, "experiment": {"e": {"seed": "3"}}}`,
	}), Options{}))
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestRenaming checks that a block's name is no part of its fields.
func TestRenaming(t *testing.T) {
	source := func(name string) string {
		return fmt.Sprintf("tool_pool %q {\n  tool \"t\" {}\n}\ndataset \"d\" {\n  from = tool_pool.%s\n}\n", name, name)
	}
	a := load(t, write(t, map[string]string{"x.hcl": source("a")}), Options{})
	b := load(t, write(t, map[string]string{"y.hcl": source("other")}), Options{})
	for i := range a.Blocks {
		if !reflect.DeepEqual(a.Blocks[i].Fields(), b.Blocks[i].Fields()) {
			t.Errorf("%v and %v", a.Blocks[i].Fields(), b.Blocks[i].Fields())
		}
	}
}

// TestEveryMistake checks that one run reports all mistakes of all files, in
// the order of the files' names and of their lines.
func TestEveryMistake(t *testing.T) {
	dir := write(t, map[string]string{
		"b.hcl": "tool_graph \"g\" {\n  max_degree = -1\n  tools = tool_pool.none\n}\n",
		"a.hcl": "dataset \"d\" {\n  from = [domains.no, tool_graph.g]\n  shard_records = 0\n  typo = 1\n}\n",
	})
	_, diags := Load(dir, Options{})
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%s:%d %s", filepath.Base(d.Subject.Filename), d.Subject.Start.Line, d.Summary))
	}
	want := []string{"a.hcl:2 Undeclared name", "a.hcl:3 Out of range", "a.hcl:4 Unsupported argument", "b.hcl:2 Out of range", "b.hcl:3 Undeclared name"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func BenchmarkLoad(b *testing.B) {
	dir := write(b, map[string]string{"x.hcl": `
locals { keys = [for i in range(1000) : "k${i}"] }
tool_pool "p" {
  tool "t" {}
}
tool_graph "g" {
  for_each             = local.keys
  tools                = tool_pool.p
  similarity_threshold = length(each.key) / 100
}
dataset "d" { from = tool_graph.g }
`})
	for b.Loop() {
		load(b, dir, Options{})
	}
}
