// Package toolsmith designs worlds by procedure: from the readings of a
// domain's tools it decides which tables there are, and writes the schema, the
// Starlark code of every tool and the policy (AgentScaler §2.2, step 5).
//
// The design goes in this order. Each step is a file or two:
//
//   - things: which things the tools are about, and which table each has
//   - columns: what the documents say about the columns of each table; where
//     they fight, the one that is written counts most
//   - references: keys, which column refers to what, the order of the tables
//   - states: the life cycle of the rows
//   - plans: what each tool does to which row, by parameter
//   - code: the functions, from the plans; what several share is the prelude
//   - schema, policy: the tables as SQL, the duties as Markdown
//
// A [world.Behaviour] is never guessed from code or code from it: both are
// written from one plan.
//
// Nothing is drawn: the same brief has the same design on every machine.
package toolsmith
