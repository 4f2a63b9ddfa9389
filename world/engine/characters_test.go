package engine

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"worldc/world"
)

// TestCharacters: parts and positions count characters, in whatever way they are
// asked for, and other values are left alone. That Python says the same is
// tested in package export.
func TestCharacters(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`return [s[0], s[-1], s[1:3], s[::-1], s[::2]]`, `["å","z","éß","zßéå","åß"]`},
		{`return [s.find("z"), s.find("ß", 1), s.find("q"), s.rfind("z"), s.index("é"), s.count("é", 1), s.startswith("é", 1), s.endswith("é", 0, 2)]`, `[3,2,-1,3,1,1,true,true]`},
		{`return [s.find("", 4), s.find("", 5), "abc".find("", 3), "abc".find("", 4), s.count("", 9), s.startswith("", 5)]`, `[4,-1,3,-1,0,false]`},
		{`return [x[1] for x in [s, "añb", ["i", "j"], ("k", "l")]]`, `["é","ñ","j","l"]`},
		{`return {"a": s}["a"][1] + [s][0][2] + str(s)[2] + db.get("goods", "å")["id"][0]`, `"éßßå"`},
		{`return [i for i in range(len(s)) if s[i] in "éz"]`, `[1,3]`},
		{`d = {"k": [1, 2]}` + "\n    " + `d["k"][1] = 5` + "\n    " + `d["k"][0] += 1` + "\n    " + `(d["a"], d["b"]) = (s[1], s[2])` + "\n    " + `return d`, `{"k":[2,5],"a":"é","b":"ß"}`},
		{`db = "åäö"` + "\n    " + `return [db.find("ö"), db.count("ä", 1, 2)]`, `[2,1]`},
		{`find = s.find` + "\n    " + `return [find("z"), [1, s].index(s), [7, 8, 9][1:]]`, `[3,1,[8,9]]`},
		{`return [len(db.find("goods")), db.count("goods", {"id": "å"})]`, `[1,1]`},
		{`return s[4]`, "code: string index 4 out of range [-4:3]"},
		{`return s["a"]`, "code: string index: got string, want int"},
		{`return s.index("q")`, "code: index: the text is not there"},
		{`return s.find(1)`, "code: find: looks for a text, not for 1"},
		{`return s.find("a", "b")`, `code: find: a position is a number, not "b"`},
		{`return s.find()`, "code: find: takes a text, and from where to where to look"},
		{`return (1)[0]`, "code: unhandled index operation int[int]"},
		{`s[0] = "x"`, "code: string value does not support item assignment"},
	} {
		w := &world.World{
			ID: world.WorldID("characters", 0), Clock: "2024-05-15T15:00:00Z", Schema: "CREATE TABLE goods (id TEXT NOT NULL PRIMARY KEY);",
			Rows:  map[string][]json.RawMessage{"goods": rawRows(`{"id":"å"}`)},
			Tools: []world.WorldTool{testTool("ask", world.Read, "def ask(s):\n    "+c.body+"\n", "s")},
		}
		r := load(t, w).Session().Call("ask", []byte(`{"s":"åéßz"}`))
		have := string(r.Value)
		if !r.OK() {
			have = fmt.Sprintf("%s: %s", r.Fault, strings.TrimPrefix(r.Error, "ask failed: "))
		}
		if have != c.want {
			t.Errorf("%s:\n\thave %s\n\twant %s", c.body, have, c.want)
		}
	}
}

// TestCharactersAreCharged: asking a long text for its parts again and again
// ends at the limit of steps, and not much later.
func TestCharactersAreCharged(t *testing.T) {
	for _, body := range []string{"s[i % 9]", "s.find(\"q\")"} {
		w := shop()
		w.Tools = append(w.Tools, testTool("ask", world.Read, "def ask(s):\n    for i in range(100000):\n        "+body+"\n", "s"))
		r := load(t, w).Session().Call("ask", []byte(`{"s":"`+strings.Repeat("é", 30_000)+`"}`))
		if r.Fault != Exhausted {
			t.Errorf("%s: %q %s", body, r.Fault, r.Error)
		}
	}
}
