package executors

import (
	"context"
	"encoding/json"
	"errors"

	"worldc/executors/selftest"
	"worldc/rng"
	"worldc/sandbox"
	"worldc/world"
	"worldc/world/engine"
)

// A proving is where the tools of a world that is being made are tested.
type proving interface {
	// test tests the tools of a world that is the one of the proving but for
	// these. The error is an *[engine.LoadError] where they do not load.
	test(w *world.World) ([]*selftest.Report, error)

	close() error
}

// prove loads a world that has no tools yet, where the code of its tools may run.
// The error is an *[engine.LoadError] where the world does not load.
func (k *worldMaker) prove(ctx context.Context, w *world.World, seed uint64, stream func(...string) *rng.Stream) (proving, error) {
	if k.author != "" && !k.trusted {
		worker, err := k.workers.Load(ctx, w)
		if err != nil {
			return nil, err
		}
		return &provingConfined{ctx, k.workers, seed}, worker.Close()
	}
	rows, err := selftest.ReadRows(w)
	if err != nil {
		return nil, err
	}
	bare, err := engine.Load(w, engine.DefaultLimits())
	if err != nil {
		return nil, err
	}
	return &provingHere{bare, rows, stream}, nil
}

// provingHere tests tools in this process.
type provingHere struct {
	bare   *engine.Engine
	rows   *selftest.Rows
	stream func(...string) *rng.Stream
}

// test implements proving.
func (p *provingHere) test(w *world.World) ([]*selftest.Report, error) {
	e, err := p.bare.Retool(w.Tools)
	if err != nil {
		return nil, err
	}
	reports := make([]*selftest.Report, len(w.Tools))
	for i := range w.Tools {
		reports[i] = selftest.Run(e, w, &w.Tools[i], p.rows, p.stream("self-test", w.Tools[i].Tool.ID))
	}
	return reports, nil
}

func (p *provingHere) close() error { return p.bare.Close() }

// provingConfined tests tools in confined processes. What kills one is a failure
// of the tool that was tested.
type provingConfined struct {
	ctx     context.Context
	workers *sandbox.Workers
	seed    uint64
}

// test implements proving.
func (p *provingConfined) test(w *world.World) (reports []*selftest.Report, err error) {
	worker, err := p.workers.Load(p.ctx, w)
	var died *sandbox.DiedError
	if errors.As(err, &died) && len(w.Tools) > 1 {
		return p.alone(w) // one of them kills whoever loads it
	}
	if errors.As(err, &died) {
		return []*selftest.Report{deadly(died)}, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if worker != nil {
			err = errors.Join(err, worker.Close())
		}
	}()
	for i := range w.Tools {
		question, err := json.Marshal(selfTest{World: w, Tool: i, Seed: p.seed})
		if err != nil {
			return nil, err
		}
		answer, err := worker.Do(selfTestJob, question, selfTestCalls)
		if errors.As(err, &died) {
			reports = append(reports, deadly(died))
			if worker, err = p.workers.Load(p.ctx, w); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		r := &selftest.Report{}
		if err := json.Unmarshal(answer, r); err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// alone tests each tool in a world where it is the only one.
func (p *provingConfined) alone(w *world.World) ([]*selftest.Report, error) {
	var reports []*selftest.Report
	for i := range w.Tools {
		single := *w
		single.Tools = w.Tools[i : i+1]
		r, err := p.test(&single)
		var load *engine.LoadError
		switch {
		case errors.As(err, &load):
			r = []*selftest.Report{{Failures: []string{load.Problems[0].String()}}}
		case err != nil:
			return nil, err
		}
		reports = append(reports, r...)
	}
	return reports, nil
}

// deadly is the report of a tool that killed its worker. Which limit it reached
// may differ between machines; that it did is what counts (DESIGN §5).
func deadly(died *sandbox.DiedError) *selftest.Report {
	return &selftest.Report{Failures: []string{"it kills the process that runs it: " + died.Detail}}
}

func (p *provingConfined) close() error { return nil }
