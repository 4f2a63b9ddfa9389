// Package taubench reads tau-bench's databases and recorded talks out of the shared
// data, for tests of the rooms that hold worlds. The schemas that the rows belong to
// are those of world/engine/testdata/tau.
package taubench

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"worldc/shareddata"
)

// keys are the names of a JSON object in the order of the text, which tau-bench
// relies on.
func keys(t testing.TB, raw json.RawMessage) []string {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	var names []string
	for depth := 0; ; {
		at := d.InputOffset()
		token, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case json.Delim:
			if token == '{' || token == '[' {
				depth++
			} else if depth--; depth == 0 {
				return names
			}
		case string:
			if depth == 1 && bytes.HasPrefix(bytes.TrimLeft(raw[d.InputOffset():], " \n"), []byte{':'}) && at >= 0 {
				names = append(names, token)
			}
		}
	}
}

type object = map[string]any

// Tables are the rows of a world by table.
type Tables map[string][]map[string]any

// Rows are the rows as a world record has them.
func (x Tables) Rows(t testing.TB) map[string][]json.RawMessage {
	t.Helper()
	rows := map[string][]json.RawMessage{}
	for _, table := range slices.Sorted(maps.Keys(x)) {
		for _, row := range x[table] {
			raw, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			rows[table] = append(rows[table], raw)
		}
	}
	return rows
}

// add adds a row that has the fields of all parts.
func (x Tables) add(table string, parts ...object) {
	row := object{}
	for _, p := range parts {
		maps.Copy(row, p)
	}
	x[table] = append(x[table], row)
}

func pick(o object, names ...string) object {
	part := object{}
	for _, n := range names {
		if v, ok := o[n]; ok {
			part[n] = v
		}
	}
	return part
}

type database = map[string]map[string]json.RawMessage

// inOrder calls f for the documents of a table by id.
func inOrder(t testing.TB, db database, table string, f func(id string, o object, raw json.RawMessage)) {
	for _, id := range slices.Sorted(maps.Keys(db[table])) {
		f(id, shareddata.Parse[object](t, db[table][id]), db[table][id])
	}
}

// places numbers the strings of a list.
func places(list []string, in map[string]int) {
	for i, s := range list {
		in[s] = i
	}
}

// methods adds the payment methods of a user in their order.
func (x Tables) methods(t testing.TB, user string, o object, raw json.RawMessage) {
	order := keys(t, shareddata.Parse[map[string]json.RawMessage](t, raw)["payment_methods"])
	for i, m := range order {
		x.add("payment_methods", o["payment_methods"].(object)[m].(object), object{"user_id": user, "place": i})
	}
}

// lines adds the elements of a list as rows that are numbered.
func (x Tables) lines(table string, list any, parent object, row func(object) object) {
	for i, e := range list.([]any) {
		x.add(table, row(e.(object)), parent, object{"line": i})
	}
}

func whole(o object) object { return o }

// Retail are tau-bench's shops as rows of the retail world's schema.
func Retail(t testing.TB) Tables {
	x, place := Tables{}, map[string]int{}
	db := shareddata.Parse[database](t, shareddata.Read(t, "taubench/retail.db.json.zst"))
	inOrder(t, db, "users", func(id string, o object, raw json.RawMessage) {
		x.add("users", object{"user_id": id}, pick(o, "email"), o["name"].(object), o["address"].(object))
		x.methods(t, id, o, raw)
		places(shareddata.Parse[struct{ Orders []string }](t, raw).Orders, place)
	})
	inOrder(t, db, "products", func(id string, o object, _ json.RawMessage) {
		x.add("products", pick(o, "product_id", "name"))
		variants := o["variants"].(object)
		for _, v := range slices.Sorted(maps.Keys(variants)) {
			x.add("items", variants[v].(object), object{"product_id": id})
		}
	})
	inOrder(t, db, "orders", func(id string, o object, _ json.RawMessage) {
		order := object{"order_id": id}
		x.add("orders", pick(o, "order_id", "user_id", "status"), o["address"].(object), object{"place": place[id]})
		x.lines("order_items", o["items"], order, func(e object) object { return pick(e, "item_id", "price") })
		x.lines("order_payments", o["payment_history"], order, whole)
		x.lines("fulfillments", o["fulfillments"], order, func(e object) object {
			return object{"tracking_ids": e["tracking_id"], "item_ids": e["item_ids"]}
		})
	})
	return x
}

// Airline are tau-bench's flights as rows of the airline world's schema. The cities
// are not in its database; they are what list_all_airports answered in a recorded
// talk.
func Airline(t testing.TB) Tables {
	x, place := Tables{}, map[string]int{}
	db := shareddata.Parse[database](t, shareddata.Read(t, "taubench/airline.db.json.zst"))
	for _, talk := range Talks(t) {
		for _, m := range talk.Traj {
			if m.Name == "list_all_airports" && x["airports"] == nil {
				cities := shareddata.Parse[map[string]string](t, []byte(m.Content))
				for i, code := range keys(t, []byte(m.Content)) {
					x.add("airports", object{"code": code, "city": cities[code], "place": i})
				}
			}
		}
	}
	inOrder(t, db, "users", func(id string, o object, raw json.RawMessage) {
		user := object{"user_id": id}
		x.add("users", user, pick(o, "email", "dob", "membership"), o["name"].(object), o["address"].(object))
		x.methods(t, id, o, raw)
		x.lines("saved_passengers", o["saved_passengers"], user, whole)
		places(shareddata.Parse[struct{ Reservations []string }](t, raw).Reservations, place)
	})
	inOrder(t, db, "flights", func(id string, o object, _ json.RawMessage) {
		days := o["dates"].(object)
		delete(o, "dates")
		x.add("flights", o)
		for _, date := range slices.Sorted(maps.Keys(days)) {
			row := object{"flight_number": id, "date": date}
			for name, v := range days[date].(object) {
				cabins, nested := v.(object)
				if !nested {
					row[name] = v
				}
				for cabin, n := range cabins {
					row[map[string]string{"available_seats": "seats_", "prices": "price_"}[name]+cabin] = n
				}
			}
			x.add("flight_dates", row)
		}
	})
	inOrder(t, db, "reservations", func(id string, o object, _ json.RawMessage) {
		of := object{"reservation_id": id}
		x.add("reservations", pick(o, "reservation_id", "user_id", "origin", "destination", "flight_type", "cabin", "created_at",
			"total_baggages", "nonfree_baggages", "insurance"), object{"place": place[id]})
		x.lines("reservation_flights", o["flights"], of, func(e object) object { return pick(e, "flight_number", "date", "price") })
		x.lines("reservation_passengers", o["passengers"], of, whole)
		x.lines("reservation_payments", o["payment_history"], of, whole)
	})
	return x
}
