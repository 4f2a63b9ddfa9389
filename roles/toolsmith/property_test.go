package toolsmith

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
	"worldc/roles"
	"worldc/world"
)

// names that documents have, and those that nobody should have.
var oddNames = []string{
	"id", "order_id", "orderId", "user_id", "userId", "name", "status", "state", "limit", "page", "offset", "sort_by", "query", "q", "from", "to", "in", "class",
	"order", "group", "values", "select", "type", "db", "now", "fail", "given", "page-token", "X-Header", "$filter", "created_at", "updatedAt", "price", "quantity", "tags",
	"城市", "订单号", "naïve", "a b", "", "1st", "_", "--", "order.items", "properties", "body", "data", "items", "email", "def", "lambda", "None", "rows", "row", "each",
	"row_of", "order_of", "order_view", "changes", "arguments", "where", "equal", "very_long_" + strings.Repeat("name_", 30),
}

var oddTools = []string{
	"get_order", "list_orders", "search_orders", "create_order", "update_order", "delete_order", "cancel_order", "approve_order", "add_user_to_group", "remove_user_from_group",
	"count_orders", "convert_currency", "查询天气", "查询订单", "load", "fail", "db", "get", "x", "orders.list", "Orders_Get", "ping", "login", "GetOrderStatusByUserIdAndDate", "order_of",
	"ship-order", "archive_user", "unarchive_user", "get_user", "list_users_of_group", "upload_file", "createOrders", "order_view", "mentions", "restart_server", "search_mentions", "list_pages",
}

// anyDocument is a schema that a parameter or a field may have.
func anyDocument(depth int) *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		s := map[string]any{}
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0, 1, 2:
			s["type"] = "string"
			if rapid.Bool().Draw(t, "has enum") {
				s["enum"] = rapid.SliceOfN(rapid.SampledFrom([]any{"open", "closed", "it's", `a"b`, "all", "", nil, 3, "PENDING"}), 1, 4).Draw(t, "enum")
			}
			if rapid.Bool().Draw(t, "has format") {
				s["format"] = rapid.SampledFrom([]string{"date", "date-time", "uuid", "email", "binary", "lies"}).Draw(t, "format")
			}
		case 3:
			s["type"] = "integer"
		case 4:
			s["type"] = "number"
			s["default"] = rapid.SampledFrom([]any{1, 2.5, "x", nil, 1e300}).Draw(t, "default")
		case 5:
			s["type"] = "boolean"
		case 6:
			s["type"] = []string{"string", "null", "integer"}
		case 7:
			s["type"] = "array"
			if depth < 2 {
				s["items"] = anyDocument(depth+1).Draw(t, "items")
			}
		case 8:
			s["type"] = "object"
			if depth < 2 {
				s["properties"] = anyProperties(depth+1).Draw(t, "properties")
			}
		}
		return s
	})
}

func anyProperties(depth int) *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		p := map[string]any{}
		for range rapid.IntRange(0, 6).Draw(t, "properties") {
			p[rapid.SampledFrom(oddNames).Draw(t, "name")] = anyDocument(depth).Draw(t, "document")
		}
		return p
	})
}

func mustJSON(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

// anyBrief is a domain of tools that no vendor would publish.
func anyBrief() *rapid.Generator[roles.Brief] {
	return rapid.Custom(func(t *rapid.T) roles.Brief {
		b := roles.Brief{Domain: world.Domain{ID: "d", Name: "any"}}
		for i := range rapid.IntRange(1, 8).Draw(t, "tools") {
			properties := anyProperties(0).Draw(t, "parameters")
			parameters := map[string]any{"type": "object", "properties": properties}
			var required []string
			for _, name := range oddNames {
				if _, ok := properties[name]; ok && rapid.Bool().Draw(t, "required") {
					required = append(required, name)
				}
			}
			if required != nil {
				parameters["required"] = required
			}
			tool := world.Tool{
				Name:        rapid.SampledFrom(oddTools).Draw(t, "tool"),
				Description: rapid.SampledFrom([]string{"", "Gets an order.", "Cancel a pending order.", "<b>x</b> \"\"\" ; DROP TABLE", "查询订单。"}).Draw(t, "description"),
				Parameters:  mustJSON(parameters),
			}
			tool.ID = world.ToolID("any", tool.Name, i)
			if rapid.Bool().Draw(t, "documented") {
				result := anyDocument(0).Draw(t, "result")
				if rapid.Bool().Draw(t, "row") {
					result = map[string]any{"type": "object", "properties": anyProperties(0).Draw(t, "fields")}
				}
				tool.Returns = mustJSON(result)
			}
			if rapid.Bool().Draw(t, "http") {
				tool.Source.Method = rapid.SampledFrom([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}).Draw(t, "method")
				tool.Source.Path = rapid.SampledFrom([]string{"/orders", "/orders/{order_id}", "/users/{user_id}/orders/{id}", "/groups/{group}/users", "/"}).Draw(t, "path")
			}
			b.Tools = append(b.Tools, tool)
		}
		return b
	})
}

// TestAnyDomain: whatever a document says, the world loads, its parts agree,
// its code makes no mistakes, and the same brief has the same design.
func TestAnyDomain(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := anyBrief().Draw(r, "brief")
		d, err := New().Design(context.Background(), b)
		if err != nil {
			r.Fatal(err)
		}
		again, err := New().Design(context.Background(), b)
		if err != nil {
			r.Fatal(err)
		}
		if have, want := string(mustJSON(again)), string(mustJSON(d)); have != want {
			r.Fatalf("two designs of one brief differ:\n%s\n%s", have, want)
		}
		agrees(r, b, d)
		if e, w := loaded(r, b, d, 3); e != nil {
			execute(r, e, w, map[world.Operation]*score{}, map[string]int{})
		}
	})
}

// agrees checks what a design says of itself.
func agrees(t rapid.TB, b roles.Brief, d *roles.Design) {
	if len(d.Tools) != len(b.Tools) {
		t.Fatalf("%d tools are designed of %d", len(d.Tools), len(b.Tools))
	}
	tables := map[string]*world.Table{}
	for i := range d.Tables {
		table := &d.Tables[i]
		if tables[table.Name] != nil || !usable(table.Name) {
			t.Errorf("the table %q: no name, or not the first of it", table.Name)
		}
		seen := map[string]bool{}
		for _, c := range table.Columns {
			if seen[c.Name] || !usable(c.Name) {
				t.Errorf("the column %s.%q: no name, or not the first of it", table.Name, c.Name)
			}
			seen[c.Name] = true
			if c.References != "" && tables[c.References] == nil && c.References != table.Name {
				t.Errorf("the column %s.%s refers to %s, which does not stand before", table.Name, c.Name, c.References)
			}
		}
		for _, k := range table.Key {
			if c := table.Column(k); c == nil || !c.Required {
				t.Errorf("the key %s.%s is no column, or can be NULL", table.Name, k)
			}
		}
		if s := table.States; s != nil {
			c := table.Column(s.Column)
			if c == nil || !slices.ContainsFunc(c.Enum, func(v json.RawMessage) bool { return string(v) == string(mustJSON(s.Initial)) }) {
				t.Errorf("%s: the initial state %q is none of %s", table.Name, s.Initial, c.Enum)
			}
			for _, m := range s.Moves {
				for _, state := range append(slices.Clone(m.From), m.To) {
					if !slices.ContainsFunc(c.Enum, func(v json.RawMessage) bool { return string(v) == string(mustJSON(state)) }) {
						t.Errorf("%s: the state %q is none of %s", table.Name, state, c.Enum)
					}
				}
				if len(m.From) == 0 || slices.Contains(m.From, m.To) {
					t.Errorf("%s: the move from %q to %q moves nothing", table.Name, m.From, m.To)
				}
			}
		}
		tables[table.Name] = table
	}
	column := func(path string) *world.Column {
		table, name, _ := strings.Cut(path, ".")
		if tables[table] == nil {
			return nil
		}
		return tables[table].Column(name)
	}
	for i, x := range d.Tools {
		tool := &b.Tools[i]
		if x.Tool != tool.ID {
			t.Fatalf("the design of %s stands in the place of %s", x.Tool, tool.ID)
		}
		if strings.TrimSpace(x.Description) == "" {
			t.Errorf("%s is not described", tool.Name)
		}
		if x.Rejected != "" {
			continue
		}
		if tables[x.Does.Table] == nil {
			t.Errorf("%s works on the table %q", tool.Name, x.Does.Table)
		}
		names, _ := signature(tool)
		for _, name := range names {
			if !slices.ContainsFunc(x.Does.Uses, func(u world.Use) bool { return u.Parameter == name }) {
				t.Errorf("%s: nothing is said of the parameter %q", tool.Name, name)
			}
		}
		for _, u := range x.Does.Uses {
			if !slices.Contains(names, u.Parameter) {
				t.Errorf("%s has no parameter %q", tool.Name, u.Parameter)
			}
			if (u.Column == "") != slices.Contains([]world.Part{world.Text, world.Limit, world.Offset, world.Order, world.Ignored}, u.Part) || u.Column != "" && column(u.Column) == nil {
				t.Errorf("%s: %s is %s of %q", tool.Name, u.Parameter, u.Part, u.Column)
			}
		}
		for _, g := range x.Does.Gives {
			if column(g.Column) == nil || g.Output == "" {
				t.Errorf("%s gives %q of %q", tool.Name, g.Output, g.Column)
			}
		}
		if writes := strings.Contains(x.Code, "db.insert") || strings.Contains(x.Code, "db.update") || strings.Contains(x.Code, "db.delete"); writes != (x.Effect == world.Write) {
			t.Errorf("%s is declared to %s:\n%s", tool.Name, x.Effect, x.Code)
		}
		if (x.Does.Operation == world.Move) != (x.Does.Transition != nil) {
			t.Errorf("%s: %s with the transition %v", tool.Name, x.Does.Operation, x.Does.Transition)
		}
	}
}

// usable reports whether a name can stand in SQL and in code.
func usable(name string) bool {
	for i, r := range name {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != "" && !reserved[name] && len(name) <= maxName+8
}

// TestRepair: a tool whose code failed does less and less, and is refused at
// last, with the reason.
func TestRepair(t *testing.T) {
	b := library(t)
	ctx := context.Background()
	d, err := New().Design(ctx, b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.Tools {
		for rung := 0; d.Tools[i].Rejected == ""; rung++ {
			if rung > 4 {
				t.Fatalf("%s is repaired for ever", b.Tools[i].Name)
			}
			before := d.Tools[i].Code
			x, err := New().Repair(ctx, b, d, b.Tools[i].ID, []string{"no call succeeds: it rains"})
			if err != nil {
				t.Fatal(err)
			}
			if x.Rejected == "" && x.Code == before {
				t.Fatalf("%s: the repair changes nothing", b.Tools[i].Name)
			}
			if x.Rejected != "" && !strings.Contains(x.Rejected, "it rains") {
				t.Errorf("%s: the reason is %q", b.Tools[i].Name, x.Rejected)
			}
			d.Tools[i] = x
			agrees(t, b, d)
			if x.Rejected == "" {
				if e, w := loaded(t, b, d, 3); e != nil {
					execute(t, e, w, map[world.Operation]*score{}, map[string]int{})
				}
			}
		}
	}
	if _, err := New().Repair(ctx, b, d, "nobody", nil); err == nil {
		t.Error("a tool that there is not is repaired")
	}
}
