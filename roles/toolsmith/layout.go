package toolsmith

import "strings"

// lineWidth is how long a line of code gets before it is broken.
const lineWidth = 110

// A term is an expression that can be written on one line or, with each of its
// parts on one of its own, on several.
type term struct {
	text        string // of a term without parts
	open, close string
	parts       []part
	after       string // of a comprehension: what stands behind its part
}

// A part of a term: a value, with what stands before it.
type part struct {
	label string
	value term
}

func plainTerm(text string) term { return term{text: text} }

// dict is a dict; pairs are keys and expressions in turn.
func dict(parts ...part) term { return term{open: "{", close: "}", parts: parts} }

func field(name string, value term) part { return part{star(name) + ": ", value} }

func call(function string, parts ...part) term {
	return term{open: function + "(", close: ")", parts: parts}
}

func argument(value term) part { return part{"", value} }

// every is a list comprehension.
func every(value term, variable, list string) term {
	return term{open: "[", close: "]", parts: []part{{"", value}}, after: "for " + variable + " in " + list}
}

func (t term) flat() string {
	if t.open == "" {
		return t.text
	}
	var b strings.Builder
	b.WriteString(t.open)
	for i, p := range t.parts {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.label)
		b.WriteString(p.value.flat())
	}
	if t.after != "" {
		b.WriteString(" " + t.after)
	}
	b.WriteString(t.close)
	return b.String()
}

// hugged is a call with its last argument opened on the line of the call,
// where that is all there is to break.
func (t term) hugged(column int) (term, bool) {
	n := len(t.parts) - 1
	last := t.parts[n]
	if t.after != "" || !strings.HasSuffix(t.open, "(") || last.label != "" || last.value.open == "" || len(last.value.parts) == 0 {
		return t, false
	}
	open := t.open
	for _, p := range t.parts[:n] {
		if p.value.open != "" {
			return t, false
		}
		open += p.label + p.value.text + ", "
	}
	if column+len(open)+len(last.value.open) > lineWidth {
		return t, false
	}
	return term{open: open + last.value.open, close: last.value.close + t.close, parts: last.value.parts, after: last.value.after}, true
}

// layout writes the term so that its first line begins at column and its
// others are indented.
func (t term) layout(indent, column int) string {
	flat := t.flat()
	if t.open == "" || len(t.parts) == 0 || column+len(flat) <= lineWidth {
		return flat
	}
	if h, ok := t.hugged(column); ok {
		return h.layout(indent, column)
	}
	inner := indent + 4
	pad := strings.Repeat(" ", inner)
	var b strings.Builder
	b.WriteString(t.open + "\n")
	for _, p := range t.parts {
		b.WriteString(pad + p.label + p.value.layout(inner, inner+len(p.label)+1))
		if t.after != "" {
			b.WriteString("\n" + pad + t.after + "\n")
		} else {
			b.WriteString(",\n")
		}
	}
	b.WriteString(strings.Repeat(" ", indent) + t.close)
	return b.String()
}
