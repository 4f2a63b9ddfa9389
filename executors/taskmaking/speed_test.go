package taskmaking

import (
	"testing"

	"worldc/world"
)

// BenchmarkMake is the cost of a task, the world's survey included.
func BenchmarkMake(b *testing.B) {
	for _, w := range []*world.World{clinic(b), workshop(b), retail(b)} {
		b.Run(w.Name, func(b *testing.B) {
			e := load(b, w)
			made := 0
			for b.Loop() {
				m, _ := Make(e, w, nil, options(2))
				made += len(m)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(made), "ms/task")
		})
	}
}
