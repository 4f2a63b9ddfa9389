package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"worldc/compiler"
	"worldc/executors"
)

// progress shows a build under way: bars on a terminal, a line per node that
// ended elsewhere.
type progress struct {
	c     *console
	mu    sync.Mutex
	bars  *mpb.Progress
	nodes *mpb.Bar                    // the nodes that ended, of all
	of    map[*compiler.Node]*mpb.Bar // a bar per running node
}

func newProgress(c *console, p *compiler.Plan) *progress {
	pr := &progress{c: c, of: map[*compiler.Node]*mpb.Bar{}}
	if c.live && c.color {
		pr.bars = mpb.New(mpb.WithOutput(c.err), mpb.WithWidth(64))
		pr.nodes = pr.bars.AddBar(int64(len(p.Nodes)),
			mpb.BarPriority(1<<20), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name("nodes ", decor.WCSyncSpaceR), decor.CountersNoUnit("%d/%d", decor.WCSyncSpace)),
			mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_MMSS)))
	}
	return pr
}

// event is told what happens in the build, from several goroutines.
func (p *progress) event(e compiler.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e.Kind {
	case compiler.Started:
		p.start(e)
	case compiler.Progressed:
		if bar := p.of[e.Node]; bar != nil {
			bar.SetTotal(e.Total, false)
			bar.SetCurrent(e.Done)
		}
	case compiler.Ended:
		p.end(e)
	case compiler.Notice:
		where := ""
		if e.Node != nil {
			where = e.Node.Address + ": "
		}
		fmt.Fprintf(p.lines(), "%s%s\n", where, e.Text)
	}
}

func (p *progress) start(e compiler.Event) {
	if p.bars != nil {
		p.of[e.Node] = p.bars.AddBar(0, mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name(e.Node.Address+" ", decor.WCSyncSpaceR), decor.CountersNoUnit("%d/%d", decor.WCSyncSpace)),
			mpb.AppendDecorators(decor.AverageSpeed(0, "%.0f/s ", decor.WCSyncSpace), decor.AverageETA(decor.ET_STYLE_MMSS)))
	}
}

func (p *progress) end(e compiler.Event) {
	if bar := p.of[e.Node]; bar != nil {
		bar.Abort(true)
		delete(p.of, e.Node)
	}
	if p.nodes != nil {
		p.nodes.Increment()
	}
	for _, line := range describe(e.Result) {
		fmt.Fprintln(p.lines(), line)
	}
}

// lines is where whole lines go: above the bars, if there are bars.
func (p *progress) lines() io.Writer {
	if p.bars != nil {
		return p.bars
	}
	return p.c.err
}

func (p *progress) close() {
	if p.bars != nil {
		p.nodes.Abort(true)
		p.bars.Wait()
	}
}

// describe says in a few lines what became of a node: its counts, why it ran,
// and the commonest reasons for which records are missing or were mended.
func describe(r *compiler.Result) []string {
	counts := r.Entry.Counts
	head := fmt.Sprintf("%-8s%s", r.Status, r.Node.Address)
	switch r.Status {
	case compiler.Broken:
		if errors.Is(r.Err, context.Canceled) {
			return []string{fmt.Sprintf("%-8s%s", "stopped", r.Node.Address)}
		}
		return []string{head + ": " + r.Err.Error()}
	case compiler.Blocked:
		return []string{head + ": " + r.Err.Error()}
	}
	head += fmt.Sprintf("  %s", plural(int(counts.Accepted), "record"))
	for _, part := range []struct {
		n    int64
		what string
	}{{counts.Rejected, "rejected"}, {counts.Failed, "failed"}, {counts.Skipped, "skipped"}} {
		if part.n > 0 {
			head += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	if len(r.Reasons) > 0 {
		head += "  (" + strings.Join(r.Reasons, "; ") + ")"
	}
	lines := []string{head}
	if line := funnel(r.Report); line != "" {
		lines = append(lines, line)
	}
	lines = append(lines, commonest(r.Report)...)
	return append(lines, usage(r)...)
}

// funnel says how many records passed each check of a filter.
func funnel(report executors.Report) string {
	if len(report.Funnel) == 0 {
		return ""
	}
	line := fmt.Sprintf("%10d  judged", report.Funnel[0].Reached)
	for _, step := range report.Funnel {
		line += fmt.Sprintf(" > %d %s", step.Passed, step.Check)
	}
	return line
}

// commonest lists the reasons of a report, most frequent first.
func commonest(report executors.Report) []string {
	top, more := report.Commonest(6)
	var lines []string
	for _, r := range top {
		lines = append(lines, fmt.Sprintf("%10d  %s", r.Count, r.Reason))
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("%10s and %s more", "", plural(more, "reason")))
	}
	return lines
}
