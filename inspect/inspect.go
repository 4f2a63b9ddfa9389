// Package inspect reads what worldc made and says what it is: whether a
// dataset is what its manifest says (verify.go), how two datasets differ
// (diff.go), where a record comes from (explain.go), and what a record looks
// like to a person (pretty.go).
//
// The rules of the package:
//
//   - It needs nothing but the dataset: no spec, no store, no network.
//   - A dataset may come from anyone. Whatever is wrong with it is an error or
//     a problem with a place; paths never leave its directory; text of records
//     is cleaned of terminal control before a person sees it (text.go).
//   - Memory is bounded by constants, not by the number of records: what has to
//     be sorted is sorted on disk (sort.go).
//   - The same datasets give the same words, whatever the machine and the
//     directories they lie in.
package inspect
