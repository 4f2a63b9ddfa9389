package spec

import (
	"encoding/json"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// TestJSONValue: arguments of calls are to a rule what jsondecode would make of
// them.
func TestJSONValue(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"a":1,"b":[true,null,"x",1.5,-2e3],"c":{"d":""}}`, `[]`, `"é\u0000"`, `12345678901234567890`, `0.1`,
	} {
		want, err := jsonDecode.Call([]cty.Value{cty.StringVal(text)})
		if err != nil {
			t.Fatal(err)
		}
		if got := jsonValue(json.RawMessage(text)); !got.RawEquals(want) {
			t.Errorf("%s: %#v, want %#v", text, got, want)
		}
	}
	if v := jsonValue(json.RawMessage(`{`)); !v.IsNull() {
		t.Errorf("%#v", v)
	}
	if v := jsonValue(json.RawMessage(`1e400000000`)); !v.IsNull() {
		t.Errorf("%#v", v)
	}
}
