package inspect

import (
	"slices"
	"strings"
)

// mostWords is how many words of two texts are compared one by one; what is longer
// is taken for rewritten.
const mostWords = 4000

// wordDifference shows how one text became another, word by word: [-left out-] and
// {+added+}. Of what stays, context words are shown beside each change.
func wordDifference(a, b string, context int) string {
	x, y := strings.Fields(a), strings.Fields(b)
	before := 0
	for before < min(len(x), len(y)) && x[before] == y[before] {
		before++
	}
	after := 0
	for after < min(len(x), len(y))-before && x[len(x)-1-after] == y[len(y)-1-after] {
		after++
	}
	parts := []wordRun{{' ', x[:before]}}
	parts = append(parts, alignWords(x[before:len(x)-after], y[before:len(y)-after])...)
	parts = append(parts, wordRun{' ', x[len(x)-after:]})
	parts = slices.DeleteFunc(parts, func(r wordRun) bool { return len(r.words) == 0 })

	var out []string
	for i, r := range parts {
		switch r.sign {
		case '-':
			out = append(out, "[-"+strings.Join(r.words, " ")+"-]")
		case '+':
			out = append(out, "{+"+strings.Join(r.words, " ")+"+}")
		default:
			out = append(out, some(r.words, context, i > 0, i < len(parts)-1)...)
		}
	}
	return strings.Join(out, " ")
}

// some are the words of a run that stand beside a change: before it, behind it, or
// both.
func some(words []string, context int, behind, before bool) []string {
	most := 0
	if behind {
		most += context
	}
	if before {
		most += context
	}
	if len(words) <= most+1 {
		return words
	}
	var list []string
	if behind {
		list = append(list, words[:context]...)
	}
	list = append(list, "…")
	if before {
		list = append(list, words[len(words)-context:]...)
	}
	return list
}

// A wordRun is words that stay (' '), go ('-') or come ('+').
type wordRun struct {
	sign  byte
	words []string
}

// alignWords finds the longest common subsequence of words.
func alignWords(x, y []string) []wordRun {
	if len(x)+len(y) > mostWords {
		return []wordRun{{'-', x}, {'+', y}}
	}
	// common[i][j] is the length of that of x[i:] and y[j:].
	common := make([][]int16, len(x)+1)
	for i := range common {
		common[i] = make([]int16, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var runs []wordRun
	add := func(sign byte, word string) {
		if n := len(runs); n > 0 && runs[n-1].sign == sign {
			runs[n-1].words = append(runs[n-1].words, word)
			return
		}
		runs = append(runs, wordRun{sign, []string{word}})
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			add(' ', x[i])
			i, j = i+1, j+1
		case j == len(y) || i < len(x) && common[i+1][j] >= common[i][j+1]:
			add('-', x[i])
			i++
		default:
			add('+', y[j])
			j++
		}
	}
	return runs
}
