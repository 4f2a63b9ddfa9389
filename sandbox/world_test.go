package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"worldc/world"
	"worldc/world/engine"
)

// TestMain makes a worker of the test binary where it is asked to be one. That
// worker answers questions that no other does: see probe_test.go.
func TestMain(m *testing.M) {
	if IsWorker(os.Args) {
		os.Exit(work(testJobs, probe))
	}
	os.Exit(m.Run())
}

// A shop is a small world: it sells, and runs whatever code a test gives it.
func shop(tools ...world.WorldTool) *world.World {
	w := &world.World{
		ID:     world.WorldID("sandbox", 0),
		Clock:  "2024-05-15T15:00:00",
		Schema: "CREATE TABLE goods (id TEXT NOT NULL PRIMARY KEY, price REAL NOT NULL CHECK (price > 0), stock INTEGER NOT NULL, tags JSON);",
		Rows: map[string][]json.RawMessage{"goods": {
			json.RawMessage(`{"id":"pen","price":1.5,"stock":10,"tags":["blue","ink"]}`),
			json.RawMessage(`{"id":"pad","price":2,"stock":3,"tags":null}`),
		}},
		Prelude: "def find(id):\n    row = db.get(\"goods\", id)\n    if row == None:\n        fail(\"no such thing\")\n    return row\n",
	}
	w.Tools = append([]world.WorldTool{
		tool("look", world.Read, `{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}`, "def look(id):\n    return find(id)\n"),
		tool("sell", world.Write, `{"type":"object","properties":{"id":{"type":"string"},"n":{"type":"integer","minimum":1}},"required":["id"]}`,
			"def sell(id, n=1):\n    row = find(id)\n    if row[\"stock\"] < n:\n        fail(\"only \" + str(row[\"stock\"]) + \" left\")\n    return db.update(\"goods\", id, {\"stock\": row[\"stock\"] - n})\n"),
		tool("count", world.Read, `{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}`,
			"def count(n):\n    t = 0\n    for i in range(n):\n        t += i\n    return t\n"),
		tool("stock", world.Write, `{"type":"object","properties":{"price":{"type":"number"}},"required":["price"]}`,
			"def stock(price):\n    return db.insert(\"goods\", {\"id\": db.new_id(\"g\"), \"price\": price, \"stock\": 1})\n"),
	}, tools...)
	return w
}

func tool(name string, effect world.Effect, parameters, code string) world.WorldTool {
	return world.WorldTool{
		Tool:   world.Tool{ID: world.ToolID("sandbox", name, 0), Name: name, Description: name, Parameters: json.RawMessage(parameters)},
		Effect: effect, Code: code,
	}
}

// noArguments is the schema of a tool that takes none.
const noArguments = `{"type":"object","properties":{}}`

func testLimits() Limits {
	l := DefaultLimits()
	l.Processor, l.Wall = 2*time.Second, 60*time.Second
	return l
}

// mustLoad starts a worker, or skips where there can be none.
func mustLoad(t testing.TB, w *world.World, limits Limits) *Worker {
	t.Helper()
	k, err := Load(context.Background(), w, limits)
	var unavailable *UnavailableError
	if errors.As(err, &unavailable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

func mustSession(t testing.TB, k *Worker) *Session {
	t.Helper()
	s, err := k.Session()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func call(name, arguments string, args ...any) world.Call {
	return world.Call{Tool: name, Arguments: json.RawMessage(fmt.Sprintf(arguments, args...))}
}

// inProcess is the engine that a worker has to agree with.
func inProcess(t testing.TB, w *world.World, limits engine.Limits) *engine.Engine {
	t.Helper()
	e, err := engine.Load(w, limits)
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
