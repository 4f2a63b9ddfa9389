package domaining

import (
	"slices"
	"strings"

	"worldc/jsonwalk"
)

const (
	// maxDepth bounds how deep a schema is read and fields are looked for.
	maxDepth = 10

	// maxFields bounds the fields that are taken from one schema, those near
	// the root first.
	maxFields = 200
)

// A schema is what matters here of a JSON Schema.
type schema struct {
	kind        kind
	description string
	ref         string
	required    []string
	properties  []property
	items       *schema
	parts       []*schema          // of allOf, anyOf, oneOf
	definitions map[string]*schema // by the reference to it
}

type property struct {
	name   string
	schema *schema
}

// A kind is a JSON type. Where a schema allows several, it is the first that
// is not null.
type kind uint8

const (
	anything kind = iota
	text
	integer
	number
	boolean
	object
	array
)

var kinds = map[string]kind{
	"string": text, "integer": integer, "number": number, "boolean": boolean, "object": object, "array": array,
}

// parseSchema reads what it can: tools were checked when they were pooled, so
// what is no schema is taken for one that says nothing.
func parseSchema(raw []byte) *schema {
	if len(raw) == 0 {
		return &schema{}
	}
	p := parser{jsonwalk.New(raw)}
	s, err := p.schema(0)
	if err != nil {
		return &schema{}
	}
	return s
}

type parser struct{ jsonwalk.Reader }

func (p parser) schema(depth int) (*schema, error) {
	s := &schema{}
	if depth > 2*maxDepth {
		return s, p.SkipValue()
	}
	return s, p.Members(func(name string) error {
		switch name {
		case "type":
			return p.kind(s)
		case "description", "title":
			return p.Text(func(text string) {
				if s.description == "" || name == "description" {
					s.description = text
				}
			})
		case "$ref":
			return p.Text(func(text string) { s.ref = text })
		case "required":
			return p.Elements(func() error {
				return p.Text(func(text string) { s.required = append(s.required, text) })
			})
		case "properties":
			return p.Members(func(name string) error {
				child, err := p.schema(depth + 1)
				s.properties = append(s.properties, property{name, child})
				return err
			})
		case "items":
			if p.PeekKind() == '[' {
				return p.Elements(func() (err error) {
					s.items, err = p.schema(depth + 1)
					return err
				})
			}
			child, err := p.schema(depth + 1)
			s.items = child
			return err
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
	})
}

func (p parser) kind(s *schema) error {
	take := func(name string) {
		if s.kind == anything {
			s.kind = kinds[name]
		}
	}
	if p.PeekKind() == '[' {
		return p.Elements(func() error { return p.Text(take) })
	}
	return p.Text(take)
}

// A field is a value somewhere in a schema.
type field struct {
	// path leads to the value: names joined with dots, [] after an array.
	path string

	// name is the last name of the path, owner the last but one, and so on to
	// the root; empty for an array at the root.
	name   string
	owners []string

	kind        kind // of the elements, for an array
	list        bool // an array, or inside one
	required    bool
	description string
}

// fields lists the values in a schema that hold no other values, level by
// level, in the order of their paths within a level; and, if whole is set, the
// objects and arrays too.
func (s *schema) fields() []field {
	type place struct {
		*schema
		field
	}
	var found []field
	root := s
	level := []place{{s, field{}}}
	for depth := 0; depth < maxDepth && len(level) > 0 && len(found) < maxFields; depth++ {
		var next []place
		for _, at := range level {
			flat := at.schema.flatten(root)
			f := at.field
			if f.kind = flat.kind; f.description == "" {
				f.description = flat.description
			}
			if flat.kind == array || flat.kind == anything && flat.items != nil {
				f.path += "[]"
				f.list = true
				items := flat.items
				if items == nil {
					items = &schema{}
				}
				next = append(next, place{items, f})
				continue
			}
			if len(flat.properties) == 0 {
				found = append(found, f)
				continue
			}
			for _, p := range flat.properties {
				child := field{path: p.name, name: p.name, list: f.list, required: slices.Contains(flat.required, p.name)}
				if f.path != "" {
					child.path = f.path + "." + p.name
				}
				if f.name != "" {
					child.owners = append([]string{f.name}, f.owners...)
				}
				next = append(next, place{p.schema, child})
			}
			if len(next) > 4*maxFields {
				break
			}
		}
		slices.SortStableFunc(next, func(a, b place) int { return strings.Compare(a.path, b.path) })
		level = next
	}
	if len(found) > maxFields {
		found = found[:maxFields]
	}
	return found
}

// flatten is s with its reference followed and its parts joined, so far as
// they go. Properties are in the order of their names; the first of equal ones
// counts.
func (s *schema) flatten(root *schema) *schema {
	flat := &schema{}
	left := 64 // bounds references that lead in circles
	var add func(s *schema)
	add = func(s *schema) {
		if left--; left < 0 {
			return
		}
		if flat.kind == anything {
			flat.kind = s.kind
		}
		if flat.description == "" {
			flat.description = s.description
		}
		if flat.items == nil {
			flat.items = s.items
		}
		flat.required = append(flat.required, s.required...)
		flat.properties = append(flat.properties, s.properties...)
		if s.ref == "#" {
			add(root)
		} else if target := root.definitions[s.ref]; s.ref != "" && target != nil {
			add(target)
		}
		for _, p := range s.parts {
			add(p)
		}
	}
	add(s)
	if flat.kind == anything && len(flat.properties) > 0 {
		flat.kind = object
	}
	slices.SortStableFunc(flat.properties, func(a, b property) int { return strings.Compare(a.name, b.name) })
	flat.properties = slices.CompactFunc(flat.properties, func(a, b property) bool { return a.name == b.name })
	return flat
}
