package compiler

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"worldc/artifact"
)

// verify makes a node again and compares it with what the store has: records
// and report. A node that comes out different is not reproducible, and is
// named with the first record that differs.
func (b *builder) verify(ctx context.Context, n *Node, r *Result) error {
	// Unfinished work would answer instead of the executor.
	if err := b.options.Store.Shards(r.Key).Remove(); err != nil {
		return err
	}
	p, err := b.produce(ctx, n, r.Key)
	if err != nil {
		return fmt.Errorf("verifying: %w", err)
	}
	if err := b.options.Store.Shards(r.Key).Remove(); err != nil {
		return err
	}
	if p.info.Digest != r.Entry.Info.Digest {
		return fmt.Errorf("not reproducible: %s", b.firstDifference(r.Entry.Info, p.info))
	}
	was, err := artifact.Marshal(r.Report)
	if err != nil {
		return err
	}
	is, err := artifact.Marshal(p.report)
	if err != nil {
		return err
	}
	if !bytes.Equal(was, is) {
		return fmt.Errorf("not reproducible: the records are the same, but the report differs:\n  was %s\n  is  %s", excerpt(was, is), excerpt(is, was))
	}
	return nil
}

// firstDifference describes the first record in which two artifacts differ.
func (b *builder) firstDifference(was, is artifact.Info) string {
	nextWas, stopWas := iter.Pull2(b.options.Store.Lines(was))
	defer stopWas()
	nextIs, stopIs := iter.Pull2(b.options.Store.Lines(is))
	defer stopIs()
	for record := 1; ; record++ {
		a, errA, okA := nextWas()
		c, errC, okC := nextIs()
		switch {
		case errA != nil:
			return errA.Error()
		case errC != nil:
			return errC.Error()
		case !okA || !okC:
			return fmt.Sprintf("it had %d records and has %d now", was.Records, is.Records)
		case !bytes.Equal(a, c):
			return fmt.Sprintf("record %d differs:\n  was %s\n  is  %s", record, excerpt(a, c), excerpt(c, a))
		}
	}
}

// excerpt shows a around the place where it first differs from other.
func excerpt(a, other []byte) string {
	const before, after = 60, 120
	at := 0
	for at < len(a) && at < len(other) && a[at] == other[at] {
		at++
	}
	from, to := max(0, at-before), min(len(a), at+after)
	text := string(bytes.ToValidUTF8(a[from:to], nil))
	if from > 0 {
		text = "…" + text
	}
	if to < len(a) {
		text += "…"
	}
	return text
}
