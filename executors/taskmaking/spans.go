package taskmaking

import (
	"encoding/json"

	"worldc/world"
)

// The meanings of columns between which something lasts, as populating gives
// them.
const (
	spanStart world.Meaning = "start"
	spanEnd   world.Meaning = "end"
)

// inOrder sees to it that what is wanted does not end before it begins: two
// wishes the wrong way round are exchanged, and a wish that would put a row the
// wrong way round is none.
func (w *walk) inOrder(t *tool, r *row, in *inputs, s *step) bool {
	var start, end *use
	for i := range t.uses {
		u := &t.uses[i]
		if u.column == nil || u.column.table != t.table || u.part != world.Set {
			continue
		}
		switch u.column.Meaning {
		case spanStart:
			start = u
		case spanEnd:
			end = u
		}
	}
	at := func(u *use, meaning world.Meaning) (value string, wish int) {
		wish = -1
		if u != nil {
			if v, given := in.arguments[u.name]; given {
				for i, d := range s.Values {
					if d.Label == u.column.Label && string(d.Value) == v {
						wish = i
					}
				}
				return plain(v), wish
			}
		}
		if r == nil {
			return "", wish
		}
		for _, c := range r.table.columns {
			if c.Meaning == meaning && r.at(c) != null {
				return plain(r.at(c)), wish
			}
		}
		return "", wish
	}
	from, wishFrom := at(start, spanStart)
	to, wishTo := at(end, spanEnd)
	switch {
	case wishFrom < 0 && wishTo < 0, len(from) < 10 || len(to) < 10 || len(from) != len(to), from < to:
		return true
	case from == to:
		return len(from) == 10 // a day
	case wishFrom < 0 || wishTo < 0:
		return false
	}
	a, b := in.arguments[start.name], in.arguments[end.name]
	in.arguments[start.name], in.arguments[end.name] = b, a
	s.Values[wishFrom].Value, s.Values[wishTo].Value = json.RawMessage(b), json.RawMessage(a)
	return true
}
