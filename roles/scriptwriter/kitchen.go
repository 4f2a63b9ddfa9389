package scriptwriter

import (
	"fmt"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// kitchen is about order: the recipe says what is prepared how, in which order it
// goes into the vessel and how hot it has to be; what is hot is not touched without
// gloves, and what was used is dirty.
var kitchen = family{
	name:     "kitchen",
	fits:     []string{"baker ", "bakes ", "cook", "chef", "pastry", "cheese", "tea taster", "kitchen", "food", "beekeeper", "farmer", "grandmother", "tomatoes", "bartender"},
	everyday: true,
	own:      []string{"You have the kitchen to yourself this morning.", "Nobody may disturb you now: you are trying something out for the weekend.", "Today it is your turn to cook."},
	guest:    []string{"You take part in a cookery course.", "You stand in for a cook who is ill.", "You promised to bring something home-made tonight, and a friend has lent you her kitchen."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort room
sort store: room room
sort vessel: room room, next number, missing number, known flag, mixed flag, done flag, inside any?, cooks any?, heat text
sort tool: room room, does text, dirty flag
sort ingredient: inside any, way text?, prepared flag, turn number, goes vessel?
sort temperature
sort appliance: room room, at temperature?
sort gloves: room room, worn flag
sort sink: room room
sort recipe: room room, vessel vessel
sort table: room room
sort player: place room

rule go_to: go to the {room} | walk over to the {room}
  about Go to another room.
  need player.place != room else You are in the {room} already.
  do player.place = room
  say You go to the {room}.
  tell view(room)
rule look: look around | see what is here
  about See what is here.
  say You are in the {player.place}.
  tell view(player["place"])
rule read_recipe: read the {recipe} | study the {recipe}
  about Read what goes in, in which order, and how hot it has to be.
  at recipe.room else The {recipe} is in the {recipe.room}; from here you cannot read it.
  do recipe.vessel.known = true
  tell steps(db.get("recipe", recipe)["vessel"])
rule fetch: fetch the {ingredient} from the {store} | get the {ingredient} out of the {store} | take the {ingredient} from the {store}
  about Take an ingredient.
  at store.room else There is no {store} in the {player.place}.
  need ingredient.inside != player else You have the {ingredient} already.
  need ingredient.inside = store else There is no {ingredient} in the {store}.
  do ingredient.inside = player
  say You take the {ingredient}.
rule prepare: prepare the {ingredient} with the {tool} | work on the {ingredient} with the {tool}
  about Prepare an ingredient the way the tool does it.
  at tool.room else There is no {tool} in the {player.place}.
  need ingredient.inside = player else You do not have the {ingredient} at hand.
  need ingredient.way = tool.does else The {tool} is no use for the {ingredient}.
  need ingredient.prepared = false else You have the {ingredient} {tool.does} already.
  do ingredient.prepared = true
  do tool.dirty = true
  say After a minute you have the {ingredient} {tool.does}.
rule add: add the {ingredient} to the {vessel} | tip the {ingredient} into the {vessel}
  about Put an ingredient where the dish is made.
  at vessel.room else There is no {vessel} in the {player.place}.
  need ingredient.inside = player else You do not have the {ingredient} at hand.
  need vessel.known = true else You do not know yet what goes in first: the recipe says it.
  need ingredient.goes = vessel else This dish needs no {ingredient}.
  need ingredient.way = nothing or ingredient.prepared = true else The recipe wants the {ingredient} {ingredient.way} first.
  need ingredient.turn = vessel.next else It is not the turn of the {ingredient} yet: by the recipe something else goes in before.
  do ingredient.inside = vessel
  do vessel.next += 1
  do vessel.missing -= 1
  say You add the {ingredient} to the {vessel}.
rule stir: stir the {vessel} | mix everything in the {vessel}
  about Stir when everything is in.
  at vessel.room else There is no {vessel} in the {player.place}.
  need vessel.mixed = false else It is smooth already.
  need vessel.missing = 0 else Something is still missing in the {vessel}.
  do vessel.mixed = true
  say You stir until it is smooth.
rule set_heat: set the {appliance} to {temperature} | turn the {appliance} to {temperature}
  about Choose how hot or cold it gets.
  at appliance.room else There is no {appliance} in the {player.place}.
  need appliance.at != temperature else The {appliance} is at {temperature} already.
  do appliance.at = temperature
  say The {appliance} is at {temperature} now.
rule switch_off: switch off the {appliance} | turn the {appliance} off
  about Switch an appliance off.
  at appliance.room else There is no {appliance} in the {player.place}.
  need appliance.at != nothing else The {appliance} is off.
  do appliance.at = nothing
  say The {appliance} is off.
rule cook: put the {vessel} into the {appliance} | slide the {vessel} into the {appliance}
  about Let it get done.
  at appliance.room else There is no {appliance} in the {player.place}.
  need vessel.room = appliance.room else The {vessel} is in the {vessel.room}.
  need vessel.done = false else It is done already.
  need vessel.mixed = true else It has not been stirred yet.
  need vessel.cooks = appliance else That is not how the recipe has it: it goes into the {vessel.cooks}.
  need appliance.at != nothing else The {appliance} is off.
  need appliance.at = vessel.heat else {appliance.at} would ruin it: the recipe says {vessel.heat}.
  do vessel.done = true
  do vessel.inside = appliance
  say You wait as long as the recipe says. It is done.
rule put_on: put on the {gloves} | slip on the {gloves}
  about Protect your hands.
  at gloves.room else There are no {gloves} in the {player.place}.
  need gloves.worn = false else You are wearing them.
  do gloves.worn = true
  say You put on the {gloves}.
rule take_out: take the {vessel} out | lift out the {vessel}
  about Take out what is done.
  need vessel.done = true else It is not done.
  need vessel.inside != nothing else The {vessel} is out already.
  need vessel.inside != player else You are carrying the {vessel}.
  need no gloves with worn = false else Careful: you cannot touch it without gloves.
  at vessel.room else The {vessel} is in the {vessel.room}.
  do vessel.inside = player
  say You take out the {vessel}. It smells wonderful.
rule serve: serve it from the {vessel} at the {table} | bring the {vessel} to the {table}
  about Bring what is done to a table.
  at table.room else The {table} is in the {table.room}.
  need vessel.inside = player else You are not carrying the {vessel}.
  do vessel.inside = table
  do vessel.room = table.room
  say The {vessel} is on the {table}. It is passed round at once.
rule wash_up: wash the {tool} in the {sink} | scrub the {tool} in the {sink}
  about Wash a tool that was used.
  at sink.room else There is no {sink} in the {player.place}.
  need tool.room = sink.room else The {tool} is in the {tool.room}.
  need tool.dirty = true else The {tool} is clean.
  do tool.dirty = false
  say The {tool} is clean again.
`, `
def view(room):
    """What is in a room."""
    seen = []
    for f in db.find("store", {"room": room}, order = ["name"]):
        there = [i["name"] for i in db.find("ingredient", {"inside": f["name"]}, order = ["name"])]
        seen.append("the " + f["name"] + (" with " + listed(there) if len(there) > 0 else ", which is empty"))
    for table in ["recipe", "vessel", "tool", "appliance", "gloves", "sink", "table"]:
        for f in db.find(table, {"room": room}, order = ["name"]):
            if table == "vessel" and f["inside"] == "you":
                continue
            word = "the " + f["name"]
            if table == "tool" and f["dirty"]:
                word += " (dirty)"
            if table == "appliance":
                word += " (" + (f["at"] if f["at"] != None else "off") + ")"
            seen.append(word)
    return "Here you see " + "; ".join(seen) + "."

def steps(vessel):
    """A recipe."""
    text = "It says: "
    v = db.get("vessel", vessel)
    for i in db.find("ingredient", {"goes": vessel}, order = ["turn"]):
        text += ("first" if i["turn"] == 1 else "then") + " the " + i["name"] + ("" if i["way"] == None else ", " + i["way"]) + "; "
    return text + "stir, and into the " + v["cooks"] + " at " + v["heat"] + "."
`)
	}),
	draw: drawKitchen,
}

// A part is an ingredient and how it is prepared.
type part struct{ name, way string }

// dishes are what can be made: in which vessel and appliance, how hot, out of what.
var dishes = []struct {
	name, vessel, appliance string
	heats                   []string
	parts                   []part
}{
	{"carrot cake", "cake tin", "oven", []string{"170 degrees", "180 degrees"}, []part{{"butter", "beaten"}, {"sugar", ""}, {"eggs", "beaten"}, {"flour", "sifted"}, {"carrots", "grated"}, {"walnuts", "chopped"}}},
	{"onion tart", "pie dish", "oven", []string{"200 degrees", "220 degrees"}, []part{{"pastry dough", "rolled out"}, {"onions", "chopped"}, {"bacon", "chopped"}, {"cream", "beaten"}, {"cheese", "grated"}}},
	{"potato gratin", "gratin dish", "oven", []string{"180 degrees", "190 degrees"}, []part{{"garlic", "chopped"}, {"potatoes", "sliced"}, {"cream", ""}, {"nutmeg", "grated"}, {"cheese", "grated"}}},
	{"vegetable lasagne", "baking dish", "oven", []string{"180 degrees", "200 degrees"}, []part{{"tomatoes", "chopped"}, {"aubergines", "sliced"}, {"pasta sheets", ""}, {"mozzarella", "sliced"}, {"parmesan", "grated"}}},
	{"lemon mousse", "glass bowl", "fridge", []string{"4 degrees", "6 degrees"}, []part{{"lemons", "squeezed"}, {"egg whites", "beaten"}, {"sugar", "sifted"}, {"cream", "beaten"}}},
	{"tiramisu", "serving dish", "fridge", []string{"4 degrees", "5 degrees"}, []part{{"sponge fingers", ""}, {"coffee", ""}, {"mascarpone", "beaten"}, {"chocolate", "grated"}}},
	{"bread with seeds", "bread tin", "oven", []string{"220 degrees", "240 degrees"}, []part{{"water", ""}, {"yeast", ""}, {"rye flour", "sifted"}, {"pumpkin seeds", "chopped"}, {"salt", ""}}},
	{"fish pie", "ovenproof dish", "oven", []string{"190 degrees", "200 degrees"}, []part{{"leeks", "sliced"}, {"cod", "sliced"}, {"cream", ""}, {"dill", "chopped"}, {"potatoes", "grated"}}},
}

var kitchenTools = []struct{ name, does string }{
	{"chopping knife", "chopped"}, {"grater", "grated"}, {"whisk", "beaten"}, {"sieve", "sifted"}, {"rolling pin", "rolled out"}, {"slicer", "sliced"}, {"lemon press", "squeezed"},
}

func drawKitchen(d *draw) (scene, goal string) {
	rooms := []string{"kitchen", one(d, []string{"pantry", "cellar", "larder"}), one(d, []string{"dining room", "garden", "conservatory", "veranda"})}
	for _, r := range rooms {
		d.add("room", r)
	}
	d.me("place", one(d, rooms))
	stores := []string{d.add("store", "cupboard", "room", rooms[0]), d.add("store", one(d, []string{"shelf", "wooden rack"}), "room", rooms[1]), d.add("store", one(d, []string{"cool box", "wicker basket"}), "room", rooms[1])}
	if rooms[2] == "garden" {
		stores = append(stores, d.add("store", "crate by the door", "room", rooms[2]))
	}
	dish := one(d, dishes)
	parts := dish.parts
	if n := d.between(3, len(parts)); n < len(parts) {
		parts = parts[:n]
	}
	heat := one(d, dish.heats)
	d.add("vessel", dish.vessel, "room", rooms[0], "next", 1, "missing", len(parts), "cooks", dish.appliance, "heat", heat)
	d.add("appliance", dish.appliance, "room", rooms[0])
	for _, h := range dish.heats {
		d.add("temperature", h)
	}
	if dish.appliance == "oven" {
		d.add("temperature", one(d, []string{"100 degrees", "250 degrees"}))
		d.add("gloves", one(d, []string{"oven gloves", "thick gloves"}), "room", one(d, rooms[:2]))
	} else {
		d.add("temperature", "12 degrees")
	}
	d.add("recipe", one(d, []string{"recipe card", "cookery book", "handwritten recipe"}), "room", one(d, rooms[:2]), "vessel", dish.vessel)
	table := d.add("table", one(d, []string{"long table", "round table", "table for six"}), "room", rooms[2])
	d.via(dish.vessel, "known", true)
	used := map[string]bool{}
	have := map[string]bool{}
	for i, p := range parts {
		var way any
		if p.way != "" {
			way, used[p.way] = p.way, true
		}
		have[p.name] = true
		d.add("ingredient", p.name, "inside", one(d, stores), "way", way, "turn", i+1, "goes", dish.vessel)
		d.via(p.name, "inside", dish.vessel)
	}
	for _, other := range some(d, d.between(2, 4), dishes) {
		if p := one(d, other.parts); !have[p.name] {
			have[p.name] = true
			var way any
			if p.way != "" && used[p.way] {
				way = p.way
			}
			d.add("ingredient", p.name, "inside", one(d, stores), "way", way)
		}
	}
	tidy := d.Chance(1, 2)
	if tidy {
		d.add("sink", "sink", "room", rooms[0])
	}
	for _, t := range some(d, len(kitchenTools), kitchenTools) {
		if used[t.does] || d.Chance(1, 3) {
			d.add("tool", t.name, "room", rooms[0], "does", t.does)
			if used[t.does] && tidy {
				d.want(t.name, "dirty", false, "the %s is clean", t.name)
			}
		}
	}
	d.via(dish.vessel, "mixed", true)
	d.via(dish.appliance, "at", heat)
	d.want(dish.vessel, "done", true, "the %s is done", dish.name)
	goal = fmt.Sprintf("Make %s by the recipe", a(dish.name))
	switch d.IntN(3) {
	case 0:
		d.want(dish.vessel, "inside", table, "the %s with the %s is on the %s", dish.vessel, dish.name, table)
		goal += fmt.Sprintf(" and serve it at the %s in the %s", table, rooms[2])
	case 1:
		d.want(dish.vessel, "inside", table, "the %s with the %s is on the %s", dish.vessel, dish.name, table)
		d.want(dish.appliance, "at", nil, "the %s is off", dish.appliance)
		goal += fmt.Sprintf(", serve it at the %s in the %s and leave the %s switched off", table, rooms[2], dish.appliance)
	default:
		d.want(dish.vessel, "inside", m.You, "you have the %s with the %s in your hands", dish.vessel, dish.name)
		goal += fmt.Sprintf(" and take the %s out when it is done: somebody is waiting for it at the door", dish.vessel)
	}
	if tidy {
		goal += ". What you used has to be washed up as well"
	}
	return "The recipe lies about somewhere, and you do not know it by heart. What goes into the dish too early cannot be got out again.", goal + "."
}
