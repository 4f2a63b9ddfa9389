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

// weightedBy counts with a kernel in small batches and blocks.
func weightedBy(v Vectors, o Options, k counterKernel, batch, slots int) []Nearest {
	g := group(v, nil)
	rows := rank(v, g)
	values, ok := rows.valuesOfFeatures()
	if !ok {
		panic("a feature has two values")
	}
	x := newWeighted(rows, threshold{uint64(o.Numerator), uint64(o.Denominator), o.Reached}, values, k)
	x.batch, x.slots = batch, slots
	return g.nearest(x.firstCome(o.Workers))
}

// Sets of features that have weights come to the same in all ways.
func TestFirstComeWeighted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawVectors(t)
		most := rapid.SampledFrom([]int32{1, 3, 5, 1 << 18}).Draw(t, "greatest value")
		values := rapid.SliceOfN(rapid.Int32Range(1, most), 13, 13).Draw(t, "values")
		for k, f := range v.Features {
			v.Values[k] = values[f]
		}
		o := Options{Numerator: rapid.Uint32Range(0, 10).Draw(t, "threshold"), Denominator: 10}
		o.Reached = o.Numerator == o.Denominator || rapid.Bool().Draw(t, "reached")
		want := sequentially(v, o)
		batch, slots := rapid.IntRange(1, 30).Draw(t, "batch"), rapid.IntRange(120, 600).Draw(t, "slots")
		for _, k := range counters() {
			for _, o.Workers = range []int{1, 3} {
				if have := weightedBy(v, o, k, batch, slots); !slices.Equal(have, want) {
					t.Fatalf("%s, %d workers: %v\nwant %v", k.name, o.Workers, have, want)
				}
			}
		}
	})
}

// Kernels do to counters what adding bit by bit does.
func TestCounters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := laneWords * rapid.IntRange(1, 3).Draw(t, "lanes")
		stride, depth := words+laneWords*rapid.IntRange(0, 1).Draw(t, "more"), rapid.IntRange(3, 7).Draw(t, "depth")
		s := rng.New(rapid.Uint64().Draw(t, "seed"), "counters")
		columns := make([]uint64, 20*words)
		for i := range columns {
			columns[i] = s.Uint64()
		}
		planes := make([]uint64, (depth+1)*stride)
		for i := range planes {
			planes[i] = s.Uint64()
		}
		var at [columnsAtOnce]int
		for i := range at {
			at[i] = s.IntN(19 * words)
		}
		want := slices.Clone(planes)
		for word := range words {
			for slot := range 64 {
				for _, a := range at {
					carry := columns[a+word] >> slot & 1
					for p := range depth {
						was := want[p*stride+word] >> slot & 1
						want[p*stride+word] ^= carry << slot
						carry &= was
					}
					want[depth*stride+word] |= carry << slot
				}
			}
		}
		for _, k := range counters() {
			have := slices.Clone(planes)
			if k.add(columns, &at, have, stride, depth, words); !slices.Equal(have, want) {
				t.Fatalf("%s: %x\nwant %x", k.name, have, want)
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

// stories are n sets of words, some of which resemble an earlier one, of lengths that
// differ much.
func stories(n int) Vectors {
	v := shortTexts(n)
	for k, f := range v.Features {
		v.Values[k] = 1 + int32(f%7/6)
	}
	return v
}

// Counting finds what the index finds, where there are several blocks of several
// lanes.
func TestFirstComeWeightedInBlocks(t *testing.T) {
	v := stories(6000)
	o := Options{Numerator: 45, Denominator: 100}
	g := group(v, nil)
	f := &firstCome{index: prepare(rank(v, g), threshold{45, 100, false}), near: make([]Nearest, g.len())}
	f.run(2)
	want := g.nearest(f.near)
	rejected := 0
	for _, n := range want {
		if n.Vector >= 0 {
			rejected++
		}
	}
	if rejected < 600 || rejected > 3000 {
		t.Fatalf("%d of 6000 are rejected, which tests little", rejected)
	}
	for _, k := range counters() {
		for _, o.Workers = range []int{1, 2, 5} {
			if have := weightedBy(v, o, k, 128, 1500); !slices.Equal(have, want) {
				t.Errorf("%s, %d workers find something else", k.name, o.Workers)
			}
		}
	}
}

// Blocks and workers change nothing where there are many vectors.
func TestFirstComeInBlocks(t *testing.T) {
	v := shortTexts(1000)
	o := Options{Numerator: 6, Denominator: 10, Workers: 1}
	want := sequentially(v, o)
	rejected := 0
	for _, n := range want {
		if n.Vector >= 0 {
			rejected++
		}
	}
	if rejected < 70 || rejected > 500 {
		t.Fatalf("%d of 1000 are rejected, which tests little", rejected)
	}
	for _, o.Workers = range []int{1, 2, 5} {
		if have := FirstCome(v, o); !slices.Equal(have, want) {
			t.Errorf("%d workers find something else", o.Workers)
		}
	}
}
