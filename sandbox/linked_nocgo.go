//go:build !cgo

package sandbox

// linkedWithC says that this binary is not linked with C.
const linkedWithC = false
