package engine

import (
	"maps"
	"slices"
)

// Fork is a session of its own that begins in the state of s: what is done in one
// is not seen in the other. It costs a copy of what was written.
func (s *Session) Fork() *Session {
	f := s.engine.Session()
	for i, m := range s.dirty {
		f.dirty[i] = maps.Clone(m)
	}
	f.start = s.start // which nobody changes
	f.writes = slices.Clone(s.writes)
	f.call.marked = len(f.writes)
	f.equal = maps.Clone(s.equal)
	return f
}
