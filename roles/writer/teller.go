package writer

import (
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// A teller tells one story.
type teller struct {
	voice
	nouns
	story roles.Story

	// self is the thing that the person is to those whom they turn to: the
	// customer of the order; "" where they speak of somebody else. selfFacts is
	// by what they are known.
	self      string
	selfFacts []roles.Detail

	own bool // things are "yours" and not "the"

	told  map[string]bool // other things that were described, by their facts
	named []phrase        // what the row of each step is called when it comes up again
	focus int             // the step whose row "it" would mean; -1 if none
}

// rowOf is the step at which the row of step i came up first.
func (t *teller) rowOf(i int) int {
	for {
		s := t.story.Steps[i]
		if s.Same < 0 || s.Same >= i || s.Relation != "" || speech.InWords(s.Thing) != "" && speech.InWords(s.Thing) != speech.InWords(t.story.Steps[s.Same].Thing) {
			return i
		}
		i = s.Same
	}
}

// again is how the row of an earlier step is called another time.
func (t *teller) again(i int) phrase {
	root := t.rowOf(i)
	p := t.named[root]
	if p.you() {
		return p
	}
	if t.focus == root && t.Chance(3, 5) {
		return phrase{p.them(), p.person, p.many}
	}
	n := t.of(t.story.Steps[root].Thing)
	if p.many {
		return phrase{"those " + n.many, false, true}
	}
	return phrase{t.say("{that|that|the same|this|that same}") + " " + n.one, p.person, false}
}

// refer is the phrase of the row that a step is about, and the details that it
// leaves to be said.
func (t *teller) refer(i int, max int) (phrase, []roles.Detail) {
	s := t.story.Steps[i]
	n := t.of(s.Thing)
	e := t.divide(s.Target, s.Thing, false)
	switch {
	case t.isSelf(n.one):
		return phrase{"you", true, false}, nil
	case s.Same < 0 || s.Same >= i:
		if len(s.Target) == 0 {
			return phrase{t.say("{the|your}") + " " + n.one, isPersonThing(n.one), false}, nil
		}
		return t.describe(n, e, max)
	case t.rowOf(i) != i:
		p := t.again(s.Same)
		if len(s.Target) > 0 {
			p = phrase{"that " + n.one + behind(append(t.owned(e), t.modifiers(e.own, n, false)...)), p.person, false}
		}
		return p, nil
	}
	return t.related(i, n, e), nil
}

// related is the phrase of a row that hangs together with that of an earlier
// step.
func (t *teller) related(i int, n noun, e estate) phrase {
	s := t.story.Steps[i]
	base := t.again(s.Same)
	relation := t.singular(speech.InWords(s.Relation))
	mods := behind(append(t.owned(e), t.modifiers(e.own, n, false)...))
	person := isPersonThing(n.one) || isPersonThing(relation)
	thing := speech.InWords(t.story.Steps[t.rowOf(s.Same)].Thing)
	if base.you() {
		return phrase{"your " + choose(relation != "" && relation != thing, relation, n.one) + mods, person, false}
	}
	if relation != "" && relation != thing && !sameThing(relation, n.one) {
		// What they have in common is a third thing, and the row belongs to it.
		third := choose(base.isPronoun(), base.its()+" "+relation, "the "+relation+" of "+base.text)
		return phrase{t.say("the $thing {of|for} $third", "thing", n.one, "third", third) + mods, person, false}
	}
	if relation == "" || relation == thing {
		// The earlier row is the other's owner: the bookings of that customer.
		if base.isPronoun() {
			base.text = "that " + thing
		}
		return phrase{t.say("the $thing {of|for|that belongs to} $base", "thing", n.one, "base", base.text) + mods, person, false}
	}
	if base.isPronoun() {
		return phrase{t.say("$its $relation", "its", base.its(), "relation", relation) + mods, person, false}
	}
	return phrase{t.say(choose(base.person, "the $relation of $base", "the $relation {of|on|for} $base"), "relation", relation, "base", base.text) + mods, person, false}
}

// ownerOf is the modifier of things that hang together with an earlier step's
// row; "" if the step has none.
func (t *teller) ownerOf(i int) string {
	s := t.story.Steps[i]
	if s.Same < 0 || s.Same >= i {
		return ""
	}
	base := t.again(s.Same)
	relation, thing := t.singular(speech.InWords(s.Relation)), speech.InWords(t.story.Steps[t.rowOf(s.Same)].Thing)
	if relation != "" && t.isSelf(relation) {
		return t.say("{of yours|in your name|of yours}")
	}
	if relation != "" && relation != thing && !sameThing(relation, t.of(s.Thing).one) {
		return t.say("{of|for} {$its|that} $relation", "its", base.its(), "relation", relation)
	}
	if base.you() {
		return t.say("{of yours|in your name|of yours}")
	}
	if base.text == "it" && t.Chance(1, 2) {
		base.text = "that " + thing
	}
	return t.say("{for|of|for} $base", "base", base.text)
}

// sameThing reports whether two names mean one thing: a traveller and a traveller
// profile.
func sameThing(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+" ") || strings.HasPrefix(b, a+" ") || strings.HasSuffix(a, " "+b) || strings.HasSuffix(b, " "+a)
}

// singular is a relation as one names it: in the singular, and to several things
// with commas, "bike, day and service".
func (t *teller) singular(relation string) string {
	if strings.Contains(relation, " and ") {
		return speech.Join(strings.Split(relation, " and "), "and")
	}
	if relation == "" {
		return ""
	}
	return t.of(relation).one
}

func isTrue(d roles.Detail) bool { return strings.TrimSpace(string(d.Value)) == "true" }

// writes reports whether a step changes anything.
func writes(s roles.Step) bool {
	switch s.Operation {
	case world.Create, world.Update, world.Delete, world.Move, world.Link, world.Unlink:
		return true
	}
	return false
}
