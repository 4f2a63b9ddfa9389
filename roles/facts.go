package roles

import (
	"bytes"
	"strings"

	"worldc/roles/speech"
	"worldc/world"
)

// Facts are what the person of a task knows: the facts of the record, and those
// details of its steps of which the record has no fact. Both sides of a talk
// count positions in this list.
func Facts(known []world.Fact, steps []world.Step) []world.Fact {
	facts := known[:len(known):len(known)]
	for _, s := range steps {
		for _, list := range [][]world.Detail{s.Target, s.Values} {
			for _, d := range list {
				if len(d.Value) > 0 && FactOf(facts, d) < 0 {
					facts = append(facts, world.Fact{Name: nameOf(s, d), Value: d.Value})
				}
			}
		}
	}
	return facts
}

func nameOf(s world.Step, d world.Detail) string {
	of := s.Thing
	if d.Of != "" {
		of = d.Of
	}
	return of + "'s " + d.Label
}

// FactOf is the position of the fact that is the detail, -1 if there is none.
// Of facts with the same value, the one is meant whose name has the words of
// the detail.
func FactOf(facts []world.Fact, d world.Detail) int {
	best, most := -1, -1
	for i, f := range facts {
		if !bytes.Equal(f.Value, d.Value) {
			continue
		}
		n := 0
		if d.Of != "" && strings.Contains(f.Name, d.Of) {
			n += 2
		}
		if strings.Contains(f.Name, d.Label) || strings.Contains(f.Name, speech.Noun(d.Label)) {
			n++
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}
