package sandbox

import (
	"fmt"
	"time"

	"worldc/world/engine"
)

// Limits bound a worker.
type Limits struct {
	// Engine are the limits that are the same on every machine.
	Engine engine.Limits

	// Memory is what the worker may have, in bytes; at least 64 MiB.
	Memory int64

	// Processor is how much processor time loading the world may take, and each
	// call. The system counts in seconds, so it is rounded up.
	Processor time.Duration

	// Wall is how long loading, and each call, may take in all. It has to be
	// well above Processor: the machine may be busy.
	Wall time.Duration
}

// DefaultLimits are far above what an honest world needs.
func DefaultLimits() Limits {
	return Limits{Engine: engine.DefaultLimits(), Memory: 256 << 20, Processor: 10 * time.Second, Wall: 2 * time.Minute}
}

// leastMemory is what a worker needs to begin with.
const leastMemory = 64 << 20

func (l Limits) check() error {
	switch {
	case l.Memory < leastMemory:
		return fmt.Errorf("a worker needs %s of memory at least, not %s", bytesText(leastMemory), bytesText(l.Memory))
	case l.Processor <= 0 || l.Wall <= 0:
		return fmt.Errorf("a worker needs time: processor time is %v, time in all %v", l.Processor, l.Wall)
	}
	return nil
}

// bytesText is a number of bytes for reading.
func bytesText(n int64) string {
	if n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
