package similarity_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"worldc/similarity"
	"worldc/similarity/storied"
)

func BenchmarkFirstCome(b *testing.B) {
	for _, n := range []int{20_000, 100_000} {
		v := storied.Vectors(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			kept := 0
			for b.Loop() {
				kept = keptOf(v)
			}
			b.ReportMetric(float64(kept), "kept")
			b.ReportMetric(float64(len(v.Features))/float64(n), "features")
		})
	}
}

// keptOf is how many stories are kept.
func keptOf(v similarity.Vectors) (kept int) {
	for _, x := range similarity.FirstCome(v, similarity.Options{Numerator: 45, Denominator: 100, Workers: 2}) {
		if x.Vector < 0 {
			kept++
		}
	}
	return kept
}

// TestFirstCome1M measures a million stories on two processors:
//
//	WORLDC_MEASURE=1 go test ./similarity -run FirstCome1M -v -timeout 1h
func TestFirstCome1M(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE") == "" {
		t.Skip("it takes minutes: set WORLDC_MEASURE")
	}
	v := storied.Vectors(1_000_000)
	began, used := time.Now(), processorTime()
	kept := keptOf(v)
	t.Logf("%d of %d kept: %.1f s, %.1f s of processors", kept, v.Len(), time.Since(began).Seconds(), (processorTime() - used).Seconds())
}

func processorTime() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
