package taskmaking

import (
	"encoding/json"
	"maps"
	"slices"

	"worldc/world"
)

// A scene is the rows of a world at one moment of a task.
type scene struct {
	ground *ground
	rows   [][]*row // by table; nil where they are those of the world
	byKey  []map[string]*row
}

// scene is the world before anybody writes.
func (g *ground) scene() *scene {
	return &scene{g, make([][]*row, len(g.tables)), make([]map[string]*row, len(g.tables))}
}

// all are the rows of a table; those that are new come last.
func (s *scene) all(t *table) []*row {
	if s.rows[t.number] != nil {
		return s.rows[t.number]
	}
	return t.rows
}

// row is the row with a key, nil if there is none.
func (s *scene) row(t *table, key string) *row {
	m := s.byKey[t.number]
	if m == nil {
		m = make(map[string]*row, len(s.all(t)))
		for _, r := range s.all(t) {
			m[r.key] = r
		}
		s.byKey[t.number] = m
	}
	return m[key]
}

// after is the scene with changes made.
func (s *scene) after(changes world.Changes) *scene {
	n := &scene{s.ground, slices.Clone(s.rows), slices.Clone(s.byKey)}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		t := s.ground.byName[name]
		if t == nil {
			continue
		}
		rows := make([]*row, 0, len(s.all(t))+1)
		for _, r := range s.all(t) {
			c, changed := changes[name][r.key]
			switch {
			case !changed:
				rows = append(rows, r)
			case c.After != nil:
				rows = append(rows, r.with(c.After))
			}
		}
		for _, key := range slices.Sorted(maps.Keys(changes[name])) {
			if c := changes[name][key]; c.Before == nil && c.After != nil {
				blank := &row{t, key, slices.Repeat([]string{null}, len(t.columns))}
				rows = append(rows, blank.with(c.After))
			}
		}
		n.rows[t.number], n.byKey[t.number] = rows, nil
	}
	return n
}

// with is the row with other values in some columns.
func (r *row) with(fields map[string]json.RawMessage) *row {
	values := slices.Clone(r.values)
	for i, c := range r.table.columns {
		if v, ok := fields[c.Name]; ok {
			values[i] = canonical(v)
		}
	}
	return &row{r.table, r.key, values}
}

// parent is the row to which r refers by c; nil for none.
func (s *scene) parent(r *row, c *column) *row {
	if c.parent == nil || r.at(c) == null {
		return nil
	}
	return s.row(c.parent, plain(r.at(c)))
}

// children are the rows that refer to r by c.
func (s *scene) children(r *row, c *column) []*row {
	key := r.at(r.table.key[0])
	var list []*row
	for _, child := range s.all(c.table) {
		if child.at(c) == key {
			list = append(list, child)
		}
	}
	return list
}
