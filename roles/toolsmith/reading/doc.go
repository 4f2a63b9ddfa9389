// Package reading finds out from a tool's document what the tool does, to
// what, and what its parameters and results stand for.
//
// No single part of a document can be trusted with that. The verb stands first
// in half of real names only; the HTTP method contradicts it now and then (POST
// /search reads, GET /cancel writes); descriptions are missing, or about
// something else; schemas are cut. So each witness gives votes for operations:
// the verbs of the name, of the path, of the description and of the title, the
// method, the hints, and the shape of the schemas. The operation with the most
// votes wins, and with it the effect. How much a witness counts is in
// operation.go, in one table for all tools; which words are verbs, and of which
// family, in lexicon.go.
//
// [Read] proceeds so: the texts of the document become clues (naming.go, path.go,
// prose.go); the schema of the result shows where its rows are (result.go); the
// clues say what the tool is about (read.go); each parameter is looked at by
// itself (parameters.go); the votes decide the operation; knowing that, what is
// acted on is found (settle.go), and each parameter gets its part.
//
// The functions are pure, and bounded in time whatever the document holds. Text
// of documents stays text: nothing of it decides anything but through its
// words. All that becomes an identifier (things, attributes) is made of ASCII
// letters, digits and underscores.
package reading
