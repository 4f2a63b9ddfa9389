package engine

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"worldc/world"
)

// shopSchema has one of each: references with each action, UNIQUE, CHECK, a key
// of two columns, documents, truth values, a volatile column, defaults.
const shopSchema = `
CREATE TABLE users (
  id      TEXT NOT NULL PRIMARY KEY,
  email   TEXT UNIQUE,
  age     INTEGER CHECK (age IS NULL OR age >= 0),
  balance REAL NOT NULL DEFAULT 0 CHECK (balance >= 0),
  active  BOOLEAN NOT NULL DEFAULT TRUE,
  tags    JSON,
  seen    TEXT NOT NULL DEFAULT 'never'
);
CREATE TABLE orders (
  number  INTEGER NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
  parent  INTEGER REFERENCES orders ON DELETE SET NULL,
  status  TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid'))
);
CREATE TABLE lines (
  number INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
  line   INTEGER NOT NULL,
  item   TEXT NOT NULL,
  amount REAL NOT NULL,
  PRIMARY KEY (number, line)
) WITHOUT ROWID;
CREATE TABLE notes (
  id   TEXT NOT NULL PRIMARY KEY,
  user TEXT REFERENCES users,
  text TEXT NOT NULL
);
CREATE INDEX lines_by_item ON lines (item, amount);
`

// shopTools let a test do whatever the db functions can.
const shopTools = `
def insert(table, row, then):
    r = db.insert(table, row)
    after(then)
    return r

def update(table, key, changes, then):
    r = db.update(table, as_key(key), changes)
    after(then)
    return r

def delete(table, key, then):
    db.delete(table, as_key(key))
    after(then)

def note(text):
    db.insert("notes", {"id": db.new_id("note_"), "text": text})
    return db.insert("notes", {"id": db.new_id("note_"), "text": text + " again"})

def find(table, equal = None, where = None, order = None, limit = None):
    return db.find(table, equal, where, order, limit)

def peek(table):
    db.delete(table, "u1")

def after(then):
    if then == "fail":
        fail("not after all")
    if then == "break":
        return [][1]
    if then == "spin":
        for i in range(100000000):
            pass

def as_key(key):
    if len(key) == 1:
        return key[0]
    return tuple(key)
`

func rawRows(rows ...string) []json.RawMessage {
	list := make([]json.RawMessage, len(rows))
	for i, r := range rows {
		list[i] = json.RawMessage(r)
	}
	return list
}

// testTool is a tool whose arguments may be anything that names says.
func testTool(name string, effect world.Effect, code string, names ...string) world.WorldTool {
	properties, required := []string{}, []string{}
	for _, n := range names {
		n, optional := strings.CutSuffix(n, "?")
		properties = append(properties, fmt.Sprintf("%q:{}", n))
		if !optional {
			required = append(required, fmt.Sprintf("%q", n))
		}
	}
	return world.WorldTool{
		Tool: world.Tool{ID: world.ToolID("test", name, 0), Name: name, Parameters: json.RawMessage(
			fmt.Sprintf(`{"type":"object","properties":{%s},"required":[%s]}`, strings.Join(properties, ","), strings.Join(required, ",")))},
		Effect: effect, Code: code,
	}
}

func shop() *world.World {
	tools := []world.WorldTool{
		testTool("insert", world.Write, "", "table", "row", "then"),
		testTool("update", world.Write, "", "table", "key", "changes", "then"),
		testTool("delete", world.Write, "", "table", "key", "then"),
		testTool("note", world.Write, "", "text"),
		testTool("find", world.Read, "", "table", "equal?", "where?", "order?", "limit?"),
		testTool("peek", world.Read, "", "table"),
	}
	var functions []string
	for _, x := range tools {
		functions = append(functions, x.Function())
	}
	prelude, code, err := Split("tools.star", shopTools, functions)
	if err != nil {
		panic(err)
	}
	for i := range tools {
		tools[i].Code = code[tools[i].Function()]
	}
	return &world.World{
		ID: world.WorldID("shop", 0), Clock: "2024-05-15T15:00:00Z", Schema: shopSchema, Prelude: prelude, Tools: tools,
		Volatile: []string{"users.seen"},
		Rows: map[string][]json.RawMessage{
			"users":  rawRows(`{"id":"u1","email":"a@x","age":30,"balance":25,"tags":["x",{"b":1.0,"a":null}]}`, `{"id":"u2","email":"b@x"}`, `{"id":"u3","age":7}`),
			"orders": rawRows(`{"number":1,"user_id":"u1"}`, `{"number":2,"user_id":"u1","parent":1,"status":"paid"}`, `{"number":10,"user_id":"u2"}`),
			"lines":  rawRows(`{"number":1,"line":0,"item":"pen","amount":1.5}`, `{"number":1,"line":1,"item":"ink","amount":4}`, `{"number":10,"line":0,"item":"pen","amount":3}`),
		},
	}
}

func load(t testing.TB, w *world.World) *Engine {
	t.Helper()
	e, err := Load(w, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}
