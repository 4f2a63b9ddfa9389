package toolpool

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"worldc/world"
)

// mendedTools imports OpenAPI files and writes each tool on some lines, and
// the findings that are not about names.
func mendedTools(t *testing.T, files ...File) (tools []world.Tool, findings []string) {
	t.Helper()
	raws, found, err := Parse(OpenAPI, files...)
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range raws {
		tool, more, ok := Mend(raw)
		if !ok {
			t.Fatal(more)
		}
		found = append(found, more...)
		tools = append(tools, tool)
	}
	for _, f := range found {
		s := fmt.Sprintf("%s %s: %s", f.Action, f.Place, f.Reason)
		if f.Detail != "" {
			s += " (" + f.Detail + ")"
		}
		findings = append(findings, s)
	}
	return tools, findings
}

// inPlaces writes source.in in order.
func inPlaces(t world.Tool) string {
	var parts []string
	for _, place := range slices.Sorted(maps.Keys(t.Source.In)) {
		parts = append(parts, place+"="+strings.Join(t.Source.In[place], ","))
	}
	return strings.Join(parts, " ")
}

// TestOpenAPIOperation takes one operation of each kind through.
func TestOpenAPIOperation(t *testing.T) {
	// Every document has one operation, under /pets/{id}.
	three := func(path, operation, components string) string {
		return `{"openapi":"3.0.0","info":{"version":"7","license":{"name":"MIT"}},"paths":{"` + path + `":{"post":` + operation + `}},"components":` + components + `}`
	}
	two := func(operation, definitions string) string {
		return `{"swagger":"2.0","info":{"version":"7"},"paths":{"/pets":{"post":` + operation + `}},"definitions":` + definitions + `}`
	}
	for _, c := range []struct {
		name, data, parameters, returns, in string
		findings                            []string
	}{
		{"parameters, a body and an answer", three("/pets/{id}", `{"operationId":"f","parameters":[
			{"name":"id","in":"path","required":true,"description":"which","schema":{"type":"integer"}},
			{"name":"dry","in":"query","required":"true","schema":{"type":"boolean","description":"its own"}},
			{"name":"trace","in":"header","schema":{"type":"string"},"example":"t1"},
			{"name":"sid","in":"cookie","content":{"application/json":{"schema":{"type":"string"}}}}],
			"requestBody":{"content":{"text/plain":{"schema":{"type":"string"}},"application/json; charset=utf-8":{"schema":{"type":"object","required":["name"],
				"properties":{"name":{"type":"string"},"tag":{"type":"string"}}}}}},
			"responses":{"404":{"description":""},"201":{"content":{"application/hal+json":{"schema":{"type":"object","properties":{"ok":{"type":"boolean"}}}}}}}}`, `{}`),
			`{"type":"object","properties":{"id":{"type":"integer","description":"which"},"dry":{"type":"boolean","description":"its own"},"trace":{"type":"string","examples":["t1"]},"sid":{"type":"string"},"name":{"type":"string"},"tag":{"type":"string"}},"required":["id","dry","name"]}`,
			`{"type":"object","properties":{"ok":{"type":"boolean"}}}`,
			"body=name,tag cookie=sid header=trace path=id query=dry", nil},
		{"clashes", three("/pets/{id}", `{"operationId":"f","parameters":[
			{"name":"id","in":"path","required":true,"schema":{"type":"integer"}},{"name":"id","in":"query","schema":{"type":"string"}}],
			"requestBody":{"content":{"application/x-www-form-urlencoded":{"schema":{"properties":{"id":{"type":"string"}}}}}}}`, `{}`),
			`{"type":"object","properties":{"id":{"type":"integer"},"id_query":{"type":"string"},"id_body":{"type":"string"}},"required":["id"]}`, ``,
			"form=id_body path=id query=id_query",
			[]string{"mended: parameters of one name in two places are told apart (id in query is id_query)",
				"mended: a body property with the name of a parameter is renamed (id is id_body)"}},
		{"undeclared, protocol and odd parameters", three("/pets/{id}/{kind}#x?y", `{"operationId":"f","parameters":[
			{"name":"Authorization","in":"header","schema":{"type":"string"}},{"name":"gone","in":"path","schema":{"type":"string"}},
			{"in":"query"},{"$ref":"#/components/parameters/None"},{"name":"plain","schema":{"type":"int"}}]}`, `{}`),
			`{"type":"object","properties":{"gone":{"type":"string"},"plain":{"type":"integer"},"id":{"type":"string"},"kind":{"type":"string"}},"required":["gone","id","kind"]}`, ``,
			"path=gone,id,kind query=plain",
			[]string{`mended: a parameter that cannot be read is left out ({"in":"query"})`,
				"mended: a reference leads nowhere (#/components/parameters/None)",
				"noted: a path parameter that the path does not have (gone)",
				"mended: a path parameter that is not declared is added (id)",
				"mended: a path parameter that is not declared is added (kind)",
				"noted: parameters of the protocol are left out (Authorization)",
				"mended: type names of other languages are translated (parameters/properties/plain/type: \"int\")"}},
		{"a composed body and a cycle", three("/pets", `{"operationId":"f","requestBody":{"$ref":"#/components/requestBodies/B"},
			"responses":{"default":{"$ref":"#/components/responses/R"}}}`,
			`{"requestBodies":{"B":{"content":{"*/*":{"schema":{"allOf":[{"$ref":"#/components/schemas/Base"},{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}]}}}}},
			"responses":{"R":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Base"}}}}},
			"schemas":{"Base":{"type":"object","required":["id"],"properties":{"id":{"type":"string","readOnly":true},"parent":{"$ref":"#/components/schemas/Base"}}}}}`),
			`{"type":"object","properties":{"parent":{"type":"object","required":["id"],"properties":{"id":{"type":"string","readOnly":true},"parent":{"type":"object","description":"recursive: Base"}}},"name":{"type":"string"}},"required":["name"]}`,
			`{"type":"object","required":["id"],"properties":{"id":{"type":"string","readOnly":true},"parent":{"type":"object","description":"recursive: Base"}}}`,
			"body=parent,name",
			[]string{"noted: read-only properties are left out of the input (id)",
				"mended: a recursive reference is cut (#/components/schemas/Base)",
				"mended/responses: a recursive reference is cut (#/components/schemas/Base)"}},
		{"alternatives in a body", three("/pets", `{"operationId":"f","requestBody":{"content":{"application/json":{"schema":{"oneOf":[
			{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a","b"]},{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}]}}}}}`, `{}`),
			`{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"]}`, ``, "body=a,b", nil},
		{"a body that is no object", three("/pets", `{"operationId":"f","requestBody":{"required":true,"description":"many","content":{"application/json":{"schema":{"type":"array","items":{"type":"string"}}}}}}`, `{}`),
			`{"type":"object","properties":{"body":{"type":"array","items":{"type":"string"},"description":"many"}},"required":["body"]}`, ``, "body=body", nil},
		{"2.0", two(`{"operationId":"f","parameters":[
			{"name":"limit","in":"query","type":"integer","format":"int32","minimum":"1","collectionFormat":"csv","description":"how many"},
			{"name":"ids","in":"query","type":"array","items":{"type":"string"}},
			{"name":"pet","in":"body","required":true,"schema":{"$ref":"#/definitions/Pet"}}],
			"responses":{"200":{"description":"","schema":{"type":"array","items":{"$ref":"#/definitions/Pet"}}}}}`,
			`{"Pet":{"type":"object","properties":{"name":{"type":"string","required":true}}}}`),
			`{"type":"object","properties":{"limit":{"type":"integer","format":"int32","minimum":1,"description":"how many"},"ids":{"type":"array","items":{"type":"string"}},"name":{"type":"string"}},"required":["name"]}`,
			`{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}`,
			"body=name query=limit,ids",
			[]string{"mended: a bound that is no number is read as one or dropped (parameters/properties/limit/minimum: \"1\")",
				"mended: `required: true` inside a property is moved to its object (parameters/properties/name/required)",
				"mended: `required: true` inside a property is moved to its object (returns/items/properties/name/required)"}},
		{"a form and a file of 2.0", two(`{"operationId":"f","parameters":[{"name":"upload","in":"formData","type":"file","required":true},{"name":"note","in":"formData","type":"string"}],
			"responses":{"200":{"schema":{"type":"file"}}}}`, `{}`),
			`{"type":"object","properties":{"upload":{"type":"string","format":"binary"},"note":{"type":"string"}},"required":["upload"]}`, ``, "form=upload,note",
			[]string{"mended: type names of other languages are translated (parameters/properties/upload/type: \"file\")"}},
		{"a schema that is a list", two(`{"operationId":"f","responses":{"200":{"schema":[{"type":"string"},{"type":"integer"}]}}}`, `{}`),
			`{"type":"object","properties":{}}`, `{"anyOf":[{"type":"string"},{"type":"integer"}]}`, "",
			[]string{"mended: a schema is no object (returns: array)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tools, findings := mendedTools(t, File{Document: "x.json", Data: []byte(c.data)})
			if len(tools) != 1 {
				t.Fatalf("%d tools: %q", len(tools), findings)
			}
			tool := tools[0]
			if got := string(tool.Parameters); got != c.parameters {
				t.Errorf("parameters\n%s\nwant\n%s", got, c.parameters)
			}
			if got := string(tool.Returns); got != c.returns {
				t.Errorf("returns\n%s\nwant\n%s", got, c.returns)
			}
			if got := inPlaces(tool); got != c.in {
				t.Errorf("in %s, want %s", got, c.in)
			}
			var got []string
			for _, f := range findings {
				action, rest, _ := strings.Cut(f, " x.json#/paths/")
				_, rest, _ = strings.Cut(rest, "/post")
				got = append(got, action+rest)
			}
			if !slices.Equal(got, c.findings) {
				t.Errorf("findings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.findings, "\n"))
			}
		})
	}
}

// TestOpenAPISource: what a tool says of where it comes from.
func TestOpenAPISource(t *testing.T) {
	const doc = `
openapi: 3.2.0
info: {version: 1.10, license: {name: Apache 2.0, identifier: Apache-2.0}, x-apisguru-categories: [cloud]}
paths:
  x-internal: {get: {}}
  /pets/{petId}:
    summary: A pet.
    parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
    get: {operationId: "show pet", summary: Shows, description: Shows a pet., tags: [pets, 5], deprecated: true}
    query: {summary: Finds, description: All of them}
    additionalOperations: {COPY: {}}
  /.well-known/{a}:{b}:
    get: {}
  /: {get: &same {}, head: *same, trace: {}}
webhooks: {newPet: {post: {}}}
`
	tools, findings := mendedTools(t, File{Document: "x.yaml", Data: []byte(doc)})
	var got []string
	for _, tool := range tools {
		s := tool.Source
		got = append(got, fmt.Sprintf("%s|%s|%s %s|%s|%v", tool.Name, tool.Description, s.Method, s.Path, s.OperationID, s.Tags))
		if s.Version != "1.10" || s.License != "Apache-2.0" || s.Document != "x.yaml" || !slices.Equal(s.Categories, []string{"cloud"}) {
			t.Errorf("source %+v", s)
		}
		if s.Deprecated != (tool.Name == "show_pet") {
			t.Errorf("%s: deprecated %v", tool.Name, s.Deprecated)
		}
	}
	want := []string{
		"show_pet|Shows a pet.|GET /pets/{petId}|show pet|[pets]",
		"query_pets_by_petId|Finds. All of them|QUERY /pets/{petId}||[]",
		"copy_pets_by_petId|A pet.|COPY /pets/{petId}||[]",
		"get_well-known_by_a_by_b||GET /.well-known/{a}:{b}||[]",
		"get_root||GET /||[]", "head_root||HEAD /||[]", "trace_root||TRACE /||[]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if findings[0] != "noted x.yaml#/webhooks: webhooks are calls from the server, no tools (1)" {
		t.Errorf("findings %q", findings)
	}
	tools, _ = mendedTools(t, File{Document: "x.yaml", License: "MIT", Data: []byte(doc)})
	if tools[0].Source.License != "MIT" {
		t.Errorf("licence %q", tools[0].Source.License)
	}
}

// TestOpenAPIFiles: documents refer to each other within the given files, and
// to nothing else.
func TestOpenAPIFiles(t *testing.T) {
	main := `{"openapi":"3.1.0","paths":{"/a":{"$ref":"parts/paths.yaml#/a"},"/b":{"get":{"operationId":"b","responses":{"200":{"content":{"application/json":{"schema":{"$ref":"parts/pet%2Ejson"}}}}}}},
		"/c":{"get":{"operationId":"c","responses":{"200":{"content":{"application/json":{"schema":{"$ref":"../../etc/passwd"}}}}}}},
		"/d":{"get":{"operationId":"d","responses":{"200":{"content":{"application/json":{"schema":{"$ref":"http://127.0.0.1:9/x.json"}}}}}}}}}`
	paths := "a:\n  get:\n    operationId: a\n    parameters: [{$ref: '#/q'}]\n    responses: {'200': {content: {application/json: {schema: {type: array, items: {$ref: pet.json}}}}}}\nq: {name: q, in: query, schema: {$ref: 'pet.json#/properties/name'}}\n"
	pet := `{"type":"object","properties":{"name":{"type":"string"},"friend":{"$ref":"#"},"owner":{"$ref":"../main.json#/nowhere"}}}`
	files := []File{
		{Document: "main.json", Path: "/abs/main.json", Data: []byte(main)},
		{Document: "paths.yaml", Path: "/abs/parts/paths.yaml", Data: []byte(paths)},
		{Document: "pet.json", Path: "/abs/parts/pet.json.zst", Data: []byte(pet)},
	}
	tools, findings := mendedTools(t, files...)
	var got []string
	for _, tool := range tools {
		got = append(got, fmt.Sprintf("%s %s %s", tool.Name, tool.Parameters, tool.Returns))
	}
	const petSchema = `{"type":"object","properties":{"name":{"type":"string"},"friend":{"type":"object","description":"recursive: #"},"owner":{"description":"unresolved: ../main.json#/nowhere"}}}`
	want := []string{
		`a {"type":"object","properties":{"q":{"type":"string"}}} {"type":"array","items":` + petSchema + `}`,
		`b {"type":"object","properties":{}} ` + petSchema,
		`c {"type":"object","properties":{}} {"description":"unresolved: ../../etc/passwd"}`,
		`d {"type":"object","properties":{}} {"description":"unresolved: http://127.0.0.1:9/x.json"}`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s\nfindings %q", strings.Join(got, "\n"), strings.Join(want, "\n"), findings)
	}
}

// TestOpenAPIUnreadable: what no document of OpenAPI is, says so with its
// place, and the others are read.
func TestOpenAPIUnreadable(t *testing.T) {
	good := File{Document: "good.yaml", Data: []byte("swagger: '2.0'\npaths: {/a: {get: {}}}\n")}
	for _, c := range []struct{ name, data, want string }{
		{"no OpenAPI", `{"tools":[]}`, "bad:1:1: not an OpenAPI description: it has neither `openapi` nor `swagger`, and no other document refers to it"},
		{"a text", `hello`, "bad:1:1: not an OpenAPI description: it has neither `openapi` nor `swagger`, and no other document refers to it"},
		{"1.2", `{"swaggerVersion":"1.2"}`, `bad:1:1: OpenAPI "1.2" is not one of 2.0 to 3.2`},
		{"4", "openapi: 4.0", `bad:1:1: OpenAPI 4.0 is not one of 2.0 to 3.2`},
		{"truncated", "{\"openapi\":\"3.0.0\",\n\"paths\":{", "bad:2:10: invalid JSON: unexpected EOF within /paths"},
		{"bad YAML", "openapi: 3.0.0\npaths:\n  - [\n", "bad:3:1: invalid YAML: did not find expected node content"},
		{"a tab", "openapi: 3.0.0\n\tpaths: {}\n", "bad:2:1: invalid YAML: found a tab character that violates indentation"},
		{"an alias in itself", "openapi: 3.0.0\npaths: &p\n  /a: *p\n", "bad:2:1: nested more than 100 deep"},
		{"empty", " ", "bad:1:1: the document is empty"},
		{"deep", strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200), "bad:1:1: nested more than 100 deep"},
	} {
		t.Run(c.name, func(t *testing.T) {
			raws, _, err := Parse(OpenAPI, File{Document: "bad", Data: []byte(c.data)}, good)
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
			if len(raws) != 1 {
				t.Errorf("%d tools of the good document", len(raws))
			}
		})
	}
}

// TestYAML: texts as JSON has them.
func TestYAML(t *testing.T) {
	for _, c := range []struct{ yaml, want string }{
		{"z: 1\na: 2", `{"z":1,"a":2}`},
		{"a: [yes, true, ~, 0x1F, 1_000, .5, 1e3, .inf, 2020-01-02, '5', null]", `{"a":["yes",true,null,31,1000,0.5,1e3,".inf","2020-01-02","5",null]}`},
		{"200: x\ntrue: y\n1.0: z", `{"200":"x","true":"y","1.0":"z"}`},
		{"a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [*a, {z: 4}]}", `{"a":{"x":1,"y":2},"b":{"y":3,"x":1},"c":{"x":1,"y":2,"z":4}}`},
		{"a: 1\na: 2", `{"a":2}`},
		{"a: |\n  one\n  two\n", `{"a":"one\ntwo\n"}`},
		{"a: 123456789012345678901234567890", `{"a":123456789012345678901234567890}`},
		{"---\na: 1\n---\nb: 2\n", `{"a":1}`},
	} {
		v, _, _, err := decodeYAML([]byte(c.yaml))
		if err != nil {
			t.Errorf("%s: %v", c.yaml, err)
		} else if got := v.String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.yaml, got, c.want)
		}
	}
}
