package inspect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"worldc/jsonwalk"
	"worldc/world"
)

// prettyColumns is how wide text for a person is: as wide everywhere, so that
// what is printed does not depend on the terminal.
const prettyColumns = 80

// Names finds the name of a record by its id.
type Names func(id string) (name string, ok bool)

// Pretty shows a record as a person reads it: a tool as a signature, a domain
// as its tools and what feeds what, an edge as the tools it joins, a world as
// its tables and tools, a script as its scene, goal, actions and solution, a
// trajectory or a row of chat messages turn by turn, a
// verdict or a placement with what it is about; anything else as indented JSON. It ends in a newline. What the record
// says cannot control a terminal.
func Pretty(t world.Type, line []byte, names Names, records Records) string {
	var b strings.Builder
	switch t {
	case world.ToolType:
		var r world.Tool
		if json.Unmarshal(line, &r) == nil && r.Name != "" {
			prettyTool(&b, r)
			return b.String()
		}
	case world.DomainType:
		var r world.Domain
		if json.Unmarshal(line, &r) == nil && r.ID != "" {
			prettyDomain(&b, r, names)
			return b.String()
		}
	case world.EdgeType:
		var r world.Edge
		if json.Unmarshal(line, &r) == nil && r.A != "" {
			fmt.Fprintf(&b, "%s -- %s  %v\n", nameOf(r.A, names), nameOf(r.B, names), r.Similarity)
			return b.String()
		}
	case world.WorldType:
		var r world.World
		if json.Unmarshal(line, &r) == nil && r.ID != "" {
			prettyWorld(&b, &r)
			return b.String()
		}
	case world.TaskType:
		var r world.Task
		if json.Unmarshal(line, &r) == nil && r.ID != "" {
			prettyTask(&b, &r, names)
			return b.String()
		}
	case world.ScriptType:
		var r world.Script
		if json.Unmarshal(line, &r) == nil && len(r.Actions) > 0 {
			prettyScript(&b, &r, records)
			return b.String()
		}
	case world.PersonaType:
		var r world.Persona
		if json.Unmarshal(line, &r) == nil && r.Text != "" {
			prettyPersona(&b, &r)
			return b.String()
		}
	case world.TrajectoryType:
		var r world.Trajectory
		if json.Unmarshal(line, &r) == nil && r.ID != "" {
			prettyTrajectory(&b, &r, records)
			return b.String()
		}
	case world.VerdictType:
		var r world.Verdict
		if json.Unmarshal(line, &r) == nil && r.Trajectory != "" {
			prettyVerdict(&b, &r, records)
			return b.String()
		}
	case world.PlacementType:
		var r world.Placement
		if json.Unmarshal(line, &r) == nil && r.Trajectory != "" {
			prettyPlacement(&b, &r, records)
			return b.String()
		}
	case RowType:
		if prettyRow(&b, line) {
			return b.String()
		}
	case world.ScoreType:
		var r world.Score
		if json.Unmarshal(line, &r) == nil && r.By != "" {
			prettyScore(&b, &r)
			return b.String()
		}
	}
	return indented(line)
}

// indented is JSON a level a line.
func indented(line []byte) string {
	var out bytes.Buffer
	if json.Indent(&out, line, "", "  ") != nil {
		return Clean(string(line)) + "\n"
	}
	var b strings.Builder
	for l := range strings.Lines(out.String()) {
		b.WriteString(Clean(strings.TrimSuffix(l, "\n")))
		b.WriteByte('\n')
	}
	return b.String()
}

// nameOf is the name of a record, else its id.
func nameOf(id string, names Names) string {
	if names != nil {
		if name, ok := names(id); ok && name != "" {
			return shorten(name, 64)
		}
	}
	return shorten(id, 40)
}

func prettyTool(b *strings.Builder, t world.Tool) {
	parameters := parametersOf(t)
	b.WriteString(signature(t.Name, parameters))
	for _, l := range wrap(t.Description, prettyColumns-4) {
		b.WriteString("    " + l + "\n")
	}
	widest := len("returns")
	for _, p := range parameters {
		if p.description != "" {
			widest = max(widest, min(24, columnsOf(p.name)))
		}
	}
	row := func(label, text string) {
		if text != "" {
			fmt.Fprintf(b, "    %s  %s\n", pad(label, widest), shorten(text, prettyColumns-6-widest))
		}
	}
	for _, p := range parameters {
		row(p.name, strings.Join(strings.Fields(p.description), " "))
	}
	if len(t.Returns) > 0 {
		row("returns", typeText(t.Returns, 0))
	}
	row("source", SourceText(t.Source))
	row("id", t.ID)
}

// SourceText says on one line where a tool was declared: the document, the
// request, the licence.
func SourceText(s world.Source) string {
	parts := []string{s.Document}
	if request := strings.TrimSpace(s.Method + " " + s.Path); request != "" {
		parts = append(parts, request)
	}
	if s.License != "" {
		parts = append(parts, s.License)
	}
	if s.Deprecated {
		parts = append(parts, "deprecated")
	}
	return Clean(strings.Join(parts, "  "))
}

// signature is name(parameters), an asterisk after what is required; on one
// line if that is wide enough, else a line for each parameter.
func signature(name string, parameters []parameter) string {
	list := make([]string, len(parameters))
	for i, p := range parameters {
		list[i] = p.name + ": " + p.typ
	}
	name = shorten(name, 64)
	if line := name + "(" + strings.Join(list, ", ") + ")"; columnsOf(line) <= prettyColumns {
		return line + "\n"
	}
	return name + "(\n        " + strings.Join(list, ",\n        ") + ")\n"
}

// A parameter of a tool, for a person.
type parameter struct{ name, typ, description string }

// parametersOf lists the parameters of a tool in the order of its document.
func parametersOf(t world.Tool) []parameter {
	properties := jsonwalk.AppendMembers(nil, jsonwalk.Field(t.Parameters, "properties"))
	required := jsonwalk.AppendElements(nil, jsonwalk.Field(t.Parameters, "required"))
	schemas := map[string][]byte{}
	order := []string{}
	seen := map[string]bool{}
	for _, p := range properties {
		if name, ok := jsonwalk.Text(p.Name); ok {
			schemas[name] = p.Value
			order = append(order, name)
		}
	}
	var list []parameter
	for _, name := range append(append([]string{}, t.ParameterOrder...), order...) {
		schema, ok := schemas[name]
		if !ok || seen[name] {
			continue
		}
		seen[name] = true
		p := parameter{name: shorten(name, 40), typ: shorten(typeText(schema, 0), 48)}
		for _, r := range required {
			if jsonwalk.IsText(r, name) {
				p.name += "*"
				break
			}
		}
		p.description, _ = jsonwalk.Text(jsonwalk.Field(schema, "description"))
		list = append(list, p)
	}
	return list
}

// typeText says in a few words what a JSON Schema lets through.
func typeText(schema []byte, depth int) string {
	const most = 6
	several := func(values [][]byte, show func([]byte) string) string {
		var parts []string
		for i, v := range values {
			if i == most {
				parts = append(parts, "…")
				break
			}
			parts = append(parts, show(v))
		}
		return strings.Join(parts, " | ")
	}
	literal := func(v []byte) string { return shorten(string(v), 24) }

	if v := jsonwalk.Field(schema, "const"); v != nil {
		return literal(v)
	}
	if v := jsonwalk.AppendElements(nil, jsonwalk.Field(schema, "enum")); len(v) > 0 {
		return several(v, literal)
	}
	if v, ok := jsonwalk.Text(jsonwalk.Field(schema, "$ref")); ok {
		return Clean(v[strings.LastIndexByte(v, '/')+1:])
	}
	if depth < 4 {
		for _, name := range []string{"anyOf", "oneOf"} {
			if v := jsonwalk.AppendElements(nil, jsonwalk.Field(schema, name)); len(v) > 0 {
				return several(v, func(s []byte) string { return typeText(s, depth+1) })
			}
		}
	}
	kind := jsonwalk.Field(schema, "type")
	if list := jsonwalk.AppendElements(nil, kind); len(list) > 0 {
		return several(list, func(v []byte) string { s, _ := jsonwalk.Text(v); return Clean(s) })
	}
	name, _ := jsonwalk.Text(kind)
	switch name {
	case "":
		return "any"
	case "array":
		items := jsonwalk.Field(schema, "items")
		if items == nil || depth >= 4 {
			return "any[]"
		}
		element := typeText(items, depth+1)
		if strings.Contains(element, " | ") {
			element = "(" + element + ")"
		}
		return element + "[]"
	case "object":
		properties := jsonwalk.AppendMembers(nil, jsonwalk.Field(schema, "properties"))
		if len(properties) == 0 || depth >= 2 {
			return "object"
		}
		var parts []string
		for i, p := range properties {
			if i == most {
				parts = append(parts, "…")
				break
			}
			property, _ := jsonwalk.Text(p.Name)
			parts = append(parts, Clean(property)+": "+typeText(p.Value, depth+1))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case "string":
		if format, ok := jsonwalk.Text(jsonwalk.Field(schema, "format")); ok {
			return "string(" + Clean(format) + ")"
		}
	}
	return Clean(name)
}

func prettyDomain(b *strings.Builder, d world.Domain, names Names) {
	fmt.Fprintf(b, "%s  %s\n", shorten(d.Name, 60), Count(int64(len(d.Tools)), "tool"))
	for _, id := range d.Tools {
		fmt.Fprintf(b, "    %s\n", nameOf(id, names))
	}
	if len(d.Feeds) > 0 {
		b.WriteString("    feeds\n")
	}
	for _, f := range d.Feeds {
		fmt.Fprintf(b, "      %s -> %s", nameOf(f.From, names), nameOf(f.To, names))
		for i, v := range f.Via {
			sep := ", "
			if i == 0 {
				sep = "  by "
			}
			output := v.Output
			if output == "" {
				output = "the result" // itself, not a field of it
			}
			fmt.Fprintf(b, "%s%s -> %s (%v)", sep, shorten(output, 40), shorten(v.Input, 40), v.Score)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "    id  %s\n", shorten(d.ID, 40))
}
