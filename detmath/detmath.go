// Package detmath computes logarithms, exponentials and powers that have the
// same bits on every machine. The functions of package math do not: Exp and
// Pow differ between two amd64 processors, Log between architectures, and a
// difference in the last bit moves thresholds, ties and printed digits.
//
// Rules: nothing but +, -, *, / and bit patterns; every product is rounded by a
// conversion, float64(x*y), because a compiler may otherwise fuse it with a sum,
// even one in a later statement. Special cases are those of package math.
// Results are within one unit in the last place of the true value.
package detmath

import "math"

// ln2Hi holds the leading 33 bits of ln 2, so that k*ln2Hi is exact for every
// exponent k of a float64; ln2Lo is the rest.
const (
	ln2Hi = 0x1.62e42feep-1
	ln2Lo = math.Ln2 - ln2Hi
)

// Log returns the natural logarithm of x. Log(+Inf) = +Inf, Log(0) = -Inf,
// Log(x < 0) = NaN, Log(NaN) = NaN.
func Log(x float64) float64 {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 1):
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	// x = m * 2^k with m in [sqrt(1/2), sqrt(2)), f = m-1 is exact, and
	// ln m = 2 atanh(s) with s = f/(2+f).
	m, k := split(x)
	f := m - 1
	s := f / (2 + f)
	z := float64(s * s)
	r := float64(z * atanhTail(z))
	// 2 atanh(s) = s*(2+r), and s*2 = f - s*f = f - f*f/2 + s*f*f/2; the last
	// form adds small corrections to the exact f.
	half := float64(float64(f*f) * 0.5)
	e := float64(k)
	return float64(e*ln2Hi) - ((half - (float64(s*(half+r)) + float64(e*ln2Lo))) - f)
}

// Exp returns e to the power x. Exp(+Inf) = +Inf, Exp(-Inf) = 0,
// Exp(NaN) = NaN; it overflows to +Inf and underflows through the subnormal
// numbers to 0.
func Exp(x float64) float64 { return exp(x, 0) }

// Pow returns x to the power y, with the special cases of math.Pow.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case y == 1:
		return x
	case math.IsNaN(x) || math.IsNaN(y):
		return math.NaN()
	}
	integer, odd := parity(y)
	sign := 1.0
	if math.Signbit(x) && odd {
		sign = -1
	}
	switch {
	case x == 0 || math.IsInf(x, 0):
		if (x == 0) == (y > 0) {
			return sign * 0
		}
		return sign * math.Inf(1)
	case math.IsInf(y, 0):
		a := math.Abs(x)
		if a == 1 {
			return 1
		}
		if (a > 1) == (y > 0) {
			return math.Inf(1)
		}
		return 0
	case x < 0 && !integer:
		return math.NaN()
	}
	// y * ln|x| as an unevaluated sum of two numbers: its absolute error is the
	// relative error of the result.
	hi, lo := logPair(math.Abs(x))
	p := float64(hi * y)
	if math.IsInf(p, 0) || math.Abs(p) > 800 {
		return sign * exp(p, 0)
	}
	if math.Abs(y) < 0x1p-900 {
		return sign // 1 + y ln|x| rounds to 1
	}
	e := productError(hi, y, p)
	return sign * exp(p, e+float64(lo*y))
}

// exp returns e^(x+tail) for a tail far smaller than x's last place times a
// thousand.
func exp(x, tail float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x > 709.79:
		return math.Inf(1)
	case x < -745.2:
		return 0
	}
	// x = k ln 2 + r, |r| <= ln(2)/2.
	k := math.Floor(float64(x*(1/math.Ln2)) + 0.5)
	r := (x - float64(k*ln2Hi)) - (float64(k*ln2Lo) - tail)
	// e^r - 1 - r by its series; the next term is below 2^-57 of the sum.
	p := 1.0 / 6227020800
	for _, c := range expSeries {
		p = float64(p*r) + c
	}
	return scale(1+(r+float64(float64(r*r)*p)), int(k))
}

// expSeries holds 1/12! to 1/2!.
var expSeries = [...]float64{
	1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
	1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2,
}

// atanhTail returns 2/3 + 2z/5 + 2z^2/7 + ..., with which 2 atanh(s) =
// s*(2 + z*atanhTail(z)) for z = s*s <= 0.0295.
func atanhTail(z float64) float64 {
	p := 2.0 / 25
	for _, c := range atanhSeries {
		p = float64(p*z) + c
	}
	return p
}

var atanhSeries = [...]float64{
	2.0 / 23, 2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3,
}

// logPair returns ln x for a finite x > 0 as hi+lo, right to about 2^-64 of
// its value.
func logPair(x float64) (hi, lo float64) {
	m, k := split(x)
	f := m - 1
	// s = f/(m+1) as sh+sl.
	d := m + 1
	dl := (m - (d - 1)) // exact: what rounding took from d
	sh := f / d
	ps := float64(sh * d)
	sl := (((f - ps) - productError(sh, d, ps)) - float64(sh*dl)) / d
	// z = s*s as zh+zl, and 2 atanh(s) = 2s + s*z*(2/3 + z*tail).
	zh := float64(sh * sh)
	zl := productError(sh, sh, zh) + float64(2*float64(sh*sl))
	// q = z * (2/3 + rest) as qh+ql.
	const thirdHi = 0x1.5555555555555p-1
	const thirdLo = 2.0/3 - thirdHi
	rest := float64(zh * atanhTail2(zh))
	ch := thirdHi + rest
	cl := (rest - (ch - thirdHi)) + thirdLo
	qh := float64(zh * ch)
	ql := productError(zh, ch, qh) + (float64(zh*cl) + float64(zl*ch))
	// t = s*q.
	th := float64(sh * qh)
	tl := productError(sh, qh, th) + (float64(sh*ql) + float64(sl*qh))
	// k ln 2 + 2s + t.
	e := float64(k)
	hi, lo = twoSum(float64(e*ln2Hi), float64(2*sh))
	var c float64
	hi, c = twoSum(hi, th)
	lo += c + (float64(2*sl) + tl)
	hi, c = twoSum(hi, float64(e*ln2Lo))
	lo += c + productError(e, ln2Lo, float64(e*ln2Lo))
	return twoSum(hi, lo)
}

// atanhTail2 is atanhTail without its first term, divided by z.
func atanhTail2(z float64) float64 {
	p := 2.0 / 25
	for _, c := range atanhSeries[:len(atanhSeries)-1] {
		p = float64(p*z) + c
	}
	return p
}

// twoSum returns a+b rounded, and exactly what the rounding lost.
func twoSum(a, b float64) (sum, lost float64) {
	sum = a + b
	v := sum - a
	return sum, (a - (sum - v)) + (b - v)
}

// productError returns a*b - p exactly, where p is the rounded product a*b and
// nothing over- or underflows (Dekker's product of halves).
func productError(a, b, p float64) float64 {
	ah, al := halves(a)
	bh, bl := halves(b)
	return ((float64(ah*bh) - p) + float64(ah*bl) + float64(al*bh)) + float64(al*bl)
}

// halves splits a into two numbers of 26 bits or fewer. Bits are cut rather
// than multiplied off, so that no finite number overflows.
func halves(a float64) (hi, lo float64) {
	hi = math.Float64frombits(math.Float64bits(a) &^ (1<<27 - 1))
	return hi, a - hi
}

// split returns m in [sqrt(1/2), sqrt(2)) and k with x = m * 2^k, for a finite
// x > 0.
func split(x float64) (m float64, k int) {
	if x < 0x1p-1022 {
		x *= 0x1p54
		k = -54
	}
	b := math.Float64bits(x)
	k += int(b>>52) - 1023
	m = math.Float64frombits(b&(1<<52-1) | 1023<<52)
	if m >= math.Sqrt2 {
		return float64(m * 0.5), k + 1
	}
	return m, k
}

// scale returns x * 2^k for x in [1/2, 2], rounded once.
func scale(x float64, k int) float64 {
	switch {
	case k > 1023:
		return x * 0x1p1023 * power(k-1023)
	case k < -1021:
		return x * power(k+60) * 0x1p-60
	}
	return x * power(k)
}

// power returns 2^k for -1022 <= k <= 1023.
func power(k int) float64 { return math.Float64frombits(uint64(k+1023) << 52) }

// parity says whether a finite or infinite y is an integer, and an odd one.
func parity(y float64) (integer, odd bool) {
	a := math.Abs(y)
	if a >= 1<<53 {
		return true, false
	}
	n := int64(a)
	if float64(n) != a {
		return false, false
	}
	return true, n&1 == 1
}
