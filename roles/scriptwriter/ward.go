package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// ward is about rules that reset: hands are disinfected before every patient anew,
// nothing is given that the chart does not say, the cabinet is locked again, and
// what is not written down has not been done.
var ward = family{
	name:  "hospital ward",
	fits:  []string{"nurse", "paramedic", "pharmac", "physiotherap", "doctor", "carer", "hospital", "midwife"},
	own:   []string{"The morning round is yours, and you are alone for an hour.", "Your shift has just begun.", "It is a quarter to seven, and the round is due."},
	guest: []string{"You are a trainee on the ward this month.", "You do your voluntary year in a small hospital.", "The field hospital at the festival has put you on duty."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort room
sort corridor: one room, other room
sort dispenser: room room
sort patient: room room, chart flag, measured flag, needs medicine, measure device, given flag, logged flag, asleep flag
sort device: room room, mine flag, clean flag
sort medicine: inside any
sort cabinet: room room, locked flag
sort key: inside any
sort nurse: room room
sort record: room room
sort player: place room, clean flag, patient patient?

rule go_to: go to the {room} | walk to the {room}
  about Go to another room.
  need player.place != room else You are in the {room} already.
  need corridor(player.place, room) != nothing else No door leads from the {player.place} to the {room}.
  do player.place = room
  say You go to the {room}.
  tell view(room)
rule look: look around | look who is here
  about See who and what is here.
  say You are in the {player.place}.
  tell view(player["place"])
rule disinfect: disinfect hands at the {dispenser} | rub hands at the {dispenser}
  about Clean your hands. After every patient they have to be cleaned again.
  at dispenser.room else There is no {dispenser} in the {player.place}.
  need player.clean = false else Your hands are clean.
  do player.clean = true
  do player.patient = nothing
  say Thirty seconds. Your hands are clean.
rule chart: read the chart of {patient} | look into the chart of {patient}
  about See what a patient is to be given, and what is measured before.
  at patient.room else {patient} is not in the {player.place}.
  do patient.chart = true
  say {patient}: {patient.needs}, after the {patient.measure} was used.
rule wake: wake {patient} gently | wake up {patient}
  about Wake somebody.
  at patient.room else {patient} is not in the {player.place}.
  need patient.asleep = true else {patient} is awake.
  do patient.asleep = false
  say {patient} blinks and says good morning.
rule fetch_device: take the {device} along | pick up the {device}
  about Take something to measure with.
  at device.room else The {device} is not in the {player.place}.
  need device.mine = false else You have the {device} with you.
  do device.mine = true
  say You have the {device}.
rule measure: use the {device} on {patient} | measure {patient} with the {device}
  about Measure what the chart asks for.
  at patient.room else {patient} is not in the {player.place}.
  need patient.chart = true else You have not read the chart.
  need device.mine = true else You do not have the {device} with you.
  need patient.measure = device else The chart of {patient} asks for something else than the {device}.
  need patient.asleep = false else {patient} is asleep.
  need player.clean = true or player.patient = patient else Your hands are not clean, and you are about to touch {patient}.
  need patient.measured = false else That has been measured.
  do patient.measured = true
  do player.patient = patient
  do player.clean = false
  say The values of {patient} are normal.
rule ask_key: ask {nurse} for the {key} | get the {key} from {nurse}
  about Ask for a key.
  at nurse.room else {nurse} is not in the {player.place}.
  need key.inside = nurse else {nurse} does not have the {key}.
  do key.inside = player
  say {nurse} hands you the {key}.
rule unlock: unlock the {cabinet} with the {key} | open the {cabinet} with the {key}
  about Open a cabinet.
  at cabinet.room else There is no {cabinet} in the {player.place}.
  need key.inside = player else You do not have the {key}.
  need cabinet.locked = true else The {cabinet} is open.
  do cabinet.locked = false
  say The {cabinet} is open.
rule lock: lock the {cabinet} with the {key} | shut the {cabinet} with the {key}
  about Lock a cabinet.
  at cabinet.room else There is no {cabinet} in the {player.place}.
  need key.inside = player else You do not have the {key}.
  need cabinet.locked = false else The {cabinet} is locked.
  do cabinet.locked = true
  say The {cabinet} is locked.
rule give_back: hand the {key} back to {nurse} | return the {key} to {nurse}
  about Give a key back.
  at nurse.room else {nurse} is not in the {player.place}.
  need key.inside = player else You do not have the {key}.
  need no cabinet with locked = false else "Have you locked the cabinet?" asks {nurse}. You have not.
  do key.inside = nurse
  say {nurse} nods and puts the {key} away.
rule take: take {medicine} out of the {cabinet} | get {medicine} from the {cabinet}
  about Take a medicine.
  at cabinet.room else There is no {cabinet} in the {player.place}.
  need cabinet.locked = false else The {cabinet} is locked.
  need medicine.inside = cabinet else There is no {medicine} in the {cabinet}.
  need some patient with chart = true and needs = medicine else No chart that you have read says {medicine}.
  do medicine.inside = player
  say You take the {medicine}.
rule give: give {medicine} to {patient} | administer {medicine} to {patient}
  about Give a patient a medicine.
  at patient.room else {patient} is not in the {player.place}.
  need medicine.inside = player else You do not have {medicine} with you.
  need patient.chart = true else You have not read the chart.
  need patient.needs = medicine else The chart of {patient} does not say {medicine}. That could have been dangerous.
  need patient.measured = true else The chart asks for a measurement before.
  need player.clean = true or player.patient = patient else Your hands are not clean, and you are about to touch {patient}.
  do patient.given = true
  do medicine.inside = patient
  do player.patient = patient
  do player.clean = false
  say {patient} takes the {medicine}.
rule note: enter {patient} in the {record} | write down {patient} in the {record}
  about Write down what a patient was given.
  at record.room else The {record} is not in the {player.place}.
  need patient.given = true else There is nothing to write down for {patient}.
  need patient.logged = false else {patient} is in the {record} already.
  do patient.logged = true
  say You write down {patient}, {patient.needs}, and the time.
`, `
def view(room):
    """Who and what is in a room."""
    seen = []
    for table in ["dispenser", "cabinet", "record"]:
        for f in db.find(table, {"room": room}, order = ["name"]):
            seen.append("the " + f["name"] + ((" (locked)" if f["locked"] else " (open)") if table == "cabinet" else ""))
    seen += ["the " + f["name"] for f in db.find("device", {"room": room, "mine": False}, order = ["name"])]
    for p in db.find("patient", {"room": room}, order = ["name"]):
        seen.append(p["name"] + (" (asleep)" if p["asleep"] else ""))
    seen += [p["name"] + ", who is in charge" for p in db.find("nurse", {"room": room})]
    ways = [e["other"] if e["one"] == room else e["one"] for e in db.find("corridor") if e["one"] == room or e["other"] == room]
    return ("You see " + "; ".join(seen) + ". " if len(seen) > 0 else "Nobody is here. ") + "Doors lead to the " + " and the ".join(sorted(ways)) + "."
`)
	}),
	draw: drawWard,
}

func drawWard(d *draw) (scene, goal string) {
	rooms := some(d, d.between(3, 5), []string{"blue room", "end room", "quiet room", "nurses' station", "day room", "pharmacy room", "treatment room"})
	for _, r := range rooms {
		d.add("room", r)
	}
	d.tree("corridor", rooms)
	d.me("place", one(d, rooms))
	at := func() string { return one(d, rooms) }
	for _, n := range some(d, d.between(1, 2), []string{"wall dispenser", "basin", "green dispenser"}) {
		d.add("dispenser", n, "room", at())
	}
	nurse := d.add("nurse", one(d, []string{"Sister Amara", "Nurse Holm", "Brother Paolo", "Dr Sato"}), "room", at())
	locked := d.Chance(2, 3)
	cabinet := d.add("cabinet", one(d, []string{"medicine cabinet", "steel cupboard"}), "room", at(), "locked", locked)
	key := d.add("key", "cabinet key", "inside", nurse)
	record := d.add("record", one(d, []string{"ward book", "medication record"}), "room", at())
	devices := some(d, 2, []string{"thermometer", "blood pressure cuff", "glucose meter", "pulse oximeter"})
	for _, v := range devices {
		d.add("device", v, "room", at())
	}
	number := d.between(1, 2)
	medicines := some(d, number+2, []string{"insulin", "penicillin drops", "a painkiller", "iron tablets", "cough syrup", "heparin", "vitamin D drops", "an antihistamine"})
	for i := range medicines {
		medicines[i] = strings.TrimPrefix(strings.TrimPrefix(medicines[i], "an "), "a ")
		d.add("medicine", medicines[i], "inside", cabinet)
	}
	var lines []string
	for i, p := range some(d, number, []string{"Mr Bauer", "little Noor", "Mrs Osei", "Ines", "old Mr Varga", "Tomasz"}) {
		asleep := d.Chance(1, 3)
		d.add("patient", p, "room", at(), "needs", medicines[i], "measure", devices[i%2], "asleep", asleep)
		d.via(p, "chart", true)
		d.via(devices[i%2], "mine", true)
		if asleep {
			d.via(p, "asleep", false)
		}
		if locked {
			d.via(cabinet, "locked", false)
		}
		d.via(medicines[i], "inside", m.You)
		d.via(p, "measured", true)
		d.want(p, "given", true, "%s has been given what the chart says", p)
		d.via(p, "given", true)
		lines = append(lines, "see that "+p+" gets what the chart says")
		if d.Chance(2, 3) {
			d.want(p, "logged", true, "it is written down what %s was given", p)
			lines[len(lines)-1] += " and enter it in the " + record
		}
	}
	if locked && d.Chance(2, 3) {
		d.want(cabinet, "locked", true, "the %s is locked", cabinet)
		d.want(key, "inside", nurse, "%s has the %s", nurse, key)
		lines = append(lines, fmt.Sprintf("lock the %s again and give the %s back to %s", cabinet, key, nurse))
	}
	return "Hands are disinfected before every patient. Nothing is given that is not in the chart, and the chart asks for a measurement first.", capital(strings.Join(lines, "; ")) + "."
}
