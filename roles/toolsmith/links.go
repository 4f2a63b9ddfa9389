package toolsmith

import (
	"slices"
	"strings"

	"worldc/roles/toolsmith/reading"
	"worldc/world"
)

// mend corrects what is said of the parameters of a link: of two keys of one
// thing the one that has another name means another thing, as the list_id of
// add_book_to_list does.
func mend(r *reading.Reading) *reading.Reading {
	if r.Operation != world.Link && r.Operation != world.Unlink {
		return r
	}
	c := *r
	c.Parameters = slices.Clone(r.Parameters)
	for i := range c.Parameters {
		p := &c.Parameters[i]
		words := strings.Split(snake(p.Name), "_")
		n := len(words) - 1
		if p.Part != world.Key || n < 1 || !identifying[words[n]] || !slices.Equal(p.Of, r.Thing) || suffixOf(words[:n], r.Thing) || slices.Contains(words[:n], r.Thing[len(r.Thing)-1]) {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(r.Parameters), func(q reading.Parameter) bool { return q.Name == p.Name || q.Part != world.Key })
		if len(others) > 0 {
			p.Part, p.Of = world.Reference, words[:n]
		}
	}
	return &c
}

// ends are the two things that a tool joins or parts, one of which it is
// about; nil of a tool that does something else.
func (t *things) ends(r *reading.Reading) []*entity {
	if r.Operation != world.Link && r.Operation != world.Unlink || r.Effect != world.Write {
		return nil
	}
	var list []*entity
	mine := t.of(own(r))
	for _, p := range spread(r) {
		if p.Many || p.Part != world.Key && p.Part != world.Reference {
			continue
		}
		e := mine
		if len(p.Of) > 0 {
			e = t.of(p.Of)
		}
		if e != nil && !slices.Contains(list, e) && p.Required {
			list = append(list, e)
		}
	}
	if len(list) < 2 {
		return nil
	}
	// Of more than two the last are what is joined: the others are around them.
	list = list[len(list)-2:]
	if !slices.Contains(list, mine) {
		return nil // a thing of its own, that refers to both
	}
	return list
}

// linkTools gives the tools that join and part rows their tables.
func (t *things) linkTools(plans []*plan, names map[string]bool) []*entity {
	var links []*link
	for _, p := range plans {
		if p.rejected != "" {
			continue
		}
		ends := t.ends(p.reading)
		if ends == nil {
			continue
		}
		var l *link
		for _, other := range links {
			if slices.Contains(ends, other.left.target) && slices.Contains(ends, other.right.target) {
				l = other
			}
		}
		if l == nil {
			l = newLink(ends[0], ends[1], names)
			links = append(links, l)
		}
		p.link = l
	}
	var entities []*entity
	for _, l := range links {
		entities = append(entities, l.entity)
	}
	return entities
}

func newLink(left, right *entity, names map[string]bool) *link {
	e := newEntity(append(slices.Clone(left.words), right.words...), names)
	l := &link{entity: e}
	taken := map[string]bool{}
	for _, end := range []*entity{left, right} {
		name := identifier(end.words...)
		if end.key.Name == "id" || name == "" || reserved[name] {
			name = identifier(append(slices.Clone(end.words), "id")...)
		}
		c := &column{entity: e, target: end}
		c.Name, c.Type, c.References, c.Required = fresh(name, taken), end.key.Type, end.table, true
		e.columns = append(e.columns, c)
	}
	l.left, l.right = e.columns[0], e.columns[1]
	return l
}

// bindLink decides what each parameter of a link is.
func (t *things) bindLink(p *plan) {
	names, required := p.names, p.required
	byName := map[string]*reading.Parameter{}
	for i := range p.reading.Parameters {
		byName[p.reading.Parameters[i].Name] = &p.reading.Parameters[i]
	}
	l := p.link
	done := map[*column]bool{}
	one := func(q *reading.Parameter) *binding {
		b := &binding{in: q.In, many: q.Many, facets: facetsOf(q.Document), part: world.Ignored}
		if q.Part != world.Key && q.Part != world.Reference || q.Many || !q.Required {
			return b
		}
		e := t.of(own(p.reading))
		if len(q.Of) > 0 {
			e = t.of(q.Of)
		}
		for _, c := range []*column{l.left, l.right} {
			if c.target == e && !done[c] {
				done[c] = true
				b.part, b.column, b.target = world.Reference, c, e
				return b
			}
		}
		return b
	}
	for _, name := range names {
		q := byName[name]
		if q == nil {
			p.bindings = append(p.bindings, &binding{parameter: name, required: required[name], part: world.Ignored})
			continue
		}
		b := one(q)
		b.parameter, b.required = name, required[name]
		p.bindings = append(p.bindings, b)
		if !q.Whole {
			continue
		}
		for i := range q.Fields {
			if f := one(&q.Fields[i]); f.part != world.Ignored {
				f.parameter, f.property, f.required = name, q.Fields[i].Name, b.required
				p.bindings = append(p.bindings, f)
			}
		}
	}
	if len(done) < 2 {
		p.link = nil
	}
}

// share corrects what tools are about that put an element into a list of which
// another tool takes elements: share_calendar makes the access that
// revoke_calendar_access takes away.
func share(readings []*reading.Reading) {
	for i, r := range readings {
		if r.Operation != world.Update && r.Operation != world.Link && r.Operation != world.Create || r.Effect != world.Write || len(r.Thing) == 0 {
			continue
		}
		for _, other := range readings {
			if other != r && other.Effect == world.Write && other.Operation != world.Create && sharesWith(r, other) {
				readings[i] = about(r, other)
				break
			}
		}
	}
}

// sharesWith reports whether both tools show one list, name one row that it belongs
// to and, the first among what it sets, the second as its key, one element.
func sharesWith(r, other *reading.Reading) bool {
	if slices.Equal(r.Thing, other.Thing) || !slices.ContainsFunc(other.Owners, func(o []string) bool { return slices.Equal(o, r.Thing) }) {
		return false
	}
	lists := slices.ContainsFunc(r.Result.Fields, func(f reading.Field) bool {
		return f.Many && slices.ContainsFunc(other.Result.Fields, func(g reading.Field) bool { return g.Many && g.Path == f.Path })
	})
	owner, element := false, false
	for _, p := range r.Parameters {
		for _, q := range other.Parameters {
			if p.Name == q.Name && p.Required && q.Required && !p.Many && !q.Many {
				owner = owner || p.Part == world.Key && q.Part == world.Reference
				element = element || p.Part == world.Set && q.Part == world.Key
			}
		}
	}
	return lists && owner && element
}

// about is a reading of a tool that makes what another takes away.
func about(r, other *reading.Reading) *reading.Reading {
	c := *r
	c.Operation, c.Thing, c.Owners = world.Create, other.Thing, other.Owners
	c.Parameters = slices.Clone(r.Parameters)
	for i := range c.Parameters {
		for _, q := range other.Parameters {
			if p := &c.Parameters[i]; p.Name == q.Name {
				p.Part, p.Of, p.Attribute = q.Part, q.Of, q.Attribute
			}
		}
	}
	c.Result.Fields = slices.Clone(r.Result.Fields)
	for i := range c.Result.Fields {
		for _, g := range other.Result.Fields {
			if c.Result.Fields[i].Path == g.Path {
				c.Result.Fields[i].Attribute, c.Result.Fields[i].Of = g.Attribute, g.Of
			}
		}
	}
	return &c
}
