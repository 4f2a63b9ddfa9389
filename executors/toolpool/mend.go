package toolpool

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"worldc/world"
)

const (
	reasonNoName       = "the tool has no name"
	reasonSchemaText   = "the schema is given as a text that holds JSON"
	reasonSchemaJSON   = "the schema is not JSON"
	reasonSchemaDeep   = "the schema is nested too deeply"
	reasonSchemaLarge  = "the schema is too large"
	reasonSchemaBroken = "the schema cannot be mended"
	reasonReferences   = "references are replaced by what they refer to"
	reasonRecursive    = "a recursive reference is cut"
	reasonDangling     = "a reference leads nowhere"
	reasonTruncated    = "a schema that grows too large is cut"
	reasonNoParameters = "the tool declares no parameters"
	reasonBareMap      = "parameters without `properties` around them"
	reasonNoObjectType = "the input schema does not say that it is an object"
	reasonWrapped      = "an input that is no object becomes the parameter `value`"
	reasonFixed        = "fixed values of the whole input say nothing about its parameters"
	reasonMerged       = "alternatives at the top of the input schema are merged"
	reasonOrder        = "the order of parameters does not name them all"
	reasonReturnsEmpty = "an output schema that says nothing is left out"
)

// Mend makes a tool of a declaration. It returns the tool with everything but
// its ID, which takes knowing the other tools, and what it changed; or false
// and, as the last finding, the reason why the declaration cannot be a tool.
// It depends on nothing but raw. A tool that needed no mending keeps its
// schemas as the bytes that its document has, white space included.
//
// The name is [A-Za-z0-9_-]{1,64}. Parameters is a schema of 2020-12 without
// references, of type object, and Returns is such a schema of any type or
// absent. Mending a mended tool changes nothing.
func Mend(raw Raw) (world.Tool, []world.Finding, bool) {
	var findings []world.Finding
	find := func(action world.Action, reason, detail string) {
		findings = append(findings, world.Finding{Subject: subject(raw), Place: raw.Place, Action: action, Reason: reason, Detail: detail})
	}
	name, reasons := mendName(raw.Name)
	if name == "" {
		find(world.Rejected, reasonNoName, "")
		return world.Tool{}, findings, false
	}
	for _, reason := range reasons {
		find(world.Mended, reason, name)
	}
	t := world.Tool{Name: name, Source: raw.Source, Hints: raw.Hints}
	if name != raw.Name {
		t.Source.Name = strings.ToValidUTF8(raw.Name, "\uFFFD")
	}
	description, control := tidy(raw.Description)
	if control {
		find(world.Mended, reasonTextControl, "")
	}
	if len(description) > maxDescription {
		find(world.Mended, reasonTextCut, fmt.Sprintf("%d bytes", len(description)))
		description = cut(description, maxDescription)
	}
	t.Description = description

	input, err := mendSchema("parameters", raw.Parameters, (*mender).input)
	if err != nil {
		find(world.Rejected, err.reason, err.detail)
		return world.Tool{}, findings, false
	}
	output, err := mendSchema("returns", raw.Returns, (*mender).output)
	if err != nil {
		find(world.Rejected, err.reason, err.detail)
		return world.Tool{}, findings, false
	}
	for _, n := range slices.Concat(input.notes, output.notes) {
		detail := n.detail
		if n.count > 1 {
			detail += fmt.Sprintf(" and %d more", n.count-1)
		}
		find(n.action, n.reason, detail)
	}
	t.Parameters, t.Returns = input.text, output.text
	t.ParameterOrder = input.order
	if raw.ParameterOrder != nil {
		order, complete := reorder(raw.ParameterOrder, input.order)
		if !complete {
			find(world.Mended, reasonOrder, "")
		}
		t.ParameterOrder = order
	}
	t.Source.In = renamedPlaces(raw.Source.In, input.renamed)
	return t, findings, true
}

// subject is what findings about raw are about.
func subject(raw Raw) string {
	if name := strings.TrimSpace(raw.Name); name != "" {
		return short(name)
	}
	return raw.Source.Document
}

// A mended is a schema as it comes into a record.
type mended struct {
	text    []byte   // nil where there is none
	order   []string // the properties of the root, as declared
	renamed map[string]string
	notes   []note
}

// A flaw is why a schema cannot be mended.
type flaw struct{ reason, detail string }

// mendSchema reads, resolves and mends one schema; root makes it what the
// place needs. A schema that had to be changed is compiled, to be sure, unless
// it is very large.
func mendSchema(place string, data []byte, root func(*mender, *value) *value) (mended, *flaw) {
	m := mender{path: []string{place}}
	var v *value
	if data != nil {
		var r reader
		var err error
		if v, r, err = decodeSchema(data, &m); err != nil {
			return mended{}, unreadable(err, place)
		}
		for _, f := range r.flaws {
			m.fix(f, "")
		}
		if r.references {
			v = m.resolve(v, len(data))
		}
	}
	v = root(&m, v)
	if v == nil {
		return mended{notes: m.notes}, nil
	}
	out := mended{text: data, notes: m.notes, renamed: m.renamed}
	if m.changed {
		if v.depth() > maxDepth {
			return mended{}, unreadable(errDepth, place)
		}
		out.text = v.append(make([]byte, 0, len(data)))
		if m.schemas <= maxCompiled {
			if err := compile(out.text); err != nil {
				return mended{}, &flaw{reasonSchemaBroken, place + ": " + err.Error()}
			}
		}
	}
	out.order = []string{}
	if p := v.get("properties"); p != nil {
		out.order = append(out.order, p.names...)
	}
	return out, nil
}

// decodeSchema reads a schema. One that is a text holding JSON is read again.
func decodeSchema(data []byte, m *mender) (*value, reader, error) {
	if len(data) > maxDeclaration {
		return nil, reader{}, errLarge
	}
	v, r, err := decode(data)
	if err != nil || v.kind != text {
		return v, r, err
	}
	if inner, ri, err := decode([]byte(v.text)); err == nil && (inner.kind == object || inner.kind == list) {
		m.fix(reasonSchemaText, "")
		return inner, ri, nil
	}
	return v, r, nil
}

var errLarge = fmt.Errorf("larger than %d bytes", maxDeclaration)

func unreadable(err error, place string) *flaw {
	switch {
	case errors.Is(err, errDepth):
		return &flaw{reasonSchemaDeep, place + ": " + err.Error()}
	case errors.Is(err, errLarge):
		return &flaw{reasonSchemaLarge, place + ": " + err.Error()}
	}
	return &flaw{reasonSchemaJSON, place + ": " + because(err)}
}

// resolve replaces the references of v, a schema of size bytes.
func (m *mender) resolve(v *value, size int) *value {
	out, r := resolve(v, &scope{root: v}, resolver{}, max(maxResolved, 2*size))
	m.changed = true
	if r.resolved > 0 {
		m.record(world.Mended, reasonReferences, fmt.Sprintf("%d", r.resolved))
	}
	if len(r.recursive) > 0 {
		m.record(world.Mended, reasonRecursive, short(r.recursive[0]))
	}
	if len(r.dangling) > 0 {
		m.record(world.Mended, reasonDangling, short(r.dangling[0]))
	}
	if r.truncated {
		m.record(world.Mended, reasonTruncated, "")
	}
	return out
}

// reorder puts the parameters into the wished order; those that it does not
// name follow. complete says whether the two lists name the same.
func reorder(wished, names []string) (order []string, complete bool) {
	known := make(map[string]bool, len(names))
	for _, name := range names {
		known[name] = true
	}
	complete = len(wished) == len(names)
	order = make([]string, 0, len(names))
	for _, name := range slices.Concat(wished, names) {
		if known[name] {
			known[name] = false
			order = append(order, name)
		} else if len(order) < len(names) {
			complete = false
		}
	}
	return order, complete
}

// renamedPlaces is in with the properties that were renamed under their new
// names.
func renamedPlaces(in map[string][]string, renamed map[string]string) map[string][]string {
	if len(renamed) == 0 {
		return in
	}
	out := make(map[string][]string, len(in))
	for place, names := range in {
		names = slices.Clone(names)
		for i, name := range names {
			if n, ok := renamed[name]; ok {
				names[i] = n
			}
		}
		out[place] = names
	}
	return out
}
