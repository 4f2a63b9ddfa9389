package playing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"worldc/model"
	"worldc/roles"
	"worldc/roles/optimizer"
	"worldc/world"
)

// optimize answers with what worldc's own optimizer makes of the conversations that
// are shown.
func (p *Player) optimize(r *model.Request, _ int) (any, error) {
	asked := question(r, "Rewrite the description", "Say the description", "Rewrite the workflow")
	longest, err := strconv.Atoi(between(asked, "It may have ", " characters"))
	if err != nil {
		return nil, err
	}
	b := roles.RewriteBrief{Longest: longest}
	if !strings.HasPrefix(asked, "Say") {
		if b.Tried, err = conversations(r); err != nil {
			return nil, err
		}
	}
	if _, ok := dataIn(asked, "experience"); ok {
		b.Experience = experience(r)
	}
	var made roles.Rewriting
	o := optimizer.New(optimizer.Options{})
	if strings.HasPrefix(asked, "Rewrite the workflow") {
		if err := read(r, "workflow", &b.Text); err != nil {
			return nil, err
		}
		var shown []document
		if err := read(r, "tools", &shown); err != nil {
			return nil, err
		}
		var tools []world.Tool
		for i := range shown {
			tools = append(tools, shown[i].tool())
		}
		made, err = o.Procedure(context.Background(), roles.ProcedureBrief{RewriteBrief: b, Tools: tools})
	} else {
		var shown document
		if err := read(r, "tool", &shown); err != nil {
			return nil, err
		}
		t := shown.tool()
		b.Text = t.Description
		made, err = o.Describe(context.Background(), roles.DescriptionBrief{RewriteBrief: b, Tool: &t, Concise: strings.HasPrefix(asked, "Say")})
	}
	if err != nil {
		return nil, err
	}
	if made.Why == "" {
		made.Why = "Nothing went wrong."
	}
	return object{"analysis": made.Why, "text": made.Text, "modification": made.Modification}, nil
}

// conversations are those of a request, as trajectories.
func conversations(r *model.Request) ([]roles.Tried, error) {
	var shown []struct {
		Wanted  string
		Success float64
		Talk    []struct {
			Who     world.Role
			Says    string
			Returns string
			Calls   []struct{ Tool, Arguments string }
		}
	}
	if err := read(r, "conversations", &shown); err != nil {
		return nil, err
	}
	list := make([]roles.Tried, len(shown))
	for i, c := range shown {
		t := &world.Trajectory{}
		calls, answers := 0, 0
		for _, u := range c.Talk {
			turn := world.Turn{Role: u.Who, Content: u.Says}
			for _, x := range u.Calls {
				calls++
				turn.Calls = append(turn.Calls, world.Call{ID: fmt.Sprint(calls), Tool: x.Tool, Arguments: json.RawMessage(x.Arguments)})
			}
			if u.Who == world.ToolRole {
				answers++
				turn.CallID, turn.Content = fmt.Sprint(answers), u.Returns
			}
			t.Turns = append(t.Turns, turn)
		}
		if answers > calls {
			return nil, errors.New("a conversation has more results than calls")
		}
		list[i] = roles.Tried{Goal: c.Wanted, Trajectory: t, Score: c.Success}
	}
	return list, nil
}

// experience is what a request says earlier modifications did; nil where there were
// none.
func experience(r *model.Request) []roles.Experience {
	var shown []struct {
		Before       float64 `json:"success_before"`
		After        float64 `json:"success_after"`
		Modification string
	}
	if read(r, "experience", &shown) != nil { // "No experience"
		return nil
	}
	var list []roles.Experience
	for _, e := range shown {
		list = append(list, roles.Experience{Before: e.Before, After: e.After, Modification: e.Modification})
	}
	return list
}
