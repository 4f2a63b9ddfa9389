package refining

import (
	"math"
	"strings"
	"unicode"

	"worldc/detmath"
)

// alike is how much alike two descriptions have to be for the rewriting of a tool to
// end (DRAFT).
const alike = 0.75

// likeness is how much alike two texts are, in [0, 1]: DRAFT's mean of BLEU-4,
// smoothed, and the cosine of embeddings, with the cosine of counts of words in the
// place of the latter, since no model is at hand that embeds them.
func likeness(before, after string) float64 {
	a, b := wordsOf(before), wordsOf(after)
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	return float64(bleu(a, b)+cosine(grams(a, 1), grams(b, 1))) / 2
}

// wordsOf are the words of a text, whatever the case.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
}

// grams counts the runs of n words.
func grams(words []string, n int) map[string]int {
	counts := map[string]int{}
	for i := 0; i+n <= len(words); i++ {
		counts[strings.Join(words[i:i+n], " ")]++
	}
	return counts
}

// bleu is BLEU-4 of words against others, one added to the counts of runs of more
// than one word (Lin and Och's smoothing).
func bleu(reference, words []string) float64 {
	product := 1.0
	for n := 1; n <= 4; n++ {
		have, want := grams(words, n), grams(reference, n)
		same, all := 0, max(0, len(words)-n+1)
		for g, k := range have { //lint:ordered a sum of whole numbers
			same += min(k, want[g])
		}
		if n > 1 {
			same, all = same+1, all+1
		}
		if all == 0 {
			return 0
		}
		product *= float64(same) / float64(all)
	}
	short := 1.0
	if len(words) < len(reference) {
		short = detmath.Exp(1 - float64(len(reference))/float64(len(words)))
	}
	return float64(short * math.Sqrt(math.Sqrt(product)))
}

// cosine is that of two vectors of counts.
func cosine(a, b map[string]int) float64 {
	var product, x, y int
	for g, k := range a { //lint:ordered a sum of whole numbers
		product += k * b[g]
		x += k * k
	}
	for _, k := range b { //lint:ordered a sum of whole numbers
		y += k * k
	}
	return float64(product) / math.Sqrt(float64(x)*float64(y))
}
