package populating

import (
	"encoding/json"
	"math"
	"regexp"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"worldc/world"
)

// one makes a table with one column besides its key, fills it and returns the
// values of the column.
func one(t testing.TB, c world.Column, seed uint64) []any {
	t.Helper()
	list := []world.Table{{Name: "things", Thing: "thing", Key: []string{"id"}, Columns: []world.Column{{Name: "id", Type: "INTEGER", Required: true}, c}}}
	Mean(list)
	rows := Fill(list, Options{Rows: 8, Clock: clock, Stream: stream(seed)})
	for _, p := range Check(list, rows) {
		t.Errorf("%s %s: %s", c.Name, c.Document, p)
	}
	var values []any
	for _, raw := range rows["things"] {
		var row map[string]any
		if err := json.Unmarshal(raw, &row); err != nil {
			t.Fatal(err)
		}
		values = append(values, row[c.Name])
	}
	return values
}

// TestValuesKeepSchema: whatever a column is called, its values are such as its
// schema accepts.
func TestValuesKeepSchema(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom([]string{"email", "city", "created_at", "price", "name", "description", "iban", "foo", "quantity", "rating", "latitude", "year", "status", "url", "zip", "uuid"}).Draw(r, "name")
		seed := rapid.Uint64().Draw(r, "seed")
		if rapid.Bool().Draw(r, "text") {
			short := rapid.IntRange(0, 40).Draw(r, "short")
			long := short + rapid.IntRange(0, 60).Draw(r, "more")
			pattern := rapid.SampledFrom([]string{"", "", "^[a-z]+$", "^[A-Z]{2}[0-9]{4,6}$", `^\d{3}-\d{2}$`, "^(red|green|blue)$"}).Draw(r, "pattern")
			doc := map[string]any{"type": "string", "minLength": short, "maxLength": long}
			if pattern != "" {
				doc = map[string]any{"type": "string", "pattern": pattern}
			}
			raw, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range one(t, world.Column{Name: name, Type: "TEXT", Required: true, Document: raw}, seed) {
				s := v.(string)
				if n := utf8.RuneCountInString(s); pattern == "" && (n < short || n > long) {
					r.Errorf("%s: %q has %d characters, of %d to %d", name, s, n, short, long)
				}
				if pattern != "" && !regexp.MustCompile(pattern).MatchString(s) {
					r.Errorf("%s: %q does not match %s", name, s, pattern)
				}
			}
			return
		}
		least := rapid.IntRange(-1000, 1000).Draw(r, "least")
		most := least + rapid.IntRange(1, 5000).Draw(r, "span")
		raw, err := json.Marshal(map[string]any{"type": "number", "minimum": least, "maximum": most})
		if err != nil {
			t.Fatal(err)
		}
		kind := rapid.SampledFrom([]string{"INTEGER", "REAL"}).Draw(r, "kind")
		for _, v := range one(t, world.Column{Name: name, Type: kind, Required: true, Document: raw}, seed) {
			if f := v.(float64); f < float64(least) || f > float64(most) || kind == "INTEGER" && f != math.Floor(f) {
				r.Errorf("%s: %g is not in %d to %d", name, f, least, most)
			}
		}
	})
}

// TestDocuments: what is taken from a schema, and what is done with one that
// nothing satisfies.
func TestDocuments(t *testing.T) {
	for _, test := range []struct {
		what   string
		column world.Column
		fits   func(v any) bool
	}{
		{"an enum of one", world.Column{Name: "foo", Type: "TEXT", Document: json.RawMessage(`{"enum":["only"]}`)}, func(v any) bool { return v == "only" }},
		{"choices in the description", world.Column{Name: "shirt_size", Type: "TEXT", Document: json.RawMessage(`{"description":"One of: small, medium, large."}`)}, func(v any) bool { return v == "small" || v == "medium" || v == "large" }},
		{"an example's prefix", world.Column{Name: "invoice_id", Type: "TEXT", Document: json.RawMessage(`{"example":"in_1MtHbELkdIwHu7ix"}`)}, func(v any) bool { return regexp.MustCompile(`^in_[0-9A-Za-z]{16}$`).MatchString(v.(string)) }},
		{"seconds", world.Column{Name: "created", Type: "INTEGER"}, func(v any) bool { return v.(float64) > 1.5e9 && v.(float64) < 2e9 }},
		{"milliseconds", world.Column{Name: "created", Type: "INTEGER", Document: json.RawMessage(`{"description":"in milliseconds since 1970"}`)}, func(v any) bool { return v.(float64) > 1.5e12 }},
		{"cents", world.Column{Name: "price_cents", Type: "INTEGER"}, func(v any) bool { return v.(float64) >= 100 }},
		{"an object", world.Column{Name: "address", Type: "JSON", Document: json.RawMessage(`{"type":"object","required":["city","zip"],"properties":{"city":{"type":"string"},"zip":{"type":"string"},"geo":{"type":"object","properties":{"lat":{"type":"number"}}}}}`)},
			func(v any) bool { o := v.(map[string]any); return o["city"] != "" && o["zip"] != nil }},
		{"a list of three at least", world.Column{Name: "tags", Type: "JSON", Document: json.RawMessage(`{"type":"array","minItems":3,"items":{"type":"integer"}}`)}, func(v any) bool { return v.([]any)[0].(float64) >= 0 }},
		{"a layout", world.Column{Name: "created", Type: "TEXT", Document: json.RawMessage(`{"example":"2020-01-02 10:20:30"}`)}, func(v any) bool {
			return regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`).MatchString(v.(string))
		}},
		{"bounds that exclude each other", world.Column{Name: "n", Type: "INTEGER", Document: json.RawMessage(`{"minimum":9,"maximum":3}`)}, func(v any) bool { return true }},
		{"a pattern that Go cannot read", world.Column{Name: "n", Type: "TEXT", Document: json.RawMessage(`{"pattern":"(?!x)y"}`)}, func(v any) bool { return v != "" }},
		{"nothing fits", world.Column{Name: "n", Type: "TEXT", Document: json.RawMessage(`{"maxLength":0}`)}, func(v any) bool { return v == "" }},
		{"a type of two", world.Column{Name: "city", Type: "TEXT", Document: json.RawMessage(`{"type":["integer","string"]}`)}, func(v any) bool { return v != "" }},
		{"no schema", world.Column{Name: "city", Type: "TEXT", Document: json.RawMessage(`[1,"x"]`)}, func(v any) bool { return v != "" }},
	} {
		test.column.Required = true
		for _, v := range one(t, test.column, 5) {
			if !test.fits(v) {
				t.Errorf("%s: %v", test.what, v)
			}
		}
	}
}

// FuzzDocument: no schema makes a column that cannot be filled.
func FuzzDocument(f *testing.F) {
	for _, s := range []string{`{}`, `[]`, `{"type":"string","pattern":"^a+$","minLength":3}`, `{"type":"array","items":{"$ref":"#"}}`, `{"enum":[null,1,"x",{}]}`, `{"description":"one of ` + "`a`, `b`" + ` (c|d), e.g. 7"}`,
		`{"minimum":1e308,"multipleOf":1e-300}`, `{"properties":{"a":{"properties":{"b":{"properties":{"c":{}}}}}},"required":["a",3]}`, `{"pattern":"((((a{9}){9}){9}){9})"}`, `{"maxLength":3,"minLength":9,"example":"2020-01-01"}`} {
		f.Add(s, "TEXT", "foo", uint64(1))
		f.Add(s, "JSON", "tags", uint64(2))
		f.Add(s, "INTEGER", "created_at", uint64(3))
		f.Add(s, "REAL", "price", uint64(4))
	}
	f.Fuzz(func(t *testing.T, schema, kind, name string, seed uint64) {
		switch kind {
		case "TEXT", "INTEGER", "REAL", "BOOLEAN", "JSON":
		default:
			t.Skip()
		}
		if name == "id" || name == "" || !json.Valid([]byte(schema)) || !utf8.ValidString(name) {
			t.Skip()
		}
		one(t, world.Column{Name: name, Type: kind, Document: json.RawMessage(schema)}, seed)
	})
}
