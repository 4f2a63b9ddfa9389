package writer

import (
	"encoding/json"
	"strconv"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// Known are the facts of a story, one for each detail that has a value, by names
// that differ: what a person knows, whoever writes the text.
func Known(s roles.Story) []world.Fact { return known(newNouns(), s) }

// known are the facts of a story, one for each detail that has a value, by names
// that differ.
func known(n nouns, s roles.Story) []world.Fact {
	var facts []world.Fact
	seen := map[string]string{} // values by their names
	for _, step := range s.Steps {
		thing := n.of(step.Thing).one
		add := func(d roles.Detail, fresh string) {
			if len(d.Value) == 0 {
				return
			}
			of := thing
			if o := speech.InWords(d.Of); o != "" {
				of = o
			}
			label := labelOf(d)
			switch d.Bound {
			case world.AtLeast:
				label = "lowest " + label
				if k := kindOf(d); k == kDate || k == kDateTime || k == kTime {
					label = "earliest " + labelOf(d)
				}
			case world.AtMost:
				label = "highest " + label
				if k := kindOf(d); k == kDate || k == kDateTime || k == kTime {
					label = "latest " + labelOf(d)
				}
			}
			name := of + "'s " + fresh + label
			for k := 2; ; k++ {
				value, taken := seen[name]
				if taken && value == string(d.Value) {
					return // known already
				}
				if !taken {
					break
				}
				name = numbered(k) + " " + of + "'s " + fresh + label
			}
			seen[name] = string(d.Value)
			facts = append(facts, world.Fact{Name: name, Value: json.RawMessage(d.Value)})
		}
		for _, d := range step.Target {
			add(d, "")
		}
		for _, d := range step.Values {
			fresh := ""
			if step.Operation == world.Update {
				fresh = "new "
			}
			add(d, fresh)
		}
	}
	return facts
}

// numbered is an ordinal in words.
func numbered(n int) string {
	words := []string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n) + "th"
}
