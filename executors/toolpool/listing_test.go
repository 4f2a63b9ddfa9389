package toolpool

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"worldc/world"
)

// one parses a document that declares one tool.
func one(t *testing.T, format, data string) (Raw, []world.Finding) {
	t.Helper()
	raws, findings, err := Parse(format, File{Document: "x.json", License: "MIT", Data: []byte(data)})
	if err != nil {
		t.Fatal(err)
	}
	if len(raws) != 1 {
		t.Fatalf("%d tools: %v", len(raws), findings)
	}
	return raws[0], findings
}

// TestShapes reads one tool in every shape that there is for it.
func TestShapes(t *testing.T) {
	const schema = `{"type":"object","properties":{"city":{"type":"string"}}}`
	for _, c := range []struct{ name, data, place string }{
		{"flat", `{"name":"f","description":"d","parameters":` + schema + `}`, "x.json:1"},
		{"OpenAI", `{"type":"function","function":{"name":"f","description":"d","parameters":` + schema + `,"strict":true}}`, "x.json:1"},
		{"Responses", `{"type":"function","name":"f","description":"d","strict":false,"parameters":` + schema + `}`, "x.json:1"},
		{"Anthropic", `{"name":"f","description":"d","input_schema":` + schema + `}`, "x.json:1"},
		{"MCP", `{"name":"f","description":"d","inputSchema":` + schema + `}`, "x.json:1"},
		{"a list", "[\n" + `{"name":"f","description":"d","parameters":` + schema + "}\n]", "x.json:2"},
		{"tools", `{"tools":[{"name":"f","description":"d","parameters":` + schema + `}]}`, "x.json:1"},
		{"functions", `{"functions":[{"name":"f","description":"d","parameters":` + schema + `}]}`, "x.json:1"},
		{"JSON-RPC", "{\"jsonrpc\":\"2.0\",\"id\":1,\n\"result\":{\"tools\":[\n\n" + `{"name":"f","description":"d","inputSchema":` + schema + `}]}}`, "x.json:4"},
		{"Gemini", `{"tools":[{"functionDeclarations":[{"name":"f","description":"d","parameters":` + schema + `}]}]}`, "x.json:1"},
		{"JSON lines after blank ones", "\n\n" + `{"name":"f","description":"d","parameters":` + schema + "}\r\n\n", "x.json:3"},
		{"a byte order mark", "\uFEFF" + `{"name":"f","description":"d","parameters":` + schema + `}`, "x.json:1"},
		{"pretty-printed", "{\n  \"name\": \"f\",\n  \"description\": \"d\",\n  \"parameters\": " + schema + "\n}\n", "x.json:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw, findings := one(t, Functions, c.data)
			if raw.Name != "f" || raw.Description != "d" || string(raw.Parameters) != schema || raw.Place != c.place {
				t.Errorf("%q %q %s at %s", raw.Name, raw.Description, raw.Parameters, raw.Place)
			}
			if len(findings) > 0 {
				t.Errorf("findings %v", findings)
			}
			if s := raw.Source; s.Document != "x.json" || s.Format != Functions || s.License != "MIT" {
				t.Errorf("source %+v", s)
			}
		})
	}
}

func TestMCPAnswer(t *testing.T) {
	raw, findings := one(t, MCP, `{"serverInfo":{"name":"Weather","version":"1.2"},"nextCursor":"p2","tools":[{
		"name":"get","title":"Get it","description":null,"inputSchema":{"type":"object"},"outputSchema":{"type":"string"},
		"annotations":{"readOnlyHint":true,"destructiveHint":false,"idempotentHint":"yes"},"icons":[],
		"source":{"category":"Sky","tags":["a","b"],"in":{"query":["q"]},"from":"x"}}]}`)
	if raw.Source.Document != "Weather" || raw.Source.Server != "Weather" || raw.Source.Version != "1.2" ||
		raw.Source.Category != "Sky" || !slices.Equal(raw.Source.Tags, []string{"a", "b"}) || raw.Source.In["query"][0] != "q" {
		t.Errorf("source %+v", raw.Source)
	}
	h := raw.Hints
	if h.Title != "Get it" || h.ReadOnly == nil || !*h.ReadOnly || h.Destructive == nil || *h.Destructive || h.Idempotent != nil {
		t.Errorf("hints %+v", h)
	}
	if string(raw.Returns) != `{"type":"string"}` || raw.Description != "" {
		t.Errorf("%s %q", raw.Returns, raw.Description)
	}
	want := []world.Finding{
		{Subject: "x.json", Place: "x.json:1", Action: world.Noted, Reason: reasonMorePages, Detail: `nextCursor "p2"`},
		{Subject: "x.json", Place: "x.json:1", Action: world.Noted, Reason: reasonUnknown, Detail: `"icons" in 1 declarations`},
		{Subject: "x.json", Place: "x.json:4", Action: world.Noted, Reason: reasonUnknown, Detail: `"source.from" in 1 declarations`},
	}
	if !slices.Equal(findings, want) {
		t.Errorf("findings %v", findings)
	}
}

// TestSourceNames: the document of a tool is its api, else its server, else
// the file.
func TestSourceNames(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`{"api":"a","server":"s"}`, "a"}, {`{"server":"s"}`, "s"}, {`{}`, "x.json"}, {`"none"`, "x.json"},
	} {
		raw, _ := one(t, Functions, `{"name":"f","source":`+c.source+`}`)
		if raw.Source.Document != c.want {
			t.Errorf("%s: %q", c.source, raw.Source.Document)
		}
	}
}

// TestBadLines: a line that cannot be read is a finding, the others go on.
func TestBadLines(t *testing.T) {
	data := strings.Join([]string{
		`{"name":"a"}`,
		`{"name":"b",}`,
		`"just a text"`,
		`{"name":"c"} trailing`,
		`{"type":"web_search_20250305"}`,
		`[{"name":"d"},5,{"name":"e"}]`,
		`{"name":"f"`,
		`{"name":"g"}`,
	}, "\n")
	raws, findings, err := Parse(Functions, File{Document: "x.jsonl", Data: []byte(data)})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range raws {
		names = append(names, r.Name+"@"+strings.TrimPrefix(r.Place, "x.jsonl:"))
	}
	if want := []string{"a@1", "d@6", "e@6", "g@8"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	var got []string
	for _, f := range findings {
		got = append(got, fmt.Sprintf("%s %s: %s (%s)", f.Action, f.Place, f.Reason, f.Detail))
	}
	want := []string{
		"rejected x.jsonl:2: the line is not JSON (column 12: invalid JSON: invalid character ',' at start of value)",
		`rejected x.jsonl:3: the declaration is no object ("just a text")`,
		"rejected x.jsonl:4: the line is not JSON (column 14: invalid JSON: more after the end of the value)",
		`rejected x.jsonl:5: a tool built into the model has no declaration (type "web_search_20250305")`,
		"rejected x.jsonl:6: the declaration is no object (5)",
		"rejected x.jsonl:7: the line is not JSON (column 12: invalid JSON: unexpected EOF)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestUnreadable: a document that cannot be read says where; the others are
// read all the same.
func TestUnreadable(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"empty", " \n", "bad.json:1:1: the document is empty"},
		{"no JSON", "hello", "bad.json:1:1: invalid JSON: invalid character 'h' at start of value"},
		{"truncated", "[\n {\"name\":\"a\"},\n {\"name\":", "bad.json:3:10: invalid JSON: unexpected EOF within /1/name"},
		{"truncated object", "{\n \"tools\": [\n  {\"name\":\"a\"},\n", "bad.json:4:1: invalid JSON: unexpected EOF within /tools"},
		{"UTF-16", "\xff\xfe[\x00]\x00", "bad.json:1:1: the text is UTF-16; save it as UTF-8"},
		{"zstd", "\x28\xb5\x2f\xfd....", "bad.json:1:1: the file is compressed"},
		{"YAML", "tools:\n- name: a\n", "bad.json:1:2: invalid JSON: invalid character 'o' in literal true (expecting 'r')"},
		{"two pretty-printed values", "{\n\"name\":\"a\"\n}\n{\n\"name\":\"b\"\n}", "bad.json:4:1: invalid JSON: more after the end of the value"},
		{"an unclosed list", "[" + strings.Repeat("[", 20000), "bad.json:1:10001: invalid JSON: exceeded max depth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			raws, _, err := Parse(Functions,
				File{Document: "bad.json", Data: []byte(c.data)}, File{Document: "good.json", Data: []byte(`{"name":"f"}`)})
			var read *ReadError
			if !errors.As(err, &read) {
				t.Fatalf("error %v", err)
			}
			if got := err.Error(); got != c.want && !strings.HasPrefix(got, c.want+" within") {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if len(raws) != 1 || raws[0].Name != "f" {
				t.Errorf("the good document gives %v", raws)
			}
		})
	}
}

func TestNoTools(t *testing.T) {
	for _, c := range []struct {
		data string
		want world.Finding
	}{
		{`[]`, world.Finding{Subject: "x.json", Place: "x.json", Action: world.Noted, Reason: reasonNoTools}},
		{`{"tools":[]}`, world.Finding{Subject: "x.json", Place: "x.json", Action: world.Noted, Reason: reasonNoTools}},
		{`{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}`,
			world.Finding{Subject: "x.json", Place: "x.json:1", Action: world.Noted, Reason: reasonServerErrors, Detail: `{"code":-1,"message":"no"}`}},
		{`{"result":{"resources":[]}}`, world.Finding{Subject: "x.json", Place: "x.json:1", Action: world.Rejected, Reason: reasonNoTools}},
	} {
		raws, findings, err := Parse(Functions, File{Document: "x.json", Data: []byte(c.data)})
		if err != nil || len(raws) != 0 || len(findings) == 0 || findings[0] != c.want {
			t.Errorf("%s: %v %v %v", c.data, raws, findings, err)
		}
	}
}

// TestToolBench reads RapidAPI's records in the three ways they are written.
func TestToolBench(t *testing.T) {
	for _, c := range []struct{ name, data, parameters, returns string }{
		{"a tool with its list", `{"tool_name":"Cinema","tool_description":"x","title":"Cinema","pricing":"FREE","api_list":[
			{"name":"Find films","url":"u","description":"d","method":"GET",
			 "required_parameters":[{"name":"title","type":"STRING","description":"the title","default":"Alien"},{"name":"year","type":"NUMBER","default":""}],
			 "optional_parameters":[{"name":"on","type":"DATE (YYYY-MM-DD)"},{"name":"kind","type":"ENUM","enum":["a","b"]}],
			 "template_response":{"films":[{"id":"int","score":"float","_list_length":7}],"next":"NoneType","ok":"bool","text":"str"}}]}`,
			`{"type":"object","properties":{"title":{"type":"string","description":"the title","examples":["Alien"]},"year":{"type":"number"},"on":{"type":"string","format":"date"},"kind":{"type":"string","enum":["a","b"]}},"required":["title","year"]}`,
			`{"type":"object","properties":{"films":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"score":{"type":"number"}}}},"next":{},"ok":{"type":"boolean"},"text":{"type":"string"}}}`},
		{"an end-point of a query", `[{"category_name":"Movies","tool_name":"Cinema","api_name":"Find films","api_description":"d","method":"GET",
			"required_parameters":[],"optional_parameters":[],"template_response":"{\"a\": \"int\"}"}]`,
			`{"type":"object","properties":{}}`, `{"type":"object","properties":{"a":{"type":"integer"}}}`},
		{"a flat record", `{"name":"Find films","description":"d","inputSchema":{"type":"object","properties":{}},
			"responseTemplate":["str"],"source":{"api":"Cinema","category":"Movies","method":"GET"}}`,
			`{"type":"object","properties":{}}`, `{"type":"array","items":{"type":"string"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw, findings := one(t, ToolBench, c.data)
			tool, found, ok := Mend(raw)
			if !ok {
				t.Fatal(found)
			}
			if tool.Name != "Find_films" || tool.Description != "d" || tool.Source.Document != "Cinema" || tool.Source.Method != "GET" {
				t.Errorf("%+v", tool)
			}
			if string(tool.Parameters) != c.parameters {
				t.Errorf("parameters\n%s, want\n%s", tool.Parameters, c.parameters)
			}
			if string(tool.Returns) != c.returns {
				t.Errorf("returns\n%s, want\n%s", tool.Returns, c.returns)
			}
			if len(findings) > 0 {
				t.Errorf("findings %v", findings)
			}
		})
	}
}
