package drifting

import (
	"slices"

	"worldc/rng"
	"worldc/world"
)

// Options say how much drifts.
type Options struct {
	// Rate is the chance that a tool drifts, in [0, 1].
	Rate float64

	// Kinds are those that there may be; all where it is empty.
	Kinds []string

	// Stream opens the random stream of a tool by its id.
	Stream func(tool string) *rng.Stream
}

// Draw chooses what drifts in a world in which nothing did, in the order of its
// tools: at most one thing of each. A tool that no kind fits does not drift; one that order
// fits, which are few, drifts so in every second case. Raising the rate keeps what
// there was.
func Draw(w *world.World, o Options) []world.Drift {
	var list []world.Drift
	for i := range w.Tools {
		t := &w.Tools[i]
		s := o.Stream(t.Tool.ID)
		// In 2^-32ths, so that the rate is compared as an integer.
		if s.Uint64()>>32 >= uint64(o.Rate*(1<<32)) {
			continue
		}
		var fitting [][]world.Drift
		last := ""
		for _, k := range kinds {
			if len(o.Kinds) > 0 && !slices.Contains(o.Kinds, k.name) {
				continue
			}
			if options := k.options(w, t); len(options) > 0 {
				fitting, last = append(fitting, options), k.name
			}
		}
		if len(fitting) == 0 {
			continue
		}
		n := s.IntN(len(fitting))
		if last == world.DriftOrder && s.Chance(1, 2) { // it fits few, and is no rarer for that
			n = len(fitting) - 1
		}
		options := fitting[n]
		d := options[s.IntN(len(options))]
		d.Tool = t.Tool.ID
		list = append(list, d)
	}
	return list
}
