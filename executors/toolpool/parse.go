package toolpool

import (
	"errors"
	"fmt"

	"worldc/world"
)

// The formats that Parse reads; they are the values of world.Source.Format.
const (
	// Functions is a list of functions as chat models take them: the MCP,
	// OpenAI, Anthropic, Gemini or flat shape, as one array, one object or
	// JSON lines.
	Functions = "functions"

	// MCP is what an MCP server answers to tools/list.
	MCP = "mcp"

	// OpenAPI is an OpenAPI description, 2.0 to 3.2, in JSON or YAML.
	OpenAPI = "openapi"

	// ToolBench is RapidAPI end-points as ToolBench records them.
	ToolBench = "toolbench"

	// Inline is a tool that the spec itself declares. It has no documents and
	// needs no Parse: the caller makes its Raw.
	Inline = "inline"
)

// A File is a document, read and decompressed by the caller.
type File struct {
	// Document names the document in records and findings.
	Document string

	// Path is where the document lies, with slashes. It is only compared with
	// the paths of the other files, to find what a document refers to, and
	// comes into no record. Empty means Document.
	Path string

	// License is the licence declared for the document, or "".
	License string

	// Data is the text. Parse and the Raw that it returns keep it.
	Data []byte
}

// A Raw is one declared tool as its document has it.
type Raw struct {
	// Place is where the declaration stands, for findings.
	Place string

	// Name and Description are as declared; "" where there is none.
	Name, Description string

	// Parameters and Returns are the input and the output schema, as JSON text
	// of any value, valid or not; nil where there is none.
	Parameters, Returns []byte

	// ParameterOrder is the order of the parameters where Parameters does not
	// have it, or nil.
	ParameterOrder []string

	Source world.Source
	Hints  world.Hints
}

// Parse finds the tools that the files declare, in the order of the files and
// of the declarations in them. A declaration that cannot be read is a finding
// (Rejected). A file that cannot be read at all is a *ReadError; the error
// joins those of all files, and the tools and findings of the other files are
// returned with it.
func Parse(format string, files ...File) ([]Raw, []world.Finding, error) {
	switch format {
	case Functions, MCP, ToolBench:
	case OpenAPI:
		return parseOpenAPI(files)
	default:
		panic(fmt.Sprintf("toolpool: no format %q", format))
	}
	var raws []Raw
	var findings []world.Finding
	var errs []error
	for _, f := range files {
		p := listing{format: format, file: f}
		if err := p.read(); err != nil {
			errs = append(errs, err)
			findings = append(findings, p.findings...)
			continue
		}
		raws = append(raws, p.raws...)
		findings = append(findings, p.findings...)
	}
	return raws, findings, errors.Join(errs...)
}

// check refuses files that no parser needs to see.
func (f File) check() *ReadError {
	switch {
	case len(f.Data) > maxDocument:
		return &ReadError{Document: f.Document, Reason: fmt.Sprintf("larger than %d MiB", maxDocument>>20)}
	case hasPrefix(f.Data, "\xff\xfe"), hasPrefix(f.Data, "\xfe\xff"):
		return &ReadError{Document: f.Document, Line: 1, Column: 1, Reason: "the text is UTF-16; save it as UTF-8"}
	case hasPrefix(f.Data, "\x28\xb5\x2f\xfd"), hasPrefix(f.Data, "\x1f\x8b"):
		return &ReadError{Document: f.Document, Line: 1, Column: 1, Reason: "the file is compressed"}
	}
	return nil
}

func hasPrefix(data []byte, prefix string) bool {
	return len(data) >= len(prefix) && string(data[:len(prefix)]) == prefix
}
