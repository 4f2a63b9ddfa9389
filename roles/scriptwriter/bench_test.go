package scriptwriter

import (
	"testing"

	"worldc/executors/gaming"
	"worldc/world"
)

// What a script costs to write, and its board to open when it is known to be sound.
func BenchmarkScript(b *testing.B) {
	for i := range families {
		f := &families[i]
		b.Run("write/"+f.name, func(b *testing.B) {
			for n := range b.N {
				if _, err := drawn(f, "A baker who likes order", uint64(n)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	var scripts []*world.Script
	for i := range families {
		for seed := range uint64(4) {
			s, err := drawn(&families[i], "A baker who likes order", seed)
			if err != nil {
				b.Fatal(err)
			}
			if s != nil {
				scripts = append(scripts, s)
			}
		}
	}
	b.Run("open", func(b *testing.B) {
		for n := range b.N {
			board, problems, err := gaming.Open(scripts[n%len(scripts)], true)
			if err != nil || len(problems) > 0 {
				b.Fatal(problems, err)
			}
			if err := board.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
