package formats

import (
	"encoding/json"

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
	var ok bool
	if tool.InputSchema, ok = objectSchema(t.Parameters); !ok || takesNothing(tool.InputSchema) {
		tool.InputSchema = json.RawMessage(`{"type":"object","additionalProperties":false}`)
	}
	if len(t.Returns) > 0 {
		if schema, ok := objectSchema(t.Returns); ok {
			tool.OutputSchema = schema
		}
	}
	return artifact.Marshal(tool)
}

// objectSchema is a schema of objects as the protocol writes it down: `type` is
// the word object, `properties` are schemas that are objects, `true` and `false`
// written out. It is not ok for any other schema.
func objectSchema(schema json.RawMessage) (json.RawMessage, bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(schema, &members) != nil || string(members["type"]) != `"object"` {
		return nil, false
	}
	var properties map[string]json.RawMessage
	if json.Unmarshal(members["properties"], &properties) != nil {
		return schema, true // there are none
	}
	plain := true
	for name, p := range properties { //lint:ordered each by itself
		switch string(p) {
		case "true":
			properties[name], plain = json.RawMessage(`{}`), false
		case "false":
			properties[name], plain = json.RawMessage(`{"not":{}}`), false
		}
	}
	if plain {
		return schema, true
	}
	text, err := json.Marshal(properties)
	if err != nil {
		return nil, false
	}
	members["properties"] = text
	schema, err = json.Marshal(members)
	return schema, err == nil
}

// takesNothing reports whether a schema of an input has no parameters and says
// nothing else about them.
func takesNothing(schema json.RawMessage) bool {
	var s map[string]json.RawMessage
	if json.Unmarshal(schema, &s) != nil {
		return false
	}
	for name, value := range s { //lint:ordered any that does will do
		switch name {
		case "type", "title", "description", "$schema":
		case "properties", "required":
			if v := string(value); v != "{}" && v != "[]" {
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
