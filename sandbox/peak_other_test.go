//go:build !linux

package sandbox

import "testing"

// peakMemory is not known here, where no worker runs either.
func peakMemory(testing.TB) int64 { return 0 }
