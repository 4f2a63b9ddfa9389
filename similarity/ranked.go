package similarity

import (
	"cmp"
	"slices"
)

// ranked are the distinct vectors, their features ranked from the most to the least
// frequent.
type ranked struct {
	norms []uint64 // squared length

	// Vector i has its components at first[i]:first[i+1], by rank of feature.
	first  []uint32
	ranks  []uint32 // rank of the feature, 0 = most frequent
	values []int32

	frequency []uint32 // of how many vectors the feature of a rank is one
}

// rank takes one vector per group.
func rank(v Vectors, g *groups) ranked {
	n := g.len()
	width := 0
	for _, f := range v.Features {
		width = max(width, int(f)+1)
	}
	frequency := make([]uint32, width)
	x := ranked{norms: g.norms, first: make([]uint32, n+1)}
	for i := range n {
		e := g.members[g.first[i]]
		for k := v.Offsets[e]; k < v.Offsets[e+1]; k++ {
			if v.Values[k] != 0 {
				frequency[v.Features[k]]++
				x.first[i+1]++
			}
		}
		x.first[i+1] += x.first[i]
	}
	order := make([]uint32, 0, width)
	for f, c := range frequency {
		if c > 0 {
			order = append(order, uint32(f))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(frequency[b], frequency[a]), cmp.Compare(a, b))
	})
	// Columns by rank, then rows from columns: both are sorted without comparing.
	rank := make([]uint32, width)
	column := make([]uint32, len(order)+1)
	x.frequency = make([]uint32, len(order))
	for r, f := range order {
		x.frequency[r] = frequency[f]
		rank[f] = uint32(r)
		column[r+1] = column[r] + frequency[f]
	}
	total := int(x.first[n])
	type component struct {
		vector uint32
		value  int32
	}
	components := make([]component, total)
	at := slices.Clone(column)
	for i := range n {
		e := g.members[g.first[i]]
		for k := v.Offsets[e]; k < v.Offsets[e+1]; k++ {
			if value := v.Values[k]; value != 0 {
				r := rank[v.Features[k]]
				components[at[r]] = component{uint32(i), value}
				at[r]++
			}
		}
	}
	x.ranks = make([]uint32, total)
	x.values = make([]int32, total)
	row := slices.Clone(x.first)
	for r := range order {
		for _, c := range components[column[r]:column[r+1]] {
			x.ranks[row[c.vector]] = uint32(r)
			x.values[row[c.vector]] = c.value
			row[c.vector]++
		}
	}
	return x
}

// valuesOfFeatures returns the values that features have, by rank; ok is false where
// one has different values in different vectors.
func (x *ranked) valuesOfFeatures() (values []int32, ok bool) {
	values = make([]int32, len(x.frequency))
	for k, r := range x.ranks {
		if values[r] == 0 {
			values[r] = x.values[k]
		}
		if values[r] != x.values[k] {
			return nil, false
		}
	}
	return values, true
}
