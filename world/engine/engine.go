package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.starlark.net/starlark"
	"worldc/world"
)

// An Engine executes the tools of one world. It is made once and shared:
// nothing in it changes but the pool of SQLite copies and what is known of
// their verdicts, so sessions of any number of goroutines may use it at the
// same time.
type Engine struct {
	*state
	limits Limits
	tools  map[string]*tool
	names  []string // of the tools, in the world's order

	interpreters sync.Pool // of *interpreter
}

// A state is the world of an engine without its tools, which [Engine.Retool]
// shares.
type state struct {
	tables   []*table
	byName   map[string]*table
	base     digest // of the rows before anybody writes
	database database

	prelude     string
	environment starlark.StringDict // of tool code, with the prelude in it
}

// Limits bound one call. They count what is the same on every machine, so what
// they refuse is a result like any other.
type Limits struct {
	// Steps bounds the work of a call: steps of the interpreter, and what the
	// db functions charge for rows looked at, returned and written.
	Steps uint64

	// Arguments and Result bound the JSON of what goes in and comes out, in
	// bytes.
	Arguments, Result int
}

// DefaultLimits are far above what an honest tool needs.
func DefaultLimits() Limits {
	return Limits{Steps: 1_000_000, Arguments: 64 << 10, Result: 256 << 10}
}

// A tool is compiled by load, once; what follows the effect is there then.
type tool struct {
	name      string
	effect    world.Effect
	load      func() problems
	function  *starlark.Function
	keywords  bool                      // whether the function takes arguments that it does not name
	ids       bool                      // whether it may make ids, which depend on the calls before
	validator func() *jsonschema.Schema // of the arguments
	accept    *shape                    // the quick way through arguments; nil if there is none
	declared  []string                  // names of the arguments, in the document's order

	// positional are the parameters that may be given by their place.
	positional []starlark.Value
	names      map[string]bool
}

// A LoadError is everything that is wrong with a world.
type LoadError struct{ Problems []world.Problem }

// Error implements error: one problem a line.
func (e *LoadError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return "the world does not load:\n" + strings.Join(lines, "\n")
}

// maxProblems bounds what a LoadError tells; one mistake can break every row.
const maxProblems = 50

// Load compiles a world: its schema, its rows, its tools. The error is a
// *[LoadError] unless SQLite itself fails.
func Load(w *world.World, limits Limits) (*Engine, error) { return compileWorld(w, limits, false) }

// Reload is Load for a world that was loaded before, as the worlds that worldc
// makes were when they were made. What SQLite said of its rows then, that they
// meet the schema, it says again; so they are not put to it before a write has
// to be judged. What is wrong with a tool is said when it is called.
func Reload(w *world.World, limits Limits) (*Engine, error) { return compileWorld(w, limits, true) }

func compileWorld(w *world.World, limits Limits, judged bool) (*Engine, error) {
	e := newEngine(&state{byName: map[string]*table{}, prelude: w.Prelude}, limits)
	var found problems
	if !judged {
		found = w.Validate()
	}
	if err := e.loadRows(w, judged, &found); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	e.loadPrelude(w, &found)
	e.loadTools(w.Tools, judged, &found)
	if err := found.asError(); err != nil {
		if closing := e.Close(); closing != nil {
			return nil, errors.Join(err, closing)
		}
		return nil, err // as it is, for those who look at what was found
	}
	return e, nil
}

func newEngine(s *state, limits Limits) *Engine {
	e := &Engine{state: s, limits: limits, tools: map[string]*tool{}}
	e.interpreters.New = newInterpreter
	return e
}

// Retool is an engine of the same world with other tools. It shares the rows, so
// it costs what compiling the tools costs, and is closed with e, not by itself.
// The error is a *[LoadError].
func (e *Engine) Retool(tools []world.WorldTool) (*Engine, error) {
	with := newEngine(e.state, e.limits)
	found := problems(world.ValidateTools(tools))
	with.loadTools(tools, false, &found)
	if err := found.asError(); err != nil {
		return nil, err
	}
	return with, nil
}

// asError is the problems as a *[LoadError]; nil if there are none.
func (p problems) asError() error {
	n := len(p)
	if n == 0 {
		return nil
	}
	if n > maxProblems {
		p = append(p[:maxProblems], world.Problem{Where: "…", What: fmt.Sprintf("and %d problems more", n-maxProblems)})
	}
	return &LoadError{p}
}

// Close frees the memory that SQLite holds. No session may be used afterwards.
func (e *Engine) Close() error { return e.database.close() }

// loadRows makes the tables. It reports an error if SQLite fails; what is
// wrong with the world goes to found. Rows that were judged before SQLite is
// given when it is asked about a write.
func (e *Engine) loadRows(w *world.World, judged bool, found *problems) (err error) {
	tables := []*table(nil)
	if judged {
		tables = shapes.get(w.Schema)
	}
	if tables == nil {
		conn, err := open()
		if err != nil {
			return fmt.Errorf("SQLite: %w", err)
		}
		e.database.base = conn
		declared, wrong := declare(conn, w.Schema)
		if len(wrong) > 0 {
			*found = append(*found, wrong...)
			return nil
		}
		tables = declared
		shapes.put(w.Schema, tables)
	}
	e.database.schema = w.Schema
	e.tables = tables
	for _, t := range tables {
		e.byName[t.name] = t
	}
	e.markVolatile(w.Volatile, found)

	before := len(*found)
	var fields starlark.Dict
	var x *scratch
	if !judged {
		if x, err = fill(e.database.base); err != nil {
			return err
		}
	}
	for _, name := range sortedKeys(w.Rows) {
		t, ok := e.byName[name]
		if !ok {
			found.add("rows."+name, "the schema declares no table %q%s", name, meant(name, tableNames(tables)))
			continue
		}
		for i, raw := range w.Rows[name] {
			where := fmt.Sprintf("rows.%s[%d]", name, i)
			r, err := t.parse(raw, &fields)
			if err != nil {
				found.add(where, "%s", err)
				continue
			}
			if x != nil {
				if err := x.write(write{table: t, row: r, fresh: true}); err != nil {
					found.add(where, "%s", sqlRefusal(err, t, r))
					continue
				}
			}
			t.byKey[r.key] = r
			t.rows = append(t.rows, r)
		}
	}
	for _, t := range tables {
		t.settle()
	}
	for _, t := range tables {
		t.checkReferences(found)
	}
	if len(*found) > before {
		return nil
	}
	if x == nil {
		e.database.missing = tables
	} else {
		if err := x.filled(tables); err != nil {
			return err
		}
		for r := range query(e.database.base, "SELECT \"table\", parent FROM pragma_foreign_key_check") {
			found.add("rows."+r.ColumnText(0), "a row refers to a row of %s that there is not", r.ColumnText(1))
		}
	}
	var buffer []byte
	for _, t := range tables {
		for _, r := range t.rows {
			r.digest, buffer = t.digest(buffer, r)
			e.base.add(r.digest)
		}
	}
	return nil
}

func (e *Engine) markVolatile(volatile []string, found *problems) {
	for _, v := range volatile {
		name, column, _ := strings.Cut(v, ".")
		t, ok := e.byName[name]
		if !ok {
			found.add("volatile", "%q: the schema declares no table %q%s", v, name, meant(name, tableNames(e.tables)))
			continue
		}
		i, ok := t.byName[column]
		switch {
		case !ok:
			found.add("volatile", "%q: the table has no column %q%s", v, column, meant(column, t.names()))
		case t.columns[i].key:
			found.add("volatile", "%q is part of the primary key, by which rows are told apart", v)
		default:
			t.columns = slices.Clone(t.columns) // other engines may have the same
			t.columns[i].volatile = true
		}
	}
}

// parse reads a row of the world. A column that it does not name has its
// default. fields is room for what the row says.
func (t *table) parse(raw []byte, fields *starlark.Dict) (*row, error) {
	if err := fields.Clear(); err != nil {
		return nil, err
	}
	r := reader{in: raw, into: fields}
	v, err := r.whole()
	if err != nil {
		return nil, err
	}
	d, ok := v.(*starlark.Dict)
	if !ok {
		return nil, fmt.Errorf("is no JSON object")
	}
	return t.rowOf(d)
}

// rowOf is the row that a dict describes. A column that it does not name has
// its default.
func (t *table) rowOf(d *starlark.Dict) (*row, error) {
	values := make([]starlark.Value, len(t.columns))
	for i := range t.columns {
		values[i] = t.columns[i].initial
	}
	for name, value := range d.Entries() {
		c, err := t.column(name)
		if err != nil {
			return nil, err
		}
		if values[c], err = t.admit(&t.columns[c], value); err != nil {
			return nil, err
		}
	}
	for _, c := range t.key {
		if values[c] == starlark.None {
			return nil, fmt.Errorf("%s: the primary key %s has no value", t.name, t.columns[c].name)
		}
	}
	return t.newRow(values), nil
}

// column is the position of the column that v names.
func (t *table) column(v starlark.Value) (int, error) {
	name, ok := v.(starlark.String)
	if !ok {
		return 0, fmt.Errorf("%s: a column is named by a string, not by %s", t.name, brief(v))
	}
	c, ok := t.named(string(name))
	if !ok {
		return 0, fmt.Errorf("%s has no column %q%s", t.name, string(name), meant(string(name), t.names()))
	}
	return c, nil
}

// checkReferences looks for rows that refer to none.
func (t *table) checkReferences(found *problems) {
	for _, f := range t.parents {
		for i := range f.from {
			from, to := &t.columns[f.from[i]], &f.parent.columns[f.to[i]]
			if from.kind != to.kind {
				found.add("schema."+t.name+"."+from.name, "is %s and refers to %s.%s, which is %s", from.kind, f.parent.name, to.name, to.kind)
				return
			}
		}
		for _, r := range t.rows {
			if key, refers := f.reference(r); refers && f.resolve(key) == nil {
				found.add(fmt.Sprintf("rows.%s[%s]", t.name, r.key), "%s", f.missing(r))
			}
		}
	}
}

// reference is the key that the row refers to. A row of which a column is NULL
// refers to nothing.
func (f *foreign) reference(r *row) (key string, refers bool) {
	for _, c := range f.from {
		if r.values[c] == starlark.None {
			return "", false
		}
	}
	return f.child.keyOf(r.values, f.from), true
}

// resolve is the row of the base state that a reference means.
func (f *foreign) resolve(key string) *row {
	if slices.Equal(f.to, f.parent.key) {
		return f.parent.byKey[key]
	}
	for _, x := range f.parent.indexes {
		if slices.Equal(x.columns, f.to) && len(x.rows[key]) > 0 {
			return x.rows[key][0]
		}
	}
	return nil
}

// missing says which row a row refers to in vain.
func (f *foreign) missing(r *row) string {
	return fmt.Sprintf("%s: there is no %s with %s", f.child.name, f.parent.name, f.parent.equalities(f.to, f.child.pick(r, f.from)))
}

// pick are the values of some columns.
func (t *table) pick(r *row, columns []int) []starlark.Value {
	values := make([]starlark.Value, len(columns))
	for i, c := range columns {
		values[i] = r.values[c]
	}
	return values
}

// equalities is a text such as `order_id = "#W1", line = 2`.
func (t *table) equalities(columns []int, values []starlark.Value) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = t.columns[c].name + " = " + brief(values[i])
	}
	return strings.Join(parts, ", ")
}
