package roles

import (
	"context"

	"worldc/world"
)

// A Judge says whether a talk is worth keeping.
type Judge interface {
	// Judge gives one vote on a talk. Votes of one talk are told apart by n, from 0.
	Judge(ctx context.Context, c JudgeBrief, n int) (Vote, error)
}

// A JudgeBrief is what a judge is told.
type JudgeBrief struct {
	Trajectory *world.Trajectory
	Task       *world.Task

	// Criteria are what shall decide beside what always does; "" for nothing.
	Criteria string
}

// A Vote is a judge's opinion.
type Vote struct {
	Verdict Opinion
	Reason  string
}

// An Opinion is what a judge thinks of a talk (StableToolBench's three values;
// papers.md §1.3).
type Opinion string

// The opinions.
const (
	Solved   Opinion = "solved"
	Unsure   Opinion = "unsure"
	Unsolved Opinion = "unsolved"
)

// Worth is what an opinion counts in halves: 2, 1 or 0.
func (o Opinion) Worth() int {
	switch o {
	case Solved:
		return 2
	case Unsure:
		return 1
	}
	return 0
}
