package spec

import (
	"github.com/hashicorp/hcl/v2"

	"worldc/world"
)

// An Evaluation scores who played the agent: pass^k, the chance that k attempts at a
// task all succeed (tau-bench, §3), and beside it pass@k, the chance that one of them
// does, over all tasks, by the number of their golden calls, by domain
// and by the kind of error that the agent made on the way. An imported world is
// its own domain. A trajectory with errors of several kinds counts for each. Who was
// told action knowledge is another player than who has the documents as they are.
//
// It reads verdicts on trajectories that were made before, or has tasks attempted
// itself, by the rules of `rollouts`, and keeps the scores alone.
//
// Beside pass^k stand the solvable pass rate with its deviation over repetitions,
// where a judge who is unsure counts for half (PASS of StableToolBench), how many
// successes called every tool of the golden calls (the path rate of DRAFT), and
// with somebody to compare with how often one did better than it (WIN of ToolEval).
// Where tasks are questions (`kind = "multi_hop"`, or a check of the answer), the token
// F1 of the answers and the share of those that match exactly are given as well, by
// the rules of the official scorer of HotpotQA.
//
// Where scripts were rewritten by a `perturb`, it also says how well each variant is
// played, and over all of them the mean and the population standard deviation
// (AgentRefine, robustness).
type Evaluation struct {
	// From are the verdicts on the trajectories.
	From References `spec:"from,optional" reads:"Verdict"`

	// Tasks are what is attempted, where there is no `from`: tasks, which are talked
	// about, or scripts, which are played.
	Tasks References `spec:"tasks,optional" reads:"Task|Script"`

	// Agent plays the agent. Left out, it is worldc itself, without mistakes.
	Agent References `spec:"agent,optional" reads:"model" takes:"a reference to a model"`

	// User plays the user. Left out, it is worldc itself, which cannot talk with an
	// agent that is a served model.
	User References `spec:"user,optional" reads:"model" takes:"a reference to a model"`

	// Knowledge is what the agent is told about its tools, as in `rollouts`.
	Knowledge References `spec:"knowledge,optional" reads:"Knowledge"`

	// Policy is the filter whose checks decide what has succeeded. Left out, a talk has
	// succeeded that was ended, left the world in the golden state and told the user
	// what was asked for (tau-bench's reward); a game, that was won.
	Policy References `spec:"policy,optional" reads:"policy" takes:"a reference to a filter"`

	// Trials is how often each task is attempted. Left out, it is k, or 1.
	Trials int `spec:"trials" default:"0" range:"[0,10000]"`

	// MaxTurns is how many turns the agent has.
	MaxTurns int `spec:"max_turns" default:"30" range:"[1,1000]"`

	// MaxDescription is how many characters of a tool's description the agent is
	// shown; 0 is all.
	MaxDescription int `spec:"max_description" default:"0" range:"[0,1000000]"`

	// MaxWorkflow is how many characters of the workflow the agent is shown; 0 is
	// all.
	MaxWorkflow int `spec:"max_workflow" default:"0" range:"[0,1000000]"`

	// Against is who attempts the same tasks to be compared with, and is scored too.
	Against *Against `spec:"against,block"`

	// Reference are the verdicts on the trajectories of who is compared with: one
	// model, on the same tasks. Of two trials of a task the one that alone was
	// accepted wins; two that are both accepted, or both are not, are a tie.
	Reference References `spec:"reference,optional" reads:"Verdict"`

	// K is the largest number of attempts to compute pass^k for; 0 is the
	// number of attempts that every task has, above which nothing can be said.
	K int `spec:"k" default:"0" range:"[0,1000]"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// An Against is who else attempts the tasks of an evaluation, trial by trial. worldc's
// own players draw the same in both, so that what differs is what they were told, and
// how they err.
type Against struct {
	// Agent plays the agent. Left out, it is the evaluation's.
	Agent References `spec:"agent,optional" reads:"model" takes:"a reference to a model"`

	// Knowledge is what that agent is told about its tools. Left out, it has the
	// documents as they are.
	Knowledge References `spec:"knowledge,optional" reads:"Knowledge"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// AgainstKnowledge is where the executor finds the knowledge of an Against.
const AgainstKnowledge = "against.knowledge"

func (e *Evaluation) complete(hcl.Attributes) {
	if e.Trials == 0 {
		e.Trials = max(1, e.K)
	}
}

func (e *Evaluation) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	wrong := func(argument, title, format string, args ...any) {
		diags = append(diags, Errorf(at(argument), title, format, args...))
	}
	switch {
	case len(e.From) == 0 && len(e.Tasks) == 0:
		return Diagnostics{Errorf(e.Range, "Missing argument", "An evaluation needs from, verdicts on trajectories that were made before, or tasks, which it has attempted itself.")}
	case len(e.From) > 0 && len(e.Tasks) > 0:
		wrong("tasks", "Superfluous argument", "An evaluation reads verdicts (from) or has tasks attempted (tasks), not both.")
		return diags
	}
	if len(e.From) > 0 {
		for _, x := range []struct {
			given    bool
			argument string
		}{
			{len(e.Agent) > 0, "agent"}, {len(e.User) > 0, "user"}, {len(e.Knowledge) > 0, "knowledge"}, {len(e.Policy) > 0, "policy"},
			{e.Trials != max(1, e.K), "trials"}, {e.MaxTurns != 30, "max_turns"}, {e.MaxDescription != 0, "max_description"}, {e.MaxWorkflow != 0, "max_workflow"},
		} {
			if x.given {
				wrong(x.argument, "Superfluous argument", "%s says how tasks are attempted; this evaluation reads verdicts on trajectories that were made before.", x.argument)
			}
		}
		if e.Against != nil {
			diags = append(diags, Errorf(e.Against.Range, "Superfluous block", "against has tasks attempted; this evaluation reads verdicts: name those to compare with as reference."))
		}
		return diags
	}
	if e.K > e.Trials {
		wrong("k", "Out of range", "Of %d trials of a task, no %d can be drawn: raise trials.", e.Trials, e.K)
	}
	if len(e.Policy) > 1 {
		wrong("policy", "Unsuitable value", "policy takes one filter, not %d.", len(e.Policy))
	}
	if a := e.Against; a != nil {
		if len(e.Reference) > 0 {
			wrong("reference", "Superfluous argument", "There is one to compare with: reference or against.")
		}
		if len(a.Agent) == 0 && len(a.Knowledge) == 0 && len(e.Knowledge) == 0 {
			diags = append(diags, Errorf(a.Range, "Missing argument", "Nobody is compared with itself: name another agent, or what this one or the other is told."))
		}
	}
	return diags
}

// Rollouts are the rules by which the tasks are attempted: those of the evaluation, or
// of who it is compared with.
func (e *Evaluation) Rollouts(against bool) *Rollouts {
	r := &Rollouts{
		Tasks: e.Tasks, Protocol: "talk", Agent: e.Agent, User: e.User, Knowledge: e.Knowledge, Trials: e.Trials,
		MaxTurns: e.MaxTurns, MaxDescription: e.MaxDescription, MaxWorkflow: e.MaxWorkflow,
	}
	if against {
		if r.Knowledge = e.Against.Knowledge; len(e.Against.Agent) > 0 {
			r.Agent = e.Against.Agent
		}
	}
	if len(e.Tasks) > 0 && e.Tasks[0].Emits() == world.ScriptType {
		r.Protocol = "react"
	}
	return r
}

// checkAttempts checks who attempts the tasks of an evaluation, and what.
func (l *loader) checkAttempts(b *Block, e *Evaluation) {
	first := world.Type("")
	for _, r := range b.References {
		t := r.Target.Emits()
		switch {
		case r.Attribute == "tasks" && first == "":
			first = t
		case r.Attribute == "tasks" && t != first:
			l.add(Errorf(r.Range, "Wrong record type", "%s emits %s records, and what stands before it %s records: an evaluation attempts one or the other.", r.Target.Address(), t, first))
		case first == world.ScriptType && (r.Attribute == "knowledge" || r.Attribute == AgainstKnowledge):
			l.add(Errorf(r.Range, "Superfluous argument", "Knowledge is about tools, and who plays a script has none."))
		}
	}
	for _, m := range b.Models {
		if first == world.ScriptType && m.Attribute == "user" {
			l.add(Errorf(m.Range, "Superfluous argument", "Nobody talks with who plays a script."))
		}
	}
}
