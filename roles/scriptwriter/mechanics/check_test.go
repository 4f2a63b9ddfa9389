package mechanics

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world/acting"
)

// strange is a game as somebody else may write it: no Starlark of its own, and things
// that are told in lists.
func strange() *Game {
	g := flat()
	g.Things[8].Name = "old lamp"
	g.Goal[0].Thing, g.Goal[1].Thing = "old lamp", "old lamp"
	for i := range g.Rules {
		g.Rules[i].Tells = ""
	}
	g.Rules[3].Does[0] = "box.things -= 1"
	g.Rules[4].Parameters[1].Sorts = []string{"box"}
	g.Rules[6] = Rule{Name: "look", Template: "look around", Says: "You are in the {player.place}.", Lists: []List{
		{Intro: "You see", Things: "box with place = player.place", Shows: []string{"open", "things"}},
		{Intro: "In your hands:", Things: "item with inside = player", Shows: []string{"heat"}},
	}}
	g.Rules[7] = Rule{Name: "feel", Template: "feel {item}", Parameters: []Parameter{{Name: "item", Sorts: []string{"item"}, Values: []string{"key", "old lamp"}}}, Says: "The {item} is {item.heat}."}
	return g
}

// TestCheckSound: what has no fault is planned, and told by the engine as it is.
func TestCheckSound(t *testing.T) {
	g := strange()
	if problems := g.Check(); len(problems) > 0 {
		t.Fatal(problems)
	}
	if _, _, ok := g.Plan(); !ok {
		t.Fatal("there is no way")
	}
	e := load(t, g)
	defer e.Close()
	s := e.Session()
	actions, problems := acting.New(g.Actions())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, step := range []struct{ does, sees string }{
		{"look around", `"You are in the hall. You see nothing. In your hands: nothing."`},
		{"go to kitchen", `"You are in the kitchen."`},
		{"open cupboard", `"The cupboard has 1 things."`},
		{"take key from cupboard", `"You have the key, and 5 left."`},
		{"look around", `"You are in the kitchen. You see cupboard (open, things 0). In your hands: key (heat cold)."`},
		{"feel key", `"The key is cold."`},
	} {
		m, ok := actions.Match(step.does)
		if !ok {
			t.Fatalf("%q is no action", step.does)
		}
		if r := s.Call(m.Action.Tool, m.Arguments()); string(r.Value) != step.sees {
			t.Errorf("%q shows %s%s, want %s", step.does, r.Value, r.Error, step.sees)
		}
	}
}

// TestCheck: whatever is wrong with a game is said where it stands, and nothing that
// passes makes the planner or the engine stumble.
func TestCheck(t *testing.T) {
	rule := func(change func(r *Rule)) func(*Game) {
		return func(g *Game) { change(&g.Rules[3]) } // take {item} from {box}
	}
	for _, c := range []struct {
		change func(*Game)
		want   string
	}{
		{func(g *Game) { g.Sorts[2].Name = "Box!" }, `kind Box!: "Box!" cannot be the name of a kind`},
		{func(g *Game) { g.Sorts[2].Attributes[1].Name = "name" }, `kind box: "name" cannot be the name of a property: it has a meaning of its own`},
		{func(g *Game) { g.Sorts = append(g.Sorts, g.Sorts[0]) }, "kind place: stands there twice"},
		{func(g *Game) { g.Sorts = g.Sorts[:4] }, "kinds: the player is missing"},
		{func(g *Game) { g.Sorts[1].Attributes[0].Sorts = []string{"room"} }, `kind exit: the property one holds things of the kind "room", which there is not`},
		{func(g *Game) { g.Sorts[3].Attributes[1].Name = "inside" }, "kind item: has the property inside twice"},
		{func(g *Game) { g.Things[0].Sort = "room" }, `thing "kitchen": is of the kind "room", which there is not`},
		{func(g *Game) { g.Things[1].Name = "kitchen" }, `thing "kitchen": stands there twice`},
		{func(g *Game) { g.Things[0].Name = "you" }, `thing "you": only the player is called "you"`},
		{func(g *Game) { g.Things[7].Name = `ke"y` }, "cannot be called so"},
		{func(g *Game) { g.Things[7].Name = "key\x00" }, "has characters that cannot be printed"},
		{func(g *Game) { g.Things[7].Values["weight"] = 3 }, `thing "key": item has no property "weight": it has inside, heat, price`},
		{func(g *Game) { delete(g.Things[7].Values, "inside") }, `thing "key": needs a value for inside`},
		{func(g *Game) { g.Things[7].Values["inside"] = "drawer" }, `inside: there is no thing called "drawer"`},
		{func(g *Game) { g.Things[7].Values["price"] = "dear" }, "price: dear is no whole number"},
		{func(g *Game) { g.Things[5].Values["place"] = "key" }, `place: "key" is of the kind item, not place`},
		{func(g *Game) { g.Player["place"] = nil }, `thing "you": needs a value for place`},
		{rule(func(r *Rule) { r.Name = "for" }), `action for: "for" cannot be the name of an action`},
		{rule(func(r *Rule) { r.Parameters[0].Name = "db" }), `"db" cannot be the name of a placeholder`},
		{rule(func(r *Rule) { r.Parameters[0] = Parameter{Name: "item"} }), "nothing can stand for {item}"},
		{rule(func(r *Rule) { r.Summary = `"""` + "\nimport" }), `"about" has a quotation mark or a backslash`},
		{rule(func(r *Rule) { r.Place = "item.inside.colour" }), "place: no kind has no property colour"},
		{rule(func(r *Rule) { r.Place = "item.price" }), `place: "item.price" is no place`},
		{rule(func(r *Rule) { r.Needs[0].Condition = "item in box" }), `needs: "item in box" compares nothing`},
		{rule(func(r *Rule) { r.Needs[0].Condition = "item.price = 'dear'" }), "one is a whole number, the other a text"},
		{rule(func(r *Rule) { r.Needs[0].Condition = "item.heat < 3" }), "one is a text, the other a whole number"},
		{rule(func(r *Rule) { r.Needs[0].Condition = "item.inside < box" }), "< compares numbers"},
		{rule(func(r *Rule) { r.Needs[0].Condition = "player.place = kitchen" }), "write 'kitchen' in quotation marks"},
		{rule(func(r *Rule) { r.Needs[0].Condition = "player.place = 'attic'" }), `there is no thing called "attic"`},
		{rule(func(r *Rule) { r.Needs[0].Condition = "player.place = 'key'" }), `"key" is of the kind item, not place`},
		{rule(func(r *Rule) { r.Needs[0].Condition = "no shelf with place = player.place" }), `needs: "shelf" is no kind`},
		{rule(func(r *Rule) { r.Needs[0].Condition = "no box with size = 3" }), "needs: box has no property size"},
		{rule(func(r *Rule) { r.Needs[0].Condition = "box(player.place, item) = nothing" }), "box(…) joins nothing"},
		{rule(func(r *Rule) { r.Needs[0].Else = " " }), "nothing tells the player that"},
		{rule(func(r *Rule) { r.Needs[0].Else = "It is {" }), "a brace is open"},
		{rule(func(r *Rule) { r.Does = []string{"item.inside"} }), `effects: "item.inside" has no effect`},
		{rule(func(r *Rule) { r.Does = []string{"item = 3"} }), "changes no attribute"},
		{rule(func(r *Rule) { r.Does = []string{"item.inside.open = true"} }), "this may be of the kind place, which has no property open"},
		{rule(func(r *Rule) { r.Does = []string{"item.inside += 1"} }), "+= is for numbers"},
		{rule(func(r *Rule) { r.Does = []string{"item.inside = nothing"} }), "the inside of item cannot be nothing"},
		{rule(func(r *Rule) { r.Does = []string{"item.inside = player.friend"} }), "the inside of item cannot be nothing, which the value may be"},
		{rule(func(r *Rule) { r.Does = []string{"player.money += item.inside.things"} }), "the money of player cannot be nothing, which the value may be"},
		{rule(func(r *Rule) { r.Does = []string{"box.place = item"} }), "the place of box has to be of the kind place"},
		{rule(func(r *Rule) { r.Does = []string{"exit('hall', 'kitchen').one = 'cellar'"} }), "what joins two things joins them for ever"},
		{rule(func(r *Rule) { r.Does = []string{"each shelf with place = player.place: open = true"} }), `"shelf" is no kind`},
		{rule(func(r *Rule) { r.Says = "" }), "says nothing: the player has to see something"},
		{rule(func(r *Rule) { r.Says = "{thing}" }), `"thing" is no placeholder of this action`},
		{rule(func(r *Rule) { r.Says = strings.Repeat("x", 1001) }), "says has more than 1000 characters"},
		{func(g *Game) { g.Rules[6].Lists[0].Shows = []string{"size"} }, "lists: box has no property size that could be shown"},
		{func(g *Game) { g.Rules[6].Lists[0].Things = "box of mine" }, `lists: "box of mine" is no sort`},
		{func(g *Game) { g.Rules = nil }, "actions: there are 0"},
		{func(g *Game) { g.Rules = append(g.Rules, g.Rules[0]) }, "action go: stands there twice"},
		{func(g *Game) { g.Goal = nil }, "completion conditions: are missing"},
		{func(g *Game) { g.Goal[0].Thing = "moon" }, `there is no thing called "moon"`},
		{func(g *Game) { g.Goal[0].Attribute = "colour" }, `item has no property "colour"`},
		{func(g *Game) { g.Goal[1].Value = 7 }, "7 is no text"},
		{func(g *Game) { g.Goal[1] = Goal{Thing: "kitchen door", Attribute: "one", Value: "hall", Says: "so"} }, "no action changes the one of anything"},
		{func(g *Game) {
			for i := range 100 {
				g.Things = append(g.Things, Thing{"item", fmt.Sprint("pin ", i), map[string]any{"inside": "chest", "heat": "cold"}})
			}
			g.Rules[4].Parameters[1].Sorts = []string{"item"}
		}, "there are more than 4000 ways to act"},
	} {
		g := strange()
		c.change(g)
		problems := g.Check()
		if !strings.Contains(fmt.Sprint(problems), c.want) {
			t.Errorf("%v\nwant %s", problems, c.want)
		}
	}
}

// TestCheckedMeaning: whatever rules a stranger writes, those that pass the check mean
// the same to the planner and to the engine.
func TestCheckedMeaning(t *testing.T) {
	term := rapid.SampledFrom([]string{
		"item", "box", "player", "item.inside", "item.inside.place", "item.inside.open", "box.place", "box.things", "player.place", "player.hands", "player.money", "player.friend",
		"player.friend.price", "item.price", "item.heat", "exit(player.place, box.place)", "exit(player.place, box.place).locked", "exit('hall', 'cellar').locked", "'key'", "'cold'", "'kitchen'", "1", "0",
		"true", "false", "nothing", "box.open", "item.inside.things", "player.friend.inside",
	})
	comparison := rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			return rapid.SampledFrom([]string{"some ", "no "}).Draw(t, "how") + rapid.SampledFrom([]string{"box", "item", "exit"}).Draw(t, "sort") + " with " +
				rapid.SampledFrom([]string{"place", "inside", "open", "locked", "heat", "things", "one"}).Draw(t, "attribute") + " = " + term.Draw(t, "value")
		default:
			return term.Draw(t, "left") + rapid.SampledFrom([]string{" = ", " != ", " < ", " <= ", " > ", " >= "}).Draw(t, "operator") + term.Draw(t, "right")
		}
	})
	effect := rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 4).Draw(t, "kind") == 0 {
			return "each " + rapid.SampledFrom([]string{"box", "item", "exit"}).Draw(t, "sort") + " with " + rapid.SampledFrom([]string{"place", "inside", "open", "locked", "things"}).Draw(t, "attribute") + " = " + term.Draw(t, "which") +
				": " + rapid.SampledFrom([]string{"place", "inside", "open", "locked", "things", "price"}).Draw(t, "changed") + rapid.SampledFrom([]string{" = ", " += ", " -= "}).Draw(t, "operator") + term.Draw(t, "value")
		}
		return term.Draw(t, "left") + rapid.SampledFrom([]string{" = ", " += ", " -= "}).Draw(t, "operator") + term.Draw(t, "right")
	})
	passed := 0
	rapid.Check(t, func(t *rapid.T) {
		g := strange()
		for i := range g.Rules[:6] {
			r := &g.Rules[i]
			if len(r.Parameters) < 2 {
				continue
			}
			needs, does := r.Needs, r.Does
			for range 4 { // most sentences mean nothing: each is tried by itself
				r.Needs = append(needs[:len(needs):len(needs)], Need{comparison.Draw(t, "need"), "No."})
				if len(g.Check()) > 0 {
					r.Needs = needs
				}
				needs = r.Needs
				r.Does = append(does[:len(does):len(does)], effect.Draw(t, "effect"))
				if len(g.Check()) > 0 {
					r.Does = does
				}
				does = r.Does
			}
		}
		if problems := g.Check(); len(problems) > 0 {
			t.Fatal(problems)
		}
		passed++
		e := load(t, g)
		defer e.Close()
		g.Plan()
		agree(t, g.ground(false), e)
	})
	if passed == 0 {
		t.Error("nothing has passed")
	}
}
