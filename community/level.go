package community

import (
	"sync"
	"sync/atomic"
)

// A level is a graph whose vertices stand for vertices or for communities of
// the level below. The weights of the first level fit 32 bits, which halves
// the memory that moving vertices waits for; those above are sums.
type level[W uint32 | int64] struct {
	// Row v of targets and weights is offsets[v]..offsets[v+1], without loops.
	offsets []uint32
	targets []uint32
	weights []W

	// loops[v] is the weight inside v counted from both ends, degrees[v] the
	// sum of its row and its loop.
	loops, degrees []int64
}

func (l *level[W]) vertices() int { return len(l.degrees) }

func (l *level[W]) row(v uint32) ([]uint32, []W) {
	lo, hi := l.offsets[v], l.offsets[v+1]
	return l.targets[lo:hi:hi], l.weights[lo:hi:hi]
}

// longest is the length of the longest row.
func (l *level[W]) longest() (length uint32) {
	for v := range l.vertices() {
		length = max(length, l.offsets[v+1]-l.offsets[v])
	}
	return length
}

// renumber gives communities the numbers 0.. in the order of their lowest
// vertices, and returns how many there are. Communities must be below len(of).
func renumber(of []uint32) int {
	number := make([]uint32, len(of)) // the new number plus one
	count := uint32(0)
	for v, c := range of {
		if number[c] == 0 {
			count++
			number[c] = count
		}
		of[v] = number[c] - 1
	}
	return int(count)
}

// bucket sorts the vertices by community: those of community c are
// vertices[starts[c]:starts[c+1]], ascending.
func bucket(of []uint32, count int) (starts, vertices []uint32) {
	starts, vertices = make([]uint32, count+1), make([]uint32, len(of))
	for _, c := range of {
		starts[c+1]++
	}
	for c := range count {
		starts[c+1] += starts[c]
	}
	next := append([]uint32(nil), starts[:count]...)
	for v, c := range of {
		vertices[next[c]] = uint32(v)
		next[c]++
	}
	return starts, vertices
}

// split calls f for parts of 0..n-1, one after another for one worker, else
// on several goroutines at once; worker tells them apart. Parts begin at
// multiples of size.
func split(workers, n, size int, f func(worker, lo, hi int)) {
	if workers == 1 || n <= size {
		if n > 0 {
			f(0, 0, n)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range min(workers, (n+size-1)/size) {
		wait.Go(func() {
			for {
				lo := int(next.Add(int64(size))) - size
				if lo >= n {
					return
				}
				f(w, lo, min(lo+size, n))
			}
		})
	}
	wait.Wait()
}
