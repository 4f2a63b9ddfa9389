package similarity

import (
	"fmt"
	"math"
	"math/bits"
)

// Decisions on cosines of integer vectors, in 128-bit integers. With squared
// lengths below MaxNorm and denominators up to MaxDenominator nothing
// overflows: 2^20 * 2^20 * 2^43 * 2^43 = 2^126.

// A threshold is the cosine p/q.
type threshold struct {
	p, q uint64

	// reached says that it is enough to reach it.
	reached bool
}

// exceeded says whether dot/sqrt(na*nb) > p/q, na and nb being the squared
// lengths of the two vectors, by q^2 * dot^2 > p^2 * na * nb; or >= where reaching
// it is enough.
func (t threshold) exceeded(dot int64, na, nb uint64) bool {
	if dot <= 0 {
		return false
	}
	lh, ll := bits.Mul64(t.q*uint64(dot), t.q*uint64(dot))
	rh, rl := times128(na, nb, t.p*t.p)
	return lh > rh || lh == rh && (ll > rl || t.reached && ll == rl)
}

// million is the unit of Pair.Similarity: a cosine of 1.
const million = 1_000_000

// cosine returns floor(10^6 * dot/sqrt(na*nb)) for a positive dot: the largest
// m with m^2 * na * nb <= 10^12 * dot^2.
func cosine(dot int64, na, nb uint64) uint32 {
	d := uint64(dot) * million
	lh, ll := bits.Mul64(d, d)
	fits := func(m uint64) bool {
		rh, rl := times128(na, nb, m*m)
		return rh < lh || rh == lh && rl <= ll
	}
	// The estimate may be off by a little; the integers decide.
	m := uint64(min(float64(d)/math.Sqrt(float64(float64(na)*float64(nb))), million))
	for m > 0 && !fits(m) {
		m--
	}
	for m < million && fits(m+1) {
		m++
	}
	return uint32(m)
}

// times128 returns a*b*c, which is below 2^128.
func times128(a, b, c uint64) (hi, lo uint64) {
	h, l := bits.Mul64(a, b)
	hi, lo = bits.Mul64(l, c)
	return hi + h*c, lo
}

// norm returns the sum of squares of values, and panics at MaxNorm.
func norm(values []int32) uint64 {
	var n uint64
	for _, v := range values {
		n += uint64(int64(v) * int64(v))
		if n >= MaxNorm {
			panic(fmt.Sprintf("similarity: a vector's squared length reaches 2^%d", bits.Len64(MaxNorm)-1))
		}
	}
	return n
}
