// Package optimizer rewrites descriptions and workflows, procedurally, by what went
// wrong in trajectories (SynWorld §3.3; roles.Optimizer).
//
// Rules. It knows nothing but what it is shown: calls, and what the tools answered.
// An error that says what would be right becomes advice: about an argument in the
// tool's description, about the order of calls in the workflow. Of advice that
// contradicts itself the one counts that was seen most often. Texts grow by a
// sentence for each thing learned, keep what they say, say nothing twice, and stay
// within their bound. Where nothing went wrong nothing is changed.
package optimizer
