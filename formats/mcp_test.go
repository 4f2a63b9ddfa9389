package formats

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"worldc/world"
)

func TestMCPTool(t *testing.T) {
	yes, no := true, false
	closed := `{"additionalProperties":false,"type":"object"}`
	for name, c := range map[string]struct {
		tool world.Tool
		want string
	}{
		"all": {
			world.Tool{
				ID: "77", Name: "files.get", Description: "Get <it>.",
				Parameters: json.RawMessage(`{"type":"object","properties":{"n":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"integer"}},"required":["n"]}`),
				Returns:    json.RawMessage(`{"type":"object","properties":{"day":{"type":"integer"}}}`),
				Hints:      world.Hints{Title: "Get", ReadOnly: &yes, Destructive: &no, OpenWorld: &no},
				Source:     world.Source{Name: "files/get"},
			},
			`{"_meta":{"worldc/id":"77","worldc/name":"files/get"},"annotations":{"destructiveHint":false,"openWorldHint":false,"readOnlyHint":true},"description":"Get <it>.",` +
				`"inputSchema":{"$defs":{"n":{"type":"integer"}},"properties":{"n":{"$ref":"#/$defs/n"}},"required":["n"],"type":"object"},"name":"files.get",` +
				`"outputSchema":{"properties":{"day":{"type":"integer"}},"type":"object"},"title":"Get"}`,
		},
		"no parameters": {world.Tool{Name: "ping"}, `{"_meta":{"worldc/id":""},"inputSchema":` + closed + `,"name":"ping"}`},
		"empty parameters": {
			world.Tool{Name: "ping", Parameters: json.RawMessage(`{"type":"object","properties":{},"required":[]}`)},
			`{"_meta":{"worldc/id":""},"inputSchema":` + closed + `,"name":"ping"}`,
		},
		"a map": {
			world.Tool{Name: "tag", Parameters: json.RawMessage(`{"type":"object","properties":{},"additionalProperties":{"type":"string"}}`)},
			`{"_meta":{"worldc/id":""},"inputSchema":{"additionalProperties":{"type":"string"},"properties":{},"type":"object"},"name":"tag"}`,
		},
		"anything": {
			world.Tool{Name: "tag", Parameters: json.RawMessage(`{"type":"object","additionalProperties":true}`)},
			`{"_meta":{"worldc/id":""},"inputSchema":{"additionalProperties":true,"type":"object"},"name":"tag"}`,
		},
		"a list comes out": {
			world.Tool{Name: "list", Returns: json.RawMessage(`{"type":"array","items":{"type":"object"}}`)},
			`{"_meta":{"worldc/id":""},"inputSchema":` + closed + `,"name":"list"}`,
		},
		"an object or nothing comes out": {
			world.Tool{Name: "list", Returns: json.RawMessage(`{"type":["object","null"]}`)},
			`{"_meta":{"worldc/id":""},"inputSchema":` + closed + `,"name":"list"}`,
		},
		"true and false": {
			world.Tool{Name: "any", Parameters: json.RawMessage(`{"type":"object","properties":{"a":true,"b":false,"c":{"type":"string"}}}`)},
			`{"_meta":{"worldc/id":""},"inputSchema":{"properties":{"a":{},"b":{"not":{}},"c":{"type":"string"}},"type":"object"},"name":"any"}`,
		},
	} {
		got, err := MCPTool(&c.tool)
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(c.want, string(got)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		noMask(t, got)
	}
}

// TestWithEffect: hints that a document leaves out are those of the code; those
// that it gives stand.
func TestWithEffect(t *testing.T) {
	yes, no := true, false
	for name, c := range map[string]struct {
		tool world.WorldTool
		want world.Hints
	}{
		"reads":            {world.WorldTool{Effect: world.Read, Does: &world.Behaviour{Operation: world.Get}}, world.Hints{ReadOnly: &yes}},
		"makes":            {world.WorldTool{Effect: world.Write, Does: &world.Behaviour{Operation: world.Create}}, world.Hints{ReadOnly: &no, Destructive: &no}},
		"deletes":          {world.WorldTool{Effect: world.Write, Does: &world.Behaviour{Operation: world.Delete}}, world.Hints{ReadOnly: &no, Destructive: &yes}},
		"writes something": {world.WorldTool{Effect: world.Write}, world.Hints{ReadOnly: &no}},
		"claims to read": {
			world.WorldTool{Effect: world.Write, Tool: world.Tool{Hints: world.Hints{ReadOnly: &yes, Destructive: &no}}},
			world.Hints{ReadOnly: &yes, Destructive: &no},
		},
		"nobody knows": {world.WorldTool{}, world.Hints{}},
	} {
		if d := cmp.Diff(c.want, WithEffect(&c.tool).Hints); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if c.tool.Tool.Hints != (world.Hints{}) && name != "claims to read" {
			t.Errorf("%s: the record changed", name)
		}
	}
}
