package community_test

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/community"
	"worldc/community/planted"
)

var methods = []community.Method{community.Louvain, community.Leiden}

func graph(t interface{ Fatal(...any) }, n int, edges []community.Edge) *community.Graph {
	g, err := community.NewGraph(n, edges)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// anyGraph draws up to 40 vertices and edges of all sorts: loops, repeated
// ones, weights of 0 and up to a million.
func anyGraph(t *rapid.T) (int, []community.Edge) {
	n := rapid.IntRange(1, 40).Draw(t, "n")
	vertex := rapid.Uint32Range(0, uint32(n-1))
	weight := rapid.OneOf(rapid.Just(uint32(1)), rapid.Uint32Range(0, 3), rapid.Uint32Range(0, 1_000_000))
	edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) community.Edge {
		return community.Edge{A: vertex.Draw(t, "a"), B: vertex.Draw(t, "b"), Weight: weight.Draw(t, "weight")}
	}), 0, 120).Draw(t, "edges")
	return n, edges
}

func anyOptions(t *rapid.T) community.Options {
	return community.Options{
		Method:     rapid.SampledFrom(methods).Draw(t, "method"),
		Resolution: rapid.SampledFrom([]community.Resolution{0, community.Unit / 4, community.Unit, 3 * community.Unit, community.MaxResolution}).Draw(t, "resolution"),
		MaxSize:    rapid.SampledFrom([]int{0, 0, 1, 3, 7}).Draw(t, "max size"),
		Seed:       rapid.Uint64().Draw(t, "seed"),
	}
}

// exact is modularity by its definition, over all pairs of vertices.
func exact(n int, edges []community.Edge, of []uint32, r community.Resolution) float64 {
	if r == 0 {
		r = community.Unit
	}
	a := make([][]int64, n)
	for i := range a {
		a[i] = make([]int64, n)
	}
	k := make([]int64, n)
	var m2 int64
	for _, e := range edges {
		w := int64(e.Weight)
		a[e.A][e.B] += w
		a[e.B][e.A] += w
		k[e.A] += w
		k[e.B] += w
		m2 += 2 * w
	}
	if m2 == 0 {
		return 0
	}
	q := new(big.Rat)
	gamma := big.NewRat(int64(r), int64(community.Unit))
	for i := range n {
		for j := range n {
			if of[i] == of[j] {
				expected := new(big.Rat).Mul(gamma, big.NewRat(k[i], m2))
				expected.Mul(expected, big.NewRat(k[j], 1))
				q.Add(q, new(big.Rat).Sub(big.NewRat(a[i][j], 1), expected))
			}
		}
	}
	f, _ := q.Quo(q, big.NewRat(m2, 1)).Float64()
	return f
}

func alone(n int) []uint32 {
	of := make([]uint32, n)
	for v := range of {
		of[v] = uint32(v)
	}
	return of
}

// pieces is the number of connected parts of the communities.
func pieces(g *community.Graph, of []uint32) int {
	part := alone(len(of))
	for changed := true; changed; {
		changed = false
		for v := range uint32(len(of)) {
			neighbours, _ := g.Row(v)
			for _, n := range neighbours {
				if of[n] == of[v] && part[n] < part[v] {
					part[v], changed = part[n], true
				}
			}
		}
	}
	slices.Sort(part)
	return len(slices.Compact(part))
}

func TestPartitionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := anyGraph(t)
		o := anyOptions(t)
		g := graph(t, n, edges)
		p := community.Detect(g, o)

		if len(p.Of) != n {
			t.Fatalf("%d vertices, want %d", len(p.Of), n)
		}
		next := uint32(0)
		for v, c := range p.Of {
			if c > next {
				t.Fatalf("vertex %d is the first of community %d, but %d is not yet used: %v", v, c, next, p.Of)
			}
			next = max(next, c+1)
		}
		if int(next) != p.Count {
			t.Fatalf("Count %d of %v", p.Count, p.Of)
		}
		members := p.Members()
		for c, m := range members {
			if o.MaxSize > 0 && len(m) > o.MaxSize {
				t.Fatalf("community %d has %d members, more than %d", c, len(m), o.MaxSize)
			}
			for _, v := range m {
				if p.Of[v] != uint32(c) {
					t.Fatalf("vertex %d listed in community %d, is in %d", v, c, p.Of[v])
				}
			}
		}
		if got := pieces(g, p.Of); got != p.Count {
			t.Fatalf("%d communities in %d connected pieces: %v", p.Count, got, p.Of)
		}
		if want := exact(n, edges, p.Of, o.Resolution); p.Modularity != want {
			t.Fatalf("modularity %v, by definition %v", p.Modularity, want)
		}
		if got := community.Modularity(g, p.Of, o.Resolution); got != p.Modularity {
			t.Fatalf("Modularity says %v, Detect %v", got, p.Modularity)
		}
		if least := exact(n, edges, alone(n), o.Resolution); o.MaxSize == 0 && p.Modularity < least {
			t.Fatalf("modularity %v, of lone vertices %v", p.Modularity, least)
		}
	})
}

// A graph is a set of edges: their order, their direction and how weights are
// spread over parallel edges say nothing; nor do edges without weight.
func TestEdgesAreASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := anyGraph(t)
		o := anyOptions(t)
		want := community.Detect(graph(t, n, edges), o)
		var other []community.Edge
		for _, e := range rapid.Permutation(edges).Draw(t, "order") {
			if rapid.Bool().Draw(t, "turn") {
				e.A, e.B = e.B, e.A
			}
			part := rapid.Uint32Range(0, e.Weight).Draw(t, "part")
			other = append(other, community.Edge{A: e.A, B: e.B, Weight: part}, community.Edge{A: e.B, B: e.A, Weight: e.Weight - part})
		}
		got := community.Detect(graph(t, n, other), o)
		if !slices.Equal(got.Of, want.Of) || got.Modularity != want.Modularity {
			t.Fatalf("%v, before %v", got, want)
		}
	})
}

// Small graphs are searched one vertex at a time; this one is large enough for
// batches, parallel rows and rounds that are not careful.
func TestWorkersDoNotMatter(t *testing.T) {
	edges, _ := planted.Graph(planted.Parameters{Vertices: 12_000, Edges: 100_000, Mixing: 50, MinSize: 10, MaxSize: 120, Seed: 3})
	g := graph(t, 12_000, edges)
	for _, method := range methods {
		for _, maxSize := range []int{0, 60} {
			want := community.Detect(g, community.Options{Method: method, MaxSize: maxSize, Seed: 7})
			for _, workers := range []int{1, 2, 4, 7} {
				got := community.Detect(g, community.Options{Method: method, MaxSize: maxSize, Seed: 7, Workers: workers})
				if !slices.Equal(got.Of, want.Of) || got.Modularity != want.Modularity || got.Divided != want.Divided {
					t.Errorf("%v, size %d: %d workers find other communities than one", method, maxSize, workers)
				}
			}
		}
	}
}

// The partitions of one graph, pinned: no machine, architecture or compiler
// may change them, and no version of worldc without cause.
func TestGolden(t *testing.T) {
	edges, _ := planted.Graph(planted.Parameters{Vertices: 6_000, Edges: 40_000, Mixing: 45, MinSize: 10, MaxSize: 80, Seed: 5})
	g := graph(t, 6_000, edges)
	var got []string
	for _, method := range methods {
		p := community.Detect(g, community.Options{Method: method, Seed: 1, Workers: 2, MaxSize: 200})
		h := fnv.New64a()
		for _, c := range p.Of {
			fmt.Fprintln(h, c)
		}
		got = append(got, fmt.Sprintf("%v: %d communities, %d divided, modularity %v, hash %016x", method, p.Count, p.Divided, p.Modularity, h.Sum64()))
	}
	want := `louvain: 54 communities, 1 divided, modularity 0.4807712008046358, hash 868dd2ddc2ef062b
leiden: 54 communities, 2 divided, modularity 0.48232252662510267, hash 5ca16127d95f052c`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestPlantedCommunitiesAreFound(t *testing.T) {
	p := planted.Parameters{Vertices: 3_000, Edges: 30_000, Mixing: 20, MinSize: 40, MaxSize: 60, Seed: 2}
	edges, communities := planted.Graph(p)
	g := graph(t, p.Vertices, edges)
	for _, method := range methods {
		found := community.Detect(g, community.Options{Method: method, Resolution: 3 * community.Unit})
		nmi := community.NormalizedMutualInformation(found.Of, communities)
		ari := community.AdjustedRandIndex(found.Of, communities)
		if nmi < 0.99 || ari < 0.98 {
			t.Errorf("%v: mutual information %.3f, Rand index %.3f with the planted communities", method, nmi, ari)
		}
		if least := community.Modularity(g, communities, 3*community.Unit); found.Modularity < least-0.001 {
			t.Errorf("%v: modularity %v, that of the planted communities is %v", method, found.Modularity, least)
		}
	}
}

// The best partition of a tiny graph is known by trying them all. A greedy
// search may miss it, but not by much, and seldom.
func TestNearTheOptimum(t *testing.T) {
	const n = 7
	partitions := restrictedGrowth(n)
	hits, trials := map[community.Method]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		var edges []community.Edge
		for a := range uint32(n) {
			for b := range a {
				if w := rapid.Uint32Range(0, 3).Draw(t, "weight"); w > 1 {
					edges = append(edges, community.Edge{A: a, B: b, Weight: w - 1})
				}
			}
		}
		g := graph(t, n, edges)
		best := math.Inf(-1)
		for _, of := range partitions {
			best = max(best, community.Modularity(g, of, 0))
		}
		trials++
		for _, method := range methods {
			q := community.Detect(g, community.Options{Method: method}).Modularity
			if q > best || q < best-0.15 {
				t.Fatalf("%v: modularity %v, the optimum is %v", method, q, best)
			}
			if q == best {
				hits[method]++
			}
		}
	})
	for _, method := range methods {
		if hits[method]*10 < trials*6 {
			t.Errorf("%v: the optimum in %d of %d graphs", method, hits[method], trials)
		}
	}
}

// restrictedGrowth lists the partitions of n things.
func restrictedGrowth(n int) (all [][]uint32) {
	var grow func(of []uint32, next uint32)
	grow = func(of []uint32, next uint32) {
		if len(of) == n {
			all = append(all, slices.Clone(of))
			return
		}
		for c := uint32(0); c <= next; c++ {
			grow(append(of, c), max(next, c+1))
		}
	}
	grow(nil, 0)
	return all
}

// ring is k cliques of size vertices each, joined in a ring by single edges.
func ring(k, size int) (int, []community.Edge) {
	var edges []community.Edge
	for c := range k {
		edges = append(edges, clique(c*size, size)...)
		edges = append(edges, community.Edge{A: uint32(c * size), B: uint32((c + 1) % k * size), Weight: 10})
	}
	return k * size, edges
}

func clique(first, size int) (edges []community.Edge) {
	for i := range size {
		for j := range i {
			edges = append(edges, community.Edge{A: uint32(first + i), B: uint32(first + j), Weight: 10})
		}
	}
	return edges
}

func TestSmallGraphs(t *testing.T) {
	ringSize, ringEdges := ring(12, 5)
	var ringOf []uint32
	for v := range ringSize {
		ringOf = append(ringOf, uint32(v/5))
	}
	const huge = math.MaxUint32
	for _, x := range []struct {
		name  string
		n     int
		edges []community.Edge
		o     community.Options
		want  []uint32
		q     float64
	}{
		{"empty", 0, nil, community.Options{}, nil, 0},
		{"one vertex", 1, nil, community.Options{}, []uint32{0}, 0},
		{"isolated vertices", 3, nil, community.Options{}, []uint32{0, 1, 2}, 0},
		{"two vertices", 2, []community.Edge{{0, 1, 5}}, community.Options{}, []uint32{0, 0}, 0},
		{"an edge without weight", 2, []community.Edge{{0, 1, 0}}, community.Options{}, []uint32{0, 1}, 0},
		{"only a loop", 2, []community.Edge{{1, 1, 3}}, community.Options{}, []uint32{0, 1}, 0},
		{"two pairs", 4, []community.Edge{{0, 2, 1}, {1, 3, 1}}, community.Options{}, []uint32{0, 1, 0, 1}, 0.5},
		{"heavy loops keep apart", 2, []community.Edge{{0, 0, 9}, {1, 1, 9}, {0, 1, 1}}, community.Options{}, []uint32{0, 1}, 0.44736842105263158},
		{"huge weights", 4, []community.Edge{{0, 1, huge}, {2, 3, huge}, {1, 2, 1}}, community.Options{}, []uint32{0, 0, 1, 1}, 0.49999999988358468},
		{"a ring of cliques", ringSize, ringEdges, community.Options{Resolution: 2 * community.Unit}, ringOf, 0.7424242424242424},
		{"a clique in two", 6, clique(0, 6), community.Options{MaxSize: 4}, []uint32{0, 0, 0, 1, 1, 1}, -0.1},
		{"a clique in single vertices", 3, clique(0, 3), community.Options{MaxSize: 1}, []uint32{0, 1, 2}, -1. / 3},
		{"a star loses leaves", 5, []community.Edge{{0, 1, 1}, {0, 2, 1}, {0, 3, 1}, {0, 4, 1}}, community.Options{MaxSize: 3}, []uint32{0, 0, 0, 1, 2}, -0.09375},
	} {
		for _, method := range methods {
			x.o.Method = method
			p := community.Detect(graph(t, x.n, x.edges), x.o)
			if !slices.Equal(p.Of, x.want) || math.Abs(p.Modularity-x.q) > 1e-15 {
				t.Errorf("%s, %v: %v with modularity %v, want %v with %v", x.name, method, p.Of, p.Modularity, x.want, x.q)
			}
		}
	}
}

// Zachary's karate club (1977), whose best modularity is known to be 0.4198
// (Brandes et al. 2008).
func TestKarateClub(t *testing.T) {
	var edges []community.Edge
	for v, list := range map[uint32][]uint32{
		0: {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31}, 1: {2, 3, 7, 13, 17, 19, 21, 30},
		2: {3, 7, 8, 9, 13, 27, 28, 32}, 3: {7, 12, 13}, 4: {6, 10}, 5: {6, 10, 16}, 6: {16},
		8: {30, 32, 33}, 9: {33}, 13: {33}, 14: {32, 33}, 15: {32, 33}, 18: {32, 33}, 19: {33}, 20: {32, 33},
		22: {32, 33}, 23: {25, 27, 29, 32, 33}, 24: {25, 27, 31}, 25: {31}, 26: {29, 33}, 27: {33}, 28: {31, 33},
		29: {32, 33}, 30: {32, 33}, 31: {32, 33}, 32: {33},
	} {
		for _, w := range list {
			edges = append(edges, community.Edge{A: v, B: w, Weight: 1})
		}
	}
	if len(edges) != 78 {
		t.Fatalf("%d edges, want 78", len(edges))
	}
	g := graph(t, 34, edges)
	for _, method := range methods {
		mean := 0.0
		for seed := range uint64(20) {
			q := community.Detect(g, community.Options{Method: method, Seed: seed}).Modularity
			if q > 0.4198 {
				t.Fatalf("%v: modularity %v is above the optimum", method, q)
			}
			mean += q / 20
		}
		if least := map[community.Method]float64{community.Louvain: 0.408, community.Leiden: 0.419}[method]; mean < least {
			t.Errorf("%v: modularity %.4f on average, want at least %v", method, mean, least)
		}
	}
}

func TestGraphErrors(t *testing.T) {
	for _, x := range []struct {
		n     int
		edges []community.Edge
		want  string
	}{
		{-1, nil, "a graph of -1 vertices: want 0 to 2147483647"},
		{2, []community.Edge{{0, 2, 1}}, "edge 0-2: the graph has 2 vertices"},
		{0, []community.Edge{{0, 0, 1}}, "edge 0-0: the graph has 0 vertices"},
		{2, []community.Edge{{0, 1, math.MaxUint32}, {1, 0, 1}}, "the weights of the edges 0-1 sum to more than 4294967295"},
	} {
		if _, err := community.NewGraph(x.n, x.edges); err == nil || err.Error() != x.want {
			t.Errorf("%d vertices, %v: %v, want %s", x.n, x.edges, err, x.want)
		}
	}
}

func TestProgrammerMistakesPanic(t *testing.T) {
	g := graph(t, 2, []community.Edge{{0, 1, 1}})
	for name, f := range map[string]func(){
		"method":     func() { community.Detect(g, community.Options{Method: 9}) },
		"resolution": func() { community.Detect(g, community.Options{Resolution: community.MaxResolution + 1}) },
		"max size":   func() { community.Detect(g, community.Options{MaxSize: -1}) },
		"partition":  func() { community.Modularity(g, []uint32{0}, 0) },
		"labels":     func() { community.AdjustedRandIndex([]uint32{0}, nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestAgreement(t *testing.T) {
	for _, x := range []struct {
		a, b     []uint32
		nmi, ari float64
	}{
		{nil, nil, 1, 1},
		{[]uint32{3}, []uint32{5}, 1, 1},
		{[]uint32{0, 0, 1, 1}, []uint32{7, 7, 2, 2}, 1, 1},
		{[]uint32{0, 0, 0, 0}, []uint32{0, 0, 0, 0}, 1, 1},
		{[]uint32{0, 1, 2, 3}, []uint32{0, 1, 2, 3}, 1, 1},
		{[]uint32{0, 0, 1, 1}, []uint32{0, 1, 0, 1}, 0, -0.5},
		{[]uint32{0, 0, 1, 1}, []uint32{0, 0, 1, 2}, 0.8, 0.5714285714285714},
		{[]uint32{0, 0, 1, 1}, []uint32{0, 0, 0, 0}, 0, 0},
		{[]uint32{0, 0, 0, 1, 1, 1}, []uint32{0, 0, 1, 1, 2, 2}, 0.5158037429793888, 0.24242424242424243}, // as scikit-learn has it
	} {
		nmi, ari := community.NormalizedMutualInformation(x.a, x.b), community.AdjustedRandIndex(x.a, x.b)
		if math.Abs(nmi-x.nmi) > 1e-12 || math.Abs(ari-x.ari) > 1e-12 {
			t.Errorf("%v and %v: mutual information %v, Rand index %v; want %v, %v", x.a, x.b, nmi, ari, x.nmi, x.ari)
		}
		if back := community.NormalizedMutualInformation(x.b, x.a); math.Abs(back-nmi) > 1e-12 {
			t.Errorf("%v and %v: mutual information %v one way, %v the other", x.a, x.b, nmi, back)
		}
	}
}
