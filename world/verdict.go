package world

// A Verdict is what a filter thinks of a trajectory. It points at the
// trajectory; it does not copy it.
type Verdict struct {
	ID         string `json:"id"`
	Trajectory string `json:"trajectory"`
	Accepted   bool   `json:"accepted"`

	// Unsure says that a judge was: its votes were not of one mind, and the one that
	// decided counts for half where trajectories are scored.
	Unsure bool `json:"unsure,omitempty"`

	// By is the name of the check that decided: the one that rejected, or the
	// last one that accepted.
	By string `json:"by"`

	// Reason is a short word for why, the same for like cases, so that reasons
	// can be counted; empty where accepted.
	Reason string `json:"reason"`

	// Detail is a sentence about this trajectory.
	Detail string `json:"detail"`
}

// VerdictID is the id of the verdict of a filter on a trajectory. The filter
// is named by the names of its checks, in their order, and not by its address
// in the spec: a block that is renamed gives the same verdicts.
func VerdictID(checks, trajectory string) string { return ID(VerdictType, checks, trajectory) }

// Validate returns the rules that the record breaks.
func (v *Verdict) Validate() []Problem {
	var l problemList
	if v.ID == "" {
		l.add("id", "is missing")
	}
	if v.Trajectory == "" {
		l.add("trajectory", "is missing: a verdict is about a trajectory")
	}
	if v.By == "" {
		l.add("by", "is missing: a verdict names the check that decided")
	}
	if !v.Accepted && v.Reason == "" {
		l.add("reason", "is missing: a rejection has one")
	}
	return l
}
