package engine

import (
	"slices"
	"unicode/utf8"

	"go.starlark.net/starlark"
)

// A shape is a JSON Schema of the plain kind that nearly every tool has. It
// only ever says yes: what it does not admit, the validator decides and
// explains. It is there because the validator takes microseconds a call.
type shape struct {
	types      []string
	enum       []starlark.Value
	properties map[string]*shape
	required   []starlark.Value // strings
	closed     bool             // no properties but these
	items      *shape
	bounds     map[string]float64 // minimum, maximum, minLength, …
}

// annotations are keywords that say nothing about what is valid.
var annotations = map[string]bool{
	"description": true, "title": true, "default": true, "examples": true, "example": true, "deprecated": true,
	"$comment": true, "readOnly": true, "writeOnly": true,
}

// shapeOf returns the shape of a schema; nil where it says something else than
// a shape can.
func shapeOf(schema starlark.Value) *shape {
	d, ok := schema.(*starlark.Dict)
	if !ok {
		return nil
	}
	s := &shape{}
	for _, item := range d.Items() {
		keyword := string(item[0].(starlark.String))
		switch v := item[1]; keyword {
		case "type":
			if one, ok := starlark.AsString(v); ok {
				s.types = []string{one}
				break
			}
			list, ok := v.(*starlark.List)
			if !ok {
				return nil
			}
			s.types = []string{}
			for i := range list.Len() {
				one, ok := starlark.AsString(list.Index(i))
				if !ok {
					return nil
				}
				s.types = append(s.types, one)
			}
		case "enum":
			list, ok := v.(*starlark.List)
			if !ok {
				return nil
			}
			s.enum = []starlark.Value{}
			for i := range list.Len() {
				if _, ok := list.Index(i).(starlark.String); !ok {
					return nil
				}
				s.enum = append(s.enum, list.Index(i))
			}
		case "properties":
			list, ok := v.(*starlark.Dict)
			if !ok {
				return nil
			}
			s.properties = map[string]*shape{}
			for _, p := range list.Items() {
				inner := shapeOf(p[1])
				if inner == nil {
					return nil
				}
				s.properties[string(p[0].(starlark.String))] = inner
			}
		case "required":
			list, ok := v.(*starlark.List)
			if !ok {
				return nil
			}
			for i := range list.Len() {
				name, ok := list.Index(i).(starlark.String)
				if !ok {
					return nil
				}
				s.required = append(s.required, name)
			}
		case "additionalProperties":
			open, ok := v.(starlark.Bool)
			if !ok {
				return nil
			}
			s.closed = !bool(open)
		case "items":
			if s.items = shapeOf(v); s.items == nil {
				return nil
			}
		case "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems":
			f, ok := starlark.AsFloat(v)
			if !ok {
				return nil
			}
			if s.bounds == nil {
				s.bounds = map[string]float64{}
			}
			s.bounds[keyword] = f
		default:
			if !annotations[keyword] {
				return nil
			}
		}
	}
	return s
}

// admits reports whether v is certainly valid.
func (s *shape) admits(v starlark.Value) bool {
	if s.types != nil && !slices.ContainsFunc(s.types, func(t string) bool { return isType(v, t) }) {
		return false
	}
	if s.enum != nil && !slices.Contains(s.enum, v) {
		return false
	}
	switch v := v.(type) {
	case starlark.String:
		return s.bounds == nil || s.within(float64(utf8.RuneCountInString(string(v))), "minLength", "maxLength")
	case starlark.Int:
		if s.bounds == nil {
			return true
		}
		i, ok := v.Int64()
		return ok && i < 1<<53 && i > -1<<53 && s.within(float64(i), "minimum", "maximum")
	case starlark.Float:
		return s.bounds == nil || s.within(float64(v), "minimum", "maximum")
	case *starlark.List:
		if s.bounds != nil && !s.within(float64(v.Len()), "minItems", "maxItems") {
			return false
		}
		if s.items != nil {
			for i := range v.Len() {
				if !s.items.admits(v.Index(i)) {
					return false
				}
			}
		}
	case *starlark.Dict:
		for _, name := range s.required {
			if _, ok, _ := v.Get(name); !ok {
				return false
			}
		}
		if s.properties == nil && !s.closed {
			return true
		}
		for name, value := range v.Entries() {
			inner := s.properties[string(name.(starlark.String))]
			if inner == nil {
				if s.closed {
					return false
				}
				continue
			}
			if !inner.admits(value) {
				return false
			}
		}
	}
	return true
}

func (s *shape) within(f float64, least, most string) bool {
	if bound, ok := s.bounds[least]; ok && f < bound {
		return false
	}
	bound, ok := s.bounds[most]
	return !ok || f <= bound
}

// isType reports whether v is of a type of JSON Schema. decode makes ints of
// all whole numbers.
func isType(v starlark.Value, name string) bool {
	switch v.(type) {
	case starlark.NoneType:
		return name == "null"
	case starlark.Bool:
		return name == "boolean"
	case starlark.Int:
		return name == "integer" || name == "number"
	case starlark.Float:
		return name == "number"
	case starlark.String:
		return name == "string"
	case *starlark.List:
		return name == "array"
	case *starlark.Dict:
		return name == "object"
	}
	return false
}
