package populating

import "strings"

// neutralWords are what people call variants of anything when they do not care
// for the name. A column of which nothing is known keeps to a few of them.
var neutralWords = strings.Fields(`standard default basic general custom other primary secondary internal external full partial manual automatic
	regular extended main additional current previous common special initial final simple advanced`)

// neutral is one of the few words that a column keeps to.
func (r *row) neutral(c *column) string {
	n := uint64(len(neutralWords))
	seed := r.p.style + r.f.flavour
	for _, b := range []byte(c.Name) {
		seed = seed*131 + uint64(b)
	}
	return neutralWords[(seed+uint64(min(r.s.IntN(6), r.s.IntN(6)))*37)%n]
}
