package toolsmith

import (
	"strings"

	"worldc/world"
)

// rowOf is the name of the prelude's function that returns the row of a key,
// or fails.
func (l *prelude) rowOf(e *entity) string {
	return l.need("row "+e.table, e.stem+"_of", func(name string) string {
		key := l.local(e, firstName(identifier(e.stem, "id"), "key"))
		row := l.local(e, e.short)
		message := star("there is no "+e.noun+" ") + " + " + text(key, e.key.Type)
		if e.lookup != "" {
			message += " + " + star("; "+e.lookup+" has those that there are")
		}
		return "def " + name + "(" + key + "):\n" +
			"    " + row + " = db.get(" + star(e.table) + ", " + key + ")\n" +
			"    if " + row + " == None:\n" +
			"        fail(" + message + ")\n" +
			"    return " + row + "\n"
	})
}

// local is a name for a variable of a function of the prelude.
func (l *prelude) local(e *entity, name string) string {
	if l.isFunction(name) || reservedInCode(name) || builtin[name] {
		name += "_row"
	}
	return name
}

func (l *prelude) isFunction(name string) bool {
	for _, n := range l.names { //lint:ordered any of them
		if n == name {
			return true
		}
	}
	return false
}

// row writes how the row is found on which the tool acts, and returns the
// variable that holds it.
func (f *function) row() string {
	p := f.plan
	e := p.entity
	key := p.of(world.Key)
	if key == nil || !key.required || key.many {
		return f.matching()
	}
	row := f.local(e.short)
	f.line(row + " = " + f.prelude.rowOf(e) + "(" + f.value[key] + ")")
	for _, b := range p.all(world.Reference, world.Filter) {
		f.belongs(row, key, b)
	}
	return row
}

// belongs writes the check that the row is one of what the argument names.
func (f *function) belongs(row string, key, b *binding) {
	if b.many {
		return
	}
	e := f.plan.entity
	condition := row + "[" + star(b.column.Name) + "] != " + f.value[b]
	if !b.required {
		condition = f.value[b] + " != None and " + condition
	}
	f.block("if "+condition+":", func() {
		if b.target != nil {
			f.failure(star(e.noun+" "), text(f.value[key], e.key.Type), star(" is not of "+b.target.noun+" "), text(f.value[b], b.column.Type))
			return
		}
		f.failure(star("the "+b.column.words()+" of "+e.noun+" "), text(f.value[key], e.key.Type), star(" is not "), text(f.value[b], b.column.Type))
	})
}

// words are the name of a column as people say it.
func (c *column) words() string { return strings.ReplaceAll(c.Name, "_", " ") }

// existing writes the checks that there are the rows to which arguments refer.
func (f *function) existing(bindings []*binding) {
	for _, b := range bindings {
		target := b.target
		if b.column != nil && b.column.lists != nil && b.part == world.Set && b.many {
			target = b.column.lists
		}
		if b.part == world.Key {
			target = b.column.entity
		}
		if target == nil || b.column == nil {
			continue
		}
		check, one := f.prelude.rowOf(target)+"(", "each"
		if b.part == world.Set && b.many {
			items := facets{}
			if b.facets.items != nil {
				items = *b.facets.items
			}
			switch {
			case target.key.Type == "TEXT" && !items.only("string"):
				one = "str(each)"
			case target.key.Type == "INTEGER" && !items.only("integer"):
				one = f.prelude.helper("as_integer") + "(each, " + star(firstName(b.property, b.parameter)) + ")"
			}
		}
		switch {
		case b.many && b.required:
			f.block("for each in "+f.value[b]+":", func() { f.line(check + one + ")") })
		case b.many:
			f.block("for each in "+f.value[b]+" or []:", func() { f.line(check + one + ")") })
		case b.required:
			f.line(check + f.value[b] + ")")
		default:
			f.block("if "+f.value[b]+" != None:", func() { f.line(check + f.value[b] + ")") })
		}
	}
}

// matching writes how the first row is found that the arguments let through.
func (f *function) matching() string {
	p := f.plan
	e := p.entity
	list, asked := f.find(true)
	row := f.local(e.short)
	f.block("if not "+list+":", func() {
		if p.operation == world.Move && len(asked) == 0 {
			f.failure(star("there is nothing to do: only " + p.allowedFrom()))
			return
		}
		f.failure(f.nothing(asked)...)
	})
	f.line(row + " = " + list + "[0]")
	return row
}

// nothing says that no row is as the arguments ask.
func (f *function) nothing(asked []*binding) []string {
	e := f.plan.entity
	var parts []string
	said := "there is no " + e.noun
	n := 0
	for _, b := range asked {
		if b.many || !b.required || n == 2 {
			continue
		}
		n++
		what := b.column.words()
		if b.target != nil {
			what = b.target.noun
		}
		if n == 1 {
			said += " with the " + what + " "
		} else {
			said += " and the " + what + " "
		}
		parts = append(parts, star(said), text(f.value[b], b.column.Type))
		said = ""
	}
	if n == 0 {
		if len(asked) > 0 {
			said += " like that"
		}
		return []string{star(said)}
	}
	return parts
}

// find writes the question for the rows that the arguments let through, and
// returns the variable that holds them. Only one row is asked for if single is
// set, as far as the database can tell.
func (f *function) find(single bool) (list string, asked []*binding) {
	p := f.plan
	e := p.entity
	var equal, optional []part
	var conditions, maybe []string
	var tests []string
	each := ""
	for _, b := range p.all(world.Key, world.Reference, world.Filter, world.AtLeast, world.AtMost) {
		if f.simple && !b.required {
			continue
		}
		asked = append(asked, b)
		v := f.value[b]
		column := star(b.column.Name)
		switch {
		case b.part == world.AtLeast || b.part == world.AtMost:
			operator := `">="`
			if b.part == world.AtMost {
				operator = `"<="`
			}
			condition := "(" + column + ", " + operator + ", " + v + ")"
			if b.required {
				conditions = append(conditions, condition)
			} else {
				maybe = append(maybe, condition)
			}
		case b.column.Type == "JSON":
			if each == "" {
				each = f.local(shortFor(e))
			}
			test := v + " in (" + each + "[" + column + "] or [])"
			if b.many {
				one := "x"
				if f.taken[one] {
					one = "x_wanted"
				}
				test = "all([" + one + " in (" + each + "[" + column + "] or []) for " + one + " in " + v + "])"
			}
			if !b.required {
				test = "(" + v + " == None or " + test + ")"
			}
			tests = append(tests, test)
		case b.many:
			condition := "(" + column + `, "in", ` + v + ")"
			if b.required {
				conditions = append(conditions, condition)
			} else {
				maybe = append(maybe, condition)
			}
		case b.required:
			equal = append(equal, field(b.column.Name, plainTerm(v)))
		case hasEverything(b):
			all := b.everything()
			test := " in " + starStrings(all)
			if len(all) == 1 {
				test = " == " + star(all[0])
			}
			optional = append(optional, field(b.column.Name, plainTerm("None if "+v+test+" else "+v)))
		default:
			optional = append(optional, field(b.column.Name, plainTerm(v)))
		}
	}
	f.existing(p.all(world.Key, world.Reference))
	var parts []part
	parts = append(parts, argument(plainTerm(star(e.table))))
	switch {
	case len(optional) > 0:
		parts = append(parts, argument(call(f.prelude.helper("given"), argument(dict(append(equal, optional...)...)))))
	case len(equal) > 0:
		parts = append(parts, argument(dict(equal...)))
	}
	if p.operation == world.Move && p.move != nil { // of rows that are not named those that can be moved
		conditions = append(conditions, "("+star(p.entity.states.column.Name)+`, "in", `+starStrings(p.move.From)+")")
	}
	if len(conditions)+len(maybe) > 0 {
		var items []part
		for _, c := range append(conditions, maybe...) {
			items = append(items, argument(plainTerm(c)))
		}
		where := term{open: "[", close: "]", parts: items}
		if len(maybe) > 0 {
			where = call(f.prelude.helper("asked"), argument(where))
		}
		parts = append(parts, part{"where = ", where})
	}
	if order := p.all(world.Order); len(order) > 0 && !f.simple {
		if t := f.order(order); t != "" {
			parts = append(parts, part{"order = ", plainTerm(t)})
		}
	}
	if single && len(tests) == 0 {
		parts = append(parts, part{"limit = ", plainTerm("1")})
	}
	list = f.local(identifier(firstName(lastWord(e.nouns), "rows")))
	f.statement(list+" = ", call("db.find", parts...))
	if len(tests) > 0 {
		f.line(list + " = [" + each + " for " + each + " in " + list + " if " + strings.Join(tests, " and ") + "]")
		delete(f.taken, each) // it is known in the comprehension alone
	}
	return list, asked
}

func lastWord(phrase string) string { return phrase[strings.LastIndexByte(phrase, ' ')+1:] }

// shortFor is a variable of a comprehension.
func shortFor(e *entity) string {
	if r := e.short; r != "" && r[0] >= 'a' && r[0] <= 'z' {
		return r[:1]
	}
	return "r"
}

// hasEverything reports whether values of a filter let every row through.
func hasEverything(b *binding) bool { return len(b.everything()) > 0 }

func (b *binding) everything() []string {
	var list []string
	for _, v := range b.facets.enum {
		var s string
		if decode(v, &s) == nil && everything[strings.ToLower(s)] && !admits(b.column, v) {
			list = append(list, s)
		}
	}
	return list
}

// order is the expression of the order that the arguments ask for; empty if
// there is no column to order by.
func (f *function) order(bindings []*binding) string {
	e := f.plan.entity
	var columns []string
	for _, c := range e.columns {
		if c.Type != "JSON" && c.Type != "BOOLEAN" && len(columns) < 12 {
			columns = append(columns, c.Name)
		}
	}
	var wishes []string
	for _, b := range bindings {
		v := f.value[b]
		if b.required && b.facets.only("string") {
			wishes = append(wishes, v)
		} else {
			wishes = append(wishes, "str("+v+` or "")`)
		}
	}
	return f.prelude.helper("ordering") + "(" + starStrings(columns) + ", " + strings.Join(wishes, ` + " " + `) + ")"
}
