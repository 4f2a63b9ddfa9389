package user

import (
	"strings"
	"unicode"

	"worldc/roles"
	"worldc/roles/speech"
)

// openGoal opens a talk about a task without steps: with what is wanted, and
// part of what else there is to say.
func (p *person) openGoal(greeting string) roles.UserDecision {
	d := roles.UserDecision{Raise: []int{0}}
	p.raised[0] = true
	text := greeting
	var later []string
	for i, s := range p.goal {
		facts := p.factsIn(s)
		personal := strings.HasPrefix(s, "I am ") || strings.HasPrefix(s, "I write ") || strings.HasPrefix(s, "My name")
		conditional := strings.HasPrefix(s, "If ")
		if i < len(p.goal)-1 && conditional || personal && len(p.goal) > 1 && p.mention < 75 {
			later = append(later, s)
			continue
		}
		text = join(text, s)
		d.Reveal = append(d.Reveal, facts...)
	}
	p.goal = later
	d.Say = text
	return d
}

// factsIn are the facts whose values stand in a text.
func (p *person) factsIn(text string) []int {
	var list []int
	for i, f := range p.facts {
		if strings.Contains(strings.ToLower(text), strings.ToLower(speech.Plain(f.Value))) {
			list = append(list, i)
		}
	}
	return list
}

// firstPerson tells a goal in the second person ("You want ...", "Book ...") as
// the person would, sentence by sentence.
func firstPerson(goal string) []string {
	var list []string
	for _, s := range sentences(goal) {
		if s = turned(s); s != "" {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		list = []string{"I need some help."}
	}
	return list
}

// sentences takes a text apart at full stops that end a sentence.
func sentences(text string) []string {
	var list []string
	from := 0
	runes := []rune(strings.Join(strings.Fields(text), " "))
	for i, r := range runes {
		end := i+1 == len(runes)
		if strings.ContainsRune(".!?", r) && !end && runes[i+1] == ' ' && i+2 < len(runes) && unicode.IsUpper(runes[i+2]) && !abbreviated(runes[from:i]) {
			list = append(list, strings.TrimSpace(string(runes[from:i+1])))
			from = i + 1
		} else if end {
			list = append(list, strings.TrimSpace(string(runes[from:])))
		}
	}
	return list
}

// abbreviated reports whether a text ends with a title or an initial, after
// which a full stop ends no sentence.
func abbreviated(text []rune) bool {
	words := strings.Fields(string(text))
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	switch last {
	case "Mr", "Mrs", "Ms", "Dr", "St", "No", "vs":
		return true
	}
	return len([]rune(last)) == 1
}

// wishing are verbs that begin what somebody is told to have done.
var wishing = map[string]string{"Ask": "I'd like to ask", "Find": "I'd like to find", "Have": "I'd like to have", "Get": "I'd like to get", "Make": "Please make"}

// turned is a sentence in the first person.
func turned(s string) string {
	words := strings.Fields(s)
	if len(words) == 0 {
		return ""
	}
	first := words[0]
	switch {
	case wishing[first] != "":
		words[0] = wishing[first]
	case imperative(first):
		words[0] = "Please " + strings.ToLower(first)
	}
	for i, w := range words {
		bare := strings.Trim(w, ".,;:!?()\"'")
		next, previous := "", ""
		if i+1 < len(words) {
			next = strings.ToLower(words[i+1])
		}
		if i > 0 {
			previous = strings.ToLower(words[i-1])
		}
		to := ""
		switch strings.ToLower(bare) {
		case "you":
			to = "I"
			if objectAfter[previous] && next != "are" && next != "have" && next != "want" {
				to = "me"
			}
		case "you're":
			to = "I'm"
		case "you've":
			to = "I've"
		case "you'd":
			to = "I'd"
		case "you'll":
			to = "I'll"
		case "your":
			to = "my"
		case "yours":
			to = "mine"
		case "yourself":
			to = "myself"
		case "are":
			if strings.Trim(previous, ",") == "i" {
				to = "am"
			}
		case "were":
			if strings.Trim(previous, ",") == "i" {
				to = "was"
			}
		}
		if to != "" {
			words[i] = strings.Replace(w, bare, to, 1)
		}
	}
	return speech.Capital(strings.Join(words, " "))
}

var objectAfter = map[string]bool{
	"for": true, "to": true, "with": true, "of": true, "from": true, "at": true, "by": true, "give": true, "tell": true, "show": true, "send": true, "let": true,
	"help": true, "on": true, "about": true, "gives": true, "tells": true, "offers": true, "offer": true, "charge": true, "charged": true, "refund": true,
}

// imperative reports whether a word that begins a sentence is a verb that
// tells somebody to do something, as far as its form tells.
func imperative(word string) bool {
	switch word {
	case "Add", "Apply", "Book", "Buy", "Call", "Cancel", "Change", "Check", "Close", "Confirm", "Create", "Delete", "Enquire", "Exchange", "Insist", "Inquire",
		"Look", "Modify", "Move", "Open", "Order", "Pay", "Place", "Put", "Refund", "Remove", "Rename", "Replace", "Request", "Reschedule", "Reserve", "Return", "Send",
		"Set", "Start", "Stop", "Switch", "Take", "Tell", "Try", "Update", "Upgrade", "Use":
		return true
	}
	return false
}
