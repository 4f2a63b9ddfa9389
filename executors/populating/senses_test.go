package populating

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"worldc/world"
)

// rowsOf are the rows of tables, decoded.
func rowsOf(t *testing.T, list []world.Table, rows int, seed uint64) map[string][]map[string]any {
	t.Helper()
	Mean(list)
	made := map[string][]map[string]any{}
	for table, lines := range Fill(list, Options{Rows: rows, Clock: clock, Stream: stream(seed)}) {
		for _, raw := range lines {
			var row map[string]any
			if err := json.Unmarshal(raw, &row); err != nil {
				t.Fatal(err)
			}
			made[table] = append(made[table], row)
		}
	}
	return made
}

// TestSenses: a word of two trades means what its neighbours mean.
func TestSenses(t *testing.T) {
	for _, test := range []struct {
		tables string
		want   string
	}{
		{`accounts account: id! iban balance:REAL name`, "account"},
		{`accounts automation account: id! location sku name`, "cloud"},
		{`accounts account: id! name
invoices invoice: id! total:REAL`, "workspace"},
		{`accounts account: id! name
deposits deposit: id! amount:REAL`, "account"},
		{`jobs job: id! title salary:REAL`, "position"},
		{`jobs job: id! schedule state`, "workflow"},
		{`policies policy: id! premium:REAL`, "contract"},
		{`policies retention policy: id! days:INTEGER`, "workflow"},
		{`clients oauth client: id! name redirect_uri`, "app"},
		{`clients client: id! name email`, "customer"},
		{`images docker image: id! name`, "container_image"},
		{`images image: id! name caption`, "image"},
		{`rentals rental: id! price:REAL
cars car: id! model`, "rental"},
		{`rentals rental: id! price:REAL
tenants tenant: id! name`, "property"},
	} {
		list := tables(test.tables)
		Mean(list)
		f := newFilling(list, Options{Rows: 3, Clock: clock, Stream: stream(1)})
		if have := f.plans[0].kind.word; have != test.want {
			t.Errorf("what is %s is %q, want %q", test.tables, have, test.want)
		}
	}
	made := rowsOf(t, tables(`clients oauth client: id! name redirect_uri`), 8, 3)
	for _, row := range made["clients"] {
		if name := row["name"].(string); slices.ContainsFunc(cultures["english"].first(), func(first string) bool { return strings.HasPrefix(name, first+" ") }) {
			t.Errorf("the program %q is called like a person", name)
		}
	}
}

// first are all first names.
func (c culture) first() []string { return append(slices.Clone(c.female), c.male...) }

// TestSpansLast: what lasts minutes, days or years does so, whatever state the
// row is in, and no end comes before its beginning.
func TestSpansLast(t *testing.T) {
	const hours, days = time.Hour, 24 * time.Hour
	for _, test := range []struct {
		thing, start, end string
		least, most       time.Duration
	}{
		{"event", "starts_at", "ends_at", 15 * time.Minute, 4 * hours},
		{"appointment", "start_time", "end_time", 15 * time.Minute, 4 * hours},
		{"maintenance", "planned_start", "end_time", 15 * time.Minute, 8 * hours},
		{"hotel booking", "check_in", "check_out", days, 8 * days},
		{"booking", "arrival_date", "departure_date", days, 8 * days},
		{"rental car", "pickup_at", "dropoff_at", days, 8 * days},
		{"subscription", "start_date", "end_date", 29 * days, 800 * days},
		{"employee", "start_date", "end_date", 200 * days, 2500 * days},
		{"sick leave", "start_date", "end_date", 0, 20 * days},
	} {
		list := tables("things " + test.thing + ": id! " + test.start + " " + test.end + " status")
		for _, row := range rowsOf(t, list, 30, 5)["things"] {
			from, to := instantIn(t, row[test.start]), instantIn(t, row[test.end])
			if n := to.Sub(from); n < test.least || n > test.most {
				t.Errorf("%s lasts %v, from %v to %v (%v)", test.thing, n, row[test.start], row[test.end], row["status"])
			}
		}
	}
}

func instantIn(t *testing.T, v any) time.Time {
	t.Helper()
	for _, layout := range []string{time.RFC3339, "2006-01-02"} {
		if at, err := time.Parse(layout, v.(string)); err == nil {
			return at
		}
	}
	t.Fatalf("%v is no instant", v)
	return time.Time{}
}

// TestReferencesMeet: what is reached by two ways is one row, and an address lies
// where the row says.
func TestReferencesMeet(t *testing.T) {
	list := tables(`customers customer: id! name
		orders order: id! customer_id>customers
		carts cart: id! customer_id>customers
		checkouts checkout: id! order_id>orders cart_id>carts`)
	made := rowsOf(t, list, 30, 11)
	owner := map[string]any{}
	for _, table := range []string{"orders", "carts"} {
		for _, row := range made[table] {
			owner[table+row["id"].(string)] = row["customer_id"]
		}
	}
	apart := 0
	for _, row := range made["checkouts"] {
		if owner["orders"+row["order_id"].(string)] != owner["carts"+row["cart_id"].(string)] {
			apart++
		}
	}
	if apart*5 > len(made["checkouts"]) { // some customers have an order and no cart
		t.Errorf("of %d checkouts %d have an order and a cart of different customers", len(made["checkouts"]), apart)
	}
}

// TestPlacesAgree: the parts of one address are of one place, in a row and in
// what is copied from the address to which it refers.
func TestPlacesAgree(t *testing.T) {
	list := tables(`addresses address: id! city country_code
		orders order: id! address_id>addresses shipping_address_city shipping_address_country_code shipping_address_postal_code
		hotels hotel: id! name address_city address_country_code location:JSON`)
	list[2].Column("location").Document = json.RawMessage(`{"type":"object","properties":{"city":{"type":"string"},"country_code":{"type":"string"}},"required":["city","country_code"]}`)
	of := map[any]string{}
	for i := range countries {
		for _, c := range countries[i].cities {
			of[c.name] = countries[i].code
		}
	}
	made := rowsOf(t, list, 30, 13)
	by := map[any]map[string]any{}
	for _, row := range made["addresses"] {
		by[row["id"]] = row
	}
	for _, row := range made["orders"] {
		if from := by[row["address_id"]]; row["shipping_address_city"] != from["city"] || row["shipping_address_country_code"] != from["country_code"] {
			t.Errorf("the order %v is sent to %v, %v: its address is in %v, %v", row["id"], row["shipping_address_city"], row["shipping_address_country_code"], from["city"], from["country_code"])
		}
	}
	for _, row := range made["hotels"] {
		in := row["location"].(map[string]any)
		if row["address_city"] != in["city"] || of[in["city"]] != in["country_code"] || row["address_country_code"] != in["country_code"] {
			t.Errorf("the hotel %v is in %v, %v and in %v", row["name"], row["address_city"], row["address_country_code"], in)
		}
	}
}

// TestElementsDiffer: the elements of a list are about different people.
func TestElementsDiffer(t *testing.T) {
	list := tables("events event: id! organizer attendees:JSON")
	list[0].Column("attendees").Document = json.RawMessage(`{"type":"array","minItems":2,"items":{"type":"object","properties":{"email":{"type":"string","format":"email"},"optional":{"type":"boolean"}},"required":["email","optional"]}}`)
	for _, row := range rowsOf(t, list, 30, 17)["events"] {
		seen := map[any]bool{}
		for _, a := range row["attendees"].([]any) {
			email := a.(map[string]any)["email"]
			if seen[email] {
				t.Errorf("%v is invited twice: %v", email, row["attendees"])
			}
			seen[email] = true
		}
	}
}
