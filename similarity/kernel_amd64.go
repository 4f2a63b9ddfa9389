package similarity

import "golang.org/x/sys/cpu"

// kernels are those this processor can run, the fastest first.
func kernels() []kernel {
	var ks []kernel
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI {
		ks = append(ks, kernel{"avx512-vnni", 12, 32, tileVNNI})
	}
	if cpu.X86.HasAVX2 {
		ks = append(ks, kernel{"avx2", 6, 16, tileAVX2})
	}
	return append(ks, portable)
}

//go:noescape
func tileVNNI(row, column *int16, pairs int, least, out *int32) bool

//go:noescape
func tileAVX2(row, column *int16, pairs int, least, out *int32) bool
