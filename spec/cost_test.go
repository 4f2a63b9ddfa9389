package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// expressions generates expressions of HCL, most of which can be evaluated.
func expressions(depth int) *rapid.Generator[string] {
	leaves := []string{`"a"`, `"lol, lol"`, `""`, "0", "1", "2.5", "-7", "true", "null", "local.list", "local.text", "local.object", "local.list[1]", "local.object.a", `"é\n\n"`, "1e30", "x"}
	return rapid.Custom(func(t *rapid.T) string {
		if depth == 0 {
			return rapid.SampledFrom(leaves).Draw(t, "leaf")
		}
		sub := func(label string) string { return expressions(depth-1).Draw(t, label) }
		some := func() string {
			return strings.Join(rapid.SliceOfN(expressions(depth-1), 0, 3).Draw(t, "some"), ", ")
		}
		switch rapid.IntRange(0, 13).Draw(t, "kind") {
		case 0:
			return "[" + some() + "]"
		case 1:
			return "{ a = " + sub("a") + ", \"${" + sub("key") + "}\" = " + sub("b") + " }"
		case 2:
			return "\"${" + sub("a") + "}-${" + sub("b") + "}\""
		case 3:
			return "(" + sub("condition") + " == " + sub("other") + " ? " + sub("a") + " : " + sub("b") + ")"
		case 4:
			return "[for x in " + sub("collection") + " : " + sub("body") + "]"
		case 5:
			return "{ for k, x in " + sub("collection") + " : k => " + sub("body") + " }"
		case 6:
			return "{ for k, x in " + sub("collection") + " : \"${x}\" => " + sub("body") + "... }"
		case 7:
			op := rapid.SampledFrom([]string{"+", "-", "*", "/", "%"}).Draw(t, "op")
			return "(" + sub("a") + " " + op + " " + sub("b") + ")"
		case 8:
			return "(" + sub("a") + ")" + rapid.SampledFrom([]string{"[*]", "[0]", ".a", "[*].a"}).Draw(t, "part")
		case 9:
			return "\"%{ for x in " + sub("collection") + " }<${x}>%{ endfor }\""
		}
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(functionTable))).Draw(t, "function")
		if rapid.IntRange(0, 5).Draw(t, "spread") == 0 {
			return name + "(" + sub("list") + "...)"
		}
		return name + "(" + some() + ")"
	})
}

// TestCostIsABound checks that no value is larger than what was estimated
// before it was evaluated.
func TestCostIsABound(t *testing.T) {
	evaluated, total := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		src := expressions(rapid.IntRange(1, 3).Draw(t, "depth")).Draw(t, "expression")
		src = "[for x in [1, \"two\", local.object] : " + src + "]"
		expr, diags := hclsyntax.ParseExpression([]byte(src), "x", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%s: %v", src, diags)
		}
		total++
		l := newLoader("x.hcl", Options{})
		scope := &hcl.EvalContext{Functions: l.functions, Variables: map[string]cty.Value{"local": cty.ObjectVal(map[string]cty.Value{
			"list":   cty.TupleVal([]cty.Value{cty.StringVal("b"), cty.StringVal("ccc"), cty.StringVal("b")}),
			"text":   cty.StringVal(strings.Repeat("lorem ipsum\n", 10)),
			"object": cty.ObjectVal(map[string]cty.Value{"a": cty.StringVal("long long long"), "b": cty.NumberIntVal(3)}),
		})}}
		e := &estimate{loader: l, scope: scope, times: 1}
		a := e.expression(expr)
		if e.refused != nil || a.size > maxSize || e.steps > maxSteps {
			return
		}
		v, diags := evaluate(expr, scope)
		if diags.HasErrors() {
			return
		}
		evaluated++
		if why := exceeds(v, a); why != "" {
			t.Fatalf("%s\n%s\nis %#v", src, why, v)
		}
	})
	t.Logf("%d of %d expressions could be evaluated", evaluated, total)
	if evaluated < total/20 {
		t.Errorf("of %d expressions only %d could be evaluated", total, evaluated)
	}
}

// exceeds says in which way a value is larger than an amount.
func exceeds(v cty.Value, a amount) string {
	if w := weight(v); w > a.size {
		return fmt.Sprintf("weighs %v, estimated %v", w, a.size)
	}
	if v.IsNull() || !v.IsKnown() {
		return ""
	}
	t := v.Type()
	if !isSequence(t) && !t.IsObjectType() && !t.IsMapType() {
		return ""
	}
	if n := float64(v.LengthInt()); n > a.length {
		return fmt.Sprintf("has %v elements, estimated %v", n, a.length)
	}
	for it := v.ElementIterator(); it.Next(); {
		if _, e := it.Element(); a.elem != nil {
			if why := exceeds(e, *a.elem); why != "" {
				return "an element " + why
			}
		}
	}
	return ""
}

// weight is the size of a value by its strings and elements alone.
func weight(v cty.Value) float64 {
	if v.IsNull() || !v.IsKnown() {
		return 0
	}
	t := v.Type()
	switch {
	case t == cty.String:
		return float64(len(v.AsString()))
	case isSequence(t), t.IsObjectType(), t.IsMapType():
		w := 0.0
		for it := v.ElementIterator(); it.Next(); {
			k, e := it.Element()
			w += elementSize + weight(e)
			if t.IsObjectType() || t.IsMapType() {
				w += float64(len(k.AsString()))
			}
		}
		return w
	}
	return 0
}
