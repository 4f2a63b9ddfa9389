package similarity

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"worldc/rng"
)

// sequentially is the definition of FirstCome.
func sequentially(v Vectors, o Options) []Nearest {
	t := threshold{uint64(o.Numerator), uint64(o.Denominator), o.Reached}
	near := make([]Nearest, v.Len())
	for i := range near {
		near[i].Vector = -1
		features, values := v.row(i)
		for j := range i {
			others, theirs := v.row(j)
			if slices.Equal(features, others) && slices.Equal(values, theirs) && norm(values) > 0 && (o.Numerator < o.Denominator || o.Reached) {
				near[i] = near[j]
				if near[j].Vector < 0 {
					near[i] = Nearest{int32(j), 1_000_000}
				}
				break
			}
			if near[j].Vector >= 0 {
				continue
			}
			var dot int64
			for a, f := range features {
				if b := slices.Index(others, f); b >= 0 {
					dot += int64(values[a]) * int64(theirs[b])
				}
			}
			na, nb := norm(values), norm(theirs)
			if na == 0 || nb == 0 || !t.exceeded(dot, na, nb) {
				continue
			}
			if s := cosine(dot, na, nb); near[i].Vector < 0 || s > near[i].Similarity {
				near[i] = Nearest{int32(j), s}
			}
		}
	}
	return near
}

func drawVectors(t *rapid.T) Vectors {
	v := Vectors{Offsets: []int{0}}
	for range rapid.IntRange(0, 60).Draw(t, "vectors") {
		features := rapid.SliceOfNDistinct(rapid.Uint32Range(0, 12), 0, 6, rapid.ID[uint32]).Draw(t, "features")
		slices.Sort(features)
		for _, f := range features {
			v.Features = append(v.Features, f)
			v.Values = append(v.Values, rapid.Int32Range(1, 4).Draw(t, "value"))
		}
		v.Offsets = append(v.Offsets, len(v.Features))
	}
	return v
}

func TestFirstCome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawVectors(t)
		o := Options{Numerator: rapid.Uint32Range(0, 10).Draw(t, "threshold"), Denominator: 10, Reached: rapid.Bool().Draw(t, "reached")}
		want := sequentially(v, o)
		for _, workers := range []int{1, 3} {
			o.Workers = workers
			if have := FirstCome(v, o); !slices.Equal(have, want) {
				t.Fatalf("%d workers: %v\nwant %v", workers, have, want)
			}
		}
	})
}

func TestFirstComeDense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, d := Vectors{Offsets: []int{0}}, Dense{Dimensions: 6}
		for range rapid.IntRange(0, 40).Draw(t, "vectors") {
			for f := range uint32(6) {
				x := rapid.Int32Range(-1, 4).Draw(t, "value")
				d.Values = append(d.Values, int16(x))
				if x != 0 {
					v.Features, v.Values = append(v.Features, f), append(v.Values, x)
				}
			}
			v.Offsets = append(v.Offsets, len(v.Features))
		}
		o := Options{Numerator: rapid.Uint32Range(1, 10).Draw(t, "threshold") * 100_000, Denominator: 1_000_000, Reached: rapid.Bool().Draw(t, "reached"), Workers: 2}
		want, have := sequentially(v, o), FirstComeDense(d, o)
		for i := range want { // what equals one that was not kept has other names here
			if (have[i].Vector < 0) != (want[i].Vector < 0) || have[i].Similarity < want[i].Similarity && want[i].Similarity < 1_000_000 {
				t.Fatalf("%d: %v, not %v", i, have, want)
			}
		}
	})
}

// shortTexts are n texts of a few dozen words each, of which every fifth is an
// earlier one with some words exchanged.
func shortTexts(n int) Vectors {
	s := rng.New(1, "short", "texts")
	v := Vectors{Offsets: []int{0}}
	var texts [][]uint32
	for i := range n {
		var words []uint32
		if i > 10 && s.Chance(1, 5) {
			words = slices.Clone(texts[s.IntN(i)])
			for range 1 + s.IntN(8) {
				words[s.IntN(len(words))] = uint32(s.IntN(30000))
			}
		} else {
			for range 25 + s.IntN(20) { // rare words and common ones
				words = append(words, uint32(s.IntN(1+s.IntN(1+s.IntN(30000)))))
			}
		}
		texts = append(texts, words)
		sorted := slices.Clone(words)
		slices.Sort(sorted)
		for k, w := range sorted {
			if k > 0 && w == sorted[k-1] {
				v.Values[len(v.Values)-1] += 100
				continue
			}
			v.Features = append(v.Features, w)
			v.Values = append(v.Values, 100+int32(min(w, 2000)))
		}
		v.Offsets = append(v.Offsets, len(v.Features))
	}
	return v
}

// Blocks and workers change nothing where there are many vectors.
func TestFirstComeInBlocks(t *testing.T) {
	v := shortTexts(1500)
	o := Options{Numerator: 6, Denominator: 10, Workers: 1}
	want := sequentially(v, o)
	rejected := 0
	for _, n := range want {
		if n.Vector >= 0 {
			rejected++
		}
	}
	if rejected < 100 || rejected > 750 {
		t.Fatalf("%d of 1500 are rejected, which tests little", rejected)
	}
	for _, o.Workers = range []int{1, 2, 5} {
		if have := FirstCome(v, o); !slices.Equal(have, want) {
			t.Errorf("%d workers find something else", o.Workers)
		}
	}
}
