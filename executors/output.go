package executors

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"worldc/artifact"
	"worldc/world"
)

// Output takes what an executor makes: records, and everything that is said
// about those that did not come to be.
type Output struct {
	w      *artifact.Writer
	limit  int64 // most records to accept; 0 is all
	report Report
	// planned is what the executor announced; the counts must come to it.
	planned   int64
	announced bool
	written   atomic.Int64
}

// NewOutput returns an Output that writes records of type t to w, and stops
// the executor after limit of them if limit is not 0.
func NewOutput(w *artifact.Writer, t world.Type, limit int64) *Output {
	return &Output{w: w, limit: limit, report: Report{
		Type:     t,
		Reasons:  map[string]int64{},
		Measures: map[string]any{},
		Findings: []world.Finding{},
	}}
}

// ErrEnough is returned by Write when a preview has as many records as it
// asked for. Executors pass it on.
var ErrEnough = errors.New("the preview has enough records")

// Plan announces that n more records are expected to end as accepted,
// rejected, failed or skipped. An executor that knows the number beforehand
// says it, so that a record that goes missing fails the build.
func (o *Output) Plan(n int64) { o.planned += n; o.announced = true }

// atMost is how many of n records a preview would take.
func (o *Output) atMost(n int64) int64 {
	if o.limit > 0 {
		return min(n, o.limit)
	}
	return n
}

// preview reports whether only a small part of the records is made, of which
// nothing can be expected.
func (o *Output) preview() bool { return o.limit > 0 }

// Write adds an accepted record.
func (o *Output) Write(record any) error {
	if err := o.w.Write(record); err != nil {
		return err
	}
	return o.accepted()
}

// WriteLine adds an accepted record that is canonical JSON already.
func (o *Output) WriteLine(line []byte) error {
	if err := o.w.WriteLine(line); err != nil {
		return err
	}
	return o.accepted()
}

// writeAll adds records in order, and makes their lines in parallel.
func writeAll[T any](ctx context.Context, in *Input, out *Output, records []T) error {
	const batch = 4096
	for start := 0; start < len(records); start += batch {
		part := records[start:min(start+batch, len(records))]
		lines := make([][]byte, len(part))
		err := parallel(ctx, in.Workers, len(part), func(i int) (err error) {
			lines[i], err = artifact.Marshal(part[i])
			return err
		})
		if err != nil {
			return err
		}
		for _, line := range lines {
			if err := out.WriteLine(line); err != nil {
				return err
			}
		}
		if in.Progress != nil {
			in.Progress(int64(start+len(part)), int64(len(records)))
		}
	}
	return nil
}

// Accepted is how many records were accepted so far. Any goroutine may ask.
func (o *Output) Accepted() int64 { return o.written.Load() }

func (o *Output) accepted() error {
	o.report.Counts.Accepted++
	o.written.Add(1)
	if o.limit > 0 && o.report.Counts.Accepted >= o.limit {
		return ErrEnough
	}
	return nil
}

// Find records a finding. A rejected or failed one counts as a record that
// was planned and did not come to be.
func (o *Output) Find(f world.Finding) {
	switch f.Action {
	case world.Rejected:
		o.report.Counts.Rejected++
	case world.Failed:
		o.report.Counts.Failed++
	case world.Skipped:
		o.report.Counts.Skipped++
	case world.Mended, world.Noted:
	default:
		panic(fmt.Sprintf("executors: finding with action %q", f.Action))
	}
	o.report.Reasons[string(f.Action)+": "+f.Reason]++
	o.report.Findings = append(o.report.Findings, f)
}

// Reject counts n records that were rejected for one reason and are too many,
// or too much alike, to be listed one by one.
func (o *Output) Reject(n int64, reason string) {
	if n == 0 {
		return
	}
	o.report.Counts.Rejected += n
	o.report.Reasons[string(world.Rejected)+": "+reason] += n
}

// Skip counts n records that were left out because they were not asked for.
func (o *Output) Skip(n int64, reason string) {
	if n == 0 {
		return
	}
	o.report.Counts.Skipped += n
	o.report.Reasons[string(world.Skipped)+": "+reason] += n
}

// Measure records a figure of the whole.
func (o *Output) Measure(name string, value any) { o.report.Measures[name] = value }

// Report closes the report. cut says that the executor was stopped by
// ErrEnough: then what it did not get to was skipped. Counts that do not come
// to what was planned are an error, since a record was lost.
func (o *Output) Report(cut bool) (Report, error) {
	c := &o.report.Counts
	ended := c.Accepted + c.Rejected + c.Failed + c.Skipped
	if !o.announced {
		o.planned = ended
	}
	if cut && o.planned > ended {
		o.Skip(o.planned-ended, "beyond the preview")
	}
	c.Planned = o.planned
	if !c.Reconciles() {
		return o.report, fmt.Errorf("records were lost: %d planned, but %d accepted + %d rejected + %d failed + %d skipped", c.Planned, c.Accepted, c.Rejected, c.Failed, c.Skipped)
	}
	return o.report, nil
}
