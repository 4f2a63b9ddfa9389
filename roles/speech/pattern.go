package speech

import (
	"strings"
	"sync"

	"worldc/rng"
)

// A Bank is patterns of which any may be said in a situation. A pattern is
// text in which {a|b} is one of the alternatives, [a] stands or is left out, and
// $name is a fill.
type Bank struct {
	// Banks are package variables, hundreds of them, and most processes say nothing
	// of them. So they are looked through when they are made, and read when the first
	// is said.
	patterns func() []pattern
}

// A pattern is a sequence of parts.
type pattern struct {
	tones string // letters of the tones that say it; "" is all
	parts []part
}

// A part is a text, a fill, or a choice between patterns.
type part struct {
	text    string
	fill    string // the name of a fill
	choices []pattern
}

// NewBank is a bank of patterns, one on each line. A line that begins with @ and
// letters is said in the tones of these letters only. It panics where brackets
// do not match or one of the tones has no pattern, which is a programmer's
// mistake.
func NewBank(tones, text string) *Bank {
	said := "" // in these tones
	all := false
	for line := range strings.Lines(text) {
		only, line := toned(line)
		if line == "" {
			continue
		}
		if open(line) {
			panic("speech: an open bracket in " + line)
		}
		said, all = said+only, all || only == ""
	}
	for _, tone := range tones {
		if !all && !strings.ContainsRune(said, tone) {
			panic("speech: no pattern of the tone " + string(tone) + " in " + text)
		}
	}
	return &Bank{sync.OnceValue(func() []pattern { return read(text) })}
}

// toned is a line without the tones that it is for, which are empty for all.
func toned(line string) (tones, rest string) {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "@") {
		tones, line, _ = strings.Cut(line[1:], " ")
	}
	return tones, line
}

// read reads patterns.
func read(text string) []pattern {
	var list []pattern
	for line := range strings.Lines(text) {
		if tones, line := toned(line); line != "" {
			list = append(list, pattern{tones, compile(line).parts})
		}
	}
	return list
}

// compile reads one pattern.
func compile(text string) pattern {
	var p pattern
	add := func(x part) { p.parts = append(p.parts, x) }
	for i := 0; i < len(text); {
		switch text[i] {
		case '{':
			end := Closing(text, i)
			var x part
			for _, a := range Alternatives(text[i+1 : end]) {
				x.choices = append(x.choices, compile(a))
			}
			add(x)
			i = end + 1
		case '[':
			end := Closing(text, i)
			add(part{choices: []pattern{compile(text[i+1 : end]), {}}})
			i = end + 1
		case '$':
			end := i + 1
			for end < len(text) && (text[end] >= 'a' && text[end] <= 'z' || text[end] >= 'A' && text[end] <= 'Z') {
				end++
			}
			add(part{fill: text[i+1 : end]})
			i = end
		default:
			end := i
			for end < len(text) && text[end] != '{' && text[end] != '[' && text[end] != '$' {
				end++
			}
			add(part{text: text[i:end]})
			i = end
		}
	}
	return p
}

// A Voice says patterns in one talk: as long as there are others it says none
// twice.
type Voice struct {
	*rng.Stream

	// Tone is a letter that chooses among the patterns of a bank.
	Tone byte

	used []*pattern
	text []byte
}

// Say says a pattern of the bank. fill alternates names and texts.
func (v *Voice) Say(b *Bank, fill ...string) string {
	p := v.choose(b)
	v.text = v.text[:0]
	v.expand(p, fill)
	return tidy(string(v.text))
}

// choose draws a pattern of the voice's tone that was not said before, where
// there is one.
func (v *Voice) choose(b *Bank) *pattern {
	patterns := b.patterns()
	start := v.IntN(len(patterns))
	var second *pattern
	for i := range patterns {
		p := &patterns[(start+i)%len(patterns)]
		if p.tones != "" && strings.IndexByte(p.tones, v.Tone) < 0 {
			continue
		}
		said := false
		for _, u := range v.used {
			said = said || u == p
		}
		if !said {
			v.used = append(v.used, p)
			return p
		}
		if second == nil {
			second = p
		}
	}
	return second // there is one, as NewBank has seen to
}

func (v *Voice) expand(p *pattern, fill []string) {
	for i := range p.parts {
		x := &p.parts[i]
		switch {
		case x.choices != nil:
			v.expand(&x.choices[v.IntN(len(x.choices))], fill)
		case x.fill != "":
			v.text = append(v.text, filled(fill, x.fill)...)
		default:
			v.text = append(v.text, x.text...)
		}
	}
}

func filled(fill []string, name string) string {
	for i := 0; i+1 < len(fill); i += 2 {
		if fill[i] == name {
			return fill[i+1]
		}
	}
	panic("speech: nothing fills $" + name)
}

// tidy makes one space of two, and none at the ends, as choices leave them.
func tidy(s string) string {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "  ") {
		return s
	}
	var b strings.Builder
	space := false
	for i := range len(s) {
		if s[i] == ' ' && space {
			continue
		}
		space = s[i] == ' '
		b.WriteByte(s[i])
	}
	return b.String()
}
