package spec

import (
	"errors"
	"maps"
	"reflect"
	"slices"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// A site is where an expression stands, which decides what names it may use.
type site struct {
	declaration *declaration // the block around it, nil outside of blocks
	forEach     bool         // it is the for_each of that block
	key, value  cty.Value    // each.key and each.value; cty.NilVal where there is no each
	constant    string       // if set, no name may be used; says what must be constant
	local       *local       // it is the value of this one
	aside       bool         // it says where or how a model is asked, and shapes nothing
}

// A handle is a block in an expression: blocks can be put into lists and maps
// and be picked from them, but have no attributes to read.
type handle struct{ block *Block }

// MarshalJSON refuses: a block in a string or a document is a mistake.
func (handle) MarshalJSON() ([]byte, error) {
	return nil, errors.New("a block is not a value that can be written out")
}

var handleType = cty.CapsuleWithOps("reference to a block", reflect.TypeFor[handle](), &cty.CapsuleOps{
	GoString: func(v any) string { return v.(*handle).block.Address() },
	TypeGoString: func(reflect.Type) string {
		return "block"
	},
	HashKey: func(v any) string { return v.(*handle).block.Address() },
	RawEquals: func(a, b any) bool {
		return a.(*handle).block == b.(*handle).block
	},
	Equals: func(a, b any) cty.Value {
		return cty.BoolVal(a.(*handle).block == b.(*handle).block)
	},
})

func (b *Block) capsule() cty.Value { return cty.CapsuleVal(handleType, &handle{b}) }

// value evaluates an expression; whatever is wrong has been reported when the
// result is not wholly known.
func (l *loader) value(expr hcl.Expression, s *site) cty.Value {
	scope := l.scope(expr, s)
	if !l.afford(expr, scope) {
		return cty.DynamicVal
	}
	v, diags := evaluate(expr, scope)
	l.add(diags...)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	if v.Type() == cty.Number && v.IsKnown() && !v.IsNull() && v.AsBigFloat().IsInf() {
		l.add(Errorf(expr.Range(), "Division by zero", "This is a division by 0, or of an infinite number."))
		return cty.DynamicVal
	}
	return v
}

// evaluate has HCL evaluate an expression. That HCL or cty should panic at what
// a user wrote is a mistake of theirs, but the user must learn where it is.
func evaluate(expr hcl.Expression, scope *hcl.EvalContext) (v cty.Value, diags hcl.Diagnostics) {
	defer func() {
		if p := recover(); p != nil {
			diags = hcl.Diagnostics{Errorf(expr.Range(), "Cannot evaluate", "This expression cannot be evaluated: %v.", p)}
		}
	}()
	return expr.Value(scope)
}

// scope holds exactly the names that an expression uses. A name that is not
// declared is reported and stands for an unknown value, so that evaluation can
// go on to the next mistake.
func (l *loader) scope(expr hcl.Expression, s *site) *hcl.EvalContext {
	names := map[string]map[string]cty.Value{}
	unknown := map[string]bool{}
	for _, t := range expr.Variables() {
		root := t.RootName()
		name, v := l.resolve(t, s)
		if name == "" {
			unknown[root] = true
			continue
		}
		if names[root] == nil {
			names[root] = map[string]cty.Value{}
		}
		if old, ok := names[root][name]; !ok || old.IsKnown() {
			names[root][name] = v
		}
	}
	scope := &hcl.EvalContext{Functions: l.functions, Variables: make(map[string]cty.Value, len(names))}
	for root, values := range names {
		scope.Variables[root] = cty.ObjectVal(values)
	}
	for root := range unknown {
		scope.Variables[root] = cty.DynamicVal
	}
	return scope
}

// resolve returns the name after the root of a traversal and its value; no
// name if the root means nothing.
func (l *loader) resolve(t hcl.Traversal, s *site) (string, cty.Value) {
	root := t.RootName()
	if s.constant != "" {
		l.add(Errorf(t.SourceRange(), "Not a constant", "%s must be a constant: it cannot refer to %s.", s.constant, root))
		return "", cty.NilVal
	}
	kind := kindByName(root)
	if root != "var" && root != "local" && root != "each" && kind == nil {
		l.unknownRoot(t)
		return "", cty.NilVal
	}
	name, ok := step(t)
	if !ok {
		l.add(Errorf(t.SourceRange(), "Incomplete reference",
			"%s is not a value by itself: follow it with a dot and a name.", root))
		return "", cty.NilVal
	}
	at := t[:2].SourceRange()
	switch root {
	case "var":
		v := l.variables[name]
		if v == nil {
			l.undeclared(at, "variable", "var.", name, func() []string { return candidates(l.variables) })
			return name, cty.DynamicVal
		}
		v.mentioned = true
		if s.local != nil {
			s.local.variables = append(s.local.variables, v)
		} else if !s.aside {
			v.shapes = true
		}
		return name, v.value
	case "local":
		x := l.locals[name]
		if x == nil {
			l.undeclared(at, "local", "local.", name, func() []string { return candidates(l.locals) })
			return name, cty.DynamicVal
		}
		x.mentioned = true
		if x.state == underway {
			l.cycle(at, "local."+name)
			return name, cty.DynamicVal
		}
		value := l.local(x)
		if s.local != nil {
			s.local.locals = append(s.local.locals, x)
		} else if !s.aside {
			x.shape()
		}
		return name, value
	case "each":
		return name, l.resolveEach(at, name, s)
	}
	return name, l.resolveBlock(t, root, name, s)
}

// step returns the second step of a traversal: `b` of both a.b and a["b"].
func step(t hcl.Traversal) (string, bool) {
	if len(t) < 2 {
		return "", false
	}
	return stepName(t[1])
}

func stepName(s hcl.Traverser) (string, bool) {
	switch s := s.(type) {
	case hcl.TraverseAttr:
		return s.Name, true
	case hcl.TraverseIndex:
		if s.Key.Type() == cty.String && s.Key.IsKnown() && !s.Key.IsNull() {
			return s.Key.AsString(), true
		}
	}
	return "", false
}

func (l *loader) resolveEach(at Range, name string, s *site) cty.Value {
	switch {
	case s.declaration == nil || s.forEach || s.key == cty.NilVal:
		l.add(Errorf(at, "No each here",
			"each.key and each.value exist only in the arguments of a block that has for_each."))
	case name == "key":
		return s.key
	case name == "value":
		return s.value
	default:
		l.add(Errorf(at, "Undeclared name", "each has key and value, not %q.", name))
	}
	return cty.DynamicVal
}

// resolveBlock returns what `kind.name` means: a block, or an object of all
// instances of a for_each block by key.
func (l *loader) resolveBlock(t hcl.Traversal, kind, name string, s *site) cty.Value {
	at := t[:2].SourceRange()
	address := kind + "." + name
	d := l.declared[address]
	if d == nil {
		l.undeclared(at, "block", kind+".", name, func() []string {
			var names []string
			for _, other := range l.declarations[:min(len(l.declarations), maxCandidates)] {
				if other.kind.Name == kind {
					names = append(names, other.name)
				}
			}
			slices.Sort(names)
			return slices.Compact(names)
		})
		return cty.DynamicVal
	}
	if d == s.declaration {
		l.add(Errorf(at, "Self-reference", "%s cannot refer to itself.", address))
		return cty.DynamicVal
	}
	d.mentioned = true
	if d.state == underway {
		l.cycle(at, address)
		return cty.DynamicVal
	}
	l.expand(d)
	if len(t) > 2 && d.value.IsKnown() {
		if !l.checkInstance(t, d) {
			return cty.DynamicVal
		}
	}
	return d.value
}

// checkInstance checks the third step of a reference to a block: the key of an
// instance.
func (l *loader) checkInstance(t hcl.Traversal, d *declaration) bool {
	if _, splat := t[2].(hcl.TraverseSplat); splat {
		return true
	}
	at := t[2].SourceRange()
	key, ok := stepName(t[2])
	switch {
	case d.forEach == nil:
		l.add(Errorf(at, "Not an instance",
			"%s has no for_each, so it has no instances to choose from; and the arguments of a block cannot be read. Refer to it as %s.",
			d.address(), d.address()))
	case !ok:
		l.add(Errorf(at, "Unknown instance", "The instances of %s are chosen by a string.", d.address()))
	case !d.value.Type().HasAttribute(key):
		l.add(Errorf(at, "Unknown instance", "%s has no instance %q.%s",
			d.address(), key, l.didYouMean(key, func() []string { return candidates(d.each) }, "")))
	case len(t) > 3:
		l.add(Errorf(t[3].SourceRange(), "Not an instance",
			"The arguments of a block cannot be read. Refer to the instance as %s[%q].", d.address(), key))
	default:
		return true
	}
	return false
}

// undeclared reports that prefix+name does not exist; declared gives the names
// that do, sorted.
func (l *loader) undeclared(at Range, what, prefix, name string, declared func() []string) {
	hint := l.didYouMean(name, declared, prefix)
	if hint == "" && l.hints <= maxHints {
		if names := declared(); 0 < len(names) && len(names) <= maxListed {
			for i := range names {
				names[i] = prefix + names[i]
			}
			hint = " Declared are " + join(names, "and") + "."
		}
	}
	l.add(Errorf(at, "Undeclared name", "There is no %s %s%s.%s", what, prefix, name, hint))
}

// maxListed is how many names a message lists.
const maxListed = 10

// unknownRoot reports a name that begins no reference.
func (l *loader) unknownRoot(t hcl.Traversal) {
	root := t.RootName()
	var names []string
	for _, k := range kinds {
		names = append(names, k.Name)
	}
	hint := l.didYouMean(root, func() []string { return append(names, "var", "local", "each") }, "")
	switch {
	case root == "variable":
		hint = " A variable is read as var.NAME."
	case root == "locals":
		hint = " A local is read as local.NAME."
	case len(t) == 1:
		hint += " A string needs quotes: \"" + root + "\"."
	case hint == "":
		hint = " A reference begins with var, local, each or the kind of a block."
	}
	l.add(Errorf(t.SourceRange(), "Undeclared name", "There is nothing named %s here.%s", root, hint))
}

// maxHints and maxCandidates bound the search for suggestions: comparing
// thousands of misspelt names with thousands of others takes minutes.
const (
	maxHints      = 200
	maxCandidates = 1000
)

// candidates are the names of a map, sorted; none of a map too large to search.
func candidates[V any](m map[string]V) []string {
	if len(m) > maxCandidates {
		return nil
	}
	return slices.Sorted(maps.Keys(m))
}

// didYouMean suggests the name nearest to given, if one is near enough; the
// first of several.
func (l *loader) didYouMean(given string, names func() []string, prefix string) string {
	if l.hints++; l.hints > maxHints || len(given) > 100 {
		return ""
	}
	candidates := names()
	if len(candidates) > maxCandidates {
		return ""
	}
	best, distance := "", 1+len(given)/3
	for _, n := range candidates {
		if n == given || len(n) > 2*len(given)+2 {
			continue
		}
		if d := levenshtein.Distance(given, n, nil); d < distance || d == distance && best == "" {
			best, distance = n, d
		}
	}
	if best == "" {
		return ""
	}
	return " Did you mean " + prefix + best + "?"
}
