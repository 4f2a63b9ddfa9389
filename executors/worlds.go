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

	"worldc/executors/populating"
	"worldc/executors/selftest"
	"worldc/rng"
	"worldc/roles"
	"worldc/roles/toolsmith"
	"worldc/spec"
	"worldc/world"
	"worldc/world/engine"
)

// worlds makes worlds of every domain (AgentScaler §2.2, steps 1 and 5): the
// toolsmith designs tables and code, rows are drawn, and every tool is tested
// in the world; one that fails is made anew, and left out when nothing helps.
func worlds(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Worlds)
	domains, err := ReadAll[world.Domain](ctx, in, in.Inputs["domains"])
	if err != nil {
		return err
	}
	tools, err := linesByID(in, in.Ancestors[world.ToolType])
	if err != nil {
		return err
	}
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
		return makeWorld(ctx, brief, config)
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
}

// The reasons for which there is no world.
const (
	reasonNoTool = "no tool of the domain works"
	reasonRows   = "its rows contradict each other"
)

// Why a tool is no part of its world.
const (
	leftRejected = "no code can be written for it"
	leftFailed   = "its tests fail"
)

// makeWorld makes one world.
func makeWorld(ctx context.Context, brief roles.Brief, config *spec.Worlds) (madeWorld, error) {
	m := madeWorld{Working: map[world.Operation]int64{}, Left: map[string]int64{}}
	smith := toolsmith.New()
	design, err := smith.Design(ctx, brief)
	if err != nil {
		return m, err
	}
	stream := func(purpose ...string) *rng.Stream {
		return rng.New(brief.Seed, append([]string{"worlds", brief.World}, purpose...)...)
	}
	populating.Mean(design.Tables)
	rows := populating.Fill(design.Tables, populating.Options{Rows: config.RowsPerTable, Clock: config.Clock, Stream: stream})
	if wrong := populating.Check(design.Tables, rows); len(wrong) > 0 {
		m.reject(brief, reasonRows, wrong[0].String())
		return m, nil
	}
	w := &world.World{
		ID: brief.World, Name: brief.Domain.Name, Domain: brief.Domain.ID,
		Schema: design.Schema, Rows: rows, Tables: design.Tables, Prelude: design.Prelude,
		Policy: design.Policy, Clock: config.Clock,
	}
	for _, t := range design.Tables {
		m.Rows += int64(len(rows[t.Name]))
	}
	m.Tables = int64(len(design.Tables))
	if err := m.settle(ctx, smith, brief, design, w, config.RepairRounds, stream); err != nil {
		return m, err
	}
	if len(w.Tools) == 0 {
		m.reject(brief, reasonNoTool, "")
		return m, nil
	}
	m.World = w
	return m, nil
}

func (m *madeWorld) reject(brief roles.Brief, reason, detail string) {
	m.Findings = append(m.Findings, world.Finding{Subject: brief.World, Place: brief.Domain.Name, Action: world.Rejected, Reason: reason, Detail: detail})
}

// settle tests the tools of a world, has those that fail made anew, and keeps
// what works.
func (m *madeWorld) settle(ctx context.Context, smith roles.Toolsmith, brief roles.Brief, design *roles.Design, w *world.World, rounds int, stream func(...string) *rng.Stream) (err error) {
	read, err := selftest.ReadRows(w)
	if err != nil {
		return err
	}
	bare, err := engine.Load(w, engine.DefaultLimits()) // which has no tools yet
	if err != nil {
		return fmt.Errorf("the world that was made of domain %s (%s) does not load: %w", w.Domain, w.Name, err)
	}
	defer func() { err = errors.Join(err, bare.Close()) }()
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
		failures, err := m.test(bare, &candidate, position, working, read, stream)
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
		for _, i := range again {
			if round >= rounds {
				designs[i].Rejected = leftFailed
				continue
			}
			m.Repairs++
			if designs[i], err = smith.Repair(ctx, brief, design, designs[i].Tool, failures[i]); err != nil {
				return err
			}
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

// test gives the loaded world the tools that are to be tested, and tests them.
// The failures are by position in the design.
func (m *madeWorld) test(bare *engine.Engine, w *world.World, position []int, working []bool, rows *selftest.Rows, stream func(...string) *rng.Stream) (map[int][]string, error) {
	failures := map[int][]string{}
	e, err := bare.Retool(w.Tools)
	var load *engine.LoadError
	if errors.As(err, &load) {
		return loadFailures(w, position, load)
	}
	if err != nil {
		return nil, err
	}
	for j, i := range position {
		t := &w.Tools[j]
		r := selftest.Run(e, w, t, rows, stream("self-test", t.Tool.ID))
		m.Calls += int64(r.Calls)
		if working[i] = r.OK(); !working[i] {
			failures[i] = r.Failures
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
	return world.WorldTool{Tool: document, Effect: d.Effect, Does: &d.Does, Code: d.Code}
}

// worldTotals are the figures of all worlds.
type worldTotals struct {
	operations, left                              map[string]int64
	tools, working, writing, repairs, calls, rows int64
	tables                                        map[string]int64
	siblings                                      int64
	diversity, leastDiverse                       float64
}

func newWorldTotals() *worldTotals {
	return &worldTotals{operations: map[string]int64{}, left: map[string]int64{}, tables: map[string]int64{}}
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
}
