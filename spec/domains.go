package spec

// Domains are the communities of a tool graph, each with the directed `feeds`
// edges between its tools.
type Domains struct {
	// Graph is the tool graph. The tools of its pools are read as well.
	Graph References `spec:"graph" reads:"Edge"`

	// RefineEdges examines the pairs of tools in each domain, and decides which of
	// them feed each other. Left out, names and types decide.
	RefineEdges References `spec:"refine_edges,optional" reads:"served model" takes:"a reference to a served model"`

	// Method finds the communities: `louvain`, as AgentScaler does, or
	// `leiden`, whose communities are always connected inside.
	Method string `spec:"method" default:"louvain" oneof:"louvain|leiden"`

	// Resolution weighs expected against present edges: above 1 gives more
	// and smaller communities, below 1 fewer and larger ones.
	Resolution float64 `spec:"resolution" default:"1" range:"(0,1000]"`

	// MinSize is the number of tools below which a community is dropped.
	MinSize int `spec:"min_size" default:"2" range:"[1,1000000]"`

	// MaxSize is the number of tools above which a community is split again,
	// at twice the resolution each time; 0 is no limit.
	MaxSize int `spec:"max_size" default:"0" range:"[0,1000000]"`

	// FeedsThreshold is how well an output field of one tool must fit an input
	// parameter of another for a `feeds` edge.
	FeedsThreshold float64 `spec:"feeds_threshold" default:"0.4" range:"(0,1]"`
}

func (d *Domains) check(at func(string) Range) Diagnostics {
	if d.MaxSize != 0 && d.MaxSize < d.MinSize {
		return Diagnostics{Errorf(at("max_size"), "Out of range",
			"max_size must be 0 (no limit) or at least min_size, which is %d, not %d.", d.MinSize, d.MaxSize)}
	}
	return nil
}
