package reading

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"worldc/world"
)

// TestBombs reads documents that are made to cost time: each is read and
// described within a bound that no honest machine misses.
func TestBombs(t *testing.T) {
	many := func(n int, property string) string {
		var b strings.Builder
		b.WriteString(`{"type":"object","properties":{`)
		for i := range n {
			if i > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, `"p%d":%s`, i, property)
		}
		b.WriteString("}}")
		return b.String()
	}
	circle := `{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}]},"b":{"anyOf":[{"$ref":"#/$defs/a"},` + many(200, "{}") + `]}},"$ref":"#/$defs/a"}`
	for name, tool := range map[string]world.Tool{
		"deep schema":        {Parameters: json.RawMessage(strings.Repeat(`{"properties":{"a":`, 9000) + `{}` + strings.Repeat(`}}`, 9000))},
		"deep items":         {Returns: json.RawMessage(strings.Repeat(`{"items":`, 9000) + `{}` + strings.Repeat(`}`, 9000))},
		"wide schema":        {Parameters: json.RawMessage(many(20000, `{"type":"string"}`)), Returns: json.RawMessage(many(20000, `{"type":"array","items":{"type":"object"}}`))},
		"wide parts":         {Returns: json.RawMessage(many(200, circle))},
		"circle":             {Parameters: json.RawMessage(circle), Returns: json.RawMessage(`{"items":{"$ref":"#"}}`)},
		"long description":   {Description: strings.Repeat("[a](b) <p>&amp;", 200000)},
		"links":              {Description: strings.Repeat("[a](", 20000)},
		"tags":               {Description: strings.Repeat("<", 50000)},
		"one word":           {Description: strings.Repeat("a", 1<<20), Name: strings.Repeat("getUserById", 20000)},
		"many names":         {Name: strings.Repeat("a_", 50000), Source: world.Source{OperationID: strings.Repeat("a.", 50000)}},
		"long path":          {Source: world.Source{Path: strings.Repeat("/a/{b}", 20000), Method: "GET"}},
		"braces":             {Source: world.Source{Path: strings.Repeat("{", 50000) + strings.Repeat(":", 50000)}},
		"many parameters in": {Source: world.Source{In: map[string][]string{"path": strings.Split(strings.Repeat("p1,", 20000), ",")}}, Parameters: json.RawMessage(many(2000, `{}`))},
	} {
		start := time.Now()
		said := Describe(Read(&tool))
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s takes %v", name, took)
		} else if testing.Verbose() {
			t.Logf("%s: %v, %d bytes", name, took, len(said))
		}
		if len(said) > 2500 {
			t.Errorf("%s: a description of %d bytes", name, len(said))
		}
	}
}
