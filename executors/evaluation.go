package executors

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/executors/judging"
	"worldc/jsonwalk"
	"worldc/spec"
	"worldc/world"
)

// evaluation scores who made trajectories by the verdicts on them: on those that are
// there, or on those that it has made itself.
func evaluation(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Evaluation)
	tasks, err := readGroups(ctx, in)
	if err != nil {
		return err
	}
	scoring := judging.Scoring{K: config.K}
	var scored, against *trials
	if len(config.From) > 0 {
		scoring.Checks = checksOf(in.Block)
		scored = newTrials(tasks, scoring.Checks)
		verdicts, err := readVerdicts(ctx, in, in.Inputs["from"])
		if err != nil {
			return err
		}
		if err := scored.read(ctx, in, verdicts); err != nil {
			return err
		}
	} else if scored, against, scoring.Checks, err = attempted(ctx, in, out, config, tasks); err != nil {
		return err
	}
	attempts := scored.attempts("")
	switch {
	case against != nil:
		scoring.Reference = against.attempts("")
		if len(attempts) > 0 && len(scoring.Reference) > 0 && attempts[0].Player == scoring.Reference[0].Player {
			return fmt.Errorf("both who are compared are called %s: give the models different names", attempts[0].Player)
		}
	case len(config.Reference) > 0:
		if scoring.Reference, err = readReference(ctx, in, tasks); err != nil {
			return err
		}
	}
	if len(attempts) == 0 {
		out.Find(world.Finding{Subject: "tasks", Action: world.Noted, Reason: "there is nothing to score", Detail: "no task was attempted"})
	}
	scores := scoresOf(scoring, scored, out)
	if against != nil {
		scores = append(scores, scoresOf(judging.Scoring{Checks: scoring.Checks, K: scoring.K}, against, out)...)
	}
	if len(scoring.Reference) > 0 && len(attempts) > 0 && !slices.ContainsFunc(scores, func(s world.Score) bool { return s.Against != nil }) {
		out.Find(world.Finding{
			Subject: "reference", Action: world.Noted, Reason: "no trial of a task is in the reference as well, so that nothing is compared",
			Detail: fmt.Sprintf("%d tasks, %d in the reference", len(attempts), len(scoring.Reference)),
		})
	}
	out.Plan(int64(len(scores)))
	out.Measure("tasks", int64(len(attempts)))
	return writeAll(ctx, in, out, scores)
}

// scoresOf are the scores of trials.
func scoresOf(scoring judging.Scoring, s *trials, out *Output) []world.Score {
	attempts := s.attempts("")
	uneven := 0
	for _, a := range attempts {
		if len(a.Tries) < scoring.K {
			uneven++
		}
	}
	if uneven > 0 {
		out.Find(world.Finding{
			Subject: "k", Action: world.Noted, Reason: "a task has fewer than k trials, so that pass^k is not computed",
			Detail: fmt.Sprintf("%d of %d", uneven, len(attempts)),
		})
	}
	scores := scoring.Scores(attempts)
	scores = append(scores, scoring.Robustness(attempts)...)
	for _, kind := range s.kinds() {
		scores = append(scores, scoring.GroupScores("error", kind, s.attempts(kind))...)
	}
	return scores
}

// readReference reads the attempts of a reference: those of one player.
func readReference(ctx context.Context, in *Input, tasks map[string]*group) ([]judging.Attempts, error) {
	verdicts, err := readVerdicts(ctx, in, in.Inputs["reference"])
	if err != nil {
		return nil, err
	}
	trials := newTrials(tasks, "")
	if err := trials.read(ctx, in, verdicts); err != nil {
		return nil, err
	}
	attempts := trials.attempts("")
	for _, a := range attempts {
		if a.Player != attempts[0].Player {
			return nil, fmt.Errorf("the reference has trajectories of %s and of %s: there can be one to compare with", attempts[0].Player, a.Player)
		}
	}
	return attempts, nil
}

// What a filter said of a trajectory, the better the more.
const (
	wasRejected       int32 = iota
	wasRejectedUnsure       // by a judge whose votes were not of one mind
	wasAcceptedUnsure
	wasAccepted
)

// readVerdicts says of each trajectory that was judged what became of it. Of what
// several filters said the worst counts: it was accepted by all.
func readVerdicts(ctx context.Context, in *Input, from []Artifact) (map[string]int32, error) {
	verdicts := map[string]int32{}
	for _, a := range from {
		for line, err := range in.Store.Lines(a.Info) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return nil, err
			}
			isTrue := func(name string) bool { return bytes.Equal(jsonwalk.Field(line, name), []byte("true")) }
			id, verdict := jsonwalk.TextField(line, "trajectory"), verdictOf(isTrue("accepted"), isTrue("unsure"))
			if earlier, judged := verdicts[id]; judged {
				verdict = min(verdict, earlier)
			}
			verdicts[id] = verdict
		}
	}
	return verdicts, nil
}

// verdictOf is what a filter said.
func verdictOf(accepted, unsure bool) int32 {
	switch {
	case accepted && unsure:
		return wasAcceptedUnsure
	case accepted:
		return wasAccepted
	case unsure:
		return wasRejectedUnsure
	}
	return wasRejected
}

// trials are attempts by who made them, the task, and the kind of error that was
// made, which is empty for all attempts.
type trials struct {
	found map[trialKey]*judging.Attempts
	tasks map[string]*group

	// questions says that a check was made of answers, so that all tasks are questions.
	questions bool
}

type trialKey struct {
	kind string
	judging.Player
	task string
}

// newTrials begins with none. checks are the names of those that trajectories had to
// pass.
func newTrials(tasks map[string]*group, checks string) *trials {
	return &trials{found: map[trialKey]*judging.Attempts{}, tasks: tasks, questions: slices.Contains(strings.Split(checks, ","), judging.AnswerCheck)}
}

// A group is what groups tasks: the number of their golden calls and the domain
// that they belong to; tools are those that the golden calls call, each once.
type group struct {
	calls  int
	domain string
	tools  []string

	variant string // how a script was rewritten

	// answers are the texts that answer a question; question says that the task is
	// one.
	answers  []string
	question bool
}

// The kinds of errors that no flag names.
const (
	noError    = "none"
	failedCall = "failed_call"
)

// A toldTrial is what scores need to know of one.
type toldTrial struct {
	Model, Task string
	Knowledge   []string
	Trial       int
	Turns       []world.Turn
	Progress    *world.Progress
}

// A tried is a trial as it is scored.
type tried struct {
	judging.Try
	player judging.Player
	task   string
	kinds  []string // of errors that were made; the empty one stands for all trials
}

// read reads the trajectories that were judged.
func (s *trials) read(ctx context.Context, in *Input, verdicts map[string]int32) error {
	type judged struct {
		verdict int32
		line    []byte
	}
	left := len(verdicts)
	lines := func(yield func(judged, error) bool) {
		seen := map[string]bool{}
		for line, err := range linesByName(ctx, in, in.Ancestors[world.TrajectoryType]) {
			if err != nil {
				yield(judged{}, err)
				return
			}
			verdict, ok := line.in(verdicts)
			if !ok {
				continue
			}
			name := line.name(verdicts)
			if seen[name] {
				yield(judged{}, ambiguousTrajectory(line.id))
				return
			}
			seen[name] = true
			left--
			if !yield(judged{verdict, bytes.Clone(line.text)}, nil) {
				return
			}
		}
	}
	err := inBatches(ctx, in, lines, func(j judged) (tried, error) {
		var t toldTrial
		if err := json.Unmarshal(j.line, &t); err != nil {
			return tried{}, err
		}
		return s.tried(&t, j.verdict)
	}, func(t tried) error {
		s.add(t)
		return nil
	})
	if err == nil && left > 0 {
		err = fmt.Errorf("there are verdicts on %d trajectories that are not upstream", left)
	}
	s.sort()
	return err
}

// tried is what a trial came to; from any goroutine.
func (s *trials) tried(t *toldTrial, verdict int32) (tried, error) {
	task := s.tasks[t.Task]
	if task == nil {
		return tried{}, fmt.Errorf("there is no %s %s upstream", world.TaskType, t.Task)
	}
	kinds, called := map[string]bool{}, map[string]bool{}
	for _, turn := range t.Turns {
		switch turn.Role {
		case world.AssistantRole:
			for _, c := range turn.Calls {
				called[c.Tool] = true
			}
			if kind := turn.Mistake(); kind != "" {
				kinds[kind] = true
			}
		case world.ToolRole:
			if turn.Kind == "error" {
				kinds[failedCall] = true
			}
		}
	}
	if len(kinds) == 0 {
		kinds[noError] = true
	}
	try := judging.Try{
		Trial: t.Trial, Accepted: verdict >= wasAcceptedUnsure, Unsure: verdict == wasAcceptedUnsure || verdict == wasRejectedUnsure,
		Golden: !slices.ContainsFunc(task.tools, func(name string) bool { return !called[name] }),
	}
	if t.Progress != nil {
		try.Game = gameOf(t.Progress, t.Turns)
	}
	if (task.question || s.questions) && len(task.answers) > 0 {
		match := judging.MatchAnswer(judging.AnswerOf(&world.Trajectory{Turns: t.Turns}), task.answers)
		try.Answer = &match
	}
	player := judging.Player{Model: t.Model, Knowledge: strings.Join(t.Knowledge, " ")}
	return tried{try, player, t.Task, append(slices.Sorted(maps.Keys(kinds)), "")}, nil
}

// add takes up a trial.
func (s *trials) add(t tried) {
	for _, kind := range t.kinds {
		k := trialKey{kind, t.player, t.task}
		a := s.found[k]
		if a == nil {
			task := s.tasks[t.task]
			a = &judging.Attempts{Player: t.player, Task: t.task, Calls: task.calls, Domain: task.domain, Variant: task.variant}
			s.found[k] = a
		}
		a.Tries = append(a.Tries, t.Try)
	}
}

// sort puts the trials of each task in order.
func (s *trials) sort() {
	for _, a := range s.found { //lint:ordered each by itself
		slices.SortStableFunc(a.Tries, func(a, b judging.Try) int { return cmp.Compare(a.Trial, b.Trial) })
	}
}

// readGroups reads what groups the tasks upstream, by their ids.
func readGroups(ctx context.Context, in *Input) (tasks map[string]*group, err error) {
	worlds, err := openWorlds(in)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, worlds.close()) }()
	places, err := openPlaces(in, worlds)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, places.close()) }()
	tasks = map[string]*group{}
	for held, err := range heldRecords(in, world.TaskType, "task") {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		var t struct {
			World, Kind string
			Calls       []struct{ Tool string }
			Outputs     []string
		}
		if err := json.Unmarshal(held.line, &t); err != nil {
			return nil, err
		}
		if held.script {
			t.World = held.id
		}
		place, err := places.place(t.World)
		if err != nil {
			return nil, fmt.Errorf("task %s: %w", held.id, err)
		}
		g := &group{calls: len(t.Calls), domain: cmp.Or(place.Domain, place.DomainID, place.Name, place.ID), variant: held.variant, answers: t.Outputs, question: t.Kind == world.MultiHop}
		for _, c := range t.Calls {
			if held.script {
				break // who plays a script calls no tools
			}
			if !slices.Contains(g.tools, c.Tool) {
				g.tools = append(g.tools, c.Tool)
			}
		}
		tasks[held.id] = g
	}
	return tasks, nil
}

// gameOf is how a game went, by its turns.
func gameOf(p *world.Progress, turns []world.Turn) *judging.Game {
	g := &judging.Game{Held: p.Held, Of: p.Of}
	for i := range turns {
		if turns[i].Kind != world.Act {
			continue
		}
		g.Steps++
		switch world.GameError(turns[i].Mistake()) {
		case "":
			g.Valid++
			g.Formed++
		case world.ParameterError:
		default:
			g.Formed++
		}
	}
	return g
}

func (s *trials) sorted() []trialKey {
	return slices.SortedFunc(maps.Keys(s.found), func(a, b trialKey) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.Model, b.Model), cmp.Compare(a.Knowledge, b.Knowledge), cmp.Compare(a.task, b.task))
	})
}

// attempts are those with an error of a kind, by model and task.
func (s *trials) attempts(kind string) []judging.Attempts {
	var list []judging.Attempts
	for _, k := range s.sorted() {
		if k.kind == kind {
			list = append(list, *s.found[k])
		}
	}
	return list
}

// kinds are the kinds of errors that were made, sorted.
func (s *trials) kinds() []string {
	var kinds []string
	for _, k := range s.sorted() {
		if k.kind != "" {
			kinds = append(kinds, k.kind)
		}
	}
	return slices.Compact(kinds)
}

// checksOf names the checks that trajectories had to pass, where one filter
// judged them all.
func checksOf(b *spec.Block) string {
	names := ""
	for i, r := range b.References {
		if r.Attribute != "from" {
			continue
		}
		f, ok := r.Target.Config.(*spec.Filter)
		if !ok {
			return ""
		}
		n := strings.Join(f.Checks(), ",")
		if i > 0 && n != names {
			return ""
		}
		names = n
	}
	return names
}
