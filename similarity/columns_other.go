//go:build !amd64

package similarity

// counters are the kernels this processor can run, the fastest first.
func counters() []counterKernel { return []counterKernel{portableCounter} }
