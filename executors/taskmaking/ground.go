package taskmaking

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/world"
	"worldc/world/engine"
)

// A ground is what a maker of tasks knows of a world: its tables with their
// rows, its tools, and which tools feed which.
type ground struct {
	engine *engine.Engine
	world  *world.World
	tables []*table
	byName map[string]*table
	tools  []*tool
	ids    []string // of all tools of the world

	// feeds[from][to] is the best score of a feed, in thousandths.
	feeds map[*tool]map[*tool]int64

	// givers are the reading tools that show the key of a table's rows.
	givers map[*table][]*tool

	reads, writes bool // whether there are tools that do

	// refused are calls whose arguments the tool's schema does not take.
	refused map[string]bool

	readings map[string]reading // of results, by their text
}

// A table is a table of the world with its rows.
type table struct {
	world.Table
	number  int
	columns []*column
	key     []*column
	rows    []*row // in primary-key order, before anybody writes
	parents []*column
	// children are the columns of other tables, or of this one, that refer here.
	children []*column
}

// A column is a column of a table.
type column struct {
	world.Column
	table  *table
	place  int    // in table.columns
	parent *table // to whose key it refers; nil for none
	kind   kind
	all    map[string]bool // the values of the rows, once somebody asked
}

// A row is never changed. Values are canonical JSON, null where there is none.
type row struct {
	table  *table
	key    string
	values []string
}

// at is the value in a column.
func (r *row) at(c *column) string { return r.values[c.place] }

// A tool is a tool of the world that can be used in a walk.
type tool struct {
	world.WorldTool
	operation  world.Operation
	table      *table
	uses       []use
	objects    []string // the required parameters that are made of their properties
	gives      []give
	transition *world.Transition
	stateOf    *column // whose state a Move changes
	verb       string
	position   int
}

// A use is what a parameter stands for, or a property of one that is an object.
type use struct {
	name     string // the property after [inside] or [inElement]
	part     world.Part
	column   *column
	schema   *schema
	required bool
}

// inside stands between a parameter and its property, inElement where the parameter
// is a list, of whose one element the property is.
const inside, inElement = "\x00", "\x01"

// parameterOf is the parameter of a use, and the property that it is of; "" where it
// is of the whole parameter.
func parameterOf(use string) (parameter, property string) {
	if i := strings.IndexAny(use, inside+inElement); i >= 0 {
		return use[:i], use[i+1:]
	}
	return use, ""
}

// A give is a place of a result that shows a column.
type give struct {
	path   []string // "[]" for the elements of an array
	column *column
}

// survey reads a world.
func survey(e *engine.Engine, w *world.World, feeds []world.Feed) *ground {
	g := &ground{engine: e, world: w, byName: map[string]*table{}, feeds: map[*tool]map[*tool]int64{}, givers: map[*table][]*tool{}, refused: map[string]bool{}, readings: map[string]reading{}}
	described := w.Tables
	does := make([]*world.Behaviour, len(w.Tools))
	missing := false
	for i := range w.Tools {
		g.ids = append(g.ids, w.Tools[i].Tool.ID)
		does[i] = w.Tools[i].Does
		missing = missing || does[i] == nil
	}
	if len(described) == 0 {
		described = describedBy(w.Schema)
	}
	g.layTables(described, e.Session().Rows())
	if missing {
		g.derive(does)
	}
	byID := map[string]*tool{}
	for i := range w.Tools {
		if t := g.toolOf(w.Tools[i], does[i]); t != nil {
			t.position = i
			g.tools = append(g.tools, t)
			byID[t.Tool.ID] = t
			g.reads = g.reads || t.Effect == world.Read
			g.writes = g.writes || t.Effect == world.Write
		}
	}
	for _, f := range feeds {
		from, to := byID[f.From], byID[f.To]
		if from == nil || to == nil {
			continue
		}
		if g.feeds[from] == nil {
			g.feeds[from] = map[*tool]int64{}
		}
		for _, via := range f.Via {
			g.feeds[from][to] = max(g.feeds[from][to], int64(via.Score*1000))
		}
	}
	g.findGivers()
	return g
}

// findGivers fills givers.
func (g *ground) findGivers() {
	for _, t := range g.tools {
		if t.Effect != world.Read {
			continue
		}
		shown := map[*table]bool{}
		for _, x := range t.gives {
			if about := x.column.identifies(); about != nil && !shown[about] {
				shown[about] = true
				g.givers[about] = append(g.givers[about], t)
			}
		}
	}
}

// identifies is the table whose single key the column holds: its own, or that
// to which it refers; nil if neither.
func (c *column) identifies() *table {
	switch {
	case c.parent != nil:
		return c.parent
	case len(c.table.key) == 1 && c.table.key[0] == c:
		return c.table
	}
	return nil
}

// layTables makes the tables of what is said about them, and of their rows.
func (g *ground) layTables(described []world.Table, rows map[string][]json.RawMessage) {
	for _, d := range described {
		t := &table{Table: d, number: len(g.tables)}
		for i, c := range d.Columns {
			t.columns = append(t.columns, &column{Column: c, table: t, place: i})
		}
		for _, name := range d.Key {
			if c := t.named(name); c != nil {
				t.key = append(t.key, c)
			}
		}
		if len(t.key) == 0 {
			continue // which no engine loads
		}
		if t.Thing == "" {
			t.Thing = thingOf(t.Name)
		}
		g.tables = append(g.tables, t)
		g.byName[t.Name] = t
	}
	for _, t := range g.tables {
		for _, c := range t.columns {
			if c.References == "" {
				continue
			}
			if p := g.byName[c.References]; p != nil && len(p.key) == 1 {
				c.parent = p
				t.parents = append(t.parents, c)
				p.children = append(p.children, c)
			}
		}
	}
	for _, t := range g.tables {
		for _, raw := range rows[t.Name] {
			if r := t.read(raw); r != nil {
				t.rows = append(t.rows, r)
			}
		}
		for _, c := range t.columns {
			c.kind = kindOf(c)
			if c.Label == "" {
				c.Label = strings.Join(wordsOf(c.Name), " ")
			}
		}
	}
}

// named is the column of a name; nil if there is none.
func (t *table) named(name string) *column {
	i := slices.IndexFunc(t.columns, func(c *column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return t.columns[i]
}

// read is the row that a JSON object describes; nil if it is none.
func (t *table) read(raw json.RawMessage) *row {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	r := &row{table: t, values: make([]string, len(t.columns))}
	for i, c := range t.columns {
		if r.values[i] = string(fields[c.Name]); r.values[i] == "" {
			r.values[i] = null
		}
	}
	r.key = t.keyOf(r.values)
	return r
}

const null = "null"

// keyOf is the key of a row as [world.Changes] has it.
func (t *table) keyOf(values []string) string {
	if len(t.key) == 1 {
		return plain(values[t.key[0].place])
	}
	parts := make([]string, len(t.key))
	for i, c := range t.key {
		parts[i] = values[c.place]
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// plain is a JSON value without the quotes of a string.
func plain(value string) string {
	if len(value) == 0 || value[0] != '"' {
		return value
	}
	if strings.IndexByte(value, '\\') < 0 {
		return value[1 : len(value)-1]
	}
	var s string
	if json.Unmarshal([]byte(value), &s) != nil {
		return value
	}
	return s
}

// quoted is a string as JSON.
func quoted(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= 0x20 && s[i] < 0x7f && s[i] != '"' && s[i] != '\\'
	}
	if plain {
		return `"` + s + `"`
	}
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // every string has a JSON form
	}
	return canonical(b)
}

// toolOf is the tool as walks see it; nil where nothing can be done with it.
func (g *ground) toolOf(wt world.WorldTool, does *world.Behaviour) *tool {
	if does == nil {
		return nil
	}
	t := &tool{WorldTool: wt, operation: does.Operation, table: g.byName[does.Table], transition: does.Transition}
	if t.table == nil && does.Operation != world.Report && does.Operation != world.Count {
		return nil
	}
	thing := ""
	if t.table != nil {
		thing = strings.ToLower(t.table.Thing)
	}
	t.verb = verbOf(wt.Tool.Name, thing)
	parameters := parametersOf(wt.Parameters())
	used := map[string]bool{}
	made := map[string]bool{} // of properties
	for _, u := range does.Uses {
		made[u.Parameter] = made[u.Parameter] || u.Property != ""
	}
	for _, u := range does.Uses {
		p := parameters.properties[u.Parameter]
		if p == nil {
			continue
		}
		used[u.Parameter] = true
		name, required := u.Parameter, parameters.required[u.Parameter]
		if u.Property != "" {
			between, inner := p.inner()
			if p = inner.properties[u.Property]; p == nil {
				continue
			}
			name += between + u.Property
			required = required && inner.required[u.Property]
		} else if made[u.Parameter] && len(p.raw) > 0 {
			if required {
				t.objects = append(t.objects, u.Parameter)
				between, inner := p.inner()
				t.fill(u.Parameter+between, inner, does.Uses)
			}
			continue
		}
		t.uses = append(t.uses, use{name, u.Part, g.columnOf(u.Column), p, required})
	}
	for _, name := range parameters.names {
		if parameters.required[name] && !used[name] {
			t.uses = append(t.uses, use{name, world.Ignored, nil, parameters.properties[name], true})
		}
	}
	for _, x := range does.Gives {
		if c := g.columnOf(x.Column); c != nil {
			t.gives = append(t.gives, give{pathOf(x.Output), c})
		}
	}
	if t.transition != nil && t.table != nil {
		name := t.transition.Column
		if _, column, qualified := strings.Cut(name, "."); qualified {
			name = column
		}
		if t.stateOf = t.table.named(name); t.stateOf == nil {
			return nil
		}
	}
	return t
}

// fill adds uses for those properties that an object requires and of which nothing is
// known.
func (t *tool) fill(before string, inner parameters, uses []world.Use) {
	parameter, _ := parameterOf(before)
	for _, name := range inner.names {
		known := slices.ContainsFunc(uses, func(u world.Use) bool { return u.Parameter == parameter && u.Property == name })
		if inner.required[name] && !known {
			t.uses = append(t.uses, use{before + name, world.Ignored, nil, inner.properties[name], true})
		}
	}
}

// columnOf is the column `table.column`; nil if there is none.
func (g *ground) columnOf(name string) *column {
	tableName, columnName, ok := strings.Cut(name, ".")
	t := g.byName[tableName]
	if !ok || t == nil {
		return nil
	}
	return t.named(columnName)
}
