package planted

// A Benchmark is a graph on which searches are timed.
type Benchmark struct {
	Name string
	Parameters
}

// Benchmarks are the graphs of the figures that worldc is held to: the size of
// a tool pool, ten times that, and one whose communities are blurred.
var Benchmarks = []Benchmark{
	{"30k-275k", Parameters{Vertices: 30_000, Edges: 345_000, Mixing: 40, MinSize: 10, MaxSize: 117, Seed: 1}},
	{"300k-5M", Parameters{Vertices: 300_000, Edges: 6_600_000, Mixing: 40, MinSize: 10, MaxSize: 117, Seed: 1}},
	{"100k-1M-mixed", Parameters{Vertices: 100_000, Edges: 1_090_000, Mixing: 60, MinSize: 10, MaxSize: 117, Seed: 1}},
}
