package toolsmith

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"worldc/roles/toolsmith/reading"
	"worldc/world"
)

// A shown field is one place of a row's view.
type shown struct {
	path   []string
	output string
	column *column
	call   string // the function that has the rows of a mirror
}

// fieldsOf are the fields of the documented result that show columns of the
// plan's table.
func (f *function) fieldsOf() []shown {
	p := f.plan
	var list []shown
	taken := map[string]bool{}
	for i := range p.shape.fields {
		field := &p.shape.fields[i]
		c := p.entity.slots[p.things.fieldPlace(p.entity, field).slot]
		if c == nil {
			continue
		}
		path, output := strings.Split(field.path, "."), field.path
		covered := false
		for n := 1; n <= len(path); n++ {
			covered = covered || taken[strings.Join(path[:n], ".")]
		}
		for other := range taken { //lint:ordered any of them
			covered = covered || strings.HasPrefix(other, output+".")
		}
		if covered {
			continue
		}
		taken[strings.Join(path, ".")] = true
		s := shown{path: path, output: output, column: c}
		if c.mirror != nil {
			if c.entity != p.entity {
				continue
			}
			s.call = f.prelude.listOf(c.mirror)
		}
		list = append(list, s)
	}
	return list
}

// view is the expression of a row as the result shows it; gives are the
// columns in it.
func (f *function) view(row string) (term, []world.Give) {
	p := f.plan
	e := p.entity
	fields := f.fieldsOf()
	if f.simple || !p.shape.documented || len(fields) == 0 {
		var gives []world.Give
		for _, c := range e.columns {
			gives = append(gives, world.Give{Output: c.Name, Column: c.path()})
		}
		return plainTerm(row), gives
	}
	if !reads(p.operation) || p.operation == world.List || p.operation == world.Search {
		if !slices.ContainsFunc(fields, func(s shown) bool { return s.column == e.key }) && p.operation != world.Delete {
			name := e.key.Name
			if !slices.ContainsFunc(fields, func(s shown) bool { return s.path[0] == name }) {
				fields = append([]shown{{path: []string{name}, output: name, column: e.key}}, fields...)
			}
		}
	}
	var gives []world.Give
	for _, s := range fields {
		if s.column.mirror != nil {
			gives = append(gives, s.column.mirror.gives(s.output)...)
			continue
		}
		gives = append(gives, world.Give{Output: s.output, Column: s.column.path()})
	}
	name := f.prelude.viewOf(e, fields)
	if name != "" {
		return plainTerm(name + "(" + row + ")"), gives
	}
	return viewTerm(fields, row), gives
}

// viewTerm is a dict of columns of a row.
func viewTerm(fields []shown, row string) term {
	var parts []part
	for i := 0; i < len(fields); i++ {
		s := fields[i]
		if len(s.path) == 1 {
			value := row + "[" + star(s.column.Name) + "]"
			if s.call != "" {
				value = s.call + "(" + row + "[" + star(s.column.ownerKey().Name) + "])"
			}
			parts = append(parts, field(s.path[0], plainTerm(value)))
			continue
		}
		var inner []shown
		first := true
		for k, o := range fields {
			if len(o.path) > 1 && o.path[0] == s.path[0] {
				if k < i {
					first = false
					break
				}
				inner = append(inner, shown{path: o.path[1:], output: o.output, column: o.column, call: o.call})
			}
		}
		if first {
			parts = append(parts, field(s.path[0], viewTerm(inner, row)))
		}
	}
	return dict(parts...)
}

// views are counted before the tools are written, so that one that several
// tools show is a function.
func (l *prelude) viewOf(e *entity, fields []shown) string {
	key := "view " + e.table + " " + viewTerm(fields, "row").flat()
	if l.counting != nil {
		l.counting[key]++
		return ""
	}
	if l.frequent[key] < 2 || l.size > maxViews {
		if name, ok := l.names[key]; ok {
			return name
		}
		return ""
	}
	return l.need(key, e.stem+"_view", func(name string) string {
		row := l.local(e, e.short)
		return "def " + name + "(" + row + "):\n" +
			"    return " + viewTerm(fields, row).layout(4, 11) + "\n"
	})
}

// returnRow returns one row as the document shows it.
func (f *function) returnRow(row string) {
	if rows := f.remaining(); rows != "" {
		f.returnRows(rows)
		return
	}
	view, gives := f.view(row)
	f.finish(view, gives, "", row, "")
}

// remaining writes the question for all rows of what a row belongs to that a write
// was about, where the result lists those that there are now; it returns the
// variable that holds them, "" where the result is of the row alone.
func (f *function) remaining() string {
	p := f.plan
	if f.simple || reads(p.operation) || !p.shape.documented || !strings.Contains(p.shape.path, "[]") {
		return ""
	}
	var owner *binding
	for _, b := range p.all(world.Reference) {
		if b.required && !b.many && b.target != nil && b.column != nil {
			owner = b
		}
	}
	if owner == nil || p.operation != world.Delete && !p.tellsAll() {
		return ""
	}
	rows := f.local(identifier(firstName(lastWord(p.entity.nouns), "rows")))
	f.statement(rows+" = ", call("db.find", argument(plainTerm(star(p.entity.table))), argument(dict(field(owner.column.Name, plainTerm(f.value[owner]))))))
	return rows
}

// tellsAll reports whether the document says of the rows that come out that they
// are all there are.
func (p *plan) tellsAll() bool {
	var said struct {
		Properties map[string]struct {
			Description string `json:"description"`
		} `json:"properties"`
	}
	text := p.tool.Description
	if json.Unmarshal(p.tool.Returns, &said) == nil {
		text += " " + said.Properties[topOf(p.shape.path)].Description
	}
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }), func(w string) bool { return inAll[w] })
}

var inAll = wordSet("all everybody everyone everything still afterwards remaining current currently")

// returnRows returns rows as the document shows them.
func (f *function) returnRows(rows string) {
	part, start := f.paged(rows)
	one := f.local(shortFor(f.plan.entity))
	view, gives := f.view(one)
	list := plainTerm(part)
	if view.text != one {
		if start != "" && len(part) > 40 {
			shown := f.local("shown")
			f.line(shown + " = " + part)
			part = shown
		}
		list = every(view, one, part)
	}
	f.finish(list, gives, rows, "", start)
}

// A node is a place in the documented result while it is built.
type node struct {
	name  string
	inner []*node
	value *term
}

func (n *node) child(name string) *node {
	for _, c := range n.inner {
		if c.name == name {
			return c
		}
	}
	c := &node{name: name}
	n.inner = append(n.inner, c)
	return c
}

func (n *node) term() term {
	if n.value != nil {
		return *n.value
	}
	var parts []part
	for _, c := range n.inner {
		parts = append(parts, field(c.name, c.term()))
	}
	return dict(parts...)
}

// finish writes the return statement: the row or the list of rows where the
// document has them, and around it what can be told. rows is the variable of
// all rows, empty where there is one row.
func (f *function) finish(content term, gives []world.Give, rows, row, start string) {
	p := f.plan
	r := p.shape
	list := rows != ""
	if f.simple || !r.documented {
		f.statement("return ", content)
		prefix := ""
		if list {
			prefix = "[]."
		}
		f.give(prefix, gives)
		return
	}
	path := r.path
	if list && !strings.Contains(path, "[]") { // rows, where the document names no place for them
		path += "[]"
	}
	segments := strings.Split(path, ".")
	if path == "" {
		segments = nil
	}
	// What stands behind the last [] is inside the list.
	last := -1
	for i, s := range segments {
		if strings.Contains(s, "[]") {
			last = i
		}
	}
	if list && last >= 0 && last < len(segments)-1 && content.after != "" {
		inner := content.parts[0].value
		for i := len(segments) - 1; i > last; i-- {
			inner = dict(field(strings.Trim(segments[i], "[]"), inner))
		}
		content.parts = []part{{"", inner}}
	} else if last < len(segments)-1 && !(list && last >= 0) {
		last = len(segments) - 1
	}
	depth := 0
	for i := range segments {
		depth += strings.Count(segments[i], "[]")
	}
	wrap := depth
	if list {
		wrap--
	}
	for range wrap {
		content = term{open: "[", close: "]", parts: []part{{"", content}}}
	}
	root := &node{}
	at := root
	for i, s := range segments {
		if i > last && list {
			break
		}
		if name := strings.TrimRight(s, "[]"); name != "" {
			at = at.child(name)
		}
	}
	at.value = &content
	if at == root {
		f.statement("return ", content)
	} else {
		for i := range r.around {
			if t, certain, ok := f.around(&r.around[i], rows, start); ok {
				place := root
				names := strings.Split(r.around[i].Path, ".")
				free := true
				for _, n := range names {
					if place.value != nil || strings.Contains(n, "[]") {
						free = false
						break
					}
					place = place.child(n)
				}
				if free && place.value == nil && len(place.inner) == 0 {
					place.value = &t
					f.tell(&r.around[i], certain)
				}
			}
		}
		root.prune()
		f.statement("return ", root.term())
	}
	prefix := path
	if prefix != "" {
		prefix += "."
	}
	f.give(prefix, gives)
}

// prune drops places that hold nothing.
func (n *node) prune() {
	for _, c := range n.inner {
		c.prune()
	}
	n.inner = slices.DeleteFunc(n.inner, func(c *node) bool { return c.value == nil && len(c.inner) == 0 })
}

// around is the value of a field beside the rows, where it can be told; certain
// says that it is never None.
func (f *function) around(a *reading.Field, rows, start string) (value term, certain, ok bool) {
	p := f.plan
	words := a.Words
	joined := strings.Join(words, "_")
	facets := facetsOf(a.Document)
	if len(facets.constant) > 0 || len(facets.enum) == 1 {
		value := facets.constant
		if len(value) == 0 {
			value = facets.enum[0]
		}
		if literal, ok := starValue(value); ok {
			return plainTerm(literal), true, true
		}
	}
	if len(words) == 0 {
		return term{}, false, false
	}
	numeric := facets.can("integer") || facets.can("number")
	switch {
	case numeric && rows != "" && (totals[joined] || len(words) == 2 && totals[words[1]] && words[0] == "total"):
		return plainTerm("len(" + rows + ")"), true, true
	case rows != "" && facets.can("string") && (words[0] == "next" || words[len(words)-1] == "next" || slices.Contains(words, "cursor") || slices.Contains(words, "continuation")) && !slices.Contains(words, "previous") && !slices.Contains(words, "prev") && !slices.Contains(words, "link") && !slices.Contains(words, "url") && !slices.Contains(words, "uri"):
		limit, offset := p.of(world.Limit), p.of(world.Offset)
		if limit == nil || offset == nil || start == "" || slices.Contains(offset.words(), "page") && !slices.Contains(offset.words(), "token") {
			return plainTerm("None"), false, true
		}
		return plainTerm(f.prelude.helper("following") + "(" + rows + ", " + start + ", " + f.value[limit] + ")"), false, true
	case facets.can("boolean") && (joined == "has_more" || joined == "has_next" || joined == "has_next_page" || joined == "more") && rows != "":
		if start == "" {
			return plainTerm("False"), true, true
		}
		limit := p.of(world.Limit)
		if limit == nil {
			return plainTerm("False"), true, true
		}
		return plainTerm("(" + start + ") + (" + f.value[limit] + " or len(" + rows + ")) < len(" + rows + ")"), true, true
	case facets.can("boolean") && (joined == "success" || joined == "ok" || joined == "succeeded" || joined == "is_success"):
		return plainTerm("True"), true, true
	case facets.can("boolean") && (joined == "error" || joined == "failed" || joined == "has_error" || joined == "has_errors"):
		return plainTerm("False"), true, true
	case facets.can("string") && (joined == "message" || joined == "msg" || joined == "detail") && !reads(p.operation):
		return plainTerm(star(p.entity.noun + " " + done(p))), true, true
	}
	for _, b := range p.all(world.Limit, world.Offset) {
		if slices.Equal(b.words(), words) && b.property == "" && f.raw[b.parameter] != "" {
			return plainTerm(f.raw[b.parameter]), b.required, true
		}
	}
	return f.echoed(a)
}

// echoed is the argument of which the document says that the result repeats it.
func (f *function) echoed(a *reading.Field) (value term, certain, ok bool) {
	said := facetsOf(a.Document)
	for _, b := range f.plan.bindings {
		if b.property == "" && b.parameter == a.Path && f.raw[b.parameter] != "" && b.facets.only(said.types...) {
			return plainTerm(f.raw[b.parameter]), b.required, true
		}
	}
	return term{}, false, false
}

// totals name how many rows there are in all.
var totals = wordSet("total count total_count totalcount total_results totalresults total_items totalitems total_records total_size totalsize num_results size results_count result_count number_of_results hits total_elements")

// done says what became of the row.
func done(p *plan) string {
	switch p.operation {
	case world.Create:
		return "created"
	case world.Update:
		return "updated"
	case world.Delete:
		return "deleted"
	case world.Move:
		return strings.ReplaceAll(p.move.To, "_", " ")
	}
	return participle(p.reading.Verb)
}

// returnCount returns a number.
func (f *function) returnCount(number string) {
	r := f.plan.shape
	if !f.simple && r.documented {
		for _, a := range f.numbers() {
			if strings.Contains(a, "[]") {
				continue
			}
			t := plainTerm(number)
			names := strings.Split(a, ".")
			for k := len(names) - 1; k >= 0; k-- {
				t = dict(field(names[k], t))
			}
			f.statement("return ", t)
			f.outcomes = append(f.outcomes, outcome{a, leaf{Type: []string{"integer"}}})
			return
		}
	}
	f.statement("return ", plainTerm(fmt.Sprintf(`{"count": %s}`, number)))
	f.outcomes = append(f.outcomes, outcome{"count", leaf{Type: []string{"integer"}}})
}

// numbers are the paths of the numbers of the documented result.
func (f *function) numbers() []string {
	s := f.plan.shape
	var list []string
	numeric := func(a *reading.Field) bool {
		x := facetsOf(a.Document)
		return x.can("integer") || x.can("number")
	}
	for _, a := range s.fields {
		if numeric(a.field) {
			list = append(list, strings.TrimPrefix(s.path+"."+a.path, "."))
		}
	}
	for i := range s.around {
		if numeric(&s.around[i]) {
			list = append(list, s.around[i].Path)
		}
	}
	return list
}
