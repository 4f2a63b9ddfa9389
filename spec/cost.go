package spec

import (
	"math"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

// HCL's expressions have no loops but for, and no recursion; still 71 bytes of
// nested for take minutes, and a local that doubles another one thirty times
// over fills the memory. So before an expression is evaluated its cost is
// bounded from above: the values of the names it uses are known by then, and
// every construct and every function tells how large its result can become.
//
// The bounds of evaluation.
const (
	maxSteps    = 1_000_000 // values computed in one Load; about a microsecond each
	maxSize     = 16 << 20  // bytes of one value
	maxProduced = 128 << 20 // bytes of all values that are made
	maxForDepth = 3         // for in for
	maxNumerals = 4000      // decimal digits of a number in full
)

// What values are taken to weigh, in bytes.
const (
	scalarSize  = 16
	elementSize = 64 // of being an element of something
	indexSize   = 20
)

// An amount is an upper bound of what a value can be.
type amount struct {
	length float64 // elements of a collection, bytes of a string, digits of a number
	size   float64 // bytes of memory, if nothing is shared
	nodes  float64 // of a measured value: how many values it consists of
	top    float64 // the magnitude of a number; 0 only for the number 0
	text   bool    // it may be a string whose content is not known
	key    float64 // size of the largest key of a collection
	elem   *amount // the largest element of a collection, nil for others
	parts  map[string]amount
}

// scalar is the amount of a small value.
var scalar = amount{length: 1, size: scalarSize, top: math.Inf(1)}

func stringOf(bytes float64) amount {
	// The conversion keeps a caller's product apart from the sum.
	return amount{length: bytes, size: scalarSize + float64(bytes), top: math.Inf(1), text: true}
}

func listOf(n float64, elem amount) amount {
	return amount{
		length: n, size: scalarSize + float64(n*(elem.size+elementSize)), top: math.Inf(1),
		key: indexSize, elem: &elem,
	}
}

// element is the amount of any element of a.
func (a amount) element() amount {
	if a.elem != nil {
		return *a.elem
	}
	a.parts = nil
	return a
}

// or is the amount of a value that is one of two.
func (a amount) or(b amount) amount {
	c := amount{
		length: max(a.length, b.length),
		size:   max(a.size, b.size),
		top:    max(a.top, b.top),
		text:   a.text || b.text,
		key:    max(a.key, b.key),
	}
	switch {
	case a.elem != nil && b.elem != nil:
		e := a.elem.or(*b.elem)
		c.elem = &e
	case a.elem != nil:
		c.elem = a.elem
	default:
		c.elem = b.elem
	}
	return c
}

// add takes another element into the amount of a collection.
func (a *amount) add(key float64, value amount) {
	a.length++
	a.size += key + value.size + elementSize
	a.key = max(a.key, key)
	elem := value
	if a.elem != nil {
		elem = a.elem.or(value)
	}
	a.elem = &elem
}

// empty is the amount of a collection before its elements are added.
func empty() amount {
	return amount{size: scalarSize, top: math.Inf(1), key: indexSize, elem: &amount{}}
}

// partsDepth is down to which depth an amount knows the parts of a value by
// name; below, the largest stands for all.
const partsDepth = 3

// measure is the exact amount of a known value.
func measure(v cty.Value) amount { return measureAt(v, 0) }

func measureAt(v cty.Value, depth int) amount {
	if !v.IsKnown() || v.IsNull() {
		return scalar
	}
	t := v.Type()
	switch {
	case t == cty.String:
		return measureString(v.AsString())
	case t == cty.Number:
		return measureNumber(v)
	case isSequence(t), t.IsObjectType(), t.IsMapType():
	default:
		return scalar
	}
	a := amount{size: scalarSize, top: math.Inf(1), key: indexSize}
	keyed := t.IsObjectType() || t.IsMapType()
	if keyed && depth < partsDepth {
		a.parts = make(map[string]amount, v.LengthInt())
	}
	var elem amount
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		m := measureAt(e, depth+1)
		key := 0.0
		switch {
		case keyed:
			key = float64(len(k.AsString()))
			if a.parts != nil {
				a.parts[k.AsString()] = m
			}
		case t.IsSetType():
			key = m.size
		}
		a.length++
		a.nodes += 1 + m.nodes
		a.size += key + m.size + elementSize
		a.key = max(a.key, key)
		elem = elem.or(m)
	}
	a.elem = &elem
	return a
}

func measureString(s string) amount {
	a := stringOf(float64(len(s)))
	if len(s) <= maxNumber {
		a.text = false
		a.length = max(a.length, digits(s)) // what it would be as a number
	}
	return a
}

func measureNumber(v cty.Value) amount {
	x := v.AsBigFloat()
	if x.IsInf() {
		return amount{length: math.Inf(1), size: scalarSize, top: math.Inf(1)}
	}
	// A binary exponent e is 0.3 e decimal digits before the point, or so many
	// zeros after it; the mantissa of 512 bits takes up to 155.
	n := float64(math.Abs(float64(x.MantExp(nil)))*0.30103) + 20
	if !x.IsInt() {
		n += 155
	}
	f, _ := x.Float64()
	return amount{length: n, size: scalarSize + n, top: math.Abs(f)}
}

// afford bounds the cost of evaluating an expression and reports whether it
// may be evaluated.
func (l *loader) afford(expr hcl.Expression, scope *hcl.EvalContext) bool {
	if l.spent > maxSteps {
		return false // reported when it happened
	}
	e := &estimate{loader: l, scope: scope, times: 1}
	a := e.expression(expr)
	const summary = "Expression too costly"
	switch {
	case e.refused != nil:
		l.add(e.refused)
		return false
	case a.size > maxSize:
		l.add(Errorf(expr.Range(), summary,
			"This could make a value of %s bytes; at most %d are allowed.", roughly(a.size), maxSize))
		return false
	}
	if l.spent += e.steps; l.spent > maxSteps {
		l.add(Errorf(expr.Range(), summary,
			"Up to here the expressions of the spec may take %s steps to evaluate; at most %d are allowed.", roughly(l.spent), maxSteps))
		return false
	}
	return l.produce(e.bytes, expr.Range())
}

// produce counts bytes of values that the expression at r makes, and reports
// false when there are too many.
func (l *loader) produce(bytes float64, r Range) bool {
	if l.produced += bytes; l.produced <= maxProduced {
		return true
	}
	if !math.IsInf(l.spent, 1) {
		l.spent = math.Inf(1) // evaluate nothing more
		l.add(Errorf(r, "Expression too costly",
			"Up to here the values of the spec may take %s bytes; at most %d are allowed.", roughly(l.produced), maxProduced))
	}
	return false
}

// roughly writes a number that may be astronomic.
func roughly(x float64) string {
	if x < 1e15 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'e', 1, 64)
}

// An estimate walks one expression.
type estimate struct {
	*loader
	scope   *hcl.EvalContext
	times   float64 // how often the current part is evaluated
	steps   float64
	bytes   float64 // of the values that are made
	loops   int     // for expressions around the current part
	bound   []binding
	items   map[*hclsyntax.AnonSymbolExpr]amount
	refused *Diagnostic
}

// A binding is a variable of a for expression.
type binding struct {
	name  string
	value amount
}

// refuse notes the first reason not to evaluate the expression.
func (e *estimate) refuse(r Range, summary, detail string, args ...any) {
	if e.refused == nil {
		e.refused = Errorf(r, summary, detail, args...)
	}
}

// charge counts n steps, each as often as the current part is evaluated.
func (e *estimate) charge(n float64) { e.steps += float64(e.times * n) }

func (e *estimate) expression(expr hcl.Expression) amount {
	e.charge(1)
	switch x := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return measure(x.Val)
	case *hclsyntax.ParenthesesExpr:
		return e.expression(x.Expression)
	case *hclsyntax.ScopeTraversalExpr:
		return e.traversal(x.Traversal)
	case *hclsyntax.RelativeTraversalExpr:
		return steps(e.expression(x.Source), x.Traversal)
	case *hclsyntax.IndexExpr:
		e.expression(x.Key)
		return e.expression(x.Collection).element()
	case *hclsyntax.FunctionCallExpr:
		return e.call(x)
	case *hclsyntax.ConditionalExpr:
		e.expression(x.Condition)
		return e.expression(x.TrueResult).or(e.expression(x.FalseResult))
	case *hclsyntax.TupleConsExpr:
		return tupleOf(e, x.Exprs)
	case *hclsyntax.ObjectConsExpr:
		a := empty()
		for _, item := range x.Items {
			a.add(e.expression(item.KeyExpr).size, e.expression(item.ValueExpr))
		}
		e.makes(a.length * (elementSize + a.key))
		return a
	case *hclsyntax.ObjectConsKeyExpr:
		if name := hcl.ExprAsKeyword(x.Wrapped); name != "" && !x.ForceNonLiteral {
			return stringOf(float64(len(name)))
		}
		return e.expression(x.Wrapped)
	case *hclsyntax.ForExpr:
		return e.forExpr(x)
	case *hclsyntax.SplatExpr:
		return e.splat(x)
	case *hclsyntax.AnonSymbolExpr:
		return e.items[x]
	case *hclsyntax.BinaryOpExpr:
		return e.binary(x)
	case *hclsyntax.UnaryOpExpr:
		a := e.expression(x.Val)
		if x.Op.Type == cty.Number {
			e.arithmetic(x.Val.Range(), a)
		}
		return amount{length: a.length + 1, size: scalarSize + a.length + 1, top: a.top}
	case *hclsyntax.TemplateExpr:
		return e.template(x.Parts)
	case *hclsyntax.TemplateJoinExpr:
		a := e.expression(x.Tuple)
		return e.built(stringOf(a.size))
	case *hclsyntax.TemplateWrapExpr:
		return e.expression(x.Wrapped)
	case *hclsyntax.ExprSyntaxError:
		return scalar
	}
	return e.json(expr)
}

// json walks an expression of a JSON file: an array, an object, or a scalar, a
// string being a template.
func (e *estimate) json(expr hcl.Expression) amount {
	if !hcljson.IsJSONExpression(expr) {
		panic("spec: no estimate for an expression of this type")
	}
	if list, diags := hcl.ExprList(expr); !diags.HasErrors() {
		return tupleOf(e, list)
	}
	if pairs, diags := hcl.ExprMap(expr); !diags.HasErrors() {
		a := empty()
		for _, p := range pairs {
			a.add(e.expression(p.Key).size, e.expression(p.Value))
		}
		e.makes(a.length * (elementSize + a.key))
		return a
	}
	literal, diags := expr.Value(nil)
	if diags.HasErrors() || literal.IsNull() || literal.Type() != cty.String {
		return measure(literal)
	}
	text := literal.AsString()
	if !strings.Contains(text, "${") && !strings.Contains(text, "%{") {
		return measure(literal)
	}
	template, diags := hclsyntax.ParseTemplate([]byte(text), expr.Range().Filename, expr.Range().Start)
	if diags.HasErrors() {
		return scalar // evaluation reports it
	}
	return e.expression(template)
}

func tupleOf[E hcl.Expression](e *estimate, exprs []E) amount {
	a := empty()
	for _, x := range exprs {
		a.add(0, e.expression(x))
	}
	e.makes(a.length * elementSize)
	return a
}

// makes counts n bytes of a new value, as often as the current part is
// evaluated.
func (e *estimate) makes(n float64) {
	e.bytes += float64(e.times * n)
	e.charge(n / 64)
}

// built counts all of a new value.
func (e *estimate) built(a amount) amount {
	e.makes(a.size)
	return a
}

// traversal is the amount of a name.
func (e *estimate) traversal(t hcl.Traversal) amount {
	root := t.RootName()
	for i := len(e.bound) - 1; i >= 0; i-- {
		if e.bound[i].name == root {
			return steps(e.bound[i].value, t[1:])
		}
	}
	name, ok := step(t)
	if !ok {
		return scalar
	}
	value, ok := e.scope.Variables[root]
	if !ok || !value.IsKnown() || !value.Type().HasAttribute(name) {
		return scalar
	}
	if root == "each" {
		a := measure(value.GetAttr(name))
		e.steps += a.nodes
		return steps(a, t[2:])
	}
	// A local of a megabyte may be used ten thousand times: measure it once.
	a, ok := e.measured[root+"."+name]
	if !ok {
		a = measure(value.GetAttr(name))
		e.steps += a.nodes
		e.measured[root+"."+name] = a
	}
	return steps(a, t[2:])
}

// steps is the amount of a part of a value.
func steps(a amount, t hcl.Traversal) amount {
	for _, s := range t {
		name, ok := stepName(s)
		part, known := a.parts[name]
		if ok && known {
			a = part
		} else {
			a = a.element()
		}
	}
	return a
}

// within evaluates f as the body of a loop of n rounds.
func (e *estimate) within(r Range, n float64, f func()) {
	if e.loops++; e.loops > maxForDepth {
		e.refuse(r, tooComplex, "for expressions are nested more than %d deep.", maxForDepth)
		e.loops--
		return
	}
	times := e.times
	e.times *= n
	f()
	e.times = times
	e.loops--
}

func (e *estimate) forExpr(x *hclsyntax.ForExpr) amount {
	collection := e.expression(x.CollExpr)
	n := collection.length
	if collection.elem == nil {
		n = 1 // not a collection; evaluation says so
	}
	key := amount{length: collection.key, size: collection.key, top: n, text: collection.key > indexSize}
	var body amount
	keySize := 0.0
	e.within(x.SrcRange, n, func() {
		depth := len(e.bound)
		if x.KeyVar != "" {
			e.bound = append(e.bound, binding{x.KeyVar, key})
		}
		e.bound = append(e.bound, binding{x.ValVar, collection.element()})
		if x.CondExpr != nil {
			e.expression(x.CondExpr)
		}
		body = e.expression(x.ValExpr)
		if x.KeyExpr != nil {
			keySize = e.expression(x.KeyExpr).size
		}
		e.bound = e.bound[:depth]
	})
	result := listOf(n, body)
	if x.KeyExpr != nil {
		result.size += float64(n * keySize)
		result.key = keySize
		if x.Group {
			result.size += float64(n * (elementSize + scalarSize))
			result.elem = &amount{length: n, size: result.size, top: math.Inf(1), key: indexSize, elem: &body}
		}
	}
	e.makes(n * (elementSize + keySize))
	return result
}

func (e *estimate) splat(x *hclsyntax.SplatExpr) amount {
	source := e.expression(x.Source)
	n, elem := 1.0, source
	if source.elem != nil {
		n, elem = max(1, source.length), source.element()
	}
	if e.items == nil {
		e.items = map[*hclsyntax.AnonSymbolExpr]amount{}
	}
	// What is not a list is taken for a list of one: be ready for both.
	e.items[x.Item] = elem.or(source)
	var body amount
	e.within(x.SrcRange, n, func() { body = e.expression(x.Each) })
	e.makes(n * elementSize)
	return listOf(n, body)
}

// arithmetic refuses an operand that may become a number of any size: a text
// that is made by an expression.
func (e *estimate) arithmetic(r Range, operands ...amount) {
	for _, a := range operands {
		if a.text && a.length > 3 {
			e.refuse(r, "Not a number", "This text is made by an expression. Make a number of it with tonumber() before calculating with it.")
		}
	}
}

func (e *estimate) binary(x *hclsyntax.BinaryOpExpr) amount {
	a, b := e.expression(x.LHS), e.expression(x.RHS)
	if x.Op.Type != cty.Number {
		if x.Op == hclsyntax.OpEqual || x.Op == hclsyntax.OpNotEqual {
			e.charge((a.size + b.size) / 8)
		} else if x.Op != hclsyntax.OpLogicalAnd && x.Op != hclsyntax.OpLogicalOr {
			e.arithmetic(x.LHS.Range(), a)
			e.arithmetic(x.RHS.Range(), b)
		}
		return scalar
	}
	e.arithmetic(x.LHS.Range(), a)
	e.arithmetic(x.RHS.Range(), b)
	// Digits before and after the point add up in products and quotients.
	n, top := a.length+b.length+155, math.Inf(1)
	if (x.Op == hclsyntax.OpDivide || x.Op == hclsyntax.OpModulo) && b.top == 0 && b.length > 0 {
		e.refuse(x.RHS.Range(), "Division by zero", "The divisor is 0.")
	}
	switch x.Op {
	case hclsyntax.OpAdd, hclsyntax.OpSubtract:
		n, top = max(a.length, b.length)+2, a.top+b.top
	case hclsyntax.OpMultiply:
		n, top = a.length+b.length, a.top*b.top
	case hclsyntax.OpModulo:
		top = b.top
	}
	if n > maxNumerals {
		e.refuse(x.SrcRange, "Number too large", "This could make a number of %s digits; at most %d are allowed.", roughly(n), maxNumerals)
	}
	return amount{length: n, size: scalarSize + n, top: top}
}

func (e *estimate) template(parts []hclsyntax.Expression) amount {
	size := 0.0
	if len(parts) == 1 {
		if x, ok := parts[0].(*hclsyntax.LiteralValueExpr); ok {
			return e.expression(x)
		}
	}
	for _, p := range parts {
		size += e.expression(p).size
	}
	return e.built(stringOf(size))
}

// costFile is what a file can hold.
func costFile(*estimate, []amount) amount { return stringOf(maxText) }

// call is the amount of what a function returns.
func (e *estimate) call(x *hclsyntax.FunctionCallExpr) amount {
	f, ok := functionTable[x.Name]
	if !ok {
		return scalar // evaluation reports it
	}
	times := e.times
	if f.lazy {
		// try and can evaluate their arguments to find out their type, and
		// then again, at each level of nesting.
		e.times *= 4
	}
	args := make([]amount, 0, len(x.Args))
	for _, a := range x.Args {
		args = append(args, e.expression(a))
	}
	e.times = times
	if x.ExpandFinal && len(args) > 0 {
		last := args[len(args)-1]
		args = args[:len(args)-1]
		// Costs of several arguments are sums and maxima, so that one argument
		// with the size of all and their largest element stands for them.
		n := min(last.length, 1000)
		if last.length > n {
			e.refuse(x.NameRange, tooComplex, "A function takes at most %v arguments.", n)
		}
		for range int(n) {
			args = append(args, last.element())
		}
	}
	for _, a := range args {
		e.charge(1 + float64(a.size/64))
	}
	result := f.cost(e, args)
	if result.size > maxSize {
		e.refuse(x.NameRange, "Expression too costly",
			"%s could make a value of %s bytes; at most %d are allowed.", x.Name, roughly(result.size), maxSize)
	}
	return e.built(result)
}
