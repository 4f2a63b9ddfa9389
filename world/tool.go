package world

import "encoding/json"

// A Tool is one callable operation as its document describes it. Its natural
// key is its source document and its name.
type Tool struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`

	// Parameters is a JSON Schema (2020-12) of type object: what goes in.
	Parameters json.RawMessage `json:"parameters"`

	// ParameterOrder lists the properties of Parameters in the order in which
	// the document declares them, which canonical JSON cannot keep.
	ParameterOrder []string `json:"parameter_order"`

	// Returns is a JSON Schema of what comes out; absent where the document
	// does not say.
	Returns json.RawMessage `json:"returns,omitempty"`

	Source Source `json:"source"`
	Hints  Hints  `json:"hints"`
}

// A Source says where a tool was declared.
type Source struct {
	// Document identifies the source document: `api` or `server` where the
	// document gives one, else its path relative to the spec (the base name
	// for a file outside the spec's directory), or "inline" for a tool block.
	Document string `json:"document"`
	API      string `json:"api,omitempty"`
	Server   string `json:"server,omitempty"`

	// Format is the kind of document: functions, mcp, openapi, toolbench or inline.
	Format string `json:"format"`

	// Name is the name in the document, where mending changed it.
	Name string `json:"name,omitempty"`

	Version     string   `json:"version,omitempty"`
	OperationID string   `json:"operation_id,omitempty"`
	Method      string   `json:"method,omitempty"`
	Path        string   `json:"path,omitempty"`
	Category    string   `json:"category,omitempty"`
	Categories  []string `json:"categories,omitempty"`
	Tags        []string `json:"tags,omitempty"`

	// In maps a place of an HTTP request (path, query, header, cookie, body,
	// form) to the properties of Parameters that go there.
	In map[string][]string `json:"in,omitempty"`

	// Deprecated is set where the document calls the operation deprecated.
	Deprecated bool `json:"deprecated,omitempty"`

	// License is the licence under which the document was declared to be.
	License string `json:"license,omitempty"`
}

// Hints are what a document claims about a tool's behaviour. They are claims:
// a nil hint was not made, and none is checked.
type Hints struct {
	Title       string `json:"title,omitempty"`
	ReadOnly    *bool  `json:"read_only,omitempty"`
	Destructive *bool  `json:"destructive,omitempty"`
	Idempotent  *bool  `json:"idempotent,omitempty"`
	OpenWorld   *bool  `json:"open_world,omitempty"`
}

// ToolID is the id of the n-th tool (from 0) that a document declares under
// one name; a document should declare each name once.
func ToolID(document, name string, n int) string {
	if n == 0 {
		return ID(ToolType, document, name)
	}
	return ID(ToolType, document, name, ordinal(n))
}
