package gaming

import (
	"encoding/json"
	"strings"
	"testing"

	"worldc/world"
)

// lamp is a script with a lamp that is plugged in, then switched on.
func lamp() *world.Script {
	document := func(name string) world.Tool {
		return world.Tool{ID: "tool-" + name, Name: name, Parameters: json.RawMessage(`{"type":"object","properties":{"lamp":{"type":"string","enum":["lamp"]}},"required":["lamp"],"additionalProperties":false}`)}
	}
	w := world.World{ID: "w", Clock: "2026-01-01T09:00:00", Schema: "CREATE TABLE lamp (name TEXT NOT NULL PRIMARY KEY, plugged BOOLEAN NOT NULL, lit BOOLEAN NOT NULL);\n",
		Rows: map[string][]json.RawMessage{"lamp": {json.RawMessage(`{"name":"lamp","plugged":false,"lit":false}`)}},
		Tools: []world.WorldTool{
			{Tool: document("plug"), Effect: world.Write, Code: "def plug(lamp):\n    db.update(\"lamp\", lamp, {\"plugged\": True})\n    return \"Plugged in.\"\n"},
			{Tool: document("light"), Effect: world.Write, Code: "def light(lamp):\n    if not db.get(\"lamp\", lamp)[\"plugged\"]:\n        fail(\"logic_error: It stays dark.\")\n    db.update(\"lamp\", lamp, {\"lit\": True})\n    return \"Light!\"\n"},
		}}
	values := map[string][]string{"lamp": {"lamp"}}
	return &world.Script{ID: "s", World: w, Task: world.Task{ID: "t", World: "w", Kind: "script", Goal: "Switch on the lamp."},
		Actions: []world.ScriptAction{
			{Tool: "plug", Template: "plug in {lamp}", Pattern: `^\s*plug in (.+?)\s*$`, Values: values},
			{Tool: "light", Template: "switch on {lamp}", Pattern: `^\s*switch on (.+?)\s*$`, Values: values},
		},
		Conditions: []world.Condition{{Says: "the lamp is lit", Table: "lamp", Key: json.RawMessage(`{"name":"lamp"}`), Column: "lit", Equals: json.RawMessage("true")}},
		Solution:   []string{"plug in lamp", "switch on lamp"},
	}
}

// What keeps a script from being taken is said where it stands.
func TestSettleRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(s *world.Script)
		least  int
		want   string
	}{
		{"sound", func(*world.Script) {}, 2, ""},
		{"trivial", func(*world.Script) {}, 3, `solution: has 2 steps, fewer than 3`},
		{"won at the start", func(s *world.Script) {
			s.World.Rows["lamp"][0] = json.RawMessage(`{"name":"lamp","plugged":false,"lit":true}`)
		}, 2, `conditions: all of them hold at the beginning: there is nothing to do`},
		{"won too early", func(s *world.Script) { s.Solution = append(s.Solution, "switch on lamp") }, 2, `solution[2]: the game is won before`},
		{"unsolvable", func(s *world.Script) { s.Solution = []string{"plug in lamp", "plug in lamp"} }, 2, `conditions[0]: "the lamp is lit" does not hold when the solution ends: it is false, not true`},
		{"a step fails", func(s *world.Script) { s.Solution = []string{"switch on lamp", "plug in lamp"} }, 2, `solution[0]: "switch on lamp" fails: logic_error: It stays dark.`},
		{"a step is no action", func(s *world.Script) { s.Solution[0] = "plug in kettle" }, 2, `solution[0]: "plug in kettle" is no action: "kettle" cannot be the lamp of "plug in {lamp}"`},
		{"no such row", func(s *world.Script) { s.Conditions[0].Key = json.RawMessage(`{"name":"moon"}`) }, 2, `conditions[0]: there is no row {"name":"moon"} in lamp`},
		{"matches another action", func(s *world.Script) { s.Actions[0].Pattern = `^\w+ \w+ (.+)$` }, 2, `actions[0].pattern: "^\\w+ \\w+ (.+)$" matches "switch on lamp", which is the action "switch on {lamp}"`},
		{"groups", func(s *world.Script) { s.Actions[0].Pattern = `^plug in .+$` }, 2, `actions[0].pattern: "^plug in .+$" has 0 groups, the template "plug in {lamp}" has 1 placeholders`},
		{"empty values", func(s *world.Script) { s.Actions[1].Values = map[string][]string{} }, 2, `actions[1].values.lamp: the list is empty: nothing can stand for {lamp}`},
		{"look-around", func(s *world.Script) { s.Actions[1].Pattern = `^switch on (?=l)(.+)$` }, 2,
			`actions[1].pattern: "^switch on (?=l)(.+)$" is no regular expression that can be used: look-around ((?=, (?!, (?<=, (?<!) is not available in RE2; list the values instead`},
		{"another placeholder", func(s *world.Script) {
			s.Actions[1] = world.ScriptAction{Tool: "light", Template: "switch on {it}", Pattern: `^switch on (.+)$`, Values: map[string][]string{"it": {"lamp"}}}
		}, 2, `actions[1].template: the tool light has no parameter it`},
		{"no conditions", func(s *world.Script) { s.Conditions = nil }, 2, `conditions: are missing: nothing says when the game is won`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := lamp()
			c.change(s)
			b, problems, err := Open(s, false)
			if err != nil {
				t.Fatal(err)
			}
			if len(problems) == 0 {
				defer func() {
					if err := b.Close(); err != nil {
						t.Error(err)
					}
				}()
				if problems, err = b.Settle(c.least); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			for _, p := range problems {
				got = append(got, p.String())
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}
