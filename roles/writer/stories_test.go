package writer

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"worldc/rng"
	"worldc/roles"
	"worldc/world"
)

// A field is a column of an invented trade: its label, its meaning and what it
// can hold, separated by bars. # is a digit, @ a capital; "date", "instant",
// "money", "count", "switch" and "person" are drawn.
type field struct{ label, meaning, holds string }

// A ware is a thing of an invented trade.
type ware struct {
	thing  string
	fields []field
	moves  []move // its changes of state
	owner  string // the thing to which it belongs
}

type move struct{ verb, from, to string }

// trades of the stories that tests tell.
func inventedTrades() map[string][]ware {
	name := field{"name", "name", "Blue Harbour|North Gate|Willow|Old Mill|Sunrise|Bergmann & Sons|Kestrel|Lantern|Juniper Court"}
	person := field{"name", "person_name", "person"}
	mail := field{"e-mail address", "email", "mail"}
	status := func(s string) field { return field{"status", "status", s} }
	start, end, due := field{"start date", "start", "date"}, field{"end date", "end", "date"}, field{"due date", "due", "date"}
	return map[string][]ware{
		"clinic appointments": {
			{"appointment", []field{{"time", "datetime", "instant"}, {"reason", "reason", "Knee pain since Monday|Annual check-up|Follow-up after surgery"}, status("scheduled|cancelled|completed"), {"room", "code", "R##"}}, []move{{"cancel", "scheduled", "cancelled"}, {"complete", "scheduled", "completed"}}, "patient"},
			{"patient", []field{person, {"date of birth", "birth_date", "date"}, {"phone", "phone", "+44 20 7946 0###"}, mail, {"blood type", "choice", "A+|B-|O+|AB+"}}, nil, ""},
			{"prescription", []field{{"medication", "medication", "Ibuprofen|Amoxicillin|Metformin"}, {"dose", "dose", "500 mg|20 mg twice a day"}, {"refills", "count", "count"}}, []move{{"renew", "expired", "active"}}, "patient"},
		},
		"bike shop": {
			{"bike", []field{name, {"frame size", "size", "S|M|L"}, {"price", "price", "money"}, {"is electric", "flag", "switch"}}, nil, ""},
			{"repair", []field{{"description", "description", "Rear brake squeals|Chain slips under load|Replace bottom bracket"}, due, status("open|in_progress|done"), {"price", "price", "money"}}, []move{{"start", "open", "in_progress"}, {"finish", "in_progress", "done"}}, "customer"},
			{"rental", []field{start, end, {"deposit", "amount", "money"}}, []move{{"return", "out", "returned"}, {"cancel", "booked", "cancelled"}}, "customer"},
		},
		"payroll": {
			{"employee", []field{person, mail, {"salary", "salary", "money"}, {"department", "department", "Finance|Sales|Warehouse"}, {"start date", "start", "date"}}, []move{{"deactivate", "active", "inactive"}}, ""},
			{"payslip", []field{{"period", "", "2026-03|2026-04"}, {"net amount", "amount", "money"}, status("DRAFT|APPROVED|PAID")}, []move{{"approve", "DRAFT", "APPROVED"}, {"pay", "APPROVED", "PAID"}}, "employee"},
			{"absence", []field{start, end, {"type", "kind", "SICK_LEAVE|ANNUAL_LEAVE|PARENTAL_LEAVE"}, {"half day", "flag", "switch"}}, []move{{"approve", "REQUESTED", "APPROVED"}, {"reject", "REQUESTED", "REJECTED"}}, "employee"},
		},
		"library": {
			{"book", []field{{"title", "book_title", "The Salt Road|A Winter Harbour|Maps of Nowhere"}, {"ISBN", "isbn", "978-0-##-######-#"}, {"copies", "count", "count"}, {"language", "language", "English|French|Polish"}}, nil, ""},
			{"loan", []field{due, {"renewals", "count", "count"}, status("active|returned|overdue")}, []move{{"renew", "active", "active"}, {"return", "active", "returned"}}, "member"},
			{"reading list", []field{name, {"description", "description", "Books for the winter evenings|For the reading circle"}, {"is public", "flag", "switch"}}, nil, "member"},
		},
		"web hosting": {
			{"server", []field{{"hostname", "hostname", "web-##.example.net|db-##.example.net"}, {"region", "cloud_region", "eu-west-#|us-east-#"}, {"memory", "measurement", "4|8|16|32"}, status("running|stopped|rebooting")}, []move{{"restart", "running", "rebooting"}, {"stop", "running", "stopped"}}, ""},
			{"domain", []field{{"name", "domain", "willow-lane.example|kestrel.example"}, {"expiry date", "expires", "date"}, {"auto renew", "flag", "switch"}}, nil, "account"},
			{"backup", []field{{"created at", "created", "instant"}, {"size", "file_size", "count"}, {"label", "name", "before-upgrade|nightly"}}, []move{{"restore", "stored", "restoring"}}, "server"},
		},
		"airline bookings": {
			{"booking", []field{{"booking reference", "reference", "@@#@@#"}, {"departure date", "date", "date"}, {"cabin", "choice", "economy|premium_economy|business"}, {"total", "total", "money"}, {"number of bags", "count", "count"}}, []move{{"cancel", "confirmed", "cancelled"}}, "passenger"},
			{"flight", []field{{"flight number", "flight_number", "BX###|KL####"}, {"origin", "airport", "LHR|AMS|OSL"}, {"destination", "airport", "JFK|FCO|CPH"}, {"departure", "start", "instant"}, {"price", "price", "money"}}, nil, ""},
			{"passenger", []field{person, mail, {"passport number", "number", "X#######"}}, nil, ""},
		},
		"online shop": {
			{"order", []field{{"order number", "number", "W#######"}, {"total", "total", "money"}, {"placed at", "created", "instant"}, status("pending|shipped|delivered|cancelled")}, []move{{"cancel", "pending", "cancelled"}, {"ship", "pending", "shipped"}}, "customer"},
			{"product", []field{{"name", "product_name", "Walnut Desk Lamp|Canvas Backpack|Steel Kettle"}, {"price", "price", "money"}, {"stock", "stock", "count"}, {"category", "category", "home|garden|travel_gear"}}, []move{{"archive", "active", "archived"}}, ""},
			{"return", []field{{"reason", "reason", "Wrong size|Arrived damaged|Changed my mind"}, {"refund amount", "amount", "money"}}, []move{{"approve", "requested", "approved"}}, "order"},
			{"customer", []field{person, mail, {"postcode", "postcode", "SW#A #AA|#####"}, {"city", "city", "Leeds|Ghent|Porto"}}, nil, ""},
		},
		"calendar": {
			{"event", []field{{"title", "title", "Budget Review|Lunch with Ana|Dentist|Sprint Planning"}, {"start time", "start", "instant"}, {"end time", "end", "instant"}, {"location", "location", "Room 4|Cafe Central"}, {"send reminders", "flag", "switch"}}, []move{{"cancel", "confirmed", "cancelled"}}, "calendar"},
			{"calendar", []field{name, {"time zone", "timezone", "Europe/Lisbon|America/Denver"}, {"colour", "colour", "teal|crimson"}}, nil, ""},
		},
		"help desk": {
			{"ticket", []field{{"subject", "title", "Printer offline again|Cannot log in|VPN drops every hour"}, {"priority", "priority", "low|normal|high|urgent"}, status("new|open|on_hold|solved"), {"due date", "due", "date"}}, []move{{"close", "open", "closed"}, {"reopen", "solved", "open"}, {"escalate", "open", "escalated"}}, "requester"},
			{"comment", []field{{"text", "body", "The technician comes on Tuesday.|Please try again with the new password."}, {"internal", "flag", "switch"}}, nil, "ticket"},
			{"agent", []field{person, mail, {"team", "team", "Tier 1|Field Service"}}, nil, ""},
		},
		"accounting": {
			{"invoice", []field{{"invoice number", "number", "INV-20##-###"}, {"amount due", "amount", "money"}, due, status("draft|sent|paid|void"), {"currency", "currency", "EUR|GBP|USD"}}, []move{{"void", "sent", "void"}, {"send", "draft", "sent"}}, "customer"},
			{"payment", []field{{"amount", "amount", "money"}, {"date", "date", "date"}, {"method", "payment_method", "bank_transfer|card|cash"}}, []move{{"refund", "received", "refunded"}}, "invoice"},
			{"expense", []field{{"description", "description", "Train to Ghent|Printer paper"}, {"amount", "amount", "money"}, {"category", "category", "travel|office|meals"}}, []move{{"approve", "submitted", "approved"}, {"reject", "submitted", "rejected"}}, "employee"},
		},
		"real estate": {
			{"listing", []field{{"address", "address", "12 Orchard Lane|4 Harbour Street"}, {"asking price", "price", "money"}, {"bedrooms", "count", "count"}, {"city", "city", "Bath|Graz|Utrecht"}, {"has garden", "flag", "switch"}}, []move{{"withdraw", "active", "withdrawn"}, {"publish", "draft", "active"}}, "agent"},
			{"viewing", []field{{"time", "datetime", "instant"}, {"notes", "note", "Bring the floor plan|Second visit, wants to see the cellar"}}, []move{{"cancel", "planned", "cancelled"}, {"confirm", "planned", "confirmed"}}, "listing"},
		},
		"music school": {
			{"lesson", []field{{"date", "date", "date"}, {"time", "time_of_day", "09:30|16:15|18:00"}, {"instrument", "choice", "violin|piano|cello"}}, []move{{"cancel", "booked", "cancelled"}}, "student"},
			{"student", []field{person, {"level", "level", "beginner|intermediate|advanced"}, mail}, nil, ""},
			{"room", []field{name, {"capacity", "capacity", "count"}}, nil, ""},
		},
		"code hosting": {
			{"repository", []field{{"name", "slug", "billing-api|map_tiles|docs"}, {"default branch", "branch", "main|develop"}, {"private", "flag", "switch"}, {"description", "description", "Tiles for the trail map|Internal billing service"}}, []move{{"archive", "active", "archived"}}, "organization"},
			{"issue", []field{{"title", "title", "Crash when the file is empty|Add dark mode"}, {"number", "number", "###"}, {"labels", "list", "[\"bug\",\"ui\"]|[\"help wanted\"]"}, status("open|closed")}, []move{{"close", "open", "closed"}, {"reopen", "closed", "open"}}, "repository"},
			{"deploy key", []field{{"title", "title", "CI Runner|Staging Box"}, {"read only", "flag", "switch"}}, []move{{"revoke", "active", "revoked"}}, "repository"},
		},
		"logistics": {
			{"shipment", []field{{"tracking number", "tracking_number", "1Z###@@#####"}, {"weight", "weight", "2.5|14|0.8"}, {"destination city", "city", "Turin|Malmo|Leeds"}, {"delivery date", "date", "date"}}, []move{{"dispatch", "packed", "in_transit"}, {"cancel", "packed", "cancelled"}}, "customer"},
			{"driver", []field{person, {"phone", "phone", "+32 2 555 0###"}, {"licence number", "number", "DL######"}}, nil, ""},
			{"vehicle", []field{{"plate", "plate", "AB-###-CD|KL ## XYZ"}, {"model", "vehicle_model", "Transit|Sprinter"}, {"capacity", "capacity", "count"}}, nil, ""},
		},
		"gym": {
			{"membership", []field{{"plan", "plan", "basic|plus|family"}, start, {"monthly fee", "fee", "money"}, {"auto renewal", "flag", "switch"}}, []move{{"pause", "active", "paused"}, {"resume", "paused", "active"}, {"cancel", "active", "cancelled"}}, "member"},
			{"class", []field{{"title", "title", "Morning Yoga|Spinning|Boxing Basics"}, {"start time", "start", "instant"}, {"places", "capacity", "count"}}, nil, "trainer"},
			{"member", []field{person, mail, {"phone", "phone", "+49 30 5550 ###"}}, nil, ""},
		},
		"newsletters": {
			{"campaign", []field{{"subject", "title", "Spring Sale|Our New Opening Hours"}, {"send time", "datetime", "instant"}, {"audience", "", "everyone|regulars|press"}}, []move{{"send", "draft", "sent"}, {"pause", "sending", "paused"}}, ""},
			{"subscriber", []field{mail, {"first name", "first_name", "Ines|Tomasz|Hana"}, {"opted in", "flag", "switch"}}, []move{{"unsubscribe", "subscribed", "unsubscribed"}}, "list"},
		},
		"restaurant": {
			{"reservation", []field{{"date", "date", "date"}, {"time", "time_of_day", "19:00|20:30"}, {"party size", "count", "count"}, {"special requests", "note", "Window table please|High chair needed"}}, []move{{"cancel", "booked", "cancelled"}, {"confirm", "requested", "confirmed"}}, "guest"},
			{"dish", []field{{"name", "dish", "Mushroom Risotto|Lamb Tagine"}, {"price", "price", "money"}, {"vegetarian", "flag", "switch"}}, nil, "menu"},
		},
		"weather": {
			{"forecast", []field{{"city", "city", "Bergen|Quito"}, {"date", "date", "date"}, {"unit", "unit", "metric|imperial"}, {"temperature", "temperature", "count"}}, nil, ""},
			{"alert", []field{{"region", "region", "Tyrol|Cornwall"}, {"severity", "severity", "minor|severe|extreme"}, {"expires", "expires", "instant"}}, []move{{"dismiss", "active", "dismissed"}}, ""},
		},
		"banking": {
			{"account", []field{{"IBAN", "iban", "GB##BARC##############"}, {"balance", "balance", "money"}, {"currency", "currency", "GBP|EUR"}}, []move{{"close", "open", "closed"}, {"freeze", "open", "frozen"}}, "customer"},
			{"transfer", []field{{"amount", "amount", "money"}, {"date", "date", "date"}, {"reference", "note", "Rent April|Invoice 88"}}, []move{{"cancel", "pending", "cancelled"}}, "account"},
			{"card", []field{{"last four digits", "last_four", "####"}, {"type", "kind", "DEBIT|CREDIT"}, {"limit", "amount", "money"}}, []move{{"block", "active", "blocked"}}, "account"},
		},
		"photo storage": {
			{"album", []field{{"title", "title", "Iceland 2025|Garden"}, {"description", "description", "Two weeks with the camper van"}, {"is shared", "flag", "switch"}}, nil, "user"},
			{"photo", []field{{"file name", "filename", "IMG_####.jpg"}, {"taken at", "happened", "instant"}, {"caption", "title", "Waterfall|Grandma's Birthday"}}, []move{{"archive", "visible", "archived"}}, "album"},
		},
		"recruiting": {
			{"candidate", []field{person, mail, {"stage", "status", "applied|phone_screen|offer"}}, []move{{"reject", "applied", "rejected"}, {"hire", "offer", "hired"}}, "job"},
			{"job", []field{{"title", "job_title", "Data Analyst|Head Chef"}, {"location", "city", "Lyon|Cork"}, {"salary", "salary", "money"}}, []move{{"publish", "draft", "published"}, {"close", "published", "closed"}}, ""},
			{"interview", []field{{"time", "datetime", "instant"}, {"format", "choice", "video|on_site|phone"}}, []move{{"reschedule", "planned", "planned"}}, "candidate"},
		},
		"insurance": {
			{"claim", []field{{"claim number", "number", "CL-######"}, {"amount", "amount", "money"}, {"incident date", "date", "date"}, {"description", "description", "Water damage in the kitchen|Broken windscreen"}}, []move{{"approve", "submitted", "approved"}, {"withdraw", "submitted", "withdrawn"}}, "policyholder"},
			{"policy", []field{{"policy number", "number", "P##-#####"}, {"premium", "fee", "money"}, {"renewal date", "date", "date"}}, []move{{"cancel", "active", "cancelled"}, {"renew", "expired", "active"}}, "policyholder"},
		},
		"farm": {
			{"field", []field{name, {"area", "area", "3.5|12|7.25"}, {"crop", "choice", "winter_wheat|barley|maize"}}, nil, ""},
			{"harvest", []field{{"date", "date", "date"}, {"yield", "quantity", "count"}}, nil, "field"},
			{"sensor", []field{{"serial number", "serial", "SN-####-@@"}, {"battery level", "percent", "40|85"}, {"interval", "duration", "15|60"}}, []move{{"disable", "active", "disabled"}, {"enable", "disabled", "active"}}, "field"},
		},
		"conference": {
			{"session", []field{{"title", "title", "Small Talk, Big Data|Compilers at Night"}, {"start time", "start", "instant"}, {"room", "", "Hall B|Studio 2"}, {"capacity", "capacity", "count"}}, []move{{"cancel", "planned", "cancelled"}}, "speaker"},
			{"speaker", []field{person, {"biography", "biography", "Writes about bees and code."}, mail}, nil, ""},
			{"attendee", []field{person, mail, {"ticket type", "kind", "early_bird|regular|vip"}}, nil, ""},
		},
		"smart home": {
			{"device", []field{{"name", "name", "Hallway Lamp|Garage Door"}, {"brightness", "percent", "20|75"}, {"room", "", "kitchen|hallway"}, {"enabled", "flag", "switch"}}, []move{{"restart", "online", "restarting"}, {"disable", "online", "disabled"}}, "home"},
			{"scene", []field{{"name", "name", "Movie Night|Good Morning"}, {"schedule", "schedule", "07:00"}}, []move{{"activate", "inactive", "active"}}, "home"},
		},
	}
}

var invented = []string{"airline bookings", "accounting", "banking", "bike shop", "calendar", "clinic appointments", "code hosting", "conference", "farm", "gym", "help desk", "insurance",
	"library", "logistics", "music school", "newsletters", "online shop", "payroll", "photo storage", "real estate", "recruiting", "restaurant", "smart home", "weather", "web hosting"}

// drawn is a value of a field.
func drawn(s *rng.Stream, f field) json.RawMessage {
	text := func(v string) json.RawMessage {
		raw, _ := json.Marshal(v)
		return raw
	}
	switch f.holds {
	case "date":
		return text(fmt.Sprintf("2026-%02d-%02d", 1+s.IntN(12), 1+s.IntN(28)))
	case "instant":
		zone := rng.Pick(s, []string{"Z", "Z", "", "+02:00"})
		return text(fmt.Sprintf("2026-%02d-%02dT%02d:%02d:00%s", 1+s.IntN(12), 1+s.IntN(28), s.IntN(24), 15*s.IntN(4), zone))
	case "money":
		if s.Chance(1, 3) {
			return json.RawMessage(strconv.Itoa(5 * (1 + s.IntN(4000))))
		}
		return json.RawMessage(fmt.Sprintf("%d.%02d", 1+s.IntN(900), 1+s.IntN(99)))
	case "count":
		return json.RawMessage(strconv.Itoa(1 + s.IntN(40)))
	case "switch":
		return json.RawMessage(rng.Pick(s, []string{"true", "false"}))
	case "person":
		return text(rng.Pick(s, []string{"Ana", "Tom", "Keiko", "Lars", "Amara", "Piotr", "Zoe", "Omar"}) + " " + rng.Pick(s, []string{"Ruiz", "Okafor", "Lindqvist", "Marsh", "Haddad", "van Dijk", "Silva"}))
	case "mail":
		return text(rng.Pick(s, []string{"a.ruiz", "tom", "keiko88", "info", "lars_l"}) + "@" + rng.Pick(s, []string{"example.com", "mail.example.org"}))
	}
	v := []byte(rng.Pick(s, strings.Split(f.holds, "|")))
	if v[0] == '[' {
		return v
	}
	for i, c := range v {
		switch c {
		case '#':
			v[i] = byte('1' + s.IntN(9))
		case '@':
			v[i] = byte('A' + s.IntN(26))
		}
	}
	if _, err := strconv.ParseFloat(string(v), 64); err == nil && (f.meaning == "measurement" || f.meaning == "weight" || f.meaning == "area" || f.meaning == "percent" || f.meaning == "duration") {
		return v
	}
	return text(string(v))
}

func detail(s *rng.Stream, f field) roles.Detail {
	return roles.Detail{Label: f.label, Meaning: world.Meaning(f.meaning), Value: drawn(s, f),
		Choice: f.meaning == "status" || f.meaning == "kind" || f.meaning == "choice" || f.meaning == "category" || f.meaning == "priority"}
}

// inventedStory is the n-th story of a seed.
func inventedStory(seed uint64, n int) roles.Story {
	s := rng.New(seed, "stories", strconv.Itoa(n))
	trade := rng.Pick(s, invented)
	wares := inventedTrades()[trade]
	story := roles.Story{Seed: seed, Task: "task-" + strconv.Itoa(n), Domain: trade, Clock: "2026-03-01T09:00:00Z"}
	some := func(fs []field, least, most int) []roles.Detail {
		var ds []roles.Detail
		perm := s.Perm(len(fs))
		for _, i := range perm[:min(len(fs), least+s.IntN(most-least+1))] {
			ds = append(ds, detail(s, fs[i]))
		}
		return ds
	}
	steps := 1 + s.Weighted([]int64{4, 4, 3, 1})
	for len(story.Steps) < steps {
		i := len(story.Steps)
		w := rng.Pick(s, wares)
		step := roles.Step{Thing: w.thing, Same: -1}
		fields := append([]field(nil), w.fields...)
		ops := []world.Operation{world.Get, world.List, world.Search, world.Count, world.Create, world.Create, world.Update, world.Update, world.Delete, world.Move, world.Move, world.Move, world.Link, world.Report}
		step.Operation = rng.Pick(s, ops)
		target := func() {
			if i > 0 && s.Chance(1, 2) && story.Steps[i-1].Operation != world.Delete && story.Steps[i-1].Operation != world.List && story.Steps[i-1].Operation != world.Search && story.Steps[i-1].Operation != world.Count && story.Steps[i-1].Operation != world.Report {
				step.Same = i - 1
				step.Thing = story.Steps[i-1].Thing
				for _, x := range wares {
					if x.thing == step.Thing {
						fields, w = x.fields, x
					}
				}
				return
			}
			step.Target = some(fields, 1, 2)
			if w.owner != "" && s.Chance(1, 3) {
				o := detail(s, field{"name", "person_name", "person"})
				if !isPersonThing(w.owner) {
					o = detail(s, field{"name", "name", "Blue Harbour|Old Mill|Juniper Court"})
				}
				o.Of = w.owner
				step.Target = append(step.Target, o)
			}
		}
		switch step.Operation {
		case world.Get:
			target()
			for _, f := range fields {
				if s.Chance(1, 2) {
					step.Wants = append(step.Wants, roles.Detail{Label: f.label, Meaning: world.Meaning(f.meaning)})
				}
			}
		case world.List, world.Search, world.Count:
			if step.Operation == world.Search {
				step.Values = []roles.Detail{{Label: "text", Value: json.RawMessage(rng.Pick(s, []string{`"harbour"`, `"late delivery"`, `"Ruiz"`}))}}
			} else {
				step.Target = some(fields, 0, 2)
				for j := range step.Target {
					switch kindOf(step.Target[j]) {
					case kDate, kDateTime, kNumber, kMoney:
						step.Target[j].Bound = rng.Pick(s, []world.Part{world.AtLeast, world.AtMost})
					}
				}
			}
			if step.Operation == world.List && s.Chance(1, 2) {
				step.Wants = []roles.Detail{{Label: fields[0].label, Meaning: world.Meaning(fields[0].meaning)}}
			}
		case world.Create:
			step.Values = some(fields, 1, 5)
			if w.owner != "" && s.Chance(1, 2) {
				o := detail(s, field{"name", "person_name", "person"})
				if !isPersonThing(w.owner) {
					o = detail(s, field{"name", "name", "Blue Harbour|Old Mill|Juniper Court"})
				}
				o.Of = w.owner
				step.Values = append(step.Values, o)
			}
		case world.Update:
			target()
			step.Values = some(fields, 1, 3)
		case world.Delete:
			target()
		case world.Move:
			target()
			if len(w.moves) == 0 {
				continue
			}
			m := rng.Pick(s, w.moves)
			step.Verb = m.verb
			step.Transition = &world.Transition{Column: "t.status", From: []string{m.from}, To: m.to}
		case world.Link:
			step.Target = some(fields, 1, 1)
			if w.owner == "" {
				continue
			}
			o := detail(s, field{"name", "name", "Blue Harbour|Old Mill|Juniper Court"})
			o.Of = w.owner
			step.Values = append(step.Values, o)
		case world.Report:
			step.Values = some(fields, 1, 2)
		}
		story.Steps = append(story.Steps, step)
	}
	return story
}
