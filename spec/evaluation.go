package spec

// An Evaluation scores who played the agent by the verdicts on its
// trajectories: pass^k, the chance that k attempts at a task all succeed
// (tau-bench, §3), over all tasks, by the number of their golden calls, by domain
// and by the kind of error that the agent made on the way. An imported world is
// its own domain. A trajectory with errors of several kinds counts for each.
//
// Beside pass^k stand the solvable pass rate with its deviation over repetitions,
// where a judge who is unsure counts for half (PASS of StableToolBench), how many
// successes called every tool of the golden calls (the path rate of DRAFT), and
// with a reference how often one did better than it (WIN of ToolEval).
//
// Where scripts were rewritten by a `perturb`, it also says how well each variant is
// played, and over all of them the mean and the population standard deviation
// (AgentRefine, robustness).
type Evaluation struct {
	// From are the verdicts on the trajectories.
	From References `spec:"from" reads:"Verdict"`

	// Reference are the verdicts on the trajectories of who is compared with: one
	// model, on the same tasks. Of two trials of a task the one that alone was
	// accepted wins; two that are both accepted, or both are not, are a tie.
	Reference References `spec:"reference,optional" reads:"Verdict"`

	// K is the largest number of attempts to compute pass^k for; 0 is the
	// number of attempts that every task has, above which nothing can be said.
	K int `spec:"k" default:"0" range:"[0,1000]"`
}
