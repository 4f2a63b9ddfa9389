package similarity

// SeenDense are dense vectors that were seen before. Every one is compared: with
// vectors of a thousand numbers ten thousand take about ten milliseconds.
// Any number of goroutines may ask at once while none adds.
type SeenDense struct {
	threshold threshold
	vectors   Dense
	norms     []uint64
}

// NewSeenDense returns an empty set of vectors. Two are similar if their cosine is
// strictly greater than numerator/denominator.
func NewSeenDense(numerator, denominator uint32) *SeenDense {
	Options{Numerator: numerator, Denominator: denominator, Workers: 1}.check(0)
	return &SeenDense{threshold: threshold{p: uint64(numerator), q: uint64(denominator)}}
}

// Len is the number of vectors.
func (s *SeenDense) Len() int { return len(s.norms) }

// Find returns the first vector that is similar to v, and how similar it is, in
// millionths, rounded down.
func (s *SeenDense) Find(v []int16) (first int, similarity uint32, ok bool) {
	norm := Dense{len(v), v}.norm(0)
	for i, n := range s.norms {
		var dot int64
		for j, x := range s.vectors.row(i) {
			dot += int64(x) * int64(v[j])
		}
		if s.threshold.exceeded(dot, n, norm) {
			return i, cosine(dot, n, norm), true
		}
	}
	return 0, 0, false
}

// Add adds a vector, which has as many numbers as those before it.
func (s *SeenDense) Add(v []int16) {
	if s.vectors.Dimensions == 0 {
		s.vectors.Dimensions = len(v)
	}
	if len(v) != s.vectors.Dimensions || len(v) == 0 {
		panic("similarity: a dense vector of another length")
	}
	s.norms = append(s.norms, Dense{len(v), v}.norm(0))
	s.vectors.Values = append(s.vectors.Values, v...)
}
