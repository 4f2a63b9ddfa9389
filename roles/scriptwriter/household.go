package scriptwriter

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// household is about putting things where they belong: they lie in furniture that
// may have to be opened, two hands hold two things, and some have to be washed,
// warmed or chilled at the one fixture that does it.
var household = family{
	name:     "household",
	fits:     []string{"father", "mother", "grand", "retired", "home", "housek", "student", "twins", "family", "steward", "receptionist", "agent", "musici", "translator", "interpreter", "chaplain", "accountant", "seasick", "magician", "trainer", "windowsill", "physiotherap", "eyesight", "never learned to swim"},
	everyday: true,
	own:      []string{"It is your day off, and the flat needs you.", "You have an hour before you must leave the house.", "Guests are coming tonight, and things are not where they belong."},
	guest: []string{"You are looking after a neighbour's house for a week.", "Your sister is in hospital, and you promised to see to her house.",
		"You rent a holiday home and want to leave it in order."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort room
sort passage: one room, other room
sort furniture: room room, closed flag, lid flag, where text
sort sink: room room
sort stove: room room
sort fridge: room room
sort item: inside any, washable flag, warmable flag, coolable flag, clean flag, warm flag, chilled flag
sort player: place room, hands number

rule go_to: go to {room} | walk to {room} | enter {room}
  about Walk into a room that adjoins the one you are in.
  need player.place != room else You are in the {room} already.
  need passage(player.place, room) != nothing else There is no way from the {player.place} straight to the {room}.
  do player.place = room
  say You walk into the {room}.
  tell view(room)
rule look: look around | look
  about See what is in the room, and where it leads to.
  say You are in the {player.place}.
  tell view(player["place"])
rule check_hands: check hands | what am I holding
  about See what you are holding.
  say You are holding
  tell things([t["name"] for t in db.find("item", {"inside": "you"})]) + "."
rule open_furniture: open {furniture}
  about Open something that has a door, a lid or drawers.
  at furniture.room else There is no {furniture} in the {player.place}.
  need furniture.lid = true else The {furniture} has nothing to open.
  need furniture.closed = true else The {furniture} is open already.
  do furniture.closed = false
  say You open the {furniture}. In it you find
  tell things([t["name"] for t in db.find("item", {"inside": furniture})]) + "."
rule close_furniture: close {furniture} | shut {furniture}
  about Close something that has a door, a lid or drawers.
  at furniture.room else There is no {furniture} in the {player.place}.
  need furniture.lid = true else The {furniture} has nothing to close.
  need furniture.closed = false else The {furniture} is closed already.
  do furniture.closed = true
  say You close the {furniture}.
rule take: take {item} from {furniture} | pick up {item} from {furniture} | get {item} out of {furniture}
  about Take a thing that you can reach. You can hold two.
  at furniture.room else There is no {furniture} in the {player.place}.
  need furniture.closed = false else The {furniture} is closed.
  need item.inside != player else You are holding the {item} already.
  need item.inside = furniture else The {item} is not {furniture.where} the {furniture}.
  need player.hands < 2 else Your hands are full: put something down first.
  do item.inside = player
  do player.hands += 1
  say You take the {item} from the {furniture}.
rule put: put {item} in/on {furniture} | place {item} in/on {furniture} | leave {item} in/on {furniture}
  about Put down what you hold.
  at furniture.room else There is no {furniture} in the {player.place}.
  need item.inside = player else You are not holding the {item}.
  need furniture.closed = false else The {furniture} is closed.
  do item.inside = furniture
  do player.hands -= 1
  say You put the {item} {furniture.where} the {furniture}.
rule wash: wash {item} at {sink} | clean {item} at {sink} | rinse {item} at {sink}
  about Clean a thing that you hold.
  need item.inside = player else You are not holding the {item}.
  need item.washable = true else The {item} would be spoilt by water.
  need item.clean = false else The {item} is clean already.
  at sink.room else There is no {sink} in the {player.place}.
  do item.clean = true
  say You wash the {item} under warm water and dry it. It is clean.
rule warm: warm {item} on {stove} | heat {item} on {stove}
  about Warm food or drink that you hold.
  at stove.room else There is no {stove} in the {player.place}.
  need item.inside = player else You are not holding the {item}.
  need item.warmable = true else The {item} does not belong on a stove.
  need item.warm = false else The {item} is warm already.
  do item.warm = true
  do item.chilled = false
  say After a few minutes the {item} is warm.
rule chill: chill {item} with {fridge} | cool {item} with {fridge}
  about Chill food or drink that you hold.
  at fridge.room else There is no {fridge} in the {player.place}.
  need item.inside = player else You are not holding the {item}.
  need item.coolable = true else The {item} need not be cold.
  need item.chilled = false else The {item} is cold already.
  do item.chilled = true
  do item.warm = false
  say You leave the {item} in the {fridge} for a while and take it out again. It is cold.
`, `
def view(room):
    """What somebody sees who looks around."""
    seen = []
    for f in db.find("furniture", {"room": room}, order = ["name"]):
        if f["closed"]:
            seen.append(a(f["name"]) + " (closed)")
        else:
            on = [t["name"] for t in db.find("item", {"inside": f["name"]})]
            seen.append(a(f["name"]) + (" with " + things(on) + " " + f["where"] + " it" if len(on) > 0 else ""))
    for table in ["sink", "stove", "fridge"]:
        seen += ["the " + f["name"] for f in db.find(table, {"room": room})]
    ways = [e["other"] if e["one"] == room else e["one"] for e in db.find("passage") if e["one"] == room or e["other"] == room]
    return "You see " + "; ".join(seen) + ". From here you can go to the " + " or the ".join(sorted(ways)) + "."
`)
	}),
	draw: drawHousehold,
}

// A piece of furniture, and the kinds of things that belong there.
type furnishing struct {
	name, where string
	lid         bool
	keeps       []string
}

// roomsAtHome are rooms with the furniture that may stand in them.
var roomsAtHome = []struct {
	name       string
	furnishing []furnishing
}{
	{"kitchen", []furnishing{{"worktop", "on", false, []string{"ware", "food"}}, {"dining table", "on", false, []string{"ware", "food", "flowers"}}, {"cupboard", "in", true, []string{"ware"}}, {"bread bin", "in", true, []string{"bread"}}, {"cutlery drawer", "in", true, []string{"cutlery"}}}},
	{"living room", []furnishing{{"coffee table", "on", false, []string{"ware", "food", "book", "flowers"}}, {"sofa", "on", false, []string{"soft"}}, {"bookshelf", "on", false, []string{"book", "keepsake"}}, {"sideboard", "in", true, []string{"ware", "keepsake", "papers"}}, {"wooden chest", "in", true, []string{"soft", "toy"}}}},
	{"bedroom", []furnishing{{"bedside table", "on", false, []string{"book", "night", "flowers"}}, {"bed", "on", false, []string{"soft", "toy"}}, {"wardrobe", "in", true, []string{"clothes"}}, {"jewellery box", "in", true, []string{"jewel"}}}},
	{"bathroom", []furnishing{{"window sill", "on", false, []string{"flowers"}}, {"laundry basket", "in", false, []string{"clothes"}}, {"mirror cabinet", "in", true, []string{"night", "medicine"}}}},
	{"study", []furnishing{{"desk", "on", false, []string{"papers", "book", "ware"}}, {"filing shelf", "on", false, []string{"papers", "book"}}, {"desk drawer", "in", true, []string{"papers", "keepsake"}}, {"briefcase", "in", true, []string{"papers"}}}},
	{"hall", []furnishing{{"shoe rack", "on", false, []string{"shoes"}}, {"coat hook", "on", false, []string{"clothes"}}, {"key box", "in", true, []string{"key"}}, {"tool cupboard", "in", true, []string{"tool"}}}},
	{"pantry", []furnishing{{"lower shelf", "on", false, []string{"food", "drink"}}, {"upper shelf", "on", false, []string{"food", "drink"}}, {"storage box", "in", true, []string{"tool", "drink"}}}},
	{"playroom", []furnishing{{"toy shelf", "on", false, []string{"toy", "book"}}, {"toy chest", "in", true, []string{"toy"}}, {"play table", "on", false, []string{"toy", "food"}}}},
}

// A belonging is a thing at home: of which kind, and what can be done to it.
type belonging struct{ name, kind, care string }

var belongings = []belonging{
	{"coffee mug", "ware", "clean"}, {"soup bowl", "ware", "clean"}, {"frying pan", "ware", "clean"}, {"wine glass", "ware", "clean"}, {"lunch box", "ware", "clean"}, {"teapot", "ware", "clean"}, {"salad bowl", "ware", "clean"},
	{"ladle", "cutlery", "clean"}, {"bread knife", "cutlery", "clean"}, {"corkscrew", "cutlery", "clean"},
	{"leftover stew", "food", "warm"}, {"lasagne", "food", "warm"}, {"apple pie", "food", "warm"}, {"pea soup", "food", "warm"}, {"cherry strudel", "food", "warm"},
	{"lemonade bottle", "drink", "chilled"}, {"grape juice carton", "drink", "chilled"}, {"sparkling wine", "drink", "chilled"}, {"chocolate pudding", "food", "chilled"}, {"potato salad", "food", "chilled"},
	{"apple", "food", "clean"}, {"bunch of grapes", "food", "clean"}, {"rye loaf", "bread", ""}, {"bag of rolls", "bread", ""},
	{"novel", "book", ""}, {"photo album", "book", ""}, {"atlas", "book", ""}, {"cookery book", "book", ""},
	{"house key", "key", ""}, {"bicycle key", "key", ""}, {"wool scarf", "clothes", ""}, {"raincoat", "clothes", ""}, {"linen shirt", "clothes", ""}, {"pair of boots", "shoes", "clean"}, {"pair of slippers", "shoes", ""},
	{"bank letter", "papers", ""}, {"passport", "papers", ""}, {"insurance folder", "papers", ""}, {"torch", "tool", ""}, {"screwdriver", "tool", ""}, {"sewing kit", "tool", ""},
	{"teddy bear", "toy", ""}, {"wooden train", "toy", ""}, {"jigsaw puzzle", "toy", ""}, {"rubber duck", "toy", "clean"}, {"alarm clock", "night", ""}, {"pair of reading glasses", "night", "clean"}, {"cough syrup", "medicine", ""}, {"box of plasters", "medicine", ""},
	{"silver ring", "jewel", "clean"}, {"amber necklace", "jewel", ""}, {"vase of tulips", "flowers", ""}, {"wool blanket", "soft", ""}, {"cushion", "soft", ""}, {"pocket watch", "keepsake", ""}, {"brass compass", "keepsake", "clean"},
}

func drawHousehold(d *draw) (scene, goal string) {
	rooms := some(d, d.between(3, 5), roomsAtHome)
	var names []string
	var all []furnishing
	at := map[string]string{}
	for _, r := range rooms {
		names = append(names, d.add("room", r.name))
		for _, f := range some(d, d.between(2, 3), r.furnishing) {
			all, at[f.name] = append(all, f), r.name
			d.add("furniture", f.name, "room", r.name, "where", f.where, "lid", f.lid, "closed", f.lid)
		}
	}
	d.tree("passage", names)
	d.me("place", one(d, names))

	// What is moved has somewhere to go and lies somewhere else: on what is open,
	// or in what it could have been put into by mistake.
	care := map[string]bool{}
	var lines, last []string
	taken := map[string]bool{}
	lay := func(b belonging, f furnishing) {
		taken[b.name] = true
		d.add("item", b.name, "inside", f.name, "washable", b.care == "clean", "warmable", b.care == "warm", "coolable", b.care == "chilled")
	}
	// A thing that is not where it belongs lies about, or is in something into which
	// anybody might put it.
	astray := func(b belonging, home string) furnishing {
		var spots []furnishing
		for _, f := range all {
			about := slices.Contains(f.keeps, "ware") && !f.lid || slices.Contains(f.keeps, "soft") && !f.lid || strings.HasSuffix(f.name, "shelf") || strings.HasSuffix(f.name, "sill")
			inside := f.lid && len(f.keeps) > 1 && b.care == ""
			if f.name != home && (about && (b.kind != "food" || f.name != "sofa" && f.name != "bed") || inside) {
				spots = append(spots, f)
			}
		}
		if len(spots) == 0 {
			return furnishing{}
		}
		return one(d, spots)
	}
	// Either every thing goes home, or all that are wanted go to one place.
	together := d.Chance(1, 3)
	var target furnishing
	if together {
		target = one(d, all)
		together = len(fitting(target)) > 2
	}
	number := d.between(2, 3)
	later := d.Chance(1, 3)
	for _, b := range some(d, len(belongings), belongings) {
		if len(lines) == number {
			break
		}
		home, found := target, false
		for _, f := range some(d, len(all), all) {
			if slices.Contains(f.keeps, b.kind) && (!together || f.name == target.name) {
				home, found = f, true
				break
			}
		}
		if !found {
			continue
		}
		from := astray(b, home.name)
		if from.name == "" {
			continue
		}
		lay(b, from)
		if from.lid {
			d.via(from.name, "closed", false)
		}
		d.via(b.name, "inside", m.You)
		line := "the " + b.name
		if room := fixtureFor(d, b.care, names); room != "" && d.Chance(2, 3) {
			if !care[b.care] {
				d.add(fixtures[b.care].name, fixtures[b.care].name, "room", room)
			}
			care[b.care] = true
			d.via(b.name, b.care, true)
			d.want(b.name, b.care, true, "the %s is %s", b.name, b.care)
			line = "the " + b.name + ", " + b.care + ","
		}
		if home.lid {
			d.via(home.name, "closed", false)
		}
		if number == 2 && !later {
			later = true // both are carried at once
		} else {
			d.via(b.name, "inside", home.name)
		}
		d.want(b.name, "inside", home.name, "the %s is %s the %s in the %s", b.name, home.where, home.name, at[home.name])
		lines = append(lines, fmt.Sprintf("%s %s the %s in the %s", line, home.where, home.name, at[home.name]))
		last = append(last, fmt.Sprintf("the %s %s the %s in the %s", b.name, from.where, from.name, at[from.name]))
		if home.lid && d.Chance(1, 3) && !slices.ContainsFunc(d.goal, func(g m.Goal) bool { return g.Thing == home.name }) {
			d.want(home.name, "closed", true, "the %s is closed", home.name)
			lines = append(lines, "and then close the "+home.name)
			number++
		}
	}
	for _, b := range some(d, d.between(3, 6), belongings) {
		if spot := astray(b, ""); !taken[b.name] && spot.name != "" {
			lay(b, spot)
		}
	}
	return "You can hold two things at a time. What has a door or a lid has to be opened before anything can be taken from it or put into it. You last saw " + listed(last) + ".",
		one(d, []string{"Put things where they belong: ", "Before you are done, have ", "This is wanted: "}) + strings.ReplaceAll(strings.Join(lines, "; "), "; and", ", and") + "."
}

// fitting are the belongings that may be kept in a piece of furniture.
func fitting(f furnishing) (list []belonging) {
	for _, b := range belongings {
		if slices.Contains(f.keeps, b.kind) {
			list = append(list, b)
		}
	}
	return list
}

// fixtures are what has a thing cared for, and the rooms where it may be.
var fixtures = map[string]struct {
	name  string
	rooms []string
}{
	"clean":   {"sink", []string{"bathroom", "kitchen"}},
	"warm":    {"stove", []string{"kitchen"}},
	"chilled": {"fridge", []string{"kitchen", "pantry"}},
}

// fixtureFor is a room among these where a thing could be cared for so; empty if
// there is none.
func fixtureFor(d *draw, care string, rooms []string) string {
	var fit []string
	for _, r := range rooms {
		if slices.Contains(fixtures[care].rooms, r) {
			fit = append(fit, r)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return one(d, fit)
}
