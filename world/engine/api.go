package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"go.starlark.net/starlark"
	"worldc/world"
)

// What the db functions charge, in steps of the interpreter, beside what they
// move: a step is some 10 ns of work.
const (
	askCost   = 10 // one question
	rowCost   = 2  // one row looked at
	viewCost  = 5  // one row returned
	writeCost = 50 // one row written
)

// interpreterKey is where a thread keeps its interpreter.
const interpreterKey = "interpreter"

// caller is the session whose call the thread executes; nil while a world
// loads.
func caller(thread *starlark.Thread) *Session {
	if i, ok := thread.Local(interpreterKey).(*interpreter); ok {
		return i.session
	}
	return nil
}

// asked is what every db function begins with.
func asked(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, least, most int) (*Session, *table, error) {
	s := caller(thread)
	if s == nil {
		return nil, nil, fmt.Errorf("%s: code that runs while the world loads has no rows yet: call it in a function", b.Name())
	}
	if len(args) < least || len(args) > most {
		return nil, nil, fmt.Errorf("%s takes %s, not %d", b.Name(), takes(b.Name()), len(args))
	}
	name, ok := args[0].(starlark.String)
	if !ok {
		return nil, nil, fmt.Errorf("%s: the name of a table is a string, not %s", b.Name(), brief(args[0]))
	}
	t := s.engine.byName[string(name)]
	if t == nil {
		return nil, nil, fmt.Errorf("%s: there is no table %q%s", b.Name(), string(name), meant(string(name), tableNames(s.engine.tables)))
	}
	return s, t, s.charge(askCost)
}

// takes are the parameters of a db function.
func takes(function string) string {
	switch function {
	case "db.get", "db.delete":
		return "(table, key)"
	case "db.find":
		return "(table, equal, where, order, limit)"
	case "db.count":
		return "(table, equal, where)"
	case "db.insert":
		return "(table, row)"
	case "db.update":
		return "(table, key, changes)"
	}
	return "(prefix)"
}

// charge adds to the steps of the call.
func (s *Session) charge(steps int) error {
	thread := s.call.interpreter.thread
	thread.Steps += uint64(steps)
	if thread.Steps > s.call.limit {
		return s.exhausted()
	}
	return nil
}

func (s *Session) exhausted() error {
	return refuse(Exhausted, "the call takes more than the %d steps that a call may take", s.call.limit)
}

// writing refuses to write for a tool that only reads.
func (s *Session) writing(b *starlark.Builtin) error {
	if s.call.tool.effect != world.Write {
		return fmt.Errorf("%s: the tool is declared to read, and may not write", b.Name())
	}
	return s.charge(writeCost)
}

func noKeywords(b *starlark.Builtin, kwargs []starlark.Tuple) error {
	if len(kwargs) > 0 {
		return fmt.Errorf("%s has no parameter %s: it takes %s in this order", b.Name(), kwargs[0][0], takes(b.Name()))
	}
	return nil
}

func dbGet(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, t, err := asked(thread, b, args, 2, 2)
	if err = errors.Join(err, noKeywords(b, kwargs)); err != nil {
		return nil, err
	}
	var r *row
	if name, is := args[1].(starlark.String); is && t.byText {
		r = s.row(t, string(name))
	}
	if r == nil { // or the key is none, which is to be said
		key, err := t.findKey(args[1])
		if err != nil {
			return nil, err
		}
		if r = s.row(t, key); r == nil {
			return starlark.None, nil
		}
	}
	return r, s.charge(viewCost)
}

// searchArguments reads the arguments of find and count.
func searchArguments(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple, names []string) (*Session, *search, error) {
	s, t, err := asked(thread, b, args, 1, 1+len(names))
	if err != nil {
		return nil, nil, err
	}
	var given [4]starlark.Value
	copy(given[:], args[1:])
	for _, kw := range kwargs {
		i := 0
		for i < len(names) && names[i] != string(kw[0].(starlark.String)) {
			i++
		}
		if i == len(names) {
			return nil, nil, fmt.Errorf("%s has no parameter %s: it takes %s", b.Name(), kw[0], takes(b.Name()))
		}
		if given[i] != nil {
			return nil, nil, fmt.Errorf("%s: %s is given twice", b.Name(), names[i])
		}
		given[i] = kw[1]
	}
	var equal *starlark.Dict
	var where, order *starlark.List
	wrong := func(i int, what string) error {
		return fmt.Errorf("%s: %s is %s, not %s", b.Name(), names[i], what, brief(given[i]))
	}
	if v := given[0]; v != nil && v != starlark.None {
		if equal, _ = v.(*starlark.Dict); equal == nil {
			return nil, nil, wrong(0, "a dict from column to value")
		}
	}
	if v := given[1]; v != nil && v != starlark.None {
		if where, _ = v.(*starlark.List); where == nil {
			return nil, nil, wrong(1, "a list of (column, operator, value)")
		}
	}
	if v := given[2]; v != nil && v != starlark.None {
		if order, _ = v.(*starlark.List); order == nil {
			return nil, nil, wrong(2, "a list of columns, with - before one that descends")
		}
	}
	q := &s.call.interpreter.search
	return s, q, q.parse(t, equal, where, order, given[3])
}

func dbFind(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, q, err := searchArguments(thread, b, args, kwargs, []string{"equal", "where", "order", "limit"})
	if err != nil {
		return nil, err
	}
	rows, examined := s.answer(q)
	views := make([]starlark.Value, len(rows))
	for i, r := range rows {
		views[i] = r
	}
	return starlark.NewList(views), s.charge(examined*rowCost + len(rows)*viewCost)
}

// answer searches for the call. The rows are valid until its next question.
func (s *Session) answer(q *search) (rows []*row, examined int) {
	i := s.call.interpreter
	rows, examined = s.search(q, i.rows[:0])
	i.rows = rows
	return rows, examined
}

func dbCount(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, q, err := searchArguments(thread, b, args, kwargs, []string{"equal", "where"})
	if err != nil {
		return nil, err
	}
	rows, examined := s.answer(q)
	return starlark.MakeInt(len(rows)), s.charge(examined * rowCost)
}

func dbInsert(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, t, err := asked(thread, b, args, 2, 2)
	if err = errors.Join(err, noKeywords(b, kwargs)); err != nil {
		return nil, err
	}
	if err := s.writing(b); err != nil {
		return nil, err
	}
	d, ok := args[1].(*starlark.Dict)
	if !ok {
		return nil, fmt.Errorf("%s: a row is a dict from column to value, not %s", b.Name(), brief(args[1]))
	}
	r, err := t.rowOf(d)
	if err != nil {
		return nil, err
	}
	if err := s.insert(t, r); err != nil {
		return nil, err
	}
	return r, nil
}

func dbUpdate(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, t, err := asked(thread, b, args, 3, 3)
	if err = errors.Join(err, noKeywords(b, kwargs)); err != nil {
		return nil, err
	}
	if err := s.writing(b); err != nil {
		return nil, err
	}
	old, err := s.present(b, t, args[1])
	if err != nil {
		return nil, err
	}
	d, ok := args[2].(*starlark.Dict)
	if !ok {
		return nil, fmt.Errorf("%s: changes are a dict from column to value, not %s", b.Name(), brief(args[2]))
	}
	r, err := s.update(t, old, d)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func dbDelete(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, t, err := asked(thread, b, args, 2, 2)
	if err = errors.Join(err, noKeywords(b, kwargs)); err != nil {
		return nil, err
	}
	if err := s.writing(b); err != nil {
		return nil, err
	}
	old, err := s.present(b, t, args[1])
	if err != nil {
		return nil, err
	}
	before := len(s.writes)
	if err := s.remove(t, old); err != nil {
		return nil, err
	}
	return starlark.None, s.charge((len(s.writes) - before) * writeCost)
}

// present is the row with a key, which there has to be.
func (s *Session) present(b *starlark.Builtin, t *table, v starlark.Value) (*row, error) {
	key, err := t.findKey(v)
	if err != nil {
		return nil, err
	}
	r := s.row(t, key)
	if r == nil {
		return nil, fmt.Errorf("%s: %s has no row with the key %s; ask db.get first", b.Name(), t.name, brief(v))
	}
	return r, nil
}

// dbNewID makes an id for a new row. It depends on the tool, its arguments and
// how often it was called with them, so that calls make the same ids in
// whatever order they are made: the first 12 hexadecimal digits of the SHA-256
// of five lines,
//
//	worldc row id 1
//	the name of the tool
//	the canonical JSON of the arguments
//	how many equal calls succeeded before in this rollout
//	how many ids this call made before
//
// each with a line feed behind it.
func dbNewID(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s := caller(thread)
	if s == nil {
		return nil, errors.New("db.new_id: ids are made in a call")
	}
	prefix := ""
	if len(args) > 1 || len(kwargs) > 0 {
		return nil, errors.New("db.new_id takes (prefix)")
	}
	if len(args) == 1 {
		var ok bool
		if prefix, ok = starlark.AsString(args[0]); !ok {
			return nil, fmt.Errorf("db.new_id: the prefix is a string, not %s", brief(args[0]))
		}
	}
	if err := s.writing(b); err != nil {
		return nil, err
	}
	h := sha256.New()
	fmt.Fprintf(h, "worldc row id 1\n%s\n%s\n%d\n%d\n", s.call.tool.name, s.call.arguments, s.equal[identity{s.call.tool, string(s.call.arguments)}], s.call.ids)
	s.call.ids++
	return starlark.String(prefix + hex.EncodeToString(h.Sum(nil)[:6])), nil
}

// An identity is equal for equal calls.
type identity struct {
	tool      *tool
	arguments string // canonical
}
