package toolpool

import (
	"bytes"
	"fmt"
	"strings"

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
	// Include and Exclude are patterns of names, in which `*` stands for any
	// characters and `?` for one. A tool is in where one of Include matches or
	// there is none, and none of Exclude does. A pattern is compared with the
	// name, and with document/name.
	Include, Exclude []string

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
func Pool(candidates []Candidate, o Options) ([]world.Tool, []Finding) {
	var findings []Finding
	tools := make([]world.Tool, 0, len(candidates))
	type identity struct{ document, name string }
	declared := make(map[identity]int)
	type look struct{ name, description string }
	kept := make(map[look][]int) // indices in candidates
	for i, c := range candidates {
		t := c.Tool
		find := func(action Action, reason, detail string) {
			findings = append(findings, Finding{t.Name, c.Place, action, reason, detail})
		}
		if len(o.Include) > 0 && matching(o.Include, t) == "" {
			find(Skipped, reasonNotIncluded, "")
			continue
		}
		if p := matching(o.Exclude, t); p != "" {
			find(Skipped, reasonExcluded, p)
			continue
		}
		if o.RequireDescription && t.Description == "" {
			find(Rejected, reasonNoDescription, "")
			continue
		}
		if o.Deduplicate {
			l := look{t.Name, t.Description}
			if twin := equalTo(candidates, kept[l], t); twin >= 0 {
				find(Rejected, reasonDuplicate, candidates[twin].Place)
				continue
			}
			kept[l] = append(kept[l], i)
		}
		id := identity{t.Source.Document, t.Name}
		n := declared[id]
		declared[id]++
		if n > 0 {
			find(Mended, reasonClash, fmt.Sprintf("number %d in %s", n+1, id.document))
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

// matching is the first pattern that matches t, or "".
func matching(patterns []string, t world.Tool) string {
	for _, p := range patterns {
		if glob(p, t.Name) || t.Source.Name != "" && glob(p, t.Source.Name) || glob(p, t.Source.Document+"/"+t.Name) {
			return p
		}
	}
	return ""
}

// glob says whether pattern matches all of s. It takes at most
// len(pattern) * len(s) steps.
func glob(pattern, s string) bool {
	star, resume := -1, 0
	i, j := 0, 0
	for j < len(s) {
		switch {
		case i < len(pattern) && pattern[i] == '*':
			star, resume = i, j
			i++
		case i < len(pattern) && (pattern[i] == '?' || pattern[i] == s[j]):
			i++
			j++
		case star >= 0:
			resume++
			i, j = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[i:], "*") == ""
}
