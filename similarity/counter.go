package similarity

import "math/bits"

// A counter counts for one worker what a vector shares with those of a block.
type counter struct {
	*weighted
	planes []uint64 // plane p at p*stride, after the last one who overflowed
	stride int
	least  []uint64 // by run
	at     [unitBits][]int
	dense  []int32 // a vector's components by rank
	found  []Nearest
}

func newCounter(x *weighted) *counter {
	return &counter{weighted: x, stride: (x.slots + laneSlots - 1) / laneSlots * laneWords, dense: make([]int32, len(x.frequency))}
}

// compare returns those of the block that come before vector i and are similar to it.
// It is valid until the next call.
func (c *counter) compare(b *block, i uint32) []Nearest {
	c.found = c.found[:0]
	// What must be shared to be similar to those of a run: not all that the vector
	// has, nor all that they have, may be enough.
	c.least = c.least[:0]
	norm := c.norms[i]
	first, last := -1, -1 // runs
	highest := uint64(0)
	for k, r := range b.runs {
		n := c.weighted.least(norm, r.least)
		c.least = append(c.least, n)
		if (n-1)*c.unit > min(norm, r.most) {
			continue
		}
		if first < 0 {
			first = k
		}
		last, highest = k, n
	}
	if first < 0 {
		return nil
	}
	depth := max(c.bits+2, bits.Len64(highest))
	from, to := b.runs[first].from, b.runs[last].to
	c.start(b, first, last, depth)
	c.add(b, i, depth, from, to)
	overflowed := c.planes[depth*c.stride:][:b.words]
	loaded := false
	for w := from; w < to; w++ {
		for set := overflowed[w]; set != 0; set &= set - 1 {
			j := b.members[w*64+bits.TrailingZeros64(set)]
			if j >= i {
				continue
			}
			if !loaded {
				loaded = true
				for k := c.first[i]; k < c.first[i+1]; k++ {
					c.dense[c.ranks[k]] = c.values[k]
				}
			}
			c.compareExactly(i, j)
		}
	}
	if loaded {
		for k := c.first[i]; k < c.first[i+1]; k++ {
			c.dense[c.ranks[k]] = 0
		}
	}
	return c.found
}

// start sets the counters of runs so that they overflow when they have counted what
// it takes.
func (c *counter) start(b *block, first, last, depth int) {
	if size := (depth + 1) * c.stride; len(c.planes) < size {
		c.planes = make([]uint64, size)
	}
	for k := first; k <= last; k++ {
		r := b.runs[k]
		value := uint64(1)<<depth - c.least[k]
		for p := range depth {
			plane := c.planes[p*c.stride:][r.from:r.to]
			if value>>p&1 == 0 {
				clear(plane)
				continue
			}
			for w := range plane {
				plane[w] = ^uint64(0)
			}
		}
		clear(c.planes[depth*c.stride:][r.from:r.to])
	}
}

// add counts the features of vector i.
func (c *counter) add(b *block, i uint32, depth, from, to int) {
	ranks := c.ranks[c.first[i]:c.first[i+1]]
	k := len(ranks)
	for ; k > 0 && ranks[k-1] >= c.frequent; k-- {
		r := ranks[k-1]
		units := c.units[r]
		for _, slot := range b.postings[b.starts[r-c.frequent]:b.starts[r-c.frequent+1]] {
			word, bit := int(slot/64), uint64(1)<<(slot%64)
			for u := units; u != 0; u &= u - 1 {
				c.increment(word, bit, bits.TrailingZeros8(u), depth)
			}
		}
	}
	for p := range c.at {
		c.at[p] = c.at[p][:0]
	}
	for _, r := range ranks[:k] {
		for u := c.units[r]; u != 0; u &= u - 1 {
			p := bits.TrailingZeros8(u)
			c.at[p] = append(c.at[p], int(r)*b.words+from)
		}
	}
	empty := int(c.frequent)*b.words + from
	for p, at := range c.at {
		for len(at)%columnsAtOnce != 0 {
			at = append(at, empty)
		}
		c.at[p] = at
		for ; len(at) > 0; at = at[columnsAtOnce:] {
			c.counter.add(b.columns, (*[columnsAtOnce]int)(at), c.planes[p*c.stride+from:], c.stride, depth-p, to-from)
		}
	}
}

// increment adds 2^p to the counter of a slot.
func (c *counter) increment(word int, bit uint64, p, depth int) {
	for at := p*c.stride + word; p < depth; at, p = at+c.stride, p+1 {
		was := c.planes[at]
		c.planes[at] = was ^ bit
		if was&bit == 0 {
			return
		}
	}
	c.planes[depth*c.stride+word] |= bit
}

// compareExactly adds j to what is found if it is similar to i, whose components are
// loaded.
func (c *counter) compareExactly(i, j uint32) {
	var dot int64
	for k := c.first[j]; k < c.first[j+1]; k++ {
		dot += int64(c.values[k]) * int64(c.dense[c.ranks[k]])
	}
	if c.threshold.exceeded(dot, c.norms[i], c.norms[j]) {
		c.found = append(c.found, Nearest{int32(j), cosine(dot, c.norms[i], c.norms[j])})
	}
}
