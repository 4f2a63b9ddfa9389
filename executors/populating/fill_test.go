package populating

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
	"worldc/world/engine"
)

// somewhere draws tables as a toolsmith might: any names and types, references
// back, life cycles, and schemas that fight with the type.
func somewhere(t *rapid.T) []world.Table {
	things := []string{"order", "customer", "order item", "flight", "repo", "widget", "playlist", "device", "category", "payment", "person", "车", "tag", ""}
	columns := slices.Sorted(maps.Keys(names))
	documents := []string{"", "", "", `{"type":"string","maxLength":12}`, `{"type":"string","pattern":"^[A-Z]{3}-[0-9]{2,4}$"}`, `{"type":"integer","minimum":3,"maximum":9}`, `{"type":"number","exclusiveMinimum":0,"multipleOf":0.5}`,
		`{"type":"string","format":"date-time"}`, `{"type":"integer","format":"date-time"}`, `{"type":"string","format":"uuid"}`, `{"type":"string","pattern":"(?<x>"}`, `{"type":"string","minLength":40}`, `{"type":"array","items":{"type":"string"},"minItems":2}`,
		`{"type":"object","properties":{"id":{"type":"string"},"city":{"type":"string"},"lines":{"type":"array","items":{"type":"object","properties":{"sku":{"type":"string"},"quantity":{"type":"integer"}},"required":["sku"]}}}}`,
		`{"description":"One of: small, medium or large."}`, `{"example":"cus_9s6XKzkNRiz8i3"}`, `{"type":"string","maxLength":0}`, `[]`, `{"type":["null","string"],"enum":["a","b",null]}`}
	n := rapid.IntRange(1, 6).Draw(t, "tables")
	var list []world.Table
	for i := range n {
		thing := rapid.SampledFrom(things).Draw(t, "thing")
		table := world.Table{Name: fmt.Sprintf("t%d_%s", i, slug(thing, "_")), Thing: thing}
		if rapid.Bool().Draw(t, "link") && i > 1 {
			for k := range 2 {
				name := fmt.Sprintf("r%d_id", k)
				table.Key = append(table.Key, name)
				to := rapid.IntRange(0, i-1).Draw(t, "to")
				table.Columns = append(table.Columns, world.Column{Name: name, Type: keyOf(&list[to]).Type, Required: true, References: list[to].Name})
			}
		} else {
			name := rapid.SampledFrom([]string{"id", "code", "email", "name", "slug", "day"}).Draw(t, "key")
			table.Key = []string{name}
			table.Columns = append(table.Columns, world.Column{Name: name, Type: rapid.SampledFrom([]string{"TEXT", "INTEGER"}).Draw(t, "type"), Required: true,
				Document: json.RawMessage(rapid.SampledFrom(documents).Draw(t, "document"))})
		}
		taken := map[string]bool{}
		for _, c := range table.Columns {
			taken[c.Name] = true
		}
		for range rapid.IntRange(0, 9).Draw(t, "columns") {
			name := rapid.SampledFrom(columns).Draw(t, "column")
			if rapid.IntRange(0, 9).Draw(t, "odd") == 0 {
				name = rapid.SampledFrom([]string{"foo", "x", "名前", "a-b", "HTTPServerURL", "is_x", "n_things", "things_count"}).Draw(t, "name")
			}
			if taken[name] {
				continue
			}
			taken[name] = true
			c := world.Column{Name: name, Type: rapid.SampledFrom([]string{"TEXT", "TEXT", "INTEGER", "REAL", "BOOLEAN", "JSON"}).Draw(t, "type"), Required: rapid.Bool().Draw(t, "required"),
				Document: json.RawMessage(rapid.SampledFrom(documents).Draw(t, "document"))}
			switch rapid.IntRange(0, 9).Draw(t, "extra") {
			case 0:
				if i > 0 {
					to := &list[rapid.IntRange(0, i-1).Draw(t, "to")]
					if len(to.Key) == 1 {
						c.References, c.Type, c.Document = to.Name, keyOf(to).Type, nil
					}
				}
			case 1:
				if len(table.Key) == 1 {
					c.References, c.Type, c.Required, c.Document = table.Name, table.Columns[0].Type, false, nil
				}
			case 2:
				if c.Type == "TEXT" {
					c.Enum = []json.RawMessage{json.RawMessage(`"open"`), json.RawMessage(`"closed"`), json.RawMessage(`"on hold"`)}
					c.Document = nil
				}
			case 3:
				c.Unique = c.Type == "TEXT" || c.Type == "INTEGER"
			case 4:
				if c.Type == "TEXT" {
					c.Document = nil
					table.States = &world.Lifecycle{Column: name, Initial: "draft", Moves: []world.Transition{{Column: name, From: []string{"draft"}, To: "sent"}, {Column: name, From: []string{"draft", "sent"}, To: "void"}}}
				}
			}
			table.Columns = append(table.Columns, c)
		}
		list = append(list, table)
	}
	return list
}

func keyOf(t *world.Table) *world.Column { return t.Column(t.Key[0]) }

// TestFillIsConsistent: Check finds nothing in what Fill makes, a larger world
// holds the smaller, and equal streams give equal bytes.
func TestFillIsConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := somewhere(t)
		Mean(list)
		seed := rapid.Uint64().Draw(t, "seed")
		n := rapid.IntRange(1, 12).Draw(t, "rows")
		o := Options{Rows: n, Clock: clock, Stream: stream(seed)}
		small := Fill(list, o)
		for _, p := range Check(list, small) {
			t.Error(p)
		}
		again := Fill(list, o)
		o.Rows = n + rapid.IntRange(1, 15).Draw(t, "more")
		large := Fill(list, o)
		for _, table := range list {
			if !slices.EqualFunc(small[table.Name], again[table.Name], func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
				t.Fatalf("%s: the same streams gave other rows", table.Name)
			}
			if len(small[table.Name]) == 0 && table.Columns[0].References == "" {
				t.Fatalf("%s has no rows", table.Name)
			}
			held := map[string]bool{}
			for _, row := range large[table.Name] {
				held[string(row)] = true
			}
			for _, row := range small[table.Name] {
				if !held[string(row)] {
					t.Fatalf("%s: of %d rows this is not among those of %d:\n%s", table.Name, n, o.Rows, row)
				}
			}
		}
	})
}

// schema is tables in SQL, as far as the rows need it.
func schema(list []world.Table) string {
	var b strings.Builder
	quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	for _, t := range list {
		fmt.Fprintf(&b, "CREATE TABLE %s (", quote(t.Name))
		for _, c := range t.Columns {
			fmt.Fprintf(&b, "%s %s", quote(c.Name), c.Type)
			if c.Required || slices.Contains(t.Key, c.Name) {
				b.WriteString(" NOT NULL")
			}
			if c.Unique {
				b.WriteString(" UNIQUE")
			}
			if c.References != "" {
				fmt.Fprintf(&b, " REFERENCES %s", quote(c.References))
			}
			b.WriteString(", ")
		}
		var key []string
		for _, k := range t.Key {
			key = append(key, quote(k))
		}
		fmt.Fprintf(&b, "PRIMARY KEY (%s));\n", strings.Join(key, ", "))
	}
	return b.String()
}

// TestRowsLoad loads the rows of every trade into the engine, whose database
// enforces keys, references and types.
func TestRowsLoad(t *testing.T) {
	for trade, text := range trades {
		t.Run(trade, func(t *testing.T) {
			list := tables(text)
			Mean(list)
			w := &world.World{ID: "w", Schema: schema(list), Rows: Fill(list, Options{Rows: 20, Clock: clock, Stream: stream(7)}), Clock: clock}
			for _, p := range Check(list, w.Rows) {
				t.Error(p)
			}
			e, err := engine.Load(w, engine.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestStates: every transition of a life cycle has rows that can make it and
// rows that cannot.
func TestStates(t *testing.T) {
	for trade, text := range trades {
		list := tables(text)
		Mean(list)
		for seed := range uint64(20) {
			rows := Fill(list, Options{Rows: 6, Clock: clock, Stream: stream(seed)})
			for _, table := range list {
				if table.States == nil {
					continue
				}
				count := map[string]int{}
				for _, raw := range rows[table.Name] {
					var row map[string]any
					if err := json.Unmarshal(raw, &row); err != nil {
						t.Fatal(err)
					}
					count[row[table.States.Column].(string)]++
				}
				for _, m := range table.States.Moves {
					can := 0
					for _, from := range m.From {
						can += count[from]
					}
					if can == 0 || can == len(rows[table.Name]) {
						t.Errorf("%s %s: %d of %d rows can become %s", trade, table.Name, can, len(rows[table.Name]), m.To)
					}
				}
			}
		}
	}
}

// TestTotals: what an order comes to is what its lines come to.
func TestTotals(t *testing.T) {
	list := tables(trades["shop"])
	Mean(list)
	for seed := range uint64(50) {
		rows := Fill(list, Options{Rows: 10, Clock: clock, Stream: stream(seed)})
		lines := map[string]float64{}
		for _, raw := range rows["order_items"] {
			var l struct {
				Order string  `json:"order_id"`
				N     int     `json:"quantity"`
				Price float64 `json:"unit_price"`
				Total float64 `json:"line_total"`
			}
			if err := json.Unmarshal(raw, &l); err != nil {
				t.Fatal(err)
			}
			if d := l.Total - float64(float64(l.N)*l.Price); d > 0.001 || d < -0.001 {
				t.Errorf("a line of %d at %g comes to %g", l.N, l.Price, l.Total)
			}
			lines[l.Order] += l.Total
		}
		for _, raw := range rows["orders"] {
			var o struct {
				ID                                            string
				Subtotal, Discount, Shipping_cost, Tax, Total float64
			}
			if err := json.Unmarshal(raw, &o); err != nil {
				t.Fatal(err)
			}
			if d := o.Subtotal - lines[o.ID]; d > 0.001 || d < -0.001 {
				t.Errorf("order %s: subtotal %g, lines %g", o.ID, o.Subtotal, lines[o.ID])
			}
			if d := o.Total - (o.Subtotal - o.Discount + o.Shipping_cost + o.Tax); d > 0.001 || d < -0.001 {
				t.Errorf("order %s does not add up: %+v", o.ID, o)
			}
		}
	}
}

// TestCheckFinds: each kind of damage is found, and named.
func TestCheckFinds(t *testing.T) {
	list := tables(`
		users user: id! name email^ created_at updated_at
		posts post: id!:INTEGER user_id>users status=draft|published views:INTEGER start_date end_date tags?:JSON`)
	Mean(list)
	user := `{"created_at":"2025-01-02T00:00:00Z","email":"a@example.com","id":"u1","name":"A","updated_at":"2025-01-03T00:00:00Z"}`
	post := `{"end_date":"2025-02-02","id":1,"start_date":"2025-02-01","status":"draft","tags":null,"user_id":"u1","views":3}`
	rows := func(users, posts []string) map[string][]json.RawMessage {
		m := map[string][]json.RawMessage{}
		for _, u := range users {
			m["users"] = append(m["users"], json.RawMessage(u))
		}
		for _, p := range posts {
			m["posts"] = append(m["posts"], json.RawMessage(p))
		}
		return m
	}
	replace := func(s, a, b string) string {
		if !strings.Contains(s, a) {
			t.Fatalf("no %s in %s", a, s)
		}
		return strings.Replace(s, a, b, 1)
	}
	for _, test := range []struct {
		what         string
		users, posts []string
		want         string
	}{
		{"nothing", []string{user}, []string{post}, ""},
		{"key twice", []string{user, replace(user, "a@", "b@")}, nil, "rows.users[1].id: has the key of another row"},
		{"key missing", []string{replace(user, `"u1"`, `null`)}, nil, "rows.users[0].id: is NULL, and part of the key"},
		{"unique", []string{user, replace(user, "u1", "u2")}, nil, `rows.users[1].email: is "a@example.com" as in another row`},
		{"required", []string{replace(user, `"A"`, `null`)}, nil, "rows.users[0].name: is NULL, and required"},
		{"missing", []string{replace(user, `"name":"A",`, ``)}, nil, "rows.users[0].name: is missing"},
		{"type", []string{user}, []string{replace(post, `3}`, `"3"}`)}, `rows.posts[0].views: is "3", and no INTEGER`},
		{"enum", []string{user}, []string{replace(post, "draft", "gone")}, `rows.posts[0].status: is "gone", and none of the values of its enum`},
		{"reference", []string{user}, []string{replace(post, "u1", "u9")}, `rows.posts[0].user_id: is "u9", which is no row of users`},
		{"made and changed", []string{replace(user, "01-03", "01-01")}, nil, "rows.users[0].updated_at: is before created_at"},
		{"start and end", []string{user}, []string{replace(post, "02-02", "01-31")}, "rows.posts[0].end_date: is before start_date"},
		{"no object", []string{`[]`}, nil, "rows.users[0]: is no JSON object: json: cannot unmarshal array into Go value of type map[string]interface {}"},
	} {
		var got []string
		for _, p := range Check(list, rows(test.users, test.posts)) {
			got = append(got, p.String())
		}
		if strings.Join(got, "\n") != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.what, strings.Join(got, "\n"), test.want)
		}
	}
}

// TestUniqueTexts: where values run out, what makes them differ stands where
// such a text has room for it.
func TestUniqueTexts(t *testing.T) {
	list := tables("people person: id!:INTEGER email^ phone^ domain^ file_name^")
	Mean(list)
	for _, raw := range Fill(list, Options{Rows: 900, Clock: clock, Stream: stream(3)})["people"] {
		var p struct{ Email, Phone, Domain, File_name string }
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[a-z0-9._]+@[a-z.-]+$`).MatchString(p.Email) || !regexp.MustCompile(`^\+[0-9 ]+$`).MatchString(p.Phone) || !regexp.MustCompile(`^[a-z0-9-]+\.example$`).MatchString(p.Domain) || !regexp.MustCompile(`\.[a-z]+$`).MatchString(p.File_name) {
			t.Errorf("%+v", p)
		}
	}
}

func TestDiversity(t *testing.T) {
	list := tables(trades["crm"])
	Mean(list)
	fill := func(seed uint64) map[string][]json.RawMessage {
		return Fill(list, Options{Rows: 12, Clock: clock, Stream: stream(seed)})
	}
	a, b := fill(1), fill(2)
	if d := Diversity(a, a); d != 0 {
		t.Errorf("a world differs from itself by %g", d)
	}
	if d := Diversity(a, b); d != Diversity(b, a) || d < 0.6 {
		t.Errorf("siblings differ by %g", d)
	}
	if d := Diversity(map[string][]json.RawMessage{"t": {json.RawMessage(`{"a":"x","b":"y","n":1}`)}}, map[string][]json.RawMessage{"t": {json.RawMessage(`{"a":"x","b":"z","n":2}`)}}); d != 0.5 {
		t.Errorf("half of the cells differ, and not %g", d)
	}
	if d := Diversity(nil, nil); d != 0 {
		t.Errorf("nothing differs from nothing by %g", d)
	}
}

func BenchmarkFill(b *testing.B) {
	var all [][]world.Table
	for _, trade := range slices.Sorted(maps.Keys(trades)) {
		list := tables(trades[trade])
		all = append(all, list)
	}
	rows := 0
	for n := 0; b.Loop(); n++ {
		list := all[n%len(all)]
		Mean(list)
		for _, r := range Fill(list, Options{Rows: 12, Clock: clock, Stream: stream(uint64(n))}) {
			rows += len(r)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows), "ns/row")
}
