package populating

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"worldc/world"
)

// Check returns what is inconsistent in rows: a key that is missing or taken, a
// value of the wrong type or outside its enum, a required value that is NULL, a
// reference that leads nowhere, something that ended before it began. Tables
// have their meaning (see [Mean]). Where rows are of no table, or a table has a
// column that a row lacks, it says so too.
func Check(tables []world.Table, rows map[string][]json.RawMessage) []world.Problem {
	var problems []world.Problem
	report := func(table string, i int, column, format string, args ...any) {
		where := fmt.Sprintf("rows.%s[%d]", table, i)
		if column != "" {
			where += "." + column
		}
		problems = append(problems, world.Problem{Where: where, What: fmt.Sprintf(format, args...)})
	}
	decoded := make([][]map[string]any, len(tables))
	keys := map[string]map[string]bool{}    // of single keys, by table
	columns := map[string]map[string]bool{} // values of every column that others may refer to
	known := map[string]bool{}
	for i := range tables {
		t := &tables[i]
		known[t.Name] = true
		keys[t.Name] = map[string]bool{}
		for _, k := range t.Key {
			columns[t.Name+"."+k] = map[string]bool{}
		}
		for n, raw := range rows[t.Name] {
			var row map[string]any
			d := json.NewDecoder(bytes.NewReader(raw))
			d.UseNumber()
			if err := d.Decode(&row); err != nil {
				report(t.Name, n, "", "is no JSON object: %v", err)
				row = nil
			}
			decoded[i] = append(decoded[i], row)
			if row == nil {
				continue
			}
			key := ""
			for _, k := range t.Key {
				if row[k] == nil {
					report(t.Name, n, k, "is NULL, and part of the key")
				}
				columns[t.Name+"."+k][plain(row[k])] = true
				key += plain(row[k]) + ","
			}
			if keys[t.Name][key] {
				report(t.Name, n, t.Key[0], "has the key of another row")
			}
			keys[t.Name][key] = true
		}
	}
	for i := range tables {
		t := &tables[i]
		p := checking(t)
		for _, c := range p.columns {
			seen := map[string]bool{}
			for n, row := range decoded[i] {
				if row == nil {
					continue
				}
				v, there := row[c.Name]
				switch {
				case !there:
					report(t.Name, n, c.Name, "is missing")
					continue
				case v == nil:
					if c.Required && !slices.Contains(t.Key, c.Name) {
						report(t.Name, n, c.Name, "is NULL, and required")
					}
					continue
				case !hasType(v, c.Type):
					report(t.Name, n, c.Name, "is %s, and no %s", plain(v), c.Type)
					continue
				}
				if c.Unique {
					if seen[plain(v)] {
						report(t.Name, n, c.Name, "is %s as in another row", plain(v))
					}
					seen[plain(v)] = true
				}
				if len(c.Column.Enum) > 0 && len(c.enum) > 0 && c.Type != "JSON" && !slices.ContainsFunc(c.enum, func(e any) bool { return string(appendValue(nil, e)) == plain(v) }) {
					report(t.Name, n, c.Name, "is %s, and none of the values of its enum", plain(v))
				}
				if c.References == "" || !known[c.References] {
					continue
				}
				for _, one := range elements(v) {
					if !refers(tables, columns, c.References, plain(one)) {
						report(t.Name, n, c.Name, "is %s, which is no row of %s", plain(one), c.References)
					}
				}
			}
		}
		for n, row := range decoded[i] {
			for _, o := range p.outOfOrder(row) {
				report(t.Name, n, o[1], "is before %s", o[0])
			}
		}
	}
	return problems
}

// checking is a table with its columns as values are read back.
func checking(t *world.Table) *plan {
	p := &plan{table: t, thing: thingWords(t), kind: &anything}
	for i := range t.Columns {
		c := p.newColumn(&t.Columns[i], readOutline(t.Columns[i].Document), 0)
		c.index = i
		p.columns = append(p.columns, c)
	}
	return p
}

// plain is a value as JSON.
func plain(v any) string {
	if text, ok := v.(string); ok {
		return string(appendText(nil, text))
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	if n, ok := v.(json.Number); ok {
		if f, err := n.Float64(); err == nil && f == math.Floor(f) && math.Abs(f) < 1e15 {
			return fmt.Sprint(int64(f))
		}
	}
	return string(b)
}

func hasType(v any, kind string) bool {
	switch kind {
	case "TEXT":
		_, ok := v.(string)
		return ok
	case "INTEGER":
		n, ok := v.(json.Number)
		if !ok {
			return false
		}
		if _, err := n.Int64(); err == nil {
			return true
		}
		f, err := n.Float64()
		return err == nil && f == math.Floor(f) && math.Abs(f) < 1<<63
	case "REAL":
		_, ok := v.(json.Number)
		return ok
	case "BOOLEAN":
		_, ok := v.(bool)
		return ok
	}
	return true
}

// elements are the keys that a value holds: itself, or those of a list.
func elements(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

// refers reports whether a value is part of the key of some row.
func refers(tables []world.Table, columns map[string]map[string]bool, table, value string) bool {
	for i := range tables {
		if tables[i].Name == table {
			for _, k := range tables[i].Key {
				if columns[table+"."+k][value] {
					return true
				}
			}
		}
	}
	return false
}

// timeOf is the words before those that name a time: "source" of
// source_updated_at.
func timeOf(words []string) string {
	for k := range words {
		if isTime(names[strings.Join(words[k:], "_")]) {
			return strings.Join(words[:k], " ")
		}
	}
	return ""
}

// outOfOrder are the pairs of columns of a row whose times are the wrong way
// round: made and changed, start and end.
func (p *plan) outOfOrder(row map[string]any) [][2]string {
	var pairs [][2]string
	at := func(c *column) (int64, bool, bool) {
		v := row[c.Name]
		if n, ok := v.(json.Number); ok {
			if i, err := n.Int64(); err == nil {
				return c.seconds(i)
			}
			f, err := n.Float64()
			if err != nil {
				return 0, false, false
			}
			return c.seconds(f)
		}
		return c.seconds(v)
	}
	for _, a := range p.columns {
		if a.Meaning != Created && a.Meaning != Start || a.Type == "JSON" {
			continue
		}
		for _, b := range p.columns {
			switch {
			case a.Meaning == Created && (b.Meaning == Updated || b.Meaning == Happened && !appeared(b)):
			case a.Meaning == Start && b.Meaning == End && spanName(a) == spanName(b):
			default:
				continue
			}
			if timeOf(a.words) != timeOf(b.words) {
				continue // of the row, and of what it refers to
			}
			first, days, ok := at(a)
			second, otherDays, fine := at(b)
			if !ok || !fine || b.Type == "JSON" {
				continue
			}
			if days || otherDays {
				first, second = first/day, second/day
			}
			if second < first {
				pairs = append(pairs, [2]string{a.Name, b.Name})
			}
		}
	}
	return pairs
}
