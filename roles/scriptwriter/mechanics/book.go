package mechanics

import (
	"fmt"
	"slices"
	"strings"
)

// A Book is what the games of one family have in common: the sorts, and the rules
// with the ways in which a player may word them.
type Book struct {
	sorts   []Sort
	rules   []Rule
	words   [][]string // of each rule
	prelude string
}

// Read reads a book. Sorts and rules are written in lines:
//
//	sort room
//	sort crate: room room, weight number, content text?, sealed flag, owner any?
//	rule carry: carry {crate} to {target} | bring {crate} to {target}
//	  about   Carry a crate into another room.
//	  where   target is room
//	  at      crate.room else There is no {crate} here.
//	  need    crate.weight <= player.strength else It is too heavy.
//	  do      crate.room = target
//	  say     You carry it.
//	  tell    view(target)
//
// An attribute is a text, a number, a flag, or the name of a thing of a sort or of
// any sort; one with a question mark may be nothing. A placeholder is filled with
// things of the sort that it is called after, unless where says otherwise. A rule
// may be worded in several ways; a game has one of them. The prelude is that of
// [Game]. Read panics at what it cannot read, which is a mistake of whoever wrote
// the book.
func Read(text, prelude string) *Book {
	b := &Book{prelude: prelude}
	var rule *Rule
	for _, line := range strings.Split(text, "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		rest = strings.TrimSpace(rest)
		switch {
		case word == "":
			continue
		case word == "sort":
			b.sorts = append(b.sorts, readSort(rest))
			continue
		case word == "rule":
			name, wordings, ok := strings.Cut(rest, ": ")
			if !ok {
				panic(fmt.Sprintf("mechanics: the rule %q has no wording", rest))
			}
			var words []string
			for _, w := range strings.Split(wordings, " | ") {
				words = append(words, strings.TrimSpace(w))
			}
			if slices.Contains([]string{"load", "pass", "print", "return", "for", "if", "in", "not", "and", "or", "fail", "len", "str", "round", "db", "now"}, name) {
				panic(fmt.Sprintf("mechanics: a rule cannot be called %s, which means something in Starlark", name))
			}
			r := Rule{Name: name, Template: words[0]}
			for _, p := range parseText(words[0]) {
				if p.term != nil {
					r.Parameters = append(r.Parameters, Parameter{Name: p.term.path[0], Sorts: []string{p.term.path[0]}})
				}
			}
			b.rules, b.words = append(b.rules, r), append(b.words, words)
			rule = &b.rules[len(b.rules)-1]
			continue
		case rule == nil:
			panic(fmt.Sprintf("mechanics: %q belongs to no rule", line))
		}
		value, other, _ := strings.Cut(rest, " else ")
		switch word {
		case "about":
			rule.Summary = rest
		case "where":
			name, sorts, _ := strings.Cut(rest, " is ")
			i := slices.IndexFunc(rule.Parameters, func(p Parameter) bool { return p.Name == name })
			if i < 0 {
				panic(fmt.Sprintf("mechanics: %s has no parameter %s", rule.Name, name))
			}
			rule.Parameters[i].Sorts = strings.Split(sorts, " or ")
		case "at":
			rule.Place, rule.Elsewhere = value, other
		case "need":
			rule.Needs = append(rule.Needs, Need{value, other})
		case "do":
			rule.Does = append(rule.Does, rest)
		case "say":
			rule.Says = rest
		case "tell":
			rule.Tells = rest
		default:
			panic(fmt.Sprintf("mechanics: %q is no line of a rule", line))
		}
	}
	for _, r := range b.rules {
		for _, p := range r.Parameters {
			for _, s := range p.Sorts {
				if !slices.ContainsFunc(b.sorts, func(x Sort) bool { return x.Name == s }) {
					panic(fmt.Sprintf("mechanics: %s takes a %s, which is no sort", r.Name, s))
				}
			}
		}
	}
	return b
}

// readSort reads `crate: room room, weight number`.
func readSort(text string) Sort {
	name, attributes, some := strings.Cut(text, ":")
	s := Sort{Name: name}
	if !some {
		return s
	}
	for _, part := range strings.Split(attributes, ",") {
		name, kind, ok := strings.Cut(strings.TrimSpace(part), " ")
		if !ok {
			panic(fmt.Sprintf("mechanics: the attribute %q has no kind", part))
		}
		a := Attribute{Name: name}
		kind, a.Optional = strings.CutSuffix(kind, "?")
		switch kind {
		case "text":
			a.Kind = Text
		case "number":
			a.Kind = Number
		case "flag":
			a.Kind = Flag
		case "any":
			a.Kind = Other
		default:
			a.Kind, a.Sorts = Other, []string{kind}
		}
		s.Attributes = append(s.Attributes, a)
	}
	return s
}

// Game is a game by the book with these things. A rule for which there is nothing
// that could fill a placeholder is left out. word chooses among the n ways to word a
// rule.
func (b *Book) Game(things []Thing, player map[string]any, goal []Goal, word func(n int) int) *Game {
	g := &Game{Sorts: b.sorts, Things: things, Player: player, Goal: goal, Prelude: b.prelude}
	for i, r := range b.rules {
		r.Template = b.words[i][word(len(b.words[i]))]
		if !slices.ContainsFunc(r.Parameters, func(p Parameter) bool { return len(g.legal(p)) == 0 }) {
			g.Rules = append(g.Rules, r)
		}
	}
	return g
}
