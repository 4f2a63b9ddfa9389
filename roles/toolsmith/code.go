package toolsmith

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"worldc/world"
)

// A function is the code of a tool while it is written.
type function struct {
	plan    *plan
	prelude *prelude
	simple  bool // optional parameters change nothing, and rows come out as they are

	lines  []string
	indent int
	taken  map[string]bool
	value  map[*binding]string // the expression of each argument, as the column holds it
	raw    map[string]string   // of each parameter, as it is given
	gives  []world.Give

	outcomes []outcome // all that the result shows

	item string // the variable that holds one of the rows that are to be made
}

// writeCode writes the function of a plan and says where its result shows
// columns, and what it is like.
func writeCode(p *plan, l *prelude, simple bool) (code string, gives []world.Give, returns json.RawMessage) {
	f := &function{plan: p, prelude: l, simple: simple, indent: 4, taken: map[string]bool{}, value: map[*binding]string{}, raw: map[string]string{}}
	for _, name := range l.names { //lint:ordered a set is filled
		f.taken[name] = true
	}
	for name := range builtin { //lint:ordered a set is filled
		f.taken[name] = true
	}
	for name := range helpers { //lint:ordered a set is filled
		f.taken[name] = true // which may be needed yet
	}
	f.taken["paged"] = true
	head := f.signature()
	switch p.operation {
	case world.Get:
		f.get()
	case world.List, world.Search:
		f.list()
	case world.Count:
		f.count()
	case world.Report:
		f.report()
	case world.Create:
		f.create()
	case world.Update:
		f.update()
	case world.Delete:
		f.delete()
	case world.Move:
		f.move()
	case world.Link:
		f.linkUp()
	case world.Unlink:
		f.unlink()
	}
	return head + strings.Join(f.lines, "\n") + "\n", f.gives, f.returned()
}

// local is a name for a variable.
func (f *function) local(name string) string {
	switch {
	case name == "":
		name = "row"
	case reservedInCode(name):
		name += "_value"
	}
	chosen := name
	for _, suffix := range []string{"_row", "_found", "_2", "_3", "_4", "_5", "_6"} {
		if !f.taken[chosen] {
			break
		}
		chosen = name + suffix
	}
	return fresh(chosen, f.taken)
}

func (f *function) line(text string) {
	f.lines = append(f.lines, strings.Repeat(" ", f.indent)+text)
}

// statement writes what stands before a term, and the term.
func (f *function) statement(before string, t term) {
	f.line(before + t.layout(f.indent, f.indent+len(before)))
}

// block writes a line that ends in a colon, and what follows under it.
func (f *function) block(head string, body func()) {
	f.line(head)
	f.indent += 4
	body()
	f.indent -= 4
}

// failure ends the call. Its parts are literals, as starText writes them, or
// expressions of type string.
func (f *function) failure(parts ...string) {
	f.line("fail(" + strings.Join(parts, " + ") + ")")
}

// signature writes the head of the function, and prepares the expressions of
// the arguments.
func (f *function) signature() string {
	p := f.plan
	names, required := p.names, p.required
	var first, second, others []string
	for _, name := range names {
		f.taken[name] = true
	}
	for _, name := range names {
		if !pythonName(name) {
			others = append(others, name)
			continue
		}
		f.raw[name] = name
		if required[name] {
			first = append(first, name)
		} else {
			second = append(second, name+" = "+f.initial(name))
		}
	}
	list := append(first, second...)
	if len(others) > 0 {
		list = append(list, "**arguments")
	}
	head := "def " + world.WorldTool{Tool: *p.tool}.Function() + "(" + strings.Join(list, ", ") + "):\n"
	if len(head) > lineWidth {
		head = "def " + world.WorldTool{Tool: *p.tool}.Function() + "(\n"
		line := "   "
		for i, item := range list {
			if len(line)+len(item)+2 > lineWidth-10 && strings.TrimSpace(line) != "" {
				head += line + "\n"
				line = "   "
			}
			line += " " + item
			if i < len(list)-1 || !strings.HasPrefix(item, "**") {
				line += ","
			}
		}
		head += line + "\n):\n"
	}
	for _, name := range others {
		f.raw[name] = "arguments.get(" + star(name) + ")"
		if required[name] {
			f.raw[name] = "arguments[" + star(name) + "]"
		}
	}
	if p.batch != "" {
		f.item = f.local("item")
	}
	// Arguments that need a variable of their own, to be read or converted once.
	for _, b := range p.bindings {
		if b.part == world.Ignored {
			continue
		}
		source := f.raw[b.parameter]
		batched := p.batch != "" && b.parameter == p.batch // which is no parameter without a name
		if b.property != "" {
			whole := f.raw[b.parameter]
			if batched {
				whole = f.item
			}
			switch {
			case b.required:
				source = whole + "[" + star(b.property) + "]"
			case required[b.parameter] || batched:
				source = whole + ".get(" + star(b.property) + ")"
			default:
				source = "(" + whole + " or {}).get(" + star(b.property) + ")"
			}
		}
		converted := f.converted(b, source)
		if batched {
			f.value[b] = converted
			continue
		}
		if converted != b.parameter && f.uses(b) > 1 {
			name := firstName(snake(b.property), snake(b.parameter), "value")
			if name != b.parameter || b.property != "" || !pythonName(name) {
				name = f.local(name)
			}
			f.line(name + " = " + converted)
			converted = name
		}
		f.value[b] = converted
	}
	return head
}

func firstName(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

// uses estimates how often the code mentions an argument.
func (f *function) uses(b *binding) int {
	switch b.part {
	case world.Key, world.Reference:
		return 2
	case world.Text:
		return 2
	case world.Limit, world.Offset:
		return 2
	case world.Filter:
		return 2
	case world.Set:
		if b.column == f.plan.entity.key || len(b.column.Enum) > 0 && !b.bounded() || f.plan.operation == world.Create && !b.required && b.column.fallback() != "" {
			return 2
		}
	}
	return 1
}

// initial is the default of an optional parameter.
func (f *function) initial(name string) string {
	p := f.plan
	for _, b := range p.bindings {
		if b.parameter != name || b.property != "" || len(b.facets.initial) == 0 {
			continue
		}
		literal, ok := starValue(b.facets.initial)
		if !ok {
			continue
		}
		t := typeOf(b.facets.initial)
		switch b.part {
		case world.Limit:
			if t == "integer" && b.facets.can("integer") || t == "string" && b.facets.only("string") {
				return literal
			}
		case world.Set:
			if p.operation == world.Create && (kindOf(t) == slices.Index(kinds[:], b.column.Type) || b.column.Type == "REAL" && t == "integer") && b.column.target == nil && literal != `""` {
				if len(b.column.Enum) > 0 && !admits(b.column, b.facets.initial) {
					continue
				}
				return literal
			}
		}
	}
	return "None"
}

// admits reports whether the enum of a column has a value.
func admits(c *column, value []byte) bool {
	return slices.ContainsFunc(c.Enum, func(v json.RawMessage) bool { return bytes.Equal(v, bytes.TrimSpace(value)) })
}

// converted is an argument as its column holds it. An argument that is not
// given stays None.
func (f *function) converted(b *binding, source string) string {
	name := star(firstName(b.property, b.parameter))
	kind := "TEXT"
	switch {
	case b.part == world.Limit || b.part == world.Offset:
		kind = "INTEGER"
	case b.column != nil:
		kind = b.column.Type
	}
	if b.many && b.part != world.Set {
		one := facets{}
		if b.facets.items != nil {
			one = *b.facets.items
		}
		empty := ""
		if !b.required {
			empty = " or []"
		}
		for _, k := range []struct{ kind, helper, fits, also string }{
			{"TEXT", "", "string", "string"}, {"INTEGER", "as_integer", "integer", "integer"}, {"REAL", "as_number", "number", "integer"}, {"BOOLEAN", "as_truth", "boolean", "boolean"},
		} {
			switch {
			case k.kind != kind || one.only(k.fits, k.also):
			case kind == "TEXT":
				return "[str(each) for each in " + source + empty + "]"
			default:
				return "[" + f.prelude.helper(k.helper) + "(each, " + name + ") for each in " + source + empty + "]"
			}
		}
		return source
	}
	switch kind {
	case "TEXT":
		if !b.facets.only("string") {
			return f.prelude.helper("as_text") + "(" + source + ")"
		}
	case "INTEGER":
		if !b.facets.only("integer") {
			return f.prelude.helper("as_integer") + "(" + source + ", " + name + ")"
		}
	case "REAL":
		if !b.facets.only("integer", "number") {
			return f.prelude.helper("as_number") + "(" + source + ", " + name + ")"
		}
	case "BOOLEAN":
		if !b.facets.only("boolean") {
			return f.prelude.helper("as_truth") + "(" + source + ", " + name + ")"
		}
	}
	return source
}

// text is the expression of a value of a column, as part of a message.
func text(expression, kind string) string {
	if kind == "TEXT" {
		return expression
	}
	return "str(" + expression + ")"
}
