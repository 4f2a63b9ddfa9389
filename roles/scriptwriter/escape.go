package scriptwriter

import (
	"fmt"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// escape is about finding out: what is written somewhere opens what stands
// elsewhere, what lies in one box is needed for the next, some writing shows only
// under the right light. As a rule the door comes last; at times what counts is a
// key, a letter, a number, a lever, or that nothing is left shut.
var escape = family{
	name:     "escape room",
	fits:     []string{"locksmith", "puzzle", "game tester", "magician", "museum guard", "crime novel", "chess", "astronom", "caves", "law student", "teacher", "interpreter", "watch tower", "grandmother", "guide", "sorting buttons", "comic", "air traffic"},
	everyday: true,
	own:      []string{"Your friends have given you an evening in an escape room, because it is just your thing.", "You test a new escape room before it opens.", "The door has fallen shut, and somebody has planned this well."},
	guest:    []string{"Your colleagues have dragged you into an escape room.", "For a birthday you have been locked in, with a smile.", "The door has fallen shut, and a voice from the ceiling wishes you good luck."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort spot
sort chest: spot spot, open flag, code number_plate?, known flag, lock key?
sort number_plate
sort clue: inside any, about chest?, hidden flag, read flag, end flag
sort key: inside any
sort lamp: inside any, charged flag, lit flag
sort battery: inside any
sort exit: spot spot, lock key, open flag, bars number
sort lever: spot spot, needs chest, up flag, exit exit
sort player: place spot

rule go_to: go to the {spot} | step to the {spot} | walk over to the {spot}
  about Go to another part of the room.
  need player.place != spot else You are at the {spot} already.
  do player.place = spot
  say You go to the {spot}.
  tell view(spot)
rule look: look around | look closely
  about See what is here.
  say You are at the {player.place}.
  tell view(player["place"])
rule pockets: empty pockets | check pockets
  about See what you have.
  say You have
  tell things([x["name"] for t in ["key", "lamp", "battery", "clue"] for x in db.find(t, {"inside": "you"}, order = ["name"])]) + "."
rule take_clue: pick up the {clue} | pocket the {clue}
  about Take something written.
  at clue.inside.spot else There is no {clue} to be taken here.
  need clue.inside != player else You have the {clue}.
  need clue.inside.open = true else It is still locked in.
  do clue.inside = player
  say You have the {clue}.
rule take_key: grab the {key} | take the {key}
  about Take a key.
  at key.inside.spot else There is no {key} to be taken here.
  need key.inside.open = true else It is still locked in.
  do key.inside = player
  say You have the {key}.
rule take_lamp: fetch the {lamp} | get the {lamp}
  about Take a lamp.
  at lamp.inside.spot else There is no {lamp} to be taken here.
  need lamp.inside.open = true else It is still locked in.
  do lamp.inside = player
  say You have the {lamp}.
rule take_battery: get hold of the {battery} | collect the {battery}
  about Take a battery.
  at battery.inside.spot else There is no {battery} to be taken here.
  need battery.inside.open = true else It is still locked in.
  do battery.inside = player
  say You have the {battery}.
rule insert: put the {battery} into the {lamp} | insert the {battery} into the {lamp}
  about Make a lamp work.
  need lamp.inside = player else You do not have the {lamp}.
  need battery.inside = player else You do not have the {battery}.
  do lamp.charged = true
  do battery.inside = lamp
  say Click. The {lamp} has a battery.
rule light: switch on the {lamp} | light the {lamp}
  about Make light.
  need lamp.inside = player else You do not have the {lamp}.
  need lamp.charged = true else The {lamp} stays dark: there is nothing in it that would make it shine.
  need lamp.lit = false else The {lamp} is on.
  do lamp.lit = true
  say The {lamp} shines violet.
rule read: read the {clue} | study the {clue}
  about Read something that you have.
  need clue.inside = player else You do not have the {clue}.
  need clue.hidden = false or some lamp with lit = true else The {clue} seems to be blank. Under another light, perhaps.
  do clue.read = true
  do clue.about.known = true
  tell meaning(the_clue)
rule enter: dial {number_plate} on the {chest} | enter {number_plate} on the {chest}
  about Open a lock that wants a number.
  at chest.spot else The {chest} is at the {chest.spot}.
  need chest.open = false else The {chest} is open.
  need chest.code != nothing else The {chest} has a keyhole, not a dial.
  need chest.known = true else You would be guessing, and after a wrong number the lock is blocked for an hour.
  need chest.code = number_plate else The lock does not move at {number_plate}.
  do chest.open = true
  say The {chest} springs open. Inside:
  tell inside(chest) + "."
rule unlock: unlock the {chest} with the {key} | open the {chest} with the {key}
  about Open a lock that wants a key.
  at chest.spot else The {chest} is at the {chest.spot}.
  need chest.open = false else The {chest} is open.
  need key.inside = player else You do not have the {key}.
  need chest.lock = key else The {key} does not fit the {chest}.
  do chest.open = true
  say The {chest} is open. Inside:
  tell inside(chest) + "."
rule pull: pull the {lever} | throw the {lever}
  about Pull a lever.
  at lever.spot else The {lever} is at the {lever.spot}.
  need lever.up = false else The {lever} has been pulled.
  need lever.needs.open = true else The {lever} is stuck. A cable runs from it to the {lever.needs}.
  do lever.up = true
  do lever.exit.bars -= 1
  say Somewhere a bar slides back.
rule leave: unbolt the {exit} with the {key} | try the {exit} with the {key}
  about Open the way out.
  at exit.spot else The {exit} is at the {exit.spot}.
  need key.inside = player else You do not have the {key}.
  need exit.lock = key else The {key} does not fit the {exit}.
  need exit.bars = 0 else The key turns, but {exit.bars} bars still hold the {exit}.
  do exit.open = true
  say The {exit} opens. Daylight!
`, `
def view(spot):
    """What is at a spot."""
    seen = []
    for c in db.find("chest", {"spot": spot}, order = ["name"]):
        if c["open"]:
            seen.append("the " + c["name"] + (", which is empty" if inside(c["name"]) == "nothing" else " with " + inside(c["name"])))
        else:
            seen.append("the " + c["name"] + (" with a dial of three digits" if c["code"] != None else " with a keyhole"))
    for x in db.find("lever", {"spot": spot}, order = ["name"]):
        seen.append("the " + x["name"] + (" (pulled)" if x["up"] else ""))
    seen += ["the " + x["name"] for x in db.find("exit", {"spot": spot})]
    return "You see " + "; ".join(seen) + "." if len(seen) > 0 else "There is nothing but dust."

def inside(chest):
    """What is in a chest."""
    return things([x["name"] for t in ["key", "lamp", "battery", "clue"] for x in db.find(t, {"inside": chest}, order = ["name"])])

def meaning(clue):
    """What a clue says."""
    if clue["end"]:
        return "So that is how it was. You fold it up again, and everything makes sense."
    if clue["about"] == None:
        return "It is a poem about the sea. It does not help."
    return "It says: " + db.get("chest", clue["about"])["code"] + ", and shows a drawing of the " + clue["about"] + "."
`)
	}),
	draw: drawEscape,
}

func drawEscape(d *draw) (scene, goal string) {
	spots := some(d, d.between(3, 5), []string{"fireplace", "window", "bookcase", "piano", "desk", "portrait", "globe"})
	for _, s := range spots {
		d.add("spot", s)
	}
	d.me("place", one(d, spots))
	at := func() string { return one(d, spots) }
	exit := d.add("exit", one(d, []string{"oak door", "iron door", "trapdoor"}), "spot", at(), "lock", "golden key", "bars", 0)
	start := d.add("chest", one(d, []string{"open tray", "waste-paper basket", "open drawer"}), "spot", at(), "open", true)
	var numbered []string // those with a dial
	chests := some(d, d.between(2, 4), []string{"sea chest", "wall safe", "music box", "clock case", "leather case", "glass cabinet", "bronze casket"})
	keys := some(d, len(chests), []string{"small key", "rusty key", "silver key", "bent key"})
	clues := some(d, len(chests)+1, []string{"postcard", "torn page", "sheet of music", "old map", "letter without a sender", "playing card"})
	lamp := ""
	codes := map[string]bool{}
	for i, c := range chests {
		before := start
		if i > 0 {
			before = chests[i-1]
			if i > 1 && d.Chance(1, 3) {
				before = chests[i-2]
			}
		}
		if d.Chance(1, 2) {
			d.add("chest", c, "spot", at(), "lock", d.add("key", keys[i], "inside", before))
			d.via(keys[i], "inside", m.You)
		} else {
			code := fmt.Sprint(d.between(101, 989))
			for codes[code] {
				code = fmt.Sprint(d.between(101, 989))
			}
			codes[code] = true
			d.add("number_plate", code)
			numbered = append(numbered, c)
			hidden := d.Chance(1, 2)
			if hidden && lamp == "" {
				lamp = d.add("lamp", one(d, []string{"violet lamp", "ultraviolet torch"}), "inside", start)
				d.add("battery", "button battery", "inside", one(d, append([]string{start}, chests[:i]...)))
				d.via(lamp, "inside", m.You)
				d.via("button battery", "inside", m.You)
				d.via(lamp, "lit", true)
			}
			d.add("chest", c, "spot", at(), "code", code)
			d.add("clue", clues[i], "inside", before, "about", c, "hidden", hidden)
			d.via(clues[i], "inside", m.You)
			d.via(c, "known", true)
		}
		d.via(c, "open", true)
	}
	if len(numbered) > 0 {
		decoy := fmt.Sprint(d.between(10, 99)*10 + 7)
		for codes[decoy] {
			decoy = fmt.Sprint(d.between(10, 99)*10 + 7)
		}
		d.add("number_plate", decoy)
	}
	d.add("clue", clues[len(chests)], "inside", one(d, append([]string{start}, chests...)))
	d.add("key", "golden key", "inside", chests[len(chests)-1])
	lever := ""
	if d.Chance(1, 2) {
		lever = d.add("lever", one(d, []string{"brass lever", "bell rope"}), "spot", at(), "needs", one(d, chests), "exit", exit)
		d.things[indexOf(d.things, exit)].Values["bars"] = 1
		d.via(lever, "up", true)
	}
	scene = "Numbers are written somewhere, and guessing blocks a lock."
	last := chests[len(chests)-1]
	switch n := d.IntN(20); {
	case n < 3:
		d.want("golden key", "inside", m.You, "you have the golden key")
		return scene, fmt.Sprintf(one(d, []string{
			"Somewhere in the %s lies the golden key. Get it into your hands.", "Get hold of the golden key, which is locked into the %s.", "The %s has the golden key in it. You are done when you hold it.",
		}), last)
	case n < 6:
		for _, c := range chests {
			d.want(c, "open", true, "the %s is open", c)
		}
		return scene, fmt.Sprintf(one(d, []string{"Open everything that is locked here: %s. The door may stay shut.", "Nobody is to go home before all of it stands open: %s.", "Leave nothing locked: open %s."}), listed(the(chests)))
	case n < 9 && len(numbered) > 0:
		c := numbered[len(numbered)-1]
		d.want(c, "known", true, "you know the number of the %s", c)
		return scene, fmt.Sprintf(one(d, []string{
			"Find out which number opens the %s. Somebody else will dial it.", "All that is asked of you is to learn the number of the %s.", "Learn what has to be dialled on the %s; whether it is opened is not your concern.",
		}), c)
	case n < 11 && lever != "":
		d.want(lever, "up", true, "the %s has been pulled", lever)
		return scene, fmt.Sprintf(one(d, []string{
			"Pull the %s. It is stuck for now, and a cable runs from it to something that is shut.", "The game is won when the %s is pulled, which something here prevents.", "Get the %s to give way and pull it.",
		}), lever)
	case n < 13:
		letter := d.add("clue", one(d, []string{"sealed letter", "will of the old clockmaker", "confession"}), "inside", last, "about", last, "end", true)
		d.via(letter, "inside", m.You)
		d.want(letter, "read", true, "you have read the %s", letter)
		return scene, fmt.Sprintf(one(d, []string{"The %[2]s is locked up in the %[1]s. Read it.", "Read the %[2]s, which lies in the %[1]s."}), last, letter)
	}
	d.want(exit, "open", true, "the %s is open", exit)
	return scene + " The way out takes the golden key.", fmt.Sprintf(one(d, []string{"Get out: open the %s.", "Find the way out through the %s.", "Before the hour is over the %s has to be open.", "You want to leave, and that means through the %s."}), exit)
}

// the are names with their article.
func the(names []string) []string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = "the " + n
	}
	return list
}
