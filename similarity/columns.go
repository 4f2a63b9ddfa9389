package similarity

// columnsAtOnce is how many columns are added to counters at once.
const columnsAtOnce = 8

// A counterKernel adds columns to vertical counters.
type counterKernel struct {
	name string

	// add adds the bits of the columns that begin at the positions at, of so many
	// words each, to counters of depth planes, which are stride words apart, and
	// marks in the plane after these who overflows. depth is at least 3, words a
	// multiple of laneWords.
	add func(columns []uint64, at *[columnsAtOnce]int, planes []uint64, stride, depth, words int)
}

// portableCounter is the kernel for any processor.
var portableCounter = counterKernel{"portable", addPortable}

func addPortable(columns []uint64, at *[columnsAtOnce]int, planes []uint64, stride, depth, words int) {
	a, b, c, d := columns[at[0]:][:words], columns[at[1]:][:words], columns[at[2]:][:words], columns[at[3]:][:words]
	e, f, g, h := columns[at[4]:][:words], columns[at[5]:][:words], columns[at[6]:][:words], columns[at[7]:][:words]
	ones, twos, fours := planes[:words], planes[stride:][:words], planes[2*stride:][:words]
	for w := range words {
		one, two, four := ones[w], twos[w], fours[w]
		one, x := full(one, a[w], b[w])
		one, y := full(one, c[w], d[w])
		two, r := full(two, x, y)
		one, x = full(one, e[w], f[w])
		one, y = full(one, g[w], h[w])
		two, s := full(two, x, y)
		four, carry := full(four, r, s)
		ones[w], twos[w], fours[w] = one, two, four
		p := 3*stride + w
		for range depth - 3 {
			was := planes[p]
			planes[p] = was ^ carry
			carry &= was
			p += stride
		}
		planes[p] |= carry
	}
}

// full is a full adder for every bit.
func full(a, b, c uint64) (sum, carry uint64) {
	u := a ^ b
	return u ^ c, a&b | u&c
}
