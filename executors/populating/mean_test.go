package populating

import (
	"encoding/json"
	"testing"

	"worldc/world"
)

// TestMean: what columns mean, by name, type and document, in a table of a
// thing.
func TestMean(t *testing.T) {
	for _, test := range []struct {
		thing, column, kind, document string
		want                          world.Meaning
	}{
		// By the name.
		{"order", "id", "TEXT", "", ID}, {"order", "order_id", "INTEGER", "", ID}, {"user", "first_name", "TEXT", "", FirstName}, {"user", "surname", "TEXT", "", LastName}, {"user", "fname", "TEXT", "", FirstName},
		{"user", "email", "TEXT", "", Email}, {"user", "work_email", "TEXT", "", Email}, {"user", "emailAddress", "TEXT", "", Email}, {"user", "userName", "TEXT", "", Username}, {"user", "phone_number", "TEXT", "", Phone},
		{"user", "dob", "TEXT", "", BirthDate}, {"user", "age", "INTEGER", "", Age}, {"user", "gender", "TEXT", "", Gender}, {"user", "bio", "TEXT", "", Biography}, {"user", "avatar_url", "TEXT", "", ImageURL}, {"user", "tz", "TEXT", "", Timezone},
		{"user", "locale", "TEXT", "", Locale}, {"user", "last_login_at", "TEXT", "", Happened}, {"user", "is_admin", "BOOLEAN", "", Flag}, {"user", "password", "TEXT", "", Secret}, {"user", "login_count", "INTEGER", "", Count},
		{"customer", "billing_city", "TEXT", "", City}, {"customer", "shipping_postal_code", "TEXT", "", Postcode}, {"customer", "country_code", "TEXT", "", CountryCode}, {"customer", "address_line_2", "TEXT", "", AddressExtra}, {"customer", "address1", "TEXT", "", Street},
		{"customer", "address2", "TEXT", "", AddressExtra}, {"customer", "lat", "REAL", "", Latitude}, {"customer", "lng", "REAL", "", Longitude}, {"customer", "vat_number", "TEXT", "", TaxNumber}, {"customer", "company", "TEXT", "", CompanyName},
		{"order", "total_amount", "REAL", "", Total}, {"order", "subtotal", "REAL", "", Subtotal}, {"order", "tax", "REAL", "", Tax}, {"order", "shipping_cost", "REAL", "", Shipping}, {"order", "discountAmount", "REAL", "", Discount}, {"order", "currency", "TEXT", "", Currency},
		{"order", "order_status", "TEXT", "", Status}, {"order", "refund_cents", "INTEGER", "", Amount}, {"order_line", "price_difference_cents", "INTEGER", "", Amount}, {"order", "order_number", "TEXT", "", Number}, {"order", "placed_at", "TEXT", "", Created}, {"order", "shippedAt", "TEXT", "", Happened}, {"order", "delivery_date", "TEXT", "", Due}, {"order", "customer_name", "TEXT", "", PersonName},
		{"order", "payment_method", "TEXT", "", PaymentMethod}, {"order", "tracking_number", "TEXT", "", TrackingNumber}, {"order item", "qty", "INTEGER", "", Quantity}, {"order item", "unit_price", "REAL", "", Price}, {"order item", "product_name", "TEXT", "", ProductName},
		{"product", "title", "TEXT", "", ProductName}, {"product", "name", "TEXT", "", ProductName}, {"product", "sku", "TEXT", "", SKU}, {"product", "stock", "INTEGER", "", Stock}, {"product", "weight_kg", "REAL", "", Weight}, {"product", "category", "TEXT", "", Category}, {"product", "tags", "JSON", "", Tag},
		{"product", "average_rating", "REAL", "", Rating}, {"product", "discount_percent", "INTEGER", "", Percent}, {"product", "image", "TEXT", "", ImageURL}, {"product", "colour", "TEXT", "", Colour}, {"product", "is_active", "BOOLEAN", "", Flag},
		{"repository", "full_name", "TEXT", "", Name}, {"repository", "default_branch", "TEXT", "", Branch}, {"repository", "stargazers_count", "INTEGER", "", Count}, {"repository", "html_url", "TEXT", "", URL}, {"repository", "pushed_at", "TEXT", "", Happened}, {"commit", "sha", "TEXT", "", Hash},
		{"issue", "title", "TEXT", "", Title}, {"issue", "body", "TEXT", "", Body}, {"issue", "assignee", "TEXT", "", PersonName}, {"issue", "created_by", "TEXT", "", PersonName}, {"issue", "updated_at", "TEXT", "", Updated}, {"issue", "priority", "TEXT", "", Priority}, {"issue", "due_on", "TEXT", "", Due},
		{"event", "start", "TEXT", "", Start}, {"event", "end_time", "TEXT", "", End}, {"event", "location", "TEXT", "", Location}, {"event", "timezone", "TEXT", "", Timezone}, {"event", "max_attendees", "INTEGER", "", Capacity}, {"event", "description", "TEXT", "", Description},
		{"flight", "flight_number", "TEXT", "", FlightNumber}, {"flight", "departure_airport", "TEXT", "", Airport}, {"flight", "departure_time", "TEXT", "", Start}, {"flight", "seat", "TEXT", "", Seat}, {"patient", "blood_type", "TEXT", "", BloodType}, {"prescription", "dosage", "TEXT", "", Dose},
		{"card", "last4", "TEXT", "", LastFour}, {"account", "iban", "TEXT", "", IBAN}, {"account", "balance", "REAL", "", Balance}, {"vehicle", "license_plate", "TEXT", "", Plate}, {"vehicle", "vin", "TEXT", "", VIN}, {"vehicle", "mileage", "INTEGER", "", Distance},
		{"device", "mac_address", "TEXT", "", MAC}, {"device", "ip", "TEXT", "", IP}, {"device", "serialNumber", "TEXT", "", Serial}, {"device", "firmware_version", "TEXT", "", Version}, {"device", "model", "TEXT", "", Model}, {"device", "battery_level", "INTEGER", "", Percent},
		{"file", "size", "INTEGER", "", FileSize}, {"file", "mimeType", "TEXT", "", MIMEType}, {"file", "path", "TEXT", "", Path}, {"song", "duration_ms", "INTEGER", "", Duration}, {"server", "memory_gb", "INTEGER", "", FileSize}, {"server", "region", "TEXT", "", CloudRegion},
		{"company", "name", "TEXT", "", CompanyName}, {"doctor", "name", "TEXT", "", PersonName}, {"playlist", "name", "TEXT", "", Name}, {"book", "title", "TEXT", "", BookTitle}, {"employee", "title", "TEXT", "", JobTitle}, {"teacher", "subject", "TEXT", "", Subject}, {"email", "subject", "TEXT", "", Title},
		{"volume", "state", "TEXT", "", Status}, {"set", "card_count_total", "REAL", "", Count}, {"widget", "foo", "TEXT", "", ""}, {"widget", "foo", "REAL", "", Measurement}, {"widget", "foo", "JSON", "", Object},

		// The type has the last word.
		{"user", "email", "BOOLEAN", "", Flag}, {"user", "name", "INTEGER", "", Count}, {"order", "city", "REAL", "", Measurement}, {"order", "created_at", "INTEGER", "", Created},

		// The format where the name says nothing, or something else.
		{"widget", "foo", "TEXT", `{"format":"email"}`, Email}, {"widget", "foo", "TEXT", `{"format":"date-time"}`, Datetime}, {"widget", "foo", "TEXT", `{"format":"uuid"}`, UUID}, {"widget", "name", "TEXT", `{"format":"uri"}`, URL},
		{"order", "created_at", "TEXT", `{"format":"date-time"}`, Created}, {"widget", "foo", "INTEGER", `{"format":"date-time"}`, Datetime}, {"widget", "count", "INTEGER", `{"format":"uuid"}`, Count},

		// What the document says.
		{"widget", "foo", "TEXT", `{"description":"ISO 4217 code of the money"}`, Currency}, {"widget", "foo", "INTEGER", `{"description":"Unix timestamp"}`, Datetime}, {"widget", "foo", "TEXT", `{"enum":["a","b"]}`, Choice}, {"widget", "status", "TEXT", `{"enum":["a","b"]}`, Status},
		{"widget", "start", "INTEGER", `{"minimum":3,"maximum":9}`, Count}, {"widget", "labels", "JSON", `{"type":"array","items":{"type":"string"}}`, Tag}, {"widget", "owner", "JSON", `{"type":"object"}`, Object}, {"widget", "city", "JSON", `{"type":"array","items":{"type":"object"}}`, List},
	} {
		list := []world.Table{{Name: "things", Thing: test.thing, Key: []string{"key"}, Columns: []world.Column{{Name: "key", Type: "TEXT"}, {Name: test.column, Type: test.kind, Document: json.RawMessage(test.document)}}}}
		if test.want == ID {
			list[0].Key = []string{test.column}
		}
		Mean(list)
		if got := list[0].Columns[1].Meaning; got != test.want {
			t.Errorf("%s of a %s (%s %s) means %q, want %q", test.column, test.thing, test.kind, test.document, got, test.want)
		}
	}
}

// TestMeanKeeps: what is settled stays.
func TestMeanKeeps(t *testing.T) {
	list := []world.Table{{Name: "t", Key: []string{"email"}, Columns: []world.Column{{Name: "email", Type: "TEXT", Meaning: Phone, Label: "call sign"}, {Name: "user_id", Type: "TEXT", References: "users"}}}}
	Mean(list)
	if c := list[0].Columns[0]; c.Meaning != Phone || c.Label != "call sign" {
		t.Errorf("%+v", c)
	}
	if c := list[0].Columns[1]; c.Meaning != Reference || c.Label != "user ID" {
		t.Errorf("%+v", c)
	}
}

func TestLabel(t *testing.T) {
	for _, test := range []struct {
		name    string
		meaning world.Meaning
		want    string
	}{
		{"email_addr", Email, "e-mail address"}, {"created_at", Created, "creation date"}, {"dob", BirthDate, "date of birth"}, {"qty", Quantity, "quantity"}, {"comment_count", Count, "number of comments"}, {"num_of_guests", Count, "number of guests"},
		{"is_active", Flag, "active"}, {"customer_id", Reference, "customer ID"}, {"unitPrice", Price, "unit price"}, {"HTTPStatus", StatusCode, "HTTP status"}, {"zip", Postcode, "postcode"}, {"", "", ""}, {"名前", "", "名前"}, {"--", "", "--"},
	} {
		if got := label(test.name, test.meaning); got != test.want {
			t.Errorf("%q is called %q, want %q", test.name, got, test.want)
		}
	}
}

func TestSplit(t *testing.T) {
	for name, want := range map[string][]string{
		"createdAt": {"created", "at"}, "HTTPServerURL": {"http", "server", "url"}, "address1": {"address", "1"}, "sha256_sum": {"sha256", "sum"}, "a-b.c d": {"a", "b", "c", "d"}, "ID": {"id"}, "userIDs": {"user", "ids"}, "__": nil,
	} {
		got := split(name)
		if len(got) != len(want) {
			t.Errorf("%q: %q, want %q", name, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q: %q, want %q", name, got, want)
			}
		}
	}
}

func TestSingular(t *testing.T) {
	for p, s := range map[string]string{"orders": "order", "categories": "category", "boxes": "box", "addresses": "address", "statuses": "status", "status": "status", "people": "person", "classes": "class", "news": "news", "courses": "course", "bus": "bus", "branches": "branch"} {
		if got := singular(p); got != s {
			t.Errorf("singular of %s: %s, want %s", p, got, s)
		}
	}
}
