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

// choose is the place of the node of which the next state is made, and its depth; the
// place is -1 if there is none.
func (s *search[S]) choose() (at place, depth int) {
	n := s.newest
	switch s.options.Strategy {
	case Chain:
		if s.stuck || s.closed(n) {
			return -1, 0
		}
	case SoftMix:
		if n = s.mixed(); n < 0 {
			return -1, 0
		}
	default:
		return s.descend()
	}
	return s.tree.at[n], s.tree.Nodes[n].Depth
}

// closed reports whether a node cannot be gone on from now.
func (s *search[S]) closed(n int) bool { return *s.tree.link(s.tree.at[n])&closed != 0 }

// descend goes down from the root to a node that is not full (SynWorld, the
// selection of its search).
func (s *search[S]) descend() (at place, depth int) {
	families := s.tree.families
	visits, down := families[0].visits[0], families[0].links[0]
	if down&closed != 0 {
		return -1, 0
	}
	// Nobody has more visits than the root.
	logs, widths := s.logs.upTo(visits), s.widths.upTo(visits)
	for ; down&parental != 0; depth++ {
		n := down.number()
		if int(families[n].asked) < s.options.Width {
			break
		}
		log := logs[visits]
		next, most := place(-1), math.Inf(-1)
		for {
			f := &families[n]
			for i := range f.links {
				if f.links[i]&closed != 0 {
					continue
				}
				if bound := f.total[i]/float64(f.visits[i]) + float64(widths[f.visits[i]]*log); bound > most {
					next, most = placeOf(n, int32(i)), bound
				}
			}
			if n = f.more; n == 0 {
				break
			}
		}
		if next < 0 {
			return -1, 0 // all that is open is being tried
		}
		f, i := &families[next.family()], next.child()
		at, visits, down = next, f.visits[i], f.links[i]
	}
	return at, depth
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
		case s.closed(n):
		case n == 0:
			pool = append(pool, n)
		default:
			others = append(others, n)
		}
	}
	sortBest(others, func(n int) float64 { return s.tree.Nodes[n].Score })
	return append(pool, others[:min(mixBest, len(others))]...)
}

// byVisits are the values of a function of a number of visits, each worked out once.
type byVisits struct {
	work  func(n float64) float64
	known []float64
}

// upTo are those for at most n visits.
func (v *byVisits) upTo(n int32) []float64 {
	for int32(len(v.known)) <= n {
		v.known = append(v.known, v.work(float64(max(1, len(v.known)))))
	}
	return v.known
}
