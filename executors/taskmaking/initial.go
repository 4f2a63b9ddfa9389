package taskmaking

import (
	"encoding/json"
	"slices"
	"strconv"

	"worldc/world"
)

// begin opens the session in which the walk is made, in a state of its own: a
// few rows are in another state than the world has them, are new, or are gone.
func (w *walk) begin() (reason string) {
	w.initial = world.Changes{}
	base := w.ground.scene()
	wanted := 1 + w.stream.IntN(3)
	for tries := 0; tries < 10 && w.initial.Rows() < wanted; tries++ {
		t := w.ground.tables[w.stream.IntN(len(w.ground.tables))]
		if len(t.rows) < 3 {
			continue
		}
		r := t.rows[w.stream.IntN(len(t.rows))]
		if _, changed := w.initial[t.Name][r.key]; changed {
			continue
		}
		key, c := r.key, world.Change{}
		switch draw := w.stream.IntN(6); {
		case draw < 4:
			c = w.otherState(r)
		case draw == 4:
			key, c = w.lookAlike(r)
		default:
			c = w.gone(base, r)
		}
		if c.Before == nil && c.After == nil {
			continue
		}
		if w.initial[t.Name] == nil {
			w.initial[t.Name] = map[string]world.Change{}
		}
		w.initial[t.Name][key] = c
		if _, err := w.ground.engine.Start(w.initial); err != nil {
			delete(w.initial[t.Name], key)
			if len(w.initial[t.Name]) == 0 {
				delete(w.initial, t.Name)
			}
		}
	}
	session, err := w.ground.engine.Start(w.initial)
	if err != nil {
		return ReasonFailed
	}
	w.session = session
	w.start = base.after(w.initial)
	w.now = w.start
	return ""
}

// otherState gives a row the state of another row, with what goes with it:
// the columns that are empty in one state and not in the other.
func (w *walk) otherState(r *row) world.Change {
	var states []*column
	for _, c := range r.table.columns {
		if (c.kind == status || c.kind == category && len(c.Enum) > 1 || c.kind == flag) && !c.Unique && c.parent == nil && !slices.Contains(r.table.key, c) {
			states = append(states, c)
		}
	}
	if len(states) == 0 {
		return world.Change{}
	}
	c := states[w.stream.IntN(len(states))]
	donor := r.table.rows[w.stream.IntN(len(r.table.rows))]
	if donor.at(c) == r.at(c) {
		return world.Change{}
	}
	change := world.Change{Before: map[string]json.RawMessage{}, After: map[string]json.RawMessage{}}
	for _, x := range r.table.columns {
		if x == c || c.kind == status && !x.Required && x.parent == nil && !x.Unique && (r.at(x) == null) != (donor.at(x) == null) {
			change.Before[x.Name], change.After[x.Name] = json.RawMessage(r.at(x)), json.RawMessage(donor.at(x))
		}
	}
	return change
}

// counted reports whether rows of the table are summed up in rows to which they
// refer, so that one more or less would belie those.
func counted(t *table) bool {
	for _, c := range t.parents {
		for _, x := range c.parent.columns {
			if x.kind == amount || x.kind == quantity {
				return true
			}
		}
	}
	return false
}

// lookAlike is a new row that differs from r in its key, its times and one
// column more.
func (w *walk) lookAlike(r *row) (string, world.Change) {
	t := r.table
	if len(t.children) > 0 || len(t.key) != 1 || t.key[0].parent != nil || counted(t) {
		return "", world.Change{}
	}
	key := ""
	after := map[string]json.RawMessage{}
	donor := t.rows[w.stream.IntN(len(t.rows))]
	differ := t.columns[w.stream.IntN(len(t.columns))]
	for _, c := range t.columns {
		v := r.at(c)
		switch {
		case c == t.key[0]:
			if _, err := strconv.ParseInt(v, 10, 64); err == nil {
				last := t.rows[len(t.rows)-1].at(c)
				n, err := strconv.ParseInt(last, 10, 64)
				if err != nil {
					return "", world.Change{}
				}
				v = strconv.FormatInt(n+1+int64(w.stream.IntN(7)), 10)
			} else {
				v = w.digits(v)
			}
			key = plain(v)
		case c.Unique:
			return "", world.Change{}
		case c.kind == date || c.kind == moment:
			if v != null {
				v = w.later(v, v)
			}
		case c == differ || c.kind == name || c.kind == title:
			if c.parent == nil && donor.at(c) != null {
				v = donor.at(c)
			}
		}
		after[c.Name] = json.RawMessage(v)
	}
	if slices.ContainsFunc(t.rows, func(x *row) bool { return x.key == key }) {
		return "", world.Change{}
	}
	return key, world.Change{After: after}
}

// gone takes a row away to which none refers.
func (w *walk) gone(base *scene, r *row) world.Change {
	if len(r.table.rows) < 6 || counted(r.table) {
		return world.Change{}
	}
	for _, c := range r.table.children {
		if len(base.children(r, c)) > 0 {
			return world.Change{}
		}
	}
	before := map[string]json.RawMessage{}
	for _, c := range r.table.columns {
		before[c.Name] = json.RawMessage(r.at(c))
	}
	return world.Change{Before: before}
}
