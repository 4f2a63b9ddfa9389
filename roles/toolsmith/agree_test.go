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

// played makes calls in a world of a brief, one after the other, and holds what
// comes out against texts that are to be in it; one that begins with ! is not to
// be.
func played(t *testing.T, b roles.Brief, rows map[string][]json.RawMessage, calls [][]string) {
	t.Helper()
	d, err := New().Design(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	w := worldOf(b, d)
	w.Rows = rows
	e, err := engine.Load(w, engine.DefaultLimits())
	if err != nil {
		t.Fatalf("%v\n%s", err, d.Schema)
	}
	defer e.Close()
	s := e.Session()
	for _, c := range calls {
		r := s.Call(c[0], []byte(c[1]))
		have := string(r.Value) + r.Error
		for _, want := range c[2:] {
			if rest, not := strings.CutPrefix(want, "!"); strings.Contains(have, rest) == not {
				t.Errorf("%s(%s): %s\nwant %s", c[0], c[1], have, want)
			}
		}
	}
	if t.Failed() {
		t.Log(d.Schema, d.Prelude)
		for _, x := range d.Tools {
			t.Log(x.Code)
		}
	}
}

func raw(lines ...string) []json.RawMessage {
	var list []json.RawMessage
	for _, l := range lines {
		list = append(list, json.RawMessage(l))
	}
	return list
}

// TestListsFollow: a list inside a row that is the rows of a table shows what
// became of them, and so do the tools that change them.
func TestListsFollow(t *testing.T) {
	guests := `"guests":{"type":"array","description":"Everybody who is invited.","items":{"type":"object","properties":{"email":{"type":"string"},"optional":{"type":"boolean"},"answer":{"type":"string"}}}}`
	event := `{"type":"object","properties":{"event_id":{"type":"string"}},"required":["event_id"]}`
	b := briefOf(
		[4]string{"get_event", "Read an event.", event, `{"type":"object","properties":{"event_id":{"type":"string"},"title":{"type":"string"},` + guests + `}}`},
		[4]string{"add_guest", "Invite a guest to an event. Returns all guests.", `{"type":"object","properties":{"event_id":{"type":"string"},"email":{"type":"string"},"optional":{"type":"boolean"}},"required":["event_id","email"]}`, `{"type":"object","properties":{"event_id":{"type":"string"},` + guests + `}}`},
		[4]string{"remove_guest", "Take a guest off the list of an event.", `{"type":"object","properties":{"event_id":{"type":"string"},"email":{"type":"string"}},"required":["event_id","email"]}`, `{"type":"object","properties":{"event_id":{"type":"string"},` + guests + `}}`},
	)
	played(t, b, map[string][]json.RawMessage{
		"events": raw(`{"id":"e1","title":"Plans"}`, `{"id":"e2","title":"Tests"}`),
		"guests": raw(`{"email":"a@example.com","event_id":"e1","optional":false}`, `{"email":"b@example.com","event_id":"e1","optional":true}`, `{"email":"c@example.com","event_id":"e2","optional":true}`),
	}, [][]string{
		{"get_event", `{"event_id":"e1"}`, "a@example.com", "b@example.com", "!c@example.com"},
		{"remove_guest", `{"event_id":"e1","email":"a@example.com"}`, "!a@example.com", "b@example.com"},
		{"get_event", `{"event_id":"e1"}`, "!a@example.com", "b@example.com"},
		{"add_guest", `{"event_id":"e1","email":"d@example.com"}`, "d@example.com", "b@example.com", "!c@example.com"},
		{"get_event", `{"event_id":"e1"}`, "d@example.com"},
	})
}

// TestShared: what shares something makes what another tool revokes, and both
// show who has access then.
func TestShared(t *testing.T) {
	with := `"shared_with":{"type":"array","description":"Everybody with access.","items":{"type":"object","properties":{"email":{"type":"string"},"access":{"type":"string","enum":["reader","editor"]}}}}`
	result := `{"type":"object","properties":{"calendar_id":{"type":"string"},` + with + `}}`
	b := briefOf(
		[4]string{"list_calendars", "List the calendars.", `{"type":"object","properties":{}}`, `{"type":"object","properties":{"calendars":{"type":"array","items":{"type":"object","properties":{"calendar_id":{"type":"string"},"name":{"type":"string"}}}}}}`},
		[4]string{"share_calendar", "Give a person access to a calendar, or change the access they have.", `{"type":"object","properties":{"calendar_id":{"type":"string"},"email":{"type":"string"},"access":{"type":"string","enum":["reader","editor"]}},"required":["calendar_id","email","access"]}`, result},
		[4]string{"revoke_calendar_access", "Take a person's access to a calendar away.", `{"type":"object","properties":{"calendar_id":{"type":"string"},"email":{"type":"string"}},"required":["calendar_id","email"]}`, result},
	)
	played(t, b, map[string][]json.RawMessage{
		"calendars":         raw(`{"id":"k1","name":"Work"}`),
		"calendar_accesses": raw(`{"email":"a@example.com","calendar_id":"k1","access":"reader","status":"active"}`),
	}, [][]string{
		{"share_calendar", `{"calendar_id":"k1","email":"b@example.com","access":"editor"}`, "a@example.com", `"access":"editor","email":"b@example.com"`},
		{"share_calendar", `{"calendar_id":"k1","email":"a@example.com","access":"editor"}`, `"access":"editor","email":"a@example.com"`},
		{"revoke_calendar_access", `{"calendar_id":"k1","email":"a@example.com"}`, `"shared_with":[{"access":"editor","email":"b@example.com"}]`},
		{"share_calendar", `{"calendar_id":"k1","email":"a@example.com","access":"reader"}`, `"access":"reader","email":"a@example.com"`},
	})
}

// TestOrdersAgree: a new order comes to what its cart does and goes where its
// address lies, and goes elsewhere when it gets another.
func TestOrdersAgree(t *testing.T) {
	address := `"shipping_address":{"type":"object","properties":{"city":{"type":"string"},"postal_code":{"type":"string"}}}`
	key := func(names ...string) string {
		return `{"type":"object","properties":{"` + strings.Join(names, `":{"type":"string"},"`) + `":{"type":"string"}},"required":["` + strings.Join(names, `","`) + `"]}`
	}
	b := briefOf(
		[4]string{"get_order", "Read an order.", key("order_id"), `{"type":"object","properties":{"order_id":{"type":"string"},"total_cents":{"type":"integer"},` + address + `}}`},
		[4]string{"place_order", "Turn a cart into an order.", key("cart_id", "address_id"), `{"type":"object","properties":{"order_id":{"type":"string"},"total_cents":{"type":"integer"}}}`},
		[4]string{"change_order_address", "Send an order to another address of the customer.", key("order_id", "address_id"), `{"type":"object","properties":{"order_id":{"type":"string"},"shipping_address":{"type":"object","properties":{"address_id":{"type":"string"},"city":{"type":"string"},"postal_code":{"type":"string"}}}}}`},
		[4]string{"get_cart", "Read a cart.", key("cart_id"), `{"type":"object","properties":{"cart_id":{"type":"string"},"total":{"type":"number"}}}`},
	)
	d, err := New().Design(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	for i, tool := range d.Tools {
		if b.Tools[i].Name == "change_order_address" && (tool.Does.Table != "orders" || tool.Does.Operation != world.Update) {
			t.Errorf("change_order_address does %s of %s:\n%s", tool.Does.Operation, tool.Does.Table, tool.Code)
		}
	}
	played(t, b, map[string][]json.RawMessage{
		"carts":           raw(`{"id":"c1","total":12.5}`),
		"order_addresses": raw(`{"id":"a1","city":"Leeds","postal_code":"LS1 4AP"}`, `{"id":"a2","city":"York","postal_code":"YO1 7HH"}`),
		"orders":          raw(`{"id":"o1","address_id":"a1","cart_id":"c1","total_cents":900,"shipping_address_city":"Leeds","shipping_address_postal_code":"LS1 4AP"}`),
	}, [][]string{
		{"place_order", `{"cart_id":"c1","address_id":"a2"}`, `"total_cents":1250`},
		{"change_order_address", `{"order_id":"o1","address_id":"a2"}`, "York", "YO1 7HH", "!Leeds", `"order_id":"o1"`},
		{"get_order", `{"order_id":"o1"}`, "York", "!Leeds"},
		{"change_order_address", `{"order_id":"o1","address_id":"a9"}`, "there is no order address a9"},
		{"place_order", `{"cart_id":"c9","address_id":"a2"}`, "there is no cart c9"},
	})
}

// TestPriced: what is ordered without a cart costs what its product does.
func TestPriced(t *testing.T) {
	b := briefOf(
		[4]string{"create_order", "Order a product.", `{"type":"object","properties":{"product_id":{"type":"string"},"quantity":{"type":"integer","minimum":1}},"required":["product_id","quantity"]}`, `{"type":"object","properties":{"order_id":{"type":"string"},"total":{"type":"number"}}}`},
		[4]string{"get_product", "Read a product.", `{"type":"object","properties":{"product_id":{"type":"string"}},"required":["product_id"]}`, `{"type":"object","properties":{"product_id":{"type":"string"},"price":{"type":"number"}}}`},
	)
	played(t, b, map[string][]json.RawMessage{"products": raw(`{"id":"p1","price":2.5}`)}, [][]string{
		{"create_order", `{"product_id":"p1","quantity":3}`, `"total":7.5`},
	})
}
