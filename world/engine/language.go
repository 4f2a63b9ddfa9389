package engine

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"
	"worldc/world"
)

// What source code may be. The parser recurses, so unbounded nesting would
// overflow the stack, which nothing can catch.
const (
	maxSource  = 64 << 10 // bytes of a tool or a prelude
	maxTokens  = 20_000
	maxFile    = 1 << 20 // bytes of a file with many tools
	maxNesting = 100     // of brackets, and of unary operators
	loadSteps  = 1_000_000
)

// universal are the names of Starlark that mean the same in Python. The others
// (hash, type, dir, print, set, …) either differ or have no use in a tool.
var universal = map[string]bool{
	"None": true, "True": true, "False": true, "abs": true, "any": true, "all": true, "bool": true, "dict": true,
	"enumerate": true, "float": true, "int": true, "list": true, "max": true, "min": true, "range": true,
	"reversed": true, "sorted": true, "tuple": true, "zip": true, "chr": true, "ord": true,
}

// refusedMethods are methods that Python lacks or that differ there.
var refusedMethods = map[string]string{
	"codepoints": "loop over range(len(s))", "codepoint_ords": "loop over range(len(s))",
	"elems": "loop over range(len(s))", "elem_ords": "loop over range(len(s))",
	"format": "join the parts with + and str()", "popitem": "use pop with a key",
}

// idsName is the db function that makes ids.
const idsName = "new_id"

// builtins are the functions that the code of every tool sees besides the universal
// ones. They know nothing of a world: the interpreter that calls them does.
var builtins = starlark.StringDict{
	"db": &starlarkstruct.Module{Name: "db", Members: starlark.StringDict{
		"get":    starlark.NewBuiltin("db.get", dbGet),
		"find":   starlark.NewBuiltin("db.find", dbFind),
		"count":  starlark.NewBuiltin("db.count", dbCount),
		"insert": starlark.NewBuiltin("db.insert", dbInsert),
		"update": starlark.NewBuiltin("db.update", dbUpdate),
		"delete": starlark.NewBuiltin("db.delete", dbDelete),
		idsName:  starlark.NewBuiltin("db."+idsName, dbNewID),
	}},
	"fail":  starlark.NewBuiltin("fail", failBuiltin),
	"len":   starlark.NewBuiltin("len", lenBuiltin),
	"round": starlark.NewBuiltin("round", roundBuiltin),
	"str":   starlark.NewBuiltin("str", strBuiltin),

	partsName:   starlark.NewBuiltin(partsName, partsBuiltin),
	methodsName: starlark.NewBuiltin(methodsName, methodsBuiltin),
}

// environment are the names that tool code sees besides the universal ones.
func environment(clock string) starlark.StringDict {
	env := maps.Clone(builtins)
	env["now"] = starlark.String(clock)
	return env
}

// compile checks a text and executes it, which defines its functions. where is
// the place of the text in the world, for problems; prelude is the text that env
// has its names from, beside those that every text knows.
func compile(where, source, prelude string, env starlark.StringDict, found *problems) starlark.StringDict {
	key := programKey{where, source, prelude}
	program := programs.get(key)
	if program == nil {
		if program = programOf(where, source, env, found); program == nil {
			return nil
		}
		programs.put(key, program)
	}
	thread := &starlark.Thread{Name: where}
	thread.SetMaxExecutionSteps(loadSteps)
	globals, err := initialise(program, thread, env)
	if err != nil {
		found.add(where, "%s", err)
		return nil
	}
	globals.Freeze()
	return globals
}

// programOf is a text as a program; nil where something is wrong with it, which goes to
// found.
func programOf(where, source string, env starlark.StringDict, found *problems) *starlark.Program {
	at := func(p syntax.Position) string { return fmt.Sprintf("%s:%d:%d", where, p.Line, p.Col) }
	if offset, why := guard(source, maxSource, maxTokens); why != "" {
		found.add(where+":"+position(source, offset), "%s", why)
		return nil
	}
	options := &syntax.FileOptions{}
	file, err := options.Parse(where, source, 0)
	if err != nil {
		var wrong syntax.Error
		if errors.As(err, &wrong) {
			found.add(at(wrong.Pos), "%s", wrong.Msg)
		} else {
			found.add(where, "%s", err)
		}
		return nil
	}
	before := len(*found)
	banned(file, at, found)
	if len(*found) > before {
		return nil
	}
	// A file can be resolved only once, and is resolved when it is compiled. Of
	// nearly every one that is soon enough.
	known := func(name string) bool { _, ok := env[name]; return ok }
	databases := true
	if mentions(file, "db") {
		resolved := resolveAgain(where, source, known, at, found)
		if resolved == nil {
			return nil
		}
		databases = !shadows(resolved, "db")
	}
	countCharacters(file, databases)
	program, err := starlark.FileProgram(file, known)
	if err != nil || !frugal(file) {
		if resolveAgain(where, source, known, at, found) != nil {
			found.add(where, "%s", err)
		}
		return nil
	}
	return program
}

// banned finds what a program may not have in it, whatever its names stand for.
func banned(file *syntax.File, at func(syntax.Position) string, found *problems) {
	syntax.Walk(file, func(n syntax.Node) bool {
		if n == nil {
			return true
		}
		start, _ := n.Span()
		switch n := n.(type) {
		case *syntax.LoadStmt:
			found.add(at(start), "load: a tool has its own code and the prelude, nothing else")
		case *syntax.BinaryExpr:
			if l, ok := n.X.(*syntax.Literal); ok && n.Op == syntax.PERCENT && l.Token == syntax.STRING {
				found.add(at(n.OpPos), "%% on a string writes numbers differently in Starlark and in Python: join the parts with + and str()")
			}
		case *syntax.DotExpr:
			if instead, refused := refusedMethods[n.Name.Name]; refused {
				found.add(at(n.Dot), ".%s is not the same in Starlark and in Python: %s", n.Name.Name, instead)
			}
		case *syntax.Literal:
			if n.Token == syntax.BYTES {
				found.add(at(start), "bytes are no value of a tool: use a string")
			}
		}
		return true
	})
}

// frugal reports whether a file that was resolved uses no other universal names
// than tools may.
func frugal(file *syntax.File) bool {
	uses := true
	syntax.Walk(file, func(n syntax.Node) bool {
		if name, ok := n.(*syntax.Ident); ok {
			if b, ok := name.Binding.(*resolve.Binding); ok && b.Scope == resolve.Universal && !universal[name.Name] {
				uses = false
			}
		}
		return uses
	})
	return uses
}

// resolveAgain parses a text once more and resolves its names. It returns nil
// where some mean nothing, which goes to found.
func resolveAgain(where, source string, known func(string) bool, at func(syntax.Position) string, found *problems) *syntax.File {
	file, err := (&syntax.FileOptions{}).Parse(where, source, 0)
	if err == nil {
		err = resolve.File(file, known, func(name string) bool { return universal[name] })
	}
	if err == nil {
		return file
	}
	var list resolve.ErrorList
	if !errors.As(err, &list) {
		found.add(where, "%s", err)
	}
	for _, e := range list {
		found.add(at(e.Pos), "%s", e.Msg)
	}
	return nil
}

// initialise executes the top level of a program.
func initialise(p *starlark.Program, thread *starlark.Thread, env starlark.StringDict) (globals starlark.StringDict, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("the interpreter gave up: %v", x)
		}
	}()
	return p.Init(thread, env)
}

// guard bounds a text before it is parsed. It returns why it is refused, and
// where.
func guard(source string, maxBytes, maxTokens int) (offset int, why string) {
	if len(source) > maxBytes {
		return 0, fmt.Sprintf("has %d bytes; %d are allowed", len(source), maxBytes)
	}
	if !utf8.ValidString(source) {
		return 0, "is not UTF-8"
	}
	tokens, depth, unary := 0, 0, 0
	for i := 0; i < len(source); {
		c := source[i]
		switch {
		case c == '#':
			for i < len(source) && source[i] != '\n' {
				i++
			}
			continue
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\':
			i++
			continue
		}
		tokens++
		start := i
		switch {
		case c == '"' || c == '\'':
			i = endOfString(source, i)
			unary = 0
		case wordByte(c):
			for i < len(source) && wordByte(source[i]) {
				i++
			}
			if w := source[start:i]; w == "not" || w == "lambda" {
				unary++
			} else {
				unary = 0
			}
		default:
			i++
			switch c {
			case '(', '[', '{':
				depth++
				unary = 0
			case ')', ']', '}':
				depth--
				unary = 0
			case '-', '+', '~':
				unary++
			case ':': // of a lambda
			default:
				unary = 0
			}
		}
		switch {
		case tokens > maxTokens:
			return start, fmt.Sprintf("has more than %d tokens", maxTokens)
		case depth > maxNesting || unary > maxNesting:
			return start, fmt.Sprintf("is nested deeper than %d levels", maxNesting)
		}
	}
	return 0, ""
}

// endOfString is the offset behind the string literal at i, or that of the end.
func endOfString(source string, i int) int {
	q := source[i : i+1]
	if strings.HasPrefix(source[i:], q+q+q) {
		q += q + q
	}
	i += len(q)
	for i < len(source) {
		switch {
		case source[i] == '\\':
			i += 2
		case strings.HasPrefix(source[i:], q):
			return i + len(q)
		case len(q) == 1 && source[i] == '\n':
			return i // the parser will say so
		default:
			i++
		}
	}
	return len(source)
}

// loadPrelude compiles the prelude of a world, with which its tools are compiled.
func (e *Engine) loadPrelude(w *world.World, found *problems) {
	env := environment(w.Clock)
	if w.Prelude != "" {
		globals := compile("prelude", w.Prelude, "", env, found)
		for _, name := range globals.Keys() {
			if _, taken := env[name]; taken || universal[name] {
				found.add("prelude", "defines %s, which is a name that every tool knows", name)
			} else {
				env[name] = globals[name]
			}
		}
	}
	e.environment = env
}

func failBuiltin(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 || len(kwargs) > 0 {
		return nil, errors.New("fail takes one text")
	}
	message, ok := starlark.AsString(args[0])
	if !ok {
		return nil, fmt.Errorf("fail takes a text, not %s", brief(args[0]))
	}
	if !utf8.ValidString(message) {
		return nil, errors.New("fail takes a text that is UTF-8")
	}
	return nil, &refusal{Refused, clip(message, 4096)}
}

// lenBuiltin counts the characters of a string, where Starlark counts bytes.
func lenBuiltin(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 || len(kwargs) > 0 {
		return nil, errors.New("len takes one value")
	}
	if s, ok := args[0].(starlark.String); ok {
		return starlark.MakeInt(utf8.RuneCountInString(string(s))), nil
	}
	n := starlark.Len(args[0])
	if n < 0 {
		return nil, fmt.Errorf("%s has no length", brief(args[0]))
	}
	return starlark.MakeInt(n), nil
}

// roundBuiltin is Python's round: to the nearest, of a float's exact value;
// halves to the even neighbour.
func roundBuiltin(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) < 1 || len(args) > 2 || len(kwargs) > 0 {
		return nil, errors.New("round takes a number and how many digits to keep")
	}
	if i, ok := args[0].(starlark.Int); ok {
		return i, nil
	}
	f, ok := args[0].(starlark.Float)
	if !ok {
		return nil, fmt.Errorf("round takes a number, not %s", brief(args[0]))
	}
	x := float64(f)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil, fmt.Errorf("round of %s", f)
	}
	if len(args) == 1 || args[1] == starlark.None {
		whole, _ := big.NewFloat(math.RoundToEven(x)).Int(nil)
		return starlark.MakeBigInt(whole), nil
	}
	digits, err := starlark.AsInt32(args[1])
	if err != nil || digits < 0 || digits > 100 {
		return nil, fmt.Errorf("round keeps 0 to 100 digits, not %s", brief(args[1]))
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', digits, 64), 64)
	return starlark.Float(rounded), err
}

func strBuiltin(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 || len(kwargs) > 0 {
		return nil, errors.New("str takes one value")
	}
	if s, ok := args[0].(starlark.String); ok {
		return s, nil
	}
	out, err := appendPython(nil, args[0], 0)
	if err != nil {
		return nil, err
	}
	thread.Steps += uint64(len(out) / 64)
	return starlark.String(out), nil
}

// appendPython appends v as Python's repr writes it.
func appendPython(out []byte, v starlark.Value, depth int) ([]byte, error) {
	if depth > maxDepth {
		return out, fmt.Errorf("the value is nested deeper than %d levels", maxDepth)
	}
	list := func(out []byte, open, closing byte, n int, at func(int) starlark.Value) ([]byte, error) {
		out = append(out, open)
		var err error
		for i := range n {
			if i > 0 {
				out = append(out, ", "...)
			}
			if out, err = appendPython(out, at(i), depth+1); err != nil {
				return out, err
			}
		}
		if open == '(' && n == 1 {
			out = append(out, ',')
		}
		return append(out, closing), nil
	}
	switch v := v.(type) {
	case starlark.NoneType, starlark.Bool, starlark.Int:
		return append(out, v.String()...), nil
	case starlark.Float:
		return appendPythonFloat(out, float64(v)), nil
	case starlark.String:
		return appendPythonString(out, string(v)), nil
	case *starlark.List:
		return list(out, '[', ']', v.Len(), v.Index)
	case starlark.Tuple:
		return list(out, '(', ')', v.Len(), v.Index)
	case starlark.IterableMapping: // a dict or a row
		out = append(out, '{')
		var err error
		for i, item := range v.Items() {
			if i > 0 {
				out = append(out, ", "...)
			}
			if out, err = appendPython(out, item[0], depth+1); err != nil {
				return out, err
			}
			out = append(out, ": "...)
			if out, err = appendPython(out, item[1], depth+1); err != nil {
				return out, err
			}
		}
		return append(out, '}'), nil
	}
	return out, fmt.Errorf("str of a %s is not the same in Starlark and in Python", v.Type())
}

// appendPythonFloat appends the shortest text that reads back as f, with an
// exponent below 1e-4 and from 1e16.
func appendPythonFloat(out []byte, f float64) []byte {
	switch a := math.Abs(f); {
	case math.IsNaN(f):
		return append(out, "nan"...)
	case math.IsInf(f, 0):
		if f < 0 {
			out = append(out, '-')
		}
		return append(out, "inf"...)
	case a != 0 && (a < 1e-4 || a >= 1e16):
		return strconv.AppendFloat(out, f, 'e', -1, 64)
	}
	start := len(out)
	out = strconv.AppendFloat(out, f, 'f', -1, 64)
	if !strings.Contains(string(out[start:]), ".") {
		out = append(out, ".0"...)
	}
	return out
}

// appendPythonString appends s in quotes: single ones, unless there are such
// in s and no double ones.
func appendPythonString(out []byte, s string) []byte {
	q := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		q = '"'
	}
	out = append(out, q)
	for _, c := range s {
		switch {
		case c == rune(q) || c == '\\':
			out = append(out, '\\', byte(c))
		case c == '\n':
			out = append(out, `\n`...)
		case c == '\r':
			out = append(out, `\r`...)
		case c == '\t':
			out = append(out, `\t`...)
		case c < ' ' || c == 0x7f:
			out = fmt.Appendf(out, `\x%02x`, c)
		default:
			out = utf8.AppendRune(out, c)
		}
	}
	return append(out, q)
}
