// Package taskmaking makes tasks in a world: directed walks over its tools,
// bound to its rows, executed (AgentScaler; papers.md §2.3 and §2.8).
//
// A walk is a sequence of things that a person could want: to find something
// out, to have a row changed, made or taken away. Each is a tool; the next one is
// drawn among those that what was seen so far feeds, by the scores of the
// domain's feeds. Before a tool can be called, the agent has to know its
// arguments. What people know they say: a name, a date, a booking number, a
// wish. All else has to be found, so the walk goes back along the feeds, from the
// argument to a read that shows it, until it comes to what people know. Those
// reads and the wanted calls, in the order in which they can be made, are the
// golden calls.
//
// # Rules
//
//   - Nothing is asserted that was not executed. Results, effects, outputs, the
//     final state and the changes are what the engine gave.
//   - A row is singled out by what the person says: no other row of the state
//     in which the task begins fits, and the agent sees the columns that decide.
//   - Every argument can be known ([Knowable]), and no call is idle: without it
//     the state differs, or an argument or an output could not be known.
//   - The n-th task depends on the world and on n, and on the tasks before it
//     only in that it may not be like one of them. Asking for more tasks keeps
//     those that there are.
//
// # Where little can be found
//
// Attempts at a task go from strict to loose ([Made] says which it was). At
// first, steps follow from each other: they are about one row, about rows that
// refer to each other or belong to one owner, or about the same city, year or
// name; and people say only what people know. Where that leads to nothing, they
// may say ids to which no read leads; at last they may want things that have
// nothing in common but the domain.
//
// An imported world does not say what its tools do. Then that is found out by
// calling them (derive.go), and fewer tasks can be made.
package taskmaking
