package selftest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// astray says where a result is not what the tool's document says comes out;
// empty where it is. Of a schema types, members, elements and enums are held
// against it: what else documents say (lengths, patterns, combinations) is too
// often wrong of real results, and nobody breaks on it.
func astray(result, returns json.RawMessage) string {
	if len(returns) == 0 {
		return ""
	}
	return strayed("the result", result, returns, 0)
}

func strayed(where string, value, document json.RawMessage, depth int) string {
	s := parse(document)
	if depth > maxDepth || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) > 0 {
		return ""
	}
	if len(s.Type) > 0 && !s.allows(value) {
		return fmt.Sprintf("%s is %s, not of type %s as the document says", where, clip(value), strings.Join(s.Type, " or "))
	}
	if len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, func(v json.RawMessage) bool { return equal(v, value) }) {
		return fmt.Sprintf("%s is %s, which is not among the values that the document lists", where, clip(value))
	}
	switch first := bytes.TrimSpace(value); {
	case len(first) == 0:
	case first[0] == '[' && len(s.Items) > 0:
		var items []json.RawMessage
		if json.Unmarshal(value, &items) != nil {
			return where + " is no JSON"
		}
		for i, item := range items {
			if wrong := strayed(fmt.Sprintf("%s[%d]", where, i), item, s.Items, depth+1); wrong != "" {
				return wrong
			}
		}
	case first[0] == '{':
		var members map[string]json.RawMessage
		if json.Unmarshal(value, &members) != nil {
			return where + " is no JSON"
		}
		for _, name := range s.Required {
			if _, ok := members[name]; !ok {
				return fmt.Sprintf("%s has no member %q, which the document says is always there", where, name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			if v, ok := members[name]; ok {
				if wrong := strayed(where+"."+name, v, s.Properties[name], depth+1); wrong != "" {
					return wrong
				}
			}
		}
	}
	return ""
}
