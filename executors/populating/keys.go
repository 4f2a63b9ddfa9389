package populating

import (
	"strconv"
	"strings"
	"unicode"
)

// choosePrefix finds letters for the keys of a table that no other table of
// the world has: ord, cus.
func (p *plan) choosePrefix(taken map[string]bool) {
	word := "row"
	if n := len(p.thing); n > 0 && slug(p.thing[n-1], "") != "" {
		word = slug(p.thing[n-1], "")
		if n > 1 && len(slug(p.thing[0], "")) > 0 {
			if initials := slug(p.thing[0], "")[:1] + word[:min(2, len(word))]; taken[word[:min(3, len(word))]] {
				word = initials
			}
		}
	}
	for n := min(3, len(word)); n <= len(word); n++ {
		if !taken[word[:n]] {
			p.prefix = word[:n]
			taken[p.prefix] = true
			return
		}
	}
	for i := 2; ; i++ {
		if w := word[:min(3, len(word))] + strconv.Itoa(i); !taken[w] {
			p.prefix = w
			taken[w] = true
			return
		}
	}
}

// id draws a key as the column's type, its examples and the world's style have
// it.
func (r *row) id(c *column) any {
	s := r.s
	switch c.Type {
	case "INTEGER", "REAL":
		// Numbers grow with time, with gaps: a table has kept counting while rows
		// were deleted.
		style := r.p.style
		base, gap := int64(1), int64(1)
		if !r.p.kind.lookup {
			base = []int64{1, 100, 1000, 5000, 10000, 100000, 2400000}[style%7]
			gap = 1 + int64(style/7%9)
			base += int64(style / 63 % 97)
		}
		at := base + int64(r.ordinal)*gap
		if gap > 1 {
			at += int64(s.IntN(int(gap)))
		}
		return c.number(float64(at))
	}
	if c.re != nil {
		if text, ok := c.re.Draw(s, c.doc.short, c.doc.long); ok {
			return text
		}
	}
	for _, e := range c.doc.examples {
		if text, ok := e.(string); ok && len(text) >= 3 && len(text) <= 64 {
			return alike(r, text)
		}
	}
	if c.doc.format == "uuid" || c.doc.format == "guid" || c.doc.says("uuid", "guid") {
		return uuid(r)
	}
	if r.p.kind.lookup && r.f.keys != 1 && c.key {
		if named := r.p.named(); named != nil && len(r.p.kind.names) > 0 && r.s.Chance(1, 1) && r.f.keys%2 == 0 {
			if text := slug(r.called(named), "-"); text != "" && len(text) < 40 {
				return text
			}
		}
	}
	prefix := r.p.prefix
	switch r.f.keys {
	case 1:
		return uuid(r)
	case 2:
		return strings.ToUpper(prefix) + "-" + strconv.Itoa(1000+r.ordinal*7+s.IntN(7))
	case 3:
		return hexText(s, 24)
	case 4:
		return strings.ToUpper(prefix[:1]) + strconv.Itoa(10000+r.ordinal*13+s.IntN(13))
	}
	return prefix + "_" + base36(s, 8)
}

// called is what the row is called, drawn once for its name and its key.
func (r *row) called(c *column) string {
	if r.label == "" {
		if text, ok := r.named(c).(string); ok {
			r.label = text
		}
	}
	return r.label
}

func uuid(r *row) string {
	h := hexText(r.s, 32)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-" + "89ab"[r.s.IntN(4):][:1] + h[17:20] + "-" + h[20:32]
}

// alike is a text with the shape of an example: digits for digits, letters for
// letters, a first word in letters as it is (`cus_`, `PROJ-`).
func alike(r *row, example string) string {
	cut := 0
	if i := strings.IndexAny(example, "_-:"); i > 0 && i <= 8 {
		plain := true
		for _, c := range example[:i] {
			plain = plain && unicode.IsLetter(c)
		}
		if plain && i+1 < len(example) {
			cut = i + 1
		}
	}
	rest := example[cut:]
	if cut == 0 && isNumeral(rest) && len(rest) < 16 { // a number in a text
		n := int64(1)
		for range len(rest) - 1 {
			n *= 10
		}
		return strconv.FormatInt(n+int64(r.ordinal*(1+int(r.p.style%7)))+int64(r.p.style%3), 10)
	}
	hex := len(rest) >= 8
	for _, c := range rest {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c == '-') {
			hex = false
		}
	}
	digit := strings.ContainsAny(rest, "0123456789")
	if !digit && !hex { // words: only their end differs
		return example + "-" + strconv.Itoa(10+r.ordinal)
	}
	b := []byte(rest)
	for i, c := range b {
		switch {
		case hex && c != '-':
			b[i] = "0123456789abcdef"[r.s.IntN(16)]
		case '0' <= c && c <= '9':
			b[i] = byte('0' + r.s.IntN(10))
			if i == 0 && b[i] == '0' {
				b[i] = '1'
			}
		case 'a' <= c && c <= 'z' && len(rest) > 6:
			b[i] = byte('a' + r.s.IntN(26))
		case 'A' <= c && c <= 'Z' && len(rest) > 6:
			b[i] = byte('A' + r.s.IntN(26))
		}
	}
	return example[:cut] + string(b)
}
