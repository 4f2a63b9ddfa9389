package spec

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Patterns are shell patterns of names: `*` stands for any number of
// characters, `?` for one, `[a-z]` for one of a set, `[!a-z]` for one of all
// others, and `\` takes the meaning from the next character.
type Patterns []string

// Match reports whether a name matches one of the patterns.
func (p Patterns) Match(name string) bool {
	for _, pattern := range p {
		if match(pattern, name) {
			return true
		}
	}
	return false
}

// match reports whether the whole of name matches a pattern. It takes time
// proportional to the product of the lengths, whatever the pattern.
func match(pattern, name string) bool {
	// Where to go on when the text after the last star does not match: one
	// character further on. An earlier star need not be tried again.
	starPattern, starName := "", ""
	starred := false
	for {
		if pattern != "" && pattern[0] == '*' {
			pattern = pattern[1:]
			starPattern, starName, starred = pattern, name, true
			continue
		}
		if pattern == "" && name == "" {
			return true
		}
		if pattern != "" && name != "" {
			c, size := utf8.DecodeRuneInString(name)
			if rest, ok := matchOne(pattern, c); ok {
				pattern, name = rest, name[size:]
				continue
			}
		}
		if !starred || starName == "" {
			return false
		}
		_, size := utf8.DecodeRuneInString(starName)
		starName = starName[size:]
		pattern, name = starPattern, starName
	}
}

// matchOne matches one character against the head of a pattern that begins
// with no star, and returns the rest of the pattern.
func matchOne(pattern string, c rune) (string, bool) {
	p, size := utf8.DecodeRuneInString(pattern)
	rest := pattern[size:]
	switch p {
	case '?':
		return rest, true
	case '[':
		return matchSet(rest, c)
	case '\\':
		p, size = utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	return rest, p == c
}

// matchSet matches a character against a set, of which set is what follows the
// bracket. A bracket that is not closed matches nothing.
func matchSet(set string, c rune) (string, bool) {
	negated := strings.HasPrefix(set, "!") || strings.HasPrefix(set, "^")
	if negated {
		set = set[1:]
	}
	found := false
	for first := true; set != ""; first = false {
		if set[0] == ']' && !first {
			return set[1:], found != negated
		}
		low, rest := setRune(set)
		high := low
		if len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
			high, rest = setRune(rest[1:])
		}
		found = found || low <= c && c <= high
		set = rest
	}
	return "", false
}

func setRune(set string) (rune, string) {
	if set[0] == '\\' && len(set) > 1 {
		set = set[1:]
	}
	c, size := utf8.DecodeRuneInString(set)
	return c, set[size:]
}

// hasMeta reports whether a pattern stands for more than one name.
func hasMeta(pattern string) bool { return strings.ContainsAny(pattern, `*?[\`) }

// checkPattern says what is wrong with a pattern.
func checkPattern(pattern string) error {
	if pattern == "" {
		return errors.New("it is empty")
	}
	for p := pattern; p != ""; {
		c := p[0]
		p = p[1:]
		switch {
		case c == '\\':
			if p == "" {
				return errors.New("it ends in a backslash")
			}
			p = p[1:]
		case c == '[':
			end := setEnd(p)
			if end < 0 {
				return errors.New("a bracket is not closed")
			}
			p = p[end:]
		}
	}
	return nil
}

// setEnd returns the length of a set with its closing bracket, -1 if it is not
// closed.
func setEnd(set string) int {
	i := 0
	if strings.HasPrefix(set, "!") || strings.HasPrefix(set, "^") {
		i++
	}
	for first := true; i < len(set); first = false {
		switch {
		case set[i] == ']' && !first:
			return i + 1
		case set[i] == '\\':
			i++
		}
		i++
	}
	return -1
}
