package executors

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"worldc/executors/drifting"
	"worldc/executors/judging"
	"worldc/executors/refining"
	"worldc/rng"
	"worldc/roles"
	"worldc/roles/advice"
	"worldc/roles/optimizer"
	"worldc/spec"
	"worldc/world"
)

// mcts refines action knowledge: a search over versions of it, each of which is
// tried by rolling out scenarios (SynWorld §3.3). Records are the versions that
// were tried, in the order in which they were made.
func mcts(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Mcts)
	worlds, err := openShelf(in, in.Ancestors[world.WorldType])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, worlds.close()) }()
	k, err := newTrying(ctx, in, config, worlds)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.runners.close()) }()

	scenarios, err := k.read(ctx, out, "scenarios", config.Limit)
	if err != nil {
		return err
	}
	watched, err := k.read(ctx, out, "watch", 0)
	if err != nil {
		return err
	}
	if len(scenarios) == 0 {
		if out.preview() {
			return nil
		}
		return errors.New("there are no scenarios by which knowledge could be tried: the blocks that scenarios refers to emit none whose golden calls hold")
	}
	p := refining.Problem{
		Seed: in.Seed, Name: searchOf(in, scenarios[0]), ToolOf: k.toolOf, Watched: watched, Try: k.try, Call: k.call, Each: k.each, Threads: min(config.Parallel, in.width()),
		Lost: func(subject, place string, err error) (world.Finding, bool) {
			f, ok := given(err)
			if !ok {
				return world.Finding{}, false
			}
			return lostTo(subject, place, world.Noted, f), true
		},
	}
	p.Scenarios, p.HeldOut = divided(scenarios, config.HeldOut, in.Seed)
	if p.Tools, p.Gold, err = k.survey(scenarios); err != nil {
		return err
	}
	if p.Optimizer, err = optimizerOf(in, config); err != nil {
		return err
	}
	total := int64(config.Iterations)
	if in.Progress != nil {
		p.Progress = func(tried int) { in.Progress(int64(tried), total) }
	}
	prune, margin, _ := config.Pruning()
	result, err := refining.Refine(ctx, p, refining.Options{
		Strategy: config.Strategy, Width: config.Width, Depth: config.Depth, Iterations: config.Iterations, Exploration: config.Exploration,
		Parallel: config.Parallel, Prune: prune, Margin: margin, Patience: config.Patience,
		Descriptions: config.Rewrites(spec.OptimizeDescriptions), Workflow: config.Rewrites(spec.OptimizeWorkflow), Original: config.DescriptionBase == "original",
		Candidates: config.Candidates, Samples: config.Samples, WorkflowSamples: config.WorkflowSamples, Curve: config.Curve, MaxDescription: config.MaxDescription, MaxWorkflow: config.MaxWorkflow,
	})
	if err != nil {
		return err
	}
	out.Plan(int64(max(result.Made, config.Iterations)))
	for _, f := range slices.Concat(k.lost(), result.Findings) {
		out.Find(f)
	}
	if !slices.ContainsFunc(result.Nodes, func(n refining.Node) bool { return n.Score > 0 }) {
		out.Find(world.Finding{
			Subject: "agent", Action: world.Noted, Reason: "the agent succeeds in no scenario, whatever it is told", Detail: fmt.Sprintf("%d versions were tried on %d scenarios, and no score tells them apart", len(result.Nodes), len(p.Scenarios)),
		})
	}
	out.Skip(int64(config.Iterations-result.Made), "the search has ended: "+result.End)
	k.measure(out, &p, result)
	for i := range result.Nodes {
		if err := out.Write(knowledgeOf(result, i)); err != nil {
			return err
		}
	}
	return nil
}

// searchOf names a search, by where it begins and by all that its block says but for
// how long it goes on and what it reports: longer it is the same search.
func searchOf(in *Input, first *world.Task) string {
	parts := []string{first.ID}
	for _, f := range in.Block.Fields() {
		if f.Label != "iterations" && f.Label != "curve" {
			parts = append(parts, f.Label, f.Value)
		}
	}
	return world.ID(world.KnowledgeType, parts...)
}

// knowledgeOf is a version as a record.
func knowledgeOf(result *refining.Result, i int) *world.Knowledge {
	n := &result.Nodes[i]
	return &world.Knowledge{
		ID: n.ID, Round: n.Number, Parent: n.ParentID, Descriptions: n.Descriptions, Workflow: n.Workflow,
		Score: n.Score, HeldOutScore: n.HeldOut, WatchedScore: n.Watched, Visits: n.Visits, Total: n.Total, Terminal: n.Terminal,
		Modification: n.Modification, Why: n.Why, Chosen: i == result.Chosen,
	}
}

// divided divides scenarios into those of the search and those that are held out: a
// share of them, or a number. At least one is left to search by.
func divided(scenarios []*world.Task, heldOut float64, seed uint64) (search, held []*world.Task) {
	n := int(heldOut)
	if heldOut < 1 {
		n = int(math.Round(float64(float64(len(scenarios)) * heldOut)))
	}
	n = min(n, len(scenarios)-1)
	type drawn struct {
		at   int
		draw uint64
	}
	order := make([]drawn, len(scenarios))
	for i, s := range scenarios {
		order[i] = drawn{i, rng.New(seed, "mcts", s.ID, "held_out").Uint64()}
	}
	slices.SortFunc(order, func(a, b drawn) int { return cmp.Or(cmp.Compare(a.draw, b.draw), cmp.Compare(a.at, b.at)) })
	out := map[int]bool{}
	for _, d := range order[:n] {
		out[d.at] = true
	}
	for i, s := range scenarios {
		if out[i] {
			held = append(held, s)
		} else {
			search = append(search, s)
		}
	}
	return search, held
}

// optimizerOf is who rewrites.
func optimizerOf(in *Input, config *spec.Mcts) (roles.Optimizer, error) {
	m, _, err := in.played(config.Optimizer)
	if err != nil {
		return nil, err
	}
	if m != nil {
		return m.Optimizer(), nil
	}
	var o optimizer.Options
	for _, kind := range config.Withhold {
		o.Withheld = append(o.Withheld, adviceOn(kind))
	}
	return optimizer.New(o), nil
}

// adviceOn is the kind of advice that a kind of drift calls for.
func adviceOn(drift string) advice.Kind {
	switch drift {
	case world.DriftRequired:
		return advice.Pass
	case world.DriftFormat:
		return advice.Format
	case world.DriftUnit:
		return advice.Unit
	case world.DriftEnum:
		return advice.Choice
	case world.DriftRename:
		return advice.Rename
	case world.DriftOrder:
		return advice.First
	case world.DriftCase:
		return advice.Case
	}
	panic("executors: nobody knows the drift " + drift)
}

// trying rolls scenarios out under versions of the knowledge.
type trying struct {
	*rollout
	ctx     context.Context
	in      *Input
	runners *worldRunners
	judge   judging.Policy

	mu       sync.Mutex
	tools    map[[2]string]string // ids by world and name
	findings map[string]world.Finding
}

func newTrying(ctx context.Context, in *Input, config *spec.Mcts, worlds shelf) (*trying, error) {
	r, err := newRollout(in, &spec.Rollouts{Agent: config.Agent, User: config.User, MaxTurns: config.MaxTurns, Trials: 1})
	if err != nil {
		return nil, err
	}
	k := &trying{
		rollout: r, ctx: ctx, in: in, runners: newRunners(ctx, in, worlds), judge: judging.Policy{judging.StateAlignment(), judging.RequiredOutputs()},
		tools: map[[2]string]string{}, findings: map[string]world.Finding{},
	}
	k.runners.keep = mostTried
	k.runners.study = func(w *world.World) any {
		bare := *w
		bare.Rows = nil // which are in the engine, and most of a world
		return &bare
	}
	return k, nil
}

// mostTried is how many worlds stay loaded while versions are tried in them, again
// and again.
const mostTried = 64

// each calls f for 0 to n-1, as many at a time as workers or models are there for.
func (k *trying) each(ctx context.Context, n int, f func(i int) error) error {
	return parallel(ctx, k.in.width(), n, f)
}

// read reads the tasks of an attribute, at most so many if limit is not 0, and
// leaves those out whose golden calls do not hold.
func (k *trying) read(ctx context.Context, out *Output, attribute string, limit int) ([]*world.Task, error) {
	var all []*world.Task
	for t, err := range Records[*world.Task](k.in, k.in.Inputs[attribute]) {
		if err != nil {
			return nil, err
		}
		if all = append(all, t); len(all) == limit {
			break
		}
	}
	problems := make([]*judging.Rejection, len(all))
	err := parallel(ctx, k.in.Workers, len(all), func(i int) error {
		err := k.runners.with(all[i].World, func(run runner) (err error) {
			problems[i], err = holds(run, all[i])
			return err
		})
		return at("task "+all[i].ID, err)
	})
	var good []*world.Task
	for i, t := range all {
		if problems[i] == nil {
			good = append(good, t)
		} else {
			out.Find(world.Finding{Subject: t.ID, Action: world.Noted, Reason: problems[i].Reason, Detail: problems[i].Detail})
		}
	}
	return good, err
}

// survey collects the tools of the scenarios' worlds, in their order, and what no
// text may tell.
func (k *trying) survey(scenarios []*world.Task) (tools []world.Tool, gold *refining.Gold, err error) {
	var worlds []*world.World
	known := map[string]bool{}
	for _, s := range scenarios {
		if known[s.World] {
			continue
		}
		known[s.World] = true
		err := k.runners.withStudied(s.World, func(_ runner, about any) error {
			worlds = append(worlds, about.(*world.World))
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	for _, w := range worlds {
		for i := range w.Tools {
			t := &w.Tools[i].Tool
			k.tools[[2]string{w.ID, t.Name}] = t.ID
			if !known[t.ID] {
				known[t.ID] = true
				tools = append(tools, *t)
			}
		}
	}
	return tools, refining.NewGold(scenarios, worlds), nil
}

// toolOf is the id of the tool of a name.
func (k *trying) toolOf(world, name string) string { return k.tools[[2]string{world, name}] }

// try rolls scenarios out under a version.
func (k *trying) try(ctx context.Context, v *refining.Version, scenarios []*world.Task) ([]refining.Trial, error) {
	knowledge := &world.Knowledge{Descriptions: v.Descriptions, Workflow: v.Workflow}
	type entered struct {
		once  sync.Once
		about studied
	}
	places := map[string]*entered{}
	for _, s := range scenarios {
		if places[s.World] == nil {
			places[s.World] = &entered{}
		}
	}
	trials := make([]refining.Trial, len(scenarios))
	err := k.each(ctx, len(scenarios), func(i int) error {
		s := scenarios[i]
		err := k.runners.withStudied(s.World, func(run runner, about any) error {
			p := places[s.World]
			p.once.Do(func() {
				w := about.(*world.World)
				p.about = studied{k.agent.Enter(knowledge.Told(w)), w.Clock, w.Tools, drifting.Misled(w)}
			})
			t, lost, err := k.talk(ctx, run, p.about, p.about.place.Take(s), s, 0, nil, nil)
			if err != nil {
				return err
			}
			if lost != nil {
				k.lose(*lost)
			}
			if trials[i].Trajectory = t; t != nil {
				trials[i].Score = k.score(s, t)
			}
			return nil
		})
		return at("task "+s.ID, err)
	})
	return trials, err
}

// score is what a talk was worth: 1 where it was finished, the world is in the golden
// state and what was asked for was told, else 0. Of a question it is the F1 of the
// tokens of the answer (papers of HotpotQA; SynWorld §4.1).
func (k *trying) score(s *world.Task, t *world.Trajectory) float64 {
	if t.Outcome != world.Done {
		return 0
	}
	if s.Kind == world.MultiHop {
		common, all := judging.AnswerF1(judging.AnswerOf(t), s.Outputs[0])
		return float64(common) / float64(all)
	}
	if v, _ := k.judge.Judge(&judging.Case{Task: s, Trajectory: t}); !v.Accepted {
		return 0
	}
	return 1
}

// lose takes up what was lost to a model. One talk is had by several versions, and
// is told once.
func (k *trying) lose(f world.Finding) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f.Action = world.Noted
	k.findings[f.Subject+"\x00"+f.Reason+"\x00"+f.Detail] = f
}

// lost is what was lost, in the order of ids.
func (k *trying) lost() []world.Finding {
	keys := make([]string, 0, len(k.findings))
	for key := range k.findings { //lint:ordered sorted below
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var list []world.Finding
	for _, key := range keys {
		list = append(list, k.findings[key])
	}
	return list
}

// call makes one call where a scenario begins, and records it as a talk.
func (k *trying) call(ctx context.Context, s *world.Task, c world.Call) (t *world.Trajectory, err error) {
	err = k.runners.with(s.World, func(run runner) (err error) {
		stage, err := run.Start(s.Initial)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stage.Close()) }()
		r, err := stage.Call(c.Tool, c.Arguments)
		if err != nil {
			return err
		}
		answer := world.Turn{Role: world.ToolRole, Kind: "result", CallID: c.ID, Content: string(r.Value)}
		if !r.OK() {
			answer.Kind, answer.Content = "error", "Error: "+r.Error
		}
		t = &world.Trajectory{
			ID: world.TrajectoryID(s.ID, k.model, 0), Task: s.ID, World: s.World, Model: k.model, Outcome: world.Unknown,
			Turns: []world.Turn{{Role: world.AssistantRole, Kind: "call", Calls: []world.Call{c}}, answer},
		}
		return nil
	})
	return t, at("task "+s.ID, err)
}

// refined is what a search came to.
type refined struct {
	Iteration int      `json:"iteration"`
	Score     float64  `json:"score"`
	HeldOut   *float64 `json:"held_out,omitempty"`
	Watched   *float64 `json:"watched,omitempty"`
}

// measure reports how the search went.
func (k *trying) measure(out *Output, p *refining.Problem, result *refining.Result) {
	of := func(i int) refined {
		n := &result.Nodes[i]
		return refined{n.Number, n.Score, n.HeldOut, n.Watched}
	}
	out.Measure("scenarios", map[string]int{"search": len(p.Scenarios), "held_out": len(p.HeldOut), "watched": len(p.Watched)})
	out.Measure("tools", len(p.Tools))
	out.Measure("end", result.End)
	out.Measure("curve", result.Curve)
	out.Measure("original", of(0))
	out.Measure("chosen", of(result.Chosen))
	chosen := &result.Nodes[result.Chosen]
	out.Measure("rewritten", map[string]any{"descriptions": len(chosen.Descriptions), "workflow": chosen.Workflow != ""})
}
