package treesearch

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/rng"
)

// scores are worth what a draw of their number says, a few of which are equal.
func scores(seed uint64, levels int) func(n int) float64 {
	return func(n int) float64 {
		return float64(rng.New(seed, "treesearch", fmt.Sprint(n)).IntN(levels+1)) / float64(levels)
	}
}

// nothings says of which nodes nothing can be made.
func nothings(seed uint64, oneIn int) func(parent, n int) bool {
	return func(parent, n int) bool {
		return oneIn == 0 || rng.New(seed, "nothing", fmt.Sprint(parent, n)).IntN(oneIn) > 0
	}
}

func problem(expand func(parent, n int) bool, try func(n int) float64) Problem[int] {
	return Problem[int]{
		Root: 0,
		Expand: func(_ context.Context, t *Tree[int], parent, n int) (int, error) {
			if !t.Nodes[parent].Tried {
				panic("a state is made of one that was not tried")
			}
			if !expand(parent, n) {
				return 0, ErrNothing
			}
			return n, nil
		},
		Try: func(_ context.Context, n int, s int) (float64, error) {
			if n != s {
				panic("the state of another node is tried")
			}
			return try(n), nil
		},
	}
}

func drawOptions(t *rapid.T) Options {
	return Options{
		Strategy:    MCTS,
		Width:       rapid.IntRange(1, 4).Draw(t, "width"),
		Depth:       rapid.IntRange(0, 4).Draw(t, "depth"),
		Iterations:  rapid.IntRange(1, 60).Draw(t, "iterations"),
		Exploration: rapid.SampledFrom([]float64{0, 0.3, 1.41, 10}).Draw(t, "exploration"),
		Prune:       rapid.Bool().Draw(t, "prune"),
		Margin:      rapid.SampledFrom([]float64{0, 0.2}).Draw(t, "margin"),
		Patience:    rapid.SampledFrom([]int{0, 0, 3, 10}).Draw(t, "patience"),
	}
}

func TestEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOptions(t)
		seed, levels := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 10).Draw(t, "levels")
		try, expand := scores(seed, levels), nothings(seed, rapid.SampledFrom([]int{0, 0, 3}).Draw(t, "nothing"))
		tree, err := Search(context.Background(), problem(expand, try), o)
		if err != nil {
			t.Fatal(err)
		}
		want := reference(o, expand, try)
		if len(tree.Nodes) != len(want) {
			t.Fatalf("%d nodes, the reference has %d", len(tree.Nodes), len(want))
		}
		for i, w := range want {
			n := tree.Nodes[i]
			parent := -1
			if w.parent != nil {
				parent = w.parent.number
			}
			if n.Parent != parent || n.Tried == w.nothing || n.Score != w.score || n.Visits != w.visits || math.Abs(n.Total-w.total) > 1e-9 || (n.Terminal != "") != w.terminal {
				t.Fatalf("node %d is %+v, in the reference %+v", i, n, *w)
			}
		}
	})
}

func TestThreadsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOptions(t)
		o.Strategy = rapid.SampledFrom([]Strategy{MCTS, SoftMix, Chain}).Draw(t, "strategy")
		o.Parallel = rapid.IntRange(1, 7).Draw(t, "parallel")
		seed := rapid.Uint64().Draw(t, "seed")
		o.Draw = func(n int) float64 { return rng.New(seed, "draw", fmt.Sprint(n)).Float64() }
		p := problem(nothings(seed, 4), scores(seed, 5))
		o.Threads = 1
		want, err := Search(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		o.Threads = 5
		have, err := Search(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, have, cmp.AllowUnexported(Tree[int]{}, family{})); diff != "" {
			t.Fatal(diff)
		}
		if tried := 0; o.Strategy == MCTS {
			for i, n := range have.Nodes {
				if n.Tried {
					tried++
				}
				if n.Tried != (n.Terminal != Nothing) {
					t.Fatalf("node %d is neither tried nor nothing: %+v", i, n)
				}
			}
			if have.Nodes[0].Visits != tried {
				t.Fatalf("%d states were tried, the root counts %d", tried, have.Nodes[0].Visits)
			}
		}
	})
}

// More iterations keep the tree that fewer had.
func TestIterationsKeepTheTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOptions(t)
		o.Patience = 0
		seed := rapid.Uint64().Draw(t, "seed")
		p := problem(nothings(seed, 0), scores(seed, 5))
		few, err := Search(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		o.Iterations += 20
		many, err := Search(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range few.Nodes {
			if few.Nodes[i].Parent != many.Nodes[i].Parent || few.Nodes[i].Score != many.Nodes[i].Score {
				t.Fatalf("node %d is %+v, with more iterations %+v", i, few.Nodes[i], many.Nodes[i])
			}
		}
	})
}

func TestChain(t *testing.T) {
	o := Options{Strategy: Chain, Width: 1, Iterations: 6, Parallel: 3}
	tree, err := Search(context.Background(), problem(nothings(0, 0), scores(1, 10)), o)
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range tree.Nodes {
		if n.Parent != i-1 {
			t.Errorf("node %d of a chain is made of %d", i, n.Parent)
		}
	}
	if len(tree.Nodes) != 6 || tree.End != Finished {
		t.Errorf("%d nodes, end %q", len(tree.Nodes), tree.End)
	}
}

func TestEnds(t *testing.T) {
	worse := func(n int) float64 { return 1 / float64(n+1) }
	for name, c := range map[string]struct {
		o     Options
		end   End
		nodes int
	}{
		"all children are worse":  {Options{Strategy: MCTS, Width: 3, Iterations: 15, Prune: true}, NothingLeft, 4},
		"the margin forgives":     {Options{Strategy: MCTS, Width: 3, Iterations: 15, Prune: true, Margin: 1}, Finished, 15},
		"depth 1":                 {Options{Strategy: MCTS, Width: 4, Depth: 1, Iterations: 15}, NothingLeft, 5},
		"nothing better is found": {Options{Strategy: MCTS, Width: 3, Iterations: 15, Patience: 4}, NoPatience, 5},
		"the root alone":          {Options{Strategy: MCTS, Width: 3, Iterations: 1}, Finished, 1},
	} {
		tree, err := Search(context.Background(), problem(nothings(0, 0), worse), c.o)
		if err != nil {
			t.Fatal(err)
		}
		if tree.End != c.end || len(tree.Nodes) != c.nodes {
			t.Errorf("%s: %d nodes and the end %q, want %d and %q", name, len(tree.Nodes), tree.End, c.nodes, c.end)
		}
	}
}

func TestBadInput(t *testing.T) {
	good := Options{Strategy: MCTS, Width: 3, Iterations: 15}
	with := func(change func(*Options)) Options {
		o := good
		change(&o)
		return o
	}
	for want, o := range map[string]Options{
		"no strategy": with(func(o *Options) { o.Strategy = "dfs" }),
		"with a width of 0 nothing is made of the root": with(func(o *Options) { o.Width = 0 }),
		"0 iterations try nothing":                      with(func(o *Options) { o.Iterations = 0 }),
		"exploration and margin":                        with(func(o *Options) { o.Exploration = math.NaN() }),
		"softmix draws":                                 with(func(o *Options) { o.Strategy = SoftMix }),
	} {
		if _, err := Search(context.Background(), problem(nothings(0, 0), scores(0, 5)), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", o, err, want)
		}
	}
	for _, bad := range []float64{-0.1, 1.5, math.NaN(), math.Inf(1)} {
		try := func(n int) float64 {
			if n == 3 {
				return bad
			}
			return 0.5
		}
		tree, err := Search(context.Background(), problem(nothings(0, 0), try), good)
		if err == nil || !strings.Contains(err.Error(), "node 3 is worth") {
			t.Errorf("a score of %v gives %v", bad, err)
		}
		if len(tree.Nodes) != 4 || !tree.Nodes[2].Tried {
			t.Errorf("what was found before is lost")
		}
	}
	trouble := errors.New("trouble")
	p := problem(nothings(0, 0), scores(0, 5))
	p.Try = func(context.Context, int, int) (float64, error) { return 0, trouble }
	if _, err := Search(context.Background(), p, good); !errors.Is(err, trouble) {
		t.Errorf("the error of a trial is %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Search(ctx, problem(nothings(0, 0), scores(0, 5)), good); !errors.Is(err, context.Canceled) {
		t.Errorf("a search that is cancelled ends with %v", err)
	}
}

// SoftMix prefers the good without forgetting the root.
func TestSoftMix(t *testing.T) {
	draws := rng.New(7, "softmix", "draws")
	o := Options{Strategy: SoftMix, Width: 1, Iterations: 400, Draw: func(int) float64 { return draws.Float64() }}
	try := func(n int) float64 {
		if n == 1 {
			return 1
		}
		return 0.1
	}
	tree, err := Search(context.Background(), problem(nothings(0, 0), try), o)
	if err != nil {
		t.Fatal(err)
	}
	// Of five candidates each has λ/5 = 0.06 for itself, and the best all the rest.
	if n := len(tree.Children(1)); n < 280 || n > 340 {
		t.Errorf("the best node has %d of 400 children, expected about 304", n)
	}
	if n := len(tree.Children(0)); n < 10 || n > 50 {
		t.Errorf("the root has %d of 400 children, expected about 26", n)
	}
}

func BenchmarkSearch(b *testing.B) {
	p := Problem[struct{}]{
		Expand: func(context.Context, *Tree[struct{}], int, int) (struct{}, error) { return struct{}{}, nil },
		Try: func(_ context.Context, n int, _ struct{}) (float64, error) {
			return float64(n*2654435761%1024) / 1024, nil
		},
	}
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				o := Options{Strategy: MCTS, Width: 3, Iterations: n, Exploration: 1.41}
				if _, err := Search(context.Background(), p, o); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "simulations/s")
		})
	}
}
