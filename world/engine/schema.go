package engine

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"worldc/world"
	"zombiezen.com/go/sqlite"
)

const (
	maxSchema  = 256 << 10 // bytes of SQL
	maxTables  = 500
	maxColumns = 200 // of one table
)

// problems collects what is wrong with a world.
type problems []world.Problem

func (p *problems) add(where, format string, args ...any) {
	*p = append(*p, world.Problem{Where: where, What: fmt.Sprintf(format, args...)})
}

// A schemaGuard decides what the statements of a schema may do. It runs while
// SQLite compiles them.
type schemaGuard struct{}

// Authorize implements sqlite.Authorizer.
func (schemaGuard) Authorize(a sqlite.Action) sqlite.AuthResult {
	switch a.Type() {
	case sqlite.OpCreateTable, sqlite.OpCreateIndex, sqlite.OpInsert, sqlite.OpUpdate, sqlite.OpDelete, sqlite.OpRead,
		sqlite.OpSelect, sqlite.OpReindex, sqlite.OpTransaction, sqlite.OpSavepoint, sqlite.OpFunction:
		return sqlite.AuthResultOK
	}
	return sqlite.AuthResultDeny
}

// declare runs the schema and returns the tables that it declares.
func declare(conn *sqlite.Conn, schema string) ([]*table, problems) {
	var found problems
	where := func(offset int) string { return "schema:" + position(schema, offset) }
	if len(schema) > maxSchema {
		found.add("schema", "has %d bytes; %d are allowed", len(schema), maxSchema)
		return nil, found
	}
	if i := strings.IndexByte(schema, 0); i >= 0 {
		found.add(where(i), "has a NUL character in it")
		return nil, found
	}
	list, bad, what := statements(schema)
	if bad >= 0 {
		found.add(where(bad), "a %s begins here and never ends", what)
		return nil, found
	}
	if err := conn.SetAuthorizer(schemaGuard{}); err != nil {
		panic(err)
	}
	for _, s := range list {
		if offset, why := s.refusal(); why != "" {
			found.add(where(offset), "%s", why)
			continue
		}
		if err := run(conn, s.text); err != nil {
			offset := s.offset
			if within, ok := sqlite.ErrorOffset(err); ok {
				offset += within
			}
			found.add(where(offset), "%s", sqlMessage(err))
		}
	}
	if err := conn.SetAuthorizer(nil); err != nil {
		panic(err)
	}
	if len(found) > 0 {
		return nil, found
	}
	return describe(conn, schema)
}

// describe asks SQLite what the schema declared.
func describe(conn *sqlite.Conn, schema string) ([]*table, problems) {
	var found problems
	var tables []*table
	byName := map[string]*table{}
	keyless := map[string]bool{} // tables whose primary key is NOT NULL by nature
	for r := range query(conn, "SELECT t.name, t.wr FROM pragma_table_list t JOIN sqlite_schema s ON s.name = t.name WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid") {
		t := &table{name: r.ColumnText(0), number: len(tables), byName: map[string]int{}, byKey: map[string]*row{}}
		keyless[t.name] = r.ColumnBool(1)
		tables = append(tables, t)
		byName[strings.ToLower(t.name)] = t
	}
	if len(tables) == 0 {
		found.add("schema", "declares no table")
	}
	if len(tables) > maxTables {
		found.add("schema", "declares %d tables; %d are allowed", len(tables), maxTables)
		return nil, found
	}
	for _, t := range tables {
		describeColumns(conn, t, keyless[t.name], &found)
	}
	for _, t := range tables {
		describeReferences(conn, t, byName, &found)
		describeIndexes(conn, t)
	}
	if len(found) > 0 {
		return nil, found
	}
	return tables, nil
}

func describeColumns(conn *sqlite.Conn, t *table, withoutRowID bool, found *problems) {
	where := "schema." + t.name
	type part struct{ column, at int }
	var key []part
	nullable := ""
	declared := map[int]string{}
	for r := range query(conn, "SELECT name, upper(type), \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)", t.name) {
		c := column{name: r.ColumnText(0), initial: starlark.None, value: starlark.String(r.ColumnText(0)), label: []byte(`"` + r.ColumnText(0) + `":`)}
		n := len(t.columns)
		if r.ColumnInt(5) != 0 {
			found.add(where+"."+c.name, "%s", refusedWords["GENERATED"])
		}
		if label, err := appendString(nil, c.name); err == nil {
			c.label = append(label, ':')
		}
		name, _, _ := strings.Cut(r.ColumnText(1), "(")
		name = strings.Join(strings.Fields(name), " ")
		k, known := kinds[name]
		if !known {
			found.add(where+"."+c.name, "has the type %q: write INTEGER, REAL, TEXT, BOOLEAN or JSON (dates and times are TEXT, such as 2024-05-15T15:00:00)", name)
		}
		c.kind = k
		if !r.ColumnIsNull(3) {
			declared[n] = r.ColumnText(3)
		}
		if at := r.ColumnInt(4); at > 0 {
			c.key = true
			key = append(key, part{n, at})
			if !r.ColumnBool(2) && !withoutRowID {
				nullable = c.name
			}
			if k == document {
				found.add(where+"."+c.name, "is JSON and part of the primary key: use TEXT")
			}
		}
		t.columns = append(t.columns, c)
		t.byName[c.name] = n
	}
	if len(t.columns) > maxColumns {
		found.add(where, "has %d columns; %d are allowed", len(t.columns), maxColumns)
	}
	slices.SortFunc(key, func(a, b part) int { return a.at - b.at })
	for _, p := range key {
		t.key = append(t.key, p.column)
	}
	switch rowid := len(t.key) == 1 && isRowID(conn, t); {
	case len(t.key) == 0:
		found.add(where, "has no primary key: every row needs one to be told from others, such as `id TEXT NOT NULL PRIMARY KEY`")
	case nullable != "" && !rowid:
		found.add(where+"."+nullable, "is part of the primary key and may be NULL: SQLite allows that, so write NOT NULL")
	}
	t.canonical = make([]int, len(t.columns))
	for i := range t.canonical {
		t.canonical[i] = i
	}
	slices.SortFunc(t.canonical, func(a, b int) int { return compareNames(t.columns[a].name, t.columns[b].name) })
	if len(*found) > 0 {
		return
	}
	for n := range t.columns {
		expression, ok := declared[n]
		if !ok {
			continue
		}
		v, err := constant(conn, expression, t.columns[n].kind)
		if err == nil {
			v, err = t.admit(&t.columns[n], v)
		}
		if err != nil {
			found.add(where+"."+t.columns[n].name, "the DEFAULT %s does not fit: %s", expression, err)
			continue
		}
		t.columns[n].initial = v
	}
}

// isRowID reports whether the primary key is SQLite's own row number, which is
// never NULL.
func isRowID(conn *sqlite.Conn, t *table) bool {
	for r := range query(conn, "SELECT 1 FROM pragma_table_info(?) WHERE pk > 0 AND upper(type) = 'INTEGER'", t.name) {
		return r.ColumnBool(0)
	}
	return false
}

// constant is the value of a DEFAULT, which calls no function that gives
// another answer another time.
func constant(conn *sqlite.Conn, expression string, k kind) (starlark.Value, error) {
	if err := conn.SetAuthorizer(schemaGuard{}); err != nil {
		panic(err)
	}
	defer func() {
		if err := conn.SetAuthorizer(nil); err != nil {
			panic(err)
		}
	}()
	s, _, err := conn.PrepareTransient("SELECT " + expression)
	if err != nil {
		return nil, fmt.Errorf("%s", sqlMessage(err))
	}
	defer s.Finalize()
	if _, err := s.Step(); err != nil {
		return nil, fmt.Errorf("%s", sqlMessage(err))
	}
	return stored(s, 0, k)
}

// stored is the value in a column of the result, as the kind reads it.
func stored(s *sqlite.Stmt, i int, k kind) (starlark.Value, error) {
	switch s.ColumnType(i) {
	case sqlite.TypeNull:
		return starlark.None, nil
	case sqlite.TypeInteger:
		n := s.ColumnInt64(i)
		if k == boolean && (n == 0 || n == 1) {
			return starlark.Bool(n == 1), nil
		}
		if k == real {
			return starlark.Float(n), nil
		}
		return starlark.MakeInt64(n), nil
	case sqlite.TypeFloat:
		if k == real {
			return starlark.Float(s.ColumnFloat(i)), nil
		}
		return number(s.ColumnFloat(i)), nil
	case sqlite.TypeText:
		if k == document {
			return decode([]byte(s.ColumnText(i)))
		}
		return starlark.String(s.ColumnText(i)), nil
	}
	return nil, fmt.Errorf("a value of type %s", s.ColumnType(i))
}

func describeReferences(conn *sqlite.Conn, t *table, tables map[string]*table, found *problems) {
	where := "schema." + t.name
	last := -1
	var f *foreign
	done := func() {
		if f == nil {
			return
		}
		if len(f.to) == 0 { // REFERENCES parent, without columns
			f.to = f.parent.key
		}
		if len(f.to) != len(f.from) {
			found.add(where, "refers to %s with %d columns, whose key has %d", f.parent.name, len(f.from), len(f.to))
			return
		}
		t.parents = append(t.parents, *f)
		f.parent.children = append(f.parent.children, *f)
	}
	for r := range query(conn, "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq", t.name) {
		if r.ColumnInt(0) != last {
			done()
			f, last = nil, r.ColumnInt(0)
			parent, ok := tables[strings.ToLower(r.ColumnText(1))]
			if !ok {
				found.add(where, "refers to the table %q, which there is not", r.ColumnText(1))
				continue
			}
			if action := r.ColumnText(5); action == "SET DEFAULT" {
				found.add(where, "ON DELETE SET DEFAULT is not supported: use CASCADE, SET NULL or RESTRICT, or let the tools do it")
			}
			f = &foreign{child: t, parent: parent, onDelete: r.ColumnText(5)}
		}
		if f == nil {
			continue
		}
		if n, ok := t.byName[r.ColumnText(2)]; ok {
			f.from = append(f.from, n)
		}
		if !r.ColumnIsNull(3) {
			n, ok := columnNamed(f.parent, r.ColumnText(3))
			if !ok {
				found.add(where, "refers to the column %q of %s, which there is not", r.ColumnText(3), f.parent.name)
				continue
			}
			f.to = append(f.to, n)
			if !f.parent.columns[n].key && (r.ColumnText(4) == "CASCADE" || r.ColumnText(4) == "SET NULL" || r.ColumnText(4) == "SET DEFAULT") {
				found.add(where, "ON UPDATE %s of a column outside the primary key is not supported: leave it out, or let the tools do it", r.ColumnText(4))
			}
		}
	}
	done()
}

// columnNamed finds a column as SQL does, whatever the case of its letters.
func columnNamed(t *table, name string) (int, bool) {
	for i, c := range t.columns {
		if strings.EqualFold(c.name, name) {
			return i, true
		}
	}
	return 0, false
}

// describeIndexes notes by which columns rows will be looked for: those of
// indexes, unique constraints and foreign keys.
func describeIndexes(conn *sqlite.Conn, t *table) {
	var names []string
	for r := range query(conn, "SELECT name FROM pragma_index_list(?) WHERE partial = 0 AND origin <> 'pk' ORDER BY seq DESC", t.name) {
		names = append(names, r.ColumnText(0))
	}
	for _, name := range names {
		x, usable := index{}, true
		for r := range query(conn, "SELECT cid FROM pragma_index_info(?) ORDER BY seqno", name) {
			x.columns = append(x.columns, r.ColumnInt(0))
			usable = usable && r.ColumnInt(0) >= 0 // -2 is an expression
		}
		if usable {
			t.indexes = append(t.indexes, x)
		}
	}
	for _, f := range t.parents {
		t.indexes = append(t.indexes, index{columns: f.from})
	}
	for _, f := range t.children {
		if !slices.Equal(f.to, t.key) {
			t.indexes = append(t.indexes, index{columns: f.to})
		}
	}
}
