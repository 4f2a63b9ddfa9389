package toolpool

import "fmt"

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
