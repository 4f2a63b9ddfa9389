package executors

import (
	"context"
	"errors"
	"fmt"

	"worldc/executors/drifting"
	"worldc/executors/taskmaking"
	"worldc/rng"
	"worldc/world"
	"worldc/world/engine"
)

// The reasons for which a tool does not drift that was to.
const (
	driftUnfit  = "its code cannot be changed"
	driftBroken = "it does not do the same for those who know"
)

// drift makes the documents of some tools of a world untrue, which was tested as it
// is. A tool that does not do the same for those who know what it wants stays as it
// is documented.
func (m *madeWorld) drift(ctx context.Context, k *worldMaker, w *world.World, seed uint64) (_ *world.World, err error) {
	m.Drifted, m.TakenBack = map[string]int64{}, map[string]int64{}
	drifts := drifting.Draw(w, drifting.Options{
		Rate: k.config.Drift.Rate, Spread: k.config.Drift.Spread, Hints: k.config.Drift.Hints, Kinds: k.config.Drift.Kinds,
		// Of the domain, not of the world: what is known about a tool holds in all
		// worlds that have it.
		Stream: func(tool string) *rng.Stream { return rng.New(seed, "worlds", w.Domain, "drift", tool) },
	})
	back := func(d *world.Drift, reason, detail string) {
		m.TakenBack[reason]++
		for i := range w.Tools {
			if t := &w.Tools[i].Tool; t.ID == d.Tool {
				m.Findings = append(m.Findings, world.Finding{
					Subject: t.Name, Place: w.ID, Action: world.Noted, Reason: "tool did not drift (" + d.Kind + "): " + reason, Detail: detail,
				})
			}
		}
	}
	allowed := Permissions{TrustCode: k.trusted}
	plain, err := loadWorld(ctx, k.workers, 1, w, allowed)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, plain.Close()) }()
	// What is taken back may be what another drift was tried with; so it is tried
	// until all that is left holds together.
	for {
		drifted, unfit := drifting.Apply(w, drifts)
		var fit []world.Drift
		for n := range drifts {
			if why := unfit[n]; why != nil {
				back(&drifts[n], driftUnfit, why.Error())
			} else {
				fit = append(fit, drifts[n])
			}
		}
		wrong, err := m.provedDrifts(ctx, k, drifted, plain, allowed)
		if err != nil {
			return nil, err
		}
		drifts = nil
		for n := range fit {
			if why := wrong[fit[n].Tool]; why != "" {
				back(&fit[n], driftBroken, why)
			} else {
				drifts = append(drifts, fit[n])
			}
		}
		if len(drifts) == len(fit) {
			for n := range drifts {
				m.Drifted[drifts[n].Kind]++
			}
			return drifted, nil
		}
	}
}

// provedDrifts tries what drifted, and says by the ids of tools what is wrong.
func (m *madeWorld) provedDrifts(ctx context.Context, k *worldMaker, w *world.World, plain runner, allowed Permissions) (wrong map[string]string, err error) {
	wrong = map[string]string{}
	if len(w.Drift) == 0 {
		return wrong, nil
	}
	really, err := loadWorld(ctx, k.workers, 1, w, allowed)
	var unsound *engine.LoadError
	if errors.As(err, &unsound) {
		position := make([]int, len(w.Tools))
		for i := range position {
			position[i] = i
		}
		failures, err := loadFailures(w, position, unsound)
		for i, why := range failures { //lint:ordered into a map
			for n := range w.Drift { // its own, or one for which it shows more
				if d := &w.Drift[n]; d.Tool == w.Tools[i].Tool.ID || d.Before == w.Tools[i].Tool.Name {
					wrong[d.Tool] = why[0]
				}
			}
		}
		return wrong, err
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, really.Close()) }()
	open := func(r runner) func() (drifting.Stage, error) {
		return func() (drifting.Stage, error) { return r.Start(nil) }
	}
	for n := range w.Drift {
		d := &w.Drift[n]
		why, err := drifting.Prove(w, d, m.good[d.Tool], open(plain), open(really))
		if err != nil {
			return nil, err
		}
		if why != "" {
			wrong[d.Tool] = why
		}
	}
	return wrong, nil
}

// documented is a world that e has loaded as the documents of its tools have it, and
// an engine of that.
func documented(e *engine.Engine, w *world.World) (*engine.Engine, *world.World, error) {
	plain := w.Undrifted()
	if plain == w {
		return e, w, nil
	}
	as, err := e.Retool(plain.Tools)
	return as, plain, err
}

// reasonDrift is why a task is not made that could be, were documents true.
const reasonDrift = "its calls do not hold as its tools drifted"

// held makes tasks that were made in a world as documented hold in the world as it
// is, which e has loaded. Tasks are either made or missed, in order.
func held(e *engine.Engine, w *world.World, made []taskmaking.Made, missed []taskmaking.Miss) ([]taskmaking.Made, []taskmaking.Miss, error) {
	if len(w.Drift) == 0 {
		return made, missed, nil
	}
	var good []taskmaking.Made
	var bad []taskmaking.Miss
	for n := range len(made) + len(missed) {
		if len(missed) > 0 && missed[0].Task == n {
			bad, missed = append(bad, missed[0]), missed[1:]
			continue
		}
		if len(made) == 0 {
			break
		}
		x := made[0]
		made = made[1:]
		s, err := e.Start(x.Task.Initial)
		if err != nil {
			return nil, nil, fmt.Errorf("task %s: %w", x.Task.ID, err)
		}
		err = drifting.Hold(w, inProcessStage{s}, &x.Task)
		var broken *drifting.BrokenError
		switch {
		case errors.As(err, &broken):
			bad = append(bad, taskmaking.Miss{Task: n, Reason: reasonDrift})
		case err != nil:
			return nil, nil, fmt.Errorf("task %s: %w", x.Task.ID, err)
		default:
			good = append(good, x)
		}
	}
	return good, append(bad, missed...), nil
}
