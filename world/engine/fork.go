package engine

import (
	"maps"
	"slices"
)

// Fork is a session of its own that begins in the state of s: what is done in one
// is not seen in the other. What was written so far they share, until one of them
// writes to the same table.
func (s *Session) Fork() *Session {
	f := &Session{engine: s.engine, dirty: s.share()}
	f.start = s.start // which nobody changes
	f.writes = append(make([]write, 0, len(s.writes)+roomToWrite), s.writes...)
	f.call.marked = len(f.writes)
	f.equal = maps.Clone(s.equal)
	return f
}

// roomToWrite is for how many writes a fork has room at once.
const roomToWrite = 4

// share is what was written, for somebody who has the same.
func (s *Session) share() []layer {
	for i := range s.dirty {
		s.dirty[i].shared = true
	}
	return slices.Clone(s.dirty)
}

// Same reports whether two sessions of an engine are in the same state, whatever
// led to it, as far as it can be told without looking at every row: what was
// written in them is the same. Calls that make ids make other ones where they were
// made before; sessions that differ in this are not the same.
func (s *Session) Same(other *Session) bool {
	if s.engine != other.engine || !maps.Equal(s.equal, other.equal) {
		return false
	}
	for i := range s.dirty {
		if !sameRows(s.engine.tables[i], s.dirty[i].rows, other.dirty[i].rows) || !sameRows(s.engine.tables[i], other.dirty[i].rows, s.dirty[i].rows) {
			return false
		}
	}
	return true
}

// sameRows reports whether each row of one is the same in the other.
func sameRows(t *table, one, other map[string]*row) bool {
	for key, r := range one { //lint:ordered whether all are
		x, written := other[key]
		if !written {
			x = t.byKey[key]
		}
		if r == x {
			continue
		}
		if r == nil || x == nil || !slices.EqualFunc(r.values, x.values, same) {
			return false
		}
	}
	return true
}
