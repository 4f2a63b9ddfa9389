package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A pkg is a package with its syntax and types, as the rules see it.
type pkg struct {
	root  string // the directory that findings name their files from
	path  string // such as worldc/artifact
	name  string
	fset  *token.FileSet
	files []*ast.File
	types *types.Package
	info  *types.Info
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath, Name, Dir, Export, ForTest string
	GoFiles                                []string
	ImportMap                              map[string]string
	DepOnly                                bool
	Error                                  *struct{ Err string }
}

// load type-checks the packages that match patterns, tests included. The
// imports come from the compiler's export data, which go list makes or finds
// in its cache, so only the packages themselves are read as source. A package
// that does not compile is in the error, the others are returned all the same.
func load(dir string, patterns []string) ([]*pkg, error) {
	args := append([]string{"list", "-e", "-export", "-deps", "-test",
		"-json=ImportPath,Name,Dir,Export,ForTest,GoFiles,ImportMap,DepOnly,Error", "--"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.String())
	}
	var roots []listed
	var broken []error
	export := map[string]string{}
	tested := map[string]bool{} // packages of which a variant with its tests is listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		export[l.ImportPath] = l.Export
		if l.DepOnly || strings.HasSuffix(l.ImportPath, ".test") {
			continue
		}
		if l.Error != nil && (len(l.GoFiles) > 0 || l.Name == "") {
			if err := fmt.Errorf("%s: %s", l.ImportPath, strings.TrimSpace(l.Error.Err)); l.ForTest == "" || len(broken) == 0 {
				broken = append(broken, err)
			}
			continue
		}
		if path, _, _ := strings.Cut(l.ImportPath, " "); path == l.ForTest {
			tested[path] = true
		}
		roots = append(roots, l)
	}
	fset := token.NewFileSet()
	var packages []*pkg
	for _, l := range roots {
		if tested[l.ImportPath] || len(l.GoFiles) == 0 {
			continue // its variant has all of its files and more
		}
		p, err := typecheck(dir, fset, l, export)
		if err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", l.ImportPath, err))
			continue
		}
		packages = append(packages, p)
	}
	return packages, errors.Join(broken...)
}

func typecheck(root string, fset *token.FileSet, l listed, export map[string]string) (*pkg, error) {
	path, _, _ := strings.Cut(l.ImportPath, " ")
	p := &pkg{root: root, path: path, name: l.Name, fset: fset, info: &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}}
	for _, name := range l.GoFiles {
		full := filepath.Join(l.Dir, name)
		f, err := parser.ParseFile(fset, full, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, f)
	}
	lookup := func(imported string) (io.ReadCloser, error) {
		if mapped, ok := l.ImportMap[imported]; ok {
			imported = mapped
		}
		file := export[imported]
		if file == "" {
			return nil, fmt.Errorf("no export data for %s: does it compile?", imported)
		}
		return os.Open(file)
	}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", lookup)}
	checked, err := config.Check(path, fset, p.files, p.info)
	if err != nil {
		return nil, err
	}
	p.types = checked
	return p, nil
}

// inTest reports whether pos lies in a _test.go file.
func (p *pkg) inTest(pos token.Pos) bool {
	return strings.HasSuffix(p.fset.File(pos).Name(), "_test.go")
}

// function is the function or method that a call names, or nil.
func (p *pkg) function(call *ast.CallExpr) *types.Func {
	return p.named(call.Fun)
}

// callee is the qualified name of the function that a call names, or "".
func (p *pkg) callee(call *ast.CallExpr) string {
	if f := p.function(call); f != nil {
		return qualified(f)
	}
	return ""
}

// named is the function or method that the expression names, or nil.
func (p *pkg) named(e ast.Expr) *types.Func {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		f, _ := p.info.Uses[e].(*types.Func)
		return f
	case *ast.SelectorExpr:
		f, _ := p.info.Uses[e.Sel].(*types.Func)
		return f
	case *ast.IndexExpr: // an instance of a generic function
		return p.named(e.X)
	case *ast.IndexListExpr:
		return p.named(e.X)
	}
	return nil
}

// object is the variable that the expression is, or nil.
func (p *pkg) object(e ast.Expr) types.Object {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	if o := p.info.Uses[id]; o != nil {
		return o
	}
	return p.info.Defs[id]
}

// mentions reports whether the expression uses any of the objects.
func (p *pkg) mentions(e ast.Node, objects ...types.Object) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			for _, o := range objects {
				found = found || o != nil && p.info.Uses[id] == o
			}
		}
		return !found
	})
	return found
}

// functions calls visit for every function body of the package, literals
// inside it included in their function.
func (p *pkg) functions(visit func(decl *ast.FuncDecl)) {
	for _, f := range p.files {
		for _, d := range f.Decls {
			if decl, ok := d.(*ast.FuncDecl); ok && decl.Body != nil {
				visit(decl)
			}
		}
	}
}
