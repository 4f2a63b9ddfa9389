package engine

import (
	"encoding/json"
	"fmt"
	"slices"

	"go.starlark.net/starlark"
)

// A Cell is the place of one value: a column of the row with a key. It is found
// once and read in any session of its engine.
type Cell struct {
	table  *table
	column int
	key    string
}

// Cell finds the column of the row of a table whose primary key is the JSON object
// key. Whether there is such a row is for a session to say.
func (e *Engine) Cell(tableName string, key json.RawMessage, columnName string) (Cell, error) {
	at := slices.IndexFunc(e.tables, func(t *table) bool { return t.name == tableName })
	if at < 0 {
		return Cell{}, fmt.Errorf("there is no table %q", tableName)
	}
	t := e.tables[at]
	column, known := t.byName[columnName]
	if !known {
		return Cell{}, fmt.Errorf("the table %s has no column %q", tableName, columnName)
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(key, &given); err != nil {
		return Cell{}, fmt.Errorf("the key %s is no JSON object", key)
	}
	values := make([]starlark.Value, len(t.columns))
	for _, k := range t.key {
		c := t.columns[k]
		raw, has := given[c.name]
		if !has || len(given) != len(t.key) {
			return Cell{}, fmt.Errorf("the key %s does not have just the columns of the primary key of %s", key, tableName)
		}
		v, err := decode(raw)
		if err != nil {
			return Cell{}, fmt.Errorf("the key %s: %w", key, err)
		}
		values[k] = v
	}
	return Cell{t, column, t.keyOf(values, t.key)}, nil
}

// Value is what stands in a cell, in canonical JSON; ok is false if its row is not
// there.
func (s *Session) Value(c Cell) (value []byte, ok bool) {
	r := s.row(c.table, c.key)
	if r == nil {
		return nil, false
	}
	return mustEncode(nil, r.values[c.column]), true
}
