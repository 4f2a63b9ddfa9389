package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"worldc/world"
	"worldc/world/engine"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

var signature = regexp.MustCompile(`(?m)^def (\w+)\(([^)]*)\):`)

// tauWorld is a world of the engine's tests: its schema and its tools, whose
// documents are made of their signatures, without rows.
func tauWorld(t testing.TB, name string, tools []string) *world.World {
	t.Helper()
	folder := filepath.Join("..", "engine", "testdata", "tau", name)
	schema, err := os.ReadFile(filepath.Join(folder, "schema.sql"))
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(folder, "tools.star"))
	if err != nil {
		t.Fatal(err)
	}
	prelude, code, err := engine.Split("tools.star", string(source), tools)
	if err != nil {
		t.Fatal(err)
	}
	w := &world.World{ID: world.WorldID("tau-"+name, 0), Name: name, Clock: "2024-05-15T15:00:00", Schema: string(schema), Prelude: prelude, Policy: "Be kind.\n"}
	for _, name := range tools {
		var properties, required []string
		if m := signature.FindStringSubmatch(code[name]); m[2] != "" {
			for _, p := range strings.Split(m[2], ", ") {
				properties = append(properties, fmt.Sprintf("%q:{}", p))
				required = append(required, fmt.Sprintf("%q", p))
			}
		}
		parameters := fmt.Sprintf(`{"type":"object","properties":{%s},"required":[%s]}`, strings.Join(properties, ","), strings.Join(required, ","))
		effect := world.Read
		if regexp.MustCompile(`db\.(insert|update|delete)|add_payment|credit|charge|put_`).MatchString(code[name]) {
			effect = world.Write
		}
		w.Tools = append(w.Tools, world.WorldTool{
			Tool:   world.Tool{ID: world.ToolID(w.Name, name, 0), Name: name, Description: name, Parameters: json.RawMessage(parameters)},
			Effect: effect, Code: code[name],
		})
	}
	return w
}

var retailTools = []string{
	"calculate", "cancel_pending_order", "exchange_delivered_order_items", "find_user_id_by_email", "find_user_id_by_name_zip", "get_order_details",
	"get_product_details", "get_user_details", "list_all_product_types", "modify_pending_order_address", "modify_pending_order_items",
	"modify_pending_order_payment", "modify_user_address", "return_delivered_order_items", "think", "transfer_to_human_agents",
}

// A draw is a stream of small numbers that is the same everywhere.
type draw uint64

func (d *draw) below(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d) >> 33 % uint64(n))
}

func (d *draw) one(of ...string) string { return of[d.below(len(of))] }

// smallRows fills the retail schema with rows of no origin.
func smallRows() map[string][]json.RawMessage {
	rows := map[string][]json.RawMessage{}
	add := func(table, format string, args ...any) {
		rows[table] = append(rows[table], json.RawMessage(fmt.Sprintf(format, args...)))
	}
	d := draw(1)
	const address = `"address1":"%d Main St","address2":"","city":"Österby","country":"SE","state":"ÖS","zip":"1%d"`
	for u := range 4 {
		add("users", `{"user_id":"u%d","first_name":"Åsa","last_name":"Berg%d","email":"u%d@example.com",`+address+`}`, u, u, u, u, u)
		for i, source := range []string{"credit_card", "gift_card", "paypal"} {
			balance := "null"
			if source == "gift_card" {
				balance = fmt.Sprintf("%d.%02d", 5+d.below(60), d.below(100))
			}
			add("payment_methods", `{"id":"%[1]s_%[2]d","user_id":"u%[2]d","place":%[3]d,"source":%[1]q,"balance":%[4]s}`, source, u, i, balance)
		}
	}
	price := map[string]string{}
	for p := range 4 {
		add("products", `{"product_id":"p%d","name":"thing %d"}`, p, p)
		for i := range 4 {
			id := fmt.Sprintf("i%d%d", p, i)
			price[id] = fmt.Sprintf("%d.%02d", 5+d.below(30), d.below(100))
			add("items", `{"item_id":%q,"product_id":"p%d","options":{"size":"%d","colour":%q,"weights":[1,2.50,1e3]},"available":%t,"price":%s}`,
				id, p, i, d.one("rød", "blå"), d.below(4) > 0, price[id])
		}
	}
	for o := range 12 {
		u := d.below(4)
		status := d.one("pending", "pending", "delivered", "delivered", "processed")
		add("orders", `{"order_id":"#W%d","user_id":"u%d","place":%d,"status":%q,`+address+`}`, o, u, o, status, o, u)
		for i := range 1 + d.below(3) {
			id := fmt.Sprintf("i%d%d", d.below(4), d.below(4))
			add("order_items", `{"order_id":"#W%d","line":%d,"item_id":%q,"price":%s}`, o, i, id, price[id])
		}
		add("order_payments", `{"order_id":"#W%d","line":0,"transaction_type":"payment","amount":%d.5,"payment_method_id":"%s_%d"}`,
			o, 10+d.below(50), d.one("credit_card", "gift_card", "paypal"), u)
		if status == "delivered" {
			add("fulfillments", `{"order_id":"#W%d","line":0,"tracking_ids":["%d"],"item_ids":[]}`, o, d.below(1000))
		}
	}
	return rows
}

// smallCall is a call that may well succeed in the world of smallRows.
func smallCall(d *draw) world.Call {
	name := retailTools[d.below(len(retailTools))]
	user, order := fmt.Sprintf("u%d", d.below(5)), fmt.Sprintf("#W%d", d.below(13))
	method := fmt.Sprintf("%s_%d", d.one("credit_card", "gift_card", "paypal"), d.below(4))
	item := func() string { return fmt.Sprintf(`"i%d%d"`, d.below(4), d.below(4)) }
	items := func() string {
		list := []string{item(), item()}
		return "[" + strings.Join(list[:1+d.below(2)], ",") + "]"
	}
	address := fmt.Sprintf(`"address1":"%d Hill","address2":"","city":"Ås","state":"X","country":"NO","zip":"%d"`, d.below(9), d.below(9))
	arguments := map[string]string{
		"calculate":                    d.one(`"expression":"1 + 2.50 * 3"`, `"expression":"1 / 3"`, `"expression":"1e9"`, `"expression":"100 * 100"`),
		"cancel_pending_order":         fmt.Sprintf(`"order_id":%q,"reason":"no longer needed"`, order),
		"find_user_id_by_email":        fmt.Sprintf(`"email":"%s@example.com"`, user),
		"find_user_id_by_name_zip":     fmt.Sprintf(`"first_name":"åsa","last_name":"BERG%d","zip":"1%d"`, d.below(4), d.below(4)),
		"get_order_details":            fmt.Sprintf(`"order_id":%q`, order),
		"get_product_details":          fmt.Sprintf(`"product_id":"p%d"`, d.below(5)),
		"get_user_details":             fmt.Sprintf(`"user_id":%q`, user),
		"modify_pending_order_address": fmt.Sprintf(`"order_id":%q,%s`, order, address),
		"modify_pending_order_payment": fmt.Sprintf(`"order_id":%q,"payment_method_id":%q`, order, method),
		"modify_user_address":          fmt.Sprintf(`"user_id":%q,%s`, user, address),
		"return_delivered_order_items": fmt.Sprintf(`"order_id":%q,"item_ids":%s,"payment_method_id":%q`, order, items(), method),
		"think":                        `"thought":"…"`,
		"transfer_to_human_agents":     `"summary":1.50`,
	}
	for _, name := range []string{"exchange_delivered_order_items", "modify_pending_order_items"} {
		arguments[name] = fmt.Sprintf(`"order_id":%q,"item_ids":%s,"new_item_ids":%s,"payment_method_id":%q`, order, items(), items(), method)
	}
	if d.below(20) == 0 {
		arguments[name] += d.one(`,"more":1`, `"`, "")
		if !json.Valid([]byte("{" + arguments[name] + "}")) {
			arguments[name] = `"nothing":null`
		}
	}
	return world.Call{Tool: name, Arguments: json.RawMessage("{" + arguments[name] + "}")}
}

// A rollout is what is done from the beginning of a world.
type rollout struct {
	Initial world.Changes
	Calls   []world.Call
}

// A reply is a line that run.py prints for a call.
type reply struct {
	Value json.RawMessage `json:"value"`
	Error string          `json:"error"`
	Fault engine.Fault    `json:"fault"`
}

// inPython makes rollouts with the exported world, and returns the replies and
// the state of each.
func inPython(t *testing.T, w *world.World, rollouts []rollout) (replies [][]reply, states []world.State) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 on this machine to run the exported world with")
	}
	dir := filepath.Join(t.TempDir(), "world")
	if err := Python(w, dir); err != nil {
		t.Fatal(err)
	}
	for _, tool := range w.Tools {
		raw, err := os.ReadFile(filepath.Join(dir, "tools", tool.Function()+".py"))
		if err != nil || string(raw) != tool.Code {
			t.Fatalf("the code of %s is not as it was (%v)", tool.Tool.Name, err)
		}
	}
	var input bytes.Buffer
	write := json.NewEncoder(&input)
	for _, r := range rollouts {
		initial := r.Initial
		if initial == nil {
			initial = world.Changes{}
		}
		lines := []any{map[string]any{"begin": initial}}
		for _, c := range r.Calls {
			lines = append(lines, map[string]any{"tool": c.Tool, "arguments": c.Arguments})
		}
		for _, l := range lines {
			if err := write.Encode(l); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.Command(python, filepath.Join(dir, "run.py"), "--calls")
	cmd.Stdin = &input
	cmd.Dir = t.TempDir()
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("%v: %s", err, exit.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<24)
	next := func(v any) {
		if !lines.Scan() {
			t.Fatal("run.py says less than it was asked")
		}
		if err := json.Unmarshal(lines.Bytes(), v); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range rollouts {
		list := make([]reply, len(r.Calls))
		for i := range list {
			next(&list[i])
		}
		var s world.State
		next(&s)
		replies, states = append(replies, list), append(states, s)
	}
	return replies, states
}

// compare makes the same rollouts in the engine and in Python.
func compare(t *testing.T, w *world.World, rollouts []rollout) {
	t.Helper()
	e, err := engine.Load(w, engine.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	replies, states := inPython(t, w, rollouts)
	ends := map[engine.Fault]int{}
	differ := 0
	for i, r := range rollouts {
		s, err := e.Start(r.Initial)
		if err != nil {
			t.Fatal(err)
		}
		for j, c := range r.Calls {
			want, got := s.Call(c.Tool, c.Arguments), replies[i][j]
			ends[want.Fault]++
			switch {
			case want.Fault != got.Fault, want.Fault == engine.Refused && want.Error != got.Error, !bytes.Equal(want.Value, got.Value):
				differ++
				t.Errorf("rollout %d, call %d: %s(%s)\n\tpython %s %s %s\n\tengine %s %s %s", i, j, c.Tool, c.Arguments, got.Value, got.Fault, got.Error, want.Value, want.Fault, want.Error)
			}
		}
		want := s.State()
		if want.Digest != states[i].Digest || text(t, want.Changes) != text(t, states[i].Changes) {
			differ++
			t.Errorf("rollout %d:\n\tpython %s %s\n\tengine %s %s", i, states[i].Digest, text(t, states[i].Changes), want.Digest, text(t, want.Changes))
		}
		if differ > 5 {
			t.Fatal("and so on")
		}
	}
	t.Logf("%d rollouts; calls by fault: %v", len(rollouts), ends)
}

func text(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestPythonAgrees: the same calls come to the same results, changes and
// digests in Python and in the engine.
func TestPythonAgrees(t *testing.T) {
	w := tauWorld(t, "retail", retailTools)
	w.Rows = smallRows()
	w.Volatile = []string{"orders.place"}
	d := draw(7)
	var rollouts []rollout
	for i := range 60 {
		var r rollout
		if i%4 == 3 {
			r.Initial = world.Changes{
				"orders": {"#W0": {Before: fields(`{"status":"?"}`), After: fields(`{"status":"pending"}`)}},
				"users":  {"u4": {After: fields(`{"user_id":"u4","first_name":"Ny","last_name":"Berg4","email":"u4@example.com","address1":"","address2":"","city":"","country":"","state":"","zip":"14"}`)}},
			}
		}
		for range 12 {
			r.Calls = append(r.Calls, smallCall(&d))
		}
		rollouts = append(rollouts, r)
	}
	compare(t, w, rollouts)
}

func fields(raw string) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		panic(err)
	}
	return m
}

// TestPythonLanguage: what the db functions and the values of tool code mean.
func TestPythonLanguage(t *testing.T) {
	bodies := []string{
		`return [x, str(x), len("åäö"), round(2.675, 2), round(0.5), round(1.5), 7 // 2, -7 // 2, -7 % 3, 1 / 2, 2.0, 1e21, 1e-7, 123456789.125]`,
		`return [str(1.0), str(1e16), str(1e-5), str([1, "a", None, True, 2.5, (1,), {"k": "it's"}]), str("é")]`,
		`return db.find("kinds", order=["-n", "id"], limit=3)`,
		`return db.find("kinds", where=[("n", "!=", 2)])`,
		`return db.find("kinds", where=[("n", ">=", 2), ("id", "in", ["a", "b", "c"])])`,
		`return db.find("kinds", {"n": None})`,
		`return [db.count("kinds"), db.count("kinds", {"ok": True}), db.count("kinds", where=[("n", "<", 2)])]`,
		`return db.find("kinds", {"doc": {"b": 1, "a": [1, 2.0]}})`,
		`return db.find("kinds", order=["doc"])`,
		`return db.get("pairs", ("x", 1))`,
		`return db.get("pairs", "x")`,
		`return db.insert("kinds", {"id": db.new_id("k"), "f": 3, "doc": [x, {"z": 1, "y": 2.5e0}]})`,
		`return [db.new_id(), db.new_id("p")]`,
		`return db.insert("kinds", {"id": "a"})`,
		`return db.insert("kinds", {"id": "new", "n": 1.5})`,
		`return db.insert("kinds", {"id": "new", "n": True})`,
		`return db.insert("kinds", {"id": "new", "ok": 1})`,
		`return db.insert("kinds", {"id": "new", "f": -1})`,
		`return db.update("kinds", "a", {"n": 3.0, "f": 2, "doc": "text"})`,
		`return db.update("kinds", "a", {"id": "z"})`,
		`return db.update("kinds", "nobody", {"n": 1})`,
		`return db.update("kinds", "a", {"m": 1})`,
		`db.delete("kinds", "b"); return db.count("pairs")`,
		`db.delete("kinds", "a")`,
		`db.delete("pairs", ["x", 1]); db.delete("kinds", "a"); return db.find("kinds")`,
		`row = db.get("kinds", "a"); row["n"] = 5`,
		`doc = db.get("kinds", "b")["doc"]; doc["a"] = 5`,
		`row = dict(db.get("kinds", "a")); row["n"] = 5; return row`,
		`x.append(1)`,
		`db.update("kinds", "a", {"n": 9}); fail("no: " + str(db.get("kinds", "a")["n"]))`,
		`return [zip([1, 2], "ab".split("b")), enumerate(["a"]), reversed([1, 2, 3]), sorted([3, 1, 2], reverse=True), list(range(3))]`,
		`return {"b": 1, "a": now, "c": max([1, 2]), "d": min(3, 4), "e": any([0, 1]), "f": abs(-2), "g": int("12"), "h": float("1.5"), "i": chr(97), "j": ord("a")}`,
		`return "Aé".lower() + "x".upper() + " y ".strip() + ",".join(["1", "2"]) + "abc"[1:] + "a-b".replace("-", "+")`,
		`return {1: 2}`,
		`return db.find("nothing")`,
		`return 1 << 80`,
	}
	w := &world.World{
		ID: "language", Clock: "2024-05-15T15:00:00",
		Schema: `CREATE TABLE kinds (id TEXT NOT NULL PRIMARY KEY, n INTEGER DEFAULT 7, f REAL CHECK (f >= 0), ok BOOLEAN NOT NULL DEFAULT FALSE, doc JSON);
			CREATE TABLE pairs (a TEXT NOT NULL, b INTEGER NOT NULL, kind TEXT REFERENCES kinds, c DECIMAL(9, 2), PRIMARY KEY (a, b));
			CREATE TABLE parts (id INTEGER PRIMARY KEY, of TEXT REFERENCES kinds ON DELETE CASCADE, other TEXT REFERENCES kinds (id) ON DELETE SET NULL);`,
		Rows: map[string][]json.RawMessage{
			"kinds": {
				json.RawMessage(`{"id":"a","n":1,"f":0.1,"ok":true,"doc":null}`), json.RawMessage(`{"id":"b","n":2,"f":1e21,"doc":{"b":1,"a":[1,2.0]}}`),
				json.RawMessage(`{"id":"c","n":2,"f":5,"doc":"5"}`), json.RawMessage(`{"id":"d","n":null,"doc":5}`), json.RawMessage(`{"id":"é","doc":true}`), json.RawMessage(`{"id":"z","doc":1.25}`),
			},
			"pairs": {json.RawMessage(`{"a":"x","b":1,"kind":"a","c":2}`), json.RawMessage(`{"a":"x","b":2,"kind":null,"c":2.5}`)},
			"parts": {json.RawMessage(`{"id":1,"of":"b"}`), json.RawMessage(`{"id":2,"of":"c","other":"b"}`), json.RawMessage(`{"id":10,"other":"a"}`)},
		},
	}
	var rollouts []rollout
	for i, body := range bodies {
		for _, effect := range []world.Effect{world.Read, world.Write} {
			name := fmt.Sprintf("%s_%d", effect, i)
			w.Tools = append(w.Tools, world.WorldTool{
				Tool: world.Tool{ID: name, Name: name, Parameters: json.RawMessage(`{"type":"object","properties":{"x":{}},"required":["x"]}`)}, Effect: effect,
				Code: fmt.Sprintf("def %s(x):\n    %s\n", name, strings.ReplaceAll(body, "; ", "\n    ")),
			})
			c := world.Call{Tool: name, Arguments: json.RawMessage(`{"x":[1.0,"é",{"k":0.1}]}`)}
			rollouts = append(rollouts, rollout{Calls: []world.Call{c, c}})
		}
	}
	compare(t, w, rollouts)
}

// TestPythonStrings: parts of and positions in strings of any characters are
// the same in Python and in the engine.
func TestPythonStrings(t *testing.T) {
	w := &world.World{ID: "strings", Clock: "2024-05-15T15:00:00", Schema: "CREATE TABLE kinds (id TEXT NOT NULL PRIMARY KEY);"}
	bodies := map[string]string{
		"at": "s[i]", "cut": "s[i:j]", "tail": "s[i:]", "head": "s[:j]", "step": "s[i:j:k]", "again": "s[i:][j:][k]", "late": "len(s[i:]) + ord(s[j])",
		"split":  "[p[:1] + p[-1:] for p in s.split(t)]",
		"listed": "[s, t][i % 2][j:] + {\"a\": s}[\"a\"][k]",
	}
	for _, method := range []string{"find", "rfind", "index", "rindex", "count", "startswith", "endswith"} {
		bodies[method] = "[s." + method + "(t, i, j), s." + method + "(t, k), s." + method + "(t)]"
		bodies["bound_"+method] = "[f(t, i) for f in [s." + method + "]]"
	}
	bodies["several"] = "[s.startswith((t, \"é\"), i), s.endswith((t, \"a\"), i, j), [1, 2, 3].index(2)]"
	d := draw(3)
	var rollouts []rollout
	for _, name := range slices.Sorted(maps.Keys(bodies)) {
		w.Tools = append(w.Tools, world.WorldTool{
			Tool: world.Tool{ID: name, Name: name, Parameters: json.RawMessage(`{"type":"object","properties":{"s":{},"t":{},"i":{},"j":{},"k":{}}}`)}, Effect: world.Read,
			Code: "def " + name + "(s=None, t=None, i=None, j=None, k=None):\n    return " + bodies[name] + "\n",
		})
		var r rollout
		number := func() any {
			if n := d.below(12); n < 11 {
				return n - 5
			}
			return nil
		}
		for range 60 {
			s := d.one("", "a", "é", "åäö", "aéa", "日本語x", "a🎉b🎉a", "naïve café", "e\u0301e", "banana")
			k := number()
			if k == 0 {
				k = 1
			}
			r.Calls = append(r.Calls, world.Call{Tool: name, Arguments: json.RawMessage(text(t, map[string]any{
				"s": s, "t": d.one("", "a", "é", "ö", "本語", "🎉", "na", "\u0301"), "i": number(), "j": number(), "k": k,
			}))})
		}
		rollouts = append(rollouts, r)
	}
	compare(t, w, rollouts)
}

// TestSQLite: the file holds the rows of the world, is the same whenever it is
// written, and never takes the place of another.
func TestSQLite(t *testing.T) {
	w := tauWorld(t, "retail", retailTools)
	w.Rows = smallRows()
	dir := t.TempDir()
	file := filepath.Join(dir, "retail.db")
	if err := SQLite(w, file); err != nil {
		t.Fatal(err)
	}
	conn, err := sqlite.OpenConn(file, sqlite.OpenReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for table, rows := range w.Rows {
		n, err := sqlitex.ResultInt(prepare(t, conn, "SELECT count(*) FROM "+quote(table)))
		if err != nil || n != len(rows) {
			t.Errorf("%s: %d rows (%v), want %d", table, n, err, len(rows))
		}
	}
	for sql, want := range map[string]string{
		"SELECT integrity_check FROM pragma_integrity_check":                   "ok",
		"SELECT count(*) FROM pragma_foreign_key_check":                        "0",
		"SELECT options ->> '$.weights[1]' FROM items WHERE item_id = 'i00'":   "2.5",
		"SELECT typeof(available) FROM items WHERE item_id = 'i00'":            "integer",
		"SELECT first_name FROM users WHERE user_id = 'u0'":                    "Åsa",
		"SELECT typeof(cancel_reason) FROM orders WHERE order_id = '#W0'":      "null",
		"SELECT count(*) FROM orders NATURAL JOIN order_items WHERE line = 0;": "12",
	} {
		got, err := sqlitex.ResultText(prepare(t, conn, sql))
		if err != nil || got != want {
			t.Errorf("%s: %q (%v), want %q", sql, got, err, want)
		}
	}
	again := filepath.Join(dir, "again.db")
	if err := SQLite(w, again); err != nil {
		t.Fatal(err)
	}
	a, errA := os.ReadFile(file)
	b, errB := os.ReadFile(again)
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Errorf("two files of one world differ (%v, %v)", errA, errB)
	}
	if err := SQLite(w, file); err == nil || err.Error() != file+" is there already: give another name, or remove it first" {
		t.Error(err)
	}
	w.Rows["users"] = append(w.Rows["users"], w.Rows["users"][0])
	if err := SQLite(w, filepath.Join(dir, "broken.db")); err == nil || !strings.Contains(err.Error(), "the rows of users") {
		t.Error(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 2 {
		t.Errorf("files are left over: %v", left)
	}
}

func prepare(t *testing.T, conn *sqlite.Conn, sql string) *sqlite.Stmt {
	t.Helper()
	s, err := conn.Prepare(sql)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestPythonRefuses: a directory that is there stays as it is.
func TestPythonRefuses(t *testing.T) {
	w := tauWorld(t, "retail", retailTools)
	dir := t.TempDir()
	if err := Python(w, dir); err == nil || err.Error() != dir+" is there already: give another name, or remove it first" {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
}

// TestRun: run.py lists the tools, calls one, and exits as a command should.
func TestRun(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 on this machine to run the exported world with")
	}
	w := tauWorld(t, "retail", retailTools)
	w.Rows = smallRows()
	dir := filepath.Join(t.TempDir(), "world")
	if err := Python(w, dir); err != nil {
		t.Fatal(err)
	}
	missing, odd := filepath.Join(dir, "missing"), filepath.Join(t.TempDir(), "calls")
	if err := os.WriteFile(odd, []byte(`{"tool":"find_user_id_by_email","arguments":{"email":"u1@example.com"}}`+"\n\n"+`{"tool":"calculate"}`+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   string
		status int
		want   string
	}{
		{"", 0, "get_user_details(user_id): read\n"},
		{`find_user_id_by_email {"email":"u1@example.com"}`, 0, `{"value":"u1"}` + "\n{}\n"},
		{`get_order_details {"order_id":"#W99"}`, 1, `{"error":"order not found","fault":"refused"}`},
		{`modify_user_address {"user_id":"u0","address1":"1","address2":"","city":"Ås","state":"","country":"","zip":""}`, 0, `{"users":{"u0":{"after":{"address1":"1","city":"Ås"`},
		{"--help", 0, "run.py TOOL [ARGUMENTS]"},
		{"--halp", 2, "run.py TOOL [ARGUMENTS]"},
		{`get_order_details {"order_id":`, 2, "run.py: the arguments: it is no JSON: "},
		{`get_order_details ["#W99"]`, 2, "run.py: the arguments: it is no JSON object\n"},
		{"--calls " + missing, 2, "run.py: " + missing + ": No such file or directory\n"},
		{"--calls " + odd, 2, `run.py: line 3: it is neither a call, {"tool": …, "arguments": {…}}, nor {"begin": …}` + "\n"},
	} {
		cmd := exec.Command(python, append([]string{filepath.Join(dir, "run.py")}, strings.Fields(c.args)...)...)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != c.status || !strings.Contains(string(out), c.want) {
			t.Errorf("run.py %s: %v\n%s\nwant status %d and %s", c.args, err, out, c.status, c.want)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	if want := []string{"db.py", "policy.md", "prelude.py", "rows.json", "run.py", "schema.sql", "tools", "world.json"}; !slices.Equal(files, want) {
		t.Errorf("files %v, want %v", files, want)
	}
}
