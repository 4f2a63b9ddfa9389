package toolpool

import (
	"slices"
	"strings"

	"worldc/world"
)

// An operation is one operation of an OpenAPI description.
type operation struct {
	doc    *apiDocument
	method string // as declared
	path   string
	place  string // its JSON pointer
	v      *value
	s      *scope

	// shared is the path item, whose parameters all its operations have.
	shared   *value
	sharedAt *scope
}

// named is the name of an operation that has none: get_pets_by_id for
// GET /pets/{id}.
func (o operation) named() string {
	parts := []string{strings.ToLower(o.method)}
	for part := range strings.FieldsFuncSeq(o.path, func(r rune) bool { return strings.ContainsRune("/?#&=:", r) }) {
		var words []string
		for len(part) > 0 {
			before, rest, ok := strings.Cut(part, "{")
			if before = strings.Trim(before, "._-,;()"); before != "" {
				words = append(words, before)
			}
			if !ok {
				break
			}
			name, after, _ := strings.Cut(rest, "}")
			words = append(words, "by_"+strings.Trim(name, "+*?."))
			part = after
		}
		parts = append(parts, words...)
	}
	if len(parts) == 1 {
		parts = append(parts, "root")
	}
	return strings.Join(parts, "_")
}

// An apiInput is what goes into an operation: a schema of type object, its
// references not resolved yet.
type apiInput struct {
	schema     *value
	properties *value
	required   *value
	placed     map[*value]*scope
	places     map[string][]string
	taken      map[string]bool
}

// add adds a property.
func (in *apiInput) add(name, place string, schema *value, s *scope, required bool) {
	in.taken[name] = true
	in.properties.add(name, schema)
	in.placed[schema] = s
	in.places[place] = append(in.places[place], name)
	if required {
		in.required.items = append(in.required.items, newText(name))
	}
}

// A parameter is a declared parameter of an operation.
type parameter struct {
	name, in string
	v        *value
	s        *scope
}

// input gathers the parameters and the body of an operation.
func (o operation) input(subject string) *apiInput {
	in := &apiInput{
		schema: newObject(), properties: newObject(), required: newList(),
		placed: make(map[*value]*scope), places: make(map[string][]string), taken: make(map[string]bool),
	}
	find := func(action world.Action, reason, detail string) { o.doc.find(subject, o.place, action, reason, detail) }

	var body *parameter
	var protocol []string
	inPath := make(map[string]bool)
	parameters := o.parameters(find)
	google := isGoogle(parameters)
	for _, p := range parameters {
		switch {
		case p.in == "body":
			body = &p
			continue
		case p.in == "header" && isProtocolHeader(p.name) || google && p.in == "query" && isGoogleCommon(p.name):
			protocol = append(protocol, p.name)
			continue
		}
		required := p.v.get("required")
		need := required != nil && boolText(required.text) != nil && *boolText(required.text)
		if p.in == "path" {
			need = true
			inPath[p.name] = true
			if !strings.Contains(o.path, "{"+p.name+"}") && !slices.Contains(templated(o.path), p.name) {
				find(world.Noted, reasonNotInPath, short(p.name))
			}
		}
		name := p.name
		if in.taken[name] {
			name = free(name+"_"+p.in, func(n string) bool { return in.taken[n] })
			find(world.Mended, reasonTwoPlaces, short(p.name)+" in "+p.in+" is "+short(name))
		}
		schema, at := p.schema(o.doc)
		in.add(name, p.in, schema, at, need)
	}
	for _, name := range templated(o.path) {
		if !inPath[name] {
			inPath[name] = true
			find(world.Mended, reasonUndeclared, short(name))
			schema := newObject()
			schema.add("type", newText("string"))
			in.add(free(name, func(n string) bool { return in.taken[n] }), "path", schema, o.s, true)
		}
	}
	if len(protocol) > 0 {
		find(world.Noted, reasonProtocol, short(strings.Join(protocol, ", ")))
	}
	if body != nil {
		required := body.v.get("required")
		o.body(in, body.v.get("schema"), body.s, "body", body.name, body.v.str("description"),
			required != nil && required.text == "true", find)
	} else if request, at, ok := o.doc.follow(o.v.get("requestBody"), o.s); ok && request.kind == object {
		required := request.get("required")
		schema, place := content(request)
		if schema != nil {
			o.body(in, schema, at, place, "body", request.str("description"), required != nil && required.text == "true", find)
		}
	} else if !ok && o.v.get("requestBody") != nil {
		find(world.Mended, reasonDangling, short(o.v.get("requestBody").str("$ref")))
	}
	in.schema.add("type", newText("object"))
	in.schema.add("properties", in.properties)
	if len(in.required.items) > 0 {
		in.schema.add("required", in.required)
	}
	if len(in.places) == 0 {
		in.places = nil
	}
	return in
}

// parameters are those of the path and of the operation, of which the
// operation's replace the path's of the same name and place.
func (o operation) parameters(find func(world.Action, string, string)) []parameter {
	var ps []parameter
	type identity struct{ in, name string }
	index := make(map[identity]int)
	lists := [...]struct {
		v *value
		s *scope
	}{{o.shared.get("parameters"), o.sharedAt}, {o.v.get("parameters"), o.s}}
	for _, l := range lists {
		items, at, ok := o.doc.follow(l.v, l.s)
		if !ok || items.kind != list {
			continue
		}
		for _, item := range items.items {
			v, s, ok := o.doc.follow(item, at)
			if !ok {
				find(world.Mended, reasonDangling, short(item.str("$ref")))
				continue
			}
			p := parameter{name: v.str("name"), in: v.str("in"), v: v, s: s}
			switch p.in {
			case "formData":
				p.in = "form"
			case "querystring", "":
				p.in = "query"
			}
			if p.name == "" {
				find(world.Mended, reasonParameterLost, short(item.String()))
				continue
			}
			id := identity{p.in, p.name}
			if i, ok := index[id]; ok {
				ps[i] = p
				continue
			}
			index[id] = len(ps)
			ps = append(ps, p)
		}
	}
	return ps
}

// templated are the names in braces of a path.
func templated(path string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(path, "{")
		if !ok {
			return names
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return names
		}
		if name = strings.Trim(name, "+*?./;&"); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		path = after
	}
}

// isProtocolHeader says whether a header is set by whoever speaks the
// protocol, not by whoever calls the operation.
func isProtocolHeader(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "authorization", "accept", "content-type":
		return true
	}
	return strings.HasPrefix(name, "x-amz-")
}

// isGoogle says whether the parameters hold those that every operation of a
// Google API has.
func isGoogle(ps []parameter) bool {
	found := 0
	for _, p := range ps {
		if p.in == "query" && (p.name == "alt" || p.name == "prettyPrint" || p.name == "quotaUser") {
			found++
		}
	}
	return found == 3
}

func isGoogleCommon(name string) bool {
	switch name {
	case "alt", "fields", "key", "oauth_token", "prettyPrint", "quotaUser", "userIp",
		"access_token", "callback", "$.xgafv", "uploadType", "upload_protocol":
		return true
	}
	return false
}

// schema is the schema of a parameter, with the parameter's description.
func (p parameter) schema(d *apiDocument) (*value, *scope) {
	out, at := newObject(), p.s
	if s := p.v.get("schema"); s != nil {
		if s.kind == object {
			out.names, out.items = slices.Clone(s.names), slices.Clone(s.items)
		} else if s.kind == text || s.kind == list {
			return s.clone(), at
		}
	} else if s, _ := content(p.v); s != nil && s.kind == object {
		out.names, out.items = slices.Clone(s.names), slices.Clone(s.items)
	} else {
		for i, name := range p.v.names { // 2.0: the parameter is its own schema
			switch name {
			case "name", "in", "required", "collectionFormat", "allowEmptyValue", "style", "explode", "allowReserved", "content", "schema":
			default:
				out.add(name, p.v.items[i])
			}
		}
	}
	if text := p.v.str("description"); text != "" {
		out.set("description", newText(text))
	}
	if e := p.v.get("example"); e != nil && out.get("example") == nil && out.get("examples") == nil {
		out.add("example", e)
	}
	if dep := p.v.get("deprecated"); dep != nil && dep.text == "true" {
		out.set("deprecated", newBool(true))
	}
	return out, at
}

// content is the schema of a request or response body of 3.x, JSON before
// forms before anything else, and the place that it means.
func content(v *value) (schema *value, place string) {
	media := v.get("content")
	if media == nil || media.kind != object {
		return nil, ""
	}
	best := 3
	for i, name := range media.names {
		rank, where := 2, "body"
		switch n := mediaType(name); {
		case isJSON(n):
			rank = 0
		case n == "application/x-www-form-urlencoded" || n == "multipart/form-data":
			rank, where = 1, "form"
		}
		s := media.items[i].get("schema")
		if s == nil {
			s = media.items[i].get("itemSchema") // 3.2: of each item of a stream
		}
		if rank < best && s != nil {
			best, schema, place = rank, s, where
		}
	}
	return schema, place
}

func mediaType(name string) string {
	name, _, _ = strings.Cut(name, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

func isJSON(media string) bool {
	return strings.Contains(media, "json") || media == "*/*"
}

// body adds the request body: the properties of an object one by one, any
// other body as one property.
func (o operation) body(in *apiInput, schema *value, s *scope, place, name, description string, required bool, find func(world.Action, string, string)) {
	if schema == nil {
		return
	}
	f := flattening{doc: o.doc, steps: maxFlattened}
	fields, isObject := f.fields(schema, s, 0)
	if !isObject || len(fields) == 0 {
		one := newObject()
		if schema.kind == object {
			one.names, one.items = slices.Clone(schema.names), slices.Clone(schema.items)
		} else {
			one = schema.clone()
		}
		if description != "" && one.kind == object {
			one.set("description", newText(description))
		}
		if in.taken[name] {
			name = free("request_body", func(n string) bool { return in.taken[n] })
		}
		in.add(name, place, one, s, required)
		return
	}
	var readOnly []string
	for _, field := range fields {
		if v, _, ok := o.doc.follow(field.v, field.s); ok && v.get("readOnly") != nil && v.get("readOnly").text == "true" ||
			field.v.get("readOnly") != nil && field.v.get("readOnly").text == "true" {
			readOnly = append(readOnly, field.name)
			continue
		}
		name := field.name
		if in.taken[name] {
			name = free(name+"_body", func(n string) bool { return in.taken[n] })
			find(world.Mended, reasonBodyClash, short(field.name)+" is "+short(name))
		}
		// A property may be one value in two operations or two properties.
		own := *field.v
		in.add(name, place, &own, field.s, field.required)
	}
	if len(readOnly) > 0 {
		find(world.Noted, reasonReadOnly, short(strings.Join(readOnly, ", ")))
	}
}

// A field is a property of a body.
type field struct {
	name     string
	v        *value
	s        *scope
	required bool
}

// maxFlattened is how many schemas are looked at to find the fields of one
// body.
const maxFlattened = 2000

type flattening struct {
	doc   *apiDocument
	steps int
}

// fields are the properties of a schema that is an object, through references
// and through what it is composed of; false where it is no object.
func (f *flattening) fields(schema *value, s *scope, depth int) ([]field, bool) {
	if f.steps--; f.steps < 0 || depth > maxDepth {
		return nil, false
	}
	v, at, ok := f.doc.follow(schema, s)
	if !ok || v.kind != object {
		return nil, false
	}
	if t := v.str("type"); t != "" && strings.ToLower(t) != "object" {
		return nil, false
	}
	var all []field
	index := make(map[string]int)
	add := func(next field) {
		if i, ok := index[next.name]; ok {
			all[i].required = all[i].required || next.required
			return
		}
		index[next.name] = len(all)
		all = append(all, next)
	}
	if properties := v.get("properties"); properties != nil && properties.kind == object {
		for i, name := range properties.names {
			add(field{name, properties.items[i], at, isRequiredFlag(properties.items[i])})
		}
	}
	for _, keyword := range [...]string{"allOf", "anyOf", "oneOf"} {
		branches := v.get(keyword)
		if branches == nil || branches.kind != list {
			continue
		}
		if !f.branches(branches.items, at, depth, keyword == "allOf", add) {
			return nil, false
		}
	}
	if names := v.get("required"); names != nil && names.kind == list {
		for _, name := range names.items {
			if i, ok := index[name.text]; ok && name.kind == text {
				all[i].required = true
			}
		}
	}
	return all, len(all) > 0 || v.str("type") != ""
}

// branches adds the fields of what a schema is composed of; of alternatives
// those are required that all of them require.
func (f *flattening) branches(items []*value, s *scope, depth int, all bool, add func(field)) bool {
	requiring := make(map[string]int)
	var found []field
	for _, b := range items {
		fields, ok := f.fields(b, s, depth+1)
		if !ok {
			if v, _, there := f.doc.follow(b, s); all && there && v.kind == object && v.get("type") == nil {
				continue // a branch that only describes or constrains
			}
			return false
		}
		for _, field := range fields {
			if field.required {
				requiring[field.name]++
			}
			found = append(found, field)
		}
	}
	for _, field := range found {
		if !all {
			field.required = requiring[field.name] == len(items)
		}
		add(field)
	}
	return true
}

// isRequiredFlag says whether a property calls itself required.
func isRequiredFlag(v *value) bool {
	r := v.get("required")
	return r != nil && r.kind != list && r.text == "true"
}

// response is the schema of the first successful answer in JSON, else of the
// default answer, nil where there is none.
func (o operation) response() (*value, *scope) {
	responses, at, ok := o.doc.follow(o.v.get("responses"), o.s)
	if !ok || responses.kind != object {
		return nil, nil
	}
	for _, success := range [...]bool{true, false} {
		for i, status := range responses.names {
			if strings.HasPrefix(status, "2") != success || !success && status != "default" {
				continue
			}
			v, s, ok := o.doc.follow(responses.items[i], at)
			if !ok {
				continue
			}
			schema := v.get("schema") // 2.0
			if !o.doc.two {
				schema = jsonContent(v)
			}
			if schema != nil && (schema.kind != object || strings.ToLower(schema.str("type")) != "file") {
				own := *schema
				return &own, s
			}
		}
	}
	return nil, nil
}

// jsonContent is the schema of a body in JSON, nil where there is none.
func jsonContent(v *value) *value {
	media := v.get("content")
	if media == nil || media.kind != object {
		return nil
	}
	for i, name := range media.names {
		if !isJSON(mediaType(name)) {
			continue
		}
		for _, keyword := range [...]string{"schema", "itemSchema"} {
			if s := media.items[i].get(keyword); s != nil {
				return s
			}
		}
	}
	return nil
}
