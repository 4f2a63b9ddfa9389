package similarity

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
)

// Dense is a list of dense vectors, such as embeddings: vector i is
// Values[i*Dimensions:(i+1)*Dimensions]. A vector's squared length is below
// 2^31 (MaxDenseNorm), so that no dot product overflows 32 bits; unit vectors
// scaled to 2^15-1 and rounded fit.
type Dense struct {
	Dimensions int
	Values     []int16
}

// MaxDenseNorm bounds the squared length of a dense vector.
const MaxDenseNorm = 1 << 31

// Len is the number of vectors.
func (v Dense) Len() int {
	if v.Dimensions == 0 {
		return 0
	}
	return len(v.Values) / v.Dimensions
}

func (v Dense) row(i int) []int16 { return v.Values[i*v.Dimensions : (i+1)*v.Dimensions] }

func (v Dense) norm(i int) uint64 {
	var n uint64
	for _, x := range v.row(i) {
		n += uint64(int64(x) * int64(x))
	}
	if n >= MaxDenseNorm {
		panic(fmt.Sprintf("similarity: the squared length of dense vector %d reaches 2^%d", i, bits.Len64(MaxDenseNorm)-1))
	}
	return n
}

func (v Dense) hash(i int) uint64 {
	h := uint64(0)
	for _, x := range v.row(i) {
		h = mix(h, uint64(uint16(x)))
	}
	return h
}

func (v Dense) equal(i, j int) bool { return slices.Equal(v.row(i), v.row(j)) }

// JoinDense returns the similar pairs of v, by A, then B. It computes every dot
// product of two distinct vectors, a tile of the matrix at a time, in integers:
// the vector instructions of a processor change how long that takes, never the
// result.
func JoinDense(v Dense, o Options) ([]Pair, Stats) { return joinDense(v, o, kernels()[0]) }

func joinDense(v Dense, o Options, k kernel) ([]Pair, Stats) {
	if v.Dimensions < 0 || v.Dimensions == 0 && len(v.Values) > 0 || v.Dimensions > 0 && len(v.Values)%v.Dimensions != 0 {
		panic(fmt.Sprintf("similarity: %d values in vectors of %d", len(v.Values), v.Dimensions))
	}
	o.check(v.Len())
	g := group(v, o.Rank)
	return o.collect(g, func(t threshold, s sink) { newMatrix(v, g, t, k).search(o.Workers, s) })
}

// A kernel computes tiles of the matrix of dot products.
//
// Two panels come in: of rows, and of columns. A panel interleaves its vectors
// two components at a time, so that components 2k and 2k+1 of all its vectors
// lie together; tile reads pairs of them. It reports whether the product of any
// row and column exceeds the row's entry in least, and if so leaves all products
// in out, by row.
type kernel struct {
	name          string
	rows, columns int
	tile          func(row, column *int16, pairs int, least, out *int32) bool
}

// A matrix holds the distinct vectors in the two layouts of its kernel.
type matrix struct {
	kernel    kernel
	threshold threshold
	norms     []uint64
	pairs     int     // pairs of components of a vector
	rows      []int16 // panels of kernel.rows vectors
	columns   []int16 // panels of kernel.columns vectors

	// least[i] is the largest product that row i can have with any vector and
	// not be similar to it.
	least []int32
}

func newMatrix(v Dense, g *groups, t threshold, k kernel) *matrix {
	n := g.len()
	m := &matrix{kernel: k, threshold: t, norms: g.norms, pairs: (v.Dimensions + 1) / 2}
	pack := func(width int) []int16 {
		panels := (n + width - 1) / width
		out := make([]int16, panels*width*m.pairs*2)
		for i := range n {
			panel := out[i/width*width*m.pairs*2:]
			for d, x := range v.row(int(g.members[g.first[i]])) {
				panel[(d/2*width+i%width)*2+d%2] = x
			}
		}
		return out
	}
	m.rows, m.columns = pack(k.rows), pack(k.columns)
	m.least = make([]int32, len(m.rows)/(m.pairs*2))
	shortest := slices.Min(g.norms)
	for i, norm := range g.norms {
		m.least[i] = t.greatest(norm, shortest)
	}
	return m
}

// greatest returns the largest dot product of vectors of squared lengths na and
// nb, below MaxDenseNorm, that does not exceed the threshold.
func (t threshold) greatest(na, nb uint64) int32 {
	d := int64(math.Sqrt(float64(float64(na)*float64(nb))) * (float64(t.p) / float64(t.q)))
	for d > 0 && t.exceeded(d, na, nb) {
		d--
	}
	for d < math.MaxInt32 && !t.exceeded(d+1, na, nb) {
		d++
	}
	return int32(d)
}

// search hands every similar pair to s. A unit of work is a run of rows against
// a block of columns that stays in the second-level cache while the rows pass.
func (m *matrix) search(workers int, s sink) {
	n := len(m.norms)
	vector := m.pairs * 2
	// 2^18 components are 512 KiB; a whole number of panels of either kind.
	width := m.kernel.rows * m.kernel.columns
	width *= max(1, (1<<18)/(width*vector))
	blocks := (n + width - 1) / width
	// Units are pairs of blocks (row block <= column block), counted off by
	// column block.
	units := int64(blocks) * int64(blocks+1) / 2
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range int(min(int64(workers), units)) {
		wait.Go(func() {
			out := make([]int32, m.kernel.rows*m.kernel.columns)
			for u := next.Add(1) - 1; u < units; u = next.Add(1) - 1 {
				block := 0
				for u > int64(block) {
					u -= int64(block) + 1
					block++
				}
				m.unit(int(u)*width, block*width, width, out, w, s)
			}
		})
	}
	wait.Wait()
}

// unit finds the similar pairs of width rows from row and width columns from
// column.
func (m *matrix) unit(row, column, width int, out []int32, worker int, s sink) {
	n := len(m.norms)
	vector := m.pairs * 2
	k := m.kernel
	for i := row; i < min(row+width, n); i += k.rows {
		for j := column; j < min(column+width, n); j += k.columns {
			if j+k.columns-1 <= i { // below the diagonal
				continue
			}
			if k.tile(&m.rows[i*vector], &m.columns[j*vector], m.pairs, &m.least[i], &out[0]) {
				m.scan(i, j, out, worker, s)
			}
		}
	}
}

// scan decides on the products of a tile.
func (m *matrix) scan(i, j int, out []int32, worker int, s sink) {
	n := len(m.norms)
	for r := range min(m.kernel.rows, n-i) {
		least := m.least[i+r]
		for c, dot := range out[r*m.kernel.columns:][:min(m.kernel.columns, n-j)] {
			a, b := i+r, j+c
			if dot > least && a < b && m.threshold.exceeded(int64(dot), m.norms[a], m.norms[b]) {
				s.add(worker, uint32(a), uint32(b), cosine(int64(dot), m.norms[a], m.norms[b]))
			}
		}
	}
}
