package community

import (
	"fmt"

	"worldc/detmath"
)

// NormalizedMutualInformation compares two labellings of the same things: 1 if
// they divide them alike, 0 if one says nothing of the other. It is 2I(a,b) /
// (H(a)+H(b)), and 1 where both put everything under one label. It panics if
// the lengths differ.
func NormalizedMutualInformation(a, b []uint32) float64 {
	t := crossTabulate(a, b)
	n := float64(len(a))
	// H = log n − Σ x·log x / n, I = H(a) + H(b) − H(a,b).
	entropy := func(counts []int64) float64 {
		s := 0.0
		for _, x := range counts {
			s += float64(float64(x) * detmath.Log(float64(x)))
		}
		return detmath.Log(n) - float64(s/n)
	}
	if len(a) == 0 || len(t.rows) == 1 && len(t.columns) == 1 {
		return 1
	}
	ha, hb := entropy(t.rows), entropy(t.columns)
	return min(max(2*(ha+hb-entropy(t.cells))/(ha+hb), 0), 1)
}

// AdjustedRandIndex compares two labellings of the same things by the pairs
// that both put together, less what chance would (Hubert and Arabie 1985): 1
// if they divide them alike, about 0 for unrelated ones, below 0 for less than
// chance. It panics if the lengths differ, and is exact for up to 2³¹ things.
func AdjustedRandIndex(a, b []uint32) float64 {
	t := crossTabulate(a, b)
	pairs := func(counts []int64) (sum int64) {
		for _, x := range counts {
			sum += x * (x - 1) / 2
		}
		return sum
	}
	both, inA, inB := pairs(t.cells), pairs(t.rows), pairs(t.columns)
	all := int64(len(a)) * (int64(len(a)) - 1) / 2
	if inA == inB && (inA == 0 || inA == all) {
		return 1 // both all alone or all together
	}
	expected := float64(inA) / float64(all) * float64(inB)
	return (float64(both) - float64(expected)) / (float64(float64(inA+inB)/2) - float64(expected))
}

// A table holds how many things have each label of one labelling, of the
// other, and each pair of labels; none is 0.
type table struct{ rows, columns, cells []int64 }

func crossTabulate(a, b []uint32) table {
	if len(a) != len(b) {
		panic(fmt.Sprintf("community: labellings of %d and %d things", len(a), len(b)))
	}
	cells := make([]uint64, len(a))
	for i := range a {
		cells[i] = uint64(a[i])<<32 | uint64(b[i])
	}
	return table{tally(a), tally(b), tally(cells)}
}

// tally counts equal labels, in the order in which they first occur.
func tally[T comparable](labels []T) (counts []int64) {
	number := map[T]int{}
	for _, l := range labels {
		i, ok := number[l]
		if !ok {
			i = len(counts)
			number[l] = i
			counts = append(counts, 0)
		}
		counts[i]++
	}
	return counts
}
