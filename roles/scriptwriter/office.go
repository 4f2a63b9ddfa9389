package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// office is about the way of papers: what is written is printed, which takes paper
// and toner, signed by the one person who may, scanned, and only then filed, mailed
// or posted; every step wants the one before.
var office = family{
	name:  "office",
	fits:  []string{"law", "accountant", "project manager", "receptionist", "interpreter", "translator", "analyst", "secretar", "clerk", "call centre", "inspector", "office", "administrator", "cartograph", "archiv"},
	own:   []string{"It is the last day of the month, and some papers cannot wait.", "Your colleague is on holiday, so her papers are yours as well.", "Before the weekend a few papers have to leave your desk."},
	guest: []string{"You help out in the office of a small firm for a week.", "It is your first day in a new office.", "Your aunt's firm is moving, and you see to the papers."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort room
sort cupboard: room room
sort printer: room room, sheets number, toner flag
sort scanner: room room, on flag
sort franker: room room
sort tray: room room
sort folder: room room
sort person: room room, busy flag
sort document: inside any?, printed flag, signer person?, signed flag, scanned flag, franked flag, folder folder?, to person?, mailed flag
sort paper: inside any
sort cartridge: inside any
sort note: room room, read flag
sort player: place room

rule go_to: go to the {room} | walk to the {room} | step into the {room}
  about Go to another room.
  need player.place != room else You are in the {room} already.
  do player.place = room
  say You go to the {room}.
  tell view(room)
rule look: look around | look about
  about See who and what is here.
  say You are in the {player.place}.
  tell view(player["place"])
rule read_note: read the {note}
  about Read what somebody has left for you.
  at note.room else There is no {note} in the {player.place}.
  do note.read = true
  say On it are the password of the printer queue and these lines:
  tell directions()
rule fetch_paper: take the {paper} from the {cupboard} | get the {paper} out of the {cupboard}
  about Take paper.
  at cupboard.room else There is no {cupboard} in the {player.place}.
  need paper.inside = cupboard else The {paper} is not in the {cupboard}.
  do paper.inside = player
  say You take the {paper}.
rule fetch_cartridge: fetch the {cartridge} from the {cupboard} | bring along the {cartridge} from the {cupboard}
  about Take toner.
  at cupboard.room else There is no {cupboard} in the {player.place}.
  need cartridge.inside = cupboard else The {cartridge} is not in the {cupboard}.
  do cartridge.inside = player
  say You take the {cartridge}.
rule refill: load the {printer} with the {paper} | fill the {printer} with the {paper}
  about Put paper into a printer.
  at printer.room else There is no {printer} in the {player.place}.
  need paper.inside = player else You do not have the {paper}.
  do paper.inside = printer
  do printer.sheets += 50
  say The {printer} has paper again.
rule change: change the toner of the {printer} for the {cartridge} | replace the toner of the {printer} by the {cartridge}
  about Put toner into a printer.
  at printer.room else There is no {printer} in the {player.place}.
  need cartridge.inside = player else You do not have the {cartridge}.
  need printer.toner = false else There is enough toner in the {printer}.
  do cartridge.inside = printer
  do printer.toner = true
  say The {printer} has toner again.
rule print_out: print the {document} on the {printer} | run off the {document} on the {printer}
  about Print a document.
  at printer.room else There is no {printer} in the {player.place}.
  need no note with read = false else The queue asks for a password. Somebody must have left it for you.
  need document.printed = false else You have printed the {document} already.
  need printer.sheets > 0 else The {printer} blinks: no paper.
  need printer.toner = true else The {printer} blinks: no toner.
  do document.printed = true
  do document.inside = player
  do printer.sheets -= 1
  say The {printer} hums. You hold the {document} in your hand.
rule wait: wait until {person} is free | wait for {person}
  about Wait for somebody who is busy.
  at person.room else {person} is not in the {player.place}.
  need person.busy = true else {person} is free.
  do person.busy = false
  say After ten minutes {person} puts down the telephone.
rule sign: ask {person} to sign the {document} | have the {document} signed by {person}
  about Have a document signed.
  at person.room else {person} is not in the {player.place}.
  need document.inside = player else You do not have the {document} with you.
  need person.busy = false else {person} is on the telephone and waves you away.
  need document.signer != nothing else The {document} needs no signature.
  need document.signer = person else {person} may not sign that. "Somebody else has to," you are told.
  need document.signed = false else It is signed already.
  do document.signed = true
  say {person} reads the {document} and signs it.
rule switch_on: switch on the {scanner} | turn on the {scanner}
  about Switch a scanner on.
  at scanner.room else There is no {scanner} in the {player.place}.
  need scanner.on = false else The {scanner} is on.
  do scanner.on = true
  say The {scanner} warms up and shows a green light.
rule scan: scan the {document} with the {scanner} | lay the {document} on the {scanner}
  about Make the copy that is kept.
  at scanner.room else There is no {scanner} in the {player.place}.
  need document.inside = player else You do not have the {document} with you.
  need scanner.on = true else The {scanner} is off.
  need document.signer = nothing or document.signed = true else A copy without the signature is worth nothing: it has to be signed first.
  need document.scanned = false else The {document} is scanned already.
  do document.scanned = true
  say A sheet of light goes over it. The {document} is scanned.
rule file: file the {document} in the {folder} | put the {document} away in the {folder}
  about File a document for good.
  at folder.room else There is no {folder} in the {player.place}.
  need document.inside = player else You do not have the {document} with you.
  need document.scanned = true else Nothing is filed here that has not been scanned.
  need document.folder = folder else The {document} does not belong in the {folder}.
  do document.inside = folder
  say You file the {document} in the {folder}.
rule mail: mail the scan of the {document} to {person} | send the scan of the {document} to {person}
  about Mail the copy to somebody, from wherever you are.
  need document.scanned = true else There is no scan of the {document}.
  need document.to = person else {person} is not the one who wants the {document}.
  need document.mailed = false else {person} has it already.
  do document.mailed = true
  say The mail to {person} is on its way, with the {document}.
rule frank: frank the {document} with the {franker} | stamp the {document} with the {franker}
  about Pay the postage of a letter.
  at franker.room else There is no {franker} in the {player.place}.
  need document.inside = player else You do not have the {document} with you.
  need document.scanned = true else What leaves the house has to be scanned before.
  need document.franked = false else It is franked already.
  do document.franked = true
  say With a clatter the {document} is in its envelope and franked.
rule post: drop the {document} into the {tray} | lay the {document} in the {tray}
  about Hand a letter to the post.
  at tray.room else There is no {tray} in the {player.place}.
  need document.inside = player else You do not have the {document} with you.
  need document.franked = true else Without postage it would come back.
  do document.inside = tray
  say The {document} lies in the {tray}; the postman comes at five.
`, `
def view(room):
    """Who and what is in a room."""
    seen = []
    for f in db.find("cupboard", {"room": room}, order = ["name"]):
        there = [x["name"] for t in ["paper", "cartridge"] for x in db.find(t, {"inside": f["name"]}, order = ["name"])]
        seen.append("the " + f["name"] + (" with " + things(there) + " in it" if len(there) > 0 else ""))
    for table in ["printer", "scanner", "franker", "tray", "folder", "note"]:
        seen += ["the " + f["name"] for f in db.find(table, {"room": room}, order = ["name"])]
    text = "Here you see " + listed(seen) + "." if len(seen) > 0 else "There is nothing here but chairs."
    for p in db.find("person", {"room": room}, order = ["name"]):
        text += " " + p["name"] + (" is here, on the telephone." if p["busy"] else " is here and nods to you.")
    return text

def directions():
    """What the note says of each document."""
    lines = []
    for d in db.find("document", order = ["name"]):
        line = "the " + d["name"]
        if d["signer"] != None:
            line += " is for " + d["signer"] + " to sign"
        else:
            line += " needs no signature"
        if d["folder"] != None:
            line += " and belongs in the " + d["folder"]
        if d["to"] != None:
            line += "; " + d["to"] + " waits for the scan"
        lines.append(line)
    return ". ".join([capital(l) for l in lines]) + "."

def capital(text):
    """A sentence begins with a capital."""
    return text[0].upper() + text[1:]
`)
	}),
	draw: drawOffice,
}

var (
	officeRooms = []string{"copy room", "corner office", "reception", "archive room", "meeting room", "basement", "big office"}
	documents   = []string{"rental contract", "travel request", "invoice for March", "job offer", "price list", "safety report", "council letter", "purchase order", "delivery note", "payment reminder", "training certificate", "leave form"}
	folders     = []string{"blue folder", "red binder", "personnel file", "contracts drawer", "hanging file", "grey ring binder"}
	colleagues  = []string{"Ms Okafor", "Mr Lindqvist", "Dr Haddad", "Ms Petrova", "Mr Tanaka", "Ms Moreau", "Mr Yilmaz", "Ms Kowalska"}
)

func drawOffice(d *draw) (scene, goal string) {
	rooms := some(d, d.between(3, 5), officeRooms)
	for _, r := range rooms {
		d.add("room", r)
	}
	d.me("place", one(d, rooms))
	cupboard := d.add("cupboard", one(d, []string{"stationery cupboard", "metal cabinet", "supply shelf"}), "room", one(d, rooms))
	sheets, toner := one(d, []int{0, 0, 1, 20}), d.Chance(2, 3)
	printer := d.add("printer", one(d, []string{"laser printer", "old printer", "grey printer"}), "room", one(d, rooms), "sheets", sheets, "toner", toner)
	if sheets < 20 {
		d.add("paper", one(d, []string{"pack of paper", "ream of paper"}), "inside", cupboard)
	}
	if !toner {
		d.add("cartridge", one(d, []string{"black cartridge", "toner cartridge"}), "inside", cupboard)
	}
	scanner := d.add("scanner", one(d, []string{"flatbed scanner", "scanner"}), "room", one(d, rooms))
	note := d.add("note", one(d, []string{"yellow note", "handover sheet", "pinned note"}), "room", one(d, rooms))
	var people []string
	for _, p := range some(d, 3, colleagues) {
		people = append(people, d.add("person", p, "room", one(d, rooms), "busy", d.Chance(1, 3)))
	}
	var lots []string
	for _, f := range some(d, d.between(2, 3), folders) {
		lots = append(lots, d.add("folder", f, "room", one(d, rooms)))
	}
	d.via(note, "read", true)
	d.via(scanner, "on", true)
	number := d.between(1, 3)
	var lines []string
	posting := false
	for _, name := range some(d, number, documents) {
		folder, to := one(d, lots), one(d, people)
		var signer any
		if d.Chance(2, 3) {
			signer = one(d, people)
		}
		attributes := []any{"signer", signer}
		d.via(name, "printed", true)
		if signer != nil {
			d.via(name, "signed", true)
		}
		d.via(name, "scanned", true)
		switch d.IntN(4) {
		case 0, 1:
			attributes = append(attributes, "folder", folder)
			d.want(name, "inside", folder, "the %s is in the %s", name, folder)
			lines = append(lines, "file the "+name)
			if d.Chance(1, 3) {
				attributes = append(attributes, "to", to)
				d.want(name, "mailed", true, "%s has the %s", to, name)
				lines[len(lines)-1] += " and mail its scan to whoever wants it"
			}
		case 2:
			attributes = append(attributes, "to", to)
			d.want(name, "mailed", true, "%s has the scan of the %s", to, name)
			lines = append(lines, "mail a scan of the "+name+" to the right person")
		default:
			if !posting {
				posting = true
				d.add("franker", "franking machine", "room", one(d, rooms))
				d.add("tray", one(d, []string{"post tray", "outgoing basket"}), "room", one(d, rooms))
			}
			tray := d.things[len(d.things)-1].Name
			for _, t := range d.things {
				if t.Sort == "tray" {
					tray = t.Name
				}
			}
			d.via(name, "franked", true)
			d.want(name, "inside", tray, "the %s is in the %s", name, tray)
			lines = append(lines, "post the "+name)
		}
		d.add("document", name, attributes...)
	}
	return fmt.Sprintf("The documents are written and wait in the queue of the %s. What has to be signed is signed before it is scanned, and only what is scanned is filed, mailed or posted. Somebody left directions for you: look for the %s.", printer, note),
		capital(strings.Join(lines, "; ")) + "."
}
