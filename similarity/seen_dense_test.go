package similarity

import (
	"testing"

	"pgregory.net/rapid"
)

// TestSeenDense checks that what is found is what a join of all finds: of the
// vectors before it, the first that is similar.
func TestSeenDense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dimensions := rapid.IntRange(1, 6).Draw(t, "dimensions")
		n := rapid.IntRange(1, 12).Draw(t, "n")
		v := Dense{Dimensions: dimensions, Values: rapid.SliceOfN(rapid.Int16Range(-9, 9), n*dimensions, n*dimensions).Draw(t, "values")}
		numerator := rapid.Uint32Range(0, 999_999).Draw(t, "threshold")
		pairs, _ := JoinDense(v, Options{Numerator: numerator, Denominator: million, Workers: 1})
		s := NewSeenDense(numerator, million)
		for i := range n {
			first, similar, ok := s.Find(v.row(i))
			want, wantSimilar, wantOK := 0, uint32(0), false
			for _, p := range pairs { // by A, then B
				if int(p.B) == i {
					want, wantSimilar, wantOK = int(p.A), p.Similarity, true
					break
				}
			}
			if ok != wantOK || first != want || similar != wantSimilar {
				t.Fatalf("vector %d: %d, %d, %v; want %d, %d, %v", i, first, similar, ok, want, wantSimilar, wantOK)
			}
			s.Add(v.row(i))
		}
	})
}
