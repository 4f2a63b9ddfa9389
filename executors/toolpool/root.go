package toolpool

import "slices"

// input makes v, nil where there is none, the schema of a tool's parameters:
// an object with properties.
func (m *mender) input(v *value) *value {
	if v == nil || v.kind == null || v.kind == list && len(v.items) == 0 || v.kind == boolean {
		m.fix(reasonNoParameters, "")
		v = newObject()
		v.add("type", newText("object"))
		v.add("properties", newObject())
		return v
	}
	if v.kind == list {
		// A list of parameters that say their names themselves.
		if properties := declared(v); properties != nil {
			m.fix(reasonBareMap, "a list")
			v = newObject()
			v.add("type", newText("object"))
			v.add("properties", properties)
		}
	}
	if v.kind == object && bareProperties(v) {
		m.fix(reasonBareMap, "")
		inner := v
		v = newObject()
		v.add("type", newText("object"))
		v.add("properties", inner)
	}
	// What one round makes of the top can be news to the keywords beside it.
	for range maxRounds {
		changed := m.changed
		m.changed = false
		v = m.top(v)
		if !m.changed {
			m.changed = changed
			break
		}
	}
	return v
}

// maxRounds is how often the top of a schema is looked at; two rounds do for
// all but the oddest schemas.
const maxRounds = 8

// top is one round of input.
func (m *mender) top(v *value) *value {
	v = m.schema(v)
	m.required = false
	if v.kind == boolean { // left of a list of one
		v = newObject()
	}
	m.merge(v)
	types := v.types()
	if types != nil && !slices.Contains(types, "object") || types == nil && v.get("properties") == nil && constrains(v) {
		m.fix(reasonWrapped, "")
		inner := v
		v = newObject()
		v.add("type", newText("object"))
		v.add("properties", newObject())
		v.get("properties").add("value", inner)
		v.add("required", newList(newText("value")))
		return v
	}
	for _, keyword := range [...]string{"enum", "const"} {
		if v.get(keyword) != nil {
			m.fix(reasonFixed, keyword)
			v.remove(keyword)
		}
	}
	if len(types) != 1 {
		m.fix(reasonNoObjectType, "")
		v.set("type", newText("object"))
	}
	return v
}

// constrains says whether a schema without a type and without properties is
// about something other than an object.
func constrains(v *value) bool {
	for _, keyword := range [...]string{"enum", "const", "items", "prefixItems", "pattern", "format", "minimum", "maximum",
		"minLength", "maxLength", "allOf", "anyOf", "oneOf"} {
		if v.get(keyword) != nil {
			return true
		}
	}
	return false
}

// bareProperties says whether v is not a schema but the properties of one:
// every member is a schema with a type or a description, and none is a
// keyword that could hold such a thing.
func bareProperties(v *value) bool {
	if len(v.names) == 0 {
		return false
	}
	for i, name := range v.names {
		item := v.items[i]
		if item.kind != object || item.get("type") == nil && item.get("description") == nil || name == "properties" {
			return false
		}
		if subschemas(name) != notSchema && len(v.names) == 1 {
			return false
		}
	}
	return true
}

// merge draws the properties of alternatives at the top together into v, so
// that the parameters are seen in one place. A parameter is required where v
// or an allOf requires it, or every one of the alternatives does.
func (m *mender) merge(v *value) {
	for range maxDepth {
		merged := false
		for _, keyword := range [...]string{"allOf", "anyOf", "oneOf"} {
			branches := v.get(keyword)
			if branches == nil || !objects(branches.items, v) {
				continue
			}
			v.remove(keyword)
			m.fix(reasonMerged, keyword)
			m.absorb(v, branches.items, keyword == "allOf")
			merged = true
		}
		if !merged {
			return
		}
	}
}

// objects says whether the branches of v are all about objects and some declare
// properties. Branches that only constrain the properties of v stay.
func objects(branches []*value, v *value) bool {
	if types := v.types(); types != nil && !slices.Contains(types, "object") {
		return false
	}
	has := false
	for _, b := range branches {
		types := b.types()
		if b.kind != object || types != nil && !slices.Contains(types, "object") {
			return false
		}
		has = has || b.get("properties") != nil
	}
	return has
}

// absorb takes the members of branches into v.
func (m *mender) absorb(v *value, branches []*value, all bool) {
	properties := v.get("properties")
	if properties == nil {
		properties = newObject()
		v.add("properties", properties)
	}
	place := make(map[string]int, len(properties.names))
	for i, name := range properties.names {
		place[name] = i
	}
	demands := make(map[string]int)
	var demanded []string // in the order of their first demand
	for _, b := range branches {
		for i, name := range b.names {
			item := b.items[i]
			switch name {
			case "properties":
				for j, property := range item.names {
					if at, ok := place[property]; ok {
						properties.items[at] = either(properties.items[at], item.items[j], all)
					} else {
						place[property] = len(properties.names)
						properties.add(property, item.items[j])
					}
				}
			case "required":
				for _, r := range item.items {
					if demands[r.text]++; demands[r.text] == 1 {
						demanded = append(demanded, r.text)
					}
				}
			case "allOf", "anyOf", "oneOf":
				if old := v.get(name); old == nil {
					v.add(name, item)
				} else if name == "allOf" || !all {
					old.items = append(old.items, item.items...)
				}
			case "description", "title", "type":
				if v.get(name) == nil && (all || name == "type") {
					v.add(name, item)
				}
			default:
				if all && v.get(name) == nil {
					v.add(name, item)
				}
			}
		}
	}
	required := v.get("required")
	if required == nil {
		required = newList()
	}
	taken := make(map[string]bool)
	for _, r := range required.items {
		taken[r.text] = true
	}
	for _, name := range demanded {
		if _, ok := place[name]; ok && !taken[name] && (all || demands[name] == len(branches)) {
			required.items = append(required.items, newText(name))
		}
	}
	if len(required.items) > 0 {
		v.set("required", required)
	}
	if v.get("additionalProperties") != nil && v.get("additionalProperties").text == "false" && all {
		v.remove("additionalProperties") // each branch meant its own properties
	}
}

// either is the schema of a property that two branches declare.
func either(a, b *value, all bool) *value {
	if a.equal(b) {
		return a
	}
	keyword := "anyOf"
	if all {
		keyword = "allOf"
	}
	if old := a.get(keyword); old != nil && len(a.names) == 1 {
		if !slices.ContainsFunc(old.items, b.equal) {
			old.items = append(old.items, b)
		}
		return a
	}
	out := newObject()
	out.add(keyword, newList(a, b))
	return out
}

// output makes v a tool's output schema, nil where it says nothing.
func (m *mender) output(v *value) *value {
	if v == nil || v.kind == null {
		return nil
	}
	v = m.schema(v)
	m.required = false
	if v.kind == boolean || len(v.names) == 0 {
		m.fix(reasonReturnsEmpty, "")
		return nil
	}
	return v
}
