package toolpool

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	reasonNameChars   = "characters of the name are replaced"
	reasonNameLength  = "the name is longer than 64 characters and cut"
	reasonTextCut     = "the description is too long and cut"
	reasonTextControl = "control characters of the description are removed"
)

// mendName is the name as chat models accept it, [A-Za-z0-9_-]{1,64}, and why
// it had to change. Accents go, other characters outside ASCII become their
// code point in hexadecimal, anything else becomes "_". Different names that
// are cut stay different by eight digits of their hash. A name that fits is
// returned as it is; the name of white space only is "".
func mendName(name string) (mended string, reasons []string) {
	trimmed := strings.TrimSpace(name)
	if trimmed == "" {
		return "", nil
	}
	fits := true
	for i := 0; i < len(trimmed) && fits; i++ {
		fits = nameByte(trimmed[i])
	}
	mended = trimmed
	if !fits {
		mended = foldName(trimmed)
	}
	if mended != name {
		reasons = append(reasons, reasonNameChars)
	}
	if len(mended) > maxName {
		sum := sha256.Sum256([]byte(trimmed))
		mended = mended[:maxName-9] + "_" + hex.EncodeToString(sum[:4])
		reasons = append(reasons, reasonNameLength)
	}
	return mended, reasons
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

// foldName writes a name in the bytes that nameByte allows.
func foldName(name string) string {
	var b strings.Builder
	word := false // a letter or digit was written
	for _, r := range norm.NFKD.String(name) {
		switch {
		case r < utf8.RuneSelf && nameByte(byte(r)):
			b.WriteByte(byte(r))
			word = word || r != '_' && r != '-'
		case unicode.Is(unicode.Mn, r):
			// The accent of the letter before.
		case r >= utf8.RuneSelf && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r)):
			b.WriteByte('u')
			b.WriteString(hexadecimal(r))
			word = true
		default:
			b.WriteByte('_')
		}
	}
	if !word {
		// Nothing is left that could tell it from another name.
		sum := sha256.Sum256([]byte(name))
		return "tool_" + hex.EncodeToString(sum[:4])
	}
	return b.String()
}

func hexadecimal(r rune) string {
	const digits = "0123456789abcdef"
	s := ""
	for ; r > 0; r >>= 4 {
		s = digits[r&15:r&15+1] + s
	}
	for len(s) < 4 {
		s = "0" + s
	}
	return s
}

// tidy is a text with its white space collapsed: runs of blanks to one,
// blank lines to one, none at the ends of lines and of the text. Control
// characters and those that turn the direction of writing are removed; control
// says whether there were any.
func tidy(s string) (tidied string, control bool) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if tidyAlready(s) {
		return s, false
	}
	b := make([]byte, 0, len(s))
	blanks, lines := false, 0
	for _, r := range s {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			lines++
			blanks = false
			continue
		case r == '\r':
			// With "\n" or without, it says nothing that a record needs.
			blanks = true
			continue
		case unicode.IsSpace(r):
			blanks = true
			continue
		case hidden(r):
			control = true
			continue
		}
		if len(b) > 0 {
			switch {
			case lines > 1:
				b = append(b, "\n\n"...)
			case lines == 1:
				b = append(b, '\n')
			case blanks:
				b = append(b, ' ')
			}
		}
		blanks, lines = false, 0
		b = utf8.AppendRune(b, r)
	}
	return string(b), control
}

// tidyAlready is the quick answer for text that needs nothing.
func tidyAlready(s string) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' || c == 0x7f || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

// hidden says whether r is a character that shows as nothing and can change
// how the text around it shows.
func hidden(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
		return true
	}
	return false
}

// Shown is a text without the characters that show as nothing and can change how
// what is around them shows; lines and tabs stay.
func Shown(s string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) && r != '\n' && r != '\r' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// cut is at most most bytes of s, with an ellipsis where something is missing.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	const ellipsis = "…"
	n := most - len(ellipsis)
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimRightFunc(s[:n], unicode.IsSpace) + ellipsis
}
