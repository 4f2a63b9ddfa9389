package inspect

import (
	"fmt"
	"strings"

	"worldc/world"
)

// prettyProgress says how far a game got.
func prettyProgress(b *strings.Builder, p *world.Progress) {
	if p.Held == p.Of {
		labelled(b, "    goal", "reached")
		return
	}
	labelled(b, "    goal", fmt.Sprintf("not reached: %d of %s", p.Held, Count(int64(p.Of), "condition")+" hold"))
}
