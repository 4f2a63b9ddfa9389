package golden

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"worldc/shareddata"
)

func read[T any](t testing.TB, raw []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func readLines[T any](t testing.TB, raw []byte) []T {
	t.Helper()
	var list []T
	for line := range bytes.Lines(raw) {
		if len(bytes.TrimSpace(line)) > 0 {
			list = append(list, read[T](t, line))
		}
	}
	return list
}

type object = map[string]any

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

// A table collects the rows of a world's folder.
type tables map[string][]object

// add adds a row that has the fields of all parts.
func (x tables) add(table string, parts ...object) {
	row := object{}
	for _, p := range parts {
		maps.Copy(row, p)
	}
	x[table] = append(x[table], row)
}

// write writes each table into the folder's rows.
func (x tables) write(t testing.TB, dir string) {
	for name, rows := range x {
		raw, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, "rows", name+".json"), raw)
	}
}

func put(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
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
		f(id, read[object](t, db[table][id]), db[table][id])
	}
}

// places numbers the strings of a list.
func places(list []string, in map[string]int) {
	for i, s := range list {
		in[s] = i
	}
}

// methods adds the payment methods of a user in their order.
func (x tables) methods(t testing.TB, user string, o object, raw json.RawMessage) {
	order := keys(t, read[map[string]json.RawMessage](t, raw)["payment_methods"])
	for i, m := range order {
		x.add("payment_methods", o["payment_methods"].(object)[m].(object), object{"user_id": user, "place": i})
	}
}

// lines adds the elements of a list as rows that are numbered.
func (x tables) lines(table string, list any, parent object, row func(object) object) {
	for i, e := range list.([]any) {
		x.add(table, row(e.(object)), parent, object{"line": i})
	}
}

func whole(o object) object { return o }

func retailTables(t testing.TB) tables {
	x, place := tables{}, map[string]int{}
	db := read[database](t, shareddata.Read(t, "taubench/retail.db.json.zst"))
	inOrder(t, db, "users", func(id string, o object, raw json.RawMessage) {
		x.add("users", object{"user_id": id}, pick(o, "email"), o["name"].(object), o["address"].(object))
		x.methods(t, id, o, raw)
		places(read[struct{ Orders []string }](t, raw).Orders, place)
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

func airlineTables(t testing.TB) tables {
	x, place := tables{}, map[string]int{}
	db := read[database](t, shareddata.Read(t, "taubench/airline.db.json.zst"))
	for _, talk := range talks(t) { // the only place that knows the cities
		for _, m := range talk.Traj {
			if m.Name == "list_all_airports" && x["airports"] == nil {
				cities := read[map[string]string](t, []byte(m.Content))
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
		places(read[struct{ Reservations []string }](t, raw).Reservations, place)
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

// A talk is a recorded trajectory of tau-bench.
type talk struct {
	TaskID int `json:"task_id"`
	Trial  int
	Reward float64
	Info   struct {
		Reward *struct {
			Info struct {
				Outputs *float64 `json:"r_outputs"`
			} `json:"info"`
		} `json:"reward_info"`
	} `json:"info"`
	Traj []struct {
		Role, Content, Name string
		Calls               []struct {
			Function struct{ Name, Arguments string }
		} `json:"tool_calls"`
	}
}

func talks(t testing.TB) []talk {
	return readLines[talk](t, shareddata.Read(t, "taubench/airline.gpt-4o.trajectories.jsonl.zst"))
}

// worldFolder writes a world of tau-bench as a folder that worldc imports: the
// project's schema and tools, tau-bench's documents and database.
func worldFolder(t testing.TB, dir, name string) {
	testdata := filepath.Join("..", "world", "engine", "testdata", "tau", name)
	for _, file := range []string{"schema.sql", "tools.star"} {
		raw, err := os.ReadFile(filepath.Join(testdata, file))
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, file), raw)
	}
	kinds := read[map[string]string](t, shareddata.Read(t, "taubench/"+name+".tool-kinds.json"))
	tools := read[[]struct {
		Type     string                     `json:"type"`
		Function map[string]json.RawMessage `json:"function"`
	}](t, shareddata.Read(t, "tools/tau-"+name+".tools.json"))
	for i := range tools {
		effect := `"read"`
		if kinds[read[string](t, tools[i].Function["name"])] == "write" {
			effect = `"write"`
		}
		tools[i].Function["effect"] = json.RawMessage(effect)
	}
	raw, err := json.Marshal(tools)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "tools.json"), raw)
	put(t, filepath.Join(dir, "world.json"), []byte(`{"name": "`+name+`", "clock": "2024-05-15T15:00:00"}`))
	put(t, filepath.Join(dir, "policy.md"), shareddata.Read(t, "taubench/"+name+".policy.md"))
	if name == "retail" {
		retailTables(t).write(t, dir)
	} else {
		airlineTables(t).write(t, dir)
	}
}
