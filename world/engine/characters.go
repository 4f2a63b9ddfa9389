package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Starlark counts the bytes of a string, Python its characters, so s[0] and
// s.find(x) would silently mean two things. Here they mean what they mean in
// Python: compile puts a call around every operand of which a part or a
// position may be asked, and the call makes characters of a string. All other
// values pass, and so do strings of which bytes and characters are the same.

// The names of the calls, which no code can spell.
const (
	partsName   = "parts of a string"
	methodsName = "positions in a string"
)

// positionMethods are the methods of strings that take or give positions, and
// with how many arguments they begin to do so.
var positionMethods = map[string]int{"find": 0, "rfind": 0, "index": 0, "rindex": 0, "count": 2, "startswith": 2, "endswith": 2}

// countCharacters puts the calls into a file that is parsed and not resolved.
// databases says that db is what it always is, whose find and count are none of
// a string's.
func countCharacters(file *syntax.File, databases bool) {
	wrap := func(x syntax.Expr, name string) syntax.Expr {
		start, end := x.Span()
		return &syntax.CallExpr{Fn: &syntax.Ident{NamePos: start, Name: name}, Lparen: start, Args: []syntax.Expr{x}, Rparen: end}
	}
	isDB := func(x syntax.Expr) bool {
		id, ok := x.(*syntax.Ident)
		return ok && databases && id.Name == "db"
	}
	// neverString spares what is seen to be no string the call.
	neverString := func(x syntax.Expr) bool {
		switch x := x.(type) {
		case *syntax.ListExpr, *syntax.DictExpr, *syntax.TupleExpr, *syntax.Comprehension:
			return true
		case *syntax.CallExpr:
			dot, ok := x.Fn.(*syntax.DotExpr)
			return ok && isDB(dot.X)
		}
		return false
	}
	assigned := map[syntax.Expr]bool{} // of which an element is set, not asked
	var assign func(x syntax.Expr)
	assign = func(x syntax.Expr) {
		switch x := x.(type) {
		case *syntax.IndexExpr:
			assigned[x] = true
		case *syntax.ParenExpr:
			assign(x.X)
		case *syntax.TupleExpr:
			for _, x := range x.List {
				assign(x)
			}
		case *syntax.ListExpr:
			for _, x := range x.List {
				assign(x)
			}
		}
	}
	harmless := map[*syntax.DotExpr]bool{} // called with too few arguments to give a position
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.AssignStmt:
			assign(n.LHS)
		case *syntax.IndexExpr:
			name, ok := n.Y.(*syntax.Literal)
			byName := ok && name.Token == syntax.STRING // of a row or dict
			if !assigned[n] && !byName && !neverString(n.X) {
				n.X = wrap(n.X, partsName)
			}
		case *syntax.SliceExpr:
			if !neverString(n.X) {
				n.X = wrap(n.X, partsName)
			}
		case *syntax.CallExpr:
			if dot, ok := n.Fn.(*syntax.DotExpr); ok {
				harmless[dot] = len(n.Args) < positionMethods[dot.Name.Name] && !slices.ContainsFunc(n.Args, isSpread)
			}
		case *syntax.DotExpr:
			if _, position := positionMethods[n.Name.Name]; position && !harmless[n] && !isDB(n.X) && !neverString(n.X) {
				n.X = wrap(n.X, methodsName)
			}
		}
		return true
	})
}

// isSpread reports whether an argument stands for several: *x.
func isSpread(x syntax.Expr) bool {
	u, ok := x.(*syntax.UnaryExpr)
	return ok && (u.Op == syntax.STAR || u.Op == syntax.STARSTAR)
}

// shadows reports whether a resolved file gives a name that is predeclared
// another meaning somewhere.
func shadows(file *syntax.File, name string) (found bool) {
	syntax.Walk(file, func(n syntax.Node) bool {
		if id, ok := n.(*syntax.Ident); ok && id.Name == name {
			b, resolved := id.Binding.(*resolve.Binding)
			found = found || resolved && b.Scope != resolve.Predeclared
		}
		return true
	})
	return found
}

// mentions reports whether a file has a name elsewhere than in front of a dot,
// as it has where the name is given another meaning.
func mentions(file *syntax.File, name string) bool {
	n := 0
	syntax.Walk(file, func(x syntax.Node) bool {
		switch x := x.(type) {
		case *syntax.Ident:
			if x.Name == name {
				n++
			}
		case *syntax.DotExpr:
			if id, ok := x.X.(*syntax.Ident); ok && id.Name == name {
				n--
			}
		}
		return true
	})
	return n != 0
}

// partsBuiltin and methodsBuiltin are the calls.
func partsBuiltin(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	s, ok := args[0].(starlark.String)
	if !ok {
		return args[0], nil
	}
	thread.Steps += uint64(len(s) / 64)
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return charactersOf(thread, s), nil
		}
	}
	return s, nil
}

func methodsBuiltin(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if s, ok := args[0].(starlark.String); ok {
		return charactersOf(thread, s), nil
	}
	return args[0], nil
}

// characters is a string of which parts and positions are asked. It is the
// operand of one operation, and no variable ever holds it.
type characters struct {
	text starlark.String
	all  []rune
}

var (
	_ starlark.Indexable = (*characters)(nil)
	_ starlark.Sliceable = (*characters)(nil)
	_ starlark.HasAttrs  = (*characters)(nil)
)

func charactersOf(thread *starlark.Thread, s starlark.String) *characters {
	thread.Steps += uint64(len(s) / 16)
	return &characters{s, []rune(string(s))}
}

// String, Type, Freeze, Truth and Hash implement starlark.Value, as the string
// does.
func (c *characters) String() string        { return c.text.String() }
func (c *characters) Type() string          { return c.text.Type() }
func (c *characters) Freeze()               {}
func (c *characters) Truth() starlark.Bool  { return c.text.Truth() }
func (c *characters) Hash() (uint32, error) { return c.text.Hash() }

// AttrNames implements starlark.HasAttrs.
func (c *characters) AttrNames() []string { return c.text.AttrNames() }

// Len implements starlark.Indexable.
func (c *characters) Len() int { return len(c.all) }

// Index implements starlark.Indexable.
func (c *characters) Index(i int) starlark.Value { return starlark.String(c.all[i]) }

// Slice implements starlark.Sliceable.
func (c *characters) Slice(start, end, step int) starlark.Value {
	if step == 1 {
		return starlark.String(c.all[start:end])
	}
	var part []rune
	for i := start; step > 0 && i < end || step < 0 && i > end; i += step {
		part = append(part, c.all[i])
	}
	return starlark.String(part)
}

// Attr implements starlark.HasAttrs.
func (c *characters) Attr(name string) (starlark.Value, error) {
	if _, ok := positionMethods[name]; !ok {
		return c.text.Attr(name)
	}
	return starlark.NewBuiltin(name, func(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v, err := c.position(b.Name(), args, kwargs)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return v, nil
	}), nil
}

// position calls a method, of a text between two positions, as Python does.
func (c *characters) position(method string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) < 1 || len(args) > 3 || len(kwargs) > 0 {
		return nil, errors.New("takes a text, and from where to where to look")
	}
	from, to := 0, len(c.all)
	for i, bound := range []*int{&from, &to} {
		if i+1 >= len(args) || args[i+1] == starlark.None {
			continue
		}
		n, err := starlark.AsInt32(args[i+1])
		if err != nil {
			return nil, fmt.Errorf("a position is a number, not %s", brief(args[i+1]))
		}
		if n < 0 {
			n = max(0, n+len(c.all))
		}
		*bound = n
	}
	to = min(to, len(c.all))
	within := from <= to // else not even the empty text is there
	text := ""
	if within {
		text = string(c.all[from:to])
	}
	if method == "startswith" || method == "endswith" {
		has := strings.HasPrefix
		if method == "endswith" {
			has = strings.HasSuffix
		}
		several, ok := args[0].(starlark.Tuple)
		if !ok {
			several = args[:1]
		}
		found := false
		for _, one := range several {
			s, ok := one.(starlark.String)
			if !ok {
				return nil, fmt.Errorf("looks for a text, not for %s", brief(one))
			}
			found = found || within && has(text, string(s))
		}
		return starlark.Bool(found), nil
	}
	s, ok := args[0].(starlark.String)
	if !ok {
		return nil, fmt.Errorf("looks for a text, not for %s", brief(args[0]))
	}
	if method == "count" {
		if !within {
			return starlark.MakeInt(0), nil
		}
		return starlark.MakeInt(strings.Count(text, string(s))), nil
	}
	at := -1
	switch {
	case !within:
	case method == "find" || method == "index":
		at = strings.Index(text, string(s))
	default:
		at = strings.LastIndex(text, string(s))
	}
	if at >= 0 {
		return starlark.MakeInt(from + utf8.RuneCountInString(text[:at])), nil
	}
	if method == "index" || method == "rindex" {
		return nil, errors.New("the text is not there")
	}
	return starlark.MakeInt(-1), nil
}
