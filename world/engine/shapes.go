package engine

import (
	"slices"
	"sync"
)

// shapes are the tables of schemas that SQLite declared lately in this process:
// scripts of one family have their schema in common. A world that was judged before
// takes its tables from here, and needs no SQLite until a write has to be judged.
var shapes = shapeMemory{known: map[string][]*table{}}

// mostShapes bounds what is remembered; when it is full, everything is forgotten.
const mostShapes = 256

// A shapeMemory may be used by several goroutines.
type shapeMemory struct {
	mu    sync.Mutex
	known map[string][]*table // by schema; without rows, and never changed
}

// get are the tables of a schema, without rows; nil where it is not remembered.
func (m *shapeMemory) get(schema string) []*table {
	m.mu.Lock()
	defer m.mu.Unlock()
	return bare(m.known[schema])
}

// put remembers the tables of a schema. A schema with CHECKs is not remembered: a
// check remembers what it has accepted, and is its engine's own.
func (m *shapeMemory) put(schema string, tables []*table) {
	if slices.ContainsFunc(tables, func(t *table) bool { return len(t.checks) > 0 }) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known) >= mostShapes {
		clear(m.known)
	}
	m.known[schema] = bare(tables)
}

// bare are tables as they are declared, without rows. What is shared with the
// others is never written.
func bare(tables []*table) []*table {
	if tables == nil {
		return nil
	}
	list := make([]*table, len(tables))
	for i := range list {
		list[i] = &table{}
	}
	keys := func(from []foreign) []foreign {
		own := slices.Clone(from)
		for i := range own {
			own[i].child, own[i].parent = list[own[i].child.number], list[own[i].parent.number]
		}
		return own
	}
	for i, t := range tables {
		*list[i] = table{
			name: t.name, number: t.number, columns: t.columns, byName: t.byName, finder: t.finder, key: t.key, byText: t.byText, canonical: t.canonical,
			parents: keys(t.parents), children: keys(t.children), required: t.required, unique: t.unique, opaque: t.opaque,
			byKey: map[string]*row{}, indexes: slices.Clone(t.indexes),
		}
	}
	return list
}
