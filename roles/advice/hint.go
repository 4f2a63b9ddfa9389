package advice

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Hint is the advice as the error of a tool that does not tell what holds. example
// is a value that it would take; for what comes first, what has to be looked at.
// [Suspect] reads it.
func (a Advice) Hint(example string, known []string) string {
	switch a.Kind {
	case Pass:
		return fmt.Sprintf("%s has to be the right one of %s", a.Parameter, strings.Join(known, ", "))
	case Format:
		return fmt.Sprintf("%s cannot be read, but %q could", a.Parameter, example)
	case Unit:
		return fmt.Sprintf("%s cannot be read, but %q could", a.Parameter, example+" "+a.Unit)
	case Choice:
		return fmt.Sprintf("%s cannot be %q; %q for one is known", a.Parameter, a.Documented, example)
	case Rename:
		return fmt.Sprintf("%s is not known; known are %s", a.Documented, strings.Join(known, ", "))
	case First:
		return fmt.Sprintf("%s is missing or old: the %s has not been looked at as it is now", a.Parameter, example)
	}
	panic("advice: nothing hints at the kind " + string(a.Kind))
}

// A Clue is what an error hints at: ways in which a call might be made right, the
// likeliest first. Each is advice that belongs together.
type Clue struct {
	// About is the parameter, as it was called, or, for what comes first, as it is to
	// be passed.
	About string

	Ways [][]Advice

	// Wants is set where something has to be looked at first: its field is About, and
	// which tool shows it has still to be found out.
	Wants bool
}

// The errors that hint.
var (
	hintPass   = complaint(word + ` has to be the right one of ([^\n;]+)`)
	hintRead   = complaint(word + ` cannot be read, but "([^"\n]+)" could`)
	hintChoice = complaint(word + ` cannot be "[^"\n]*"; "([^"\n]+)" for one is known`)
	hintRename = complaint(word + ` is not known; known are ([^\n;]+)`)
	hintFirst  = complaint(word + ` is missing or old: the [^\n:]+ has not been looked at as it is now`)
)

// Suspect is what can be made of an error that does not tell what would be right. It
// goes by the documented parameters of the tool and by the arguments that it got.
func Suspect(text string, parameters, arguments json.RawMessage) (Clue, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	if m := hintPass().FindStringSubmatch(text); m != nil {
		var options []json.RawMessage
		if json.Unmarshal([]byte("["+m[2]+"]"), &options) != nil {
			return Clue{}, false
		}
		c := Clue{About: m[1]}
		for _, o := range options {
			c.Ways = append(c.Ways, []Advice{{Kind: Pass, Parameter: m[1], Value: o}})
		}
		return c, len(c.Ways) > 0
	}
	if m := hintRead().FindStringSubmatch(text); m != nil {
		c := Clue{About: m[1]}
		for _, a := range readLike(m[1], m[2], argument(arguments, m[1])) {
			c.Ways = append(c.Ways, []Advice{a})
		}
		return c, len(c.Ways) > 0
	}
	if m := hintChoice().FindStringSubmatch(text); m != nil {
		c := Clue{About: m[1], Ways: writtenLike(m[1], m[2], choices(parameters, m[1]))}
		return c, len(c.Ways) > 0
	}
	if m := hintRename().FindStringSubmatch(text); m != nil {
		c := Clue{About: m[1]}
		documented := members(parameters, "properties")
		for _, name := range strings.Split(m[2], ",") {
			if name = strings.TrimSpace(name); name != "" && documented[name] == nil {
				c.Ways = append(c.Ways, []Advice{{Kind: Rename, Documented: m[1], Parameter: name}})
			}
		}
		// What sounds like the old name is likelier.
		slices.SortStableFunc(c.Ways, func(a, b []Advice) int { return cmp.Compare(alike(b[0].Parameter, m[1]), alike(a[0].Parameter, m[1])) })
		return c, len(c.Ways) > 0
	}
	if m := hintFirst().FindStringSubmatch(text); m != nil {
		return Clue{About: m[1], Wants: true}, true
	}
	return Clue{}, false
}

// alike is how many letters two names have in common at their beginning or, where it
// is more, at their end.
func alike(a, b string) int {
	begin, end := 0, 0
	for begin < min(len(a), len(b)) && a[begin] == b[begin] {
		begin++
	}
	for end < min(len(a), len(b)) && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return max(begin, end)
}

// dates are the ways in which people write dates, the commonest first.
var dates = []string{"DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "YYYY/MM/DD", "DD-MM-YYYY", "YYYY.MM.DD"}

// readLike is how a value could have to be written, by one that can be read.
func readLike(parameter, example string, given json.RawMessage) []Advice {
	var list []Advice
	day, clock, _ := strings.Cut(example, " ")
	for _, form := range dates {
		if !shaped(form, day) {
			continue
		}
		if clock != "" {
			form += " hh:mm"
		}
		list = append(list, Advice{Kind: Format, Parameter: parameter, Form: form})
	}
	if list != nil {
		return list
	}
	if number, unit, ok := strings.Cut(example, " "); ok && digits(number) && unit != "" {
		return []Advice{{Kind: Unit, Parameter: parameter, Unit: unit}}
	}
	// What the example has before what looks like the value that was given.
	var text string
	if json.Unmarshal(given, &text) != nil || text == "" {
		return nil
	}
	for n := len(text); n > 0; n-- {
		if at := strings.Index(example, text[:n]); at > 0 {
			return []Advice{{Kind: Format, Parameter: parameter, Form: example[:at] + Rest}}
		}
	}
	return nil
}

// shaped reports whether a text could be a date in a form.
func shaped(form, text string) bool {
	if len(form) != len(text) {
		return false
	}
	for i := range len(form) {
		if letter := form[i] >= 'A'; letter != digits(text[i:i+1]) || !letter && form[i] != text[i] {
			return false
		}
	}
	month := strings.Index(form, "MM")
	return text[month:month+2] <= "12"
}

// Spellings are the ways in which documented values come to be written.
var Spellings = []func(string) string{
	func(s string) string { return strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(s)) },
	func(s string) string { return strings.ToLower(strings.NewReplacer(" ", "-", "_", "-").Replace(s)) },
	func(s string) string { return "type_" + strings.ToLower(s) },
}

// writtenLike is how documented values could be written, by one that is known.
func writtenLike(parameter, example string, documented []string) (ways [][]Advice) {
	for _, write := range Spellings {
		if !slices.ContainsFunc(documented, func(v string) bool { return v != example && write(v) == example }) {
			continue
		}
		var way []Advice
		for _, v := range documented {
			if as := write(v); as != v {
				way = append(way, Advice{Kind: Choice, Parameter: parameter, Documented: v, Form: as})
			}
		}
		ways = append(ways, way)
	}
	return ways
}

// Unfound is what may be wrong with a call that found nothing, or not the one that it
// named: that texts are written in letters of another case. What the answer names
// comes first.
func Unfound(parameters, arguments json.RawMessage, answer string) Clue {
	c := Clue{}
	given, documented := object(arguments), members(parameters, "properties")
	names := make([]string, 0, len(given))
	for name := range given { //lint:ordered sorted below
		names = append(names, name)
	}
	slices.Sort(names)
	texts := map[string]string{}
	names = slices.DeleteFunc(names, func(name string) bool {
		var text string
		if documented[name] == nil || json.Unmarshal(given[name], &text) != nil || isDate(text) || len(choices(parameters, name)) > 0 {
			return true
		}
		texts[name] = text
		return false
	})
	slices.SortStableFunc(names, func(a, b string) int {
		x, y := strings.Contains(answer, texts[a]), strings.Contains(answer, texts[b])
		switch {
		case x && !y:
			return -1
		case y && !x:
			return 1
		}
		return 0
	})
	for _, form := range []string{Upper, Lower} {
		for _, name := range names {
			if InCase(form, texts[name]) != texts[name] {
				c.Ways = append(c.Ways, []Advice{{Kind: Case, Parameter: name, Form: form}})
			}
		}
	}
	return c
}

// object is a JSON object; nil where it is none.
func object(raw json.RawMessage) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if json.Unmarshal(raw, &m) != nil {
		return nil
	}
	return m
}

func argument(arguments json.RawMessage, name string) json.RawMessage { return object(arguments)[name] }

func members(raw json.RawMessage, name string) map[string]json.RawMessage {
	return object(object(raw)[name])
}

// choices are the documented values of a parameter, if it has some.
func choices(parameters json.RawMessage, name string) []string {
	var p struct{ Enum []json.RawMessage }
	if json.Unmarshal(members(parameters, "properties")[name], &p) != nil {
		return nil
	}
	var list []string
	for _, raw := range p.Enum {
		var text string
		if json.Unmarshal(raw, &text) == nil && string(raw) != "null" {
			list = append(list, text)
		}
	}
	return list
}
