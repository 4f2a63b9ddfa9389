package executors

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"worldc/executors/judging"
	"worldc/model"
	"worldc/roles"
	"worldc/spec"
)

// The reason of a judge who has decided.
const reasonJudged = "the judge does not accept it"

// judgeCheck is the check of a judge: a model that votes. Its reason to reject is
// the same for all; the detail is what the first vote against said.
func judgeCheck(ctx context.Context, in *Input, name string, j *spec.Judge) (judging.Check, error) {
	m, _, err := in.played(j.Model)
	if err != nil {
		return judging.Check{}, err
	}
	judge := m.Judge()
	return judging.Check{Name: name, Judge: func(c *judging.Case) *judging.Rejection {
		brief := roles.JudgeBrief{Trajectory: c.Trajectory, Task: c.Task, Criteria: j.Criteria}
		rejection, unsure, err := poll(ctx, judge, brief, j.Votes)
		c.Unsure = unsure
		c.Trouble = errors.Join(c.Trouble, err)
		return rejection
	}}, nil
}

// poll asks for as many votes as it takes: more than half have to say that the
// task is solved. As many as are needed for that are asked for at once, the
// others one by one while they can decide. The judge is unsure if the votes that
// were asked for are neither all for it nor all against it.
func poll(ctx context.Context, judge roles.Judge, brief roles.JudgeBrief, votes int) (rejection *judging.Rejection, unsure bool, err error) {
	most := votes/2 + 1 // that accept it
	cast := make([]vote, votes)
	var wait sync.WaitGroup
	for n := range most {
		wait.Go(func() { cast[n].ask(ctx, judge, brief, n) })
	}
	wait.Wait()
	yes, asked, worth := 0, 0, 0
	var against *vote
	for n := range cast {
		if n >= most {
			if yes >= most || yes+votes-asked < most {
				break
			}
			cast[n].ask(ctx, judge, brief, n)
		}
		v := &cast[n]
		if v.err != nil {
			return nil, false, v.err
		}
		asked++
		if v.failure == nil {
			worth += v.Verdict.Worth()
		}
		if v.failure == nil && v.Verdict == roles.Solved {
			yes++
		} else if against == nil {
			against = v
		}
	}
	unsure = worth > 0 && worth < asked*roles.Solved.Worth()
	switch {
	case yes >= most:
		return nil, unsure, nil
	case against.failure != nil:
		return &judging.Rejection{Reason: "the judge's answer: " + string(against.failure.Class), Detail: clipped([]byte(against.failure.Detail))}, unsure, nil
	}
	return &judging.Rejection{Reason: reasonJudged, Detail: fmt.Sprintf("%d of %d votes accept it; %s: %s", yes, asked, against.Verdict, against.Reason)}, unsure, nil
}

// A vote is a vote, the failure that came instead, or trouble.
type vote struct {
	roles.Vote
	failure *model.Failure
	err     error
}

func (v *vote) ask(ctx context.Context, judge roles.Judge, brief roles.JudgeBrief, n int) {
	var err error
	v.Vote, err = judge.Judge(ctx, brief, n)
	if f, ok := given(err); ok {
		v.failure = f
	} else {
		v.err = err
	}
}
