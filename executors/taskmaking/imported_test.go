package taskmaking

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"worldc/shareddata"
	"worldc/world"
	"worldc/world/engine"
)

func file(t testing.TB, parts ...string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func parse[T any](t testing.TB, raw []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// putCode gives the tools of a world their code.
func putCode(t testing.TB, w *world.World, source []byte) {
	t.Helper()
	var names []string
	for _, x := range w.Tools {
		names = append(names, x.Function())
	}
	prelude, functions, err := engine.Split("tools.star", string(source), names)
	if err != nil {
		t.Fatal(err)
	}
	w.Prelude = prelude
	for i := range w.Tools {
		w.Tools[i].Code = functions[names[i]]
	}
}

// workshop is the imported world of the examples, which says nothing of what
// its tools do.
func workshop(t testing.TB) *world.World {
	t.Helper()
	folder := filepath.Join("..", "..", "examples", "worlds", "workshop")
	w := parse[*world.World](t, file(t, folder, "world.json"))
	w.ID, w.Schema, w.Rows = world.WorldID("workshop", 0), string(file(t, folder, "schema.sql")), map[string][]json.RawMessage{}
	types := map[string]map[string]string{}
	for _, table := range describedBy(w.Schema) {
		types[table.Name] = map[string]string{}
		for _, c := range table.Columns {
			types[table.Name][c.Name] = c.Type
		}
	}
	paths, err := filepath.Glob(filepath.Join(folder, "rows", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		table, extension, _ := strings.Cut(filepath.Base(path), ".")
		if extension == "json" {
			w.Rows[table] = parse[[]json.RawMessage](t, file(t, path))
			continue
		}
		lines, err := csv.NewReader(bytes.NewReader(file(t, path))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cells := range lines[1:] {
			row := map[string]json.RawMessage{}
			for i, cell := range cells {
				switch name := lines[0][i]; {
				case cell == "":
				case types[table][name] == "TEXT":
					row[name] = json.RawMessage(quoted(cell))
				default:
					row[name] = json.RawMessage(strings.ToLower(cell))
				}
			}
			raw, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			w.Rows[table] = append(w.Rows[table], raw)
		}
	}
	for _, x := range parse[[]struct {
		Effect            world.Effect
		Name, Description string
		Parameters        json.RawMessage
	}](t, file(t, folder, "tools.json")) {
		w.Tools = append(w.Tools, world.WorldTool{Effect: x.Effect, Tool: world.Tool{ID: world.ToolID("workshop", x.Name, 0), Name: x.Name, Description: x.Description, Parameters: x.Parameters}})
	}
	putCode(t, w, file(t, folder, "tools.star"))
	return w
}

// retail is tau-bench's world of that name.
func retail(t testing.TB) *world.World {
	t.Helper()
	folder := filepath.Join("..", "..", "world", "engine", "testdata", "tau", "retail")
	w := &world.World{ID: world.WorldID("tau-retail", 0), Name: "retail", Clock: "2024-05-15T15:00:00", Schema: string(file(t, folder, "schema.sql")), Rows: map[string][]json.RawMessage{}}
	type object = map[string]any
	add := func(table string, parts ...object) {
		row := object{}
		for _, p := range parts {
			for k, v := range p {
				row[k] = v
			}
		}
		raw, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		w.Rows[table] = append(w.Rows[table], raw)
	}
	only := func(o object, names ...string) object {
		part := object{}
		for _, n := range names {
			if v, ok := o[n]; ok {
				part[n] = v
			}
		}
		return part
	}
	db := parse[map[string]map[string]object](t, shareddata.Read(t, "taubench/retail.db.json.zst"))
	place := map[string]int{}
	for _, id := range sortedKeys(db["users"]) {
		u := db["users"][id]
		add("users", object{"user_id": id, "email": u["email"]}, u["name"].(object), u["address"].(object))
		methods := u["payment_methods"].(object)
		for i, m := range sortedKeys(methods) {
			add("payment_methods", methods[m].(object), object{"user_id": id, "place": i})
		}
		for i, o := range u["orders"].([]any) {
			place[o.(string)] = i
		}
	}
	for _, id := range sortedKeys(db["products"]) {
		p := db["products"][id]
		add("products", only(p, "product_id", "name"))
		variants := p["variants"].(object)
		for _, v := range sortedKeys(variants) {
			add("items", variants[v].(object), object{"product_id": id})
		}
	}
	for _, id := range sortedKeys(db["orders"]) {
		o := db["orders"][id]
		add("orders", only(o, "order_id", "user_id", "status"), o["address"].(object), object{"place": place[id]})
		for i, x := range o["items"].([]any) {
			add("order_items", only(x.(object), "item_id", "price"), object{"order_id": id, "line": i})
		}
		for i, x := range o["payment_history"].([]any) {
			add("order_payments", x.(object), object{"order_id": id, "line": i})
		}
	}
	kinds := parse[map[string]string](t, shareddata.Read(t, "taubench/retail.tool-kinds.json"))
	for _, f := range parse[[]struct {
		Function struct {
			Name, Description string
			Parameters        json.RawMessage
		}
	}](t, shareddata.Read(t, "tools/tau-retail.tools.json")) {
		effect := world.Read
		if kinds[f.Function.Name] == "write" {
			effect = world.Write
		}
		w.Tools = append(w.Tools, world.WorldTool{Effect: effect, Tool: world.Tool{ID: world.ToolID("tau-retail", f.Function.Name, 0), Name: f.Function.Name, Description: f.Function.Description, Parameters: f.Function.Parameters}})
	}
	putCode(t, w, file(t, folder, "tools.star"))
	return w
}

// TestDerive: what tools do that do not say it is found out, as far as it can
// be.
func TestDerive(t *testing.T) {
	for name, c := range map[string]struct {
		world *world.World
		want  map[string]string
	}{
		"workshop": {workshop(t), map[string]string{
			"get_job": "get jobs", "list_jobs": "list jobs", "find_customer": "search customers", "cancel_job": "move jobs to cancelled", "move_job": "update jobs", "add_service": "create services",
		}},
		"retail": {retail(t), map[string]string{
			"cancel_pending_order": "move orders to cancelled", "get_order_details": "get orders", "find_user_id_by_email": "search users", "modify_user_address": "update users",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			g := survey(load(t, c.world), c.world, nil)
			for _, x := range g.tools {
				text := string(x.operation)
				if x.table != nil {
					text += " " + x.table.Name
				}
				if x.transition != nil {
					text += " to " + x.transition.To
				}
				if want, ok := c.want[x.Tool.Name]; ok && text != want {
					t.Errorf("%s: %s, want %s", x.Tool.Name, text, want)
				}
				t.Log(x.Tool.Name, text, strconv.Itoa(len(x.gives)))
			}
		})
	}
}
