package refining

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/roles/advice"
	"worldc/world"
)

// Gold knows the values that stand in single scenarios and nowhere in the documents
// of tools: a text that has one of them tells the answer of a scenario and nothing
// about a tool.
type Gold struct {
	values []string
}

// shortest is how many characters a value has that can be told from a word that
// stands somewhere by chance.
const shortest = 4

// NewGold collects the values of scenarios: arguments of golden calls, facts and
// outputs. What the documents of the tools say is no secret, and neither is what
// holds for every call where a document drifted from it.
func NewGold(scenarios []*world.Task, worlds []*world.World) *Gold {
	var public strings.Builder
	for _, w := range worlds {
		for i := range w.Tools {
			t := &w.Tools[i]
			public.WriteString(t.Tool.Description + "\n")
			public.Write(t.Tool.Parameters)
			public.Write(t.Accepts)
			public.WriteByte('\n')
		}
		for _, d := range w.Drift {
			public.WriteString(string(d.Value) + " " + d.Form + " " + d.Unit + "\n")
			for _, pair := range d.Written {
				public.WriteString(pair[0] + "\n" + pair[1] + "\n")
			}
		}
		public.WriteString(w.Policy + "\n")
	}
	known := fold(public.String())
	seen := map[string]bool{}
	g := &Gold{}
	take := func(text string) {
		text = fold(text)
		if seen[text] || !telling(text) || holds(known, text) {
			return
		}
		seen[text] = true
		g.values = append(g.values, text)
	}
	for _, s := range scenarios {
		for _, calls := range [][]world.Call{s.Calls, s.Documented} {
			for _, c := range calls {
				scalars(c.Arguments, take)
			}
		}
		for _, f := range s.Known {
			scalars(f.Value, take)
		}
		for _, o := range s.Outputs {
			take(o)
		}
	}
	slices.Sort(g.values)
	return g
}

// Leaked is a value of a scenario that stands in a text; "" if none does.
func (g *Gold) Leaked(text string) string {
	// What stands there as an example of a unit is no value of anyone's.
	for _, a := range advice.Read(text) {
		if a.Kind == advice.Unit {
			text = strings.ReplaceAll(text, a.Sentence(), "")
		}
	}
	text = fold(text)
	for _, v := range g.values {
		if holds(text, v) {
			return v
		}
	}
	return ""
}

// telling reports whether a value tells one thing from others: an id, a date, a
// name, a sum, rather than a word such as "pending".
func telling(text string) bool {
	if utf8.RuneCountInString(text) < shortest {
		return false
	}
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsDigit(r) || r == ' ' || r == '@' })
}

// holds reports whether a value stands in a text by itself, not as part of another.
func holds(text, value string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], value)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(value):])
		if !wordy(before) && !wordy(after) {
			return true
		}
		from = at + 1
	}
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func fold(text string) string { return strings.ToLower(text) }

// scalars calls f with the texts and numbers in a JSON value.
func scalars(raw json.RawMessage, f func(string)) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return
	}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case string:
			f(v)
		case json.Number:
			f(v.String())
		case []any:
			for _, x := range v {
				visit(x)
			}
		case map[string]any:
			for _, x := range v { //lint:ordered into a set
				visit(x)
			}
		}
	}
	visit(v)
}

// problems says what is wrong with a text that somebody has written.
func (g *Gold) problems(text, what string, longest int) []string {
	var list []string
	if strings.TrimSpace(text) == "" {
		list = append(list, what+" is empty")
	}
	if n := utf8.RuneCountInString(text); n > longest {
		list = append(list, fmt.Sprintf("%s has %d characters: %d at most", what, n, longest))
	}
	if v := g.Leaked(text); v != "" {
		list = append(list, fmt.Sprintf("%s holds %q, which belongs to one talk and says nothing about the tool", what, v))
	}
	return list
}
