// Package toolpool turns documents that declare tools into world.Tool records.
//
// It works in three steps, so that the middle one can be done for every tool
// at once, in any order:
//
//   - [Parse] reads documents and finds the declarations in them.
//   - [Mend] turns one declaration into one tool. What breaks the rules of a
//     record but has one plain meaning is mended; what cannot be a tool is
//     rejected.
//   - [Pool] does what needs to see all tools: it selects, drops exact
//     duplicates and gives out the ids.
//
// Rules. The package opens no file and no connection: what a document refers
// to must be among the files given to Parse. Nothing is lost silently: every
// declaration ends as a tool or as one finding that says why it did not, and
// whatever was changed is a finding too, except white space. Output order is
// input order. Documents are written by strangers: size, depth and the growth
// of references are bounded everywhere (see limits.go), and text from a
// document is data wherever it goes.
//
// A mended schema is JSON Schema 2020-12, stands alone (no $ref, no $id) and
// is of type object where it says what goes in.
package toolpool
