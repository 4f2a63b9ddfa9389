//go:build cgo

package sandbox

// linkedWithC says that this binary may be linked with C, whose library gives
// every thread a whole stack from the start.
const linkedWithC = true
