package random

import (
	"math/rand/v2"
	"testing"
)

func TestDraw(t *testing.T) {
	if rand.IntN(2) == 3 { // want "random: rand.IntN draws from a stream"
		t.Fatal(draw())
	}
}
