package formats

import (
	"encoding/json"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"worldc/artifact"
	"worldc/world"
)

// The documents of the Model Context Protocol, version 2025-11-25: the result of
// tools/list, without a cursor to more. Schemas are JSON Schema of 2020-12, which
// is what a schema that names no dialect is in. An input is an object; that of a
// tool without parameters allows none. An output is described where it is an
// object, which is all that the protocol can describe. What a tool is, its id and
// what it was called before it was given another name, stands in _meta.

// MCPToolNames are the names that the protocol recommends.
var MCPToolNames = NameRule{Longest: 128, Dots: true}

// What stands before and after the tools of a document.
const (
	mcpHead = `{"tools":[`
	mcpTail = `]}`
)

type mcpTool struct {
	Name         string          `json:"name"`
	Title        string          `json:"title,omitempty"`
	Description  string          `json:"description,omitempty"`
	InputSchema  json.RawMessage `json:"inputSchema"`
	OutputSchema json.RawMessage `json:"outputSchema,omitempty"`
	Annotations  mcpAnnotations  `json:"annotations,omitzero"`
	Meta         mcpMeta         `json:"_meta"`
}

type mcpAnnotations struct {
	ReadOnly    *bool `json:"readOnlyHint,omitempty"`
	Destructive *bool `json:"destructiveHint,omitempty"`
	Idempotent  *bool `json:"idempotentHint,omitempty"`
	OpenWorld   *bool `json:"openWorldHint,omitempty"`
}

type mcpMeta struct {
	ID   string `json:"worldc/id"`
	Name string `json:"worldc/name,omitempty"`
}

// MCPTool is a tool of a document, in canonical JSON.
func MCPTool(t *world.Tool) ([]byte, error) {
	tool := mcpTool{
		Name: t.Name, Title: t.Hints.Title, Description: t.Description,
		Annotations: mcpAnnotations{t.Hints.ReadOnly, t.Hints.Destructive, t.Hints.Idempotent, t.Hints.OpenWorld},
		Meta:        mcpMeta{t.ID, t.Source.Name},
	}
	if s, ok := readSchema(t.Parameters); ok && !s.takesNothing() {
		tool.InputSchema = s.text(t.Parameters)
	} else {
		tool.InputSchema = json.RawMessage(`{"type":"object","additionalProperties":false}`)
	}
	if s, ok := readSchema(t.Returns); ok {
		tool.OutputSchema = s.text(t.Returns)
	}
	return artifact.Marshal(tool)
}

// An mcpSchema is a schema of objects.
type mcpSchema struct {
	members, properties map[string]jsontext.Value
}

// readSchema reads a schema; it is not ok unless the `type` of the schema is the
// word object, as the protocol wants it.
func readSchema(raw json.RawMessage) (s mcpSchema, ok bool) {
	if len(raw) == 0 || jsonv2.Unmarshal(raw, &s.members) != nil || string(s.members["type"]) != `"object"` {
		return s, false
	}
	if p := s.members["properties"]; p != nil && jsonv2.Unmarshal(p, &s.properties) != nil {
		return s, false
	}
	return s, true
}

// text is the schema as the protocol writes it down: each of the properties is an
// object, `true` and `false` are written out. raw is what was read.
func (s mcpSchema) text(raw json.RawMessage) json.RawMessage {
	plain := true
	for name, p := range s.properties { //lint:ordered each by itself
		switch string(p) {
		case "true":
			s.properties[name], plain = jsontext.Value(`{}`), false
		case "false":
			s.properties[name], plain = jsontext.Value(`{"not":{}}`), false
		}
	}
	if plain {
		return raw
	}
	write := func(v map[string]jsontext.Value) []byte {
		text, err := jsonv2.Marshal(v, jsonv2.Deterministic(true))
		if err != nil {
			panic(err) // it was read
		}
		return text
	}
	s.members["properties"] = write(s.properties)
	return write(s.members)
}

// takesNothing reports whether a schema of an input has no parameters, and does
// not say that there may be any.
func (s mcpSchema) takesNothing() bool {
	if len(s.properties) > 0 {
		return false
	}
	for name, value := range s.members { //lint:ordered any that does will do
		switch name {
		case "type", "title", "description", "$schema", "properties":
		case "required":
			if string(value) != "[]" {
				return false
			}
		case "additionalProperties":
			if string(value) != "false" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// WithEffect is a tool of a world with the hints that its document leaves out
// and its code answers: whether it only reads and, if not, whether it changes or
// removes what is there. What the document claims stands as it is, since agents
// read it.
func WithEffect(w *world.WorldTool) world.Tool {
	t := w.Tool
	reads := w.Effect == world.Read
	if t.Hints.ReadOnly == nil && w.Effect != "" {
		t.Hints.ReadOnly = &reads
	}
	if t.Hints.Destructive == nil && !reads && w.Does != nil {
		destroys := w.Does.Operation != world.Create && w.Does.Operation != world.Link
		t.Hints.Destructive = &destroys
	}
	return t
}
