// Package agent plays the one who does tasks with tools, procedurally
// (AgentScaler §3.1; roles.Agent).
//
// It is a simulator: it knows the golden calls, which is its competence, and
// acts as somebody would who has it. A [plan] finds out of each argument where
// it comes from: the user, an earlier result, the tool's document, the clock. A
// helper goes through the plan: it asks for what only the user knows, reads
// before it writes, says what it will do and waits for a yes, calls, and
// answers from what the results say.
//
// Rules. No value is used before it was given: a fact has to be told, a result to
// be seen. What is passed on is taken from the results as they are, not from the
// golden ones: after a mistake it is the mistaken row's. Thoughts and answers
// say nothing that was not seen. Mistakes are drawn, one stream for each kind,
// and are made and repaired in the open.
package agent
