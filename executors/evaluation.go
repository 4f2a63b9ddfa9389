package executors

import (
	"cmp"
	"context"
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
	var shelves [3]shelf
	for i, t := range []world.Type{world.TrajectoryType, world.TaskType, world.WorldType} {
		if shelves[i], err = openShelf(in, in.Ancestors[t]); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, shelves[i].close()) }()
	}
	trajectories, tasks, worlds := shelves[0], shelves[1], shelves[2]

	type key struct{ model, task string }
	found := map[key]*judging.Attempts{}
	domains := map[string]string{}
	for v, err := range Records[world.Verdict](in, in.Inputs["from"]) {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		t, err := find[struct{ Model, Task string }](trajectories, world.TrajectoryType, v.Trajectory)
		if err != nil {
			return fmt.Errorf("verdict %s: %w", v.ID, err)
		}
		a := found[key{t.Model, t.Task}]
		if a == nil {
			task, err := find[world.Task](tasks, world.TaskType, t.Task)
			if err != nil {
				return fmt.Errorf("trajectory %s: %w", v.Trajectory, err)
			}
			if _, known := domains[task.World]; !known {
				w, err := find[struct{ ID, Name, Domain string }](worlds, world.WorldType, task.World)
				if err != nil {
					return fmt.Errorf("task %s: %w", task.ID, err)
				}
				domains[task.World] = cmp.Or(w.Domain, w.Name, w.ID)
			}
			a = &judging.Attempts{Model: t.Model, Task: t.Task, Calls: len(task.Calls), Domain: domains[task.World]}
			found[key{t.Model, t.Task}] = a
		}
		a.Trials++
		if v.Accepted {
			a.Accepted++
		}
	}
	keys := slices.SortedFunc(maps.Keys(found), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.model, b.model), cmp.Compare(a.task, b.task))
	})
	attempts := make([]judging.Attempts, len(keys))
	uneven := 0
	for i, k := range keys {
		if attempts[i] = *found[k]; attempts[i].Trials < config.K {
			uneven++
		}
	}
	if uneven > 0 {
		out.Find(world.Finding{
			Subject: "k", Action: world.Noted, Reason: "a task has fewer than k trials, so that pass^k is not computed",
			Detail: fmt.Sprintf("%d of %d", uneven, len(attempts)),
		})
	}
	scores := judging.Scores(checksOf(in.Block), attempts, config.K)
	out.Plan(int64(len(scores)))
	out.Measure("tasks", int64(len(attempts)))
	return writeAll(ctx, in, out, scores)
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
