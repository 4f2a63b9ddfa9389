package inspect

import (
	"encoding/json"
	"fmt"
	"strings"

	"worldc/world"
)

// prettyScript shows a script: who plays what, how, and the way to the goal that was
// found, with what the player is told on it.
func prettyScript(b *strings.Builder, s *world.Script) {
	fmt.Fprintf(b, "%s  a game of %s, %s to its goal\n", shorten(orElse(s.World.Name, s.World.ID), 48), Count(int64(len(s.Actions)), "action"), Count(int64(len(s.Solution)), "step"))
	labelled(b, "    about", s.World.Policy)
	labelled(b, "    goal", s.Task.Goal)
	for _, c := range s.Conditions {
		labelled(b, "    won when", c.Says)
	}
	says := map[string]string{}
	for i := range s.World.Tools {
		t := &s.World.Tools[i].Tool
		says[t.Name] = t.Description
	}
	for i := range s.Actions {
		labelled(b, "    action", s.Actions[i].Template+": "+orElse(says[s.Actions[i].Tool], s.Actions[i].Tool))
	}
	for i, step := range s.Solution {
		labelled(b, fmt.Sprintf("%3d", i+1), step)
		if i < len(s.Task.Calls) && s.Task.Calls[i].Result != nil {
			result := string(s.Task.Calls[i].Result)
			var text string
			if json.Unmarshal([]byte(result), &text) == nil {
				result = text
			}
			labelled(b, "", "= "+shorten(spaced(result), resultColumns))
		}
	}
	if s.Variant != "" {
		labelled(b, "    rewritten", s.Variant+": "+orElse(strings.Join(s.Perturbed, ", "), "nothing"))
		labelled(b, "    written", s.Written)
	}
	labelled(b, "    persona", s.Persona)
	labelled(b, "    id", s.ID)
}

// prettyProgress says how far a game got.
func prettyProgress(b *strings.Builder, p *world.Progress) {
	if p.Held == p.Of {
		labelled(b, "    goal", "reached")
		return
	}
	labelled(b, "    goal", fmt.Sprintf("not reached: %d of %s", p.Held, Count(int64(p.Of), "condition")+" hold"))
}
