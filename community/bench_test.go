package community_test

import (
	"fmt"
	"testing"

	"worldc/community"
	"worldc/community/planted"
)

func BenchmarkDetect(b *testing.B) {
	for _, x := range planted.Benchmarks {
		edges, _ := planted.Graph(x.Parameters)
		g, err := community.NewGraph(x.Vertices, edges)
		if err != nil {
			b.Fatal(err)
		}
		for _, method := range []community.Method{community.Louvain, community.Leiden} {
			for workers := 1; workers <= 2; workers++ {
				b.Run(fmt.Sprintf("%s/%v/workers=%d", x.Name, method, workers), func(b *testing.B) {
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
