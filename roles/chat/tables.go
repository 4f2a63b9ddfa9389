package chat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"worldc/world"
)

// laid are the tables and the policy that a toolsmith owes.
type laid struct {
	Tables []table `json:"tables"`
	Policy string  `json:"policy"`
}

// A table is a table as models write it.
type table struct {
	Name    string   `json:"name"`
	Thing   string   `json:"thing"`
	Key     []string `json:"key"`
	Columns []column `json:"columns"`
	States  *states  `json:"states"`
}

type column struct {
	Name       string            `json:"name"`
	Type       string            `json:"type"`
	Label      string            `json:"label"`
	Required   bool              `json:"required"`
	Unique     bool              `json:"unique"`
	References *string           `json:"references"`
	Enum       []json.RawMessage `json:"enum"`
}

type states struct {
	Column  string `json:"column"`
	Initial string `json:"initial"`
	Moves   []move `json:"moves"`
}

type move struct {
	From []string `json:"from"`
	To   string   `json:"to"`
}

var columnTypes = []string{"TEXT", "INTEGER", "REAL", "BOOLEAN", "JSON"}

var laidSchema = schemaOf("toolsmith_tables", object(
	"tables", list(object(
		"name", text, "thing", text, "key", list(text),
		"columns", list(object(
			"name", text, "type", oneOf(columnTypes...), "label", text, "required", boolean, "unique", boolean, "references", orNull(text),
			"enum", orNull(list(`{"anyOf":[{"type":"string"},{"type":"number"}]}`)),
		)),
		"states", orNull(object("column", text, "initial", text, "moves", list(object("from", list(text), "to", text)))),
	)),
	"policy", text,
))

// The bounds of what a toolsmith may lay out.
const (
	mostTables  = 60
	mostColumns = 80
	mostPolicy  = 8000 // characters
)

// identifier is what may name a table or a column, of so many letters.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

const longestIdentifier = 62

// check says what is wrong with tables.
func (l *laid) check() []string {
	var problems []string
	say := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if len(l.Tables) == 0 || len(l.Tables) > mostTables {
		say("there are %d tables: 1 to %d are possible", len(l.Tables), mostTables)
	}
	if n := len([]rune(l.Policy)); n > mostPolicy {
		say(`"policy" has %d characters: six lines are enough`, n)
	}
	before := map[string]*table{}
	for i := range l.Tables {
		t := &l.Tables[i]
		where := "table " + t.Name
		wrongName(t.Name, where, say)
		if before[t.Name] != nil {
			say("%s stands there twice", where)
		}
		before[t.Name] = t
		if strings.TrimSpace(t.Thing) == "" {
			say(`%s: "thing" is empty`, where)
		}
		if len(t.Columns) > mostColumns {
			say("%s has %d columns: %d at most", where, len(t.Columns), mostColumns)
		}
		names := map[string]*column{}
		for k := range t.Columns {
			c := &t.Columns[k]
			if names[c.Name] != nil {
				say("%s has the column %s twice", where, c.Name)
			}
			names[c.Name] = c
			t.checkColumn(c, before, say)
		}
		if len(t.Key) == 0 {
			say("%s has no key", where)
		}
		for _, k := range t.Key {
			if c := names[k]; c == nil {
				say("%s: the key %s is none of its columns", where, k)
			} else if c.Type != "TEXT" && c.Type != "INTEGER" {
				say("%s: the key %s has to be TEXT", where, k)
			}
		}
		if t.States != nil {
			t.checkStates(names, say)
		}
	}
	return problems
}

func wrongName(name, where string, say func(string, ...any)) {
	switch {
	case len(name) > longestIdentifier || !identifier.MatchString(name):
		say("%s: %q cannot be its name: lower-case letters, digits and _ can", where, name)
	case slices.Contains(sqlWords, name):
		say("%s: %q is a word of SQL: take another name", where, name)
	}
}

func (t *table) checkColumn(c *column, before map[string]*table, say func(string, ...any)) {
	where := "column " + t.Name + "." + c.Name
	wrongName(c.Name, where, say)
	if !slices.Contains(columnTypes, c.Type) {
		say("%s: %q is no type: %s are", where, c.Type, strings.Join(columnTypes, ", "))
	}
	if c.References != nil {
		switch to := before[*c.References]; {
		case to == nil:
			say("%s refers to the table %q, which does not stand before it", where, *c.References)
		case len(to.Key) != 1:
			say("%s refers to %s, whose key is more than one column", where, to.Name)
		case c.Type != "JSON": // which holds a list of keys
			for _, k := range to.Columns {
				if k.Name == to.Key[0] && k.Type != c.Type {
					say("%s is %s and refers to %s.%s, which is %s", where, c.Type, to.Name, k.Name, k.Type)
				}
			}
		}
	}
	for _, v := range c.Enum {
		if !fits(c.Type, v) {
			say("%s: the value %s of its enum is no %s", where, clip(string(v), 40), c.Type)
		}
	}
}

func (t *table) checkStates(names map[string]*column, say func(string, ...any)) {
	where := "table " + t.Name + ", states"
	c := names[t.States.Column]
	if c == nil || c.Type != "TEXT" || len(c.Enum) == 0 {
		say("%s: %q is no TEXT column with an enum", where, t.States.Column)
		return
	}
	known := func(state string) {
		if !slices.ContainsFunc(c.Enum, func(v json.RawMessage) bool { return stringOf(v) == state }) {
			say("%s: %q is not in the enum of %s", where, state, c.Name)
		}
	}
	known(t.States.Initial)
	for _, m := range t.States.Moves {
		known(m.To)
		if len(m.From) == 0 {
			say("%s: the move to %q comes from no state", where, m.To)
		}
		for _, from := range m.From {
			known(from)
		}
	}
}

// fits reports whether a column of a type can hold a JSON value.
func fits(kind string, raw json.RawMessage) bool {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return false
	}
	switch x := v.(type) {
	case string:
		return kind == "TEXT" || kind == "JSON"
	case json.Number:
		whole := !strings.ContainsAny(x.String(), ".eE")
		return kind == "REAL" || kind == "JSON" || kind == "INTEGER" && whole
	case bool:
		return kind == "BOOLEAN" || kind == "JSON"
	case nil:
		return false
	}
	return kind == "JSON"
}

func stringOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	return s
}

// tables are the tables as worlds have them.
func (l *laid) tables() []world.Table {
	list := make([]world.Table, len(l.Tables))
	for i, t := range l.Tables {
		w := world.Table{Name: t.Name, Thing: t.Thing, Key: t.Key}
		for _, c := range t.Columns {
			x := world.Column{
				Name: c.Name, Type: c.Type, Label: c.Label, Required: c.Required || slices.Contains(t.Key, c.Name), Unique: c.Unique, Enum: c.Enum,
			}
			if x.Label == "" {
				x.Label = strings.ReplaceAll(c.Name, "_", " ")
			}
			if c.References != nil {
				x.References = *c.References
			}
			w.Columns = append(w.Columns, x)
		}
		if t.States != nil {
			w.States = &world.Lifecycle{Column: t.States.Column, Initial: t.States.Initial, Moves: []world.Transition{}}
			for _, m := range t.States.Moves {
				w.States.Moves = append(w.States.Moves, world.Transition{Column: t.States.Column, From: m.From, To: m.To})
			}
		}
		list[i] = w
	}
	return list
}

// laidOut is a design as its toolsmith wrote it.
func laidOut(tables []world.Table, policy string) *laid {
	l := &laid{Policy: policy}
	for _, w := range tables {
		t := table{Name: w.Name, Thing: w.Thing, Key: w.Key}
		for _, c := range w.Columns {
			x := column{Name: c.Name, Type: c.Type, Label: c.Label, Required: c.Required, Unique: c.Unique, Enum: c.Enum}
			if c.References != "" {
				x.References = &c.References
			}
			t.Columns = append(t.Columns, x)
		}
		if w.States != nil {
			t.States = &states{Column: w.States.Column, Initial: w.States.Initial, Moves: []move{}}
			for _, m := range w.States.Moves {
				t.States.Moves = append(t.States.Moves, move{m.From, m.To})
			}
		}
		l.Tables = append(l.Tables, t)
	}
	return l
}

// schemaSQL is tables in SQL: an index for every reference, a CHECK for every
// enum. What refers to a row and cannot be without it goes when the row does.
func schemaSQL(tables []world.Table) string {
	var b strings.Builder
	for i, t := range tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "CREATE TABLE %s (\n", t.Name)
		for n, c := range t.Columns {
			b.WriteString("  " + c.Name + " " + c.Type)
			if c.Required {
				b.WriteString(" NOT NULL")
			}
			if len(t.Key) == 1 && t.Key[0] == c.Name {
				b.WriteString(" PRIMARY KEY")
			} else if c.Unique {
				b.WriteString(" UNIQUE")
			}
			if c.References != "" && c.Type != "JSON" {
				b.WriteString(" REFERENCES " + c.References)
				if c.Required {
					b.WriteString(" ON DELETE CASCADE")
				} else {
					b.WriteString(" ON DELETE SET NULL")
				}
			}
			if len(c.Enum) > 0 && c.Type != "JSON" && c.Type != "BOOLEAN" {
				values := make([]string, len(c.Enum))
				for k, v := range c.Enum {
					if values[k] = string(v); c.Type == "TEXT" {
						values[k] = "'" + strings.ReplaceAll(stringOf(v), "'", "''") + "'"
					}
				}
				b.WriteString(" CHECK (" + c.Name + " IN (" + strings.Join(values, ", ") + "))")
			}
			if n < len(t.Columns)-1 || len(t.Key) > 1 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
		}
		if len(t.Key) > 1 {
			b.WriteString("  PRIMARY KEY (" + strings.Join(t.Key, ", ") + ")\n")
		}
		b.WriteString(");\n")
		for _, c := range t.Columns {
			if c.References != "" && c.Type != "JSON" && c.Name != t.Key[0] {
				fmt.Fprintf(&b, "CREATE INDEX %s_by_%s ON %s (%s);\n", t.Name, c.Name, t.Name, c.Name)
			}
		}
	}
	return b.String()
}

// sqlWords are the words of SQLite's grammar that cannot be names without quotes.
var sqlWords = strings.Fields(`add all alter and as autoincrement between case check collate commit constraint create default deferrable delete distinct
	drop else escape except exists foreign from group having in index insert intersect into is isnull join limit not notnull null on or order primary
	references returning select set table then to transaction union unique update using values when where`)
