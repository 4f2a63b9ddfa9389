package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// workshop is about taking apart and putting together: screws come out one after
// the other, only testing tells which part is broken, and everything goes back in
// the opposite order before the current is switched on again.
var workshop = family{
	name:     "repair workshop",
	fits:     []string{"repair", "workshop", "restor", "electric", "engineer", "locksmith", "robot", "mechanic", "clocks", "milking", "organ ", "dental technician", "violin", "hardware", "neon", "drone", "model railway", "sculpt"},
	everyday: true,
	own:      []string{"Somebody has brought you something that does not work any more.", "The bench is cleared, and the day is for repairs.", "It worked yesterday, and it does not work today."},
	guest:    []string{"You help at the repair café on Saturday.", "Your grandfather's workshop is yours for the afternoon.", "The shop wants three weeks for the repair, so you try it yourself with a friend's tools."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort place
sort device: place place, plugged flag, works flag, open flag, screws number, out number, core part, checked flag
sort screw: device device, turn number, out flag, needs tool
sort part: device device, broken flag, tested flag, mounted flag, kind kind
sort kind
sort spare: inside any, kind kind, used flag
sort tool: inside any
sort drawer: place place, open flag
sort player: place place, tool tool?

rule go_to: go to the {place} | walk over to the {place}
  about Go to another corner of the workshop.
  need player.place != place else You are at the {place} already.
  do player.place = place
  say You go to the {place}.
  tell view(place)
rule look: look around | look closer
  about See what is here.
  say You are at the {player.place}.
  tell view(player["place"])
rule open_drawer: open the {drawer} | pull out the {drawer}
  about See what is in a drawer.
  at drawer.place else There is no {drawer} at the {player.place}.
  need drawer.open = false else The {drawer} is open.
  do drawer.open = true
  say In the {drawer}:
  tell inside(drawer) + "."
rule take_tool: take the {tool} out of the {drawer} | pick the {tool} from the {drawer}
  about Take a tool in your hand; the one you had goes back.
  at drawer.place else There is no {drawer} at the {player.place}.
  need drawer.open = true else The {drawer} is shut.
  need tool.inside = drawer else There is no {tool} in the {drawer}.
  need player.tool != tool else You have the {tool} in your hand.
  do player.tool = tool
  say You have the {tool} in your hand.
rule take_spare: get the {spare} out of the {drawer} | fetch the {spare} from the {drawer}
  about Take a spare part.
  at drawer.place else There is no {drawer} at the {player.place}.
  need drawer.open = true else The {drawer} is shut.
  need spare.inside = drawer else There is no {spare} in the {drawer}.
  do spare.inside = player
  say You have the {spare}.
rule unplug: unplug the {device} | pull the plug of the {device}
  about Cut the current.
  at device.place else The {device} is at the {device.place}.
  need device.plugged = true else It is unplugged.
  do device.plugged = false
  say The {device} is without current now.
rule unscrew: unscrew the {screw} | loosen the {screw}
  about Take out a screw.
  at screw.device.place else You have to be at the {screw.device.place} for that.
  need screw.device.plugged = false else With the plug in? You would get a shock.
  need screw.out = false else The {screw} is out.
  need player.tool = screw.needs else The {screw} takes a {screw.needs}.
  need screw.turn = screw.device.out else Something else holds the {screw} down: another screw comes first.
  do screw.out = true
  do screw.device.out += 1
  say The {screw} is out.
rule lift: lift the cover of the {device} | take off the cover of the {device}
  about Open a device whose screws are out.
  at device.place else The {device} is at the {device.place}.
  need device.open = false else The cover is off.
  need device.out = device.screws else The cover is still held by a screw.
  do device.open = true
  say Under the cover you see
  tell listed(["the " + p["name"] for p in db.find("part", {"device": device}, order = ["name"])]) + "."
rule test: test the {part} | measure the {part}
  about Find out whether a part works.
  at part.device.place else You have to be at the {part.device.place} for that.
  need part.device.open = true else The cover is on: you cannot get at the {part}.
  need player.tool = 'multimeter' else You need the multimeter in your hand.
  do part.tested = true
  tell verdict(the_part)
rule replace: replace the {part} with the {spare} | swap the {part} for the {spare}
  about Put a spare in for a part.
  at part.device.place else You have to be at the {part.device.place} for that.
  need part.device.open = true else The cover is on: you cannot get at the {part}.
  need part.tested = true else You do not know whether the {part} is the trouble: nobody has tested it.
  need part.broken = true else The {part} is sound: leave it alone.
  need spare.inside = player else You do not have the {spare}.
  need spare.kind = part.kind else The {spare} does not fit in place of the {part}.
  do spare.inside = part
  do part.broken = false
  say The {spare} sits where the {part} was.
rule shut: put the cover back on the {device} | close the {device}
  about Close a device.
  at device.place else The {device} is at the {device.place}.
  need device.open = true else The cover is on.
  need no part with device = device and broken = true else There is still something wrong inside.
  do device.open = false
  say The cover is on again.
rule screw_in: screw in the {screw} | fasten the {screw}
  about Put a screw back.
  at screw.device.place else You have to be at the {screw.device.place} for that.
  need screw.out = true else The {screw} is in.
  need screw.device.open = false else The cover is off: there is nothing to fasten.
  need player.tool = screw.needs else The {screw} takes a {screw.needs}.
  do screw.out = false
  do screw.device.out -= 1
  say The {screw} is tight.
rule start: plug in and try the {device} | try out the {device}
  about See whether a device works.
  at device.place else The {device} is at the {device.place}.
  need device.plugged = false else It is plugged in, and it does not work.
  need device.open = false else Not with the cover off.
  need device.out = 0 else There are screws left on the table.
  need no part with device = device and broken = true else You plug it in: nothing happens, so you pull the plug again.
  do device.plugged = true
  do device.works = true
  say You plug in the {device}, and it works.
`, `
def view(place):
    """What is at a place."""
    seen = []
    for x in db.find("device", {"place": place}, order = ["name"]):
        seen.append("the " + x["name"] + " (" + ("open" if x["open"] else "closed") + ", " + ("plugged in" if x["plugged"] else "unplugged") + ") with the " + " and the ".join([s["name"] for s in db.find("screw", {"device": x["name"]}, order = ["name"])]))
    for x in db.find("drawer", {"place": place}, order = ["name"]):
        seen.append("the " + x["name"] + (" with " + inside(x["name"]) if x["open"] else " (shut)"))
    return "Here you see " + "; ".join(seen) + "." if len(seen) > 0 else "There is only sawdust here."

def inside(drawer):
    """What is in a drawer."""
    return things([x["name"] for t in ["tool", "spare"] for x in db.find(t, {"inside": drawer}, order = ["name"])])

def verdict(part):
    """What testing a part tells."""
    if part["broken"]:
        return "The needle does not move: the " + part["name"] + " is broken."
    return "The " + part["name"] + " is sound."
`)
	}),
	draw: drawWorkshop,
}

var devices = []struct {
	name  string
	parts []string
}{
	{"radio", []string{"power transformer", "loudspeaker", "tuning coil", "volume knob"}},
	{"coffee machine", []string{"pump", "heating coil", "thermostat", "water valve"}},
	{"sewing machine", []string{"drive belt", "motor", "foot pedal"}},
	{"record player", []string{"motor", "drive belt", "pickup arm"}},
	{"neon sign", []string{"power transformer", "glass tube", "starter"}},
	{"bread slicer", []string{"motor", "gear wheel", "safety switch"}},
	{"model locomotive", []string{"motor", "carbon brush", "gear wheel", "head lamp"}},
	{"table fan", []string{"motor", "speed switch", "swivel gear"}},
}

func drawWorkshop(d *draw) (scene, goal string) {
	places := some(d, d.between(3, 4), []string{"workbench", "window", "tool wall", "cellar stairs", "back room", "lathe"})
	for _, p := range places {
		d.add("place", p)
	}
	d.me("place", one(d, places))
	var drawers []string
	for _, n := range some(d, d.between(2, 3), []string{"top drawer", "green drawer", "bottom drawer", "tin chest", "red toolbox"}) {
		drawers = append(drawers, d.add("drawer", n, "place", one(d, places)))
	}
	tools := some(d, d.between(1, 2), []string{"flat screwdriver", "cross-head screwdriver", "hex key", "small spanner"})
	for _, t := range append(tools, "multimeter", one(d, []string{"file", "soldering iron"})) {
		d.add("tool", t, "inside", one(d, drawers))
	}
	kinds := map[string]bool{}
	number := 1
	if d.Chance(1, 4) {
		number = 2
	}
	var lines []string
	used := map[string]bool{}
	for _, v := range some(d, len(devices), devices) {
		clash := false
		for _, p := range v.parts {
			clash = clash || used[p]
		}
		if clash || len(lines) == number {
			continue
		}
		screws := d.between(1, 3)
		if number > 1 {
			screws = 1
		}
		broken := d.IntN(len(v.parts))
		plugged := d.Chance(1, 2)
		d.add("device", v.name, "place", one(d, places), "plugged", plugged, "screws", screws, "core", v.parts[0])
		d.via(v.name, "plugged", false)
		for n := range screws {
			s := d.add("screw", fmt.Sprintf("%s screw of the %s", []string{"upper", "middle", "lower"}[n], v.name), "device", v.name, "turn", n, "needs", one(d, tools))
			d.via(s, "out", true)
		}
		d.via(v.name, "open", true)
		for n, p := range v.parts {
			used[p] = true
			kind := "for " + p
			if !kinds[kind] {
				kinds[kind] = true
				d.add("kind", kind)
			}
			d.add("part", p, "device", v.name, "broken", n == broken, "kind", kind)
			if n == broken || d.Chance(1, 3) {
				d.add("spare", "new "+p, "inside", one(d, drawers), "kind", kind)
			}
			if n == broken {
				d.via(p, "tested", true)
				d.via("new "+p, "inside", m.You)
				d.via(p, "broken", false)
			}
		}
		d.via(v.name, "open", false)
		for n := screws - 1; n >= 0; n-- {
			d.via(fmt.Sprintf("%s screw of the %s", []string{"upper", "middle", "lower"}[n], v.name), "out", false)
		}
		switch d.IntN(2) {
		case 0:
			d.want(v.name, "works", true, "the %s works again", v.name)
			lines = append(lines, "repair the "+v.name+" until it works")
		default:
			d.want(v.parts[broken], "broken", false, "no part of the %s is broken", v.name)
			d.want(v.name, "open", false, "the %s is closed", v.name)
			d.want(v.name, "out", 0, "all screws of the %s are in", v.name)
			d.want(v.name, "plugged", false, "the %s is unplugged", v.name)
			lines = append(lines, "find the broken part of the "+v.name+", replace it, and leave the "+v.name+" screwed together and unplugged")
		}
	}
	return "One tool fits in your hand at a time. Which part is broken only the multimeter tells; spares are in the drawers.", capital(strings.Join(lines, "; ")) + "."
}
