// Package similarity finds all pairs of vectors whose cosine exceeds a
// threshold, exactly: no pair is missed and none is wrong, at a small part of
// the cost of comparing every pair. Join does it for sparse vectors, JoinDense
// for dense ones.
//
// Rules: components are integers, so dot products, norms and the decision
// cos > p/q are exact and do not depend on the order of summation, on the
// processor or on the number of workers. Floating point only rules pairs out,
// with a slack that covers its worst error. The package knows nothing of tools.
package similarity

import (
	"fmt"
	"math"
	"slices"
)

// Vectors is a list of sparse vectors: vector i has the components Values[k] at
// Features[k] for Offsets[i] <= k < Offsets[i+1]. Within a vector features
// ascend strictly. Feature numbers should be dense: memory grows with the
// largest. A vector's squared length is below 2^43 (MaxNorm); unit vectors
// scaled to 2^15 leave ample room.
type Vectors struct {
	Offsets  []int
	Features []uint32
	Values   []int32
}

// Len is the number of vectors.
func (v Vectors) Len() int { return max(0, len(v.Offsets)-1) }

// MaxNorm bounds the squared length of a vector and MaxDenominator that of a
// threshold, so that a decision fits 128 bits.
const (
	MaxNorm        = 1 << 43
	MaxDenominator = 1 << 20
)

// Options say which pairs to keep.
type Options struct {
	// Numerator/Denominator is the threshold, in [0, 1]: a pair is similar if
	// its cosine is strictly greater. Denominator is in [1, MaxDenominator].
	Numerator, Denominator uint32

	// Reached says that a cosine that equals the threshold is enough. It holds for
	// [FirstCome] and [FirstComeDense]; joins are strict.
	Reached bool

	// MaxDegree bounds the pairs: one stays if it is among the best MaxDegree
	// of either of its ends, by Similarity, ties by the other end's Rank. 0
	// keeps all of them, however many there are.
	MaxDegree int

	// Rank[i] is the place of vector i in the order that breaks ties, a
	// permutation of the vectors. nil stands for the vectors' own order.
	Rank []uint32

	// Workers is the number of goroutines, at least 1. It does not affect the
	// result.
	Workers int
}

// A Pair is two similar vectors.
type Pair struct {
	A, B uint32 // vector numbers, A < B

	// Similarity is the cosine in millionths, rounded down; exact.
	Similarity uint32
}

// Stats tell what a join found, exactly.
type Stats struct {
	Vectors  int   // vectors joined
	Zero     int   // of these without a component other than zero; they are similar to nothing
	Distinct int   // different vectors among the others
	Similar  int64 // pairs above the threshold
	Kept     int64 // of these returned: those within MaxDegree
}

// Join returns the similar pairs of v, by A, then B.
//
// Identical vectors are joined once. Their distinct representatives are joined
// by L2AP (Anastasiu and Karypis, ICDE 2014): features are ranked from frequent
// to rare; of every vector only the rarest features are indexed, beyond the
// point where what is left is too short to reach the threshold alone; a query
// walks its features from the rarest and stops taking up new candidates when
// what is left of itself is too short; lengths of what is left bound what a
// candidate can still gain (Cauchy-Schwarz). With MaxDegree, memory is bounded
// by MaxDegree per distinct vector, however many pairs are similar.
func Join(v Vectors, o Options) ([]Pair, Stats) {
	o.check(v.Len())
	v.check()
	g := group(v, o.Rank)
	return o.collect(g, func(t threshold, s sink) { newIndex(v, g, t).search(o.Workers, s) })
}

// collect runs a search for the similar pairs of groups and turns what it finds
// into the result of a join.
func (o Options) collect(g *groups, search func(threshold, sink)) ([]Pair, Stats) {
	stats := Stats{Vectors: len(g.of), Zero: g.zero, Distinct: g.len()}
	if o.Numerator == o.Denominator || g.len() == 0 {
		return nil, stats
	}
	t := threshold{p: uint64(o.Numerator), q: uint64(o.Denominator)}
	var pairs []Pair
	if o.MaxDegree == 0 {
		found := newAllPairs(o.Workers)
		search(t, found)
		pairs = found.expand(g)
		stats.Similar = int64(len(pairs))
	} else {
		found := newBestPairs(g, o)
		search(t, found)
		pairs = found.expand()
		stats.Similar = found.similar()
	}
	stats.Kept = int64(len(pairs))
	return pairs, stats
}

func (o Options) check(n int) {
	switch {
	case o.Denominator == 0 || o.Denominator > MaxDenominator || o.Numerator > o.Denominator:
		panic(fmt.Sprintf("similarity: threshold %d/%d", o.Numerator, o.Denominator))
	case o.MaxDegree < 0:
		panic(fmt.Sprintf("similarity: MaxDegree %d", o.MaxDegree))
	case o.Workers < 1:
		panic(fmt.Sprintf("similarity: %d workers", o.Workers))
	case n > math.MaxInt32:
		panic(fmt.Sprintf("similarity: %d vectors", n))
	}
	if o.Rank == nil {
		return
	}
	if len(o.Rank) != n {
		panic(fmt.Sprintf("similarity: %d ranks for %d vectors", len(o.Rank), n))
	}
	seen := make([]bool, n)
	for _, r := range o.Rank {
		if int(r) >= n || seen[r] {
			panic("similarity: Rank is not a permutation")
		}
		seen[r] = true
	}
}

func (v Vectors) check() {
	if len(v.Features) != len(v.Values) {
		panic(fmt.Sprintf("similarity: %d features, %d values", len(v.Features), len(v.Values)))
	}
	if v.Len() > 0 && (v.Offsets[0] != 0 || v.Offsets[v.Len()] != len(v.Values) || !slices.IsSorted(v.Offsets)) {
		panic("similarity: Offsets do not divide Values")
	}
	if len(v.Values) > math.MaxInt32 {
		panic(fmt.Sprintf("similarity: %d components", len(v.Values)))
	}
	for i := range v.Len() {
		features := v.Features[v.Offsets[i]:v.Offsets[i+1]]
		for k := 1; k < len(features); k++ {
			if features[k] <= features[k-1] {
				panic(fmt.Sprintf("similarity: the features of vector %d do not ascend", i))
			}
		}
	}
}
