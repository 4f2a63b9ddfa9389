package textvector

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// aText draws a text: words, function words, ids and numbers, punctuation, other
// scripts, and bytes that are no text.
func aText(t *rapid.T, label string) string {
	word := rapid.OneOf(
		rapid.SampledFrom([]string{"order", "Order", "cancel", "the", "you", "PAT-4711", "2025-06-02", "42", "é", "straße", "予約", "привет", "don't", "a.b", "", "\xff", "\x00", "<b>"}),
		rapid.StringN(0, 6, -1),
	)
	return strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, label), rapid.SampledFrom([]string{" ", "\n", ", "}).Draw(t, "between"))
}

// row is what a vector of a text says: words and what they count, whatever numbers
// the features have.
func row(v *Vectorizer, i int) map[string]int32 {
	names := make([]string, len(v.features))
	for w, f := range v.features {
		names[f] = w
	}
	words := map[string]int32{}
	x := v.Vectors()
	for k := x.Offsets[i]; k < x.Offsets[i+1]; k++ {
		words[names[x.Features[k]]] = x.Values[k]
	}
	return words
}

func same(a, b map[string]int32) bool {
	if len(a) != len(b) {
		return false
	}
	for w, n := range a {
		if b[w] != n {
			return false
		}
	}
	return true
}

// What a text's vector says depends on that text alone, and what was said of texts
// before it stays.
func TestAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := make([]string, rapid.IntRange(1, 6).Draw(t, "texts"))
		all := New()
		var before []uint32
		for i := range texts {
			texts[i] = aText(t, "text")
			all.Add(texts[i])
			have := all.Vectors()
			if have.Len() != i+1 || have.Offsets[i+1] != len(have.Features) || len(have.Features) != len(have.Values) {
				t.Fatalf("%d vectors of %d texts: %v", have.Len(), i+1, have)
			}
			if !slices.Equal(have.Features[:len(before)], before) {
				t.Fatalf("what comes later changes what was: %v, not %v", have.Features, before)
			}
			before = slices.Clone(have.Features)
			added := have.Features[have.Offsets[i]:]
			for k := 1; k < len(added); k++ {
				if added[k] <= added[k-1] {
					t.Fatalf("features do not ascend: %v", added)
				}
			}
		}
		values := map[uint32]int32{}
		for k, f := range all.Vectors().Features {
			if n := all.Vectors().Values[k]; n < 1 || n > 2 || values[f] != 0 && values[f] != n {
				t.Fatalf("feature %d counts %d, and %d before", f, n, values[f])
			}
			values[f] = all.Vectors().Values[k]
		}
		for i, text := range texts {
			alone := New()
			if alone.Add(text); !same(row(alone, 0), row(all, i)) {
				t.Fatalf("%q alone is %v, and after others %v", text, row(alone, 0), row(all, i))
			}
		}
	})
}

// The order of words, how often they are said, and how they are written do not
// matter; neither do words that say nothing.
func TestSaidOtherwise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.SliceOfN(rapid.SampledFrom([]string{"order", "cancel", "blue", "R-77", "2025", "hotel", "straße", "予約"}), 0, 8).Draw(t, "words")
		other := rapid.Permutation(append(slices.Clone(said), said[:len(said)/2]...)).Draw(t, "otherwise")
		other = slices.Insert(other, rapid.IntRange(0, len(other)).Draw(t, "at"), rapid.SampledFrom([]string{"the", "WITH", "you", "."}).Draw(t, "idle"))
		v := New()
		v.Add(strings.Join(said, " "))
		v.Add(strings.ToUpper(strings.Join(other[:len(other)/2], "\t")) + "! " + strings.Join(other[len(other)/2:], ", "))
		if strings.Contains(strings.Join(other[:len(other)/2], ""), "ß") {
			return // in capitals it is another word
		}
		if !same(row(v, 0), row(v, 1)) {
			t.Fatalf("%v is %v, and %v is %v", said, row(v, 0), other, row(v, 1))
		}
	})
}

// What is an id or a number counts twice.
func TestWeights(t *testing.T) {
	v := New()
	v.Add("Cancel order R-77 of 2 June, the one with B12.")
	want := map[string]int32{"cancel": 1, "order": 1, "r": 1, "77": 2, "2": 2, "june": 1, "b12": 2}
	if have := row(v, 0); !same(have, want) {
		t.Errorf("%v, not %v", have, want)
	}
}
