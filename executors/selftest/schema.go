package selftest

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"worldc/pattern"
	"worldc/rng"
)

// A schema is what this package understands of a JSON Schema.
type schema struct {
	Type       types                      `json:"type"`
	Enum       []json.RawMessage          `json:"enum"`
	Const      json.RawMessage            `json:"const"`
	Default    json.RawMessage            `json:"default"`
	Examples   []json.RawMessage          `json:"examples"`
	Format     string                     `json:"format"`
	Pattern    string                     `json:"pattern"`
	Minimum    *float64                   `json:"minimum"`
	Maximum    *float64                   `json:"maximum"`
	Above      *float64                   `json:"exclusiveMinimum"`
	Below      *float64                   `json:"exclusiveMaximum"`
	MultipleOf *float64                   `json:"multipleOf"`
	MinLength  *int                       `json:"minLength"`
	MaxLength  *int                       `json:"maxLength"`
	MinItems   *int                       `json:"minItems"`
	Items      json.RawMessage            `json:"items"`
	Properties map[string]json.RawMessage `json:"properties"`
	Required   []string                   `json:"required"`
	AllOf      []json.RawMessage          `json:"allOf"`
	AnyOf      []json.RawMessage          `json:"anyOf"`
	OneOf      []json.RawMessage          `json:"oneOf"`
}

// types are the types that a schema allows, none for all.
type types []string

// UnmarshalJSON reads a name or a list of names, and takes anything else for
// no bound.
func (t *types) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*t = types{one}
		return nil
	}
	var many []string
	if json.Unmarshal(data, &many) == nil {
		*t = many
	}
	return nil
}

// parse reads a schema; what is none bounds nothing.
func parse(raw json.RawMessage) *schema {
	s := &schema{}
	if len(raw) > 0 && json.Unmarshal(raw, s) != nil {
		// One field of another shape than it should have: keep the rest.
		var fields map[string]json.RawMessage
		if json.Unmarshal(raw, &fields) != nil {
			return &schema{}
		}
		s = &schema{}
		for _, name := range []string{"type", "enum", "const", "format", "items", "properties", "required", "minimum", "maximum", "minLength", "maxLength"} {
			part, err := json.Marshal(map[string]json.RawMessage{name: fields[name]})
			if fields[name] == nil || err != nil {
				continue
			}
			_ = json.Unmarshal(part, s)
		}
	}
	return s
}

// maxDepth bounds how deep a value is made.
const maxDepth = 12

// value makes a value that the schema allows, as far as the package
// understands it.
func value(raw json.RawMessage, stream *rng.Stream, depth int) json.RawMessage {
	s := parse(raw)
	switch {
	case len(s.Const) > 0:
		return s.Const
	case len(s.Enum) > 0:
		return s.Enum[stream.IntN(len(s.Enum))]
	case len(s.Examples) > 0 && s.allows(s.Examples[0]):
		return s.Examples[0]
	case len(s.Default) > 0 && string(s.Default) != "null" && s.allows(s.Default):
		return s.Default
	case len(s.Type) == 0 && len(s.Properties) == 0:
		for _, options := range [][]json.RawMessage{s.AllOf, s.AnyOf, s.OneOf} {
			if len(options) > 0 && depth < maxDepth {
				return value(options[0], stream, depth+1)
			}
		}
	}
	switch s.kind() {
	case "integer":
		return json.RawMessage(strconv.FormatInt(int64(s.number(stream, 1)), 10))
	case "number":
		return json.RawMessage(strconv.FormatFloat(s.number(stream, 0.5), 'f', -1, 64))
	case "boolean":
		return json.RawMessage(strconv.FormatBool(stream.IntN(2) == 0))
	case "array":
		n := 1
		if s.MinItems != nil {
			n = max(n, min(*s.MinItems, 8))
		}
		items := make([]json.RawMessage, n)
		for i := range items {
			if items[i] = json.RawMessage("null"); depth < maxDepth {
				items[i] = value(s.Items, stream, depth+1)
			}
		}
		return encode(items)
	case "object":
		object := map[string]json.RawMessage{}
		for _, name := range s.Required {
			if depth < maxDepth {
				object[name] = value(s.Properties[name], stream, depth+1)
			}
		}
		return encode(object)
	case "null":
		return json.RawMessage("null")
	}
	return encode(s.text(stream))
}

// kind is the type of which a value is made.
func (s *schema) kind() string {
	for _, t := range s.Type {
		if t != "null" {
			return t
		}
	}
	switch {
	case len(s.Type) > 0:
		return "null"
	case len(s.Properties) > 0:
		return "object"
	case len(s.Items) > 0:
		return "array"
	}
	return "string"
}

// allows reports whether a value is of a type of the schema.
func (s *schema) allows(raw json.RawMessage) bool {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return false
	}
	if len(s.Type) == 0 {
		return true
	}
	switch x := v.(type) {
	case string:
		return slices.Contains(s.Type, "string")
	case bool:
		return slices.Contains(s.Type, "boolean")
	case float64:
		return slices.Contains(s.Type, "number") || slices.Contains(s.Type, "integer") && x == math.Trunc(x)
	case []any:
		return slices.Contains(s.Type, "array")
	case map[string]any:
		return slices.Contains(s.Type, "object")
	}
	return slices.Contains(s.Type, "null")
}

// number is a small number within the bounds, a multiple of step.
func (s *schema) number(stream *rng.Stream, step float64) float64 {
	low, high := math.Inf(-1), math.Inf(1)
	if s.Minimum != nil {
		low = *s.Minimum
	}
	if s.Above != nil {
		low = max(low, *s.Above+step)
	}
	if s.Maximum != nil {
		high = *s.Maximum
	}
	if s.Below != nil {
		high = min(high, *s.Below-step)
	}
	if s.MultipleOf != nil && *s.MultipleOf > 0 {
		step = *s.MultipleOf
	}
	v := float64(1 + stream.IntN(20))
	if v < low || v > high {
		if v = low; math.IsInf(low, 0) {
			v = high
		}
	}
	if up := math.Ceil(v/step) * step; up <= high {
		v = up
	}
	return min(max(v, -1e15), 1e15)
}

// text is a text of the schema's format and length.
func (s *schema) text(stream *rng.Stream) string {
	if p := pattern.Compile(s.Pattern); p != nil {
		short, long := 0, -1
		if s.MinLength != nil {
			short = *s.MinLength
		}
		if s.MaxLength != nil {
			long = *s.MaxLength
		}
		if text, ok := p.Draw(stream, short, long); ok {
			return text
		}
	}
	formats := map[string]string{
		"date": "2025-06-03", "date-time": "2025-06-03T10:00:00Z", "time": "10:00:00Z", "email": "kim.jordan@example.com",
		"uri": "https://example.com/a", "url": "https://example.com/a", "hostname": "example.com", "ipv4": "192.0.2.7", "ipv6": "2001:db8::7",
		"uuid": "5f0c1f9e-3b0a-4c6e-9d55-0b8f2f8f6a11", "byte": "YWJj", "duration": "P1D",
	}
	text, ok := formats[s.Format]
	if !ok {
		words := []string{"amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor"}
		text = words[stream.IntN(len(words))] + " " + words[stream.IntN(len(words))]
	}
	for s.MinLength != nil && len(text) < min(*s.MinLength, 4096) {
		text += "x"
	}
	if s.MaxLength != nil && *s.MaxLength >= 0 && len(text) > *s.MaxLength {
		text = text[:*s.MaxLength]
	}
	return text
}

// encode is the JSON of a value that is made of JSON.
func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}
