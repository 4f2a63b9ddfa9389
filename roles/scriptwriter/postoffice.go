package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// postoffice is about sums and turns: only the scales tell the postage, stamps of
// which there are few have to make it up to the cent, every counter takes one kind of
// thing, and nobody is served before their number is called.
var postoffice = family{
	name:     "post office",
	fits:     []string{"postwoman", "letterboxes", "translator", "collects", "records", "flea", "bookshop", "shipping", "timetables", "knits", "costume", "cartograph"},
	everyday: true,
	own:      []string{"Some things have to be in the post today, and the branch closes soon.", "You have promised to send a few things before the holidays.", "The post goes at five."},
	guest:    []string{"Your grandmother cannot carry her parcels herself, so you take them to the post.", "A neighbour has asked you to send a few things for him.", "You have sold a few things, and the buyers are waiting."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort spot
sort scales: spot spot
sort bench: spot spot
sort desk: spot spot
sort dispenser: spot spot
sort stall: spot spot
sort stamp: price number, left number
sort counter: spot spot, takes text, ahead number
sort item: kind text, packed flag, weighed flag, missing number, abroad flag, form flag, sent flag
sort player: place spot, money number, ticket counter?

rule go_to: go to the {spot} | walk over to the {spot} | step over to the {spot}
  about Go to another place in the branch.
  need player.place != spot else You are at the {spot} already.
  do player.place = spot
  say You go to the {spot}.
  tell view(spot)
rule look: look around | see what is here
  about See what is where you are.
  say You are at the {player.place}.
  tell view(player["place"])
rule check_bag: look into my bag | check my bag
  about See what you have with you.
  say In your purse: {player.money euro}. In your bag:
  tell bag()
rule ask_stamps: ask which stamps are left | look at the stamps
  about See which stamps can be had.
  need some stall with spot = player.place else Stamps are sold somewhere else.
  tell stamps()
rule pack: wrap up the {item} at the {bench} | pack the {item} at the {bench}
  about Make something fit to be sent.
  at bench.spot else There is no {bench} at the {player.place}.
  need item.packed = false else The {item} is packed already.
  do item.packed = true
  say Paper, tape, done: the {item} is packed.
rule weigh: weigh the {item} on the {scales} | put the {item} on the {scales}
  about Learn how much postage something needs.
  at scales.spot else There are no {scales} at the {player.place}.
  need item.packed = true else It is weighed as it is sent: the {item} is not packed yet.
  need item.weighed = false else You know the postage of the {item}.
  do item.weighed = true
  say The {item} needs {item.missing euro} of postage.
rule stick: buy a {stamp} at the {stall} for the {item} | get a {stamp} from the {stall} for the {item}
  about Buy a stamp and stick it on something.
  at stall.spot else There is no {stall} at the {player.place}.
  need item.weighed = true else You do not know the postage of the {item} yet.
  need stamp.left > 0 else There is no {stamp} left.
  need player.money >= stamp.price else You have {player.money euro}, and the {stamp} costs {stamp.price euro}.
  need item.missing >= stamp.price else That would be too much: the {item} lacks {item.missing euro}.
  do item.missing -= stamp.price
  do stamp.left -= 1
  do player.money -= stamp.price
  say You stick the {stamp} on the {item}. Still missing: {item.missing euro}.
rule form: fill in a customs form for the {item} at the {desk} | write the customs form of the {item} at the {desk}
  about What goes abroad needs a form.
  at desk.spot else There is no {desk} at the {player.place}.
  need item.abroad = true else The {item} stays in the country.
  need item.form = false else The {item} has its form.
  do item.form = true
  say You write what is in it, what it is worth, and your name.
rule draw: draw a number for the {counter} at the {dispenser} | take a number for the {counter} from the {dispenser}
  about Queue for a counter. One number at a time.
  at dispenser.spot else There is no {dispenser} at the {player.place}.
  need player.ticket = nothing else You hold a number for the {player.ticket} already.
  do player.ticket = counter
  say You have a number for the {counter}. Waiting before you: {counter.ahead}.
rule wait: wait for the next number | wait until the next number is called
  about Let somebody be served before you.
  need player.ticket != nothing else You have no number, so you would wait in vain.
  need player.ticket.ahead > 0 else It is your turn at the {player.ticket}.
  do player.ticket.ahead -= 1
  say A bell rings. Waiting before you at the {player.ticket}: {player.ticket.ahead}.
rule hand_in: hand in the {item} at the {counter} | give the {item} to the clerk at the {counter}
  about Send something.
  at counter.spot else The {counter} is somewhere else.
  need player.ticket = counter else "Your number, please," says the clerk at the {counter}. You have none.
  need counter.ahead = 0 else It is not your turn yet. Waiting before you: {counter.ahead}.
  need item.kind = counter.takes else "Not here," says the clerk. The {counter} does not take a {item.kind}.
  need item.packed = true else The clerk shakes her head: the {item} is not packed.
  need item.missing = 0 else The clerk points at the stamps: the {item} lacks postage.
  need item.abroad = false or item.form = true else The {item} goes abroad, and the customs form is missing.
  need item.sent = false else The {item} is on its way already.
  do item.sent = true
  do player.ticket = nothing
  say The clerk stamps the {item} and throws it into a sack behind her.
`, `
def view(spot):
    """What is at a place of the branch."""
    seen = []
    for table in ["scales", "bench", "desk", "dispenser", "stall"]:
        seen += ["the " + f["name"] for f in db.find(table, {"spot": spot}, order = ["name"])]
    seen += ["the " + c["name"] + " (" + c["takes"] + "s only)" for c in db.find("counter", {"spot": spot}, order = ["name"])]
    ways = [s["name"] for s in db.find("spot", order = ["name"]) if s["name"] != spot]
    return ("You see " + listed(seen) + ". " if len(seen) > 0 else "Nothing but people who wait. ") + "You can also go to the " + " or the ".join(ways) + "."

def bag():
    """What is still to be sent."""
    held = []
    for x in db.find("item", {"sent": False}, order = ["name"]):
        about = [x["kind"]] + (["for abroad"] if x["abroad"] else []) + (["not packed"] if not x["packed"] else [])
        held.append("the " + x["name"] + " (" + ", ".join(about) + ")")
    return listed(held) + "."

def stamps():
    """Which stamps there are."""
    return "Left are: " + "; ".join([s["name"] + " (" + count(s["price"], "euro") + "): " + str(s["left"]) for s in db.find("stamp", order = ["name"])]) + "."
`)
	}),
	draw: drawPostoffice,
}

func drawPostoffice(d *draw) (scene, goal string) {
	spots := some(d, d.between(3, 4), []string{"entrance", "long counter", "packing corner", "window niche", "side hall", "letter wall"})
	for _, s := range spots {
		d.add("spot", s)
	}
	d.me("place", one(d, spots))
	at := func() string { return one(d, spots) }
	d.add("scales", one(d, []string{"parcel scales", "brass scales"}), "spot", at())
	d.add("bench", one(d, []string{"packing table", "wrapping bench"}), "spot", at())
	d.add("desk", one(d, []string{"writing desk", "high desk"}), "spot", at())
	d.add("dispenser", one(d, []string{"ticket machine", "number dispenser"}), "spot", at())
	d.add("stall", one(d, []string{"stamp window", "stamp machine"}), "spot", at())
	parcels := d.add("counter", one(d, []string{"parcel counter", "blue counter"}), "spot", at(), "takes", "parcel", "ahead", d.between(0, 2))
	letters := d.add("counter", one(d, []string{"letter counter", "red counter"}), "spot", at(), "takes", "letter", "ahead", d.between(0, 2))
	number := d.between(1, 3)
	// Each thing has its stamps, so that there are enough; the sums leave more than
	// one way to go wrong.
	left := map[string]int{}
	values := map[string]int{"one-euro stamp": 1, "two-euro stamp": 2, "five-euro stamp": 5}
	names := []string{"one-euro stamp", "two-euro stamp", "five-euro stamp"}
	total := 0
	var lines, kept, abroad []string
	for _, x := range some(d, number+1, []struct{ name, kind string }{
		{"box of books", "parcel"}, {"knitted scarf", "parcel"}, {"jar of honey", "parcel"}, {"old radio", "parcel"}, {"toy lorry", "parcel"}, {"pair of boots", "parcel"},
		{"birthday card", "letter"}, {"signed contract", "letter"}, {"letter to the editor", "letter"}, {"sheet of photographs", "letter"},
	}) {
		postage := 0
		for range d.between(1, 2) {
			s := one(d, names)
			left[s]++
			postage += values[s]
		}
		total += postage
		away := x.kind == "parcel" && d.Chance(1, 3)
		d.add("item", x.name, "kind", x.kind, "packed", x.kind == "letter", "missing", postage, "abroad", away)
		if len(lines)+len(kept) == number {
			break // what is left in the bag
		}
		counter := letters
		if x.kind == "parcel" {
			counter = parcels
			d.via(x.name, "packed", true)
		}
		d.via(x.name, "weighed", true)
		d.via(x.name, "missing", 0)
		if away {
			d.via(x.name, "form", true)
			abroad = append(abroad, "the "+x.name)
		}
		if d.Chance(1, 4) { // somebody else takes it along
			d.want(x.name, "missing", 0, "the %s has its postage", x.name)
			if away {
				d.want(x.name, "form", true, "the %s has its customs form", x.name)
			}
			kept = append(kept, "the "+x.name)
			continue
		}
		d.via(m.You, "ticket", counter)
		d.via(counter, "ahead", 0)
		d.via(x.name, "sent", true)
		d.want(x.name, "sent", true, "the %s is in the post", x.name)
		lines = append(lines, "the "+x.name)
	}
	for _, s := range names {
		d.add("stamp", s, "price", values[s], "left", left[s])
	}
	d.me("money", total+d.between(0, 3))
	scene = "Numbers are called one after the other, and a counter takes one kind of thing. Stamps have to make up the postage exactly; of some there are only a few."
	if len(abroad) > 0 {
		goes := "goes"
		if len(abroad) > 1 {
			goes = "go"
		}
		scene += fmt.Sprintf(" %s %s abroad.", capital(listed(abroad)), goes)
	}
	if len(kept) > 0 {
		goal = fmt.Sprintf(one(d, []string{"Make %s ready to be sent, with all that belongs to it, but keep it in your bag.", "Put the right postage on %s and leave the handing in to somebody else."}), listed(kept))
		if len(kept) > 1 {
			goal = strings.Replace(goal, "keep it", "keep them", 1)
		}
		if len(abroad) > 0 {
			goal += " What goes abroad gets its form too."
		}
	}
	if len(lines) > 0 {
		goal = strings.TrimSpace(fmt.Sprintf("%s %s. %s", one(d, []string{"Send", "Hand in at the post", "Post"}), listed(lines), goal))
	}
	return scene, goal
}
