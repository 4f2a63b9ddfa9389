// Package telling is how those who play scripts speak of actions and things: an
// action as a phrase, and what a game master says as the player would repeat it.
package telling

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/roles/speech"
	"worldc/world"
	"worldc/world/acting"
)

// Phrase is an action as one speaks of it: "take the mug from the sink". Where it is
// more of a command than a sentence, it is quoted as it stands.
func Phrase(s *world.Script, a *world.ScriptAction, values map[string]string) string {
	if !Spoken(a) {
		return "`" + acting.Move{Action: a, Values: values}.Words() + "`"
	}
	return fill(a.Template, func(p string) string { return The(s, values[p]) })
}

// Doing is the phrase in its form in -ing; a command is "using `cd home`".
func Doing(s *world.Script, a *world.ScriptAction, values map[string]string) string {
	p := Phrase(s, a, values)
	if !Spoken(a) {
		return "using " + p
	}
	return speech.Gerund(p)
}

// Spoken reports whether the template of an action is a sentence that one can say.
func Spoken(a *world.ScriptAction) bool {
	first, _, _ := strings.Cut(a.Template, " ")
	if commands[first] {
		return false
	}
	depth := 0
	for i, r := range a.Template {
		switch {
		case r == '{':
			depth++
			if i == 0 {
				return false // no verb to begin with
			}
		case r == '}':
			depth--
		case depth == 0 && !(r >= 'a' && r <= 'z' || r == ' ' || r == '/' || r == '\''):
			return false
		}
	}
	return true
}

// commands are first words that are no verbs of a sentence.
var commands = map[string]bool{"cd": true, "ls": true, "mv": true, "cp": true, "rm": true, "cat": true, "mkdir": true, "touch": true, "grep": true, "chmod": true, "git": true, "sudo": true, "pwd": true,
	// The perturbation of AgentRefine that puts first where something is taken from.
	"from": true}

// fill puts texts for the placeholders of a template. "in/on" is said as one of the
// two.
func fill(template string, value func(placeholder string) string) string {
	var b strings.Builder
	rest := template
	for {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return strings.ReplaceAll(b.String(), "in/on", "in or on")
		}
		name, behind, _ := strings.Cut(after, "}")
		v := value(name)
		if determined(before) {
			v = strings.TrimPrefix(v, "the ")
		}
		b.WriteString(v)
		rest = behind
	}
}

// determined reports whether what stands before a thing has an article already.
func determined(before string) bool {
	for _, word := range []string{"the ", "a ", "an ", "your ", "my "} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}

// The is a value with its article, if it is a thing that takes one.
func The(s *world.Script, v string) string {
	if !IsThing(s, v) || strings.HasPrefix(v, "the ") {
		return v
	}
	for _, r := range v {
		if !(unicode.IsLower(r) || r == ' ' || r == '-' || r == '\'') {
			return v // a name or a number
		}
	}
	return "the " + v
}

// IsThing reports whether a value is a thing of the script's world: the name of a
// row.
func IsThing(s *world.Script, value string) bool {
	key := []byte(`"name":` + strconv.Quote(value))
	for _, rows := range s.World.Rows { //lint:ordered whether any has it
		for _, r := range rows {
			if bytes.Contains(r, key) {
				return true
			}
		}
	}
	return false
}

// ToMe is what somebody was told, as they repeat it of themselves: "You are not
// holding the mug." becomes "I am not holding the mug."
func ToMe(text string) string {
	words := strings.Split(text, " ")
	for i, w := range words {
		core := strings.TrimRight(w, ".,;:!?")
		tail := w[len(core):]
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch strings.ToLower(core) {
		case "you":
			switch {
			case strings.TrimRight(next, ".,;:!?") == "are":
				words[i], words[i+1] = "I"+tail, "am"+next[3:]
			case tail != "" || i > 0 && prepositions[strings.ToLower(words[i-1])]:
				words[i] = "me" + tail
			default:
				words[i] = "I"
			}
		case "your":
			if core[0] == 'Y' {
				words[i] = "My" + tail
			} else {
				words[i] = "my" + tail
			}
		case "yourself":
			words[i] = "myself" + tail
		}
	}
	return strings.Join(words, " ")
}

var prepositions = map[string]bool{"to": true, "with": true, "from": true, "for": true, "at": true, "by": true, "on": true, "behind": true, "before": true, "give": true, "gives": true, "let": true, "lets": true, "of": true, "near": true}

// Lower begins a sentence small, as it stands within another; a name and "I" stay.
func Lower(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	first, _, _ := strings.Cut(text, " ")
	if first == "I" || strings.HasPrefix(first, "I'") || len(first) > 1 && first != strings.ToUpper(first[:1])+strings.ToLower(first[1:]) {
		return text
	}
	if starters[first] {
		return string(unicode.ToLower(r)) + text[n:]
	}
	return text
}

// starters are words with which sentences begin that are no names.
var starters = map[string]bool{"There": true, "The": true, "It": true, "That": true, "This": true, "My": true, "Your": true, "You": true, "Nothing": true, "No": true, "Only": true, "In": true, "On": true, "At": true, "A": true, "An": true, "First": true, "Somebody": true, "Nobody": true, "One": true, "They": true, "These": true}

// Bare is a sentence without the full stop at its end.
func Bare(text string) string { return strings.TrimRight(strings.TrimSpace(text), ".") }

// Mentions reports whether a text in small letters has a value in it, as words of its own.
func Mentions(text, value string) bool {
	v := strings.ToLower(value)
	for from := 0; ; {
		at := strings.Index(text[from:], v)
		if at < 0 {
			return false
		}
		at += from
		if end := at + len(v); (at == 0 || !word(text[at-1])) && (end == len(text) || !word(text[end])) {
			return true
		}
		from = at + 1
	}
}

func word(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80 }
