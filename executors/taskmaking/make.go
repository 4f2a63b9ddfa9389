package taskmaking

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"worldc/rng"
	"worldc/roles"
	"worldc/world"
	"worldc/world/engine"
)

// Options say which tasks are wanted.
type Options struct {
	// PerWorld is the number of tasks.
	PerWorld int

	// MinCalls and MaxCalls bound the number of golden calls of a task.
	MinCalls, MaxCalls int

	// ReadOnlyShare is the share of tasks that write nothing, in [0, 1]. It is
	// drawn for each task. Where a task of the drawn sort cannot be made, one of the
	// other sort is, unless the share is 0 or 1.
	ReadOnlyShare float64

	// Seed goes into the stories, for whoever writes them.
	Seed uint64

	// Stream opens the random stream of the world for a purpose.
	Stream func(parts ...string) *rng.Stream
}

// A Made is a task that was made.
type Made struct {
	// Task is all but Background, Goal and Known, which a writer adds.
	Task world.Task

	// Story is what the writer is told.
	Story roles.Story

	Difficulty Difficulty

	// Said is set where the person says an id that nobody has in mind, since no
	// read leads to it. Loose is set where the steps need not follow from each
	// other. Both are what is left where nothing better can be made.
	Said, Loose bool
}

// A Miss is a task that could not be made.
type Miss struct {
	// Task is the position of the task, from 0.
	Task int

	// Reason is one of the reasons of this package.
	Reason string
}

// The reasons why a task cannot be made.
const (
	// ReasonNoTools is that no tool has rows on which it could act.
	ReasonNoTools = "the world has no tool that can be used and has rows"

	// ReasonNoWriter is that a task has to write and no tool does.
	ReasonNoWriter = "the world has no tool that writes"

	// ReasonNoReader is that a task may only read and no tool does.
	ReasonNoReader = "the world has no tool that reads"

	// ReasonUnknown is that what tools need can neither be said by a person nor
	// found by reading.
	ReasonUnknown = "what the tools need can be neither known nor found"

	// ReasonShort is that the walks ended before they had calls enough.
	ReasonShort = "no walk has as many calls as are wanted"

	// ReasonFailed is that the walks led to calls that the world refuses, or that
	// change nothing.
	ReasonFailed = "the calls of every walk fail or come to nothing"

	// ReasonIdle is that the walks had calls that could be left out.
	ReasonIdle = "every walk has a call that could be left out"

	// ReasonAlike is that all tasks that can be made are like those made before.
	ReasonAlike = "every task that can be made is like another"
)

// The walks that are tried for a task; fewer where a task before was missed,
// since those that come after it rarely fare better.
const attempts, attemptsLater = 32, 8

// plans are how the attempts at a task go on when none succeeds.
var plans = []struct {
	manner manner
	other  bool // of the other sort than was drawn
}{{strict, false}, {strict, false}, {strict, true}, {frank, false}, {frank, false}, {frank, true}, {loose, false}, {loose, true}}

// Make makes o.PerWorld tasks in a world that e has loaded, with the feeds of
// its domain. Each task is either made or missed, in order.
func Make(e *engine.Engine, w *world.World, feeds []world.Feed, o Options) (made []Made, missed []Miss) {
	g := survey(e, w, feeds)
	var earlier []*walk
	for n := range o.PerWorld {
		found, reason := g.task(n, o, earlier, len(missed) > 0)
		if found == nil {
			missed = append(missed, Miss{n, reason})
			continue
		}
		earlier = append(earlier, found)
		made = append(made, found.made(o))
	}
	return made, missed
}

// task makes the n-th task, or says why there is none.
func (g *ground) task(n int, o Options, earlier []*walk, missed bool) (*walk, string) {
	if len(g.tools) == 0 {
		return nil, ReasonNoTools
	}
	ordinal := strconv.Itoa(n)
	// In 2^-32ths, so that the share is compared as an integer.
	readOnly := uint64(o.Stream("task", ordinal, "sort").Uint64()>>32) < uint64(o.ReadOnlyShare*(1<<32))
	either := o.ReadOnlyShare > 0 && o.ReadOnlyShare < 1
	switch {
	case readOnly && !g.reads && !either:
		return nil, ReasonNoReader
	case !readOnly && !g.writes && o.ReadOnlyShare == 0:
		return nil, ReasonNoWriter
	case readOnly && !g.reads, !readOnly && !g.writes:
		readOnly = !readOnly
		either = false
	}
	why := map[string]int{}
	attempts := attempts
	if missed {
		attempts = attemptsLater
	}
	for attempt := range attempts {
		// A task of the other sort, or in a worse manner, is better than none.
		m := plans[attempt*len(plans)/attempts]
		if m.other && !either {
			continue
		}
		w := &walk{ground: g, stream: o.Stream("task", ordinal, strconv.Itoa(attempt)), options: o, readOnly: readOnly != m.other, n: n, manner: m.manner}
		if reason := w.make(); reason != "" {
			why[reason]++
			continue
		}
		// At first a task has to be of tools that no other has; rather than none
		// it may be of the same tools with other rows.
		if slices.ContainsFunc(earlier, func(other *walk) bool { return w.like(other, attempt < attempts/2) }) {
			why[ReasonAlike]++
			continue
		}
		return w, ""
	}
	reason, most := ReasonUnknown, 0
	for _, r := range []string{ReasonUnknown, ReasonShort, ReasonFailed, ReasonIdle, ReasonAlike} {
		if why[r] > most {
			reason, most = r, why[r]
		}
	}
	if why[ReasonAlike] > 0 {
		reason = ReasonAlike // there are tasks, but no more
	}
	return nil, reason
}

// like reports whether two tasks are alike: they call the same tools, and
// are about the same rows or have the same wishes. Strictly, it is enough that
// the wanted things are done with the same tools.
func (w *walk) like(other *walk, strictly bool) bool {
	if strictly && slices.Equal(w.wanted(), other.wanted()) {
		return true
	}
	tools := func(w *walk) []string {
		var names []string
		for _, c := range w.calls {
			names = append(names, c.tool.Tool.Name)
		}
		slices.Sort(names)
		return names
	}
	return slices.Equal(tools(w), tools(other)) && (slices.Equal(w.rows(), other.rows()) || w.wishes() == other.wishes())
}

// wanted are the tools and wants of the steps, in order.
func (w *walk) wanted() []string {
	var list []string
	for _, s := range w.steps {
		text := string(s.Operation) + " " + s.Thing
		if s.tool != nil {
			text += " " + s.tool.Tool.Name
		}
		for _, want := range s.Wants {
			text += " " + want.Label
		}
		list = append(list, text)
	}
	return list
}

// rows are the rows that the steps are about, sorted.
func (w *walk) rows() []string {
	var list []string
	for _, s := range w.steps {
		for _, r := range s.about {
			list = append(list, r.table.Name+" "+r.key)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// wishes are the values that the person wants rows to have.
func (w *walk) wishes() string {
	var text strings.Builder
	for _, s := range w.steps {
		for _, v := range s.Values {
			text.WriteString(v.Label + "\x00" + string(v.Value) + "\x00")
		}
		for _, v := range s.Wants {
			text.WriteString(v.Label + "\x00")
		}
	}
	return text.String()
}

// made is the walk as a task and its story.
func (w *walk) made(o Options) Made {
	g := w.ground
	m := Made{
		Task: world.Task{
			ID: world.TaskID(g.world.ID, "walk", w.n), World: g.world.ID, Kind: "walk",
			Known: []world.Fact{}, Initial: w.initial, Calls: w.golden(), State: w.state, Outputs: w.outputs, Tools: g.ids,
		},
		Difficulty: w.difficulty(),
		Said:       w.saidID(),
		Loose:      w.manner == loose,
	}
	m.Story = roles.Story{Seed: o.Seed, Task: m.Task.ID, Domain: g.domain(), Clock: g.world.Clock}
	for _, s := range w.steps {
		m.Story.Steps = append(m.Story.Steps, s.Step)
	}
	m.Task.Steps, m.Task.Difficulty = m.Story.Steps, m.Difficulty.Level()
	return m
}

// saidID reports whether the person says an id that nobody has in mind.
func (w *walk) saidID() bool {
	return slices.ContainsFunc(w.steps, func(s step) bool {
		return slices.ContainsFunc(s.Target, func(d roles.Detail) bool { return slices.Contains(w.frankly, string(d.Value)) })
	})
}

// golden are the calls as records.
func (w *walk) golden() []world.Call {
	calls := make([]world.Call, len(w.calls))
	for i, c := range w.calls {
		calls[i] = world.Call{Tool: c.tool.Tool.Name, Arguments: json.RawMessage(c.arguments), Result: c.result.Value, Effect: c.result.Effect}
	}
	return calls
}

// domain is what the world is about, in words.
func (g *ground) domain() string {
	if g.world.Name != "" {
		return g.world.Name
	}
	var things []string
	for _, t := range g.tables {
		if len(things) < 3 && len(t.rows) > 0 {
			things = append(things, t.Thing)
		}
	}
	return strings.Join(things, ", ")
}
