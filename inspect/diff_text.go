package inspect

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// valueColumns is how much of a value is shown where two are compared.
const valueColumns = 60

// fieldsShown is how many of the fields of a record are shown.
const fieldsShown = 12

// WriteText writes the difference for a person: what differs in numbers, then
// the records that are listed.
func (d *Difference) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, note := range d.Notes {
		fmt.Fprintf(&b, "note: %s\n", Clean(note))
	}
	if d.Same {
		var records int64
		for _, s := range d.Streams {
			records += s.RecordsA
		}
		fmt.Fprintf(&b, "the same: %s in %s\n", Count(records, "record"), Count(int64(len(d.Streams)), "stream"))
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "A  %s\nB  %s\n", Clean(d.A), Clean(d.B))
	d.writeOrigin(&b)
	d.writeSummary(&b)
	for _, s := range d.Streams {
		if !s.Same() {
			s.writeDetails(&b)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var longDigest = regexp.MustCompile(`[0-9a-f]{64}`)

// shortDigests cuts digests to what a person compares.
func shortDigests(s string) string {
	return longDigest.ReplaceAllStringFunc(s, func(d string) string { return d[:12] })
}

func (d *Difference) writeOrigin(b *strings.Builder) {
	if len(d.Origin) == 0 {
		return
	}
	b.WriteString("\nmade from\n")
	widest := 0
	for _, o := range d.Origin {
		widest = max(widest, min(40, columnsOf(Clean(o.What))))
	}
	for _, o := range d.Origin {
		fmt.Fprintf(b, "  %s  %s -> %s\n", pad(Clean(o.What), widest), orNone(o.A), orNone(o.B))
	}
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return Clean(shortDigests(s))
}

func (d *Difference) writeSummary(b *strings.Builder) {
	b.WriteString("\nrecords\n")
	widest := 0
	for _, s := range d.Streams {
		widest = max(widest, columnsOf(Clean(s.Name)))
	}
	for _, s := range d.Streams {
		fmt.Fprintf(b, "  %s  ", pad(Clean(s.Name), widest))
		if s.Same() {
			fmt.Fprintf(b, "the same (%s)\n", Thousands(s.RecordsA))
			continue
		}
		fmt.Fprintf(b, "%s -> %s: %s\n", Thousands(s.RecordsA), Thousands(s.RecordsB), strings.Join(s.counts(), ", "))
	}
}

// counts says what there is of each.
func (s StreamDifference) counts() []string {
	var parts []string
	for _, p := range []struct {
		n    int64
		what string
	}{{s.Added, "added"}, {s.Removed, "removed"}, {s.Changed, "changed"}, {s.Moved, "moved"}, {s.Unchanged, "unchanged"}} {
		if p.n > 0 {
			parts = append(parts, Thousands(p.n)+" "+p.what)
		}
	}
	if s.Moved < 0 {
		parts = append(parts, "in another order")
	}
	return parts
}

func (s StreamDifference) writeDetails(b *strings.Builder) {
	fmt.Fprintf(b, "\n%s\n", Clean(s.Name))
	if len(s.Fields) > 0 {
		b.WriteString("  fields that changed, by records\n")
		const most = 12
		for i, f := range s.Fields {
			if i == most {
				fmt.Fprintf(b, "  %9s  and %s\n", "", Count(int64(len(s.Fields)-most), "more field"))
				break
			}
			fmt.Fprintf(b, "  %9s  %s\n", Thousands(f.Records), shorten(f.Field, 100))
		}
	}
	for _, r := range s.ChangedRecords {
		fmt.Fprintf(b, "  changed %s\n", r.RecordRef)
		shown := r.Fields[:min(len(r.Fields), fieldsShown)]
		for _, f := range shown {
			b.WriteString("    " + f.String() + "\n")
		}
		if n := r.More + int64(len(r.Fields)-len(shown)); n > 0 {
			fmt.Fprintf(b, "    and %s\n", Count(n, "more field"))
		}
	}
	more(b, s.Changed, len(s.ChangedRecords), "changed")
	for _, r := range s.AddedRecords {
		fmt.Fprintf(b, "  added   %s\n", r)
	}
	more(b, s.Added, len(s.AddedRecords), "added")
	for _, r := range s.RemovedRecords {
		fmt.Fprintf(b, "  removed %s\n", r)
	}
	more(b, s.Removed, len(s.RemovedRecords), "removed")
	for _, r := range s.MovedRecords {
		fmt.Fprintf(b, "  moved   %s -> %s\n", r.RecordRef, Thousands(r.To))
	}
	more(b, s.Moved, len(s.MovedRecords), "moved")
}

func more(b *strings.Builder, all int64, listed int, what string) {
	if n := all - int64(listed); n > 0 {
		fmt.Fprintf(b, "  and %s more %s\n", Thousands(n), what)
	}
}

// String names the record for a person.
func (r RecordRef) String() string {
	where := "record " + Thousands(r.Position)
	if r.ID == "" {
		return where
	}
	s := shorten(r.ID, 40)
	if r.Name != "" {
		s += "  " + shorten(r.Name, 40)
	}
	return s + "  " + where
}

// String shows the change on one line.
func (f FieldChange) String() string {
	path := shorten(f.Path, 80)
	switch {
	case f.A == nil && f.B == nil && f.Path == "":
		return "the same value, written differently"
	case f.A == nil && f.B == nil:
		return strings.TrimSuffix(path, orderMark) + ": in another order"
	case f.A == nil:
		return fmt.Sprintf("%s: added %s", path, shorten(string(f.B), valueColumns))
	case f.B == nil:
		return fmt.Sprintf("%s: removed %s", path, shorten(string(f.A), valueColumns))
	}
	a, b := fromDifference(string(f.A), string(f.B))
	return fmt.Sprintf("%s: %s -> %s", path, shorten(a, valueColumns), shorten(b, valueColumns))
}

// fromDifference cuts off what two values begin with alike, but for a little,
// where else the difference would be out of sight.
func fromDifference(a, b string) (string, string) {
	const before = 16
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	if max(len(a), len(b)) <= valueColumns || same < valueColumns/2 {
		return a, b
	}
	cut := same - before
	for cut > 0 && !utf8.RuneStart(a[cut]) {
		cut--
	}
	return "…" + a[cut:], "…" + b[cut:]
}
