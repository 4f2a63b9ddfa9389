package toolpool

import "fmt"

// An Action says what became of what a Finding is about.
type Action string

const (
	// Mended: the tool was changed and accepted.
	Mended Action = "mended"

	// Rejected: the declaration is not in the pool because it cannot be.
	// Every rejected declaration has exactly one such finding.
	Rejected Action = "rejected"

	// Skipped: the tool is not in the pool because it was not asked for.
	// Every skipped tool has exactly one such finding.
	Skipped Action = "skipped"

	// Noted: worth knowing; nothing was changed.
	Noted Action = "noted"
)

// A Finding is one thing that importing found out about a tool or a document.
type Finding struct {
	// Subject is the tool's name as declared, else the document.
	Subject string `json:"subject"`

	// Place is document:line, or document#pointer where lines are not known.
	Place string `json:"place"`

	Action Action `json:"action"`

	// Reason is one of a fixed set of sentences, so that findings can be
	// counted by it.
	Reason string `json:"reason"`

	// Detail is what the reason leaves open: where in the schema, which value.
	Detail string `json:"detail,omitempty"`
}

// A ReadError says why a document cannot be read at all, and where.
type ReadError struct {
	Document string

	// Line and Column count from 1, the column in bytes. Both are 0 where the
	// error has no position.
	Line, Column int

	Reason string
}

// Error is document:line:column: reason.
func (e *ReadError) Error() string {
	if e.Line == 0 {
		return e.Document + ": " + e.Reason
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Document, e.Line, e.Column, e.Reason)
}
