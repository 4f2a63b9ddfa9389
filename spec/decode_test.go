package spec

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// everything has a field of each shape that no block has yet.
type everything struct {
	Keep   hcl.Expression `spec:"keep"`
	Budget struct {
		Calls int      `spec:"calls" default:"10" range:"[0,)"`
		Cost  *float64 `spec:"cost,optional"`
	} `spec:"budget,block"`
	Once *struct {
		Name string `spec:"name" default:"x"`
	} `spec:"once,block"`
	Where Range `spec:"keep,range"`
}

func decodeEverything(t *testing.T, src string) (everything, []Field, Diagnostics) {
	t.Helper()
	l := newLoader("x.hcl", Options{})
	f, ok := l.parse("x.hcl", []byte(src))
	if !ok {
		t.Fatal(l.diags)
	}
	var config everything
	schema := newSchema(reflect.TypeFor[everything]())
	content, diags := f.Body.Content(&schema.body)
	l.add(diags...)
	d := &decoder{l, &site{}, &Block{}}
	d.body(schema, reflect.ValueOf(&config), content, Range{Filename: "x.hcl"}, "")
	return config, l.fieldsOf(schema, reflect.ValueOf(config), "", nil), l.finish()
}

// TestLazyArgument checks that an argument of type hcl.Expression is not
// evaluated, and that its text enters the Key without its layout.
func TestLazyArgument(t *testing.T) {
	config, fields, diags := decodeEverything(t, "keep = (row.score /* at */ > 0.5 # half\n && row.name == \"a b\")\n")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	want := []Field{{"keep", `( row . score > 0.5 && row . name == "a b" )`}, {"budget.calls", "10"}}
	if d := cmp.Diff(want, fields); d != "" {
		t.Error(d)
	}
	row := cty.ObjectVal(map[string]cty.Value{"score": cty.NumberFloatVal(0.75), "name": cty.StringVal("a b")})
	v, err := config.Keep.Value(&hcl.EvalContext{Variables: map[string]cty.Value{"row": row}})
	if err.HasErrors() || !v.True() {
		t.Errorf("%#v, %v", v, err)
	}
	if config.Where.Start.Line != 1 || config.Where.End.Line != 2 {
		t.Errorf("keep is at %v", config.Where)
	}
}

func TestNestedBlocks(t *testing.T) {
	config, fields, diags := decodeEverything(t, "keep = 1\nbudget {\n  cost = 2.50\n}\nonce {}\n")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	want := []Field{{"keep", "1"}, {"budget.calls", "10"}, {"budget.cost", "2.5"}, {"once.name", "x"}}
	if d := cmp.Diff(want, fields); d != "" {
		t.Error(d)
	}
	if config.Once == nil || config.Once.Name != "x" {
		t.Errorf("once is %+v", config.Once)
	}
	_, _, diags = decodeEverything(t, "keep = 1\nbudget {}\nbudget {}\nonce {\n  name = 1\n  nme = 2\n}\n")
	var got []string
	for _, d := range diags {
		got = append(got, d.Summary)
	}
	if d := cmp.Diff([]string{"Duplicate block", "Unsupported argument"}, got); d != "" {
		t.Error(d)
	}
}

// TestTextOfTemplates checks that the text of a lazy argument keeps the spaces
// inside of strings apart from those between tokens.
func TestTextOfTemplates(t *testing.T) {
	_, one, _ := decodeEverything(t, `keep = "a b"`)
	_, two, _ := decodeEverything(t, `keep = "a  b"`)
	if cmp.Equal(one, two) {
		t.Errorf("%v for both", one)
	}
	if _, diags := hclsyntax.ParseExpression([]byte(one[0].Value), "", hcl.InitialPos); diags.HasErrors() {
		t.Errorf("%s cannot be read back: %v", one[0].Value, diags)
	}
}
