package community

import (
	"fmt"
	"math/big"
	"math/bits"
)

// Modularity is that of the partition of g's vertices that of describes, by
// any numbering below the number of vertices, at resolution r (0 stands for
// Unit). It is the float64 nearest to the exact value. It panics if of has
// another length or a number is out of range.
func Modularity(g *Graph, of []uint32, r Resolution) float64 {
	if len(of) != g.Vertices() {
		panic(fmt.Sprintf("community: a partition of %d vertices for a graph of %d", len(of), g.Vertices()))
	}
	if r == 0 {
		r = Unit
	}
	return modularity(&g.level, of, len(of), r)
}

// modularity is that of a partition into communities below count.
func modularity[W uint32 | int64](l *level[W], of []uint32, count int, r Resolution) float64 {
	var inside int64
	totals := make([]int64, count)
	for v := range uint32(l.vertices()) {
		c := of[v]
		totals[c] += l.degrees[v]
		inside += l.loops[v]
		ts, ws := l.row(v)
		for i, t := range ts {
			if of[t] == c {
				inside += int64(ws[i])
			}
		}
	}
	return ratio(inside, totals, r)
}

// ratio is the modularity of communities with these degrees and this weight
// inside them all: (inside·2m·Unit − r·Σtot²) / (2m·2m·Unit).
func ratio(inside int64, totals []int64, r Resolution) float64 {
	total := sum(totals)
	if total == 0 {
		return 0
	}
	m2, unit := big.NewInt(total), big.NewInt(int64(Unit))
	denominator := new(big.Int).Mul(m2, m2)
	denominator.Mul(denominator, unit)
	numerator := new(big.Int).Mul(big.NewInt(inside), m2)
	numerator.Mul(numerator, unit)
	expected := squares(totals).big()
	numerator.Sub(numerator, expected.Mul(expected, new(big.Int).SetUint64(uint64(r))))
	q, _ := new(big.Rat).SetFrac(numerator, denominator).Float64()
	return q
}

func sum(xs []int64) (total int64) {
	for _, x := range xs {
		total += x
	}
	return total
}

// uint128 is hi·2⁶⁴ + lo.
type uint128 struct{ hi, lo uint64 }

func (x uint128) big() *big.Int {
	b := new(big.Int).SetUint64(x.hi)
	return b.Or(b.Lsh(b, 64), new(big.Int).SetUint64(x.lo))
}

// squares is the sum of the squares of totals whose sum is at most MaxTotal.
func squares(totals []int64) (sum uint128) {
	for _, t := range totals {
		hi, lo := bits.Mul64(uint64(t), uint64(t))
		var carry uint64
		sum.lo, carry = bits.Add64(sum.lo, lo, 0)
		sum.hi, _ = bits.Add64(sum.hi, hi, carry)
	}
	return sum
}
