package community

// rowsPerBlock is the number of rows that a worker makes at a time.
const rowsPerBlock = 64

// aggregate makes one vertex of each community of l, numbered 0..count-1. The
// rows are made by the workers, a block of communities at a time, and joined
// in order.
func aggregate[W uint32 | int64](s *search, l *level[W], of []uint32, count int) *level[int64] {
	up := &level[int64]{
		offsets: make([]uint32, count+1),
		loops:   make([]int64, count),
		degrees: make([]int64, count),
	}
	starts, vertices := bucket(of, count)
	blocks := make([]struct {
		targets []uint32
		weights []int64
	}, (count+rowsPerBlock-1)/rowsPerBlock)
	scratch := make([]struct {
		sums    []int64
		targets []uint32
		weights []int64
	}, s.workers)
	split(s.workers, len(blocks), 1, func(w, lo, hi int) {
		mem := &scratch[w]
		if mem.sums == nil {
			mem.sums = make([]int64, count)
		}
		for b := lo; b < hi; b++ {
			first, last := b*rowsPerBlock, min((b+1)*rowsPerBlock, count)
			room := 0
			for _, v := range vertices[starts[first]:starts[last]] {
				room += int(l.offsets[v+1] - l.offsets[v])
			}
			if room > len(mem.targets) {
				mem.targets, mem.weights = make([]uint32, room), make([]int64, room)
			}
			end := 0
			for c := first; c < last; c++ {
				members := vertices[starts[c]:starts[c+1]]
				for _, v := range members {
					up.loops[c] += l.loops[v]
					up.degrees[c] += l.degrees[v]
				}
				n := gather(l, of, members, mem.sums, mem.targets[end:])
				start := end
				for _, d := range mem.targets[start : start+n] {
					if d == uint32(c) {
						up.loops[c] += mem.sums[d]
					} else {
						mem.targets[end], mem.weights[end] = d, mem.sums[d]
						end++
					}
					mem.sums[d] = 0
				}
				up.offsets[c+1] = uint32(end - start)
			}
			blocks[b].targets = append([]uint32(nil), mem.targets[:end]...)
			blocks[b].weights = append([]int64(nil), mem.weights[:end]...)
		}
	})
	for c := range count {
		up.offsets[c+1] += up.offsets[c]
	}
	up.targets = make([]uint32, 0, up.offsets[count])
	up.weights = make([]int64, 0, up.offsets[count])
	for i := range blocks {
		up.targets = append(up.targets, blocks[i].targets...)
		up.weights = append(up.weights, blocks[i].weights...)
		blocks[i].targets, blocks[i].weights = nil, nil
	}
	return up
}

// gather adds the weights of the members' arcs to the sums of the communities
// that they lead to, lists these in touched in the order in which they came
// up, and returns how many they are.
func gather[W uint32 | int64](l *level[W], of, members []uint32, sums []int64, touched []uint32) (n int) {
	for _, v := range members {
		targets, weights := l.row(v)
		weights = weights[:len(targets)]
		for i, t := range targets {
			d := of[t]
			sum := sums[d]
			if sum == 0 {
				touched[n] = d
				n++
			}
			sums[d] = sum + int64(weights[i])
		}
	}
	return n
}
