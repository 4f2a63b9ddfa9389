package importing

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"worldc/world"
)

var options = Options{Model: "m", StopTexts: []string{"###STOP###"}, TransferTools: []string{"transfer"}}

// turnsOf is a trajectory in short, a turn a line.
func turnsOf(t *world.Trajectory) []string {
	lines := []string{string(t.Outcome)}
	for _, turn := range t.Turns {
		line := fmt.Sprintf("%s %s %q", turn.Role, turn.Kind, turn.Content)
		for _, c := range turn.Calls {
			line += fmt.Sprintf(" %s=%s%s", c.ID, c.Tool, c.Arguments)
		}
		if turn.CallID != "" {
			line += " of " + turn.CallID
		}
		lines = append(lines, line)
	}
	return lines
}

func TestTrajectoryNotations(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"tool calls, arguments as text", `{"task":"x","messages":[
			{"role":"developer","content":"rules"},
			{"role":"user","content":[{"type":"text","text":"hel"},{"type":"text","text":"lo"}]},
			{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"b\":1.0,\"a\":2}"}},{"id":"b","function":{"name":"g","arguments":""}}]},
			{"role":"tool","tool_call_id":"b","content":"2"},
			{"role":"tool","tool_call_id":"a","content":"1"},
			{"role":"assistant","content":"done"},
			{"role":"user","content":"thanks ###STOP###"}]}`,
			[]string{"done", `system say "rules"`, `user say "hello"`, `assistant call "" a=f{"a":2,"b":1} b=g{}`, `tool result "2" of b`, `tool result "1" of a`,
				`assistant say "done"`, `user say "thanks ###STOP###"`}},
		{"function_call, without ids", `{"task_id":3,"trial":1,"traj":[
			{"role":"user","content":"x"},
			{"role":"assistant","function_call":{"name":"f","arguments":"{}"}},
			{"role":"function","name":"f","content":{"n":1}},
			{"role":"assistant","function_call":{"name":"transfer","arguments":"{}"}},
			{"role":"function","name":"transfer","content":"ok"}]}`,
			[]string{"transferred", `user say "x"`, `assistant call "" call_1=f{}`, `tool result "{\"n\":1}" of call_1`, `assistant call "" call_2=transfer{}`, `tool result "ok" of call_2`}},
		{"ids that begin anew in every turn", `{"task":"x","messages":[
			{"role":"user","content":"x"},
			{"role":"assistant","tool_calls":[{"id":"0","function":{"name":"f","arguments":{}}},{"id":"1","function":{"name":"g","arguments":{}}}]},
			{"role":"tool","tool_call_id":"1","content":"g1"},{"role":"tool","tool_call_id":"0","content":"f1"},
			{"role":"assistant","tool_calls":[{"id":"0","function":{"name":"f","arguments":{}}}]},
			{"role":"tool","tool_call_id":"0","content":["f2"]},
			{"role":"assistant","content":"bye"}]}`,
			[]string{"unknown", `user say "x"`, `assistant call "" call_1=f{} call_2=g{}`, `tool result "g1" of call_2`, `tool result "f1" of call_1`,
				`assistant call "" call_3=f{}`, `tool result "[\"f2\"]" of call_3`, `assistant say "bye"`}},
		{"several calls without ids", `{"task":"x","messages":[
			{"role":"user","content":"x"},
			{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{}}},{"function":{"name":"f","arguments":{"n":2}}}]},
			{"role":"tool","content":"first"},{"role":"tool","content":"second"}]}`,
			[]string{"unknown", `user say "x"`, `assistant call "" call_1=f{} call_2=f{"n":2}`, `tool result "first" of call_1`, `tool result "second" of call_2`}},
		{"a record", `{"id":"0123456789abcdef","task":"fedcba9876543210","model":"n","trial":0,"outcome":"out_of_turns","turns":[
			{"role":"user","kind":"say","content":"x","train":{}},
			{"role":"assistant","kind":"say","content":"y","reasoning":"z","flags":["mistake","differs"],"train":{"content":true}}]}`,
			[]string{"out_of_turns", `user say "x"`, `assistant say "y"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			item, ok := Line("d", 1, []byte(c.text))
			if !ok {
				t.Fatal("no item")
			}
			r, problem := Trajectory(item, options)
			if problem != nil {
				t.Fatal(*problem)
			}
			if diff := cmp.Diff(c.want, turnsOf(&r.Trajectory)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTrajectoryProblems(t *testing.T) {
	with := func(messages string) string { return `{"task":"x","messages":[` + messages + `]}` }
	for _, c := range []struct{ text, want string }{
		{`{"messages":[]}`, "the trajectory names no task: it has neither task nor task_id, and among the paths is no rows.jsonl.zst that speaks of it"},
		{`{"task":"x"}`, "the trajectory has no turns: it has neither turns nor messages"},
		{`{"task":"x","trial":-1,"messages":[]}`, `the number of the trial is no whole number from 0: "-1"`},
		{`[]`, `it is no trajectory: a JSON array stands where an object should be`},
		{`{"task":"x","task":"y"}`, `it is not JSON that a record can hold: JSON, byte 12: the name "task" occurs twice in one object`},
		{with(`{"role":"god","content":"x"}`), `a turn has a role that there is not: turn 1: "god"`},
		{with(`{"role":"user","content":[{"type":"image_url"}]}`), "the content of a turn is no text: turn 1"},
		{with(`{"role":"tool","tool_call_id":"z","content":"x"}`), `a result answers no call: turn 1: "z"`},
		{with(`{"role":"user","tool_calls":[{"id":"a","function":{"name":"f"}}]}`), "somebody else than the assistant calls a tool: turn 1: the user"},
		{with(`{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"a\":"}}]}`),
			"the arguments of a call are no JSON object: turn 1, call 1, of f: JSON, byte 5: it ends where a value should be"},
		{with(`{"role":"assistant","tool_calls":[{"id":"a","function":{}}]}`), "a call names no tool: turn 1"},
	} {
		item, _ := Line("d", 1, []byte(c.text))
		_, problem := Trajectory(item, options)
		if problem == nil {
			t.Errorf("%s: is taken", c.text)
		} else if got := problem.Reason + ": " + problem.Detail; got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestTaskProblems(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{}`, "the task says no goal: it has neither a goal nor an instruction"},
		{`{"goal":" "}`, "the task says no goal: it has neither a goal nor an instruction"},
		{`{"goal":3}`, `it is no task: "goal" cannot be a JSON number`},
		{`{"goal":"x","calls":[{}]}`, "a call names no tool: call 1"},
		{`{"goal":"x","actions":[{"name":"f","kwargs":[1]}]}`, "the arguments of a call are no JSON object: call 1, of f: [1]"},
		{`{"goal":"x","known":"all"}`, `it is no task: known: a JSON string stands where an object should be`},
	} {
		item, _ := Line("d", 1, []byte(c.text))
		_, problem := Task(item)
		if problem == nil {
			t.Errorf("%s: is taken", c.text)
		} else if got := problem.Reason + ": " + problem.Detail; got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestColumnTypes(t *testing.T) {
	got := columnTypes(`
		-- CREATE TABLE no (a TEXT);
		CREATE TABLE IF NOT EXISTS "My Table" (
			id INTEGER PRIMARY KEY, /* x TEXT, */
			[from] VARCHAR(20) NOT NULL DEFAULT 'a, b BOOLEAN',
			amount decimal(10, 2) CHECK (amount > 0 AND amount < 1, 2),
			PRIMARY KEY (id),
			FOREIGN KEY (id) REFERENCES other (id)
		) WITHOUT ROWID;
		create table t (a bool, b json);
		CREATE INDEX x ON t (a);`)
	want := map[string]map[string]string{
		"my table": {"id": "INTEGER", "from": "VARCHAR", "amount": "DECIMAL"},
		"t":        {"a": "BOOL", "b": "JSON"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCells(t *testing.T) {
	rows, err := readCSV([]byte("id,n,x,ok,doc,when\n\"007\",12,1.50,TRUE,\"{\"\"b\"\": [1], \"\"a\"\": 2}\",2024-05-01\n8,,,0,,\n"),
		map[string]string{"id": "TEXT", "n": "INTEGER", "x": "REAL", "ok": "BOOLEAN", "doc": "JSON"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`{"doc":{"a":2,"b":[1]},"id":"007","n":12,"ok":true,"when":"2024-05-01","x":1.5}`, `{"id":"8","ok":false}`}
	for i, row := range rows {
		if string(row) != want[i] {
			t.Errorf("row %d is %s, want %s", i, row, want[i])
		}
	}
	for text, want := range map[string]string{
		"n\nx\n":       `line 2, n: "x" is no INTEGER`,
		"ok\nmaybe\n":  `line 2, ok: "maybe" is neither true nor false`,
		"n,ok\n1\n":    "line 2 has 1 cells, and the first line names 2 columns",
		"":             "its first line names no columns: EOF",
		"id\n\"a\nb\n": `record on line 2; parse error on line 3, column 3: extraneous or missing " in quoted-field`,
	} {
		_, err := readCSV([]byte(text), map[string]string{"n": "INTEGER", "ok": "BOOLEAN"})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestFolders(t *testing.T) {
	file := func(path string) File { return File{Document: path, Path: "/spec/" + path} }
	folders, rest := Folders([]File{
		file("b/schema.sql"), file("b/rows/t.csv"), file("b/notes.txt"), file("a/world.json"), file("c/readme.md"), file("rows/x.csv"),
		{Document: "schema.sql", Path: "/far/away/shop/schema.sql"},
	})
	var got []string
	for _, f := range folders {
		got = append(got, f.Document+": "+strings.Join(sortedNames(f.files), " "))
	}
	for _, f := range rest {
		got = append(got, "rest "+f.Document)
	}
	want := []string{"a: world.json", "b: notes.txt rows/t.csv schema.sql", "shop: schema.sql", "rest rows/x.csv", "rest c/readme.md"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, _, problem := folders[0].World(0); problem == nil || problem.Reason != reasonNoSchema {
		t.Errorf("a folder without a schema: %v", problem)
	}
}

// FuzzItem: whatever a line says, it is read or refused with a reason, and what
// is read is a record that holds together once its parents are known.
func FuzzItem(f *testing.F) {
	for _, s := range []string{
		`{"goal":"x","calls":[{"tool":"f","arguments":"{}"}],"outputs":[1,"a"],"known":[{"name":"a","value":1}]}`,
		`{"task":1,"messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":[]}]}`,
		`{"task":"x","turns":[{"role":"assistant","calls":[{"id":"","tool":"f","arguments":null}]},{"role":"tool","call_id":"","content":null}]}`,
		`{"descriptions":{"f":"x","g":" "},"tools":[{"function":{"name":"f","description":"\u202e"}}],"workflow":"w","chosen":null}`, `"# How"`,
		`{"id":"0123456789abcdef","world":{"domain":"d","tools":[{}]},"task":{"state":{"digest":"x"}},"solution":[""]}`,
		`[1`, `{"id":null,"initial":{"t":{"k":{"before":null,"after":{}}}}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		item, ok := Line("d", 1, data)
		if !ok {
			return
		}
		if r, problem := Task(item); (r == nil) == (problem == nil) {
			t.Fatalf("a task %v and a problem %v", r, problem)
		}
		if r, problem := Script(item); (r == nil) == (problem == nil) || r != nil && (!r.Imported || r.World.Domain != "") {
			t.Fatalf("a script %v and a problem %v", r, problem)
		}
		known := []KnownTool{{"0123456789abcdef", "f"}, {"0123456789abcde0", "g"}, {"0123456789abcde1", "g"}}
		if k, _, _, problem := Knowledge(item, known); (k == nil) == (problem == nil) {
			t.Fatalf("knowledge %v and a problem %v", k, problem)
		} else if k != nil {
			for id := range k.Descriptions {
				if !slices.ContainsFunc(known, func(t KnownTool) bool { return t.ID == id }) {
					t.Fatalf("knowledge about the tool %q, which there is not", id)
				}
			}
		}
		r, problem := Trajectory(item, options)
		if (r == nil) == (problem == nil) {
			t.Fatalf("a trajectory %v and a problem %v", r, problem)
		}
		if r == nil {
			return
		}
		r.Trajectory.ID, r.Trajectory.Task = "i", "t"
		if broken := r.Trajectory.Validate(); len(broken) > 0 {
			t.Fatalf("%s is read as a record that breaks %v", data, broken)
		}
		if _, err := json.Marshal(r.Trajectory); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzFiles: the files of a folder are read or refused.
func FuzzFiles(f *testing.F) {
	f.Add("CREATE TABLE t (a INT, b JSON)", "a,b\n1,{}\n", `[{"name":"f","effect":"read","parameters":{}}]`, "def f():\n  return 1\n", `{"name":"x"}`)
	f.Add("--", "\"", `{"tools":[{"tools":[]}]}`, "def", "{")
	f.Fuzz(func(t *testing.T, schema, rows, tools, code, about string) {
		var files []File
		for name, text := range map[string]string{"schema.sql": schema, "rows/t.csv": rows, "rows/u.json": rows, "tools.json": tools, "tools.star": code, "world.json": about} {
			files = append(files, File{Document: "w/" + name, Path: "w/" + name, Data: []byte(text)})
		}
		folders, _ := Folders(files)
		if len(folders) != 1 {
			t.Fatalf("%d folders", len(folders))
		}
		w, _, problem := folders[0].World(0)
		if problem == nil && w.ID == "" {
			t.Fatal("a world without an id")
		}
	})
}
