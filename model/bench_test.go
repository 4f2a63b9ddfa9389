package model

import (
	"fmt"
	"path/filepath"
	"testing"
)

// BenchmarkOpen is how long it takes to open recordings, by the answer.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "calls")
	r := openRecordings(b, path, false)
	const n = 20000
	ask := newAsker(&Settings{Model: "m"})
	var all []*keeping
	for i := range n {
		q, err := ask.question(Request{Messages: []Message{{Role: "user", Content: fmt.Sprint("question ", i)}}}, 100)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, newKeeping(q, &answer{Content: "answer"}, callNote{}, false))
	}
	if err := r.keep(all); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		x, err := OpenRecordings(path, true)
		if err != nil {
			b.Fatal(err)
		}
		if x.Len() != n {
			b.Fatal(x.Len())
		}
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/answer")
}
