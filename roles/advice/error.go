package advice

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Complaint is the advice as the error of a tool that was used otherwise: example is
// a value in the form, or a number for the unit. [FromError] reads it.
func (a Advice) Complaint(example string) string {
	switch a.Kind {
	case Pass:
		return fmt.Sprintf("%s is missing: this tool wants %s = %s", a.Parameter, a.Parameter, a.Value)
	case Format:
		return fmt.Sprintf("%s has to look like %s, for example %s", a.Parameter, a.Form, example)
	case Unit:
		return fmt.Sprintf("%s has to be a text with its unit, for example \"%s %s\"", a.Parameter, example, a.Unit)
	case Choice:
		return fmt.Sprintf("%s cannot be %q: this tool writes it %q", a.Parameter, a.Documented, a.Form)
	case Rename:
		return fmt.Sprintf("%s is not known: this tool calls it %s", a.Documented, a.Parameter)
	case First:
		return fmt.Sprintf("%s is missing or old: call %s for the same thing first, and pass the %s of its result as %s", a.Parameter, a.Other, a.Field, a.Parameter)
	}
	panic("advice: there is no advice of the kind " + string(a.Kind))
}

// word is a name as it stands in an error.
const word = `([\pL_$][\pL\pN_$.-]*)`

// The errors as they are read.
var complaints = []struct {
	kind  Kind
	reads func() *regexp.Regexp
	take  func(m []string) Advice
}{
	{Pass, complaint(word + ` is missing: this tool wants ` + word + ` = ([^\n;]+)`), func(m []string) Advice {
		return Advice{Parameter: m[2], Value: json.RawMessage(strings.TrimSpace(m[3]))}
	}},
	{Format, complaint(word + ` has to look like (.+?), for example `), func(m []string) Advice {
		return Advice{Parameter: m[1], Form: m[2]}
	}},
	{Unit, complaint(word + ` has to be a text with its unit, for example "[-0-9.]+ ([^"\n]+)"`), func(m []string) Advice {
		return Advice{Parameter: m[1], Unit: m[2]}
	}},
	{Choice, complaint(word + ` cannot be "([^"\n]+)": this tool writes it "([^"\n]+)"`), func(m []string) Advice {
		return Advice{Parameter: m[1], Documented: m[2], Form: m[3]}
	}},
	{Rename, complaint(word + ` is not known: this tool calls it ` + word), func(m []string) Advice {
		return Advice{Documented: m[1], Parameter: m[2]}
	}},
	{First, complaint(word + ` is missing or old: call ` + word + ` for the same thing first,? and pass the ` + word + ` of its result as ` + word), func(m []string) Advice {
		return Advice{Other: m[2], Field: m[3], Parameter: m[4]}
	}},
}

func complaint(pattern string) func() *regexp.Regexp { return whenAsked(`(?:^|[\s(:])` + pattern) }

// FromError is the advice in what a tool said when it refused a call, without the
// name of the tool: it is about the one that was called. It is nil where the error
// says nothing that advice could be made of.
func FromError(text string) []Advice {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	var list []Advice
	for _, c := range complaints {
		for _, m := range c.reads().FindAllStringSubmatch(text, -1) {
			a := c.take(m)
			a.Kind = c.kind
			if a.Kind == Pass && !json.Valid(a.Value) {
				continue
			}
			list = append(list, a)
		}
	}
	return list
}
