package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"worldc/artifact"
	"worldc/world"
)

// FuzzDecode: what decode accepts is JSON, and comes out as canonical JSON has
// it.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5,-0,1e3,25.0,"é\u00e9\ud83d\ude00\n",null,true]}`, `1e20`, `123456789012345678901234567890`, `5e-324`, `"\u2028"`, `[[]]`, `{"\ufb01":1,"\ud83d\ude00":2}`, ` {} `, `1.`, `"\ud800"`, `nul`, "\"\xff\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		want, wrong := artifact.Canonical(raw)
		v, err := decode(raw)
		if err != nil {
			// Deeper and longer than here is allowed there.
			if wrong == nil && len(raw) < maxDepth {
				t.Fatalf("%q is refused: %v", raw, err)
			}
			return
		}
		if wrong != nil {
			t.Fatalf("%q is accepted; artifact.Canonical says %v", raw, wrong)
		}
		if got := string(mustEncode(nil, v)); got != string(want) {
			t.Fatalf("%q is %s, canonically %s", raw, got, want)
		}
		if built, err := encode(nil, v, asBuilt); err != nil || len(built) != len(want) {
			t.Fatalf("%q as built is %s (%v)", raw, built, err)
		}
	})
}

// FuzzArguments: a schema that has a shape is one; what the shape says of
// arguments, and how, is what the validator says; and whatever they are, the
// answer is one for an agent.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{
		`{"type":"object","properties":{"a":{"type":["string","null"],"minLength":2},"b":{"type":"array","items":{"type":"integer","minimum":0},"maxItems":2}},"required":["a"]}`,
		`{"type":"object","properties":{"a":{"enum":["x","y"]},"b":{"type":"object","additionalProperties":false,"properties":{"c":{"type":"number","maximum":1.5}}}}}`,
		`{"properties":{"a":{"anyOf":[{"type":"string"},{"minimum":3}]},"b":true}}`,
		`{"type":"object","required":["a"],"additionalProperties":false}`,
		`{"type":"object","required":["c","b"],"additionalProperties":{"type":"string","pattern":"^x","format":"date"},"minProperties":1,"x-a":{},"title":"t"}`,
		`{"enum":[1,{"a":"x"}],"required":["a"],"properties":{"b":{"enum":["x",null,12],"maxItems":1}},"examples":[],"maxProperties":1}`,
		`{"type":"string","required":["a"]}`,
	} {
		for _, a := range []string{`{"a":"xy","b":[1,2]}`, `{"a":"x","b":{"c":1.5}}`, `{"a":null}`, `{"b":[1,2,3]}`, `{"a":12345678901234567890}`, `{}`, `[]`} {
			f.Add([]byte(s), []byte(a))
		}
	}
	f.Fuzz(func(t *testing.T, schema, arguments []byte) {
		s, err := decode(schema)
		if err != nil {
			return
		}
		compiled, err := compileSchema(schema)
		if err != nil {
			if shapeOf(s) != nil {
				t.Fatalf("%s has a shape, but %v", schema, err)
			}
			return
		}
		validator := func() *jsonschema.Schema { return compiled }
		x := &tool{name: "f", validator: validator, accept: shapeOf(s), keywords: true}
		d, err := x.check(arguments)
		if _, want := (&tool{name: "f", validator: validator, keywords: true}).check(arguments); fmt.Sprint(err) != fmt.Sprint(want) {
			t.Fatalf("%s, %s: %v; without the shape %v", schema, arguments, err, want)
		}
		var r *refusal
		if err != nil && (!errors.As(err, &r) || r.kind != BadArguments || r.message == "") {
			t.Fatalf("%v", err)
		}
		if err == nil && compiled.Validate(plain(d)) != nil {
			t.Fatalf("%s is admitted by %s, which does not allow it", arguments, schema)
		}
	})
}

// risky are programs that would be stopped by their memory only, which is what
// the worker process is for.
var risky = regexp.MustCompile(`\*|<<|\+|[0-9]{4}|range|extend`)

// FuzzLoad: a world either loads or says what is wrong, and one that loads
// answers calls.
func FuzzLoad(f *testing.F) {
	f.Add(shopSchema, `{"id":"u1"}`, shopTools+"\ndef f():\n    return db.find(\"users\")\n")
	f.Add("CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, n REAL DEFAULT (1.5), CHECK (n > 0 AND length(id) < 3)) WITHOUT ROWID; CREATE UNIQUE INDEX i ON users (lower(id)) WHERE n > 1", `{"id":"a","n":2}`, "def f():\n    return db.insert(\"users\", {\"id\": \"b\"})\n")
	f.Add("CREATE TABLE \"users\" (`id` INTEGER PRIMARY KEY, [b] BOOLEAN REFERENCES users ON DELETE SET NULL)", `{"id":1}`, "def f(a = [x for x in {1: 2}.items()]):\n    return (lambda y: y)(a)\n")
	f.Add("CREATE TABLE users (id TEXT PRIMARY KEY);;-- x", ``, "def f(): fail(now)")
	f.Fuzz(func(t *testing.T, schema, row, code string) {
		w := &world.World{ID: "w", Clock: "2024-05-15T15:00:00", Schema: schema, Rows: map[string][]json.RawMessage{"users": rawRows(row)}}
		if !risky.MatchString(code) {
			w.Tools = []world.WorldTool{testTool("f", world.Write, code)}
		}
		e, err := Load(w, Limits{Steps: 10_000, Arguments: 1000, Result: 10_000})
		if err != nil {
			var wrong *LoadError
			if !errors.As(err, &wrong) || len(wrong.Problems) == 0 {
				t.Fatal(err)
			}
			return
		}
		defer e.Close()
		s := e.Session()
		r := s.Call("f", []byte(`{}`))
		if r.Fault == Machine {
			t.Fatal(r.Error)
		}
		w.Rows, w.Tools = s.Rows(), nil
		again, err := Load(w, DefaultLimits())
		if err != nil {
			t.Fatalf("what a call left does not load: %v", err)
		}
		defer again.Close()
		if again.Session().Digest() != s.Digest() {
			t.Fatal("the digest of what a call left is not that of its rows")
		}
	})
}
