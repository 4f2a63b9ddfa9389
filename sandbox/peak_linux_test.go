package sandbox

import (
	"testing"

	"golang.org/x/sys/unix"
)

// peakMemory is the most memory that this process had, in bytes.
func peakMemory(t testing.TB) int64 {
	var r unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &r); err != nil {
		t.Fatal(err)
	}
	return r.Maxrss << 10
}
