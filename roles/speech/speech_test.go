package speech

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"worldc/rng"
	"worldc/world"
)

func TestInWords(t *testing.T) {
	for name, want := range map[string]string{
		"arrival_date": "arrival date", "customerId": "customer ID", "HTTPServer": "HTTP server", "user-name": "user name",
		"<b>x</b>y": "x y", "a\x00b": "a b", "qty": "quantity", "a_b_c_d_e_f_g_h_i_j": "a b c d e f g", "ORDER_TYPE": "order type", "NSE quote": "NSE quote", "sizeInKB": "size in KB",
		"email_addr": "e-mail address", "HTTPStatusCode": "HTTP status code", "customer-id": "customer ID", "e-mail": "e-mail", "<b>x</b>": "x", "": "", "\x01\x02": "", "address1": "address 1", "orderID": "order ID",
		"check-in date": "check-in date", "客户": "客户", "VAT number": "VAT number", "driver's licence": "driver's licence", "date date": "date",
	} {
		if got := InWords(name); got != want {
			t.Errorf("InWords(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNoun(t *testing.T) {
	for label, want := range map[string]string{
		"check in date": "check-in date", "checkin": "check-in", "created_at": "creation date", "last updated at": "date last updated", "paid on": "date paid", "opens at": "opening time", "time opens": "opening time", "time remind": "reminder time",
		"time closes": "closing time", "departs at": "departure time", "expires at": "expiry date", "no of adults": "number of adults", "num_guests": "number of guests", "number of beds": "number of beds", "phone number": "phone number",
		"total price amount": "total price", "created_date_time": "creation date", "start date time": "start date", "total cents": "total in cents", "distance km": "distance in km", "working hours": "working hours", "duration minutes": "duration in minutes", "price per km": "price per km", "discount percent": "discount percentage", "check in from": "earliest check-in", "check_out_until": "latest check-out", "valid until": "end of validity", "free cancellation until": "end of the free cancellation", "copy from": "copy from",
		"total price currency": "total price's currency", "address country code": "country code", "address": "address", "street address": "street address", "from station": "departure station",
		"to_currency": "target currency", "to": "to", "from date": "first date", "": "", "客户": "客户", "estimated time": "estimated time", "expires": "expiry date",
	} {
		if got := Noun(label); got != want {
			t.Errorf("Noun(%q) = %q, want %q", label, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.StringOf(rapid.SampledFrom([]rune("toatdeinfrm_ sANO9-'客"))).Draw(t, "label")
		noun := Noun(label)
		if noun == "" && InWords(label) != "" || strings.ContainsAny(noun, "_") || strings.TrimSpace(noun) != noun {
			t.Errorf("Noun(%q) = %q", label, noun)
		}
	})
}

func TestForms(t *testing.T) {
	for verb, want := range map[string]string{
		"cancel": "cancelled cancelling", "book": "booked booking", "set up": "set up setting up", "reschedule": "rescheduled rescheduling", "apply": "applied applying",
		"plan": "planned planning", "send": "sent sending", "change the city": "changed the city changing the city", "stop": "stopped stopping", "reset": "reset resetting",
		"move": "moved moving", "tidy": "tidied tidying", "pay": "paid paying", "call off": "called off calling off", "refund": "refunded refunding", "see": "seen seeing", "fix": "fixed fixing", "add": "added adding", "ship": "shipped shipping", "open": "opened opening", "visit": "visited visiting", "refer": "referred referring", "tie": "tied tying", "delete": "deleted deleting", "free": "freed freeing", "play": "played playing", "sync": "synced syncing", "mimic": "mimicked mimicking",
		"untag": "untagged untagging", "rollback": "rolled back rolling back", "checkout": "checked out checking out", "feedback": "feedbacked feedbacking", "unread": "unread unreading", "repin": "repinned repinning", "remap": "remapped remapping", "scrub": "scrubbed scrubbing", "remind": "reminded reminding", "undelete": "undeleted undeleting",
	} {
		if got := Participle(verb) + " " + Gerund(verb); got != want {
			t.Errorf("%s: %q, want %q", verb, got, want)
		}
	}
	for thing, want := range map[string]string{"city": "cities", "box": "boxes", "day": "days", "status": "statuses", "salesperson": "salespeople", "news": "news", "details": "details"} {
		if got := Plural(thing); got != want {
			t.Errorf("%s: %q, want %q", thing, got, want)
		}
	}
	for word, want := range map[string]string{"order": "an order", "user": "a user", "hour": "an hour", "unit": "a unit", "URL": "a URL", "SMS": "an SMS", "invoice": "an invoice", "European": "a European"} {
		if got := Article(word); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}

func TestSpoken(t *testing.T) {
	for _, c := range []struct {
		d    world.Detail
		want string
	}{
		{world.Detail{Value: json.RawMessage(`"2025-06-03"`)}, "3 June 2025"},
		{world.Detail{Value: json.RawMessage(`"2025-06-03T14:30:00Z"`)}, "3 June 2025 at 14:30 UTC"},
		{world.Detail{Value: json.RawMessage(`"2025-06-03T14:30:05+02:00"`)}, "3 June 2025 at 14:30:05 (UTC+02:00)"},
		{world.Detail{Value: json.RawMessage(`"2025-06-03T14:30:00"`)}, "3 June 2025 at 14:30"},
		{world.Detail{Value: json.RawMessage(`"14:30"`)}, "14:30"},
		{world.Detail{Value: json.RawMessage(`"IN_PROGRESS"`), Choice: true}, "in progress"},
		{world.Detail{Value: json.RawMessage(`"PercentageOfGross"`), Choice: true}, "percentage of gross"},
		{world.Detail{Value: json.RawMessage(`"cal_nss"`)}, "cal_nss"},
		{world.Detail{Value: json.RawMessage(`true`)}, "yes"},
		{world.Detail{Value: json.RawMessage(`null`)}, "empty"},
		{world.Detail{Value: json.RawMessage(`["a","b","c"]`)}, "a, b and c"},
		{world.Detail{Value: json.RawMessage(`{"first_name":"Ann","dob":"1990-01-02"}`)}, "first name Ann and date of birth 2 January 1990"},
		{world.Detail{Value: json.RawMessage(`"Is it done?"`)}, `"Is it done?"`},
		{world.Detail{Value: json.RawMessage(`"a\nb"`)}, `"a\nb"`},
		{world.Detail{Label: "percentage", Value: json.RawMessage(`7`)}, "7%"},
		{world.Detail{}, "nothing"},
	} {
		if got := Spoken(c.d)[0]; got != c.want {
			t.Errorf("%s: %q, want %q", c.d.Value, got, c.want)
		}
	}
}

// TestVoice: a pattern is not said twice while there is another, fills are data,
// and no brackets stay.
func TestVoice(t *testing.T) {
	b := NewBank("nc", "@n one [more] $x\n@n {two|deux} $x\n@c three $x\nfour  $x")
	rapid.Check(t, func(t *rapid.T) {
		v := &Voice{Stream: rng.New(rapid.Uint64().Draw(t, "seed")), Tone: 'n'}
		fill := rapid.StringMatching(`[a-z{}\[\]$|@]{1,8}`).Draw(t, "fill")
		seen := map[string]bool{}
		for range 3 {
			s := v.Say(b, "x", fill)
			first, rest, _ := strings.Cut(s, " ")
			if seen[strings.Replace(first, "deux", "two", 1)] || first == "three" || !strings.HasSuffix(rest, fill) || strings.Contains(strings.TrimSuffix(s, fill), "  ") {
				t.Fatalf("%q after %v", s, seen)
			}
			seen[strings.Replace(first, "deux", "two", 1)] = true
		}
	})
	for _, wrong := range []string{"@c only casual", "an {open bracket"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is a bank", wrong)
				}
			}()
			NewBank("n", wrong)
		}()
	}
}

// FuzzSpoken: whatever a value holds, it is said without control characters.
func FuzzSpoken(f *testing.F) {
	f.Add("label", `"2025-06-03"`, false)
	f.Add("x", `{"a":[1,"\u0000"]}`, true)
	f.Fuzz(func(t *testing.T, label, value string, choice bool) {
		if !json.Valid([]byte(value)) {
			t.Skip()
		}
		for _, s := range Spoken(world.Detail{Label: label, Value: json.RawMessage(value), Choice: choice}) {
			if strings.ContainsFunc(s, unicode.IsControl) {
				t.Errorf("%q is said as %q", value, s)
			}
		}
		InWords(label)
	})
}
