package similarity

import "unsafe"

// portable is the kernel for any processor. The others must give the same
// products.
var portable = kernel{"portable", 1, 4, tilePortable}

func tilePortable(row, column *int16, pairs int, least, out *int32) bool {
	a := unsafe.Slice(row, pairs*2)
	b := unsafe.Slice(column, pairs*8)
	var s0, s1, s2, s3 int32
	for len(a) >= 2 && len(b) >= 8 {
		x, y := int32(a[0]), int32(a[1])
		s0 += x*int32(b[0]) + y*int32(b[1])
		s1 += x*int32(b[2]) + y*int32(b[3])
		s2 += x*int32(b[4]) + y*int32(b[5])
		s3 += x*int32(b[6]) + y*int32(b[7])
		a, b = a[2:], b[8:]
	}
	if max(s0, s1, s2, s3) <= *least {
		return false
	}
	*(*[4]int32)(unsafe.Pointer(out)) = [4]int32{s0, s1, s2, s3}
	return true
}
