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
// paper draws at random. Workers take whole communities, so they share
// nothing. A part is named after one of its vertices.
func refine[W uint32 | int64](s *search, l *level[W], of []uint32, count int) []uint32 {
	n := l.vertices()
	scale := s.gamma / float64(sum(l.degrees))
	starts, vertices := bucket(of, count)
	workers := newWorkers(s.workers, n, l.longest())
	part := alone(n)
	totals := append([]int64(nil), l.degrees...) // of each part
	bonds := make([]int64, n)                    // from each part to the rest of its community
	grown := make([]bool, n)                     // parts of more than one vertex

	well := func(bond, degree, rest int64) bool {
		return float64(bond) >= float64(float64(scale*float64(degree))*float64(rest))
	}
	split(s.workers, count, 64, func(w, lo, hi int) {
		sums, touched := workers[w].weights, workers[w].touched
		for c := uint32(lo); c < uint32(hi); c++ {
			members := vertices[starts[c]:starts[c+1]]
			if len(members) == 1 {
				continue
			}
			var total int64
			for _, v := range members {
				total += l.degrees[v]
				ts, ws := l.row(v)
				ws = ws[:len(ts)]
				for i, t := range ts {
					if of[t] == c {
						bonds[v] += int64(ws[i])
					}
				}
			}
			for _, v := range members {
				degree := l.degrees[v]
				if grown[v] || part[v] != v || !well(bonds[v], degree, total-degree) {
					continue
				}
				k := 0
				ts, ws := l.row(v)
				ws = ws[:len(ts)]
				for i, t := range ts {
					if of[t] != c {
						continue
					}
					p := part[t]
					if sums[p] == 0 {
						touched[k] = p
						k++
					}
					sums[p] += int64(ws[i])
				}
				share := float64(scale * float64(degree))
				best, gain, bond := v, 0.0, int64(0)
				for _, p := range touched[:k] {
					sum := sums[p]
					sums[p] = 0
					if float64(sum) <= gain || !well(bonds[p], totals[p], total-totals[p]) {
						continue
					}
					if g := float64(sum) - float64(share*float64(totals[p])); g > gain {
						best, gain, bond = p, g, sum
					}
				}
				if best == v {
					continue
				}
				part[v] = best
				grown[best] = true
				totals[best] += degree
				bonds[best] += bonds[v] - 2*bond
			}
		}
	})
	return part
}
