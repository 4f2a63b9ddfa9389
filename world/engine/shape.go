package engine

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
)

// A shape is a JSON Schema of the plain kind that nearly every tool has. It
// only ever says yes: what it does not admit, the validator decides and
// explains. It is there because the validator takes microseconds a call, and a
// quarter of a millisecond to be made: a schema that has a shape is a valid one,
// so the validator can wait until it is asked.
type shape struct {
	types      []string
	enum       []starlark.Value
	properties map[string]*shape
	required   []starlark.Value // strings
	closed     bool             // no properties but these
	others     *shape           // of properties that are not among these; nil for any
	items      *shape
	pattern    *regexp.Regexp
	bounds     map[string]float64 // minimum, maximum, minLength, …
}

// types are the names of the types of JSON Schema.
var types = []string{"array", "boolean", "integer", "null", "number", "object", "string"}

// annotates reports whether a keyword says nothing about what is valid, with a
// value that it may have.
func annotates(keyword string, v starlark.Value) bool {
	switch keyword {
	case "description", "title", "$comment", "format":
		return isType(v, "string")
	case "deprecated", "readOnly", "writeOnly":
		return isType(v, "boolean")
	case "examples":
		return isType(v, "array")
	case "default", "example":
		return true
	}
	return strings.HasPrefix(keyword, "x-")
}

// texts are the elements of a list of strings of which each occurs once.
func texts(v starlark.Value) ([]starlark.Value, bool) {
	list, ok := v.(*starlark.List)
	if !ok {
		return nil, false
	}
	out := []starlark.Value{}
	for i := range list.Len() {
		x, ok := list.Index(i).(starlark.String)
		if !ok || slices.Contains(out, starlark.Value(x)) {
			return nil, false
		}
		out = append(out, x)
	}
	return out, true
}

// shapeOf returns the shape of a schema; nil where it says something else than
// a shape can, or is none.
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
			list, ok := texts(v)
			if one, single := v.(starlark.String); single {
				list, ok = []starlark.Value{one}, true
			}
			if !ok || len(list) == 0 {
				return nil
			}
			for _, x := range list {
				name := string(x.(starlark.String))
				if !slices.Contains(types, name) {
					return nil
				}
				s.types = append(s.types, name)
			}
		case "enum":
			list, ok := v.(*starlark.List)
			if !ok {
				return nil
			}
			s.enum = []starlark.Value{} // its strings; of others the validator knows
			for i := range list.Len() {
				if x, ok := list.Index(i).(starlark.String); ok {
					s.enum = append(s.enum, x)
				}
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
			var ok bool
			if s.required, ok = texts(v); !ok {
				return nil
			}
		case "additionalProperties":
			if open, ok := v.(starlark.Bool); ok {
				s.closed = !bool(open)
			} else if s.others = shapeOf(v); s.others == nil {
				return nil
			}
		case "pattern":
			text, ok := v.(starlark.String)
			if !ok {
				return nil
			}
			var err error
			if s.pattern, err = regexp.Compile(string(text)); err != nil {
				return nil
			}
		case "items":
			if s.items = shapeOf(v); s.items == nil {
				return nil
			}
		case "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
			f, ok := starlark.AsFloat(v)
			_, whole := v.(starlark.Int)
			counts := keyword != "minimum" && keyword != "maximum"
			if !ok || math.IsInf(f, 0) || counts && (!whole || f < 0 || f > 1<<30) {
				return nil
			}
			if s.bounds == nil {
				s.bounds = map[string]float64{}
			}
			s.bounds[keyword] = f
		default:
			if !annotates(keyword, v) {
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
		return (s.bounds == nil || s.within(float64(utf8.RuneCountInString(string(v))), "minLength", "maxLength")) &&
			(s.pattern == nil || s.pattern.MatchString(string(v)))
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
		return s.admitsMembers(v)
	}
	return true
}

// admitsMembers reports whether an object is certainly valid but for members
// that it lacks.
func (s *shape) admitsMembers(v *starlark.Dict) bool {
	if s.bounds != nil && !s.within(float64(v.Len()), "minProperties", "maxProperties") {
		return false
	}
	if s.properties == nil && s.others == nil && !s.closed {
		return true
	}
	for name, value := range v.Entries() {
		inner := s.properties[string(name.(starlark.String))]
		if inner == nil {
			if s.closed {
				return false
			}
			inner = s.others
		}
		if inner != nil && !inner.admits(value) {
			return false
		}
	}
	return true
}

// lacks are the members that an object lacks, where it is certainly valid but
// for them.
func (s *shape) lacks(v *starlark.Dict) []string {
	if s.types != nil && !slices.Contains(s.types, "object") || s.enum != nil || !s.admitsMembers(v) {
		return nil
	}
	var names []string
	for _, name := range s.required {
		if _, ok, _ := v.Get(name); !ok {
			names = append(names, string(name.(starlark.String)))
		}
	}
	return names
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
