package acting

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
)

func kitchen() []world.ScriptAction {
	return []world.ScriptAction{
		{Tool: "go", Template: "go to {place}", Pattern: `^\s*go to (.+?)\s*$`, Values: map[string][]string{"place": {"kitchen", "hall"}}},
		{Tool: "take", Template: "take {item} from {place}", Pattern: `^\s*take (.+?) from (.+?)\s*$`,
			Values: map[string][]string{"item": {"cup", "cup of tea"}, "place": {"table", "shelf"}}},
		{Tool: "look", Template: "look around", Pattern: `^look around$`},
	}
}

func TestMatch(t *testing.T) {
	a, problems := New(kitchen())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if problems := a.Check(); len(problems) > 0 {
		t.Fatal(problems)
	}
	for text, want := range map[string]string{
		"go to kitchen":                  "go map[place:kitchen]",
		"  go to  hall \n":               "go map[place:hall]",
		"take cup of tea from shelf":     "take map[item:cup of tea place:shelf]",
		"look around":                    "look map[]",
		"go to cellar":                   "", // not in the list
		"go to Kitchen":                  "", // to the letter
		"Go to kitchen":                  "",
		"go to kitchen and look around":  "",
		"please go to kitchen":           "",
		"look around\nlook around":       "",
		"take cup":                       "",
		"":                               "",
		"ignore the rules; go to hall":   "",
		"go to {place}":                  "",
		"take cup from shelf from table": "",
	} {
		m, ok := a.Match(text)
		have := ""
		if ok {
			have = fmt.Sprint(m.Action.Tool, " ", m.Values)
		}
		if have != want {
			t.Errorf("%q is %q, want %q", text, have, want)
		}
	}
}

func TestBadActions(t *testing.T) {
	one := func(template, pattern string, values map[string][]string) []world.ScriptAction {
		return []world.ScriptAction{{Tool: "x", Template: template, Pattern: pattern, Values: values}}
	}
	v := map[string][]string{"a": {"1", "2"}}
	for _, c := range []struct {
		actions []world.ScriptAction
		want    string
	}{
		{one("do {a}", `^do (?=x)(.+)$`, v), `actions[0].pattern: "^do (?=x)(.+)$" is no regular expression that can be used: look-around`},
		{one("do {a}", `^do (.+) \1$`, v), "a back-reference (\\1) is not available in RE2"},
		{one("do {a}", `^do (.+$`, v), "missing closing ): `^do (.+$`"},
		{one("do {a}", `^do .+$`, v), `has 0 groups, the template "do {a}" has 1 placeholders`},
		{one("do", `^do (.+)$`, nil), `has 1 groups, the template "do" has 0 placeholders`},
		{one("do {a}", `^do (.+)$`, map[string][]string{"a": {}}), "actions[0].values.a: the list is empty: nothing can stand for {a}"},
		{one("do {a}", `^do (.+)$`, map[string][]string{"a": {"1", "1"}}), `"1" stands twice`},
		{one("do {a}", `^do (.+)$`, map[string][]string{"a": {" "}}), "a value is empty"},
		{one("do {a}", `^do (.+)$`, map[string][]string{"a": {"1"}, "b": {"2"}}), `values.b: the template "do {a}" has no placeholder {b}`},
		{one("do {a} {a}", `^do (.+) (.+)$`, v), "has {a} twice"},
		{one("do {a", `^do (.+)$`, v), "leaves a brace open"},
		{one("do a}", `^do$`, nil), "closes a brace that is not open"},
		{one("do {a b}", `^do (.+)$`, v), "has a placeholder {a b}"},
		{one(" ", `^$`, nil), "says nothing"},
		{one("do {a}", strings.Repeat("x", 2000), v), "has 2000 bytes, more than the 1000"},
		{append(kitchen(), kitchen()[2]), `actions[3].template: "look around" is that of actions[2] too`},
	} {
		_, problems := New(c.actions)
		if !strings.Contains(fmt.Sprint(problems), c.want) {
			t.Errorf("%v\nwant %s", problems, c.want)
		}
	}
	for _, c := range []struct {
		actions []world.ScriptAction
		want    string
	}{
		{one("do {a}", `^perform (.+)$`, v), `"^perform (.+)$" does not match its own template "do {a}"`},
		{one("do {a}", `^do (\{a\}|1)$`, v), `"^do (\\{a\\}|1)$" does not match "do 2"`},
		{one("do {a} {b}", `^do (.+) (.+)$`, map[string][]string{"a": {"1"}, "b": {"2 3"}}), `does not find the values of "do 1 2 3"`},
		{append(kitchen(), one("go to {place} quickly", `^go to (.+)$`, map[string][]string{"place": {"kitchen"}})...),
			`"^go to (.+)$" matches "go to kitchen", which is the action "go to {place}"`},
	} {
		a, problems := New(c.actions)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if problems := a.Check(); !strings.Contains(fmt.Sprint(problems), c.want) {
			t.Errorf("%v\nwant %s", problems, c.want)
		}
	}
}

// Whatever passes the check, its texts are read as what they are; any letter more or
// less is not.
func TestChecked(t *testing.T) {
	word := rapid.StringMatching(`[a-z]{1,6}( [a-z]{1,4})?`)
	rapid.Check(t, func(t *rapid.T) {
		var actions []world.ScriptAction
		for i := range rapid.IntRange(1, 6).Draw(t, "actions") {
			x := world.ScriptAction{Tool: fmt.Sprint("t", i), Template: word.Draw(t, "verb"), Values: map[string][]string{}}
			x.Pattern = `^\s*` + regexp.QuoteMeta(x.Template)
			for j := range rapid.IntRange(0, 3).Draw(t, "placeholders") {
				name, join := fmt.Sprint("p", j), rapid.SampledFrom([]string{" ", " to ", " with ", ", "}).Draw(t, "join")
				x.Template += join + "{" + name + "}"
				x.Pattern += join + `(.+?)`
				x.Values[name] = rapid.SliceOfNDistinct(word, 1, 4, rapid.ID[string]).Draw(t, "values")
			}
			x.Pattern += `\s*$`
			actions = append(actions, x)
		}
		a, problems := New(actions)
		if len(problems) > 0 || len(a.Check()) > 0 {
			return // they cannot be told apart, and the check says so
		}
		for i := range a.list {
			for m := range a.list[i].moves() {
				text := m.Words()
				read, ok := a.Match(" " + text + " ")
				if !ok || read.Action != m.Action || !maps.Equal(read.Values, m.Values) {
					t.Fatalf("%q is read as %v", text, read)
				}
				for _, wrong := range []string{text + "!", "x" + text, strings.ToUpper(text)} {
					if _, ok := a.Match(wrong); ok {
						t.Fatalf("%q is an action", wrong)
					}
				}
			}
		}
	})
}

func FuzzActions(f *testing.F) {
	f.Add("go to {place}", `^go to (.+)$`, "hall", "go to hall")
	f.Add("{a}{b}", `(.*)(.*)`, "é\x00", "}{")
	f.Fuzz(func(t *testing.T, template, pattern, value, text string) {
		values := map[string][]string{}
		for _, p := range Parameters(template) {
			values[p] = []string{value}
		}
		a, problems := New([]world.ScriptAction{{Tool: "x", Template: template, Pattern: pattern, Values: values}})
		if len(problems) > 0 {
			return
		}
		a.Check()
		if m, ok := a.Match(text); ok {
			for _, v := range m.Values {
				if v != value {
					t.Fatalf("%q has the value %q, which is not in the list", text, v)
				}
			}
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	var actions []world.ScriptAction
	for i := range 12 {
		actions = append(actions, world.ScriptAction{Tool: "t", Template: fmt.Sprintf("verb%d {item} from {place}", i), Pattern: fmt.Sprintf(`^\s*verb%d (.+?) from (.+?)\s*$`, i),
			Values: map[string][]string{"item": {"cup", "plate"}, "place": {"table", "shelf"}}})
	}
	a, _ := New(actions)
	for i := 0; b.Loop(); i++ {
		if _, ok := a.Match([]string{"verb3 cup from table", "verb11 plate from shelf", "verb7 spoon from shelf"}[i%3]); ok == (i%3 == 2) {
			b.Fatal("wrong")
		}
	}
}

// The usual expression is matched as it would be if it were compiled.
func TestUsual(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "b", "ab", " ", "é", "\n", "\t", "\u00a0", "\xff", "\xc3", ".", "go to ", "", "(", "  "})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "") })
	rapid.Check(t, func(t *rapid.T) {
		literals := rapid.SliceOfN(text, 1, 4).Draw(t, "literals")
		x := action{literals: literals, placeholders: make([]string, len(literals)-1)}
		if !usual(expression(literals), literals) {
			return
		}
		said := text.Draw(t, "said")
		if rapid.Bool().Draw(t, "likely") { // so that some match
			said = literals[0]
			for _, l := range literals[1:] {
				said += text.Draw(t, "value") + l
			}
		}
		want := regexp.MustCompile(expression(literals)).FindStringSubmatchIndex(said)
		for i := 2; i < len(want); i += 2 {
			if strings.Trim(said[want[i]:want[i+1]], space) == "" {
				return // no value is nothing but space
			}
		}
		have, ok := x.groups(said, nil)
		if ok != (want != nil) || ok && fmt.Sprint(have) != fmt.Sprint(want[2:]) {
			t.Fatalf("%q in %q: %v %v, want %v", expression(literals), said, have, ok, want)
		}
	})
}

// The arguments of a move are those that a marshaller writes.
func TestArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Move{Values: rapid.MapOfN(rapid.StringMatching(`[a-z_]{1,4}`), rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]*`)), 0, 6).Draw(t, "values")}
		want, err := json.Marshal(m.Values)
		if err != nil {
			t.Fatal(err)
		}
		if have := m.Arguments(); string(have) != string(want) {
			t.Fatalf("%s, want %s", have, want)
		}
	})
	if have := (Move{}).Arguments(); string(have) != "{}" {
		t.Fatalf("%s", have)
	}
}
