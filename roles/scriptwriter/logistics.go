package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// logistics is about what runs low on the way: every road takes its fuel, the
// loading space is small, and some roads are barred until the toll is paid.
var logistics = family{
	name:     "deliveries",
	fits:     []string{"lorry", "courier", "ferry", "postwoman", "driver", "captain", "farmer", "mountain guide", "travel", "transport", "ranger", "beekeeper", "hardware shop"},
	everyday: true,
	own:      []string{"The van is yours today.", "You take the early tour.", "There is still a tour to be done before evening."},
	guest:    []string{"A haulier has lent you a van because his driver is ill.", "You help friends who deliver parcels in the hills.", "You drive for the food bank this Saturday."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort town
sort road: one town, other town, length number, toll flag, paid flag
sort pump: town town, litres number
sort booth: town town, road road
sort parcel: inside any, size number, to town, papers flag, customs flag
sort customs: town town
sort sheet: town town, read flag
sort player: place town, fuel number, space number

rule drive: drive to {town} | take the road to {town}
  about Drive to the next town. Each road takes fuel.
  need player.place != town else You are in {town} already.
  need road(player.place, town) != nothing else No road leads straight to {town} from {player.place}.
  need road(player.place, town).toll = false or road(player.place, town).paid = true else The barrier is down: the toll for the road to {town} is not paid.
  need player.fuel >= road(player.place, town).length else You have {player.fuel litre}: not enough to get to {town}.
  do player.fuel -= road(player.place, town).length
  do player.place = town
  say You drive to {town}. In the tank: {player.fuel litre}.
  tell view(town)
rule look: look around | look at the map
  about See what is here and where the roads go.
  say You are in {player.place}.
  tell view(player["place"])
rule check: check the van | look into the van
  about See what is in the van.
  say {player.fuel litre} of fuel, room for {player.space}. In the van:
  tell things([p["name"] for p in db.find("parcel", {"inside": "you"})]) + "."
rule read_sheet: read the {sheet} | study the {sheet}
  about See where everything goes.
  at sheet.town else The {sheet} is not here.
  do sheet.read = true
  tell addresses()
rule load_up: load the {parcel} | lift the {parcel} into the van
  about Put something into the van.
  at parcel.inside else The {parcel} is not in {player.place}.
  need player.space >= parcel.size else There is room for {player.space}, and the {parcel} takes {parcel.size}.
  do parcel.inside = player
  do player.space -= parcel.size
  say The {parcel} is in the van. Room for {player.space} is left.
rule unload: unload the {parcel} | lift the {parcel} out of the van
  about Put something down for a while.
  need parcel.inside = player else The {parcel} is not in the van.
  do parcel.inside = player.place
  do player.space += parcel.size
  say The {parcel} stands by the road in {player.place}.
rule clear: have the {parcel} cleared at the {customs} | show the {parcel} at the {customs}
  about Have a parcel cleared that may not be delivered without.
  at customs.town else There is no {customs} in {player.place}.
  need parcel.inside = player else The {parcel} is not in the van.
  need parcel.customs = true else The {parcel} need not be cleared.
  need parcel.papers = false else The {parcel} is cleared.
  do parcel.papers = true
  say The officer looks at the {parcel} for a long time and stamps the papers.
rule deliver: deliver the {parcel} | hand over the {parcel}
  about Hand over a parcel where it goes.
  need parcel.inside = player else The {parcel} is not in the van.
  need no sheet with read = false else You do not know yet who gets what: it is on the delivery sheet.
  at parcel.to else The {parcel} is not for anybody in {player.place}.
  need parcel.customs = false or parcel.papers = true else They will not sign for the {parcel} before it has been cleared.
  do parcel.inside = parcel
  do player.space += parcel.size
  say Somebody in {player.place} signs for the {parcel}.
rule refuel: fill up at the {pump} | refuel at the {pump}
  about Buy fuel.
  at pump.town else There is no {pump} in {player.place}.
  need pump.litres > 0 else The {pump} is empty.
  do player.fuel += pump.litres
  do pump.litres = 0
  say You take all that the {pump} has. In the tank: {player.fuel litre}.
rule pay: pay the toll at the {booth} | buy a ticket at the {booth}
  about Pay for the road with a barrier.
  at booth.town else There is no {booth} in {player.place}.
  need booth.road.paid = false else The toll is paid.
  do booth.road.paid = true
  say The toll for the {booth.road} is paid, there and back.
`, `
def view(town):
    """What is in a town."""
    seen = []
    for table in ["pump", "booth", "customs", "sheet"]:
        seen += ["the " + f["name"] for f in db.find(table, {"town": town}, order = ["name"])]
    seen += ["the " + p["name"] + " (size " + str(p["size"]) + ")" for p in db.find("parcel", {"inside": town}, order = ["name"])]
    roads = []
    for e in db.find("road", order = ["name"]):
        if e["one"] == town or e["other"] == town:
            roads.append((e["other"] if e["one"] == town else e["one"]) + " (" + count(e["length"], "litre") + (", toll" if e["toll"] else "") + ")")
    return ("You see " + listed(seen) + ". " if len(seen) > 0 else "") + "Roads lead to " + listed(roads) + "."

def addresses():
    """Where everything goes."""
    return "; ".join([p["name"] + ": " + p["to"] + (", has to be cleared by customs" if p["customs"] else "") for p in db.find("parcel", order = ["name"])]) + "."
`)
	}),
	draw: drawLogistics,
}

func drawLogistics(d *draw) (scene, goal string) {
	towns := some(d, d.between(4, 6), []string{"Aldbach", "Brennhof", "Carrow", "Dunmere", "Estrella", "Falkenau", "Grimsund", "Hollin", "Ivrea Alta"})
	for _, t := range towns {
		d.add("town", t)
	}
	for i := 1; i < len(towns); i++ {
		j := d.IntN(i)
		name := towns[i] + " road"
		toll := d.Chance(1, 4)
		d.add("road", name, "one", towns[i], "other", towns[j], "length", d.between(2, 6), "toll", toll)
		if toll {
			d.add("booth", "toll booth of the "+name, "town", towns[j], "road", name)
		}
	}
	depot := towns[0]
	d.me("place", depot, "fuel", d.between(8, 14), "space", d.between(3, 5))
	for i, t := range some(d, d.between(2, 3), towns) {
		d.add("pump", []string{"village pump", "filling station", "farm pump"}[i], "town", t, "litres", d.between(20, 40))
	}
	sheet := d.add("sheet", one(d, []string{"delivery sheet", "list of addresses"}), "town", depot)
	d.via(sheet, "read", true)
	customs := ""
	number := d.between(2, 3)
	var names []string
	parcels := some(d, number+1, []string{"crate of glass", "roll of cloth", "cello case", "box of seedlings", "spare tyre", "sack of flour", "chest of tea", "beehive", "pile of school books", "bathtub"})
	for i, p := range parcels {
		from, to := depot, one(d, towns[1:])
		if d.Chance(1, 4) {
			from = one(d, towns)
		}
		for to == from {
			to = one(d, towns)
		}
		needs := i < number && d.Chance(1, 4)
		if needs && customs == "" {
			customs = d.add("customs", "customs office", "town", one(d, towns))
		}
		d.add("parcel", p, "inside", from, "to", to, "size", d.between(1, 3), "customs", needs)
		if i < number {
			d.via(p, "inside", m.You)
			if needs {
				d.via(p, "papers", true)
			}
			d.via(m.You, "place", to)
			d.want(p, "inside", p, "the %s is delivered", p)
			names = append(names, "the "+p)
		}
	}
	goal = "Deliver " + listed(names)
	if d.Chance(1, 2) {
		d.want(m.You, "place", depot, "the van is back in %s", depot)
		goal += " and bring the van back to " + depot
	}
	var where []string
	for _, p := range parcels[:number] {
		t := d.things[indexOf(d.things, p)]
		if t.Values["inside"] != depot {
			where = append(where, fmt.Sprintf("the %s waits in %s", p, t.Values["inside"]))
		}
	}
	scene = fmt.Sprintf("Every road takes as many litres as the map says, and not every town has fuel. The %s is in %s, where you are.", sheet, depot)
	if len(where) > 0 {
		scene += " " + capital(strings.Join(where, "; ")) + "."
	}
	return scene, goal + "."
}
