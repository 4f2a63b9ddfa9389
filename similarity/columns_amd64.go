package similarity

import "golang.org/x/sys/cpu"

// counters are the kernels this processor can run, the fastest first.
func counters() []counterKernel {
	var ks []counterKernel
	if cpu.X86.HasAVX512F {
		ks = append(ks, counterKernel{"avx512", func(columns []uint64, at *[columnsAtOnce]int, planes []uint64, stride, depth, words int) {
			addAVX512(&columns[0], at, &planes[0], stride, depth, words)
		}})
	}
	if cpu.X86.HasAVX2 {
		ks = append(ks, counterKernel{"avx2", func(columns []uint64, at *[columnsAtOnce]int, planes []uint64, stride, depth, words int) {
			addAVX2(&columns[0], at, &planes[0], stride, depth, words)
		}})
	}
	return append(ks, portableCounter)
}

//go:noescape
func addAVX2(columns *uint64, at *[columnsAtOnce]int, planes *uint64, stride, depth, words int)

//go:noescape
func addAVX512(columns *uint64, at *[columnsAtOnce]int, planes *uint64, stride, depth, words int)
