package engine

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
	"worldc/world"
)

// oddSchema has what the shop lacks: keys and references of several columns,
// references to a column that is no key and to the table itself, CHECKs of
// several columns under all sorts of quotes, a partial index, a unique document.
const oddSchema = `
CREATE TABLE a (
  x TEXT NOT NULL,
  y INTEGER NOT NULL,
  z REAL,
  code TEXT UNIQUE,
  "check" TEXT,
  n INTEGER CONSTRAINT three CHECK ("n" <> 3),
  PRIMARY KEY (x, y),
  UNIQUE (z, n),
  CHECK ([z] IS NULL OR z > n OR ` + "`check`" + ` = 'yes')
);
CREATE TABLE b (
  id INTEGER PRIMARY KEY,
  code TEXT REFERENCES a (code),
  x TEXT, y INTEGER,
  flag BOOLEAN, f REAL,
  FOREIGN KEY (x, y) REFERENCES a,
  UNIQUE (flag, f), CHECK (flag OR f > 0)
);
CREATE TABLE c (
  id TEXT NOT NULL PRIMARY KEY,
  up TEXT REFERENCES c ON DELETE CASCADE,
  b INTEGER REFERENCES b ON DELETE SET NULL,
  t TEXT
);
CREATE UNIQUE INDEX c_free ON c (t) WHERE b IS NULL;
CREATE TABLE d (id TEXT NOT NULL PRIMARY KEY, doc JSON UNIQUE, t TEXT CHECK (length(t) < 3));
CREATE TABLE e (
  id TEXT NOT NULL PRIMARY KEY,
  t TEXT CHECK (t IN ('p', 'it''s', 'null')),
  u TEXT CHECK (NOT "u" IN ('q') AND [u] NOT IN ('null')),
  z REAL CHECK (z >= 0 OR z = -1.50),
  n INTEGER CHECK (n BETWEEN -1 AND 2),
  CHECK ((t = 'p') = (z IS NOT NULL)),
  CHECK (((n != 1) AND n <> 2.5) OR u IS NULL OR (z < 4.0)),
  CHECK (NOT (t == 'p' AND (u > 'p' OR n <= 0)))
);
`

// oddRow is a row of the odd world, or the changes of one.
func oddRow(t *rapid.T, table string, key bool) object {
	row := object{}
	for _, c := range map[string][]string{"a": {"x", "y", "z", "code", "check", "n"}, "b": {"id", "code", "x", "y", "flag", "f"}, "c": {"id", "up", "b", "t"}, "d": {"id", "doc", "t"}, "e": {"id", "t", "u", "z", "n"}}[table] {
		isKey := c == "id" || table == "a" && (c == "x" || c == "y")
		if isKey != key && (key || isKey || rapid.IntRange(0, 3).Draw(t, "give") == 0) {
			continue
		}
		var of []any
		switch {
		case c == "y" || c == "b" || table == "b" && c == "id":
			of = []any{1, 2}
		case c == "z" || c == "f":
			of = []any{1, 2.5, 4, -1, -1.5}
		case c == "n":
			of = []any{1, 2, 3, 0, -1, 1 << 60}
		case c == "flag":
			of = []any{true, false}
		case c == "check":
			of = []any{"yes", "null"}
		case c == "doc":
			of = []any{1, 1.5, "1", []any{}}
		default:
			of = []any{"p", "q", "null", "null ", "it's"}
		}
		if !isKey {
			of = append(of, nil)
		}
		row[c] = rapid.SampledFrom(of).Draw(t, c)
	}
	return row
}

func oddAction(t *rapid.T) action {
	table := rapid.SampledFrom([]string{"a", "a", "b", "b", "c", "d", "e", "e"}).Draw(t, "table")
	then := rapid.SampledFrom([]string{"", "", "", "fail"}).Draw(t, "then")
	id := oddRow(t, table, true)
	key := []any{id["id"]}
	if table == "a" {
		key = []any{id["x"], id["y"]}
	}
	switch rapid.IntRange(0, 4).Draw(t, "tool") {
	case 0, 1:
		row := oddRow(t, table, false)
		for k, v := range id {
			row[k] = v
		}
		return action{"insert", asText(object{"table": table, "row": row, "then": then})}
	case 2, 3:
		return action{"update", asText(object{"table": table, "key": key, "changes": oddRow(t, table, false), "then": then})}
	}
	return action{"delete", asText(object{"table": table, "key": key, "then": then})}
}

// asking makes an engine ask SQLite about every write.
func asking(e *Engine) *Engine {
	for _, t := range e.tables {
		t.opaque = true
	}
	return e
}

// asks reports whether SQLite was asked for the session.
func asks(s *Session) bool {
	for _, x := range s.engine.database.all {
		if x.owner == s {
			return true
		}
	}
	return false
}

// TestAllowedIsWhatSQLiteSays: sessions come to the same, call by call and word
// by word, whether SQLite is asked about every write or about those alone of
// which it is not plain that they are allowed; and SQLite takes all of them.
func TestAllowedIsWhatSQLiteSays(t *testing.T) {
	odd := shop()
	odd.Schema, odd.Rows, odd.Volatile = oddSchema, nil, nil
	odd.Rows = map[string][]json.RawMessage{
		"a": rawRows(`{"x":"p","y":1,"z":4,"code":"p","check":"yes","n":2}`, `{"x":"q","y":2,"n":1}`),
		"b": rawRows(`{"id":1,"code":"p","x":"q","y":2,"flag":true}`),
		"c": rawRows(`{"id":"p","b":1,"t":"q"}`, `{"id":"q","up":"p"}`),
	}
	for _, c := range []struct {
		name   string
		world  *world.World
		action func(*rapid.T) action
	}{{"shop", shop(), drawAction}, {"odd", odd, oddAction}} {
		t.Run(c.name, func(t *testing.T) {
			all, some := asking(load(t, c.world)), load(t, c.world)
			reloaded, err := Reload(c.world, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			defer reloaded.Close()
			spared, refused := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				actions := rapid.SliceOfN(rapid.Custom(c.action), 1, 12).Draw(t, "actions")
				play := func(e *Engine) (string, *Session) {
					s := e.Session()
					var out strings.Builder
					for _, a := range actions {
						r := s.Call(a.tool, []byte(a.arguments))
						if r.Fault == Constraint {
							refused++
						}
						fmt.Fprintln(&out, a, asText(r))
					}
					fmt.Fprintln(&out, asText(s.State()))
					return out.String(), s
				}
				want, _ := play(all)
				for _, e := range []*Engine{some, reloaded, some} {
					have, s := play(e)
					if have != want {
						t.Fatalf("that SQLite is spared changes what happens:\n%s", cmp.Diff(want, have))
					}
					if len(s.writes) > 0 && !asks(s) {
						spared++
					}
					sameInSQLite(t, s)
				}
			})
			t.Logf("SQLite was not asked by %d sessions that wrote; %d writes were refused", spared, refused)
			if spared == 0 || refused == 0 {
				t.Error("the property was not tried on writes of both sorts")
			}
		})
	}
}

// TestAllowed: what differs from a write that was accepted in anything that
// SQLite judges is refused where it should be.
func TestAllowed(t *testing.T) {
	insert := func(table, row string) action {
		return action{"insert", `{"table":"` + table + `","row":` + row + `,"then":""}`}
	}
	update := func(table, key, changes string) action {
		return action{"update", `{"table":"` + table + `","key":[` + key + `],"changes":` + changes + `,"then":""}`}
	}
	remove := func(table, key string) action {
		return action{"delete", `{"table":"` + table + `","key":[` + key + `],"then":""}`}
	}
	for _, c := range []struct {
		name    string
		first   []action // of which all succeed
		then    []action // of which the last does not
		refused string
	}{
		{"a value", []action{insert("users", `{"id":"u9","age":1}`)}, []action{insert("users", `{"id":"u9","age":-1}`)}, "age >= 0"},
		{"NULL", []action{insert("notes", `{"id":"n","text":"x"}`)}, []action{insert("notes", `{"id":"n","text":null}`)}, "notes.text needs a value"},
		{"a unique value", []action{insert("users", `{"id":"u9","email":"c@x"}`)}, []action{insert("users", `{"id":"u9","email":"a@x"}`)}, `email = "a@x" already`},
		{"the columns that are set", []action{update("users", `"u1"`, `{"age":1}`)}, []action{update("users", `"u1"`, `{"age":1,"balance":-1}`)}, "balance >= 0"},
		{"less before", []action{insert("users", `{"id":"u9"}`), insert("orders", `{"number":9,"user_id":"u9"}`)},
			[]action{insert("orders", `{"number":9,"user_id":"u9"}`)}, `no users with id = "u9"`},
		{"more before", []action{insert("notes", `{"id":"n","user":"u3","text":"x"}`)},
			[]action{remove("users", `"u3"`), insert("notes", `{"id":"n","user":"u3","text":"x"}`)}, `no users with id = "u3"`},
		{"the same twice", []action{insert("users", `{"id":"u9"}`)}, []action{insert("users", `{"id":"u9"}`), insert("users", `{"id":"u9"}`)}, `id = "u9" already`},
		{"something else before", []action{update("users", `"u1"`, `{"email":"c@x"}`), update("users", `"u2"`, `{"email":"a@x"}`)},
			[]action{update("users", `"u1"`, `{"age":31}`), update("users", `"u2"`, `{"email":"a@x"}`)}, `email = "a@x" already`},
		{"what was taken back", []action{insert("users", `{"id":"u9"}`), insert("orders", `{"number":9,"user_id":"u9"}`)},
			[]action{{"insert", `{"table":"users","row":{"id":"u9"},"then":"fail"}`}, insert("orders", `{"number":9,"user_id":"u9"}`)}, `no users with id = "u9"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := load(t, shop())
			for range 2 {
				s := e.Session()
				for _, a := range c.first {
					if r := s.Call(a.tool, []byte(a.arguments)); !r.OK() {
						t.Fatalf("%v: %s", a, r.Error)
					}
				}
			}
			s := e.Session()
			for i, a := range c.then {
				r := s.Call(a.tool, []byte(a.arguments))
				if last := i == len(c.then)-1; last && (r.Fault != Constraint || !strings.Contains(r.Error, c.refused)) {
					t.Errorf("%v: %q %q, want a refusal with %q", a, r.Fault, r.Error, c.refused)
				} else if !last && r.Fault != "" && r.Fault != Refused {
					t.Fatalf("%v: %s", a, r.Error)
				}
			}
		})
	}
}
