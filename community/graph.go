package community

import (
	"fmt"
	"math"
)

// MaxTotal bounds the sum of all degrees of a graph, so that no sum of weights
// overflows an int64.
const MaxTotal = 1 << 62

// An Edge joins vertices A and B with a weight. An edge of weight 0 is as good
// as none; one with A == B is a loop, and adds twice its weight to the degree.
type Edge struct{ A, B, Weight uint32 }

// A Graph is an undirected, weighted graph in compressed rows. It does not
// change once it is made.
type Graph struct{ level level[uint32] }

// NewGraph makes the graph of vertices 0..n-1 with these edges, in any order.
// The weights of edges that join the same two vertices are added up. An edge
// to a vertex that is not there, a sum that does not fit a uint32, and more
// than 2³¹-1 edges or a total above MaxTotal are errors.
func NewGraph(n int, edges []Edge) (*Graph, error) {
	if n < 0 || n > math.MaxInt32 {
		return nil, fmt.Errorf("a graph of %d vertices: want 0 to %d", n, math.MaxInt32)
	}
	if len(edges) > math.MaxInt32 {
		return nil, fmt.Errorf("a graph of %d edges: want at most %d", len(edges), math.MaxInt32)
	}
	g := &Graph{level[uint32]{
		offsets: make([]uint32, n+1),
		loops:   make([]int64, n),
		degrees: make([]int64, n),
	}}
	l := &g.level
	var total uint64
	for _, e := range edges {
		if int64(e.A) >= int64(n) || int64(e.B) >= int64(n) {
			return nil, fmt.Errorf("edge %d-%d: the graph has %d vertices", e.A, e.B, n)
		}
		if total += 2 * uint64(e.Weight); total > MaxTotal {
			return nil, fmt.Errorf("the weights of the graph sum to more than %d", MaxTotal/2)
		}
		l.degrees[e.A] += int64(e.Weight)
		l.degrees[e.B] += int64(e.Weight)
		if e.A == e.B {
			l.loops[e.A] += 2 * int64(e.Weight)
		} else if e.Weight > 0 {
			l.offsets[e.A+1]++
			l.offsets[e.B+1]++
		}
	}
	for v := range n {
		l.offsets[v+1] += l.offsets[v]
	}
	l.targets = make([]uint32, l.offsets[n])
	l.weights = make([]uint32, l.offsets[n])
	next := append([]uint32(nil), l.offsets[:n]...)
	put := func(from, to, weight uint32) {
		l.targets[next[from]], l.weights[next[from]] = to, weight
		next[from]++
	}
	for _, e := range edges {
		if e.A != e.B && e.Weight > 0 {
			put(e.A, e.B, e.Weight)
			put(e.B, e.A, e.Weight)
		}
	}
	transpose(l)
	if err := merge(l); err != nil {
		return nil, err
	}
	return g, nil
}

// Vertices is the number of vertices.
func (g *Graph) Vertices() int { return g.level.vertices() }

// Degree is the sum of the weights at v.
func (g *Graph) Degree(v uint32) int64 { return g.level.degrees[v] }

// Row lists the neighbours of v in ascending order, without v itself, and the
// weights of the edges to them. The slices belong to the graph.
func (g *Graph) Row(v uint32) (neighbours, weights []uint32) { return g.level.row(v) }

// transpose rewrites the rows so that each is ascending: a symmetric matrix is
// its own transpose, and visiting the rows in order fills each row in order.
func transpose(l *level[uint32]) {
	targets, weights := make([]uint32, len(l.targets)), make([]uint32, len(l.weights))
	next := append([]uint32(nil), l.offsets[:l.vertices()]...)
	for v := range uint32(l.vertices()) {
		ts, ws := l.row(v)
		for i, t := range ts {
			targets[next[t]], weights[next[t]] = v, ws[i]
			next[t]++
		}
	}
	l.targets, l.weights = targets, weights
}

// merge joins the parallel arcs of each row, which must be ascending.
func merge(l *level[uint32]) error {
	var end uint32
	start := l.offsets[0]
	for v := range l.vertices() {
		stop, first := l.offsets[v+1], end
		for i := start; i < stop; i++ {
			t, w := l.targets[i], l.weights[i]
			if end > first && l.targets[end-1] == t {
				if w += l.weights[end-1]; w < l.weights[end-1] {
					return fmt.Errorf("the weights of the edges %d-%d sum to more than %d", v, t, uint32(math.MaxUint32))
				}
				l.weights[end-1] = w
				continue
			}
			l.targets[end], l.weights[end] = t, w
			end++
		}
		start, l.offsets[v+1] = stop, end
	}
	l.targets, l.weights = l.targets[:end:end], l.weights[:end:end]
	return nil
}
