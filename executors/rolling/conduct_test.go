package rolling_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"worldc/executors/rolling"
	"worldc/roles"
	"worldc/roles/agent"
	"worldc/roles/speech"
	"worldc/world"
)

// leaves are the scalars of a JSON value as texts.
func leaves(raw []byte) []string {
	var list []string
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, x := range v {
				visit(x)
			}
		case []any:
			for _, x := range v {
				visit(x)
			}
		case string:
			list = append(list, v)
		case json.Number:
			list = append(list, v.String())
		}
	}
	visit(v)
	return list
}

// says reports whether a text says the value of a fact, in one of the ways in
// which people say it.
func says(text string, f world.Fact, steps []world.Step) bool {
	details := []world.Detail{{Label: f.Name, Value: f.Value}, {Label: f.Name, Value: f.Value, Choice: true}}
	for _, s := range steps {
		for _, d := range slices.Concat(s.Target, s.Values) {
			if bytes.Equal(d.Value, f.Value) {
				details = append(details, d)
			}
		}
	}
	for _, d := range details {
		for _, way := range speech.Spoken(d) {
			if strings.Contains(strings.ToLower(text), strings.ToLower(way)) {
				return true
			}
		}
	}
	return false
}

// TestGiven: an agent uses no value before somebody said it or a result showed
// it, mistakes aside.
func TestGiven(t *testing.T) {
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	for _, parallel := range []bool{false, true} {
		place := agent.New(agent.Options{RecoveryRate: 1, Parallel: parallel}).Enter(c.world)
		for _, task := range c.tasks {
			facts := roles.Facts(task.Known, task.Steps)
			for seed := range uint64(2) {
				x := c.talk(t, place, task, seed, 0, 40, nil)
				said, shown := "", map[string]bool{}
				for _, turn := range x.Turns {
					switch turn.Role {
					case world.UserRole:
						said += "\n" + turn.Content
					case world.ToolRole:
						for _, l := range leaves([]byte(turn.Content)) {
							shown[l] = true
						}
					}
					for _, call := range turn.Calls {
						for _, l := range leaves(call.Arguments) {
							given := shown[l]
							for _, f := range facts {
								given = given || strings.Contains(strings.ToLower(speech.Plain(f.Value)), strings.ToLower(l)) && says(said, f, task.Steps)
							}
							if !given {
								t.Errorf("%s of %s %s was not given\n%s", l, call.Tool, call.Arguments, show(x, task))
							}
						}
					}
				}
			}
		}
	}
}

// TestIgnorance: a user says nothing that only the world knows: no id that the
// agent had to look up.
func TestIgnorance(t *testing.T) {
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	place := agent.New(agent.Options{RecoveryRate: 1}).Enter(c.world)
	for _, task := range c.tasks {
		facts := roles.Facts(task.Known, task.Steps)
		var secret []string
		for _, call := range task.Calls {
			for _, l := range leaves(call.Arguments) {
				known := slices.ContainsFunc(facts, func(f world.Fact) bool { return strings.Contains(speech.Plain(f.Value), l) })
				if !known && len(l) > 4 {
					secret = append(secret, l)
				}
			}
		}
		for seed := range uint64(2) {
			x := c.talk(t, place, task, seed, 0, 40, nil)
			for _, turn := range x.Turns {
				if turn.Role != world.UserRole {
					continue
				}
				for _, s := range secret {
					if strings.Contains(turn.Content, s) {
						t.Errorf("the user knows %q\n%s", s, show(x, task))
					}
				}
				for _, tool := range c.world.Tools {
					if strings.Contains(turn.Content, tool.Tool.Name) {
						t.Errorf("the user knows the tool %s: %s", tool.Tool.Name, turn.Content)
					}
				}
			}
		}
	}
}

// TestTruth: thoughts and messages of an agent without mistakes say no id that
// was not said or shown before.
func TestTruth(t *testing.T) {
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	place := agent.New(agent.Options{RecoveryRate: 1}).Enter(c.world)
	var ids []string
	for _, rows := range c.world.Rows {
		for _, row := range rows {
			var r struct {
				ID any `json:"id"`
			}
			if json.Unmarshal(row, &r) == nil {
				if id, ok := r.ID.(string); ok {
					ids = append(ids, id)
				}
			}
		}
	}
	for _, task := range c.tasks {
		x := c.talk(t, place, task, 9, 0, 40, nil)
		before := ""
		for _, turn := range x.Turns {
			if turn.Role == world.AssistantRole {
				for _, id := range ids {
					if strings.Contains(turn.Reasoning+turn.Content, id) && !strings.Contains(before, id) {
						t.Errorf("%s was not seen\n%s", id, show(x, task))
					}
				}
			}
			before += turn.Content
		}
	}
}

// TestTurns: a talk that has no more turns says so, and one turn is enough for a
// record.
func TestTurns(t *testing.T) {
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	place := agent.New(agent.Options{RecoveryRate: 1}).Enter(c.world)
	for _, task := range c.tasks[:20] {
		whole := c.talk(t, place, task, 1, 0, 100, nil)
		for turns := 1; turns < 8; turns++ {
			x := c.talk(t, place, task, 1, 0, turns, nil)
			if p := x.Validate(); len(p) > 0 {
				t.Fatal(p)
			}
			n := 0
			for i, turn := range x.Turns {
				if turn.Role == world.AssistantRole {
					n++
				}
				if turn.Content != whole.Turns[i].Content {
					t.Fatalf("turn %d differs with %d turns", i, turns)
				}
			}
			if n > turns || x.Outcome == world.OutOfTurns && n != turns {
				t.Errorf("%d turns of the agent, %d are allowed: %s", n, turns, x.Outcome)
			}
			if x.Outcome != world.OutOfTurns && len(x.Turns) != len(whole.Turns) {
				t.Errorf("a talk ends early: %s", x.Outcome)
			}
		}
	}
}

// TestDistractors: tools of other worlds do not work, and an agent that takes
// one for its own finds out.
func TestDistractors(t *testing.T) {
	c, err := theClinic()
	if err != nil {
		t.Fatal(err)
	}
	tools := []world.Tool{{ID: "x", Name: "find_invoices"}, {ID: "y", Name: "book_flight"}}
	place := agent.New(agent.Options{RecoveryRate: 1, Errors: map[roles.Mistake]float64{roles.WrongTool: 1}}).Enter(c.world)
	called := 0
	for _, task := range c.tasks[:20] {
		x := c.talk(t, place, task, 1, 0, 40, tools)
		for i, turn := range x.Turns {
			for _, call := range turn.Calls {
				if call.Tool == "find_invoices" || call.Tool == "book_flight" {
					called++
					if answer := x.Turns[i+1]; answer.Kind != "error" || !strings.Contains(answer.Content, "there is no tool") {
						t.Errorf("%+v", answer)
					}
				}
			}
		}
		if !slices.ContainsFunc(x.Turns, func(turn world.Turn) bool { return slices.Contains(turn.Flags, rolling.Recovery) }) {
			t.Errorf("nobody noticed\n%s", show(x, task))
		}
	}
	if called == 0 {
		t.Error("no distractor was called")
	}
}
