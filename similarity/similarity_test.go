package similarity

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sparse builds Vectors from maps of feature to value.
func sparse(rows []map[uint32]int32) Vectors {
	v := Vectors{Offsets: []int{0}}
	for _, row := range rows {
		var features []uint32
		for f := range row {
			features = append(features, f)
		}
		slices.Sort(features)
		for _, f := range features {
			v.Features = append(v.Features, f)
			v.Values = append(v.Values, row[f])
		}
		v.Offsets = append(v.Offsets, len(v.Values))
	}
	return v
}

// brute is the definition of Join, computed pair by pair in big integers.
func brute(v Vectors, o Options) ([]Pair, Stats) {
	n := v.Len()
	row := func(i int) map[uint32]int64 {
		m := map[uint32]int64{}
		for k := v.Offsets[i]; k < v.Offsets[i+1]; k++ {
			if v.Values[k] != 0 {
				m[v.Features[k]] = int64(v.Values[k])
			}
		}
		return m
	}
	dot := func(a, b map[uint32]int64) *big.Int {
		var s int64
		for f, x := range a {
			s += x * b[f]
		}
		return big.NewInt(s)
	}
	rank := o.Rank
	if rank == nil {
		for i := range n {
			rank = append(rank, uint32(i))
		}
	}
	square := func(x *big.Int) *big.Int { return new(big.Int).Mul(x, x) }
	times := func(x ...*big.Int) *big.Int {
		p := big.NewInt(1)
		for _, f := range x {
			p.Mul(p, f)
		}
		return p
	}
	stats := Stats{Vectors: n}
	p, q := big.NewInt(int64(o.Numerator)), big.NewInt(int64(o.Denominator))
	distinct := map[string]bool{}
	var all []Pair
	neighbours := make([][]Pair, n)
	rows := make([]map[uint32]int64, n)
	for i := range n {
		rows[i] = row(i)
	}
	for i := range n {
		a := rows[i]
		na := dot(a, a)
		if na.Sign() == 0 {
			stats.Zero++
			continue
		}
		distinct[fmt.Sprint(v.Features[v.Offsets[i]:v.Offsets[i+1]], v.Values[v.Offsets[i]:v.Offsets[i+1]])] = true
		for j := range i {
			b := rows[j]
			d := dot(a, b)
			if d.Sign() <= 0 {
				continue
			}
			nb := dot(b, b)
			if times(square(q), square(d)).Cmp(times(square(p), na, nb)) <= 0 {
				continue
			}
			micro := times(square(big.NewInt(1_000_000)), square(d))
			micro.Div(micro, times(na, nb)).Sqrt(micro)
			pair := Pair{uint32(j), uint32(i), uint32(micro.Uint64())}
			all = append(all, pair)
			neighbours[i] = append(neighbours[i], pair)
			neighbours[j] = append(neighbours[j], pair)
		}
	}
	stats.Distinct = len(distinct)
	stats.Similar = int64(len(all))
	if o.MaxDegree > 0 {
		best := map[Pair]bool{}
		for i, list := range neighbours {
			other := func(p Pair) uint32 { return p.A + p.B - uint32(i) }
			slices.SortFunc(list, func(x, y Pair) int {
				return cmp.Or(cmp.Compare(y.Similarity, x.Similarity), cmp.Compare(rank[other(x)], rank[other(y)]))
			})
			for _, p := range list[:min(len(list), o.MaxDegree)] {
				best[p] = true
			}
		}
		all = slices.DeleteFunc(all, func(p Pair) bool { return !best[p] })
	}
	slices.SortFunc(all, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) })
	stats.Kept = int64(len(all))
	return all, stats
}

func compare(t interface{ Fatalf(string, ...any) }, v Vectors, o Options) {
	want, wantStats := brute(v, o)
	for _, o.Workers = range []int{1, 2, 4, 7} {
		got, stats := Join(v, o)
		if stats != wantStats {
			t.Fatalf("%d workers: %+v, want %+v", o.Workers, stats, wantStats)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d workers: %v, want %v", o.Workers, got, want)
		}
	}
}

// TestJoin compares with the definition, over vectors that are small on
// purpose: ties at the threshold, zero, identical and parallel vectors and
// equal similarities at the edge of MaxDegree all occur.
func TestJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lowest := rapid.SampledFrom([]int32{0, 1, -3}).Draw(t, "lowest")
		row := rapid.MapOfN(rapid.Uint32Range(0, 9), rapid.Int32Range(lowest, 4), 0, 6)
		v := sparse(rapid.SliceOfN(row, 0, 40).Draw(t, "rows"))
		o := Options{Denominator: rapid.Uint32Range(1, 10).Draw(t, "denominator")}
		o.Numerator = rapid.Uint32Range(0, o.Denominator).Draw(t, "numerator")
		o.MaxDegree = rapid.IntRange(0, 5).Draw(t, "degree")
		if rapid.Bool().Draw(t, "ranked") {
			order := make([]uint32, v.Len())
			for i := range order {
				order[i] = uint32(i)
			}
			o.Rank = rapid.Permutation(order).Draw(t, "rank")
		}
		compare(t, v, o)
	})
}

// TestJoinLarge compares on vectors as they occur: scaled to length 2^15, many
// features, several blocks of work.
func TestJoinLarge(t *testing.T) {
	v := synthetic(400, 20, 400, 1)
	for _, o := range []Options{
		{Numerator: 6, Denominator: 10},
		{Numerator: 8, Denominator: 10},
		{Numerator: 123457, Denominator: 1 << 20},
		{Numerator: 6, Denominator: 10, MaxDegree: 3},
		{Numerator: 0, Denominator: 1, MaxDegree: 8},
	} {
		compare(t, v, o)
	}
}

// TestExactThreshold holds pairs that lie on the threshold and beside it by
// less than any float64 can tell.
func TestExactThreshold(t *testing.T) {
	const big = 2_000_000
	v := sparse([]map[uint32]int32{
		{0: 3, 1: 4}, {0: 1}, // cosine 3/5 exactly
		{2: 3 * big / 5, 3: 4 * big / 5}, {2: big}, // 3/5 again
		{4: 3*big/5 + 1, 5: 4 * big / 5}, {4: big}, // above
		{6: 3*big/5 - 1, 7: 4 * big / 5}, {6: big}, // below
	})
	got, _ := Join(v, Options{Numerator: 3, Denominator: 5, Workers: 1})
	if want := []Pair{{4, 5, 600000}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	got, _ = Join(v, Options{Numerator: 599999, Denominator: 1000000, Workers: 1})
	if want := []Pair{{0, 1, 600000}, {2, 3, 600000}, {4, 5, 600000}, {6, 7, 599999}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestIdenticalVectors holds a cluster whose pairs would not fit memory.
func TestIdenticalVectors(t *testing.T) {
	const n, degree = 200_000, 4
	v := Vectors{Offsets: []int{0}}
	for range n {
		v.Features = append(v.Features, 0, 1)
		v.Values = append(v.Values, 1, 2)
		v.Offsets = append(v.Offsets, len(v.Values))
	}
	pairs, stats := Join(v, Options{Numerator: 3, Denominator: 5, MaxDegree: degree, Workers: 2})
	if want := (Stats{Vectors: n, Distinct: 1, Similar: n * (n - 1) / 2, Kept: degree*(n-degree-1) + (degree+1)*degree/2}); stats != want {
		t.Errorf("%+v, want %+v", stats, want)
	}
	for _, p := range pairs {
		if p.A > degree || p.Similarity != million {
			t.Fatalf("%v: all keep the first ones", p)
		}
	}
}

func TestCosine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		na := rapid.Uint64Range(1, MaxNorm-1).Draw(t, "na")
		nb := rapid.Uint64Range(1, MaxNorm-1).Draw(t, "nb")
		limit := new(big.Int).Mul(new(big.Int).SetUint64(na), new(big.Int).SetUint64(nb))
		limit.Sqrt(limit)
		dot := rapid.Int64Range(1, limit.Int64()).Draw(t, "dot")
		want := new(big.Int).Mul(big.NewInt(dot), big.NewInt(million))
		want.Mul(want, want).Div(want, new(big.Int).SetUint64(na)).Div(want, new(big.Int).SetUint64(nb)).Sqrt(want)
		if got := cosine(dot, na, nb); uint64(got) != want.Uint64() {
			t.Fatalf("cosine(%d, %d, %d) = %d, want %v", dot, na, nb, got, want)
		}
	})
}

func TestMisuse(t *testing.T) {
	good := Options{Numerator: 1, Denominator: 2, Workers: 1}
	with := func(change func(*Options)) Options {
		o := good
		change(&o)
		return o
	}
	one := sparse([]map[uint32]int32{{0: 1}})
	for _, c := range []struct {
		v    Vectors
		o    Options
		want string
	}{
		{one, with(func(o *Options) { o.Denominator = 0 }), "threshold 1/0"},
		{one, with(func(o *Options) { o.Numerator = 3 }), "threshold 3/2"},
		{one, with(func(o *Options) { o.Workers = 0 }), "0 workers"},
		{one, with(func(o *Options) { o.MaxDegree = -1 }), "MaxDegree -1"},
		{one, with(func(o *Options) { o.Rank = []uint32{1} }), "not a permutation"},
		{one, with(func(o *Options) { o.Rank = []uint32{0, 1} }), "2 ranks for 1 vectors"},
		{Vectors{[]int{0, 2}, []uint32{3, 3}, []int32{1, 1}}, good, "do not ascend"},
		{Vectors{[]int{0, 1}, []uint32{3, 4}, []int32{1, 1}}, good, "do not divide"},
		{Vectors{[]int{0, 1}, []uint32{3}, nil}, good, "1 features, 0 values"},
		{Vectors{[]int{0, 1}, []uint32{3}, []int32{math.MaxInt32}}, good, "squared length reaches 2^43"},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, c.want) {
					t.Errorf("panic %q, want %q", got, c.want)
				}
			}()
			Join(c.v, c.o)
		}()
	}
}
