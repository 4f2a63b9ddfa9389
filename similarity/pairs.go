package similarity

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// allPairs collects every similar pair.
type allPairs struct{ found [][]Pair }

func newAllPairs(workers int) *allPairs { return &allPairs{make([][]Pair, workers)} }

func (p *allPairs) add(worker int, a, b uint32, similarity uint32) {
	p.found[worker] = append(p.found[worker], Pair{a, b, similarity})
}

// expand turns pairs of groups into pairs of vectors.
func (p *allPairs) expand(g *groups) []Pair {
	var total int64
	for i := range uint32(g.len()) {
		total += g.size(i) * (g.size(i) - 1) / 2
	}
	for _, found := range p.found {
		for _, f := range found {
			total += g.size(f.A) * g.size(f.B)
		}
	}
	pairs := make([]Pair, 0, total)
	for i := range uint32(g.len()) {
		m := g.vectors(i)
		for k, a := range m {
			for _, b := range m[k+1:] {
				pairs = append(pairs, Pair{min(a, b), max(a, b), million})
			}
		}
	}
	for _, found := range p.found {
		for _, f := range found {
			for _, a := range g.vectors(f.A) {
				for _, b := range g.vectors(f.B) {
					pairs = append(pairs, Pair{min(a, b), max(a, b), f.Similarity})
				}
			}
		}
	}
	return sorted(pairs, len(g.of))
}

// bestPairs keeps the best neighbours of every distinct vector. The members of
// a group have the same neighbours, except that each leaves out itself, so one
// list of MaxDegree+1 serves them all. What remains in a list after all pairs
// were offered does not depend on their order.
type bestPairs struct {
	g      *groups
	degree int

	// lists holds per group a heap of neighbour keys, the worst at the top.
	lists [][]uint64

	// floors holds per group the worst key of a full list, else 0: a key below
	// it need not be offered. Read without the lock it may be old, which lets
	// more through, never less.
	floors []atomic.Uint64

	locks [1024]sync.Mutex

	// offered counts the similar pairs of vectors by worker.
	offered []int64
}

// A key orders neighbours: by similarity, then by rank, the smallest rank
// highest.
func key(similarity, rank uint32) uint64 { return uint64(similarity)<<32 | uint64(^rank) }

func keyRank(k uint64) uint32       { return ^uint32(k) }
func keySimilarity(k uint64) uint32 { return uint32(k >> 32) }

func newBestPairs(g *groups, o Options) *bestPairs {
	p := &bestPairs{g: g, degree: o.MaxDegree, lists: make([][]uint64, g.len()), floors: make([]atomic.Uint64, g.len()), offered: make([]int64, o.Workers)}
	for i := range uint32(g.len()) {
		p.offered[0] += g.size(i) * (g.size(i) - 1) / 2
		p.offer(i, i, million)
	}
	return p
}

func (p *bestPairs) add(worker int, a, b uint32, similarity uint32) {
	p.offered[worker] += p.g.size(a) * p.g.size(b)
	p.offer(a, b, similarity)
	p.offer(b, a, similarity)
}

// offer enters the members of group b into the list of group a.
func (p *bestPairs) offer(a, b uint32, similarity uint32) {
	members := p.g.vectors(b)
	if key(similarity, p.g.rank[members[0]]) < p.floors[a].Load() {
		return
	}
	lock := &p.locks[a%uint32(len(p.locks))]
	lock.Lock()
	list := p.lists[a]
	for _, m := range members {
		k := key(similarity, p.g.rank[m])
		if len(list) <= p.degree {
			list = append(list, k)
			rise(list)
		} else if k > list[0] {
			list[0] = k
			fall(list)
		} else {
			break // the other members' keys are lower still
		}
	}
	p.lists[a] = list
	if len(list) > p.degree {
		p.floors[a].Store(list[0])
	}
	lock.Unlock()
}

// rise restores the heap after its last element was added.
func rise(heap []uint64) {
	i := len(heap) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if heap[parent] <= heap[i] {
			return
		}
		heap[parent], heap[i] = heap[i], heap[parent]
		i = parent
	}
}

// fall restores the heap after its first element was replaced.
func fall(heap []uint64) {
	i := 0
	for {
		least := 2*i + 1
		if least >= len(heap) {
			return
		}
		if right := least + 1; right < len(heap) && heap[right] < heap[least] {
			least = right
		}
		if heap[i] <= heap[least] {
			return
		}
		heap[i], heap[least] = heap[least], heap[i]
		i = least
	}
}

// similar is the number of similar pairs of vectors offered.
func (p *bestPairs) similar() (sum int64) {
	for _, n := range p.offered {
		sum += n
	}
	return sum
}

// expand turns the lists of groups into pairs of vectors: every pair that is
// in the list of one of its ends.
func (p *bestPairs) expand() []Pair {
	g := p.g
	for _, list := range p.lists {
		slices.SortFunc(list, func(a, b uint64) int { return cmp.Compare(b, a) })
	}
	// cut[v] is the worst neighbour v keeps, 0 if it keeps all: v's list
	// without v itself, the first degree of it.
	cut := make([]uint64, len(g.of))
	own := func(v uint32, k uint64) bool { return keyRank(k) == g.rank[v] }
	for v, i := range g.of {
		if i == noGroup || len(p.lists[i]) <= p.degree {
			continue
		}
		list := p.lists[i]
		if own(uint32(v), list[p.degree]) || !slices.ContainsFunc(list, func(k uint64) bool { return own(uint32(v), k) }) {
			cut[v] = list[p.degree-1]
		} else {
			cut[v] = list[p.degree]
		}
	}
	var pairs []Pair
	for v, i := range g.of {
		if i == noGroup {
			continue
		}
		for _, k := range p.lists[i] {
			if k < cut[v] {
				break
			}
			other := g.byRank[keyRank(k)]
			switch {
			case own(uint32(v), k):
			case uint32(v) < other:
				pairs = append(pairs, Pair{uint32(v), other, keySimilarity(k)})
			case key(keySimilarity(k), g.rank[v]) < cut[other]: // else other's turn gave this pair
				pairs = append(pairs, Pair{other, uint32(v), keySimilarity(k)})
			}
		}
	}
	return sorted(pairs, len(g.of))
}

// sorted returns pairs by A, then B, n being the number of vectors.
func sorted(pairs []Pair, n int) []Pair {
	at := make([]int, n+1)
	for _, p := range pairs {
		at[p.A+1]++
	}
	for i := range n {
		at[i+1] += at[i]
	}
	out := make([]Pair, len(pairs))
	for _, p := range pairs {
		out[at[p.A]] = p
		at[p.A]++
	}
	from := 0
	for i := range n {
		slices.SortFunc(out[from:at[i]], func(p, q Pair) int { return cmp.Compare(p.B, q.B) })
		from = at[i]
	}
	return out
}
