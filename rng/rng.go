// Package rng draws reproducible random numbers. A Stream is opened for one
// purpose of one record and belongs to nothing else, so what is drawn does not
// depend on threads, on the order of the work, or on what other records drew.
//
// The generator is PCG (O'Neill 2014: a 128-bit linear congruential generator
// with a permuted output, variant XSL-RR). Its sequence, and what every method
// makes of it, are part of worldc's output: golden vectors in the tests pin
// them, and no later version may change them. It is not for secrets.
package rng

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// A Stream is a sequence of random numbers. It is not safe for concurrent use;
// concurrent work opens a stream per record.
type Stream struct {
	hi, lo       uint64 // state of the generator
	incHi, incLo uint64 // its increment, odd; distinct increments are distinct sequences
}

// New opens the stream of (seed, parts...): by convention the block's kind, the
// record's id, the purpose, and an ordinal where the purpose recurs. Equal
// arguments give equal streams; any difference gives an unrelated one.
func New(seed uint64, parts ...string) *Stream {
	h := sha256.New()
	var word [8]byte
	write := func(s string) {
		binary.LittleEndian.PutUint64(word[:], uint64(len(s)))
		h.Write(word[:])
		h.Write([]byte(s))
	}
	write("worldc rng 1")
	binary.LittleEndian.PutUint64(word[:], seed)
	h.Write(word[:])
	for _, p := range parts {
		write(p)
	}
	sum := h.Sum(nil)
	return &Stream{
		hi:    binary.LittleEndian.Uint64(sum[0:]),
		lo:    binary.LittleEndian.Uint64(sum[8:]),
		incHi: binary.LittleEndian.Uint64(sum[16:]),
		incLo: binary.LittleEndian.Uint64(sum[24:]) | 1,
	}
}

// The multiplier of the 128-bit generator (L'Ecuyer 1999).
const (
	multiplierHi = 2549297995355413924
	multiplierLo = 4865540595714422341
)

// Uint64 returns 64 random bits.
func (s *Stream) Uint64() uint64 {
	// state = state*multiplier + increment, modulo 2^128.
	hi, lo := bits.Mul64(s.lo, multiplierLo)
	hi += s.hi*multiplierLo + s.lo*multiplierHi
	var carry uint64
	s.lo, carry = bits.Add64(lo, s.incLo, 0)
	s.hi, _ = bits.Add64(hi, s.incHi, carry)
	// The output folds the halves and rotates by the six top bits.
	return bits.RotateLeft64(s.hi^s.lo, -int(s.hi>>58))
}

// Uint64N returns a number in [0, n), each equally likely. It panics if n is 0.
func (s *Stream) Uint64N(n uint64) uint64 {
	if n == 0 {
		panic("rng: Uint64N of 0")
	}
	// Lemire 2019: the high word of a 64x64 bit product, drawn again in the few
	// cases that would make some results likelier than others.
	hi, lo := bits.Mul64(s.Uint64(), n)
	if lo < n {
		for threshold := -n % n; lo < threshold; {
			hi, lo = bits.Mul64(s.Uint64(), n)
		}
	}
	return hi
}

// IntN returns a number in [0, n), each equally likely. It panics if n <= 0.
func (s *Stream) IntN(n int) int {
	if n <= 0 {
		panic("rng: IntN of a number below 1")
	}
	return int(s.Uint64N(uint64(n)))
}

// Float64 returns a multiple of 2^-53 in [0, 1), each equally likely.
func (s *Stream) Float64() float64 { return float64(s.Uint64()>>11) * 0x1p-53 }

// Chance reports true in numerator of denominator cases. It panics unless
// 0 <= numerator <= denominator and denominator > 0.
func (s *Stream) Chance(numerator, denominator uint64) bool {
	if numerator > denominator {
		panic("rng: a chance above one")
	}
	return s.Uint64N(denominator) < numerator
}

// Perm returns a random order of [0, n). Its first k elements depend only on
// the first k draws: they are a random choice of k elements, and choosing more
// keeps those already chosen.
func (s *Stream) Perm(n int) []int {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	s.Shuffle(n, func(i, j int) { p[i], p[j] = p[j], p[i] })
	return p
}

// Shuffle puts n elements into a random order by calling swap. Like Perm, it
// settles the elements front to back.
func (s *Stream) Shuffle(n int, swap func(i, j int)) {
	for i := range n - 1 {
		if j := i + s.IntN(n-i); j != i {
			swap(i, j)
		}
	}
}

// Pick returns one of items, each equally likely. It panics if there are none.
func Pick[T any](s *Stream, items []T) T { return items[s.IntN(len(items))] }

// Weighted returns an index of weights with probability weights[i] divided by
// their sum. Zero weights are never drawn. It panics if a weight is negative,
// or if the sum is zero or overflows.
func (s *Stream) Weighted(weights []int64) int {
	var sum int64
	for _, w := range weights {
		if w < 0 {
			panic("rng: a negative weight")
		}
		if sum += w; sum < 0 {
			panic("rng: the weights' sum overflows")
		}
	}
	if sum == 0 {
		panic("rng: no weight above zero")
	}
	left := int64(s.Uint64N(uint64(sum)))
	for i, w := range weights {
		if left < w {
			return i
		}
		left -= w
	}
	panic("unreachable")
}
