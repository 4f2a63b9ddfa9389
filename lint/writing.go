package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"os"
	"strconv"
	"strings"
)

// hashed reports text made by fmt's %v that goes into a hash: what %v prints
// is nobody's promise, and nothing in it says where one value ends.
func hashed(p *pkg, report func(token.Pos, string)) {
	p.inspect(func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		f := p.function(call)
		if f == nil {
			return true
		}
		switch qualified(f) {
		case "fmt.Fprintf", "fmt.Fprint", "fmt.Fprintln":
			if isHash(p.info.TypeOf(call.Args[0])) && (f.Name() != "Fprintf" || p.vague(call.Args[1])) {
				report(call.Pos(), "fmt's %v goes into a hash; write labelled, quoted values")
			}
			return true
		}
		sum := f.Pkg() != nil && strings.HasPrefix(f.Pkg().Path(), "crypto/") && strings.HasPrefix(f.Name(), "Sum")
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && isHash(p.info.TypeOf(sel.X)) {
			sum = sum || f.Name() == "Write" || f.Name() == "WriteString"
		}
		if qualified(f) == "io.WriteString" && isHash(p.info.TypeOf(call.Args[0])) {
			sum = true
		}
		if !sum {
			return true
		}
		for _, a := range call.Args {
			ast.Inspect(a, func(n ast.Node) bool {
				inner, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				switch p.callee(inner) {
				case "fmt.Sprint", "fmt.Sprintln":
				case "fmt.Sprintf":
					if !p.vague(inner.Args[0]) {
						return true
					}
				case "fmt.Append", "fmt.Appendln":
				case "fmt.Appendf":
					if !p.vague(inner.Args[1]) {
						return true
					}
				default:
					return true
				}
				report(inner.Pos(), "fmt's %v goes into a hash; write labelled, quoted values")
				return true
			})
		}
		return true
	})
}

// vague reports whether the format has a %v, or cannot be read.
func (p *pkg) vague(format ast.Expr) bool {
	value := p.info.Types[format].Value
	if value == nil || value.Kind() != constant.String {
		return true
	}
	s := constant.StringVal(value)
	return strings.Contains(s, "%v") || strings.Contains(s, "%+v") || strings.Contains(s, "%#v")
}

// isHash reports whether the type has the methods of hash.Hash.
func isHash(t types.Type) bool {
	return hasMethods(t, "Write", "Sum", "Reset", "Size", "BlockSize")
}

func hasMethods(t types.Type, names ...string) bool {
	if t == nil {
		return false
	}
	for _, name := range names {
		if o, _, _ := types.LookupFieldOrMethod(t, true, nil, name); o == nil {
			return false
		} else if _, ok := o.(*types.Func); !ok {
			return false
		}
	}
	return true
}

// writing are the methods whose error says that something was not written.
var writing = map[string]bool{
	"Close": true, "Sync": true, "Flush": true, "Write": true, "WriteString": true, "WriteByte": true,
	"WriteRune": true, "WriteAt": true, "WriteTo": true, "ReadFrom": true, "Truncate": true,
}

// unchecked reports dropped errors of what writes. A file that the function
// opened for reading may be closed without looking, and so may any file for
// which the function also checks an error of the same method: then the
// unchecked call is the one that cleans up after a failure. Buffers in memory
// and hashes never fail, and a bufio.Writer keeps its first error until Flush.
func unchecked(p *pkg, report func(token.Pos, string)) {
	p.functions(func(decl *ast.FuncDecl) {
		dropped, checked, readers := p.errors(decl.Body)
		for _, call := range dropped {
			f := p.function(call)
			if f.Signature().Recv() == nil {
				switch {
				case qualified(f) == "fmt.Print", qualified(f) == "fmt.Printf", qualified(f) == "fmt.Println":
					report(call.Pos(), short(f)+" drops the error of standard output, which may be closed; write to a buffer whose Flush is checked")
				case strings.HasPrefix(qualified(f), "fmt.Fprint") && p.fails(call.Args[0], f.Name(), readers):
					report(call.Pos(), short(f)+" drops the error of what is being written")
				}
				continue
			}
			sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
			if !ok || !writing[f.Name()] || !p.fails(sel.X, f.Name(), readers) {
				continue
			}
			if f.Name() == "Close" && !p.writes(sel.X) {
				continue
			}
			if checked[expression(p.fset, sel)] {
				continue
			}
			report(call.Pos(), "the error of "+f.Name()+" is dropped: what was written may not be there")
		}
	})
}

// errors finds the calls whose error is dropped, the method calls (as text)
// whose error is looked at, and the variables opened for reading.
func (p *pkg) errors(block *ast.BlockStmt) (dropped []*ast.CallExpr, checked map[string]bool, readers map[types.Object]bool) {
	checked, readers = map[string]bool{}, map[types.Object]bool{}
	lost := map[*ast.CallExpr]bool{}
	lose := func(e ast.Expr) {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			return
		}
		if f := p.function(call); f != nil && lastIsError(f) {
			dropped = append(dropped, call)
			lost[call] = true
		}
	}
	ast.Inspect(block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ExprStmt:
			lose(n.X)
		case *ast.DeferStmt:
			lose(n.Call)
		case *ast.GoStmt:
			lose(n.Call)
		case *ast.AssignStmt:
			if len(n.Rhs) == 1 {
				if id, ok := n.Lhs[len(n.Lhs)-1].(*ast.Ident); ok && id.Name == "_" {
					lose(n.Rhs[0])
				}
				if call, ok := ast.Unparen(n.Rhs[0]).(*ast.CallExpr); ok && p.opensToRead(call) {
					readers[p.object(n.Lhs[0])] = true
				}
			}
		}
		return true
	})
	ast.Inspect(block, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !lost[call] {
			if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
				checked[expression(p.fset, sel)] = true
			}
		}
		return true
	})
	return dropped, checked, readers
}

func lastIsError(f *types.Func) bool {
	r := f.Signature().Results()
	return r.Len() > 0 && r.At(r.Len()-1).Type().String() == "error"
}

// opensToRead reports whether the call opens a file for reading only: what is
// called Open does, as in os and io/fs.
func (p *pkg) opensToRead(call *ast.CallExpr) bool {
	f := p.function(call)
	switch {
	case f == nil:
		return false
	case f.Name() == "Open":
		return true
	case f.Name() == "OpenFile" && f.Pkg() != nil && f.Pkg().Path() == "os" && len(call.Args) >= 2:
		flags := p.info.Types[call.Args[len(call.Args)-2]].Value
		if flags == nil {
			return false
		}
		n, ok := constant.Int64Val(flags)
		return ok && n&int64(os.O_WRONLY|os.O_RDWR) == 0
	}
	return false
}

// fails reports whether writing to the value by the method can fail there:
// not for memory, hashes, readers, and writers that keep their error for
// Flush.
func (p *pkg) fails(e ast.Expr, method string, readers map[types.Object]bool) bool {
	if o := p.object(e); o != nil && readers[o] {
		return false
	}
	if sel, ok := ast.Unparen(e).(*ast.SelectorExpr); ok && qualified(p.info.Uses[sel.Sel]) == "os.Stderr" {
		return false
	}
	t := p.info.TypeOf(e)
	if isHash(t) {
		return false
	}
	switch typeName(t) {
	case "bytes.Buffer", "strings.Builder", "github.com/cespare/xxhash/v2.Digest":
		return false
	case "bufio.Writer", "text/tabwriter.Writer":
		return method == "Flush"
	case "io.Writer":
		return !strings.HasPrefix(method, "Fprint") // whoever made it knows whether printing to it can fail
	}
	return true
}

// writes reports whether the value is something one writes to.
func (p *pkg) writes(e ast.Expr) bool { return hasMethods(p.info.TypeOf(e), "Write") }

// typeName is the qualified name of the type, or of what it points to.
func typeName(t types.Type) string {
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil {
		return n.Obj().Pkg().Path() + "." + n.Obj().Name()
	}
	return ""
}

// expression is the source of a selector such as w.file.Close.
func expression(fset *token.FileSet, e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return expression(fset, e.X) + "." + e.Sel.Name
	}
	return "at " + itoa(int(e.Pos()))
}

func itoa(n int) string { return strconv.Itoa(n) }
