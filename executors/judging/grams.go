package judging

import "iter"

// hashText is the 64 bits of FNV-1a of a text, mixed so that all of them depend
// on all of it.
func hashText(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return mixed(h)
}

// Spread is a number that an id alone decides, evenly spread over 64 bits.
// purpose tells apart what the numbers are for.
func Spread(purpose, id string) uint64 { return mixed(hashText(purpose) ^ hashText("\x00"+id)) }

// mixed spreads the bits of a hash (the finaliser of MurmurHash3).
func mixed(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// gramHashes are the hashes of the runs of n words.
func gramHashes(words []string, n int) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		if len(words) < n {
			return
		}
		hashes := make([]uint64, len(words))
		for i, w := range words {
			hashes[i] = hashText(w)
		}
		for i := 0; i+n <= len(hashes); i++ {
			h := uint64(n)
			for _, word := range hashes[i : i+n] {
				h = mixed(h*0x9e3779b97f4a7c15 ^ word)
			}
			if !yield(h) {
				return
			}
		}
	}
}
