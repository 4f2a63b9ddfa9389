package executors

import (
	"context"
	"errors"

	"worldc/executors/judging"
	"worldc/spec"
	"worldc/world"
)

// attempted has the tasks of an evaluation attempted, by who is scored and by who it is
// compared with, if there is anybody; checks are the names of those that a trajectory
// has to pass.
func attempted(ctx context.Context, in *Input, out *Output, config *spec.Evaluation, tasks map[string]*group) (scored, against *trials, checks string, err error) {
	filter := &spec.Filter{}
	if len(config.Policy) > 0 {
		filter = config.Policy[0].Config.(*spec.Filter)
	}
	j, err := newJudge(ctx, in, filter, in.Files)
	if err != nil {
		return nil, nil, "", err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	if len(config.Policy) == 0 {
		j.policy = judging.Policy{judging.Finished(), judging.StateAlignment(), judging.RequiredOutputs()}
	}
	checks = j.policy.Names()
	e := &attempting{in: in, out: out, judge: j, tasks: tasks, checks: checks}
	e.total = trialsOf(in, config.Rollouts(false))
	if config.Against != nil {
		e.total *= 2
	}
	if scored, err = e.by(ctx, config.Rollouts(false), "knowledge"); err != nil {
		return nil, nil, "", err
	}
	if config.Against != nil {
		e.again = true
		if against, err = e.by(ctx, config.Rollouts(true), spec.AgainstKnowledge); err != nil {
			return nil, nil, "", err
		}
	}
	out.Measure("trajectories", e.done)
	return scored, against, checks, nil
}

// An attempting has tasks attempted.
type attempting struct {
	in    *Input
	out   *Output
	judge *judge

	tasks  map[string]*group
	checks string
	again  bool // what is wrong with tasks was told

	done, total int64
}

// by has the tasks attempted by the rules of rollouts. Whatever the policy compares, it
// compares among the trajectories of one player.
func (e *attempting) by(ctx context.Context, rules *spec.Rollouts, knowledge string) (*trials, error) {
	s := newTrials(e.tasks, e.checks)
	sequence := e.judge.policy.NewSequence(nil)
	take := func(t *world.Trajectory, w judging.Weighed) error {
		v, _ := sequence.Decide(w)
		try, err := s.tried(&toldTrial{t.Model, t.Task, t.Knowledge, t.Trial, t.Turns, t.Progress}, verdictOf(v.Accepted, v.Unsure))
		if err != nil {
			return err
		}
		s.add(try)
		e.done++
		if e.in.Progress != nil && e.done%batchItems == 0 {
			e.in.Progress(e.done, e.total)
		}
		return nil
	}
	var err error
	if rules.Protocol == "react" {
		err = e.played(ctx, rules, take)
	} else {
		err = e.talked(ctx, rules, knowledge, take)
	}
	s.sort()
	return s, err
}

// talked has talks about tasks. A task whose golden calls do not hold says nothing
// about who attempts it, and neither does a talk that the user has left.
func (e *attempting) talked(ctx context.Context, rules *spec.Rollouts, knowledge string, take func(*world.Trajectory, judging.Weighed) error) error {
	k, err := newRollout(e.in, rules)
	if err != nil {
		return err
	}
	if err := k.brief(e.in, e.out, knowledge); err != nil {
		return err
	}
	return k.each(ctx, e.in, e.judge, nil, func(r rolled) error {
		if r.problem != nil && r.first == 0 && !e.again {
			e.out.Find(world.Finding{Subject: r.task, Action: world.Noted, Reason: r.problem.Reason, Detail: r.problem.Detail})
		}
		for i := range r.made {
			t := &r.made[i]
			if t.lost != nil {
				t.lost.Action = world.Noted
				e.out.Find(*t.lost)
			}
			if t.trajectory == nil {
				continue
			}
			if err := take(t.trajectory, t.weighed); err != nil {
				return err
			}
		}
		return nil
	})
}

// played has scripts played.
func (e *attempting) played(ctx context.Context, rules *spec.Rollouts, take func(*world.Trajectory, judging.Weighed) error) (err error) {
	k, err := newReactor(ctx, e.in, rules)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.grounds.close()) }()
	return k.each(ctx, e.in, func(list []reacted) error {
		for _, r := range list {
			if r.lost != nil {
				e.out.Find(*r.lost)
			}
			if r.line == nil {
				e.out.Find(world.Finding{Subject: r.id, Action: world.Noted, Reason: reasonUnplayable, Detail: r.problem})
				continue
			}
			c, err := e.judge.caseOf(r.line)
			if err != nil {
				return err
			}
			w, err := e.judge.weigh(c)
			if err != nil {
				return err
			}
			if err := take(c.Trajectory, w); err != nil {
				return err
			}
		}
		return nil
	})
}
