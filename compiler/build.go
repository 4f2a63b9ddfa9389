// Package compiler turns a Spec into a Plan, and a Plan into a Build: it draws
// the graph of nodes, computes keys, decides what is in the store and what has
// to be made, says why, and publishes datasets. It knows what an executor
// declares about itself and none of its insides.
//
// A Plan depends on the spec and its files alone; a Build does what the plan
// says and decides nothing again.
package compiler

import (
	"container/heap"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync"

	"worldc/artifact"
	"worldc/executors"
	"worldc/world"
)

// Options are how to build: none of them changes a byte of what is made,
// except Preview, which makes something else.
type Options struct {
	Store *artifact.Store

	// Output is the directory below which datasets are written.
	Output string

	// Jobs is how many nodes run at once, and how many goroutines each may
	// use for its records.
	Jobs int

	// Targets are the nodes to build, with all they depend on; none is all.
	Targets []*Node

	// Verify runs every node again and compares what it makes.
	Verify bool

	// Preview makes at most this many records per node, under keys of its
	// own; 0 is the real build.
	Preview int64

	// Sample makes so many model calls in each node that asks models, and what
	// these read: records enough for that, under keys of their own. What comes
	// before any model call is built in full. 0 is the real build.
	Sample int64

	// Models are the served models of the plan; nil where there are none.
	Models *Models

	Allowed executors.Permissions

	// Events is told what happens, from several goroutines.
	Events func(Event)
}

// An Event is something a user who watches a build wants to know.
type Event struct {
	Node *Node
	Kind EventKind

	// Done and Total are how far a running node is, in what it counts.
	Done, Total int64

	// Result is set when the node has ended, Text says what a Notice says.
	Result *Result
	Text   string
}

// EventKind tells events apart.
type EventKind int

// The events of a node, in order; a Notice may come at any time.
const (
	Started EventKind = iota
	Progressed
	Ended
	Notice
)

// A Result is what became of a node.
type Result struct {
	Node    *Node
	Status  Status
	Reasons []string
	Key     artifact.Key
	Entry   artifact.Entry
	Report  executors.Report
	Err     error

	// Dataset is the directory of a dataset node, Written whether this build
	// had to write it.
	Dataset string
	Written bool
}

// A Build is what became of a plan.
type Build struct {
	Plan    *Plan
	Results []*Result // of the nodes that were asked for, in the plan's order
	Preview int64
	Allowed executors.Permissions
}

// Records is how many of the lines of a node's artifact are its records: all of
// them, but behind the rows of a dataset stands their lineage.
func (n *Node) Records(e artifact.Entry) int64 {
	if n.Block.Kind == "dataset" {
		return e.Counts.Accepted
	}
	return e.Info.Records
}

// Failed reports whether a node failed, and so others were blocked.
func (b *Build) Failed() bool {
	for _, r := range b.Results {
		if r.Status == Broken || r.Status == Blocked {
			return true
		}
	}
	return false
}

// Result returns what became of a node.
func (b *Build) Result(n *Node) *Result {
	for _, r := range b.Results {
		if r.Node == n {
			return r
		}
	}
	return nil
}

// builder is a build under way.
type builder struct {
	plan    *Plan
	options Options
	last    map[string]artifact.Key
	tasks   map[*Node]*task

	confined *executors.Confined // shared by the nodes
}

// task is one node of a build under way. result is written by the node's own
// goroutine, and read by those of the nodes below, which start when it has ended.
type task struct {
	result  *Result
	healing sync.Mutex // held while its damaged artifact is made again
}

// Build makes what the plan asks for and the store does not have. A node whose
// inputs are made runs at once, up to Jobs of them; one that fails blocks those
// below it and no others. The results are in the plan's order whatever the
// order of the work.
func (p *Plan) Build(ctx context.Context, options Options) *Build {
	targets := options.Targets
	if len(targets) == 0 {
		targets = p.Nodes
	}
	nodes := p.Upstream(targets)
	b := &builder{
		plan: p, options: options,
		last:  options.Store.Recall(p.identity()),
		tasks: map[*Node]*task{}, confined: executors.NewConfined(),
	}
	defer func() {
		if err := b.confined.Close(); err != nil {
			b.notice(nil, err.Error())
		}
	}()
	for _, n := range nodes {
		b.tasks[n] = &task{result: &Result{Node: n}}
		if executors.BringsCode(n.Block, options.Allowed) && !b.wasMade(n) {
			b.confined.Prepare() // which takes longer than getting there
		}
	}
	b.schedule(ctx, nodes)

	build := &Build{Plan: p, Preview: options.Preview, Allowed: options.Allowed}
	for _, n := range nodes {
		build.Results = append(build.Results, b.tasks[n].result)
	}
	if options.Preview == 0 && options.Sample == 0 {
		b.remember(nodes)
	}
	return build
}

// wasMade reports whether what the last build made of a node is there, and so will
// probably do.
func (b *builder) wasMade(n *Node) bool {
	key, known := b.last[n.Address]
	if !known {
		return false
	}
	_, made := b.options.Store.Lookup(key)
	return made
}

// remember notes the keys of this build, from which the next one tells why a
// node runs. Nodes that were not asked for keep what was known of them.
func (b *builder) remember(nodes []*Node) {
	keys := map[string]artifact.Key{}
	for _, n := range b.plan.Nodes {
		if key, ok := b.last[n.Address]; ok {
			keys[n.Address] = key
		}
	}
	changed := len(keys) != len(b.last)
	for _, n := range nodes {
		if r := b.tasks[n].result; r.Status == Hit || r.Status == Ran {
			changed = changed || keys[n.Address] != r.Key
			keys[n.Address] = r.Key
		}
	}
	if !changed {
		return
	}
	if err := b.options.Store.Remember(b.plan.identity(), keys); err != nil {
		b.notice(nil, fmt.Sprintf("the reasons of the next build will be incomplete: %v", err))
	}
}

// schedule runs the nodes: each as soon as those upstream have ended, at most
// Jobs at once, and where there is a choice the one that stands first in the
// source.
func (b *builder) schedule(ctx context.Context, nodes []*Node) {
	waiting := map[*Node]int{}
	readers := map[*Node][]*Node{}
	ready := &nodeHeap{}
	for _, n := range nodes {
		for _, up := range n.upstream() {
			waiting[n]++
			readers[up] = append(readers[up], n)
		}
		if waiting[n] == 0 {
			heap.Push(ready, n)
		}
	}
	ended := make(chan *Node)
	for running := 0; ready.Len() > 0 || running > 0; {
		for ; ready.Len() > 0 && running < max(1, b.options.Jobs); running++ {
			n := heap.Pop(ready).(*Node)
			go func() {
				b.run(ctx, n)
				ended <- n
			}()
		}
		n := <-ended
		running--
		for _, r := range readers[n] {
			if waiting[r]--; waiting[r] == 0 {
				heap.Push(ready, r)
			}
		}
	}
}

// run brings one node, whose inputs have ended, to its end.
func (b *builder) run(ctx context.Context, n *Node) {
	r := b.tasks[n].result
	defer func() { b.event(Event{Node: n, Kind: Ended, Result: r}) }()
	for _, up := range n.upstream() {
		if s := b.tasks[up].result.Status; s != Hit && s != Ran {
			r.Status, r.Err = Blocked, fmt.Errorf("%s did not come to its end", up.Address)
			return
		}
	}
	b.make(ctx, n, r)
}

// make decides between the store and the executor, and verifies if asked to.
func (b *builder) make(ctx context.Context, n *Node, r *Result) {
	var slice artifact.Field
	if records, label := b.slice(n); records > 0 {
		slice = artifact.Field{Label: label, Value: strconv.FormatInt(records, 10)}
	}
	fields := n.keyFields(b.plan.Spec.Experiment.Seed, slice, func(up *Node) artifact.Digest {
		return b.tasks[up].result.Entry.Info.Digest
	})
	r.Key = artifact.NewKey(fields)
	entry, hit := b.options.Store.Lookup(r.Key)
	var why string
	if hit {
		if why = b.options.Models.disagrees(b.options.Store, n, entry); why != "" {
			hit = false
		}
	}
	if hit {
		r.Status, r.Entry = Hit, entry
		if err := b.readReport(r); err != nil {
			b.notice(n, fmt.Sprintf("%v; it is made again", err))
			hit = false
			// What is damaged must not stand in for what is written next.
			if err := b.options.Store.Forget(entry.Report); err != nil {
				b.notice(n, err.Error())
			}
		}
	}
	if !hit {
		if r.Reasons = []string{why}; why == "" {
			r.Reasons = b.plan.why(b.options.Store, b.last, n, fields)
		}
		b.event(Event{Node: n, Kind: Started, Result: r})
		r.Status, r.Err = Ran, b.execute(ctx, n, r, fields)
	}
	if r.Err == nil && b.options.Verify {
		r.Err = b.verify(ctx, n, r)
	}
	if r.Err == nil && n.Block.Kind == "dataset" {
		r.Err = b.publishHealing(ctx, n, r)
	}
	if r.Err != nil {
		r.Status = Broken
	}
}

func (b *builder) readReport(r *Result) error {
	raw, err := b.options.Store.Report(r.Entry)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, &r.Report)
}

// execute makes a node's artifact and commits it. Only one process makes a key
// at a time; the second finds it made.
func (b *builder) execute(ctx context.Context, n *Node, r *Result, fields []artifact.Field) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	unlock, err := b.options.Store.Lock(ctx, r.Key)
	if err != nil {
		return err
	}
	defer unlock()
	if entry, ok := b.options.Store.Lookup(r.Key); ok && b.options.Models.disagrees(b.options.Store, n, entry) == "" {
		r.Entry = entry
		if b.readReport(r) == nil {
			return nil
		}
	}
	if err := b.commit(ctx, n, r, fields); err != nil {
		return err
	}
	return b.options.Store.Shards(r.Key).Remove()
}

// commit produces a node's artifact and writes its entry. An object of the same
// content that another node shares may be found damaged, and be removed, between
// the two: then it is produced again.
func (b *builder) commit(ctx context.Context, n *Node, r *Result, fields []artifact.Field) error {
	for attempt := 0; ; attempt++ {
		p, err := b.produce(ctx, n, r.Key)
		if err != nil {
			return err
		}
		r.Report = p.report
		r.Entry = artifact.Entry{Key: r.Key, Fields: fields, Type: string(n.Emits), Info: p.info, Calls: p.calls, Counts: p.report.Counts}
		raw, err := artifact.Marshal(p.report)
		if err != nil {
			return err
		}
		err = b.options.Store.Commit(r.Entry, raw)
		var damaged *artifact.DamagedError
		if !errors.As(err, &damaged) || attempt == mostHealings {
			return err
		}
	}
}

// mostHealings bounds how often one step is tried again after damage: a disk
// that damages what was just written will not be better the next time.
const mostHealings = 3

// A product is what an executor made: its records, what it says of them, and the
// list of the model calls that they depend on.
type product struct {
	info   artifact.Info
	report executors.Report
	calls  artifact.Info
}

// produce runs the executor into a new object. If an artifact that it reads
// turns out to be damaged, that one is made again and the executor starts
// over, once for every input.
func (b *builder) produce(ctx context.Context, n *Node, key artifact.Key) (product, error) {
	for attempt := 0; ; attempt++ {
		p, err := b.produceOnce(ctx, n, key)
		var damaged *artifact.DamagedError
		if err == nil || !errors.As(err, &damaged) || attempt >= len(n.upstream())+mostHealings {
			return p, err
		}
		if healErr := b.heal(ctx, n.upstream(), damaged); healErr != nil {
			return p, healErr
		}
	}
}

func (b *builder) produceOnce(ctx context.Context, n *Node, key artifact.Key) (p product, err error) {
	w, err := b.options.Store.Create()
	if err != nil {
		return p, err
	}
	defer w.Discard()
	limit, _ := b.slice(n)
	out := executors.NewOutput(w, n.Emits, limit)
	in := b.input(n, key)
	asking := b.options.Models.ask(n)
	in.Askers = asking.askers()
	if b.options.Sample > 0 && len(in.Askers) > 0 {
		in.AtOnce = 1 // so that some records come to their end
		asking.sample(b.options.Sample, out.Accepted)
	}
	err = runExecutor(ctx, n, in, out)
	cut := errors.Is(err, executors.ErrEnough)
	if err != nil && !cut {
		return p, err
	}
	if p.report, err = out.Report(cut); err != nil {
		return p, err
	}
	p.report.Models = asking.usage()
	if p.calls, err = asking.commit(b.options.Store); err != nil {
		return p, err
	}
	p.info, err = w.Finish()
	return p, err
}

// slice is how many records of a node are made, 0 for all, and what says so in
// its Key.
func (b *builder) slice(n *Node) (records int64, label string) {
	switch {
	case b.options.Preview > 0:
		return b.options.Preview, "preview"
	case b.options.Sample > 0 && n.asks():
		return b.options.Sample, "sample"
	}
	return 0, ""
}

// runExecutor turns a panic of an executor into an error of its node that
// carries the stack, so that other nodes commit what they have.
func runExecutor(ctx context.Context, n *Node, in *executors.Input, out *executors.Output) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this is a bug in worldc: %v\n%s", p, debug.Stack())
		}
	}()
	return n.Executor.Run(ctx, in, out)
}

func (b *builder) input(n *Node, key artifact.Key) *executors.Input {
	limit, _ := b.slice(n)
	in := &executors.Input{
		Block: n.Block, Seed: b.plan.Spec.Experiment.Seed, Key: key,
		Inputs: map[string][]executors.Artifact{}, Ancestors: map[world.Type][]executors.Artifact{},
		Files: n.Files, Store: b.options.Store, Workers: max(1, b.options.Jobs), Allowed: b.options.Allowed,
		AtOnce: int(limit), Confined: b.confined,
		Progress: func(done, total int64) {
			b.event(Event{Node: n, Kind: Progressed, Done: done, Total: total})
		},
	}
	for _, up := range n.Inputs {
		in.Inputs[up.Attribute] = append(in.Inputs[up.Attribute], b.made(up.Node))
	}
	for _, a := range n.Ancestors {
		in.Ancestors[a.Type] = append(in.Ancestors[a.Type], b.made(a.Node))
	}
	return in
}

func (b *builder) made(n *Node) executors.Artifact {
	return executors.Artifact{Type: n.Emits, Info: b.tasks[n].result.Entry.Info}
}

// heal makes a damaged artifact again that one of the nodes is to have made.
// What comes out must be what was there: the nodes below have it in their Keys.
func (b *builder) heal(ctx context.Context, nodes []*Node, damaged *artifact.DamagedError) error {
	for _, n := range nodes {
		t := b.tasks[n]
		if t.result.Entry.Info.Digest != damaged.Digest {
			continue
		}
		t.healing.Lock()
		defer t.healing.Unlock()
		if b.intact(t.result.Entry.Info) {
			return nil // another reader of it was faster
		}
		b.notice(n, fmt.Sprintf("%v; it is made again", damaged))
		if err := b.options.Store.Forget(t.result.Entry.Info); err != nil {
			return err
		}
		p, err := b.produce(ctx, n, t.result.Key)
		if err != nil {
			return err
		}
		if info := p.info; info.Digest != damaged.Digest {
			return fmt.Errorf("%s is not reproducible: made again, its digest is %s and not %s", n.Address, info.Digest, damaged.Digest)
		}
		return nil
	}
	return damaged
}

// intact reads an artifact to its end to see whether it can be read.
func (b *builder) intact(info artifact.Info) bool {
	for _, err := range b.options.Store.Lines(info) {
		if err != nil {
			return false
		}
	}
	return true
}

// publishHealing publishes a dataset, and makes the artifacts again that turn
// out to be damaged on the way.
func (b *builder) publishHealing(ctx context.Context, n *Node, r *Result) error {
	sources := append(n.upstream(), n)
	for attempt := 0; ; attempt++ {
		err := b.publish(ctx, n, r)
		var damaged *artifact.DamagedError
		if !errors.As(err, &damaged) || attempt >= len(sources)+mostHealings {
			return err
		}
		if healErr := b.heal(ctx, sources, damaged); healErr != nil {
			return healErr
		}
	}
}

func (b *builder) event(e Event) {
	if b.options.Events != nil {
		b.options.Events(e)
	}
}

func (b *builder) notice(n *Node, text string) { b.event(Event{Node: n, Kind: Notice, Text: text}) }
