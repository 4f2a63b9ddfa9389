package judging

import (
	"slices"

	"worldc/executors/importing"
	"worldc/world"
)

// Validity is the check for well-formed trajectories.
type Validity struct {
	// ExecutedResults rejects results that were recorded and are not what the
	// call gives.
	ExecutedResults bool

	// MaxTokens is the number of tokens above which a trajectory is too long; 0
	// is no limit.
	MaxTokens int

	Repetition Repetition
}

// The reasons of Validity.
const (
	reasonEmpty      = "nobody answers the user"
	reasonSystem     = "an instruction stands in the middle of the talk"
	reasonTwice      = "the same side speaks twice"
	reasonEarly      = "a tool speaks before it is called"
	reasonUnasked    = "the agent calls a tool before the user has said anything"
	reasonUnanswered = "a call has no result"
	reasonReanswered = "a result answers a call a second time"
	reasonMisplaced  = "a result is out of place"
	reasonSilent     = "an assistant's turn says and calls nothing"
	reasonUnfinished = "the talk ends before the agent has answered"
	reasonOutOfTurns = "the talk was not finished"
	reasonRefused    = "the model would not go on"
	reasonForged     = "a recorded result is not what the call gives"
	reasonTooLong    = "it is longer than max_tokens"
)

// Check is the validity check.
func (o Validity) Check() Check {
	return Check{Name: "validity", Judge: func(c *Case) *Rejection {
		if r := order(c.Trajectory); r != nil {
			return r
		}
		if o.ExecutedResults {
			for i, turn := range c.Trajectory.Turns {
				if slices.Contains(turn.Flags, importing.Differs) {
					return reject(reasonForged, "turn %d; the call gives %s", i+1, clip(turn.Content))
				}
			}
		}
		if n := Tokens(c.Trajectory); o.MaxTokens > 0 && n > o.MaxTokens {
			return reject(reasonTooLong, "about %d tokens, %d are allowed", n, o.MaxTokens)
		}
		return o.Repetition.judge(c.Trajectory)
	}}
}

// order checks who speaks when: instructions first, then the user and the
// assistant in turns; each call of the assistant is answered, once, before
// anybody speaks again. Either side may begin, the assistant with a greeting.
// The user may end the talk, the assistant may, and a tool may where it hands
// the user over.
func order(t *world.Trajectory) *Rejection {
	var open []string // calls that have no result yet
	asked := -1       // the turn that made them
	answered := map[string]bool{}
	var last world.Role
	spoken := map[world.Role]int{}
	unanswered := func() *Rejection {
		return reject(reasonUnanswered, "turn %d: the call %s", asked+1, open[0])
	}
	for i, turn := range t.Turns {
		if len(open) > 0 && turn.Role != world.ToolRole {
			return unanswered()
		}
		switch turn.Role {
		case world.SystemRole:
			if last != "" && last != world.SystemRole {
				return reject(reasonSystem, "turn %d", i+1)
			}
		case world.UserRole:
			if last == world.UserRole {
				return reject(reasonTwice, "turns %d and %d are both the user's", i, i+1)
			}
			if last == world.ToolRole {
				return reject(reasonUnfinished, "turn %d: the user speaks before the agent has answered to a result", i+1)
			}
		case world.AssistantRole:
			if last == world.AssistantRole {
				return reject(reasonTwice, "turns %d and %d are both the assistant's", i, i+1)
			}
			if len(turn.Calls) > 0 && spoken[world.UserRole] == 0 {
				return reject(reasonUnasked, "turn %d", i+1)
			}
			if len(turn.Calls) == 0 && turn.Content == "" {
				return reject(reasonSilent, "turn %d", i+1)
			}
			open, asked = open[:0], i
			for _, c := range turn.Calls {
				open = append(open, c.ID)
			}
		case world.ToolRole:
			n := slices.Index(open, turn.CallID)
			switch {
			case answered[turn.CallID]:
				return reject(reasonReanswered, "turn %d: the call %s", i+1, turn.CallID)
			case spoken[world.AssistantRole] == 0:
				return reject(reasonEarly, "turn %d", i+1)
			case n < 0:
				return reject(reasonMisplaced, "turn %d answers the call %s, which is not one of turn %d", i+1, turn.CallID, asked+1)
			}
			answered[turn.CallID] = true
			open = slices.Delete(open, n, n+1)
		}
		last = turn.Role
		spoken[turn.Role]++
	}
	switch {
	case len(open) > 0:
		return unanswered()
	case spoken[world.UserRole] == 0 || spoken[world.AssistantRole] == 0:
		return reject(reasonEmpty, "%d turns of the user, %d of the assistant", spoken[world.UserRole], spoken[world.AssistantRole])
	case last == world.ToolRole && t.Outcome != world.Transferred:
		return reject(reasonUnfinished, "the last turn is the result of a call")
	case t.Outcome == world.OutOfTurns:
		return reject(reasonOutOfTurns, "the limit on turns was reached")
	case t.Outcome == world.Refused:
		return reject(reasonRefused, "or its answer could not be read")
	}
	return nil
}

// Tokens estimates how long a trajectory is for a model: a token for every
// four bytes, begun, of the UTF-8 text of contents, reasoning, names of tools
// and arguments. English comes to somewhat fewer with most vocabularies, other
// scripts to more.
func Tokens(t *world.Trajectory) int {
	bytes := 0
	for _, turn := range t.Turns {
		bytes += len(turn.Content) + len(turn.Reasoning)
		for _, c := range turn.Calls {
			bytes += len(c.Tool) + len(c.Arguments)
		}
	}
	return (bytes + 3) / 4
}
