// Package random breaks the rule of its name.
package random

import (
	crand "crypto/rand"
	"hash/maphash"
	"math/rand/v2"
)

func draw() float64 {
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(2, func(i, j int) {}) // want "random: rand.Shuffle is not promised"
	_ = r.NormFloat64()             // want "random: rand.NormFloat64 is not promised"
	_ = r.IntN(10)                  // its own stream, seeded
	_ = rand.IntN(10)               // want "random: rand.IntN draws from a stream"
	_ = maphash.MakeSeed()          // want "random: maphash.MakeSeed is seeded anew"
	_, _ = crand.Read(nil)          // want "random: rand.Read differs with every run"
	return rand.Float64()           // want "random: rand.Float64 draws from a stream"
}
