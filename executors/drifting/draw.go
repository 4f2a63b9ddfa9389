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
// tools: at most one thing of each. A tool that no kind fits does not drift. Raising
// the rate keeps what there was.
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
		for _, k := range kinds {
			if len(o.Kinds) > 0 && !slices.Contains(o.Kinds, k.name) {
				continue
			}
			if options := k.options(w, t); len(options) > 0 {
				fitting = append(fitting, options)
			}
		}
		if len(fitting) == 0 {
			continue
		}
		options := fitting[s.IntN(len(fitting))]
		d := options[s.IntN(len(options))]
		d.Tool = t.Tool.ID
		list = append(list, d)
	}
	return list
}
