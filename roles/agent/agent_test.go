package agent

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/roles/speech"
	"worldc/world"
)

// shop is a world of two tools, one of which nobody describes.
func shop() *world.World {
	return &world.World{
		ID: "w", Clock: "2025-06-02T09:00:00Z",
		Tables: []world.Table{{Name: "orders", Thing: "order", Key: []string{"id"}, Columns: []world.Column{
			{Name: "id", Label: "ID"}, {Name: "total", Label: "total"}, {Name: "state", Label: "status", Enum: []json.RawMessage{[]byte(`"open"`), []byte(`"paid"`)}}}}},
		Tools: []world.WorldTool{
			{Effect: world.Read, Tool: world.Tool{Name: "list_orders", Parameters: json.RawMessage(`{"type":"object","properties":{"customer":{"type":"string"},"limit":{"type":"integer"}},"required":["customer"]}`)},
				Does: &world.Behaviour{Operation: world.List, Table: "orders", Uses: []world.Use{{Parameter: "limit", Part: world.Limit}},
					Gives: []world.Give{{Output: "orders[].id", Column: "orders.id"}, {Output: "orders[].total", Column: "orders.total"}, {Output: "orders[].state", Column: "orders.state"}}}},
			{Effect: world.Write, Tool: world.Tool{Name: "cancelOrder", Parameters: json.RawMessage(`{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}`)}},
		},
	}
}

func TestPlan(t *testing.T) {
	p := New(Options{}).Enter(shop()).(*workplace)
	x := p.plan(&world.Task{
		Known: []world.Fact{{Name: "customer's name", Value: json.RawMessage(`"Ann Lee"`)}, {Name: "order's total", Value: json.RawMessage(`20`)}},
		Steps: []world.Step{{Operation: world.Get, Thing: "order", Same: -1, Wants: []world.Detail{{Label: "status"}}}},
		Calls: []world.Call{
			{Tool: "list_orders", Arguments: json.RawMessage(`{"customer":"Ann Lee","limit":20}`), Result: json.RawMessage(`{"orders":[{"id":"o1","total":20,"state":"open"},{"id":"o2","total":30,"state":"paid"}]}`)},
			{Tool: "cancelOrder", Arguments: json.RawMessage(`{"id":"o1"}`)},
		},
		Outputs: []string{"open"},
	})
	list, cancel := x.calls[0], x.calls[1]
	if l := list.args[0].leaves[0]; l.source != factSource || l.fact != 0 {
		t.Errorf("the customer comes from %+v", l)
	}
	if l := list.args[1].leaves[0]; l.source != ownSource {
		t.Errorf("a limit is nobody's to give: %+v", l)
	}
	if l := cancel.args[0].leaves[0]; l.source != resultSource || l.call != 0 {
		t.Errorf("the id comes from %+v", l)
	}
	if len(cancel.picks) != 1 || cancel.picks[0].fact != 1 || cancel.picks[0].call != 0 {
		t.Errorf("the order is told by %+v", cancel.picks)
	}
	if list.serves != 0 || x.ends[0] != 2 && x.ends[0] != 1 {
		t.Errorf("serves %d, ends %v", list.serves, x.ends)
	}
	if o := x.outputs[0]; o.label != "status" || o.step != 0 || len(o.picks) != 1 {
		t.Errorf("%+v", o)
	}
	if len(p.enumAt(list.tool, x.outputs[0].at)) != 2 {
		t.Error("the states are not known")
	}
}

// TestObjectArgument: what the properties of an argument stand for is the user's to
// say, and is said by its label when a call is proposed.
func TestObjectArgument(t *testing.T) {
	w := shop()
	w.Tools = append(w.Tools, world.WorldTool{Effect: world.Write, Tool: world.Tool{Name: "create_order", Parameters: json.RawMessage(`{"type":"object","properties":{"order":{"type":"object","properties":{"total":{"type":"number"},"state":{"type":"string"}}}},"required":["order"]}`)},
		Does: &world.Behaviour{Operation: world.Create, Table: "orders", Uses: []world.Use{{Parameter: "order", Part: world.Ignored}, {Parameter: "order", Property: "total", Part: world.Set, Column: "orders.total"}, {Parameter: "order", Property: "state", Part: world.Set, Column: "orders.state"}}}})
	p := New(Options{}).Enter(w).(*workplace)
	x := p.plan(&world.Task{
		Known: []world.Fact{{Name: "order's total", Value: json.RawMessage(`20`)}, {Name: "order's status", Value: json.RawMessage(`"paid"`)}},
		Calls: []world.Call{{Tool: "create_order", Arguments: json.RawMessage(`{"order":{"state":"paid","total":20}}`)}},
	})
	for _, l := range x.calls[0].args[0].leaves {
		if l.source != factSource {
			t.Errorf("%s is nobody's to give", l.text)
		}
	}
	h := &helper{workplace: p, plan: x, used: make([]json.RawMessage, 1)}
	if vp, _ := h.deed(0, nil); vp != "create an order with the status paid and the total 20" {
		t.Error(vp)
	}
}

func TestSystem(t *testing.T) {
	w := shop()
	if s := System(w); !strings.Contains(s, "wait for a yes") || !strings.Contains(s, w.Clock) {
		t.Error(s)
	}
	w.Policy = "# Shop\n\nToday is 2 June 2025."
	if s := System(w); s != w.Policy {
		t.Error(s)
	}
}

func TestLearn(t *testing.T) {
	p := New(Options{}).Enter(shop()).(*workplace)
	if x := p.tools["cancelOrder"]; x.verb != "cancel" || x.thing != "order" {
		t.Errorf("%+v", x)
	}
	for name, want := range map[string]string{"Servers_Restart": "restart", "get_meetings_by_id_start": "start", "hotel_undelete": "undelete", "post_orders": "update", "orders_report_mark": "update"} {
		x := tool{effect: world.Write, does: &world.Behaviour{Operation: world.Move}}
		if verb := x.verbIn(strings.Fields(speech.InWords(name))); verb != want {
			t.Errorf("%s: %q, want %q", name, verb, want)
		}
	}
	if x := p.tools["list_orders"]; x.verb != "list" || x.thing != "order" || len(x.required) != 1 {
		t.Errorf("%+v", x)
	}
}

// TestNear: a value near another differs from it, and keeps its form.
func TestNear(t *testing.T) {
	for text, want := range map[string]string{"2025-06-30": "2025-07-01", "2025-06-30T10:00:00Z": "2025-07-01T10:00:00Z", "41": "42", "9.50": "10.50", "true": "false", "ann.lee@example.org": "ann.le@example.org"} {
		if got := nudged(text, parameter{}); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if got := nudged(text, parameter{}); got == text && text != "" {
			t.Errorf("%q is its own neighbour", text)
		}
	})
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{"order_id": "orderId", "orderId": "order_id", "id": "id"} {
		if got := camel(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	h := &helper{}
	long := "post_v2_customers_by_customer_id_domains"
	for n, want := range []string{long, long, "this tool", "this tool"} {
		if got := h.toolName(long); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	if trouble("get_order: id is missing.") != "id is missing" || trouble("no such thing: x") != "no such thing: x" {
		t.Error("trouble")
	}
}
