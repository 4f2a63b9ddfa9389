package telling

import (
	"encoding/json"
	"testing"

	"worldc/world"
)

// script is one with things of several kinds.
func script() *world.Script {
	row := func(text string) json.RawMessage { return json.RawMessage(text) }
	return &world.Script{
		Actions: []world.ScriptAction{
			{Tool: "go", Template: "go to the {room}"},
			{Tool: "put", Template: "put {thing} in/on {place}"},
			{Tool: "take", Template: "take the {thing} out of the {place}"},
			{Tool: "copy", Template: "cp {thing} {place}"},
			{Tool: "wait", Template: "wait"},
		},
		World: world.World{
			Rows: map[string][]json.RawMessage{
				"thing":  {row(`{"name":"coffee mug"}`), row(`{"name":"pair of boots"}`), row(`{"name":"Mrs Osei"}`), row(`{"name":"scan-04.txt"}`), row(`{"name":"the old key"}`)},
				"place":  {row(`{"name":"shelf","where":"on"}`), row(`{"name":"drawer","where":"in"}`)},
				"player": {row(`{"name":"you"}`)},
			},
			Tools: []world.WorldTool{
				{Tool: world.Tool{Name: "go"}, Effect: world.Write, Code: `db.update("player", "you", {"place": room})`},
				{Tool: world.Tool{Name: "put"}, Effect: world.Write, Code: `db.update("thing", thing, {"place": place})`},
			},
		},
	}
}

func TestPhrase(t *testing.T) {
	s := script()
	c := Of(s)
	for _, x := range []struct {
		action        int
		values        map[string]string
		phrase, doing string
	}{
		{0, map[string]string{"room": "shelf"}, "go to the shelf", "going to the shelf"},
		{1, map[string]string{"thing": "coffee mug", "place": "shelf"}, "put the coffee mug on the shelf", "putting the coffee mug on the shelf"},
		{1, map[string]string{"thing": "Mrs Osei", "place": "drawer"}, "put Mrs Osei in the drawer", "putting Mrs Osei in the drawer"},
		{2, map[string]string{"thing": "the old key", "place": "drawer"}, "take the old key out of the drawer", "taking the old key out of the drawer"},
		{3, map[string]string{"thing": "scan-04.txt", "place": "drawer"}, "run `cp scan-04.txt drawer`", "running `cp scan-04.txt drawer`"},
		{4, nil, "wait", "waiting"},
	} {
		a := &s.Actions[x.action]
		if got := c.Phrase(a, x.values); got != x.phrase {
			t.Errorf("%s is said as %q, not %q", a.Template, got, x.phrase)
		}
		if got := c.Doing(a, x.values); got != x.doing {
			t.Errorf("%s is told as %q, not %q", a.Template, got, x.doing)
		}
	}
	if !c.Moves(&s.Actions[0]) || c.Moves(&s.Actions[1]) {
		t.Error("it is not told what leads somewhere else")
	}
	if c.Spoken(&s.Actions[3]) || !c.Spoken(&s.Actions[1]) {
		t.Error("a command is no sentence, and a sentence is one")
	}
}

func TestThe(t *testing.T) {
	c := Of(script())
	for value, want := range map[string]string{
		"coffee mug": "the coffee mug", "Mrs Osei": "Mrs Osei", "scan-04.txt": "scan-04.txt", "the old key": "the old key", "451": "451", "nobody's": "nobody's",
	} {
		if got := c.The(value); got != want {
			t.Errorf("%q becomes %q, not %q", value, got, want)
		}
	}
}

func TestOnce(t *testing.T) {
	c := Of(script())
	for _, x := range []struct{ text, thing, want string }{
		{"To wash the coffee mug I take the coffee mug first.", "coffee mug", "To wash the coffee mug I take it first."},
		{"I want the pair of boots, so I take the pair of boots.", "pair of boots", "I want the pair of boots, so I take it."},
		// Another thing in between, another sentence, or where "it" would come too late.
		{"I put the coffee mug on the shelf and wash the coffee mug.", "coffee mug", "I put the coffee mug on the shelf and wash the coffee mug."},
		{"Here is the coffee mug. I take the coffee mug.", "coffee mug", "Here is the coffee mug. I take it."},
		{"I loosen the handle of the coffee mug and wash the coffee mug.", "coffee mug", "I loosen the handle of the coffee mug and wash the coffee mug."},
		{"I see the coffee mug and pick up the coffee mug.", "coffee mug", "I see the coffee mug and pick up the coffee mug."},
		{"I stamp the coffee mug and hand in the coffee mug.", "coffee mug", "I stamp the coffee mug and hand in the coffee mug."},
		{"I know Mrs Osei and ask Mrs Osei.", "Mrs Osei", "I know Mrs Osei and ask Mrs Osei."},
	} {
		if got := c.Once(x.text, x.thing); got != x.want {
			t.Errorf("%q\nbecomes %q,\nnot     %q", x.text, got, x.want)
		}
	}
}

func TestToMe(t *testing.T) {
	for text, want := range map[string]string{
		"You are not holding the mug.":           "I am not holding the mug.",
		"That is not for you.":                   "That is not for me.",
		"Your hands are wet, and you hold on.":   "My hands are wet, and I hold on.",
		"Nobody lets you in by yourself.":        "Nobody lets me in by myself.",
		"There is no door where you are.":        "There is no door where I am.",
		"The clerk does not know what you want.": "The clerk does not know what I want.",
	} {
		if got := ToMe(text); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}

func TestLower(t *testing.T) {
	for text, want := range map[string]string{
		"The door is shut": "the door is shut", "I am late": "I am late", "Mrs Osei waits": "Mrs Osei waits", "README is missing": "README is missing", "": "",
	} {
		if got := Lower(text); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}

func TestMentions(t *testing.T) {
	for _, x := range []struct {
		text, value string
		want        bool
	}{
		{"the coffee mug is here", "Coffee Mug", true}, {"the coffee mugs are here", "coffee mug", false}, {"a scarecrow", "crow", false}, {"crow", "crow", true},
		{"drawer 12", "drawer 1", false}, {"the crêpe pan", "pan", true}, {"", "mug", false},
	} {
		if got := Mentions(x.text, x.value); got != x.want {
			t.Errorf("%q in %q: %t", x.value, x.text, got)
		}
	}
	if got := Of(script()).In("the coffee mug stands on the shelf"); len(got) != 2 {
		t.Errorf("things in it: %q", got)
	}
}
