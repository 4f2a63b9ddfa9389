package engine

import (
	"sync"

	"go.starlark.net/starlark"
)

// programs are the texts that were compiled lately in this process. Scripts of one
// family have their code in common to the letter, and opening one would cost mostly
// its compilation. A program knows nothing of the world that it runs in, so what is
// remembered changes no result.
var programs = programMemory{known: map[programKey]*starlark.Program{}}

// mostPrograms bounds what is remembered: some tens of families with some tens of
// tools each. When it is full, everything is forgotten.
const mostPrograms = 2048

// longestRemembered bounds the bytes of a text that is remembered, with its prelude.
const longestRemembered = 32 << 10

// A programKey is all that a program depends on: where its text stands, for
// positions in errors, the text, and the prelude, whose names it may use.
type programKey struct{ where, source, prelude string }

// A programMemory may be used by several goroutines.
type programMemory struct {
	mu    sync.Mutex
	known map[programKey]*starlark.Program
}

// get is nil for a text that is not remembered.
func (m *programMemory) get(k programKey) *starlark.Program {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known[k]
}

func (m *programMemory) put(k programKey, p *starlark.Program) {
	if len(k.source)+len(k.prelude) > longestRemembered {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known) >= mostPrograms {
		clear(m.known)
	}
	m.known[k] = p
}
