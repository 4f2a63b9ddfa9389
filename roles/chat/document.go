package chat

import (
	"bytes"
	"encoding/json"

	"worldc/world"
)

// A document is a tool as models read it: what its document says, and nothing
// of where it comes from but for the method and path of an HTTP request.
type document struct {
	Name           string          `json:"name"`
	Title          string          `json:"title,omitempty"`
	Description    string          `json:"description"`
	Parameters     json.RawMessage `json:"parameters"`
	ParameterOrder []string        `json:"parameter_order,omitempty"`
	Returns        json.RawMessage `json:"returns,omitempty"`
	Method         string          `json:"method,omitempty"`
	Path           string          `json:"path,omitempty"`
	ReadOnly       *bool           `json:"read_only,omitempty"`
	Destructive    *bool           `json:"destructive,omitempty"`
}

// documentOf is a tool as models read it, with its descriptions cut.
func (m *Model) documentOf(t *world.Tool) document {
	return documentCut(t, m.options.MaxDescription)
}

func documentCut(t *world.Tool, most int) document {
	return document{
		Name: t.Name, Title: t.Hints.Title, Description: clip(t.Description, most), Parameters: clipDescriptions(compact(t.Parameters), most),
		ParameterOrder: t.ParameterOrder, Returns: clipDescriptions(compact(t.Returns), most), Method: t.Source.Method, Path: t.Source.Path,
		ReadOnly: t.Hints.ReadOnly, Destructive: t.Hints.Destructive,
	}
}

// compact is a JSON text without spaces between its tokens.
func compact(raw json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if len(raw) == 0 || json.Compact(&b, raw) != nil {
		return raw
	}
	return b.Bytes()
}

// mostDocuments is about how many characters the documents of a domain may have
// in one question. A domain that has more is told of with shorter descriptions.
const mostDocuments = 120_000

// documentsOf are the tools of a domain as models read them.
func (m *Model) documentsOf(tools []world.Tool) string {
	most := m.options.MaxDescription
	for {
		list := make([]document, len(tools))
		for i := range tools {
			list[i] = documentCut(&tools[i], most)
		}
		text := data(list)
		switch {
		case len(text) <= mostDocuments || most > 0 && most <= 64:
			return text
		case most == 0 || most > 1024:
			most = 1024
		default:
			most /= 2
		}
	}
}
