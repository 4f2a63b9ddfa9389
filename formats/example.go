package formats

import (
	"slices"

	"worldc/world"
)

// An Example is a trajectory on its way into a row.
type Example struct {
	Trajectory *world.Trajectory

	// Tools are the tools as the agent saw them, each in the shape that the
	// format has for them, in canonical JSON ([OpenAITool]).
	Tools [][]byte

	// Masks says, turn by turn, what is trained.
	Masks []world.Mask

	// Expand says that the example is one of those that a trajectory was expanded
	// to ([Example.Expanded]): it ends with its only turn that is trained.
	Expand bool

	// Accepted is what filters thought of the trajectory; nil where none judged it.
	Accepted *bool
}

// Expanded is the example as several, one for each turn of which something is
// trained: it ends with that turn, and nothing before is trained. They are for
// trainers that cannot leave a turn out of the loss otherwise.
func (e *Example) Expanded() []*Example {
	var all []*Example
	for i, m := range e.Masks {
		if m == (world.Mask{}) {
			continue
		}
		t := *e.Trajectory
		t.Turns = t.Turns[:i+1]
		one := *e
		one.Trajectory, one.Masks, one.Expand = &t, make([]world.Mask, i+1), true
		one.Masks[i] = m
		all = append(all, &one)
	}
	return all
}

// A Masking is what is left out of what is trained.
type Masking struct {
	// Errors trains no turn that is a mistake.
	Errors bool

	// Reasoning trains what is thought.
	Reasoning bool
}

// Masks says what of each turn is trained: what the trajectory says, less what
// is not wanted (AgentScaler Eq. 2: of the tokens of calls and replies, none of
// what the user and the tools said).
//
// A turn is a mistake where it is flagged as one, or where one of its calls
// failed. A trajectory itself trains nothing of what is flagged; where errors
// are to be trained all the same, all that such a turn says is.
func (o Masking) Masks(t *world.Trajectory) []world.Mask {
	failed := map[string]bool{}
	for _, turn := range t.Turns {
		if turn.Role == world.ToolRole && turn.Kind == "error" {
			failed[turn.CallID] = true
		}
	}
	masks := make([]world.Mask, len(t.Turns))
	for i := range t.Turns {
		turn := &t.Turns[i]
		if turn.Role != world.AssistantRole {
			continue
		}
		flagged := turn.Mistake() != ""
		if o.Errors && (flagged || slices.ContainsFunc(turn.Calls, func(c world.Call) bool { return failed[c.ID] })) {
			continue
		}
		masks[i] = turn.Train
		if flagged {
			masks[i] = world.Mask{Reasoning: turn.Reasoning != "", Content: turn.Content != "", Calls: len(turn.Calls) > 0}
		}
		masks[i].Reasoning = masks[i].Reasoning && o.Reasoning
	}
	return masks
}
