package similarity_test

import (
	"fmt"
	"testing"

	"worldc/similarity"
	"worldc/similarity/storied"
)

func BenchmarkFirstCome(b *testing.B) {
	for _, n := range []int{20_000, 100_000, 1_000_000} {
		v := storied.Vectors(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			kept := 0
			for b.Loop() {
				kept = 0
				for _, x := range similarity.FirstCome(v, similarity.Options{Numerator: 45, Denominator: 100, Workers: 2}) {
					if x.Vector < 0 {
						kept++
					}
				}
			}
			b.ReportMetric(float64(kept), "kept")
			b.ReportMetric(float64(len(v.Features))/float64(n), "features")
		})
	}
}
