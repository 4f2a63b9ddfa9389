package acting

import (
	"strings"
	"unicode/utf8"
)

// Most expressions are what [Pattern] makes of the template. Those are matched here,
// without compiling them: the texts between the placeholders are looked for one
// after the other, each as early as it stands. Taking them as early as possible is
// what the expression's lazy groups do, and leaves most for what follows, so nothing
// is ever tried twice.

// usual reports whether an expression is the one that Pattern makes of a template
// with these literals. One with a space at an end is left to the expression, which
// takes its own from the space around, and so is one that is no plain text.
func usual(pattern string, literals []string) bool {
	first, last := literals[0], literals[len(literals)-1]
	if strings.TrimLeft(first, space) != first || strings.TrimRight(last, space) != last {
		return false
	}
	for _, l := range literals {
		if strings.Contains(l, "\n") || !utf8.ValidString(l) {
			return false
		}
	}
	return pattern == expression(literals)
}

// space is what \s matches.
const space = " \t\n\f\r"

// groups are where the values stand in a text that the usual expression matches,
// from and to by placeholder; ok is false where it does not match, or only with a
// value that is nothing but space. at is room for them.
func (x *action) groups(text string, at []int) (groups []int, ok bool) {
	from := len(text) - len(strings.TrimLeft(text, space))
	to := from + len(strings.TrimRight(text[from:], space))
	first, last := x.literals[0], x.literals[len(x.literals)-1]
	if !strings.HasPrefix(text[from:to], first) || strings.Contains(text[from:to], "\n") {
		return nil, false
	}
	groups = at[:0]
	here := from + len(first)
	n := len(x.placeholders)
	if n == 0 {
		return groups, here == to
	}
	for i := range n {
		if here >= to {
			return nil, false
		}
		_, width := utf8.DecodeRuneInString(text[here:to]) // a value has one letter at least
		if i == n-1 {
			end := to - len(last)
			if end < here+width || text[end:to] != last {
				return nil, false
			}
			return append(groups, here, end), true
		}
		after := strings.Index(text[here+width:to], x.literals[i+1])
		if after < 0 {
			return nil, false
		}
		end := here + width + after
		groups = append(groups, here, end)
		here = end + len(x.literals[i+1])
	}
	return groups, true
}
