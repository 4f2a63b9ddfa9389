package engine

import (
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"sync"

	"go.starlark.net/starlark"
	"zombiezen.com/go/sqlite"
)

// pageSize is half of SQLite's own. A page of 4096 bytes with its header is one
// of the sizes for which the allocator under the library asks the system each
// time, and pages come and go with every transaction: half the time of writing.
const pageSize = 2048

// guarding keeps connections from being closed while others are under guard. The
// library knows the authorizer of a connection by its address, and forgets it
// after the address was given back: of a connection that another goroutine opened
// there meanwhile, the authorizer was gone, and its next statement ended the
// program.
var guarding sync.RWMutex

// closed closes a connection.
func closed(conn *sqlite.Conn) error {
	guarding.Lock()
	defer guarding.Unlock()
	return conn.Close()
}

// open opens an empty database in memory, with no way to files.
func open() (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(":memory:", sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenNoMutex)
	if err != nil {
		return nil, err
	}
	for _, s := range []string{fmt.Sprintf("PRAGMA page_size = %d", pageSize), "PRAGMA journal_mode = MEMORY", "PRAGMA temp_store = MEMORY", "PRAGMA trusted_schema = OFF", "PRAGMA foreign_keys = OFF"} {
		if err := run(conn, s); err != nil {
			return nil, errors.Join(err, closed(conn))
		}
	}
	conn.Limit(sqlite.LimitAttached, 0)
	conn.Limit(sqlite.LimitExprDepth, 100)
	conn.Limit(sqlite.LimitTriggerDepth, 100)
	return conn, nil
}

// run executes one statement.
func run(conn *sqlite.Conn, sql string) (err error) {
	s, _, err := conn.PrepareTransient(sql)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Finalize()) }()
	for {
		if more, err := s.Step(); err != nil || !more {
			return err
		}
	}
}

// query runs a question about the schema, with texts for its parameters. It is
// worldc's own, so it cannot fail.
func query(conn *sqlite.Conn, sql string, args ...string) iter.Seq[*sqlite.Stmt] {
	return func(yield func(*sqlite.Stmt) bool) {
		s, _, err := conn.PrepareTransient(sql)
		if err != nil {
			panic(err)
		}
		defer s.Finalize() //lint:unchecked Step has told its error already
		for i, a := range args {
			s.BindText(i+1, a)
		}
		for {
			more, err := s.Step()
			if err != nil {
				panic(err)
			}
			if !more || !yield(s) {
				return
			}
		}
	}
}

// bind gives a parameter of a statement a value of a row.
func bind(s *sqlite.Stmt, parameter int, c *column, v starlark.Value) {
	switch v := v.(type) {
	case starlark.NoneType:
		s.BindNull(parameter)
	case starlark.Bool:
		if c.kind == document {
			s.BindText(parameter, strings.ToLower(v.String()))
		} else {
			s.BindBool(parameter, bool(v))
		}
	case starlark.Int:
		if i, ok := v.Int64(); ok {
			s.BindInt64(parameter, i)
		} else {
			s.BindText(parameter, string(mustEncode(nil, v)))
		}
	case starlark.Float:
		s.BindFloat(parameter, float64(v))
	case starlark.String:
		if c.kind == document {
			s.BindText(parameter, string(mustEncode(nil, v)))
		} else {
			s.BindText(parameter, string(v))
		}
	default:
		s.BindText(parameter, string(mustEncode(nil, v)))
	}
}

// A write is one row that was inserted, updated or deleted.
type write struct {
	table *table
	row   *row   // as it is afterwards; as it was, for a deletion
	set   uint64 // the columns that an update changes, by bit; all for an insert, 0 for a deletion
	fresh bool   // an insert
}

// A database is a world's base state in SQLite, as often as calls that write
// run at the same time. It judges writes: types, keys, references, CHECKs. It
// never answers questions, since the engine knows every row.
type database struct {
	mu   sync.Mutex
	base *sqlite.Conn // the base state, from which scratches are copied; nil until it is needed

	schema string
	idle   []*scratch
	all    []*scratch

	missing []*table // whose rows base has still to be given
}

// A scratch is one copy of the base state with the writes of one session on
// it, or the first of them. Which session that is changes: one that needs a
// scratch takes its own where it is idle, else another, whose writes it takes
// back.
type scratch struct {
	conn       *sqlite.Conn
	statements map[statement]*sqlite.Stmt
	owner      *Session // nil where what is on it is nobody's
	applied    int      // how many of the owner's writes are on it
	open       bool
}

// A statement names a prepared statement.
type statement struct {
	table int // or one of the verbs below
	set   uint64
	fresh bool
}

const (
	begin = -1 - iota
	rollback
)

// take returns a scratch, if it can be one on which the session wrote before.
func (d *database) take(s *Session) (*scratch, error) {
	d.mu.Lock()
	pick := -1
	for i, x := range d.idle {
		if x.owner == s {
			pick = i
			break
		}
		if pick < 0 || x.owner == nil {
			pick = i
		}
	}
	var x *scratch
	if pick >= 0 {
		x = d.idle[pick]
		d.idle = append(d.idle[:pick], d.idle[pick+1:]...)
	}
	d.mu.Unlock()
	if x == nil {
		return d.open()
	}
	return x, nil
}

// give puts a scratch back.
func (d *database) give(x *scratch) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.idle = append(d.idle, x)
}

// open makes another copy of the base state. It is copied page by page into a
// plain database in memory; one that is deserialized takes three times as long
// for every transaction, because it reads through a layer of virtual files.
func (d *database) open() (*scratch, error) {
	conn, err := open()
	if err != nil {
		return nil, fmt.Errorf("SQLite: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err = d.complete(); err == nil {
		err = backup(conn, d.base)
	}
	if err == nil {
		err = run(conn, "PRAGMA foreign_keys = ON")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("SQLite: %w", err), closed(conn))
	}
	x := &scratch{conn: conn, statements: map[statement]*sqlite.Stmt{}}
	d.all = append(d.all, x)
	return x, nil
}

// complete gives base the rows that it has not been given.
func (d *database) complete() error {
	if d.missing == nil {
		return nil
	}
	if d.base == nil {
		conn, err := open()
		if err != nil {
			return err
		}
		d.base = conn
		if _, wrong := declare(conn, d.schema); len(wrong) > 0 {
			return fmt.Errorf("a schema that was declared before is refused: %s", wrong[0])
		}
	}
	x, err := fill(d.base)
	if err != nil {
		return err
	}
	for _, t := range d.missing {
		for _, r := range t.rows {
			if err := x.write(write{table: t, row: r, fresh: true}); err != nil {
				return fmt.Errorf("a row that was loaded before is refused: %s", sqlRefusal(err, t, r))
			}
		}
	}
	if err := x.filled(d.missing); err != nil {
		return err
	}
	d.missing = nil
	return nil
}

// fill begins to give a database its rows, filled ends it. References are not
// checked meanwhile, so rows may come in any order.
func fill(conn *sqlite.Conn) (*scratch, error) {
	x := &scratch{conn: conn, statements: map[statement]*sqlite.Stmt{}}
	if err := x.step(statement{table: begin}, nil, nil); err != nil {
		return nil, fmt.Errorf("SQLite: %w", err)
	}
	return x, nil
}

func (x *scratch) filled(tables []*table) error {
	for name, s := range x.statements { //lint:ordered each is closed
		if err := s.Finalize(); err != nil {
			return fmt.Errorf("SQLite: %s: %w", name.sql(tables[max(0, name.table)]), err)
		}
	}
	if err := run(x.conn, "COMMIT"); err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	return nil
}

// backup copies a database.
func backup(to, from *sqlite.Conn) error {
	b, err := sqlite.NewBackup(to, "main", from, "main")
	if err != nil {
		return err
	}
	_, err = b.Step(-1)
	return errors.Join(err, b.Close())
}

// close closes all copies.
func (d *database) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var failed error
	for _, x := range d.all {
		failed = errors.Join(failed, closed(x.conn))
	}
	if d.base != nil {
		failed = errors.Join(failed, closed(d.base))
	}
	d.base, d.all, d.idle = nil, nil, nil
	return failed
}

// reach puts all writes of the session on the scratch, in the order in which
// they were accepted before. Those of another are taken back.
func (x *scratch) reach(s *Session) error {
	if x.owner != s {
		x.owner = nil
		if x.open {
			if err := x.step(statement{table: rollback}, nil, nil); err != nil {
				return fmt.Errorf("SQLite: %w", err)
			}
			x.open = false
		}
		if err := x.step(statement{table: begin}, nil, nil); err != nil {
			return fmt.Errorf("SQLite: %w", err)
		}
		x.open, x.owner, x.applied = true, s, 0
	}
	for _, w := range s.writes[x.applied:] {
		if err := x.write(w); err != nil {
			x.owner = nil
			return fmt.Errorf("SQLite: a write that succeeded once fails when it is repeated: %w", err)
		}
	}
	return nil
}

// write puts one more write on the scratch.
func (x *scratch) write(w write) error {
	if err := x.step(statement{w.table.number, w.set, w.fresh}, w.table, w.row); err != nil {
		return err
	}
	x.applied++
	return nil
}

// step runs a prepared statement with the values of a row.
func (x *scratch) step(name statement, t *table, r *row) error {
	s := x.statements[name]
	if s == nil {
		var err error
		if s, err = x.conn.Prepare(name.sql(t)); err != nil {
			return err
		}
		x.statements[name] = s
	}
	if t != nil {
		p := 0
		for i := range t.columns {
			if name.changes(t, i) {
				p++
				bind(s, p, &t.columns[i], r.values[i])
			}
		}
		if !name.fresh {
			for _, i := range t.key {
				p++
				bind(s, p, &t.columns[i], r.values[i])
			}
		}
	}
	_, err := s.Step()
	if reset := s.Reset(); err == nil {
		err = reset
	}
	return err
}

// all is the set of columns of an update of a table with more than 64.
const allColumns = ^uint64(0)

// changes reports whether the statement gives column i a value.
func (n statement) changes(t *table, i int) bool {
	switch {
	case n.fresh:
		return true
	case n.set == 0 || t.columns[i].key:
		return false
	}
	return n.set == allColumns || n.set>>i&1 == 1
}

// sql is the text of the statement.
func (n statement) sql(t *table) string {
	switch n.table {
	case begin:
		return "BEGIN"
	case rollback:
		return "ROLLBACK"
	}
	var columns, where []string
	for i := range t.columns {
		if n.changes(t, i) {
			columns = append(columns, quote(t.columns[i].name))
		}
	}
	for _, i := range t.key {
		where = append(where, quote(t.columns[i].name)+" = ?")
	}
	switch {
	case n.fresh:
		return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quote(t.name), strings.Join(columns, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", "))
	case n.set == 0:
		return fmt.Sprintf("DELETE FROM %s WHERE %s", quote(t.name), strings.Join(where, " AND "))
	}
	return fmt.Sprintf("UPDATE %s SET %s = ? WHERE %s", quote(t.name), strings.Join(columns, " = ?, "), strings.Join(where, " AND "))
}

var sqlPrefix = regexp.MustCompile(`^(sqlite: [a-z]+: |\d+:\d+: |SQL logic error: |constraint failed: )+`)

// sqlMessage is what SQLite says, without what is said around it.
func sqlMessage(err error) string {
	m := err.Error()
	for {
		short := sqlPrefix.ReplaceAllString(m, "")
		if short == m {
			return m
		}
		m = short
	}
}
