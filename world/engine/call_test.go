package engine

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"worldc/shareddata"
	"worldc/world"
)

// TestFaults: every way in which a call fails says what kind of failure it is
// and what to do, and leaves no trace.
func TestFaults(t *testing.T) {
	w := shop()
	schema := `{"type":"object","required":["id"],"properties":{
		"id":{"type":"string","minLength":2,"pattern":"^[a-z]"},
		"n":{"type":"integer","minimum":1,"maximum":10},
		"f":{"type":"number","exclusiveMinimum":0},
		"kind":{"enum":["a","b",3,null]},
		"when":{"type":"string","format":"date"},
		"items":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"object","required":["sku"],"additionalProperties":false,"properties":{"sku":{"type":"string"},"count":{"type":"integer"}}}},
		"either":{"anyOf":[{"type":"string"},{"type":"integer"}]}}}`
	checked := testTool("checked", world.Read, "def checked(id, n = 1, f = 1.0, kind = \"a\", when = \"\", items = [], either = 1):\n    return [id, n, f, kind, when, items, either]\n")
	checked.Tool.Parameters = json.RawMessage(schema)
	checked.Tool.ParameterOrder = []string{"id", "n", "f", "kind", "when", "items", "either"}
	w.Tools = append(w.Tools, checked,
		testTool("recursive", world.Read, "def recursive():\n    return recursive()\n"),
		testTool("endless", world.Read, "def endless():\n    for i in range(1 << 40):\n        pass\n"),
		testTool("greedy", world.Read, "def greedy():\n    for i in range(100000):\n        db.find(\"lines\")\n"),
		testTool("wide", world.Read, "def wide():\n    return [\"x\" * 1000] * 1000\n"),
		testTool("deep", world.Read, "def deep():\n    x = []\n    for i in range(100):\n        x = [x]\n    return x\n"),
		testTool("ring", world.Read, "def ring():\n    x = []\n    x.append(x)\n    return x\n"),
		testTool("function", world.Read, "def function():\n    return len\n"),
		testTool("numbers", world.Read, "def numbers():\n    return {1: 2}\n"),
		testTool("infinite", world.Read, "def infinite():\n    return float(\"inf\")\n"),
		testTool("frozen", world.Read, "def frozen(list):\n    list.append(1)\n", "list"),
		testTool("frozen_row", world.Read, "def frozen_row():\n    db.get(\"users\", \"u1\")[\"age\"] = 3\n"),
		testTool("frozen_tags", world.Read, "def frozen_tags():\n    db.get(\"users\", \"u1\")[\"tags\"].append(3)\n"),
		testTool("popped", world.Read, "def popped():\n    db.get(\"users\", \"u1\").pop(\"age\")\n"),
		testTool("panics", world.Read, "def panics():\n    return list(range(1 << 62))\n"),
		testTool("table", world.Read, "def table():\n    return db.get(\"user\", \"u1\")\n"),
		testTool("key", world.Read, "def key():\n    return db.get(\"lines\", 1)\n"),
		testTool("operator", world.Read, "def operator():\n    return db.find(\"lines\", where = [(\"line\", \"like\", 1)])\n"),
		testTool("keyword", world.Read, "def keyword():\n    return db.find(\"lines\", by = [\"line\"])\n"),
		testTool("wrong_type", world.Read, "def wrong_type():\n    return db.find(\"lines\", {\"line\": \"1\"})\n"),
		testTool("twice", world.Read, "def twice():\n    return db.find(\"lines\", {\"line\": 1}, [(\"line\", \"=\", 2)])\n"),
		testTool("fails", world.Read, "def fails():\n    fail(1)\n"),
	)
	s := load(t, w).Session()
	digest := s.Digest()
	for _, c := range []struct {
		tool, arguments string
		fault           Fault
		want            string
	}{
		{"serch", `{}`, UnknownTool, `there is no tool "serch"; the tools are insert, update, delete, note, find, peek, checked, recursive, endless, greedy, wide, deep, ring, function, numbers, infinite, frozen, frozen_row, frozen_tags, popped, panics, table, key, operator, keyword, wrong_type, twice, fails`},
		{"chekced", `{}`, UnknownTool, `there is no tool "chekced"; did you mean "checked"?; the tools are insert, update, delete, note, find, peek, checked, recursive, endless, greedy, wide, deep, ring, function, numbers, infinite, frozen, frozen_row, frozen_tags, popped, panics, table, key, operator, keyword, wrong_type, twice, fails`},
		{"checked", ``, BadArguments, "checked: the arguments are no JSON that can be read: the JSON ends where a value should stand"},
		{"checked", `{"id":"ab"`, BadArguments, "checked: the arguments are no JSON that can be read: the JSON ends where , or } should stand"},
		{"checked", `{"id":'ab'}`, BadArguments, `checked: the arguments are no JSON that can be read: '\'' at byte 6, where a value should stand`},
		{"checked", `{"id":"ab","id":"cd"}`, BadArguments, `checked: the arguments are no JSON that can be read: the name "id" occurs twice in one object`},
		{"checked", `{"id":"ab"} {}`, BadArguments, `checked: the arguments are no JSON that can be read: '{' at byte 12, where the end should stand`},
		{"checked", `["ab"]`, BadArguments, `checked: the arguments have to be a JSON object with id, n, f, kind, when, items, either, not ["ab"]`},
		{"checked", `{}`, BadArguments, `checked: id is missing`},
		{"checked", `{"ID":"ab"}`, BadArguments, `checked: there is no argument "ID"; it takes id, n, f, kind, when, items, either`},
		{"checked", `{"id":"ab","whem":"x"}`, BadArguments, `checked: there is no argument "whem"; it takes id, n, f, kind, when, items, either; did you mean "when"?`},
		{"checked", `{"id":7}`, BadArguments, `checked: id is 7, must be string`},
		{"checked", `{"id":"a"}`, BadArguments, `checked: id is "a", must have at least 2 characters`},
		{"checked", `{"id":"AB"}`, BadArguments, `checked: id is "AB", must match the pattern ^[a-z]`},
		{"checked", `{"id":"ab","n":0}`, BadArguments, `checked: n is 0, must be at least 1`},
		{"checked", `{"id":"ab","n":11}`, BadArguments, `checked: n is 11, must be at most 10`},
		{"checked", `{"id":"ab","n":1.5}`, BadArguments, `checked: n is 1.5, must be integer`},
		{"checked", `{"id":"ab","n":"1"}`, BadArguments, `checked: n is "1", must be integer`},
		{"checked", `{"id":"ab","f":0}`, BadArguments, `checked: f is 0, must be more than 0`},
		{"checked", `{"id":"ab","kind":"c"}`, BadArguments, `checked: kind is "c", must be one of "a", "b", 3, null`},
		{"checked", `{"id":"ab","items":[]}`, BadArguments, `checked: items has 0 elements, must have at least 1`},
		{"checked", `{"id":"ab","items":[{"sku":"x"},{"sku":"x"}]}`, BadArguments, `checked: items has the same element at 0 and 1, each may stand there once`},
		{"checked", `{"id":"ab","items":[{"sku":"x"},{"count":1,"no":2}]}`, BadArguments, `checked: items[1] has no field "no"; items[1].sku is missing`},
		{"checked", `{"id":"ab","items":[{"sku":1}]}`, BadArguments, `checked: items[0].sku is 1, must be string`},
		{"checked", `{"id":"ab","either":null}`, BadArguments, `checked: either is null, which is none of the forms that the document allows`},
		{"checked", `{"id":"` + strings.Repeat("a", 64<<10) + `"}`, BadArguments, `checked: the arguments have 65545 bytes; 65536 are allowed`},
		{"insert", `{"table":"users","row":{"id":"u1"},"then":""}`, Constraint, `users: there is a row with id = "u1" already`},
		{"insert", `{"table":"users","row":{"id":"u9","email":"a@x"},"then":""}`, Constraint, `users: there is a row with email = "a@x" already`},
		{"insert", `{"table":"users","row":{"id":"u9","balance":null},"then":""}`, Constraint, `users.balance needs a value, which cannot be NULL`},
		{"insert", `{"table":"users","row":{"id":"u9","age":-1},"then":""}`, Constraint, `users: the row does not meet age IS NULL OR age >= 0`},
		{"insert", `{"table":"lines","row":{"number":1,"line":1,"item":"x","amount":1},"then":""}`, Constraint, `lines: there is a row with number = 1, line = 1 already`},
		{"insert", `{"table":"orders","row":{"number":5,"user_id":"u9"},"then":""}`, Constraint, `orders: there is no users with id = "u9"`},
		{"update", `{"table":"orders","key":[1],"changes":{"parent":77},"then":""}`, Constraint, `orders: there is no orders with number = 77`},
		{"insert", `{"table":"users","row":{"id":"u9"},"then":"fail"}`, Refused, "not after all"},
		{"insert", `{"table":"users","row":{"id":"u9"},"then":"break"}`, Code, "insert failed: index 1 out of range: empty list"},
		{"insert", `{"table":"users","row":{"id":"u9"},"then":"spin"}`, Exhausted, "the call takes more than the 1000000 steps that a call may take"},
		{"insert", `{"table":"users","row":{"id":"u9","agee":1},"then":""}`, Code, `insert failed: users has no column "agee"; did you mean "age"?`},
		{"update", `{"table":"users","key":["u1"],"changes":{"id":"u8"},"then":""}`, Code, "update failed: users.id is part of the primary key and cannot change: delete the row and insert another"},
		{"peek", `{"table":"users"}`, Code, "peek failed: db.delete: the tool is declared to read, and may not write"},
		{"recursive", `{}`, Code, "recursive failed: function recursive called recursively"},
		{"endless", `{}`, Exhausted, "the call takes more than the 1000000 steps that a call may take"},
		{"greedy", `{}`, Exhausted, "the call takes more than the 1000000 steps that a call may take"},
		{"wide", `{}`, Exhausted, "wide: the result has 1003001 bytes; 262144 are allowed: ask for less"},
		{"deep", `{}`, Code, "deep failed: the tool returned the value is nested deeper than 64 levels"},
		{"ring", `{}`, Code, "ring failed: the tool returned the value is nested deeper than 64 levels"},
		{"function", `{}`, Code, "function failed: the tool returned a builtin_function_or_method, which is no value of JSON"},
		{"numbers", `{}`, Code, "numbers failed: the tool returned a dict with the key 1; only strings can be keys in JSON"},
		{"infinite", `{}`, Code, "infinite failed: the tool returned +inf is no number that JSON knows"},
		{"frozen", `{"list":[]}`, Code, "frozen failed: append: cannot append to frozen list"},
		{"frozen_row", `{}`, Code, "frozen_row failed: dict value does not support item assignment"},
		{"frozen_tags", `{}`, Code, "frozen_tags failed: append: cannot append to frozen list"},
		{"popped", `{}`, Code, "popped failed: a row cannot be changed: copy it with dict(row), or write with db.update"},
		{"panics", `{}`, Code, "panics failed: the interpreter gave up: runtime error: makeslice: cap out of range"},
		{"table", `{}`, Code, `table failed: db.get: there is no table "user"; did you mean "users"?`},
		{"key", `{}`, Code, "key failed: lines: the key is (number, line), not 1"},
		{"operator", `{}`, Code, `operator failed: lines.line: "like" is no operator; there are = != < <= > >= in`},
		{"keyword", `{}`, Code, `keyword failed: db.find has no parameter "by": it takes (table, equal, where, order, limit)`},
		{"wrong_type", `{}`, Code, `wrong_type failed: lines.line is INTEGER and cannot hold "1"`},
		{"twice", `{}`, Code, "twice failed: lines.line is asked for twice"},
		{"fails", `{}`, Code, "fails failed: fail takes a text, not 1"},
	} {
		r := s.Call(c.tool, []byte(c.arguments))
		if r.Fault != c.fault || r.Error != c.want {
			t.Errorf("%s(%.60s)\nhave %s: %s\nwant %s: %s", c.tool, c.arguments, r.Fault, r.Error, c.fault, c.want)
		}
		if s.Digest() != digest {
			t.Fatalf("%s(%.60s) left a trace", c.tool, c.arguments)
		}
	}
	if r := s.Call("checked", []byte(`{"id":"ab","n":2.0,"f":3,"kind":null,"items":[{"sku":"é","count":1e0}],"either":"x"}`)); string(r.Value) != `["ab",2,3,null,"",[{"sku":"é","count":1}],"x"]` {
		t.Errorf("%+v", r)
	}
}

// TestDetail: whoever wrote a tool learns where it failed.
func TestDetail(t *testing.T) {
	s := load(t, shop()).Session()
	r := s.Call("insert", []byte(`{"table":"users","row":{"id":"u9"},"then":"break"}`))
	for _, want := range []string{"tools.insert.code:3:10: in insert", "prelude:6:18: in after"} {
		if !strings.Contains(r.Detail, want) {
			t.Errorf("%q is not in %s", want, r.Detail)
		}
	}
}

// TestGoldenDigest: a state has the same digest and its calls the same results
// on every machine. A change here changes every recorded world.
func TestGoldenDigest(t *testing.T) {
	s := load(t, shop()).Session()
	out := ""
	for _, a := range []action{
		{"note", `{"text":"é"}`},
		{"insert", `{"table":"users","row":{"id":"u4","balance":0.30000000000000004,"tags":{"b":1e21,"a":[-0.0,2.50]}},"then":""}`},
		{"update", `{"table":"lines","key":[1,1],"changes":{"amount":1e-7},"then":""}`},
		{"delete", `{"table":"users","key":["u2"],"then":""}`},
		{"find", `{"table":"users","where":[["balance",">",0.1]],"order":["-balance"]}`},
	} {
		r := s.Call(a.tool, []byte(a.arguments))
		out += fmt.Sprintln(string(r.Value), r.Error, r.Steps)
	}
	out += s.Digest()
	const want = `{"id":"note_b88527f39f59","user":null,"text":"é again"}  256
{"id":"u4","email":null,"age":null,"balance":0.30000000000000004,"active":true,"tags":{"a":[0,2.5],"b":1e+21},"seen":"never"}  96
{"number":1,"line":1,"item":"ink","amount":1e-7}  111
null  259
[{"id":"u1","email":"a@x","age":30,"balance":25,"active":true,"tags":["x",{"a":null,"b":1}],"seen":"never"},{"id":"u4","email":null,"age":null,"balance":0.30000000000000004,"active":true,"tags":{"a":[0,2.5],"b":1e+21},"seen":"never"}]  38
8647d3b2aca90436b52ad8fa7bb0b0df71d1d1b4d0bc1a3d22158f714f965c07`
	if out != want {
		t.Errorf("have\n%s\nwant\n%s", out, want)
	}
}

// TestSteps: what a call costs is part of its result, the same every time.
func TestSteps(t *testing.T) {
	e := load(t, shop())
	var want uint64
	for range 3 {
		r := e.Session().Call("find", []byte(`{"table":"lines","equal":{"number":1}}`))
		if want == 0 {
			want = r.Steps
		}
		if r.Steps != want || r.Steps < askCost+2*rowCost {
			t.Errorf("%d steps, before it were %d", r.Steps, want)
		}
	}
}

// TestLanguage compares what tool code computes with what Python does.
func TestLanguage(t *testing.T) {
	expressions := []string{
		`str(1)`, `str(1.0)`, `str(-0.0)`, `str(1e16)`, `str(123456789012345680.0)`, `str(1000000.0)`, `str(0.0001)`, `str(0.00001)`, `str(1e22)`, `str(0.1 + 0.2)`, `str(1e100)`, `str(1/3)`,
		`str(True)`, `str(None)`, `str("é'")`, `str(["a", "it's", 'say "x"', "both ' and \"", "\n\t\\", "é", 1.0, None])`, `str({"a": [1, (2,), ()], "b": {}})`, `str((1, 2))`,
		`round(2.5)`, `round(3.5)`, `round(-2.5)`, `round(2.675, 2)`, `round(1.005, 2)`, `round(0.5, 0)`, `round(1.25, 1)`, `round(1234.5678, 2)`, `round(7, 2)`, `round(1e20)`, `round(5e-324, 3)`, `round(-0.4)`,
		`len("é€")`, `len([1, 2])`, `len({"a": 1})`, `7 // 2`, `-7 // 2`, `7 % -3`, `-7 % 3`, `-7.5 % 2`, `7.5 // 2`, `1 / 2`, `4 / 2`, `int("12")`, `int(3.9)`, `int(-3.9)`, `float("1.5")`, `float(3)`,
		`"a,b,,c".split(",")`, `" a b ".split()`, `"-".join(["a", "b"])`, `"Ab".lower()`, `"ab".upper()`, `"  x ".strip()`, `"abcabc".replace("b", "x")`, `"abc".find("c")`, `"abc".startswith("ab")`, `"b" in "abc"`,
		`sorted([3, 1, 2], reverse = True)`, `sorted(["b", "B", "é", "a"])`, `max([1, 2.5])`, `min(["b", "a"])`, `[x * 2 for x in range(3) if x != 1]`, `{k: v for k, v in [("a", 1)]}`, `1 == 1.0`, `"a" < "b"`, `[1, 2] + [3]`, `"ab" * 2`,
		`(1, "a") < (1, "b")`, `list(reversed([1, 2]))`, `list(enumerate(["a"]))`, `list(zip([1], [2]))`, `any([False, True])`, `all([])`, `bool("")`, `dict([("a", 1)])`, `abs(-3.5)`, `"x" if [] else "y"`, `not 0`, `1 and 2`, `0 or "z"`,
		`"abc"[1]`, `"abc"[-1]`, `"abcd"[1:3]`, `[1, 2, 3][::-1]`, `chr(97) + str(ord("a"))`, `"a1".isdigit()`, `"12".isdigit()`, `"a b".title()`, `"abc".index("b")`, `"a=b=c".partition("=")`, `"aXb".rsplit("X", 1)`, `"l1\nl2".splitlines()`,
		`5 & 3`, `5 | 3`, `5 ^ 3`, `1 << 10`, `1024 >> 3`, `~5`, `2000000000 * 2000000000 * 2000000000`, `10 // 3 * 3 + 10 % 3`,
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not here to compare with")
	}
	code := "def f():\n    return [\n"
	script := "import json\ntruth = lambda v: list(truth(x) for x in v) if isinstance(v, (list, tuple)) else v\n"
	for _, x := range expressions {
		code += "        str(" + x + "),\n"
		script += "print(json.dumps(str(" + x + ")))\n"
	}
	code += "    ]\n"
	w := shop()
	w.Tools = append(w.Tools, testTool("f", world.Read, code))
	r := load(t, w).Session().Call("f", []byte(`{}`))
	if !r.OK() {
		t.Fatal(r.Error, r.Detail)
	}
	have := shareddata.Parse[[]string](t, r.Value)
	out, err := exec.Command(python, "-c", script).Output()
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if want := shareddata.Parse[string](t, []byte(line)); have[i] != want {
			t.Errorf("%s is %s, in Python %s", expressions[i], have[i], want)
		}
	}
}

// Sessions are the same when what was written comes to the same.
func TestSame(t *testing.T) {
	e, err := Load(&world.World{ID: "w", Clock: "2026-01-01T09:00:00",
		Schema: "CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL);\n",
		Rows:   map[string][]json.RawMessage{"thing": {json.RawMessage(`{"name":"x","n":1}`)}},
		Tools: []world.WorldTool{{Effect: world.Write, Code: "def put(name, n):\n    if db.get(\"thing\", name) == None:\n        db.insert(\"thing\", {\"name\": name, \"n\": n})\n    elif n == 0:\n        db.delete(\"thing\", name)\n    else:\n        db.update(\"thing\", name, {\"n\": n})\n",
			Tool: world.Tool{ID: "t", Name: "put", Parameters: json.RawMessage(`{"type":"object","properties":{"name":{"type":"string"},"n":{"type":"integer"}},"required":["name","n"],"additionalProperties":false}`)}}},
	}, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}()
	begun := e.Session()
	for _, c := range []struct {
		calls []string
		same  bool
	}{
		{nil, true},
		{[]string{`{"name":"x","n":2}`}, false},
		{[]string{`{"name":"x","n":2}`, `{"name":"x","n":1}`}, true},
		{[]string{`{"name":"y","n":2}`}, false},
		{[]string{`{"name":"y","n":2}`, `{"name":"y","n":0}`}, true},
		{[]string{`{"name":"x","n":0}`}, false},
		{[]string{`{"name":"x","n":0}`, `{"name":"x","n":1}`}, true},
	} {
		s := begun.Fork()
		for _, arguments := range c.calls {
			if r := s.Call("put", []byte(arguments)); !r.OK() {
				t.Fatal(r.Error)
			}
		}
		if s.Same(begun) != c.same || begun.Same(s) != c.same {
			t.Errorf("after %v the same: %t", c.calls, !c.same)
		}
	}
}
