package reading

import (
	"slices"
	"strings"
)

// Bounds on what is taken from a result.
const (
	maxFields   = 60
	maxNesting  = 6
	maxEnvelope = 3
)

// rows are where in a result the row or the rows are.
type rows struct {
	documented bool
	path       string
	many, one  bool
	number     bool // a number and nothing else
	row        *schema
	noun       []string // that the result has for a row
	around     []Field
}

// findRows finds the rows in what the document says comes out.
func (d *document) findRows() {
	if len(d.tool.Returns) == 0 {
		return
	}
	s := d.output.flatten(d.output)
	d.rows = d.open(s, "", 0, nil)
	d.rows.documented = d.rows.row != nil && (len(d.rows.row.properties) > 0 || d.rows.row.kind != "" && d.rows.row.kind != "object" || d.rows.many)
}

// open follows envelopes down to the row.
func (d *document) open(s *schema, path string, depth int, noun []string) rows {
	if s.kind == "array" && depth < maxNesting {
		r := d.open(s.items.flatten(d.output), path+"[]", depth+1, noun)
		r.many, r.one = true, false
		return r
	}
	if s.kind != "object" {
		return rows{path: path, row: s, number: s.kind == "integer" || s.kind == "number", noun: noun, one: false}
	}
	best, score := -1, 0
	scalars, objects := 0, 0
	for _, p := range s.properties {
		f := p.schema.flatten(d.output)
		switch f.kind {
		case "object", "array":
			objects++
		default:
			if !isAround(split(p.name)) {
				scalars++
			}
		}
	}
	listed := strings.HasSuffix(path, "]")
	if depth <= maxEnvelope && (!listed || scalars == 0 && objects == 1) {
		for i, p := range s.properties {
			if n := d.envelope(p, scalars, objects); n > score && (!listed || p.schema.flatten(d.output).kind == "object") {
				best, score = i, n
			}
		}
	}
	if best < 0 {
		r := rows{path: path, row: s, one: len(s.properties) > 0, noun: noun}
		if depth == 0 && scalars+objects == 0 {
			// Nothing but how the call went.
			for _, q := range s.properties[:min(len(s.properties), maxFields)] {
				r.around = append(r.around, d.field(q, q.name, q.name))
			}
			r.row, r.one = &schema{kind: "object"}, false
		}
		if len(s.properties) <= 2 && scalars+objects <= 1 {
			for _, p := range s.properties {
				k := p.schema.flatten(d.output).kind
				if w := split(p.name); (k == "integer" || k == "number") && len(w) > 0 && (w[len(w)-1] == "count" || w[0] == "total" || w[len(w)-1] == "total" || w[0] == "count") {
					r.number = true
				}
			}
		}
		return r
	}
	p := s.properties[best]
	inner := p.name
	if path != "" {
		inner = path + "." + p.name
	}
	if n := clean(split(p.name)); len(n) > 0 && !containers[n[len(n)-1]] {
		noun = singulars(n)
	}
	r := d.open(p.schema.flatten(d.output), inner, depth+1, noun)
	var fields []Field
	for i, q := range s.properties {
		if i != best && len(fields) < maxFields {
			fields = append(fields, d.field(q, prefix(path, q.name), q.name))
		}
	}
	r.around = append(fields, r.around...)
	return r
}

func prefix(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// envelope says how likely it is that a property holds the rows and its
// siblings are around them: 0 if it does not.
func (d *document) envelope(p property, scalars, objects int) int {
	f := p.schema.flatten(d.output)
	words := split(p.name)
	joined := strings.Join(words, "")
	container := containers[joined] || containers[strings.Trim(joined, "_")]
	mine := d.isMine(words)
	n := 0
	switch f.kind {
	case "array":
		item := f.items.flatten(d.output)
		if item.kind == "object" || item.kind == "" {
			n = 20
		} else if container {
			n = 5
		}
		if n == 0 && !mine {
			return 0
		}
	case "object":
		if len(f.properties) == 0 && !container {
			return 0
		}
		n = 10
	default:
		return 0
	}
	if isAround(words) && !container && !mine {
		return 0
	}
	plural := d.name.plural || d.name.lists || d.prose.plural || d.prose.lists
	switch {
	case mine && f.kind == "array" && plural:
		n += 30
	case container:
		n += 25
		if scalars > 3 && joined != "data" && joined != "result" && joined != "results" {
			return 0
		}
		if scalars > 5 {
			return 0
		}
	case mine:
		n += 20
		if scalars > 2 {
			return 0
		}
	case scalars == 0 && objects == 1:
		n += 10
	case f.kind == "array" && scalars <= 2 && objects <= 2 && n >= 20 && plural:
	default:
		return 0
	}
	return n
}

// result says what comes out.
func (d *document) result() Result {
	r := Result{Documented: d.rows.documented, Path: d.rows.path, Many: d.rows.many, Around: d.rows.around}
	if d.rows.row == nil {
		return r
	}
	if !r.Documented && len(r.Around) == 0 {
		return Result{}
	}
	d.plainID = slices.ContainsFunc(d.rows.row.properties, func(p property) bool {
		w := split(p.name)
		return len(w) == 1 && identifiers[w[0]]
	})
	for i, p := range d.rows.row.properties {
		if i >= maxFields {
			break
		}
		f := d.field(p, p.name, p.name)
		r.Fields = append(r.Fields, f)
		if f.Type != "object" || f.Many {
			continue
		}
		inner := p.schema.flatten(d.output)
		outer := split(p.name)
		for k, q := range inner.properties {
			if k >= maxFields/3 || len(r.Fields) > 2*maxFields {
				break
			}
			g := d.field(q, p.name+"."+q.name, q.name)
			g.Attribute = snake(ownWords(outer, d.thing))
			if own := snake(ownWords(g.Words, singulars(outer))); own != "" {
				g.Attribute = strings.Trim(g.Attribute+"_"+own, "_")
			}
			if k := keyWords(g.Words); k.certain && len(k.of) == 0 {
				g.Of = thingOf(outer)
			}
			r.Fields = append(r.Fields, g)
		}
	}
	taken := map[string]bool{}
	if key := r.key(); key >= 0 {
		taken["id"] = true
		for i := range r.Fields {
			if f := &r.Fields[i]; f.Attribute == "id" && i != key {
				f.Attribute = another("id", split(f.Path), taken)
			}
		}
	}
	for i := range r.Fields {
		if f := &r.Fields[i]; f.Attribute != "" && f.Attribute != "id" {
			if taken[f.Attribute] {
				f.Attribute = another(f.Attribute, split(f.Path), taken)
			}
			taken[f.Attribute] = true
		}
	}
	return r
}

// key is the place of the field that is the id of the row; -1 if none is. Of several
// it is the one with the fewest words: a room has its room_id, and beside it perhaps
// the released_room_id of another.
func (r *Result) key() int {
	key := -1
	for i := range r.Fields {
		if f := &r.Fields[i]; f.Attribute == "id" && (key < 0 || len(f.Words) < len(r.Fields[key].Words)) {
			key = i
		}
	}
	return key
}

// field reads one field of a result.
func (d *document) field(p property, path, name string) Field {
	s := p.schema.flatten(d.output)
	f := Field{Path: path, Words: split(name), Document: p.raw}
	for s.kind == "array" && !f.Many {
		f.Many = true
		s = s.items.flatten(d.output)
	}
	f.Type = s.kind
	f.Attribute = snake(ownWords(f.Words, d.thing))
	if s.kind == "object" || s.kind == "boolean" {
		return f
	}
	if k := keyWords(f.Words); k.certain {
		switch f.Of = k.of; {
		case len(k.of) == 0:
			f.Of, f.Attribute = d.thing, "id"
		case d.isThing(k.of):
			if f.Of = d.thing; !d.plainID {
				f.Attribute = "id"
			}
		}
	}
	return f
}

// isAround reports whether a field's name is that of how a call went, and not
// of what a row holds.
func isAround(words []string) bool {
	return around[strings.Join(words, "")] || len(words) > 1 && !slices.ContainsFunc(words, func(w string) bool { return !aroundWords[w] })
}

// isMine reports whether a property is named like what the tool's name, its
// path or its description is about.
func (d *document) isMine(words []string) bool {
	if len(words) == 0 {
		return false
	}
	path := d.path.clue()
	for _, nouns := range [][]string{d.name.nouns, path.nouns, d.prose.nouns} {
		if len(nouns) > 0 && agree(nouns, words) {
			return true
		}
	}
	return false
}
