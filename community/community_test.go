package community_test

import (
	"testing"

	"worldc/community"
)

func graph(t interface{ Fatal(...any) }, n int, edges []community.Edge) *community.Graph {
	g, err := community.NewGraph(n, edges)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// ring is k cliques of size vertices each, joined in a ring by single edges.
func ring(k, size int) (int, []community.Edge) {
	var edges []community.Edge
	for c := range k {
		for i := range size {
			for j := range i {
				edges = append(edges, community.Edge{A: uint32(c*size + i), B: uint32(c*size + j), Weight: 10})
			}
		}
		edges = append(edges, community.Edge{A: uint32(c * size), B: uint32((c + 1) % k * size), Weight: 10})
	}
	return k * size, edges
}

func TestRingOfCliques(t *testing.T) {
	n, edges := ring(12, 5)
	for _, method := range []community.Method{community.Louvain, community.Leiden} {
		p := community.Detect(graph(t, n, edges), community.Options{Method: method, Resolution: 2 * community.Unit})
		for v, c := range p.Of {
			if int(c) != v/5 {
				t.Fatalf("%v: vertex %d is in community %d, want %d: %v", method, v, c, v/5, p.Of)
			}
		}
		if got := len(p.Members()); got != 12 || p.Count != 12 {
			t.Errorf("%v: %d communities, Count %d, want 12", method, got, p.Count)
		}
	}
}
