package writer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/roles/speech"
)

// While an instruction is made, a value stands between these two characters.
// Nothing between them is changed: no capital, no article, no space. Neither
// occurs in what is said otherwise: words of documents are cleaned of control
// characters, and in values they are escaped.
const (
	dataOpen  = '\x01'
	dataClose = '\x02'
)

// data marks the text of a value.
func data(text string) string { return string(dataOpen) + text + string(dataClose) }

// sentence makes a sentence of a clause: a capital, articles, spaces and a full
// stop. It is "" of an empty clause.
func sentence(clause string) string {
	s := articles(spaced(clause))
	if s == "" {
		return ""
	}
	if r, n := utf8.DecodeRuneInString(s); r != dataOpen {
		s = string(unicode.ToUpper(r)) + s[n:]
	}
	switch s[len(s)-1] {
	case '.', '!', '?':
		return s
	case ':', ';', ',':
		s = s[:len(s)-1]
	}
	return s + "."
}

// bare takes the marks of values away.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r == dataOpen || r == dataClose {
			return -1
		}
		return r
	}, s)
}

// spaced makes one space of several and none of one before a comma, outside of
// values.
func spaced(s string) string {
	var b strings.Builder
	inside, space := false, false
	for _, r := range s {
		switch {
		case inside:
			b.WriteRune(r)
			inside = r != dataClose
			continue
		case r == ' ':
			space = true
			continue
		case strings.ContainsRune(",.;:?!)", r):
			space = false
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
		inside = r == dataOpen
	}
	return b.String()
}

// articles makes "an" of "a" where the next word wants it, and the other way
// round.
func articles(s string) string {
	var b strings.Builder
	inside := false
	for i := 0; i < len(s); {
		switch s[i] {
		case dataOpen:
			inside = true
		case dataClose:
			inside = false
		}
		if n := articleAt(s, i); n > 0 && !inside {
			word := strings.TrimLeft(s[i+n+1:], "\x01\"“'‘(")
			upper := s[i] == 'A'
			switch {
			case upper && speech.VowelSound(word):
				b.WriteString("An")
			case upper:
				b.WriteString("A")
			case speech.VowelSound(word):
				b.WriteString("an")
			default:
				b.WriteString("a")
			}
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// articleAt is the length of the article "a" or "an" at i, 0 if there is none.
func articleAt(s string, i int) int {
	if i > 0 && s[i-1] != ' ' && s[i-1] != '(' {
		return 0
	}
	for _, a := range []string{"a ", "an ", "A ", "An "} {
		if strings.HasPrefix(s[i:], a) && len(s) > i+len(a) {
			return len(a) - 1
		}
	}
	return 0
}
