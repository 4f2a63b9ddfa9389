package drifting

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"worldc/roles/advice"
	"worldc/world"
)

// A kind is a kind of drift: what of it a tool could have.
type kind struct {
	name    string
	weight  int // how much more of it there is than of one with 1
	options func(w *world.World, t *world.WorldTool) []world.Drift
}

var kinds = []kind{
	{world.DriftRequired, 1, required},
	{world.DriftFormat, 1, format},
	{world.DriftUnit, 1, unit},
	{world.DriftEnum, 1, enum},
	{world.DriftRename, 1, rename},
	{world.DriftOrder, 2, order},
	{world.DriftCase, 1, letters},
}

// A parameter is one of a tool's document.
type parameter struct {
	name     string
	required bool
	types    []string
	Type     json.RawMessage   `json:"type"`
	Format   string            `json:"format"`
	Enum     []json.RawMessage `json:"enum"`
	use      world.Use
}

// is reports whether values of the parameter are of this type, and of none but it
// and null.
func (p *parameter) is(t string) bool {
	return slices.Contains(p.types, t) && !slices.ContainsFunc(p.types, func(x string) bool { return x != t && x != "null" })
}

// parameters are those of a tool that bear on what it does: those that it requires
// where it requires any that serve, so that the untruth is met.
func parameters(t *world.WorldTool, serves func(*parameter) bool) []parameter {
	schema, err := readSchema(t.Tool.Parameters)
	if err != nil {
		return nil
	}
	names := slices.Clone(t.Tool.ParameterOrder)
	for _, name := range slices.Sorted(maps.Keys(schema.properties)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	var needed, others []parameter
	for _, name := range names {
		p := parameter{name: name, required: slices.Contains(schema.required, name)}
		raw, ok := schema.properties[name]
		if !ok || !identifier(name) || json.Unmarshal(raw, &p) != nil {
			continue
		}
		if json.Unmarshal(p.Type, &p.types) != nil {
			p.types = make([]string, 1)
			if json.Unmarshal(p.Type, &p.types[0]) != nil {
				continue
			}
		}
		if t.Does != nil {
			if i := slices.IndexFunc(t.Does.Uses, func(u world.Use) bool { return u.Parameter == name && u.Property == "" }); i >= 0 {
				p.use = t.Does.Uses[i]
			}
		}
		switch {
		case !serves(&p):
		case p.required:
			needed = append(needed, p)
		case p.use.Part != world.Ignored && p.use.Part != "":
			others = append(others, p)
		}
	}
	if len(needed) > 0 {
		return needed
	}
	return others
}

// identifier reports whether a name can be that of a parameter in code.
func identifier(name string) bool {
	return (world.WorldTool{Tool: world.Tool{Name: name}}).Function() == name
}

// named reports whether the document has a parameter.
func named(t *world.WorldTool, name string) bool {
	s, err := readSchema(t.Tool.Parameters)
	return err != nil || s.properties[name] != nil
}

// undocumented are the parameters that a tool may come to require, and the values of
// which it may want one. The first are for tools that write.
var undocumented = []struct {
	name   string
	values []string
	write  bool
}{
	{"confirm", []string{`true`}, true}, {"acknowledged", []string{`true`}, true}, {"source", []string{`"agent"`, `"app"`, `"web"`}, true},
	{"channel", []string{`"api"`, `"email"`, `"web"`}, false}, {"client", []string{`"assistant"`, `"desktop"`, `"mobile"`}, false},
	{"api_version", []string{`1`, `2`, `3`}, false}, {"locale", []string{`"de"`, `"en"`, `"fr"`}, false},
}

func required(_ *world.World, t *world.WorldTool) []world.Drift {
	var list []world.Drift
	for _, u := range undocumented {
		if u.write && t.Effect != world.Write || named(t, u.name) {
			continue
		}
		var options []json.RawMessage
		for _, v := range u.values {
			options = append(options, json.RawMessage(v))
		}
		for _, v := range options {
			list = append(list, world.Drift{
				Kind: world.DriftRequired, Parameter: u.name, Value: v, Options: options,
				Truth: u.name + " has to be given, as " + string(v) + ", although the document has no such parameter",
			})
		}
	}
	return list
}

// The forms that texts come to be written in (see [advice.InForm]).
var (
	dateForms    = []string{"DD/MM/YYYY", "DD.MM.YYYY", "MM/DD/YYYY", "YYYY/MM/DD"}
	instantForms = []string{"DD/MM/YYYY hh:mm", "DD.MM.YYYY hh:mm", "YYYY/MM/DD hh:mm"}
	idForms      = []string{"#" + advice.Rest, "id:" + advice.Rest, "ref/" + advice.Rest}
)

func format(_ *world.World, t *world.WorldTool) []world.Drift {
	var list []world.Drift
	for _, p := range parameters(t, func(p *parameter) bool { return p.is("string") && len(p.Enum) == 0 }) {
		var forms []string
		switch {
		case p.Format == "date":
			forms = dateForms
		case p.Format == "date-time":
			forms = instantForms
		case p.use.Part == world.Key, p.use.Part == world.Reference:
			forms = idForms
		}
		for _, f := range forms {
			list = append(list, world.Drift{
				Kind: world.DriftFormat, Parameter: p.name, Form: f,
				Truth: p.name + " has to be written like " + f,
			})
		}
	}
	return list
}

// units are by a word that the name of a number has.
var units = []struct{ word, unit string }{
	{"minute", "min"}, {"duration", "min"}, {"hour", "h"}, {"day", "days"}, {"night", "nights"}, {"week", "weeks"}, {"month", "months"}, {"second", "s"},
	{"amount", "EUR"}, {"price", "EUR"}, {"cost", "EUR"}, {"budget", "EUR"}, {"total", "EUR"}, {"fee", "EUR"}, {"balance", "EUR"},
	{"weight", "kg"}, {"distance", "km"}, {"radius", "km"}, {"temperature", "C"}, {"percent", "%"}, {"discount", "%"},
	{"quantity", "pcs"}, {"count", "pcs"}, {"number_of", "pcs"}, {"guest", "persons"}, {"people", "persons"}, {"passenger", "persons"}, {"seat", "seats"}, {"bag", "bags"},
	{"rating", "stars"}, {"size", "MB"}, {"limit", "rows"}, {"per_page", "rows"},
}

func unit(_ *world.World, t *world.WorldTool) []world.Drift {
	var list []world.Drift
	for _, p := range parameters(t, func(p *parameter) bool {
		return (p.is("integer") || p.is("number")) && len(p.Enum) == 0 && p.use.Part != world.Key && p.use.Part != world.Reference
	}) {
		for _, u := range units {
			if strings.Contains(strings.ToLower(p.name), u.word) {
				list = append(list, world.Drift{
					Kind: world.DriftUnit, Parameter: p.name, Unit: u.unit,
					Truth: p.name + " has to be a text with its unit, such as 5 " + u.unit,
				})
				break
			}
		}
	}
	return list
}

func enum(_ *world.World, t *world.WorldTool) []world.Drift {
	var list []world.Drift
	for _, p := range parameters(t, func(p *parameter) bool { return p.is("string") && len(p.Enum) > 1 }) {
		for _, write := range advice.Spellings {
			if d, ok := writes(&p, write); ok {
				list = append(list, d)
				break
			}
		}
	}
	return list
}

// writes is the drift of an enum whose values are written so, if each is then
// written otherwise than any was.
func writes(p *parameter, write func(string) string) (world.Drift, bool) {
	d := world.Drift{Kind: world.DriftEnum, Parameter: p.name}
	taken := map[string]bool{}
	var values []string
	for _, e := range p.Enum {
		var v string
		if json.Unmarshal(e, &v) != nil {
			if string(e) == "null" {
				continue
			}
			return d, false
		}
		values = append(values, v)
		taken[v] = true
	}
	for _, v := range values {
		as := write(v)
		if taken[as] || as == "" || strings.ContainsAny(as, "`\"\n") || strings.ContainsAny(v, "`\"\n") {
			return d, false
		}
		taken[as] = true
		d.Written = append(d.Written, [2]string{v, as})
	}
	if len(d.Written) < 2 {
		return d, false
	}
	d.Truth = p.name + " is written " + d.Written[0][1] + " and so on, not " + d.Written[0][0]
	return d, true
}

func rename(w *world.World, t *world.WorldTool) []world.Drift {
	var list []world.Drift
	for _, p := range parameters(t, func(p *parameter) bool { return true }) {
		name := otherName(w, t, p.name)
		if name == "" || named(t, name) || !identifier(name) {
			continue
		}
		list = append(list, world.Drift{
			Kind: world.DriftRename, Parameter: name, Documented: p.name,
			Truth: "the parameter " + p.name + " is called " + name,
		})
	}
	return list
}

// otherName is what somebody might call a parameter who thinks of something else
// than the one who wrote the document.
func otherName(w *world.World, t *world.WorldTool, name string) string {
	for _, s := range [][2]string{{"_id", "_ref"}, {"Id", "Ref"}, {"_ids", "_refs"}, {"_date", "_on"}, {"_at", "_time"}, {"_number", "_no"}} {
		if base, ok := strings.CutSuffix(name, s[0]); ok && base != "" {
			return base + s[1]
		}
	}
	if t.Does != nil {
		for i := range w.Tables {
			if w.Tables[i].Name != t.Does.Table || w.Tables[i].Thing == "" {
				continue
			}
			thing := strings.ToLower(strings.ReplaceAll(w.Tables[i].Thing, " ", "_")) + "_"
			if rest, ok := strings.CutPrefix(name, thing); ok && rest != "" {
				return rest
			}
			return thing + name
		}
	}
	return "the_" + name
}

// order has a tool want what another shows of the row that it acts on, or refers to:
// one that gets the row, or that lists such rows and has to be told nothing.
func order(w *world.World, t *world.WorldTool) []world.Drift {
	if t.Does == nil {
		return nil
	}
	needed := parameters(t, func(p *parameter) bool { return p.required })
	var list []world.Drift
	for i := range w.Tools {
		g := &w.Tools[i]
		column := shows(w, g)
		if column == "" || g.Tool.ID == t.Tool.ID {
			continue
		}
		row := naming(t, column)
		if row == nil || !slices.ContainsFunc(needed, func(p parameter) bool { return p.name == row.Parameter }) {
			continue
		}
		for _, field := range []string{"revision", "etag", "version_tag"} {
			if named(t, field) || slices.ContainsFunc(g.Does.Gives, func(x world.Give) bool { return strings.HasSuffix(x.Output, field) }) {
				continue
			}
			list = append(list, world.Drift{
				Kind: world.DriftOrder, Parameter: field, Before: g.Tool.Name, Field: field,
				Truth: "before it " + g.Tool.Name + " has to be called for the same thing, and the " + field + " of its result to be passed",
			})
			break
		}
	}
	return list
}

// shows is the key column of the rows that a tool reads for whoever knows their key,
// or shows to anybody; "" where there is none.
func shows(w *world.World, t *world.WorldTool) string {
	if t.Does == nil || t.Effect != world.Read {
		return ""
	}
	required := parameters(t, func(p *parameter) bool { return p.required })
	switch t.Does.Operation {
	case world.Get:
		k := keyOf(t)
		if k == nil || !primary(w, k.Column) || slices.ContainsFunc(required, func(p parameter) bool { return p.required && p.name != k.Parameter }) {
			return ""
		}
		if list, key := shownKey(t, k.Column); key == "" || list != "" {
			return ""
		}
		return k.Column
	case world.List:
		if slices.ContainsFunc(required, func(p parameter) bool { return p.required }) {
			return ""
		}
		for i := range w.Tables {
			if x := &w.Tables[i]; x.Name == t.Does.Table && len(x.Key) == 1 {
				if list, key := shownKey(t, x.Name+"."+x.Key[0]); list != "" && key != "" {
					return x.Name + "." + x.Key[0]
				}
			}
		}
	}
	return ""
}

// letters have a text be found only in letters of one case: that in which its column,
// or that to which it refers, does not have them.
func letters(w *world.World, t *world.WorldTool) []world.Drift {
	var list []world.Drift
	for _, p := range parameters(t, func(p *parameter) bool {
		return p.is("string") && len(p.Enum) == 0 && p.Format == "" && p.use.Column != "" &&
			(p.use.Part == world.Key || p.use.Part == world.Reference || p.use.Part == world.Filter || p.use.Part == world.Text)
	}) {
		form := advice.Upper
		switch text := firstText(w, p.use.Column); {
		case text == "":
			continue
		case advice.InCase(advice.Upper, text) == text:
			if form = advice.Lower; advice.InCase(form, text) == text {
				continue // it has no letters
			}
		}
		list = append(list, world.Drift{
			Kind: world.DriftCase, Parameter: p.name, Form: form,
			Truth: p.name + " has to be written in " + form + " case; else nothing is found",
		})
	}
	return list
}

// firstText is the text of a column in the first row that has one.
func firstText(w *world.World, column string) string {
	table, name, _ := strings.Cut(column, ".")
	for _, raw := range w.Rows[table] {
		var row map[string]json.RawMessage
		var text string
		if json.Unmarshal(raw, &row) == nil && json.Unmarshal(row[name], &text) == nil && text != "" {
			return text
		}
	}
	return ""
}

// keyOf is the use of the parameter that names the row on which a tool acts; nil
// where none does, or several together.
func keyOf(t *world.WorldTool) *world.Use {
	if t.Does == nil {
		return nil
	}
	var key *world.Use
	for i := range t.Does.Uses {
		if u := &t.Does.Uses[i]; u.Part == world.Key && u.Property == "" && identifier(u.Parameter) {
			if key != nil {
				return nil
			}
			key = u
		}
	}
	return key
}

// naming is the use of the parameter that names a row by the key column of its
// table: that on which the tool acts, one to which it refers, or one to which it adds
// something. It is nil where none does.
func naming(t *world.WorldTool, column string) *world.Use {
	if t.Does == nil {
		return nil
	}
	for i := range t.Does.Uses {
		if u := &t.Does.Uses[i]; u.Column == column && (u.Part == world.Key || u.Part == world.Reference || u.Part == world.Set) && u.Property == "" && identifier(u.Parameter) {
			return u
		}
	}
	return nil
}

// primary reports whether a column is all of the key of its table.
func primary(w *world.World, column string) bool {
	table, name, _ := strings.Cut(column, ".")
	for i := range w.Tables {
		if w.Tables[i].Name == table {
			return len(w.Tables[i].Key) == 1 && w.Tables[i].Key[0] == name
		}
	}
	return false
}

// shownKey is the field of a tool's result that shows a key: of the result, which is
// an object, or of the members of its list. It is "" where none does.
func shownKey(t *world.WorldTool, column string) (list, field string) {
	for _, g := range t.Does.Gives {
		if g.Column != column || g.Output == "" {
			continue
		}
		before, after, rows := strings.Cut(g.Output, "[].")
		if !rows {
			before, after = "", g.Output
		}
		if after != "" && !strings.ContainsAny(before+after, ".[]") {
			return before, after
		}
	}
	return "", ""
}
