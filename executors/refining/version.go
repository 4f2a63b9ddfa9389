package refining

import (
	"maps"
	"unicode/utf8"

	"worldc/world"
)

// A Version is one version of the knowledge.
type Version struct {
	// Descriptions are by the ids of tools: those that differ from the document.
	Descriptions map[string]string
	Workflow     string

	// Modification says what was changed against the version of which this one was
	// made, Why what was seen there that was the reason.
	Modification, Why string

	// Findings are what is remarkable about how the version was made.
	Findings []world.Finding
}

// same reports whether two versions tell an agent the same.
func (v *Version) same(w *Version) bool {
	return v.Workflow == w.Workflow && maps.Equal(v.Descriptions, w.Descriptions)
}

// description is what the version says of a tool.
func (v *Version) description(t *world.Tool) string {
	if text, ok := v.Descriptions[t.ID]; ok {
		return text
	}
	return t.Description
}

// describe changes a description, or takes it back to the document's.
func (v *Version) describe(t *world.Tool, text string) {
	if text == t.Description {
		delete(v.Descriptions, t.ID)
		return
	}
	v.Descriptions[t.ID] = text
}

// characters are how many a version has in all: what an agent has to read.
func (v *Version) characters(tools []world.Tool) int {
	n := utf8.RuneCountInString(v.Workflow)
	for i := range tools {
		n += utf8.RuneCountInString(v.description(&tools[i]))
	}
	return n
}
