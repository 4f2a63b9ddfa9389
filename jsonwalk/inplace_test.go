package jsonwalk

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawJSON draws a JSON value.
func drawJSON(t *rapid.T, depth int) any {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if depth == 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		return rapid.SampledFrom([]string{"", `"`, `\`, `\"`, "}", "]{", ",", "a\nb", "é", "\x00"}).Draw(t, "text")
	case 1:
		return rapid.Int32().Draw(t, "number")
	case 2:
		return rapid.Bool().Draw(t, "bool")
	case 3:
		return nil
	case 4:
		var list []any
		for range rapid.IntRange(0, 3).Draw(t, "elements") {
			list = append(list, drawJSON(t, depth-1))
		}
		return list
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(t, "members") {
		object[rapid.SampledFrom([]string{"id", "task", "turns", "", "a,b", "x:y"}).Draw(t, "name")] = drawJSON(t, depth-1)
	}
	return object
}

// TestField compares the members that are found in an object with those of a
// decoder, however it is written.
func TestField(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		object := map[string]any{}
		for _, name := range []string{"a", "id", "task", "turns"} {
			if rapid.Bool().Draw(t, name) {
				object[name] = drawJSON(t, 3)
			}
		}
		line, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "spacious") {
			var b bytes.Buffer
			if err := json.Indent(&b, line, " ", "\t"); err != nil {
				t.Fatal(err)
			}
			line = b.Bytes()
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a", "id", "task", "turns", "none"} {
			if got := Field(line, name); string(got) != string(want[name]) {
				t.Fatalf("%s of %s: %s, want %s", name, line, got, want[name])
			}
			text, _ := object[name].(string)
			if got := TextField(line, name); got != text {
				t.Fatalf("the text %s of %s: %q, want %q", name, line, got, text)
			}
		}
	})
}

// FuzzInPlace: walking any bytes neither panics nor loops, and agrees with
// encoding/json about valid JSON.
func FuzzInPlace(f *testing.F) {
	for _, seed := range []string{`{"id":"x","a":[1,{"b":"\\\""}]}`, `[[],{},"]"]`, `{"a"`, `{"a":}`, `"\`, `{"id":"\u0041"}`, ` { "id" : "y" } `, `{"id":"a","task":{"id":[1,"]"]}}`} {
		f.Add([]byte(seed), "id")
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		value := Field(data, name)
		if len(value) > len(data) {
			t.Fatalf("%q is longer than %q", value, data)
		}
		members := AppendMembers(nil, data)
		elements := AppendElements(nil, data)
		text, isText := Text(value)
		if !json.Valid(data) {
			return
		}
		var object map[string]json.RawMessage
		if json.Unmarshal(data, &object) == nil && object != nil {
			if len(members) < len(object) {
				t.Fatalf("%d members of %d", len(members), len(object))
			}
			var want string
			if raw, has := object[name]; has && len(members) == len(object) && json.Unmarshal(raw, &want) == nil && string(raw) != "null" {
				if !isText || strings.ToValidUTF8(text, "\ufffd") != strings.ToValidUTF8(want, "\ufffd") {
					t.Fatalf("%q: %q %v, want %q", name, text, isText, want)
				}
			}
		}
		var values []json.RawMessage
		if json.Unmarshal(data, &values) == nil && len(values) != len(elements) {
			t.Fatalf("%d elements, want %d", len(elements), len(values))
		}
	})
}
