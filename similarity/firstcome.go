package similarity

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// Nearest says what a vector is too similar to.
type Nearest struct {
	// Vector is the number of an earlier vector that was kept, -1 for a vector that
	// is kept itself.
	Vector int32

	// Similarity is their cosine in millionths, rounded down; exact.
	Similarity uint32
}

// FirstCome keeps vectors first come, first served: in their order, each is kept
// unless its cosine to one that was kept before exceeds the threshold, or reaches it
// where o.Reached is set. Of each that
// is not kept it names the nearest that is, of equally near ones the earliest; of a
// vector that equals an earlier one, what the earlier one has, or that itself. A
// vector without components is similar to nothing.
//
// Where a feature has the same value in every vector that has it, as words of a
// weight of their own do, what two vectors share is counted for many vectors at once;
// see weighted. Otherwise it is the index of [Join] with postings for what is kept
// alone. Vectors are taken in blocks: first each is compared with what earlier blocks
// kept, all at once, then with those of their own block in their order. Workers do not
// affect the result. MaxDegree and Rank have no meaning here.
func FirstCome(v Vectors, o Options) []Nearest {
	o.MaxDegree, o.Rank = 0, nil
	o.check(v.Len())
	v.check()
	if o.Numerator == o.Denominator && !o.Reached {
		return slices.Repeat([]Nearest{{Vector: -1}}, v.Len())
	}
	g := group(v, nil)
	rows, t := rank(v, g), threshold{uint64(o.Numerator), uint64(o.Denominator), o.Reached}
	if values, ok := rows.valuesOfFeatures(); ok {
		return g.nearest(newWeighted(rows, t, values, counters()[0]).firstCome(o.Workers))
	}
	f := &firstCome{index: prepare(rows, t), near: make([]Nearest, g.len())}
	f.run(o.Workers)
	return g.nearest(f.near)
}

// nearest is what is nearest to vectors, given what is to groups: to a vector that
// equals an earlier one, what is to that one, or that itself.
func (g *groups) nearest(byGroup []Nearest) []Nearest {
	near := make([]Nearest, len(g.of))
	for i, group := range g.of {
		near[i].Vector = -1
		if group == noGroup {
			continue
		}
		n, first := byGroup[group], int32(g.vectors(group)[0])
		switch {
		case n.Vector >= 0:
			near[i] = Nearest{int32(g.vectors(uint32(n.Vector))[0]), n.Similarity}
		case int32(i) != first:
			near[i] = Nearest{first, 1_000_000}
		}
	}
	return near
}

type firstCome struct {
	*index
	near []Nearest // by group
}

// add implements sink: b is what is asked about, and one worker asks about it.
func (f *firstCome) add(_ int, a, b uint32, similarity uint32) {
	n := &f.near[b]
	if n.Vector < 0 || similarity > n.Similarity || similarity == n.Similarity && int32(a) < n.Vector {
		*n = Nearest{int32(a), similarity}
	}
}

func (f *firstCome) run(workers int) {
	for i := range f.near {
		f.near[i].Vector = -1
	}
	n := len(f.norms)
	at := f.room()
	// Where the postings of the block begin, which only those of the block see
	// besides.
	began := append([]uint32{}, at...)
	queries := make([]*query, workers)
	for w := range queries {
		queries[w] = newQuery(f.index)
	}
	within := newQuery(f.index)
	within.lower = began
	const chunk = 32
	for from := 0; from < n; {
		// What is compared in order is a small part of what is compared at once.
		to := min(n, from+max(256, min(from/16, math.MaxUint16)))
		var next atomic.Int64
		next.Store(int64(from))
		var wait sync.WaitGroup
		for w := range min(workers, (to-from)/chunk+1) {
			wait.Go(func() {
				for {
					first := int(next.Add(chunk)) - chunk
					if first >= to {
						return
					}
					for i := first; i < min(first+chunk, to); i++ {
						f.stopAt(uint32(i), at)
						queries[w].run(uint32(i), w, f)
					}
				}
			})
		}
		wait.Wait()
		for i := from; i < to; i++ {
			f.stopAt(uint32(i), at)
			if within.run(uint32(i), 0, f); f.near[i].Vector < 0 {
				f.post(uint32(i), at)
			}
		}
		copy(began, at)
		from = to
	}
}

// FirstComeDense is [FirstCome] for dense vectors. All pairs are compared.
func FirstComeDense(v Dense, o Options) []Nearest {
	o.MaxDegree, o.Rank = 0, nil
	near := make([]Nearest, v.Len())
	for i := range near {
		near[i].Vector = -1
	}
	join := o
	if o.Reached && o.Numerator > 0 {
		// A cosine reaches n/d if it exceeds something below and is, as the number of
		// d-ths rounded down that it is known by, at least n.
		if o.Denominator != million {
			panic("similarity: a threshold that is to be reached is in millionths")
		}
		join.Numerator--
	}
	pairs, _ := JoinDense(v, join)
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.B, b.B), cmp.Compare(a.A, b.A)) })
	for _, p := range pairs {
		if o.Reached && p.Similarity < o.Numerator || near[p.A].Vector >= 0 {
			continue // A comes before B, so that it is settled
		}
		if n := &near[p.B]; n.Vector < 0 || p.Similarity > n.Similarity {
			*n = Nearest{int32(p.A), p.Similarity}
		}
	}
	return near
}
