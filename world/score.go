package world

// A Score is how well a model does on a group of tasks.
type Score struct {
	ID string `json:"id"`

	// Evaluation says what the trajectories had to pass: the names of the checks,
	// in their order; empty where those are not the same for all. It is no
	// address in the spec.
	Evaluation string `json:"evaluation"`
	Model      string `json:"model"`

	// By names what the attempts are grouped by: all, calls (the number of golden
	// calls), domain, or error (the kind of a mistake that the agent made, which
	// is flagged on its turn; failed_call where a call failed; none where there
	// is nothing of the kind). Group is the value that those of this score share.
	By    string `json:"by"`
	Group string `json:"group"`

	Tasks        int `json:"tasks"`
	Trajectories int `json:"trajectories"`
	Accepted     int `json:"accepted"`

	// Pass are pass^1, pass^2, …: the chance that k trials of one task, drawn
	// without replacement, all succeed, averaged over the tasks (τ-bench §3).
	// It ends at the least number of trials that a task has.
	Pass []float64 `json:"pass"`
}

// ScoreID is the id of the score of a model on a group. evaluation is that of the
// score, by the names of checks.
func ScoreID(evaluation, model, by, group string) string {
	return ID(ScoreType, evaluation, model, by, group)
}

// Validate returns the rules that the record breaks.
func (s *Score) Validate() []Problem {
	var l problemList
	if s.ID == "" {
		l.add("id", "is missing")
	}
	if s.Accepted < 0 || s.Accepted > s.Trajectories {
		l.add("accepted", "is %d of %d trajectories", s.Accepted, s.Trajectories)
	}
	for i, p := range s.Pass {
		if !(p >= 0 && p <= 1) || i > 0 && p > s.Pass[i-1] {
			l.add("pass", "pass^%d is %v: it lies in [0, 1] and never rises with k", i+1, p)
		}
	}
	return l
}
