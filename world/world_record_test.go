package world

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestFunction(t *testing.T) {
	for name, want := range map[string]string{
		"get_order": "get_order", "tasks.list": "tasks_list", "2fa-check": "_2fa_check", "查询": "u67e5u8be2", "取消": "u53d6u6d88",
		"import": "import_", "": "_", "a b": "a_b", "None": "None_",
	} {
		if got := (WorldTool{Tool: Tool{Name: name}}).Function(); got != want {
			t.Errorf("the function of %q is %s, want %s", name, got, want)
		}
	}
}

// TestValidate: what is wrong with a world is said all at once.
func TestValidate(t *testing.T) {
	tool := func(id, name string) WorldTool {
		return WorldTool{Tool: Tool{ID: id, Name: name, Parameters: json.RawMessage(`{"type":"object"}`)}, Effect: Read}
	}
	w := World{
		Schema: " ", Clock: "noon",
		Rows:  map[string][]json.RawMessage{"a": {json.RawMessage(`[]`)}},
		Tools: []WorldTool{tool("1", "a.b"), tool("2", "a-b"), tool("2", "c"), {Tool: Tool{ID: "4", Name: "d"}, Effect: "maybe"}},
		Drift: []Drift{{Tool: "9"}}, Volatile: []string{"stamp"},
	}
	var got []string
	for _, p := range w.Validate() {
		got = append(got, p.String())
	}
	for _, want := range []string{
		"id: is missing", "schema: is empty", "clock: \"noon\" is no instant", "rows.a[0]: is no JSON object", "tools.a-b: has the same function a_b as tool a.b",
		"tools.c: has the id 2 of another tool", "tools.d.effect: is \"maybe\"", "tools.d.parameters: is no JSON Schema", "volatile[0]: is \"stamp\"", "drift[0].tool: \"9\" is the id of no tool",
	} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("nothing says %q:\n%s", want, strings.Join(got, "\n"))
		}
	}
}
