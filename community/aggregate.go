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
			targets, weights := mem.targets[:0], mem.weights[:0]
			for c := uint32(b * rowsPerBlock); c < uint32(min((b+1)*rowsPerBlock, count)); c++ {
				first := len(targets)
				var loop, degree int64
				for _, v := range vertices[starts[c]:starts[c+1]] {
					loop += l.loops[v]
					degree += l.degrees[v]
					ts, ws := l.row(v)
					ws = ws[:len(ts)]
					for i, t := range ts {
						d := of[t]
						if mem.sums[d] == 0 {
							targets = append(targets, d)
						}
						mem.sums[d] += int64(ws[i])
					}
				}
				up.loops[c], up.degrees[c] = loop+mem.sums[c], degree
				end := first
				for _, d := range targets[first:] {
					if d != c {
						targets[end] = d
						end++
						weights = append(weights, mem.sums[d])
					}
					mem.sums[d] = 0
				}
				targets = targets[:end]
				up.offsets[c+1] = uint32(end - first)
			}
			blocks[b].targets = append([]uint32(nil), targets...)
			blocks[b].weights = append([]int64(nil), weights...)
			mem.targets, mem.weights = targets, weights
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
