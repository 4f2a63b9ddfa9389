package drifting

import (
	"cmp"
	"slices"

	"worldc/rng"
	"worldc/world"
)

// Options say how much drifts.
type Options struct {
	// Rate is the chance that a tool drifts, in [0, 1].
	Rate float64

	// Spread is the chance, in a tool that drifts, of everything else about it that
	// could be untrue as well: each parameter, one that is not documented, and what
	// comes before it.
	Spread float64

	// Hints is the share of untruths whose errors only hint at what holds.
	Hints float64

	// Kinds are those that there may be; all where it is empty.
	Kinds []string

	// Stream opens the random stream of a tool by its id.
	Stream func(tool string) *rng.Stream
}

// mostLies is how much is untrue of one tool at most.
const mostLies = 4

// A candidate is a tool that may drift.
type candidate struct {
	at     int // in the world
	draw   uint64
	stream *rng.Stream
	fits   [][]world.Drift // by kind, in the order of kinds
}

// Draw chooses what drifts in a world in which nothing did, in the order of its
// tools. A tool that no kind fits does not drift. What drifts first in a tool is of
// the kind of which the world has least so far, of equals of the one that fits the
// fewest tools, so that there is something of every kind that fits any. Raising the
// rate keeps what there was.
func Draw(w *world.World, o Options) []world.Drift {
	var all []candidate
	fitting := make([]int, len(kinds))
	for i := range w.Tools {
		t := &w.Tools[i]
		c := candidate{at: i, stream: o.Stream(t.Tool.ID), fits: make([][]world.Drift, len(kinds))}
		c.draw = c.stream.Uint64() >> 32
		any := false
		for k := range kinds {
			if len(o.Kinds) > 0 && !slices.Contains(o.Kinds, kinds[k].name) {
				continue
			}
			if c.fits[k] = kinds[k].options(w, t); len(c.fits[k]) > 0 {
				fitting[k]++
				any = true
			}
		}
		if any {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.draw, b.draw), cmp.Compare(a.at, b.at)) })
	have := make([]int, len(kinds))
	chain := &orders{wants: map[string]bool{}, shows: map[string]bool{}}
	drawn := make([][]world.Drift, len(w.Tools))
	for i := range all {
		c := &all[i]
		// In 2^-32ths, so that the rate is compared as an integer.
		if c.draw >= uint64(o.Rate*(1<<32)) {
			break
		}
		name := w.Tools[c.at].Tool.Name
		for k := range c.fits {
			c.fits[k] = slices.DeleteFunc(c.fits[k], func(d world.Drift) bool { return !chain.allow(name, &d) })
		}
		first := -1
		for k := range kinds {
			if len(c.fits[k]) > 0 && (first < 0 || cmp.Or(cmp.Compare(have[k]*kinds[first].weight, have[first]*kinds[k].weight), cmp.Compare(kinds[first].weight, kinds[k].weight), cmp.Compare(fitting[k], fitting[first])) < 0) {
				first = k
			}
		}
		if first < 0 {
			continue
		}
		lies := c.lies(first, o)
		for n := range lies {
			lies[n].Tool = w.Tools[c.at].Tool.ID
			chain.add(name, &lies[n])
			have[slices.IndexFunc(kinds, func(k kind) bool { return k.name == lies[n].Kind })]++
		}
		drawn[c.at] = lies
	}
	return slices.Concat(drawn...)
}

// orders are what has to be called before what: at most one call before another, so
// that nobody has to call a third before the second.
type orders struct {
	wants, shows map[string]bool // names of tools
}

func (o *orders) allow(name string, d *world.Drift) bool {
	return d.Kind != world.DriftOrder || !o.shows[name] && !o.wants[d.Before]
}

func (o *orders) add(name string, d *world.Drift) {
	if d.Kind == world.DriftOrder {
		o.wants[name], o.shows[d.Before] = true, true
	}
}

// lies draws what is untrue of a tool, of which the first is of a kind.
func (c *candidate) lies(first int, o Options) []world.Drift {
	s := c.stream
	list := []world.Drift{rng.Pick(s, c.fits[first])}
	// What else there is about the tool, in the order of kinds.
	about := map[string][][]world.Drift{}
	var order []string
	for _, options := range c.fits {
		seen := map[string]bool{}
		for _, d := range options {
			x := subject(&d)
			if about[x] == nil {
				order = append(order, x)
			}
			if !seen[x] {
				about[x] = append(about[x], nil)
				seen[x] = true
			}
			n := len(about[x]) - 1
			about[x][n] = append(about[x][n], d)
		}
	}
	for _, x := range order {
		// Everything is drawn, whatever comes of it, so that it does not depend on the
		// chances.
		draw := s.Uint64() >> 32
		d := rng.Pick(s, rng.Pick(s, about[x]))
		weight := float64(kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.name == d.Kind })].weight)
		if draw < uint64(float64(weight*o.Spread)*(1<<32)) && x != subject(&list[0]) && len(list) < mostLies {
			list = append(list, d)
		}
	}
	for n := range list {
		d := &list[n]
		d.Hinted = s.Uint64()>>32 < uint64(o.Hints*(1<<32)) && d.Kind != world.DriftCase
		if !d.Hinted {
			d.Options = nil
		}
	}
	return list
}

// subject is what an untruth is about: of each there is one at most in a tool.
func subject(d *world.Drift) string {
	switch d.Kind {
	case world.DriftRequired, world.DriftOrder:
		return d.Kind
	case world.DriftRename:
		return "parameter " + d.Documented
	}
	return "parameter " + d.Parameter
}
