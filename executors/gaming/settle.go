package gaming

import (
	"encoding/json"
	"fmt"
	"slices"

	"worldc/world"
)

// Settle plays the solution of a script and writes what it comes to into the
// script's task: calls, results, the final state; and which step it is that a step
// makes possible. The problems are why it is no
// solution: a step that is no action or fails, a goal that is reached at the
// beginning, too early or not at all. leastSteps is how many a script has that is
// not trivial.
func (b *Board) Settle(leastSteps int) ([]world.Problem, error) {
	s := b.Script
	stage, err := b.ground.Start(s.Task.Initial)
	if err != nil {
		return []world.Problem{{Where: "task.initial", What: err.Error()}}, nil
	}
	if len(s.Solution) < leastSteps {
		return []world.Problem{{Where: "solution", What: fmt.Sprintf("has %d steps, fewer than %d", len(s.Solution), leastSteps)}}, nil
	}
	won := func() bool { return !slices.ContainsFunc(b.wins, func(c win) bool { return !c.holds(stage) }) }
	if won() {
		return []world.Problem{{Where: "conditions", What: "all of them hold at the beginning: there is nothing to do"}}, nil
	}
	effects := map[string]world.Effect{}
	ids := make([]string, 0, len(s.World.Tools))
	for _, t := range s.World.Tools {
		effects[t.Tool.Name] = t.Effect
		ids = append(ids, t.Tool.ID)
	}
	s.Task.Tools, s.Task.Calls = ids, nil
	for i, text := range s.Solution {
		where := fmt.Sprintf("solution[%d]", i)
		m, ok := b.Actions.Match(text)
		if !ok {
			return []world.Problem{{Where: where, What: fmt.Sprintf("%q is no action: %s", text, b.Actions.Wrong(text))}}, nil
		}
		if won() {
			return []world.Problem{{Where: where, What: "the game is won before"}}, nil
		}
		arguments := m.Arguments()
		r := stage.Call(m.Action.Tool, arguments)
		if !r.OK() {
			return []world.Problem{{Where: where, What: fmt.Sprintf("%q fails: %s", text, r.Error)}}, nil
		}
		s.Task.Calls = append(s.Task.Calls, world.Call{Tool: m.Action.Tool, Arguments: arguments, Result: json.RawMessage(r.Value), Effect: effects[m.Action.Tool]})
	}
	if !won() {
		for i := range b.wins {
			if v, ok := stage.Value(&b.wins[i].at); !ok || string(v) != string(b.wins[i].equals) {
				return []world.Problem{{Where: fmt.Sprintf("conditions[%d]", i), What: fmt.Sprintf("%q does not hold when the solution ends: it is %s, not %s", s.Conditions[i].Says, v, b.wins[i].equals)}}, nil
			}
		}
	}
	s.Task.State = stage.State()
	return nil, b.serves()
}

// serves finds out of each step of the solution which one cannot be taken without
// it, by leaving it out.
func (b *Board) serves() error {
	s := b.Script
	before, err := b.ground.Start(s.Task.Initial)
	if err != nil {
		return err
	}
	s.Serves = make([]int, len(s.Solution))
	for i, c := range s.Task.Calls {
		s.Serves[i] = -1
		if c.Effect == world.Read {
			continue
		}
		without := before.Fork()
		for j := i + 1; j < len(s.Task.Calls); j++ {
			later := &s.Task.Calls[j]
			if r := without.Call(later.Tool, later.Arguments); !r.OK() {
				s.Serves[i] = j
				break
			}
		}
		before.Call(c.Tool, c.Arguments)
	}
	return nil
}
