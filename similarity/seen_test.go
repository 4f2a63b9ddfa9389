package similarity

import (
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"worldc/rng"
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
		limit := threshold{p: uint64(p), q: uint64(q)}
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

// TestSeenAtScale remembers a million sets of sixty features, some of which most
// sets have, and tells how fast and in how much memory.
//
//	WORLDC_MEASURE=1 go test -run SeenAtScale -v ./similarity
func TestSeenAtScale(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE") == "" {
		t.Skip("it takes a minute: set WORLDC_MEASURE")
	}
	sets, features := 1_000_000, 60
	if n, err := strconv.Atoi(os.Getenv("WORLDC_SETS")); err == nil {
		sets = n
	}
	draw := func(n int) []uint32 {
		r := rng.New(1, "set", strconv.Itoa(n))
		set := make([]uint32, 0, features)
		for i := range features {
			switch {
			case i < 15: // phrases that everybody uses
				set = append(set, uint32(r.IntN(200)))
			case i < 40: // words of one field of a thousand
				set = append(set, uint32(1000+n%1000*500+r.IntN(500)))
			default:
				set = append(set, uint32(r.Uint64()))
			}
		}
		slices.Sort(set)
		return slices.Compact(set)
	}
	f := NewFrequencies()
	for n := range 3000 {
		f.Add(draw(n))
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s := NewSeen(8, 10, f)
	start, drawing := time.Now(), time.Duration(0)
	found := 0
	for n := range sets {
		at := time.Now()
		set := draw(n)
		drawing += time.Since(at)
		if _, _, ok := s.Find(set); ok {
			found++
			continue
		}
		s.Add(set)
	}
	took := time.Since(start) - drawing
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("%d sets, %d found; %.1f s, %.0f a second; %d MB", sets, found, took.Seconds(), float64(sets)/took.Seconds(), (after.HeapAlloc-before.HeapAlloc)>>20)
	runtime.KeepAlive(s)
}
