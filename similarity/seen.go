package similarity

import (
	"fmt"
	"slices"
)

// A Seen remembers sets one after the other and tells of another set whether
// one of them is similar to it: whether their cosine, the size of what they
// share over the geometric mean of their sizes, exceeds a threshold. Unlike
// [Join] it needs none of the sets that come later, and it holds only what it
// was told to remember.
//
// It is the prefix filter of AllPairs (Bayardo, Ma, Srikant, WWW 2007) for sets:
// with the features in one order for all sets, two sets whose cosine exceeds t
// share a feature among the first n - floor(t²n) of their n features, each of
// its own. Only these are indexed and looked up, the rarest first, and the
// sharing is counted for those sets that have one in common.
//
// Memory: 4 bytes a feature and, for t = 0.8, about 5 bytes more. It is not safe
// for concurrent use.
type Seen struct {
	threshold threshold
	frequency *Frequencies

	sets  [][]uint32 // ascending features
	arena []uint32   // where the next sets lie

	heads    []uint32        // by hash of a feature: its last posting, plus 1
	postings [][]seenPosting // in chunks, so that none is ever copied
	posted   int             // of them in all

	asked []uint32 // by set: the last question for which it was a candidate
	count uint32   // of questions

	keys       []uint64
	prefix     []uint32
	candidates []uint32
}

// A seenPosting says that a set has a feature in its prefix.
type seenPosting struct{ feature, set, next uint32 }

// postingChunk is the number of postings in a chunk.
const postingChunk = 1 << 14

func (s *Seen) posting(i uint32) *seenPosting {
	return &s.postings[i/postingChunk][i%postingChunk]
}

// NewSeen returns an empty Seen for the threshold numerator/denominator, which
// is in [0, 1]. The frequencies decide what is fast and nothing else; they must
// not be changed any more.
func NewSeen(numerator, denominator uint32, f *Frequencies) *Seen {
	Options{Numerator: numerator, Denominator: denominator, Workers: 1}.check(0)
	return &Seen{
		threshold: threshold{p: uint64(numerator), q: uint64(denominator)}, frequency: f,
		heads: make([]uint32, 1<<12),
	}
}

// Len is the number of sets that are remembered.
func (s *Seen) Len() int { return len(s.sets) }

// Find returns the first set, counted from 0, that is similar to a set, and
// their cosine in millionths, rounded down. The features of the set ascend
// strictly.
func (s *Seen) Find(set []uint32) (first int, similarity uint32, ok bool) {
	s.check(set)
	s.count++
	s.candidates = s.candidates[:0]
	size := uint64(len(set))
	for _, feature := range s.prefixOf(set) {
		var p *seenPosting
		for at := s.heads[s.bucket(feature)]; at != 0; at = p.next {
			p = s.posting(at - 1)
			if p.feature != feature || s.asked[p.set] == s.count {
				continue
			}
			s.asked[p.set] = s.count
			other := uint64(len(s.sets[p.set]))
			if s.threshold.exceeded(int64(min(size, other)), size, other) {
				s.candidates = append(s.candidates, p.set)
			}
		}
	}
	slices.Sort(s.candidates)
	for _, c := range s.candidates {
		other := s.sets[c]
		shared := int64(common(set, other))
		if s.threshold.exceeded(shared, size, uint64(len(other))) {
			return int(c), cosine(shared, size, uint64(len(other))), true
		}
	}
	return 0, 0, false
}

// Add remembers a set under the next number. The features of the set ascend
// strictly.
func (s *Seen) Add(set []uint32) {
	s.check(set)
	number := uint32(len(s.sets))
	for _, feature := range s.prefixOf(set) {
		if s.posted >= 2*len(s.heads) {
			s.grow()
		}
		if s.posted%postingChunk == 0 {
			s.postings = append(s.postings, make([]seenPosting, postingChunk))
		}
		b := s.bucket(feature)
		*s.posting(uint32(s.posted)) = seenPosting{feature, number, s.heads[b]}
		s.posted++
		s.heads[b] = uint32(s.posted)
	}
	const chunk = 1 << 18
	if len(set) > cap(s.arena)-len(s.arena) {
		s.arena = make([]uint32, 0, max(chunk, len(set)))
	}
	from := len(s.arena)
	s.arena = append(s.arena, set...)
	s.sets = append(s.sets, s.arena[from:len(s.arena):len(s.arena)])
	s.asked = append(s.asked, 0)
}

// prefixOf is the part of a set by which it can be found: the rarest features.
// It is valid until the next call.
func (s *Seen) prefixOf(set []uint32) []uint32 {
	s.keys = s.keys[:0]
	for _, feature := range set {
		s.keys = append(s.keys, uint64(s.frequency.of(feature))<<32|uint64(feature))
	}
	slices.Sort(s.keys)
	n, p, q := uint64(len(set)), s.threshold.p, s.threshold.q
	s.prefix = s.prefix[:0]
	for _, key := range s.keys[:n-p*p*n/(q*q)] {
		s.prefix = append(s.prefix, uint32(key))
	}
	return s.prefix
}

// bucket is where the postings of a feature hang.
func (s *Seen) bucket(feature uint32) uint32 {
	return uint32(mix(0, uint64(feature))) & uint32(len(s.heads)-1)
}

// grow makes room for twice as many postings and hangs them anew.
func (s *Seen) grow() {
	s.heads = make([]uint32, 4*len(s.heads))
	for i := range uint32(s.posted) {
		p := s.posting(i)
		b := s.bucket(p.feature)
		p.next = s.heads[b]
		s.heads[b] = i + 1
	}
}

func (s *Seen) check(set []uint32) {
	if len(set) >= 1<<20 {
		panic(fmt.Sprintf("similarity: a set of %d features", len(set)))
	}
	for i := 1; i < len(set); i++ {
		if set[i] <= set[i-1] {
			panic("similarity: the features of a set do not ascend")
		}
	}
}

// common is the number of features that two ascending sets share.
func common(a, b []uint32) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// Frequencies estimate how often features occur, from a sample. What they come
// to decides how fast a [Seen] is, and not what it finds.
type Frequencies struct{ counts []uint32 }

// NewFrequencies returns frequencies of nothing.
func NewFrequencies() *Frequencies { return &Frequencies{make([]uint32, 1<<18)} }

// Add counts the features of a set.
func (f *Frequencies) Add(set []uint32) {
	for _, feature := range set {
		f.counts[f.slot(feature)]++
	}
}

func (f *Frequencies) slot(feature uint32) uint32 {
	return uint32(mix(1, uint64(feature))) & uint32(len(f.counts)-1)
}

// of is how often a feature occurred, or one that shares its slot.
func (f *Frequencies) of(feature uint32) uint32 { return f.counts[f.slot(feature)] }
