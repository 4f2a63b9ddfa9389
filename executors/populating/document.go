package populating

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// A document is what a JSON Schema says about the values of a column, as far
// as it can be used to draw one.
type document struct {
	kind        string // string, integer, number, boolean, object, array, or empty
	format      string
	description string
	enum        []json.RawMessage
	examples    []any
	pattern     string

	least, most  *float64
	above, below *float64 // exclusive bounds
	step         *float64
	short, long  int // lengths of strings in characters, of arrays in elements; long is -1 if any

	items      *document
	properties []property // by name
}

type property struct {
	name     string
	required bool
	document document
}

// maxProperties bounds what of an object is drawn.
const maxProperties = 24

// readDocument reads a schema. What cannot be read says nothing: the schemas
// come from documents that people wrote.
func readDocument(raw json.RawMessage) document {
	if len(raw) == 0 {
		return document{long: -1}
	}
	return readDepth(raw, 0)
}

// written is the part of a schema that is looked at; values of the wrong type
// are left out one by one.
type written map[string]json.RawMessage

func (w written) text(name string) string {
	var s string
	if raw := w[name]; len(raw) > 1 && raw[0] == '"' && json.Unmarshal(raw, &s) == nil {
		return s
	}
	return ""
}

func (w written) number(name string) *float64 {
	var f float64
	if raw := w[name]; len(raw) > 0 && json.Unmarshal(raw, &f) == nil && string(raw) != "null" {
		return &f
	}
	return nil
}

func (w written) list(name string) []json.RawMessage {
	var l []json.RawMessage
	if raw := w[name]; len(raw) > 1 && raw[0] == '[' && json.Unmarshal(raw, &l) == nil {
		return l
	}
	return nil
}

func readDepth(raw json.RawMessage, depth int) document {
	d := document{long: -1}
	var w written
	if len(raw) == 0 || depth > 3 || json.Unmarshal(raw, &w) != nil {
		return d
	}
	d.kind = w.text("type")
	if d.kind == "" {
		for _, t := range w.list("type") {
			if s := strings.Trim(string(t), `"`); s != "null" {
				d.kind = s
				break
			}
		}
	}
	if d.kind == "" && len(w.list("enum")) == 0 {
		for _, choice := range [...]string{"oneOf", "anyOf", "allOf"} {
			for _, one := range w.list(choice) {
				if c := readDepth(one, depth+1); c.kind != "" && c.kind != "null" {
					c.description = w.text("description")
					return c
				}
			}
		}
	}
	d.format = w.text("format")
	d.description = w.text("description")
	d.pattern = w.text("pattern")
	for _, e := range w.list("enum") {
		if string(e) != "null" && len(d.enum) < 100 {
			d.enum = append(d.enum, e)
		}
	}
	if c, ok := w["const"]; ok && len(d.enum) == 0 {
		d.enum = []json.RawMessage{c}
	}
	for _, name := range [...]string{"example", "x-example"} {
		if e, ok := w[name]; ok {
			d.addExample(e)
		}
	}
	for _, e := range w.list("examples") {
		d.addExample(e)
	}
	d.least, d.most = w.number("minimum"), w.number("maximum")
	d.above, d.below = w.number("exclusiveMinimum"), w.number("exclusiveMaximum")
	d.step = w.number("multipleOf")
	least, most := "minLength", "maxLength"
	if d.kind == "array" {
		least, most = "minItems", "maxItems"
	}
	if n := w.number(least); n != nil && *n > 0 && *n < 1e6 {
		d.short = int(*n)
	}
	if n := w.number(most); n != nil && *n >= 0 && *n < 1e9 {
		d.long = int(*n)
	}
	if raw, ok := w["items"]; ok && depth < 3 {
		items := readDepth(raw, depth+1)
		d.items = &items
	}
	var properties map[string]json.RawMessage
	if raw := w["properties"]; len(raw) > 1 && json.Unmarshal(raw, &properties) == nil {
		required := map[string]bool{}
		for _, r := range w.list("required") {
			var name string
			if json.Unmarshal(r, &name) == nil {
				required[name] = true
			}
		}
		names := slices.Sorted(maps.Keys(properties))
		slices.SortStableFunc(names, func(a, b string) int { // those that have to be there first
			switch {
			case required[a] == required[b]:
				return strings.Compare(a, b)
			case required[a]:
				return -1
			}
			return 1
		})
		if len(names) > maxProperties {
			names = names[:maxProperties]
		}
		for _, name := range names {
			d.properties = append(d.properties, property{name, required[name], readDepth(properties[name], depth+1)})
		}
		if d.kind == "" {
			d.kind = "object"
		}
	}
	return d
}

// addExample keeps an example that is a plain value.
func (d *document) addExample(raw json.RawMessage) {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return
	}
	switch v := v.(type) {
	case string:
		if v != "" && len(v) < 200 && v != "string" && utf8.ValidString(v) && !strings.ContainsAny(v, "<>{}\n") {
			d.examples = append(d.examples, v)
		}
	case float64:
		d.examples = append(d.examples, v)
	}
}

// says reports whether the description or format holds one of the words.
func (d *document) says(words ...string) bool {
	text := strings.ToLower(d.description + " " + d.format)
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// choices are the values that a description lists: "one of `asc`, `desc`",
// "Possible values: open, closed", "(small|large)".
func (d *document) choices() []string {
	text := d.description
	if len(text) > 600 {
		text = text[:600]
	}
	lower := strings.ToLower(text)
	for _, lead := range [...]string{"one of:", "one of", "possible values are", "possible values:", "allowed values:", "allowed values are", "valid values:", "valid values are", "valid options:", "options:", "can be", "must be", "either", "accepted values:", "supported values:"} {
		at := strings.Index(lower, lead)
		if at < 0 {
			continue
		}
		rest := strings.TrimLeft(text[at+len(lead):], " :")
		if quoted := quotedWords(rest); len(quoted) > 1 {
			return quoted
		}
		if end := strings.IndexAny(rest, ".;\n("); end >= 0 {
			rest = rest[:end]
		}
		if !strings.HasSuffix(lead, ":") && lead != "one of" && !strings.Contains(rest, ",") {
			continue
		}
		if list := listed(rest); len(list) > 1 {
			return list
		}
	}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ()[].;\n\"'", c) }) {
		if strings.Count(part, "|") > 0 {
			if list := listed(strings.ReplaceAll(part, "|", ",")); len(list) > 1 {
				return list
			}
		}
	}
	return nil
}

// quotedWords are the words in quotes or backticks at the beginning of a text.
func quotedWords(text string) []string {
	var list []string
	for {
		text = strings.TrimLeft(text, " ,")
		text = strings.TrimPrefix(strings.TrimPrefix(text, "or "), "and ")
		if text == "" || !strings.ContainsRune("`'\"", rune(text[0])) {
			return list
		}
		end := strings.IndexByte(text[1:], text[0])
		if end < 1 || end > 40 {
			return list
		}
		if w := text[1 : 1+end]; plainWord(w) {
			list = append(list, w)
		}
		text = text[end+2:]
	}
}

func listed(text string) []string {
	text = strings.NewReplacer(" or ", ",", " and ", ",", "/", ",").Replace(text)
	var list []string
	for w := range strings.SplitSeq(text, ",") {
		w = strings.Trim(strings.TrimSpace(w), "`'\"")
		if w == "" {
			continue
		}
		if !plainWord(w) || strings.Count(w, " ") > 0 {
			return nil
		}
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

func plainWord(w string) bool {
	if w == "" || len(w) > 40 {
		return false
	}
	for _, c := range w {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == ' ' || c == '.') {
			return false
		}
	}
	return true
}
