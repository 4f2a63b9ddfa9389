package executors

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"worldc/executors/corpus"
	"worldc/executors/populating"
	"worldc/rng"
	"worldc/roles"
	"worldc/roles/toolsmith"
	"worldc/sandbox"
	"worldc/spec"
	"worldc/world"
	"worldc/world/engine"
)

// worlds makes worlds of every domain (AgentScaler §2.2, steps 1 and 5): the
// toolsmith designs tables and code, rows are drawn, and every tool is tested
// in the world; one that fails is made anew, and left out when nothing helps.
func worlds(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Worlds)
	if config.Corpus > 0 {
		return corpora(ctx, in, out, config)
	}
	domains, err := ReadAll[world.Domain](ctx, in, in.Inputs["domains"])
	if err != nil {
		return err
	}
	tools, err := linesByID(in, in.Ancestors[world.ToolType])
	if err != nil {
		return err
	}
	maker, err := newWorldMaker(in, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, maker.workers.Close()) }()
	n := len(domains) * config.PerDomain
	out.Plan(int64(n))
	made := shardedBy(ctx, in, "worlds", worldItems, n, func(i int) (madeWorld, error) {
		d, ordinal := &domains[i/config.PerDomain], i%config.PerDomain
		brief := roles.Brief{Domain: *d, Seed: in.Seed, World: world.WorldID(d.ID, ordinal)}
		for _, id := range d.Tools {
			line, ok := tools[id]
			if !ok {
				return madeWorld{}, fmt.Errorf("domain %s has the tool %s, which no pool upstream holds", d.ID, id)
			}
			var t world.Tool
			err := json.Unmarshal(line, &t)
			if err != nil {
				return madeWorld{}, err
			}
			if t, err = withoutCredentials(t); err != nil {
				return madeWorld{}, err
			}
			brief.Tools = append(brief.Tools, t)
		}
		distinguish(brief.Tools)
		return maker.make(ctx, brief, ordinal)
	})
	total := newWorldTotals()
	var eldest *world.World // of the domain's worlds
	at := 0
	for m, err := range made {
		if err != nil {
			return err
		}
		if at%config.PerDomain == 0 {
			eldest = nil
		}
		at++
		if eldest == nil {
			eldest = m.World
		} else if m.World != nil {
			total.compare(eldest, m.World)
		}
		for _, f := range m.Findings {
			out.Find(f)
		}
		total.add(&m)
		if m.World == nil {
			continue
		}
		if err := out.Write(m.World); err != nil {
			return err
		}
	}
	total.measure(out)
	return nil
}

// corpora makes worlds of documents that can be searched.
func corpora(ctx context.Context, in *Input, out *Output, config *spec.Worlds) (err error) {
	maker, err := newWorldMaker(in, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, maker.workers.Close()) }()
	out.Plan(int64(config.PerDomain))
	var rows int64
	drifted := map[string]int64{}
	for m, err := range shardedBy(ctx, in, "worlds", worldItems, config.PerDomain, func(n int) (madeWorld, error) {
		w := corpus.World(config.Corpus, n, config.Clock, rng.New(in.Seed, "worlds", "corpus", strconv.Itoa(n)))
		m := madeWorld{World: &w}
		if config.Drift == nil {
			return m, nil
		}
		m.good = map[string][]json.RawMessage{w.Tools[0].Tool.ID: corpus.Searches(&w)}
		as, err := m.drift(ctx, maker, &w, in.Seed)
		m.World = as
		return m, err
	}) {
		if err != nil {
			return err
		}
		for _, table := range m.World.Tables {
			rows += int64(len(m.World.Rows[table.Name]))
		}
		for _, f := range m.Findings {
			out.Find(f)
		}
		for kind, n := range m.Drifted { //lint:ordered into a map
			drifted[kind] += n
		}
		if err := out.Write(m.World); err != nil {
			return err
		}
	}
	out.Measure("rows", rows)
	if config.Drift != nil {
		out.Measure("drifted", drifted)
	}
	return nil
}

// worldItems is how many worlds make a shard: a world is some hundred
// kilobytes.
const worldItems = 128

// linesByID keeps the lines of all records, which take less room than the
// records.
func linesByID(in *Input, artifacts []Artifact) (map[string][]byte, error) {
	lines := map[string][]byte{}
	for line, err := range in.Lines(artifacts) {
		if err != nil {
			return nil, err
		}
		var head struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(line, &head); err != nil {
			return nil, err
		}
		lines[head.ID] = slices.Clone(line)
	}
	return lines, nil
}

// maxToolName is how long a name may be that chat models take.
const maxToolName = 64

// distinguish gives tools that have one name in common, since they come from
// several documents, a number each: agents have to tell them apart.
func distinguish(tools []world.Tool) {
	taken := map[string]bool{}
	for i := range tools {
		t := &tools[i]
		name := t.Name
		for n := 2; taken[world.WorldTool{Tool: *t}.Function()]; n++ {
			number := "_" + strconv.Itoa(n)
			t.Name = strings.ToValidUTF8(name[:min(len(name), maxToolName-len(number))], "") + number
		}
		if t.Name != name && t.Source.Name == "" {
			t.Source.Name = name
		}
		taken[world.WorldTool{Tool: *t}.Function()] = true
	}
}

// A madeWorld is what became of one world: the record, or a finding that says
// why there is none.
type madeWorld struct {
	World    *world.World    `json:"world"`
	Findings []world.Finding `json:"findings"`

	// Tools counts the tools of the domain by what became of them: the
	// operation of those that work, the reason of the others.
	Working map[world.Operation]int64 `json:"working"`
	Left    map[string]int64          `json:"left"`
	Writing int64                     `json:"writing"`
	Repairs int64                     `json:"repairs"`
	Calls   int64                     `json:"calls"`
	Rows    int64                     `json:"rows"`
	Tables  int64                     `json:"tables"`

	// Drifted counts the tools that drifted by the kind, TakenBack those that were
	// to and could not, by why.
	Drifted   map[string]int64 `json:"drifted,omitempty"`
	TakenBack map[string]int64 `json:"taken_back,omitempty"`

	// good are calls that succeeded when tools were tested, by the id of the tool,
	// where they are wanted.
	good map[string][]json.RawMessage
}

// The reasons for which there is no world.
const (
	reasonNoTool = "no tool of the domain works"
	reasonRows   = "its rows contradict each other"

	// Of a world that a model has written.
	reasonUnsound = "its tables or rows do not load"
	reasonFewRows = "rows were left out of the world"
)

// Why a tool is no part of its world.
const (
	leftRejected = "no code can be written for it"
	leftFailed   = "its tests fail"
)

// A worldMaker makes worlds: a toolsmith designs them, and what it designs is
// tested where its code may run.
type worldMaker struct {
	config *spec.Worlds
	smith  roles.Toolsmith

	// author is the model that is the toolsmith; "" for worldc itself.
	author string

	trusted bool             // code of others runs here
	workers *sandbox.Workers // where it does not

	// together is how many tools are designed again at the same time.
	together int
}

func newWorldMaker(in *Input, config *spec.Worlds) (*worldMaker, error) {
	k := &worldMaker{config: config, smith: toolsmith.New(), trusted: in.Allowed.TrustCode, workers: in.confined(), together: 1}
	m, said, err := in.played(config.Toolsmith)
	if m != nil {
		k.smith, k.author, k.together = m.Toolsmith(), said.Name, in.width()
	}
	return k, err
}

// make makes the n-th world of a domain.
func (k *worldMaker) make(ctx context.Context, brief roles.Brief, n int) (madeWorld, error) {
	m := madeWorld{Working: map[world.Operation]int64{}, Left: map[string]int64{}}
	if k.config.Drift != nil {
		m.good = map[string][]json.RawMessage{}
	}
	design, err := k.smith.Design(ctx, brief)
	if f, ok := given(err); ok {
		m.Findings = append(m.Findings, lostTo(brief.World, brief.Domain.Name, world.Failed, f))
		return m, nil
	}
	if err != nil {
		return m, err
	}
	stream := worldStream(brief.Seed, brief.World)
	populating.Mean(design.Tables)
	rows, wrong, err := k.rows(ctx, &m, brief, design, n, stream)
	if err != nil {
		return m, err
	}
	if len(wrong) > 0 {
		m.reject(brief, reasonRows, wrong[0].String())
		return m, nil
	}
	w := &world.World{
		ID: brief.World, Name: brief.Domain.Name, Domain: brief.Domain.ID, Author: k.author,
		Schema: design.Schema, Rows: rows, Tables: design.Tables, Prelude: design.Prelude,
		Policy: design.Policy, Clock: k.config.Clock,
	}
	for _, t := range design.Tables {
		m.Rows += int64(len(rows[t.Name]))
	}
	m.Tables = int64(len(design.Tables))
	err = m.settle(ctx, k, brief, design, w, stream)
	var unsound *engine.LoadError
	if k.author != "" && errors.As(err, &unsound) {
		m.reject(brief, reasonUnsound, unsound.Problems[0].String())
		return m, nil
	}
	if err != nil {
		return m, err
	}
	if len(w.Tools) == 0 {
		m.reject(brief, reasonNoTool, "")
		return m, nil
	}
	m.World = w
	if k.config.Drift != nil && k.config.Drift.Rate > 0 {
		m.World, err = m.drift(ctx, k, w, brief.Seed)
	}
	return m, err
}

// rows are drawn, or written by a toolsmith that can. Of those that are written
// the ones are left out that contradict their tables or others, and it is said
// how many.
func (k *worldMaker) rows(ctx context.Context, m *madeWorld, brief roles.Brief, design *roles.Design, n int, stream func(...string) *rng.Stream) (rows map[string][]json.RawMessage, wrong []world.Problem, err error) {
	p, writes := k.smith.(roles.Populator)
	if !writes {
		rows = populating.Fill(design.Tables, populating.Options{Rows: k.config.RowsPerTable, Clock: k.config.Clock, Stream: stream})
		return rows, populating.Check(design.Tables, rows), nil
	}
	rows, left, err := p.Rows(ctx, brief, design, k.config.Clock, k.config.RowsPerTable, n)
	if err != nil {
		return nil, nil, err
	}
	note := func(reason, detail string) {
		m.Findings = append(m.Findings, world.Finding{Subject: brief.World, Place: brief.Domain.Name, Action: world.Noted, Reason: reason, Detail: detail})
	}
	for _, why := range left {
		note(reasonFewRows, why)
	}
	for range 8 { // a row that goes may leave another without what it refers to
		if wrong = populating.Check(design.Tables, rows); len(wrong) == 0 {
			break
		}
		if !withoutRows(rows, wrong) {
			break
		}
		note(reasonFewRows, wrong[0].String())
	}
	return rows, wrong, nil
}

// withoutRows leaves out the rows that problems are about. It reports whether
// there were any.
func withoutRows(rows map[string][]json.RawMessage, wrong []world.Problem) bool {
	bad := map[string]map[int]bool{}
	for _, p := range wrong {
		table, rest, ok := strings.Cut(strings.TrimPrefix(p.Where, "rows."), "[")
		number, _, closed := strings.Cut(rest, "]")
		i, err := strconv.Atoi(number)
		if !ok || !closed || err != nil {
			continue
		}
		if bad[table] == nil {
			bad[table] = map[int]bool{}
		}
		bad[table][i] = true
	}
	for table, positions := range bad { //lint:ordered each by itself
		var kept []json.RawMessage
		for i, row := range rows[table] {
			if !positions[i] {
				kept = append(kept, row)
			}
		}
		rows[table] = kept
	}
	return len(bad) > 0
}

func (m *madeWorld) reject(brief roles.Brief, reason, detail string) {
	m.Findings = append(m.Findings, world.Finding{Subject: brief.World, Place: brief.Domain.Name, Action: world.Rejected, Reason: reason, Detail: detail})
}

// settle tests the tools of a world, has those that fail made anew, and keeps
// what works. The error is an *[engine.LoadError] where the world does not load
// without its tools.
func (m *madeWorld) settle(ctx context.Context, k *worldMaker, brief roles.Brief, design *roles.Design, w *world.World, stream func(...string) *rng.Stream) (err error) {
	ground, err := k.prove(ctx, w, brief.Seed, stream)
	if err != nil {
		return fmt.Errorf("the world that was made of domain %s (%s) does not load: %w", w.Domain, w.Name, err)
	}
	defer func() { err = errors.Join(err, ground.close()) }()
	designs := design.Tools // which Repair sees as they are now
	working := make([]bool, len(designs))
	why := make([]string, len(designs))
	for round := 0; ; round++ {
		candidate := *w // with the tools that have still to show that they work
		var position []int
		for i := range designs {
			if designs[i].Rejected == "" && !working[i] {
				position = append(position, i)
				candidate.Tools = append(candidate.Tools, worldTool(&brief.Tools[i], &designs[i]))
			}
		}
		if len(position) == 0 {
			break
		}
		failures, err := m.test(ground, &candidate, position, working)
		if err != nil {
			return err
		}
		var again []int
		for _, i := range position {
			if len(failures[i]) > 0 {
				again = append(again, i)
				why[i] = failures[i][0]
			}
		}
		if len(again) == 0 {
			break
		}
		if round >= k.config.RepairRounds {
			for _, i := range again {
				designs[i].Rejected = leftFailed
			}
			continue
		}
		m.Repairs += int64(len(again))
		repaired := make([]roles.ToolDesign, len(again))
		err = parallel(ctx, k.together, len(again), func(n int) (err error) {
			i := again[n]
			repaired[n], err = k.smith.Repair(ctx, brief, design, designs[i].Tool, failures[i])
			return err
		})
		if err != nil {
			return err
		}
		for n, i := range again {
			designs[i] = repaired[n]
		}
	}
	for i := range designs {
		d := &designs[i]
		if d.Rejected == "" {
			w.Tools = append(w.Tools, worldTool(&brief.Tools[i], d))
			m.Working[d.Does.Operation]++
			if d.Effect == world.Write {
				m.Writing++
			}
			continue
		}
		reason := leftRejected
		if why[i] != "" {
			reason = leftFailed
		}
		m.Left[reason]++
		m.Findings = append(m.Findings, world.Finding{
			Subject: brief.Tools[i].Name, Place: brief.Tools[i].Source.Document, Action: world.Noted,
			Reason: "tool left out of its world: " + reason, Detail: cmp.Or(why[i], d.Rejected),
		})
	}
	return nil
}

// test tests the tools of a world. The failures are by position in the design.
func (m *madeWorld) test(ground proving, w *world.World, position []int, working []bool) (map[int][]string, error) {
	reports, err := ground.test(w)
	var load *engine.LoadError
	if errors.As(err, &load) {
		return loadFailures(w, position, load)
	}
	if err != nil {
		return nil, err
	}
	failures := map[int][]string{}
	for j, i := range position {
		r := reports[j]
		m.Calls += int64(r.Calls)
		if working[i] = r.OK(); !working[i] {
			failures[i] = r.Failures
		} else if m.good != nil {
			m.good[w.Tools[j].Tool.ID] = r.Good
		}
	}
	return failures, nil
}

// loadFailures blames what does not load on the tools whose code it is. What
// is wrong with tables and rows is a mistake of worldc's, and ends the build.
func loadFailures(w *world.World, position []int, load *engine.LoadError) (map[int][]string, error) {
	failures := map[int][]string{}
	for _, p := range load.Problems {
		blamed := false
		for j, i := range position {
			name := "tools." + w.Tools[j].Tool.Name
			if rest, ok := strings.CutPrefix(p.Where, name); ok && (rest == "" || rest[0] == '.') {
				failures[i] = append(failures[i], p.String())
				blamed = true
			}
		}
		if !blamed {
			return nil, fmt.Errorf("the world that was made of domain %s (%s) does not load: %w", w.Domain, w.Name, load)
		}
	}
	return failures, nil
}

// worldTool is the tool as it stands in its world.
func worldTool(t *world.Tool, d *roles.ToolDesign) world.WorldTool {
	document := *t
	document.Description = d.Description
	if len(d.Returns) > 0 {
		document.Returns = d.Returns
	}
	return world.WorldTool{Tool: document, Effect: d.Effect, Does: &d.Does, Code: d.Code}
}

// worldTotals are the figures of all worlds.
type worldTotals struct {
	operations, left, drifted, takenBack          map[string]int64
	tools, working, writing, repairs, calls, rows int64
	tables                                        map[string]int64
	siblings                                      int64
	diversity, leastDiverse                       float64
}

func newWorldTotals() *worldTotals {
	return &worldTotals{operations: map[string]int64{}, left: map[string]int64{}, drifted: map[string]int64{}, takenBack: map[string]int64{}, tables: map[string]int64{}}
}

func (t *worldTotals) add(m *madeWorld) {
	for operation, n := range m.Working { //lint:ordered sums of integers
		t.operations[string(operation)] += n
		t.working += n
		t.tools += n
	}
	for reason, n := range m.Left { //lint:ordered sums of integers
		t.left[reason] += n
		t.tools += n
	}
	for kind, n := range m.Drifted { //lint:ordered sums of integers
		t.drifted[kind] += n
	}
	for why, n := range m.TakenBack { //lint:ordered sums of integers
		t.takenBack[why] += n
	}
	t.writing += m.Writing
	t.repairs += m.Repairs
	t.calls += m.Calls
	t.rows += m.Rows
	if m.World == nil {
		return
	}
	t.tables[bucket([]int64{1, 2, 3, 4, 6, 9, 13}, m.Tables)]++
}

// compare measures how much a world differs from the first of its domain, in
// millionths, so that their sum is exact.
func (t *worldTotals) compare(a, b *world.World) {
	d := math.Round(populating.Diversity(a.Rows, b.Rows) * 1e6)
	if t.siblings == 0 || d < t.leastDiverse {
		t.leastDiverse = d
	}
	t.siblings++
	t.diversity += d
}

func (t *worldTotals) measure(out *Output) {
	if t.siblings > 0 {
		out.Measure("sibling_diversity_mean", math.Round(t.diversity/float64(t.siblings))/1e6)
		out.Measure("sibling_diversity_least", t.leastDiverse/1e6)
	}
	out.Measure("tools", t.tools)
	out.Measure("tools_executable", t.working)
	out.Measure("tools_left_out", t.left)
	out.Measure("tools_that_write", t.writing)
	out.Measure("operations", t.operations)
	out.Measure("tables_per_world", t.tables)
	out.Measure("rows", t.rows)
	out.Measure("self_test_calls", t.calls)
	out.Measure("repairs", t.repairs)
	if len(t.drifted)+len(t.takenBack) > 0 {
		out.Measure("drifted", t.drifted)
		out.Measure("drift_taken_back", t.takenBack)
	}
}
