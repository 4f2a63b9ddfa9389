package executors

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"sync"

	"worldc/executors/judging"
	"worldc/spec"
	"worldc/world"
)

// filter judges every trajectory: a verdict each, in their order. The node's
// counts are those of the verdicts; its report has the funnel.
func filter(ctx context.Context, in *Input, out *Output) (err error) {
	policy := policyOf(in.Block.Config.(*spec.Filter))
	tasks, err := openShelf(in, in.Ancestors[world.TaskType])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tasks.close()) }()
	worlds, err := openShelf(in, in.Ancestors[world.WorldType])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, worlds.close()) }()
	parameters := parameterCache{worlds: worlds, byWorld: map[string]map[string]json.RawMessage{}}

	var total int64
	for _, a := range in.Inputs["from"] {
		total += a.Info.Records
	}
	out.Plan(total)
	type judged struct {
		verdict world.Verdict
		passed  int
	}
	passed := make([]int64, len(policy)+1)
	var done int64
	err = inBatches(ctx, in, kept(in.Lines(in.Inputs["from"])), func(line []byte) (judged, error) {
		var t world.Trajectory
		if err := json.Unmarshal(line, &t); err != nil {
			return judged{}, err
		}
		task, err := find[world.Task](tasks, world.TaskType, t.Task)
		if err != nil {
			return judged{}, fmt.Errorf("trajectory %s: %w", t.ID, err)
		}
		var broken error
		v, n := policy.Judge(&judging.Case{Task: task, Trajectory: &t, Parameters: func(tool string) json.RawMessage {
			schema, err := parameters.of(t.World, tool)
			broken = errors.Join(broken, err)
			return schema
		}})
		return judged{v, n}, broken
	}, func(j judged) error {
		for i := range j.passed + 1 {
			passed[i]++
		}
		if done++; in.Progress != nil && done%batchItems == 0 {
			in.Progress(done, total)
		}
		return out.writeVerdict(j.verdict)
	})
	funnel := map[string]int64{"0 judged": passed[0]}
	for i, c := range policy {
		funnel[strconv.Itoa(i+1)+" "+c.Name] = passed[i+1]
	}
	out.Measure("funnel", funnel)
	return err
}

// kept are lines that stay valid.
func kept(lines iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for line, err := range lines {
			if !yield(bytes.Clone(line), err) {
				return
			}
		}
	}
}

// writeVerdict adds a verdict. One that rejects is a record as well, and
// counts as rejected.
func (o *Output) writeVerdict(v world.Verdict) error {
	if v.Accepted {
		return o.Write(v)
	}
	if err := o.w.Write(v); err != nil {
		return err
	}
	o.Reject(1, v.By+": "+v.Reason)
	if c := o.report.Counts; o.limit > 0 && c.Accepted+c.Rejected >= o.limit {
		return ErrEnough
	}
	return nil
}

// policyOf makes the checks of a filter in their order.
func policyOf(f *spec.Filter) judging.Policy {
	var policy judging.Policy
	for _, name := range f.Checks() {
		switch name {
		case "validity":
			v := f.Validity
			policy = append(policy, judging.Validity{
				ExecutedResults: v.Results == "executed", MaxTokens: v.MaxTokens,
				Repetition: judging.Repetition{N: v.Repetition.N, MaxRepeats: v.Repetition.MaxRepeats, MinUnique: v.Repetition.MinUnique},
			}.Check())
		case "state_alignment":
			policy = append(policy, judging.StateAlignment())
		case "required_outputs":
			policy = append(policy, judging.RequiredOutputs())
		case "exact_match":
			e := f.ExactMatch
			ignore := e.IgnoreTools
			if ignore == nil {
				ignore = judging.PseudoTools
			}
			policy = append(policy, judging.ExactMatch{
				Apply: judging.Applies(e.ApplyTo), IgnoreErroredCalls: e.IgnoreErroredCalls, FillDefaults: e.FillDefaults, IgnoreTools: ignore,
			}.Check())
		default:
			panic("executors: no check " + name)
		}
	}
	return policy
}

// parameterCache reads the documents of the tools of each world once.
type parameterCache struct {
	worlds  shelf
	mu      sync.Mutex
	byWorld map[string]map[string]json.RawMessage
}

func (p *parameterCache) of(worldID, tool string) (json.RawMessage, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	tools := p.byWorld[worldID]
	if tools == nil {
		w, err := find[namedWorld](p.worlds, world.WorldType, worldID)
		if err != nil {
			return nil, err
		}
		tools = map[string]json.RawMessage{}
		for _, t := range w.Tools {
			tools[t.Tool.Name] = t.Parameters()
		}
		p.byWorld[worldID] = tools
	}
	return tools[tool], nil
}
