package spec

import "encoding/json"

// A ToolPool gathers tools from documents and from the spec itself. Tools that
// documents describe badly are mended or rejected, each with a reason in the
// block's report.
type ToolPool struct {
	// Sources are the documents, in order.
	Sources []ToolSource `spec:"source,block"`

	// Tools are tools declared in the spec itself, after those of the sources.
	Tools []InlineTool `spec:"tool,block"`

	// Include keeps only the tools whose names match one of the patterns; with
	// no pattern, all.
	Include Patterns `spec:"include,optional"`

	// Exclude leaves out the tools whose names match one of the patterns, also
	// where Include matches.
	Exclude Patterns `spec:"exclude,optional"`

	// RequireDescription rejects tools that have no description.
	RequireDescription bool `spec:"require_description" default:"true"`

	// Deduplicate rejects a tool that equals an earlier one in everything but
	// where it comes from.
	Deduplicate bool `spec:"deduplicate" default:"true"`
}

// A ToolSource is a set of documents of one format. A document may be
// compressed with zstd.
type ToolSource struct {
	// Format is what the documents are: `functions` (lists of functions as
	// chat models take them, in the MCP, OpenAI or flat shape; one array, one
	// object or JSON lines), `mcp` (results of an MCP server's tools/list),
	// `openapi` (OpenAPI 2.0 to 3.2, JSON or YAML) or `toolbench` (RapidAPI
	// records).
	Format string `spec:"format,label" oneof:"functions|mcp|openapi|toolbench"`

	// Paths are the documents.
	Paths Paths `spec:"paths"`

	// License is the licence of the documents, an SPDX identifier. It is
	// noted in every tool and rolled up in the dataset card.
	License string `spec:"license" default:""`
}

// An InlineTool is a tool declared in the spec.
type InlineTool struct {
	// Name is the tool's name, as a model would call it.
	Name string `spec:"name,label"`

	// Description says what the tool does, for the model that calls it.
	Description string `spec:"description" default:""`

	// Parameters is a JSON Schema of type object: what goes in.
	Parameters json.RawMessage `spec:"parameters,optional"`

	// Returns is a JSON Schema: what comes out.
	Returns json.RawMessage `spec:"returns,optional"`

	// ParameterOrder lists the parameters in the order in which they should be
	// shown. Left out, it is the order in which `parameters` declares its
	// `properties`.
	ParameterOrder []string `spec:"parameter_order,optional"`

	// Title is a name for people.
	Title string `spec:"title" default:""`

	// ReadOnly claims that the tool changes nothing.
	ReadOnly *bool `spec:"read_only,optional"`

	// Destructive claims that the tool can delete or overwrite.
	Destructive *bool `spec:"destructive,optional"`

	// Idempotent claims that calling the tool again with the same arguments
	// changes nothing more.
	Idempotent *bool `spec:"idempotent,optional"`

	// OpenWorld claims that the tool reaches things outside its own world,
	// such as the web.
	OpenWorld *bool `spec:"open_world,optional"`
}
