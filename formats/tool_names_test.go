package formats

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/world"
)

func TestToolNames(t *testing.T) {
	names := NameRule{Longest: 8, Reserved: []string{"click"}}.Names()
	var got [][2]string
	for _, name := range []string{"get", "get", "files.get", "files/get", "日本", "", "click", "abcdefghij", "abcdefghik", "get_2"} {
		tool := names.Give(world.Tool{Name: name})
		got = append(got, [2]string{tool.Name, tool.Source.Name})
	}
	want := [][2]string{{"get", ""}, {"get_2", "get"}, {"files_ge", "files.get"}, {"files__2", "files/get"}, {"__", "日本"}, {"tool", ""}, {"click_2", "click"},
		{"abcdefgh", "abcdefghij"}, {"abcdef_2", "abcdefghik"}, {"get_2_2", "get_2"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if kept := names.Give(world.Tool{Name: "a b", Source: world.Source{Name: "A B"}}); kept.Name != "a_b" || kept.Source.Name != "A B" {
		t.Errorf("%+v", kept)
	}
}

// TestToolNamesProperty: names fit the rule and differ; a name that fits and is
// free stays.
func TestToolNamesProperty(t *testing.T) {
	grammars := map[plainRule]*regexp.Regexp{
		{64, false}: regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`),
		{128, true}: regexp.MustCompile(`^[A-Za-z0-9_.-]{1,128}$`),
	}
	rapid.Check(t, func(t *rapid.T) {
		for rule, grammar := range grammars {
			names, seen := NameRule{Longest: rule.longest, Dots: rule.dots}.Names(), map[string]bool{}
			for range rapid.IntRange(1, 30).Draw(t, "tools") {
				name := rapid.OneOf(rapid.StringMatching(`[ab._/]{0,3}`), rapid.String(), rapid.StringMatching(`x{126}[ab]{0,3}`)).Draw(t, "name")
				tool := names.Give(world.Tool{Name: name})
				if !grammar.MatchString(tool.Name) || seen[tool.Name] {
					t.Fatalf("%q becomes %q", name, tool.Name)
				}
				if grammar.MatchString(name) && !seen[name] && tool.Name != name {
					t.Fatalf("%q becomes %q, though it fits and is free", name, tool.Name)
				}
				seen[tool.Name] = true
			}
		}
	})
}

// A plainRule is a rule without reserved names.
type plainRule struct {
	longest int
	dots    bool
}
