package engine

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/syntax"
)

// Split cuts a file of Starlark into the code of tools and the rest, which is
// the prelude of a world. functions are the names of the tools' functions, as
// [world.WorldTool.Function] gives them; a function that the file does not
// define is not in code. A comment belongs to what follows it.
//
// Nothing is executed. The error is a *[LoadError] that names lines of the file.
func Split(file, source string, functions []string) (prelude string, code map[string]string, err error) {
	var found problems
	if offset, why := guard(source, maxFile, maxFile); why != "" {
		found.add(file+":"+position(source, offset), "%s", why)
		return "", nil, &LoadError{found}
	}
	parsed, err := (&syntax.FileOptions{}).Parse(file, source, 0)
	if err != nil {
		var wrong syntax.Error
		if errors.As(err, &wrong) {
			found.add(fmt.Sprintf("%s:%d:%d", file, wrong.Pos.Line, wrong.Pos.Col), "%s", wrong.Msg)
		} else {
			found.add(file, "%s", err)
		}
		return "", nil, &LoadError{found}
	}
	// What is wrong is told where it stands in the file: in the parts it would be at
	// other lines, and what is wrong in the prelude would be missed by every tool.
	at := func(p syntax.Position) string { return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Col) }
	env := environment("")
	if banned(parsed, at, &found); len(found) == 0 {
		resolveAgain(file, source, func(name string) bool { _, ok := env[name]; return ok }, at, &found)
	}
	if len(found) > 0 {
		return "", nil, &LoadError{found}
	}
	wanted := map[string]bool{}
	for _, f := range functions {
		wanted[f] = true
	}
	code = map[string]string{}
	lines := strings.SplitAfter(source, "\n")
	var rest strings.Builder
	from := 0
	for _, s := range parsed.Stmts {
		_, end := s.Span()
		to := min(int(end.Line), len(lines))
		text := strings.Join(lines[from:to], "")
		from = max(from, to)
		if d, ok := s.(*syntax.DefStmt); ok && wanted[d.Name.Name] {
			if _, twice := code[d.Name.Name]; twice {
				found.add(fmt.Sprintf("%s:%d:%d", file, d.Def.Line, d.Def.Col), "defines %s a second time", d.Name.Name)
			}
			code[d.Name.Name] = strings.TrimLeft(text, "\n")
			continue
		}
		rest.WriteString(text)
	}
	if len(found) > 0 {
		return "", nil, &LoadError{found}
	}
	return rest.String(), code, nil
}
