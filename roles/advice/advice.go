// Package advice is what can be said about using a tool that its document does not
// say, or says wrongly: typed, as sentences that a person would write into a
// description or a workflow, and read back from there.
//
// It is the procedural players' share of reading and writing English. The engine's
// errors are sentences of the same kind; an optimizer that reads trajectories finds
// advice in them and writes it down ([Sentence]), an agent that is given a
// description or a workflow does what the advice in it says ([Read]), and what
// stands between is text that a chat model could have written or may rewrite.
package advice

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// A Kind is what advice is about.
type Kind string

// The kinds of advice.
const (
	// Pass: Parameter has to be given as Value although no document asks for it.
	Pass Kind = "pass"

	// Format: texts and dates in Parameter are written as Form, such as DD/MM/YYYY.
	Format Kind = "format"

	// Unit: a number in Parameter is written as text with Unit behind it.
	Unit Kind = "unit"

	// Choice: Parameter takes Form where the document says Documented.
	Choice Kind = "choice"

	// Rename: the parameter that the document calls Documented is Parameter.
	Rename Kind = "rename"

	// First: before the tool, Other is called for the same thing, and its result's
	// Field is passed as Parameter.
	First Kind = "first"

	// Case: texts in Parameter are written in letters of one case, which Form names:
	// upper or lower.
	Case Kind = "case"
)

// The cases in which letters are written.
const (
	Upper = "upper"
	Lower = "lower"
)

// Advice is one thing that holds for a tool.
type Advice struct {
	Kind Kind

	// Tool is the name of the tool; empty in a description, which is of one tool.
	Tool string

	Parameter  string
	Value      json.RawMessage // Pass: JSON
	Form       string          // Format, Choice, Case
	Unit       string
	Documented string // Choice, Rename
	Other      string // First: the name of the tool that comes before
	Field      string
}

// Sentence is the advice as it stands in a description or, where Tool is given, in
// a workflow.
func (a Advice) Sentence() string {
	of := ""
	if a.Tool != "" {
		of = " of `" + a.Tool + "`"
	}
	switch a.Kind {
	case Pass:
		return fmt.Sprintf("Always pass `%s`%s as `%s`.", a.Parameter, of, a.Value)
	case Format:
		return fmt.Sprintf("Write `%s`%s in the form `%s`.", a.Parameter, of, a.Form)
	case Unit:
		return fmt.Sprintf("Give `%s`%s as text with its unit, such as `5 %s`.", a.Parameter, of, a.Unit)
	case Choice:
		return fmt.Sprintf("For `%s`%s the value `%s` is written `%s`.", a.Parameter, of, a.Documented, a.Form)
	case Rename:
		return fmt.Sprintf("The parameter `%s`%s is really called `%s`.", a.Documented, of, a.Parameter)
	case First:
		before := "this tool"
		if a.Tool != "" {
			before = "`" + a.Tool + "`"
		}
		return fmt.Sprintf("Before %s call `%s` for the same thing, and pass the `%s` of its result as `%s`.", before, a.Other, a.Field, a.Parameter)
	case Case:
		return fmt.Sprintf("Write `%s`%s in %s case only.", a.Parameter, of, a.Form)
	}
	panic("advice: there is no advice of the kind " + string(a.Kind))
}

// name is what stands in backquotes.
const name = "`([^`\n]+)`"

// The sentences as they are read: a little more freely than they are written, since
// others may have gone over them.
var sentences = []struct {
	kind  Kind
	reads func() *regexp.Regexp
	take  func(m []string) Advice
}{
	{Pass, sentence(`(?:always )?pass ` + name + of + ` as ` + name), func(m []string) Advice {
		return Advice{Parameter: m[1], Tool: m[2], Value: json.RawMessage(m[3])}
	}},
	{Format, sentence(`write ` + name + of + ` (?:in the form|as) ` + name), func(m []string) Advice {
		return Advice{Parameter: m[1], Tool: m[2], Form: m[3]}
	}},
	{Unit, sentence(`(?:give|write|pass) ` + name + of + " as text with its unit,? (?:such as|like) `[0-9.]+ ([^`\n]+)`"), func(m []string) Advice {
		return Advice{Parameter: m[1], Tool: m[2], Unit: m[3]}
	}},
	{Choice, sentence(`for ` + name + of + ` the value ` + name + ` is written ` + name), func(m []string) Advice {
		return Advice{Parameter: m[1], Tool: m[2], Documented: m[3], Form: m[4]}
	}},
	{Rename, sentence(`the parameter ` + name + of + ` is (?:really )?called ` + name), func(m []string) Advice {
		return Advice{Documented: m[1], Tool: m[2], Parameter: m[3]}
	}},
	{First, sentence(`before (?:this tool|` + name + `),? call ` + name + `(?: for the same thing)?,? and pass the ` + name + ` of its result as ` + name), func(m []string) Advice {
		return Advice{Tool: m[1], Other: m[2], Field: m[3], Parameter: m[4]}
	}},
	{Case, sentence(`(?:write|give|pass) ` + name + of + ` in (upper|lower) case`), func(m []string) Advice {
		return Advice{Parameter: m[1], Tool: m[2], Form: strings.ToLower(m[3])}
	}},
}

// of is the tool that a sentence of a workflow is about.
const of = `(?: of ` + name + `)?`

func sentence(pattern string) func() *regexp.Regexp { return whenAsked(`(?i)` + pattern) }

// whenAsked compiles an expression when it is asked for first: most processes never
// ask, such as those that run tools.
func whenAsked(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// Read finds the advice in a text, in the order in which it stands there. Advice
// without a tool is about the tool whose description the text is. What is no advice
// is passed over.
func Read(text string) []Advice {
	type found struct {
		at int
		Advice
	}
	var list []found
	for _, s := range sentences {
		for _, m := range s.reads().FindAllStringSubmatchIndex(text, -1) {
			groups := make([]string, len(m)/2)
			for i := range groups {
				if m[2*i] >= 0 {
					groups[i] = text[m[2*i]:m[2*i+1]]
				}
			}
			a := s.take(groups)
			a.Kind = s.kind
			if a.Kind == Pass && !json.Valid(a.Value) {
				continue
			}
			at := 0
			for at < len(list) && list[at].at < m[0] {
				at++
			}
			list = append(list[:at], append([]found{{m[0], a}}, list[at:]...)...)
		}
	}
	advice := make([]Advice, len(list))
	for i := range list {
		advice[i] = list[i].Advice
	}
	return advice
}

// Same reports whether two pieces of advice are about the same: the later replaces
// the earlier.
func (a Advice) Same(b Advice) bool {
	if a.Kind != b.Kind || a.Tool != b.Tool {
		return false
	}
	switch a.Kind {
	case Choice:
		return a.Parameter == b.Parameter && a.Documented == b.Documented
	case Rename:
		return a.Documented == b.Documented
	case First:
		return a.Parameter == b.Parameter
	}
	return a.Parameter == b.Parameter
}

// Remove takes the sentence out of a text that says the same as advice.
func Remove(text string, a Advice) string {
	before, after, ok := strings.Cut(text, a.Sentence())
	if !ok {
		return text
	}
	return strings.TrimSpace(strings.TrimRight(before, " ") + after)
}

// Add puts advice into a text: behind what is there, or in the place of what is
// said there of the same.
func Add(text string, a Advice) string {
	for _, s := range sentences {
		if s.kind != a.Kind {
			continue
		}
		for _, m := range s.reads().FindAllStringIndex(text, -1) {
			for _, old := range Read(text[m[0]:m[1]]) {
				if old.Same(a) {
					end := m[1]
					if strings.HasPrefix(text[end:], ".") {
						end++
					}
					return text[:m[0]] + a.Sentence() + text[end:]
				}
			}
		}
	}
	switch text = strings.TrimRight(text, " \n"); {
	case text == "":
		return a.Sentence()
	case strings.HasSuffix(text, "."), strings.HasSuffix(text, "!"), strings.HasSuffix(text, "?"):
		return text + " " + a.Sentence()
	}
	return text + ". " + a.Sentence()
}
