package spec

import (
	"math"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"

	"worldc/world"
)

// Mcts refines what agents are told about their tools, by trying: action knowledge
// is a description for each tool and one workflow for all of them, and a tree of
// versions of it is searched (SynWorld §3.3). A version is tried by rolling out
// every scenario once with what it says, and is worth the share of them that
// succeed: the world is in the golden state, and what was asked for was told. The
// next version is made of one that was tried, by an optimizer that reads
// trajectories of that trial and what earlier modifications did to the score.
//
// Every version that was tried is a record, which together are the tree: `worldc
// cat --pretty` shows it. The one is chosen that does best in scenarios that were
// kept out of the search.
type Mcts struct {
	// Scenarios are the tasks by which versions are tried. Their worlds are read as
	// well.
	Scenarios References `spec:"scenarios" reads:"Task"`

	// Agent plays the agent. Left out, it is worldc itself, without mistakes of its
	// own; it does what documents and workflow say.
	Agent References `spec:"agent,optional" reads:"model" takes:"a reference to a model"`

	// User plays the user. Left out, it is worldc itself, which cannot talk with an
	// agent that is a served model.
	User References `spec:"user,optional" reads:"model" takes:"a reference to a model"`

	// Optimizer rewrites descriptions and the workflow. Left out, it is worldc
	// itself, which finds in the errors of calls what would have been right.
	Optimizer References `spec:"optimizer,optional" reads:"model" takes:"a reference to a model"`

	// Strategy is how versions are made. `mcts` is Monte Carlo tree search. `chain`
	// goes on from the newest version (Self-Refine). `softmix` draws what to go on
	// from among the best (AFlow). `per_tool` rewrites descriptions only, tool by
	// tool, by the results of single calls (DRAFT). `one_shot` says every description
	// in short, without trying anything (EasyTool). `none` keeps the documents as
	// they are (ReAct).
	Strategy string `spec:"strategy" default:"mcts" oneof:"mcts|chain|softmix|per_tool|one_shot|none"`

	// Iterations is how many versions are tried, the documents as they are among
	// them.
	Iterations int `spec:"iterations" default:"15" range:"[1,100000]"`

	// Width is how many versions are made of one (`mcts`).
	Width int `spec:"width" default:"3" range:"[1,1000]"`

	// Depth is how many modifications a version may be away from the documents; 0 is
	// any number.
	Depth int `spec:"depth" default:"0" range:"[0,1000]"`

	// Exploration is the weight of what was seldom tried: c in mean + c·√(ln n/m) for
	// a version that was gone through m times of the n of its parent (`mcts`).
	Exploration float64 `spec:"exploration" default:"1.41" range:"[0,1000]"`

	// Parallel is how many versions are made at a time, each without what the others
	// will show. It changes the tree; how many processors there are does not.
	Parallel int `spec:"parallel" default:"1" range:"[1,256]"`

	// Optimize is what may be rewritten: `descriptions`, `workflow` or both, which is
	// what it is when left out.
	Optimize []string `spec:"optimize,optional"`

	// DescriptionBase is which description is rewritten: the `parent`'s, so that
	// versions build on each other, or the `original` one of the document, as in the
	// released code of SynWorld.
	DescriptionBase string `spec:"description_base" default:"parent" oneof:"parent|original"`

	// Prune is which versions are not gone on from (`mcts`): those that are
	// `worse_than_parent`, `none`, or, where it is a number, those that are worse
	// than their parent by more than that.
	Prune string `spec:"prune" default:"worse_than_parent" takes:"\"worse_than_parent\", \"none\" or a number from 0 to 1"`

	// Patience is after how many versions without a better one the search ends; 0
	// never.
	Patience int `spec:"patience" default:"0" range:"[0,100000]"`

	// Limit is how many scenarios are used at most, the first ones; 0 is all.
	Limit int `spec:"limit" default:"100" range:"[0,1000000]"`

	// HeldOut are the scenarios that are kept out of the search, for choosing among
	// the best versions: a share if it is less than 1, else a number of them. Of the
	// best version of scenarios that it was made by, one expects too much.
	HeldOut float64 `spec:"held_out" default:"0.2" range:"[0,100000]"`

	// Candidates is how many of the best versions are tried on the scenarios that
	// were kept out. Of
	// equals there the one is chosen that did better in the search, then the one of
	// fewer characters, then the older.
	Candidates int `spec:"candidates" default:"3" range:"[1,1000]"`

	// Samples is how many trajectories the rewriting of a description goes by, of
	// those that call the tool. They are drawn evenly; where nothing new came of them,
	// those that failed are drawn first.
	Samples int `spec:"samples" default:"3" range:"[1,100]"`

	// WorkflowSamples is how many trajectories a rewriting of the workflow goes by,
	// which is about all tools. The paper's code shows 3 of either.
	WorkflowSamples int `spec:"workflow_samples" default:"3" range:"[1,1000]"`

	// Curve also tries, at each iteration, the best version there is by then on the
	// scenarios that were kept out, and reports both: the curve of the search and
	// how well it holds.
	Curve bool `spec:"curve" default:"false"`

	// Watch are other tasks on which the best version of each iteration is tried as
	// well. They are reported, and nothing is chosen by them.
	Watch References `spec:"watch,optional" reads:"Task"`

	// MaxTurns is how many turns the agent has in a rollout.
	MaxTurns int `spec:"max_turns" default:"30" range:"[1,1000]"`

	// MaxDescription is how many characters a description may come to have; the
	// document's own may be longer.
	MaxDescription int `spec:"max_description" default:"2000" range:"[100,100000]"`

	// MaxWorkflow is how many characters the workflow may come to have.
	MaxWorkflow int `spec:"max_workflow" default:"4000" range:"[100,100000]"`

	// Withhold are kinds of drift that worldc's own optimizer does not learn from,
	// so that an evaluation can tell what becomes of drift that nobody foresaw.
	Withhold []string `spec:"withhold,optional"`
}

// What may be rewritten.
const (
	OptimizeDescriptions = "descriptions"
	OptimizeWorkflow     = "workflow"
)

func (m *Mcts) complete(given hcl.Attributes) {
	if _, ok := given["optimize"]; !ok {
		m.Optimize = []string{OptimizeDescriptions, OptimizeWorkflow}
	}
}

func (m *Mcts) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	wrong := func(argument, format string, args ...any) {
		diags = append(diags, Errorf(at(argument), "Unsuitable value", format, args...))
	}
	for _, what := range m.Optimize {
		if what != OptimizeDescriptions && what != OptimizeWorkflow {
			wrong("optimize", "optimize must be a list of \"descriptions\" and \"workflow\"; %q is neither.", what)
		}
	}
	if len(m.Optimize) == 0 {
		wrong("optimize", "optimize must name what may be rewritten; the strategy \"none\" rewrites nothing.")
	}
	if m.Strategy == "per_tool" || m.Strategy == "one_shot" {
		if !m.Rewrites(OptimizeDescriptions) {
			wrong("optimize", "The strategy %q rewrites descriptions only, and optimize leaves them out.", m.Strategy)
		}
	}
	if _, _, ok := m.Pruning(); !ok {
		wrong("prune", "prune must be \"worse_than_parent\", \"none\" or a number from 0 to 1, not %q.", m.Prune)
	}
	if m.HeldOut > 1 && m.HeldOut != math.Trunc(m.HeldOut) {
		wrong("held_out", "held_out must be a share below 1 or a whole number of scenarios, not %v.", m.HeldOut)
	}
	if m.Limit > 0 && m.HeldOut >= float64(m.Limit) {
		wrong("held_out", "Of %d scenarios, %v cannot be kept out: none would be left to search by.", m.Limit, m.HeldOut)
	}
	for _, kind := range m.Withhold {
		if !slices.Contains(world.DriftKinds, kind) {
			wrong("withhold", "%q is no kind of drift; the kinds are %s.", kind, join(quoted(world.DriftKinds), "and"))
		}
	}
	if len(m.Withhold) > 0 && len(m.Optimizer) > 0 {
		if o, ok := m.Optimizer[0].Config.(*Model); ok && o.Provider != "procedural" {
			wrong("withhold", "withhold is for worldc's own optimizer; a served model learns from what it likes.")
		}
	}
	return diags
}

// Rewrites reports whether descriptions or the workflow may be rewritten.
func (m *Mcts) Rewrites(what string) bool { return slices.Contains(m.Optimize, what) }

// Pruning says whether versions that are worse than their parent by more than
// the margin are not gone on from. It is not ok if prune says neither.
func (m *Mcts) Pruning() (prune bool, margin float64, ok bool) {
	switch m.Prune {
	case "none":
		return false, 0, true
	case "worse_than_parent":
		return true, 0, true
	}
	margin, err := strconv.ParseFloat(m.Prune, 64)
	return true, margin, err == nil && margin >= 0 && margin <= 1
}
