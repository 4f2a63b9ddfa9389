package selftest

import (
	"encoding/json"
	"strings"
	"testing"

	"worldc/rng"
	"worldc/world"
	"worldc/world/engine"
)

const librarySchema = `
CREATE TABLE members (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE loans (
  id TEXT NOT NULL PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES members,
  title TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'returned'))
);`

var tables = []world.Table{
	{Name: "members", Thing: "member", Key: []string{"id"}, Columns: []world.Column{
		{Name: "id", Type: "TEXT", Required: true}, {Name: "name", Type: "TEXT", Required: true},
	}},
	{Name: "loans", Thing: "loan", Key: []string{"id"}, Columns: []world.Column{
		{Name: "id", Type: "TEXT", Required: true}, {Name: "member_id", Type: "TEXT", Required: true, References: "members"},
		{Name: "title", Type: "TEXT", Required: true}, {Name: "status", Type: "TEXT", Required: true},
	}},
}

var libraryRows = map[string][]json.RawMessage{
	"members": {json.RawMessage(`{"id":"m1","name":"Ada Brown"}`), json.RawMessage(`{"id":"m2","name":"Ben Okoro"}`)},
	"loans": {
		json.RawMessage(`{"id":"l1","member_id":"m1","title":"Sea charts","status":"open"}`),
		json.RawMessage(`{"id":"l2","member_id":"m2","title":"Night birds","status":"returned"}`),
	},
}

func object(properties string, required ...string) json.RawMessage {
	return json.RawMessage(`{"type":"object","properties":{` + properties + `},"required":` + string(encode(append([]string{}, required...))) + `}`)
}

// library are tools as they should be.
func library() map[string]world.WorldTool {
	text := `{"type":"string"}`
	return map[string]world.WorldTool{
		"get_loan": {Effect: world.Read, Tool: world.Tool{Parameters: object(`"loan_id":`+text, "loan_id")},
			Does: &world.Behaviour{Operation: world.Get, Table: "loans", Uses: []world.Use{{Parameter: "loan_id", Part: world.Key, Column: "loans.id"}}},
			Code: "def get_loan(loan_id):\n    loan = db.get(\"loans\", loan_id)\n    if loan == None:\n        fail(\"there is no loan \" + loan_id)\n    return loan\n"},
		"list_loans": {Effect: world.Read, Tool: world.Tool{Parameters: object(`"member_id":`+text+`,"status":{"enum":["open","returned"]}`, "member_id")},
			Does: &world.Behaviour{Operation: world.List, Table: "loans", Uses: []world.Use{
				{Parameter: "member_id", Part: world.Reference, Column: "members.id"}, {Parameter: "status", Part: world.Filter, Column: "loans.status"}}},
			Code: "def list_loans(member_id, status = None):\n    if db.get(\"members\", member_id) == None:\n        fail(\"there is no member \" + member_id)\n    return [l for l in db.find(\"loans\", {\"member_id\": member_id}) if status == None or l[\"status\"] == status]\n"},
		"lend": {Effect: world.Write, Tool: world.Tool{Parameters: object(`"loan":{"type":"object","properties":{"member_id":`+text+`,"title":`+text+`},"required":["member_id","title"]}`, "loan")},
			Does: &world.Behaviour{Operation: world.Create, Table: "loans", Uses: []world.Use{
				{Parameter: "loan", Part: world.Ignored},
				{Parameter: "loan", Property: "member_id", Part: world.Reference, Column: "members.id"},
				{Parameter: "loan", Property: "title", Part: world.Set, Column: "loans.title"}}},
			Code: "def lend(loan):\n    if db.get(\"members\", loan[\"member_id\"]) == None:\n        fail(\"there is no member \" + loan[\"member_id\"])\n    return db.insert(\"loans\", {\"id\": db.new_id(\"l\"), \"member_id\": loan[\"member_id\"], \"title\": loan[\"title\"], \"status\": \"open\"})\n"},
		"return_loan": {Effect: world.Write, Tool: world.Tool{Parameters: object(`"loan_id":`+text, "loan_id")},
			Does: &world.Behaviour{Operation: world.Move, Table: "loans", Transition: &world.Transition{Column: "status", From: []string{"open"}, To: "returned"},
				Uses: []world.Use{{Parameter: "loan_id", Part: world.Key, Column: "loans.id"}}},
			Code: "def return_loan(loan_id):\n    loan = db.get(\"loans\", loan_id)\n    if loan == None:\n        fail(\"there is no loan \" + loan_id)\n    if loan[\"status\"] != \"open\":\n        fail(\"loan \" + loan_id + \" is \" + loan[\"status\"])\n    return db.update(\"loans\", loan_id, {\"status\": \"returned\"})\n"},
		"renew_title": {Effect: world.Write, Tool: world.Tool{Parameters: object(`"loan_id":`+text+`,"title":`+text, "loan_id", "title")},
			Does: &world.Behaviour{Operation: world.Update, Table: "loans", Gives: []world.Give{{Output: "loan.title", Column: "loans.title"}}, Uses: []world.Use{
				{Parameter: "loan_id", Part: world.Key, Column: "loans.id"}, {Parameter: "title", Part: world.Set, Column: "loans.title"}}},
			Code: "def renew_title(loan_id, title):\n    loan = db.get(\"loans\", loan_id)\n    if loan == None:\n        fail(\"there is no loan \" + loan_id)\n    after = db.update(\"loans\", loan_id, {\"title\": title})\n    return {\"loan\": after}\n"},
		"drop_loan": {Effect: world.Write, Tool: world.Tool{Parameters: object(`"loan_id":`+text, "loan_id")},
			Does: &world.Behaviour{Operation: world.Delete, Table: "loans", Uses: []world.Use{{Parameter: "loan_id", Part: world.Key, Column: "loans.id"}}},
			Code: "def drop_loan(loan_id):\n    if db.get(\"loans\", loan_id) == None:\n        fail(\"there is no loan \" + loan_id)\n    db.delete(\"loans\", loan_id)\n    return {\"deleted\": loan_id}\n"},
		"retitle": {Effect: world.Write, Tool: world.Tool{Parameters: object(`"loan_id":`+text+`,"title":`+text, "loan_id")},
			Does: &world.Behaviour{Operation: world.Update, Table: "loans", Uses: []world.Use{
				{Parameter: "loan_id", Part: world.Key, Column: "loans.id"}, {Parameter: "title", Part: world.Set, Column: "loans.title"}}},
			Code: "def retitle(loan_id, title = None):\n    if db.get(\"loans\", loan_id) == None:\n        fail(\"there is no loan \" + loan_id)\n    return db.update(\"loans\", loan_id, {\"title\": title})\n"},
	}
}

// try loads a world with one tool and tests it.
func try(t *testing.T, name string, tool world.WorldTool) *Report {
	t.Helper()
	tool.Tool.Name, tool.Tool.ID = name, name
	w := &world.World{ID: "w", Schema: librarySchema, Rows: libraryRows, Tables: tables, Clock: "2025-06-02T09:00:00Z", Tools: []world.WorldTool{tool}}
	e, err := engine.Load(w, engine.DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer e.Close()
	rows, err := ReadRows(w)
	if err != nil {
		t.Fatal(err)
	}
	return Run(e, w, &w.Tools[0], rows, rng.New(1, name))
}

// TestGood: tools that work pass, and are called as they should not be too.
func TestGood(t *testing.T) {
	for name, tool := range library() {
		r := try(t, name, tool)
		if !r.OK() {
			t.Errorf("%s: %v", name, r.Failures)
		}
		if r.Refused == 0 {
			t.Errorf("%s was called %d times, and never as it should not be", name, r.Calls)
		}
	}
}

// TestBad: every way in which a tool can be wrong is found, and named.
func TestBad(t *testing.T) {
	for _, c := range []struct{ name, tool, old, new, want string }{
		{"a result that is stale", "renew_title", "\"loan\": after", "\"loan\": loan", "its result has the loan.title"},
		{"a lookup that invents", "get_loan", "fail(\"there is no loan \" + loan_id)", "return {\"id\": loan_id}", "it succeeds with a loan_id that no row has"},
		{"a lookup without an answer", "get_loan", "return loan\n", "return None\n", "it returns nothing"},
		{"a lookup that breaks", "get_loan", "    loan = db.get(\"loans\", loan_id)\n", "    loan = db.get(\"lones\", loan_id)\n", "code: get_loan failed"},
		{"an error that is a mistake", "get_loan", "fail(\"there is no loan \" + loan_id)", "return loan[\"id\"]", "with a loan_id that no row has it breaks"},
		{"an error without words", "get_loan", "fail(\"there is no loan \" + loan_id)", "fail(\" \")", "it does not say what is wrong"},
		{"an owner that is not there", "list_loans", "        fail(\"there is no member \" + member_id)\n", "        return []\n", "it succeeds with a member_id that no row has"},
		{"a write that is none", "retitle", "return db.update(\"loans\", loan_id, {\"title\": title})", "return db.get(\"loans\", loan_id)", "it is declared to write, and changes nothing"},
		{"a new row with another value", "lend", "\"title\": loan[\"title\"]", "\"title\": \"Untitled\"", "the new row has the title \"Untitled\", not "},
		{"no new row", "lend", "return db.insert(", "return db.update(\"loans\", \"l1\", {\"title\": loan[\"title\"] + \"!\"})\n    db.insert(", "it makes no row of loans"},
		{"a change from any state", "return_loan", "if loan[\"status\"] != \"open\"", "if False", "it succeeds with a row whose status is \"returned\""},
		{"a change to another state", "return_loan", "{\"status\": \"returned\"}", "{\"title\": \"returned\"}", "no row of loans comes to have the status \"returned\""},
		{"a removal that is none", "drop_loan", "db.delete(\"loans\", loan_id)", "db.update(\"loans\", loan_id, {\"title\": \"gone\"})", "it removes no row of loans"},
		{"never a success", "drop_loan", "if db.get(\"loans\", loan_id) == None", "if True", "no call succeeds: there is no loan"},
	} {
		tool := library()[c.tool]
		code := strings.Replace(tool.Code, c.old, c.new, 1)
		if code == tool.Code {
			t.Fatalf("%s: nothing is damaged", c.name)
		}
		tool.Code = code
		r := try(t, c.tool, tool)
		if r.OK() || !strings.Contains(strings.Join(r.Failures, "\n"), c.want) {
			t.Errorf("%s: %q, want %q", c.name, r.Failures, c.want)
		}
	}
}

// TestDecisions: a decision that does not fit the world is a failure, not a
// crash.
func TestDecisions(t *testing.T) {
	for _, c := range []struct {
		change func(*world.WorldTool)
		want   string
	}{
		{func(x *world.WorldTool) { x.Does = nil }, "nothing says what the tool does"},
		{func(x *world.WorldTool) { x.Does.Table = "books" }, "it works on the table books, which there is not"},
		{func(x *world.WorldTool) { x.Does.Uses[0].Column = "loans.isbn" }, "loan_id stands for loans.isbn, which there is not"},
	} {
		tool := library()["get_loan"]
		c.change(&tool)
		if r := try(t, "get_loan", tool); r.OK() || !strings.Contains(r.Failures[0], c.want) {
			t.Errorf("%q, want %q", r.Failures, c.want)
		}
	}
}

// FuzzValue: a schema, whatever it is, gives JSON.
func FuzzValue(f *testing.F) {
	for _, s := range []string{
		`{"type":"integer","minimum":3,"maximum":3}`, `{"type":["null","string"],"pattern":"^a{3}$"}`, `{"enum":[1]}`, `{"type":"array","items":{"type":"object","required":["a"]}}`,
		`{"anyOf":[{"type":"boolean"}]}`, `{"type":"number","exclusiveMinimum":0,"multipleOf":0.1}`, `true`, `{"type":7}`, `{"properties":{"a":true},"required":["a"]}`, `{"maxLength":-1}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v := value(json.RawMessage(s), rng.New(1), 0); !json.Valid(v) {
			t.Errorf("%s gives %s", s, v)
		}
	})
}
