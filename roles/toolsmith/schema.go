package toolsmith

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"worldc/world"
)

// schemaOf is the tables in SQL: an index for every reference, a CHECK for
// every enum.
func schemaOf(entities []*entity) string {
	var b strings.Builder
	for i, e := range entities {
		if i > 0 {
			b.WriteByte('\n')
		}
		key := e.keyNames()
		width, kind := 0, 0
		for _, c := range e.columns {
			width = max(width, len(c.Name))
			kind = max(kind, len(c.Type))
		}
		fmt.Fprintf(&b, "CREATE TABLE %s (\n", e.table)
		for n, c := range e.columns {
			line := fmt.Sprintf("  %-*s %-*s", width, c.Name, kind, c.Type)
			if c.Required {
				line += " NOT NULL"
			}
			if len(key) == 1 && key[0] == c.Name {
				line += " PRIMARY KEY"
			} else if c.Unique {
				line += " UNIQUE"
			}
			if c.target != nil {
				line += " REFERENCES " + c.References + c.onDeleteClause()
			}
			if check := c.check(); check != "" {
				line += " CHECK (" + check + ")"
			}
			if n < len(e.columns)-1 || len(key) > 1 {
				line = strings.TrimRight(line, " ") + ","
			}
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
		if len(key) > 1 {
			b.WriteString("  PRIMARY KEY (" + strings.Join(key, ", ") + ")\n")
		}
		b.WriteString(");\n")
		for _, c := range e.columns {
			if c.target != nil && c.Name != key[0] {
				fmt.Fprintf(&b, "CREATE INDEX %s_by_%s ON %s (%s);\n", e.table, c.Name, e.table, c.Name)
			}
		}
	}
	return b.String()
}

// keyNames are the columns of the primary key.
func (e *entity) keyNames() []string {
	if e.key != nil {
		return []string{e.key.Name}
	}
	var names []string
	for _, c := range e.columns[:2] {
		names = append(names, c.Name)
	}
	return names
}

// onDeleteClause says what becomes of a row when what it refers to is deleted:
// it goes with what it cannot be without.
func (c *column) onDeleteClause() string {
	if c.Required {
		return " ON DELETE CASCADE"
	}
	return " ON DELETE SET NULL"
}

// check is the condition that the enum of a column makes; empty if none.
func (c *column) check() string {
	if len(c.Enum) == 0 || c == c.entity.key || c.Type == "JSON" || c.Type == "BOOLEAN" {
		return ""
	}
	var list []string
	for _, v := range c.Enum {
		var s string
		if json.Unmarshal(v, &s) == nil {
			list = append(list, sqlString(s))
		} else {
			list = append(list, string(v))
		}
	}
	return c.Name + " IN (" + strings.Join(list, ", ") + ")"
}

// tablesOf are the tables as the world records them.
func tablesOf(entities []*entity) []world.Table {
	var tables []world.Table
	for _, e := range entities {
		t := world.Table{Name: e.table, Thing: e.noun, Key: e.keyNames()}
		for _, c := range e.columns {
			t.Columns = append(t.Columns, c.Column)
		}
		if s := e.states; s != nil {
			t.States = &world.Lifecycle{Column: s.column.Name, Initial: s.initial, Moves: []world.Transition{}}
			for _, m := range s.moves {
				t.States.Moves = append(t.States.Moves, world.Transition{Column: s.column.Name, From: m.from, To: m.to})
			}
		}
		tables = append(tables, t)
	}
	return tables
}

// require decides which columns cannot be NULL: those that every tool fills
// that makes rows.
func require(t *things, plans []*plan) {
	for _, e := range t.entities {
		makers := slices.DeleteFunc(slices.Clone(plans), func(p *plan) bool {
			return p.entity != e || p.operation != world.Create || p.rejected != ""
		})
		for _, c := range e.columns {
			switch {
			case c == e.key:
				c.Required = true
			case c.target == e:
			case len(makers) == 0:
				c.Required = c.target != nil && c.slot == "ref:"+c.target.table+":" || c.isName() || e.states != nil && e.states.column == c
			default:
				c.Required = !slices.ContainsFunc(makers, func(p *plan) bool {
					if c.fallback() != "" {
						return false
					}
					return !slices.ContainsFunc(p.bindings, func(b *binding) bool { return b.column == c && b.required })
				})
			}
		}
	}
}

// isName reports whether people call a row by the column.
func (c *column) isName() bool {
	return c.Type == "TEXT" && (c.Name == "name" || c.Name == "title" || c.Name == "full_name" || c.Name == "email")
}
