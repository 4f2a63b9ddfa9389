package inspect

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/formats"
)

// checkCroissant compares the metadata with the manifest, with the sums, and with
// what the card states, if it can be read. What is said of files in told is not
// compared: they are not what they should be.
func (d *Dataset) checkCroissant(data []byte, told map[string]bool, card *stated, problem func(string, ...any)) {
	bad := func(format string, args ...any) { problem(formats.CroissantName+": "+format, args...) }
	var x formats.Croissant
	if err := json.Unmarshal(data, &x); err != nil {
		bad("it is not what worldc writes: %v: build the dataset again", err)
		return
	}
	if x.ConformsTo != formats.CroissantVersion {
		bad("it conforms to %q, and worldc writes %s: build the dataset again", x.ConformsTo, formats.CroissantVersion)
	}
	d.checkDistribution(&x, told, bad)
	d.checkRecordSets(&x, bad)
	d.checkProvenance(&x, bad)
	if card != nil {
		checkStated(&x, card, bad)
	}
}

// checkStated compares what the metadata and the card both state: the licence, who
// made the dataset and where they are at home, its languages, and what to cite. A card
// is prose, so it is enough that it says so anywhere before its first table.
func checkStated(x *formats.Croissant, card *stated, bad func(string, ...any)) {
	agree := func(what, have, want string, agrees bool) {
		if !agrees {
			bad("it states the %s %s, and %s states %s: make them agree", what, orMissing(have), CardName, orMissing(want))
		}
	}
	id, name := formats.HubLicense(formats.LicenseOf(x.License))
	have := cmp.Or(name, id)
	agree("licence", have, card.license, have == card.license)
	var creator string
	if x.Creator != nil {
		creator = x.Creator.Name
	}
	made := card.madeBy()
	agree("creator", creator, made, creator == "" && made == "" || creator != "" && strings.Contains(card.head, formats.Cell(creator)))
	at := card.at()
	agree("URL", x.URL, at, x.URL == "" && at == "" || x.URL != "" && strings.Contains(card.head, x.URL))
	agree("languages", strings.Join(x.Languages, ", "), strings.Join(card.languages, ", "), len(x.Languages) == 0 || slices.Equal(x.Languages, card.languages))
	for entry := range strings.SplitAfterSeq(x.CiteAs, "\n}\n") {
		if entry = strings.TrimSpace(entry); entry != "" && (entry[0] != '@' || !strings.Contains(card.text, entry)) {
			first, _, _ := strings.Cut(entry, "\n")
			bad("its citation %s is not in %s as it is here: make them agree", first, CardName)
		}
	}
}

// checkDistribution compares the files that are described with those there are.
func (d *Dataset) checkDistribution(x *formats.Croissant, told map[string]bool, bad func(string, ...any)) {
	sums, err := artifact.ReadSums(d.Dir)
	if err != nil {
		sums = nil // which has been told
	}
	described := map[string]formats.CroissantFile{}
	for _, f := range x.Distribution {
		if f.Includes != nil {
			continue
		}
		if _, twice := described[f.Name]; twice {
			bad("it describes %s twice: take one out", f.Name)
		}
		described[f.Name] = f
	}
	for _, f := range d.Manifest.Files {
		have, ok := described[f.Path]
		delete(described, f.Path)
		if !ok {
			bad("it does not describe %s: build the dataset again", f.Path)
			continue
		}
		want := formats.DescribeFile(f, d.lying(f.Path, sums))
		if told[f.Path] {
			have.SHA256, have.Size = want.SHA256, want.Size
		}
		switch {
		case have.URL != want.URL:
			bad("it looks for %s at %q: write %q", f.Path, have.URL, want.URL)
		case have.SHA256 != want.SHA256 && sums == nil:
			bad("it gives %s the SHA-256 %s, and the file has %s: build the dataset again", f.Path, orMissing(have.SHA256), want.SHA256)
		case have.SHA256 != want.SHA256:
			bad("it gives %s the SHA-256 %s, and %s has %s: build the dataset again", f.Path, orMissing(have.SHA256), artifact.SumsName, want.SHA256)
		case have.Size != want.Size && want.Size != "":
			bad("it gives %s the size %s, and the file has %s: build the dataset again", f.Path, orMissing(have.Size), want.Size)
		case !slices.Equal(have.Encoding, want.Encoding):
			bad("it gives %s the encoding %s: write %s", f.Path, orMissing(strings.Join(have.Encoding, ", ")), strings.Join(want.Encoding, ", "))
		case have.Type != want.Type || have.ID != want.ID:
			bad("it describes %s as the %s %q: write %s %q", f.Path, have.Type, have.ID, want.Type, want.ID)
		}
	}
	for _, f := range x.Distribution {
		if _, left := described[f.Name]; left {
			bad("it describes %s, which the manifest does not list: build the dataset again", orMissing(f.Name))
			delete(described, f.Name)
		}
	}
}

// lying is how a file lies there: its sum is what the sums say, which have been
// compared with the file, or where there are none, that of the file.
func (d *Dataset) lying(name string, sums map[string]artifact.Digest) (l formats.Lying) {
	path, err := d.file(name)
	if err != nil {
		return formats.Lying{SHA256: sums[name], Bytes: -1}
	}
	if info, err := os.Stat(path); err == nil {
		l.Bytes = info.Size()
	}
	if l.SHA256 = sums[name]; l.SHA256.IsZero() {
		if digest, _, err := artifact.RawDigest(filepath.Join(d.Dir, filepath.FromSlash(name))); err == nil {
			l.SHA256 = digest
		}
	}
	return l
}

// checkRecordSets compares the parts that are described with those there are.
func (d *Dataset) checkRecordSets(x *formats.Croissant, bad func(string, ...any)) {
	wanted := map[string]bool{}
	for _, config := range formats.Configs(d.Manifest.Files) {
		files, splits, rows := formats.DescribeConfig(config)
		wanted[files.ID], wanted[splits.ID], wanted[rows.ID] = true, true, true
		if i := slices.IndexFunc(x.Distribution, func(f formats.CroissantFile) bool { return f.ID == files.ID }); i < 0 {
			bad("it has no file set %q: build the dataset again", files.ID)
		} else if have := x.Distribution[i]; !slices.Equal(have.Includes, files.Includes) || have.Type != files.Type || !slices.Equal(have.Encoding, files.Encoding) {
			bad("its file set %q is of %s in %s: write %s in %s", files.ID, orMissing(strings.Join(have.Includes, ", ")), orMissing(strings.Join(have.Encoding, ", ")),
				strings.Join(files.Includes, ", "), strings.Join(files.Encoding, ", "))
		}
		if i := slices.IndexFunc(x.RecordSets, func(r formats.RecordSet) bool { return r.ID == splits.ID }); i < 0 {
			bad("it has no record set %q, which lists the splits: build the dataset again", splits.ID)
		} else {
			have, want := splitsOf(x.RecordSets[i]), splitsOf(splits)
			if !slices.Equal(have, want) {
				bad("it gives the config %q the splits %s, and there are files of %s: build the dataset again", config.Name, orMissing(strings.Join(have, ", ")), strings.Join(want, ", "))
			}
		}
		i := slices.IndexFunc(x.RecordSets, func(r formats.RecordSet) bool { return r.ID == rows.ID })
		if i < 0 {
			bad("it has no record set %q: build the dataset again", rows.ID)
			continue
		}
		for _, want := range rows.Annotations {
			j := slices.IndexFunc(x.RecordSets[i].Annotations, func(a formats.Annotation) bool { return a.ID == want.ID })
			if j < 0 {
				bad("it does not count %s: build the dataset again", want.ID)
			} else if have := x.RecordSets[i].Annotations[j]; have.Value != want.Value {
				bad("it counts %s as %s, and by the manifest there are %s: write that", want.ID, Thousands(have.Value), Thousands(want.Value))
			}
		}
		for _, f := range x.RecordSets[i].Fields {
			if f.Source != nil && f.Source.FileSet.ID != files.ID {
				bad("its field %q is read from %q, and the rows are in %q: write that", f.ID, f.Source.FileSet.ID, files.ID)
			}
		}
	}
	for _, f := range x.Distribution {
		if f.Includes != nil && !wanted[f.ID] {
			bad("it has a file set %q, of which there are no files: take it out", f.ID)
		}
	}
	for _, r := range x.RecordSets {
		if !wanted[r.ID] {
			bad("it has a record set %q, of which there are no files: take it out", r.ID)
		}
	}
}

// splitsOf are the names of splits that a record set lists.
func splitsOf(r formats.RecordSet) []string {
	var names []string
	for _, row := range r.Data {
		for _, name := range row { //lint:ordered there is one
			names = append(names, name)
		}
	}
	return names
}

// checkProvenance compares what the dataset is said to be made from.
func (d *Dataset) checkProvenance(x *formats.Croissant, bad func(string, ...any)) {
	used, derived := formats.Provenance(d.Manifest, nil)
	if have := x.Generated.Agent.Version; have != d.Manifest.Worldc {
		bad("it names worldc %s, and the manifest %s: build the dataset again", orMissing(have), d.Manifest.Worldc)
	}
	for _, c := range []struct{ have, want []formats.DerivedFrom }{{x.Generated.Used, used}, {x.Derived, derived}} {
		for _, want := range c.want {
			i := slices.IndexFunc(c.have, func(h formats.DerivedFrom) bool { return h.ID == want.ID })
			if i < 0 {
				bad("it does not say that the dataset was made from %s: build the dataset again", want.Label)
			} else if have := c.have[i]; have.SHA256 != want.SHA256 || have.Size != want.Size {
				bad("it gives %s the SHA-256 %s and %s, and the manifest %s and %s: build the dataset again",
					want.Label, orMissing(have.SHA256), orMissing(have.Size), want.SHA256, orMissing(want.Size))
			}
		}
		for _, have := range c.have {
			if !slices.ContainsFunc(c.want, func(w formats.DerivedFrom) bool { return w.ID == have.ID }) {
				bad("it says that the dataset was made from %s, which the manifest does not list: build the dataset again", orMissing(have.Label))
			}
		}
	}
}
