package mechanics

import (
	"fmt"
	"strconv"
	"strings"
)

// A term is a value, or a path from a parameter, the player, or the thing that
// joins two others: exit(player.place, place).open.
type term struct {
	value   any // where isValue
	isValue bool

	pair  string // the sort of the thing that joins; then joins are these two
	joins [2]*term
	path  []string // without its head where there is a pair
}

// parseTerm reads a term. It panics at what is none, which is a mistake of whoever
// wrote the rule.
func parseTerm(text string) term {
	text = strings.TrimSpace(text)
	switch {
	case text == "true" || text == "false":
		return term{isValue: true, value: text == "true"}
	case text == "nothing":
		return term{isValue: true}
	case len(text) > 1 && text[0] == '\'' && text[len(text)-1] == '\'':
		return term{isValue: true, value: text[1 : len(text)-1]}
	}
	if n, err := strconv.Atoi(text); err == nil {
		return term{isValue: true, value: n}
	}
	var t term
	if sort, rest, ok := strings.Cut(text, "("); ok {
		inside, behind, closed := strings.Cut(rest, ")")
		one, other, two := strings.Cut(inside, ",")
		if !closed || !two || !isName(sort) {
			panic(fmt.Sprintf("mechanics: %q is no term", text))
		}
		a, b := parseTerm(one), parseTerm(other)
		t.pair, t.joins = sort, [2]*term{&a, &b}
		if text = strings.TrimPrefix(behind, "."); text == "" {
			return t
		}
	}
	t.path = strings.Split(text, ".")
	for _, p := range t.path {
		if !isName(p) {
			panic(fmt.Sprintf("mechanics: %q is no term", text))
		}
	}
	return t
}

// attributes are the names of attributes on a term's path.
func (t *term) attributes() []string {
	if t.isValue {
		return nil
	}
	if t.pair != "" {
		return append(append(t.joins[0].attributes(), t.joins[1].attributes()...), t.path...)
	}
	return t.path[1:]
}

func isName(s string) bool {
	for i, r := range s {
		if !(r == '_' || 'a' <= r && r <= 'z' || i > 0 && '0' <= r && r <= '9') {
			return false
		}
	}
	return s != ""
}

// A comparison is a condition without "or": two terms, or that there is a thing of
// a sort with certain attributes (or none).
type comparison struct {
	left, right term
	operator    string // of the above, or some, or no

	sort string
	with []match
}

// A match is an attribute that has to have a value.
type match struct {
	attribute string
	value     term
}

// comparisons in the order in which they are looked for: the longer first.
var comparators = []string{"!=", "<=", ">=", "=", "<", ">"}

// parseCondition reads a condition: comparisons of which one has to hold.
func parseCondition(text string) []comparison {
	var list []comparison
	for _, part := range strings.Split(text, " or ") {
		list = append(list, parseComparison(part))
	}
	return list
}

func parseComparison(text string) comparison {
	for _, o := range []string{"no", "some"} {
		if rest, is := strings.CutPrefix(text, o+" "); is {
			sort, with := parseSelection(rest)
			return comparison{operator: o, sort: sort, with: with}
		}
	}
	for _, o := range comparators {
		if left, right, ok := strings.Cut(text, " "+o+" "); ok {
			return comparison{left: parseTerm(left), right: parseTerm(right), operator: o}
		}
	}
	panic(fmt.Sprintf("mechanics: %q compares nothing", text))
}

// parseSelection reads `crate with room = player.place and sealed = true`.
func parseSelection(text string) (sort string, with []match) {
	sort, conditions, some := strings.Cut(text, " with ")
	if !isName(sort) {
		panic(fmt.Sprintf("mechanics: %q is no sort", sort))
	}
	if !some {
		return sort, nil
	}
	for _, part := range strings.Split(conditions, " and ") {
		attribute, value, ok := strings.Cut(part, " = ")
		if !ok || !isName(attribute) {
			panic(fmt.Sprintf("mechanics: %q gives no attribute a value", part))
		}
		with = append(with, match{attribute, parseTerm(value)})
	}
	return sort, with
}

// An effect changes an attribute of a thing, or of each thing of a sort that has
// certain attributes.
type effect struct {
	target   term
	operator string // =, += or -=
	value    term

	sort string // empty where there is a target
	with []match
	name string // of the attribute
}

func parseEffect(text string) effect {
	if rest, is := strings.CutPrefix(text, "each "); is {
		selection, change, ok := strings.Cut(rest, ": ")
		if !ok {
			panic(fmt.Sprintf("mechanics: %q has no effect", text))
		}
		e := parseEffect("player." + change)
		e.sort, e.with = parseSelection(selection)
		return e
	}
	for _, o := range []string{"+=", "-=", "="} {
		if left, right, ok := strings.Cut(text, " "+o+" "); ok {
			e := effect{target: parseTerm(left), operator: o, value: parseTerm(right)}
			if len(e.target.path) < 2 && (e.target.pair == "" || len(e.target.path) < 1) {
				panic(fmt.Sprintf("mechanics: %q changes no attribute", text))
			}
			e.name = e.target.path[len(e.target.path)-1]
			return e
		}
	}
	panic(fmt.Sprintf("mechanics: %q has no effect", text))
}

// A piece is a part of what is said: a text or a term.
type piece struct {
	text string
	term *term
}

// parseText reads a text with {TERM} in it.
func parseText(text string) []piece {
	var list []piece
	for text != "" {
		before, after, found := strings.Cut(text, "{")
		if before != "" {
			list = append(list, piece{text: before})
		}
		if !found {
			break
		}
		inside, behind, closed := strings.Cut(after, "}")
		if !closed {
			panic(fmt.Sprintf("mechanics: a brace is open in %q", text))
		}
		t := parseTerm(inside)
		list = append(list, piece{term: &t})
		text = behind
	}
	return list
}
