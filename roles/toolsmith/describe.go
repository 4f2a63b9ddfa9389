package toolsmith

import (
	"slices"
	"strings"

	"worldc/roles/toolsmith/reading"
	"worldc/world"
)

// describe is the description of a tool as agents of the world read it: the
// document's own, what comes out where it does not say, and on what the code
// insists.
func (p *plan) describe(t *things) string {
	r := *p.reading
	if p.rejected != "" || p.link != nil {
		return reading.Describe(&r)
	}
	r.Operation, r.Effect = p.operation, world.Read
	if !reads(p.operation) {
		r.Effect = world.Write
	}
	if len(p.shape.fields) == 0 && p.operation != world.Count && p.operation != world.Delete {
		r.Result.Fields = nil
		for _, c := range p.entity.columns {
			r.Result.Fields = append(r.Result.Fields, reading.Field{Path: c.Name, Words: strings.Split(c.Name, "_"), Attribute: c.Name, Type: jsonType(c.Type), Document: c.Document})
		}
		r.Result.Documented = true
	}
	text := reading.Describe(&r)
	if p.only != "" {
		text += " Only " + p.onlyThose() + "."
	}
	switch {
	case p.move != nil:
		text += " Only " + p.allowedFrom() + "."
	case p.operation == world.Delete:
		if with := t.goesWith(p.entity); len(with) > 0 {
			text += " Its " + listing(with, "and") + " are deleted too."
		}
	}
	return text
}

// jsonType is the JSON type of the values of a column.
func jsonType(kind string) string {
	switch kind {
	case "INTEGER":
		return "integer"
	case "REAL":
		return "number"
	case "BOOLEAN":
		return "boolean"
	case "JSON":
		return "object"
	}
	return "string"
}

// allowedFrom says which rows a Move can be made of.
func (p *plan) allowedFrom() string {
	states := make([]string, len(p.move.From))
	for i, s := range p.move.From {
		states[i] = strings.ReplaceAll(s, "_", " ")
	}
	return listing(states, "or") + " " + p.entity.nouns + " can be " + strings.ReplaceAll(participle(p.verb), "_", " ")
}

// goesWith are the things that are deleted with a thing.
func (t *things) goesWith(e *entity) []string {
	var with []string
	for _, child := range t.entities {
		for _, c := range child.columns {
			if c.target == e && c.Required && !slices.Contains(with, child.nouns) {
				with = append(with, child.nouns)
			}
		}
	}
	return with
}
