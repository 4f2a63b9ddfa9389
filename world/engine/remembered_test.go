package engine

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"worldc/world"
)

// Worlds with the same schema and code share what was compiled, and nothing else.
func TestRemembered(t *testing.T) {
	make := func(n int) *world.World {
		document := world.Tool{ID: "t", Name: "move", Parameters: json.RawMessage(`{"type":"object","properties":{"to":{"type":"string"}},"required":["to"],"additionalProperties":false}`)}
		return &world.World{ID: fmt.Sprintf("w%d", n), Clock: "2026-01-01T09:00:00",
			Schema:  "CREATE TABLE place (name TEXT NOT NULL PRIMARY KEY);\nCREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, place TEXT NOT NULL REFERENCES place (name));\n",
			Rows:    map[string][]json.RawMessage{"place": {json.RawMessage(fmt.Sprintf(`{"name":"p%d"}`, n)), json.RawMessage(`{"name":"q"}`)}, "thing": {json.RawMessage(fmt.Sprintf(`{"name":"x","place":"p%d"}`, n))}},
			Prelude: "def where():\n    return db.get(\"thing\", \"x\")[\"place\"]\n",
			Tools:   []world.WorldTool{{Tool: document, Effect: world.Write, Code: "def move(to):\n    before = where()\n    db.update(\"thing\", \"x\", {\"place\": to})\n    return before\n"}}}
	}
	if e, err := Load(make(0), DefaultLimits()); err != nil {
		t.Fatal(err)
	} else if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for n := range 16 {
		all.Go(func() {
			e, err := Reload(make(n), DefaultLimits())
			if err != nil {
				t.Error(err)
				return
			}
			s := e.Session()
			if r := s.Call("move", []byte(`{"to":"q"}`)); string(r.Value) != fmt.Sprintf(`"p%d"`, n) {
				t.Errorf("world %d: %s %s", n, r.Value, r.Error)
			}
			if r := s.Call("move", []byte(`{"to":"nowhere"}`)); r.OK() {
				t.Errorf("world %d: a reference to nothing is taken", n)
			}
			if r := e.Session().Call("move", []byte(`{"to":"q"}`)); string(r.Value) != fmt.Sprintf(`"p%d"`, n) {
				t.Errorf("world %d begins at %s", n, r.Value)
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
