package similarity

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"testing"

	"worldc/rng"
)

// synthetic makes n vectors of about nnz of the given number of features, drawn
// by Zipf's law, with weights as idf gives them, scaled to length 2^15. A third
// resemble an earlier vector.
func synthetic(n, nnz, features int, seed uint64) Vectors {
	s := rng.New(seed, "similarity", "benchmark")
	cumulated := make([]float64, features)
	sum := 0.0
	for f := range cumulated {
		sum += 1 / float64(f+1)
		cumulated[f] = sum
	}
	draw := func() uint32 { return uint32(sort.SearchFloat64s(cumulated, s.Float64()*sum)) }
	rows := make([][]uint32, 0, n)
	v := Vectors{Offsets: []int{0}}
	for i := range n {
		seen := map[uint32]bool{}
		var row []uint32
		add := func(f uint32) {
			if f < uint32(features) && !seen[f] {
				seen[f] = true
				row = append(row, f)
			}
		}
		want := nnz/2 + s.IntN(nnz)
		if i > 0 && s.IntN(3) == 0 {
			for _, f := range rows[s.IntN(i)] {
				if s.IntN(4) > 0 {
					add(f)
				}
			}
		}
		for len(row) < want {
			add(draw())
		}
		slices.Sort(row)
		rows = append(rows, row)
		weights := make([]float64, len(row))
		length := 0.0
		for k, f := range row {
			w := math.Log(float64(features)) - math.Log(float64(features)/float64(f+2))/1.2 + 1
			weights[k] = w
			length += w * w
		}
		for k, f := range row {
			v.Features = append(v.Features, f)
			v.Values = append(v.Values, int32(weights[k]/math.Sqrt(length)*(1<<15)+.5))
		}
		v.Offsets = append(v.Offsets, len(v.Values))
	}
	return v
}

func BenchmarkJoin(b *testing.B) {
	for _, n := range []int{30_000, 100_000} {
		v := synthetic(n, 36, 50_000, 7)
		for _, t := range []uint32{5, 6, 8} {
			for _, workers := range []int{1, 2} {
				b.Run(fmt.Sprintf("vectors=%d/threshold=.%d/workers=%d", n, t, workers), func(b *testing.B) {
					var stats Stats
					for range b.N {
						_, stats = Join(v, Options{Numerator: t, Denominator: 10, Workers: workers})
					}
					b.ReportMetric(float64(stats.Similar), "pairs")
					b.ReportMetric(float64(len(v.Values))/float64(n), "nnz")
				})
			}
		}
	}
}

// BenchmarkJoinDense leaves out the portable kernel, which takes a minute; see
// BenchmarkTile for its speed.
func BenchmarkJoinDense(b *testing.B) {
	for _, dimensions := range []int{256, 768} {
		v := embeddings(30_000, dimensions, 7)
		for _, k := range kernels() {
			if k.name == portable.name {
				continue
			}
			b.Run(fmt.Sprintf("vectors=30000/dimensions=%d/%s", dimensions, k.name), func(b *testing.B) {
				var stats Stats
				for range b.N {
					_, stats = joinDense(v, Options{Numerator: 6, Denominator: 10, Workers: 1}, k)
				}
				b.ReportMetric(float64(stats.Similar), "pairs")
				b.ReportMetric(float64(b.N)*30_000*30_000/2*float64(dimensions)/b.Elapsed().Seconds()/1e9, "products/ns")
			})
		}
	}
}

// BenchmarkTile measures the kernels on panels that stay in the first-level
// cache.
func BenchmarkTile(b *testing.B) {
	const dimensions = 256
	for _, k := range kernels() {
		b.Run(k.name, func(b *testing.B) {
			row, column := make([]int16, k.rows*dimensions), make([]int16, k.columns*dimensions)
			least, out := make([]int32, k.rows), make([]int32, k.rows*k.columns)
			for b.Loop() {
				k.tile(&row[0], &column[0], dimensions/2, &least[0], &out[0])
			}
			b.ReportMetric(float64(b.N*k.rows*k.columns*dimensions)/float64(b.Elapsed().Nanoseconds()), "products/ns")
		})
	}
}
