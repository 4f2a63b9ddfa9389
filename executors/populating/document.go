package populating

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A document is what a JSON Schema says about the values of a column, as far
// as it can be used to draw one.
type document struct {
	kind        string // string, integer, number, boolean, object, array, or empty
	format      string
	description string
	lower       string // description and format in lower case
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
func readDocument(raw json.RawMessage) document { return readDepth(raw, 0, true) }

// readOutline reads a schema without the properties of objects, which is enough
// to see what a value means.
func readOutline(raw json.RawMessage) document { return readDepth(raw, 0, false) }

// written is the part of a schema that is looked at; values of the wrong type
// are left out one by one.
type written struct {
	Type, Format, Description, Pattern, Enum, Const json.RawMessage
	OneOf, AnyOf, AllOf                             json.RawMessage
	Example, Examples                               json.RawMessage
	XExample                                        json.RawMessage `json:"x-example"`
	Minimum, Maximum                                json.RawMessage
	ExclusiveMinimum, ExclusiveMaximum              json.RawMessage
	MultipleOf, MinLength, MaxLength                json.RawMessage
	MinItems, MaxItems, Items, Properties, Required json.RawMessage
}

func text(raw json.RawMessage) string {
	var s string
	if len(raw) > 1 && raw[0] == '"' && json.Unmarshal(raw, &s) == nil {
		return s
	}
	return ""
}

func numeral(raw json.RawMessage) *float64 {
	if len(raw) == 0 || raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
		return nil
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return nil
	}
	return &f
}

func listOf(raw json.RawMessage) []json.RawMessage {
	var l []json.RawMessage
	if len(raw) > 1 && raw[0] == '[' && json.Unmarshal(raw, &l) == nil {
		return l
	}
	return nil
}

// maxDepth is how deep schemas are read.
const maxDepth = 3

func readDepth(raw json.RawMessage, depth int, inside bool) document {
	d := document{long: -1}
	var w written
	if len(raw) < 2 || raw[0] != '{' || depth > maxDepth || json.Unmarshal(raw, &w) != nil {
		return d
	}
	d.kind = text(w.Type)
	if d.kind == "" {
		for _, t := range listOf(w.Type) {
			if s := strings.Trim(string(t), `"`); s != "null" {
				d.kind = s
				break
			}
		}
	}
	if d.kind == "" && len(w.Enum) == 0 {
		for _, choice := range [...]json.RawMessage{w.OneOf, w.AnyOf, w.AllOf} {
			for _, one := range listOf(choice) {
				if c := readDepth(one, depth+1, inside); c.kind != "" && c.kind != "null" {
					c.description = text(w.Description)
					return c
				}
			}
		}
	}
	d.format = text(w.Format)
	d.description = text(w.Description)
	if d.description != "" || d.format != "" {
		d.lower = strings.ToLower(d.description + " " + d.format)
	}
	d.pattern = text(w.Pattern)
	for _, e := range listOf(w.Enum) {
		if string(e) != "null" && len(d.enum) < 100 {
			d.enum = append(d.enum, e)
		}
	}
	if len(w.Const) > 0 && len(d.enum) == 0 {
		d.enum = []json.RawMessage{w.Const}
	}
	for _, e := range [...]json.RawMessage{w.Example, w.XExample} {
		if len(e) > 0 {
			d.addExample(e)
		}
	}
	for _, e := range listOf(w.Examples) {
		d.addExample(e)
	}
	d.least, d.most = numeral(w.Minimum), numeral(w.Maximum)
	d.above, d.below = numeral(w.ExclusiveMinimum), numeral(w.ExclusiveMaximum)
	d.step = numeral(w.MultipleOf)
	least, most := w.MinLength, w.MaxLength
	if d.kind == "array" {
		least, most = w.MinItems, w.MaxItems
	}
	if n := numeral(least); n != nil && *n > 0 && *n < 1e6 {
		d.short = int(*n)
	}
	if n := numeral(most); n != nil && *n >= 0 && *n < 1e9 {
		d.long = int(*n)
	}
	if len(w.Items) > 0 && depth < maxDepth {
		items := readDepth(w.Items, depth+1, inside)
		d.items = &items
	}
	if len(w.Properties) > 2 && d.kind == "" {
		d.kind = "object"
	}
	var properties map[string]json.RawMessage
	if inside && depth < maxDepth && len(w.Properties) > 2 && json.Unmarshal(w.Properties, &properties) == nil {
		required := map[string]bool{}
		for _, r := range listOf(w.Required) {
			required[text(r)] = true
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
			d.properties = append(d.properties, property{name, required[name], readDepth(properties[name], depth+1, inside)})
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
	if d.lower == "" {
		return false
	}
	for _, w := range words {
		if strings.Contains(d.lower, w) {
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

// told are the examples in a description: "e.g. `blue`", "for example 42, 43".
func (d *document) told() []string {
	for _, lead := range [...]string{"e.g.", "for example", "example:", "examples:", "such as", "eg."} {
		at := strings.Index(d.lower, lead)
		if at < 0 || at+len(lead) > len(d.description) || len(d.lower) > 2000 || !isASCII(d.description) {
			continue
		}
		rest := strings.TrimLeft(d.description[at+len(lead):], " :,")
		if quoted := quotedWords(rest); len(quoted) > 0 {
			return quoted
		}
		if end := strings.IndexAny(rest, ".;\n()"); end >= 0 {
			rest = rest[:end]
		}
		if list := listed(rest); len(list) > 0 && len(list) < 8 {
			return list
		}
	}
	return nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
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
