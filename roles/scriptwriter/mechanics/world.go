package mechanics

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"worldc/world"
)

// Schema is the tables in SQL.
func (g *Game) Schema() string {
	var b strings.Builder
	for i, s := range g.Sorts {
		fmt.Fprintf(&b, "CREATE TABLE %q (\n  name TEXT NOT NULL PRIMARY KEY", s.Name)
		for _, a := range s.Attributes {
			fmt.Fprintf(&b, ",\n  %q %s", a.Name, map[Kind]string{Text: "TEXT", Number: "INTEGER", Flag: "BOOLEAN", Other: "TEXT"}[a.Kind])
			if a.Kind == Number || a.Kind == Flag || !a.Optional {
				b.WriteString(" NOT NULL")
			}
			// A thing of one sort that has its table already is a reference.
			if a.Kind == Other && len(a.Sorts) == 1 && slices.ContainsFunc(g.Sorts[:i], func(s Sort) bool { return s.Name == a.Sorts[0] }) {
				fmt.Fprintf(&b, " REFERENCES %q (name)", a.Sorts[0])
			}
		}
		b.WriteString("\n);\n")
	}
	return b.String()
}

// rows are the things by table, by name.
func (g *Game) rows() map[string][]json.RawMessage {
	byTable := map[string][]Thing{}
	for _, t := range g.cast() {
		byTable[t.Sort] = append(byTable[t.Sort], t)
	}
	rows := map[string][]json.RawMessage{}
	for _, s := range g.Sorts {
		things := byTable[s.Name]
		slices.SortFunc(things, func(a, b Thing) int { return strings.Compare(a.Name, b.Name) })
		rows[s.Name] = []json.RawMessage{}
		for _, t := range things {
			row := map[string]any{"name": t.Name}
			for _, a := range s.Attributes {
				row[a.Name] = a.of(t)
			}
			line, err := json.Marshal(row)
			if err != nil {
				panic(err) // strings, numbers and flags
			}
			rows[s.Name] = append(rows[s.Name], line)
		}
	}
	return rows
}

// World is the game as a world: its tools are the rules.
func (g *Game) World(id, clock string) world.World {
	w := world.World{ID: id, Schema: g.Schema(), Rows: g.rows(), Prelude: g.prelude(), Clock: clock}
	for i := range g.Rules {
		r := &g.Rules[i]
		tool := world.Tool{ID: world.ID(world.ToolType, id, r.Name), Name: r.Name, Description: r.Summary, Parameters: g.parameters(r)}
		effect := world.Read
		if len(r.Does) > 0 {
			effect = world.Write
		}
		w.Tools = append(w.Tools, world.WorldTool{Tool: tool, Effect: effect, Code: g.code(r)})
	}
	return w
}

// parameters is the JSON Schema of a rule's arguments.
func (g *Game) parameters(r *Rule) json.RawMessage {
	type text struct {
		Type string   `json:"type"`
		Enum []string `json:"enum"`
	}
	properties, required := map[string]text{}, []string{}
	for _, p := range r.Parameters {
		properties[p.Name] = text{"string", g.legal(p)}
		required = append(required, p.Name)
	}
	raw, err := json.Marshal(map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false})
	if err != nil {
		panic(err)
	}
	return raw
}

// Actions are the rules as a player writes them.
func (g *Game) Actions() []world.ScriptAction {
	var list []world.ScriptAction
	for i := range g.Rules {
		r := &g.Rules[i]
		a := world.ScriptAction{Tool: r.Name, Template: r.Template, Values: map[string][]string{}}
		pattern := regexp.QuoteMeta(r.Template)
		for _, p := range r.Parameters {
			a.Values[p.Name] = g.legal(p)
			pattern = strings.Replace(pattern, `\{`+p.Name+`\}`, `(.+?)`, 1)
		}
		a.Pattern = `^\s*` + pattern + `\s*$`
		list = append(list, a)
	}
	return list
}

// Words is a step as a player writes it.
func (s Step) Words() string {
	text := s.Rule.Template
	for i, p := range s.Rule.Parameters {
		text = strings.Replace(text, "{"+p.Name+"}", s.Values[i], 1)
	}
	return text
}

// Call is a step as a call of its tool.
func (s Step) Call() world.Call {
	arguments := map[string]string{}
	for i, p := range s.Rule.Parameters {
		arguments[p.Name] = s.Values[i]
	}
	raw, err := json.Marshal(arguments)
	if err != nil {
		panic(err)
	}
	return world.Call{Tool: s.Rule.Name, Arguments: raw}
}

// Conditions are when the game is won.
func (g *Game) Conditions() []world.Condition {
	sorts := map[string]string{}
	for _, t := range g.cast() {
		sorts[t.Name] = t.Sort
	}
	var list []world.Condition
	for _, c := range g.Goal {
		key, err := json.Marshal(map[string]string{"name": c.Thing})
		if err != nil {
			panic(err)
		}
		value, err := json.Marshal(c.Value)
		if err != nil {
			panic(err)
		}
		list = append(list, world.Condition{Says: c.Says, Table: sorts[c.Thing], Key: key, Column: c.Attribute, Equals: value})
	}
	return list
}
