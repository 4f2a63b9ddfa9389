package taskmaking

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"worldc/roles"
	"worldc/world"
)

// print writes a task as a person reads it.
func show(m Made) string {
	var b strings.Builder
	fmt.Fprintf(&b, "== %s %s (%d calls, %d tables, %d lookups) outputs %q; initial %d\n", m.Task.ID, m.Difficulty.Level(), m.Difficulty.Calls, m.Difficulty.Tables, m.Difficulty.Lookups, m.Task.Outputs, m.Task.Initial.Rows())
	details := func(list []roles.Detail) string {
		var parts []string
		for _, d := range list {
			text := d.Label
			if d.Of != "" {
				text += " of " + d.Of
			}
			if d.Value != nil {
				text += " " + string(d.Bound) + "= " + string(d.Value)
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, "; ")
	}
	for i, s := range m.Story.Steps {
		fmt.Fprintf(&b, "  %d %s %s", i, s.Operation, s.Thing)
		if s.Verb != "" {
			fmt.Fprintf(&b, " (%s)", s.Verb)
		}
		if s.Same >= 0 {
			fmt.Fprintf(&b, " [%s of %d]", s.Relation, s.Same)
		}
		if len(s.Target) > 0 {
			fmt.Fprintf(&b, " WHERE %s", details(s.Target))
		}
		if len(s.Values) > 0 {
			fmt.Fprintf(&b, " SET %s", details(s.Values))
		}
		if s.Transition != nil {
			fmt.Fprintf(&b, " TO %s", s.Transition.To)
		}
		if len(s.Wants) > 0 {
			fmt.Fprintf(&b, " WANTS %s", details(s.Wants))
		}
		b.WriteString("\n")
	}
	for _, c := range m.Task.Calls {
		result := string(c.Result)
		if len(result) > 230 {
			result = result[:230] + "…"
		}
		effect := ""
		if c.Effect == world.Write {
			effect = "!"
		}
		fmt.Fprintf(&b, "     %s%s %s\n        -> %s\n", c.Tool, effect, c.Arguments, result)
	}
	return b.String()
}

// TestRead prints tasks to be read by people: WORLDC_READ=1.
func TestRead(t *testing.T) {
	if os.Getenv("WORLDC_READ") == "" {
		t.Skip("for reading: set WORLDC_READ=1")
	}
	for _, w := range []*world.World{clinic(t), workshop(t), retail(t)} {
		made, missed := Make(load(t, w), w, nil, options(25))
		for _, m := range made {
			t.Log("\n" + show(m))
		}
		t.Log(w.Name, len(made), "made", missed)
	}
}
