package toolsmith

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/world"
)

// create makes a row. What it refers to has to exist; what is not said has the
// default of the document, or what the trade would put there.
func (f *function) create() {
	p := f.plan
	e := p.entity
	if f.simple {
		for _, b := range p.bindings {
			if !b.required && b.part == world.Set && b.column != nil && !b.column.Required {
				b.ignore()
			}
		}
	}
	if p.batch != "" {
		f.createMany()
		return
	}
	f.existing(f.unread(p.bindings))
	f.allowed()
	parts, chosen, values := f.newRow()

	if chosen != nil && chosen.required {
		key := f.value[chosen]
		message := []string{star("there is " + article(e.noun) + " "), text(key, e.key.Type), star(" already")}
		if !p.upsert {
			f.block("if db.get("+star(e.table)+", "+key+") != None:", func() { f.failure(message...) })
		} else {
			old := f.local(e.short)
			f.line(old + " = db.get(" + star(e.table) + ", " + key + ")")
			f.block("if "+old+" != None:", func() {
				for _, b := range p.all(world.Reference) {
					f.belongs(old, chosen, b)
				}
				f.line(old + " = db.update(" + star(e.table) + ", " + key + ", " + f.changes(old) + ")")
				gives := f.gives
				f.returnRow(old)
				f.gives = gives
			})
		}
	}
	if !f.simple {
		f.tallyUp(values)
	}
	row := f.local(e.short)
	f.statement(row+" = ", call("db.insert", argument(plainTerm(star(e.table))), argument(dict(parts...))))
	f.returnRow(row)
}

// newRow are the columns of a new row, the parameter that says which key it
// has, nil if none does, and the arguments by column.
func (f *function) newRow() (parts []part, chosen *binding, values map[*column]string) {
	p := f.plan
	e := p.entity
	values = f.given()
	chosen = p.keyBinding()
	known := f.known(values)
	for _, c := range e.columns {
		v, given := values[c]
		fallback := c.fallback()
		if known[c] != "" {
			fallback = known[c]
		}
		switch {
		case c == e.key && !given:
			v = f.newKey()
		case c == e.key && !chosen.required:
			v = f.firstOf(v, f.newKey())
		case !given:
			v = fallback
		case fallback != "" && !f.certain(c):
			v = f.firstOf(v, fallback)
		}
		if v != "" {
			parts = append(parts, field(c.Name, plainTerm(v)))
		}
	}
	return parts, chosen, values
}

// given are the arguments of the columns of a new row.
func (f *function) given() map[*column]string {
	values := map[*column]string{}
	for _, b := range f.plan.bindings {
		if b.column != nil && values[b.column] == "" {
			values[b.column] = f.value[b]
		}
	}
	return values
}

// unread are the bindings but for those of which the rows are read anyway, for what
// the new row has from them.
func (f *function) unread(bindings []*binding) []*binding {
	values := f.given()
	return slices.DeleteFunc(slices.Clone(bindings), func(b *binding) bool {
		return b.target != nil && !b.many && b.column != nil && values[b.column] == f.value[b] && len(f.brings(b.column, values)) > 0
	})
}

// brings are the columns of a new row that come from what a reference leads to.
func (f *function) brings(r *column, values map[*column]string) []copied {
	if f.simple || r.target == nil || r.Type == "JSON" || r.entity != f.plan.entity {
		return nil
	}
	return slices.DeleteFunc(append(r.copies(), f.plan.sums(r, values)...), func(x copied) bool { return values[x.column] != "" })
}

// known is what columns of a new row hold because of what it refers to, where
// no argument says: the city of its address, the total of its cart. It writes how
// the rows referred to are found.
func (f *function) known(values map[*column]string) map[*column]string {
	known := map[*column]string{}
	for _, r := range f.plan.entity.columns {
		key, ok := values[r]
		list := f.brings(r, values)
		if !ok || len(list) == 0 {
			continue
		}
		row := f.local(r.target.short)
		found := f.prelude.rowOf(r.target) + "(" + key + ")"
		if !f.certain(r) {
			found += " if " + key + " != None else None"
		}
		f.line(row + " = " + found)
		for _, x := range list {
			if known[x.column] != "" {
				continue
			}
			v := row + "[" + star(x.from.Name) + "]"
			test := ""
			if !f.certain(r) {
				test = row + " != None"
			}
			if n := hundredths(x.column) - hundredths(x.from); n != 0 || x.times != "" || x.column.Type != x.from.Type {
				if x.times != "" {
					v += " * " + x.times
				}
				v = inUnits(v, n, x.column)
				if !x.from.Required {
					test = strings.TrimPrefix(test+" and "+row+"["+star(x.from.Name)+"] != None", " and ")
				}
			}
			if test != "" {
				v = v + " if " + test + " else None"
				if test != row+" != None" || f.certainly(x.column) {
					v = "(" + v + ")"
				}
			}
			known[x.column] = v
		}
	}
	return known
}

// certainly reports whether an argument for the column may be given and may not.
func (f *function) certainly(c *column) bool {
	return slices.ContainsFunc(f.plan.bindings, func(b *binding) bool { return b.column == c })
}

// createMany makes a row of each element of a list.
func (f *function) createMany() {
	p := f.plan
	e := p.entity
	rows := f.local("made")
	f.line(rows + " = []")
	source := f.raw[p.batch]
	if !p.required[p.batch] {
		source += " or []"
	}
	f.block("for "+f.item+" in "+source+":", func() {
		f.existing(f.unread(p.bindings))
		f.allowed()
		parts, _, values := f.newRow()
		f.tallyUp(values)
		insert := call("db.insert", argument(plainTerm(star(e.table))), argument(dict(parts...)))
		f.statement(rows+".append(", term{open: insert.open, close: insert.close + ")", parts: insert.parts})
	})
	f.block("if not "+rows+":", func() { f.failure(star(p.batch + " is empty: give at least one " + e.noun)) })
	if all := f.remaining(); all != "" {
		rows = all
	}
	f.returnRows(rows)
}

// keyBinding is the parameter that says which key a new row has.
func (p *plan) keyBinding() *binding {
	for _, b := range p.bindings {
		if b.column == p.entity.key {
			return b
		}
	}
	return nil
}

// firstOf is a value, or another where it was not given.
func (f *function) firstOf(value, other string) string {
	return value + " if " + value + " != None else " + other
}

// certain reports whether an argument for a column is always there.
func (f *function) certain(c *column) bool {
	for _, b := range f.plan.bindings {
		if b.column == c {
			return b.required || b.property == "" && f.initial(b.parameter) != "None" && pythonName(b.parameter)
		}
	}
	return false
}

// newKey is the key of a new row.
func (f *function) newKey() string {
	e := f.plan.entity
	if e.key.Type == "INTEGER" {
		return f.prelude.helper("next_number") + "(" + star(e.table) + ", " + star(e.key.Name) + ")"
	}
	if shape, ok := keyShapeOf(e.key.facets.pattern); ok {
		return f.shapedKey(shape)
	}
	prefix := strings.ReplaceAll(identifier(e.words[len(e.words)-1]), "_", "") + "_"
	if e.key.facets.format == "uuid" {
		prefix = "00000000-0000-4000-8000-" // and 12 digits more
	}
	return "db.new_id(" + star(prefix) + ")"
}

// fallback is what a column of a new row holds where nothing is said; empty
// for NULL.
func (c *column) fallback() string {
	e := c.entity
	switch {
	case c == e.key || c.target != nil:
		return ""
	case e.states != nil && e.states.column == c:
		return star(e.states.initial)
	case c.stamp(false), c.usual && begun[c.Name]:
		return c.instant()
	case c.usual && len(c.Enum) > 0:
		literal, _ := starValue(c.Enum[0])
		return literal
	}
	if len(c.facets.initial) > 0 && (len(c.Enum) == 0 || admits(c, c.facets.initial)) {
		if t := typeOf(c.facets.initial); c.Type != "JSON" && kindOf(t) >= 0 && kinds[kindOf(t)] == c.Type {
			if literal, ok := starValue(c.facets.initial); ok {
				return literal
			}
		}
	}
	words := strings.Split(c.Name, "_")
	last := words[len(words)-1]
	switch {
	case c.Type == "INTEGER" && (last == "count" || words[0] == "count" || last == "views" || last == "likes"):
		return "0"
	case c.Type == "BOOLEAN":
		return "False"
	}
	return ""
}

// stamp reports whether the column holds when the row was made or, of an
// update, when it was changed.
func (c *column) stamp(updated bool) bool {
	if c.Type != "TEXT" || c == c.entity.key || c.target != nil || len(c.Enum) > 0 {
		return false
	}
	words := strings.Split(c.Name, "_")
	if words[len(words)-1] == "by" {
		return false
	}
	timely := slices.ContainsFunc(words, func(w string) bool { return timeWords[w] })
	instant, day := c.facets.timely()
	if !timely && !instant && !day {
		return false
	}
	changed := slices.ContainsFunc(words, func(w string) bool { return w == "updated" || w == "modified" || w == "update" || w == "changed" })
	made := slices.ContainsFunc(words, func(w string) bool { return w == "created" || w == "creation" || w == "added" || w == "inserted" })
	return changed || made && !updated
}

// begun are the columns that hold when a row came to be, whatever it is.
var begun = wordSet("created_at placed_at sent_at posted_at opened_at started_at published_at issued_at executed_at charged_at searched_at joined_at")

var timeWords = wordSet("at on time date timestamp datetime created updated modified")

// instant is now as the column holds it.
func (c *column) instant() string {
	if _, day := c.facets.timely(); day || strings.HasSuffix(c.Name, "_date") && c.facets.format == "" {
		return "now[:10]"
	}
	return "now"
}

// allowed writes the checks of values that the document of this tool does not
// bound and another's does.
func (f *function) allowed() {
	for _, b := range f.plan.bindings {
		if b.part != world.Set || b.column == nil || len(b.column.Enum) == 0 || b.many || b.bounded() {
			continue
		}
		v := f.value[b]
		var list []string
		for _, raw := range b.column.Enum {
			if literal, ok := starValue(raw); ok {
				list = append(list, literal)
			}
		}
		condition := v + " not in [" + strings.Join(list, ", ") + "]"
		if !b.required {
			condition = v + " != None and " + condition
		}
		var names []string
		for _, raw := range b.column.Enum {
			var s string
			if decode(raw, &s) != nil {
				s = string(raw)
			}
			names = append(names, s)
		}
		f.block("if "+condition+":", func() {
			f.failure(star(firstName(b.property, b.parameter)+" has to be "+listing(names, "or")+", not "), text(v, b.column.Type))
		})
	}
}

// bounded reports whether the document admits nothing that the column does
// not.
func (b *binding) bounded() bool {
	if len(b.facets.enum) == 0 {
		return false
	}
	return !slices.ContainsFunc(b.facets.enum, func(v json.RawMessage) bool { return !admits(b.column, v) })
}

// changes is the expression of what is to be changed in a row.
func (f *function) changes(row string) string {
	var parts []part
	for _, b := range f.sets() {
		parts = append(parts, field(b.column.Name, plainTerm(f.value[b])))
	}
	if s := f.plan.entity.states; s != nil { // it is as if it were new
		parts = append(parts, field(s.column.Name, plainTerm(star(s.initial))))
	}
	return call(f.prelude.helper("changed"), argument(plainTerm(row)), argument(dict(parts...))).flat()
}

// sets are the arguments that become columns of a row that there is.
func (f *function) sets() []*binding {
	return slices.DeleteFunc(f.plan.all(world.Set), func(b *binding) bool { return b.column == f.plan.entity.key })
}

// update changes the columns that are given.
func (f *function) update() {
	p := f.plan
	e := p.entity
	row := f.row()
	f.only(row)
	sets := f.sets()
	f.existing(slices.DeleteFunc(slices.Clone(sets), func(b *binding) bool { return len(f.followers(b)) > 0 }))
	f.allowed()
	var parts []part
	for _, b := range sets {
		parts = append(parts, field(b.column.Name, plainTerm(f.value[b])))
	}
	key := row + "[" + star(e.key.Name) + "]"
	if len(sets) == 0 {
		f.touch(row, key)
		return
	}
	changes := f.local("changes")
	f.statement(changes+" = ", call(f.prelude.helper("changed"), argument(plainTerm(row)), argument(dict(parts...))))
	var names []string
	for _, b := range sets {
		names = append(names, firstName(b.property, b.parameter))
	}
	f.block("if not "+changes+":", func() {
		message := "nothing would change: give another value for " + listing(names[:min(len(names), 8)], "or")
		if len(names) == 1 {
			message = "the " + names[0] + " is that already"
		}
		f.failure(star(message))
	})
	for _, b := range sets {
		f.follow(b, changes)
	}
	for _, c := range e.columns {
		if c.stamp(true) && !slices.ContainsFunc(sets, func(b *binding) bool { return b.column == c }) {
			f.line(changes + "[" + star(c.Name) + "] = " + c.instant())
		}
	}
	f.returnChanged(row, "db.update("+star(e.table)+", "+key+", "+changes+")")
}

// followers are the columns that change with a reference that is given.
func (f *function) followers(b *binding) []copied {
	if b.target == nil || b.many || f.simple {
		return nil
	}
	return slices.DeleteFunc(b.column.copies(), func(x copied) bool {
		return slices.ContainsFunc(f.plan.bindings, func(o *binding) bool { return o.column == x.column })
	})
}

// follow writes that columns change which repeat what a reference leads to that
// is given.
func (f *function) follow(b *binding, changes string) {
	list := f.followers(b)
	if len(list) == 0 {
		return
	}
	write := func() {
		row := f.local(b.target.short)
		f.line(row + " = " + f.prelude.rowOf(b.target) + "(" + f.value[b] + ")")
		for _, x := range list {
			f.line(changes + "[" + star(x.column.Name) + "] = " + row + "[" + star(x.from.Name) + "]")
		}
	}
	if b.required {
		write()
	} else {
		f.block("if "+f.value[b]+" != None:", write)
	}
}

// touch changes a row of which nothing is given: it is marked as changed.
func (f *function) touch(row, key string) {
	e := f.plan.entity
	for _, c := range e.columns {
		if c.stamp(true) {
			f.returnChanged(row, "db.update("+star(e.table)+", "+key+", {"+star(c.Name)+": "+c.instant()+"})")
			return
		}
	}
	f.returnRow(row)
}

// stamped gives an entity a column that says when its rows were changed, if it
// has none.
func (e *entity) stamped() {
	for _, c := range e.columns {
		if c.stamp(true) {
			return
		}
	}
	c := e.see("stamp:", "updated_at", nil, false, 0)
	c.Name, c.Type, c.usual = fresh("updated_at", e.columnNames()), "TEXT", true
}

// returnChanged writes a row and returns it as it is then.
func (f *function) returnChanged(row, write string) {
	f.line(row + " = " + write)
	f.returnRow(row)
}

// delete removes a row, or all rows of what is named.
func (f *function) delete() {
	p := f.plan
	e := p.entity
	key := p.of(world.Key)
	switch {
	case key != nil && key.many && key.required:
		each := f.local(e.short + "_key")
		f.block("for "+each+" in "+f.value[key]+":", func() { f.line(f.prelude.rowOf(e) + "(" + each + ")") })
		f.block("for "+each+" in "+f.value[key]+":", func() {
			f.block("if db.get("+star(e.table)+", "+each+") != None:", func() { f.line("db.delete(" + star(e.table) + ", " + each + ")") })
		})
		f.statement("return ", dict(field("deleted", plainTerm(f.value[key]))))
		f.outcomes = append(f.outcomes, outcome{"deleted", leaf{Type: []string{"array"}}})
	case key != nil && key.required:
		row := f.row()
		f.only(row)
		if !f.simple {
			f.tallyDown(row)
		}
		f.line("db.delete(" + star(e.table) + ", " + f.value[key] + ")")
		f.returnDeleted(row)
	default:
		rows, asked := f.find(false)
		f.block("if not "+rows+":", func() { f.failure(f.nothing(asked)...) })
		each := f.local(shortFor(e))
		f.block("for "+each+" in "+rows+":", func() {
			f.line("db.delete(" + star(e.table) + ", " + each + "[" + star(e.key.Name) + "])")
		})
		one := f.local("one")
		f.statement("return ", dict(field("deleted", every(plainTerm(one+"["+star(e.key.Name)+"]"), one, rows))))
		f.outcomes = append(f.outcomes, outcome{"deleted[]", e.key.leafOf(nil)})
	}
}

// returnDeleted returns what is gone.
func (f *function) returnDeleted(row string) {
	p := f.plan
	r := p.shape
	if !f.simple && r.documented && len(f.fieldsOf()) > 0 {
		f.returnRow(row)
		return
	}
	e := p.entity
	f.statement("return ", dict(field("deleted", plainTerm(row+"["+star(e.key.Name)+"]"))))
	f.give("", []world.Give{{Output: "deleted", Column: e.key.path()}})
}

// move takes a row from one state to another.
func (f *function) move() {
	p := f.plan
	e := p.entity
	s := e.states
	row := f.row()
	var sets []*binding
	if !f.simple {
		sets = f.sets()
	} else {
		sets = slices.DeleteFunc(f.sets(), func(b *binding) bool { return !b.required })
	}
	sets = slices.DeleteFunc(sets, func(b *binding) bool { return b.column == s.column })
	f.existing(sets)
	f.allowed()
	state := row + "[" + star(s.column.Name) + "]"
	key := row + "[" + star(e.key.Name) + "]"
	condition := state + " not in " + starStrings(p.move.From)
	if len(p.move.From) == 1 {
		condition = state + " != " + star(p.move.From[0])
	}
	if named := p.of(world.Key); named != nil && named.required && !named.many {
		f.block("if "+condition+":", func() {
			f.failure(star(e.noun+" "), text(key, e.key.Type), star(" is "), state, star("; only "+p.allowedFrom()))
		})
	}
	var parts []part
	parts = append(parts, field(s.column.Name, plainTerm(star(p.move.To))))
	for _, b := range sets {
		if b.required {
			parts = append(parts, field(b.column.Name, plainTerm(f.value[b])))
		}
	}
	for _, c := range e.columns {
		if !slices.ContainsFunc(sets, func(b *binding) bool { return b.column == c }) && (c.stamp(true) || c.momentOf(p.move.To)) {
			parts = append(parts, field(c.Name, plainTerm(c.instant())))
		}
	}
	changes := dict(parts...)
	optional := slices.DeleteFunc(slices.Clone(sets), func(b *binding) bool { return b.required })
	if len(optional) > 0 {
		for _, b := range optional {
			changes.parts = append(changes.parts, field(b.column.Name, plainTerm(f.value[b])))
		}
		changes = call(f.prelude.helper("given"), argument(changes))
	}
	f.statement(row+" = ", call("db.update", argument(plainTerm(star(e.table))), argument(plainTerm(key)), argument(changes)))
	f.returnRow(row)
}

// momentOf reports whether the column holds when rows came to a state:
// cancelled_at.
func (c *column) momentOf(state string) bool {
	if c.Type != "TEXT" || len(c.Enum) > 0 || c.target != nil {
		return false
	}
	name, ok := strings.CutSuffix(c.Name, "_at")
	if !ok {
		name, ok = strings.CutSuffix(c.Name, "_date")
	}
	return ok && name == fold(state)
}

// linkUp joins two rows.
func (f *function) linkUp() {
	p := f.plan
	l := p.link
	left, right := f.ends()
	key := "(" + left + ", " + right + ")"
	f.block("if db.get("+star(l.entity.table)+", "+key+") != None:", func() {
		f.failure(star(l.left.target.noun+" "), text(left, l.left.Type), star(" and "+l.right.target.noun+" "), text(right, l.right.Type), star(" are joined already"))
	})
	parts := []part{field(l.left.Name, plainTerm(left)), field(l.right.Name, plainTerm(right))}
	for _, b := range f.plan.all(world.Set) {
		if b.column != nil && b.column.entity == l.entity {
			parts = append(parts, field(b.column.Name, plainTerm(f.value[b])))
		}
	}
	f.statement("return ", call("db.insert", argument(plainTerm(star(l.entity.table))), argument(dict(parts...))))
	f.giveLink(l.entity.columns...)
}

// ends writes the checks that both rows are there, and returns their keys.
func (f *function) ends() (left, right string) {
	l := f.plan.link
	for _, b := range f.plan.bindings {
		switch b.column {
		case l.left:
			left = f.value[b]
		case l.right:
			right = f.value[b]
		}
	}
	f.line(f.prelude.rowOf(l.left.target) + "(" + left + ")")
	f.line(f.prelude.rowOf(l.right.target) + "(" + right + ")")
	return left, right
}

func (f *function) giveLink(columns ...*column) {
	for _, c := range columns {
		f.give("", []world.Give{{Output: c.Name, Column: c.path()}})
	}
}

// unlink parts two rows.
func (f *function) unlink() {
	l := f.plan.link
	left, right := f.ends()
	key := "(" + left + ", " + right + ")"
	f.block("if db.get("+star(l.entity.table)+", "+key+") == None:", func() {
		f.failure(star(l.left.target.noun+" "), text(left, l.left.Type), star(" and "+l.right.target.noun+" "), text(right, l.right.Type), star(" are not joined"))
	})
	f.line("db.delete(" + star(l.entity.table) + ", " + key + ")")
	f.statement("return ", dict(field(l.left.Name, plainTerm(left)), field(l.right.Name, plainTerm(right))))
	f.giveLink(l.left, l.right)
}
