package executors

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"worldc/world"
)

// toolText is what an embedding model reads of a tool: what "ngram" reads as
// well, in the form of a document. Parameters come first in importance
// (AgentScaler, Eq. 1: the vector is one of parameters), names before texts.
func toolText(t *world.Tool) string {
	var b strings.Builder
	b.WriteString(t.Name)
	if t.Description != "" {
		b.WriteString(": " + clipRunes(t.Description, 400))
	}
	properties := schemaProperties(t.Parameters)
	order := slices.Clone(t.ParameterOrder)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	for _, name := range order {
		p, ok := properties[name]
		if !ok {
			continue
		}
		b.WriteString("\n- " + name)
		if p.Type != "" {
			b.WriteString(" (" + p.Type + ")")
		}
		if p.Description != "" {
			b.WriteString(": " + clipRunes(p.Description, 200))
		}
	}
	if returns := schemaProperties(t.Returns); len(returns) > 0 {
		b.WriteString("\nreturns " + strings.Join(slices.Sorted(maps.Keys(returns)), ", "))
	}
	return b.String()
}

// A textProperty is what is read of a property.
type textProperty struct{ Type, Description string }

// schemaProperties are the properties of an object's schema.
func schemaProperties(schema json.RawMessage) map[string]textProperty {
	var s struct {
		Properties map[string]struct {
			Type        json.RawMessage `json:"type"`
			Description string          `json:"description"`
		} `json:"properties"`
	}
	if len(schema) == 0 || json.Unmarshal(schema, &s) != nil {
		return nil
	}
	properties := make(map[string]textProperty, len(s.Properties))
	for name, p := range s.Properties { //lint:ordered into a map
		var kind string
		if json.Unmarshal(p.Type, &kind) != nil {
			kind = "" // a union, or none
		}
		properties[name] = textProperty{kind, p.Description}
	}
	return properties
}

// clipRunes is the beginning of a text.
func clipRunes(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}
