package reading

import (
	"html"
	"strings"
	"unicode"
)

// plain is a document's text without markup: tags, entities, Markdown links
// and emphasis, control characters and runs of white space. At most limit
// bytes of it are looked at, then some more than that. Whatever it says stays
// text.
func plain(text string, limit int) string {
	if cut := 4 * limit; len(text) > cut {
		text = strings.ToValidUTF8(text[:cut], "")
	}
	if strings.ContainsAny(text, "&") {
		text = html.UnescapeString(text)
	}
	var b strings.Builder
	b.Grow(min(len(text), limit+16))
	space := false
	for i := 0; i < len(text) && b.Len() < limit; {
		c := text[i]
		switch {
		case c == '<':
			if n := tag(text[i:]); n > 0 {
				space = true
				i += n
				continue
			}
		case c == '[':
			// [words](address)
			if label, n := linkAt(text[i:]); n > 0 {
				text = label + text[i+n:]
				i = 0
				continue
			}
		case c == '`', c == '*':
			i++
			continue
		case c == '-', c == '=', c == '|', c == '~', c == '_':
			// Rules and the lines of tables.
			n := 1
			for i+n < len(text) && text[i+n] == c {
				n++
			}
			if n > 2 || c == '|' && (space || b.Len() == 0) {
				space = true
				i += n
				continue
			}
		case c == '#' && (b.Len() == 0 || space):
			i++
			continue
		}
		if c < 0x80 {
			if c <= ' ' || c == 0x7f {
				space = true
				i++
				continue
			}
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteByte(c)
			i++
			continue
		}
		n := 1
		for n < 4 && i+n < len(text) && text[i+n]&0xc0 == 0x80 {
			n++
		}
		r := []rune(text[i : i+n])[0]
		i += n
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == unicode.ReplacementChar, unicode.Is(unicode.Cf, r):
			space = true
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// heart is what a description says of the tool itself, after what it says of
// the collection that the tool belongs to.
func heart(text string) string {
	for _, mark := range []string{"Tool description: ", "Functional Description: "} {
		if _, after, ok := strings.Cut(text, mark); ok && len(after) > 10 {
			return after
		}
	}
	return text
}

// tag is the length of the markup tag that s begins with, 0 if there is none.
func tag(s string) int {
	if len(s) < 3 || !(s[1] == '/' || s[1] == '!' || s[1] >= 'a' && s[1] <= 'z' || s[1] >= 'A' && s[1] <= 'Z') {
		return 0
	}
	if end := strings.IndexByte(s[:min(len(s), 400)], '>'); end > 0 && !strings.Contains(s[1:end], "<") {
		return end + 1
	}
	return 0
}

// linkAt is the label of the Markdown link that s begins with, and the length
// of the whole.
func linkAt(s string) (label string, n int) {
	end := strings.IndexByte(s[:min(len(s), 300)], ']')
	if end < 1 || end+1 >= len(s) || s[end+1] != '(' {
		return "", 0
	}
	if strings.IndexByte(s[1:end], '[') >= 0 {
		return "", 0
	}
	stop := strings.IndexByte(s[end:min(len(s), end+600)], ')')
	if stop < 0 {
		return "", 0
	}
	return s[1:end], end + stop + 1
}
