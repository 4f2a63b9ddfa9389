package inspect

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/formats"
	"worldc/jsonwalk"
	"worldc/world"
)

// An Explanation is where a record comes from.
type Explanation struct {
	// Dataset is the address of the dataset block, Worldc and Seed are what
	// it was made with.
	Dataset string `json:"dataset"`
	Worldc  string `json:"worldc"`
	Seed    int64  `json:"seed"`
	Spec    string `json:"spec"`

	Record Related `json:"record"`

	// Lineage is where a row of a training set comes from.
	Lineage *formats.Lineage `json:"lineage,omitempty"`

	// Content is the record itself.
	Content json.RawMessage `json:"content"`

	// Nodes made the record: the last first, each followed by those it read.
	Nodes []MadeBy `json:"nodes"`

	// Parents are the records that the record refers to, then those that they
	// refer to, as far as they are in the dataset.
	Parents []Related `json:"parents"`

	// Sources are the documents in which the tools among them were declared.
	Sources []SourceDocument `json:"sources"`

	// Inputs are the other inputs of the dataset, where a source is known by
	// a name of its own (a server, an API) and may be any of them.
	Inputs []SourceDocument `json:"inputs,omitempty"`
}

// Related is a record and where it lies.
type Related struct {
	Type  world.Type `json:"type,omitempty"`
	ID    string     `json:"id,omitempty"`
	About string     `json:"about,omitempty"` // its name, or what else says what it is
	Place string     `json:"place"`           // FILE:LINE in the dataset

	// Source is where a tool was declared.
	Source *world.Source `json:"source,omitempty"`

	refers []string
}

// MadeBy is a node on the way to a record.
type MadeBy struct {
	Depth   int    `json:"depth"`
	Address string `json:"address"`
	At      string `json:"at"` // FILE:LINE in the spec
	Type    string `json:"type"`
	Records int64  `json:"records"`
	Again   bool   `json:"again,omitempty"` // it stands further up with what it read
}

// A SourceDocument is a document, with the digest of its file where it is one
// of the dataset's inputs.
type SourceDocument struct {
	Name    string           `json:"name"`
	Digest  *artifact.Digest `json:"digest,omitempty"`
	License string           `json:"license,omitempty"`
}

// UnknownRecordError says that a dataset has no such record.
type UnknownRecordError struct {
	Dir, Record string
	Near        []string // what may have been meant
}

// Error suggests what may have been meant.
func (e *UnknownRecordError) Error() string {
	s := fmt.Sprintf("%s: it has no record %s", e.Dir, e.Record)
	if len(e.Near) > 0 {
		s += "; did you mean " + strings.Join(e.Near, ", or ") + "?"
	}
	return s
}

// minPrefix is how much of an id may stand for it.
const minPrefix = 6

// Explain tells where a record of the dataset in dir comes from. The record is
// given by its id, by at least six characters with which only its id begins,
// or as FILE:LINE.
func Explain(ctx context.Context, dir, record string) (*Explanation, error) {
	d, err := OpenDataset(dir)
	if err != nil {
		return nil, err
	}
	stream, line, err := d.locate(ctx, record)
	if err != nil {
		return nil, err
	}
	e := &Explanation{
		Dataset: d.Manifest.Dataset, Worldc: d.Manifest.Worldc, Seed: d.Manifest.Seed, Spec: d.Manifest.Spec.String(),
		Record: describe(stream.Type, line), Content: slices.Clone(json.RawMessage(line.Text)),
		Nodes: []MadeBy{}, Parents: []Related{}, Sources: []SourceDocument{},
	}
	if !json.Valid(e.Content) {
		return nil, badLine(d, line, "it is not JSON; worldc verify %s tells what else is wrong", dir)
	}
	if err := d.trace(ctx, e, stream, line); err != nil {
		return nil, err
	}
	e.Nodes = append(e.Nodes, d.madeBy(stream)...)
	if err := d.parents(ctx, e); err != nil {
		return nil, err
	}
	d.sources(e)
	return e, nil
}

var errStop = errors.New("stop")

// scan calls f with every record of the dataset until f returns errStop.
func (d *Dataset) scan(ctx context.Context, f func(Stream, Line) error) error {
	for _, s := range d.Streams() {
		files := slices.DeleteFunc(slices.Clone(s.Files), func(f artifact.ManifestFile) bool { return !holdsRows(f.Path) })
		for line, err := range d.Lines(ctx, files) {
			if err == nil {
				err = f(s, line)
			}
			if err == errStop {
				return nil
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// locate finds the record that a user means.
func (d *Dataset) locate(ctx context.Context, record string) (Stream, Line, error) {
	if file, number, ok := ParsePlace(record); ok {
		return d.locatePlace(ctx, file, number)
	}
	type candidate struct {
		stream Stream
		line   Line
		id     string
	}
	var found []candidate
	err := d.scan(ctx, func(s Stream, l Line) error {
		id, ok := recordID(l.Text)
		if !ok || !strings.HasPrefix(string(id), record) || string(id) != record && len(record) < minPrefix {
			return nil
		}
		l.Text = slices.Clone(l.Text)
		if string(id) == record {
			found = []candidate{{s, l, record}}
			return errStop
		}
		if len(found) < 100 && !slices.ContainsFunc(found, func(c candidate) bool { return c.id == string(id) }) {
			found = append(found, candidate{s, l, string(id)})
		}
		return nil
	})
	switch {
	case err != nil:
		return Stream{}, Line{}, err
	case len(found) == 1:
		return found[0].stream, found[0].line, nil
	case len(found) == 0:
		near, err := d.near(ctx, record)
		if err == nil {
			err = &UnknownRecordError{d.Dir, record, near}
		}
		return Stream{}, Line{}, err
	}
	var ids []string
	for _, c := range found[:min(len(found), 5)] {
		ids = append(ids, c.id)
	}
	if len(found) > len(ids) {
		ids = append(ids, "…")
	}
	return Stream{}, Line{}, fmt.Errorf("%s: several records have an id that begins with %s: %s", d.Dir, record, strings.Join(ids, ", "))
}

func (d *Dataset) locatePlace(ctx context.Context, file string, number int64) (Stream, Line, error) {
	f, err := d.find(file)
	if err != nil {
		return Stream{}, Line{}, err
	}
	if !holdsRows(f.Path) {
		return Stream{}, Line{}, fmt.Errorf("%s: it has no lines", f.Path)
	}
	var last int64
	for line, err := range d.Lines(ctx, []artifact.ManifestFile{f}) {
		if err != nil {
			return Stream{}, Line{}, err
		}
		if last = line.Number; last == number {
			line.Text = slices.Clone(line.Text)
			for _, s := range d.Streams() {
				if s.Name == streamName(f.Path) {
					return s, line, nil
				}
			}
		}
	}
	return Stream{}, Line{}, fmt.Errorf("%s: it has %s, and no line %d", f.Path, Count(last, "record"), number)
}

// near finds what a user may have meant by a record that there is not: one of
// that name, or of an id that begins alike.
func (d *Dataset) near(ctx context.Context, record string) ([]string, error) {
	const most = 3
	type guess struct {
		text   string
		shared int
	}
	var named []string
	var best []guess
	err := d.scan(ctx, func(s Stream, l Line) error {
		id, ok := recordID(l.Text)
		if !ok {
			return nil
		}
		if len(named) < most && jsonwalk.IsText(jsonwalk.Field(l.Text, "name"), record) {
			named = append(named, fmt.Sprintf("%s (the %s of that name)", id, s.Type))
		}
		shared := 0
		for shared < min(len(id), len(record)) && id[shared] == record[shared] {
			shared++
		}
		if shared >= 3 && (len(best) < most || shared > best[len(best)-1].shared) {
			best = append(best, guess{string(id), shared})
			slices.SortStableFunc(best, func(a, b guess) int { return cmp.Compare(b.shared, a.shared) })
			best = best[:min(len(best), most)]
		}
		return nil
	})
	if len(named) == 0 {
		for _, g := range best {
			named = append(named, g.text)
		}
	}
	return named, err
}

// describe says what a record is, and which ids it mentions.
func describe(t world.Type, l Line) Related {
	r := Related{Type: t, Place: l.Place()}
	if id, ok := recordID(l.Text); ok {
		r.ID = string(id)
	}
	about := l.Text
	if t == world.ScriptType {
		about = jsonwalk.Field(l.Text, "task") // what the game is about
	}
	for _, name := range []string{"name", "goal", "description", "background", "modification", "text"} {
		if s, ok := jsonwalk.Text(jsonwalk.Field(about, name)); ok && s != "" {
			r.About = s
			break
		}
	}
	if t == world.ToolType {
		var source world.Source
		if json.Unmarshal(jsonwalk.Field(l.Text, "source"), &source) == nil {
			r.Source = &source
		}
	}
	mentions(l.Text, 0, func(id string) {
		if id != r.ID && !slices.Contains(r.refers, id) {
			r.refers = append(r.refers, id)
		}
	})
	return r
}

// mentions calls f with every string in a value that has the form of an id.
func mentions(value []byte, depth int, f func(id string)) {
	if depth > maxDepth {
		return
	}
	switch kind(value) {
	case '{':
		for _, m := range jsonwalk.AppendMembers(nil, value) {
			mentions(m.Value, depth+1, f)
		}
	case '[':
		for _, e := range jsonwalk.AppendElements(nil, value) {
			mentions(e, depth+1, f)
		}
	default:
		if len(value) > 2 && value[0] == '"' && isID(value[1:len(value)-1]) {
			f(string(value[1 : len(value)-1]))
		}
	}
}

// isID reports whether s has the form of world.ID, or of such an id qualified
// by the position of its input ("@2").
func isID(s []byte) bool {
	const digits = 16
	if len(s) < digits {
		return false
	}
	for _, c := range s[:digits] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	rest := s[digits:]
	return len(rest) == 0 || len(rest) > 1 && rest[0] == '@' && strings.Trim(string(rest[1:]), "0123456789@") == ""
}

// madeBy walks from the node that made a stream's records to those that read
// nothing.
func (d *Dataset) madeBy(s Stream) []MadeBy {
	nodes := map[string]artifact.ManifestNode{}
	for _, n := range d.Manifest.Nodes {
		nodes[n.Address] = n
	}
	var list []MadeBy
	seen := map[string]bool{}
	var visit func(n artifact.ManifestNode, depth int)
	visit = func(n artifact.ManifestNode, depth int) {
		again := seen[n.Address] && len(n.Reads) > 0
		seen[n.Address] = true
		list = append(list, MadeBy{depth, n.Address, n.At, n.Type, n.Records, again})
		if again {
			return
		}
		for _, up := range n.Reads {
			if node, ok := nodes[up]; ok {
				visit(node, depth+1)
			}
		}
	}
	if s.IsData() || s.Type == LineageType { // a row by its id is found in what says where rows are from
		visit(d.Root(), 0)
		return list
	}
	// What accompanies the data was made by the nearest nodes of its type.
	asked := map[string]bool{}
	var look func(n artifact.ManifestNode)
	look = func(n artifact.ManifestNode) {
		for _, up := range n.Reads {
			node, ok := nodes[up]
			switch {
			case !ok || asked[up]:
			case node.Type == string(s.Type):
				asked[up] = true
				visit(node, 0)
			default:
				asked[up] = true
				look(node)
			}
		}
	}
	look(d.Root())
	return list
}

// maxParents bounds the parents that are told.
const maxParents = 10_000

// parents finds the records that the record refers to, and those that they
// refer to.
func (d *Dataset) parents(ctx context.Context, e *Explanation) error {
	known := map[string]bool{e.Record.ID: true}
	pending := e.Record.refers
	for len(pending) > 0 && len(e.Parents) < maxParents {
		rank := map[string]int{}
		for _, id := range pending {
			if !known[id] {
				known[id] = true
				rank[id] = len(rank)
			}
		}
		pending = nil
		if len(rank) == 0 {
			break
		}
		var level []Related
		err := d.scan(ctx, func(s Stream, l Line) error {
			if id, ok := recordID(l.Text); ok {
				if _, wanted := rank[string(id)]; wanted && len(level) < maxParents {
					level = append(level, describe(s.Type, l))
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		slices.SortStableFunc(level, func(a, b Related) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
		// A record that stands in several files is one record.
		level = slices.CompactFunc(level, func(a, b Related) bool { return a.ID == b.ID })
		for _, r := range level {
			pending = append(pending, r.refers...)
		}
		e.Parents = append(e.Parents, level...)
	}
	return nil
}

// sources lists the documents of the tools.
func (d *Dataset) sources(e *Explanation) {
	matched := map[string]bool{}
	unmatched := false
	for _, r := range append([]Related{e.Record}, e.Parents...) {
		if r.Source == nil || slices.ContainsFunc(e.Sources, func(s SourceDocument) bool {
			return s.Name == r.Source.Document && s.License == r.Source.License
		}) {
			continue
		}
		s := SourceDocument{Name: r.Source.Document, License: r.Source.License}
		for _, in := range d.Manifest.Inputs {
			if in.Name == s.Name || strings.HasSuffix(in.Name, " "+s.Name) {
				s.Digest = &in.Digest
				matched[in.Name] = true
				break
			}
		}
		unmatched = unmatched || s.Digest == nil
		e.Sources = append(e.Sources, s)
	}
	if !unmatched && len(e.Sources) > 0 {
		return
	}
	for _, in := range d.Manifest.Inputs {
		if !matched[in.Name] {
			e.Inputs = append(e.Inputs, SourceDocument{Name: in.Name, Digest: &in.Digest})
		}
	}
}

// Text tells the explanation to a person; dir is the dataset as they know it.
func (e *Explanation) Text(dir string) string {
	var b strings.Builder
	r := e.Record
	fmt.Fprintf(&b, "%s\n", strings.TrimSpace(fmt.Sprintf("%s %s  %s", orRecord(r.Type), shorten(r.ID, 40), shorten(about(r, e.Parents), 60))))
	fmt.Fprintf(&b, "  in    %s\n", Clean(filepath.Join(dir, filepath.FromSlash(r.Place))))
	fmt.Fprintf(&b, "  of    %s, made by worldc %s with seed %d\n", Clean(e.Dataset), Clean(e.Worldc), e.Seed)
	lineageText(&b, e.Lineage)

	b.WriteString("\nmade by\n")
	table(&b, e.Nodes, func(n MadeBy) []string {
		what := Count(n.Records, "record")
		if n.Again {
			what = "(see above)"
		}
		return []string{strings.Repeat("  ", min(n.Depth, 20)) + Clean(n.Address), Clean(n.At), Clean(n.Type), what}
	})
	if len(e.Parents) > 0 {
		b.WriteString("\nmade of\n")
		const most = 40
		table(&b, e.Parents[:min(most, len(e.Parents))], func(p Related) []string {
			source := ""
			if p.Source != nil {
				source = SourceText(*p.Source)
			}
			return []string{string(p.Type), shorten(p.ID, 24), shorten(about(p, e.Parents), 48), shorten(source, 80)}
		})
		if n := len(e.Parents) - most; n > 0 {
			fmt.Fprintf(&b, "  and %s\n", Count(int64(n), "more record"))
		}
	} else if r.Source != nil {
		fmt.Fprintf(&b, "\ndeclared in\n  %s\n", SourceText(*r.Source))
	}
	documents := func(title string, list []SourceDocument) {
		const most = 20
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n%s\n", title)
		table(&b, list[:min(most, len(list))], func(s SourceDocument) []string {
			digest := ""
			if s.Digest != nil {
				digest = "sha256 " + s.Digest.String()
			}
			return []string{shorten(s.Name, 60), shorten(s.License, 30), digest}
		})
		if n := len(list) - most; n > 0 {
			fmt.Fprintf(&b, "  and %s\n", Count(int64(n), "more document"))
		}
	}
	documents("sources", e.Sources)
	documents("inputs of the dataset", e.Inputs)
	return b.String()
}

func orRecord(t world.Type) string {
	if t == "" {
		return "record"
	}
	return Clean(string(t))
}

// about says what a record is; an edge has no name but those of its tools.
func about(r Related, all []Related) string {
	if r.About != "" || r.Type != world.EdgeType {
		return strings.Join(strings.Fields(r.About), " ")
	}
	var names []string
	for _, id := range r.refers {
		i := slices.IndexFunc(all, func(p Related) bool { return p.ID == id })
		if i >= 0 {
			id = all[i].About
		}
		names = append(names, id)
	}
	return strings.Join(names, " -- ")
}

// table writes rows with their columns aligned; empty columns at the end of a
// row take no space.
func table[T any](b *strings.Builder, list []T, columns func(T) []string) {
	var widths []int
	rows := make([][]string, len(list))
	for i, item := range list {
		rows[i] = columns(item)
		for j, cell := range rows[i] {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], columnsOf(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for j, cell := range row {
			if widths[j] > 0 {
				line.WriteString("  " + pad(cell, widths[j]))
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}
