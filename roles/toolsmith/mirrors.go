package toolsmith

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"worldc/world"
)

// Documents show some rows twice: as a list inside what they belong to, and as
// things that tools make, change and take away. Kept in a column of its own such
// a list would be stale with the first write; so it is read from the table.

// A mirror is a list in the results of tools that is the rows of a table.
type mirror struct {
	name      string  // of the list
	rows      *entity // whose rows they are
	reference *column // by which they belong to their owner
	shows     []mirrored
}

// A mirrored is a field of the elements of a mirror.
type mirrored struct {
	name     string
	column   *column
	document json.RawMessage
}

// fewest is how many columns a list has to show of a table to be taken for its
// rows.
const fewest = 2

// mirror finds the lists of results that are the rows of a table, and takes
// their columns away.
func (t *things) mirror() {
	var all []*mirror
	for _, owner := range t.entities {
		for _, list := range slices.Clone(owner.columns) {
			if list.listed == nil || list.written || list == owner.key || list.target != nil || list.lists != nil || list.Type != "JSON" {
				continue
			}
			for _, rows := range t.entities {
				if rows == owner {
					continue
				}
				reference := rows.reference(owner)
				theirs := rows.slots[list.slot]
				if reference == nil || reference.Type == "JSON" || !rows.listedAs(list.Name, owner) && (theirs == nil || theirs.listed == nil || theirs.written) {
					continue
				}
				m := &mirror{name: list.Name, rows: rows, reference: reference}
				if m.show(list.listed); len(m.shows) < fewest {
					continue
				}
				all = append(all, m)
				list.mirrors(m)
				if theirs != nil && theirs.listed != nil && !theirs.written && theirs != rows.key {
					theirs.mirrors(m)
				}
				break
			}
		}
	}
	for _, rows := range t.entities { // lists of a row and those beside it
		for _, list := range slices.Clone(rows.columns) {
			if m := rows.beside(list); m != nil {
				all = append(all, m)
				list.mirrors(m)
			}
		}
	}
	for _, m := range all { // one in the other would have no end
		m.shows = slices.DeleteFunc(m.shows, func(s mirrored) bool { return s.column.mirror != nil })
	}
}

// beside is the mirror of a list that shows a row together with the others that
// belong where it does: everybody who has access, beside one access. It is nil of
// any other list.
func (e *entity) beside(list *column) *mirror {
	if list.listed == nil || list.written || list == e.key || list.target != nil || list.lists != nil || list.Type != "JSON" {
		return nil
	}
	for _, r := range e.columns {
		if r.target == nil || r.target == e || r.Type == "JSON" || !strings.HasSuffix(r.slot, ":") {
			continue
		}
		m := &mirror{name: list.Name, rows: e, reference: r}
		known := m.known(list.listed)
		if len(known) < fewest || !slices.Contains(known, e.key) {
			continue
		}
		m.show(list.listed)
		return m
	}
	return nil
}

// listedAs reports whether a list of that name is of rows of the entity: the
// lines of an order are order lines.
func (e *entity) listedAs(name string, owner *entity) bool {
	last := plural(e.words[len(e.words)-1])
	return name == e.table || name == last && (len(e.words) == 1 || suffixOf(owner.words, e.words[:len(e.words)-1])) || e.table == identifier(owner.words[len(owner.words)-1], name)
}

// mirrors makes a list of the rows of a table of what was a column.
func (c *column) mirrors(m *mirror) {
	c.mirror = m
	c.entity.columns = slices.DeleteFunc(c.entity.columns, func(x *column) bool { return x == c })
}

// show finds the columns that the fields of the list's elements are. Those that
// the table has not yet it gets: they were known of its rows all the time.
func (m *mirror) show(document json.RawMessage) {
	if len(m.known(document)) == 0 {
		return
	}
	properties := elements(document)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		document := properties[name]
		c := m.columnOf(name)
		if c == nil {
			c = m.add(name, document)
		}
		if c == nil || c.mirror != nil || c == m.reference || slices.ContainsFunc(m.shows, func(s mirrored) bool { return s.column == c }) {
			continue
		}
		m.shows = append(m.shows, mirrored{name, c, document})
	}
}

// elements are the fields of the elements of a list, by their names.
func elements(document json.RawMessage) map[string]json.RawMessage {
	var list struct {
		Items struct {
			Properties map[string]json.RawMessage `json:"properties"`
		} `json:"items"`
	}
	if json.Unmarshal(document, &list) != nil {
		return nil
	}
	return list.Items.Properties
}

// known are the columns that the table has of the fields of a list's elements.
func (m *mirror) known(document json.RawMessage) []*column {
	var known []*column
	for _, name := range slices.Sorted(maps.Keys(elements(document))) {
		if c := m.columnOf(name); c != nil {
			known = append(known, c)
		}
	}
	return known
}

// columnOf is the column of the table that a field of an element is; nil if
// there is none.
func (m *mirror) columnOf(name string) *column {
	attribute := identifier(snake(name))
	last := m.rows.words[len(m.rows.words)-1]
	switch attribute {
	case identifier(append(slices.Clone(m.rows.words), "id")...), identifier(last, "id"):
		return m.rows.key
	}
	if c := m.rows.slots["a:"+attribute]; c != nil {
		return c
	}
	return m.rows.named(attribute)
}

// add gives the table a column for a field of plain values.
func (m *mirror) add(name string, document json.RawMessage) *column {
	attribute := identifier(snake(name))
	if f := facetsOf(document); attribute == "" || reserved[attribute] || !f.only("string", "integer", "number", "boolean") || len(m.rows.columns) >= maxColumns {
		return nil
	}
	taken := m.rows.columnNames()
	c := m.rows.see("a:"+attribute, attribute, document, false, shownWeight)
	c.Name = fresh(attribute, taken)
	c.Type = c.decideType()
	return c
}

// listOf is the name of the prelude's function that returns the rows of a
// mirror, given the key of their owner.
func (l *prelude) listOf(m *mirror) string {
	return l.need("list "+m.rows.table+" "+m.reference.Name+" "+m.name, m.name+"_of", func(name string) string {
		key := l.local(m.rows, m.reference.Name)
		row := l.local(m.rows, m.rows.short)
		parts := []part{argument(plainTerm(star(m.rows.table))), argument(dict(field(m.reference.Name, plainTerm(key))))}
		if there := m.there(); there != nil {
			condition := "(" + star(m.rows.states.column.Name) + `, "in", ` + starStrings(there) + ")"
			parts = append(parts, part{"where = ", plainTerm("[" + condition + "]")})
		}
		found := call("db.find", parts...)
		shown := viewTerm(m.fields(), row)
		list := every(shown, row, found.flat())
		code := "def " + name + "(" + key + "):\n"
		if !m.reference.Required {
			code += "    if " + key + " == None:\n        return []\n"
		}
		return code + "    return " + list.layout(4, 11) + "\n"
	})
}

// fields are those of an element.
func (m *mirror) fields() []shown {
	var list []shown
	for _, s := range m.shows {
		list = append(list, shown{path: []string{s.name}, output: s.name, column: s.column})
	}
	return list
}

// gives says where the elements of a mirror, shown at a place of a result, have
// the columns of their table.
func (m *mirror) gives(output string) []world.Give {
	var list []world.Give
	for _, s := range m.shows {
		list = append(list, world.Give{Output: output + "[]." + s.name, Column: s.column.path()})
	}
	return list
}

// ownerKey is the column by which a row names the owner of a mirror: the owner its
// key, one of the rows its reference.
func (c *column) ownerKey() *column {
	if c.entity == c.mirror.rows {
		return c.mirror.reference
	}
	return c.entity.key
}

// there are the states of rows that the list shows, where it does not say which
// state they are in: an access that was revoked is none. It is nil where all are
// shown.
func (m *mirror) there() []string {
	s := m.rows.states
	if s == nil || slices.ContainsFunc(m.shows, func(x mirrored) bool { return x.column == s.column }) {
		return nil
	}
	there := slices.DeleteFunc(slices.Clone(s.values), func(v string) bool { return over[fold(v)] })
	if len(there) == len(s.values) {
		return nil
	}
	return there
}

// over are the states of what is no longer there.
var over = wordSet("revoked removed deleted trashed left unsubscribed cancelled canceled declined rejected expired")
