package selftest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/rng"
	"worldc/world"
)

// arguments are those of a call by parameter.
type arguments map[string]json.RawMessage

func (a arguments) encode() []byte { return encode(map[string]json.RawMessage(a)) }

// with is a copy in which one argument is another; nil leaves it out.
func (a arguments) with(parameter string, v json.RawMessage) arguments {
	b := maps.Clone(a)
	if v == nil {
		delete(b, parameter)
	} else {
		b[parameter] = v
	}
	return b
}

// A binder finds arguments for one tool.
type binder struct {
	tool       *world.WorldTool
	does       *world.Behaviour
	rows       *Rows
	stream     *rng.Stream
	properties map[string]json.RawMessage
	required   []string
}

func newBinder(w *world.World, t *world.WorldTool, rows *Rows, stream *rng.Stream) (*binder, error) {
	var parameters struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Required   []string                   `json:"required"`
	}
	if err := json.Unmarshal(t.Parameters(), &parameters); err != nil {
		return nil, fmt.Errorf("its parameters cannot be read: %s", err)
	}
	b := &binder{tool: t, does: t.Does, rows: rows, stream: stream, properties: parameters.Properties, required: parameters.Required}
	if t.Does.Table != "" && rows.tables[t.Does.Table] == nil {
		return nil, fmt.Errorf("it works on the table %s, which there is not", t.Does.Table)
	}
	for _, u := range t.Does.Uses {
		if u.Column == "" {
			continue
		}
		table, column, _ := strings.Cut(u.Column, ".")
		if found := rows.tables[table]; found == nil || found.Column(column) == nil {
			return nil, fmt.Errorf("%s stands for %s, which there is not", u.Parameter, u.Column)
		}
	}
	return b, nil
}

// bind finds the arguments of the n-th call: about the n-th row that serves,
// with all parameters that stand for something or with just the required
// ones. Not ok if there is no such row.
func (b *binder) bind(n int, all bool) (arguments, bool) {
	var subject row
	candidates := b.subjects()
	if len(candidates) > 0 {
		subject = candidates[n%len(candidates)]
	} else if b.about() {
		return nil, false
	}
	args, parts := arguments{}, map[string]map[string]json.RawMessage{}
	for _, u := range b.does.Uses {
		required := b.requires(u)
		if !required && (!all || u.Part == world.Ignored || u.Part == world.Offset || u.Part == world.Order) && !b.wanted(u) {
			continue
		}
		if u.Part == world.Ignored && b.divided(u) {
			continue // its properties have uses of their own
		}
		v := b.argument(u, subject, n)
		if v == nil && required && u.Part != world.Key && u.Part != world.Reference {
			v = value(b.document(u), b.stream, 0) // nothing in the rows is like it
		}
		switch {
		case v == nil && required && (u.Property == "" || slices.Contains(b.required, u.Parameter)):
			return nil, false
		case v == nil:
		case u.Property == "":
			args[u.Parameter] = v
		default:
			if parts[u.Parameter] == nil {
				parts[u.Parameter] = map[string]json.RawMessage{}
			}
			parts[u.Parameter][u.Property] = v
		}
	}
	for _, u := range b.does.Uses {
		if given := parts[u.Parameter]; given != nil && args[u.Parameter] == nil {
			args[u.Parameter] = b.object(u.Parameter, given)
		}
	}
	for _, name := range b.required {
		if _, ok := args[name]; !ok {
			args[name] = value(b.properties[name], b.stream, 0)
		}
	}
	return args, true
}

// object is an argument of which some properties are given; the others that it
// has to have are made up.
func (b *binder) object(parameter string, given map[string]json.RawMessage) json.RawMessage {
	whole := map[string]json.RawMessage{}
	if json.Unmarshal(value(b.properties[parameter], b.stream, 0), &whole) != nil || whole == nil {
		whole = map[string]json.RawMessage{}
	}
	maps.Copy(whole, given)
	if parse(b.properties[parameter]).kind() == "array" {
		return encode([]map[string]json.RawMessage{whole})
	}
	return encode(whole)
}

// requires reports whether the document asks for what the use is of: of a
// property, if its object is there.
func (b *binder) requires(u world.Use) bool {
	if u.Property == "" {
		return slices.Contains(b.required, u.Parameter)
	}
	return slices.Contains(b.required, u.Parameter) && slices.Contains(parse(b.properties[u.Parameter]).Required, u.Property)
}

// divided reports whether properties of the parameter have uses of their own.
func (b *binder) divided(u world.Use) bool {
	return u.Property == "" && slices.ContainsFunc(b.does.Uses, func(v world.Use) bool {
		return v.Parameter == u.Parameter && v.Property != ""
	})
}

// document is the JSON Schema of what the use is of.
func (b *binder) document(u world.Use) json.RawMessage {
	if u.Property == "" {
		return b.properties[u.Parameter]
	}
	return parse(b.properties[u.Parameter]).Properties[u.Property]
}

// given is the argument that a use is of, in a call.
func (a arguments) given(u world.Use) (json.RawMessage, bool) {
	v, ok := a[u.Parameter]
	if !ok || u.Property == "" {
		return v, ok
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(v, &object) != nil {
		return nil, false
	}
	v, ok = object[u.Property]
	return v, ok
}

// put is a copy in which the argument that a use is of is another.
func (a arguments) put(u world.Use, v json.RawMessage) arguments {
	if u.Property == "" {
		return a.with(u.Parameter, v)
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(a[u.Parameter], &object) != nil {
		return a
	}
	object[u.Property] = v
	return a.with(u.Parameter, encode(object))
}

// wanted reports whether a call makes no sense without the parameter although
// the document lets it go: the key of the row, and one new value.
func (b *binder) wanted(u world.Use) bool {
	if u.Part == world.Key {
		return true
	}
	if u.Part != world.Set || b.does.Operation != world.Update {
		return false
	}
	for _, other := range b.does.Uses {
		if other.Part == world.Set && b.requires(other) {
			return false
		}
		if other.Part == world.Set {
			return other == u // the first
		}
	}
	return false
}

// about reports whether a call names a row of the tool's table.
func (b *binder) about() bool {
	return slices.ContainsFunc(b.does.Uses, func(u world.Use) bool { return u.Part == world.Key })
}

// subjects are the rows of which calls may be made.
func (b *binder) subjects() []row {
	all := b.rows.rows[b.does.Table]
	t := b.does.Transition
	if b.does.Operation != world.Move || t == nil || len(t.From) == 0 {
		return all
	}
	var may []row
	for _, r := range all {
		if slices.Contains(t.From, text(r[t.Column])) {
			may = append(may, r)
		}
	}
	return may
}

// argument is the value of one parameter in a call about subject; nil if
// there is none.
func (b *binder) argument(u world.Use, subject row, n int) json.RawMessage {
	table, column, _ := strings.Cut(u.Column, ".")
	document := b.document(u)
	switch u.Part {
	case world.Key:
		if table == b.does.Table {
			return b.shaped(document, subject.value(column))
		}
		return b.shaped(document, b.another(table, column, n))
	case world.Reference:
		// The row to which the subject refers, so that lists are not empty.
		if of := b.rows.tables[b.does.Table]; of != nil && subject != nil && b.does.Operation != world.Link {
			for _, c := range of.Columns {
				if c.References == table && subject.value(c.Name) != nil {
					return b.shaped(document, subject.value(c.Name))
				}
			}
		}
		return b.shaped(document, b.another(table, column, n))
	case world.Filter, world.AtLeast, world.AtMost:
		if table == b.does.Table && subject.value(column) != nil {
			return b.shaped(document, subject.value(column))
		}
		return b.shaped(document, b.another(table, column, n))
	case world.Text:
		return b.shaped(document, b.word(subject))
	case world.Set:
		return b.fresh(table, column, document, subject, n)
	case world.Limit:
		return b.shaped(document, json.RawMessage("5"))
	case world.Offset:
		return b.shaped(document, json.RawMessage("0"))
	}
	return value(document, b.stream, 0)
}

// another is what a column holds in the n-th of the rows that hold something.
func (b *binder) another(table, column string, n int) json.RawMessage {
	rows := b.rows.rows[table]
	for i := range rows {
		if v := rows[(n+i)%len(rows)].value(column); v != nil {
			return v
		}
	}
	return nil
}

// word is a word of a text column of the subject.
func (b *binder) word(subject row) json.RawMessage {
	for _, c := range b.rows.tables[b.does.Table].Columns {
		if c.Type != "TEXT" || len(c.Enum) > 0 || c.References != "" || slices.Contains(b.rows.tables[b.does.Table].Key, c.Name) {
			continue
		}
		if words := strings.Fields(text(subject[c.Name])); len(words) > 0 && subject.value(c.Name) != nil {
			return encode(words[0])
		}
	}
	return nil
}

// fresh is a new value for a column: one that another row has where that is
// allowed, so that it is a real one, and a value of the document otherwise.
func (b *binder) fresh(table, column string, document json.RawMessage, subject row, n int) json.RawMessage {
	t := b.rows.tables[table]
	if t == nil {
		return value(document, b.stream, 0)
	}
	c := t.Column(column)
	if c.References != "" {
		if to := b.rows.tables[c.References]; to != nil && len(to.Key) == 1 {
			return b.shaped(document, b.another(c.References, to.Key[0], n+1))
		}
	}
	s := parse(document)
	if len(s.Enum) > 0 {
		for i := range s.Enum {
			if e := s.Enum[(n+i)%len(s.Enum)]; subject == nil || !equal(e, subject[column]) {
				return e
			}
		}
		return s.Enum[0]
	}
	if !c.Unique && !slices.Contains(t.Key, column) {
		rows := b.rows.rows[table]
		for i := range rows {
			v := rows[(n+i)%len(rows)].value(column)
			if v == nil || subject != nil && b.does.Operation != world.Create && equal(v, subject[column]) {
				continue
			}
			if v = b.shaped(document, v); v != nil {
				return v
			}
		}
	}
	return value(document, b.stream, 0)
}

// shaped is the value of a column as a parameter wants it: a list of it, its
// text, its number; nil if that cannot be.
func (b *binder) shaped(document json.RawMessage, v json.RawMessage) json.RawMessage {
	if v == nil {
		return nil
	}
	s := parse(document)
	if len(s.Type) == 0 || s.allows(v) {
		return v
	}
	switch s.kind() {
	case "array":
		if item := b.shaped(s.Items, v); item != nil {
			return encode([]json.RawMessage{item})
		}
	case "string":
		return encode(text(v))
	case "integer", "number", "boolean":
		if candidate := json.RawMessage(strings.TrimSpace(text(v))); json.Valid(candidate) && s.allows(candidate) {
			return candidate
		}
	}
	return nil
}

// A badCall is a call that should be refused.
type badCall struct {
	what string
	args arguments
}

// bad are calls that should be refused, made of one that is not.
func (b *binder) bad(good arguments) []badCall {
	var calls []badCall
	for _, u := range b.does.Uses {
		v, given := good.given(u)
		if !given || u.Part != world.Key && u.Part != world.Reference {
			continue
		}
		if missing := b.missing(u, v); missing != nil {
			calls = append(calls, badCall{fmt.Sprintf("a %s that no row has", u.Parameter), good.put(u, missing)})
		}
	}
	for _, name := range b.required {
		if _, given := good[name]; given {
			calls = append(calls, badCall{"no " + name, good.with(name, nil)})
			break
		}
	}
	if t := b.does.Transition; b.does.Operation == world.Move && t != nil && len(t.From) > 0 {
		for _, r := range b.rows.rows[b.does.Table] {
			if state := text(r[t.Column]); slices.Contains(t.From, state) || state == "null" {
				continue
			}
			for _, u := range b.does.Uses {
				table, column, _ := strings.Cut(u.Column, ".")
				if _, given := good.given(u); u.Part != world.Key || table != b.does.Table || !given {
					continue
				}
				if v := b.shaped(b.document(u), r.value(column)); v != nil {
					calls = append(calls, badCall{fmt.Sprintf("a row whose %s is %q", t.Column, text(r[t.Column])), good.put(u, v)})
				}
			}
			break
		}
	}
	return calls
}

// missing is a key of the same type that no row has; nil if none was found.
func (b *binder) missing(u world.Use, v json.RawMessage) json.RawMessage {
	s := parse(b.document(u))
	if len(s.Enum) > 0 || len(s.Const) > 0 {
		return nil
	}
	table, column, _ := strings.Cut(u.Column, ".")
	var x any
	if json.Unmarshal(v, &x) != nil {
		return nil
	}
	for _, candidate := range missingValues(x, s) {
		taken := slices.ContainsFunc(b.rows.rows[table], func(r row) bool { return text(r[column]) == text(candidate) })
		if !taken {
			return candidate
		}
	}
	return nil
}

func missingValues(x any, s *schema) []json.RawMessage {
	switch x := x.(type) {
	case string:
		if last := len(x) - 1; last >= 0 {
			// One that looks like the others: its last sign is another.
			return []json.RawMessage{encode(x[:last] + "0"), encode(x[:last] + "9"), encode(x[:last] + "z")}
		}
	case float64:
		var fits []json.RawMessage
		for _, n := range []float64{987654321, 32017, 977} {
			if (s.Maximum == nil || n <= *s.Maximum) && (s.Minimum == nil || n >= *s.Minimum) {
				fits = append(fits, encode(n))
			}
		}
		return fits
	}
	return nil
}
