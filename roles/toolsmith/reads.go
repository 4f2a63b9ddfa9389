package toolsmith

import (
	"slices"
	"strings"

	"worldc/world"
)

// get returns one row.
func (f *function) get() {
	f.returnRow(f.row())
}

// list returns rows: those that the arguments let through, in which a text
// occurs, in the order and the part of them that are asked for.
func (f *function) list() {
	p := f.plan
	rows, asked := f.find(false)
	if texts := p.all(world.Text); len(texts) > 0 && !(f.simple && !texts[0].required) {
		columns := textColumns(p.entity)
		each := shortFor(p.entity)
		if f.taken[each] {
			each = f.local("each")
		}
		for _, b := range texts {
			v := f.value[b]
			found := "[" + each + " for " + each + " in " + rows + " if " + f.mentioned(b, each, columns) + "]"
			if b.required {
				f.line(rows + " = " + found)
			} else {
				f.block("if "+v+" != None:", func() { f.line(rows + " = " + found) })
			}
		}
	}
	if !f.many() {
		f.block("if not "+rows+":", func() { f.failure(f.nothing(asked)...) })
		row := f.local(p.entity.short)
		f.line(row + " = " + rows + "[0]")
		f.returnRow(row)
		return
	}
	f.returnRows(rows)
}

// mentioned is the test whether a row mentions what is looked for.
func (f *function) mentioned(b *binding, row string, columns []string) string {
	if b.many {
		word := "word"
		if f.taken[word] {
			word = "one_word"
		}
		return "any([" + f.prelude.helper("mentions") + "(" + row + ", " + starStrings(columns) + ", " + word + ") for " + word + " in " + f.value[b] + "])"
	}
	return f.prelude.helper("mentions") + "(" + row + ", " + starStrings(columns) + ", " + f.value[b] + ")"
}

// many reports whether the result that is documented has place for rows.
func (f *function) many() bool {
	r := f.plan.shape
	if o := f.plan.operation; (o == world.List || o == world.Search) && f.plan.tool.Source.Method == "" && r.path == "" {
		return true // functions are often documented by what one of their rows is
	}
	return f.simple || !r.documented || r.many || len(r.fields) == 0 || strings.Contains(r.path, "[]")
}

// textColumns are those in which people look for words.
func textColumns(e *entity) []string {
	var first, second []string
	for _, c := range e.columns {
		instant, day := c.facets.timely()
		if c.Type != "TEXT" || c == e.key || c.target != nil || len(c.Enum) > 0 || instant || day {
			continue
		}
		if told[lastWord(c.words())] {
			first = append(first, c.Name)
		} else if c.facets.format == "" && !strings.HasSuffix(c.Name, "_at") && !strings.HasSuffix(c.Name, "date") && !strings.HasSuffix(c.Name, "url") {
			second = append(second, c.Name)
		}
	}
	if len(first) == 0 {
		first = second
	}
	if len(first) == 0 {
		return []string{textKey(e)}
	}
	return first[:min(len(first), 5)]
}

// textKey is a column of type TEXT, the key if it is one.
func textKey(e *entity) string {
	if e.key.Type == "TEXT" {
		return e.key.Name
	}
	for _, c := range e.columns {
		if c.Type == "TEXT" {
			return c.Name
		}
	}
	return ""
}

// told are the last words of columns that tell people something.
var told = wordSet(`name title subject summary description content body text label message note notes comment comments caption
	topic headline abstract bio about question answer email author tags keywords city company brand model category`)

// count returns how many rows there are.
func (f *function) count() {
	p := f.plan
	rows, _ := f.find(false)
	for _, b := range p.all(world.Text) {
		each := f.local("each")
		test := f.mentioned(b, each, textColumns(p.entity))
		if !b.required {
			test = f.value[b] + " == None or " + test
		}
		f.line(rows + " = [" + each + " for " + each + " in " + rows + " if " + test + "]")
	}
	f.returnCount("len(" + rows + ")")
}

// report returns what is worked out: the rows that the arguments let through,
// as the document shows them.
func (f *function) report() {
	r := f.plan.shape
	if r.documented && !r.many && !strings.Contains(r.path, "[]") || !r.documented && f.plan.of(world.Key) != nil {
		key := f.plan.of(world.Key)
		if key != nil && key.required && !key.many {
			f.returnRow(f.row())
		} else {
			f.returnRow(f.matching())
		}
		return
	}
	f.list()
}

// paged writes the part of the rows that is asked for, and returns the
// expressions of that part and of where it begins.
func (f *function) paged(rows string) (part, start string) {
	p := f.plan
	limit, offset := p.of(world.Limit), p.of(world.Offset)
	if f.simple || limit == nil && offset == nil {
		return rows, ""
	}
	size := "None"
	if limit != nil {
		size = f.value[limit]
	}
	start = "0"
	if offset != nil {
		v := f.value[offset]
		switch words := offset.words(); {
		case slices.Contains(words, "page") && !slices.Contains(words, "token") && !slices.Contains(words, "cursor"):
			if limit == nil {
				size = "20"
			}
			start = "((" + v + " or 1) - 1) * (" + size + " or 20)"
			if limit != nil && !limit.required && f.initial(limit.parameter) == "None" {
				size = size + " or 20"
			}
		case offset.required:
			start = v
		default:
			start = v + " or 0"
		}
	}
	return f.prelude.helper("page") + "(" + rows + ", " + start + ", " + size + ")", start
}

func (b *binding) words() []string {
	return strings.Split(snake(firstName(b.property, b.parameter)), "_")
}
