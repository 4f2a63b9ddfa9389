//go:build unix

package engine

import (
	"syscall"
	"testing"
	"time"
)

// perCore reports how often b.N ran in a second of one core: by the time that
// the process had, so that a busy machine does not count.
func perCore(b *testing.B, unit string) (stop func()) {
	from := processorTime(b)
	return func() {
		b.ReportMetric(float64(b.N)/(processorTime(b)-from).Seconds(), unit+"/core-s")
	}
}

func processorTime(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
