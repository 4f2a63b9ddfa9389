package executors

import (
	"cmp"
	"context"
	"math"
	"slices"

	"worldc/executors/toolvector"
	"worldc/similarity"
	"worldc/spec"
	"worldc/world"
)

// toolGraph joins the tools whose parameter vectors have a cosine above the
// threshold (AgentScaler, Eq. 1). The join is exact; max_degree then keeps an
// edge if it is among the best of either of its ends.
func toolGraph(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.ToolGraph)
	tools, err := ReadAll[world.Tool](ctx, in, in.Inputs["tools"])
	if err != nil {
		return err
	}
	// Ties between edges are broken by the tools' ids, so the join sees them
	// in that order.
	slices.SortFunc(tools, func(a, b world.Tool) int { return cmp.Compare(a.ID, b.ID) })

	options := similarity.Options{
		Numerator: uint32(math.Round(config.SimilarityThreshold * 1e6)), Denominator: 1e6,
		MaxDegree: config.MaxDegree, Workers: in.Workers,
	}
	var edges []similarity.Pair
	var stats similarity.Stats
	if _, asker := in.Served(config.Vectorizer); asker != nil {
		texts := make([]string, len(tools))
		for i := range tools {
			texts[i] = embeddable(toolText(&tools[i]))
		}
		vectors, err := embed(ctx, in, asker, "tools", texts)
		if err != nil {
			return err
		}
		edges, stats = similarity.JoinDense(vectors, options)
	} else {
		edges, stats = similarity.Join(toolvector.Vectors(tools, in.Workers), options)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	out.Plan(stats.Similar)
	out.Reject(stats.Similar-stats.Kept, "not among the max_degree best edges of either end")

	degree := make([]int64, len(tools))
	records := make([]world.Edge, len(edges))
	for i, e := range edges {
		degree[e.A]++
		degree[e.B]++
		a, b := tools[e.A].ID, tools[e.B].ID
		records[i] = world.Edge{ID: world.EdgeID(a, b), A: a, B: b, Similarity: float64(e.Similarity) / 1e6}
	}
	out.Measure("distinct_vectors", int64(stats.Distinct))
	out.Measure("tools_without_features", int64(stats.Zero))
	measureGraph(out, degree)
	return writeAll(ctx, in, out, records)
}

// measureGraph reports the size of the graph and the spread of its degrees.
func measureGraph(out *Output, degree []int64) {
	var connected int64
	bounds := []int64{0, 1, 2, 4, 8, 16, 32, 64, 128, 256}
	histogram := map[string]int64{}
	for _, d := range degree {
		if d > 0 {
			connected++
		}
		histogram[bucket(bounds, d)]++
	}
	out.Measure("tools", int64(len(degree)))
	out.Measure("tools_with_an_edge", connected)
	out.Measure("degrees", histogram)
}
