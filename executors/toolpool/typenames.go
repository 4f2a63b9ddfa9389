package toolpool

import (
	"slices"
	"strings"
)

// isType says whether s is a type of JSON Schema.
func isType(s string) bool {
	switch s {
	case "string", "object", "array", "integer", "number", "boolean", "null":
		return true
	}
	return false
}

// A typing is what a type's name of another language means in JSON Schema.
type typing struct {
	name   string  // a type of JSON Schema; "" means any
	format string  // or ""
	items  *typing // of an array, or nil
}

// schema is the typing as a schema.
func (t typing) schema() *value {
	v := newObject()
	if t.name != "" {
		v.add("type", newText(t.name))
	}
	if t.format != "" {
		v.add("format", newText(t.format))
	}
	if t.items != nil {
		v.add("items", t.items.schema())
	}
	return v
}

// translate reads the name of a type as Python, Java, JavaScript, Go, OpenAPI,
// protocol buffers or RapidAPI write it.
func translate(name string) (typing, bool) { return translateNested(name, 0) }

func translateNested(name string, depth int) (typing, bool) {
	s := strings.ToLower(strings.TrimSpace(name))
	if len(s) > 200 || depth > 8 {
		return typing{}, false
	}
	if i := strings.LastIndexByte(s, '.'); i >= 0 && !strings.ContainsAny(s, "[<( ") {
		s = s[i+1:] // java.util.List, datetime.date
	}
	if isType(s) {
		return typing{name: s}, true
	}
	switch s {
	case "str", "text", "char", "character", "varchar", "enum", "credential", "bytes", "bytearray", "charsequence",
		"geopoint", "password", "url", "uri", "email", "uuid", "guid", "decimal", "bigdecimal", "file", "binary", "byte",
		"date", "datetime", "date-time", "date_time", "timestamp", "time", "duration", "timedelta", "localdate", "localdatetime", "instant":
		return typing{name: "string", format: stringFormat(s)}, true
	case "int", "long", "short", "int32", "int64", "uint", "uint32", "uint64", "int8", "int16", "biginteger", "bigint":
		return typing{name: "integer"}, true
	case "float", "double", "float32", "float64", "num", "real", "numeric", "complex":
		return typing{name: "number"}, true
	case "bool":
		return typing{name: "boolean"}, true
	case "dict", "dictionary", "map", "hashmap", "hashtable", "treemap", "linkedhashmap", "json", "struct", "mapping",
		"record", "jsonobject", "defaultdict", "ordereddict":
		return typing{name: "object"}, true
	case "list", "tuple", "set", "frozenset", "arraylist", "linkedlist", "vector", "hashset", "sequence", "iterable",
		"collection", "queue", "deque", "stack", "slice":
		return typing{name: "array"}, true
	case "none", "nonetype", "nil", "void", "undefined", "nulltype":
		return typing{name: "null"}, true
	case "any", "mixed", "unknown", "*", "anything", "variant", "interface{}", "unspecified", "type_unspecified":
		return typing{}, true
	}
	if inner, ok := strings.CutSuffix(s, "[]"); ok {
		if t, ok := translateNested(inner, depth+1); ok {
			return typing{name: "array", items: &t}, true
		}
	}
	if outer, inner, ok := strings.Cut(s, "["); ok && strings.HasSuffix(inner, "]") {
		return generic(outer, inner[:len(inner)-1], depth)
	}
	if outer, inner, ok := strings.Cut(s, "<"); ok && strings.HasSuffix(inner, ">") {
		return generic(outer, inner[:len(inner)-1], depth)
	}
	if outer, _, ok := strings.Cut(s, "("); ok && strings.TrimSpace(outer) != "" {
		return translateNested(outer, depth+1) // DATE (YYYY-MM-DD), varchar(20)
	}
	return typing{}, false
}

// generic reads outer[inner] and outer<inner>.
func generic(outer, inner string, depth int) (typing, bool) {
	if outer == "optional" {
		return translateNested(inner, depth+1)
	}
	t, ok := translateNested(outer, depth+1)
	if ok && t.name == "array" && outer != "tuple" {
		if items, ok := translateNested(inner, depth+1); ok {
			t.items = &items
		}
	}
	return t, ok
}

func stringFormat(s string) string {
	switch s {
	case "date", "localdate":
		return "date"
	case "datetime", "date-time", "date_time", "timestamp", "localdatetime", "instant":
		return "date-time"
	case "time":
		return "time"
	case "duration", "timedelta":
		return "duration"
	case "file", "binary", "bytes", "bytearray":
		return "binary"
	case "byte":
		return "byte"
	case "uri", "url":
		return "uri"
	case "email", "uuid", "password":
		return s
	}
	return ""
}

// types is the list of types that a mended schema allows, nil for any.
func (v *value) types() []string {
	t := v.get("type")
	switch {
	case t == nil:
		return nil
	case t.kind == text:
		return []string{t.text}
	}
	var names []string
	for _, item := range t.items {
		names = append(names, item.text)
	}
	return names
}

// allows says whether a value of v's type is one of types.
func (v *value) allowed(types []string) bool {
	if types == nil {
		return true
	}
	switch v.kind {
	case null:
		return slices.Contains(types, "null")
	case boolean:
		return slices.Contains(types, "boolean")
	case text:
		return slices.Contains(types, "string")
	case list:
		return slices.Contains(types, "array")
	case object:
		return slices.Contains(types, "object")
	}
	return slices.Contains(types, "number") || slices.Contains(types, "integer") && integral(v.text)
}
