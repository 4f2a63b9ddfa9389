package world

// A Score is how well a model does on a group of tasks.
type Score struct {
	ID string `json:"id"`

	// Evaluation says what the trajectories had to pass: the names of the checks,
	// in their order; empty where those are not the same for all. It is no
	// address in the spec.
	Evaluation string `json:"evaluation"`
	Model      string `json:"model"`

	// Knowledge are the ids of the versions of action knowledge that the model was
	// told; absent where it had the documents as they are.
	Knowledge []string `json:"knowledge,omitempty"`

	// By names what the attempts are grouped by: all, calls (the number of golden
	// calls), domain, or error (the kind of a mistake that the agent made, which
	// is flagged on its turn; failed_call where a call failed; none where there
	// is nothing of the kind), variant (how scripts were rewritten; empty for those as
	// they were written) or robustness (over all the variants, of two or more). Group is
	// the value that those of this score share.
	By    string `json:"by"`
	Group string `json:"group"`

	Tasks        int `json:"tasks"`
	Trajectories int `json:"trajectories"`
	Accepted     int `json:"accepted"`

	// Pass are pass^1, pass^2, …: the chance that k trials of one task, drawn
	// without replacement, all succeed, averaged over the tasks (τ-bench §3).
	// It ends at the least number of trials that a task has.
	Pass []float64 `json:"pass"`

	// PassAt are pass@1, pass@2, …: the chance that at least one of them succeeds. It
	// is another number, which rises with k.
	PassAt []float64 `json:"pass_at"`

	// PassRate is the share of tasks that are solved (PASS, the solvable pass rate of
	// StableToolBench): repetition r is the r-th trial of every task, in which a
	// trajectory is worth 1 if it was accepted, 0 if it was rejected and a half if a
	// judge was unsure ([Verdict.Unsure]); its rate is the mean over the tasks. There
	// are as many repetitions as every task of the group has trials.
	PassRate Spread `json:"pass_rate"`

	// GoldenPaths are the accepted trajectories in which every tool of the golden
	// calls was called. Their share of all trajectories is the path rate of DRAFT. In
	// scripts, where actions are words, it is all that were accepted.
	GoldenPaths int `json:"golden_paths"`

	// Variants are the mean and the deviation of pass^1 over the variants, each of which
	// counts the same, for robustness alone; its repetitions are the variants.
	Variants *Spread `json:"variants,omitempty"`

	// Games is how games went; absent where the tasks are none of scripts'.
	Games *GameScore `json:"games,omitempty"`

	// Answers is how questions were answered; absent where the tasks are none.
	Answers *AnswerScore `json:"answers,omitempty"`

	// Against is how the trajectories compare with those of a reference; absent
	// where there is none.
	Against *Comparison `json:"against,omitempty"`
}

// A GameScore is how a model plays (AgentBoard): each figure is a mean, of the games or
// of all their actions.
type GameScore struct {
	// Success is the share of games that were won: all conditions held in the end.
	Success float64 `json:"success"`

	// Progress is the mean share of the conditions that held in the end.
	Progress float64 `json:"progress"`

	// Grounding is the share of actions that could be carried out, where they were
	// and when; Formed that of those which were actions of the script at all.
	Grounding float64 `json:"grounding"`
	Formed    float64 `json:"formed"`

	Games int `json:"games"`
	Steps int `json:"steps"`
}

// An AnswerScore is how a model answers questions (HotpotQA): both figures are means
// over the answers, each of which is held against the text that is right, or the best
// of several, without capitals, punctuation and articles.
type AnswerScore struct {
	// F1 is that of the tokens; of an answer that should be yes or no, and is not the
	// one that it should be, it is 0.
	F1 float64 `json:"f1"`

	// ExactMatch is the share of answers that are the same.
	ExactMatch float64 `json:"exact_match"`

	Answers int `json:"answers"`
}

// A Spread is the mean of repetitions and how far they are apart.
type Spread struct {
	Mean float64 `json:"mean"`

	// Deviation is the standard deviation of the population: the root of the mean
	// squared distance to the mean. It is 0 for one repetition.
	Deviation float64 `json:"deviation"`

	Repetitions int `json:"repetitions"`
}

// A Comparison is how trajectories do beside those of a reference on the same
// tasks, pair by pair: one pair for each trial of a task that both have (ToolEval's
// WIN). Who alone was accepted wins; else it is a tie, since no judge says which of
// two that are solved, or are not, is the better one. The win rate is the share of
// wins among all pairs.
type Comparison struct {
	// Model is who made the trajectories of the reference, Knowledge what it was told.
	Model     string   `json:"model"`
	Knowledge []string `json:"knowledge,omitempty"`

	Wins   int `json:"wins"`
	Losses int `json:"losses"`
	Ties   int `json:"ties"`
}

// ScoreID is the id of the score on a group of a model that was told versions of
// action knowledge, if any. evaluation is that of the score, by the names of checks.
func ScoreID(evaluation, model, by, group string, knowledge ...string) string {
	return ID(ScoreType, append([]string{evaluation, model, by, group}, knowledge...)...)
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
	if s.GoldenPaths < 0 || s.GoldenPaths > s.Accepted {
		l.add("golden_paths", "is %d of %d accepted trajectories", s.GoldenPaths, s.Accepted)
	}
	if r := s.PassRate; !(r.Mean >= 0 && r.Mean <= 1) || !(r.Deviation >= 0 && r.Deviation <= 0.5) {
		l.add("pass_rate", "is %v, give or take %v: a rate lies in [0, 1]", r.Mean, r.Deviation)
	}
	for i, p := range s.Pass {
		if !(p >= 0 && p <= 1) || i > 0 && p > s.Pass[i-1] {
			l.add("pass", "pass^%d is %v: it lies in [0, 1] and never rises with k", i+1, p)
		}
	}
	for i, p := range s.PassAt {
		if !(p >= 0 && p <= 1) || i > 0 && p < s.PassAt[i-1] {
			l.add("pass_at", "pass@%d is %v: it lies in [0, 1] and never falls with k", i+1, p)
		}
	}
	if a := s.Answers; a != nil && !(a.F1 >= 0 && a.F1 <= 1 && a.ExactMatch >= 0 && a.ExactMatch <= 1) {
		l.add("answers", "are %v and %v: shares lie in [0, 1]", a.F1, a.ExactMatch)
	}
	return l
}
