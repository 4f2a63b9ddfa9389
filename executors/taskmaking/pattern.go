package taskmaking

import (
	"regexp/syntax"
	"strings"
	"unicode"
)

// maxExample bounds a text that is made to match a pattern, in bytes.
const maxExample = 200

// example is a short text that matches a regular expression: `aaaa` for
// ^[a-z]{4}$. It reports false for an expression that is none, or has no short
// example.
func example(pattern string) (string, bool) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	if !appendExample(&b, re.Simplify()) {
		return "", false
	}
	return b.String(), true
}

func appendExample(b *strings.Builder, re *syntax.Regexp) bool {
	if b.Len() > maxExample {
		return false
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		for _, wanted := range "a0A_-" {
			for i := 0; i+1 < len(re.Rune); i += 2 {
				if re.Rune[i] <= wanted && wanted <= re.Rune[i+1] {
					b.WriteRune(wanted)
					return true
				}
			}
		}
		if len(re.Rune) == 0 || !unicode.IsPrint(re.Rune[0]) {
			return false
		}
		b.WriteRune(re.Rune[0])
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('a')
	case syntax.OpCapture, syntax.OpPlus:
		return appendExample(b, re.Sub[0])
	case syntax.OpRepeat:
		for range re.Min {
			if !appendExample(b, re.Sub[0]) {
				return false
			}
		}
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !appendExample(b, sub) {
				return false
			}
		}
	case syntax.OpAlternate:
		return appendExample(b, re.Sub[0])
	case syntax.OpNoMatch:
		return false
	}
	return true // anchors, and what may be left out
}
