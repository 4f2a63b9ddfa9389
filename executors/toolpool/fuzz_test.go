package toolpool

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// parsed checks everything that holds whatever a document says.
func parsed(t *testing.T, format string, data []byte) {
	raws, findings, err := Parse(format, File{Document: "x", Data: data})
	if err != nil && len(raws) > 0 {
		t.Fatalf("an unreadable document has %d tools", len(raws))
	}
	for _, f := range findings {
		if f.Reason == "" || f.Subject == "" || f.Place == "" || !utf8.ValidString(f.Detail) || len(f.Detail) > 1000 {
			t.Fatalf("finding %q", f)
		}
	}
	if len(raws) > 20 {
		raws = raws[:20]
	}
	for _, raw := range raws {
		if !strings.HasPrefix(raw.Place, "x") || raw.Source.Format != format {
			t.Fatalf("raw %+v", raw)
		}
		checkMended(t, raw)
	}
}

func FuzzFunctions(f *testing.F) {
	f.Add([]byte(`{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}`))
	f.Add([]byte(`[{"type":"function","function":{"name":"a.b","parameters":{"type":"dict","properties":{"a":{"type":"List[int]","required":true}}}}}]`))
	f.Add([]byte("{\"name\":\"a\"}\n{bad}\n{\"name\":\"b\",\"inputSchema\":null}\n"))
	f.Add([]byte(`{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"x","inputSchema":{"$ref":"#/$defs/a","$defs":{"a":{"type":"object"}}}}]}}`))
	f.Add([]byte(`{"name":"f","source":{"api":"a","in":{"query":["q"]}},"annotations":{"readOnlyHint":true}}`))
	f.Add([]byte(`{"name":"f","parameters":{"allOf":[{"properties":{"a":{"enum":["x",1]}},"required":["a"]},{"anyOf":[{"required":["a"]}]}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) { parsed(t, Functions, data) })
}

func FuzzToolBench(f *testing.F) {
	f.Add([]byte(`{"tool_name":"T","api_list":[{"name":"a","required_parameters":[{"name":"p","type":"STRING","default":"x"}],"optional_parameters":[],"template_response":{"a":["int"]}}]}`))
	f.Add([]byte(`{"name":"f","inputSchema":{"type":"object"},"responseTemplate":{"a":{"b":"NoneType","_list_length":3}}}`))
	f.Fuzz(func(t *testing.T, data []byte) { parsed(t, ToolBench, data) })
}

func FuzzOpenAPI(f *testing.F) {
	f.Add([]byte(`{"openapi":"3.1.0","paths":{"/a/{b}":{"parameters":[{"name":"q","in":"query","schema":{"type":"string"}}],"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}},"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}}}}}},"components":{"schemas":{"A":{"type":"object","properties":{"a":{"$ref":"#/components/schemas/A"}}}}}}`))
	f.Add([]byte("swagger: '2.0'\npaths:\n  /a:\n    get: &g\n      parameters:\n      - {name: b, in: body, schema: {type: object, properties: {x: {type: file}}}}\n      responses: {200: {schema: [1]}}\n    put: *g\n"))
	f.Add([]byte("openapi: 3.2.0\npaths:\n  /x:\n    query: {operationId: 'a b'}\n    additionalOperations:\n      COPY: {}\n"))
	f.Fuzz(func(t *testing.T, data []byte) { parsed(t, OpenAPI, data) })
}

func FuzzMend(f *testing.F) {
	f.Add("name", "text", `{"type":"object","properties":{"a":{"type":"string","nullable":true}},"required":["b"]}`, `{"type":"array","items":[{}]}`)
	f.Add("a.b", "\x1b[0m", `{"a":"int","b":["x"]}`, `"str"`)
	f.Add("é", "", `{"$ref":"#"}`, `{"enum":[],"default":{}}`)
	f.Fuzz(func(t *testing.T, name, description, parameters, returns string) {
		checkMended(t, Raw{Place: "x:1", Name: name, Description: description, Parameters: []byte(parameters), Returns: []byte(returns)})
	})
}
