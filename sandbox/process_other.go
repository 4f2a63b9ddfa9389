//go:build !linux

package sandbox

import (
	"os"
	"runtime"
)

// A process cannot be confined here, so there is none.
type process struct{ in, out *os.File }

func start() (*process, error) {
	return nil, &UnavailableError{"worldc can confine processes on Linux only, and this is " + runtime.GOOS}
}

func (p *process) kill() {}

func (p *process) limitGrowth(int64) error { return refused() }

func (p *process) grown() (int64, error) { return 0, refused() }

func (p *process) end() (status int, words string, call int) { return 0, "", -1 }

func noteCall(int) {}

// refused is why a worker that somebody starts by hand does not run.
func refused() error { _, err := start(); return err }

func narrow() error { return refused() }

func limitMemory(int64) error { return refused() }

type processorTime struct{ seconds uint64 }

func (p *processorTime) watch() error { return refused() }

func (p *processorTime) allow() error { return refused() }
