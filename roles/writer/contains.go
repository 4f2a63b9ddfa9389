package writer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// Contains returns the details of a story that cannot be recovered from the text
// of an instruction, each by its step and label: values that do not stand in it
// exactly enough to form an argument from them, changes of state that neither a
// verb nor a state tells, and answers that nobody asks for. A value need not
// stand as it stands in the story, but in a spelling from which one value alone
// can be meant: 14 March 2026 for 2026-03-14, "in progress" for IN_PROGRESS.
func Contains(i roles.Instruction, s roles.Story) []string {
	text := i.Background + "\n" + i.Goal
	lower := strings.ToLower(text)
	var missing []string
	for n, step := range s.Steps {
		miss := func(what, label string) {
			missing = append(missing, fmt.Sprintf("step %d: %s %q", n+1, what, label))
		}
		for _, d := range step.Target {
			if len(d.Value) > 0 && !said(text, lower, d) {
				miss("the value of", labelOf(d))
			}
		}
		for _, d := range step.Values {
			if len(d.Value) > 0 && !said(text, lower, d) {
				miss("the value of", labelOf(d))
			}
		}
		for _, d := range step.Wants {
			if step.Operation != world.Count && !asked(lower, labelOf(d)) {
				miss("nobody asks for", labelOf(d))
			}
		}
		if step.Transition != nil && !moved(lower, step) {
			miss("nothing tells the change to", step.Transition.To)
		}
	}
	return missing
}

// Missing is [Contains] for a text that may be in another language than English:
// then only values count that are the same in all languages, which are texts
// and numbers, and these as they are written.
func Missing(i roles.Instruction, s roles.Story, english bool) []string {
	if english {
		return Contains(i, s)
	}
	text := i.Background + "\n" + i.Goal
	var missing []string
	for n, step := range s.Steps {
		for _, d := range slices.Concat(step.Target, step.Values) {
			switch kindOf(d) {
			case kBool, kNull, kDate, kDateTime, kTime, kList, kObject:
				continue // languages say them in words of their own
			}
			if len(d.Value) == 0 || d.Choice || stands(text, textOf(bytes.TrimSpace(d.Value))) {
				continue
			}
			if said(text, strings.ToLower(text), d) {
				continue
			}
			missing = append(missing, fmt.Sprintf("step %d: the value of %q", n+1, labelOf(d)))
		}
	}
	return missing
}

// said reports whether a value can be recovered from a text.
func said(text, lower string, d roles.Detail) bool {
	switch kindOf(d) {
	case kList:
		var items []json.RawMessage
		if json.Unmarshal(d.Value, &items) != nil || len(items) == 0 {
			return stands(text, "nothing")
		}
		for _, it := range items {
			e := d
			e.Value = it
			if !said(text, lower, e) {
				return false
			}
		}
		return true
	case kObject:
		list := members(d.Value)
		for _, m := range list {
			if e := (roles.Detail{Label: m.name, Value: m.value}); !said(text, lower, e) {
				return false
			}
		}
		return len(list) > 0 || stands(text, "nothing")
	case kBool:
		_, rest := switchVerb(labelOf(d))
		if rest == "" {
			rest = labelOf(d)
		}
		rest = strings.ToLower(rest)
		if isTrue(d) {
			return stands(lower, rest) || stands(lower, "yes")
		}
		if stands(lower, "no") {
			return true
		}
		for at := strings.Index(lower, rest); at >= 0; {
			around := lower[max(0, at-24):min(len(lower), at+len(rest)+20)]
			if hasWord(" "+words(around)+" ", "not", "no", "off") {
				return true
			}
			next := strings.Index(lower[at+1:], rest)
			if next < 0 {
				break
			}
			at += 1 + next
		}
		return false
	case kNull:
		return stands(lower, "empty") || stands(lower, "blank") || stands(lower, "no "+strings.ToLower(labelOf(d)))
	}
	if raw := bytes.TrimSpace(d.Value); len(raw) > 2 && raw[0] == '"' && stands(text, textOf(raw)) {
		return true
	}
	for _, spelling := range spellings(d) {
		if stands(text, spelling) {
			return true
		}
	}
	return false
}

// words is a text without anything that is no letter.
func words(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

// stands reports whether a spelling stands in a text by itself: 41 does not stand
// in 2041 or in 41.5.
func stands(text, spelling string) bool {
	if spelling == "" {
		return strings.Contains(text, `""`)
	}
	for from := 0; ; {
		at := strings.Index(text[from:], spelling)
		if at < 0 {
			return false
		}
		at += from
		if alone(text[:at], spelling, text[at+len(spelling):]) {
			return true
		}
		from = at + 1
	}
}

func alone(before, spelling, after string) bool {
	wordy := func(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && r < 0x2E80 || r == '_' }
	first, _ := utf8.DecodeRuneInString(spelling)
	last, _ := utf8.DecodeLastRuneInString(spelling)
	if r, _ := utf8.DecodeLastRuneInString(before); before != "" && wordy(r) && wordy(first) {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(after); after != "" && wordy(r) && wordy(last) {
		return false
	}
	if unicode.IsDigit(last) && len(after) > 1 && (after[0] == '.' || after[0] == ',' || after[0] == ':') && unicode.IsDigit(rune(after[1])) {
		return false
	}
	if unicode.IsDigit(first) && len(before) > 0 {
		switch c := before[len(before)-1]; c {
		case '.', ',', ':':
			return len(before) < 2 || !unicode.IsDigit(rune(before[len(before)-2]))
		case '-', '+':
			return len(before) > 1 && alphanumeric(before[len(before)-2])
		}
	}
	return true
}

// asked reports whether the words of a label stand in a text, those of a date
// also as a verb: "when it is due" asks for the due date.
func asked(lower, label string) bool {
	label = strings.ToLower(label)
	if strings.Contains(lower, label) {
		return true
	}
	if verb, ok := strings.CutPrefix(label, "date "); ok && strings.Contains(lower, verb) {
		return true
	}
	if what, ok := strings.CutPrefix(label, "number of "); ok && strings.Contains(lower, "how many "+what) {
		return true
	}
	if _, rest := switchVerb(label); strings.Contains(lower, "whether") && strings.Contains(lower, rest) {
		return true
	}
	first, _ := headword(label)
	switch label {
	case "date of the last change":
		return strings.Contains(lower, "last updated")
	case "due date", "due", "created at", "creation date", "created", "updated at", "last updated", "updated", "start date", "start time", "start", "end date", "end time", "end", "status", "state":
		return strings.Contains(lower, strings.TrimSuffix(first, "ion")) || strings.Contains(lower, "status")
	case "expiry date", "expires at", "expiration date", "expires":
		return strings.Contains(lower, "expire")
	case "price", "cost":
		return strings.Contains(lower, "cost")
	}
	return false
}

// moved reports whether a change of state is told by its verb or by the state.
func moved(lower string, step roles.Step) bool {
	if to := inPlainWords(step.Transition.To); to != "" && strings.Contains(lower, strings.ToLower(to)) {
		return true
	}
	if strings.Contains(lower, strings.ToLower(step.Transition.To)) || strings.Contains(lower, strings.ToLower(quoted(step.Transition.To))) {
		return true
	}
	verb := strings.ToLower(step.Verb)
	for _, v := range append([]string{verb}, near[verb]...) {
		if v != "" && verbStands(lower, v) {
			return true
		}
	}
	return false
}

// verbStands reports whether a verb stands in a text in one of its forms, with
// the rest of it behind: "called off", "call the lesson off".
func verbStands(lower, verb string) bool {
	first, rest := headword(verb)
	for _, form := range []string{first, speech.Participle(first), speech.Gerund(first)} {
		for from := 0; ; {
			at := strings.Index(lower[from:], form)
			if at < 0 {
				break
			}
			from += at + len(form)
			if strings.Contains(lower[from:min(len(lower), from+300)], rest) {
				return true
			}
		}
	}
	return false
}

// Leaks returns those of the identifiers, the names of tools and parameters,
// that stand in an instruction, in the order given. A name that is a plain word
// cannot be told from the word, and is none. What is quoted from the facts that
// the person knows is not looked at: it is data, whatever it says.
func Leaks(i roles.Instruction, identifiers []string) []string {
	text := i.Background + "\n" + i.Goal
	for _, f := range i.Known {
		for _, leaf := range leaves(f.Value) {
			if len(leaf) > 2 {
				text = strings.ReplaceAll(text, leaf, "\n")
			}
		}
	}
	var leaks []string
	for _, id := range identifiers {
		if opaque(id) && stands(text, id) {
			leaks = append(leaks, id)
		}
	}
	return leaks
}

// leaves are the strings in a value, as they stand and as they are quoted.
func leaves(raw json.RawMessage) []string {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) == nil {
		var list []string
		for _, it := range items {
			list = append(list, leaves(it)...)
		}
		return list
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return []string{quoted(s), s}
	}
	var list []string
	for _, m := range members(raw) {
		list = append(list, leaves(m.value)...)
	}
	return list
}

// Opaque reports whether a name is one that [Leaks] looks for: not a plain word.
func Opaque(id string) bool { return opaque(id) }

// opaque reports whether a name is no word that people say: it has an
// underscore, a capital inside, a digit among letters or a point.
func opaque(id string) bool {
	if len(id) < 3 {
		return false
	}
	letters, inner := false, false
	runes := []rune(id)
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r):
			letters = true
			if i > 0 && unicode.IsUpper(r) && unicode.IsLower(runes[i-1]) {
				inner = true
			}
			if r >= 0x2E80 && len(runes) > 3 {
				inner = true
			}
		case r == '_' || r == '.' || r == '/' || r == ':' || r == '$':
			inner = true
		case r == '-' && !speech.Hyphenated(runes, i):
			inner = true
		case unicode.IsDigit(r) && i > 0 && letters && len(runes) > 4:
			inner = true
		}
	}
	return letters && inner
}
