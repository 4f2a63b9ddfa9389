package chat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"worldc/model"
	"worldc/roles"
	"worldc/world"
)

// rowsAtOnce is how many rows are asked for in one question.
const rowsAtOnce = 24

// mostKeys is how many keys of another table a question shows.
const mostKeys = 200

// wroteRows are the rows that a toolsmith owes.
type wroteRows struct {
	Rows []map[string]json.RawMessage `json:"rows"`
}

// Rows implements [roles.Populator]. Tables come in their order, so that rows
// can refer to those that there are. Of an answer that stays faulty the rows are
// taken that have no fault.
func (s Toolsmith) Rows(ctx context.Context, b roles.Brief, d *roles.Design, clock string, rows, n int) (map[string][]json.RawMessage, []string, error) {
	m := s.model
	made := map[string][]json.RawMessage{}
	keys := map[string][]string{} // of single keys as JSON, by table
	var left []string
	for i := range d.Tables {
		t := &d.Tables[i]
		c := newRowCheck(t, keys)
		for part := 0; len(made[t.Name]) < rows && part*rowsAtOnce < rows; part++ {
			want := min(rowsAtOnce, rows-part*rowsAtOnce)
			known := map[string][]json.RawMessage{}
			for _, column := range t.Columns {
				if of := column.References; of != "" && of != t.Name {
					known[of] = some(keys[of])
				}
			}
			if part > 0 {
				known[t.Name+" (taken)"] = some(keys[t.Name])
			}
			q := question{
				purpose: model.Purpose{Role: "toolsmith", Record: b.World}, ordinal: n, schema: rowsSchema(t),
				messages: append(s.after(b, d), says(m.fill("toolsmith", "rows", map[string]string{
					"rows": strconv.Itoa(want), "table": data(t.Name), "clock": word(clock), "known": data(known),
				}))),
			}
			var good []row
			_, _, err := ask(ctx, m, q, func(a *wroteRows) []string {
				var problems []string
				good, problems = c.check(a.Rows)
				if len(a.Rows) == 0 {
					problems = append(problems, "there are no rows")
				}
				return problems
			})
			var failure *model.Failure
			switch {
			case err == nil:
			case errors.As(err, &failure) && failure.Class.Final():
				left = append(left, fmt.Sprintf("rows of %s: %s: %s", t.Name, failure.Class, failure.Detail))
				if failure.Class != model.Validation {
					good = nil
				}
			default:
				return nil, nil, err
			}
			for _, r := range good {
				c.take(r)
				made[t.Name] = append(made[t.Name], r.text)
				if len(t.Key) == 1 {
					keys[t.Name] = append(keys[t.Name], r.key)
				}
			}
			if err != nil {
				break
			}
		}
		sortRows(t, made[t.Name])
	}
	return made, left, nil
}

// some are the first of many keys.
func some(keys []string) []json.RawMessage {
	list := []json.RawMessage{}
	for _, k := range keys[:min(len(keys), mostKeys)] {
		list = append(list, json.RawMessage(k))
	}
	return list
}

// rowsSchema is the schema of rows of a table.
func rowsSchema(t *world.Table) model.Schema {
	var members []string
	for _, c := range t.Columns {
		kind := map[string]string{"TEXT": text, "INTEGER": number, "REAL": `{"type":"number"}`, "BOOLEAN": boolean, "JSON": `{}`}[c.Type]
		if len(c.Enum) > 0 && c.Type == "TEXT" {
			texts := make([]string, len(c.Enum))
			for i, v := range c.Enum {
				texts[i] = stringOf(v)
			}
			kind = oneOf(texts...)
		}
		if !c.Required && c.Type != "JSON" {
			kind = orNull(kind)
		}
		members = append(members, c.Name, kind)
	}
	return schemaOf("toolsmith_rows", object("rows", list(object(members...))))
}

// A row is a row that has no fault.
type row struct {
	text   json.RawMessage
	key    string
	values map[string]json.RawMessage
}

// A rowCheck holds rows of a table against it, and against those taken before.
type rowCheck struct {
	table *world.Table
	keys  map[string][]string
	taken map[string]map[string]bool // values by unique column; of the key by ""
}

func newRowCheck(t *world.Table, keys map[string][]string) *rowCheck {
	c := &rowCheck{table: t, keys: keys, taken: map[string]map[string]bool{"": {}}}
	for _, column := range t.Columns {
		if column.Unique {
			c.taken[column.Name] = map[string]bool{}
		}
	}
	return c
}

// take takes a row as one that there is.
func (c *rowCheck) take(r row) {
	c.taken[""][r.key] = true
	for name, values := range c.taken { //lint:ordered each by itself
		if v := r.values[name]; name != "" && v != nil {
			values[string(v)] = true
		}
	}
}

// check tells rows without fault from the others, of which it says what is wrong.
func (c *rowCheck) check(rows []map[string]json.RawMessage) (good []row, problems []string) {
	trial := newRowCheck(c.table, c.keys)
	for name, values := range c.taken { //lint:ordered into maps
		for v := range values { //lint:ordered into a map
			trial.taken[name][v] = true
		}
	}
	own := map[string]bool{} // keys of these rows, to which they may refer
	for _, k := range c.keys[c.table.Name] {
		own[k] = true
	}
	for _, values := range rows {
		if len(c.table.Key) == 1 {
			own[canonical(values[c.table.Key[0]])] = true
		}
	}
	for i, values := range rows {
		r, wrong := trial.row(values, own)
		if len(wrong) == 0 {
			trial.take(r)
			good = append(good, r)
			continue
		}
		for _, w := range wrong {
			problems = append(problems, fmt.Sprintf("rows[%d]: %s", i, w))
		}
	}
	return good, problems
}

// row holds one row against its table.
func (c *rowCheck) row(values map[string]json.RawMessage, own map[string]bool) (r row, wrong []string) {
	t := c.table
	for _, name := range sortedNames(values) {
		if t.Column(name) == nil {
			wrong = append(wrong, fmt.Sprintf("%s has no column %q", t.Name, name))
		}
	}
	r.values = map[string]json.RawMessage{}
	for _, column := range t.Columns {
		v := json.RawMessage(canonical(values[column.Name]))
		if string(v) == "null" {
			if column.Required {
				wrong = append(wrong, column.Name+" is missing")
			}
			r.values[column.Name] = json.RawMessage("null")
			continue
		}
		r.values[column.Name] = v
		switch {
		case !fits(column.Type, v):
			wrong = append(wrong, fmt.Sprintf("%s is %s, which is no %s", column.Name, clip(string(v), 60), column.Type))
		case len(column.Enum) > 0 && column.Type != "JSON" && !slices.ContainsFunc(column.Enum, func(e json.RawMessage) bool { return canonical(e) == string(v) }):
			wrong = append(wrong, fmt.Sprintf("%s is %s, which is not in its enum", column.Name, clip(string(v), 60)))
		case column.References != "" && c.dangling(&column, v, own) != "":
			wrong = append(wrong, fmt.Sprintf("%s: %s has no row %s", column.Name, column.References, c.dangling(&column, v, own)))
		case c.taken[column.Name][string(v)]:
			wrong = append(wrong, fmt.Sprintf("%s is %s, and unique: another row has it", column.Name, clip(string(v), 60)))
		}
	}
	var key []string
	for _, k := range t.Key {
		key = append(key, string(r.values[k]))
	}
	if r.key = strings.Join(key, ","); c.taken[""][r.key] {
		wrong = append(wrong, fmt.Sprintf("its key %s is taken", clip(r.key, 60)))
	}
	raw, err := json.Marshal(r.values)
	if err != nil {
		wrong = append(wrong, "it is no JSON")
	}
	r.text = raw
	return r, wrong
}

// dangling is a key in the value of a reference that leads to no row; "" if all
// do. A JSON column holds a list of keys.
func (c *rowCheck) dangling(column *world.Column, v json.RawMessage, own map[string]bool) string {
	var keys []json.RawMessage // not v's own bytes, which Unmarshal would write into
	if column.Type != "JSON" || json.Unmarshal(v, &keys) != nil {
		keys = []json.RawMessage{v}
	}
	for _, k := range keys {
		key := canonical(k)
		if column.References == c.table.Name && own[key] || slices.Contains(c.keys[column.References], key) {
			continue
		}
		return clip(key, 60)
	}
	return ""
}

func sortedNames(m map[string]json.RawMessage) []string {
	names := make([]string, 0, len(m))
	for name := range m { //lint:ordered sorted below
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// canonical is a JSON value in one way of writing it; "null" for none.
func canonical(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "null"
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return string(raw)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return string(raw)
	}
	return string(out)
}

// sortRows sorts rows by their keys.
func sortRows(t *world.Table, rows []json.RawMessage) {
	type keyed struct {
		key  []any
		text json.RawMessage
	}
	list := make([]keyed, len(rows))
	for i, raw := range rows {
		var values map[string]any
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		if d.Decode(&values) != nil {
			continue
		}
		list[i].text = raw
		for _, k := range t.Key {
			list[i].key = append(list[i].key, values[k])
		}
	}
	slices.SortFunc(list, func(a, b keyed) int {
		for i := range a.key {
			if c := compareKeys(a.key[i], b.key[i]); c != 0 {
				return c
			}
		}
		return bytes.Compare(a.text, b.text)
	})
	for i := range list {
		rows[i] = list[i].text
	}
}

// compareKeys compares two values of one key column: numbers by size, texts by
// their bytes.
func compareKeys(a, b any) int {
	x, isX := a.(json.Number)
	y, isY := b.(json.Number)
	if isX && isY {
		m, errX := x.Int64()
		n, errY := y.Int64()
		if errX == nil && errY == nil {
			switch {
			case m < n:
				return -1
			case m > n:
				return 1
			}
			return 0
		}
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}
