package engine

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.starlark.net/starlark"
)

// A test is a CHECK of the plain kind, which can be told without SQLite:
// columns compared with constants of their own type, and what AND, OR, NOT and
// parentheses make of that. It says of the values of a row what SQL would.
type test func(values []starlark.Value) ternary

// A ternary is one of SQL's three truth values, or that of a test that cannot
// tell.
type ternary int8

const (
	isFalse ternary = iota
	isNull
	isTrue
	untold
)

func truthOf(b bool) ternary {
	if b {
		return isTrue
	}
	return isFalse
}

func not(a ternary) ternary {
	if a == untold {
		return untold
	}
	return isTrue - a
}

// A testReader reads a CHECK. It is at a token; failed says that the CHECK is
// none of the plain kind.
type testReader struct {
	table  *table
	tokens []sqlToken
	failed bool
}

// readTest reads what stands in the parentheses of a CHECK; nil where it is not
// of the plain kind.
func readTest(t *table, tokens []sqlToken) test {
	r := &testReader{table: t, tokens: tokens}
	x := r.or()
	if r.failed || len(r.tokens) > 0 {
		return nil
	}
	return x
}

// is takes tokens off, if they are next.
func (r *testReader) is(tokens ...string) bool {
	if len(r.tokens) < len(tokens) {
		return false
	}
	for i, t := range tokens {
		if r.tokens[i].text != t {
			return false
		}
	}
	r.tokens = r.tokens[len(tokens):]
	return true
}

// next takes a token off.
func (r *testReader) next() string {
	if len(r.tokens) == 0 {
		r.failed = true
		return ""
	}
	t := r.tokens[0].text
	r.tokens = r.tokens[1:]
	return t
}

func (r *testReader) or() test {
	x := r.and()
	for r.is("OR") {
		a, b := x, r.and()
		x = func(v []starlark.Value) ternary { return either(a(v), b(v)) }
	}
	return x
}

func (r *testReader) and() test {
	x := r.not()
	for r.is("AND") {
		a, b := x, r.not()
		x = func(v []starlark.Value) ternary { return not(either(not(a(v)), not(b(v)))) }
	}
	return x
}

func either(a, b ternary) ternary {
	if a == untold || b == untold {
		return untold
	}
	return max(a, b)
}

func (r *testReader) not() test {
	if r.is("NOT") {
		a := r.not()
		return func(v []starlark.Value) ternary { return not(a(v)) }
	}
	a, ok := r.inParentheses()
	if !ok {
		return r.predicate()
	}
	equal := r.is("=")
	if !equal && !r.is("<", ">") {
		return a
	}
	b, ok := r.inParentheses()
	r.failed = r.failed || !ok
	return func(v []starlark.Value) ternary {
		x, y := a(v), b(v)
		switch {
		case x == untold || y == untold:
			return untold
		case x == isNull || y == isNull:
			return isNull
		}
		return truthOf((x == y) == equal)
	}
}

func (r *testReader) inParentheses() (test, bool) {
	if !r.is("(") {
		return nil, false
	}
	x := r.or()
	r.failed = r.failed || !r.is(")")
	return x, true
}

// predicate reads what is said of one column.
func (r *testReader) predicate() test {
	name := unquoted(r.next())
	n := slices.IndexFunc(r.table.columns, func(c column) bool { return strings.EqualFold(c.name, name) })
	if r.failed || n < 0 {
		r.failed = true
		return nil
	}
	if r.is("IS", "NOT", "NULL") {
		return func(v []starlark.Value) ternary { return truthOf(v[n] != starlark.None) }
	}
	if r.is("IS", "NULL") {
		return func(v []starlark.Value) ternary { return truthOf(v[n] == starlark.None) }
	}
	c := &r.table.columns[n]
	if r.is("NOT", "IN", "(") {
		in := r.in(c, n)
		return func(v []starlark.Value) ternary { return not(in(v)) }
	}
	if r.is("IN", "(") {
		return r.in(c, n)
	}
	if r.is("BETWEEN") {
		least := r.constant(c)
		r.failed = r.failed || !r.is("AND")
		most := r.constant(c)
		return func(v []starlark.Value) ternary {
			a, b := compared(v[n], least, func(d int) bool { return d >= 0 }), compared(v[n], most, func(d int) bool { return d <= 0 })
			return not(either(not(a), not(b)))
		}
	}
	for _, o := range []struct {
		tokens []string
		holds  func(d int) bool
	}{
		{[]string{">", "="}, func(d int) bool { return d >= 0 }},
		{[]string{"<", "="}, func(d int) bool { return d <= 0 }},
		{[]string{"<", ">"}, func(d int) bool { return d != 0 }},
		{[]string{"!", "="}, func(d int) bool { return d != 0 }},
		{[]string{"=", "="}, func(d int) bool { return d == 0 }},
		{[]string{">"}, func(d int) bool { return d > 0 }},
		{[]string{"<"}, func(d int) bool { return d < 0 }},
		{[]string{"="}, func(d int) bool { return d == 0 }},
	} {
		if r.is(o.tokens...) {
			x := r.constant(c)
			return func(v []starlark.Value) ternary { return compared(v[n], x, o.holds) }
		}
	}
	r.failed = true
	return nil
}

// in reads the constants of a list, behind its parenthesis.
func (r *testReader) in(c *column, n int) test {
	list := []starlark.Value{r.constant(c)}
	for r.is(",") {
		list = append(list, r.constant(c))
	}
	r.failed = r.failed || !r.is(")")
	return func(v []starlark.Value) ternary {
		found := isFalse
		for _, x := range list {
			found = either(found, compared(v[n], x, func(d int) bool { return d == 0 }))
		}
		return found
	}
}

// constant reads a literal of the type of a column.
func (r *testReader) constant(c *column) starlark.Value {
	switch c.kind {
	case text:
		if t := r.next(); len(t) >= 2 && t[0] == '\'' {
			return starlark.String(strings.ReplaceAll(t[1:len(t)-1], "''", "'"))
		}
	case integer, real:
		digits := ""
		if r.is("-") {
			digits = "-"
		}
		digits += r.next()
		if r.is(".") {
			digits += "." + r.next()
		}
		if f, err := strconv.ParseFloat(digits, 64); err == nil && strings.Trim(digits, "-.0123456789") == "" {
			return starlark.Float(f)
		}
	}
	r.failed = true
	return starlark.None
}

// exact is where whole numbers and floating-point numbers are the same.
const exact = 1 << 53

// compared compares a value with a constant.
func compared(v, constant starlark.Value, holds func(d int) bool) ternary {
	switch v := v.(type) {
	case starlark.NoneType:
		return isNull
	case starlark.String:
		if c, ok := constant.(starlark.String); ok {
			return truthOf(holds(strings.Compare(string(v), string(c))))
		}
	case starlark.Float:
		if c, ok := constant.(starlark.Float); ok && -exact < c && c < exact {
			return truthOf(holds(cmp.Compare(v, c)))
		}
	case starlark.Int:
		i, ok := v.Int64()
		if c, number := constant.(starlark.Float); number && ok && -exact < i && i < exact && -exact < c && c < exact {
			return truthOf(holds(cmp.Compare(starlark.Float(i), c)))
		}
	}
	return untold
}
