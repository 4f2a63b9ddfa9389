package toolpool

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"worldc/world"
)

// candidate is a tool of document that says nothing but its name, unless a
// description and parameters are given.
func candidate(place, document, name string, more ...string) Candidate {
	t := world.Tool{Name: name, Description: "d", Parameters: []byte(`{"type":"object","properties":{}}`),
		Source: world.Source{Document: document}}
	if len(more) > 0 {
		t.Description = more[0]
	}
	if len(more) > 1 {
		t.Parameters = []byte(more[1])
	}
	return Candidate{place, t}
}

func TestPool(t *testing.T) {
	a, b := `{"type":"object","properties":{"a":{"type":"string"},"b":{}}}`, `{ "properties": {"b":{}, "a":{"type":"string"}}, "type":"object" }`
	for _, c := range []struct {
		name       string
		candidates []Candidate
		options    Options
		want       []string // name@id
		findings   []string
	}{
		{"everything stays in order",
			[]Candidate{candidate("x:1", "x", "b"), candidate("x:2", "x", "a", "")}, Options{},
			[]string{"b " + world.ToolID("x", "b", 0), "a " + world.ToolID("x", "a", 0)}, nil},
		{"a description is required",
			[]Candidate{candidate("x:1", "x", "a", ""), candidate("x:2", "x", "b")}, Options{RequireDescription: true},
			[]string{"b " + world.ToolID("x", "b", 0)}, []string{"rejected x:1 the tool has no description"}},
		{"one name twice in a document",
			[]Candidate{candidate("x:1", "x", "a", "first"), candidate("x:2", "x", "a", "second"), candidate("y:1", "y", "a", "third")}, Options{},
			[]string{"a " + world.ToolID("x", "a", 0), "a " + world.ToolID("x", "a", 1), "a " + world.ToolID("y", "a", 0)},
			[]string{"mended x:2 the document declares the name more than once (number 2 in x)"}},
		{"duplicates, whatever the order of members and the source",
			[]Candidate{candidate("x:1", "x", "a", "d", a), candidate("y:1", "y", "a", "d", b), candidate("y:2", "y", "a", "e", b)}, Options{Deduplicate: true},
			[]string{"a " + world.ToolID("x", "a", 0), "a " + world.ToolID("y", "a", 0)},
			[]string{"rejected y:1 an equal tool came before (x:1)"}},
		{"duplicates stay where they may",
			[]Candidate{candidate("x:1", "x", "a", "d", a), candidate("y:1", "y", "a", "d", b)}, Options{},
			[]string{"a " + world.ToolID("x", "a", 0), "a " + world.ToolID("y", "a", 0)}, nil},
		{"selected by name or by document",
			[]Candidate{candidate("x:1", "x", "get_a"), candidate("x:2", "x", "set_a"), candidate("x:3", "x", "get_b"), candidate("y:1", "api/y", "other")},
			Options{
				Include: func(name string) bool { return strings.HasPrefix(name, "get_") || strings.HasPrefix(name, "api/") },
				Exclude: func(name string) bool { return strings.HasSuffix(name, "_b") },
			},
			[]string{"get_a " + world.ToolID("x", "get_a", 0), "other " + world.ToolID("api/y", "other", 0)},
			[]string{"skipped x:2 no include pattern matches", "skipped x:3 an exclude pattern matches"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tools, findings := Pool(c.candidates, c.options)
			var got []string
			for _, tool := range tools {
				got = append(got, tool.Name+" "+tool.ID)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("tools %q, want %q", got, c.want)
			}
			var found []string
			for _, f := range findings {
				s := fmt.Sprintf("%s %s %s", f.Action, f.Place, f.Reason)
				if f.Detail != "" {
					s += " (" + f.Detail + ")"
				}
				found = append(found, s)
			}
			if !slices.Equal(found, c.findings) {
				t.Errorf("findings\n%s, want\n%s", strings.Join(found, "\n"), strings.Join(c.findings, "\n"))
			}
		})
	}
}
