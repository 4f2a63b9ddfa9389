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

// Where an error leaves several ways open they are tried one after the other: what the
// text has did not help, what was tried before is not tried again, and in the end it is
// taken back.
func TestGuesses(t *testing.T) {
	one := func(v string) advice.Advice {
		return advice.Advice{Kind: advice.Pass, Parameter: "source", Value: json.RawMessage(v)}
	}
	options := []string{`"agent"`, `"app"`, `"web"`}
	failed := talk("cancel", "Error: cancel: "+one(options[2]).Hint("", options))
	text := tool.Description
	var experience []roles.Experience
	for _, v := range options {
		b := brief0(text, 500, failed)
		b.Experience = experience
		r, err := New(Options{}).Describe(context.Background(), roles.DescriptionBrief{RewriteBrief: b, Tool: tool})
		if err != nil || r.Text != "Cancels an order. "+one(v).Sentence() {
			t.Fatalf("%s: %q, %v", v, r.Text, err)
		}
		text = r.Text
		experience = append([]roles.Experience{{Before: 0.5, After: 0.5, Modification: "other: something\ncancel: " + r.Modification}}, experience...)
	}
	b := brief0(text, 500, failed)
	b.Experience = experience
	if r, err := New(Options{}).Describe(context.Background(), roles.DescriptionBrief{RewriteBrief: b, Tool: tool}); err != nil || r.Text != tool.Description {
		t.Errorf("not taken back: %q, %v", r.Text, err)
	}
	// What made the score rise is tried again before anything is taken back.
	b.Experience[1].After = 0.75
	if r, err := New(Options{}).Describe(context.Background(), roles.DescriptionBrief{RewriteBrief: b, Tool: tool}); err != nil || r.Text != "Cancels an order. "+one(options[1]).Sentence() {
		t.Errorf("%q, %v", r.Text, err)
	}
}

// What has not been looked at is looked for among the tools that were seen to show
// it, then among those that need no more than the call names.
func TestFirsts(t *testing.T) {
	tools := []world.Tool{
		{Name: "list_orders", Parameters: []byte(`{"properties":{}}`)}, {Name: "get_order", Parameters: []byte(`{"properties":{"id":{}},"required":["id"]}`)},
		{Name: "get_customer", Parameters: []byte(`{"properties":{"customer":{}},"required":["customer"]}`)}, {Name: "cancel", Parameters: []byte(`{"required":["id"]}`)},
	}
	failed := talk("cancel", "Error: cancel: "+first.Hint("order", nil))
	failed.Trajectory.Turns[0].Calls[0].Arguments = json.RawMessage(`{"id":"o1"}`)
	text := ""
	var experience []roles.Experience
	for _, want := range []string{"get_order", "list_orders"} {
		b := brief0(text, 500, failed)
		b.Experience = experience
		r, err := New(Options{}).Procedure(context.Background(), roles.ProcedureBrief{RewriteBrief: b, Tools: tools})
		if err != nil || !strings.Contains(r.Text, "call `"+want+"`") || strings.Count(r.Text, "call `") != 1 {
			t.Fatalf("%q, %v", r.Text, err)
		}
		text = r.Text
		experience = append(experience, roles.Experience{Modification: "workflow: " + r.Modification})
	}
	shown := talk("list_orders", `{"orders":[{"id":"o1","rev":"r1"}]}`)
	r, err := New(Options{}).Procedure(context.Background(), roles.ProcedureBrief{RewriteBrief: brief0("", 500, failed, shown), Tools: tools})
	if err != nil || !strings.Contains(r.Text, "call `list_orders`") {
		t.Errorf("%q, %v", r.Text, err)
	}
}
