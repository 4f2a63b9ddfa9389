package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// library is about looking things up: where a book stands only the catalogue says,
// the trolley holds a few, what readers want is lent on their card, and what came
// back goes to its own shelf.
var library = family{
	name:     "library",
	fits:     []string{"librar", "archiv", "reads in winter", "bookshop"},
	everyday: true,
	own:      []string{"Before the doors open there are books to be seen to.", "The reading room is full, and everybody wants something.", "The trolley squeaks, but it rolls."},
	guest:    []string{"You volunteer at the town library on Thursdays.", "The library is short of people, and you are good with order.", "You do your community hours in a library."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort floor
sort stairs: one floor, other floor
sort catalogue: floor floor
sort shelf: floor floor
sort box: floor floor, visible flag
sort desk: floor floor
sort bench: floor floor
sort reader: floor floor, card flag
sort book: inside any, home shelf, known flag, loose flag, stamped flag, wanted reader?
sort trolley: floor floor, mine flag
sort player: place floor, free number

rule go_to: take the lift to the {floor} | go up or down to the {floor} | ride to the {floor}
  about Go to another floor, with the trolley if you have it.
  need player.place != floor else You are on the {floor} already.
  need stairs(player.place, floor) != nothing else The lift does not go from the {player.place} straight to the {floor}.
  do player.place = floor
  say You get out on the {floor}.
  tell view(floor)
rule look: look around | read the signs
  about See what is on this floor.
  say You are on the {player.place}.
  tell view(player["place"])
rule look_up: look up {book} in the {catalogue} | search the {catalogue} for {book}
  about Find out which shelf a book belongs to.
  at catalogue.floor else There is no {catalogue} on the {player.place}.
  do book.known = true
  say {book} belongs on the {book.home}, {book.home.floor}.
rule fetch_trolley: take hold of the {trolley} | fetch the {trolley}
  about Take the trolley. It goes with you from then on.
  at trolley.floor else There is no {trolley} on the {player.place}.
  need trolley.mine = false else You have the {trolley}.
  do trolley.mine = true
  do player.free = 3
  say You have the {trolley}. It holds three books.
rule pick: load {book} from the {box} | put {book} on the trolley from the {box}
  about Put a book on the trolley.
  where box is box or shelf or bench
  at box.floor else The {box} is not on the {player.place}.
  need no trolley with mine = false else You have no trolley with you.
  need book.inside != player else {book} is on the trolley.
  need book.inside = box else {book} is not there.
  need book.known = true or box.visible = true else There are hundreds of books, and you do not know what its back looks like: look it up first.
  need player.free > 0 else The trolley is full.
  do book.inside = player
  do player.free -= 1
  say {book} is on the trolley.
rule glue: glue the back of {book} at the {bench} | mend {book} at the {bench}
  about Mend a book that is loose.
  at bench.floor else There is no {bench} on the {player.place}.
  need book.inside = player else {book} is not on the trolley.
  need book.loose = true else The back of {book} is sound.
  do book.loose = false
  say You glue the back of {book} and press it for a while.
rule stamp: stamp {book} at the {desk} | put the date into {book} at the {desk}
  about Stamp a book that is lent.
  at desk.floor else There is no {desk} on the {player.place}.
  need book.inside = player else {book} is not on the trolley.
  need book.stamped = false else {book} is stamped.
  need book.wanted != nothing else Nobody wants to borrow {book}.
  do book.stamped = true
  say Clack: {book} may leave the house for four weeks.
rule lend: hand {book} over to {reader} | lend {book} out to {reader}
  about Give a reader a book.
  at reader.floor else {reader} is not on the {player.place}.
  need book.inside = player else {book} is not on the trolley.
  need book.wanted = reader else {reader} did not ask for {book}.
  need book.loose = false else {book} would fall apart: it has to be mended first.
  need book.stamped = true else {book} is not stamped.
  do book.inside = reader
  do player.free += 1
  say {reader} thanks you and begins to read at once.
rule shelve: shelve {book} on the {shelf} | put {book} back on the {shelf}
  about Put a book where it belongs.
  at shelf.floor else The {shelf} is not on the {player.place}.
  need book.inside = player else {book} is not on the trolley.
  need book.known = true else You do not know where {book} belongs.
  need book.home = shelf else {book} does not belong on the {shelf}: nobody would find it again.
  need book.loose = false else {book} is loose and has to be mended before it is shelved.
  do book.inside = shelf
  do player.free += 1
  say {book} stands on the {shelf}.
`, `
def view(floor):
    """What is on a floor."""
    seen = []
    for table in ["catalogue", "desk", "bench"]:
        seen += ["the " + f["name"] for f in db.find(table, {"floor": floor})]
    seen += ["the " + f["name"] for f in db.find("trolley", {"floor": floor, "mine": False})]
    for f in db.find("box", {"floor": floor}):
        books = [b["name"] + (" (loose)" if b["loose"] else "") for b in db.find("book", {"inside": f["name"]}, order = ["name"])]
        seen.append("the " + f["name"] + (" with " + listed(books) if len(books) > 0 else ", empty"))
    seen += ["the " + f["name"] for f in db.find("shelf", {"floor": floor}, order = ["name"])]
    text = "There you find " + listed(seen) + "." if len(seen) > 0 else "Nothing but reading lamps."
    for r in db.find("reader", {"floor": floor}, order = ["name"]):
        wants = [b["name"] for b in db.find("book", {"wanted": r["name"]}) if b["inside"] != r["name"]]
        text += " " + r["name"] + (" waits for " + listed(wants) + "." if len(wants) > 0 else " is reading.")
    ways = [e["other"] if e["one"] == floor else e["one"] for e in db.find("stairs") if e["one"] == floor or e["other"] == floor]
    return text + " The lift goes to the " + " and the ".join(sorted(ways)) + "."
`)
	}),
	draw: drawLibrary,
}

var (
	bookTitles = []string{"Salt and Silver", "Winter Bees", "The Ninth Ferry", "A Field Guide for Sleepwalkers", "Bread, Briefly", "Mosses of the North", "The Clockmaker's Niece", "Letters Never Sent", "Algebra for Gardeners", "The Quiet Tram", "Caves and How They Sing", "Eleven Lighthouses"}
	readers    = []string{"Mrs Abara", "Mr Dietrich", "Miss Quispe", "old Mr Fenn", "the boy with the red cap", "Professor Ito"}
)

func drawLibrary(d *draw) (scene, goal string) {
	floors := some(d, d.between(3, 4), []string{"ground floor", "first floor", "second floor", "third floor", "lower floor", "gallery"})
	for _, f := range floors {
		d.add("floor", f)
	}
	d.tree("stairs", floors)
	d.me("place", one(d, floors))
	at := func() string { return one(d, floors) }
	catalogue := d.add("catalogue", one(d, []string{"card catalogue", "catalogue terminal"}), "floor", at())
	trolley := d.add("trolley", one(d, []string{"trolley", "book cart"}), "floor", at())
	box := d.add("box", one(d, []string{"return box", "crate of returned books"}), "floor", at(), "visible", true)
	d.add("desk", one(d, []string{"lending desk", "counter"}), "floor", at())
	d.add("bench", one(d, []string{"mending bench", "glue table"}), "floor", at())

	var shelves []string
	marks := one(d, [][]string{
		{"shelf Fa", "shelf Hi", "shelf Kr", "shelf Na", "shelf Te", "shelf Zo"},
		{"shelf 3", "shelf 8", "shelf 14", "shelf 21", "shelf 27", "shelf 30"},
	})
	for _, s := range some(d, d.between(3, 4), marks) {
		shelves = append(shelves, d.add("shelf", s, "floor", at()))
	}
	d.via(trolley, "mine", true)
	number := d.between(1, 3)
	people := some(d, 2, readers)
	for _, r := range people {
		d.add("reader", r, "floor", at())
	}
	var lines []string
	for i, b := range some(d, number+2, bookTitles) {
		home, loose := one(d, shelves), d.Chance(1, 3)
		attributes := []any{"home", home, "loose", loose}
		switch {
		case i >= number:
			attributes = append(attributes, "inside", one(d, []string{home, box}))
		case loose && d.Chance(1, 2):
			attributes = append(attributes, "inside", one(d, []string{home, box}))
			d.via(b, "known", true)
			d.via(b, "inside", m.You)
			d.want(b, "loose", false, "%s is mended", b)
			lines = append(lines, one(d, []string{"mend ", "see to the loose back of "})+b)
		case d.Chance(1, 2):
			attributes = append(attributes, "inside", box)
			d.via(b, "known", true)
			d.via(b, "inside", m.You)
			d.via(b, "loose", false)
			d.want(b, "inside", home, "%s stands where it belongs", b)
			lines = append(lines, "put "+b+" back where it belongs")
		default:
			reader := one(d, people)
			attributes = append(attributes, "inside", home, "wanted", reader)
			d.via(b, "known", true)
			d.via(b, "inside", m.You)
			d.via(b, "loose", false)
			d.via(b, "stamped", true)
			d.want(b, "inside", reader, "%s has %s", reader, b)
			lines = append(lines, "bring "+reader+" "+b)
		}
		d.add("book", b, attributes...)
	}
	return fmt.Sprintf("Where a book belongs only the %s says. Books travel on the %s, three at a time; what is loose is mended before anybody gets it, and what is lent is stamped.", catalogue, trolley), capital(strings.Join(lines, "; ")) + "."
}
