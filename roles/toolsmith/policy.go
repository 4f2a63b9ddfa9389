package toolsmith

import (
	"fmt"
	"slices"
	"strings"

	"worldc/world"
)

// policyOf is what an agent is told about its duties. It says nothing that the
// code does not hold to, but for what only the agent can: asking before it
// writes.
func policyOf(t *things, plans []*plan) string {
	var things, writes []string
	seen := map[*entity]bool{}
	for _, p := range plans {
		if p.rejected != "" {
			continue
		}
		if !seen[p.entity] {
			seen[p.entity] = true
			things = append(things, p.entity.nouns)
		}
		if !reads(p.operation) {
			w := map[world.Operation]string{
				world.Create: "make", world.Update: "change", world.Delete: "delete", world.Move: p.verb,
				world.Link: "join", world.Unlink: "part",
			}[p.operation]
			if !slices.Contains(writes, w) {
				writes = append(writes, w)
			}
		}
	}
	if len(things) > 6 {
		things = append(things[:6], "more")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nYou help people with %s.\n\n", title(strings.Join(things[:min(2, len(things))], " and ")), listing(things, "and"))
	b.WriteString("- Take ids from what people tell you or from what a tool returned. Do not make them up.\n")
	if len(writes) > 0 {
		fmt.Fprintf(&b, "- Before you %s anything, say what you are about to do and wait for a yes.\n", listing(writes[:min(len(writes), 6)], "or"))
	} else {
		b.WriteString("- You can look things up and change nothing. Say so if somebody asks for a change.\n")
	}
	for _, e := range t.entities {
		if e.states == nil {
			continue
		}
		for _, m := range e.states.moves {
			p := plan{entity: e, verb: m.verb, move: &world.Transition{From: m.from}}
			fmt.Fprintf(&b, "- Only %s.\n", p.allowedFrom())
		}
	}
	for _, p := range plans {
		if line := "- Only " + p.onlyThose() + ".\n"; p.rejected == "" && p.only != "" && !strings.Contains(b.String(), line) {
			b.WriteString(line)
		}
	}
	deletes := map[*entity]bool{}
	for _, p := range plans {
		if p.operation == world.Delete && p.rejected == "" {
			deletes[p.entity] = true
		}
	}
	for _, e := range t.entities {
		if !deletes[e] {
			continue
		}
		with := t.goesWith(e)
		if len(with) > 0 {
			fmt.Fprintf(&b, "- Deleting %s deletes its %s too. Tell people before you do it.\n", article(e.noun), listing(with, "and"))
		}
	}
	return b.String()
}

// title is a text with a capital at its beginning.
func title(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
