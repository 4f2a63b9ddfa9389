package executors

import (
	"worldc/artifact"
	"worldc/world"
)

// A Report is what a node has to say beside its records: it is committed with
// the artifact, and a cache hit shows it again.
type Report struct {
	Type   world.Type      `json:"type"`
	Counts artifact.Counts `json:"counts"`

	// Reasons counts the findings by action and reason, such as
	// "mended: name cut to 64 characters".
	Reasons map[string]int64 `json:"reasons"`

	// Measures are figures of the whole, such as modularity: name to number,
	// or to a histogram.
	Measures map[string]any `json:"measures"`

	// Files are what a dataset node's directory holds.
	Files []DatasetFile `json:"files,omitempty"`

	// Licenses counts the tools of a dataset by the licence of their source;
	// "" is a source that states none.
	Licenses map[string]int64 `json:"licenses,omitempty"`

	// Findings lists every record that was rejected, failed, mended or
	// noted, in the order of the input.
	Findings []Finding `json:"findings"`
}

// An Action says what became of the record that a Finding is about.
type Action string

// The actions. Rejected, failed and skipped records are missing from the
// artifact, mended and noted ones are in it.
const (
	Rejected Action = "rejected" // it does not do
	Failed   Action = "failed"   // it could not be made
	Skipped  Action = "skipped"  // it was not asked for
	Mended   Action = "mended"   // it was changed so that it does
	Noted    Action = "noted"    // worth knowing
)

// A Finding is one thing that was found wrong, or worth saying, about one
// record.
type Finding struct {
	// Subject names the record as its author would: a tool's name, an id.
	Subject string `json:"subject"`

	// Place is where it stands: a document and a line or JSON pointer.
	Place string `json:"place,omitempty"`

	Action Action `json:"action"`

	// Reason is a short constant sentence, so that reasons can be counted;
	// Detail holds what is particular to this record.
	Reason string `json:"reason"`
	Detail string `json:"detail,omitempty"`
}
