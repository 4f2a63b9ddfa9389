// Package selftest tries the tools of a world that was made: each is called as
// it should be, and as it should not be, and what it does to the rows is
// compared with what it was decided to do (AgentScaler §2.2; papers.md §2.8).
//
// A test knows nothing of a tool's code. It reads the decision
// ([world.Behaviour]), takes arguments from the rows, and looks at results,
// errors and states.
package selftest
