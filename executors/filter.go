package executors

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"worldc/executors/judging"
	"worldc/spec"
	"worldc/world"
)

// filter judges every trajectory: a verdict each, in their order. The node's
// counts are those of the verdicts; its report has the funnel.
func filter(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Filter)
	j, err := newJudge(ctx, in, config, in.Files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	from := in.Inputs["from"]
	sample, err := j.sample(ctx, in, from)
	if err != nil {
		return err
	}
	sequence := j.policy.NewSequence(sample)

	var total int64
	for _, a := range from {
		total += a.Info.Records
	}
	out.Plan(total)
	passed := make([]int64, len(j.policy)+1)
	var done int64
	err = inBatches(ctx, in, kept(in.Lines(from)), func(line []byte) (judging.Weighed, error) {
		c, err := j.caseOf(line)
		if err != nil {
			return judging.Weighed{}, err
		}
		return j.weigh(c)
	}, func(w judging.Weighed) error {
		v, n := sequence.Decide(w)
		for i := range n + 1 {
			passed[i]++
		}
		if done++; in.Progress != nil && done%batchItems == 0 {
			in.Progress(done, total)
		}
		return out.writeVerdict(v)
	})
	for i, c := range j.policy {
		out.report.Funnel = append(out.report.Funnel, FunnelStep{Check: c.Name, Reached: passed[i], Passed: passed[i+1]})
	}
	if passed[0] > 0 && passed[len(j.policy)] == 0 && (err == nil || errors.Is(err, ErrEnough)) {
		out.Find(nothingAccepted(out, passed[0]))
	}
	return err
}

// nothingAccepted is the finding about a filter that rejects all there is.
func nothingAccepted(out *Output, judged int64) world.Finding {
	top, more := out.report.Commonest(3)
	reasons := make([]string, len(top))
	for i, r := range top {
		reasons[i] = fmt.Sprintf("%d %s", r.Count, strings.TrimPrefix(r.Reason, string(world.Rejected)+": "))
	}
	if more > 0 {
		reasons = append(reasons, fmt.Sprintf("%d reasons more", more))
	}
	return world.Finding{
		Subject: "accepted", Action: world.Noted, Reason: "no trajectory was accepted",
		Detail: fmt.Sprintf("%d judged: %s", judged, strings.Join(reasons, "; ")),
	}
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
