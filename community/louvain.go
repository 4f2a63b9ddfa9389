package community

// louvain moves vertices, makes one vertex of each community and begins again,
// until nothing moves.
func (s *search) louvain(g *level[uint32]) []uint32 {
	of := alone(g.vertices())
	if !move(s, g, of, len(of)) {
		return of
	}
	count := renumber(of)
	for l := aggregate(s, g, of, count); ; {
		above := alone(count)
		if !move(s, l, above, count) {
			return of
		}
		next := renumber(above)
		if next == count {
			return of
		}
		for v, c := range of {
			of[v] = above[c]
		}
		l, count = aggregate(s, l, above, next), next
	}
}

// alone is the partition of n vertices into n communities.
func alone(n int) []uint32 {
	of := make([]uint32, n)
	for v := range of {
		of[v] = uint32(v)
	}
	return of
}
