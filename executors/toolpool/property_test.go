package toolpool

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
)

// checkMended fails the test unless raw is rejected with one reason or becomes
// a tool that keeps every promise of Mend.
func checkMended(t interface{ Fatalf(string, ...any) }, raw Raw) {
	tool, findings, ok := Mend(raw)
	rejected := len(reasons(findings, world.Rejected))
	if !ok {
		if rejected != 1 || findings[len(findings)-1].Action != world.Rejected {
			t.Fatalf("rejected without one reason: %v", findings)
		}
		return
	}
	if rejected != 0 {
		t.Fatalf("accepted and rejected: %v", findings)
	}
	if !fits(tool.Name) {
		t.Fatalf("name %q", tool.Name)
	}
	if len(tool.Description) > maxDescription {
		t.Fatalf("description of %d bytes", len(tool.Description))
	}
	if err := compile(tool.Parameters); err != nil {
		t.Fatalf("parameters %s: %v", tool.Parameters, err)
	}
	v, r, err := decode(tool.Parameters)
	if err != nil || len(r.flaws) > 0 || v.kind != object || v.str("type") != "object" {
		t.Fatalf("parameters %s: %v %v", tool.Parameters, err, r.flaws)
	}
	var names []string
	if p := v.get("properties"); p != nil {
		names = p.names
	}
	if !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(tool.ParameterOrder))) {
		t.Fatalf("order %q of %s", tool.ParameterOrder, tool.Parameters)
	}
	if tool.Returns != nil {
		if err := compile(tool.Returns); err != nil {
			t.Fatalf("returns %s: %v", tool.Returns, err)
		}
	}
	again, findings, ok := Mend(restated(tool))
	if !ok || len(reasons(findings, world.Mended)) > 0 || !equalTools(tool, again) {
		t.Fatalf("mended again: %v %v\nfirst  %s %s\nsecond %s %s",
			ok, findings, tool.Parameters, tool.Returns, again.Parameters, again.Returns)
	}
}

// restated is the declaration that a tool would be.
func restated(t world.Tool) Raw {
	return Raw{Name: t.Name, Description: t.Description, Parameters: t.Parameters, Returns: t.Returns,
		ParameterOrder: t.ParameterOrder, Source: t.Source, Hints: t.Hints}
}

func equalTools(a, b world.Tool) bool {
	return a.Name == b.Name && a.Description == b.Description && bytes.Equal(a.Parameters, b.Parameters) &&
		bytes.Equal(a.Returns, b.Returns) && slices.Equal(a.ParameterOrder, b.ParameterOrder) && a.Source.Name == b.Source.Name
}

// anySchema draws a schema as somebody could write it: mostly right, wrong in
// every way that there is a keyword for.
func anySchema(t *rapid.T, depth int) *value {
	if depth <= 0 || rapid.IntRange(0, 11).Draw(t, "odd") == 0 {
		return anyJSON(t, 1)
	}
	v := newObject()
	for range rapid.IntRange(0, 5).Draw(t, "keywords") {
		keyword := rapid.SampledFrom(keywords).Draw(t, "keyword")
		if v.get(keyword) != nil {
			continue
		}
		v.add(keyword, keywordValue(t, keyword, depth))
	}
	return v
}

var keywords = []string{
	"type", "type", "type", "properties", "properties", "properties", "required", "required", "items", "enum", "default",
	"description", "title", "format", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
	"minLength", "maxItems", "minProperties", "uniqueItems", "additionalProperties", "patternProperties", "propertyNames",
	"allOf", "anyOf", "oneOf", "not", "if", "then", "const", "prefixItems", "contains", "additionalItems", "dependencies",
	"dependentRequired", "dependentSchemas", "nullable", "deprecated", "examples", "example", "x-note", "$ref", "$defs",
	"definitions", "$schema", "$id", "$anchor", "$comment", "unevaluatedProperties", "contentSchema", "contentEncoding",
}

func keywordValue(t *rapid.T, keyword string, depth int) *value {
	if rapid.IntRange(0, 9).Draw(t, "wrong") == 0 {
		return anyJSON(t, 2)
	}
	some := func(n int) []*value {
		var items []*value
		for range rapid.IntRange(0, n).Draw(t, "n") {
			items = append(items, anySchema(t, depth-1))
		}
		return items
	}
	fields := func() *value {
		out := newObject()
		for _, item := range some(3) {
			if name := word(t); out.get(name) == nil {
				out.add(name, item)
			}
		}
		return out
	}
	switch keyword {
	case "type":
		return newText(rapid.SampledFrom([]string{"string", "object", "object", "array", "integer", "number", "boolean", "null",
			"dict", "float", "List[int]", "any", "file", "nonsense"}).Draw(t, "type"))
	case "properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "dependencies":
		return fields()
	case "required":
		if rapid.Bool().Draw(t, "flag") {
			return newBool(rapid.Bool().Draw(t, "required"))
		}
		return newList(newText(word(t)), newText(word(t)))
	case "enum", "examples":
		return newList(anyJSON(t, 1), anyJSON(t, 1))
	case "allOf", "anyOf", "oneOf", "prefixItems":
		return newList(some(3)...)
	case "items", "additionalProperties", "propertyNames", "not", "if", "then", "contains", "additionalItems",
		"unevaluatedProperties", "contentSchema":
		if keyword == "items" && rapid.IntRange(0, 4).Draw(t, "tuple") == 0 {
			return newList(some(2)...)
		}
		return anySchema(t, depth-1)
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxItems", "minProperties":
		return rapid.SampledFrom([]*value{{kind: number, text: "3"}, {kind: number, text: "-1"}, {kind: number, text: "1.50"},
			{kind: number, text: "1e30"}, newText("4"), newBool(true), newBool(false)}).Draw(t, "bound").clone()
	case "uniqueItems", "nullable", "deprecated":
		return rapid.SampledFrom([]*value{newBool(true), newBool(false), newText("true")}).Draw(t, "flag").clone()
	case "pattern":
		return newText(rapid.SampledFrom([]string{"^a+$", "(?!a)", "[", "a{1,5000}"}).Draw(t, "pattern"))
	case "$ref":
		return newText(rapid.SampledFrom([]string{"#", "#/$defs/a", "#/definitions/b", "#/properties/a", "#a", "x.json#/a", "b"}).Draw(t, "ref"))
	case "$schema":
		return newText(rapid.SampledFrom([]string{"http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-04/schema#",
			"https://json-schema.org/draft/2020-12/schema", "http://example.com/mine"}).Draw(t, "schema"))
	case "dependentRequired":
		out := newObject()
		out.add(word(t), newList(newText(word(t)), newText(word(t))))
		return out
	}
	return anyJSON(t, 1)
}

func word(t *rapid.T) string {
	return rapid.SampledFrom([]string{"a", "b", "c", "name", "type", "properties", "a b", "x\ty", "^a", "(?!", "é", ""}).Draw(t, "word")
}

func anyJSON(t *rapid.T, depth int) *value {
	kinds := 7
	if depth <= 0 {
		kinds = 5
	}
	switch rapid.IntRange(0, kinds).Draw(t, "kind") {
	case 0:
		return newNull()
	case 1:
		return newBool(rapid.Bool().Draw(t, "bool"))
	case 2:
		return &value{kind: number, text: strconv.Itoa(rapid.IntRange(-9, 9).Draw(t, "int"))}
	case 3:
		return &value{kind: number, text: rapid.SampledFrom([]string{"0.5", "1e5", "-0", "1.0", "123456789012345678901234567890"}).Draw(t, "number")}
	case 4:
		return newText(word(t))
	case 5:
		return newText(rapid.SampledFrom([]string{"string", "int", "true", "5", "[1]", `{"a":1}`}).Draw(t, "text"))
	case 6:
		out := newList()
		for range rapid.IntRange(0, 3).Draw(t, "n") {
			out.items = append(out.items, anyJSON(t, depth-1))
		}
		return out
	}
	out := newObject()
	for range rapid.IntRange(0, 3).Draw(t, "n") {
		if name := word(t); out.get(name) == nil {
			out.add(name, anyJSON(t, depth-1))
		}
	}
	return out
}

// TestMendProperties: whatever is declared, a mended tool keeps its promises
// and mending it again changes nothing.
func TestMendProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := Raw{Name: word(t), Description: "d", Parameters: anySchema(t, 4).append(nil)}
		if rapid.Bool().Draw(t, "returns") {
			raw.Returns = anySchema(t, 3).append(nil)
		}
		checkMended(t, raw)
	})
}

// TestPlainVerdict: a schema that the mender leaves as it is, is valid. Only
// changed schemas are compiled, so the two have to agree.
func TestPlainVerdict(t *testing.T) {
	plain := 0
	rapid.Check(t, func(t *rapid.T) {
		v := anySchema(t, 4)
		text := v.append(nil)
		_, r, err := decode(text)
		if err != nil {
			t.Fatal(err)
		}
		if r.references || v.kind != object {
			return
		}
		var m mender
		m.schema(v)
		if !m.changed {
			if plain++; compile(text) != nil {
				t.Fatalf("left as it is, and invalid: %s", text)
			}
		}
	})
	if plain == 0 {
		t.Error("no drawn schema was plain; the test tests nothing")
	}
}

// TestOpenAPIProperties: whatever the schemas and parameters of a document
// are, every operation becomes a tool that keeps its promises.
func TestOpenAPIProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		schema := func() string { return anySchema(t, 3).String() }
		var parameters []string
		for range rapid.IntRange(0, 3).Draw(t, "parameters") {
			p := newObject()
			p.add("name", newText(word(t)))
			p.add("in", newText(rapid.SampledFrom([]string{"path", "query", "header", "cookie", "body", "formData", "odd", ""}).Draw(t, "in")))
			if rapid.Bool().Draw(t, "required") {
				p.add("required", anyJSON(t, 1))
			}
			p.add(rapid.SampledFrom([]string{"schema", "type", "content", "items"}).Draw(t, "how"), anySchema(t, 2))
			parameters = append(parameters, p.String())
		}
		operation := `{"operationId":` + anyJSON(t, 1).String() + `,"summary":` + anyJSON(t, 1).String() +
			`,"parameters":[` + strings.Join(parameters, ",") + `],"requestBody":{"content":{"application/json":{"schema":` + schema() +
			`}}},"responses":{"200":{"schema":` + schema() + `,"content":{"application/json":{"schema":` + schema() + `}}}}}`
		path := rapid.SampledFrom([]string{"/a", "/{a}", "/{a}/{b}", "/", "a{", "/#?{x}"}).Draw(t, "path")
		document := rapid.SampledFrom([]string{`"openapi":"3.0.0"`, `"swagger":"2.0"`}).Draw(t, "version")
		text := `{` + document + `,"paths":{"` + path + `":{"get":` + operation + `,"post":` + operation + `}},"$defs":{"a":` + schema() +
			`},"definitions":{"b":` + schema() + `}}`
		raws, findings, err := Parse(OpenAPI, File{Document: "x", Data: []byte(text)})
		if err != nil || len(raws) != 2 {
			t.Fatalf("%d tools: %v %v\n%s", len(raws), err, findings, text)
		}
		for _, raw := range raws {
			if _, findings, ok := Mend(raw); !ok {
				t.Fatalf("%v\n%s", findings, text)
			}
			checkMended(t, raw)
		}
	})
}
