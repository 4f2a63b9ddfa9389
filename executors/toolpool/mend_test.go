package toolpool

import (
	"slices"
	"strings"
	"testing"

	"worldc/world"
)

// reasons are the reasons of findings with the action.
func reasons(findings []world.Finding, action world.Action) []string {
	var rs []string
	for _, f := range findings {
		if f.Action == action {
			rs = append(rs, f.Reason)
		}
	}
	return rs
}

// TestMendParameters gives Mend input schemas as documents have them.
func TestMendParameters(t *testing.T) {
	for _, c := range []struct {
		name, schema, want string
		reasons            []string
	}{
		{"nothing to mend keeps its bytes", `{ "type":"object", "properties":{"a":{"type":"string"}} }`,
			`{ "type":"object", "properties":{"a":{"type":"string"}} }`, nil},
		{"no parameters", `null`, `{"type":"object","properties":{}}`, []string{reasonNoParameters}},
		{"a python dict", `{"type":"dict","properties":{"a":{"type":"float"},"b":{"type":"str"}}}`,
			`{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"string"}}}`, []string{reasonTypeForeign}},
		{"any is no type", `{"type":"object","properties":{"a":{"type":"any","description":"x"}}}`,
			`{"type":"object","properties":{"a":{"description":"x"}}}`, []string{reasonTypeForeign}},
		{"generic types", `{"type":"object","properties":{"a":{"type":"List[int]"},"b":{"type":"ArrayList<String>"},"c":{"type":"string[]"},"d":{"type":"Dict[str, Any]"}}}`,
			`{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}},"b":{"type":"array","items":{"type":"string"}},"c":{"type":"array","items":{"type":"string"}},"d":{"type":"object"}}}`,
			[]string{reasonTypeForeign}},
		{"an unknown type", `{"type":"object","properties":{"a":{"type":"frobnicator"}}}`,
			`{"type":"object","properties":{"a":{}}}`, []string{reasonTypeUnknown}},
		{"a list of types", `{"type":"object","properties":{"a":{"type":["string","string","int"]}}}`,
			`{"type":"object","properties":{"a":{"type":["string","integer"]}}}`, []string{reasonTypeForeign, reasonTypeList}},
		{"required inside properties", `{"type":"object","properties":{"a":{"type":"string","required":true},"b":{"type":"string","required":false},"c":{"type":"string","required":"true"}},"required":["b"]}`,
			`{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"string"}},"required":["b","a","c"]}`, []string{reasonRequiredBool}},
		{"required nowhere", `{"type":"object","properties":{"a":{}},"required":["a","b"]}`,
			`{"type":"object","properties":{"a":{}},"required":["a"]}`, []string{reasonRequiredNone}},
		{"required twice", `{"type":"object","properties":{"a":{}},"required":["a","a"]}`,
			`{"type":"object","properties":{"a":{}},"required":["a"]}`, []string{reasonRequiredForm}},
		{"required is true", `{"type":"object","properties":{"a":{}},"required":true}`,
			`{"type":"object","properties":{"a":{}}}`, []string{reasonRequiredBool}},
		{"RE2", `{"type":"object","properties":{"a":{"type":"string","pattern":"^(?!x)"},"b":{"pattern":"^a+$"}}}`,
			`{"type":"object","properties":{"a":{"type":"string","x-pattern":"^(?!x)"},"b":{"pattern":"^a+$"}}}`, []string{reasonPattern}},
		{"nullable", `{"type":"object","properties":{"a":{"type":"string","nullable":true,"enum":["x"]},"b":{"type":"integer","nullable":false}}}`,
			`{"type":"object","properties":{"a":{"type":["string","null"],"enum":["x",null]},"b":{"type":"integer"}}}`, []string{reasonNullable}},
		{"exclusive by a flag", `{"type":"object","properties":{"a":{"type":"number","minimum":0,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":false}}}`,
			`{"type":"object","properties":{"a":{"type":"number","exclusiveMinimum":0,"maximum":9}}}`, []string{reasonExclusive}},
		{"bounds as texts", `{"type":"object","properties":{"a":{"type":"string","minLength":"1","maxLength":"many"},"b":{"maximum":"9.5"}}}`,
			`{"type":"object","properties":{"a":{"type":"string","minLength":1},"b":{"maximum":9.5}}}`, []string{reasonBound}},
		{"impossible bounds", `{"type":"object","properties":{"a":{"minLength":-1,"maxLength":1e30,"multipleOf":0,"maxItems":3.0}}}`,
			`{"type":"object","properties":{"a":{"maxItems":3}}}`, []string{reasonBoundInvalid}},
		{"enum", `{"type":"object","properties":{"a":{"enum":["x","x","y"]},"b":{"enum":[]},"c":{"type":"integer","enum":["1","2","x"]},"d":{"type":"integer","enum":["x"]},"e":{"enum":"x"}}}`,
			`{"type":"object","properties":{"a":{"enum":["x","y"]},"b":{},"c":{"type":"integer","enum":[1,2]},"d":{"enum":["x"]},"e":{"enum":["x"]}}}`,
			[]string{reasonEnumDuplicate, reasonEnumForm, reasonEnumType}},
		{"defaults", `{"type":"object","properties":{"a":{"type":"integer","default":"5"},"b":{"type":"boolean","default":"False"},"c":{"type":"string","default":null},"d":{"type":"string","default":5},"e":{"enum":["x"],"default":"y"},"f":{"type":"array","default":"[1]"}}}`,
			`{"type":"object","properties":{"a":{"type":"integer","default":5},"b":{"type":"boolean","default":false},"c":{"type":"string"},"d":{"type":"string","default":"5"},"e":{"enum":["x"]},"f":{"type":"array","default":[1]}}}`,
			[]string{reasonDefault}},
		{"schemas that are no objects", `{"type":"object","properties":{"a":"int","b":["string","null"],"c":null,"d":"the name","e":true,"f":5}}`,
			`{"type":"object","properties":{"a":{"type":"integer"},"b":{"anyOf":[{"type":"string"},{"type":"null"}]},"c":{},"d":{"description":"the name"},"e":true,"f":{}}}`,
			[]string{reasonNotSchema}},
		{"tuples", `{"type":"object","properties":{"a":{"type":"array","items":[{"type":"int"},{"type":"string"}],"additionalItems":false}}}`,
			`{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}]}}}`,
			[]string{reasonTuple, reasonTypeForeign, reasonOldKeyword}},
		{"branches", `{"type":"object","properties":{"a":{"anyOf":{"type":"string"}},"b":{"oneOf":[]},"c":{"allOf":3}}}`,
			`{"type":"object","properties":{"a":{"anyOf":[{"type":"string"}]},"b":{},"c":{}}}`, []string{reasonBranches}},
		{"dependencies", `{"type":"object","properties":{"a":{},"b":{}},"dependencies":{"a":["b"],"b":{"required":["a"]}}}`,
			`{"type":"object","properties":{"a":{},"b":{}},"dependentRequired":{"a":["b"]},"dependentSchemas":{"b":{"required":["a"]}}}`, []string{reasonOldKeyword}},
		{"wrong kinds", `{"type":"object","title":5,"description":["a","b"],"properties":{"a":{"format":{},"uniqueItems":"true","readOnly":"maybe","patternProperties":[],"dependentSchemas":1,"examples":"x"}}}`,
			`{"type":"object","title":"5","description":"a\nb","properties":{"a":{"uniqueItems":true,"examples":["x"]}}}`, []string{reasonText, reasonBoolean, reasonKeyword}},
		{"bad property patterns", `{"type":"object","patternProperties":{"(?=a)":{},"^b":{"type":"str"}}}`,
			`{"type":"object","patternProperties":{"^b":{"type":"string"}}}`, []string{reasonPatternName, reasonTypeForeign}},
		{"references", `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"a":{"$ref":"#/definitions/A","description":"mine"}},"definitions":{"A":{"type":"string","description":"its"}}}`,
			`{"type":"object","properties":{"a":{"type":"string","description":"mine"}}}`, []string{reasonReferences}},
		{"anchors and ids", `{"$id":"http://x/y","type":"object","properties":{"a":{"$ref":"#here"},"b":{"$ref":"http://x/y#/$defs/B"}},"$defs":{"A":{"$anchor":"here","type":"string"},"B":{"type":"integer"}}}`,
			`{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}}}`, []string{reasonReferences}},
		{"a cycle", `{"type":"object","properties":{"a":{"$ref":"#/$defs/Node"}},"$defs":{"Node":{"type":"object","properties":{"next":{"$ref":"#/$defs/Node"},"all":{"type":"array","items":{"$ref":"#/$defs/Node"}}}}}}`,
			`{"type":"object","properties":{"a":{"type":"object","properties":{"next":{"type":"object","description":"recursive: Node"},"all":{"type":"array","items":{"type":"object","description":"recursive: Node"}}}}}}`,
			[]string{reasonReferences, reasonRecursive}},
		{"a cycle at the root", `{"type":"object","properties":{"child":{"$ref":"#"}}}`,
			`{"type":"object","properties":{"child":{"type":"object","properties":{"child":{"type":"object","description":"recursive: #"}}}}}`,
			[]string{reasonReferences, reasonRecursive}},
		{"a reference to itself", `{"type":"object","properties":{"a":{"$ref":"#/properties/a"}}}`,
			`{"type":"object","properties":{"a":{"type":"object","description":"recursive: a"}}}`, []string{reasonReferences, reasonRecursive}},
		{"dangling references", `{"type":"object","properties":{"a":{"$ref":"#/$defs/No"},"b":{"$ref":"http://example.com/x.json"},"c":{"$ref":"file:///etc/passwd"}}}`,
			`{"type":"object","properties":{"a":{"description":"unresolved: #/$defs/No"},"b":{"description":"unresolved: http://example.com/x.json"},"c":{"description":"unresolved: file:///etc/passwd"}}}`,
			[]string{reasonDangling}},
		{"what stands beside a reference holds too", `{"type":"object","properties":{"a":{"$ref":"#/$defs/A","maxLength":3}},"$defs":{"A":{"type":"string","maxLength":9}}}`,
			`{"type":"object","properties":{"a":{"allOf":[{"type":"string","maxLength":9},{"maxLength":3}]}}}`, []string{reasonReferences}},
		{"a property named like a keyword", `{"type":"object","properties":{"$ref":{"type":"string"},"definitions":{"type":"string"},"$defs":{"type":"string"}},"required":["$ref"]}`,
			`{"type":"object","properties":{"$ref":{"type":"string"},"definitions":{"type":"string"},"$defs":{"type":"string"}},"required":["$ref"]}`, nil},
		{"no object", `{"type":"string","description":"the text"}`,
			`{"type":"object","properties":{"value":{"type":"string","description":"the text"}},"required":["value"]}`, []string{reasonWrapped}},
		{"a bare map", `{"city":{"type":"string","required":true},"days":{"type":"int"}}`,
			`{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}`,
			[]string{reasonBareMap, reasonRequiredBool, reasonTypeForeign}},
		{"a list of parameters", `[{"name":"city","type":"string","required":true},{"name":"days","type":"int"}]`,
			`{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}`,
			[]string{reasonBareMap, reasonRequiredBool, reasonTypeForeign}},
		{"properties as a list", `{"type":"object","properties":[{"name":"city","type":"string"}]}`,
			`{"type":"object","properties":{"city":{"type":"string"}}}`, []string{reasonProperties}},
		{"a schema as properties", `{"type":"object","properties":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}}`,
			`{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}`, []string{reasonProperties}},
		{"a text that holds JSON", `"{\"type\":\"object\",\"properties\":{}}"`, `{"type":"object","properties":{}}`, []string{reasonSchemaText}},
		{"properties without a type", `{"properties":{"a":{}}}`, `{"properties":{"a":{}},"type":"object"}`, []string{reasonNoObjectType}},
		{"object or null", `{"type":["object","null"],"properties":{"a":{}}}`, `{"type":"object","properties":{"a":{}}}`, []string{reasonNoObjectType}},
		{"alternatives at the top", `{"type":"object","oneOf":[{"properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a","b"]},{"properties":{"a":{"type":"string"},"c":{"type":"integer"}},"required":["a"]}]}`,
			`{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"integer"}},"required":["a"]}`, []string{reasonMerged}},
		{"allOf at the top", `{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"properties":{"a":{"maxLength":3},"b":{}},"required":["b"]}]}`,
			`{"properties":{"a":{"allOf":[{"type":"string"},{"maxLength":3}]},"b":{}},"type":"object","required":["a","b"]}`, []string{reasonMerged}},
		{"alternatives of required names stay", `{"type":"object","properties":{"a":{},"b":{}},"oneOf":[{"required":["a"]},{"required":["b"]}]}`,
			`{"type":"object","properties":{"a":{},"b":{}},"oneOf":[{"required":["a"]},{"required":["b"]}]}`, nil},
		{"duplicate members", `{"type":"object","properties":{"a":{"type":"string"},"a":{"type":"integer"}}}`,
			`{"type":"object","properties":{"a":{"type":"integer"}}}`, []string{flawDuplicate}},
		{"bytes that are no UTF-8", "{\"type\":\"object\",\"properties\":{\"a\":{\"description\":\"caf\xe9\"}}}",
			`{"type":"object","properties":{"a":{"description":"caf` + "\uFFFD" + `"}}}`, []string{flawUTF8}},
		{"half a surrogate", `{"type":"object","properties":{"a":{"description":"x\ud800"}}}`,
			`{"type":"object","properties":{"a":{"description":"x` + "\uFFFD" + `"}}}`, []string{flawUTF8}},
		{"a number that is none", `{"type":"object","properties":{"a":{"type":"number","default":1e999}}}`,
			`{"type":"object","properties":{"a":{"type":"number"}}}`, []string{flawNumber, reasonDefault}},
		{"control characters", `{"type":"object","properties":{"a\tb":{"description":"x\u001b[31my\n"}},"required":["a\tb"]}`,
			`{"type":"object","properties":{"a_b":{"description":"x[31my\n"}},"required":["a_b"]}`, []string{reasonHidden, reasonPropertyClean}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tool, findings, ok := Mend(Raw{Name: "f", Description: "d", Parameters: []byte(c.schema)})
			if !ok {
				t.Fatalf("rejected: %v", findings)
			}
			if string(tool.Parameters) != c.want {
				t.Errorf("got  %s\nwant %s", tool.Parameters, c.want)
			}
			if got := reasons(findings, world.Mended); !slices.Equal(got, c.reasons) {
				t.Errorf("reasons %q, want %q", got, c.reasons)
			}
			if err := compile(tool.Parameters); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestMendRejects gives Mend what cannot be a tool.
func TestMendRejects(t *testing.T) {
	deep := strings.Repeat(`{"properties":{"a":`, 60) + "{}" + strings.Repeat("}}", 60)
	for _, c := range []struct {
		name string
		raw  Raw
		want world.Finding
	}{
		{"no name", Raw{Place: "x.json:1", Name: " \t", Source: world.Source{Document: "x.json"}},
			world.Finding{Subject: "x.json", Place: "x.json:1", Action: world.Rejected, Reason: reasonNoName}},
		{"broken JSON", Raw{Place: "x.json:1", Name: "f", Parameters: []byte(`{"a":`)},
			world.Finding{Subject: "f", Place: "x.json:1", Action: world.Rejected, Reason: reasonSchemaJSON, Detail: "parameters: invalid JSON: unexpected EOF within /a"}},
		{"too deep", Raw{Place: "x.json:1", Name: "f", Returns: []byte(deep)},
			world.Finding{Subject: "f", Place: "x.json:1", Action: world.Rejected, Reason: reasonSchemaDeep, Detail: "returns: nested more than 100 deep"}},
		{"too large", Raw{Place: "x.json:1", Name: "f", Parameters: []byte(`"` + strings.Repeat("a", maxDeclaration) + `"`)},
			world.Finding{Subject: "f", Place: "x.json:1", Action: world.Rejected, Reason: reasonSchemaLarge, Detail: "parameters: larger than 1048576 bytes"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, findings, ok := Mend(c.raw)
			if ok || len(findings) == 0 || findings[len(findings)-1] != c.want {
				t.Errorf("%v %+v, want %+v", ok, findings, c.want)
			}
		})
	}
}

func TestMendReturns(t *testing.T) {
	for _, c := range []struct{ schema, want string }{
		{`{"type":"array","items":{"type":"float"}}`, `{"type":"array","items":{"type":"number"}}`},
		{`null`, ``}, {`{}`, ``}, {`true`, ``},
		{`"string"`, `{"type":"string"}`},
	} {
		tool, _, ok := Mend(Raw{Name: "f", Returns: []byte(c.schema)})
		if !ok || string(tool.Returns) != c.want {
			t.Errorf("%s: %s, want %s", c.schema, tool.Returns, c.want)
		}
	}
}

func TestMendOrder(t *testing.T) {
	raw := Raw{Name: "f", Parameters: []byte(`{"type":"object","properties":{"z":{},"a":{},"m":{}}}`)}
	tool, _, _ := Mend(raw)
	if want := []string{"z", "a", "m"}; !slices.Equal(tool.ParameterOrder, want) {
		t.Errorf("%q, want %q", tool.ParameterOrder, want)
	}
	raw.ParameterOrder = []string{"m", "gone", "a"}
	tool, findings, _ := Mend(raw)
	if want := []string{"m", "a", "z"}; !slices.Equal(tool.ParameterOrder, want) {
		t.Errorf("%q, want %q", tool.ParameterOrder, want)
	}
	if got := reasons(findings, world.Mended); !slices.Equal(got, []string{reasonOrder}) {
		t.Errorf("%q", got)
	}
}

// TestResolveBounds: a schema whose references multiply is cut where it fits,
// at every size the same way.
func TestResolveBounds(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"type":"object","properties":{"first":{"type":"string"},"tree":{"$ref":"#/$defs/0"}},"$defs":{`)
	for i := range 40 {
		if i > 0 {
			b.WriteByte(',')
		}
		next := string(rune('0'+(i+1)%10)) + strings.Repeat("x", (i+1)/10)
		name := string(rune('0'+i%10)) + strings.Repeat("x", i/10)
		b.WriteString(`"` + name + `":{"type":"object","properties":{"l":{"$ref":"#/$defs/` + next + `"},"r":{"$ref":"#/$defs/` + next + `"}}}`)
	}
	b.WriteString(`}}`)
	tool, findings, ok := Mend(Raw{Name: "f", Parameters: []byte(b.String())})
	if !ok || len(tool.Parameters) > maxResolved {
		t.Fatalf("%v, %d bytes", ok, len(tool.Parameters))
	}
	if !slices.Contains(reasons(findings, world.Mended), reasonTruncated) {
		t.Errorf("findings: %v", findings)
	}
	if err := compile(tool.Parameters); err != nil {
		t.Error(err)
	}
}
