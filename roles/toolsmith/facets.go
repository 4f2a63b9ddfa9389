package toolsmith

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// facets are what a JSON Schema says of a value, as far as a column needs it.
type facets struct {
	// types are the JSON types that the value can have, without null; empty if
	// any will do.
	types []string

	enum     []json.RawMessage
	format   string
	pattern  string
	initial  json.RawMessage // the default
	constant json.RawMessage
	text     string // the description

	minimum, maximum *json.Number

	items *facets // of the elements of an array
}

// facetsOf reads a schema. What is no schema says nothing.
func facetsOf(document json.RawMessage) facets {
	var s struct {
		Type        json.RawMessage   `json:"type"`
		Enum        []json.RawMessage `json:"enum"`
		Const       json.RawMessage   `json:"const"`
		Format      any               `json:"format"`
		Pattern     any               `json:"pattern"`
		Default     json.RawMessage   `json:"default"`
		Description any               `json:"description"`
		Minimum     any               `json:"minimum"`
		Maximum     any               `json:"maximum"`
		AnyOf       []json.RawMessage `json:"anyOf"`
		OneOf       []json.RawMessage `json:"oneOf"`
		AllOf       []json.RawMessage `json:"allOf"`
		Properties  json.RawMessage   `json:"properties"`
		Items       json.RawMessage   `json:"items"`
	}
	var f facets
	if len(document) == 0 || document[0] != '{' || decode(document, &s) != nil {
		return f
	}
	f.format, _ = s.Format.(string)
	f.pattern, _ = s.Pattern.(string)
	f.text, _ = s.Description.(string)
	f.initial, f.constant = s.Default, s.Const
	f.minimum, f.maximum = numeral(s.Minimum), numeral(s.Maximum)
	for _, v := range s.Enum {
		if !bytes.Equal(v, []byte("null")) {
			f.enum = append(f.enum, v)
		}
	}
	if len(s.Items) > 0 {
		items := facetsOf(s.Items)
		f.items = &items
	}
	f.types = typeNames(s.Type)
	if len(f.types) == 0 {
		for _, v := range append(slices.Clone(f.enum), s.Const) {
			f.addType(typeOf(v))
		}
	}
	if len(f.types) == 0 {
		for _, alternatives := range [][]json.RawMessage{s.AnyOf, s.OneOf} {
			for _, a := range alternatives {
				inner := facetsOf(a)
				if len(inner.types) == 0 && !bytes.Contains(a, []byte(`"null"`)) {
					f.types = nil
					break
				}
				for _, t := range inner.types {
					f.addType(t)
				}
				f.enum = append(f.enum, inner.enum...)
				if f.format == "" {
					f.format = inner.format
				}
			}
		}
		for _, a := range s.AllOf {
			if inner := facetsOf(a); len(f.types) == 0 {
				f.types = inner.types
				if len(f.enum) == 0 {
					f.enum = inner.enum
				}
			}
		}
	}
	if len(f.types) == 0 && len(s.Properties) > 0 {
		f.types = []string{"object"}
	}
	return f
}

func (f *facets) addType(t string) {
	if t != "" && t != "null" && !slices.Contains(f.types, t) {
		f.types = append(f.types, t)
	}
}

// only reports whether the value is certainly of one of the types.
func (f *facets) only(types ...string) bool {
	for _, t := range f.types {
		if !slices.Contains(types, t) {
			return false
		}
	}
	return len(f.types) > 0
}

// can reports whether the value may be of the type.
func (f *facets) can(t string) bool { return len(f.types) == 0 || slices.Contains(f.types, t) }

// typeNames reads the keyword type: a name or a list of names.
func typeNames(raw json.RawMessage) []string {
	var one string
	var many []string
	if json.Unmarshal(raw, &one) == nil && one != "" {
		many = []string{one}
	} else if json.Unmarshal(raw, &many) != nil {
		return nil
	}
	return slices.DeleteFunc(many, func(t string) bool { return t == "null" })
}

// typeOf is the JSON type of a value.
func typeOf(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		return "string"
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	if bytes.ContainsAny(raw, ".eE") {
		return "number"
	}
	return "integer"
}

func numeral(v any) *json.Number {
	if n, ok := v.(json.Number); ok {
		return &n
	}
	return nil
}

func decode(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return d.Decode(into)
}

// timely reports whether the value is an instant or a day as text, and which.
func (f *facets) timely() (instant, day bool) {
	switch f.format {
	case "date-time", "datetime", "timestamp", "iso8601", "rfc3339":
		return true, false
	case "date":
		return false, true
	}
	return false, false
}

// uploads reports whether the value is the content of a file.
func (f *facets) uploads() bool {
	return f.format == "binary" || f.format == "file" || strings.EqualFold(f.format, "byte[]")
}
