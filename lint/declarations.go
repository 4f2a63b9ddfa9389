package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strings"
)

// globals reports state that a package keeps for itself: variables of the
// package that a function assigns to, and init functions.
func globals(p *pkg, report func(token.Pos, string)) {
	p.functions(func(decl *ast.FuncDecl) {
		if decl.Recv == nil && decl.Name.Name == "init" {
			report(decl.Pos(), "init runs unasked; make the value where it is used")
		}
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, l := range n.Lhs {
					p.global(l, report)
				}
			case *ast.IncDecStmt:
				p.global(n.X, report)
			}
			return true
		})
	})
}

// global reports an assignment to a variable of the package, or to a part of
// one.
func (p *pkg) global(left ast.Expr, report func(token.Pos, string)) {
	root := left
	for {
		switch e := ast.Unparen(root).(type) {
		case *ast.IndexExpr:
			root = e.X
			continue
		case *ast.SelectorExpr:
			if _, ok := p.info.Selections[e]; ok {
				root = e.X
				continue
			}
			root = e.Sel
			continue
		case *ast.StarExpr:
			root = e.X
			continue
		}
		break
	}
	if v, ok := p.object(root).(*types.Var); ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		report(left.Pos(), v.Name()+" is a variable of the whole package; pass state to who needs it")
	}
}

// packageDoc reports a package without a comment on its package clause.
func packageDoc(p *pkg, report func(token.Pos, string)) {
	if strings.HasSuffix(p.name, "_test") {
		return
	}
	var first *ast.File
	for _, f := range p.files {
		if p.inTest(f.Pos()) {
			continue
		}
		if first == nil {
			first = f
		}
		if f.Doc != nil && strings.TrimSpace(f.Doc.Text()) != "" {
			return
		}
	}
	if first != nil {
		report(first.Name.Pos(), "package "+p.name+" has no comment that says what it is for and what holds in it")
	}
}

// exportedDoc reports exported names without a comment. A comment on a group
// of constants or variables stands for all of it.
func exportedDoc(p *pkg, report func(token.Pos, string)) {
	missing := func(id *ast.Ident, docs ...*ast.CommentGroup) {
		for _, d := range docs {
			if d != nil && strings.TrimSpace(d.Text()) != "" {
				return
			}
		}
		report(id.Pos(), "exported "+id.Name+" has no comment")
	}
	for _, f := range p.files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) {
					missing(d.Name, d.Doc)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						if spec.Name.IsExported() {
							missing(spec.Name, d.Doc, spec.Doc, spec.Comment)
						}
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							if name.IsExported() {
								missing(name, d.Doc, spec.Doc, spec.Comment)
							}
						}
					}
				}
			}
		}
	}
}

// receiver is the name of the type that a method belongs to.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	for {
		switch e := t.(type) {
		case *ast.StarExpr:
			t = e.X
			continue
		case *ast.IndexExpr:
			t = e.X
			continue
		case *ast.IndexListExpr:
			t = e.X
			continue
		case *ast.Ident:
			return e.Name
		}
		return ""
	}
}

// emptyNames say nothing about what is in a package.
var emptyNames = map[string]bool{
	"base": true, "common": true, "core": true, "helper": true, "helpers": true, "lib": true, "misc": true, "pkg": true,
	"shared": true, "stuff": true, "tools": true, "types": true, "util": true, "utils": true, "utility": true,
}

func packageName(p *pkg, report func(token.Pos, string)) {
	if len(p.files) == 0 {
		return
	}
	for _, name := range []string{p.name, path.Base(p.path)} {
		if emptyNames[strings.TrimSuffix(name, "_test")] {
			report(p.files[0].Name.Pos(), "a package called "+name+" may hold anything; name it after what is in it")
			return
		}
	}
}
