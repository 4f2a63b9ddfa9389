// Package rolling has a user and an agent talk about a task in a world, turn by
// turn (AgentScaler §3.1), and records it.
//
// Rules. Who plays decides, the engine answers: every result and the final state
// come from execution. A mistake that the agent says it makes is flagged where
// it is made, and at the end it is said of each whether it mattered: whether the
// world came to another state than the golden calls lead to, an output was not
// told, a task that only reads was done with other calls, or the talk was not
// finished well. What is trained is what an agent should imitate: no turn that is
// a mistake (papers.md §2.6).
package rolling
