package judging

import (
	"strings"

	"worldc/world"
)

const reasonUnsaid = "the user was not told what was asked for"

// RequiredOutputs is the check for what the user had to be told: each output
// is part of a message of the agent without calls, whatever the case, commas
// left out (tau-bench's definition, which leaves out the commas of the message
// only: with an output such as 1,000 its agents could not succeed).
func RequiredOutputs() Check {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), ",", "") }
	return Check{Name: "required_outputs", Judge: func(c *Case) *Rejection {
		var messages []string
		for _, turn := range c.Trajectory.Turns {
			if turn.Role == world.AssistantRole && len(turn.Calls) == 0 {
				messages = append(messages, plain(turn.Content))
			}
		}
		for _, output := range c.Task.Outputs {
			said := false
			for _, m := range messages {
				said = said || strings.Contains(m, plain(output))
			}
			if !said {
				return reject(reasonUnsaid, "%q is in no message", clip(output))
			}
		}
		return nil
	}}
}
