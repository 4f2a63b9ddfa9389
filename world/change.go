package world

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Changes are the difference between two states of a world: by table, then by
// the key of the row.
//
// A key is the primary key as text: of one column its value as it stands in
// JSON, without the quotes of a string; of several columns the canonical JSON
// array of their values.
type Changes map[string]map[string]Change

// A Change is what became of one row. Volatile columns are not in it.
type Change struct {
	// Before are the fields that changed with the values they had; the whole
	// row where it was deleted, null where there was none.
	Before map[string]json.RawMessage `json:"before"`

	// After are the fields that changed with the values they have; the whole
	// row where it is new, null where it is gone.
	After map[string]json.RawMessage `json:"after"`
}

// Rows is the number of rows that differ.
func (c Changes) Rows() int {
	n := 0
	for _, rows := range c {
		n += len(rows)
	}
	return n
}

// Validate returns the rules that the changes break.
func (c Changes) Validate() []Problem {
	var l problemList
	for _, table := range slices.Sorted(maps.Keys(c)) {
		for _, key := range slices.Sorted(maps.Keys(c[table])) {
			change := c[table][key]
			where := fmt.Sprintf("%s[%q]", table, key)
			if change.Before == nil && change.After == nil {
				l.add(where, "says nothing: before or after has to be given")
			}
			if change.Before != nil && change.After != nil {
				for _, field := range slices.Sorted(maps.Keys(change.Before)) {
					if _, both := change.After[field]; !both {
						l.add(where, "changes %q, of which after says nothing", field)
					}
				}
			}
		}
	}
	return l
}

// A State is what a world has come to.
type State struct {
	// Digest is equal for equal states, and only for these: 64 hexadecimal
	// digits over all rows of the world, without volatile columns.
	Digest string `json:"digest"`

	// Changes are the differences to the state in which the task began.
	Changes Changes `json:"changes"`
}
