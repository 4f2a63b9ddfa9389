package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
)

// fused reports float products that are added or subtracted without a
// conversion in between. The language allows a processor that can to compute
// x*y + z with one rounding, also where the product went through a variable,
// and arm64, s390x, ppc64le and riscv64 can. Only an explicit conversion
// rounds. `make fma` looks at the machine code for what this rule cannot see:
// products that pass through fields and inlined functions.
func fused(p *pkg, report func(token.Pos, string)) {
	p.functions(func(decl *ast.FuncDecl) {
		products := p.products(decl.Body)
		operand := func(e ast.Expr) {
			e = ast.Unparen(e)
			if u, ok := e.(*ast.UnaryExpr); ok && (u.Op == token.SUB || u.Op == token.ADD) {
				e = ast.Unparen(u.X)
			}
			if p.product(e) {
				report(e.Pos(), "this product may be fused with the addition, which rounds once instead of twice; write float64(x*y)")
			} else if o := p.object(e); o != nil && products[o] {
				report(e.Pos(), o.Name()+" holds a product that may be fused with this addition; write "+o.Name()+" = float64(x*y)")
			}
		}
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if (n.Op == token.ADD || n.Op == token.SUB) && p.computed(n) {
					operand(n.X)
					operand(n.Y)
				}
			case *ast.AssignStmt:
				if (n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN) && isFloat(p.info.TypeOf(n.Lhs[0])) {
					operand(n.Rhs[0])
					operand(n.Lhs[0])
				}
			}
			return true
		})
	})
}

// computed reports whether the expression is a float computed at run time.
func (p *pkg) computed(e ast.Expr) bool {
	tv := p.info.Types[e]
	return tv.Value == nil && isFloat(tv.Type)
}

// product reports whether the expression is a bare float product whose
// rounding can be seen: a power of two as a factor only moves the exponent.
func (p *pkg) product(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	return ok && b.Op == token.MUL && p.computed(b) && !p.powerOfTwo(b.X) && !p.powerOfTwo(b.Y)
}

func (p *pkg) powerOfTwo(e ast.Expr) bool {
	value := p.info.Types[e].Value
	if value == nil || value.Kind() != constant.Int && value.Kind() != constant.Float {
		return false
	}
	f, _ := constant.Float64Val(value)
	fraction, _ := math.Frexp(math.Abs(f))
	return fraction == 0.5
}

// products are the local variables that somewhere take a bare product.
func (p *pkg) products(block *ast.BlockStmt) map[types.Object]bool {
	found := map[types.Object]bool{}
	take := func(left ast.Expr, right ast.Expr) {
		if o := p.object(left); o != nil && p.product(right) {
			found[o] = true
		}
	}
	ast.Inspect(block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			switch {
			case n.Tok == token.MUL_ASSIGN && isFloat(p.info.TypeOf(n.Lhs[0])) && !p.powerOfTwo(n.Rhs[0]):
				if o := p.object(n.Lhs[0]); o != nil {
					found[o] = true
				}
			case len(n.Lhs) == len(n.Rhs) && (n.Tok == token.ASSIGN || n.Tok == token.DEFINE):
				for i := range n.Lhs {
					take(n.Lhs[i], n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			if len(n.Names) == len(n.Values) {
				for i := range n.Names {
					take(n.Names[i], n.Values[i])
				}
			}
		}
		return true
	})
	return found
}
