package playing

import (
	"encoding/json"
	"fmt"
	"strings"

	"worldc/model"
	"worldc/rng"
	"worldc/world/acting"
)

// script answers with a game for a persona: one of two kinds, drawn anew for each. Now
// and then the first answer is wrong in one of the ways in which those of models are;
// sent back, it is put right.
func (p *Player) script(r *model.Request, ordinal int) (any, error) {
	var persona string
	if err := read(r, "persona", &persona); err != nil {
		return nil, err
	}
	d := &drawn{Stream: rng.New(uint64(p.options.Seed), "script", persona, fmt.Sprint(ordinal))}
	d.who = "You are " + strings.ToLower(persona[:min(1, len(persona))]) + strings.TrimSuffix(persona[min(1, len(persona)):], ".") + "."
	if d.IntN(2) == 0 {
		d.archive()
	} else {
		d.teahouse()
	}
	a := d.answer()
	if len(attempted(r.Messages)) < len(r.Messages) || d.Float64() >= p.options.Slips {
		return a, nil
	}
	return d.spoil(a), nil
}

// A drawn script is one on its way.
type drawn struct {
	*rng.Stream
	who, setting, goal  string
	kinds, things, have []object
	conditions, actions []object
	names               map[string][]string // of the things, by kind
}

// some are n of a list, in an order that is drawn.
func (d *drawn) some(n int, list ...string) []string {
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(n, len(list))]
}

// kind adds a kind, of which the properties are written as `inside thing box shelf`, or
// `open flag`.
func (d *drawn) kind(name string, properties ...string) {
	list := []object{}
	for _, p := range properties {
		words := strings.Fields(p)
		list = append(list, object{"property": words[0], "holds": words[1], "of": append([]string{}, words[2:]...), "may_be_nothing": false})
	}
	d.kinds = append(d.kinds, object{"kind": name, "properties": list})
}

// thing adds a thing, with properties by name and value.
func (d *drawn) thing(kind, name string, has ...any) string {
	d.things = append(d.things, object{"kind": kind, "name": name, "has": values(has)})
	if d.names == nil {
		d.names = map[string][]string{}
	}
	d.names[kind] = append(d.names[kind], name)
	return name
}

func values(has []any) []object {
	list := []object{}
	for i := 0; i < len(has); i += 2 {
		list = append(list, object{"property": has[i], "value": has[i+1]})
	}
	return list
}

func (d *drawn) want(thing, property string, value any, says string) {
	d.conditions = append(d.conditions, object{"says": says, "thing": thing, "property": property, "value": value})
}

// act adds an action. Placeholders are named after kinds. needs are a condition and what
// is told otherwise, in turn.
func (d *drawn) act(template, about, place, elsewhere string, needs []string, effects []string, says string, lists ...object) {
	parameters := []object{}
	for _, name := range acting.Parameters(template) {
		parameters = append(parameters, object{"name": name, "values": d.names[name]})
	}
	list := []object{}
	for i := 0; i < len(needs); i += 2 {
		list = append(list, object{"condition": needs[i], "otherwise": needs[i+1]})
	}
	words := strings.FieldsFunc(template, func(r rune) bool { return r < 'a' || 'z' < r })
	d.actions = append(d.actions, object{
		"action": template, "verification_code": acting.Pattern(template), "parameters": parameters, "tool": "do_" + strings.Join(words, "_"), "about": about,
		"place": place, "elsewhere": elsewhere, "needs": list, "effects": append([]string{}, effects...), "says": says, "lists": append([]object{}, lists...),
	})
}

func list(intro, things string, shows ...string) object {
	return object{"intro": intro, "things": things, "shows": append([]string{}, shows...)}
}

func (d *drawn) answer() object {
	return object{
		"environment": object{"setting": d.who + " " + d.setting, "kinds": d.kinds, "things": d.things, "player": d.have},
		"goal":        d.goal, "completion_conditions": d.conditions, "available_actions": d.actions,
	}
}

// archive is about bringing things to where they belong, of which one lies behind a
// lock, and about marking them before.
func (d *drawn) archive() {
	rooms := d.some(4, "reading room", "map cabinet", "cellar", "bindery", "scanning room", "porch")
	files := d.some(4, "tithe register", "court roll", "harbour plan", "parish letter", "guild book", "weather diary")
	shelves := d.some(3, "tall shelf", "iron shelf", "green shelf", "long table")
	d.kind("room")
	d.kind("passage", "one thing room", "other thing room", "locked flag")
	d.kind("shelf", "room thing room")
	d.kind("stamp", "at thing")
	d.kind("file", "at thing", "stamped flag")
	d.kind("tag", "at thing")
	d.kind("player", "place thing room", "load number")
	for _, r := range rooms {
		d.thing("room", r)
	}
	d.thing("passage", "corridor", "one", rooms[0], "other", rooms[1])
	d.thing("passage", "back stairs", "one", rooms[0], "other", rooms[2])
	d.thing("passage", "fire door", "one", rooms[2], "other", rooms[3], "locked", true)
	d.thing("shelf", shelves[0], "room", rooms[1])
	d.thing("shelf", shelves[1], "room", rooms[3])
	d.thing("shelf", shelves[2], "room", rooms[2])
	d.thing("stamp", "brass stamp", "at", shelves[2])
	d.thing("tag", "key card", "at", shelves[0])
	for i, f := range files {
		d.thing("file", f, "at", shelves[[]int{1, 0, 2, 2}[i]])
	}
	d.have = values([]any{"place", rooms[0]})
	d.setting = "You help out in a town archive of four rooms. You can carry two things. A file is stamped before it is put away, and the fire door wants a card."
	d.goal = fmt.Sprintf("The %s has to lie on the %s, stamped", files[0], shelves[0])
	d.want(files[0], "at", shelves[0], "the "+files[0]+" is on the "+shelves[0])
	d.want(files[0], "stamped", true, "the "+files[0]+" is stamped")
	if d.IntN(2) == 0 {
		d.goal += fmt.Sprintf(", and the %s on the %s", files[1], shelves[1])
		d.want(files[1], "at", shelves[1], "the "+files[1]+" is on the "+shelves[1])
	}
	d.goal += "."
	d.act("walk to the {room}", "Go to the next room.", "", "", []string{
		"player.place != room", "You are in the {room} already.", "passage(player.place, room) != nothing", "There is no way from the {player.place} to the {room}.",
		"passage(player.place, room).locked = false", "The {passage(player.place, room)} is locked.",
	}, []string{"player.place = room"}, "You are in the {room}.", list("You see", "shelf with room = player.place"))
	d.act("look around", "See what is here.", "", "", nil, nil, "You are in the {player.place}.", list("You see", "shelf with room = player.place"),
		list("Ways:", "passage with one = player.place", "other", "locked"), list("And:", "passage with other = player.place", "one", "locked"))
	d.act("search the {shelf}", "See what is on it.", "shelf.room", "The {shelf} is not in the {player.place}.", nil, nil, "You go through the {shelf}.",
		list("Files:", "file with at = shelf", "stamped"), list("Beside them:", "stamp with at = shelf"), list("And:", "tag with at = shelf"))
	d.act("check your bag", "See what you have.", "", "", nil, nil, "In your bag:", list("", "file with at = player", "stamped"), list("and", "stamp with at = player"), list("and", "tag with at = player"))
	for _, take := range []string{"take the {file} out", "pick up the {stamp}", "pocket the {tag}"} {
		kind := acting.Parameters(take)[0]
		d.act(take, "Take it along.", kind+".at.room", "There is no {"+kind+"} here.", []string{kind + ".at != player", "You have the {" + kind + "}.", "player.load < 2", "Your hands are full."},
			[]string{kind + ".at = player", "player.load += 1"}, "You have the {"+kind+"}.")
	}
	d.act("put the {file} on the {shelf}", "Put a file away.", "shelf.room", "The {shelf} is not in the {player.place}.", []string{"file.at = player", "You do not have the {file}."},
		[]string{"file.at = shelf", "player.load -= 1"}, "The {file} lies on the {shelf}.")
	d.act("drop the {tag} on the {shelf}", "Get rid of it.", "shelf.room", "The {shelf} is not in the {player.place}.", []string{"tag.at = player", "You do not have the {tag}."},
		[]string{"tag.at = shelf", "player.load -= 1"}, "The {tag} lies on the {shelf}.")
	d.act("mark the {file} with the {stamp}", "Stamp a file.", "", "", []string{"file.at = player", "You do not have the {file}.", "stamp.at = player", "You do not have the {stamp}.", "file.stamped = false", "It is stamped."},
		[]string{"file.stamped = true"}, "The {file} is stamped.")
	d.act("open the {passage} with the {tag}", "Open a door.", "", "", []string{"passage.one = player.place or passage.other = player.place", "The {passage} is not here.", "tag.at = player", "You do not have the {tag}.", "passage.locked = true", "It is open."},
		[]string{"passage.locked = false"}, "The {passage} opens.")
}

// teahouse is about the order of steps, and about what runs out.
func (d *drawn) teahouse() {
	teas := d.some(3, "smoked tea", "green tea", "white tea", "roasted tea", "nettle tea")
	pots := d.some(2, "clay pot", "glass pot", "iron pot")
	guests := d.some(2, "the ferryman", "the schoolteacher", "the postmistress", "the painter")
	d.kind("guest", "likes thing tea", "asked flag", "served flag")
	d.kind("tea", "spoons number")
	d.kind("pot", "clean flag", "water text", "brewed thing")
	d.kind("player", "place thing")
	d.kind("corner")
	for _, c := range []string{"kitchen", "parlour"} {
		d.thing("corner", c)
	}
	for i, g := range guests {
		d.thing("guest", g, "likes", teas[i])
	}
	for i, t := range teas {
		d.thing("tea", t, "spoons", 1+i)
	}
	for i, p := range pots {
		d.thing("pot", p, "clean", i == 1, "water", "none", "brewed", "you")
	}
	d.have = values([]any{"place", "parlour"})
	d.setting = "You look after a tea house by the river for an hour. Tea is brewed in the kitchen, in a clean pot, with hot water; a pot is used once and then rinsed. Guests sit in the parlour and want to be asked what they like."
	served := guests[:1+d.IntN(2)]
	d.goal = "Serve what they like to " + strings.Join(served, " and to ") + "."
	for _, g := range served {
		d.want(g, "served", true, g+" has been served")
	}
	d.act("go to the {corner}", "Change rooms.", "", "", []string{"player.place != corner", "You are in the {corner}."}, []string{"player.place = corner"}, "You are in the {corner}.")
	d.act("look about", "See what is here.", "", "", nil, nil, "You are in the {player.place}.", list("Pots:", "pot", "clean", "water"), list("Tea:", "tea", "spoons"), list("Guests:", "guest", "served"))
	d.act("ask {guest}", "Find out what somebody likes.", "'parlour'", "The guests are in the parlour.", nil, []string{"guest.asked = true"}, "\"A cup of {guest.likes}, please.\"")
	d.act("rinse the {pot}", "Make a pot clean.", "'kitchen'", "There is water in the kitchen only.", []string{"pot.clean = false", "The {pot} is clean."}, []string{"pot.clean = true", "pot.water = 'none'", "pot.brewed = player"}, "The {pot} is clean and empty.")
	d.act("fill the {pot}", "Fill a pot with water.", "'kitchen'", "There is water in the kitchen only.", []string{"pot.clean = true", "Old leaves stick to the {pot}.", "pot.water = 'none'", "There is water in it."}, []string{"pot.water = 'cold'"}, "The {pot} is full of cold water.")
	d.act("heat the {pot}", "Heat the water.", "'kitchen'", "The stove is in the kitchen.", []string{"pot.water = 'cold'", "There is no cold water in the {pot}."}, []string{"pot.water = 'hot'"}, "Steam rises from the {pot}.")
	d.act("brew {tea} in the {pot}", "Make tea.", "'kitchen'", "The tea is in the kitchen.", []string{"pot.water = 'hot'", "There is no hot water in the {pot}.", "pot.clean = true", "There are leaves in it.", "tea.spoons > 0", "There is no {tea} left."},
		[]string{"tea.spoons -= 1", "pot.brewed = tea", "pot.clean = false"}, "The {pot} smells of {tea}.")
	d.act("serve {guest} from the {pot}", "Bring somebody their tea.", "'parlour'", "The guests are in the parlour.", []string{
		"guest.asked = true", "You have not asked {guest} yet.", "guest.served = false", "You have served {guest} already.", "pot.brewed = guest.likes", "That is not what {guest} likes.",
	}, []string{"guest.served = true", "pot.brewed = player", "pot.water = 'none'"}, "With a nod {guest} drinks.")
}

// spoil makes an answer wrong in one way.
func (d *drawn) spoil(a object) any {
	first, last := d.actions[0], d.actions[len(d.actions)-1]
	switch d.IntN(12) {
	case 0: // no JSON
		return verbatim("Sure! Here is a game for this persona. It is set in a small town.")
	case 1: // it breaks off
		raw, err := json.Marshal(a)
		if err != nil {
			panic(err)
		}
		return verbatim(raw[:len(raw)/2])
	case 2:
		first["verification_code"] = `^(?=x)` + strings.TrimPrefix(first["verification_code"].(string), "^")
	case 3: // it matches another action
		last["verification_code"] = `^\s*\w+ (.+) (?:the|in|from) (.+)$`
		first["verification_code"] = `^(.+)$`
	case 4:
		last["verification_code"] = `^\s*` + strings.SplitN(last["action"].(string), " ", 2)[0] + `.*$`
	case 5:
		first["parameters"].([]object)[0]["values"] = []string{}
	case 6: // what can never be, for lack of an action
		a["available_actions"] = d.actions[:len(d.actions)-1]
	case 7: // there is nothing to do
		d.conditions[0]["thing"], d.conditions[0]["property"], d.conditions[0]["value"] = "you", "place", d.have[0]["value"]
		a["completion_conditions"] = d.conditions[:1]
	case 8: // it is trivial
		d.conditions[0]["thing"], d.conditions[0]["property"], d.conditions[0]["value"] = "you", "place", first["parameters"].([]object)[0]["values"].([]string)[1]
		a["completion_conditions"] = d.conditions[:1]
	case 9:
		first["needs"] = append(first["needs"].([]object), object{"condition": "player.mood = 'good'", "otherwise": "You are not in the mood."})
	case 10: // code where there is none to be
		first["about"] = `Go.""" + fail("x") + """`
	case 11:
		a["completion_conditions"] = []object{}
	}
	return a
}
