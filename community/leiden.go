package community

// leidenIterations is how often Leiden begins again from what it found.
const leidenIterations = 2

// leiden is Louvain with two changes. What becomes one vertex of the next
// level is not a community but a part of one, made by merging neighbours that
// are well connected; so later levels can still take communities apart. And
// the search begins again from its own result.
func (s *search) leiden(g *level[uint32]) []uint32 {
	of := alone(g.vertices())
	for range leidenIterations {
		if !s.improve(g, of) {
			break
		}
	}
	return of
}

// improve runs one iteration of Leiden from the partition of. It reports
// whether anything moved.
func (s *search) improve(g *level[uint32], of []uint32) bool {
	count := renumber(of)
	moved := move(s, g, of, count)
	count = renumber(of)
	if !moved || count == g.vertices() {
		return moved
	}
	parts := refine(s, g, of, count)
	partCount := renumber(parts)
	l := aggregate(s, g, parts, partCount)
	above := lift(of, parts, partCount)
	for {
		move(s, l, above, count)
		count = renumber(above)
		if count == l.vertices() {
			break
		}
		finer := refine(s, l, above, count)
		finerCount := renumber(finer)
		if finerCount == l.vertices() {
			break
		}
		l, above = aggregate(s, l, finer, finerCount), lift(above, finer, finerCount)
		for v, p := range parts {
			parts[v] = finer[p]
		}
	}
	for v, p := range parts {
		of[v] = above[p]
	}
	return true
}

// lift is the partition of the parts that of is of their members.
func lift(of, parts []uint32, count int) []uint32 {
	above := make([]uint32, count)
	for v, p := range parts {
		above[p] = of[v]
	}
	return above
}

// refine divides each community into parts (MergeNodesSubset of the Leiden
// paper): every vertex begins alone; those that are still alone and well
// connected to the rest of their community join, in ascending order, the well
// connected part that adds most to modularity. The choice is greedy where the
// paper draws at random. A part is named after one of its vertices.
func refine[W uint32 | int64](s *search, l *level[W], of []uint32, count int) []uint32 {
	r := &refiner[W]{
		level:  l,
		scale:  s.gamma / float64(sum(l.degrees)),
		of:     of,
		part:   alone(l.vertices()),
		totals: append([]int64(nil), l.degrees...),
		bonds:  make([]int64, l.vertices()),
		grown:  make([]bool, l.vertices()),
	}
	starts, vertices := bucket(of, count)
	workers := newWorkers(s.workers, l.vertices(), l.longest())
	inner := make([]inside[W], s.workers)
	split(s.workers, count, 64, func(w, lo, hi int) {
		for c := lo; c < hi; c++ {
			if members := vertices[starts[c]:starts[c+1]]; len(members) > 1 {
				r.refine(members, &workers[w], &inner[w])
			}
		}
	})
	return r.part
}

// A refiner merges the vertices of a level into parts of their communities.
// Workers take whole communities, so they share nothing.
type refiner[W uint32 | int64] struct {
	*level[W]
	scale float64 // γ/2m
	of    []uint32

	part   []uint32 // of each vertex
	totals []int64  // the degree of each part
	bonds  []int64  // from each part to the rest of its community
	grown  []bool   // the parts of more than one vertex
}

// inside is the arcs that do not leave a community, in the order of its
// members; ends[i] is where those of the i-th end.
type inside[W uint32 | int64] struct {
	targets []uint32
	weights []W
	ends    []int
}

// refine divides one community.
func (r *refiner[W]) refine(members []uint32, w *worker, in *inside[W]) {
	in.targets, in.weights, in.ends = in.targets[:0], in.weights[:0], in.ends[:0]
	c := r.of[members[0]]
	var total int64
	for _, v := range members {
		total += r.degrees[v]
		targets, weights := r.row(v)
		for i, t := range targets {
			if r.of[t] == c {
				in.targets = append(in.targets, t)
				in.weights = append(in.weights, weights[i])
				r.bonds[v] += int64(weights[i])
			}
		}
		in.ends = append(in.ends, len(in.targets))
	}
	start := 0
	for i, v := range members {
		targets, weights := in.targets[start:in.ends[i]], in.weights[start:in.ends[i]]
		start = in.ends[i]
		if !r.grown[v] && r.well(v, total) {
			r.merge(v, total, targets, weights, w)
		}
	}
}

// well reports whether part p is well connected to the rest of its community,
// whose degree is total in all.
func (r *refiner[W]) well(p uint32, total int64) bool {
	expected := float64(r.scale * float64(r.totals[p]))
	return float64(r.bonds[p]) >= float64(expected*float64(total-r.totals[p]))
}

// merge puts v, which is alone, into the best part that these arcs lead to.
func (r *refiner[W]) merge(v uint32, total int64, targets []uint32, weights []W, w *worker) {
	weights = weights[:len(targets)]
	sums, touched, n := w.weights, w.touched, 0
	for i, t := range targets {
		p := r.part[t]
		if sums[p] == 0 {
			touched[n] = p
			n++
		}
		sums[p] += int64(weights[i])
	}
	share := float64(r.scale * float64(r.degrees[v]))
	best, gain, bond := v, 0.0, int64(0)
	for _, p := range touched[:n] {
		weight := sums[p]
		sums[p] = 0
		if float64(weight) <= gain || !r.well(p, total) {
			continue
		}
		if g := float64(weight) - float64(share*float64(r.totals[p])); g > gain {
			best, gain, bond = p, g, weight
		}
	}
	if best == v {
		return
	}
	r.part[v] = best
	r.grown[best] = true
	r.totals[best] += r.degrees[v]
	r.bonds[best] += r.bonds[v] - 2*bond
}
