package drifting

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/syntax"
)

// A source is the code of a tool, of which the function can be changed.
type source struct {
	text  string
	lines []int // where each line begins
	def   *syntax.DefStmt

	names    []string // of the parameters, in order
	defaults []string // their texts; "" where there is none
}

// read reads the code of a tool whose function is called so.
func read(code, function string) (*source, error) {
	file, err := (&syntax.FileOptions{}).Parse("tool", code, 0)
	if err != nil {
		return nil, err
	}
	s := &source{text: code, lines: []int{0}}
	for i := range len(code) {
		if code[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	for _, x := range file.Stmts {
		if d, ok := x.(*syntax.DefStmt); ok && d.Name.Name == function {
			s.def = d
		}
	}
	if s.def == nil {
		return nil, fmt.Errorf("it has no function %s", function)
	}
	for _, p := range s.def.Params {
		switch p := p.(type) {
		case *syntax.Ident:
			s.names, s.defaults = append(s.names, p.Name), append(s.defaults, "")
		case *syntax.BinaryExpr:
			name, ok := p.X.(*syntax.Ident)
			if !ok {
				return nil, errors.New("a parameter has no name")
			}
			from, to := s.span(p.Y)
			s.names, s.defaults = append(s.names, name.Name), append(s.defaults, code[from:to])
		default:
			return nil, errors.New("it takes arguments that it does not name")
		}
	}
	return s, nil
}

// offset is where in the text a position is.
func (s *source) offset(p syntax.Position) int {
	at := s.lines[p.Line-1]
	for range p.Col - 1 { // columns count characters
		at++
		for at < len(s.text) && s.text[at]&0xc0 == 0x80 {
			at++
		}
	}
	return at
}

func (s *source) span(n syntax.Node) (from, to int) {
	start, end := n.Span()
	return s.offset(start), s.offset(end)
}

// without takes a parameter off.
func (s *source) without(name string) (def string, ok bool) {
	i := slices.Index(s.names, name)
	if i < 0 {
		return "", false
	}
	def = s.defaults[i]
	s.names, s.defaults = slices.Delete(s.names, i, i+1), slices.Delete(s.defaults, i, i+1)
	return def, true
}

// with adds a parameter with a default at the end.
func (s *source) with(name, def string) {
	s.names, s.defaults = append(s.names, name), append(s.defaults, def)
}

// begin is the code with the parameters as they are now, and lines at the beginning
// of the function, which are indented as its body is.
func (s *source) begin(lines []string) (string, error) {
	first := s.def.Body[0]
	if e, ok := first.(*syntax.ExprStmt); ok && len(s.def.Body) > 1 {
		if l, ok := e.X.(*syntax.Literal); ok && l.Token == syntax.STRING {
			first = s.def.Body[1] // behind what it says of itself
		}
	}
	start, _ := first.Span()
	if start.Line <= s.def.Rparen.Line {
		return "", errors.New("its function is written in one line")
	}
	from := s.lines[start.Line-1]
	indent := s.text[from:s.offset(start)]
	if strings.TrimSpace(indent) != "" {
		return "", errors.New("its function begins behind something else")
	}
	var b strings.Builder
	b.WriteString(s.text[:s.offset(s.def.Def)])
	b.WriteString(s.signature())
	b.WriteString(s.text[s.offset(s.def.Rparen)+1 : from])
	for _, l := range lines {
		b.WriteString(indent + strings.ReplaceAll(l, "\t", "    ") + "\n")
	}
	b.WriteString(s.text[from:])
	return b.String(), nil
}

// signature is the head of the function up to its closing parenthesis.
func (s *source) signature() string {
	const width = 100
	parts := make([]string, len(s.names))
	for i, name := range s.names {
		parts[i] = name
		if s.defaults[i] != "" {
			parts[i] += " = " + s.defaults[i]
		}
	}
	head := "def " + s.def.Name.Name + "("
	if line := head + strings.Join(parts, ", ") + ")"; len(line) < width {
		return line
	}
	text, line := head+"\n", "   "
	for _, p := range parts {
		if len(line)+len(p) > width {
			text, line = text+line+"\n", "   "
		}
		line += " " + p + ","
	}
	return text + line + "\n)"
}

// returning is the code in which the function gives what another makes of what it
// gave.
func (s *source) returning(function string) (string, error) {
	var spans [][2]int
	var wrong error
	syntax.Walk(s.def, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ReturnStmt:
			if n.Result == nil {
				wrong = errors.New("it may give nothing")
				return false
			}
			from, to := s.span(n.Result)
			spans = append(spans, [2]int{from, to})
		case *syntax.DefStmt:
			if n != s.def {
				wrong = errors.New("it has a function in it")
			}
		}
		return wrong == nil
	})
	if wrong == nil && len(spans) == 0 {
		wrong = errors.New("it gives nothing")
	}
	if wrong != nil {
		return "", wrong
	}
	text := s.text
	for _, x := range slices.Backward(spans) {
		text = text[:x[0]] + function + "(" + text[x[0]:x[1]] + ")" + text[x[1]:]
	}
	return text, nil
}
