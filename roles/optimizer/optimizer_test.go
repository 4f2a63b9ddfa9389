package optimizer

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"worldc/roles"
	"worldc/roles/advice"
	"worldc/world"
)

// talk is a trajectory in which a tool is called and answers.
func talk(tool string, answers ...string) roles.Tried {
	t := &world.Trajectory{ID: "t"}
	for i, a := range answers {
		id := string(rune('a' + i))
		t.Turns = append(t.Turns,
			world.Turn{Role: world.AssistantRole, Calls: []world.Call{{ID: id, Tool: tool, Arguments: json.RawMessage(`{}`)}}},
			world.Turn{Role: world.ToolRole, CallID: id, Content: a})
	}
	return roles.Tried{Trajectory: t}
}

var (
	unit  = advice.Advice{Kind: advice.Unit, Parameter: "minutes", Unit: "min"}
	first = advice.Advice{Kind: advice.First, Other: "get_order", Field: "rev", Parameter: "rev"}
	tool  = &world.Tool{ID: "t", Name: "cancel", Description: "Cancels an order."}
)

func brief0(text string, longest int, tried ...roles.Tried) roles.RewriteBrief {
	return roles.RewriteBrief{Text: text, Longest: longest, Tried: tried}
}

// What errors say about arguments goes into the description, what they say about
// order into the workflow, once each.
func TestWhereAdviceGoes(t *testing.T) {
	o := New(Options{})
	tried := talk("cancel", "Error: cancel: "+unit.Complaint("5"), "Error: cancel: "+first.Complaint(""), "Error: cancel: "+unit.Complaint("5"))
	d, err := o.Describe(context.Background(), roles.DescriptionBrief{RewriteBrief: brief0(tool.Description, 500, tried), Tool: tool})
	if err != nil || d.Text != "Cancels an order. "+unit.Sentence() {
		t.Errorf("%q, %v", d.Text, err)
	}
	w, err := o.Procedure(context.Background(), roles.ProcedureBrief{RewriteBrief: brief0("", 500, tried)})
	if err != nil {
		t.Fatal(err)
	}
	if of := first; true {
		of.Tool = "cancel"
		if !strings.HasPrefix(w.Text, "1. "+of.Sentence()) || !strings.Contains(w.Text, "\n2. "+habitRepeats) {
			t.Errorf("the workflow is\n%s", w.Text)
		}
	}
	again, err := o.Describe(context.Background(), roles.DescriptionBrief{RewriteBrief: brief0(d.Text, 500, tried), Tool: tool})
	if err != nil || again.Text != d.Text || again.Modification != "" {
		t.Errorf("said again: %+v", again)
	}
	more, err := o.Procedure(context.Background(), roles.ProcedureBrief{RewriteBrief: brief0(w.Text, 500, tried)})
	if err != nil || more.Text != w.Text {
		t.Errorf("said again:\n%s", more.Text)
	}
}

// Nothing is changed where nothing went wrong, where there is no room, where a text
// may not stand, and where the kind is withheld.
func TestNothing(t *testing.T) {
	wrong := talk("cancel", "Error: "+unit.Complaint("5"))
	for name, c := range map[string]struct {
		o Options
		b roles.RewriteBrief
	}{
		"nothing went wrong": {Options{}, brief0(tool.Description, 500, talk("cancel", `{"id":1}`))},
		"another tool's":     {Options{}, brief0(tool.Description, 500, talk("other", "Error: "+unit.Complaint("5")))},
		"no room":            {Options{}, brief0(tool.Description, 40, wrong)},
		"withheld":           {Options{Withheld: []advice.Kind{advice.Unit}}, brief0(tool.Description, 500, wrong)},
		"may not stand":      {Options{}, roles.RewriteBrief{Text: tool.Description, Longest: 500, Tried: []roles.Tried{wrong}, Wrong: func(string) []string { return []string{"no"} }}},
		"nobody knows":       {Options{}, brief0(tool.Description, 500, talk("cancel", "Error: the moon is full"))},
	} {
		r, err := New(c.o).Describe(context.Background(), roles.DescriptionBrief{RewriteBrief: c.b, Tool: tool})
		if err != nil || r.Text != tool.Description || r.Modification != "" {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}
