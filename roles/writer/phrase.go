package writer

import (
	"strings"

	"worldc/rng"
	"worldc/roles/speech"
)

// A voice chooses the words of one instruction.
type voice struct {
	*rng.Stream
	used  map[string]bool // patterns that have been said, so that none is said twice
	agent string          // what the one who helps is called
	dates int             // how days are said
}

// lines are the patterns of a table, one on each line.
func lines(text string) []string {
	var list []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}

// pick chooses a pattern that was not said before, where there is one.
func (v *voice) pick(bank []string) string {
	i := v.IntN(len(bank))
	for range len(bank) {
		if !v.used[bank[i]] {
			break
		}
		i = (i + 1) % len(bank)
	}
	v.used[bank[i]] = true
	return bank[i]
}

// speak says a pattern of the bank.
func (v *voice) speak(bank []string, fill ...string) string { return v.say(v.pick(bank), fill...) }

// say puts a pattern into words. {a|b} is one of the alternatives, [a] stands or
// is left out, and $name is the fill that follows "name" in the list. Fills are
// text and no patterns: whatever they hold is not looked at. $agent needs none.
func (v *voice) say(pattern string, fill ...string) string {
	var b strings.Builder
	v.expand(&b, pattern, fill)
	return b.String()
}

func (v *voice) expand(b *strings.Builder, p string, fill []string) {
	for i := 0; i < len(p); {
		switch p[i] {
		case '{':
			end := speech.Closing(p, i)
			v.expand(b, rng.Pick(v.Stream, speech.Alternatives(p[i+1:end])), fill)
			i = end + 1
		case '[':
			end := speech.Closing(p, i)
			if v.Chance(1, 2) {
				v.expand(b, p[i+1:end], fill)
			}
			i = end + 1
		case '$':
			end := i + 1
			for end < len(p) && (p[end] >= 'a' && p[end] <= 'z' || p[end] >= 'A' && p[end] <= 'Z') {
				end++
			}
			b.WriteString(v.filled(fill, p[i+1:end], p))
			i = end
		default:
			b.WriteByte(p[i])
			i++
		}
	}
}

func (v *voice) filled(fill []string, name, pattern string) string {
	if name == "agent" {
		return v.agent
	}
	for i := 0; i+1 < len(fill); i += 2 {
		if fill[i] == name {
			return fill[i+1]
		}
	}
	panic("writer: nothing fills $" + name + " in " + pattern)
}
