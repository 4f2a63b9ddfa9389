package rng

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestGolden pins the sequences: they are part of worldc's output.
func TestGolden(t *testing.T) {
	s := New(0)
	var raw []string
	for range 4 {
		raw = append(raw, fmt.Sprintf("%016x", s.Uint64()))
	}
	check(t, "Uint64", fmt.Sprint(raw), "[11aefcc703b579ad f10fc69da763ac49 bcea89cb22d02446 0b2953c95aa4bc31]")
	check(t, "Uint64 keyed", fmt.Sprintf("%016x", New(7, "tasks", "00ff", "arguments", "3").Uint64()), "5540421a2c853378")
	s = New(1, "golden")
	var ints []int
	for _, n := range []int{1, 2, 3, 10, 1000, 1<<31 - 1} {
		ints = append(ints, s.IntN(n))
	}
	check(t, "IntN", fmt.Sprint(ints), "[0 1 2 8 735 1058212596]")
	check(t, "Float64", fmt.Sprint(s.Float64(), s.Float64()), "0.008552584267939922 0.8380516197243438")
	check(t, "Perm", fmt.Sprint(s.Perm(12)), "[7 6 2 4 10 11 3 1 8 0 5 9]")
	check(t, "Pick", Pick(s, []string{"a", "b", "c", "d", "e"}), "a")
	check(t, "Weighted", fmt.Sprint(s.Weighted([]int64{5, 0, 3, 1 << 40}), s.Weighted([]int64{1, 1, 1})), "3 0")
	check(t, "Chance", fmt.Sprint(s.Chance(1, 3), s.Chance(1, 3), s.Chance(2, 3)), "false false true")
	for range 1 << 16 {
		s.Uint64()
	}
	check(t, "later", fmt.Sprintf("%016x", s.Uint64()), "7db2cfa4c53ecc7c")
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

// TestGenerator checks the state's recurrence against big integers.
func TestGenerator(t *testing.T) {
	s := New(3, "x")
	word := func(hi, lo uint64) *big.Int {
		b := new(big.Int).SetUint64(hi)
		return b.Lsh(b, 64).Or(b, new(big.Int).SetUint64(lo))
	}
	multiplier, increment := word(multiplierHi, multiplierLo), word(s.incHi, s.incLo)
	modulus := new(big.Int).Lsh(big.NewInt(1), 128)
	state := word(s.hi, s.lo)
	for range 1000 {
		s.Uint64()
		state.Mul(state, multiplier).Add(state, increment).Mod(state, modulus)
		if state.Cmp(word(s.hi, s.lo)) != 0 {
			t.Fatal("the state left the recurrence")
		}
	}
}

// TestKeys shows that parts do not run together and that each counts.
func TestKeys(t *testing.T) {
	seen := map[uint64]string{}
	for _, key := range [][]string{nil, {""}, {"", ""}, {"a"}, {"a", ""}, {"", "a"}, {"ab"}, {"a", "b"}, {"b", "a"}} {
		for seed := range uint64(3) {
			v := New(seed, key...).Uint64()
			if other, ok := seen[v]; ok {
				t.Errorf("%d %q and %s draw alike", seed, key, other)
			}
			seen[v] = fmt.Sprintf("%d %q", seed, key)
		}
	}
}

func TestRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := New(rapid.Uint64().Draw(t, "seed"))
		n := rapid.IntRange(1, math.MaxInt).Draw(t, "n")
		if v := s.IntN(n); v < 0 || v >= n {
			t.Fatalf("IntN(%d) = %d", n, v)
		}
		if f := s.Float64(); f < 0 || f >= 1 {
			t.Fatalf("Float64 = %g", f)
		}
		m := rapid.IntRange(0, 50).Draw(t, "m")
		p := s.Perm(m)
		slices.Sort(p)
		for i, v := range p {
			if i != v {
				t.Fatalf("Perm(%d) lacks %d", m, i)
			}
		}
	})
}

// TestPermPrefix shows that a longer choice keeps the shorter one.
func TestPermPrefix(t *testing.T) {
	a, b := New(5), New(5)
	want := a.Perm(20)[:6]
	p := make([]int, 20)
	for i := range p {
		p[i] = i
	}
	for i := range want {
		j := i + b.IntN(20-i)
		p[i], p[j] = p[j], p[i]
	}
	if !slices.Equal(p[:6], want) {
		t.Errorf("%v, want %v", p[:6], want)
	}
}

// TestUniform checks with chi-squared that no value is favoured; the bound is
// far out in the tail, and the seed is fixed.
func TestUniform(t *testing.T) {
	s := New(11, "uniform")
	const draws = 60000
	counts := func(n int, draw func() int) (chi float64) {
		c := make([]float64, n)
		for range draws {
			c[draw()]++
		}
		want := float64(draws) / float64(n)
		for _, v := range c {
			chi += (v - want) * (v - want) / want
		}
		return chi
	}
	if chi := counts(7, func() int { return s.IntN(7) }); chi > 30 {
		t.Errorf("IntN: chi-squared %g", chi)
	}
	if chi := counts(8, func() int { return int(s.Uint64() & 7) }); chi > 30 {
		t.Errorf("low bits: chi-squared %g", chi)
	}
	if chi := counts(6, func() int { return s.Weighted([]int64{10, 0, 10, 10, 10, 10, 10}) * 6 / 7 }); chi > 30 {
		t.Errorf("Weighted: chi-squared %g", chi)
	}
	if chi := counts(24, func() int { p := s.Perm(4); return p[0]*6 + rank3(p[1:]) }); chi > 70 {
		t.Errorf("Perm: chi-squared %g", chi)
	}
}

// rank3 numbers the six orders of three distinct values.
func rank3(p []int) int {
	r := 0
	for i := range p {
		for j := i + 1; j < len(p); j++ {
			if p[j] < p[i] {
				r += []int{2, 1}[i]
			}
		}
	}
	return r
}

func TestWeightedNeverDrawsZero(t *testing.T) {
	s := New(2)
	for range 1000 {
		if i := s.Weighted([]int64{0, 1, 0, 1 << 62, 0}); i != 1 && i != 3 {
			t.Fatalf("drew index %d of weight 0", i)
		}
	}
}

func TestPanics(t *testing.T) {
	s := New(0)
	for name, f := range map[string]func(){
		"IntN(0)":            func() { s.IntN(0) },
		"Uint64N(0)":         func() { s.Uint64N(0) },
		"no items":           func() { Pick(s, []int{}) },
		"no weight":          func() { s.Weighted([]int64{0, 0}) },
		"negative weight":    func() { s.Weighted([]int64{1, -1}) },
		"overflowing weight": func() { s.Weighted([]int64{math.MaxInt64, 1}) },
		"chance above one":   func() { s.Chance(2, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}

func BenchmarkUint64(b *testing.B) {
	s := New(0)
	for range b.N {
		s.Uint64()
	}
}

func BenchmarkNew(b *testing.B) {
	for range b.N {
		New(0, "rollouts", "0123456789abcdef", "user", "0")
	}
}
