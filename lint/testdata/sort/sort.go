// Package sort breaks the rule of its name.
package sort

import (
	"cmp"
	"iter"
	"slices"
	"sort"
)

func order(names []string, values []float64, each iter.Seq[float64]) {
	sort.Slice(names, func(i, j int) bool { return len(names[i]) < len(names[j]) }) // want "sort: sort.Slice leaves equal elements in any order"
	sort.Sort(sort.StringSlice(names))                                              // want "sort: sort.Sort leaves equal"
	sort.Float64s(values)                                                           // want "sort: sort.Float64s sorts floats"
	slices.Sort(values)                                                             // want "sort: slices.Sort sorts floats"
	_ = slices.Sorted(each)                                                         // want "sort: slices.Sorted sorts floats"
	slices.Sort(names)
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
}
