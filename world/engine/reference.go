package engine

import _ "embed"

//go:embed tools.md
var reference string

// Reference is what writers of tool code need to know, in Markdown: people,
// documentation and models are given the same text.
func Reference() string { return reference }
