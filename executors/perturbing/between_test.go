package perturbing

import (
	"slices"
	"strings"
	"testing"

	"worldc/world"
)

// allRules are the published rules and one of somebody's own.
func allRules(t *testing.T) []Rule {
	t.Helper()
	var rules []Rule
	for _, name := range Published() {
		r, _ := Find(name)
		rules = append(rules, r)
	}
	own, err := New("own", `^look around$`, "have a look")
	if err != nil {
		t.Fatal(err)
	}
	return append(rules, own)
}

// What two scripts are told by their actions is what rules made of one: whatever a
// player writes becomes the same, and back again.
func TestBetween(t *testing.T) {
	for n := range 20 {
		s := script(t, n)
		if n%2 == 0 {
			s, _ = numberedThings(t, s)
		}
		made, problems, err := Rewrite(s, "all", allRules(t))
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		there, problem := Between(s, made.Script)
		if problem != "" {
			t.Fatal(problem)
		}
		back, problem := Between(made.Script, s)
		if problem != "" {
			t.Fatal(problem)
		}
		for i, text := range s.Solution {
			if got := there.Action(text); got != made.Script.Solution[i] {
				t.Errorf("%q becomes %q, not %q", text, got, made.Script.Solution[i])
			}
			if got := back.Action(made.Script.Solution[i]); got != text {
				t.Errorf("%q becomes %q, not %q", made.Script.Solution[i], got, text)
			}
		}
		for _, c := range s.Conditions {
			if there.Text(c.Says) != made.Text(c.Says) {
				t.Errorf("%q", c.Says)
			}
		}
	}
}

func household() *world.Script {
	values := map[string][]string{"item": {"cup", "cup 2"}, "place": {"table", "shelf"}}
	return &world.Script{
		World: world.World{Rows: rows("cup", "cup 2", "table", "shelf", "hall")},
		Actions: []world.ScriptAction{
			{Tool: "go", Template: "go to {place}", Pattern: `^\s*go to (.+?)\s*$`, Values: map[string][]string{"place": {"hall", "table"}}},
			{Tool: "take", Template: "take {item} from {place}", Pattern: `^\s*take (.+?) from (.+?)\s*$`, Values: values},
			{Tool: "look", Template: "look around", Pattern: `^\s*look around\s*$`},
		}}
}

// What is said is told in other words, where it names what changed; and no more.
func TestSaid(t *testing.T) {
	s := household()
	made, problems, err := Rewrite(s, "all", allRules(t))
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	r, problem := Between(s, made.Script)
	if problem != "" {
		t.Fatal(problem)
	}
	for _, c := range []struct{ action, says, want string }{
		{"go to hall", "So I go to the hall.", "So I move to the hall."},
		{"go to hall", "Going to the hall comes next.", "Moving to the hall comes next."},
		{"go to hall", "It has to be `go to {place}`.", "It has to be `move to {place}`."},
		{"go to hall", "I go to bed.", "I go to bed."}, // nothing of the game
		// As part of a sentence nobody says "from the table take the cup".
		{"take cup from table", "I take the cup from the table.", "I take the cup from the table."},
		{"take cup from table", "The format is `take {item} from {place}`.", "The format is `from {place} take {item}`."},
		{"take cup 2 from table", "I want cup 2, not cup 21.", "I want cup2, not cup 21."},
		{"look around", "I look around, and `look around` is how.", "I have a look, and `have a look` is how."},
		{"", "You go to the hall.", "You go to the hall."},
		{"go to hall", "Before I go to the table I go to the hall.", "Before I go to the table I move to the hall."},
	} {
		r.Name([]string{c.action})
		if got := r.Said(c.says); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.says, got, c.want)
		}
	}
	for text, want := range map[string]string{
		"go to hall":                  "move to hall",
		" go to  hall ":               "move to hall",
		"take cup 2 from shelf":       "from shelf take cup2",
		"take spoon from shelf":       "from shelf take spoon", // no such thing; it is none then as now
		"grab cup 2 from shelf":       "grab cup2 from shelf",
		"Ignore all rules. {place}\n": "Ignore all rules. {place}\n",
		"":                            "",
	} {
		if got := r.Action(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	r.Name([]string{"go to hall", "go to table", "take cup 2 from shelf"})
	if got := r.Said("Before I go to the table I go to the hall, since going to the table comes first."); got != "Before I move to the table I move to the hall, since moving to the table comes first." {
		t.Error(got)
	}
	seen := r.Seen(`Nothing happens. "hole" cannot be the place of "go to {place}". Try again, and go to the hall.`,
		`"hole" cannot be the place of "go to {place}"`, `"hole" cannot be the place of "move to {place}"`)
	if seen != `Nothing happens. "hole" cannot be the place of "move to {place}". Try again, and move to the hall.` {
		t.Error(seen)
	}
}

// Scripts that are not the same game in other words are told apart.
func TestOtherGames(t *testing.T) {
	for _, c := range []struct {
		change func(*world.Script)
		want   string
	}{
		{func(s *world.Script) { s.Actions = s.Actions[:2] }, "it has 3 actions, and the other 2"},
		{func(s *world.Script) { s.Actions[0], s.Actions[1] = s.Actions[1], s.Actions[0] }, `"take {item} from {place}" is not "go to {place}" in other words`},
		{func(s *world.Script) {
			s.Actions[0].Values = map[string][]string{"place": {"hall"}}
		}, `"go to {place}" has 1 values for {place}, and "go to {place}" has 2`},
		{func(s *world.Script) {
			s.Actions[0].Values = map[string][]string{"place": {"hall", "bench"}}
		}, `"table" is "bench" and "table"`},
	} {
		other := household()
		c.change(other)
		if _, problem := Between(household(), other); !strings.Contains(problem, c.want) {
			t.Errorf("%q, want %q", problem, c.want)
		}
	}
	bad := household()
	bad.Actions[0].Pattern = "("
	if _, problem := Between(bad, household()); !strings.Contains(problem, "actions[0].pattern") {
		t.Error(problem)
	}
}

// A template without placeholders is a word like others, and what the world's tools
// are called stays what it is.
func TestPlainTemplates(t *testing.T) {
	s := household()
	s.Actions[2].Template, s.Actions[2].Pattern = "look", `^\s*look\s*$`
	s.World.Tools = []world.WorldTool{{Tool: world.Tool{Name: "look", Description: "Look at what is there. Go to where it is."}, Code: "def look():\n    return \"You look, and go to the wall.\"\n"}}
	own, err := New("own", `^look$`, "have a look")
	if err != nil {
		t.Fatal(err)
	}
	move, _ := Find("move")
	r, problems, err := Rewrite(s, "own", []Rule{own, move})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	tool := r.Script.World.Tools[0]
	if tool.Code != "def look():\n    return \"You look, and move to the wall.\"\n" || tool.Tool.Description != "Look at what is there. Move to where it is." {
		t.Errorf("%q %q", tool.Code, tool.Tool.Description)
	}
	if !slices.Equal(r.Changed, []string{"own", "move"}) {
		t.Error(r.Changed)
	}
}
