package similarity

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawSets draws sets of which some are variants of others.
func drawSets(t *rapid.T) [][]uint32 {
	feature := rapid.Uint32Range(0, 60)
	var sets [][]uint32
	for range rapid.IntRange(1, 40).Draw(t, "sets") {
		set := rapid.SliceOfN(feature, 0, 30).Draw(t, "set")
		if len(sets) > 0 && rapid.Bool().Draw(t, "variant") {
			other := sets[rapid.IntRange(0, len(sets)-1).Draw(t, "of")]
			set = append(set[:min(len(set), 3)], other[:len(other)-min(len(other), rapid.IntRange(0, 3).Draw(t, "less"))]...)
		}
		slices.Sort(set)
		sets = append(sets, slices.Compact(set))
	}
	return sets
}

// TestSeen compares the index with looking at every set that was kept, under
// any threshold and any frequencies.
func TestSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sets := drawSets(t)
		q := rapid.Uint32Range(1, MaxDenominator).Draw(t, "q")
		p := rapid.Uint32Range(0, q).Draw(t, "p")
		f := NewFrequencies()
		for _, set := range sets {
			if rapid.Bool().Draw(t, "sampled") {
				f.Add(set)
			}
		}
		s := NewSeen(p, q, f)
		limit := threshold{uint64(p), uint64(q)}
		var kept [][]uint32
		for _, set := range sets {
			want := slices.IndexFunc(kept, func(other []uint32) bool {
				return limit.exceeded(int64(common(set, other)), uint64(len(set)), uint64(len(other)))
			})
			first, similarity, ok := s.Find(set)
			if ok != (want >= 0) || ok && first != want {
				t.Fatalf("found %d, %v; the first similar one is %d", first, ok, want)
			}
			if ok && similarity != cosine(int64(common(set, kept[want])), uint64(len(set)), uint64(len(kept[want]))) {
				t.Fatalf("similarity %d", similarity)
			}
			if !ok {
				s.Add(set)
				kept = append(kept, set)
			}
		}
		if s.Len() != len(kept) {
			t.Fatalf("it remembers %d sets, %d were kept", s.Len(), len(kept))
		}
	})
}

// TestSeenAgreesWithJoin: with every set remembered, a set is found exactly
// where the join has a pair with an earlier one.
func TestSeenAgreesWithJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sets := drawSets(t)
		v := Vectors{Offsets: []int{0}}
		for _, set := range sets {
			v.Features = append(v.Features, set...)
			for range set {
				v.Values = append(v.Values, 1)
			}
			v.Offsets = append(v.Offsets, len(v.Features))
		}
		pairs, _ := Join(v, Options{Numerator: 7, Denominator: 10, Workers: 2})
		s := NewSeen(7, 10, NewFrequencies())
		for i, set := range sets {
			want := -1
			for _, p := range pairs {
				if int(p.B) == i && (want < 0 || int(p.A) < want) {
					want = int(p.A)
				}
			}
			first, _, ok := s.Find(set)
			if ok != (want >= 0) || ok && first != want {
				t.Fatalf("set %d: found %d, %v; the join has %d", i, first, ok, want)
			}
			s.Add(set)
		}
	})
}
