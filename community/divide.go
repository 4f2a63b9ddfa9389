package community

import (
	"container/heap"
	"slices"
)

// divide makes every community as small as maxSize. An oversize one is taken
// as a graph of its own and searched at twice the resolution at which it was
// found, then four times, until all pieces fit. That shatters what nothing
// distinguishes (a clique of like tools falls into single vertices at once),
// so the pieces are then joined again, the most strongly related first, as
// long as they share an edge and stay within the size at which the community
// would come apart evenly. What is left small is joined to nothing else in its
// community: the leaves of a star whose hub went elsewhere. It returns the
// number of communities that it divided.
func (s *search) divide(g *level[uint32], of []uint32, maxSize int) ([]uint32, int) {
	count := renumber(of)
	starts, vertices := bucket(of, count)
	local := make([]uint32, len(of)) // a vertex's number in its community
	divided := 0
	next := uint32(count)
	result := append([]uint32(nil), of...)
	for c := range uint32(count) {
		members := vertices[starts[c]:starts[c+1]]
		if len(members) <= maxSize {
			continue
		}
		divided++
		sub := induce(g, members, of, local)
		pieces := s.shatter(sub, s.gamma, maxSize)
		groups := pack(sub, pieces, maxSize)
		for i, v := range members {
			if groups[i] > 0 {
				result[v] = next + groups[i] - 1
			}
		}
		next += slices.Max(groups)
	}
	renumber(result)
	return result, divided
}

// induce is the graph of these members of one community of l. It uses local,
// which has room for a number for every vertex of l.
func induce(l *level[uint32], members, of, local []uint32) *level[uint32] {
	for i, v := range members {
		local[v] = uint32(i)
	}
	sub := &level[uint32]{
		offsets: make([]uint32, len(members)+1),
		loops:   make([]int64, len(members)),
		degrees: make([]int64, len(members)),
	}
	for i, v := range members {
		sub.loops[i] = l.loops[v]
		sub.degrees[i] = l.loops[v]
		targets, weights := l.row(v)
		for k, t := range targets {
			if of[t] == of[v] {
				sub.targets = append(sub.targets, local[t])
				sub.weights = append(sub.weights, weights[k])
				sub.degrees[i] += int64(weights[k])
			}
		}
		sub.offsets[i+1] = uint32(len(sub.targets))
	}
	return sub
}

// maxGamma is the resolution at which shatter gives up on a search: no weight
// and no degree that a graph can have keeps two vertices together above it.
const maxGamma = 1 << 62

// shatter partitions l, which was one community at resolution gamma, into
// connected pieces of at most maxSize vertices.
func (s *search) shatter(l *level[uint32], gamma float64, maxSize int) []uint32 {
	n := l.vertices()
	for gamma *= 2; gamma < maxGamma; gamma *= 2 {
		finer := *s
		finer.gamma = gamma
		of := connect(l, finer.partition(l))
		count := renumber(of)
		if count == 1 {
			continue
		}
		pieces := append([]uint32(nil), of...)
		next := uint32(count)
		starts, vertices := bucket(of, count)
		local := make([]uint32, n)
		for c := range count {
			members := vertices[starts[c]:starts[c+1]]
			if len(members) <= maxSize {
				continue
			}
			inner := s.shatter(induce(l, members, of, local), gamma, maxSize)
			for i, v := range members {
				if inner[i] > 0 {
					pieces[v] = next + inner[i] - 1
				}
			}
			next += slices.Max(inner)
		}
		renumber(pieces)
		return pieces
	}
	return alone(n)
}

// pack joins pieces of l, one community of n vertices, into groups of about
// equal size, as few as maxSize allows where the pieces' edges do: by average
// linkage, the two neighbours first between whose vertices the mean weight is
// greatest.
func pack(l *level[uint32], pieces []uint32, maxSize int) []uint32 {
	n := l.vertices()
	parts := (n + maxSize - 1) / maxSize
	limit := (n + parts - 1) / parts
	count := renumber(pieces)
	up := aggregate(&search{workers: 1}, l, pieces, count)

	groups := make([]group, count)
	for _, p := range pieces {
		groups[p].size++
	}
	var queue pairing
	for a := range uint32(count) {
		targets, weights := up.row(a)
		for i, b := range targets {
			groups[a].bonds = append(groups[a].bonds, bond{b, weights[i]})
		}
		slices.SortFunc(groups[a].bonds, byPeer)
		queue.offer(groups, a, limit)
	}
	into := alone(count)
	for len(queue) > 0 {
		best := heap.Pop(&queue).(candidate)
		a, b := best.a, best.b
		if into[a] != a || into[b] != b || groups[a].size+groups[b].size != best.size || groups[a].to(b) != best.weight {
			continue // one of them has changed since
		}
		into[b] = a
		joined := join(groups[a].bonds, groups[b].bonds, a, b)
		for _, x := range joined {
			groups[x.peer].replace(a, b, x.weight)
		}
		groups[a] = group{groups[a].size + groups[b].size, joined}
		groups[b].bonds = nil
		queue.offer(groups, a, limit)
	}
	result := make([]uint32, n)
	for v, p := range pieces {
		for into[p] != p {
			p = into[p]
		}
		result[v] = p
	}
	renumber(result)
	return result
}

// A group is a set of pieces that pack has joined.
type group struct {
	size  int
	bonds []bond // to other groups, by peer
}

// A bond is the weight between a group and another.
type bond struct {
	peer   uint32
	weight int64
}

func byPeer(x, y bond) int { return int(x.peer) - int(y.peer) }

func (g *group) find(peer uint32) (int, bool) {
	return slices.BinarySearchFunc(g.bonds, bond{peer: peer}, byPeer)
}

// to is the weight between g and peer.
func (g *group) to(peer uint32) int64 {
	if i, ok := g.find(peer); ok {
		return g.bonds[i].weight
	}
	return 0
}

// replace puts one bond to a of this weight in the place of those to a and b.
func (g *group) replace(a, b uint32, weight int64) {
	if i, ok := g.find(b); ok {
		g.bonds = slices.Delete(g.bonds, i, i+1)
	}
	i, ok := g.find(a)
	if !ok {
		g.bonds = slices.Insert(g.bonds, i, bond{peer: a})
	}
	g.bonds[i].weight = weight
}

// join adds up the bonds of a and b, less those between the two.
func join(xs, ys []bond, a, b uint32) []bond {
	sum := make([]bond, 0, len(xs)+len(ys))
	for len(xs) > 0 || len(ys) > 0 {
		var next bond
		switch {
		case len(ys) == 0 || len(xs) > 0 && xs[0].peer < ys[0].peer:
			next, xs = xs[0], xs[1:]
		case len(xs) == 0 || ys[0].peer < xs[0].peer:
			next, ys = ys[0], ys[1:]
		default:
			next = bond{xs[0].peer, xs[0].weight + ys[0].weight}
			xs, ys = xs[1:], ys[1:]
		}
		if next.peer != a && next.peer != b {
			sum = append(sum, next)
		}
	}
	return sum
}

// A candidate is a pair of groups, a < b, that might be joined.
type candidate struct {
	a, b   uint32
	size   int // of both
	weight int64
	mean   float64 // weight between a vertex of one and a vertex of the other
}

// A pairing is a heap of candidates, the best first, ties by number.
type pairing []candidate

// offer adds every pair of a and a neighbour that fits the limit.
func (q *pairing) offer(groups []group, a uint32, limit int) {
	g := &groups[a]
	for _, x := range g.bonds {
		peer := &groups[x.peer]
		if g.size+peer.size > limit {
			continue
		}
		heap.Push(q, candidate{
			a: min(a, x.peer), b: max(a, x.peer),
			size:   g.size + peer.size,
			weight: x.weight,
			mean:   float64(x.weight) / float64(g.size*peer.size),
		})
	}
}

func (q pairing) Len() int      { return len(q) }
func (q pairing) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q pairing) Less(i, j int) bool {
	x, y := &q[i], &q[j]
	switch {
	case x.mean != y.mean:
		return x.mean > y.mean
	case x.a != y.a:
		return x.a < y.a
	}
	return x.b < y.b
}
func (q *pairing) Push(x any) { *q = append(*q, x.(candidate)) }
func (q *pairing) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}
