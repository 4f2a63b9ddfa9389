package populating

import (
	"strings"

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

// kindOf is what is known of a thing, by its last word, with the one before it
// if need be; nil if nothing is.
func kindOf(thing []string) *kind {
	for n := len(thing); n > 0; n-- {
		if n > 1 {
			if k := byThing[thing[n-2]+"_"+singular(thing[n-1])]; k != nil {
				return k
			}
		}
		if k := byThing[singular(thing[n-1])]; k != nil {
			return k
		}
	}
	return nil
}

// byThing finds kinds by the words for them.
var byThing = func() map[string]*kind {
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
}()
