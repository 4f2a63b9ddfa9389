package selftest

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestAstray: a result is held against what the document says comes out.
func TestAstray(t *testing.T) {
	document := `{"type":"object","required":["id","tags"],"properties":{
		"id":{"type":"string"}, "tags":{"type":"array","items":{"type":"string"}}, "status":{"type":["string","null"],"enum":["open","closed",null]},
		"total":{"type":"number"}, "count":{"type":"integer"}, "owner":{"type":"object","properties":{"name":{"type":"string"}}},
		"any":{"anyOf":[{"type":"string"},{"type":"integer"}]}}}`
	for result, want := range map[string]string{
		`{"id":"a","tags":["x"]}`: "",
		`{"id":"a","tags":[],"status":null,"total":3,"count":2,"owner":{"name":"Ada"},"more":1}`: "",
		`{"id":"a","tags":[],"any":[]}`:              "", // combinations are not looked into
		`{"id":"a"}`:                                 `has no member "tags"`,
		`{"id":1,"tags":[]}`:                         "the result.id is 1, not of type string",
		`{"id":"a","tags":"x"}`:                      `the result.tags is "x", not of type array`,
		`{"id":"a","tags":["x",2]}`:                  "the result.tags[1] is 2, not of type string",
		`{"id":"a","tags":[],"status":"gone"}`:       `the result.status is "gone", which is not among the values`,
		`{"id":"a","tags":[],"total":"3"}`:           "the result.total",
		`{"id":"a","tags":[],"count":2.5}`:           "the result.count is 2.5, not of type integer",
		`{"id":"a","tags":[],"owner":{"name":null}}`: "the result.owner.name is null, not of type string",
		`[]`: "the result is [], not of type object",
	} {
		if got := astray(json.RawMessage(result), json.RawMessage(document)); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", result, got, want)
		}
	}
}
