package drifting

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// A schema is that of a tool's arguments, of which parameters can be loosened.
type schema struct {
	members    map[string]json.RawMessage
	properties map[string]json.RawMessage
	required   []string
}

func readSchema(raw json.RawMessage) (*schema, error) {
	s := &schema{}
	if err := json.Unmarshal(raw, &s.members); err != nil || s.members == nil {
		return nil, fmt.Errorf("its parameters are no object")
	}
	for _, part := range []struct {
		name string
		to   any
	}{{"properties", &s.properties}, {"required", &s.required}} {
		if raw, ok := s.members[part.name]; ok {
			if err := json.Unmarshal(raw, part.to); err != nil {
				return nil, fmt.Errorf("its %s cannot be read", part.name)
			}
		}
	}
	if s.properties == nil {
		s.properties = map[string]json.RawMessage{}
	}
	return s, nil
}

// loosen leaves of what a parameter accepts only a type, or nothing, so that the
// code can say what is wanted. It reports whether the parameter was an integer.
func (s *schema) loosen(name, to string) (integer bool) {
	var p struct {
		Type json.RawMessage `json:"type"`
	}
	var types []string
	if json.Unmarshal(s.properties[name], &p) == nil && json.Unmarshal(p.Type, &types) != nil {
		types = make([]string, 1)
		if json.Unmarshal(p.Type, &types[0]) != nil {
			types = nil
		}
	}
	switch {
	case to == "":
		s.properties[name] = json.RawMessage(`{}`)
	case slices.Contains(types, "null"):
		s.properties[name] = json.RawMessage(`{"type":["` + to + `","null"]}`)
	default:
		s.properties[name] = json.RawMessage(`{"type":"` + to + `"}`)
	}
	return slices.Contains(types, "integer")
}

// rename has a parameter be called otherwise; under its old name it accepts
// anything. It reports whether it was required, which is the code's to say then.
func (s *schema) rename(from, to string) (required bool) {
	s.properties[to] = s.properties[from]
	s.properties[from] = json.RawMessage(`{}`)
	if i := slices.Index(s.required, from); i >= 0 {
		s.required = slices.Delete(s.required, i, i+1)
		return true
	}
	return false
}

// knownBut are the names of the parameters but one, in order.
func (s *schema) knownBut(name string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.properties)), func(x string) bool { return x == name })
}

func (s *schema) encode() json.RawMessage {
	must := func(v any) json.RawMessage {
		raw, err := json.Marshal(v)
		if err != nil {
			panic("drifting: a schema that was decoded does not encode: " + err.Error())
		}
		return raw
	}
	s.members["properties"] = must(s.properties)
	if s.required == nil {
		s.required = []string{}
	}
	s.members["required"] = must(s.required)
	return must(s.members)
}
