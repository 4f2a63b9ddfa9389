//go:build !linux

package sandbox

import (
	"syscall"
	"testing"
)

// There are no workers here, so tests that need these have skipped.
const noSignal = syscall.Signal(0)

func environment() []string { return nil }

func inheritable(*testing.T, string) string { return "" }

func processID(*Worker) int { return 0 }

func awaitDeath(*testing.T, string) {}
