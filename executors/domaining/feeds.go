package domaining

import (
	"cmp"
	"slices"

	"worldc/world"
)

const (
	// maxSources bounds the tools that feed one parameter: the best, ties by
	// position. In a domain of a thousand tools that all return a project id, one
	// more source says nothing.
	maxSources = 16

	// maxVia bounds the matched pairs that a feed lists.
	maxVia = 8
)

// DefaultThreshold is the least score at which a field feeds a parameter.
const DefaultThreshold = 0.4

// Feeds finds the directed edges between the tools of one domain (AgentScaler;
// papers.md §2.8): an output field of one fits an input parameter of another
// with a score of at least threshold. Each parameter has at most maxSources
// sources, each feed at most maxVia pairs, one per parameter. Feeds are sorted
// by the positions of their tools.
func Feeds(tools []world.Tool, threshold float64) []world.Feed {
	profiles := make([]*profile, len(tools))
	for i := range tools {
		profiles[i] = newProfile(&tools[i])
	}
	fields := newIndex(profiles)
	type edge struct{ from, to int }
	vias := map[edge][]world.Via{}
	var edges []edge
	for to, p := range profiles {
		for i := range p.inputs {
			for _, m := range fields.sources(to, &p.inputs[i], threshold) {
				e := edge{m.tool, to}
				if _, ok := vias[e]; !ok {
					edges = append(edges, e)
				}
				vias[e] = append(vias[e], world.Via{Output: m.path, Input: p.inputs[i].name, Score: m.score})
			}
		}
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	feeds := make([]world.Feed, len(edges))
	for i, e := range edges {
		via := vias[e]
		slices.SortFunc(via, func(a, b world.Via) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Input, b.Input))
		})
		feeds[i] = world.Feed{From: tools[e.from].ID, To: tools[e.to].ID, Via: via[:min(len(via), maxVia)]}
	}
	return feeds
}
