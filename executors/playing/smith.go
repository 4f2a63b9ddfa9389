package playing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"worldc/executors/populating"
	"worldc/model"
	"worldc/rng"
	"worldc/roles"
	"worldc/world"
)

// A document is a tool as a prompt shows it.
type document struct {
	Name           string          `json:"name"`
	Title          string          `json:"title"`
	Description    string          `json:"description"`
	Parameters     json.RawMessage `json:"parameters"`
	ParameterOrder []string        `json:"parameter_order"`
	Returns        json.RawMessage `json:"returns"`
	Method         string          `json:"method"`
	Path           string          `json:"path"`
	ReadOnly       *bool           `json:"read_only"`
	Destructive    *bool           `json:"destructive"`
}

func (d *document) tool() world.Tool {
	return world.Tool{
		ID: world.ToolID("shown", d.Name, 0), Name: d.Name, Description: d.Description, Parameters: d.Parameters,
		ParameterOrder: d.ParameterOrder, Returns: d.Returns,
		Source: world.Source{Document: "shown", Format: "functions", Method: d.Method, Path: d.Path},
		Hints:  world.Hints{Title: d.Title, ReadOnly: d.ReadOnly, Destructive: d.Destructive},
	}
}

// A design is what the toolsmith made of the tools of a prompt.
type design struct {
	brief roles.Brief
	made  *roles.Design
}

// design designs the domain of a request, once.
func (p *Player) design(r *model.Request) (*design, error) {
	var documents []document
	if err := read(r, "tools", &documents); err != nil {
		return nil, err
	}
	name := between(question(r, "Domain: "), "Domain: ", ". Its tools:")
	raw, err := json.Marshal(documents)
	if err != nil {
		return nil, err
	}
	key := name + "\n" + string(raw)
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.designs[key]; d != nil {
		return d, nil
	}
	d := &design{brief: roles.Brief{Domain: world.Domain{Name: name}}}
	for i := range documents {
		d.brief.Tools = append(d.brief.Tools, documents[i].tool())
	}
	d.brief.World = world.ID(world.WorldType, key)
	if d.made, err = p.smith.Design(context.Background(), d.brief); err != nil {
		return nil, err
	}
	populating.Mean(d.made.Tables)
	p.designs[key] = d
	return d, nil
}

type object = map[string]any

// tables answers with the tables of a domain.
func (p *Player) tables(r *model.Request, _ int) (any, error) {
	d, err := p.design(r)
	if err != nil {
		return nil, err
	}
	tables := []object{}
	for _, t := range d.made.Tables {
		columns := []object{}
		for _, c := range t.Columns {
			x := object{"name": c.Name, "type": c.Type, "label": c.Label, "required": c.Required, "unique": c.Unique, "references": nil, "enum": nil}
			if c.References != "" {
				x["references"] = c.References
			}
			if len(c.Enum) > 0 && (c.Type == "TEXT" || c.Type == "INTEGER" || c.Type == "REAL") {
				x["enum"] = c.Enum
			}
			columns = append(columns, x)
		}
		var states any
		if t.States != nil {
			moves := []object{}
			for _, m := range t.States.Moves {
				moves = append(moves, object{"from": m.From, "to": m.To})
			}
			states = object{"column": t.States.Column, "initial": t.States.Initial, "moves": moves}
		}
		tables = append(tables, object{"name": t.Name, "thing": t.Thing, "key": t.Key, "columns": columns, "states": states})
	}
	return object{"tables": tables, "policy": d.made.Policy}, nil
}

// tool answers with one tool. What its code takes from the prelude, it brings
// along.
func (p *Player) tool(r *model.Request, _ int) (any, error) {
	d, err := p.design(r)
	if err != nil {
		return nil, err
	}
	asked := question(r, "Now write one of the tools.")
	var function string
	if err := json.Unmarshal([]byte(between(asked, "The tool is the function ", ".\n")), &function); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(d.brief.Tools, func(t world.Tool) bool { return world.WorldTool{Tool: t}.Function() == function })
	if at < 0 {
		return nil, fmt.Errorf("there is no tool %s", function)
	}
	t := d.made.Tools[at]
	if last := r.Messages[len(r.Messages)-1].Content; !strings.HasPrefix(last, "Now write one of the tools.") {
		if t, err = p.smith.Repair(context.Background(), d.brief, d.made, t.Tool, []string{last}); err != nil {
			return nil, err
		}
	}
	uses, gives := []object{}, []object{}
	for _, u := range t.Does.Uses {
		uses = append(uses, object{"parameter": u.Parameter, "property": u.Property, "part": u.Part, "column": u.Column})
	}
	for _, g := range t.Does.Gives {
		gives = append(gives, object{"output": g.Output, "column": g.Column})
	}
	var transition any
	if x := t.Does.Transition; x != nil {
		transition = object{"column": x.Column, "from": x.From, "to": x.To}
	}
	code := t.Code
	if d.made.Prelude != "" && t.Rejected == "" {
		code = d.made.Prelude + "\n\n" + code
	}
	return object{
		"rejected": t.Rejected, "description": t.Description, "code": code, "returns": string(t.Returns), "operation": t.Does.Operation, "table": t.Does.Table,
		"uses": uses, "gives": gives, "transition": transition,
	}, nil
}

// rows answers with the rows of a table. All tables are filled each time, so
// that what one refers to is in the other.
func (p *Player) rows(r *model.Request, ordinal int) (any, error) {
	d, err := p.design(r)
	if err != nil {
		return nil, err
	}
	asked := question(r, "Write rows")
	n, err := strconv.Atoi(between(asked, "\nWrite ", " rows"))
	if err != nil {
		return nil, err
	}
	var table string
	if err := json.Unmarshal([]byte(between(asked, "for the table ", ".\n")), &table); err != nil {
		return nil, err
	}
	var known map[string][]json.RawMessage
	if err := read(r, "keys", &known); err != nil {
		return nil, err
	}
	made := populating.Fill(d.made.Tables, populating.Options{Rows: n, Clock: between(asked, "It is ", ". Keys"), Stream: func(purpose ...string) *rng.Stream {
		return rng.New(uint64(p.options.Seed), append([]string{"worlds", d.brief.World, strconv.Itoa(ordinal)}, purpose...)...)
	}})
	taken := map[string]bool{}
	for _, k := range known[table+" (taken)"] {
		taken[string(k)] = true
	}
	rows := []map[string]json.RawMessage{}
	for _, t := range d.made.Tables {
		if t.Name != table {
			continue
		}
		for _, raw := range made[table] {
			row := map[string]json.RawMessage{}
			if err := json.Unmarshal(raw, &row); err != nil {
				return nil, err
			}
			if len(t.Key) != 1 || !taken[string(row[t.Key[0]])] {
				rows = append(rows, row)
			}
		}
	}
	return object{"rows": rows}, nil
}

// edges answers with the feeds that were found.
func (p *Player) edges(r *model.Request, _ int) (any, error) {
	var feeds []object
	if err := read(r, "feeds", &feeds); err != nil {
		return nil, err
	}
	return object{"feeds": feeds}, nil
}

// describe answers with what the toolsmith says of a tool, and the names of its
// parameters.
func (p *Player) describe(r *model.Request, _ int) (any, error) {
	var shown document
	if err := read(r, "tool", &shown); err != nil {
		return nil, err
	}
	t := shown.tool()
	d, err := p.smith.Design(context.Background(), roles.Brief{Tools: []world.Tool{t}})
	if err != nil {
		return nil, err
	}
	text := d.Tools[0].Description
	var missing []string
	for _, name := range t.ParameterOrder {
		if !strings.Contains(text, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		text += " It takes " + strings.Join(missing, ", ") + "."
	}
	return object{"description": text}, nil
}
