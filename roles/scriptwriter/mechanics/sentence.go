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

// must is what was read. It panics at what could not be, which is a mistake of whoever
// wrote the rule. [Game.Check] finds the mistakes of others.
func must[T any](v T, err error) T {
	if err != nil {
		panic("mechanics: " + err.Error())
	}
	return v
}

func parseTerm(text string) term              { return must(readTerm(text)) }
func parseCondition(text string) []comparison { return must(readCondition(text)) }
func parseEffect(text string) effect          { return must(readEffect(text)) }
func parseText(text string) []piece           { return must(readText(text)) }

// readTerm reads a term.
func readTerm(text string) (t term, err error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "true" || text == "false":
		return term{isValue: true, value: text == "true"}, nil
	case text == "nothing":
		return term{isValue: true}, nil
	case len(text) > 1 && text[0] == '\'' && text[len(text)-1] == '\'':
		return term{isValue: true, value: text[1 : len(text)-1]}, nil
	}
	if n, err := strconv.Atoi(text); err == nil {
		return term{isValue: true, value: n}, nil
	}
	if sort, rest, ok := strings.Cut(text, "("); ok {
		inside, behind, closed := strings.Cut(rest, ")")
		one, other, two := strings.Cut(inside, ",")
		if !closed || !two || !isName(sort) {
			return t, fmt.Errorf("%q is no term", text)
		}
		t.pair = sort
		for i, side := range []string{one, other} {
			joined, err := readTerm(side)
			if err != nil {
				return t, err
			}
			t.joins[i] = &joined
		}
		if text = strings.TrimPrefix(behind, "."); text == "" {
			return t, nil
		}
	}
	t.path = strings.Split(text, ".")
	for _, p := range t.path {
		if !isName(p) {
			return t, fmt.Errorf("%q is no term", text)
		}
	}
	return t, nil
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

// readCondition reads a condition: comparisons of which one has to hold.
func readCondition(text string) (list []comparison, err error) {
	for _, part := range strings.Split(text, " or ") {
		c, err := readComparison(part)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func readComparison(text string) (c comparison, err error) {
	for _, o := range []string{"no", "some"} {
		if rest, is := strings.CutPrefix(text, o+" "); is {
			c.operator = o
			c.sort, c.with, err = readSelection(rest)
			return c, err
		}
	}
	for _, o := range comparators {
		if left, right, ok := strings.Cut(text, " "+o+" "); ok {
			c.operator = o
			if c.left, err = readTerm(left); err == nil {
				c.right, err = readTerm(right)
			}
			return c, err
		}
	}
	return c, fmt.Errorf("%q compares nothing", text)
}

// readSelection reads `crate with room = player.place and sealed = true`.
func readSelection(text string) (sort string, with []match, err error) {
	sort, conditions, some := strings.Cut(text, " with ")
	if !isName(sort) {
		return "", nil, fmt.Errorf("%q is no sort", sort)
	}
	if !some {
		return sort, nil, nil
	}
	for _, part := range strings.Split(conditions, " and ") {
		attribute, value, ok := strings.Cut(part, " = ")
		if !ok || !isName(attribute) {
			return "", nil, fmt.Errorf("%q gives no attribute a value", part)
		}
		t, err := readTerm(value)
		if err != nil {
			return "", nil, err
		}
		with = append(with, match{attribute, t})
	}
	return sort, with, nil
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

// readEffect reads an effect.
func readEffect(text string) (e effect, err error) {
	if rest, is := strings.CutPrefix(text, "each "); is {
		selection, change, ok := strings.Cut(rest, ": ")
		if !ok {
			return e, fmt.Errorf("%q has no effect", text)
		}
		if e, err = readEffect("player." + change); err != nil {
			return e, err
		}
		e.sort, e.with, err = readSelection(selection)
		return e, err
	}
	for _, o := range []string{"+=", "-=", "="} {
		left, right, ok := strings.Cut(text, " "+o+" ")
		if !ok {
			continue
		}
		e.operator = o
		if e.target, err = readTerm(left); err != nil {
			return e, err
		}
		if e.value, err = readTerm(right); err != nil {
			return e, err
		}
		if len(e.target.path) < 2 && (e.target.pair == "" || len(e.target.path) < 1) {
			return e, fmt.Errorf("%q changes no attribute", text)
		}
		e.name = e.target.path[len(e.target.path)-1]
		return e, nil
	}
	return e, fmt.Errorf("%q has no effect", text)
}

// A piece is a part of what is said: a text or a term.
type piece struct {
	text string
	term *term
	unit string
}

// readText reads a text with {TERM} in it, or {TERM UNIT}, which is so many of a
// unit: {seed.days night}.
func readText(text string) (list []piece, err error) {
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
			return nil, fmt.Errorf("a brace is open in %q", text)
		}
		unit := ""
		if !strings.Contains(inside, "(") {
			inside, unit, _ = strings.Cut(inside, " ")
		}
		t, err := readTerm(inside)
		if err != nil {
			return nil, err
		}
		list = append(list, piece{term: &t, unit: unit})
		text = behind
	}
	return list, nil
}
