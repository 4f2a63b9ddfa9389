package similarity

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/rng"
)

// sparseOf is the same list of vectors in the other form.
func sparseOf(v Dense) Vectors {
	s := Vectors{Offsets: []int{0}}
	for i := range v.Len() {
		for d, x := range v.row(i) {
			s.Features = append(s.Features, uint32(d))
			s.Values = append(s.Values, int32(x))
		}
		s.Offsets = append(s.Offsets, len(s.Values))
	}
	return s
}

func compareDense(t interface{ Fatalf(string, ...any) }, v Dense, o Options) {
	want, wantStats := brute(sparseOf(v), o)
	for _, k := range kernels() {
		for _, o.Workers = range []int{1, 3} {
			got, stats := joinDense(v, o, k)
			if stats != wantStats || !slices.Equal(got, want) {
				t.Fatalf("%s, %d workers: %v %+v, want %v %+v", k.name, o.Workers, got, stats, want, wantStats)
			}
		}
	}
}

// TestJoinDense compares every kernel with the definition.
func TestJoinDense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := Dense{Dimensions: rapid.IntRange(1, 9).Draw(t, "dimensions")}
		n := rapid.IntRange(0, 50).Draw(t, "vectors")
		v.Values = rapid.SliceOfN(rapid.Int16Range(-2, 3), n*v.Dimensions, n*v.Dimensions).Draw(t, "values")
		o := Options{Denominator: rapid.Uint32Range(1, 10).Draw(t, "denominator")}
		o.Numerator = rapid.Uint32Range(0, o.Denominator).Draw(t, "numerator")
		o.MaxDegree = rapid.IntRange(0, 4).Draw(t, "degree")
		compareDense(t, v, o)
	})
}

// TestJoinDenseExtremes holds vectors as long as they may be, opposite ones, and
// pairs that lie on the threshold.
func TestJoinDenseExtremes(t *testing.T) {
	v := Dense{Dimensions: 2, Values: []int16{
		math.MaxInt16, math.MaxInt16, -math.MaxInt16, -math.MaxInt16, math.MinInt16, math.MaxInt16, math.MaxInt16, math.MinInt16,
		3, 4, 3, 0, 3000, 4000, 3001, 4000, 0, 0,
	}}
	for _, o := range []Options{{Numerator: 3, Denominator: 5}, {Numerator: 0, Denominator: 1}, {Numerator: 999999, Denominator: 1000000}} {
		compareDense(t, v, o)
	}
	if pairs, stats := JoinDense(Dense{}, Options{Denominator: 1, Workers: 1}); len(pairs) != 0 || stats != (Stats{}) {
		t.Errorf("no vectors: %v %+v", pairs, stats)
	}
}

// TestJoinDenseLarge spans several blocks of work and padded panels.
func TestJoinDenseLarge(t *testing.T) {
	v := embeddings(800, 700, 3)
	o := Options{Numerator: 6, Denominator: 10, Workers: 1}
	want, wantStats := joinDense(v, o, portable)
	if wantStats.Similar == 0 {
		t.Fatal("no pairs to compare")
	}
	sparsePairs, _ := Join(sparseOf(v), o)
	if !slices.Equal(sparsePairs, want) {
		t.Errorf("the sparse join finds %d pairs, the dense one %d", len(sparsePairs), len(want))
	}
	for _, k := range kernels() {
		workers := []int{1, 2, 4, 7}
		if k.name == portable.name {
			workers = []int{2} // it is slow, above all under the race detector
		}
		for _, o.Workers = range workers {
			if got, stats := joinDense(v, o, k); stats != wantStats || !slices.Equal(got, want) {
				t.Errorf("%s, %d workers: %+v, want %+v", k.name, o.Workers, stats, wantStats)
			}
		}
	}
}

func TestMisuseDense(t *testing.T) {
	for _, c := range []struct {
		v    Dense
		want string
	}{
		{Dense{3, make([]int16, 4)}, "4 values in vectors of 3"},
		{Dense{0, make([]int16, 4)}, "4 values in vectors of 0"},
		{Dense{2, []int16{math.MinInt16, math.MinInt16}}, "squared length of dense vector 0 reaches 2^31"},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, c.want) {
					t.Errorf("panic %q, want %q", got, c.want)
				}
			}()
			JoinDense(c.v, Options{Denominator: 1, Workers: 1})
		}()
	}
}

// embeddings makes n unit vectors in clusters of about ten, as embedding models
// do, scaled to 2^15-1.
func embeddings(n, dimensions int, seed uint64) Dense {
	s := rng.New(seed, "similarity", "embeddings")
	v := Dense{Dimensions: dimensions, Values: make([]int16, 0, n*dimensions)}
	centre, x := make([]float64, dimensions), make([]float64, dimensions)
	for i := range n {
		if i%10 == 0 {
			for d := range centre {
				centre[d] = s.Float64() - .5
			}
		}
		sum := 0.0
		for d := range x {
			x[d] = centre[d] + (s.Float64()-.5)*.7
			sum += x[d] * x[d]
		}
		for _, c := range x {
			v.Values = append(v.Values, int16(math.Floor(c/math.Sqrt(sum)*(1<<15-1)+.5)))
		}
	}
	return v
}
