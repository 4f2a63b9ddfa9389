package taskmaking

import (
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/world"
	"worldc/world/engine"
)

// derive finds out what the tools do that do not say it. What their parameters
// stand for is told by their names: that of a column, or of a key. What their
// results show and what they change is found by calling them, each in a session
// of its own.
func (g *ground) derive(does []*world.Behaviour) {
	for i := range g.world.Tools {
		if does[i] == nil {
			does[i] = g.behaviour(&g.world.Tools[i])
		}
	}
}

// probes bounds the rows on which a tool is tried.
const probes = 12

// behaviour is what a tool does; nil where that does not come out.
func (g *ground) behaviour(t *world.WorldTool) *world.Behaviour {
	p := parametersOf(t.Parameters())
	words := wordsOf(thingOf(t.Tool.Name))
	for i, w := range words {
		words[i] = thingOf(w)
	}
	b := &world.Behaviour{}
	about := g.aboutOf(words, p)
	own := false
	for _, name := range p.names {
		u := world.Use{Parameter: name, Part: world.Ignored}
		c := g.meant(name, p.properties[name], about)
		var q *table
		if c != nil {
			q = c.identifies()
		}
		switch {
		case q != nil && q == about:
			u.Part, u.Column, own = world.Key, q.Name+"."+q.key[0].Name, true
		case q != nil:
			u.Part, u.Column = world.Reference, q.Name+"."+q.key[0].Name
		case c != nil && t.Effect == world.Read:
			u.Part, u.Column = world.Filter, c.table.Name+"."+c.Name
		case c != nil:
			u.Part, u.Column = world.Set, c.table.Name+"."+c.Name
		case len(p.properties[name].Enum) > 0 && t.Effect == world.Write:
			u.Part = world.Set // a reason: the person chooses
		case p.required[name]:
			return nil
		}
		b.Uses = append(b.Uses, u)
	}
	if about == nil {
		return nil
	}
	for i := range b.Uses { // of a row that is there, another owner is a wish
		if u := &b.Uses[i]; own && t.Effect == world.Write && u.Part == world.Reference {
			if c := about.named(u.Parameter); c != nil && c.parent != nil {
				u.Part, u.Column = world.Set, about.Name+"."+c.Name
			}
		}
	}
	b.Table = about.Name
	if t.Effect == world.Read {
		switch {
		case own:
			b.Operation = world.Get
		case slices.ContainsFunc(b.Uses, func(u world.Use) bool { return u.Part == world.Filter }):
			b.Operation = world.Search
		default:
			b.Operation = world.List
		}
		if b.Gives = g.shown(t, b, about); len(b.Gives) == 0 {
			return nil
		}
		return b
	}
	if !own {
		if !slices.ContainsFunc(words, func(w string) bool { return holds("create book add make place open register new submit schedule", w) }) {
			return nil
		}
		b.Operation = world.Create
		return b
	}
	return g.tried(t, b, about)
}

// aboutOf is the table that a tool is about: that whose thing the tool's name
// names last, of those whose key is a parameter if there are any.
func (g *ground) aboutOf(words []string, p parameters) *table {
	var best *table
	score := 0
	for _, t := range g.tables {
		n := 0
		if covers(wordsOf(t.Thing), words) {
			n = 2 * len(wordsOf(t.Thing))
		}
		if len(t.key) == 1 {
			for _, name := range p.names {
				if name == t.key[0].Name {
					n++
				}
			}
		}
		if n > score {
			best, score = t, n
		}
	}
	return best
}

// meant is the column that a parameter's name means: a column of the table
// that the tool is about, else one of which the name is a key.
func (g *ground) meant(parameter string, s *schema, about *table) *column {
	names := []string{parameter}
	if s.is("array") {
		names = append(names, singular(parameter))
	}
	for _, name := range names {
		if about != nil {
			if c := about.named(name); c != nil && c.Type != "JSON" {
				return c
			}
		}
		for _, t := range g.tables {
			if c := t.named(name); c != nil && c.identifies() != nil {
				return c
			}
		}
		for _, t := range g.tables {
			if len(t.key) == 1 && (strings.Join(wordsOf(t.Thing), "_")+"_"+t.key[0].Name == name || strings.Join(wordsOf(t.Thing), "_") == name) {
				return t.key[0]
			}
		}
	}
	return nil
}

// probe calls a tool with arguments taken from a row and from those that hang
// together with it.
func (g *ground) probe(s *engine.Session, t *world.WorldTool, b *world.Behaviour, r *row) (engine.Result, bool) {
	p := parametersOf(t.Parameters())
	arguments := map[string]string{}
	for _, u := range b.Uses {
		if !p.required[u.Parameter] {
			continue
		}
		value, ok := "", false
		if c := g.columnOf(u.Column); c != nil {
			subject := r
			if c.table != r.table {
				subject = g.scene().relation(r, c.table)
			}
			if subject == nil {
				return engine.Result{}, false
			}
			value, ok = p.properties[u.Parameter].fit(subject.at(c))
		} else {
			value, ok = p.properties[u.Parameter].free()
		}
		if !ok {
			return engine.Result{}, false
		}
		arguments[u.Parameter] = value
	}
	out, err := artifact.Canonical(object(arguments))
	if err != nil {
		return engine.Result{}, false
	}
	result := s.Call(t.Tool.Name, out)
	return result, result.OK()
}

// relation is a row of another table to which r refers, or which refers to r.
func (s *scene) relation(r *row, q *table) *row {
	for _, c := range r.table.parents {
		if c.parent == q {
			return s.parent(r, c)
		}
	}
	for _, c := range r.table.children {
		if c.table == q {
			if list := s.children(r, c); len(list) > 0 {
				return list[0]
			}
		}
	}
	return nil
}

// spread are some rows of a table, from all over it.
func (t *table) spread(n int) []*row {
	var rows []*row
	for i := range min(n, len(t.rows)) {
		rows = append(rows, t.rows[i*len(t.rows)/min(n, len(t.rows))])
	}
	return rows
}

// shown are the columns that a reading tool shows: those that have the name of
// a field and its values, and the keys that have its values.
func (g *ground) shown(t *world.WorldTool, b *world.Behaviour, about *table) []world.Give {
	values := map[string][]string{}
	var order []string
	s := g.engine.Session()
	for _, r := range about.spread(3) {
		result, ok := g.probe(s, t, b, r)
		if !ok {
			continue
		}
		fields(decode(result.Value), "", func(path, value string) {
			if len(values[path]) == 0 {
				order = append(order, path)
			}
			if value != null && len(values[path]) < 50 {
				values[path] = append(values[path], value)
			}
		})
	}
	var gives []world.Give
	for _, path := range order {
		if c := g.origin(path, values[path], about); c != nil {
			gives = append(gives, world.Give{Output: path, Column: c.table.Name + "." + c.Name})
		}
	}
	return gives
}

// origin is the column from which the values of a field come; nil where none
// has them all.
func (g *ground) origin(path string, values []string, about *table) *column {
	if len(values) == 0 {
		return nil
	}
	steps := pathOf(path)
	name := ""
	for _, step := range steps {
		if step != "[]" {
			name = step
		}
	}
	has := func(c *column) bool {
		if c.all == nil {
			c.all = make(map[string]bool, len(c.table.rows))
			for _, r := range c.table.rows {
				c.all[r.at(c)] = true
			}
		}
		return !slices.ContainsFunc(values, func(v string) bool { return !c.all[v] })
	}
	if c := about.named(name); c != nil && has(c) {
		return c
	}
	for _, t := range g.tables {
		if c := t.named(name); c != nil && has(c) {
			return c
		}
	}
	if values[0][0] == '"' && len(values[0]) > 4 {
		for _, t := range g.tables {
			if len(t.key) == 1 && has(t.key[0]) {
				return t.key[0]
			}
		}
	}
	return nil
}

// fields calls visit with every scalar of a result and its path.
func fields(v any, path string, visit func(path, value string)) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range sortedKeys(v) {
			if strings.ContainsAny(name, ".[]") {
				continue
			}
			inner := name
			if path != "" {
				inner = path + "." + name
			}
			fields(v[name], inner, visit)
		}
	case []any:
		for _, element := range v {
			fields(element, path+"[]", visit)
		}
	default:
		if value, ok := scalar(v); ok {
			visit(path, value)
		}
	}
}

// tried is what a tool does to the row that it is given: moves it from one
// state to another, takes it away, or changes columns.
func (g *ground) tried(t *world.WorldTool, b *world.Behaviour, about *table) *world.Behaviour {
	var from []string
	moved := (*column)(nil)
	to := ""
	gone, changed := 0, 0
	for _, r := range about.spread(4 * probes) {
		s := g.engine.Session()
		if _, ok := g.probe(s, t, b, r); !ok {
			continue
		}
		change, ok := s.Changes()[about.Name][r.key]
		if !ok {
			continue
		}
		if changed++; changed > probes {
			break
		}
		if change.After == nil {
			gone++
			continue
		}
		for _, c := range about.columns {
			if c.kind == status && change.After[c.Name] != nil {
				if moved != nil && (moved != c || to != plain(canonical(change.After[c.Name]))) {
					return nil // to no state in particular
				}
				moved, to = c, plain(canonical(change.After[c.Name]))
				if state := plain(r.at(c)); !slices.Contains(from, state) {
					from = append(from, state)
				}
			}
		}
	}
	wishes := slices.ContainsFunc(b.Uses, func(u world.Use) bool { return u.Part == world.Set && u.Column != "" })
	switch {
	case changed == 0 && !wishes:
		return nil
	case gone > 0:
		b.Operation = world.Delete
	case moved != nil:
		slices.Sort(from)
		b.Operation, b.Transition = world.Move, &world.Transition{Column: moved.Name, From: from, To: to}
	default:
		b.Operation = world.Update
	}
	return b
}
