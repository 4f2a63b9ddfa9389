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
	Findings []world.Finding `json:"findings"`
}
