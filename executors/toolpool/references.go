package toolpool

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A scope is a document within which references are resolved.
type scope struct {
	name string // "" for a schema that stands alone
	root *value

	// anchors are the values that references can name by $id or $anchor; nil
	// until somebody asks.
	anchors map[string]*value
}

// A resolver replaces the references of a schema by copies of what they refer
// to, within a size.
type resolver struct {
	// open finds another document that a scope's document refers to, or nil.
	open func(from *scope, name string) *scope

	// levels is how deeply schemas may nest; what lies deeper is cut.
	levels int

	// budget is how many more bytes may be written.
	budget int

	// placed are schemas that stand in another scope than the value around
	// them, or nil.
	placed map[*value]*scope

	// api makes the schemas of API descriptions as plain as those of tools:
	// what only programs read is left out, long texts inside are cut.
	api bool

	// stack are the targets of the references being replaced.
	stack []*value

	// What was met.
	resolved, shortened int
	recursive, dangling []string
	truncated           bool
}

// overBudget is the panic that ends a resolution that grew too large.
type overBudget struct{}

// resolve is v without references, cut at the greatest depth at which it has
// at most size bytes. r says how; what was met is in the resolver returned.
func resolve(v *value, s *scope, r resolver, size int) (*value, *resolver) {
	if out, met := r.within(v, s, maxDepth, size); out != nil {
		return out, met
	}
	var best *value
	var bestMet *resolver
	for levels := 1; levels < maxDepth; levels++ {
		out, met := r.within(v, s, levels, size)
		if out == nil {
			break
		}
		best, bestMet = out, met
	}
	if best != nil {
		return best, bestMet
	}
	// Even one level is too large. The names of the parameters matter more
	// than the size, up to a point.
	if out, met := r.within(v, s, 1, 16*size); out != nil {
		return out, met
	}
	out := newObject()
	out.add("type", newText("object"))
	out.add("x-truncated", newBool(true))
	return out, &resolver{truncated: true}
}

// maxWrapping is by how many levels mending can deepen a schema.
const maxWrapping = 8

// within resolves v with so many levels and bytes; nil where it does not fit.
func (r resolver) within(v *value, s *scope, levels, size int) (out *value, met *resolver) {
	r.levels, r.budget = levels, size
	defer func() {
		switch e := recover().(type) {
		case nil:
		case overBudget:
			out, met = nil, nil
		default:
			panic(e)
		}
	}()
	if out = r.schema(v, s, 0); out.depth() > maxDepth-maxWrapping {
		return nil, nil
	}
	return out, &r
}

func (r *resolver) spend(n int) {
	r.budget -= n
	if r.budget < 0 {
		panic(overBudget{})
	}
}

// copy is a copy of a value that holds no schema.
func (r *resolver) copy(v *value) *value {
	r.spend(v.size())
	return v.clone()
}

// schema is a copy of the schema v without references. depth counts the
// schemas around it.
func (r *resolver) schema(v *value, s *scope, depth int) *value {
	r.spend(4)
	if other, ok := r.placed[v]; ok {
		s = other
	}
	if v.kind != object {
		if v.kind == list { // of schemas, where one is expected
			out := newList()
			for _, item := range v.items {
				out.items = append(out.items, r.schema(item, s, depth))
			}
			return out
		}
		return r.copy(v)
	}
	for _, keyword := range [...]string{"$ref", "$dynamicRef", "$recursiveRef"} {
		if ref := v.get(keyword); ref != nil && ref.kind == text {
			target := r.reference(ref.text, s, depth)
			return r.overlay(target, v, s, depth)
		}
	}
	out := newObject()
	r.members(out, v, s, depth)
	return out
}

// members copies the members of the schema v into out, except those that are
// only there for references.
func (r *resolver) members(out, v *value, s *scope, depth int) {
	for i, name := range v.names {
		item := v.items[i]
		place := subschemas(name)
		if place == notSchema {
			if identifies(name) {
				continue
			}
			if r.api {
				name, item = r.plainly(name, item, depth)
				if item == nil || out.get(name) != nil {
					continue
				}
			}
			r.spend(len(name) + 3)
			out.add(name, r.copy(item))
			continue
		}
		if place == branches && item.kind == list {
			// Alternatives are no level: they are about the same value.
			r.spend(len(name) + 3)
			copied := newList()
			for _, branch := range item.items {
				copied.items = append(copied.items, r.schema(branch, s, depth))
			}
			out.add(name, copied)
			continue
		}
		if depth >= r.levels {
			r.truncated = true
			out.set("x-truncated", newBool(true))
			if name == "properties" {
				out.remove("required")
			}
			continue
		}
		r.spend(len(name) + 3)
		if place == named && item.kind == object {
			copied := newObject()
			for j, property := range item.names {
				r.spend(len(property) + 3)
				copied.add(property, r.schema(item.items[j], s, depth+1))
			}
			out.add(name, copied)
			continue
		}
		out.add(name, r.schema(item, s, depth+1))
	}
	if out.get("x-truncated") != nil && out.get("properties") == nil {
		out.remove("required")
	}
}

// Texts and examples longer than these bounds are cut or left out of the
// schemas of an API: of a parameter itself, and of what is inside it.
const (
	maxOuterText = 1000
	maxInnerText = 300
	maxExamples  = 200
)

// plainly is a member of an API's schema as a tool's schema has it, nil where
// it has none.
func (r *resolver) plainly(name string, item *value, depth int) (string, *value) {
	switch name {
	case "xml", "externalDocs", "discriminator":
		return name, nil
	case "description":
		most := maxInnerText
		if depth < 2 {
			most = maxOuterText
		}
		if item.kind == text && len(item.text) > most {
			r.shortened++
			return name, newText(cut(item.text, most))
		}
	case "example":
		if item.kind == list || item.kind == object || item.size() > maxExamples {
			return name, nil
		}
		return "examples", newList(item)
	case "examples":
		if item.size() > maxExamples {
			return name, nil
		}
	default:
		if strings.HasPrefix(name, "x-") && name != "x-truncated" {
			return name, nil
		}
	}
	return name, item
}

// reference is a copy of what ref refers to.
func (r *resolver) reference(ref string, s *scope, depth int) *value {
	target, at := r.find(ref, s)
	out := newObject()
	switch {
	case target == nil:
		r.dangling = append(r.dangling, ref)
		out.add("description", newText("unresolved: "+short(ref)))
	case slices.Contains(r.stack, target) || len(r.stack) >= maxDepth:
		r.recursive = append(r.recursive, ref)
		kind := target.str("type")
		if !isType(kind) {
			kind = "object"
		}
		out.add("type", newText(kind))
		out.add("description", newText("recursive: "+short(refName(ref))))
	default:
		r.resolved++
		r.stack = append(r.stack, target)
		out = r.schema(target, at, depth)
		r.stack = r.stack[:len(r.stack)-1]
	}
	return out
}

// overlay adds to target what stands beside the reference to it in v. What
// describes wins over the target's; what constrains holds as well.
func (r *resolver) overlay(target, v *value, s *scope, depth int) *value {
	beside := newObject()
	r.members(beside, v, s, depth)
	if len(beside.names) == 0 {
		return target
	}
	if target.kind != object {
		return beside
	}
	clash := false
	for i, name := range beside.names {
		if old := target.get(name); old != nil && !annotates(name) && !old.equal(beside.items[i]) {
			clash = true
		}
	}
	if !clash {
		for i, name := range beside.names {
			target.set(name, beside.items[i])
		}
		return target
	}
	both := newObject()
	both.add("allOf", newList(target, beside))
	return both
}

// refName is the last part of a reference, for people.
func refName(ref string) string {
	if i := strings.LastIndexByte(ref, '/'); i >= 0 && i+1 < len(ref) {
		return unescape(ref[i+1:])
	}
	return ref
}

// find is what ref refers to and the scope it stands in; nil where there is
// nothing.
func (r *resolver) find(ref string, s *scope) (*value, *scope) {
	name, fragment, _ := strings.Cut(ref, "#")
	if name != "" {
		if v := s.anchor(name); v != nil {
			return pointed(v, fragment), s
		}
		if r.open == nil {
			return nil, nil
		}
		if s = r.open(s, name); s == nil {
			return nil, nil
		}
	}
	if fragment != "" && fragment[0] != '/' {
		return s.anchor("#" + fragment), s
	}
	return pointed(s.root, fragment), s
}

// anchor is the value that names itself so by $id, or "#" and $anchor.
func (s *scope) anchor(name string) *value {
	if s.anchors == nil {
		s.anchors = make(map[string]*value)
		s.collect(s.root)
	}
	return s.anchors[name]
}

func (s *scope) collect(v *value) {
	if v.kind == object {
		for _, keyword := range [...]string{"$id", "$anchor", "$dynamicAnchor"} {
			id := v.str(keyword)
			if id == "" {
				continue
			}
			if keyword == "$id" {
				id, _, _ = strings.Cut(id, "#")
			} else {
				id = "#" + id
			}
			if _, ok := s.anchors[id]; !ok {
				s.anchors[id] = v
			}
		}
	}
	for _, item := range v.items {
		s.collect(item)
	}
}

// pointed is the value at a JSON pointer, nil where there is none.
func pointed(v *value, pointer string) *value {
	if pointer == "" {
		return v
	}
	if pointer[0] != '/' {
		return nil
	}
	for part := range strings.SplitSeq(pointer[1:], "/") {
		switch v.kind {
		case object:
			next := v.get(unescape(part))
			if next == nil {
				next = v.get(part)
			}
			if v = next; v == nil {
				return nil
			}
		case list:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(v.items) {
				return nil
			}
			v = v.items[i]
		default:
			return nil
		}
	}
	return v
}

// unescape reads a part of a JSON pointer in a URI fragment.
func unescape(part string) string {
	if strings.Contains(part, "%") {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
	}
	if strings.Contains(part, "~") {
		part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
	}
	return part
}

type schemaPlace uint8

const (
	notSchema schemaPlace = iota
	single                // a schema, or for `items` a list of them
	branches              // a list of schemas about the value itself
	named                 // an object of schemas
)

// subschemas says where the schemas are in the value of a keyword.
func subschemas(keyword string) schemaPlace {
	switch keyword {
	case "items", "additionalItems", "additionalProperties", "not", "if", "then", "else", "contains",
		"propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema", "prefixItems":
		return single
	case "allOf", "anyOf", "oneOf":
		return branches
	case "properties", "patternProperties", "dependentSchemas", "dependencies":
		return named
	}
	return notSchema
}

// identifies says whether a keyword is only there for references.
func identifies(keyword string) bool {
	switch keyword {
	case "$ref", "$dynamicRef", "$recursiveRef", "$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor",
		"$vocabulary", "$defs", "definitions":
		return true
	}
	return false
}

// annotates says whether a keyword describes rather than constrains.
func annotates(keyword string) bool {
	switch keyword {
	case "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "$comment",
		"nullable", "summary":
		return true
	}
	return strings.HasPrefix(keyword, "x-")
}
