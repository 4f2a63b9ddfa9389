package judging

import "worldc/world"

// Finished is the check for talks that came to an end: the user was content or gave up,
// or was handed over. One that ran out of turns, or that the agent left, is unsolved
// whatever it left behind (tau-bench; of StableToolBench, an agent that never calls
// Finish). Games end when they are won, which is another check.
func Finished() Check {
	return Check{Name: "finished", Judge: func(c *Case) *Rejection {
		if o := c.Trajectory.Outcome; c.Trajectory.Progress == nil && o != world.Done && o != world.Transferred {
			return reject(reasonOutOfTurns, "it ended as %s", o)
		}
		return nil
	}}
}
