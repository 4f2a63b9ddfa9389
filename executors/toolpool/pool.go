package toolpool

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"worldc/world"
)

const (
	reasonNotIncluded   = "no include pattern matches"
	reasonExcluded      = "an exclude pattern matches"
	reasonNoDescription = "the tool has no description"
	reasonDuplicate     = "an equal tool came before"
	reasonClash         = "the document declares the name more than once"
)

// A Candidate is a mended tool on its way into the pool.
type Candidate struct {
	// Place is where the tool is declared, for findings.
	Place string `json:"place"`

	// Tool is complete but for its ID.
	Tool world.Tool `json:"tool"`
}

// Options say which tools come into the pool.
type Options struct {
	// Include and Exclude judge a name. A tool is in where Include holds, or
	// is nil, and Exclude does not. They are asked of the name, of the name
	// that the document has, and of document/name.
	Include, Exclude func(name string) bool

	// RequireDescription rejects tools without a description.
	RequireDescription bool

	// Deduplicate rejects a tool that a model could not tell from an earlier
	// one: name, description, parameters and returns are equal.
	Deduplicate bool
}

// Pool selects among the candidates and gives the selected tools their ids, in
// the order of the candidates. Every candidate is a tool of the result or has
// one finding that is Rejected or Skipped.
//
// A tool's id says the document and the name; where a document declares a name
// more than once, the second and later tools have an ordinal in their ids.
func Pool(candidates []Candidate, o Options) ([]world.Tool, []world.Finding) {
	var findings []world.Finding
	tools := make([]world.Tool, 0, len(candidates))
	type identity struct{ document, name string }
	declared := make(map[identity]int)
	type look struct{ name, description string }
	kept := make(map[look][]int) // indices in candidates
	for i, c := range candidates {
		t := c.Tool
		find := func(action world.Action, reason, detail string) {
			findings = append(findings, world.Finding{Subject: t.Name, Place: c.Place, Action: action, Reason: reason, Detail: detail})
		}
		if o.Include != nil && !matches(o.Include, t) {
			find(world.Skipped, reasonNotIncluded, "")
			continue
		}
		if o.Exclude != nil && matches(o.Exclude, t) {
			find(world.Skipped, reasonExcluded, "")
			continue
		}
		if o.RequireDescription && t.Description == "" {
			find(world.Rejected, reasonNoDescription, "")
			continue
		}
		if o.Deduplicate {
			l := look{t.Name, t.Description}
			if twin := equalTo(candidates, kept[l], t); twin >= 0 {
				find(world.Rejected, reasonDuplicate, candidates[twin].Place)
				continue
			}
			kept[l] = append(kept[l], i)
		}
		id := identity{t.Source.Document, t.Name}
		n := declared[id]
		declared[id]++
		if n > 0 {
			find(world.Mended, reasonClash, fmt.Sprintf("number %d in %s", n+1, id.document))
		}
		t.ID = world.ToolID(id.document, id.name, n)
		tools = append(tools, t)
	}
	return tools, findings
}

// equalTo is the first of the candidates at the places that equals t, or -1.
func equalTo(candidates []Candidate, places []int, t world.Tool) int {
	for _, i := range places {
		if o := candidates[i].Tool; equalJSON(o.Parameters, t.Parameters) && equalJSON(o.Returns, t.Returns) {
			return i
		}
	}
	return -1
}

// equalJSON compares two JSON values whatever the order of their members.
func equalJSON(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	ca, cb := jsontext.Value(bytes.Clone(a)), jsontext.Value(bytes.Clone(b))
	return ca.Canonicalize() == nil && cb.Canonicalize() == nil && bytes.Equal(ca, cb)
}

// matches asks about the names that a user may know a tool by.
func matches(judge func(string) bool, t world.Tool) bool {
	return judge(t.Name) || t.Source.Name != "" && judge(t.Source.Name) || judge(t.Source.Document+"/"+t.Name)
}
