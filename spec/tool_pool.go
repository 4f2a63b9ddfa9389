package spec

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// A ToolPool gathers tools from documents and from the spec itself. Tools that
// documents describe badly are mended or rejected, each with a reason in the
// block's report.
type ToolPool struct {
	// Sources are the documents, in order.
	Sources []ToolSource `spec:"source,block"`

	// Tools are tools declared in the spec itself, after those of the sources.
	Tools []InlineTool `spec:"tool,block"`

	// Include keeps only the tools whose names match one of the patterns. With
	// no pattern, all are kept.
	Include Patterns `spec:"include,optional"`

	// Exclude leaves out the tools whose names match one of the patterns, also
	// where `include` matches.
	Exclude Patterns `spec:"exclude,optional"`

	// RewriteDescriptions describes every tool anew, and says outright what goes
	// in and what comes out. Left out, descriptions stay as they are.
	RewriteDescriptions References `spec:"rewrite_descriptions,optional" reads:"served model" takes:"a reference to a served model"`

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

	// Range is the block's header.
	Range Range `spec:",range"`
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

	// Range is the block's header.
	Range Range `spec:",range"`
}

func (p *ToolPool) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	if len(p.Sources) == 0 && len(p.Tools) == 0 {
		diags = append(diags, Errorf(at(""), "No tools", "A tool_pool needs a source block or a tool block."))
	}
	first := map[string]Range{}
	for _, t := range p.Tools {
		if r, ok := first[t.Name]; ok {
			diags = append(diags, Errorf(t.Range, "Duplicate tool", "The tool %q is already declared at %s.", t.Name, r))
			continue
		}
		first[t.Name] = t.Range
	}
	return diags
}

// complete derives the order of the parameters from how they were written:
// the properties of a JSON Schema are a map, which has none.
func (t *InlineTool) complete(given hcl.Attributes) {
	if given["parameter_order"] != nil || t.Parameters == nil {
		return
	}
	if parameters := given["parameters"]; parameters != nil {
		t.ParameterOrder = keysOf(valueOf(parameters.Expr, "properties"))
	}
	if t.ParameterOrder == nil {
		t.ParameterOrder = t.properties()
	}
}

// properties are the names of the parameters, sorted.
func (t *InlineTool) properties() []string {
	var schema struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if json.Unmarshal(t.Parameters, &schema) != nil {
		return nil // not a schema of an object; the executor rejects it
	}
	return slices.Sorted(maps.Keys(schema.Properties))
}

func (t *InlineTool) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	if t.Parameters != nil && t.Parameters[0] != '{' {
		diags = append(diags, Errorf(at("parameters"), "Unsuitable value",
			"parameters must be a JSON Schema of type object, such as { type = \"object\", properties = {} }."))
	}
	names := t.properties()
	known := map[string]bool{}
	for _, n := range names {
		known[n] = true
	}
	seen := map[string]bool{}
	for _, n := range t.ParameterOrder {
		switch {
		case seen[n]:
			diags = append(diags, Errorf(at("parameter_order"), "Unsuitable value", "parameter_order names %q twice.", n))
		case !known[n]:
			diags = append(diags, Errorf(at("parameter_order"), "Unsuitable value",
				"parameter_order names %q, which is not among the properties of parameters.", n))
		}
		seen[n] = true
	}
	for _, n := range names {
		if !seen[n] {
			diags = append(diags, Errorf(at("parameter_order"), "Unsuitable value", "parameter_order leaves out %q.", n))
		}
	}
	return diags
}

// keysOf returns the keys of an object that is written out, in that order.
func keysOf(expr hcl.Expression) []string {
	if expr == nil {
		return nil
	}
	pairs, diags := hcl.ExprMap(expr)
	if diags.HasErrors() {
		return nil
	}
	keys := make([]string, 0, len(pairs))
	for _, p := range pairs {
		key, ok := keyOf(p)
		if !ok {
			return nil
		}
		keys = append(keys, key)
	}
	return keys
}

// valueOf returns the expression at a key of an object that is written out.
func valueOf(expr hcl.Expression, key string) hcl.Expression {
	pairs, diags := hcl.ExprMap(expr)
	if diags.HasErrors() {
		return nil
	}
	for _, p := range pairs {
		if k, ok := keyOf(p); ok && k == key {
			return p.Value
		}
	}
	return nil
}

// keyOf returns a key that is written out.
func keyOf(p hcl.KeyValuePair) (string, bool) {
	v, diags := p.Key.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}
