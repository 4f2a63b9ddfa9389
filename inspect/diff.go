package inspect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/world"
)

// DiffOptions are how to compare: none of them changes what is found.
type DiffOptions struct {
	// Limit is how many added, removed, changed and moved records of a stream
	// are listed, each; all are counted.
	Limit int

	// Rows is how many records are sorted in memory at once, per table; 0 is
	// the default. A row takes 48 bytes.
	Rows int
}

// A Difference is what two datasets differ in.
type Difference struct {
	// Same says that nothing differs, RecordsSame that no record does.
	Same        bool `json:"same"`
	RecordsSame bool `json:"records_same"`

	A string `json:"a"`
	B string `json:"b"`

	// Origin lists what the manifests say differently about where the
	// datasets come from: the version, seed, spec, inputs and nodes.
	Origin []OriginChange `json:"origin"`

	// Notes are what a reader should know about the comparison itself, such
	// as a file that is not what its manifest says.
	Notes []string `json:"notes,omitempty"`

	Streams []StreamDifference `json:"streams"`
}

// An OriginChange is a place of the manifests that differs; A or B is empty
// where only the other has it.
type OriginChange struct {
	What string `json:"what"`
	A    string `json:"a,omitempty"`
	B    string `json:"b,omitempty"`
}

// A StreamDifference is what one stream differs in. Records are the same
// record if they have the same id; rows without an id if they were made of the
// same record, as the lineage beside them says. Where that is not known either,
// they are the same if they are equal, or, where that leaves any, if they stand
// in the same position.
type StreamDifference struct {
	Name string     `json:"name"`
	Type world.Type `json:"type,omitempty"`

	RecordsA int64 `json:"records_a"`
	RecordsB int64 `json:"records_b"`

	Added     int64 `json:"added"`
	Removed   int64 `json:"removed"`
	Changed   int64 `json:"changed"`
	Unchanged int64 `json:"unchanged"`

	// Moved is the least number of records to move until those that both have
	// are in one order; -1 says that they are not, and too many to count.
	Moved int64 `json:"moved"`

	// Fields counts the changed records by the fields that changed, most
	// frequent first; indexes of arrays are left out.
	Fields []FieldCount `json:"fields,omitempty"`

	// The first of each, by their position.
	AddedRecords   []RecordRef    `json:"added_records,omitempty"`
	RemovedRecords []RecordRef    `json:"removed_records,omitempty"`
	ChangedRecords []RecordChange `json:"changed_records,omitempty"`
	MovedRecords   []RecordMove   `json:"moved_records,omitempty"`
}

// Same reports whether the streams hold the same records in the same order.
func (s StreamDifference) Same() bool {
	return s.Added == 0 && s.Removed == 0 && s.Changed == 0 && s.Moved == 0
}

// A FieldCount says in how many records something changed below a field.
type FieldCount struct {
	Field   string `json:"field"`
	Records int64  `json:"records"`
}

// A RecordRef names a record: by its id where it has one, and by its position
// in the stream, from 1.
type RecordRef struct {
	ID       string `json:"id,omitempty"`
	Position int64  `json:"position"`

	// Name is the record's name, where it has one.
	Name string `json:"name,omitempty"`
}

// A RecordChange is a record that both have, with the fields that differ.
type RecordChange struct {
	RecordRef
	Fields []FieldChange `json:"fields"`

	// More is the number of fields beyond those listed.
	More int64 `json:"more,omitempty"`
}

// A FieldChange is a place in a record: A or B is absent where only the other
// has it. Both are absent where the elements of an array stand in another
// order, of which Path is "the.array (order)", and where the value is the same
// in other bytes, of which Path is "".
type FieldChange struct {
	Path string          `json:"path"`
	A    json.RawMessage `json:"a,omitempty"`
	B    json.RawMessage `json:"b,omitempty"`
}

// A RecordMove is a record that stands elsewhere among those that both have.
type RecordMove struct {
	RecordRef
	To int64 `json:"to"`
}

// Diff compares two datasets, or two files of a record a line. It compares what
// lies there: that a file is not what its manifest says is a note, not an
// error. Memory does not grow with the records, but for 16 bytes of each row that
// has no id; the temporary directory takes 48 bytes for each record, and the changed ones of b where their order differs.
func Diff(ctx context.Context, a, b string, o DiffOptions) (*Difference, error) {
	if o.Rows <= 0 {
		o.Rows = 1 << 19
	}
	sideA, err := openSide(a)
	if err != nil {
		return nil, err
	}
	sideB, err := openSide(b)
	if err != nil {
		return nil, err
	}
	if sideA.single != sideB.single {
		return nil, fmt.Errorf("%s and %s: a dataset can be compared with a dataset, and a file with a file", a, b)
	}
	d := &Difference{A: a, B: b, Origin: []OriginChange{}, Streams: []StreamDifference{}}
	if !sideA.single {
		d.Origin = append(d.Origin, compareOrigin(sideA.Manifest, sideB.Manifest)...)
	}
	for _, pair := range pairStreams(sideA.streams(), sideB.streams()) {
		s, err := compareStreams(ctx, sideA, sideB, pair, o, func(note string) { d.Notes = append(d.Notes, note) })
		if err != nil {
			return nil, err
		}
		d.Streams = append(d.Streams, s)
	}
	d.RecordsSame = !slices.ContainsFunc(d.Streams, func(s StreamDifference) bool { return !s.Same() })
	d.Same = d.RecordsSame && len(d.Origin) == 0
	return d, nil
}

// A side is one of the two that are compared.
type side struct {
	*Dataset
	single bool // a file and not a dataset

	// identities reads what tells rows apart, once.
	identities func(context.Context) (identities, error)
}

func openSide(path string) (side, error) {
	info, err := os.Stat(path)
	if err == nil && info.Mode().IsRegular() && holdsRows("data/"+filepath.Base(path)) {
		m := &artifact.Manifest{Files: []artifact.ManifestFile{{Path: filepath.Base(path)}}}
		return side{Dataset: &Dataset{Dir: filepath.Dir(path), Manifest: m}, single: true}, nil
	}
	d, err := OpenDataset(path)
	s := side{Dataset: d}
	var known identities
	s.identities = func(ctx context.Context) (_ identities, err error) {
		if known == nil {
			known, err = s.readIdentities(ctx)
		}
		return known, err
	}
	return s, err
}

// streams lists what the side holds. The one stream of a file has no name of
// its own, so that any two files can be compared.
func (s side) streams() []Stream {
	streams := s.Streams()
	if s.single {
		streams[0].Name = "records"
	}
	return streams
}

// streamPair is a stream that one or both have.
type streamPair struct{ a, b Stream }

func (p streamPair) name() string {
	if p.a.Name == "" {
		return p.b.Name
	}
	return p.a.Name
}

// pairStreams pairs streams of one name, in the order of a, then what only b
// has.
func pairStreams(a, b []Stream) []streamPair {
	var pairs []streamPair
	for _, s := range a {
		pair := streamPair{a: s}
		if i := slices.IndexFunc(b, func(t Stream) bool { return t.Name == s.Name }); i >= 0 {
			pair.b = b[i]
		}
		pairs = append(pairs, pair)
	}
	for _, t := range b {
		if !slices.ContainsFunc(a, func(s Stream) bool { return s.Name == t.Name }) {
			pairs = append(pairs, streamPair{b: t})
		}
	}
	return pairs
}

// compareStreams compares one stream: by its files, then, if they differ, by
// its records.
func compareStreams(ctx context.Context, a, b side, pair streamPair, o DiffOptions, note func(string)) (StreamDifference, error) {
	s := StreamDifference{Name: pair.name(), Type: pair.a.Type}
	if s.Type == "" {
		s.Type = pair.b.Type
	}
	same, err := sameFiles(ctx, a, b, pair)
	if err != nil {
		return s, err
	}
	if same && !a.single {
		s.RecordsA, s.RecordsB, s.Unchanged = pair.a.Records, pair.b.Records, pair.a.Records
		return s, nil
	}
	for _, f := range slices.Concat(pair.a.Files, pair.b.Files) {
		if !a.single && !holdsRows(f.Path) {
			// Its records cannot be told apart here; that it differs, can.
			s.RecordsA, s.RecordsB = pair.a.Records, pair.b.Records
			s.Removed, s.Added = s.RecordsA, s.RecordsB
			note(fmt.Sprintf("%s: the files differ; their format is compared as a whole", s.Name))
			return s, nil
		}
	}
	c := comparer{ctx: ctx, a: a, b: b, pair: pair, options: o, result: &s, note: note}
	return s, c.run()
}

// sameFiles reports whether both sides have the same bytes on disk for a
// stream. Digests in the manifests are no proof of that: files are edited.
func sameFiles(ctx context.Context, a, b side, pair streamPair) (bool, error) {
	if len(pair.a.Files) != len(pair.b.Files) {
		return false, nil
	}
	for i, fa := range pair.a.Files {
		fb := pair.b.Files[i]
		if fa.Digest != fb.Digest || fa.Records != fb.Records {
			return false, nil
		}
		pathA, err := a.file(fa.Path)
		if err != nil {
			return false, err
		}
		pathB, err := b.file(fb.Path)
		if err != nil {
			return false, err
		}
		if same, err := sameBytes(ctx, pathA, pathB); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// sameBytes compares two files as they lie there.
func sameBytes(ctx context.Context, a, b string) (bool, error) {
	fa, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer fa.Close()
	fb, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer fb.Close()
	bufA, bufB := make([]byte, 1<<18), make([]byte, 1<<18)
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		na, errA := io.ReadFull(fa, bufA)
		nb, errB := io.ReadFull(fb, bufB)
		if na != nb || string(bufA[:na]) != string(bufB[:nb]) {
			return false, nil
		}
		for _, err := range []error{errA, errB} {
			if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
				return false, err
			}
		}
		if errA != nil {
			return true, nil
		}
	}
}

// compareOrigin lists what two manifests say differently about where their
// datasets come from.
func compareOrigin(a, b *artifact.Manifest) []OriginChange {
	var changes []OriginChange
	add := func(what, va, vb string) {
		if va != vb {
			changes = append(changes, OriginChange{what, va, vb})
		}
	}
	add("dataset", a.Dataset, b.Dataset)
	add("worldc", a.Worldc, b.Worldc)
	add("spec", digestText(a.Spec), digestText(b.Spec))
	add("seed", fmt.Sprint(a.Seed), fmt.Sprint(b.Seed))
	add("recordings", digestText(a.Recordings), digestText(b.Recordings))

	inputs := func(m *artifact.Manifest) (names []string, digest map[string]string) {
		digest = map[string]string{}
		for _, in := range m.Inputs {
			names = append(names, in.Name)
			digest[in.Name] = digestText(in.Digest)
		}
		return names, digest
	}
	namesA, digestsA := inputs(a)
	namesB, digestsB := inputs(b)
	for _, name := range union(namesA, namesB) {
		add("input "+name, digestsA[name], digestsB[name])
	}

	nodes := func(m *artifact.Manifest) (names []string, said map[string]string) {
		said = map[string]string{}
		for _, n := range m.Nodes {
			names = append(names, n.Address)
			said[n.Address] = fmt.Sprintf("%s, %s", Count(n.Records, "record"), digestText(n.Digest))
			if n.Rejected+n.Failed+n.Skipped > 0 {
				said[n.Address] += fmt.Sprintf(" (%s planned, %s rejected, %s failed, %s skipped)",
					Thousands(n.Planned), Thousands(n.Rejected), Thousands(n.Failed), Thousands(n.Skipped))
			}
		}
		return names, said
	}
	namesA, saidA := nodes(a)
	namesB, saidB := nodes(b)
	for _, name := range union(namesA, namesB) {
		add("node "+name, saidA[name], saidB[name])
	}
	return changes
}

func digestText(d artifact.Digest) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// union lists the names of a, then those that only b has.
func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, name := range b {
		if !slices.Contains(a, name) {
			all = append(all, name)
		}
	}
	return all
}

// badLine begins an error with the place of a line.
func badLine(d *Dataset, l Line, format string, args ...any) error {
	return fmt.Errorf("%s: line %d: %s", filepath.Join(d.Dir, filepath.FromSlash(l.File)), l.Number, strings.TrimSpace(fmt.Sprintf(format, args...)))
}
