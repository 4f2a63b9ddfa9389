package toolsmith

import (
	"maps"
	"slices"
	"strings"

	"worldc/roles/toolsmith/reading"
)

// A shape is what the document says of a result, in terms of columns.
type shape struct {
	documented bool
	many       bool
	path       string // of the row or the rows
	fields     []shapeField
	around     []reading.Field
}

// A shapeField is a field of a row. Its path is from the row; what it is
// called and stands for is as if it stood alone.
type shapeField struct {
	path      string
	attribute string
	top       string // of a field inside another, that one's attribute
	inner     bool   // whether it stands inside another
	slot      string // of the column, where that is known
	names     bool   // whether it is called as the id of what it is of, and no field is just an id
	field     *reading.Field
}

// maxFlat bounds the fields of an object that become columns of its row.
const maxFlat = 6

// shapeOf reads the result of a tool. Where a row is split in two, what
// identifies it and an object with its properties, both are its fields.
func shapeOf(r *reading.Reading) *shape {
	result := &r.Result
	s := &shape{documented: result.Documented, many: result.Many, path: result.Path}
	prefix := ""
	outer, last := "", result.Path
	if i := strings.LastIndexByte(result.Path, '.'); i >= 0 {
		outer, last = result.Path[:i], result.Path[i+1:]
	}
	if last == "properties" || last == "attributes" {
		s.path, prefix = outer, last+"."
		before := ""
		if outer != "" {
			before = outer + "."
		}
		for i := range result.Around {
			f := &result.Around[i]
			name, ok := strings.CutPrefix(f.Path, before)
			if ok && !strings.ContainsAny(name, ".[") && name != "" {
				s.fields = append(s.fields, shapeField{path: name, attribute: identifier(f.Attribute), field: f})
				continue
			}
			s.around = append(s.around, *f)
		}
	} else {
		s.around = result.Around
	}
	tops := map[string]string{}
	held := map[string]bool{}
	for i := range result.Fields {
		if top, _, ok := strings.Cut(result.Fields[i].Path, "."); ok && (top == "properties" || top == "attributes") {
			held[top] = true
		}
	}
	for i := range result.Fields {
		f := &result.Fields[i]
		top := topOf(f.Path)
		switch {
		case top == "" || held[f.Path]:
		case held[top] && strings.Count(f.Path, ".") == 1 && !strings.Contains(f.Path, "["): // columns of the row under one name
			attribute := identifier(f.Attribute)
			if rest := strings.TrimPrefix(strings.TrimPrefix(attribute, snake(top)), "_"); rest != "" {
				attribute = identifier(rest) // which may begin with a digit
			}
			s.fields = append(s.fields, shapeField{path: prefix + f.Path, attribute: attribute, field: f})
		case strings.Contains(f.Path, "[]"): // inside a list of the row
			s.fields = append(s.fields, shapeField{path: prefix + top, attribute: snake(top), field: &reading.Field{Path: top, Words: strings.Split(snake(top), "_"), Many: true, Type: "array", Document: []byte(`{"type":"array"}`)}})
		case top == f.Path:
			tops[top] = identifier(f.Attribute)
			s.fields = append(s.fields, shapeField{path: prefix + f.Path, attribute: identifier(f.Attribute), field: f})
		case strings.Count(f.Path, ".") == 1:
			s.fields = append(s.fields, shapeField{path: prefix + f.Path, attribute: identifier(f.Attribute), top: tops[top], inner: true, field: f})
		}
	}
	if !slices.ContainsFunc(s.fields, func(f shapeField) bool { return f.attribute == "id" }) {
		for i := range s.fields {
			f := &s.fields[i]
			f.names = !f.inner && len(f.field.Of) > 0 && f.attribute == identifier(append(slices.Clone(f.field.Of), "id")...)
		}
	}
	return s
}

// flatten decides which objects of an entity's results become columns, one for
// each of their fields: those that no tool writes as a whole, and whose fields
// every document lists.
func (t *things) flatten(readings []*reading.Reading) {
	type seen struct {
		entity    *entity
		attribute string
	}
	inner := map[seen]map[string]bool{}
	whole := map[seen]bool{}
	for _, r := range readings {
		e := t.of(own(r))
		if e == nil {
			continue
		}
		s := shapeOf(r)
		count := map[string]int{}
		for _, f := range s.fields {
			if !f.inner {
				continue
			}
			k := seen{e, f.top}
			if inner[k] == nil {
				inner[k] = map[string]bool{}
			}
			inner[k][f.attribute] = true
			count[f.top]++
			if f.field.Many || f.field.Type == "object" || f.field.Type == "array" {
				whole[k] = true
			}
		}
		for _, f := range s.fields {
			if !f.inner && count[f.attribute] == 0 {
				whole[seen{e, f.attribute}] = true
			}
		}
	}
	for k, fields := range inner { //lint:ordered each is looked at
		if len(fields) <= maxFlat && !whole[k] && k.entity.slots["a:"+k.attribute] == nil {
			k.entity.flat[k.attribute] = true
		}
	}
}

// fieldPlace is what a field of a result stands for.
func (t *things) fieldPlace(e *entity, f *shapeField) place {
	switch {
	case f.slot != "":
		return place{slot: f.slot}
	case technical[f.attribute]:
		return place{}
	case f.inner && !e.flat[f.top], !f.inner && e.flat[f.attribute]:
		return place{}
	case f.inner && (len(f.field.Of) == 0 || t.of(f.field.Of) == e):
		return t.placeOf(e, f.attribute, nil, false)
	}
	of := f.field.Of
	if f.names && t.of(of) == e {
		return t.placeOf(e, "id", nil, false) // the traveler_id of a traveler's profile
	}
	refers := f.attribute != "id" && len(of) > 0 && role(f.attribute, e) != ""
	return t.placeOf(e, f.attribute, of, refers)
}

// under is what the result says of the row that refers to the one that it was of:
// the city is the order's now, where it has a column for that of its address.
func (s *shape) under(was, owner *entity, to *column, key string) *shape {
	u := &shape{documented: s.documented, around: s.around}
	for i := range s.around {
		if a := &s.around[i]; a.Path == key { // the argument, which is the row's key
			u.fields = append(u.fields, shapeField{path: key, slot: owner.key.slot, field: a})
		}
	}
	prefix := s.path
	if prefix != "" {
		prefix += "."
	}
	for _, f := range s.fields {
		f.path = prefix + f.path
		switch c := was.slots["a:"+f.attribute]; {
		case strings.Contains(s.path, "[]"):
			continue
		case c == was.key:
			f.slot = to.slot
		default:
			for _, x := range owner.columns {
				if x.about(to) == f.attribute {
					f.slot = x.slot
				}
			}
		}
		if f.slot != "" {
			u.fields = append(u.fields, f)
		}
	}
	return u
}

// unite makes one column of what a result shows inside an object and a tool that is
// named after the object writes plainly: the seat among the preferences, and that of
// update_preferences.
func (t *things) unite(readings []*reading.Reading) {
	for _, r := range readings {
		e := t.of(own(r))
		if e == nil || reads(r.Operation) || t.ends(r) != nil {
			continue
		}
		words := strings.Split(snake(r.Tool.Name), "_")
		for _, top := range slices.Sorted(maps.Keys(e.flat)) {
			if !slices.ContainsFunc(words, func(w string) bool { return w == top || plural(w) == top }) {
				continue
			}
			for _, p := range spread(r) {
				name := identifier(wished(r, p))
				plain, inner := e.slots["a:"+name], e.slots["a:"+top+"_"+name]
				if plain == nil || inner == nil || plain == inner || plain == e.key || plain.target != nil || inner.target != nil || inner.written {
					continue
				}
				plain.weight += inner.weight
				for k, n := range inner.votes {
					plain.votes[k] += n
				}
				plain.enums = append(plain.enums, inner.enums...)
				plain.onlyAsked = plain.onlyAsked && inner.onlyAsked
				e.columns = slices.DeleteFunc(e.columns, func(c *column) bool { return c == inner })
				e.slots[inner.slot] = plain
			}
		}
	}
}
