package scriptwriter

import (
	"fmt"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// restaurant is about others who wait: guests say what they want only when asked,
// drinks come before the food, the kitchen needs a while, a tray carries two things,
// and the bill comes when the plates are empty.
var restaurant = family{
	name:     "restaurant",
	fits:     []string{"bartender", "steward", "receptionist", "chef", "cook", "pastry", "hotel", "student", "father", "circus", "hut", "musici", "accountant"},
	everyday: true,
	own:      []string{"You have the evening shift, and the first guests are sitting down.", "Tonight you wait at table.", "A waiter is ill, so the dining room is yours."},
	guest:    []string{"Your brother has opened a small restaurant, and tonight he is one waiter short.", "You help out at the village fête, where there is a tent with tables.", "You earn a little beside in a restaurant, and this is your first evening alone."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort room
sort bar: room room
sort hatch: room room
sort till: room room
sort drink: carried flag
sort dish: ordered flag, ready flag, carried flag
sort table: room room, drink drink, dish dish, asked flag, poured flag, served flag, eaten flag, billed flag, paid flag
sort player: place room, hands number

rule go_to: go to the {room} | walk to the {room} | cross over to the {room}
  about Go to another room.
  need player.place != room else You are in the {room} already.
  do player.place = room
  say You go to the {room}.
  tell view(room)
rule look: look around | look about
  about See what is going on here.
  say You are in the {player.place}.
  tell view(player["place"])
rule check_tray: look at my tray | check my tray
  about See what you carry.
  say On your tray:
  tell things([x["name"] for t in ["drink", "dish"] for x in db.find(t, {"carried": True}, order = ["name"])]) + "."
rule ask: take the order of the {table} | ask the {table} what they want
  about Learn what the guests want.
  at table.room else The {table} is in the {table.room}.
  need table.asked = false else They have told you: {table.drink} and {table.dish}.
  do table.asked = true
  say "For us {table.drink} first, then {table.dish}," say the guests at the {table}.
rule order: call out the {dish} at the {hatch} | order the {dish} at the {hatch}
  about Tell the kitchen what to cook.
  at hatch.room else There is no {hatch} in the {player.place}.
  need some table with dish = dish and asked = true else Nobody has asked for {dish}.
  need dish.ordered = false else The kitchen is busy with it already.
  do dish.ordered = true
  say "One {dish}," answers the cook. It will take a while.
rule wait: wait for the kitchen bell | wait until the bell rings
  about Give the kitchen time.
  need some dish with ordered = true and ready = false else Nothing is being cooked: the bell will not ring.
  do each dish with ordered = true: ready = true
  say The bell rings: what you ordered is ready.
rule pour: pour {drink} at the {bar} | get {drink} from the {bar}
  about Put a drink on your tray. It holds two things.
  at bar.room else There is no {bar} in the {player.place}.
  need some table with drink = drink and asked = true else Nobody has asked for {drink}.
  need drink.carried = false else There is {drink} on your tray.
  need player.hands < 2 else Your tray is full.
  do drink.carried = true
  do player.hands += 1
  say You put {drink} on your tray.
rule fetch: take the {dish} from the {hatch} | fetch the {dish} from the {hatch}
  about Put a dish on your tray. It holds two things.
  at hatch.room else There is no {hatch} in the {player.place}.
  need dish.ordered = true else Nobody is cooking {dish}: you have not ordered it.
  need dish.ready = true else "Not yet!" calls the cook.
  need dish.carried = false else There is {dish} on your tray.
  need player.hands < 2 else Your tray is full.
  do dish.carried = true
  do player.hands += 1
  say You take the {dish}.
rule give_drink: bring {drink} to the {table} | offer {drink} to the {table}
  about Bring the guests their drink.
  at table.room else The {table} is in the {table.room}.
  need drink.carried = true else There is no {drink} on your tray.
  need table.drink = drink else "We did not order {drink}," they say at the {table}.
  need table.poured = false else They have their drink.
  do table.poured = true
  do drink.carried = false
  do player.hands -= 1
  say The {table} has {drink} now.
rule give_dish: serve the {dish} to the {table} | put the {dish} on the {table}
  about Bring the guests their food.
  at table.room else The {table} is in the {table.room}.
  need dish.carried = true else There is no {dish} on your tray.
  need table.dish = dish else "We did not order {dish}," they say at the {table}.
  need table.poured = true else "Could we drink something first?" they ask at the {table}.
  need table.served = false else They have their food.
  do table.served = true
  do dish.carried = false
  do player.hands -= 1
  say They begin to eat at the {table}.
rule chat: let the {table} eat in peace | give the {table} time to eat
  about Leave guests alone until they have finished.
  need table.served = true else They have nothing to eat yet.
  need table.eaten = false else The plates are empty.
  do table.eaten = true
  say After a while the plates at the {table} are empty.
rule bill: print the bill of the {table} at the {till} | write the bill of the {table} at the {till}
  about Make out a bill.
  at till.room else There is no {till} in the {player.place}.
  need table.served = true else They have had nothing that could be paid.
  need table.billed = false else The bill is made out.
  do table.billed = true
  say You put the bill of the {table} into your pocket.
rule cash: bring the {table} the bill | let the {table} pay
  about Let guests pay.
  at table.room else The {table} is in the {table.room}.
  need table.billed = true else You have no bill for the {table}.
  need table.eaten = true else "We are still eating!" they say at the {table}.
  need table.paid = false else They have paid.
  do table.paid = true
  say The {table} pays, and leaves something for you.
`, `
def view(room):
    """What is in a room."""
    seen = []
    for kind in ["bar", "hatch", "till"]:
        seen += ["the " + f["name"] for f in db.find(kind, {"room": room}, order = ["name"])]
    for t in db.find("table", {"room": room}, order = ["name"]):
        state = "guests who have paid" if t["paid"] else "guests with empty plates" if t["eaten"] else "guests who eat" if t["served"] else "guests with a drink" if t["poured"] else "guests who wait for their drink" if t["asked"] else "guests with the menu closed"
        seen.append("the " + t["name"] + " (" + state + ")")
    ways = [r["name"] for r in db.find("room", order = ["name"]) if r["name"] != room]
    return ("You see " + listed(seen) + ". " if len(seen) > 0 else "Nobody sits here. ") + "Doors lead to the " + " and the ".join(ways) + "."
`)
	}),
	draw: drawRestaurant,
}

func drawRestaurant(d *draw) (scene, goal string) {
	rooms := some(d, d.between(3, 4), []string{"front room", "terrace", "winter garden", "back room", "gallery", "courtyard"})
	for _, r := range rooms {
		d.add("room", r)
	}
	d.me("place", one(d, rooms), "hands", 0)
	at := func() string { return one(d, rooms) }
	d.add("bar", one(d, []string{"bar", "drinks counter"}), "room", at())
	d.add("hatch", one(d, []string{"kitchen hatch", "pass"}), "room", at())
	till := d.add("till", one(d, []string{"till", "cash desk"}), "room", at())
	number := d.between(1, 3)
	tables := some(d, number+1, []string{"round table", "corner table", "window table", "long table", "table by the stove", "small table"})
	drinks := some(d, number+2, []string{"red wine", "apple juice", "mint tea", "dark beer", "lemonade", "sparkling water"})
	dishes := some(d, number+2, []string{"mushroom risotto", "fish soup", "roast chicken", "bean stew", "onion tart", "beef goulash", "vegetable curry"})
	for i := range drinks {
		d.add("drink", drinks[i])
		d.add("dish", dishes[i])
	}
	var served, paying []string
	for i, t := range tables {
		d.add("table", t, "room", at(), "drink", drinks[i], "dish", dishes[i])
		if i == number {
			break // those are somebody else's guests
		}
		d.via(t, "asked", true)
		d.via(dishes[i], "ordered", true)
		d.via(t, "poured", true)
		d.via(t, "served", true)
		d.want(t, "served", true, "the %s has its food", t)
		if d.Chance(1, 2) {
			d.via(t, "eaten", true)
			d.via(t, "billed", true)
			d.want(t, "paid", true, "the %s has paid", t)
			paying = append(paying, "the "+t)
		}
		served = append(served, "the "+t)
	}
	goal = "Serve " + listed(served) + ": first what they drink, then what they eat."
	if len(paying) > 0 {
		goal += fmt.Sprintf(" Then let %s pay.", listed(paying))
	}
	return fmt.Sprintf("Your tray holds two things. The kitchen begins when it is told, and rings when it is done. Guests drink before they eat, and a bill comes from the %s.", till), goal
}
