package toolsmith

import (
	"context"
	"testing"

	"worldc/roles"
	"worldc/world"
)

// FuzzDesign: a tool of any name, description and schema has a design whose
// parts agree, or is refused. That designs load is a property above: SQLite is
// too slow for fuzzing.
func FuzzDesign(f *testing.F) {
	f.Add("get_order", "Gets an order.", `{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}`, `{"type":"object","properties":{"data":{"type":"array","items":{"properties":{"id":{},"a":{"properties":{"b":{}}}}}}}}`, "GET", "/orders/{id}")
	f.Add("create", "\x00\"\"\"", `{"type":"object","properties":{"body":{"type":"object","properties":{"x":{"type":["string","null"]}}}}}`, `{}`, "POST", "")
	f.Add("cancel_订单", "Cancel a pending order", `{"properties":{"from":{"enum":["a",1,null]},"a.b[]":{"type":"array"}}}`, `[]`, "", "/{a}/{b}/c")
	f.Add("load", "", `{`, `{"items":{"items":{}}}`, "DELETE", "/x")
	f.Fuzz(func(t *testing.T, name, description, parameters, returns, method, path string) {
		tool := world.Tool{ID: "1", Name: name, Description: description, Parameters: []byte(parameters), Returns: []byte(returns), Source: world.Source{Method: method, Path: path}}
		b := roles.Brief{Domain: world.Domain{ID: "d", Name: "fuzz"}, Tools: []world.Tool{tool}}
		d, err := New().Design(context.Background(), b)
		if err != nil {
			t.Fatal(err)
		}
		agrees(t, b, d)
		if len(d.Tools) != 1 || d.Tools[0].Rejected == "" && d.Tools[0].Code == "" {
			t.Fatalf("no code, and no reason: %+v", d.Tools)
		}
	})
}
