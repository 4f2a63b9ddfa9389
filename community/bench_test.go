package community_test

import (
	"fmt"
	"testing"

	"worldc/community"
	"worldc/community/planted"
)

// The graphs of the figures that issue 3 asks for.
var graphs = []struct {
	name string
	planted.Parameters
}{
	{"30k-275k", planted.Parameters{Vertices: 30_000, Edges: 300_000, Mixing: 40, MinSize: 15, MaxSize: 80, Seed: 1}},
	{"300k-5M", planted.Parameters{Vertices: 300_000, Edges: 5_500_000, Mixing: 40, MinSize: 15, MaxSize: 80, Seed: 1}},
	{"100k-1M-hard", planted.Parameters{Vertices: 100_000, Edges: 1_050_000, Mixing: 60, MinSize: 15, MaxSize: 80, Seed: 1}},
}

func BenchmarkDetect(b *testing.B) {
	for _, x := range graphs {
		edges, _ := planted.Graph(x.Parameters)
		g, err := community.NewGraph(x.Vertices, edges)
		if err != nil {
			b.Fatal(err)
		}
		for _, method := range []community.Method{community.Louvain, community.Leiden} {
			for workers := 1; workers <= 2; workers++ {
				b.Run(fmt.Sprintf("%s/%v/workers=%d", x.name, method, workers), func(b *testing.B) {
					var p community.Partition
					for b.Loop() {
						p = community.Detect(g, community.Options{Method: method, Workers: workers})
					}
					b.ReportMetric(p.Modularity, "Q")
					b.ReportMetric(float64(p.Count), "communities")
					b.ReportMetric(float64(len(edges)), "edges")
				})
			}
		}
	}
}
