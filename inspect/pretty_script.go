package inspect

import (
	"fmt"
	"slices"
	"strings"

	"worldc/world"
)

// prettyScript shows a game as whoever plays it and whoever judges it want to read
// it: where it takes place and what for, what can be done, when it is won, and the way
// that was found.
func prettyScript(b *strings.Builder, s *world.Script, records Records) {
	origin := "written by a model"
	if s.Imported {
		origin = "imported"
	}
	head := []string{orElse(s.Family, origin), Count(int64(len(s.Actions)), "action"), Count(int64(len(s.Solution)), "step")}
	if s.Variant != "" {
		head = append(head, "variant "+s.Variant)
	}
	fmt.Fprintf(b, "script: %s\n", shorten(strings.Join(head, ", "), prettyColumns-8))
	if p, ok := find[world.Persona](records, world.PersonaType, s.Persona); ok {
		labelled(b, "    persona", p.Text)
	} else {
		labelled(b, "    persona", orElse(s.Task.Background, s.Persona))
	}
	labelled(b, "    scene", s.World.Policy)
	labelled(b, "    goal", s.Task.Goal)
	for i := range s.Conditions {
		labelled(b, "    won when", s.Conditions[i].Says)
	}
	for i := range s.Actions {
		a := &s.Actions[i]
		text := a.Template
		for _, p := range placeholdersOf(a) {
			text += fmt.Sprintf("; {%s}: %s", p, shorten(strings.Join(a.Values[p], ", "), fieldColumns))
		}
		labelled(b, "    action", text)
	}
	for i, step := range s.Solution {
		labelled(b, fmt.Sprintf("%3d", i+1), step)
	}
	labelled(b, "    world", s.World.ID)
	if s.Written != "" {
		labelled(b, "    written", s.Written)
	}
	labelled(b, "    id", s.ID)
}

// placeholdersOf are the placeholders of an action that have values, as they come in
// its template.
func placeholdersOf(a *world.ScriptAction) []string {
	var list []string
	for p := range a.Values { //lint:ordered sorted below
		list = append(list, p)
	}
	slices.SortFunc(list, func(p, q string) int {
		if d := strings.Index(a.Template, "{"+p+"}") - strings.Index(a.Template, "{"+q+"}"); d != 0 {
			return d
		}
		return strings.Compare(p, q)
	})
	return list
}

// prettyPersona shows somebody for whom scripts are written.
func prettyPersona(b *strings.Builder, p *world.Persona) {
	for _, l := range wrap(p.Text, prettyColumns) {
		fmt.Fprintf(b, "%s\n", l)
	}
	labelled(b, "    from", strings.TrimSpace(p.Document+" "+p.License))
	labelled(b, "    id", p.ID)
}
