package domaining

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
)

// tool is a tool with parameters and results given as "name:type" lists; a
// dotted name is a property of an object, [] after a name makes an array.
func tool(name, parameters, returns string) world.Tool {
	t := world.Tool{ID: name, Name: name, Description: strings.ReplaceAll(name, "_", " "), Parameters: schemaOf(parameters)}
	if returns != "" {
		t.Returns = schemaOf(returns)
	}
	return t
}

func schemaOf(list string) json.RawMessage {
	root := map[string]any{"type": "object"}
	var required []string
	for _, f := range strings.Fields(list) {
		path, kind, _ := strings.Cut(f, ":")
		at := root
		names := strings.Split(path, ".")
		required = append(required, names[0])
		for i, name := range names {
			properties, _ := at["properties"].(map[string]any)
			if properties == nil {
				properties = map[string]any{}
				at["properties"] = properties
			}
			name, list := strings.CutSuffix(name, "[]")
			child, _ := properties[name].(map[string]any)
			if child == nil {
				child = map[string]any{}
				properties[name] = child
			}
			if list {
				child["type"] = "array"
				items, _ := child["items"].(map[string]any)
				if items == nil {
					items = map[string]any{}
					child["items"] = items
				}
				child = items
			}
			child["type"] = "object"
			if i == len(names)-1 {
				child["type"] = kind
			}
			at = child
		}
	}
	root["required"] = required
	raw, err := json.Marshal(root)
	if err != nil {
		panic(err)
	}
	return raw
}

func describe(feeds []world.Feed) (list []string) {
	for _, f := range feeds {
		for _, v := range f.Via {
			list = append(list, fmt.Sprintf("%s.%s -> %s.%s %v", f.From, v.Output, f.To, v.Input, v.Score))
		}
	}
	return list
}

func TestFeeds(t *testing.T) {
	for _, x := range []struct {
		name  string
		tools []world.Tool
		want  []string
	}{
		{"a generic name belongs to the object around it", []world.Tool{
			tool("list_orders", "", "data[].id:string data[].customer.id:string data[].total:number"),
			tool("get_customer", "customer_id:string", ""),
			tool("cancel_order", "order_id:string", ""),
		}, []string{
			"list_orders.data[].customer.id -> get_customer.customer_id 0.8",
			"list_orders.data[].id -> cancel_order.order_id 0.95",
		}},
		{"a generic parameter belongs to the tool", []world.Tool{
			tool("create_invoice", "amount:number", "invoiceId:integer"),
			tool("send_invoice", "id:integer", ""),
		}, []string{"create_invoice.invoiceId -> send_invoice.id 0.95"}},
		{"an entity may stand for its id", []world.Tool{
			tool("find_channels", "query:string", "channels[].uuid:string"),
			tool("archive_channel", "channel:string", ""),
		}, []string{"find_channels.channels[].uuid -> archive_channel.channel 0.75"}},
		{"kinds must fit", []world.Tool{
			tool("list_users", "", "users[].id:boolean"),
			tool("get_user", "user_id:string", ""),
		}, nil},
		{"what says nothing feeds nothing", []world.Tool{
			tool("list_pages", "", "total:integer page:integer status:string created_at:string"),
			tool("list_books", "page:integer limit:integer status:string", ""),
		}, nil},
		{"who asks for a value ranks below who makes it", []world.Tool{
			tool("get_ticket", "ticket_id:string", "ticket_id:string"),
			tool("create_ticket", "title:string", "ticket_id:string"),
			tool("close_ticket", "ticket_id:string", ""),
		}, []string{
			"get_ticket.ticket_id -> close_ticket.ticket_id 0.9",
			"create_ticket.ticket_id -> get_ticket.ticket_id 1",
			"create_ticket.ticket_id -> close_ticket.ticket_id 1",
		}},
		{"undocumented results stand for the key of their subject", []world.Tool{
			tool("search_flights", "city:string", ""),
			tool("get_flight", "flight_id:string", ""),
			tool("cancel_flight", "flight_id:string", ""),
		}, []string{
			"search_flights. -> get_flight.flight_id 0.95",
			"search_flights. -> cancel_flight.flight_id 0.95",
			"get_flight. -> cancel_flight.flight_id 0.855",
		}},
		{"an attribute feeds by its own name", []world.Tool{
			tool("get_city", "name:string", "city.latitude:number city.longitude:number"),
			tool("get_weather", "latitude:number longitude:number", ""),
		}, []string{
			"get_city.city.latitude -> get_weather.latitude 0.8",
			"get_city.city.longitude -> get_weather.longitude 0.8",
		}},
	} {
		if got := describe(Feeds(x.tools, DefaultThreshold)); !slices.Equal(got, x.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", x.name, strings.Join(got, "\n     "), strings.Join(x.want, "\n     "))
		}
	}
}

func TestFeedsOfNothing(t *testing.T) {
	if got := Feeds(nil, DefaultThreshold); len(got) != 0 {
		t.Errorf("feeds among no tools: %v", got)
	}
	broken := world.Tool{ID: "a", Name: "", Parameters: json.RawMessage(`{"properties":[`), Returns: json.RawMessage(`nonsense`)}
	if got := Feeds([]world.Tool{broken, broken}, 0); len(got) != 0 {
		t.Errorf("feeds among tools without fields: %v", got)
	}
}

// anyTools draws tools whose names and fields are made of few words, so that
// they often fit.
func anyTools(t *rapid.T) []world.Tool {
	noun := rapid.SampledFrom([]string{"order", "user", "item", "orders", "invoice", "id", "name", "data"})
	name := func(label string) string {
		return strings.Join(rapid.SliceOfN(noun, 1, 2).Draw(t, label), "_")
	}
	var tools []world.Tool
	for i := range rapid.IntRange(0, 12).Draw(t, "tools") {
		fields := func(label string) string {
			var list []string
			for range rapid.IntRange(0, 4).Draw(t, label) {
				list = append(list, name("field")+rapid.SampledFrom([]string{"", "[]"}).Draw(t, "list")+":"+rapid.SampledFrom([]string{"string", "integer", "boolean"}).Draw(t, "type"))
			}
			return strings.Join(list, " ")
		}
		x := tool(rapid.SampledFrom([]string{"get_", "list_", "create_", "delete_", ""}).Draw(t, "verb")+name("name"), fields("inputs"), fields("outputs"))
		x.ID = fmt.Sprintf("%02d", i)
		tools = append(tools, x)
	}
	return tools
}

func TestFeedsProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tools := anyTools(t)
		threshold := rapid.Float64Range(0.05, 1).Draw(t, "threshold")
		feeds := Feeds(tools, threshold)
		if !reflect.DeepEqual(feeds, Feeds(tools, threshold)) {
			t.Fatal("two runs differ")
		}
		previous := [2]string{}
		for _, f := range feeds {
			if f.From == f.To {
				t.Fatalf("%s feeds itself", f.From)
			}
			if at := [2]string{f.From, f.To}; slices.Compare(previous[:], at[:]) >= 0 {
				t.Fatalf("%v after %v", at, previous)
			} else {
				previous = at
			}
			if len(f.Via) == 0 || len(f.Via) > maxVia {
				t.Fatalf("%d pairs", len(f.Via))
			}
			for _, v := range f.Via {
				if v.Score < threshold || v.Score > 1 || v.Score != math.Round(v.Score*1000)/1000 {
					t.Fatalf("score %v at threshold %v", v.Score, threshold)
				}
			}
		}
	})
}

// Whatever the pool, every domain has a name, and no two the same.
func TestNamesAreUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tools := anyTools(t)
		var domains [][]world.Tool
		for left := tools; len(left) > 0; {
			n := rapid.IntRange(1, len(left)).Draw(t, "size")
			domains, left = append(domains, left[:n]), left[n:]
		}
		names := Names(domains, tools)
		for i, n := range names {
			if n == "" || slices.Contains(names[:i], n) {
				t.Fatalf("name %d of %q", i, names)
			}
		}
	})
}

func TestNames(t *testing.T) {
	named := func(list string) (tools []world.Tool) {
		for _, name := range strings.Fields(list) {
			tools = append(tools, tool(name, "", ""))
		}
		return tools
	}
	domains := [][]world.Tool{
		named("listCalendarEvents createCalendarEvent deleteCalendarEvent getFreeBusy"),
		named("search_flights book_flight cancel_flight_booking"),
		named("get_list_id get_id list_data"),
		named("get_user_by_id update_user delete_user list_users"),
		named("user_get users_list"),
		named("user_get users_list"),
		named("getWeatherForecast getCurrentWeather getHistoricalWeather"),
	}
	want := []string{"calendar events", "flights", "tools", "users", "users 2", "users 3", "weather"}
	if got := Names(domains, slices.Concat(domains...)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWords(t *testing.T) {
	for s, want := range map[string]string{
		"getOrderByID": "get order by id", "HTTPServer": "http server", "userIDs": "user ids", "v2_list-items": "v 2 list items",
		"orders[].lineItems.sku": "orders line items sku", "": "", "__": "", "ÄrgerÜber": "ärger über", "2FACode": "2 fa code",
	} {
		if got := strings.Join(words(s), " "); got != want {
			t.Errorf("words of %q: %q, want %q", s, got, want)
		}
	}
}

func TestSingularAndPlural(t *testing.T) {
	for p, s := range map[string]string{
		"orders": "order", "categories": "category", "addresses": "address", "boxes": "box", "branches": "branch",
		"statuses": "status", "people": "person", "indexes": "index", "keys": "key", "buses": "bus", "movies": "movie",
		"analyses": "analysis", "classes": "class",
	} {
		if got := singular(p); got != s {
			t.Errorf("singular of %q: %q, want %q", p, got, s)
		}
		if got := singular(s); got != s {
			t.Errorf("singular of %q: %q", s, got)
		}
		if got := singular(plural(s)); got != s {
			t.Errorf("%q in the plural and back: %q", s, got)
		}
	}
}

func TestSchemaFields(t *testing.T) {
	for _, x := range []struct{ schema, want string }{
		{`{"type":"object","properties":{"b":{"type":"string"},"a":{"type":["null","integer"]}}}`, "a:2 b:1"},
		{`{"type":"array","items":{"properties":{"id":{"type":"string"}}}}`, "[].id:1"},
		{`{"properties":{"a":{"properties":{"b":{"items":{"type":"number"},"type":"array"}}}}}`, "a.b[]:3"},
		{`{"$defs":{"N":{"properties":{"id":{"type":"string"},"next":{"$ref":"#/$defs/N"}}}},"$ref":"#/$defs/N"}`, "id:1 next.id:1 next.next.id:1"},
		{`{"allOf":[{"properties":{"a":{"type":"string"}}},{"oneOf":[{"properties":{"b":{}}}]}]}`, "a:1 b:0"},
		{`{"type":"string"}`, ":1"},
		{`{"properties":{"a":true}}`, "a:0"},
		{`{"$ref":"#"}`, ":0"},
		{`{"properties":{"a":{"type":"str`, ":0"},
	} {
		var got []string
		for _, f := range parseSchema([]byte(x.schema)).fields() {
			got = append(got, fmt.Sprintf("%s:%d", f.path, f.kind))
		}
		if s := strings.Join(got, " "); !strings.HasPrefix(s, x.want) {
			t.Errorf("%s: %s, want %s", x.schema, s, x.want)
		}
	}
}

func FuzzSchema(f *testing.F) {
	f.Add([]byte(`{"type":"object","properties":{"a":{"items":[{"$ref":"#/definitions/x"}]}},"definitions":{"x":{"allOf":[{"$ref":"#"}]}}}`))
	f.Add([]byte(`{"required":["a"],"properties":{"a":{"type":["null","string"]}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if n := len(parseSchema(raw).fields()); n > maxFields {
			t.Fatalf("%d fields", n)
		}
		Feeds([]world.Tool{{Name: "get_a", Parameters: raw, Returns: raw}, {Name: "set_a", Parameters: raw}}, 0)
	})
}

func BenchmarkFeeds(b *testing.B) {
	for _, n := range []int{500, 5000} {
		var tools []world.Tool
		for i := range n {
			var in, out []string
			for f := range 50 {
				if out = append(out, fmt.Sprintf("data.item%d.thing%d_id:string", i%97, (i*31+f*17)%1999)); f%5 == 0 {
					in = append(in, fmt.Sprintf("thing%d_id:string", (i*13+f*7)%1999))
				}
			}
			tools = append(tools, tool(fmt.Sprintf("get_thing%d", i), strings.Join(in, " "), strings.Join(out, " ")))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Feeds(tools, DefaultThreshold)
			}
		})
	}
}
