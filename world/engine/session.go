package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.starlark.net/starlark"
	"worldc/world"
	"zombiezen.com/go/sqlite"
)

// A Session is the state of the world in one rollout: the rows that were
// written, over those of the engine. It costs no more than what is written in
// it, needs not be closed, and serves one goroutine at a time.
type Session struct {
	engine *Engine
	dirty  []layer          // by table
	start  []layer          // dirty, when the first turn began
	writes []write          // every write that was not taken back
	equal  map[identity]int // how often each writing call was made
	call   call
}

// A layer is what was written to a table.
type layer struct {
	rows   map[string]*row // by key; nil for those that are gone
	shared bool            // other sessions have the same, which is copied before it is written
}

// A call is what a session knows of the call that it executes.
type call struct {
	interpreter *interpreter
	tool        *tool
	arguments   []byte // canonical
	ids         int    // how many ids it made
	marked      int    // len(writes) when it began
	undo        []undo
	scratch     *scratch
	limit       uint64
	removing    map[*row]bool
	failure     error // why SQLite could not be asked
}

// An undo takes back one entry of Session.dirty.
type undo struct {
	table *table
	key   string
	row   *row
	had   bool
}

// Session begins a rollout in the world as it was loaded.
func (e *Engine) Session() *Session {
	return &Session{engine: e, dirty: make([]layer, len(e.tables))}
}

// Start begins a rollout with the changes that a task makes first. The error
// is a *[LoadError] where they do not fit the world.
func (e *Engine) Start(initial world.Changes) (*Session, error) {
	s := e.Session()
	if len(initial) == 0 {
		return s, nil
	}
	var found problems
	s.initialise(initial, &found)
	if s.call.failure != nil {
		return nil, s.call.failure
	}
	if len(found) > 0 {
		s.end(false)
		return nil, &LoadError{found}
	}
	s.end(true)
	s.start = s.share()
	return s, nil
}

// initialise makes the changes: what goes away first, from the last table to
// the first, then what is new or different, from the first table to the last,
// since tables are declared before what refers to them.
func (s *Session) initialise(initial world.Changes, found *problems) {
	for _, p := range initial.Validate() {
		found.add("initial."+p.Where, "%s", p.What)
	}
	for _, name := range sortedKeys(initial) {
		if s.engine.byName[name] == nil {
			found.add("initial."+name, "the world has no table %q%s", name, meant(name, tableNames(s.engine.tables)))
		}
	}
	if len(*found) > 0 {
		return
	}
	// What every row has to become is settled first, since taking one away may
	// take others with it.
	target := map[*table]map[string]*row{}
	for _, t := range s.engine.tables {
		target[t] = map[string]*row{}
		for _, key := range sortedKeys(initial[t.name]) {
			r, err := t.become(s.row(t, key), key, initial[t.name][key])
			if err != nil {
				found.add(fmt.Sprintf("initial.%s[%q]", t.name, key), "%s", err)
			}
			target[t][key] = r
		}
	}
	apply := func(t *table, gone bool) {
		for _, key := range sortedKeys(target[t]) {
			now, r := s.row(t, key), target[t][key]
			var err error
			switch {
			case (r == nil) != gone:
			case r == nil && now != nil:
				err = s.remove(t, now)
			case r != nil && now == nil:
				err = s.insert(t, r)
			case r != nil:
				_, err = s.replace(now, r.values)
			}
			if err != nil {
				found.add(fmt.Sprintf("initial.%s[%q]", t.name, key), "%s", err)
			}
		}
	}
	if len(*found) > 0 {
		return
	}
	for _, t := range slices.Backward(s.engine.tables) {
		apply(t, true)
	}
	for _, t := range s.engine.tables {
		apply(t, false)
	}
}

// become is what a change makes of a row; nil where it takes the row away.
func (t *table) become(old *row, key string, c world.Change) (*row, error) {
	switch {
	case c.Before == nil && old != nil:
		return nil, errors.New("is new, but the world has such a row")
	case c.Before != nil && old == nil:
		return nil, errors.New("the world has no such row")
	case c.After == nil:
		return nil, nil
	}
	fields := new(starlark.Dict)
	for _, f := range sortedKeys(c.After) {
		v, err := decode(c.After[f])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		if err := fields.SetKey(starlark.String(f), v); err != nil {
			return nil, err
		}
	}
	var r *row
	var err error
	if old == nil {
		r, err = t.rowOf(fields)
	} else {
		var values []starlark.Value
		if values, err = t.changed(old, fields); err == nil {
			r = t.newRow(values)
		}
	}
	if err == nil && r.key != key {
		err = fmt.Errorf("the row has the key %s", r.key)
	}
	return r, err
}

// row is the row with a key, as it is now; nil if there is none.
func (s *Session) row(t *table, key string) *row {
	if r, written := s.dirty[t.number].rows[key]; written {
		return r
	}
	return t.byKey[key]
}

// put records that the row with a key is now r.
func (s *Session) put(t *table, key string, r *row) {
	l := &s.dirty[t.number]
	switch {
	case l.rows == nil:
		l.rows = map[string]*row{}
	case l.shared:
		l.rows = maps.Clone(l.rows)
	}
	l.shared = false
	old, had := l.rows[key]
	s.call.undo = append(s.call.undo, undo{t, key, old, had})
	l.rows[key] = r
}

// perform makes a write, which SQLite judges where it is not plain that it is
// allowed.
func (s *Session) perform(w write, becomes *row) error {
	if !s.allowed(w) {
		if err := s.judge(w); err != nil {
			return err
		}
		w.accepted()
	}
	s.writes = append(s.writes, w)
	s.put(w.table, w.row.key, becomes)
	return nil
}

// judge puts a write on a scratch that has all writes before it.
func (s *Session) judge(w write) error {
	if s.call.scratch == nil {
		x, err := s.engine.database.take(s)
		if err != nil {
			s.call.failure = err
			return err
		}
		s.call.scratch = x
	}
	if err := s.call.scratch.reach(s); err != nil {
		s.call.failure = err
		return err
	}
	if err := s.call.scratch.write(w); err != nil {
		if sqlite.ErrCode(err).ToPrimary() != sqlite.ResultConstraint {
			s.call.failure = fmt.Errorf("SQLite: %w", err)
			return s.call.failure
		}
		return &refusal{kind: Constraint, message: s.explain(err, w)}
	}
	return nil
}

func (s *Session) insert(t *table, r *row) error {
	return s.perform(write{table: t, row: r, fresh: true}, r)
}

// changed are the values of a row with some fields changed.
func (t *table) changed(old *row, fields *starlark.Dict) ([]starlark.Value, error) {
	values := slices.Clone(old.values)
	for name, value := range fields.Entries() {
		c, err := t.column(name)
		if err != nil {
			return nil, err
		}
		v, err := t.admit(&t.columns[c], value)
		if err != nil {
			return nil, err
		}
		if t.columns[c].key && !same(values[c], v) {
			return nil, fmt.Errorf("%s.%s is part of the primary key and cannot change: delete the row and insert another", t.name, t.columns[c].name)
		}
		values[c] = v
	}
	return values, nil
}

// update changes fields of a row and returns what it has become.
func (s *Session) update(t *table, old *row, fields *starlark.Dict) (*row, error) {
	values, err := t.changed(old, fields)
	if err != nil {
		return nil, err
	}
	return s.replace(old, values)
}

// replace gives a row other values, under the same key.
func (s *Session) replace(old *row, values []starlark.Value) (*row, error) {
	var set uint64
	for c := range values {
		if !same(old.values[c], values[c]) {
			if len(values) > 64 {
				set = allColumns
				break
			}
			set |= 1 << c
		}
	}
	if set == 0 {
		return old, nil
	}
	r := &row{table: old.table, key: old.key, values: values}
	return r, s.perform(write{table: old.table, row: r, set: set}, r)
}

// remove deletes a row, and what its deletion entails for the rows that refer
// to it: SQLite would do the same, but not tell.
func (s *Session) remove(t *table, r *row) error {
	if s.call.removing[r] {
		return nil // rows that refer to each other in a circle
	}
	if len(t.children) > 0 {
		if s.call.removing == nil {
			s.call.removing = map[*row]bool{}
		}
		s.call.removing[r] = true
	}
	for i := range t.children {
		f := &t.children[i]
		if f.onDelete != "CASCADE" && f.onDelete != "SET NULL" {
			continue
		}
		for _, child := range s.referring(f, r) {
			var err error
			if f.onDelete == "CASCADE" {
				err = s.remove(f.child, child)
			} else {
				null := new(starlark.Dict)
				for _, c := range f.from {
					if err := null.SetKey(starlark.String(f.child.columns[c].name), starlark.None); err != nil {
						return err
					}
				}
				_, err = s.update(f.child, child, null)
			}
			if err != nil {
				return err
			}
		}
	}
	return s.perform(write{table: t, row: r}, nil)
}

// referring are the rows that refer to r.
func (s *Session) referring(f *foreign, r *row) []*row {
	q := search{table: f.child, limit: -1}
	for i, c := range f.from {
		q.equal = append(q.equal, equality{c, r.values[f.to[i]]})
	}
	rows, _ := s.search(&q, nil)
	return rows
}

// end ends a call. What it wrote stays if it succeeded, and leaves no trace if
// not.
func (s *Session) end(succeeded bool) {
	c := &s.call
	if !succeeded {
		for _, u := range slices.Backward(c.undo) {
			if u.had {
				s.dirty[u.table.number].rows[u.key] = u.row
			} else {
				delete(s.dirty[u.table.number].rows, u.key)
			}
		}
		s.writes = s.writes[:c.marked]
	}
	if c.scratch != nil {
		if !succeeded {
			c.scratch.owner = nil // it has writes that are taken back
		}
		s.engine.database.give(c.scratch)
	}
	*c = call{undo: c.undo[:0], marked: len(s.writes)}
}

// Digest stands for the state of the world as it is now: equal states have
// equal digests, whatever led to them. See the type digest for what else may.
func (s *Session) Digest() string {
	sum := s.engine.base
	i := s.engine.interpreters.Get().(*interpreter)
	defer s.engine.interpreters.Put(i)
	var d digest
	for n, l := range s.dirty {
		t := s.engine.tables[n]
		for key, r := range l.rows { //lint:ordered a sum is the same in any order
			old := t.byKey[key]
			if old == r {
				continue
			}
			if old != nil {
				sum.subtract(old.digest)
			}
			if r != nil {
				d, i.buffer = t.digest(i.buffer, r)
				sum.add(d)
			}
		}
	}
	return sum.String()
}

// Changes are the differences between the state in which the session began,
// after the task's own changes, and the state as it is now.
func (s *Session) Changes() world.Changes {
	changes := world.Changes{}
	for i, l := range s.dirty {
		t := s.engine.tables[i]
		for _, key := range sortedKeys(l.rows) {
			old := t.byKey[key]
			if s.start != nil {
				if r, written := s.start[i].rows[key]; written {
					old = r
				}
			}
			c := t.difference(old, l.rows[key])
			if c.Before == nil && c.After == nil {
				continue
			}
			if changes[t.name] == nil {
				changes[t.name] = map[string]world.Change{}
			}
			changes[t.name][key] = c
		}
	}
	return changes
}

// difference is what became of a row; neither before nor after where it is the
// same.
func (t *table) difference(before, after *row) world.Change {
	var c world.Change
	if before == after {
		return c
	}
	fields := func(r, other *row) map[string]json.RawMessage {
		if r == nil {
			return nil
		}
		m := map[string]json.RawMessage{}
		for i, column := range t.columns {
			if !column.volatile && (other == nil || !same(r.values[i], other.values[i])) {
				m[column.name] = mustEncode(nil, r.values[i])
			}
		}
		if len(m) == 0 && other != nil {
			return nil
		}
		return m
	}
	c.Before, c.After = fields(before, after), fields(after, before)
	return c
}

// State is the digest and the changes together.
func (s *Session) State() world.State {
	return world.State{Digest: s.Digest(), Changes: s.Changes()}
}

// Rows are all rows as they are now, complete and in primary-key order, as
// [world.World.Rows] holds them.
func (s *Session) Rows() map[string][]json.RawMessage {
	all := map[string][]json.RawMessage{}
	for _, t := range s.engine.tables {
		rows, _ := s.search(&search{table: t, limit: -1}, nil)
		list := make([]json.RawMessage, len(rows))
		for i, r := range rows {
			list[i] = t.appendRow(nil, r, true)
		}
		all[t.name] = list
	}
	return all
}
