package toolpool

import (
	"slices"
	"strconv"
	"strings"

	"worldc/world"
)

const (
	reasonNoEndpoint = "the end-point is no object"
	reasonTemplate   = "the response template is not JSON"
)

// endpoints reads a RapidAPI tool with its api_list as ToolBench records it,
// or one end-point with required_parameters and optional_parameters. It
// returns false for an object that is neither: that one is in a shape that
// all listings share.
func (p *listing) endpoints(members []member, at int, from world.Source) bool {
	var apis []byte
	var apisAt int
	endpoint := false
	for _, m := range members {
		switch m.name {
		case "api_list":
			apis, apisAt = m.raw, m.at
		case "required_parameters", "optional_parameters", "api_name", "template_response":
			endpoint = true
		}
	}
	if apis == nil && !endpoint {
		return false
	}
	for _, m := range members {
		switch m.name {
		case "tool_name", "title":
			if from.API == "" {
				from.API = plain(m.raw)
			}
		case "category_name", "category":
			from.Category = plain(m.raw)
		}
	}
	if apis == nil {
		p.endpoint(members, at, from)
		return true
	}
	for _, m := range members {
		switch m.name {
		case "api_list", "tool_name", "title", "category_name", "category",
			"tool_description", "standardized_name", "name", "pricing", "score", "home_url", "host", "product_id":
			// About the provider, not about an end-point.
		default:
			p.skip(m.name, at)
		}
	}
	elements, err := split(apis, apisAt)
	if err != nil || apis[0] != '[' {
		p.reject(apisAt, reasonNoEndpoint, short(string(apis)))
		return true
	}
	for _, e := range elements {
		fields, err := split(e.raw, e.at)
		switch {
		case err != nil || e.raw[0] != '{':
			p.reject(e.at, reasonNoEndpoint, short(string(e.raw)))
		case len(e.raw) > maxDeclaration:
			p.reject(e.at, reasonTooLarge, strconv.Itoa(len(e.raw))+" bytes")
		default:
			p.endpoint(fields, e.at, from)
		}
	}
	return true
}

// endpoint reads one end-point.
func (p *listing) endpoint(members []member, at int, from world.Source) {
	raw := Raw{Place: p.place(at), Source: from}
	parameters := newObject()
	parameters.add("type", newText("object"))
	parameters.add("properties", newObject())
	required := newList()
	for _, m := range members {
		switch m.name {
		case "name", "api_name":
			raw.Name = plain(m.raw)
		case "description", "api_description":
			raw.Description = plain(m.raw)
		case "method":
			raw.Source.Method = plain(m.raw)
		case "category_name", "tool_name":
			// Read before.
		case "required_parameters":
			p.rapidParameters(m, parameters.get("properties"), required)
		case "optional_parameters":
			p.rapidParameters(m, parameters.get("properties"), nil)
		case "schema":
			if isSchema(m.raw) {
				raw.Returns = m.raw
			}
		case "template_response":
			if returns := template(m.raw); returns != nil && raw.Returns == nil {
				raw.Returns = returns
			} else if returns == nil && plain(m.raw) != "" {
				p.note(m.at, reasonTemplate, short(string(m.raw)))
			}
		case "source":
			p.source(m, &raw.Source)
		case "url", "code", "statuscode", "body", "headers", "convert_code", "test_endpoint", "tool_description", "document":
			// What a test call sent and got.
		default:
			p.skip(m.name, at)
		}
	}
	if len(required.items) > 0 {
		parameters.add("required", required)
	}
	raw.Parameters = parameters.append(nil)
	if raw.Source.Document == "" {
		raw.Source.Document = document(raw.Source, p.file)
	}
	p.raws = append(p.raws, raw)
}

// rapidParameters reads a list of parameters into properties, and their names
// into required where it is not nil.
func (p *listing) rapidParameters(m member, properties, required *value) {
	v, _, err := decode(m.raw)
	if err != nil || v.kind != list {
		if err != nil || v.kind != null {
			p.skip(m.name, m.at)
		}
		return
	}
	for _, item := range v.items {
		name := item.str("name")
		if name == "" {
			p.skip(m.name+"[].name", m.at)
			continue
		}
		schema := newObject()
		if t := item.get("type"); t != nil {
			schema.add("type", t)
		}
		if d := item.str("description"); d != "" {
			schema.add("description", newText(d))
		}
		if e := item.get("enum"); e != nil && e.kind == list {
			schema.add("enum", e)
		}
		// RapidAPI's default is what its playground fills in, not what the
		// end-point assumes.
		for _, field := range [...]string{"default", "example"} {
			if d := item.get(field); d != nil && d.kind != null && d.text != "" {
				schema.add("examples", newList(d))
				break
			}
		}
		if properties.get(name) != nil {
			continue // required and optional at once: the stricter came first
		}
		properties.add(name, schema)
		if required != nil {
			required.items = append(required.items, newText(name))
		}
	}
}

// isSchema says whether an end-point's `schema`, which may hold anything, is
// one.
func isSchema(raw []byte) bool {
	v, _, err := decode(raw)
	return err == nil && isType(v.str("type")) && (v.get("properties") != nil || v.get("items") != nil)
}

// template is the schema, as JSON, that ToolBench's response template means: a
// response with the name of its Python type at every leaf. It is nil where
// there is nothing to say.
func template(raw []byte) []byte {
	v, _, err := decode(raw)
	if err != nil {
		return nil
	}
	if v.kind == text {
		if _, isName := translate(v.text); !isName {
			inner, _, err := decode([]byte(v.text))
			if err != nil {
				return nil
			}
			v = inner
		}
	}
	if v.kind == null || len(v.items) == 0 && v.kind != text {
		return nil
	}
	return shape(v).append(nil)
}

// listLength is the member in which a template says how many elements a list
// had before it was cut to its first.
const listLength = "_list_length"

// shape is the schema of a template.
func shape(v *value) *value {
	out := newObject()
	switch v.kind {
	case object:
		out.add("type", newText("object"))
		properties := newObject()
		for i, name := range v.names {
			if name != listLength {
				properties.add(name, shape(v.items[i]))
			}
		}
		if len(properties.names) > 0 {
			out.add("properties", properties)
		}
	case list:
		out.add("type", newText("array"))
		for _, item := range v.items {
			if item.kind == object && slices.Equal(item.names, []string{listLength}) {
				continue
			}
			out.add("items", shape(item))
			break
		}
	case text:
		t, ok := translate(v.text)
		switch {
		case !ok:
			t = typing{name: "string"}
		case t.name == "null":
			// None was the value seen, not the only one there can be.
			return out
		}
		return t.schema()
	case number:
		if integral(v.text) && !strings.ContainsAny(v.text, ".eE") {
			out.add("type", newText("integer"))
		} else {
			out.add("type", newText("number"))
		}
	case boolean:
		out.add("type", newText("boolean"))
	}
	return out
}
