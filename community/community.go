// Package community finds the communities of a weighted, undirected graph by
// maximising modularity: Louvain (Blondel et al. 2008) and Leiden (Traag et
// al. 2019).
//
// Its rule is that a partition is a function of the graph, the options and
// nothing else. The number of workers, the machine and the architecture do not
// matter. Three things make that so. Weights are integers, so that every sum
// is exact whatever the order in which it is taken. Vertices move in batches
// whose size depends on the graph alone: the workers choose against a frozen
// partition, then one goroutine applies the moves in order. And where a gain
// needs fractions, each float64 operation is rounded on its own, so that no
// compiler fuses a product into a sum.
//
// Every community is connected. Modularity is computed once, at the end, from
// exact integers, and is never below that of the partition in which every
// vertex stands alone (unless MaxSize cuts communities that modularity would
// rather keep).
package community

import "fmt"

// Method names an algorithm.
type Method uint8

const (
	// Louvain moves vertices, then communities, while modularity grows.
	Louvain Method = iota

	// Leiden refines each community before it aggregates, twice over. It
	// takes about twice Louvain's time and finds more on graphs whose
	// communities are blurred.
	Leiden
)

// Unit is the resolution at which Detect maximises the usual modularity.
const Unit Resolution = 1_000_000

// A Resolution is γ in millionths. Twice the resolution demands twice the
// weight inside a community, and so finds more and smaller ones.
type Resolution uint64

// MaxResolution is the largest resolution that Detect takes.
const MaxResolution = 1_000_000 * Unit

// Options say how to look for communities.
type Options struct {
	Method Method

	// Resolution is γ; 0 stands for Unit.
	Resolution Resolution

	// MaxSize bounds the vertices of a community; 0 sets no bound. Oversize
	// communities are divided again: see divide.
	MaxSize int

	// Seed permutes the order in which vertices are considered.
	Seed uint64

	// Workers is the number of goroutines; below 2 there is only the
	// caller's. It cannot change the partition.
	Workers int
}

// A Partition puts every vertex into one community.
type Partition struct {
	// Of is the community of each vertex. Communities are numbered from 0 in
	// the order of their lowest vertices.
	Of []uint32

	// Count is the number of communities. A vertex without neighbours is a
	// community of its own.
	Count int

	// Modularity is Σ in(c)/2m − γ(tot(c)/2m)² over the communities c, where
	// in(c) is the weight inside c counted from both ends, tot(c) the sum of
	// its vertices' degrees and 2m that of all. It is 0 for a graph without
	// weight.
	Modularity float64

	// Divided is the number of communities that were larger than MaxSize.
	Divided int
}

// Members lists the vertices of each community in ascending order.
func (p Partition) Members() [][]uint32 {
	starts, vertices := bucket(p.Of, p.Count)
	members := make([][]uint32, p.Count)
	for c := range members {
		members[c] = vertices[starts[c]:starts[c+1]:starts[c+1]]
	}
	return members
}

// Detect partitions the vertices of g into communities. It panics if the
// options are out of range.
func Detect(g *Graph, o Options) Partition {
	if o.Resolution == 0 {
		o.Resolution = Unit
	}
	if o.Resolution > MaxResolution {
		panic(fmt.Sprintf("community: resolution %d is above %d", o.Resolution, MaxResolution))
	}
	if o.MaxSize < 0 {
		panic(fmt.Sprintf("community: negative MaxSize %d", o.MaxSize))
	}
	s := &search{
		method:  o.Method,
		gamma:   float64(o.Resolution) / float64(Unit),
		seed:    o.Seed,
		workers: max(o.Workers, 1),
	}
	p := Partition{Of: connect(&g.level, s.partition(&g.level))}
	p.measure(g, o.Resolution)
	// The first rounds of a search do not check every move. Should they ever
	// do harm, nothing is better.
	if q := ratio(sum(g.level.loops), g.level.degrees, o.Resolution); p.Modularity < q {
		p.Of, p.Count, p.Modularity = alone(g.Vertices()), g.Vertices(), q
	}
	if o.MaxSize > 0 {
		if p.Of, p.Divided = s.divide(&g.level, p.Of, o.MaxSize); p.Divided > 0 {
			p.measure(g, o.Resolution)
		}
	}
	return p
}

// measure numbers the communities and computes their modularity.
func (p *Partition) measure(g *Graph, r Resolution) {
	p.Count = renumber(p.Of)
	p.Modularity = modularity(&g.level, p.Of, p.Count, r)
}

// A search is what stays the same while communities are looked for.
type search struct {
	method  Method
	gamma   float64
	seed    uint64
	workers int
}

// partition maximises modularity over the vertices of g.
func (s *search) partition(g *level[uint32]) []uint32 {
	switch s.method {
	case Louvain:
		return s.louvain(g)
	case Leiden:
		return s.leiden(g)
	}
	panic(fmt.Sprintf("community: unknown method %d", s.method))
}

// String is the name that specs use.
func (m Method) String() string {
	switch m {
	case Louvain:
		return "louvain"
	case Leiden:
		return "leiden"
	}
	return fmt.Sprintf("method(%d)", uint8(m))
}
