// Package telling is how those who play scripts speak of actions and things: an
// action as a phrase, and what a game master says as the player would repeat it.
package telling

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/roles/speech"
	"worldc/world"
	"worldc/world/acting"
)

// A Scene is how the actions and things of one script are spoken of. It may be used
// by several goroutines.
type Scene struct {
	things map[string]bool   // the names of rows
	where  map[string]string // whether something is in a thing or on it, where its row says so
	names  []string          // of them, those that are looked for in what is seen
	small  []string          // the same in small letters
	forms  map[*world.ScriptAction]*form
}

// A form is the template of an action, taken apart.
type form struct {
	literals, placeholders []string
	spoken, moves          bool
}

// Of is the scene of a script.
func Of(s *world.Script) *Scene {
	rows := 0
	for _, list := range s.World.Rows { //lint:ordered a sum
		rows += len(list)
	}
	c := &Scene{
		things: make(map[string]bool, rows), where: map[string]string{}, names: make([]string, 0, rows), small: make([]string, 0, rows),
		forms: make(map[*world.ScriptAction]*form, len(s.Actions)),
	}
	for _, table := range slices.Sorted(maps.Keys(s.World.Rows)) {
		for _, r := range s.World.Rows[table] {
			name := nameOf(r)
			if name == "" || c.things[name] {
				continue
			}
			c.things[name] = true
			if bytes.Contains(r, []byte(`"where":"in"`)) {
				c.where[name] = "in"
			} else if bytes.Contains(r, []byte(`"where":"on"`)) {
				c.where[name] = "on"
			}
			c.names, c.small = append(c.names, name), append(c.small, strings.ToLower(name))
		}
	}
	moves := map[string]bool{}
	for i := range s.World.Tools {
		t := &s.World.Tools[i]
		moves[t.Tool.Name] = t.Effect == world.Write && strings.Contains(t.Code, setsPlace)
	}
	for i := range s.Actions {
		a := &s.Actions[i]
		c.forms[a] = formOf(a.Template)
		c.forms[a].moves = moves[a.Tool]
	}
	return c
}

// Or is the scene, or that of a script where there is none.
func (c *Scene) Or(s *world.Script) *Scene {
	if c == nil {
		return Of(s)
	}
	return c
}

// setsPlace is how the code of a tool takes the player somewhere else.
const setsPlace = `db.update("player", "you", {"place": `

// nameOf is the name of a row, as rows of scripts have it; empty where it has none.
func nameOf(row []byte) string {
	_, rest, found := bytes.Cut(row, []byte(`"name":"`))
	if !found {
		return ""
	}
	end := bytes.IndexByte(rest, '"')
	if end > 0 && bytes.IndexByte(rest[:end], '\\') < 0 {
		return string(rest[:end])
	}
	var r struct{ Name string }
	if json.Unmarshal(row, &r) != nil {
		return ""
	}
	return r.Name
}

func formOf(template string) *form {
	f := &form{}
	f.placeholders, f.literals = acting.Parts(template)
	f.spoken = spoken(f.literals)
	return f
}

// form is that of an action, which need not be one of the script's.
func (c *Scene) form(a *world.ScriptAction) *form {
	if f := c.forms[a]; f != nil {
		return f
	}
	return formOf(a.Template)
}

// Phrase is an action as one speaks of it: "take the mug from the sink". What is
// more of a command than a sentence is quoted as it stands: "run `cd home`".
func (c *Scene) Phrase(a *world.ScriptAction, values map[string]string) string {
	f := c.form(a)
	var b strings.Builder
	if !f.spoken {
		b.WriteString("run `")
	}
	for i, l := range f.literals {
		if i == len(f.placeholders) {
			b.WriteString(l)
			break
		}
		v := values[f.placeholders[i]]
		if f.spoken && c.where[v] != "" {
			l = strings.ReplaceAll(l, "in/on", c.where[v])
		}
		b.WriteString(l)
		if f.spoken {
			if v = c.The(v); determined(l) {
				v = strings.TrimPrefix(v, "the ")
			}
		}
		b.WriteString(v)
	}
	if !f.spoken {
		b.WriteByte('`')
	}
	return b.String()
}

// Doing is the phrase in its form in -ing.
func (c *Scene) Doing(a *world.ScriptAction, values map[string]string) string {
	return speech.Gerund(c.Phrase(a, values))
}

// Spoken reports whether the template of an action is a sentence that one can say.
func (c *Scene) Spoken(a *world.ScriptAction) bool { return c.form(a).spoken }

// Moves reports whether an action takes the player somewhere else.
func (c *Scene) Moves(a *world.ScriptAction) bool { return c.form(a).moves }

// Parameters are the placeholders of an action, in their order.
func (c *Scene) Parameters(a *world.ScriptAction) []string { return c.form(a).placeholders }

// In are the things that a text in small letters names.
func (c *Scene) In(text string) []string {
	var list []string
	for i, name := range c.small {
		if mentions(text, name) {
			list = append(list, c.names[i])
		}
	}
	return list
}

// spoken reports whether the texts of a template are of a sentence.
func spoken(literals []string) bool {
	first, _, _ := strings.Cut(literals[0], " ")
	if first == "" || commands[first] {
		return false // no verb to begin with
	}
	for i, l := range literals {
		if i > 0 && i < len(literals)-1 && strings.TrimSpace(l) == "" {
			return false // nothing joins one value to the next
		}
		for _, r := range l {
			if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune(" /',-", r)) {
				return false
			}
		}
	}
	return true
}

// commands are first words that are no verbs of a sentence.
var commands = map[string]bool{
	"cd": true, "ls": true, "mv": true, "cp": true, "rm": true, "cat": true, "mkdir": true, "touch": true, "grep": true, "chmod": true, "git": true,
	"sudo": true, "pwd": true, "ssh": true, "systemctl": true, "journalctl": true, "service": true, "tar": true, "sh": true, "bash": true, "less": true, "df": true, "ps": true,
	"from": true, // the perturbation of AgentRefine that puts first where something is taken from
}

// determined reports whether what stands before a thing has an article already.
func determined(before string) bool {
	for _, word := range []string{"the ", "a ", "an ", "your ", "my ", "bag of "} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}

// The is a value with its article, if it is a thing that takes one: names, numbers
// and what is spelt as machines have it take none.
func (c *Scene) The(v string) string {
	if !c.things[v] || strings.HasPrefix(v, "the ") || !strings.Contains(v, " ") && strings.Contains(v, "-") {
		return v
	}
	for _, r := range v {
		if !(unicode.IsLower(r) || r == ' ' || r == '-' || r == '\'') {
			return v // a name or a number
		}
	}
	return "the " + v
}

// Once is a text in which a thing is named once where that is enough: what follows
// is "it" or "them", as long as no other thing is named in between.
func (c *Scene) Once(text, v string) string {
	the := c.The(v)
	if the == v {
		return text
	}
	first := strings.Index(strings.ToLower(text), the)
	if first < 0 {
		return text
	}
	from := first + len(the)
	next := strings.Index(text[from:], the)
	if next < 0 {
		return text
	}
	at := from + next
	between, rest := text[from:at], text[at+len(the):]
	if separable(text[:at]) || strings.Contains(text, " it ") || strings.HasSuffix(strings.ToLower(text[:first]), " of ") {
		return text // "it" would be something else: the screw of the lamp
	}
	if strings.Contains(between, "the ") || strings.Contains(between, "`") || rest != "" && (word(rest[0]) || rest[0] == ' ' && ofNext(rest)) || from < len(text) && word(text[from]) {
		return text
	}
	it := "it"
	if Plural(v) {
		it = "them"
	}
	if strings.HasSuffix(between, ". ") || strings.HasSuffix(between, ": ") && it == "them" {
		return text
	}
	return text[:at] + it + rest
}

// Plural reports whether a name is of more than one thing: "onions", and not "pair of
// boots".
func Plural(name string) bool {
	head, _, _ := strings.Cut(name, " of ")
	return strings.HasSuffix(head, "s") && !strings.HasSuffix(head, "ss") && strings.ToLower(head) == head
}

// separable reports whether a text ends in a word that what comes next would have to
// stand before if it were "it": pick it up.
func separable(text string) bool {
	for _, word := range []string{" up ", " out ", " off ", " over ", " down ", " on ", " in ", " back ", " away ", " along "} {
		if strings.HasSuffix(text, word) {
			return true
		}
	}
	return false
}

// ofNext reports whether what follows belongs to the thing: "the screw of the lamp".
func ofNext(rest string) bool {
	return strings.HasPrefix(rest, " of ") || strings.HasPrefix(rest, " is") || strings.HasPrefix(rest, " are")
}

// IsThing reports whether a value is a thing of the script's world: the name of a
// row.
func (c *Scene) IsThing(value string) bool { return c.things[value] }

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
func Mentions(text, value string) bool { return mentions(text, strings.ToLower(value)) }

func mentions(text, v string) bool {
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
