package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/model"
	"worldc/roles"
	"worldc/world"
)

// A Toolsmith is a chat model as the toolsmith of worlds. It is asked for the
// tables of a domain, then for every tool at the same time, then for rows. Each
// question goes on from the one about tables, so that servers know its
// beginning.
type Toolsmith struct{ model *Model }

var (
	_ roles.Toolsmith = Toolsmith{}
	_ roles.Populator = Toolsmith{}
)

// Toolsmith is the model as a toolsmith.
func (m *Model) Toolsmith() Toolsmith { return Toolsmith{m} }

// smithed is the tool that a toolsmith owes.
type smithed struct {
	Rejected    string            `json:"rejected"`
	Description string            `json:"description"`
	Code        string            `json:"code"`
	Returns     string            `json:"returns"` // a JSON Schema as text: strict schemas admit no free object
	Operation   world.Operation   `json:"operation"`
	Table       string            `json:"table"`
	Uses        []use             `json:"uses"`
	Gives       []world.Give      `json:"gives"`
	Transition  *world.Transition `json:"transition"`
}

// A use is a [world.Use] with all its members.
type use struct {
	Parameter string     `json:"parameter"`
	Property  string     `json:"property"`
	Part      world.Part `json:"part"`
	Column    string     `json:"column"`
}

var (
	operations = []string{"get", "list", "search", "count", "create", "update", "delete", "move", "link", "unlink", "report"}
	parts      = []string{"key", "reference", "filter", "at_least", "at_most", "text", "set", "limit", "offset", "order", "ignored"}
)

var smithedSchema = schemaOf("toolsmith_tool", object(
	"rejected", text, "description", text, "code", text, "returns", text, "operation", oneOf(append(slices.Clone(operations), "")...), "table", text,
	"uses", list(object("parameter", text, "property", text, "part", oneOf(parts...), "column", text)),
	"gives", list(object("output", text, "column", text)),
	"transition", orNull(object("column", text, "from", list(text), "to", text)),
))

// maxCode is how many bytes the code of a tool may have.
const maxCode = 64 << 10

// Design implements [roles.Toolsmith]. A tool that the model does not get right
// is rejected with the class of the failure; tables that it does not get right
// are a [*model.Failure] of the whole.
func (s Toolsmith) Design(ctx context.Context, b roles.Brief) (*roles.Design, error) {
	m := s.model
	q := question{purpose: model.Purpose{Role: "toolsmith", Record: b.World}, schema: laidSchema, messages: s.beginning(b)}
	l, _, err := ask(ctx, m, q, (*laid).check)
	if err != nil {
		return nil, err
	}
	d := &roles.Design{Tables: l.tables(), Policy: strings.TrimSpace(l.Policy), Tools: make([]roles.ToolDesign, len(b.Tools))}
	d.Schema = schemaSQL(d.Tables)
	return d, together(len(b.Tools), func(i int) (err error) {
		d.Tools[i], err = s.tool(ctx, b, d, i, nil)
		return err
	})
}

// beginning is the question about the tables of a domain.
func (s Toolsmith) beginning(b roles.Brief) []model.Message {
	m := s.model
	return []model.Message{m.system("toolsmith", nil), says(m.fill("toolsmith", "tables", map[string]string{
		"domain": word(b.Domain.Name), "tools": m.documentsOf(b.Tools),
	}))}
}

// after is the beginning with its answer, from which all else goes on.
func (s Toolsmith) after(b roles.Brief, d *roles.Design) []model.Message {
	return append(s.beginning(b), model.Message{Role: "assistant", Content: answerText(laidOut(d.Tables, d.Policy))})
}

// answerText is an answer as it is written into a question that goes on from it.
func answerText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// Repair implements [roles.Toolsmith].
func (s Toolsmith) Repair(ctx context.Context, b roles.Brief, d *roles.Design, tool string, failures []string) (roles.ToolDesign, error) {
	at := slices.IndexFunc(d.Tools, func(t roles.ToolDesign) bool { return t.Tool == tool })
	if at < 0 {
		return roles.ToolDesign{}, fmt.Errorf("the design has no tool %s", tool)
	}
	return s.tool(ctx, b, d, at, failures)
}

// tool asks for a tool, or for one that is better than that of the design, of
// which failures say what is wrong.
func (s Toolsmith) tool(ctx context.Context, b roles.Brief, d *roles.Design, at int, failures []string) (roles.ToolDesign, error) {
	m, t := s.model, &b.Tools[at]
	made := roles.ToolDesign{Tool: t.ID, Description: t.Description, Effect: world.Read}
	function := world.WorldTool{Tool: *t}.Function()
	messages := append(s.after(b, d), says(m.fill("toolsmith", "tool", map[string]string{"tool": data(function)})))
	ordinal := 0
	if failures != nil {
		old := &d.Tools[at]
		made.Repairs = old.Repairs + 1
		ordinal = made.Repairs // the same code may fail in the same way twice
		messages = append(messages, model.Message{Role: "assistant", Content: answerText(smithedOf(old))}, m.repair(failures))
	}
	q := question{purpose: model.Purpose{Role: "toolsmith", Record: t.ID}, ordinal: ordinal, schema: smithedSchema, messages: messages}
	a, _, err := ask(ctx, m, q, func(a *smithed) []string { return a.check(t, function, d.Tables) })
	var failure *model.Failure
	switch {
	case errors.As(err, &failure) && failure.Class.Final():
		made.Rejected = "the toolsmith's answer: " + string(failure.Class) + ": " + failure.Detail
		return made, nil
	case err != nil:
		return made, err
	case a.Rejected != "":
		made.Rejected = clip(strings.Join(strings.Fields(a.Rejected), " "), 300)
		return made, nil
	}
	made.Description, made.Code = strings.TrimSpace(a.Description), strings.TrimSpace(a.Code)+"\n"
	if a.Returns != "" {
		made.Returns = json.RawMessage(a.Returns)
	}
	if !readsOnly(a.Operation) {
		made.Effect = world.Write
	}
	made.Does = world.Behaviour{Operation: a.Operation, Table: a.Table, Uses: []world.Use{}, Gives: append([]world.Give{}, a.Gives...), Transition: a.Transition}
	for _, u := range a.Uses {
		made.Does.Uses = append(made.Does.Uses, world.Use{Parameter: u.Parameter, Property: u.Property, Part: u.Part, Column: u.Column})
	}
	return made, nil
}

// smithedOf is a tool as its toolsmith wrote it.
func smithedOf(d *roles.ToolDesign) *smithed {
	a := &smithed{
		Description: d.Description, Code: d.Code, Returns: string(d.Returns), Operation: d.Does.Operation, Table: d.Does.Table, Uses: []use{},
		Gives: append([]world.Give{}, d.Does.Gives...), Transition: d.Does.Transition,
	}
	for _, u := range d.Does.Uses {
		a.Uses = append(a.Uses, use{u.Parameter, u.Property, u.Part, u.Column})
	}
	return a
}

func readsOnly(o world.Operation) bool {
	switch o {
	case world.Get, world.List, world.Search, world.Count, world.Report:
		return true
	}
	return false
}

// check says what is wrong with a tool as far as that can be seen without
// running it.
func (a *smithed) check(t *world.Tool, function string, tables []world.Table) []string {
	if a.Rejected != "" {
		return nil
	}
	var problems []string
	say := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	problems = append(problems, wrongDescription(a.Description, nil)...)
	switch {
	case !strings.Contains(a.Code, "def "+function+"("):
		say("the code has no function %s", function)
	case len(a.Code) > maxCode:
		say("the code has %d bytes: %d at most", len(a.Code), maxCode)
	}
	if a.Returns != "" {
		var s map[string]json.RawMessage
		if canonical, err := artifact.Canonical(json.RawMessage(a.Returns)); err != nil || json.Unmarshal(canonical, &s) != nil {
			say(`"returns" is no JSON Schema: write an object as text, or ""`)
		} else {
			a.Returns = string(canonical)
		}
	}
	if !slices.Contains(operations, string(a.Operation)) {
		say("%q is no operation", a.Operation)
	}
	known := map[string]*world.Column{}
	keys := map[string]string{} // key columns as table.column, by table
	for i := range tables {
		for k := range tables[i].Columns {
			known[tables[i].Name+"."+tables[i].Columns[k].Name] = &tables[i].Columns[k]
		}
		keys[tables[i].Name] = tables[i].Name + "." + tables[i].Key[0]
	}
	if keys[a.Table] == "" {
		say("there is no table %q: there are %s", a.Table, strings.Join(slices.Sorted(maps.Keys(keys)), ", "))
	}
	column := func(where, name string) {
		if known[name] == nil {
			say("%s: there is no column %q; write table.column", where, name)
		}
	}
	parameters := parametersOf(t)
	used := map[string]bool{}
	for _, u := range a.Uses {
		where := "the use of " + u.Parameter
		used[u.Parameter] = true
		if !slices.Contains(parameters, u.Parameter) {
			say("the tool has no parameter %q", u.Parameter)
		}
		switch u.Part {
		case world.Key, world.Reference:
			column(where, u.Column)
			if table, _, _ := strings.Cut(u.Column, "."); known[u.Column] != nil && !slices.Contains(keyColumns(tables, table), u.Column) {
				say("%s: %s is no key; the key of %s is %s", where, u.Column, table, keys[table])
			}
		case world.Filter, world.AtLeast, world.AtMost, world.Set:
			column(where, u.Column)
		case world.Text, world.Limit, world.Offset, world.Order, world.Ignored:
			if u.Column != "" {
				column(where, u.Column)
			}
		default:
			say("%s: %q is no part", where, u.Part)
		}
	}
	for _, p := range parameters {
		if !used[p] {
			say(`"uses" leaves out the parameter %q`, p)
		}
	}
	for _, g := range a.Gives {
		column("what "+g.Output+" gives", g.Column)
	}
	if a.Operation == world.Move && a.Transition == nil {
		say(`a move has a "transition"`)
	}
	if tr := a.Transition; tr != nil {
		if a.Operation != world.Move {
			say(`only a move has a "transition"`)
		}
		c := known[a.Table+"."+tr.Column]
		if c == nil {
			say("the transition: %s has no column %q", a.Table, tr.Column)
		}
		for _, state := range append(slices.Clone(tr.From), tr.To) {
			if c != nil && len(c.Enum) > 0 && !slices.ContainsFunc(c.Enum, func(v json.RawMessage) bool { return stringOf(v) == state }) {
				say("the transition: %q is not in the enum of %s", state, tr.Column)
			}
		}
	}
	return problems
}

// keyColumns are the columns of a table's key as table.column.
func keyColumns(tables []world.Table, name string) []string {
	var list []string
	for i := range tables {
		if tables[i].Name == name {
			for _, k := range tables[i].Key {
				list = append(list, name+"."+k)
			}
		}
	}
	return list
}
