package world

// A Finding is one thing that was found wrong, or worth saying, about one
// record on its way into an artifact. It is part of a node's report.
type Finding struct {
	// Subject names the record as its author would: a tool's name, an id.
	Subject string `json:"subject"`

	// Place is where it stands: document:line, or document#pointer where
	// lines are not known.
	Place string `json:"place,omitempty"`

	Action Action `json:"action"`

	// Reason is one of a fixed set of short sentences, so that findings can be
	// counted by it; Detail holds what is particular to this record.
	Reason string `json:"reason"`
	Detail string `json:"detail,omitempty"`
}

// An Action says what became of the record that a Finding is about. Rejected,
// failed and skipped records are missing from the artifact, and each has
// exactly one such finding; mended and noted ones are in it.
type Action string

// The actions.
const (
	Rejected Action = "rejected" // it does not do
	Failed   Action = "failed"   // it could not be made
	Skipped  Action = "skipped"  // it was not asked for
	Mended   Action = "mended"   // it was changed so that it does
	Noted    Action = "noted"    // worth knowing
)
