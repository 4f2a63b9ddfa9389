// Package engine executes tool calls in a world.
//
// [Load] compiles a world once: its schema and rows into tables, its tools from
// Starlark. [Engine.Session] begins a rollout; [Session.Call] calls a tool;
// [Session.State] says what the world came to; [Engine.Replay] does all of this
// for the golden calls of a task. What tool code may use is in tools.md, which
// [Reference] returns.
//
// # SQLite judges, the engine answers
//
// Rows live in memory, immutable and shared by all sessions. A session holds
// the rows that were written in it, over those. Questions of tool code are
// answered from there, in well under a microsecond, and rows that nobody wrote
// are neither copied nor read twice. Writes are SQLite's to judge, which enforces
// types, keys, references and CHECKs on a real copy of the state. So the schema
// is ordinary SQL, and its expressions are evaluated, not imitated.
//
// The copy on which a session writes is scratch paper: the log of the session's
// writes is what counts, and any copy of the base state becomes the session's
// by repeating them. There are as many copies as calls that write at one time,
// not as many as rollouts.
//
// Of most writes it is plain that they break nothing: the key is new, what the
// row refers to is there, the columns that a CHECK reads hold what SQLite has
// accepted in another row. Those are not put to it (constraints.go). All else is,
// on a copy that has every write of the session on it, and it is SQLite that
// refuses, never the engine.
//
// # Rules
//
//   - A call is a transaction: it commits or leaves no trace.
//   - Equal calls have equal results and lead to equal states, on every machine,
//     whatever other sessions do. Limits count steps, rows and bytes, never time
//     or memory.
//   - Tools that are declared to read cannot write.
//   - Tool code has no files, no network, no clock and no randomness; the time
//     is a constant of the world, and ids come from the call that makes them.
//   - The digest of a state depends on its rows alone: not on their order, nor
//     on how numbers are spelled, nor on volatile columns.
//
// Limits on steps do not bound the memory that Starlark code may ask for in one
// step. Code that worldc did not write runs in a process of its own (package
// sandbox), which uses an Engine like anybody else: the package has no state
// outside it.
package engine
