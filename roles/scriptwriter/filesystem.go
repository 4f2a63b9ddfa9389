package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// filesystem is about paths: a file is acted on where one stands, folders are
// entered one by one and left upwards, a script has to be made executable before it
// runs, and an archive is packed when everything is in it.
var filesystem = family{
	name:     "file system",
	fits:     []string{"systems administrator", "programm", "data analyst", "game tester", "archivist", "digitis", "sound engineer", "photograph", "radio host", "robotics", "software", "developer", "doctoral student", "records frogs", "translator", "cartographer", "crime novel", "long term survey"},
	everyday: true,
	own:      []string{"Your disk is a mess, and the backup starts at noon.", "You sit down at the terminal before the others come.", "Somebody asked for your files, and they are not as they should be."},
	guest:    []string{"A neighbour has asked you to sort out her computer.", "You are learning to use a terminal, and this is the exercise of the week.", "Your cousin has left you a laptop with only a terminal on it."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort title
sort folder: parent folder?, made flag
sort file: inside folder, note text?, locked flag, read flag, called title?, fits title?
sort archive: packs folder, wants file, packed flag
sort script: inside folder, executable flag, input file, ran flag
sort player: place folder

rule cd: cd {folder} | enter {folder}
  about Go into a folder that is in this one.
  need folder.made = true else cd: no such file or directory: {folder}
  need folder.parent = player.place else cd: no such file or directory: {folder} (it is not in {player.place})
  do player.place = folder
  say {folder}$
  tell listing(folder)
rule up: go up one folder | leave this folder
  about Go up to the folder that this one is in.
  need player.place.parent != nothing else You are at the top.
  do player.place = player.place.parent
  say {player.place}$
  tell listing(player["place"])
rule ls: ls | dir
  about List what is in this folder.
  tell listing(player["place"])
rule pwd: pwd | where am I
  about Say where you are.
  tell path(player["place"])
rule cat: cat {file} | show {file}
  about Read a text file of this folder.
  at file.inside else cat: {file}: no such file in {player.place}
  need file.locked = false else cat: {file}: permission denied
  do file.read = true
  tell content(the_file)
rule unlock: chmod u+r {file} | make {file} readable
  about Allow yourself to read a file.
  at file.inside else chmod: {file}: no such file in {player.place}
  need file.locked = true else {file} is readable.
  do file.locked = false
  say {file} is readable now.
rule mkdir: mkdir {folder} | make folder {folder}
  about Make a folder here.
  at folder.parent else mkdir: {folder} is not wanted in {player.place}
  need folder.made = false else mkdir: {folder}: file exists
  do folder.made = true
  say {folder} is there.
rule mv: mv {file} {folder} | move {file} {folder}
  about Move a file of this folder into any folder.
  at file.inside else mv: {file}: no such file in {player.place}
  need folder.made = true else mv: {folder}: no such directory
  need file.inside != folder else mv: {file} is in {folder}.
  need file.locked = false else mv: {file}: permission denied
  do file.inside = folder
  say {file} is in {folder} now.
rule rename: rename {file} to {title} | retitle {file} as {title}
  about Give a file of this folder its title.
  at file.inside else rename: {file}: no such file in {player.place}
  need file.read = true else You do not know yet what is in {file}: a title has to fit.
  need file.called != title else {file} has that title.
  need file.fits = title else {title} does not fit what is in {file}.
  do file.called = title
  say The title of {file} is {title} now.
rule chmod: chmod +x {script} | make {script} executable
  about Allow a script of this folder to be run.
  at script.inside else chmod: {script}: no such file in {player.place}
  need script.executable = false else {script} is executable.
  do script.executable = true
  say {script} is executable now.
rule run: run {script} | execute {script}
  about Run a script of this folder.
  at script.inside else {script}: no such file in {player.place}
  need script.executable = true else {script}: permission denied
  need script.input.inside = script.inside else {script}: cannot open {script.input}: no such file here
  need script.input.locked = false else {script}: cannot open {script.input}: permission denied
  need script.ran = false else {script}: nothing to do, the result is there.
  do script.ran = true
  say {script}: done, {script.input} converted.
rule pack: tar {folder} into {archive} | pack {folder} into {archive}
  about Pack a folder of this one into an archive.
  at folder.parent else tar: {folder}: no such directory in {player.place}
  need archive.packs = folder else {archive} is not what {folder} is to be packed into.
  need archive.wants.inside = folder else tar: {archive.wants}: no such file in {folder}
  need archive.packed = false else {archive} exists.
  do archive.packed = true
  say {archive} is written.
`, `
def listing(folder):
    """What ls shows."""
    words = [f["name"] + "/" for f in db.find("folder", {"parent": folder, "made": True}, order = ["name"])]
    for f in db.find("file", {"inside": folder}, order = ["name"]):
        words.append(f["name"] + (" (unreadable)" if f["locked"] else ""))
    for f in db.find("script", {"inside": folder}, order = ["name"]):
        words.append(f["name"] + ("*" if f["executable"] else ""))
    words += [f["name"] for f in db.find("archive", {"packed": True}, order = ["name"]) if db.get("folder", f["packs"])["parent"] == folder]
    return "  ".join(words) if len(words) > 0 else "(empty)"

def path(folder):
    """Where a folder is."""
    names = [folder]
    for _ in range(9):
        row = db.get("folder", names[0])
        if row["parent"] == None:
            return "/" + "/".join(names)
        names = [row["parent"]] + names
    return "/".join(names)

def content(file):
    """What a file holds."""
    return file["note"] if file["note"] != None else "(nothing of interest)"
`)
	}),
	draw: drawFilesystem,
}

var fileNames = []struct{ name, note, title string }{
	{"scan_0412.txt", "Delivery of 40 kg of clay, to be paid by the 30th.", "clay-invoice"},
	{"untitled_7.txt", "Dear Ana, the cottage is free in the second week of May.", "letter-to-ana"},
	{"notes_old.txt", "Bed 3: basil. Bed 4: beans, sown too early again.", "garden-plan"},
	{"tmp_draft.txt", "Chapter one. It had rained for nine days when the ferry stopped.", "chapter-one"},
	{"export_19.csv", "date;birds;weather 02-11;14;fog 02-12;9;rain", "bird-counts"},
	{"new_file.txt", "Bring two ropes, the small stove and the map of the north face.", "packing-list"},
	{"copy_of_copy.txt", "Minutes: the roof will be mended before the concert.", "roof-minutes"},
	{"dump.csv", "platform;minutes late 4;12 9;0 11;3", "train-delays"},
	{"x1.txt", "Take two tablets after breakfast, none in the evening.", "prescription"},
	{"recording_3.txt", "00:14 a tram, 00:52 a door, 01:30 the organ begins.", "sound-log"},
	{"rueckseite.txt", "The pattern has eleven pieces; the sleeve is cut twice.", "cloak-pattern"},
	{"inbox_88.txt", "We should like to lend you the brass clock until June.", "loan-offer"},
}

func drawFilesystem(d *draw) (scene, goal string) {
	home := d.add("folder", one(d, []string{"home", "workspace", "user"}), "made", true)
	names := some(d, d.between(4, 6), []string{"letters", "photos", "archive", "projects", "downloads", "reports", "drafts", "data", "music", "old", "shared", "receipts"})
	parent := map[string]string{}
	for i, n := range names {
		parent[n] = home
		if i > 1 && d.Chance(2, 3) {
			parent[n] = names[d.IntN(i)]
		}
		d.add("folder", n, "parent", parent[n], "made", true)
	}
	d.me("place", one(d, append([]string{home}, names...)))
	files := some(d, d.between(4, 6), fileNames)
	number := d.between(2, 3)
	var lines []string
	where := map[string]string{}
	title := func(t string) {
		d.add("title", t)
	}
	for i, f := range files {
		in := one(d, names)
		where[f.name] = in
		attributes := []any{"inside", in, "note", f.note, "fits", f.title}
		title(f.title)
		if d.Chance(1, 3) {
			attributes = append(attributes, "locked", true)
		}
		d.add("file", f.name, attributes...)
		if i >= number {
			continue
		}
		switch kind := d.IntN(5); {
		case kind == 0:
			d.via(m.You, "place", in)
			d.via(f.name, "read", true)
			d.want(f.name, "called", f.title, "%s has the title that fits it", f.name)
			lines = append(lines, "find out what is in "+f.name+" and give it the title that fits")
		case kind == 1:
			script := d.add("script", []string{"convert.sh", "count.sh", "clean.sh"}[i], "inside", one(d, names), "input", f.name)
			d.via(m.You, "place", in)
			d.via(f.name, "inside", d.things[len(d.things)-1].Values["inside"])
			d.want(script, "ran", true, "%s has run", script)
			lines = append(lines, fmt.Sprintf("run %s, which needs %s in its own folder", script, f.name))
		case kind == 2 && parent[in] != "":
			other := one(d, names)
			archive := d.add("archive", []string{"backup.tar", "parcel.tar", "hand-in.tar"}[i], "packs", other, "wants", f.name)
			d.via(m.You, "place", in)
			d.via(f.name, "inside", other)
			d.want(archive, "packed", true, "%s is written", archive)
			lines = append(lines, fmt.Sprintf("pack %s into %s, with %s in it", other, archive, f.name))
		case kind == 3:
			fresh := []string{"sorted", "for-print", "2025"}[i]
			d.add("folder", fresh, "parent", one(d, append([]string{home}, names...)))
			in := d.things[len(d.things)-1].Values["parent"]
			d.via(m.You, "place", d.things[len(d.things)-1].Values["parent"])
			d.via(fresh, "made", true)
			d.via(m.You, "place", where[f.name])
			d.want(f.name, "inside", fresh, "%s is in %s", f.name, fresh)
			lines = append(lines, fmt.Sprintf("make a folder %s in %s and move %s into it", fresh, in, f.name))
		default:
			other := one(d, names)
			for other == in {
				other = one(d, names)
			}
			d.via(m.You, "place", in)
			d.want(f.name, "inside", other, "%s is in %s", f.name, other)
			lines = append(lines, fmt.Sprintf("move %s to %s", f.name, other))
		}
	}
	return fmt.Sprintf("You work in a terminal. The folder %s is at the top; you enter folders one by one and act on what is in the folder where you are. Somebody has taken the right to read some files away.", home),
		capital(strings.Join(lines, "; ")) + "."
}
