package engine

import (
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"

	"worldc/world"
)

// TestLoadProblems: what is wrong with a world is said with its place and what
// to do.
func TestLoadProblems(t *testing.T) {
	base := func() *world.World {
		return &world.World{ID: "w", Clock: "2024-05-15T15:00:00", Schema: "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, n INTEGER);",
			Rows: map[string][]json.RawMessage{"a": rawRows(`{"id":"x","n":1}`)}}
	}
	schema := func(sql string) func(*world.World) {
		return func(w *world.World) { w.Schema, w.Rows = sql, nil }
	}
	addRows := func(table string, list ...string) func(*world.World) {
		return func(w *world.World) { w.Rows[table] = append(w.Rows[table], rawRows(list...)...) }
	}
	tool := func(code string, names ...string) func(*world.World) {
		return func(w *world.World) { w.Tools = append(w.Tools, testTool("f", world.Read, code, names...)) }
	}
	for _, c := range []struct {
		name   string
		change func(*world.World)
		want   string
	}{
		{"nothing", schema(""), "schema: is empty: a world has at least one table\nschema: declares no table"},
		{"syntax", schema("CREATE TABLE a (\n  id TEXT NOT NULL PRIMARY KEY,\n  n INTEGER,\n);"), `schema:4:1: near ")": syntax error`},
		{"open quote", schema("CREATE TABLE a (id TEXT DEFAULT 'x);"), "schema:1:33: a quote begins here and never ends"},
		{"open comment", schema("\n/* CREATE"), "schema:2:1: a comment begins here and never ends"},
		{"view", schema("CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE VIEW v AS SELECT 1"), "schema:2:1: a schema consists of CREATE TABLE and CREATE INDEX; CREATE VIEW is not supported"},
		{"trigger", schema("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END"), "schema:1:1: a schema consists of CREATE TABLE and CREATE INDEX; CREATE TRIGGER is not supported\nschema:1:52: a schema consists of CREATE TABLE and CREATE INDEX; END is not supported"},
		{"virtual", schema("CREATE VIRTUAL TABLE a USING fts5(x)"), "schema:1:1: a schema consists of CREATE TABLE and CREATE INDEX; CREATE VIRTUAL is not supported"},
		{"attach", schema("ATTACH 'x.db' AS x"), "schema:1:1: a schema consists of CREATE TABLE and CREATE INDEX; ATTACH 'x.db' is not supported"},
		{"rows by select", schema("CREATE TABLE a AS SELECT 1 AS x"), "schema:1:16: CREATE TABLE AS takes rows from elsewhere: declare the columns"},
		{"clock", schema("CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, t TEXT DEFAULT CURRENT_TIMESTAMP)"), "schema:1:62: the clock of the machine is not the world's: let the tools give the value"},
		{"random", schema("CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, n INTEGER DEFAULT (random()))"), "schema:1:66: the function random is not allowed: the schema may use abs, coalesce, ifnull, iif, instr, json_array_length, json_extract, json_type, json_valid, length, lower, ltrim, max, min, nullif, replace, round, rtrim, substr, substring, trim, typeof, upper"},
		{"date", schema("CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY CHECK (id < \"date\" ('now')))"), "schema:1:58: the function \"date\" is not allowed: the schema may use abs, coalesce, ifnull, iif, instr, json_array_length, json_extract, json_type, json_valid, length, lower, ltrim, max, min, nullif, replace, round, rtrim, substr, substring, trim, typeof, upper"},
		{"collate", schema("CREATE TABLE a (id TEXT COLLATE NOCASE NOT NULL PRIMARY KEY)"), "schema:1:25: values are compared byte by byte: leave COLLATE out"},
		{"conflict", schema("CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY ON CONFLICT REPLACE)"), "schema:1:49: ON CONFLICT would let a write do something else than it says: leave it out"},
		{"generated", schema("CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, b TEXT AS (id))"), "schema:1:54: a generated column is not supported: let the tools compute it"},
		{"deferred", schema("CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY REFERENCES a DEFERRABLE INITIALLY DEFERRED)"), "schema:1:70: constraints are checked with every write: leave DEFERRABLE INITIALLY out"},
		{"type", schema("CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, d DATE)"), `schema.a.d: has the type "DATE": write INTEGER, REAL, TEXT, BOOLEAN or JSON (dates and times are TEXT, such as 2024-05-15T15:00:00)`},
		{"no key", schema("CREATE TABLE a (id TEXT)"), "schema.a: has no primary key: every row needs one to be told from others, such as `id TEXT NOT NULL PRIMARY KEY`"},
		{"null key", schema("CREATE TABLE a (id TEXT PRIMARY KEY)"), "schema.a.id: is part of the primary key and may be NULL: SQLite allows that, so write NOT NULL"},
		{"default", schema("CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 'many')"), `schema.a.n: the DEFAULT 'many' does not fit: a.n is INTEGER and cannot hold "many"`},
		{"reference", schema("CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT REFERENCES c)"), `schema.a: refers to the table "c", which there is not`},
		{"reference type", schema("CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT REFERENCES a)"), "schema.a.b: is TEXT and refers to a.id, which is INTEGER"},
		{"reference column", schema("CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT REFERENCES a (x))"), `schema.a: refers to the column "x" of a, which there is not`},
		{"set default", schema("CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES a ON DELETE SET DEFAULT)"), "schema.a: ON DELETE SET DEFAULT is not supported: use CASCADE, SET NULL or RESTRICT, or let the tools do it"},

		{"table", addRows("aa", `{}`), `rows.aa: the schema declares no table "aa"; did you mean "a"?`},
		{"column", addRows("a", `{"id":"y","m":1}`), `rows.a[1]: a has no column "m"; did you mean "n"?`},
		{"value", addRows("a", `{"id":"y","n":1.5}`), `rows.a[1]: a.n is INTEGER and cannot hold 1.5`},
		{"twice", addRows("a", `{"id":"x"}`), `rows.a[1]: a: there is a row with id = "x" already`},
		{"key missing", addRows("a", `{"n":1}`), `rows.a[1]: a: the primary key id has no value`},
		{"row JSON", addRows("a", `{"id":"y","id":"z"}`), `rows.a[1]: the name "id" occurs twice in one object`},
		{"check", func(w *world.World) {
			w.Schema = "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, n INTEGER CHECK (n > 1))"
		}, `rows.a[0]: a: the row does not meet n > 1`},
		{"dangling", func(w *world.World) {
			w.Schema = "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, n INTEGER REFERENCES b); CREATE TABLE b (n INTEGER PRIMARY KEY)"
		}, `rows.a[x]: a: there is no b with n = 1`},
		{"volatile", func(w *world.World) { w.Volatile = []string{"a.m", "b.n", "a.id"} },
			"volatile: \"a.m\": the table has no column \"m\"; did you mean \"n\"?\nvolatile: \"b.n\": the schema declares no table \"b\"; did you mean \"a\"?\nvolatile: \"a.id\" is part of the primary key, by which rows are told apart"},
		{"instant", func(w *world.World) { w.Clock = "noon" }, `clock: "noon" is no instant: write it as 2024-05-15T15:00:00, with or without a zone`},

		{"code syntax", tool("def f():\n  return 1 +\n"), "tools.f.code:2:13: got newline, want primary expression"},
		{"no function", tool("def g(): pass\n"), "tools.f.code: defines no function f; did you mean \"g\"?"},
		{"unknown name", tool("def f():\n  return lenght([])\n"), "tools.f.code:2:10: undefined: lenght"},
		{"unsafe name", tool("def f():\n  return hash('a')\n"), "tools.f.code:2:10: undefined: hash"},
		{"load", tool("load('x.star', 'y')\ndef f(): pass\n"), "tools.f.code:1:1: load: a tool has its own code and the prelude, nothing else"},
		{"percent", tool("def f():\n  return '%s' % 1.0\n"), "tools.f.code:2:15: % on a string writes numbers differently in Starlark and in Python: join the parts with + and str()"},
		{"format", tool("def f():\n  return '{}'.format(1)\n"), "tools.f.code:2:14: .format is not the same in Starlark and in Python: join the parts with + and str()"},
		{"while", tool("def f():\n  while True: pass\n"), "tools.f.code:2:3: this Starlark dialect does not support while loops"},
		{"early", tool("x = db.get('a', 'x')\ndef f(): pass\n"), "tools.f.code: db.get: code that runs while the world loads has no rows yet: call it in a function"},
		{"parameter", tool("def f(idd): pass\n", "id"), "tools.f.code:1:7: the parameter idd is none of the document's: id; did you mean \"id\"?\ntools.f.code: the function f lacks the parameter id of the document"},
		{"default missing", tool("def f(id): pass\n", "id?"), "tools.f.code:1:7: the parameter id needs a default: the document does not require it"},
		{"varargs", tool("def f(*args): pass\n"), "tools.f.code: the function f takes any number of arguments (*): arguments have names"},
		{"prelude", func(w *world.World) { w.Prelude = "db = 1" }, "prelude: defines db, which is a name that every tool knows"},
		{"schema", func(w *world.World) {
			x := testTool("f", world.Read, "def f(): pass\n")
			x.Tool.Parameters = json.RawMessage(`{"type":"object","properties":{"a":{"type":"integr"}}}`)
			w.Tools = append(w.Tools, x)
		}, "tools.f.parameters: no valid JSON Schema at /properties/a/type"},
		{"remote schema", func(w *world.World) {
			x := testTool("f", world.Read, "def f(): pass\n")
			x.Tool.Parameters = json.RawMessage(`{"$ref":"file:///etc/passwd"}`)
			w.Tools = append(w.Tools, x)
		}, "tools.f.parameters: failing loading \"file:///etc/passwd\": a schema names no other document"},
		{"effect", func(w *world.World) { w.Tools = append(w.Tools, testTool("f", "delete", "def f(): pass\n")) }, `tools.f.effect: is "delete", must be read or write`},
		{"twice the tool", func(w *world.World) {
			tool("def f(): pass\n")(w)
			tool("def f(): pass\n")(w)
		}, "tools.f: is declared twice\ntools.f: has the id " + world.ToolID("test", "f", 0) + " of another tool"},
		{"size", tool("# " + strings.Repeat("x", maxSource)), "tools.f.code:1:1: has 65538 bytes; 65536 are allowed"},
		{"tokens", tool(strings.Repeat("x ", maxTokens+1)), "tools.f.code:1:40001: has more than 20000 tokens"},
		{"nesting", tool("x = " + strings.Repeat("(", 101)), "tools.f.code:1:105: is nested deeper than 100 levels"},
		{"unary", tool("x = " + strings.Repeat("- ", 101) + "1"), "tools.f.code:1:205: is nested deeper than 100 levels"},
		{"not", tool("x = " + strings.Repeat("not ", 101) + "1"), "tools.f.code:1:405: is nested deeper than 100 levels"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := base()
			c.change(w)
			e, err := Load(w, DefaultLimits())
			var wrong *LoadError
			if e != nil || !errors.As(err, &wrong) {
				t.Fatalf("loads: %v", err)
			}
			if have := strings.TrimPrefix(err.Error(), "the world does not load:\n"); have != c.want {
				t.Errorf("\nhave %s\nwant %s", have, c.want)
			}
		})
	}
}

// TestLoadBesideClose: worlds load while others are closed. Without guarding one
// in some ten thousand ended the program: SQLite's authorizer of a connection was
// forgotten with that of another, which had had the same address before.
func TestLoadBesideClose(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(32)) // so that the system interrupts them anywhere
	w := &world.World{ID: "w", Clock: "2024-05-15T15:00:00", Schema: "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, n INTEGER)"}
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			for range 30 {
				e, err := Load(w, DefaultLimits())
				if err != nil {
					t.Error(err)
					return
				}
				if err := e.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}
