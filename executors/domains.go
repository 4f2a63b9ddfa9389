package executors

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"worldc/community"
	"worldc/executors/domaining"
	"worldc/roles"
	"worldc/spec"
	"worldc/world"
)

// domains finds the communities of a tool graph, names each, and draws the
// directed feeds edges between its tools (AgentScaler §2.2, steps 3 and 4).
func domains(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Domains)
	tools, err := ReadAll[world.Tool](ctx, in, in.Ancestors[world.ToolType])
	if err != nil {
		return err
	}
	slices.SortFunc(tools, func(a, b world.Tool) int { return cmp.Compare(a.ID, b.ID) })
	edges, err := readGraph(ctx, in, tools)
	if err != nil {
		return err
	}
	graph, err := community.NewGraph(len(tools), edges)
	if err != nil {
		return err
	}
	partition := community.Detect(graph, community.Options{
		Method:     methods[config.Method],
		Resolution: community.Resolution(math.Round(config.Resolution * float64(community.Unit))),
		MaxSize:    config.MaxSize,
		Seed:       in.Seed,
		Workers:    in.Workers,
	})
	members := partition.Members()
	out.Plan(int64(len(members)))

	kept := make([][]world.Tool, 0, len(members))
	for _, m := range members {
		if len(m) >= config.MinSize {
			kept = append(kept, byCentrality(graph, partition, tools, m))
		}
	}
	reportDropped(out, config, tools, members)
	slices.SortFunc(kept, func(a, b []world.Tool) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0].ID, b[0].ID))
	})

	names := domaining.Names(kept, tools)
	refiner, _, err := in.played(config.RefineEdges)
	if err != nil {
		return err
	}
	feeds := Sharded(ctx, in, "feeds", len(kept), func(i int) (fed, error) {
		f := fed{Feeds: domaining.Feeds(kept[i], config.FeedsThreshold)}
		if refiner == nil {
			return f, nil
		}
		return refine(ctx, refiner.Examiner(), newDomain(names[i], kept[i], f.Feeds), kept[i])
	})
	var drawn, added, removed int64
	i := 0
	for f, err := range feeds {
		if err != nil {
			return err
		}
		drawn += int64(len(f.Feeds))
		added += f.Added
		removed += f.Removed
		for _, lost := range f.Findings {
			out.Find(lost)
		}
		if err := out.Write(newDomain(names[i], kept[i], f.Feeds)); err != nil {
			return err
		}
		i++
	}
	if refiner != nil {
		out.Measure("feeds_added", added)
		out.Measure("feeds_removed", removed)
	}
	out.Measure("modularity", round6(partition.Modularity))
	out.Measure("communities", int64(partition.Count))
	out.Measure("divided", int64(partition.Divided))
	out.Measure("feeds", drawn)
	return nil
}

// fed are the feeds of a domain, and what a model changed in those that were
// found.
type fed struct {
	Feeds    []world.Feed    `json:"feeds"`
	Added    int64           `json:"added,omitempty"`
	Removed  int64           `json:"removed,omitempty"`
	Findings []world.Finding `json:"findings,omitempty"`
}

// refine has every pair of tools of a domain examined (AgentScaler §2.2, step 4).
// What could not be examined stays as it was found, and is said.
func refine(ctx context.Context, examiner roles.Examiner, d world.Domain, tools []world.Tool) (fed, error) {
	feeds, lost, err := examiner.Feeds(ctx, d, tools)
	if err != nil {
		return fed{}, fmt.Errorf("domain %s: %w", d.Name, err)
	}
	f := fed{Feeds: feeds}
	type pair struct{ from, to string }
	before, after := map[pair]bool{}, map[pair]bool{}
	for _, x := range d.Feeds {
		before[pair{x.From, x.To}] = true
	}
	for _, x := range feeds {
		p := pair{x.From, x.To}
		if after[p] = true; !before[p] {
			f.Added++
		}
	}
	for p := range before { //lint:ordered a count
		if !after[p] {
			f.Removed++
		}
	}
	for _, l := range lost {
		f.Findings = append(f.Findings, world.Finding{
			Subject: l.Subject, Place: d.Name, Action: world.Noted, Reason: "feeds not examined: the answer: " + l.Reason, Detail: clipped([]byte(l.Detail)),
		})
	}
	return f, nil
}

var methods = map[string]community.Method{"louvain": community.Louvain, "leiden": community.Leiden}

// readGraph reads the edges as pairs of positions in tools, which are sorted
// by id. The weight of an edge is its similarity in millionths.
func readGraph(ctx context.Context, in *Input, tools []world.Tool) ([]community.Edge, error) {
	records, err := ReadAll[world.Edge](ctx, in, in.Inputs["graph"])
	if err != nil {
		return nil, err
	}
	position := make(map[string]uint32, len(tools))
	for i, t := range tools {
		position[t.ID] = uint32(i)
	}
	edges := make([]community.Edge, len(records))
	for i, e := range records {
		a, okA := position[e.A]
		b, okB := position[e.B]
		if !okA || !okB {
			return nil, fmt.Errorf("edge %s joins tools that are not in the pools of its graph", e.ID)
		}
		edges[i] = community.Edge{A: a, B: b, Weight: uint32(math.Round(e.Similarity * 1e6))}
	}
	return edges, nil
}

// byCentrality lists a community's tools by weighted degree inside it, ties by
// id.
func byCentrality(g *community.Graph, p community.Partition, tools []world.Tool, members []uint32) []world.Tool {
	inside := make(map[uint32]int64, len(members))
	for _, v := range members {
		neighbours, weights := g.Row(v)
		for i, n := range neighbours {
			if p.Of[n] == p.Of[v] {
				inside[v] += int64(weights[i])
			}
		}
	}
	members = slices.Clone(members)
	slices.SortFunc(members, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(inside[b], inside[a]), cmp.Compare(tools[a].ID, tools[b].ID))
	})
	sorted := make([]world.Tool, len(members))
	for i, v := range members {
		sorted[i] = tools[v]
	}
	return sorted
}

// reportDropped accounts for the communities that are too small, and for the
// spread of sizes. A tool without an edge is a community of one.
func reportDropped(out *Output, config *spec.Domains, tools []world.Tool, members [][]uint32) {
	bounds := []int64{1, 2, 3, 5, 9, 17, 33, 65, 129, 257}
	sizes := map[string]int64{}
	var small int64
	for _, m := range members {
		if len(m) < config.MinSize {
			small++
			continue
		}
		sizes[bucket(bounds, int64(len(m)))]++
	}
	out.Reject(small, "fewer than min_size tools ("+strconv.Itoa(config.MinSize)+")")
	out.Measure("sizes", sizes)
	var placed int64
	for _, m := range members {
		if len(m) >= config.MinSize {
			placed += int64(len(m))
		}
	}
	out.Measure("tools", int64(len(tools)))
	out.Measure("tools_in_domains", placed)
}

func newDomain(name string, tools []world.Tool, feeds []world.Feed) world.Domain {
	d := world.Domain{ID: world.DomainID(tools[0].ID), Name: name, Tools: make([]string, len(tools)), Feeds: feeds}
	if d.Feeds == nil {
		d.Feeds = []world.Feed{}
	}
	for i, t := range tools {
		d.Tools[i] = t.ID
	}
	return d
}

// round6 rounds x, of magnitude below 1e6, to six decimals.
func round6(x float64) float64 { return math.Round(x*1e6) / 1e6 }
