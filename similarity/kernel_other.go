//go:build !amd64

package similarity

// kernels are those this processor can run, the fastest first.
func kernels() []kernel { return []kernel{portable} }
