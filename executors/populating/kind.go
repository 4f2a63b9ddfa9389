package populating

import (
	"strings"
	"sync"

	"worldc/world"
)

// A kind is what worldc knows about a kind of thing: what its rows are called,
// what people write about it, and what becomes of it. Texts are templates, see
// [row.say].
type kind struct {
	// word names the kind; things are the words for it, in the singular, those of
	// two words joined by _.
	word   string
	things string

	// person and company are set of things that are one.
	person, company bool

	// means is the meaning of the thing's name where a name alone is one: that of
	// a product, an artist.
	means world.Meaning

	names      []string // what rows are called
	abouts     []string // descriptions
	categories []string
	types      []string
	tags       []string
	states     []string // in the order in which rows go through them
	low, high  int64    // the prices or amounts of it, in whole units of money
	days       int64    // how long ago the oldest was made; 0 for the usual
	lookup     bool     // there are few of them, and much refers to them
}

// kindOf is what is known of a thing, nil if nothing is. Its last word says
// what it is, together with the one before it if those two are one word. Where
// it is not known the words before tell something, but a user's session is no
// person, and a shop's rating no firm.
func kindOf(thing []string) *kind {
	for n := len(thing); n > 0; n-- {
		k := kindOfWord(thing, n)
		if k != nil && (n == len(thing) || !k.person && !k.company && k.means == "") {
			return k
		}
	}
	return nil
}

// kindOfOwner is the kind of what the words before a column's meaning name:
// "customer" and "customer billing" are persons.
func kindOfOwner(words []string) *kind {
	for n := len(words); n > 0; n-- {
		k := kindOfWord(words, n)
		if k != nil && (n == len(words) || k.person || k.company) {
			return k
		}
	}
	return nil
}

// kindOfWord is the kind that the n-th word names.
func kindOfWord(words []string, n int) *kind {
	last := singular(words[n-1])
	if n > 1 {
		if k := byThing()[words[n-2]+"_"+last]; k != nil {
			return k
		}
	}
	return byThing()[last]
}

// byThing finds kinds by the words for them. It is made when it is asked for first.
var byThing = sync.OnceValue(func() map[string]*kind {
	m := map[string]*kind{}
	for i := range kinds {
		k := &kinds[i]
		for _, w := range strings.Fields(k.word + " " + k.things) {
			if m[w] == nil {
				m[w] = k
			}
		}
	}
	return m
})
