// Package textvector makes sparse vectors of short texts, by which it is decided
// which of them say nearly the same (SynWorld §3.1).
//
// A vector is the set of a text's words, function words aside; a word with a digit
// in it, which is an id, a date or a number, counts twice. Nothing is counted over
// the texts as a whole: how similar two texts are does not depend on what others
// there are, so that a text keeps its verdict when more texts come after it.
package textvector

import (
	"slices"
	"strings"
	"unicode"

	"worldc/similarity"
)

// A Vectorizer makes vectors of texts, one after the other.
type Vectorizer struct {
	features map[string]uint32
	weights  []int32 // by feature
	vectors  similarity.Vectors
}

// New makes a Vectorizer that has seen no text.
func New() *Vectorizer {
	return &Vectorizer{features: map[string]uint32{}, vectors: similarity.Vectors{Offsets: []int{0}}}
}

// Add makes the vector of one more text. A text without words has no components.
func (v *Vectorizer) Add(text string) {
	start := len(v.vectors.Features)
	for _, w := range Words(text) {
		if function[w] {
			continue
		}
		f, ok := v.features[w]
		if !ok {
			f = uint32(len(v.weights))
			v.features[w] = f
			weight := int32(1)
			if strings.IndexFunc(w, unicode.IsDigit) >= 0 {
				weight = 2
			}
			v.weights = append(v.weights, weight)
		}
		v.vectors.Features = append(v.vectors.Features, f)
	}
	set := v.vectors.Features[start:]
	slices.Sort(set)
	v.vectors.Features = v.vectors.Features[:start+len(slices.Compact(set))]
	for _, f := range v.vectors.Features[start:] {
		v.vectors.Values = append(v.vectors.Values, v.weights[f])
	}
	v.vectors.Offsets = append(v.vectors.Offsets, len(v.vectors.Features))
}

// Vectors are those of the texts so far. They are not changed by what is added
// later.
func (v *Vectorizer) Vectors() similarity.Vectors { return v.vectors }

// function are words that say nothing by themselves.
var function = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields("a about after all also an and any are as at be because been before but by can could did do does for from get got had has have he her him his " +
		"how i if in into is it its just like may me might my need no not of on one only or other our out over she should so some than that the their them then there " +
		"these they this those to too up us very want wants was way we were what when where which who will with would you your yours yourself") {
		set[w] = true
	}
	return set
}()
