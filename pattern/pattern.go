// Package pattern draws texts that match a regular expression.
package pattern

import (
	"regexp"
	"regexp/syntax"

	"worldc/rng"
)

// A Pattern is a regular expression that texts can be drawn from.
type Pattern struct {
	re   *regexp.Regexp
	tree *syntax.Regexp
}

// Compile reads a regular expression; nil for what Go cannot read, and for what
// is empty or longer than a thousand bytes.
func Compile(text string) *Pattern {
	if text == "" || len(text) > 1000 {
		return nil
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil
	}
	return &Pattern{re, tree}
}

// Matches reports whether a text matches.
func (p *Pattern) Matches(text string) bool { return p.re.MatchString(text) }

// Draw returns a text that matches and has from short to long characters, long
// below 0 for no bound, and whether it found one.
func (p *Pattern) Draw(s *rng.Stream, short, long int) (string, bool) {
	for try := range 8 {
		text := string(drawPattern(nil, p.tree, s, try%4))
		if n := len([]rune(text)); n >= short && (long < 0 || n <= long) && p.re.MatchString(text) {
			return text, true
		}
	}
	return "", false
}

// drawPattern appends a text that the expression matches. More repeats longer.
func drawPattern(b []byte, re *syntax.Regexp, s *rng.Stream, more int) []byte {
	if len(b) > 400 {
		return b
	}
	repeat := func(least, most int) {
		if most < 0 || most > least+12+4*more {
			most = least + 3 + 4*more
		}
		for range least + s.IntN(most-least+1) {
			b = drawPattern(b, re.Sub[0], s, more)
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		b = append(b, string(re.Rune)...)
	case syntax.OpCharClass:
		b = append(b, string(drawClass(re.Rune, s))...)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b = append(b, "abcdefghijklmnopqrstuvwxyz0123456789"[s.IntN(36)])
	case syntax.OpCapture:
		b = drawPattern(b, re.Sub[0], s, more)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			b = drawPattern(b, sub, s, more)
		}
	case syntax.OpAlternate:
		b = drawPattern(b, re.Sub[s.IntN(len(re.Sub))], s, more)
	case syntax.OpStar:
		repeat(0, -1)
	case syntax.OpPlus:
		repeat(1, -1)
	case syntax.OpQuest:
		repeat(0, 1)
	case syntax.OpRepeat:
		repeat(re.Min, re.Max)
	}
	return b
}

// drawClass picks a character of a class, a letter or digit if it has one.
func drawClass(ranges []rune, s *rng.Stream) rune {
	const plain = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	var fit [len(plain)]rune
	n := 0
	for _, c := range plain {
		for i := 0; i+1 < len(ranges); i += 2 {
			if ranges[i] <= c && c <= ranges[i+1] {
				fit[n] = c
				n++
				break
			}
		}
	}
	if n > 0 {
		return fit[s.IntN(n)]
	}
	if len(ranges) < 2 {
		return '-'
	}
	i := 2 * s.IntN(len(ranges)/2)
	return ranges[i] + rune(s.IntN(int(min(ranges[i+1]-ranges[i], 60))+1))
}
