package executors

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/executors/drifting"
	"worldc/executors/judging"
	"worldc/executors/rolling"
	"worldc/rng"
	"worldc/roles"
	"worldc/roles/agent"
	"worldc/roles/chat"
	"worldc/roles/user"
	"worldc/spec"
	"worldc/world"
	"worldc/world/engine"
)

// The reasons for which a task is not rolled out.
const (
	reasonInitial = "the task's changes do not fit its world"
	reasonGold    = "a golden call of the task fails"
	reasonResult  = "a golden call does not give what the task says"
	reasonEnd     = "the golden calls do not lead to the state that the task says"
)

// rollouts has an agent and a user go through tasks. Trajectories come in the
// order of tasks and trials. A task whose golden calls do not hold is rejected,
// with all its trials.
//
// What was rolled out is not kept for a build that goes on: rolling it out again
// costs about as much as reading it back (see [Sharded]).
func rollouts(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Rollouts)
	if config.Protocol == "react" {
		return react(ctx, in, out)
	}
	k, err := newRollout(in, config)
	if err != nil {
		return err
	}
	if err := k.brief(in, out, "knowledge"); err != nil {
		return err
	}
	var until *untilJudge
	var j *judge
	if config.Until != nil {
		if j, err = newJudge(ctx, in, config.Until.By[0].Config.(*spec.Filter), in.Files); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, j.close()) }()
		until = &untilJudge{Until: config.Until, sequence: j.policy.NewSequence(nil)}
	}
	total := trialsOf(in, config)
	if until == nil {
		out.Plan(total)
	}
	tally := newTally()
	err = k.each(ctx, in, j, until, func(r rolled) error {
		if r.problem != nil {
			if until != nil {
				out.Plan(int64(r.trials))
			}
			rest := int64(r.trials)
			if r.first == 0 { // it is said once of a task
				rest--
				out.Find(world.Finding{Subject: r.task, Action: world.Rejected, Reason: r.problem.Reason, Detail: r.problem.Detail})
			}
			out.Reject(rest, r.problem.Reason)
			return nil
		}
		for _, t := range r.made {
			if until != nil {
				if until.enough() {
					return errStop
				}
				out.Plan(1)
			}
			if t.lost != nil {
				out.Find(*t.lost)
				if t.line == nil {
					if until != nil {
						until.made++
					}
					continue
				}
			}
			if until != nil {
				until.count(t.weighed)
			}
			tally.add(&t)
			if err := out.WriteLine(t.line); err != nil {
				return err
			}
		}
		if in.Progress != nil {
			c := out.report.Counts
			if done := c.Accepted + c.Rejected; done%batchItems < int64(r.trials) {
				in.Progress(done, total)
			}
		}
		if until != nil && until.enough() {
			return errStop
		}
		return nil
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	tally.measure(out)
	if until != nil && err == nil {
		out.Measure("accepted", until.accepted)
		err = until.missing()
	}
	return err
}

// trialsOf is how many trials are made of the tasks of a block, at most.
func trialsOf(in *Input, config *spec.Rollouts) int64 {
	var total int64
	for _, a := range in.Inputs["tasks"] {
		total += a.Info.Records * int64(config.Trials)
	}
	return total
}

// each has the talks about the tasks of a block and tells what came of them, in the
// order of tasks and trials. Where there is a judge it weighs each of them.
func (k *rollout) each(ctx context.Context, in *Input, j *judge, until *untilJudge, emit func(rolled) error) (err error) {
	worlds, err := openShelf(in, in.Ancestors[world.WorldType])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, worlds.close()) }()
	runners := newRunners(ctx, in, worlds)
	runners.study = func(w *world.World) any {
		return studied{k.agent.Enter(k.told.world(w)), w.Clock, w.Tools, drifting.Misled(w)}
	}
	defer func() { err = errors.Join(err, runners.close()) }()
	return inTalks(ctx, in, k, until, attempts(in.Lines(in.Inputs["tasks"]), k.config.Trials, k.together()), func(a attempt) (rolled, error) {
		var task world.Task
		if err := json.Unmarshal(a.line, &task); err != nil {
			return rolled{}, err
		}
		r := rolled{attempt: a, task: task.ID}
		r.line = nil
		err := runners.withStudied(task.World, func(run runner, about any) (err error) {
			r.made, r.problem, err = k.trials(ctx, run, about.(studied), &task, a, j)
			return err
		})
		return r, at("task "+task.ID, err)
	}, emit)
}

// errStop ends rollouts that have enough.
var errStop = errors.New("there are enough trajectories")

// ratesOf are the rates of mistakes as the agent takes them.
func ratesOf(e spec.Errors) map[roles.Mistake]float64 {
	return map[roles.Mistake]float64{
		roles.WrongTool: e.WrongTool, roles.WrongArgument: e.WrongArgument, roles.MissingArgument: e.MissingArgument, roles.MalformedCall: e.MalformedCall,
		roles.RepetitionLoop: e.RepetitionLoop, roles.EarlyStop: e.EarlyStop, roles.NeedlessWrite: e.NeedlessWrite, roles.UnfaithfulAnswer: e.UnfaithfulAnswer,
	}
}

// A rollout is who plays, and how.
type rollout struct {
	config *spec.Rollouts
	seed   uint64
	model  string
	agent  roles.Agent
	user   roles.User
	told   *briefing
	pool   []offered

	// served says that a model is asked; restarts is how often a talk is begun
	// anew whose players do not go on.
	served   bool
	restarts int
}

// newRollout finds out who plays. worldc's own user answers what an agent says
// that it wants to know, and does not understand its words: it cannot talk with
// a model.
func newRollout(in *Input, config *spec.Rollouts) (*rollout, error) {
	k := &rollout{config: config, seed: in.Seed, user: user.New(), model: "procedural", told: &briefing{}}
	k.agent = agent.New(agent.Options{RecoveryRate: 1, Parallel: config.ParallelCalls})
	if len(config.Agent) > 0 {
		m := config.Agent[0].Config.(*spec.Model)
		k.model = m.Name
		k.agent = agent.New(agent.Options{Errors: ratesOf(m.Errors), RecoveryRate: m.RecoveryRate, Parallel: config.ParallelCalls})
	}
	for _, side := range []struct {
		who  spec.References
		play func(*chat.Model)
	}{
		{config.Agent, func(m *chat.Model) { k.agent = m.Agent() }},
		{config.User, func(m *chat.Model) { k.user = m.User() }},
	} {
		m, said, err := in.played(side.who)
		if err != nil {
			return nil, err
		}
		if m != nil {
			side.play(m)
			k.served, k.restarts = true, max(k.restarts, said.Restarts)
		}
	}
	return k, nil
}

// brief finds out what the agent is told of its tools, by the knowledge of an
// attribute, and which others it is shown beside them.
func (k *rollout) brief(in *Input, out *Output, attribute string) (err error) {
	if k.told, err = newBriefing(in, attribute, k.config.MaxDescription, k.config.MaxWorkflow); err != nil {
		if !out.preview() {
			return err
		}
		// The version that is chosen may be beyond what is made of a search.
		out.Find(world.Finding{Subject: "knowledge", Action: world.Noted, Reason: "a preview may know of no version that is chosen", Detail: err.Error()})
		k.told = &briefing{maxDescription: k.config.MaxDescription}
	}
	if k.config.Distractors > 0 {
		k.pool, err = distractors(in, k.told)
		return err
	}
	return nil
}

// together is how many trials of a task are made one after the other: those of
// models, which wait, are made at the same time.
func (k *rollout) together() int {
	if k.served {
		return 1
	}
	return mostTrials
}

// inTalks is inBatches for talks. Where models talk and few trajectories are
// wanted, no more talks are begun than may be wanted.
func inTalks(ctx context.Context, in *Input, k *rollout, until *untilJudge, items iter.Seq2[attempt, error], f func(attempt) (rolled, error), emit func(rolled) error) error {
	if !k.served || until == nil {
		return inBatches(ctx, in, items, f, emit)
	}
	width := in.width()
	return inWindow(ctx, in, func() int {
		wanted := until.Accepted - until.accepted
		if until.Candidates > 0 {
			wanted = min(wanted, until.Candidates-until.made)
		}
		return max(1, min(width, wanted))
	}, items, f, emit)
}

// studied is what is known of a world.
type studied struct {
	place roles.Workplace
	clock string
	tools []world.WorldTool

	// misled says of a call whether an untrue document has misled who made it; nil
	// where documents are true.
	misled func(c world.Call, r engine.Result) bool
}

// An attempt is some of the trials of a task, of which the record is a line.
type attempt struct {
	line          []byte
	first, trials int
}

// mostTrials is how many trials of a task are in memory at a time.
const mostTrials = 8

// attempts divides the trials of tasks.
func attempts(lines iter.Seq2[[]byte, error], trials, together int) iter.Seq2[attempt, error] {
	return func(yield func(attempt, error) bool) {
		for line, err := range lines {
			line = bytes.Clone(line)
			for first := 0; first < trials; first += together {
				if !yield(attempt{line, first, min(together, trials-first)}, err) || err != nil {
					return
				}
			}
		}
	}
}

// rolled is what became of an attempt.
type rolled struct {
	attempt
	task    string
	problem *judging.Rejection
	made    []trial
}

// A trial is a trajectory as a line, and what is counted of it.
type trial struct {
	line    []byte
	outcome world.Outcome
	turns   int
	flags   []string

	// weighed and trajectory are there where there is a judge.
	weighed    judging.Weighed
	trajectory *world.Trajectory

	// lost says that a player did not go on. Where that was the user, there is no
	// line.
	lost *world.Finding
}

// trials makes the trials of an attempt, unless the golden calls of the task do
// not hold.
func (k *rollout) trials(ctx context.Context, run runner, about studied, task *world.Task, a attempt, j *judge) ([]trial, *judging.Rejection, error) {
	problem, err := holds(run, task)
	if problem != nil || err != nil {
		return nil, problem, err
	}
	tools, shown := k.shown(task, about.tools)
	job := about.place.Take(task)
	list := make([]trial, a.trials)
	for n := range list {
		t, lost, err := k.talk(ctx, run, about, job, task, a.first+n, tools, shown)
		if err != nil {
			return nil, nil, err
		}
		x := &list[n]
		if x.lost = lost; t == nil {
			continue
		}
		x.outcome, x.turns = t.Outcome, len(t.Turns)
		for _, turn := range t.Turns {
			x.flags = append(x.flags, turn.Flags...)
		}
		if j != nil {
			x.trajectory = t
			if x.weighed, err = j.weigh(j.judged(t, task)); err != nil {
				return nil, nil, err
			}
		}
		if x.line, err = artifact.Marshal(t); err != nil {
			return nil, nil, err
		}
	}
	return list, nil, nil
}

// talk has one talk, and has it anew where a player does not go on. A talk that
// the agent leaves is a trajectory that ends as [world.Refused]; one that the
// user leaves says nothing about the agent, and is none.
func (k *rollout) talk(ctx context.Context, run runner, about studied, job roles.Job, task *world.Task, trial int, tools []world.Tool, shown []string) (*world.Trajectory, *world.Finding, error) {
	for n := 0; ; n++ {
		s, err := run.Start(task.Initial)
		if err != nil {
			return nil, nil, err
		}
		talk := rolling.Talk{
			Knowledge: k.told.ids, MaxDescription: k.told.maxDescription,
			Task: task, Clock: about.clock, Model: k.model, Trial: trial, Ordinal: chat.Restart(trial, n), Seed: k.seed, MaxTurns: k.config.MaxTurns,
			System: about.place.System(), Agent: job, User: k.user, Stage: s, Misled: about.misled, Distractors: tools, Shown: shown,
		}
		if k.config.SameWords {
			talk.Voice = world.TrajectoryID(task.ID, k.model, 0)
		}
		t, err := talk.Run(ctx)
		var left *rolling.LeftError
		if errors.As(err, &left) {
			err = nil
		}
		if err = errors.Join(err, s.Close()); err != nil {
			return nil, nil, err
		}
		if left == nil {
			return t, nil, nil
		}
		f, ok := given(left.Why)
		if !ok {
			return nil, nil, left.Why
		}
		if n < k.restarts {
			continue
		}
		subject := world.TrajectoryID(task.ID, k.model, trial, k.told.ids...)
		if left.Role == world.AssistantRole {
			lost := lostTo(subject, task.ID, world.Noted, f)
			return t, &lost, nil
		}
		lost := lostTo(subject, task.ID, world.Failed, f)
		return nil, &lost, nil
	}
}

// holds says why the golden calls of a task do not give what it says; nil if
// they do.
func holds(run runner, task *world.Task) (*judging.Rejection, error) {
	r, err := run.Replay(task)
	var load *engine.LoadError
	switch {
	case errors.As(err, &load):
		return &judging.Rejection{Reason: reasonInitial, Detail: load.Error()}, nil
	case err != nil:
		return nil, err
	case r.Failed >= 0:
		c := task.Calls[r.Failed]
		return &judging.Rejection{Reason: reasonGold, Detail: fmt.Sprintf("call %d, %s: %s", r.Failed+1, c.Tool, r.Results[r.Failed].Error)}, nil
	}
	for i, c := range task.Calls {
		if c.Result == nil || bytes.Equal(c.Result, r.Results[i].Value) {
			continue
		}
		have, err := artifact.Canonical(r.Results[i].Value)
		want, broken := artifact.Canonical(c.Result)
		if err != nil || broken != nil || !bytes.Equal(have, want) {
			return &judging.Rejection{Reason: reasonResult, Detail: fmt.Sprintf("call %d, %s gives %s", i+1, c.Tool, clipped(have))}, nil
		}
	}
	if r.State.Digest != task.State.Digest {
		return &judging.Rejection{Reason: reasonEnd, Detail: fmt.Sprintf("it is %s", r.State.Digest)}, nil
	}
	return nil, nil
}

// clipped is the beginning of a text.
func clipped(text []byte) string {
	const most = 200
	if r := []rune(string(text)); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return string(text)
}

// offered is a tool that may be shown in worlds other than its own.
type offered struct {
	world string
	tool  world.Tool
}

// distractors are the tools of all worlds, as agents are shown them who are told
// something of tools.
func distractors(in *Input, told *briefing) ([]offered, error) {
	var pool []offered
	seen := map[string]bool{}
	for w, err := range Records[struct {
		ID    string
		Tools []struct{ Tool world.Tool }
	}](in, in.Ancestors[world.WorldType]) {
		if err != nil {
			return nil, err
		}
		for _, t := range w.Tools {
			if !seen[t.Tool.ID] { // worlds of one domain have the same tools
				seen[t.Tool.ID] = true
				pool = append(pool, offered{w.ID, told.document(t.Tool)})
			}
		}
	}
	return pool, nil
}

// shown draws the distractors of a task, and the order in which all tools are
// seen; both are nil where there are none.
func (k *rollout) shown(task *world.Task, own []world.WorldTool) (tools []world.Tool, order []string) {
	if len(k.pool) == 0 {
		return nil, nil
	}
	names := map[string]bool{}
	for i := range own {
		names[own[i].Tool.Name] = true
	}
	s := rng.New(k.seed, "rollouts", task.ID, "distractors")
	for range 4 * k.config.Distractors { // some may be of this world, or named alike
		if len(tools) == k.config.Distractors {
			break
		}
		t := k.pool[s.IntN(len(k.pool))]
		if !names[t.tool.Name] {
			names[t.tool.Name] = true
			tools = append(tools, t.tool)
		}
	}
	order = slices.Clone(task.Tools)
	for _, t := range tools {
		order = slices.Insert(order, s.IntN(len(order)+1), t.ID)
	}
	return tools, order
}

// An untilJudge counts the trajectories that a policy accepts, in their order.
type untilJudge struct {
	*spec.Until
	sequence *judging.Sequence
	made     int
	accepted int
}

func (u *untilJudge) count(w judging.Weighed) {
	u.made++
	if v, _ := u.sequence.Decide(w); v.Accepted {
		u.accepted++
	}
}

// enough reports whether no more trajectories are wanted.
func (u *untilJudge) enough() bool {
	return u.accepted >= u.Accepted || u.Candidates > 0 && u.made >= u.Candidates
}

// missing is the error of candidates that did not suffice.
func (u *untilJudge) missing() error {
	if u.accepted >= u.Accepted {
		return nil
	}
	why := "there are no more tasks and trials"
	if u.Candidates > 0 && u.made >= u.Candidates {
		why = "until allows no more candidates"
	}
	return fmt.Errorf("%d of %d candidates were accepted, %d are wanted, and %s", u.accepted, u.made, u.Accepted, why)
}

// A tally counts how talks went.
type tally struct {
	outcomes map[string]int64
	mistakes map[string]map[string]int64
	turns    map[int]int64
}

func newTally() *tally {
	return &tally{map[string]int64{}, map[string]map[string]int64{}, map[int]int64{}}
}

func (x *tally) add(t *trial) {
	x.outcomes[string(t.outcome)]++
	x.turns[t.turns]++
	kind := ""
	for _, f := range t.flags {
		if k, ok := strings.CutPrefix(f, world.MistakeFlag); ok {
			kind = k
			if x.mistakes[kind] == nil {
				x.mistakes[kind] = map[string]int64{}
			}
			x.mistakes[kind]["turns"]++
		} else if kind != "" && (f == rolling.Matters || f == rolling.Harmless) {
			x.mistakes[kind][f]++
		}
	}
}

// measure reports the counts.
func (x *tally) measure(out *Output) {
	out.Measure("outcomes", x.outcomes)
	if len(x.mistakes) > 0 {
		out.Measure("mistakes", x.mistakes)
	}
	var all int64
	lengths := make([]int, 0, len(x.turns))
	for n, times := range x.turns { //lint:ordered sorted below
		lengths = append(lengths, n)
		all += times
	}
	slices.Sort(lengths)
	var passed int64
	for _, n := range lengths {
		if passed += x.turns[n]; 2*passed >= all {
			out.Measure("median_turns", n)
			break
		}
	}
}
