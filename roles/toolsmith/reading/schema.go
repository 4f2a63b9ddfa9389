package reading

import (
	"encoding/json"

	"worldc/jsonwalk"
)

// Bounds on what a document can cost, whatever it holds.
const (
	maxDepth   = 12
	maxSchemas = 3000 // in one document
	maxJoined  = 64   // schemas that become one, by allOf and the like
	maxMembers = 300  // properties of a schema of several parts
)

// A schema is what matters here of a JSON Schema. What cannot be read is taken
// to say nothing.
type schema struct {
	raw         json.RawMessage
	kind        string // a JSON type, "" if any or if the schema's parts disagree
	title       string
	description string
	format      string
	values      int  // how many values enum or const allow; 0 if any
	fights      bool // parts of the schema disagree on the type
	properties  []property
	required    []string
	items       *schema
	parts       []*schema // of allOf, anyOf, oneOf
	ref         string
	definitions map[string]*schema // by the reference to it
}

type property struct {
	name string
	*schema
}

// parseSchema reads a schema and follows its references.
func parseSchema(raw json.RawMessage) *schema {
	if len(raw) == 0 {
		return &schema{}
	}
	p := &parser{Reader: jsonwalk.New(raw), raw: raw}
	s, _ := p.schema(0) // so far as it goes
	return s
}

type parser struct {
	jsonwalk.Reader
	raw  json.RawMessage
	seen int
}

// schema reads the schema ahead. The error ends the reading; the schema holds
// what came before it.
func (p *parser) schema(depth int) (*schema, error) {
	s := &schema{}
	p.seen++
	if depth > maxDepth || p.seen > maxSchemas || p.PeekKind() != '{' {
		return s, p.SkipValue()
	}
	if _, err := p.ReadToken(); err != nil {
		return s, err
	}
	start := p.InputOffset() - 1
	p.raw = p.raw[:len(p.raw):len(p.raw)]
	err := p.Rest(func(name string) error { return p.keyword(s, name, depth) })
	if end := p.InputOffset(); err == nil && start >= 0 && end <= int64(len(p.raw)) {
		s.raw = p.raw[start:end:end]
	}
	return s, err
}

func (p *parser) keyword(s *schema, name string, depth int) error {
	switch name {
	case "type":
		if p.PeekKind() == '[' {
			return p.Elements(func() error { return p.Text(s.allow) })
		}
		return p.Text(s.allow)
	case "title":
		return p.Text(func(t string) { s.title = t })
	case "description":
		return p.Text(func(t string) { s.description = t })
	case "format":
		return p.Text(func(t string) { s.format = t })
	case "$ref":
		return p.Text(func(t string) { s.ref = t })
	case "const":
		s.values = 1
		return p.SkipValue()
	case "enum":
		s.values = 0
		return p.Elements(func() error { s.values++; return p.SkipValue() })
	case "required":
		return p.Elements(func() error { return p.Text(func(t string) { s.required = append(s.required, t) }) })
	case "properties":
		return p.Members(func(name string) error {
			if p.seen > maxSchemas {
				return p.SkipValue()
			}
			child, err := p.schema(depth + 1)
			s.properties = append(s.properties, property{name, child})
			return err
		})
	case "items", "prefixItems":
		if p.PeekKind() != '[' {
			child, err := p.schema(depth + 1)
			s.items = child
			return err
		}
		return p.Elements(func() error {
			child, err := p.schema(depth + 1)
			if s.items == nil {
				s.items = child
			}
			return err
		})
	case "allOf", "anyOf", "oneOf":
		return p.Elements(func() error {
			child, err := p.schema(depth + 1)
			s.parts = append(s.parts, child)
			return err
		})
	case "$defs", "definitions":
		return p.Members(func(key string) error {
			child, err := p.schema(depth + 1)
			if s.definitions == nil {
				s.definitions = map[string]*schema{}
			}
			s.definitions["#/"+name+"/"+key] = child
			return err
		})
	}
	return p.SkipValue()
}

// allow adds a type to those that the schema allows. Null says nothing;
// integers are numbers; types that fight leave none.
func (s *schema) allow(kind string) {
	switch kind {
	case "string", "integer", "number", "boolean", "object", "array":
	default:
		return
	}
	switch {
	case s.fights || s.kind == kind:
	case s.kind == "":
		s.kind = kind
	case s.kind == "integer" && kind == "number", s.kind == "number" && kind == "integer":
		s.kind = "number"
	default:
		s.kind, s.fights = "", true
	}
}

// flatten is s with its reference followed and its parts joined. The first of
// several properties of one name counts. A schema without parts is itself.
func (s *schema) flatten(root *schema) *schema {
	if s == nil {
		return &schema{}
	}
	flat := s
	if s.ref != "" || len(s.parts) > 0 {
		flat = &schema{raw: s.raw}
		left := maxJoined
		flat.join(s, root, &left)
	}
	if flat.kind == "" && !flat.fights && (len(flat.properties) > 0 || flat.items != nil) {
		copied := *flat
		if copied.kind = "object"; len(flat.properties) == 0 {
			copied.kind = "array"
		}
		return &copied
	}
	return flat
}

func (s *schema) join(part, root *schema, left *int) {
	if *left--; *left < 0 {
		return
	}
	if part.fights {
		s.kind, s.fights = "", true
	}
	s.allow(part.kind)
	if s.title == "" {
		s.title = part.title
	}
	if s.description == "" {
		s.description = part.description
	}
	if s.format == "" {
		s.format = part.format
	}
	if s.items == nil {
		s.items = part.items
	}
	s.values += part.values
	s.required = append(s.required, part.required...)
next:
	for _, p := range part.properties {
		if len(s.properties) >= maxMembers {
			break
		}
		for _, q := range s.properties {
			if q.name == p.name {
				continue next
			}
		}
		s.properties = append(s.properties, p)
	}
	if part.ref == "#" {
		s.join(root, root, left)
	} else if target := root.definitions[part.ref]; part.ref != "" && target != nil {
		s.join(target, root, left)
	}
	for _, p := range part.parts {
		s.join(p, root, left)
	}
}
