package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// laboratory is about what has to be so before: goggles before an acid, a balance
// at zero, a weight that is right to the gram, a degree that must not be passed, a
// label on what is kept.
var laboratory = family{
	name:  "laboratory",
	fits:  []string{"chemis", "biolog", "geolog", "scien", "pharmac", "laborator", "hydrolog", "dental technician", "researcher", "veterinary", "quality inspector"},
	own:   []string{"You are alone in the laboratory, and the measuring time is booked for this evening.", "One more sample has been asked for, and it is wanted today.", "Yesterday's samples were spoilt, so you start again."},
	guest: []string{"At the open day of the university visitors may work in a laboratory, and you are one of them.", "A friend who works in a laboratory has broken her arm, and you are her hands today.", "You take an evening course in chemistry."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort station
sort protocol: station station, read flag
sort protection: station station, worn flag
sort balance: station station, zero flag
sort amount
sort liquid: station station, sharp flag
sort powder: amount amount, weighed flag
sort degree
sort label
sort vessel: place station, held flag, clean flag, asks powder, powder powder?, needs liquid, liquid liquid?, stirred flag, limit degree, at degree?, code label, label label?, kept any?
sort tap: station station
sort bath: station station, on flag
sort keep: station station
sort player: place station, holding flag

rule go_to: go to the {station} | step over to the {station}
  about Go to another place in the laboratory, with what you hold.
  need player.place != station else You are at the {station} already.
  do player.place = station
  do each vessel with held = true: place = station
  say You are at the {station} now.
  tell view(station)
rule look: look around | look what is at hand
  about See what is at hand here.
  say You are at the {player.place}.
  tell view(player["place"])
rule read: read the {protocol} | consult the {protocol}
  about Read how the samples are made.
  at protocol.station else There is no {protocol} here.
  do protocol.read = true
  tell method()
rule wear: put on the {protection} | wear the {protection}
  about Protect yourself.
  at protection.station else There are no {protection} here.
  need protection.worn = false else You are wearing the {protection}.
  do protection.worn = true
  say You put on the {protection}.
rule hold: pick up the {vessel} | take the {vessel}
  about Take a vessel, to carry it or to work with it.
  at vessel.place else There is no {vessel} here.
  need vessel.held = false else You have the {vessel} in your hand.
  need player.holding = false else You hold something else already, and glass breaks easily.
  do vessel.held = true
  do vessel.kept = nothing
  do player.holding = true
  say You take the {vessel}.
rule set_down: set down the {vessel} | put the {vessel} down
  about Put a vessel down where you are.
  need vessel.held = true else You are not holding the {vessel}.
  do vessel.held = false
  do player.holding = false
  say You set the {vessel} down at the {player.place}.
rule rinse: rinse the {vessel} at the {tap} | clean the {vessel} at the {tap}
  about Rinse a vessel that nothing is in.
  at tap.station else There is no {tap} here.
  need vessel.held = true else You are not holding the {vessel}.
  need vessel.powder = nothing else What is in the {vessel} would be lost.
  need vessel.clean = false else The {vessel} is clean.
  do vessel.clean = true
  say You rinse the {vessel} three times. It is clean.
rule zero: set the {balance} to zero | zero the {balance}
  about Make a balance ready.
  at balance.station else There is no {balance} here.
  need balance.zero = false else The {balance} shows zero.
  do balance.zero = true
  say The {balance} shows 0.00 g.
rule weigh: weigh {amount} of {powder} on the {balance} | weigh out {amount} of {powder} on the {balance}
  about Weigh out a powder.
  at balance.station else There is no {balance} here.
  need no protocol with read = false else You do not know how much it has to be: the protocol says it.
  need powder.weighed = false else There is a portion of {powder} on the paper already.
  need balance.zero = true else The {balance} does not show zero.
  need powder.amount = amount else {amount} of {powder} is not what the protocol asks for.
  do powder.weighed = true
  do balance.zero = false
  say {amount} of {powder} lie on the paper.
rule fill: tip the {powder} into the {vessel} | transfer the {powder} to the {vessel}
  about Put a powder that has been weighed into a vessel.
  where powder is powder
  need vessel.held = true else You are not holding the {vessel}.
  need some balance with station = player.place else The powders stay by the balance: take the vessel there.
  need powder.weighed = true else The {powder} has not been weighed.
  need vessel.clean = true else The {vessel} is dirty: rinse it first.
  need vessel.asks = powder else The protocol wants no {powder} in the {vessel}.
  need vessel.powder = nothing else Something is in the {vessel} already.
  do vessel.powder = powder
  do powder.weighed = false
  say The {powder} is in the {vessel}.
rule pour: pour {liquid} into the {vessel} | add {liquid} to the {vessel}
  about Add a liquid to a powder.
  at liquid.station else There is no {liquid} here.
  need vessel.held = true else You are not holding the {vessel}.
  need vessel.powder != nothing else The powder goes in first.
  need vessel.needs = liquid else The protocol wants no {liquid} in the {vessel}.
  need vessel.liquid = nothing else There is {vessel.liquid} in the {vessel} already.
  need liquid.sharp = false or no protection with worn = false else {liquid} burns skin and eyes: you are not protected.
  do vessel.liquid = liquid
  say You pour {liquid} into the {vessel}, slowly.
rule stir: stir the {vessel} | swirl the {vessel}
  about Dissolve what is in a vessel.
  need vessel.held = true else You are not holding the {vessel}.
  need vessel.liquid != nothing else There is nothing in it to be dissolved in.
  need vessel.stirred = false else Everything is dissolved.
  do vessel.stirred = true
  say The {vessel.powder} dissolves, and the {vessel} is clear.
rule switch_on: switch on the {bath} | turn on the {bath}
  about Switch on what heats.
  at bath.station else There is no {bath} here.
  need bath.on = false else The {bath} is on.
  do bath.on = true
  say The {bath} begins to warm up.
rule heat: heat the {vessel} in the {bath} to {degree} | warm the {vessel} in the {bath} to {degree}
  about Heat a solution.
  at bath.station else There is no {bath} here.
  need vessel.held = true else You are not holding the {vessel}.
  need bath.on = true else The {bath} is off.
  need vessel.stirred = true else There are grains at the bottom: they would burn on.
  need vessel.limit = degree else At {degree} it would be spoilt. The protocol gives another temperature.
  need vessel.at = nothing else It was heated already, and once is enough.
  do vessel.at = degree
  say The thermometer reaches {degree}. You take the {vessel} out.
rule label: label the {vessel} with {label} | write {label} on the {vessel}
  about Say what is in a vessel.
  need vessel.held = true else You are not holding the {vessel}.
  need vessel.label = nothing else The {vessel} has its label.
  need vessel.stirred = true else There is nothing in it yet that could be labelled.
  need vessel.code = label else {label} is the name of another sample.
  do vessel.label = label
  say You write {label} on the {vessel}.
rule keep: put the {vessel} into the {keep} | store the {vessel} in the {keep}
  about Put a sample where it is kept.
  at keep.station else There is no {keep} here.
  need vessel.held = true else You are not holding the {vessel}.
  need vessel.label != nothing else Nothing without a label is kept in the {keep}.
  need vessel.at != nothing else The sample has to be heated before it is kept.
  do vessel.kept = keep
  do vessel.held = false
  do player.holding = false
  say The {vessel} is in the {keep}.
`, `
def view(station):
    """What is at a station."""
    seen = []
    for v in db.find("vessel", {"place": station, "held": False}, order = ["name"]):
        if v["kept"] == None:
            seen.append(a(v["name"]) + ("" if v["clean"] else " (dirty)"))
    for table in ["protocol", "protection", "balance", "tap", "bath", "keep"]:
        seen += ["the " + f["name"] for f in db.find(table, {"station": station}, order = ["name"])]
    seen += [f["name"] for f in db.find("liquid", {"station": station}, order = ["name"])]
    if len(db.find("balance", {"station": station})) > 0:
        seen += ["jars of " + listed([p["name"] for p in db.find("powder", order = ["name"])])]
    held = [v["name"] for v in db.find("vessel", {"held": True})]
    return ("Here you see " + listed(seen) if len(seen) > 0 else "Nothing is at hand here") + "." + (" You hold the " + held[0] + "." if len(held) > 0 else "")

def method():
    """What the protocol says."""
    text = ""
    for v in db.find("vessel", order = ["name"]):
        p = db.get("powder", v["asks"])
        text += "In the " + v["name"] + ": " + p["amount"] + " of " + p["name"] + ", dissolved in " + v["needs"] + ", heated to " + v["limit"] + "; the label is " + v["code"] + ". "
    return text + "Acids and alkalis only with the protection on."
`)
	}),
	draw: drawLaboratory,
}

var (
	vessels   = []string{"round flask", "small beaker", "conical flask", "test tube", "glass bottle", "crucible"}
	powders   = []string{"copper sulphate", "table salt", "potassium iodide", "citric acid", "baking soda", "glucose", "caffeine", "zinc oxide", "silver nitrate", "borax", "urea", "vitamin C"}
	liquids   = []string{"distilled water", "ethanol", "acetone", "salt solution", "buffer solution"}
	sharpOnes = []string{"hydrochloric acid", "nitric acid", "caustic soda", "sulphuric acid", "formic acid"}
)

func drawLaboratory(d *draw) (scene, goal string) {
	stations := some(d, d.between(4, 6), []string{"writing desk", "fume hood", "window bench", "sink", "cold room", "weighing table", "long bench", "store cupboard"})
	for _, s := range stations {
		d.add("station", s)
	}
	d.me("place", one(d, stations))
	at := func() string { return one(d, stations) }
	protocol := d.add("protocol", one(d, []string{"protocol", "laboratory notebook", "printed procedure"}), "station", at(), "read", false)
	d.via(protocol, "read", true)
	d.add("balance", "balance", "station", at(), "zero", d.Chance(1, 3))
	d.add("tap", one(d, []string{"water tap", "wash bottle"}), "station", at())
	d.add("bath", one(d, []string{"water bath", "oil bath", "heating block"}), "station", at())
	keeps := []string{d.add("keep", one(d, []string{"freezer", "refrigerator"}), "station", at()), d.add("keep", one(d, []string{"sample rack", "dark cupboard", "desiccator"}), "station", at())}
	var degrees, labels, amounts []string
	for _, t := range some(d, 3, []string{"35 degrees", "40 degrees", "55 degrees", "60 degrees", "70 degrees", "80 degrees", "90 degrees"}) {
		degrees = append(degrees, d.add("degree", t))
	}
	for _, t := range some(d, 3, []string{"2 g", "2.5 g", "5 g", "7.5 g", "10 g", "12 g", "0.8 g"}) {
		amounts = append(amounts, d.add("amount", t))
	}
	letter, first := one(d, []string{"A", "K", "M", "S", "X"}), d.between(11, 60)
	for i := range 3 {
		labels = append(labels, d.add("label", fmt.Sprintf("%s-%d", letter, first+i)))
	}
	sharp := some(d, d.between(0, 2), sharpOnes)
	mild := some(d, 2, liquids)
	for _, l := range mild {
		d.add("liquid", l, "station", at())
	}
	for _, l := range sharp {
		d.add("liquid", l, "station", at(), "sharp", true)
	}
	var names []string
	for _, p := range some(d, 3, powders) {
		names = append(names, d.add("powder", p, "amount", one(d, amounts)))
	}
	number := 1
	if d.Chance(1, 2) {
		number = 2
	}
	var lines []string
	careful := false
	for i, v := range some(d, number, vessels) {
		liquid := one(d, mild)
		if len(sharp) > 0 && d.Chance(2, 3) {
			liquid, careful = one(d, sharp), true
		}
		clean := d.Chance(1, 2)
		d.add("vessel", v, "place", at(), "clean", clean, "asks", names[i], "needs", liquid, "limit", degrees[i], "code", labels[i])
		d.via(v, "clean", true)
		d.via(names[i], "weighed", true)
		d.via(v, "powder", names[i])
		switch d.IntN(3) {
		case 0:
			d.want(v, "stirred", true, "the %s in the %s is dissolved", names[i], v)
			d.want(v, "label", labels[i], "the %s is labelled %s", v, labels[i])
			d.want(v, "held", false, "the %s is set down", v)
			lines = append(lines, fmt.Sprintf("make the solution of %s in the %s, label it and set it down", names[i], v))
		case 1:
			d.want(v, "at", degrees[i], "the solution in the %s was heated to %s", v, degrees[i])
			d.want(v, "held", false, "the %s is set down", v)
			lines = append(lines, fmt.Sprintf("make the solution of %s in the %s, heat it and set it down", names[i], v))
		default:
			keep := one(d, keeps)
			d.via(v, "liquid", liquid)
			d.via(v, "stirred", true)
			d.via(v, "at", degrees[i])
			d.via(v, "label", labels[i])
			d.want(v, "kept", keep, "the %s with the solution of %s is in the %s", v, names[i], keep)
			lines = append(lines, fmt.Sprintf("make the solution of %s in the %s and put it into the %s", names[i], v, keep))
		}
	}
	d.add("protection", one(d, []string{"goggles and gloves", "safety goggles"}), "station", at())
	scene = fmt.Sprintf("You hold one vessel at a time. How much, in what and how hot is in the %s; nothing is kept here without a label.", protocol)
	if careful {
		scene += " Some of the liquids are corrosive."
	}
	return scene, "By the protocol, " + strings.Join(lines, "; then ") + "."
}
