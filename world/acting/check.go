package acting

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/world"
)

// mostTried bounds how many texts of one action are tried. An action with more has
// every value tried beside the first of the others.
const mostTried = 4096

// Check finds what makes the actions of a script unfit to be played: an expression
// that does not match its own template (the check of AgentRefine §3.1), one that
// does not match what the template says with each of its values, or reads other
// values from it, and one that matches what is another action.
func (a *Actions) Check() []world.Problem {
	var found []world.Problem
	for i := range a.list {
		x := &a.list[i]
		where := fmt.Sprintf("actions[%d].pattern", i)
		problem := func(format string, args ...any) {
			found = append(found, world.Problem{Where: where, What: fmt.Sprintf(format, args...)})
		}
		if !x.whole(x.Template) {
			problem("%q does not match its own template %q", x.Pattern, x.Template)
			continue
		}
		// The first text that goes wrong tells enough.
		for m := range x.moves() {
			text := m.Words()
			if !x.whole(text) {
				problem("%q does not match %q", x.Pattern, text)
				break
			}
			if !x.reads(text, m) {
				problem("%q does not find the values of %q", x.Pattern, text)
				break
			}
			if j := slices.IndexFunc(a.list, func(y action) bool { return y.ScriptAction != x.ScriptAction && y.whole(text) }); j >= 0 {
				where = fmt.Sprintf("actions[%d].pattern", j)
				problem("%q matches %q, which is the action %q", a.list[j].Pattern, text, x.Template)
				break
			}
		}
	}
	return found
}

// whole reports whether the expression matches all of a text.
func (x *action) whole(text string) bool {
	_, ok := x.find(text, make([]int, 0, mostGroups))
	return ok
}

// reads reports whether the values that are found in a text are those of a move.
func (x *action) reads(text string, m Move) bool {
	at, ok := x.match(text, make([]int, 0, mostGroups))
	for i := 0; ok && i < len(x.placeholders); i++ {
		value, _ := x.legal[i].find(strings.TrimSpace(text[at[2*i]:at[2*i+1]]))
		ok = value == m.Values[x.placeholders[i]]
	}
	return ok
}

// moves are the action with its values: in all ways, or if these are too many,
// with each value once beside the first of the others.
func (x *action) moves() func(yield func(Move) bool) {
	return func(yield func(Move) bool) {
		ways := 1
		for _, p := range x.placeholders {
			if ways *= len(x.Values[p]); ways > mostTried {
				break
			}
		}
		move := func(choice []int) Move {
			m := Move{Action: x.ScriptAction}
			if len(x.placeholders) > 0 {
				m.Values = map[string]string{}
			}
			for i, p := range x.placeholders {
				m.Values[p] = x.Values[p][choice[i]]
			}
			return m
		}
		choice := make([]int, len(x.placeholders))
		if ways <= mostTried {
			for range ways {
				if !yield(move(choice)) {
					return
				}
				for i, p := range x.placeholders {
					if choice[i]++; choice[i] < len(x.Values[p]) {
						break
					}
					choice[i] = 0
				}
			}
			return
		}
		for i, p := range x.placeholders {
			for choice[i] = range x.Values[p] {
				if !yield(move(choice)) {
					return
				}
			}
			choice[i] = 0
		}
	}
}

func sortedKeys(m map[string][]string) []string { return slices.Sorted(maps.Keys(m)) }
