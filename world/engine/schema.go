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
	guarding.RLock()
	defer guarding.RUnlock()
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
	tables, found := describe(conn)
	readChecks(list, tables)
	return tables, found
}

// describe asks SQLite what the schema declared.
func describe(conn *sqlite.Conn) ([]*table, problems) {
	var found problems
	var tables []*table
	byName := map[string]*table{}
	keyless := map[string]bool{} // tables whose primary key is NOT NULL by nature
	for r := range query(conn, "SELECT t.name, t.wr, t.strict FROM pragma_table_list t JOIN sqlite_schema s ON s.name = t.name WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid") {
		t := &table{name: r.ColumnText(0), number: len(tables), byName: map[string]int{}, byKey: map[string]*row{}, opaque: r.ColumnBool(2)}
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
	for _, t := range tables {
		for _, list := range [][]foreign{t.parents, t.children} {
			for i := range list {
				list[i].sound = list[i].isSound()
			}
		}
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
	rowNumber := false                                                    // whether the key is SQLite's own row number, which is never NULL
	for r := range query(conn, "PRAGMA table_xinfo("+quote(t.name)+")") { // cid, name, type, notnull, dflt_value, pk, hidden
		c := column{name: r.ColumnText(1), initial: starlark.None, value: starlark.String(r.ColumnText(1)), label: []byte(`"` + r.ColumnText(1) + `":`)}
		n := len(t.columns)
		if r.ColumnInt(6) != 0 {
			found.add(where+"."+c.name, "%s", refusedWords["GENERATED"])
		}
		if label, err := appendString(nil, c.name); err == nil {
			c.label = append(label, ':')
		}
		declaredType := strings.ToUpper(r.ColumnText(2))
		name, _, _ := strings.Cut(declaredType, "(")
		name = strings.Join(strings.Fields(name), " ")
		k, known := kinds[name]
		if !known {
			found.add(where+"."+c.name, "has the type %q: write INTEGER, REAL, TEXT, BOOLEAN or JSON (dates and times are TEXT, such as 2024-05-15T15:00:00)", name)
		}
		c.kind = k
		if !r.ColumnIsNull(4) {
			declared[n] = r.ColumnText(4)
		}
		if r.ColumnBool(3) {
			t.required = append(t.required, n)
		}
		if at := r.ColumnInt(5); at > 0 {
			c.key = true
			key = append(key, part{n, at})
			rowNumber = declaredType == "INTEGER"
			if !r.ColumnBool(3) && !withoutRowID {
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
	t.finder = newColumnFinder(t.columns)
	slices.SortFunc(key, func(a, b part) int { return a.at - b.at })
	for _, p := range key {
		t.key = append(t.key, p.column)
	}
	t.byText = len(t.key) == 1 && t.columns[t.key[0]].kind == text
	switch rowid := len(t.key) == 1 && rowNumber; {
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
	type part struct {
		id                                   int
		parent, from, to, onUpdate, onDelete string
		names                                bool // the column of the parent
	}
	var parts []part
	for r := range query(conn, "PRAGMA foreign_key_list("+quote(t.name)+")") { // id, seq, table, from, to, on_update, on_delete
		parts = append(parts, part{r.ColumnInt(0), r.ColumnText(2), r.ColumnText(3), r.ColumnText(4), r.ColumnText(5), r.ColumnText(6), !r.ColumnIsNull(4)})
	}
	slices.SortStableFunc(parts, func(a, b part) int { return b.id - a.id }) // the last declared has the number 0
	for _, p := range parts {
		if p.id != last {
			done()
			f, last = nil, p.id
			parent, ok := tables[strings.ToLower(p.parent)]
			if !ok {
				found.add(where, "refers to the table %q, which there is not", p.parent)
				continue
			}
			if p.onDelete == "SET DEFAULT" {
				found.add(where, "ON DELETE SET DEFAULT is not supported: use CASCADE, SET NULL or RESTRICT, or let the tools do it")
			}
			f = &foreign{child: t, parent: parent, onDelete: p.onDelete}
		}
		if f == nil {
			continue
		}
		if n, ok := t.byName[p.from]; ok {
			f.from = append(f.from, n)
		}
		if p.names {
			n, ok := columnNamed(f.parent, p.to)
			if !ok {
				found.add(where, "refers to the column %q of %s, which there is not", p.to, f.parent.name)
				continue
			}
			f.to = append(f.to, n)
			if !f.parent.columns[n].key && (p.onUpdate == "CASCADE" || p.onUpdate == "SET NULL" || p.onUpdate == "SET DEFAULT") {
				found.add(where, "ON UPDATE %s of a column outside the primary key is not supported: leave it out, or let the tools do it", p.onUpdate)
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
	type declared struct {
		name   string
		unique bool
	}
	var list []declared
	for r := range query(conn, "PRAGMA index_list("+quote(t.name)+")") { // seq, name, unique, origin, partial
		switch {
		case r.ColumnBool(4):
			t.opaque = true // what it holds is decided by an expression
		case r.ColumnText(3) != "pk":
			list = append(list, declared{r.ColumnText(1), r.ColumnBool(2)})
		}
	}
	slices.Reverse(list) // the last declared comes first
	for _, d := range list {
		x, usable := index{}, true
		for r := range query(conn, "PRAGMA index_info("+quote(d.name)+")") { // seqno, cid, name
			n := r.ColumnInt(1)
			x.columns = append(x.columns, n)
			usable = usable && n >= 0 // -2 is an expression
			if n < 0 || d.unique && t.columns[n].kind == document {
				t.opaque = true // and SQLite compares documents by another text
			}
		}
		if !usable {
			continue
		}
		t.indexes = append(t.indexes, x)
		if d.unique {
			t.unique = append(t.unique, x.columns)
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
