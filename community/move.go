package community

import (
	"math/bits"
	"sync/atomic"

	"worldc/rng"
)

const (
	// blockBits is the binary logarithm of the number of vertices that keep
	// their order when the order is permuted: a word of the queue. Permuting
	// single vertices would make every row a cache miss and take 1.65 times as
	// long. Small levels can afford it.
	blockBits = 6

	// batchShare is the share of the vertices that moves at once. All at once
	// is quick but costs a tenth of the modularity on blurred communities.
	batchShare = 64

	// serialBelow is the number of vertices below which they move one by one.
	serialBelow = 4096

	// A round after one in which fewer than one in careless vertices moved, or
	// after the first few rounds, is careful: each move is checked against
	// those before it in its batch. Then no two vertices chase one another,
	// and every move adds to modularity. Earlier there are too many moves to
	// check, and the next round makes errors good.
	careless       = 16
	carelessRounds = 8

	// The search of a level ends with a round that adds less than settled to
	// modularity, as far as its moves knew; and after maxRounds, in case a
	// difference below the precision of a float64 is a gain in both directions.
	settled   = 1e-5
	maxRounds = 256

	// leave is the choice of a vertex that is better off alone.
	leave = ^uint32(0)
)

// A mover moves the vertices of a level between communities.
type mover[W uint32 | int64] struct {
	*level[W]
	total   float64 // 2m
	scale   float64 // γ/2m
	workers []worker

	of     []uint32 // the community of each vertex
	totals []int64  // the degree of each community
	sizes  []uint32 // the vertices of each community
	empty  []uint32 // the communities without vertices
	fresh  []uint32 // the last batch in which each community became empty
	queue  []uint64 // a bit for each vertex that is to be considered
	shift  uint32   // the binary logarithm of the vertices in a word of queue
}

// A worker is the scratch memory of one goroutine.
type worker struct {
	weights []int64  // by community; 0 between uses
	touched []uint32 // the communities that have a weight
}

func newWorkers(n, vertices int, longest uint32) []worker {
	workers := make([]worker, n)
	for i := range workers {
		workers[i] = worker{make([]int64, vertices), make([]uint32, longest)}
	}
	return workers
}

// move improves the partition of, whose communities are 0..count-1, by moving
// vertices until none gains by it. It reports whether any moved, and leaves
// the communities numbered anyhow below the number of vertices.
func move[W uint32 | int64](s *search, l *level[W], of []uint32, count int) bool {
	total := sum(l.degrees)
	if total == 0 {
		return false
	}
	n := l.vertices()
	m := &mover[W]{
		level:   l,
		total:   float64(total),
		scale:   s.gamma / float64(total),
		workers: newWorkers(s.workers, n, l.longest()),
		of:      of,
		totals:  make([]int64, n),
		sizes:   make([]uint32, n),
		fresh:   make([]uint32, n),
	}
	size := 1
	if n >= serialBelow {
		m.shift, size = blockBits, max(512, n/batchShare)
	}
	m.queue = make([]uint64, (n+1<<m.shift-1)>>m.shift)
	for v, c := range of {
		m.totals[c] += l.degrees[v]
		m.sizes[c]++
		m.enqueue(uint32(v))
	}
	for c := n - 1; c >= count; c-- {
		m.empty = append(m.empty, uint32(c))
	}
	return m.run(rng.New(s.seed, "community").Perm(len(m.queue)), size)
}

// bit is the place of v in the queue.
func (m *mover[W]) bit(v uint32) (word *uint64, mask uint64) {
	return &m.queue[v>>m.shift], 1 << (v & (1<<m.shift - 1))
}

func (m *mover[W]) enqueue(v uint32) {
	word, mask := m.bit(v)
	*word |= mask
}

// run considers the queued vertices in rounds. Each batch has three phases:
// choose against a frozen partition, apply in order, queue the neighbours.
func (m *mover[W]) run(order []int, size int) (moved bool) {
	n := m.vertices()
	batch := make([]uint32, 0, size)
	choices := make([]choice, size)
	number := uint32(0)
	last := n // the moves of the round before
	for round := range maxRounds {
		careful := size > 1 && (last*careless < n || round >= carelessRounds)
		moves, gain := 0, 0.0
		for next := 0; next < len(order); {
			batch, next = m.take(batch[:0], order, next, size)
			number++
			split(len(m.workers), len(batch), 256, func(w, lo, hi int) {
				for i := lo; i < hi; i++ {
					choices[i] = m.choose(batch[i], &m.workers[w])
				}
			})
			gone := batch[:0] // those that move, in place of those that do not
			for i, v := range batch {
				c := choices[i]
				if c.to != m.of[v] && careful {
					c = m.choose(v, &m.workers[0])
				}
				if c.to != m.of[v] && m.apply(v, c.to, number) {
					gone = append(gone, v)
					gain += c.gain
				}
			}
			split(len(m.workers), len(gone), 256, func(_, lo, hi int) {
				for _, v := range gone[lo:hi] {
					m.wake(v)
				}
			})
			moves += len(gone)
		}
		moved = moved || moves > 0
		last = moves
		if 2*gain < settled*m.total {
			break
		}
	}
	return moved
}

// take moves up to size vertices from the queue to batch, from block
// order[next] on, and returns the block at which to go on.
func (m *mover[W]) take(batch []uint32, order []int, next, size int) ([]uint32, int) {
	for ; next < len(order); next++ {
		b := order[next]
		for m.queue[b] != 0 {
			if len(batch) == size {
				return batch, next
			}
			v := bits.TrailingZeros64(m.queue[b])
			m.queue[b] &= m.queue[b] - 1
			batch = append(batch, uint32(b<<m.shift+v))
		}
	}
	return batch, next
}

// A choice is where a vertex would go, and the gain, half of what that adds to
// modularity times 2m.
type choice struct {
	to   uint32
	gain float64
}

// choose is the community in which v adds most to modularity: its own unless
// another is better, or leave.
func (m *mover[W]) choose(v uint32, w *worker) choice {
	own, degree := m.of[v], m.degrees[v]
	targets, weights := m.row(v)
	weights = weights[:len(targets)]
	of, sums, touched := m.of, w.weights, w.touched
	n := 0
	for i, t := range targets {
		c := of[t]
		sum := sums[c]
		if sum == 0 {
			touched[n] = c
			n++
		}
		sums[c] = sum + int64(weights[i])
	}
	// What v adds in c is in(v,c) − γ·degree(v)·tot(c)/2m, without v itself.
	share := float64(m.scale * float64(degree))
	stay := float64(sums[own]) - float64(share*float64(m.totals[own]-degree))
	sums[own] = 0
	best, gain := own, stay
	if gain < 0 {
		best, gain = leave, 0
	}
	for _, c := range touched[:n] {
		weight := float64(sums[c])
		sums[c] = 0
		if weight <= gain { // no degree is below 0
			continue
		}
		if g := weight - float64(share*float64(m.totals[c])); g > gain {
			best, gain = c, g
		}
	}
	return choice{best, gain - stay}
}

// apply moves v to the community to, unless that has become empty in the same
// batch, as when two lone vertices choose each other; v is then considered
// again. It reports whether v moved.
func (m *mover[W]) apply(v, to, batch uint32) bool {
	from := m.of[v]
	switch {
	case to == leave:
		if m.sizes[from] == 1 {
			return false
		}
		to = m.empty[len(m.empty)-1]
		m.empty = m.empty[:len(m.empty)-1]
	case m.sizes[to] == 0 || m.fresh[to] == batch:
		m.enqueue(v)
		return false
	}
	m.of[v] = to
	m.totals[from] -= m.degrees[v]
	m.totals[to] += m.degrees[v]
	m.sizes[from]--
	m.sizes[to]++
	if m.sizes[from] == 0 {
		m.empty = append(m.empty, from)
		m.fresh[from] = batch
	}
	return true
}

// wake queues the neighbours of v that are not in its community.
func (m *mover[W]) wake(v uint32) {
	c := m.of[v]
	targets, _ := m.row(v)
	for _, t := range targets {
		if m.of[t] == c {
			continue
		}
		word, mask := m.bit(t)
		if atomic.LoadUint64(word)&mask == 0 {
			atomic.OrUint64(word, mask)
		}
	}
}
