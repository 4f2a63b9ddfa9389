package taskmaking

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// pathOf splits a path such as `data[].id` into `data`, `[]`, `id`.
func pathOf(output string) []string {
	var path []string
	for _, part := range strings.Split(output, ".") {
		arrays := 0
		for strings.HasSuffix(part, "[]") {
			part = part[:len(part)-2]
			arrays++
		}
		if part != "" {
			path = append(path, part)
		}
		for range arrays {
			path = append(path, "[]")
		}
	}
	return path
}

// level is the path to the record in which the place of a path lies: up to its
// last array.
func level(path []string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == "[]" {
			return strings.Join(path[:i+1], ".")
		}
	}
	return ""
}

// decode reads a result, with numbers as they are written.
func decode(raw []byte) any {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// follow calls visit with the values at a path, as canonical JSON.
func follow(v any, path []string, visit func(value string)) {
	if len(path) == 0 {
		if text, ok := scalar(v); ok {
			visit(text)
		}
		return
	}
	switch v := v.(type) {
	case map[string]any:
		if member, ok := v[path[0]]; ok {
			follow(member, path[1:], visit)
		}
	case []any:
		if path[0] == "[]" {
			for _, element := range v {
				follow(element, path[1:], visit)
			}
		}
	}
}

// scalar is a decoded value as canonical JSON, if it is neither an object nor an
// array.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return quoted(v), true
	case json.Number:
		return canonical([]byte(v)), true
	case bool:
		return strconv.FormatBool(v), true
	case nil:
		return null, true
	}
	return "", false
}

// scalars puts all scalars of a decoded value into a set, null left out. With
// names, those of members count too: some results are objects from id to row.
func scalars(v any, names bool, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v { //lint:ordered into a set
			if names {
				into[quoted(name)] = true
			}
			scalars(member, names, into)
		}
	case []any:
		for _, element := range v {
			scalars(element, names, into)
		}
	default:
		if text, ok := scalar(v); ok && text != null {
			into[text] = true
		}
	}
}

// A reading is what a result says.
type reading struct {
	value  any
	values map[string]bool // its scalars
}

// maxReadings bounds the results that are kept read.
const maxReadings = 512

// reading reads a result. Walks ask the same things again and again.
func (g *ground) reading(result []byte) reading {
	if r, ok := g.readings[string(result)]; ok {
		return r
	}
	if len(g.readings) >= maxReadings {
		clear(g.readings)
	}
	r := reading{decode(result), map[string]bool{}}
	scalars(r.value, true, r.values)
	g.readings[string(result)] = r
	return r
}
