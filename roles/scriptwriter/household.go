package scriptwriter

import (
	"fmt"
	"strings"

	m "worldc/roles/scriptwriter/mechanics"
)

// household is about putting things in order: they lie in furniture that may have
// to be opened, two hands hold two things, and some have to be washed, warmed or
// chilled at the one fixture that does it.
var household = family{
	name: "household",
	fits: []string{"father", "mother", "grand", "retired", "home", "cook", "nurse", "housek", "student", "twins", "family"},
	draw: drawHousehold,
}

// roomsAtHome are rooms with the furniture that may stand in them; what has a door
// or a lid is opened first.
var roomsAtHome = []struct {
	name           string
	open, closable []string
}{
	{"kitchen", []string{"worktop", "dining table"}, []string{"cupboard", "bread bin", "drawer"}},
	{"living room", []string{"coffee table", "sofa", "bookshelf"}, []string{"sideboard", "wooden chest"}},
	{"bedroom", []string{"bedside table", "bed"}, []string{"wardrobe", "jewellery box"}},
	{"bathroom", []string{"window sill", "laundry basket"}, []string{"mirror cabinet"}},
	{"study", []string{"desk", "filing shelf"}, []string{"desk drawer", "briefcase"}},
	{"hall", []string{"shoe rack", "coat hook"}, []string{"umbrella stand", "key box"}},
	{"pantry", []string{"lower shelf", "upper shelf"}, []string{"crate"}},
}

// A belonging is a thing at home, and what can be done to it.
type belonging struct {
	name string
	care string // washed, warmed, chilled, or nothing
}

var belongings = []belonging{
	{"coffee mug", "washed"}, {"soup bowl", "washed"}, {"frying pan", "washed"}, {"wine glass", "washed"}, {"apple", "washed"}, {"lunch box", "washed"}, {"baby bottle", "washed"},
	{"leftover stew", "warmed"}, {"croissant", "warmed"}, {"milk jug", "warmed"}, {"lasagne", "warmed"}, {"apple pie", "warmed"},
	{"lemonade", "chilled"}, {"chocolate bar", "chilled"}, {"butter dish", "chilled"}, {"grape juice", "chilled"}, {"insulin pen", "chilled"},
	{"reading glasses", ""}, {"alarm clock", ""}, {"photo album", ""}, {"candle", ""}, {"house key", ""}, {"wool scarf", ""}, {"letter", ""}, {"torch", ""}, {"sewing kit", ""}, {"passport", ""}, {"teddy bear", ""},
}

// cares are the fixtures: what each does, and the word for having it done.
var cares = []struct{ care, fixture, verb, past string }{
	{"washed", "sink", "wash", "clean"},
	{"warmed", "stove", "warm", "warm"},
	{"chilled", "fridge", "chill", "chilled"},
}

const householdPrelude = `
def view(room):
    """What somebody sees who looks around."""
    seen = []
    for f in db.find("furniture", {"room": room}, order = ["name"]):
        if f["closed"]:
            seen.append("a " + f["name"] + " (closed)")
        else:
            on = [t["name"] for t in db.find("item", {"inside": f["name"]})]
            seen.append("a " + f["name"] + (" with " + listed(on) if len(on) > 0 else ""))
    for f in db.find("fixture", {"room": room}):
        seen.append("the " + f["name"])
    ways = [e["other"] if e["one"] == room else e["one"] for e in db.find("passage") if e["one"] == room or e["other"] == room]
    return "You see " + listed(seen) + ". From here you can go to: " + ", ".join(sorted(ways)) + "."

def held():
    """What the player holds."""
    return listed([t["name"] for t in db.find("item", {"inside": "you"})])
`

func drawHousehold(d *draw) *tale {
	g := &m.Game{
		Sorts: []m.Sort{
			{Name: "room"},
			{Name: "passage", Attributes: []m.Attribute{{Name: "one", Kind: m.Other, Sorts: []string{"room"}}, {Name: "other", Kind: m.Other, Sorts: []string{"room"}}}},
			{Name: "furniture", Attributes: []m.Attribute{{Name: "room", Kind: m.Other, Sorts: []string{"room"}}, {Name: "closed", Kind: m.Flag}}},
			{Name: "fixture", Attributes: []m.Attribute{{Name: "room", Kind: m.Other, Sorts: []string{"room"}}, {Name: "does", Kind: m.Text}}},
			{Name: "item", Attributes: []m.Attribute{{Name: "inside", Kind: m.Other}, {Name: "room", Kind: m.Other, Sorts: []string{"room"}, Optional: true}, {Name: "care", Kind: m.Text, Optional: true}, {Name: "cared_for", Kind: m.Flag}}},
			{Name: "player", Attributes: []m.Attribute{{Name: "place", Kind: m.Other, Sorts: []string{"room"}}, {Name: "hands", Kind: m.Number}}},
		},
		Prelude: householdPrelude,
		Rules: []m.Rule{
			{Name: "go_to", Template: "go to {room}", Summary: "Walk into a room that adjoins the one you are in.", Parameters: []m.Parameter{{Name: "room", Sorts: []string{"room"}}},
				Needs: []m.Need{{Condition: "player.place != room", Else: "You are in the {room} already."}, {Condition: "passage(player.place, room) != nothing", Else: "There is no way from the {player.place} straight to the {room}."}},
				Does:  []string{"player.place = room"}, Says: "You walk into the {room}.", Tells: "view(room)"},
			{Name: "look", Template: "look around", Summary: "See what is in the room, and where it leads to.", Says: "You are in the {player.place}.", Tells: "view(player[\"place\"])"},
			{Name: "check_hands", Template: "check hands", Summary: "See what you are holding.", Says: "You are holding", Tells: "held() + \".\""},
			{Name: "open_furniture", Template: "open {furniture}", Summary: "Open something that has a door, a lid or drawers.", Parameters: []m.Parameter{{Name: "furniture", Sorts: []string{"furniture"}}}, Place: "furniture.room",
				Elsewhere: "There is no {furniture} in the {player.place}.",
				Needs:     []m.Need{{Condition: "furniture.closed = true", Else: "The {furniture} is open."}}, Does: []string{"furniture.closed = false"},
				Says: "You open the {furniture}. In it you find", Tells: "listed([t[\"name\"] for t in db.find(\"item\", {\"inside\": furniture})]) + \".\""},
			{Name: "take", Template: "take {item} from {furniture}", Summary: "Take a thing that you can see. You can hold two.", Parameters: []m.Parameter{{Name: "item", Sorts: []string{"item"}}, {Name: "furniture", Sorts: []string{"furniture"}}},
				Place: "furniture.room", Elsewhere: "There is no {furniture} in the {player.place}.",
				Needs: []m.Need{{Condition: "furniture.closed = false", Else: "The {furniture} is closed."}, {Condition: "item.inside = furniture", Else: "There is no {item} there."}, {Condition: "player.hands < 2", Else: "Your hands are full."}},
				Does:  []string{"item.inside = player", "player.hands += 1"}, Says: "You take the {item} from the {furniture}."},
			{Name: "put", Template: "put {item} in/on {furniture}", Summary: "Put down what you hold.", Parameters: []m.Parameter{{Name: "item", Sorts: []string{"item"}}, {Name: "furniture", Sorts: []string{"furniture"}}},
				Place: "furniture.room", Elsewhere: "There is no {furniture} in the {player.place}.",
				Needs: []m.Need{{Condition: "item.inside = player", Else: "You are not holding the {item}."}, {Condition: "furniture.closed = false", Else: "The {furniture} is closed."}},
				Does:  []string{"item.inside = furniture", "player.hands -= 1"}, Says: "The {item} is now where the {furniture} is."},
		},
		Player: map[string]any{},
	}
	rooms := some(d, 3+d.IntN(2), roomsAtHome)
	order := d.Perm(len(rooms))
	name := func(i int) string { return rooms[order[i]].name }
	for i := range rooms {
		g.Things = append(g.Things, m.Thing{Sort: "room", Name: name(i)})
		if i > 0 { // a tree of rooms: each adjoins one of those before
			j := d.IntN(i)
			g.Things = append(g.Things, m.Thing{Sort: "passage", Name: name(i) + " to " + name(j), Values: map[string]any{"one": name(i), "other": name(j)}})
		}
	}
	var open, closed []string
	at := map[string]string{}
	for i := range rooms {
		r := rooms[order[i]]
		list := some(d, 1+d.IntN(len(r.open)), r.open)
		for _, f := range list {
			open = append(open, f)
			at[f] = r.name
			g.Things = append(g.Things, m.Thing{Sort: "furniture", Name: f, Values: map[string]any{"room": r.name}})
		}
		f := r.closable[d.IntN(len(r.closable))]
		closed = append(closed, f)
		at[f] = r.name
		g.Things = append(g.Things, m.Thing{Sort: "furniture", Name: f, Values: map[string]any{"room": r.name, "closed": true}})
	}
	everywhere := append(append([]string{}, open...), closed...)
	g.Player["place"] = name(d.IntN(len(rooms)))

	wanted := some(d, 2+d.IntN(2), shuffled(d, belongings))
	others := some(d, 3+d.IntN(3), shuffled(d, belongings))
	used := map[string]bool{}
	place := func(b belonging, spot string) {
		used[b.name] = true
		var care any
		if b.care != "" {
			care = b.care
		}
		g.Things = append(g.Things, m.Thing{Sort: "item", Name: b.name, Values: map[string]any{"inside": spot, "care": care}})
	}
	needed := map[string]bool{}
	var wishes []string
	for _, b := range wanted {
		from := everywhere[d.IntN(len(everywhere))]
		to := everywhere[d.IntN(len(everywhere))]
		for to == from {
			to = everywhere[d.IntN(len(everywhere))]
		}
		place(b, from)
		wish := "the " + b.name
		for _, c := range cares {
			if c.care == b.care {
				needed[c.care] = true
				wish = "the " + b.name + ", " + c.past + ","
				g.Goal = append(g.Goal, m.Goal{Thing: b.name, Attribute: "cared_for", Value: true, Says: "the " + b.name + " is " + c.past})
			}
		}
		g.Goal = append(g.Goal, m.Goal{Thing: b.name, Attribute: "inside", Value: to, Says: fmt.Sprintf("the %s is in or on the %s in the %s", b.name, to, at[to])})
		wishes = append(wishes, fmt.Sprintf("%s belongs in or on the %s in the %s", wish, to, at[to]))
	}
	for _, b := range others {
		if !used[b.name] {
			place(b, everywhere[d.IntN(len(everywhere))])
		}
	}
	for _, c := range cares {
		if !needed[c.care] {
			continue
		}
		g.Things = append(g.Things, m.Thing{Sort: "fixture", Name: c.fixture, Values: map[string]any{"room": name(d.IntN(len(rooms))), "does": c.care}})
		g.Rules = append(g.Rules, m.Rule{Name: c.verb, Template: c.verb + " {item} with {fixture}", Summary: "Have a thing that you hold " + c.care + " at the " + c.fixture + ".",
			Parameters: []m.Parameter{{Name: "item", Sorts: []string{"item"}}, {Name: "fixture", Values: []string{c.fixture}}},
			Needs:      []m.Need{{Condition: "item.inside = player", Else: "You are not holding the {item}."}, {Condition: "item.care = '" + c.care + "'", Else: "The {item} is nothing to be " + c.care + "."}, {Condition: "item.cared_for = false", Else: "The {item} is " + c.past + " already."}},
			Place:      "fixture.room", Elsewhere: "There is no {fixture} in the {player.place}.",
			Does: []string{"item.cared_for = true"}, Says: "The {item} is " + c.past + " now."})
	}
	return &tale{
		game:  g,
		scene: "You are at home and want to put a few things in order before the day goes on. You can hold two things at a time. Cupboards and boxes have to be opened before anything can be taken from them or put in.",
		goal:  "Put these things where they belong: " + strings.Join(wishes, "; ") + ".",
	}
}
