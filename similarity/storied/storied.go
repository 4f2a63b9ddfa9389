// Package storied draws vectors as those of short stories are, for tests and
// measurements: words as frequent as in the scenarios that worldc writes, words that
// stories of one subject have in common, ids that no other has, and stories that
// were told before in somewhat other words.
package storied

import (
	"slices"

	"worldc/rng"
	"worldc/similarity"
)

// The words of scenarios, function words aside: the word of rank 1, 2, 4, 7, … is in
// this share of the stories, in ten-thousandths. Measured over 430 scenarios of the
// tools of the examples.
var (
	ranks  = []int{1, 2, 4, 7, 11, 17, 26, 40, 61, 92, 139, 209, 314, 472, 709, 1064, 1597, 2400}
	shares = []int{6326, 4512, 3535, 3186, 2744, 2186, 1860, 1442, 1116, 860, 628, 465, 302, 186, 116, 70, 23, 5}
)

const (
	subjects     = 2000
	subjectWords = 10
	// ids are as many words as the stories of a large set have for ids, names and
	// amounts together.
	ids = 300_000
)

// Vectors are those of n stories: a component is 1, or 2 for an id.
func Vectors(n int) similarity.Vectors {
	s := rng.New(1, "storied")
	frequent := ranks[len(ranks)-1]
	// Two thirds of what is said is how it is said, the rest the subject. In 65536ths,
	// of which a draw has four.
	share := make([]uint16, frequent)
	for i := range len(ranks) - 1 {
		for r := ranks[i]; r < ranks[i+1]; r++ {
			span := ranks[i+1] - ranks[i]
			share[r-1] = uint16((shares[i]*(ranks[i+1]-r) + shares[i+1]*(r-ranks[i])) * 2 / 3 * (1 << 16) / 10_000 / span)
		}
	}
	subject := make([][]uint32, subjects)
	for i := range subject {
		for range subjectWords {
			subject[i] = append(subject[i], uint32(40+s.IntN(frequent-40)))
		}
	}
	v := similarity.Vectors{Offsets: make([]int, 1, n+1), Features: make([]uint32, 0, 40*n), Values: make([]int32, 0, 40*n)}
	earlier := make([][]uint32, 0, n)
	for i := range n {
		var words []uint32
		if i > 10 && s.Chance(1, 5) {
			words = slices.Clone(earlier[s.IntN(i)])
			for range s.IntN(len(words)/2 + 1) {
				words[s.IntN(len(words))] = uint32(s.IntN(frequent))
			}
		} else {
			bits := uint64(0)
			for r, p := range share {
				if r%4 == 0 {
					bits = s.Uint64()
				}
				if uint16(bits) < p {
					words = append(words, uint32(r))
				}
				bits >>= 16
			}
			for _, w := range subject[s.IntN(subjects)] {
				if s.Chance(3, 5) {
					words = append(words, w)
				}
			}
			for range 2 + s.IntN(4) {
				words = append(words, uint32(frequent+s.IntN(ids)))
			}
		}
		earlier = append(earlier, words)
		set := slices.Compact(slices.Sorted(slices.Values(words)))
		for _, w := range set {
			v.Features = append(v.Features, w)
			if int(w) < frequent {
				v.Values = append(v.Values, 1)
			} else {
				v.Values = append(v.Values, 2)
			}
		}
		v.Offsets = append(v.Offsets, len(v.Features))
	}
	return v
}
