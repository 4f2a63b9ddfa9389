package selftest

import (
	"encoding/json"

	"worldc/world"
)

// Rows are the rows of a world, read once for all its tools.
type Rows struct {
	tables map[string]*world.Table
	rows   map[string][]row
}

type row map[string]json.RawMessage

// ReadRows reads the rows of a world.
func ReadRows(w *world.World) (*Rows, error) {
	r := &Rows{tables: map[string]*world.Table{}, rows: map[string][]row{}}
	for i := range w.Tables {
		t := &w.Tables[i]
		r.tables[t.Name] = t
		rows := make([]row, len(w.Rows[t.Name]))
		for j, raw := range w.Rows[t.Name] {
			if err := json.Unmarshal(raw, &rows[j]); err != nil {
				return nil, err
			}
		}
		r.rows[t.Name] = rows
	}
	return r, nil
}

// value is what a column of a row holds; nil for NULL.
func (r row) value(column string) json.RawMessage {
	v := r[column]
	if string(v) == "null" {
		return nil
	}
	return v
}
