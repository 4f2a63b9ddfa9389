package reading

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"worldc/world"
)

// FuzzRead reads arbitrary documents: no panic, the same reading each time, and
// what a reading promises holds.
func FuzzRead(f *testing.F) {
	f.Add("get_orders", "Gets orders.", "GET", "/v1/orders/{id}/items:sync", `{"properties":{"id":{"type":["string","null"]},"q":true,"a":{"anyOf":[{"type":"string"},{"type":"integer"}]}},"required":["id"]}`, `{"type":"array","items":{"$ref":"#/$defs/x"},"$defs":{"x":{"allOf":[{"$ref":"#/$defs/x"},{"properties":{"id":{}}}]}}}`)
	f.Add("取消订单", "取消一个订单 <b>now</b>\x00", "", "", `{"properties":{"订单号":{"type":"string","description":"编号"}}}`, `{"properties":{"结果":{"enum":[1]}}}`)
	f.Add("", "", "", "/:/{}/{+x}:y:z/{", `[]`, `{"items":[{"items":false}]}`)
	f.Add("getShop", "Gets a shop.", "", "", `{"properties":{"name":{},"shopName":{},"shop_name":{},"shop-name":{},"Name":{}}}`, `{"properties":{"name":{},"shopName":{},"shop":{"type":"object","properties":{"name":{}}},"id":{},"shopId":{},"ID":{}}}`)
	f.Add("_", "&lt;&#0;[a](b)[c](", "POST", "#", `{"properties":{"body":{"properties":{"":{},"id":{}}}}}`, `{"properties":`)
	f.Fuzz(func(t *testing.T, name, description, method, path, parameters, returns string) {
		tool := world.Tool{Name: name, Description: description, Parameters: json.RawMessage(parameters), Returns: json.RawMessage(returns),
			Source: world.Source{Method: method, Path: path, OperationID: name, In: map[string][]string{"path": {"id"}, "body": {"body"}}}}
		before := parameters + returns
		r := Read(&tool)
		if before != string(tool.Parameters)+string(tool.Returns) {
			t.Fatal("the document was changed")
		}
		if !reflect.DeepEqual(r, Read(&tool)) {
			t.Fatal("read twice, it says two things")
		}
		if !slices.Contains(operationNames[:], r.Operation) {
			t.Errorf("operation %q", r.Operation)
		}
		if write := slices.Contains(operationNames[firstWrite:], r.Operation); write != (r.Effect == world.Write) {
			t.Errorf("%s is %s", r.Operation, r.Effect)
		}
		if len(r.Thing) == 0 {
			t.Error("no thing")
		}
		words := append([][]string{r.Thing}, r.Owners...)
		for _, p := range append(slices.Clone(r.Parameters), fieldsOf(r.Parameters)...) {
			words = append(words, p.Of)
			attribute(t, p.Attribute)
			switch p.Part {
			case world.Key, world.Reference:
				if len(p.Of) == 0 {
					t.Errorf("%s %q is of nothing", p.Part, p.Name)
				}
			case world.Filter, world.Set, world.AtLeast, world.AtMost:
				if p.Attribute == "" && !p.Whole {
					t.Errorf("%s %q has no attribute", p.Part, p.Name)
				}
			case world.Text, world.Limit, world.Offset, world.Order, world.Ignored:
			default:
				t.Errorf("part %q", p.Part)
			}
		}
		columns := map[string]bool{}
		for _, p := range r.Parameters {
			if p.Part == world.Set || p.Part == world.Filter {
				if p.Attribute != "" && columns[p.Attribute] {
					t.Errorf("two parameters are %q", p.Attribute)
				}
				columns[p.Attribute] = true
			}
		}
		clear(columns)
		for _, f := range r.Result.Fields {
			words = append(words, f.Of)
			attribute(t, f.Attribute)
			if f.Attribute != "" && columns[f.Attribute] {
				t.Errorf("two fields are %q", f.Attribute)
			}
			columns[f.Attribute] = true
		}
		for _, list := range words {
			for _, w := range list {
				if !isPlain(w) {
					t.Errorf("the word %q of %q", w, list)
				}
			}
		}
		said := Describe(r)
		if said == "" || len(said) > 2000 || !utf8.ValidString(said) {
			t.Errorf("description %q", said)
		}
		if strings.ContainsFunc(said, func(r rune) bool { return unicode.IsControl(r) }) {
			t.Errorf("a control character in %q", said)
		}
	})
}

func fieldsOf(list []Parameter) (all []Parameter) {
	for _, p := range list {
		all = append(all, p.Fields...)
	}
	return all
}

func attribute(t *testing.T, name string) {
	t.Helper()
	if name != "" && (len(name) > 60 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || name[0] < 'a') {
		t.Errorf("attribute %q", name)
	}
}
