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
	"worldc/spec"
	"worldc/world"
)

// evaluation scores who made trajectories by the verdicts on them.
func evaluation(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Evaluation)
	accepted, err := readVerdicts(ctx, in, in.Inputs["from"])
	if err != nil {
		return err
	}
	trials := newTrials()
	if err := trials.read(ctx, in, accepted); err != nil {
		return err
	}
	if err := trials.readTasks(ctx, in); err != nil {
		return err
	}
	attempts := trials.attempts("")
	uneven := 0
	for _, a := range attempts {
		if a.Trials < config.K {
			uneven++
		}
	}
	if uneven > 0 {
		out.Find(world.Finding{
			Subject: "k", Action: world.Noted, Reason: "a task has fewer than k trials, so that pass^k is not computed",
			Detail: fmt.Sprintf("%d of %d", uneven, len(attempts)),
		})
	}
	checks := checksOf(in.Block)
	scores := judging.Scores(checks, attempts, config.K)
	for _, kind := range trials.kinds() {
		scores = append(scores, judging.GroupScores(checks, "error", kind, trials.attempts(kind), config.K)...)
	}
	out.Plan(int64(len(scores)))
	out.Measure("tasks", int64(len(attempts)))
	return writeAll(ctx, in, out, scores)
}

// readVerdicts says of each trajectory that was judged whether it was accepted:
// 1 or 0. One that several filters judged was accepted by all.
func readVerdicts(ctx context.Context, in *Input, from []Artifact) (map[string]int32, error) {
	accepted := map[string]int32{}
	for _, a := range from {
		for line, err := range in.Store.Lines(a.Info) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return nil, err
			}
			id, verdict := textField(line, "trajectory"), int32(0)
			if bytes.Equal(field(line, "accepted"), []byte("true")) {
				verdict = 1
			}
			if earlier, judged := accepted[id]; judged {
				verdict = min(verdict, earlier)
			}
			accepted[id] = verdict
		}
	}
	return accepted, nil
}

// trials are attempts by who made them, the task, and the kind of error that was
// made, which is empty for all attempts.
type trials struct {
	found map[trialKey]*judging.Attempts
	tasks map[string]*judging.Attempts // what is known of a task, by its id
}

type trialKey struct{ kind, model, task string }

func newTrials() *trials {
	return &trials{found: map[trialKey]*judging.Attempts{}, tasks: map[string]*judging.Attempts{}}
}

// The kinds of errors that no flag names.
const (
	noError    = "none"
	failedCall = "failed_call"
)

// read reads the trajectories that were judged.
func (s *trials) read(ctx context.Context, in *Input, accepted map[string]int32) error {
	type tried struct {
		accepted    int32
		model, task string
		kinds       []string
	}
	type judged struct {
		accepted int32
		line     []byte
	}
	left := len(accepted)
	lines := func(yield func(judged, error) bool) {
		seen := map[string]bool{}
		for line, err := range linesByName(ctx, in, in.Ancestors[world.TrajectoryType]) {
			if err != nil {
				yield(judged{}, err)
				return
			}
			verdict, ok := line.in(accepted)
			if !ok {
				continue
			}
			name := line.name(accepted)
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
		var t struct {
			Model, Task string
			Turns       []world.Turn
		}
		if err := json.Unmarshal(j.line, &t); err != nil {
			return tried{}, err
		}
		kinds := map[string]bool{}
		for _, turn := range t.Turns {
			switch turn.Role {
			case world.AssistantRole:
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
		return tried{j.accepted, t.Model, t.Task, append(slices.Sorted(maps.Keys(kinds)), "")}, nil
	}, func(t tried) error {
		for _, kind := range t.kinds {
			k := trialKey{kind, t.model, t.task}
			a := s.found[k]
			if a == nil {
				a = &judging.Attempts{Model: t.model, Task: t.task}
				s.found[k] = a
			}
			a.Trials++
			a.Accepted += int(t.accepted)
		}
		s.tasks[t.task] = nil
		return nil
	})
	if err == nil && left > 0 {
		err = fmt.Errorf("there are verdicts on %d trajectories that are not upstream", left)
	}
	return err
}

// readTasks reads what groups the tasks: the number of their golden calls, and
// the domain that they belong to.
func (s *trials) readTasks(ctx context.Context, in *Input) (err error) {
	worlds, err := openWorlds(in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, worlds.close()) }()
	places, err := openPlaces(in, worlds)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, places.close()) }()
	for held, err := range heldRecords(in, world.TaskType, "task") {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		id := held.id
		if _, wanted := s.tasks[id]; !wanted {
			continue
		}
		var t struct {
			World string
			Calls []struct{}
		}
		if err := json.Unmarshal(held.line, &t); err != nil {
			return err
		}
		if held.script {
			t.World = id
		}
		place, err := places.place(t.World)
		if err != nil {
			return fmt.Errorf("task %s: %w", id, err)
		}
		s.tasks[id] = &judging.Attempts{Calls: len(t.Calls), Domain: cmp.Or(place.Domain, place.DomainID, place.Name, place.ID)}
	}
	for _, k := range s.sorted() {
		task := s.tasks[k.task]
		if task == nil {
			return fmt.Errorf("there is no %s %s upstream", world.TaskType, k.task)
		}
		s.found[k].Calls, s.found[k].Domain = task.Calls, task.Domain
	}
	return nil
}

func (s *trials) sorted() []trialKey {
	return slices.SortedFunc(maps.Keys(s.found), func(a, b trialKey) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.model, b.model), cmp.Compare(a.task, b.task))
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
