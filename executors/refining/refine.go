package refining

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"worldc/rng"
	"worldc/roles"
	"worldc/treesearch"
	"worldc/world"
)

// A Trial is what became of a scenario under a version.
type Trial struct {
	// Trajectory is nil where there is none, since the user went away.
	Trajectory *world.Trajectory

	// Score is what it was worth, in [0, 1].
	Score float64
}

// A Problem is what is refined, and by what.
type Problem struct {
	Seed uint64

	// Name tells the search from others of the same scenarios, for ids.
	Name string

	// Tools are those that there are, each once, with the descriptions of their
	// documents. ToolOf is the id of the tool that goes by a name in a world, "" if
	// there is none.
	Tools  []world.Tool
	ToolOf func(world, name string) string

	// Scenarios are those by which versions are tried, HeldOut those by which one is
	// chosen, Watched those that are only reported.
	Scenarios, HeldOut, Watched []*world.Task

	// Try rolls out scenarios under a version: a trial for each, in their order.
	Try func(ctx context.Context, v *Version, scenarios []*world.Task) ([]Trial, error)

	// Call makes one call in the world of a scenario as it stands before the first
	// turn.
	Call func(ctx context.Context, scenario *world.Task, c world.Call) (*world.Trajectory, error)

	Optimizer roles.Optimizer

	// Lost tells the failure of an optimizer that answers, and not with what it was
	// asked for, from trouble: with a finding about the subject.
	Lost func(subject, place string, err error) (world.Finding, bool)

	Gold *Gold

	// Each calls f for 0 to n-1, at the same time where it can. Threads is how many
	// versions may be made at the same time.
	Each    func(ctx context.Context, n int, f func(i int) error) error
	Threads int

	// Progress is told how many versions were tried.
	Progress func(tried int)
}

// The strategies that are no search of [treesearch].
const (
	PerTool = "per_tool"
	OneShot = "one_shot"
	None    = "none"
)

// Options say how to refine.
type Options struct {
	// Strategy is one of treesearch's, or of those above.
	Strategy string

	Width, Depth, Iterations int
	Exploration              float64
	Parallel                 int
	Prune                    bool
	Margin                   float64
	Patience                 int

	// Descriptions and Workflow say what may be rewritten, Original that
	// descriptions start from the document's each time.
	Descriptions, Workflow, Original bool

	// Candidates is how many of the best are tried on the scenarios held out.
	Candidates int

	// Samples is how many trajectories a rewriting of a description goes by,
	// WorkflowSamples one of the workflow.
	Samples, WorkflowSamples int

	// Curve tries the best so far of each iteration on the scenarios held out.
	Curve bool

	// MaxDescription and MaxWorkflow bound texts, in characters.
	MaxDescription, MaxWorkflow int
}

// A Node is a version that was tried.
type Node struct {
	*Version
	Number, Parent int // the parent of the root is -1
	ID, ParentID   string

	Score    float64
	HeldOut  *float64 // nil where it was not tried on those
	Watched  *float64
	Visits   int
	Total    float64
	Terminal string
}

// A Point says how far the search was after an iteration.
type Point struct {
	// Iteration counts the versions, from 0, which is the documents as they are.
	Iteration int `json:"iteration"`

	// Score is that of the version of this iteration, Best that of the best so far,
	// which is number Version.
	Score   float64 `json:"score"`
	Best    float64 `json:"best"`
	Version int     `json:"version"`

	// HeldOut and Watched are what the best so far is worth elsewhere.
	HeldOut *float64 `json:"held_out,omitempty"`
	Watched *float64 `json:"watched,omitempty"`
}

// A Result is what came of it.
type Result struct {
	Nodes  []Node // in the order in which they were made
	Chosen int    // position in Nodes
	End    string // why it ended
	Made   int    // versions that were asked for, with those of which nothing came
	Curve  []Point

	Findings []world.Finding
}

// A refinement is under way.
type refinement struct {
	Problem
	options Options

	mu     sync.Mutex
	trials map[int][]Trial
	kept   []int
	noted  map[int][]world.Finding // about versions of which nothing came
}

// Refine searches. There is at least one scenario.
func Refine(ctx context.Context, p Problem, o Options) (*Result, error) {
	r := &refinement{Problem: p, options: o, trials: map[int][]Trial{}, noted: map[int][]world.Finding{}}
	if r.Threads == 0 {
		r.Threads = 1
	}
	var result *Result
	var err error
	switch o.Strategy {
	case None, OneShot, PerTool:
		result, err = r.simply(ctx)
	default:
		result, err = r.searched(ctx)
	}
	if err != nil {
		return nil, err
	}
	if err := r.choose(ctx, result); err != nil {
		return nil, err
	}
	return result, r.curve(ctx, result)
}

// id is that of the n-th version.
func (r *refinement) id(n int) string { return world.KnowledgeID(r.Name, n) }

// stream is what is drawn for the n-th version: the same in every search of the same
// scenarios.
func (r *refinement) stream(n int, purpose ...string) *rng.Stream {
	return rng.New(r.Seed, append([]string{"mcts", world.KnowledgeID(r.Scenarios[0].ID, n)}, purpose...)...)
}

// searched refines by a search.
func (r *refinement) searched(ctx context.Context) (*Result, error) {
	o := r.options
	options := treesearch.Options{
		Strategy: treesearch.Strategy(o.Strategy), Width: o.Width, Depth: o.Depth, Iterations: o.Iterations, Exploration: o.Exploration,
		Prune: o.Prune && o.Strategy == string(treesearch.MCTS), Margin: o.Margin, Patience: o.Patience, Parallel: o.Parallel, Threads: r.Threads,
		Draw: func(n int) float64 { return r.stream(n, "parent").Float64() },
	}
	tried := 0
	tree, err := treesearch.Search(ctx, treesearch.Problem[*Version]{
		Root:   &Version{Descriptions: map[string]string{}},
		Expand: r.expand,
		Try: func(ctx context.Context, n int, v *Version) (float64, error) {
			score, err := r.try(ctx, n, v)
			if r.Progress != nil && err == nil {
				r.mu.Lock()
				tried++
				r.Progress(tried)
				r.mu.Unlock()
			}
			return score, err
		},
	}, options)
	if err != nil {
		return nil, err
	}
	result := &Result{End: string(tree.End), Made: len(tree.Nodes)}
	for n := range tree.Nodes {
		x := &tree.Nodes[n]
		if !x.Tried {
			result.Findings = append(result.Findings, r.noted[n]...)
			result.Findings = append(result.Findings, world.Finding{
				Subject: r.id(n), Place: r.id(x.Parent), Action: world.Rejected, Reason: "nothing new was found to say", Detail: "nothing in the trajectories that were looked at asks for a change that was not made before",
			})
			continue
		}
		result.Nodes = append(result.Nodes, r.node(x.State, n, x.Parent, x.Score))
		node := &result.Nodes[len(result.Nodes)-1]
		node.Visits, node.Total, node.Terminal = x.Visits, x.Total, string(x.Terminal)
		result.Findings = append(result.Findings, x.State.Findings...)
	}
	return result, nil
}

// node is a version that was tried.
func (r *refinement) node(v *Version, n, parent int, score float64) Node {
	x := Node{Version: v, Number: n, Parent: parent, ID: r.id(n), Score: score, Visits: 1, Total: score}
	if parent >= 0 {
		x.ParentID = r.id(parent)
	}
	return x
}

// mostKept is how many versions' trajectories are kept. Those of others are made
// again when they are asked for, which gives the same.
const mostKept = 64

// try tries a version on the scenarios of the search.
func (r *refinement) try(ctx context.Context, n int, v *Version) (float64, error) {
	trials, err := r.Try(ctx, v, r.Scenarios)
	if err != nil {
		return 0, err
	}
	r.keep(n, trials)
	return mean(trials), nil
}

func (r *refinement) keep(n int, trials []Trial) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.trials[n]; !ok {
		r.kept = append(r.kept, n)
	}
	r.trials[n] = trials
	if len(r.kept) > mostKept {
		delete(r.trials, r.kept[0])
		r.kept = r.kept[1:]
	}
}

// trialsOf are those of a version that was tried.
func (r *refinement) trialsOf(ctx context.Context, n int, v *Version) ([]Trial, error) {
	r.mu.Lock()
	trials, ok := r.trials[n]
	r.mu.Unlock()
	if ok {
		return trials, nil
	}
	trials, err := r.Try(ctx, v, r.Scenarios)
	if err == nil {
		r.keep(n, trials)
	}
	return trials, err
}

// mean is the mean score of trials, added in their order.
func mean(trials []Trial) float64 {
	sum := 0.0
	for _, t := range trials {
		sum += t.Score
	}
	return sum / float64(len(trials))
}

// mostOrdinals is how often a version is asked for with other trajectories where
// nothing new came of the first.
const mostOrdinals = 3

// expand makes a version out of one that was tried.
func (r *refinement) expand(ctx context.Context, t *treesearch.Tree[*Version], parent, n int) (*Version, error) {
	base := t.Nodes[parent].State
	trials, err := r.trialsOf(ctx, parent, base)
	if err != nil {
		return nil, err
	}
	experience := r.experience(t, parent)
	for ordinal := range mostOrdinals {
		v, err := r.rewrite(ctx, base, trials, experience, n, ordinal)
		if err != nil {
			return nil, err
		}
		if v.same(base) {
			r.note(n, v.Findings)
			continue
		}
		known := false
		for i := range t.Nodes {
			known = known || t.Nodes[i].Tried && t.Nodes[i].State.same(v)
		}
		if !known {
			return v, nil
		}
	}
	return nil, treesearch.ErrNothing
}

// note keeps what is remarkable about a version of which nothing came, each thing
// once.
func (r *refinement) note(n int, findings []world.Finding) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range findings {
		if !slices.Contains(r.noted[n], f) {
			r.noted[n] = append(r.noted[n], f)
		}
	}
}

// experience is what earlier modifications did: those of the parent's children,
// then those that led to the parent, the latest first. A chain knows of the last
// one only.
func (r *refinement) experience(t *treesearch.Tree[*Version], parent int) []roles.Experience {
	var list []roles.Experience
	of := func(n int) {
		x := &t.Nodes[n]
		list = append(list, roles.Experience{Before: t.Nodes[x.Parent].Score, After: x.Score, Modification: x.State.Modification})
	}
	if r.options.Strategy == string(treesearch.Chain) {
		if parent > 0 {
			of(parent)
		}
		return list
	}
	for _, c := range t.Children(parent) {
		if t.Nodes[c].Tried {
			of(c)
		}
	}
	for n := parent; n > 0; n = t.Nodes[n].Parent {
		of(n)
	}
	return list
}

// choose tries the best on the scenarios held out, and chooses one: of equals there
// the one that was better in the search, since few scenarios are held out and often
// all succeed, then the one of fewer characters, then the older. What is made
// without looking at scores is not chosen by them either.
func (r *refinement) choose(ctx context.Context, result *Result) error {
	last := len(result.Nodes) - 1
	blind := r.options.Strategy == None || r.options.Strategy == OneShot || r.options.Strategy == PerTool
	candidates := make([]int, len(result.Nodes))
	for i := range candidates {
		candidates[i] = i
	}
	slices.SortFunc(candidates, func(a, b int) int {
		return cmp.Or(cmp.Compare(result.Nodes[b].Score, result.Nodes[a].Score), cmp.Compare(a, b))
	})
	candidates = candidates[:min(len(candidates), r.options.Candidates)]
	if blind {
		candidates = []int{last}
	}
	if len(r.HeldOut) > 0 {
		for _, i := range append([]int{0}, candidates...) { // the root, to compare with
			if err := r.holdOut(ctx, &result.Nodes[i]); err != nil {
				return err
			}
		}
	}
	worth := func(i int) float64 {
		if x := &result.Nodes[i]; x.HeldOut != nil {
			return *x.HeldOut
		}
		return result.Nodes[i].Score
	}
	result.Chosen = slices.MinFunc(candidates, func(a, b int) int {
		x, y := &result.Nodes[a], &result.Nodes[b]
		return cmp.Or(cmp.Compare(worth(b), worth(a)), cmp.Compare(y.Score, x.Score), cmp.Compare(x.characters(r.Tools), y.characters(r.Tools)), cmp.Compare(a, b))
	})
	return nil
}

// holdOut tries a version on the scenarios held out, once.
func (r *refinement) holdOut(ctx context.Context, n *Node) error {
	if n.HeldOut != nil || len(r.HeldOut) == 0 {
		return nil
	}
	trials, err := r.Try(ctx, n.Version, r.HeldOut)
	if err != nil {
		return err
	}
	score := mean(trials)
	n.HeldOut = &score
	return nil
}

// curve says for every iteration how far the search was.
func (r *refinement) curve(ctx context.Context, result *Result) error {
	best := 0
	for i := range result.Nodes {
		x := &result.Nodes[i]
		if x.Score > result.Nodes[best].Score {
			best = i
		}
		b := &result.Nodes[best]
		if r.options.Curve {
			if err := r.holdOut(ctx, b); err != nil {
				return err
			}
		}
		if b.Watched == nil && len(r.Watched) > 0 {
			trials, err := r.Try(ctx, b.Version, r.Watched)
			if err != nil {
				return err
			}
			score := mean(trials)
			b.Watched = &score
		}
		p := Point{Iteration: x.Number, Score: x.Score, Best: b.Score, Version: b.Number, Watched: b.Watched}
		if r.options.Curve {
			p.HeldOut = b.HeldOut
		}
		result.Curve = append(result.Curve, p)
	}
	if chosen := &result.Nodes[result.Chosen]; chosen.Watched == nil && len(r.Watched) > 0 {
		trials, err := r.Try(ctx, chosen.Version, r.Watched)
		if err != nil {
			return err
		}
		score := mean(trials)
		chosen.Watched = &score
	}
	return nil
}
