// Package reading finds out from a tool's document what the tool does, to
// what, and what its parameters and results stand for. It asks the name, the
// HTTP method, the path, the hints and the schemas together, since each of
// them alone is wrong too often. Its functions are pure.
package reading
