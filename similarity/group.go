package similarity

import (
	"math/bits"
	"slices"
)

// groups are the distinct vectors other than zero, each with the vectors that
// are identical to it. Real pools hold thousands of identical vectors; they are
// joined once and multiplied out at the end.
type groups struct {
	// members holds group i's vectors at first[i]:first[i+1], by rank; groups
	// stand in the order of their first appearance.
	members []uint32
	first   []uint32

	of     []uint32 // a vector's group, noGroup for zero vectors
	rank   []uint32 // a vector's rank
	byRank []uint32 // the vector of a rank
	norms  []uint64 // squared length per group
	zero   int      // zero vectors
}

const noGroup = ^uint32(0)

func (g *groups) len() int                  { return len(g.norms) }
func (g *groups) vectors(i uint32) []uint32 { return g.members[g.first[i]:g.first[i+1]] }

// size is the number of vectors of group i.
func (g *groups) size(i uint32) int64 { return int64(g.first[i+1] - g.first[i]) }

// content is what group must know of vectors.
type content interface {
	Len() int
	norm(i int) uint64 // squared length
	hash(i int) uint64 // of the content; only speed depends on its quality
	equal(i, j int) bool
}

// group finds the identical vectors of v.
func group(v content, rank []uint32) *groups {
	n := v.Len()
	g := &groups{of: make([]uint32, n), rank: rank, byRank: make([]uint32, n)}
	if rank == nil {
		g.rank = make([]uint32, n)
		for i := range g.rank {
			g.rank[i] = uint32(i)
		}
	}
	for i, r := range g.rank {
		g.byRank[r] = uint32(i)
	}
	// Chains of groups per hash: next[i] is the group after i, plus 1.
	heads := make(map[uint64]uint32, n)
	var next, exemplar []uint32
	for i := range n {
		norm := v.norm(i)
		if norm == 0 {
			g.of[i] = noGroup
			g.zero++
			continue
		}
		h := v.hash(i)
		j := heads[h]
		for j != 0 && !v.equal(i, int(exemplar[j-1])) {
			j = next[j-1]
		}
		if j == 0 {
			exemplar = append(exemplar, uint32(i))
			next = append(next, heads[h])
			g.norms = append(g.norms, norm)
			j = uint32(len(exemplar))
			heads[h] = j
		}
		g.of[i] = j - 1
	}
	g.first = make([]uint32, len(exemplar)+1)
	for _, j := range g.of {
		if j != noGroup {
			g.first[j+1]++
		}
	}
	for j := range exemplar {
		g.first[j+1] += g.first[j]
	}
	// Going through the vectors by rank leaves each group's members by rank.
	at := slices.Clone(g.first)
	g.members = make([]uint32, n-g.zero)
	for _, i := range g.byRank {
		if j := g.of[i]; j != noGroup {
			g.members[at[j]] = i
			at[j]++
		}
	}
	return g
}

// row returns the features and values of vector i.
func (v Vectors) row(i int) ([]uint32, []int32) {
	from, to := v.Offsets[i], v.Offsets[i+1]
	return v.Features[from:to], v.Values[from:to]
}

func (v Vectors) norm(i int) uint64 {
	_, values := v.row(i)
	return norm(values)
}

func (v Vectors) hash(i int) uint64 {
	features, values := v.row(i)
	h := uint64(len(features))
	for k, f := range features {
		h = mix(h, uint64(f)<<32|uint64(uint32(values[k])))
	}
	return h
}

func (v Vectors) equal(i, j int) bool {
	f, x := v.row(i)
	g, y := v.row(j)
	return slices.Equal(f, g) && slices.Equal(x, y)
}

// mix enters a word into a hash.
func mix(h, word uint64) uint64 {
	hi, lo := bits.Mul64(h^word^0x9e3779b97f4a7c15, 0xd6e8feb86659fd93)
	return hi ^ lo + 0x2545f4914f6cdd1d
}
