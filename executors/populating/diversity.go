package populating

import (
	"encoding/json"
	"maps"
	"slices"
)

// Diversity is how much of what is written in two worlds differs, between 0
// and 1. A cell is a string in a column of a row; it is shared if the same
// column of the same table of the other world holds an equal string in some row.
// Diversity is the number of cells of both worlds that are not shared, divided
// by the number of all. Worlds without a text have diversity 0.
//
// Columns of a few words (a status, a type) are shared by nature, so that
// siblings that are as different as can be have a diversity below 1.
func Diversity(a, b map[string][]json.RawMessage) float64 {
	first, second := cells(a), cells(b)
	all, own := 0, 0
	for _, pair := range [...][2]map[string]map[string]int{{first, second}, {second, first}} {
		for _, column := range slices.Sorted(maps.Keys(pair[0])) {
			other := pair[1][column]
			for text, n := range pair[0][column] { //lint:ordered a sum of integers
				all += n
				if other[text] == 0 {
					own += n
				}
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(own) / float64(all)
}

// cells counts the strings of each column, by `table.column`.
func cells(rows map[string][]json.RawMessage) map[string]map[string]int {
	m := map[string]map[string]int{}
	for _, table := range slices.Sorted(maps.Keys(rows)) {
		for _, raw := range rows[table] {
			var row map[string]json.RawMessage
			if json.Unmarshal(raw, &row) != nil {
				continue
			}
			for column, v := range row { //lint:ordered counts do not depend on it
				var text string
				if len(v) == 0 || v[0] != '"' || json.Unmarshal(v, &text) != nil {
					continue
				}
				name := table + "." + column
				if m[name] == nil {
					m[name] = map[string]int{}
				}
				m[name][text]++
			}
		}
	}
	return m
}
