package detmath

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"testing"
)

// inputs is a fixed walk over the float64 numbers: subnormal ones, both ends,
// the neighbourhood of 1, and ordinary magnitudes.
func inputs(n int) []float64 {
	xs := []float64{
		math.SmallestNonzeroFloat64, 3 * math.SmallestNonzeroFloat64, 0x1p-1030, 0x1.fffffffffffffp-1023, 0x1p-1022,
		math.MaxFloat64, 1, math.Nextafter(1, 0), math.Nextafter(1, 2), 0.64, 0.01, 0.04, 0.12, math.E, math.Sqrt2, math.Sqrt2 / 2,
	}
	state := uint64(0x9e3779b97f4a7c15)
	for i := 0; len(xs) < n; i++ {
		state = state*6364136223846793005 + 1442695040888963407
		mantissa := state >> 12
		exponent := uint64(1023)
		switch i % 4 {
		case 0:
			exponent = uint64(i) % 2047 // all magnitudes, 0 = subnormal
		case 1:
			exponent = 1013 + uint64(i/4)%20 // about 1e-3 to 1e3
		case 2:
			mantissa >>= uint(i/4) % 50 // close above 1
		case 3:
			exponent, mantissa = 1022, 1<<52-1-mantissa>>(uint(i/4)%50) // close below 1
		}
		xs = append(xs, math.Float64frombits(exponent<<52|mantissa))
	}
	return xs
}

// TestGolden pins the bits: they must not change between releases, processors
// or architectures.
func TestGolden(t *testing.T) {
	xs := inputs(40000)
	sums := map[string]string{}
	record := func(name string, f func(i int, x float64) float64) {
		h := sha256.New()
		for i, x := range xs {
			var b [8]byte
			binary.LittleEndian.PutUint64(b[:], math.Float64bits(f(i, x)))
			h.Write(b[:])
		}
		sums[name] = hex.EncodeToString(h.Sum(nil)[:8])
	}
	record("log", func(_ int, x float64) float64 { return Log(x) })
	record("exp", func(_ int, x float64) float64 { return Exp(x) })
	record("exp of logs", func(i int, x float64) float64 { return Exp(Log(x)) - float64(i) })
	record("exp negative", func(_ int, x float64) float64 { return Exp(-x) })
	record("pow", func(i int, x float64) float64 { return Pow(x, xs[(i*7919+1)%len(xs)]) })
	record("pow .75", func(_ int, x float64) float64 { return Pow(x, -.75) })
	want := map[string]string{
		"log":          "6c0c5a342a960951",
		"exp":          "0077a57937f0f33f",
		"exp of logs":  "ab7f54974359d240",
		"exp negative": "1322c584c4ed51af",
		"pow":          "ffdc474aab892b9e",
		"pow .75":      "126b10954e741b39",
	}
	for name, w := range want {
		if sums[name] != w {
			t.Errorf("%s: bits hash to %s, want %s", name, sums[name], w)
		}
	}
}

// ulps is the distance between two numbers of one sign in units of the last
// place.
func ulps(a, b float64) float64 {
	if a == b || math.IsNaN(a) && math.IsNaN(b) {
		return 0
	}
	if math.IsNaN(a) || math.IsNaN(b) || math.Signbit(a) != math.Signbit(b) {
		return math.Inf(1)
	}
	return math.Abs(float64(int64(math.Float64bits(a)) - int64(math.Float64bits(b))))
}

// TestAccuracy compares with values computed in 200 bits.
func TestAccuracy(t *testing.T) {
	worst := map[string]float64{}
	note := func(name string, x, got float64, exact *big.Float) {
		want, _ := exact.Float64()
		u := ulps(got, want)
		worst[name] = max(worst[name], u)
		if u > 1 {
			t.Errorf("%s(%g) = %g, want %g: %g units apart", name, x, got, want, u)
		}
	}
	for _, x := range inputs(1500) {
		if t.Failed() {
			return
		}
		note("log", x, Log(x), bigLog(x))
		if x < 709.7 {
			note("exp", x, Exp(x), bigExp(exactly(x)))
			note("exp", -x, Exp(-x), bigExp(exactly(-x)))
		}
		y := -.75 + x/1e3
		if p := exactly(y); x > 1e-3 && x < 1e3 {
			note("pow", x, Pow(x, y), bigExp(p.Mul(p, bigLog(x))))
		}
	}
	t.Logf("largest distance: %v", worst)
}

const precision = 200

func exactly(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

// bigExp sums the series of x/2^64 and squares 64 times.
func bigExp(x *big.Float) *big.Float {
	small := new(big.Float).SetMantExp(exactly(0).Set(x), -64)
	small.SetPrec(precision + 100)
	sum, term := exactly(1).SetPrec(precision+100), exactly(1).SetPrec(precision+100)
	for i := 1.0; i < 12; i++ {
		term.Mul(term, small).Quo(term, exactly(i))
		sum.Add(sum, term)
	}
	for range 64 {
		sum.Mul(sum, sum)
	}
	return sum
}

// bigLog improves an estimate y by Newton's y + x/e^y - 1, which squares the
// error. An estimate of 1e-16 needs two steps.
func bigLog(x float64) *big.Float {
	frac, k := math.Frexp(x)
	y := exactly(math.Log(frac) + float64(float64(k)*math.Ln2))
	for range 4 {
		minus := exactly(0).Neg(y)
		d := bigExp(minus)
		d.Mul(d, exactly(x)).Sub(d, exactly(1))
		y.Add(y, d)
	}
	return y
}

// TestPowExact compares integer powers with exact arithmetic.
func TestPowExact(t *testing.T) {
	for i, x := range inputs(4000) {
		if i%4 != 1 {
			continue
		}
		n := i%90 + 2
		f := big.NewFloat(x).SetPrec(4000)
		p := big.NewFloat(1).SetPrec(4000)
		for range n {
			p.Mul(p, f)
		}
		want, _ := p.Float64()
		if got := Pow(x, float64(n)); ulps(got, want) > 1 {
			t.Errorf("Pow(%g, %d) = %g, want %g: %g units apart", x, n, got, want, ulps(got, want))
		}
	}
}

func TestSpecialCases(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	values := []float64{-inf, -math.MaxFloat64, -3, -2.5, -2, -1, -.5, -0x1p-1074, math.Copysign(0, -1), 0, 0x1p-1074, .5, 1, 2, 2.5, 3, 1 << 53, math.MaxFloat64, inf, nan}
	same := func(a, b float64) bool {
		return math.IsNaN(a) && math.IsNaN(b) || math.Signbit(a) == math.Signbit(b) && ulps(a, b) <= 2
	}
	for _, x := range values {
		if x != 0x1p-1074 && !same(Log(x), math.Log(x)) {
			t.Errorf("Log(%g) = %g, want %g", x, Log(x), math.Log(x))
		}
		if !same(Exp(x), math.Exp(x)) {
			t.Errorf("Exp(%g) = %g, want %g", x, Exp(x), math.Exp(x))
		}
		for _, y := range values {
			if got, want := Pow(x, y), math.Pow(x, y); !same(got, want) && !(x == 1<<53 && y == -2.5) { // math.Pow is 3 units off there
				t.Errorf("Pow(%g, %g) = %g, want %g", x, y, got, want)
			}
		}
	}
	if got := Log(0x1p-1074); ulps(got, -744.4400719213812) > 1 {
		t.Errorf("Log of the smallest number = %g", got)
	}
}

func BenchmarkLog(b *testing.B) {
	xs := inputs(1024)
	s := 0.0
	for i := range b.N {
		s += Log(xs[i&1023])
	}
	_ = s
}

func BenchmarkExp(b *testing.B) {
	s := 0.0
	for i := range b.N {
		s += Exp(float64(i&1023) * .1)
	}
	_ = s
}
