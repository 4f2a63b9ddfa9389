package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// mapOrder reports a range over a map whose order can be seen afterwards. A
// body whose effect is the same in any order passes: it fills another map at
// the key it is at, counts in integers, takes a minimum, deletes, notes that
// something was there, or collects into a slice that the function sorts
// later. Everything else is reported, harmless or not: sorting the keys is
// cheap, and a comment with the reason cheaper.
func mapOrder(p *pkg, report func(token.Pos, string)) {
	p.functions(func(decl *ast.FuncDecl) {
		sortedAt := p.sortings(decl.Body)
		handled := map[ast.Expr]bool{} // calls of maps.Keys and the like that need no report
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.RangeStmt:
				over := ast.Unparen(n.X)
				if call, ok := over.(*ast.CallExpr); ok && p.unordered(call) {
					handled[call] = true
				} else if !isMap(p.info.TypeOf(n.X)) {
					return true
				}
				if n.Key == nil && n.Value == nil {
					return true // as often as there are entries, each time the same
				}
				b := body{p: p, loop: n, sortedAt: sortedAt, own: map[types.Object]bool{}}
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if e == nil {
						continue
					}
					o := p.object(e)
					b.vars = append(b.vars, o)
					if n.Tok == token.DEFINE && o != nil {
						b.own[o] = true
					}
				}
				if len(b.vars) > 0 {
					b.key = b.vars[0]
				}
				if at, why := b.ordered(n.Body.List); why != "" {
					report(n.Pos(), "the order of this map can be seen: line "+itoa(p.fset.Position(at).Line)+" "+why+"; range over slices.Sorted(maps.Keys(m))")
				}
			case *ast.AssignStmt:
				// keys := slices.Collect(maps.Keys(m)), sorted later.
				if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
					if call, ok := ast.Unparen(n.Rhs[0]).(*ast.CallExpr); ok && (p.callee(call) == "slices.Collect" || p.callee(call) == "slices.AppendSeq") {
						for _, s := range sortedAt {
							if o := p.object(n.Lhs[0]); o != nil && s.what == o && s.at > n.End() {
								handled[ast.Unparen(call.Args[len(call.Args)-1])] = true
							}
						}
					}
				}
			case *ast.CallExpr:
				switch p.callee(n) {
				case "slices.Sorted", "slices.SortedFunc", "slices.SortedStableFunc", "maps.Collect", "maps.Insert":
					for _, a := range n.Args {
						handled[ast.Unparen(a)] = true
					}
				}
				if p.unordered(n) && !handled[n] {
					report(n.Pos(), short(p.function(n))+" gives the entries in any order; put it inside slices.Sorted")
				}
			}
			return true
		})
	})
}

func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// unordered reports whether the call yields a map's entries as they come.
func (p *pkg) unordered(call *ast.CallExpr) bool {
	switch p.callee(call) {
	case "maps.Keys", "maps.Values", "maps.All":
		return true
	}
	return false
}

// A sorting is a place where a function sorts a variable.
type sorting struct {
	what types.Object
	at   token.Pos
}

// sortings finds the calls whose name says that they sort, with the variables
// they are given.
func (p *pkg) sortings(block *ast.BlockStmt) []sorting {
	var found []sorting
	ast.Inspect(block, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if !p.sorts(call) {
			return true
		}
		for _, a := range call.Args {
			ast.Inspect(a, func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok {
					if o := p.object(e); o != nil {
						found = append(found, sorting{o, call.Pos()})
					}
				}
				return true
			})
		}
		return true
	})
	return found
}

// sorts reports whether the call's name says that it sorts.
func (p *pkg) sorts(call *ast.CallExpr) bool {
	f := p.function(call)
	return f != nil && (strings.Contains(strings.ToLower(f.Name()), "sort") || f.Pkg() != nil && f.Pkg().Path() == "sort")
}

// A body is the inside of a range over a map.
type body struct {
	p        *pkg
	loop     *ast.RangeStmt
	key      types.Object
	vars     []types.Object // key and value, and what the body derives from them
	own      map[types.Object]bool
	sortedAt []sorting
}

// ordered looks for a statement whose effect depends on the order of the
// entries. It returns where and what, or an empty why.
func (b *body) ordered(list []ast.Stmt) (at token.Pos, why string) {
	for _, s := range list {
		if at, why := b.statement(s); why != "" {
			return at, why
		}
	}
	return token.NoPos, ""
}

func (b *body) statement(s ast.Stmt) (token.Pos, string) {
	switch s := s.(type) {
	case nil, *ast.EmptyStmt:
	case *ast.BranchStmt: // continue, break: what came before was the same in any order
	case *ast.BlockStmt:
		return b.ordered(s.List)
	case *ast.LabeledStmt:
		return b.statement(s.Stmt)
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				for _, name := range v.Names {
					b.declare(name)
				}
			}
		}
	case *ast.IfStmt:
		return b.all(s.Init, s.Body, s.Else)
	case *ast.ForStmt:
		return b.all(s.Init, s.Post, s.Body)
	case *ast.RangeStmt:
		if s.Tok == token.DEFINE {
			for _, e := range []ast.Expr{s.Key, s.Value} {
				if id, ok := e.(*ast.Ident); ok {
					b.declare(id)
				}
			}
		}
		return b.ordered(s.Body.List)
	case *ast.SwitchStmt:
		return b.all(s.Init, s.Body)
	case *ast.TypeSwitchStmt:
		return b.all(s.Init, s.Assign, s.Body)
	case *ast.CaseClause:
		return b.ordered(s.Body)
	case *ast.IncDecStmt:
		if !b.integer(s.X) && !b.place(s.X) {
			return s.Pos(), "adds floats in the order of the map"
		}
	case *ast.AssignStmt:
		return b.assign(s)
	case *ast.ExprStmt:
		if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok {
			if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
				if builtin, ok := b.p.info.Uses[id].(*types.Builtin); ok && (builtin.Name() == "delete" || builtin.Name() == "clear" || builtin.Name() == "panic") {
					return token.NoPos, ""
				}
			}
			if b.p.sorts(call) && len(call.Args) > 0 && b.place(call.Args[0]) {
				return token.NoPos, "" // what belongs to the entry
			}
		}
		return s.Pos(), "calls something that may see it"
	case *ast.ReturnStmt:
		for _, r := range s.Results {
			if !b.constant(r) {
				return s.Pos(), "returns whichever comes first"
			}
		}
	default:
		return s.Pos(), "does something that may see it"
	}
	return token.NoPos, ""
}

func (b *body) all(statements ...ast.Stmt) (token.Pos, string) {
	for _, s := range statements {
		if s == nil {
			continue
		}
		if at, why := b.statement(s); why != "" {
			return at, why
		}
	}
	return token.NoPos, ""
}

// declare notes a variable of the body itself: new for each entry, so that
// any use is harmless, and derived from the entry.
func (b *body) declare(id *ast.Ident) {
	if o := b.p.info.Defs[id]; o != nil {
		b.own[o] = true
		b.vars = append(b.vars, o)
	}
}

func (b *body) assign(s *ast.AssignStmt) (token.Pos, string) {
	for i, left := range s.Lhs {
		if s.Tok == token.DEFINE {
			if id, ok := left.(*ast.Ident); ok {
				b.declare(id)
				if b.p.info.Defs[id] != nil {
					continue
				}
			}
		}
		if id, ok := left.(*ast.Ident); ok && (id.Name == "_" || b.own[b.p.object(id)]) {
			continue
		}
		var right ast.Expr
		if len(s.Lhs) == len(s.Rhs) {
			right = s.Rhs[i]
		}
		switch s.Tok {
		case token.ADD_ASSIGN, token.SUB_ASSIGN, token.MUL_ASSIGN:
			if !b.integer(left) && !b.place(left) {
				return s.Pos(), "adds floats or strings in the order of the map"
			}
			continue
		case token.OR_ASSIGN, token.AND_ASSIGN, token.XOR_ASSIGN, token.AND_NOT_ASSIGN:
			continue
		}
		if grown := b.appended(left, right); grown != nil {
			if b.sortedLater(grown) {
				continue
			}
			return s.Pos(), "collects in the order of the map and nothing sorts it later"
		}
		switch {
		case b.place(left): // one place for each entry
		case right != nil && b.constant(right): // the same whichever entry sets it
		case right != nil && b.extreme(left, right):
		default:
			return s.Pos(), "keeps whichever entry comes last"
		}
	}
	return token.NoPos, ""
}

// place reports whether the expression is a place that belongs to the entry:
// m[k], s[v], v.field, *v.
func (b *body) place(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.IndexExpr:
		return b.p.mentions(e.Index, b.vars...) || b.place(e.X)
	case *ast.SelectorExpr:
		return b.p.mentions(e.X, b.vars...) || b.place(e.X)
	case *ast.StarExpr:
		return b.p.mentions(e.X, b.vars...)
	case *ast.Ident:
		return b.own[b.p.object(e)]
	}
	return false
}

func (b *body) integer(e ast.Expr) bool { return is(b.p.info.TypeOf(e), types.IsInteger) }

// constant reports whether the expression is one value for every entry: a
// constant, nil, or a literal of constants.
func (b *body) constant(e ast.Expr) bool {
	e = ast.Unparen(e)
	if tv := b.p.info.Types[e]; tv.Value != nil || tv.IsNil() {
		return true
	}
	if lit, ok := e.(*ast.CompositeLit); ok {
		for _, el := range lit.Elts {
			if !b.constant(el) {
				return false
			}
		}
		return true
	}
	id, ok := e.(*ast.Ident)
	return ok && !b.p.mentions(id, b.vars...) && b.p.object(id) != nil && b.p.object(id).Pos() < b.loop.Pos() && !b.assigned(b.p.object(id))
}

// assigned reports whether the loop assigns to the variable.
func (b *body) assigned(o types.Object) bool {
	found := false
	ast.Inspect(b.loop.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				found = found || b.p.mentions(l, o)
			}
		case *ast.IncDecStmt:
			found = found || b.p.mentions(n.X, o)
		}
		return !found
	})
	return found
}

// appended is the variable that `left = append(left, …)` grows, or nil where
// what grows belongs to the entry alone: it is a part of the value, or indexed
// by the key itself. Two entries may share any other place.
func (b *body) appended(left, right ast.Expr) types.Object {
	call, ok := ast.Unparen(right).(*ast.CallExpr)
	if !ok || right == nil {
		return nil
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || id.Name != "append" {
		return nil
	}
	root := left
	for {
		switch e := ast.Unparen(root).(type) {
		case *ast.IndexExpr:
			if b.key != nil && b.p.object(e.Index) == b.key {
				return nil
			}
			root = e.X
			continue
		case *ast.SelectorExpr:
			if o := b.p.object(e.X); o != nil && len(b.vars) > 1 && o == b.vars[1] {
				return nil
			}
			return b.p.info.Uses[e.Sel]
		}
		break
	}
	return b.p.object(root)
}

func (b *body) sortedLater(o types.Object) bool {
	for _, s := range b.sortedAt {
		if s.what == o && s.at > b.loop.End() {
			return true
		}
	}
	return false
}

// extreme reports whether the assignment is left = min(left, …) or max.
func (b *body) extreme(left, right ast.Expr) bool {
	call, ok := ast.Unparen(right).(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	builtin, ok := b.p.info.Uses[id].(*types.Builtin)
	if !ok || builtin.Name() != "min" && builtin.Name() != "max" {
		return false
	}
	for _, a := range call.Args {
		if o := b.p.object(a); o != nil && o == b.p.object(left) {
			return true
		}
	}
	return false
}
