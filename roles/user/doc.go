// Package user plays the person for whom tasks are done, procedurally
// (AgentScaler §3.1; roles.User).
//
// A person has a way of talking (tone, how much they say unasked), things they
// want, one step of the task after the other, and facts. They open with part of
// the story, answer what they are asked, say when they do not know, agree to a
// proposal that says what they meant and correct one that does not, ask for
// what they have not been told, and stop when they are served or the agent has
// given up. They know nothing of tools, and say no value that is not theirs.
//
// A task without steps, as an imported one, has its goal: it is told again in
// the first person (goal.go).
package user
