package domaining

import (
	"slices"
	"strings"

	"worldc/world"
)

// A role is what a tool does to the thing that it is about.
type role uint8

const (
	reads role = iota
	creates
	updates
	deletes
)

// A profile is what the matching of fields needs to know about a tool.
type profile struct {
	role role

	// subjects are the nouns of what the tool is about, as its name and its
	// path say it; the alternatives rarely agree in words.
	subjects [][]string

	inputs  []input
	outputs []output

	// undocumented is set where the document does not say what comes out; then
	// outputs holds the keys of the subjects, without paths.
	undocumented bool
}

// An input is a parameter, an output a field of the result.
type input struct {
	name     string
	kind     kind
	required bool
	readings []reading
}

type output struct {
	path     string
	kind     kind
	readings []reading

	// echo is set where the tool itself asks for a value of that name.
	echo bool

	// mention is set where the field belongs to another thing than the tool's
	// subjects.
	mention bool
}

// A reading is one way to understand a field's name: a sorted set of words, in
// which all words for an identifier are "id". weight, at most 1, is how sure
// the reading is.
type reading struct {
	words  []string
	weight float64
}

// How sure a reading is, by where its nouns come from.
const (
	fromName        = 1.0  // order_id
	fromPath        = 1.0  // /orders/{id}
	fromOwner       = 1.0  // order.id
	fromSubject     = 0.95 // the id of get_order
	fromOpaque      = 0.7  // whatever post_order returns
	fromDescription = 0.85 // id: the order's identifier
	fromEntity      = 0.75 // order, where it is a number or a string
)

func newProfile(t *world.Tool) *profile {
	p := &profile{role: roleOf(t), subjects: subjects(t)}
	in := parseSchema(t.Parameters).flatten(&schema{})
	for _, property := range in.properties {
		s := property.schema.flatten(&schema{})
		i := input{name: property.name, kind: s.kind, required: slices.Contains(in.required, property.name)}
		if s.kind == array {
			i.kind = anything
			if s.items != nil {
				i.kind = s.items.flatten(&schema{}).kind
			}
		}
		if i.kind == boolean || i.kind == object || i.kind == array {
			continue
		}
		if i.readings = inputReadings(t, p, property.name, i.kind, s.description); len(i.readings) > 0 {
			p.inputs = append(p.inputs, i)
		}
	}
	if len(t.Returns) == 0 {
		p.undocumented = true
		if p.role == updates || p.role == deletes {
			return p
		}
		for _, s := range p.subjects {
			p.add(output{readings: []reading{{withWord(s, "id"), fromSubject}}})
		}
		return p
	}
	for _, f := range parseSchema(t.Returns).fields() {
		o := output{path: f.path, kind: f.kind}
		switch {
		case f.kind == boolean || f.kind == array:
			continue
		case f.kind == object:
			if f.name != "" && !isContainer(f.name) {
				continue
			}
			o.kind = anything
			for _, s := range p.subjects {
				o.readings = append(o.readings, reading{withWord(s, "id"), fromOpaque})
			}
		default:
			o.readings = outputReadings(p, f)
		}
		if len(o.readings) > 0 {
			p.add(o)
		}
	}
	return p
}

func (p *profile) add(o output) {
	o.echo = slices.ContainsFunc(p.inputs, func(i input) bool {
		return slices.ContainsFunc(i.readings, func(r reading) bool {
			return slices.ContainsFunc(o.readings, func(q reading) bool { return slices.Equal(r.words, q.words) })
		})
	})
	o.mention = !slices.ContainsFunc(o.readings, func(r reading) bool {
		return slices.ContainsFunc(p.subjects, func(s []string) bool {
			return !slices.ContainsFunc(r.words, func(w string) bool { return !generic[w] && !slices.Contains(s, w) })
		})
	})
	p.outputs = append(p.outputs, o)
}

// isContainer reports whether name is that of an object that only holds things.
func isContainer(name string) bool {
	return !slices.ContainsFunc(words(name), func(w string) bool { return !containers[singular(w)] && !empty[w] })
}

func roleOf(t *world.Tool) role {
	switch t.Source.Method {
	case "GET", "HEAD":
		return reads
	case "DELETE":
		return deletes
	case "PUT", "PATCH":
		return updates
	}
	if t.Hints.ReadOnly != nil && *t.Hints.ReadOnly {
		return reads
	}
	list := words(t.Name)
	for i := range list {
		if r, ok := verbAt(list, i); ok {
			return r
		}
	}
	if t.Source.Method == "POST" {
		return creates
	}
	return reads
}

// subjects are the nouns of a tool's name up to the first preposition, and
// those of the last fixed segment of its path.
func subjects(t *world.Tool) (alternatives [][]string) {
	if s := nouns(words(t.Name)); len(s) > 0 {
		alternatives = append(alternatives, s)
	}
	segments := strings.Split(t.Source.Path, "/")
	for i := len(segments) - 1; i >= 0; i-- {
		if strings.Contains(segments[i], "{") {
			continue
		}
		if s := nouns(words(segments[i])); len(s) > 0 {
			if !slices.ContainsFunc(alternatives, func(a []string) bool { return slices.Equal(a, s) }) {
				alternatives = append(alternatives, s)
			}
			break
		}
	}
	return alternatives
}

// nouns is the sorted set of singulars among list, up to the first
// preposition, without verbs and words that say nothing.
func nouns(list []string) (set []string) {
	for i, w := range list {
		if prepositions[w] && i > 0 {
			if len(set) > 0 {
				break
			}
			continue
		}
		if _, verb := verbAt(list, i); verb {
			continue
		}
		if w = singular(w); !empty[w] && !containers[w] && !isNumber(w) && len(w) > 1 {
			set = append(set, w)
		}
	}
	slices.Sort(set)
	return slices.Compact(set)
}

func isNumber(w string) bool { return w[0] >= '0' && w[0] <= '9' }

// nameWords is the sorted set of words of a field's name.
func nameWords(name string) (set []string) {
	list := words(name)
	for i, w := range list {
		if w = singular(w); identifiers[w] {
			w = "id"
		}
		if isNumber(w) || containers[w] && len(list) > 1 || i == 0 && len(list) > 1 && len(w) == 1 {
			continue
		}
		set = append(set, w)
	}
	slices.Sort(set)
	return slices.Compact(set)
}

// withWord is the sorted set with w in it.
func withWord(set []string, w ...string) []string {
	all := slices.Concat(set, w)
	slices.Sort(all)
	return slices.Compact(all)
}

// isGeneric reports whether a name says nothing without the thing it belongs to.
func isGeneric(set []string) bool {
	return !slices.ContainsFunc(set, func(w string) bool { return !generic[w] })
}

// isWorthless reports whether a field says nothing that another tool wants.
func isWorthless(set []string) bool {
	return len(set) == 0 || !slices.ContainsFunc(set, func(w string) bool { return !worthless[w] })
}

func inputReadings(t *world.Tool, p *profile, name string, k kind, description string) (list []reading) {
	set := nameWords(name)
	if isWorthless(set) {
		return nil
	}
	if !isGeneric(set) {
		list = append(list, reading{set, fromName})
		if len(set) <= 2 && !slices.ContainsFunc(set, func(w string) bool { return generic[w] || attribute[w] }) {
			list = append(list, reading{withWord(set, "id"), fromEntity})
		}
		return list
	}
	if segment := before(t.Source.Path, name); segment != "" {
		if s := nouns(words(segment)); len(s) > 0 {
			list = append(list, reading{withWord(set, s...), fromPath})
		}
	}
	for _, s := range p.subjects {
		list = append(list, reading{withWord(set, s...), fromSubject})
	}
	if s := afterOf(description); len(s) > 0 {
		list = append(list, reading{withWord(set, s...), fromDescription})
	}
	return list
}

// before is the segment of a path template before the parameter's.
func before(path, name string) string {
	head, _, found := strings.Cut(path, "/{"+name+"}")
	if !found {
		return ""
	}
	return head[strings.LastIndexByte(head, '/')+1:]
}

// afterOf is the noun in "the id of the order", "the order's id", "order id".
func afterOf(description string) []string {
	list := words(description)
	if len(list) > 24 {
		list = list[:24]
	}
	for i, w := range list {
		if !identifiers[singular(w)] && w != "name" && w != "key" && w != "code" {
			continue
		}
		if i+1 < len(list) && (list[i+1] == "of" || list[i+1] == "for") {
			for _, n := range list[i+2:] {
				if n = singular(n); !empty[n] && len(n) > 2 {
					return []string{n}
				}
			}
		}
		for k := i - 1; k >= 0 && k >= i-2; k-- {
			if n := singular(list[k]); !empty[n] && len(n) > 2 && !generic[n] {
				return []string{n}
			}
		}
	}
	return nil
}

func outputReadings(p *profile, f field) (list []reading) {
	set := nameWords(f.name)
	if f.name != "" && isWorthless(set) {
		return nil
	}
	if f.name != "" && !isGeneric(set) {
		list = append(list, reading{set, fromName})
		return list
	}
	for _, o := range f.owners {
		if s := nouns(words(o)); len(s) > 0 {
			return append(list, reading{withWord(set, s...), fromOwner})
		}
	}
	for _, s := range p.subjects {
		list = append(list, reading{withWord(set, s...), fromSubject})
	}
	return list
}
