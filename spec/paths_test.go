package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// source is a spec with a source of these paths.
func source(paths string) string {
	return "tool_pool \"p\" {\n  source \"mcp\" {\n    paths = " + paths + "\n  }\n}\ndataset \"d\" {\n  from = tool_pool.p\n}\n"
}

func TestPaths(t *testing.T) {
	root := write(t, map[string]string{
		"spec/a.json": "", "spec/b.json": "", "spec/.hidden.json": "", "spec/sub/c.json": "", "spec/sub/deep/d.json": "",
		"spec/.git/e.json": "", "spec/x[1].json": "", "spec/dir.json/f.txt": "",
		"outside/g.json": "", "outside/sub/a.json": "",
	})
	dir := filepath.Join(root, "spec")
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	link("a.json", "same.link")
	link(filepath.Join("..", "outside", "g.json"), "escape.link")
	link(filepath.Join("..", "outside"), "way-out")
	link(".", "circle")
	link("nowhere", "dangling.link")
	outside := filepath.Join(root, "outside")

	for name, c := range map[string]struct {
		paths string
		allow []string
		want  string // documents, or a part of the message after an exclamation mark
	}{
		"star":               {paths: `["*.json"]`, want: "a.json b.json x[1].json"},
		"order of patterns":  {paths: `["b.json", "*.json"]`, want: "b.json a.json x[1].json"},
		"question":           {paths: `["?.json"]`, want: "a.json b.json"},
		"set":                {paths: `["[!a].json"]`, want: "b.json"},
		"escaped":            {paths: `["x\\[1].json"]`, want: "x[1].json"},
		"directory":          {paths: `["sub/*"]`, want: "sub/c.json"},
		"any directory":      {paths: `["**/*.json"]`, want: "a.json b.json sub/c.json sub/deep/d.json x[1].json"},
		"below":              {paths: `["sub/**"]`, want: "sub/c.json sub/deep/d.json"},
		"in the middle":      {paths: `["**/deep/*.json"]`, want: "sub/deep/d.json"},
		"hidden":             {paths: `[".*.json"]`, want: ".hidden.json"},
		"dots":               {paths: `["sub/../a.json", "./b.json"]`, want: "a.json b.json"},
		"link inside":        {paths: `["same.link"]`, want: "same.link"},
		"absolute inside":    {paths: `["` + filepath.ToSlash(dir) + `/a.json"]`, want: "a.json"},
		"link out":           {paths: `["escape.link"]`, want: "!escape.link lies outside"},
		"link out, pattern":  {paths: `["*.link"]`, want: "!escape.link lies outside"},
		"directory out":      {paths: `["way-out/g.json"]`, want: "!way-out/g.json lies outside"},
		"directory out, *":   {paths: `["way-out/*"]`, want: "!way-out lies outside"},
		"through a pattern":  {paths: `["way*/*"]`, want: "!way-out lies outside"},
		"up":                 {paths: `["../outside/g.json"]`, want: "!outside/g.json lies outside"},
		"up, missing":        {paths: `["../outside/none.json"]`, want: "!outside/none.json lies outside"},
		"allowed":            {paths: `["../outside/*.json", "a.json"]`, allow: []string{outside}, want: "g.json a.json"},
		"allowed file":       {paths: `["../outside/g.json"]`, allow: []string{filepath.Join(outside, "g.json")}, want: "g.json"},
		"allowed, by prefix": {paths: `["../outside/g.json"]`, allow: []string{filepath.Join(root, "out")}, want: "!there is no such file"},
		"one name twice":     {paths: `["a.json", "../outside/sub/a.json"]`, allow: []string{outside}, want: "a.json a.json#2"},
		"a directory":        {paths: `["dir.json"]`, want: "!dir.json is a directory, not a file."},
		"dangling":           {paths: `["dangling.link"]`, want: "!There is no file \"dangling.link\""},
		"nothing":            {paths: `["*.yaml"]`, want: "!No file matches \"*.yaml\" in spec."},
		"zero byte":          {paths: `["a\u0000"]`, want: "!it holds a zero byte"},
		"too long":           {paths: `["` + strings.Repeat("a", 5000) + `"]`, want: "!at most 4096 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, "x.hcl")
			if err := os.WriteFile(path, []byte(source(c.paths)), 0o666); err != nil {
				t.Fatal(err)
			}
			s, diags := Load(path, Options{AllowPaths: c.allow})
			if message, wrong := strings.CutPrefix(c.want, "!"); wrong {
				got := strings.ReplaceAll(text(t, s, diags), root+string(filepath.Separator), "")
				if !diags.HasErrors() || !strings.Contains(got, message) {
					t.Errorf("want %q in\n%s", message, got)
				}
				return
			}
			if diags.HasErrors() {
				t.Fatal(text(t, s, diags))
			}
			var got []string
			for _, f := range s.Block("tool_pool.p").Files() {
				got = append(got, f.Document)
				if f.Attribute != "source[0].paths" {
					t.Errorf("attribute %q", f.Attribute)
				}
				if _, err := os.Stat(f.Path); err != nil {
					t.Error(err)
				}
			}
			if d := cmp.Diff(c.want, strings.Join(got, " ")); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestPathsOfInstances checks that a mistake in a path that the instances of a
// block share is reported once, and each place of it.
func TestPathsOfInstances(t *testing.T) {
	dir := write(t, map[string]string{"x.hcl": `
tool_pool "p" {
  for_each = ["a", "b"]
  source "mcp" { paths = ["none.json"] }
  source "mcp" { paths = ["none.json"] }
}
dataset "d" { from = tool_pool.p }
`})
	_, diags := Load(dir, Options{})
	if len(diags) != 2 {
		t.Errorf("%d diagnostics, want 2: %v", len(diags), diags)
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern string
		yes, no string
	}{
		{"get_*", "get_ get_x get_é", "get xget_ Get_x"},
		{"*", "a a/b .", ""},
		{"*.json", ".json a.json a.b.json", "a.jso json"},
		{"a?c", "abc aéc", "ac abbc"},
		{"[a-c]x", "ax cx", "dx -x"},
		{"[!a-c]x", "dx éx", "ax"},
		{"[^a]", "b", "a"},
		{"[]a]", "] a", "b"},
		{"[a-]", "a -", "b"},
		{`[\]]`, "]", `\`},
		{`\*`, "*", "a"},
		{"*a*b*c", "abc xaxbxc aabbcc abcabc", "acb ab"},
		{"", "", "a"},
	} {
		for _, name := range strings.Fields(c.yes) {
			if !(Patterns{c.pattern}).Match(name) {
				t.Errorf("%q does not match %q", c.pattern, name)
			}
		}
		for _, name := range strings.Fields(c.no) {
			if (Patterns{c.pattern}).Match(name) {
				t.Errorf("%q matches %q", c.pattern, name)
			}
		}
	}
	if (Patterns{}).Match("a") {
		t.Error("no pattern matches")
	}
	for _, p := range []string{"", "[", "[a", "[]", `a\`, "[!]", `[\`} {
		if checkPattern(p) == nil {
			t.Errorf("%q is a pattern", p)
		}
	}
	// Patterns that take exponential time by trying every star.
	if match(strings.Repeat("*a", 50)+"b", strings.Repeat("a", 5000)) {
		t.Error("a pattern that ends in b matches")
	}
}
