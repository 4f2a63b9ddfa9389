package sandbox

import "fmt"

// Why says what a worker died of.
type Why string

// What a worker dies of. None of it is the same on every machine.
const (
	// Memory: it asked for more than [Limits.Memory].
	Memory Why = "memory"
	// Processor: a call took more than [Limits.Processor].
	Processor Why = "processor"
	// Wall: a call took longer than [Limits.Wall].
	Wall Why = "wall"
	// Crash: the interpreter or SQLite gave up, or somebody else killed it.
	Crash Why = "crash"
)

// A DiedError says that the worker is gone. Its world has to be loaded again.
type DiedError struct {
	Why Why

	// Tool is the tool that was called when the worker died; empty where it
	// died of something else than a call.
	Tool string

	// Call is the position of that call in its sequence.
	Call int

	// Detail is a sentence: which limit, or the last words of the worker.
	Detail string
}

// Error implements error.
func (e *DiedError) Error() string {
	if e.Tool == "" {
		return "the worker died: " + e.Detail
	}
	return fmt.Sprintf("%s: the worker died: %s", e.Tool, e.Detail)
}

// An UnavailableError says why code cannot be confined on this machine.
type UnavailableError struct {
	// Reason is what is missing, as a clause: `this kernel has no Landlock`.
	Reason string
}

// Error implements error.
func (e *UnavailableError) Error() string {
	return "tool code that worldc did not write cannot be confined here: " + e.Reason + "; if you trust it, let it run unconfined with --trust-code"
}
