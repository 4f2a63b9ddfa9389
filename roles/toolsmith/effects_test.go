package toolsmith

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"worldc/roles"
	"worldc/world"
	"worldc/world/engine"
)

// shop is a domain of functions that say little.
func shop() roles.Brief {
	b := roles.Brief{Domain: world.Domain{ID: "shop", Name: "shop"}}
	for _, t := range [][3]string{
		{"create_order", "Order a product.", `{"type":"object","properties":{"product_id":{"type":"string"},"quantity":{"type":"integer","minimum":1},"board_id":{"type":"string"}},"required":["product_id","quantity"]}`},
		{"update_order", "Change a pending order.", `{"type":"object","properties":{"order_id":{"type":"string"},"note":{"type":"string"}},"required":["order_id","note"]}`},
		{"ship_order", "Ship an order.", `{"type":"object","properties":{"order_id":{"type":"string"}},"required":["order_id"]}`},
		{"list_products", "List the products.", `{"type":"object","properties":{}}`},
		{"create_card", "Put a card on a board.", `{"type":"object","properties":{"board_id":{"type":"string"},"title":{"type":"string"}},"required":["board_id","title"]}`},
		{"delete_card", "Delete a card.", `{"type":"object","properties":{"card_id":{"type":"string"}},"required":["card_id"]}`},
		{"get_board", "Read a board.", `{"type":"object","properties":{"board_id":{"type":"string"},"card_count":{"type":"integer"}},"required":["board_id"]}`},
		{"list_boards", "List the boards.", `{"type":"object","properties":{"card_count":{"type":"integer"}}}`},
	} {
		b.Tools = append(b.Tools, world.Tool{ID: world.ToolID("shop", t[0], 0), Name: t[0], Description: t[1], Parameters: json.RawMessage(t[2])})
	}
	return b
}

// TestEffects: what the trade expects of a write happens, and what it forbids
// is refused with a reason.
func TestEffects(t *testing.T) {
	b := shop()
	d, err := New().Design(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	w := worldOf(b, d)
	w.Rows = map[string][]json.RawMessage{
		"products": {json.RawMessage(`{"id":"p1","name":"Lamp","stock":3}`)},
		"orders":   {json.RawMessage(`{"id":"o1","product_id":"p1","quantity":1,"status":"pending","placed_at":"2026-01-01"}`), json.RawMessage(`{"id":"o2","product_id":"p1","quantity":1,"status":"shipped","placed_at":"2026-01-01"}`)},
		"boards":   {json.RawMessage(`{"id":"b1","name":"Plans","card_count":1}`)},
		"cards":    {json.RawMessage(`{"id":"c1","board_id":"b1","title":"First","priority":"low"}`)},
	}
	e, err := engine.Load(w, engine.DefaultLimits())
	if err != nil {
		t.Fatalf("%v\n%s", err, d.Schema)
	}
	defer e.Close()
	s := e.Session()
	for _, c := range []struct{ tool, arguments, want string }{
		{"create_order", `{"product_id":"p1","quantity":2}`, `"status":"pending"`},
		{"list_products", `{}`, `"stock":1`},
		{"create_order", `{"product_id":"p1","quantity":2}`, "there are only 1 of product p1 in stock"},
		{"create_order", `{"product_id":"p9","quantity":2}`, "there is no product p9; list_products has those that there are"},
		{"update_order", `{"order_id":"o2","note":"ring twice"}`, "order o2 is shipped; only pending orders can be changed"},
		{"update_order", `{"order_id":"o1","note":"ring twice"}`, `"note":"ring twice"`},
		{"update_order", `{"order_id":"o1","note":"ring twice"}`, "the note is that already"},
		{"ship_order", `{"order_id":"o1"}`, `"status":"shipped"`},
		{"ship_order", `{"order_id":"o1"}`, "order o1 is shipped; only pending orders can be shipped"},
		{"create_card", `{"board_id":"b1","title":"Second"}`, `"title":"Second"`},
		{"list_boards", `{}`, `"card_count":2`},
		{"delete_card", `{"card_id":"c1"}`, `"deleted":"c1"`},
		{"list_boards", `{}`, `"card_count":1`},
	} {
		r := s.Call(c.tool, []byte(c.arguments))
		if have := string(r.Value) + r.Error; !strings.Contains(have, c.want) {
			t.Errorf("%s(%s): %s\nwant %s", c.tool, c.arguments, have, c.want)
		}
	}
	if t.Failed() {
		t.Log(d.Schema, d.Prelude)
		for _, x := range d.Tools {
			t.Log(x.Code)
		}
	}
}
