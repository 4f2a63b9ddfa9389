// Package planted makes graphs whose communities are known, to test and
// measure the search for them: the benchmark of Lancichinetti, Fortunato and
// Radicchi (2008), simplified. Degrees and community
// sizes follow power laws with exponents 2.5 and 1.5; of each vertex's edges,
// a given share leaves its community.
//
// A graph is a function of its parameters, on every architecture.
package planted

import (
	"math"
	"slices"

	"worldc/community"
	"worldc/rng"
)

// Parameters describe a graph.
type Parameters struct {
	Vertices int

	// Edges is about how many edges are drawn; those that would repeat another
	// or join a vertex to itself are left out, so there will be a few less.
	Edges int

	// Mixing is the share of a vertex's edges that leave its community, in
	// percent.
	Mixing int

	// MinSize and MaxSize bound the vertices of a community.
	MinSize, MaxSize int

	Seed uint64
}

// Graph returns the edges of the graph, with weights in [2048, 4096], and the
// community of each vertex. The numbers of the vertices say nothing.
func Graph(p Parameters) (edges []community.Edge, of []uint32) {
	random := rng.New(p.Seed, "planted")
	n := p.Vertices
	sizes := communities(random, p)
	degrees := degrees(random, p)

	// Communities take the vertices of a random order, one after another, so
	// the numbers of the vertices say nothing.
	of = make([]uint32, n)
	order := random.Perm(n)
	var inner, outer []uint32
	next := 0
	for c, size := range sizes {
		members := order[next : next+size]
		next += size
		inner = inner[:0]
		for _, v := range members {
			of[v] = uint32(c)
			// The remainder of the division is drawn, so that small degrees mix
			// as much as large ones.
			out := degrees[v] * p.Mixing / 100
			if random.Chance(uint64(degrees[v]*p.Mixing%100), 100) {
				out++
			}
			for i := range degrees[v] {
				switch {
				case i < out:
					outer = append(outer, uint32(v))
				case i-out < size-1:
					inner = append(inner, uint32(v))
				}
			}
		}
		edges = pair(random, edges, inner, nil)
	}
	edges = pair(random, edges, outer, of)
	slices.SortFunc(edges, func(x, y community.Edge) int {
		if x.A != y.A {
			return int(x.A) - int(y.A)
		}
		return int(x.B) - int(y.B)
	})
	edges = slices.CompactFunc(edges, func(x, y community.Edge) bool { return x.A == y.A && x.B == y.B })
	for i := range edges {
		edges[i].Weight = 2048 + uint32(random.Uint64N(2049))
	}
	return edges, of
}

// communities draws sizes until they hold every vertex.
func communities(random *rng.Stream, p Parameters) (sizes []int) {
	law := powerLaw(p.MinSize, p.MaxSize, 3)
	for left := p.Vertices; left > 0; {
		size := p.MinSize + random.Weighted(law)
		if left-size < p.MinSize {
			size = left
		}
		sizes = append(sizes, size)
		left -= size
	}
	return sizes
}

// degrees draws degrees that sum to about 2·Edges: the least degree is what
// makes the mean of the power law reach 2·Edges/Vertices.
func degrees(random *rng.Stream, p Parameters) []int {
	least, mean := 1, 2*p.Edges/max(p.Vertices, 1)
	for ; least < mean; least++ {
		var sum, weights int64
		for i, w := range powerLaw(least, 10*mean, 5) {
			sum += w >> 12 * int64(least+i)
			weights += w >> 12
		}
		if sum/weights >= int64(mean) {
			break
		}
	}
	law := powerLaw(least, max(10*mean, least), 5)
	d := make([]int, p.Vertices)
	for v := range d {
		d[v] = least + random.Weighted(law)
	}
	return d
}

// powerLaw is the weights of lo..hi: x to the power -halves/2.
func powerLaw(lo, hi, halves int) []int64 {
	weights := make([]int64, hi-lo+1)
	for i := range weights {
		x := float64(lo + i)
		power := math.Sqrt(x)
		for range halves / 2 {
			power *= x
		}
		weights[i] = int64(float64(1<<48) / power)
	}
	return weights
}

// pair joins the stubs two by two, in random order, where both ends differ
// and, if of is given, lie in different communities.
func pair(random *rng.Stream, edges []community.Edge, stubs, of []uint32) []community.Edge {
	random.Shuffle(len(stubs), func(i, j int) { stubs[i], stubs[j] = stubs[j], stubs[i] })
	for i := 0; i+1 < len(stubs); i += 2 {
		a, b := min(stubs[i], stubs[i+1]), max(stubs[i], stubs[i+1])
		if a != b && (of == nil || of[a] != of[b]) {
			edges = append(edges, community.Edge{A: a, B: b})
		}
	}
	return edges
}
