package executors

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"worldc/world"
)

// TestWithoutCredentials: what a client adds is not the agent's to give, unless
// the tool is about it.
func TestWithoutCredentials(t *testing.T) {
	for _, c := range []struct {
		name, path string
		in         map[string][]string
		keep       []string
	}{
		{"listOrders", "/orders", map[string][]string{"header": {"X-API-Key", "Accept-Language"}, "query": {"api_key", "status"}}, []string{"status"}},
		{"deleteApiKey", "/keys/{apiKey}", map[string][]string{"path": {"apiKey"}, "query": {"api_key"}}, []string{"apiKey", "api_key"}},
		{"setContent", "/documents", map[string][]string{"body": {"content_type", "authorization"}}, []string{"authorization", "content_type"}},
		{"getOrder", "", map[string][]string{"": {"accessToken", "host", "order_id"}}, []string{"host", "order_id"}},
	} {
		properties := map[string]json.RawMessage{}
		var order []string
		for _, names := range c.in {
			for _, n := range names {
				properties[n] = json.RawMessage(`{"type":"string"}`)
				order = append(order, n)
			}
		}
		slices.Sort(order)
		delete(c.in, "")
		tool := world.Tool{Name: c.name, ParameterOrder: order, Source: world.Source{Path: c.path, In: c.in},
			Parameters: mustMarshal(map[string]any{"type": "object", "properties": properties, "required": order, "additionalProperties": false})}
		got, err := withoutCredentials(tool)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			Properties map[string]json.RawMessage
			Required   []string
			Additional *bool `json:"additionalProperties"`
		}
		if err := json.Unmarshal(got.Parameters, &schema); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(schema.Required, c.keep) || !slices.Equal(got.ParameterOrder, c.keep) || len(schema.Properties) != len(c.keep) || schema.Additional == nil {
			t.Errorf("%s keeps %s, want %s", c.name, got.Parameters, strings.Join(c.keep, " "))
		}
		if len(tool.ParameterOrder) != len(order) {
			t.Errorf("%s: the tool itself was changed", c.name)
		}
	}
}
