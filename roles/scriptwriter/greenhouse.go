package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// greenhouse is about time: what is sown and watered grows overnight, what dries
// out does not, the can holds little, and what is ripe is harvested.
var greenhouse = family{
	name:     "greenhouse",
	fits:     []string{"garden", "farmer", "beekeeper", "plants", "tomatoes", "forest", "botan", "orchid", "grandmother", "biolog", "village", "lighthouse", "watch tower", "island"},
	everyday: true,
	own:      []string{"The greenhouse is yours for the week.", "Spring has come, and the beds are empty.", "You have waited all winter for this."},
	guest:    []string{"You look after the greenhouse of a friend who is away.", "You have a plot in a community garden since yesterday.", "The school garden needs somebody over the holidays, and you said yes."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort spot
sort shed: spot spot
sort pump: spot spot
sort tool: inside any
sort seed: inside any, known flag, days number
sort almanac: spot spot
sort bed: spot spot, dug flag, sown seed?, wet flag, dry flag, age number, ripe number, harvested seed?
sort basket: spot spot, fruit seed?
sort player: place spot, water number, day number

rule go_to: go to the {spot} | walk to the {spot}
  about Go to another spot.
  need player.place != spot else You are at the {spot} already.
  do player.place = spot
  say You walk to the {spot}.
  tell view(spot)
rule look: look around | look at the beds here
  about See how things stand here.
  say You are at the {player.place}.
  tell view(player["place"])
rule look_up: look up {seed} in the {almanac} | read about {seed} in the {almanac}
  about Learn how long something takes.
  at almanac.spot else The {almanac} is not at the {player.place}.
  do seed.known = true
  say The {almanac} says of {seed}: harvest it {seed.days night} after sowing, if the bed was wet every night.
rule take_tool: take the {tool} from the {shed} | get the {tool} out of the {shed}
  about Take a tool.
  at shed.spot else There is no {shed} at the {player.place}.
  need tool.inside = shed else The {tool} is not in the {shed}.
  do tool.inside = player
  say You have the {tool}.
rule take_seed: take a bag of {seed} from the {shed} | fetch {seed} from the {shed}
  about Take seeds.
  at shed.spot else There is no {shed} at the {player.place}.
  need seed.inside = shed else There is no {seed} left in the {shed}.
  do seed.inside = player
  say You have a bag of {seed}.
rule dig: dig the {bed} with the {tool} | turn over the {bed} with the {tool}
  about Make a bed ready.
  at bed.spot else The {bed} is at the {bed.spot}.
  need tool.inside = player else You do not have the {tool}.
  need tool = 'spade' else You cannot dig with the {tool}.
  need bed.dug = false else The earth of the {bed} is loose.
  need bed.sown = nothing else Something grows there: you would ruin it.
  do bed.dug = true
  say The earth of the {bed} is loose and dark.
rule sow: sow {seed} in the {bed} | plant {seed} in the {bed}
  about Sow a bed.
  at bed.spot else The {bed} is at the {bed.spot}.
  need seed.inside = player else You have no {seed}.
  need bed.dug = true else The earth of the {bed} is hard as stone.
  need bed.sown = nothing else The {bed} is sown already.
  do bed.sown = seed
  do bed.age = 0
  do bed.ripe = seed.days
  say You sow {seed} in the {bed}.
rule fill: fill the {tool} at the {pump} | draw water into the {tool} at the {pump}
  about Fill a can: it is enough for two beds.
  at pump.spot else There is no {pump} at the {player.place}.
  need tool.inside = player else You do not have the {tool}.
  need tool = 'watering can' else The {tool} holds no water.
  need player.water < 2 else The {tool} is full.
  do player.water = 2
  say The {tool} is full.
rule water: water the {bed}
  about Water a bed.
  at bed.spot else The {bed} is at the {bed.spot}.
  need player.water > 0 else You have no water.
  need bed.sown != nothing else Nothing is sown in the {bed}.
  need bed.wet = false else The {bed} is wet enough.
  do bed.wet = true
  do player.water -= 1
  say The {bed} drinks it up.
rule sleep: sleep until tomorrow | wait until the next morning
  about Let a night go by. What was watered grows.
  need player.day < 6 else The week is over.
  do each bed with wet = true: age += 1
  do each bed with wet = true: wet = false
  do player.day += 1
  say Morning comes. It is day {player.day} since you began.
rule harvest: harvest the {bed} into the {basket} | pick what grows in the {bed} into the {basket}
  about Harvest what is ripe.
  at bed.spot else The {bed} is at the {bed.spot}.
  need bed.sown != nothing else Nothing grows in the {bed}.
  need bed.sown.known = true else You do not know when it is ripe: the almanac does.
  need bed.age >= bed.ripe else It needs {bed.ripe wet night} and has had {bed.age}.
  do bed.harvested = bed.sown
  do basket.fruit = bed.sown
  do bed.sown = nothing
  do bed.dug = false
  say The {bed.harvested} from the {bed} fill the {basket}.
`, `
def view(spot):
    """How things stand at a spot."""
    seen = []
    for s in db.find("shed", {"spot": spot}):
        held = [t["name"] for t in db.find("tool", {"inside": s["name"]}, order = ["name"])] + ["bags of " + x["name"] for x in db.find("seed", {"inside": s["name"]}, order = ["name"])]
        seen.append("the " + s["name"] + (" with " + listed(held) if len(held) > 0 else ", empty"))
    for table in ["pump", "almanac"]:
        seen += ["the " + f["name"] for f in db.find(table, {"spot": spot})]
    for b in db.find("bed", {"spot": spot}, order = ["name"]):
        word = "the " + b["name"] + ": "
        if b["sown"] == None:
            word += "dug" if b["dug"] else "hard earth"
        else:
            word += b["sown"] + ", " + ("wet" if b["wet"] else "dry") + (", ripe" if b["age"] >= b["ripe"] else "")
        seen.append(word)
    return "Here you see " + "; ".join(seen) + "." if len(seen) > 0 else "There is nothing but nettles here."
`)
	}),
	draw: drawGreenhouse,
}

func drawGreenhouse(d *draw) (scene, goal string) {
	spots := some(d, d.between(3, 4), []string{"glass house", "south wall", "yard", "potting bench", "cold frame", "gate"})
	for _, s := range spots {
		d.add("spot", s)
	}
	d.me("place", one(d, spots))
	shed := d.add("shed", one(d, []string{"tool shed", "wooden box", "garden hut"}), "spot", one(d, spots))
	d.add("pump", one(d, []string{"pump", "rain barrel"}), "spot", one(d, spots))
	book := d.add("almanac", one(d, []string{"almanac", "garden diary"}), "spot", one(d, spots))
	for _, t := range some(d, 3, []string{"rake", "hoe"}) {
		d.add("tool", t, "inside", shed)
	}
	d.add("tool", "spade", "inside", shed)
	d.add("tool", "watering can", "inside", shed)
	number := d.between(1, 2)
	var lines []string
	seeds := some(d, number+2, []string{"radishes", "lettuces", "pea shoots", "broad beans", "mushrooms", "sunflower sprouts", "spinach leaves"})
	beds := some(d, number+1, []string{"left bed", "right bed", "raised bed", "clay pot", "long trough", "old bathtub"})
	for _, b := range beds {
		d.add("bed", b, "spot", one(d, spots))
	}
	for _, s := range seeds {
		d.add("seed", s, "inside", shed, "days", d.between(1, 3))
	}
	d.via("spade", "inside", m.You)
	d.via("watering can", "inside", m.You)
	for i := range number {
		s, b := seeds[i], beds[i]
		basket := d.add("basket", []string{"wicker basket", "tin bowl"}[i], "spot", one(d, spots))
		d.via(s, "inside", m.You)
		d.via(b, "dug", true)
		d.via(b, "sown", s)
		if d.Chance(1, 3) {
			d.want(b, "sown", s, "%s grow in the %s", s, b)
			d.want(b, "wet", true, "the %s is watered", b)
			lines = append(lines, fmt.Sprintf("sow %s in the %s and water them", s, b))
			continue
		}
		d.via(s, "known", true)
		for n := 1; n <= 3; n++ {
			if days := d.things[indexOf(d.things, s)].Values["days"].(int); n <= days {
				d.via(b, "wet", true)
				d.via(b, "age", n)
			}
		}
		d.want(basket, "fruit", s, "%s are in the %s", s, basket)
		lines = append(lines, fmt.Sprintf("grow %s in the %s and harvest them into the %s", s, b, basket))
	}
	return fmt.Sprintf("One can of water is enough for two beds, and a bed that is not watered does not grow that night. How many nights a plant takes is in the %s.", book), capital(strings.Join(lines, "; ")) + "."
}

// indexOf is where a thing of this name stands.
func indexOf(things []m.Thing, name string) int {
	for i, t := range things {
		if t.Name == name {
			return i
		}
	}
	return -1
}
