package taskmaking

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"worldc/artifact"
)

// Parameters are what a JSON Schema says of a tool's arguments.
type parameters struct {
	names      []string // sorted
	properties map[string]*schema
	required   map[string]bool
}

// A schema is what is read of the JSON Schema of one value. What it does not
// read, the engine checks.
type schema struct {
	Types    types             `json:"type"`
	Enum     []json.RawMessage `json:"enum"`
	Const    json.RawMessage   `json:"const"`
	Default  json.RawMessage   `json:"default"`
	Examples []json.RawMessage `json:"examples"`
	Example  json.RawMessage   `json:"example"`
	Format   string            `json:"format"`
	Pattern  string            `json:"pattern"`
	Shortest int               `json:"minLength"`
	Minimum  *json.Number      `json:"minimum"`
	Maximum  *json.Number      `json:"maximum"`
	Items    *schema           `json:"items"`
	AnyOf    []schema          `json:"anyOf"`
	OneOf    []schema          `json:"oneOf"`

	raw json.RawMessage // of an object: its properties are parameters too
}

// types is the member type, which is a name or a list of names.
type types []string

// UnmarshalJSON implements json.Unmarshaler.
func (t *types) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(raw, []byte{'"'}) {
		*t = types{plain(string(raw))}
		return nil
	}
	var list []string
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil // a schema may be false or odd; then nothing is known
	}
	*t = list
	return nil
}

// UnmarshalJSON implements json.Unmarshaler: a schema that is true or false, or
// that cannot be read, says nothing.
func (s *schema) UnmarshalJSON(raw []byte) error {
	type fields schema
	var f fields
	if json.Unmarshal(raw, &f) == nil {
		*s = schema(f)
	}
	if bytes.Contains(raw, []byte(`"properties"`)) {
		s.raw = bytes.Clone(raw)
	}
	if len(s.Types) == 0 {
		for _, one := range append(s.AnyOf, s.OneOf...) {
			if len(one.Types) > 0 && one.Types[0] != null {
				s.Types = append(s.Types, one.Types...)
				s.Items = one.Items
				s.Enum = append(s.Enum, one.Enum...)
				break
			}
		}
	}
	return nil
}

func parametersOf(raw json.RawMessage) parameters {
	var s struct {
		Properties map[string]*schema `json:"properties"`
		Required   []string           `json:"required"`
	}
	p := parameters{properties: map[string]*schema{}, required: map[string]bool{}}
	if json.Unmarshal(raw, &s) != nil {
		return p
	}
	for name, property := range s.Properties { //lint:ordered into a map, and sorted below
		if property == nil {
			property = &schema{}
		}
		p.properties[name] = property
		p.names = append(p.names, name)
	}
	slices.Sort(p.names)
	for _, name := range s.Required {
		p.required[name] = true
	}
	return p
}

// inner are the properties of an object, or of the elements of a list of objects, and
// what stands between the name of the parameter and theirs.
func (s *schema) inner() (between string, p parameters) {
	if s.is("array") && s.Items != nil {
		return inElement, parametersOf(s.Items.raw)
	}
	return inside, parametersOf(s.raw)
}

// is reports whether a value may be of a type.
func (s *schema) is(name string) bool { return slices.Contains(s.Types, name) }

// fit is the value as an argument: of the type that the schema asks for. It
// reports false where the schema does not take it.
func (s *schema) fit(value string) (string, bool) {
	if value == null || value == "" {
		return "", false
	}
	if len(s.Enum) > 0 {
		for _, e := range s.Enum {
			if canonical(e) == value {
				return value, true
			}
		}
		for _, e := range s.Enum { // as people write it
			if strings.EqualFold(plain(canonical(e)), plain(value)) {
				return canonical(e), true
			}
		}
		return "", false
	}
	if len(s.Types) == 0 {
		return value, true
	}
	var of string
	switch value[0] {
	case '"':
		of = "string"
	case '{':
		of = "object"
	case '[':
		of = "array"
	case 't', 'f':
		of = "boolean"
	default:
		of = "number"
	}
	switch {
	case s.is(of) || of == "number" && s.is("integer") && !strings.ContainsAny(value, ".eE"):
		return value, true
	case s.is("array") && of != "object":
		if s.Items == nil {
			return "[" + value + "]", true
		}
		if item, ok := s.Items.fit(value); ok {
			return "[" + item + "]", true
		}
	case s.is("string") && (of == "number" || of == "boolean"):
		return `"` + value + `"`, true
	case of == "string" && (s.is("integer") || s.is("number")):
		if _, err := strconv.ParseInt(plain(value), 10, 64); err == nil && canonical([]byte(plain(value))) == plain(value) {
			return plain(value), true
		}
	}
	return "", false
}

// free is an argument that changes nothing that the person wants, where the
// schema asks for one: the default, else the simplest.
func (s *schema) free() (string, bool) {
	for _, v := range []json.RawMessage{s.Default, s.Const} {
		if len(v) > 0 && canonical(v) != null {
			return s.fit(canonical(v))
		}
	}
	for _, list := range [][]json.RawMessage{s.Enum, s.Examples, {s.Example}} {
		for _, v := range list {
			if len(v) > 0 && canonical(v) != null {
				return s.fit(canonical(v))
			}
		}
	}
	switch {
	case s.is("boolean"):
		return "false", true
	case s.is("integer"), s.is("number"):
		n := "20"
		if s.Minimum != nil && number(s.Minimum.String()) > 20 {
			n = s.Minimum.String()
		}
		if s.Maximum != nil && number(s.Maximum.String()) < 20 {
			n = s.Maximum.String()
		}
		return n, true
	case s.is("array"):
		return "", false // nobody asks for nothing
	case s.is("object"):
		// One of which the document names no member may be empty.
		return "{}", len(parametersOf(s.raw).names) == 0
	}
	return s.freeText()
}

// freeText is a text that the schema takes.
func (s *schema) freeText() (string, bool) {
	if s.Pattern != "" {
		text, ok := example(s.Pattern)
		return quoted(text), ok
	}
	text := "default"
	switch s.Format {
	case "uuid":
		text = "00000000-0000-4000-8000-000000000000"
	case "date":
		text = "2025-01-01"
	case "date-time":
		text = "2025-01-01T00:00:00Z"
	case "email":
		text = "info@example.com"
	case "uri", "url":
		text = "https://example.com/"
	}
	if n := s.Shortest - len(text); 0 < n && n < maxExample {
		text += strings.Repeat("0", n)
	}
	return quoted(text), true
}

// number is the value of a JSON number, 0 of what is none.
func number(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return f
}

// canonical is a JSON value in the one form in which values are compared.
func canonical(raw []byte) string {
	out, err := artifact.Canonical(raw)
	if err != nil {
		return string(raw)
	}
	return string(out)
}
