package toolsmith

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles/toolsmith/reading"
	"worldc/world"
)

// A document often says more of a result than tables can hold: members that no
// column stands for, a list where rows have one, a text where there may be none.
// What the code returns is decided first; the document that agents of the world
// read is then made to say just that.

// An outcome is a place of what a tool returns.
type outcome struct {
	path string // such as "hotels[].address.city"
	leaf leaf
}

// A leaf is the JSON Schema of a value that is not looked into.
type leaf struct {
	Type        []string          // JSON types; empty for any
	Description string            // of the document
	Format      string            // of texts
	Enum        []json.RawMessage // without null
	Items       *leaf             // of the elements of an array, if known
}

// MarshalJSON writes the schema. What may be null has this among its types.
func (l leaf) MarshalJSON() ([]byte, error) {
	s := map[string]any{}
	switch len(l.Type) {
	case 0:
	case 1:
		s["type"] = l.Type[0]
	default:
		s["type"] = l.Type
	}
	if l.Description != "" {
		s["description"] = l.Description
	}
	if l.Format != "" {
		s["format"] = l.Format
	}
	if len(l.Enum) > 0 {
		values := slices.Clone(l.Enum)
		if slices.Contains(l.Type, "null") {
			values = append(values, json.RawMessage("null"))
		}
		s["enum"] = values
	}
	if l.Items != nil {
		s["items"] = l.Items
	}
	return json.Marshal(s)
}

// leafOf is what a column holds, in the words that a document has for it.
func (c *column) leafOf(document json.RawMessage) leaf {
	said := facetsOf(document)
	l := leaf{Description: said.text}
	switch c.Type {
	case "INTEGER":
		l.Type = []string{"integer"}
	case "REAL":
		l.Type = []string{"number"}
	case "BOOLEAN":
		l.Type = []string{"boolean"}
	case "JSON":
		if items := facetsOf(c.listed).items; c.listsOnly() {
			l.Type = []string{"array"}
			if !c.written && items != nil && items.only("string", "integer", "number", "boolean") {
				l.Items = &leaf{Type: items.types}
			}
		}
	default:
		l.Type = []string{"string"}
		if said.only("string") {
			l.Format = said.format
		}
	}
	if c.Type != "JSON" {
		l.Enum = c.Enum
	}
	if !c.Required && c != c.entity.key && len(l.Type) > 0 {
		l.Type = append(l.Type, "null")
	}
	return l
}

// listsOnly reports whether a JSON column holds lists and nothing else. What others
// hold is written by tools whose documents may differ.
func (c *column) listsOnly() bool {
	said := facetsOf(c.Document)
	return c.lists != nil || c.listed != nil && !c.written && said.only("array")
}

// give notes that the result shows columns at places below prefix.
func (f *function) give(prefix string, gives []world.Give) {
	for _, g := range gives {
		at := world.Give{Output: prefix + g.Output, Column: g.Column}
		f.gives = append(f.gives, at)
		table, name, _ := strings.Cut(g.Column, ".")
		e := f.entity(table)
		c := e.named(name)
		f.outcomes = append(f.outcomes, outcome{at.Output, c.leafOf(f.documentOf(g.Output, c))})
	}
}

// entity is that of a table whose rows a result shows: the plan's, a link's, or
// that of a mirror.
func (f *function) entity(table string) *entity {
	p := f.plan
	if p.link != nil && p.link.entity.table == table {
		return p.link.entity
	}
	for _, e := range p.things.entities {
		if e.table == table {
			return e
		}
	}
	panic("toolsmith: a result shows the table " + table + ", which there is not")
}

// documentOf is what the document says of a place of the row, or what is said of
// its column.
func (f *function) documentOf(output string, c *column) json.RawMessage {
	if f.plan.shape != nil {
		for i := range f.plan.shape.fields {
			if field := &f.plan.shape.fields[i]; field.path == output && len(facetsOf(field.field.Document).text) > 0 {
				return field.field.Document
			}
		}
	}
	return c.Document
}

// tell notes what stands beside the rows: of the types of its document, or none.
func (f *function) tell(a *reading.Field, certain bool) {
	said := facetsOf(a.Document)
	l := leaf{Type: slices.Clone(said.types), Description: said.text}
	if !certain && len(l.Type) > 0 {
		l.Type = append(l.Type, "null")
	}
	f.outcomes = append(f.outcomes, outcome{a.Path, l})
}

// A position is a place in a result and what is inside it.
type position struct {
	members []string // in the order in which they were met
	inside  map[string]*position
	element *position // of a list
	leaf    *leaf
}

func (p *position) member(name string) *position {
	if p.inside == nil {
		p.inside = map[string]*position{}
	}
	if p.inside[name] == nil {
		p.inside[name] = &position{}
		p.members = append(p.members, name)
	}
	return p.inside[name]
}

// schema is the JSON Schema of a position; document is what the tool's own
// document says of it, of which the description is kept.
func (p *position) schema(document json.RawMessage) any {
	if p.leaf != nil {
		return p.leaf
	}
	var said struct {
		Description string                     `json:"description"`
		Items       json.RawMessage            `json:"items"`
		Properties  map[string]json.RawMessage `json:"properties"`
	}
	_ = json.Unmarshal(document, &said) // what is no schema says nothing
	s := map[string]any{}
	if said.Description != "" {
		s["description"] = said.Description
	}
	if p.element != nil {
		s["type"], s["items"] = "array", p.element.schema(said.Items)
		return s
	}
	properties := map[string]any{}
	for _, name := range p.members {
		properties[name] = p.inside[name].schema(said.Properties[name])
	}
	s["type"], s["properties"], s["required"] = "object", properties, slices.Sorted(slices.Values(p.members))
	return s
}

// returned is the JSON Schema of what the code returns; nil of a tool whose
// document does not say what comes out.
func (f *function) returned() json.RawMessage {
	if len(f.plan.tool.Returns) == 0 || len(f.outcomes) == 0 {
		return nil
	}
	root := &position{}
	for _, o := range f.outcomes {
		at := root
		for segment := range strings.SplitSeq(o.path, ".") {
			name := strings.TrimRight(segment, "[]")
			if name != "" {
				at = at.member(name)
			}
			for range strings.Count(segment, "[]") {
				if at.element == nil {
					at.element = &position{}
				}
				at = at.element
			}
		}
		if at.leaf == nil && at.element == nil && at.inside == nil {
			at.leaf = &o.leaf
		}
	}
	raw, err := json.Marshal(root.schema(f.plan.tool.Returns))
	if err != nil {
		panic(err) // it was built here
	}
	return raw
}
