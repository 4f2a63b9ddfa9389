package similarity

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// An index holds the distinct vectors scaled to length 1, their features ranked
// from the most to the least frequent, and the postings of the rare ends.
//
// Error of the floating-point bounds, with u = 2^-24 and m the largest number
// of components: a component is its real value within a factor 1±1.01u; a
// product of two within 1±3.1u; a sum of up to m products within (m+3.1)u times
// the sum of their sizes, which is at most 1 (Cauchy-Schwarz). The other
// factors are lengths, rounded up by at least what they lost. A bound adds two
// such terms, so it is too small by less than (m+8)u; slack is twice that.
type index struct {
	ranked
	threshold threshold

	weight []float32 // component scaled
	before []float32 // length of the vector's components before this one, rounded up

	// stop is where the postings of this feature end that belong to vectors
	// before this one.
	stop []uint32

	// Feature r has its postings at starts[r]:starts[r+1], by vector.
	starts   []uint32
	postings []posting

	// hidden[i] is what of vector i has no posting: its most frequent features.
	hidden []hidden

	// least is the threshold less slack: what a bound must reach.
	least float32
}

// A posting is a component of a vector in the list of its feature.
type posting struct {
	vector uint32
	weight float32
	before float32 // length of the vector's components before this one, rounded up
}

// hidden describes the components of a vector before its first posting.
type hidden struct {
	end    uint32  // where they end
	rank   uint32  // rank of the last one
	length float32 // their length, rounded up; 0 if there are none
}

// newIndex indexes one vector per group.
func newIndex(v Vectors, g *groups, t threshold) *index {
	x := prepare(rank(v, g), t)
	at := x.room()
	for i := range x.norms {
		x.stopAt(uint32(i), at)
		x.post(uint32(i), at)
	}
	return x
}

// prepare is an index that holds no postings yet.
func prepare(rows ranked, t threshold) *index {
	most := uint32(0)
	for i := range rows.norms {
		most = max(most, rows.first[i+1]-rows.first[i])
	}
	x := &index{ranked: rows, threshold: t, hidden: make([]hidden, len(rows.norms))}
	slack := float64(float64(most+8) * 0x1p-23)
	x.least = float32(float64(t.p)/float64(t.q) - slack)
	x.scale()
	x.starts = make([]uint32, len(rows.frequency)+1)
	return x
}

// scale fills weight, before and hidden.
func (x *index) scale() {
	x.weight = make([]float32, len(x.values))
	x.before = make([]float32, len(x.values))
	for i := range x.norms {
		length := math.Sqrt(float64(x.norms[i]))
		first, last := x.first[i], x.first[i+1]
		sum := uint64(0)
		h := hidden{end: first}
		for k := first; k < last; k++ {
			value := int64(x.values[k])
			x.weight[k] = float32(float64(value) / length)
			x.before[k] = up(math.Sqrt(float64(sum)) / length)
			sum += uint64(value * value)
			// As long as the components so far cannot reach the threshold by
			// themselves, they need no posting.
			if l := up(math.Sqrt(float64(sum)) / length); h.end == k && l < x.least {
				h = hidden{end: k + 1, rank: x.ranks[k], length: l}
			}
		}
		x.hidden[i] = h
	}
}

// up rounds a float64 of relative error below 2^-50 up to a float32.
func up(f float64) float32 { return float32(f * (1 + 0x1p-22)) }

// room makes room for the postings of all vectors, and returns where the next one
// of each feature goes.
func (x *index) room() (at []uint32) {
	features := len(x.starts) - 1
	for i := range x.norms {
		for k := x.hidden[i].end; k < x.first[i+1]; k++ {
			x.starts[x.ranks[k]+1]++
		}
	}
	for r := range features {
		x.starts[r+1] += x.starts[r]
	}
	x.postings = make([]posting, x.starts[features])
	x.stop = make([]uint32, len(x.values))
	return slices.Clone(x.starts)
}

// stopAt has vector i compared with those that have postings now.
func (x *index) stopAt(i uint32, at []uint32) {
	for k := x.first[i]; k < x.first[i+1]; k++ {
		x.stop[k] = at[x.ranks[k]]
	}
}

// post gives vector i its postings.
func (x *index) post(i uint32, at []uint32) {
	for k := x.hidden[i].end; k < x.first[i+1]; k++ {
		r := x.ranks[k]
		x.postings[at[r]] = posting{i, x.weight[k], x.before[k]}
		at[r]++
	}
}

// A sink takes the similar pairs of distinct vectors, a < b, from several
// workers at once.
type sink interface {
	add(worker int, a, b uint32, similarity uint32)
}

// search hands every similar pair to s. Workers take blocks of vectors; what
// they find does not depend on who takes which.
func (x *index) search(workers int, s sink) {
	const block = 64
	n := len(x.norms)
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range min(workers, n/block+1) {
		wait.Go(func() {
			q := newQuery(x)
			for {
				from := int(next.Add(block)) - block
				if from >= n {
					return
				}
				for i := from; i < min(from+block, n); i++ {
					q.run(uint32(i), w, s)
				}
			}
		})
	}
	wait.Wait()
}

// A query compares one vector with those that have postings between lower and its
// stops.
type query struct {
	*index
	lower      []uint32  // by feature; starts for all of them
	partial    []float32 // dot product so far per vector, ruledOut, or 0 for none
	candidates []uint32  // vectors with a partial dot product
	dense      []int32   // the query's components by rank
}

func newQuery(x *index) *query {
	return &query{index: x, lower: x.starts, partial: make([]float32, len(x.norms)), dense: make([]int32, len(x.starts)-1)}
}

// ruledOut marks a vector that cannot reach the threshold; adding to it does
// not change it.
var ruledOut = float32(math.Inf(-1))

func (q *query) run(i uint32, worker int, s sink) {
	first, last := q.first[i], q.first[i+1]
	q.candidates = q.candidates[:0]
	partial := q.partial
	// From the rarest feature on, while a vector met for the first time can
	// still be similar: all it can have in common with the query is in what is
	// left of the query.
	k := last
	for k > first {
		w, before := q.weight[k-1], q.before[k-1]
		rest := q.restFrom(i, k)
		if rest < q.least {
			break
		}
		k--
		for _, p := range q.postings[q.lower[q.ranks[k]]:q.stop[k]] {
			a := partial[p.vector]
			if a == 0 {
				q.candidates = append(q.candidates, p.vector)
			}
			a += float32(w * p.weight)
			if a+float32(before*p.before) < q.least {
				a = ruledOut
			}
			partial[p.vector] = a
		}
	}
	if len(q.candidates) == 0 {
		return
	}
	for ; k > first; k-- {
		w, before := q.weight[k-1], q.before[k-1]
		for _, p := range q.postings[q.lower[q.ranks[k-1]]:q.stop[k-1]] {
			if a := partial[p.vector]; a != 0 {
				a += float32(w * p.weight)
				if a+float32(before*p.before) < q.least {
					a = ruledOut
				}
				partial[p.vector] = a
			}
		}
	}
	for k := first; k < last; k++ {
		q.dense[q.ranks[k]] = q.values[k]
	}
	for _, c := range q.candidates {
		a := partial[c]
		partial[c] = ruledOut
		if a == ruledOut {
			continue
		}
		// What c has in common with the query beyond its postings is at most
		// the length of what it hides times the length of the query's
		// components up to there.
		h := q.hidden[c]
		if a+h.length < q.least || a+float32(h.length*q.lengthUpTo(i, h.rank)) < q.least {
			continue
		}
		var dot int64
		for m := q.first[c]; m < q.first[c+1]; m++ {
			dot += int64(q.values[m]) * int64(q.dense[q.ranks[m]])
		}
		if q.threshold.exceeded(dot, q.norms[i], q.norms[c]) {
			s.add(worker, c, i, cosine(dot, q.norms[i], q.norms[c]))
		}
	}
	for _, c := range q.candidates {
		partial[c] = 0
	}
	for k := first; k < last; k++ {
		q.dense[q.ranks[k]] = 0
	}
}

// restFrom returns the length of vector i's components before k, rounded up.
func (q *query) restFrom(i, k uint32) float32 {
	if k == q.first[i+1] {
		return 1 + 0x1p-20
	}
	return q.before[k]
}

// lengthUpTo returns the length of vector i's components of rank r or less,
// rounded up.
func (q *query) lengthUpTo(i, r uint32) float32 {
	lo, hi := q.first[i], q.first[i+1]
	for lo < hi {
		mid := (lo + hi) / 2
		if q.ranks[mid] <= r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return q.restFrom(i, lo)
}
