package similarity

import (
	"math"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
)

// weighted are vectors in which a feature has one value wherever it occurs: sets of
// features that have weights, the squares of the values. The dot product of two is
// the weight of what they share.
//
// That is counted in whole units for all vectors of a block at once, in vertical
// counters: plane p has bit p of the counts of all slots, a frequent feature is a
// column of bits of who has it, and adding a column is a few logic operations for as
// many slots as a word has bits. Rare features have postings, each of which is added
// by itself. Counters start so that they overflow where the threshold can be reached;
// who overflows is compared exactly. Weights are rounded up to units and thresholds
// down, so that nobody is missed.
//
// A block is compared with many vectors while it is in the cache. What is kept goes
// into a new block; blocks of about one size are made into one.
type weighted struct {
	ranked
	threshold threshold
	unit      uint64  // of weight
	units     []uint8 // weight of a feature in units, by rank, at most maxUnits
	bits      int     // of the greatest of these
	frequent  uint32  // features of lower rank have columns

	// batch is the least number of vectors that are compared with what was kept
	// before them at once, and slots the largest number of vectors in a block. They
	// decide what is fast and nothing else.
	batch, slots int

	counter counterKernel
	blocks  []*block
	near    []Nearest // by vector
}

// maxUnits bounds the weight of a feature in units, so that it has unitBits bits.
const (
	unitBits = 4
	maxUnits = 1<<unitBits - 1
)

// blockSlots is the number of vectors in a block where there are many. A column of so
// many is 2 KB, and the columns that most vectors have stay in the cache of a processor.
const blockSlots = 1 << 14

// frequentShare is the smallest share of the vectors, one in so many, whose features
// have columns: about where adding a column takes as long as adding the postings.
// Columns take no more than frequentShare/8 bytes a component.
const frequentShare = 256

func newWeighted(rows ranked, t threshold, values []int32, k counterKernel) *weighted {
	x := &weighted{
		ranked: rows, threshold: t, units: make([]uint8, len(values)), batch: 1024, slots: blockSlots,
		counter: k, near: make([]Nearest, len(rows.norms)),
	}
	most := uint64(1)
	for _, v := range values {
		most = max(most, uint64(int64(v)*int64(v)))
	}
	x.unit = (most + maxUnits - 1) / maxUnits
	for r, v := range values {
		x.units[r] = uint8((uint64(int64(v)*int64(v)) + x.unit - 1) / x.unit)
		x.bits = max(x.bits, bits.Len8(x.units[r]))
	}
	least := uint32(len(rows.norms) / frequentShare)
	for int(x.frequent) < len(values) && rows.frequency[x.frequent] > least {
		x.frequent++
	}
	for i := range x.near {
		x.near[i].Vector = -1
	}
	return x
}

// firstCome finds for each vector the nearest of those that were kept before it.
func (x *weighted) firstCome(workers int) []Nearest {
	n, kept := len(x.norms), 0
	counters := make([]*counter, workers)
	for w := range counters {
		counters[w] = newCounter(x)
	}
	for from := 0; from < n; {
		to := min(n, from+min(max(kept/4, x.batch), 4*x.batch))
		x.compareWithKept(counters, from, to)
		kept += x.settle(counters, from, to)
		from = to
	}
	return x.near
}

// compareWithKept compares the vectors from..to with all blocks, one block after the
// other.
func (x *weighted) compareWithKept(counters []*counter, from, to int) {
	const chunk = 64
	chunks := (to - from + chunk - 1) / chunk
	found := make([][]Nearest, len(counters)) // by worker, then vector
	each(len(counters), len(x.blocks)*chunks, func(worker, task int) {
		if found[worker] == nil {
			found[worker] = slices.Repeat([]Nearest{{Vector: -1}}, to-from)
		}
		b, c := x.blocks[task/chunks], counters[worker]
		first := from + task%chunks*chunk
		for i := first; i < min(to, first+chunk); i++ {
			for _, s := range c.compare(b, uint32(i)) {
				found[worker][i-from].improve(s)
			}
		}
	})
	for _, list := range found {
		for i, s := range list {
			if s.Vector >= 0 {
				x.near[from+i].improve(s)
			}
		}
	}
}

// settle compares the vectors from..to, which have been compared with all before
// them, among themselves, and makes a block of those that are kept. It returns how
// many these are.
func (x *weighted) settle(counters []*counter, from, to int) (kept int) {
	var fresh []uint32
	for i := from; i < to; i++ {
		if x.near[i].Vector < 0 {
			fresh = append(fresh, uint32(i))
		}
	}
	if len(fresh) == 0 {
		return 0
	}
	b := x.newBlock(fresh)
	const chunk = 16
	found := make([][]Nearest, to-from)
	each(len(counters), (to-from+chunk-1)/chunk, func(worker, task int) {
		for i := task * chunk; i < min((task+1)*chunk, to-from); i++ {
			found[i] = slices.Clone(counters[worker].compare(b, uint32(from+i)))
		}
	})
	for i, list := range found {
		near := &x.near[from+i]
		for _, s := range list {
			if x.near[s.Vector].Vector < 0 {
				near.improve(s)
			}
		}
	}
	fresh = slices.DeleteFunc(fresh, func(i uint32) bool { return x.near[i].Vector >= 0 })
	x.keep(fresh)
	return len(fresh)
}

// keep adds a block of vectors.
func (x *weighted) keep(fresh []uint32) {
	for len(x.blocks) > 0 {
		last := x.blocks[len(x.blocks)-1].members
		if len(last) > 2*len(fresh) || len(last)+len(fresh) > x.slots {
			break
		}
		fresh = append(fresh, last...)
		x.blocks = x.blocks[:len(x.blocks)-1]
	}
	x.blocks = append(x.blocks, x.newBlock(fresh))
}

// improve takes s if it is nearer, or as near and earlier.
func (n *Nearest) improve(s Nearest) {
	if n.Vector < 0 || s.Similarity > n.Similarity || s.Similarity == n.Similarity && s.Vector < n.Vector {
		*n = s
	}
}

// each does tasks 0..n-1 with so many workers, who take them in their order.
func each(workers, n int, do func(worker, task int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range min(workers, n) {
		wait.Go(func() {
			for {
				task := int(next.Add(1)) - 1
				if task >= n {
					return
				}
				do(w, task)
			}
		})
	}
	wait.Wait()
}

// least returns a weight that is at most what vectors of squared lengths na and nb
// must share to be similar, in units rounded up, and at least 1.
func (x *weighted) least(na, nb uint64) uint64 {
	dot := float64(x.threshold.p) / float64(x.threshold.q) * math.Sqrt(float64(na)) * math.Sqrt(float64(nb))
	// The estimate may be too great by a few units in the last place.
	return max(1, uint64(math.Ceil(float64(dot*(1-0x1p-40))/float64(x.unit))))
}
