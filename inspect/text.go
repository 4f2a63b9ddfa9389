package inspect

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Clean returns s as one may print it to a terminal: control characters,
// escape sequences, marks that reorder or hide text, and bytes that are not
// UTF-8 are written out as `\x1b` or `\u202e`. A record's text is whatever its
// author wanted it to be.
func Clean(s string) string {
	if strings.IndexFunc(s, unsafe) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x80 && unsafe(r):
			fmt.Fprintf(&b, `\x%02x`, r)
		case unsafe(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		case unsafe(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// unsafe reports whether a terminal may take r for anything but a sign to
// draw. The joiners that make up emoji and many scripts are let through.
func unsafe(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.Is(unicode.Cc, r) || r == '\u2028' || r == '\u2029' ||
		unicode.Is(unicode.Cf, r) && r != nonJoiner && r != joiner
}

// shorten cleans s and cuts it to a number of columns.
func shorten(s string, columns int) string {
	// No more than this can fit: a sign has at most a few dozen bytes of
	// combining marks before the width settles it.
	if most := columns * 32; len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return runewidth.Truncate(Clean(s), columns, "…")
}

// wrap cleans text and breaks it into lines of at most a number of columns,
// at spaces; what has no spaces is broken anywhere. Its own line breaks stay,
// empty lines do not.
func wrap(text string, columns int) []string {
	columns = max(columns, 8)
	var lines []string
	for paragraph := range strings.Lines(text) {
		var line strings.Builder
		width := 0
		end := func() {
			if width > 0 {
				lines = append(lines, line.String())
			}
			line.Reset()
			width = 0
		}
		for word := range strings.FieldsSeq(paragraph) {
			word = Clean(word)
			for word != "" {
				w := columnsOf(word)
				if width > 0 && width+1+w > columns {
					end()
				}
				if width > 0 {
					line.WriteByte(' ')
					width++
				}
				if w <= columns {
					line.WriteString(word)
					width += w
					break
				}
				head := runewidth.Truncate(word, columns, "")
				if head == "" { // one sign wider than the line
					head = word
				}
				line.WriteString(head)
				width += columnsOf(head)
				word = word[len(head):]
				end()
			}
		}
		end()
	}
	return lines
}

// pad fills s with spaces up to a number of columns.
func pad(s string, columns int) string { return runewidth.FillRight(s, columns) }

// Count writes n with a noun, and with thousands apart: "1 record", "12,345 records".
func Count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Thousands(n) + " " + noun + "s"
}

// Thousands writes n with a comma between thousands.
func Thousands(n int64) string {
	s := fmt.Sprint(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// columnsOf is how wide a terminal shows s.
func columnsOf(s string) int { return runewidth.StringWidth(s) }
