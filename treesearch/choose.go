package treesearch

import (
	"math"

	"worldc/detmath"
)

// leaves are how many states a round makes.
func (o *Options) leaves() int {
	if o.Strategy == Chain { // each is made of the one before
		return 1
	}
	return max(1, o.Parallel)
}

// choose is the node of which the next state is made, -1 if there is none.
func (s *search[S]) choose() int {
	switch s.options.Strategy {
	case Chain:
		if s.stuck || s.slots[s.at[s.newest]].ended {
			return -1
		}
		return s.newest
	case SoftMix:
		return s.mixed()
	}
	return s.descend()
}

// descend goes down from the root to a node that is not full (SynWorld, the
// selection of its search).
func (s *search[S]) descend() int {
	x := &s.slots[0]
	if x.ended {
		return -1
	}
	for int(x.asked) >= s.options.Width {
		log := s.logs.of(x.visits)
		children := s.slots[x.first : x.first+x.asked]
		next, most := -1, math.Inf(-1)
		for i := range children {
			c := &children[i]
			if bound := c.mean + float64(c.width*log); bound > most && !c.closed {
				next, most = i, bound
			}
		}
		if next < 0 {
			return -1 // all that is open is being tried
		}
		x = &children[next]
	}
	return int(x.node)
}

// AFlow's choice of a parent: λ, α and how many of the best take part.
const (
	mixEvenly    = 0.3
	mixSharpness = 0.2
	mixBest      = 4
)

// mixed draws one of the best nodes and the root.
func (s *search[S]) mixed() int {
	pool := s.pool()
	if len(pool) == 0 {
		return -1
	}
	most := s.tree.Nodes[pool[0]].Score
	for _, n := range pool {
		most = max(most, s.tree.Nodes[n].Score)
	}
	weights, sum := make([]float64, len(pool)), 0.0
	for i, n := range pool {
		weights[i] = detmath.Exp(mixSharpness * 100 * (s.tree.Nodes[n].Score - most))
		sum += weights[i]
	}
	at := s.options.Draw(len(s.tree.Nodes))
	for i := range pool {
		at -= mixEvenly/float64(len(pool)) + float64((1-mixEvenly)*(weights[i]/sum))
		if at < 0 {
			return pool[i]
		}
	}
	return pool[len(pool)-1]
}

// pool are the nodes that [SoftMix] draws from: the root, and the best others.
func (s *search[S]) pool() []int {
	var pool, others []int
	for n := range s.tree.Nodes {
		switch {
		case s.slots[s.at[n]].closed:
		case n == 0:
			pool = append(pool, n)
		default:
			others = append(others, n)
		}
	}
	sortBest(others, func(n int) float64 { return s.tree.Nodes[n].Score })
	return append(pool, others[:min(mixBest, len(others))]...)
}

// rootLogs are √ln n of whole numbers, each worked out once.
type rootLogs []float64

func (l *rootLogs) of(n int32) float64 {
	for int32(len(*l)) <= n {
		*l = append(*l, math.Sqrt(detmath.Log(float64(max(1, len(*l))))))
	}
	return (*l)[n]
}
