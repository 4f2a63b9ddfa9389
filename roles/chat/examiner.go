package chat

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"worldc/model"
	"worldc/roles"
	"worldc/world"
)

// An Examiner is a chat model that examines the tools of a domain.
type Examiner struct{ model *Model }

var _ roles.Examiner = Examiner{}

// Examiner is the model as an examiner.
func (m *Model) Examiner() Examiner { return Examiner{m} }

// mostSources is how many sources are examined with a target in one question.
const mostSources = 32

// examined is the answer that an examiner owes.
type examined struct {
	Feeds []fed `json:"feeds"`
}

// A fed is one feed as a model names it.
type fed struct {
	From   string `json:"from"`
	Output string `json:"output"`
	Input  string `json:"input"`
}

var examinedSchema = schemaOf("refine_edges", object("feeds", list(object("from", text, "output", text, "input", text))))

// Feeds implements [roles.Examiner]. Every tool is the target once for each
// mostSources of the others, so every ordered pair is examined once; a tool that
// takes nothing is no target, and one that gives nothing no source. The
// questions of a domain begin alike, with all its tools.
func (x Examiner) Feeds(ctx context.Context, d world.Domain, tools []world.Tool) ([]world.Feed, []roles.Lost, error) {
	m := x.model
	names := map[string]int{}
	for i := range tools {
		if _, taken := names[tools[i].Name]; !taken {
			names[tools[i].Name] = i
		}
	}
	found := map[[2]int]world.Feed{}
	position := map[string]int{}
	for i := range tools {
		position[tools[i].ID] = i
	}
	for _, f := range d.Feeds {
		found[[2]int{position[f.From], position[f.To]}] = f
	}
	beginning := []model.Message{m.system("refine_edges", nil)}
	domain := m.fill("refine_edges", "domain", map[string]string{"domain": word(d.Name), "tools": m.documentsOf(tools)})

	type batch struct {
		target  int
		sources []int
		feeds   []world.Feed
		failure *model.Failure
	}
	var batches []*batch
	for to := range tools {
		if len(parametersOf(&tools[to])) == 0 {
			continue
		}
		var sources []int
		for from := range tools {
			if from != to && names[tools[from].Name] == from {
				sources = append(sources, from)
			}
		}
		for part := range slices.Chunk(sources, mostSources) {
			batches = append(batches, &batch{target: to, sources: part})
		}
	}
	err := together(len(batches), func(i int) error {
		b := batches[i]
		target := &tools[b.target]
		var before []fed
		sources := make([]string, len(b.sources))
		for k, from := range b.sources {
			sources[k] = tools[from].Name
			for _, v := range found[[2]int{from, b.target}].Via {
				before = append(before, fed{tools[from].Name, v.Output, v.Input})
			}
		}
		q := question{
			purpose: model.Purpose{Role: "refine_edges", Record: d.ID}, schema: examinedSchema,
			messages: append(slices.Clip(beginning), says(domain+"\n\n"+m.fill("refine_edges", "target", map[string]string{
				"target": data(target.Name), "sources": data(sources), "feeds": data(append([]fed{}, before...)),
			}))),
		}
		a, _, err := ask(ctx, m, q, func(a *examined) []string { return wrongFeeds(a.Feeds, target, sources, tools, names) })
		if err != nil {
			if errors.As(err, &b.failure) && b.failure.Class.Final() {
				return nil
			}
			return err
		}
		for _, from := range b.sources {
			old := found[[2]int{from, b.target}]
			var via []world.Via
			for _, f := range a.Feeds {
				if names[f.From] != from || slices.ContainsFunc(via, func(v world.Via) bool { return v.Output == f.Output && v.Input == f.Input }) {
					continue
				}
				v := world.Via{Output: f.Output, Input: f.Input, Score: 1}
				if k := slices.IndexFunc(old.Via, func(o world.Via) bool { return o.Output == f.Output && o.Input == f.Input }); k >= 0 {
					v.Score = old.Via[k].Score
				}
				via = append(via, v)
			}
			if len(via) > 0 {
				slices.SortFunc(via, func(a, b world.Via) int {
					return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Input, b.Input), cmp.Compare(a.Output, b.Output))
				})
				b.feeds = append(b.feeds, world.Feed{From: tools[from].ID, To: target.ID, Via: via})
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	var feeds []world.Feed
	var lost []roles.Lost
	for _, b := range batches {
		if b.failure == nil {
			feeds = append(feeds, b.feeds...)
			continue
		}
		lost = append(lost, roles.Lost{Subject: tools[b.target].Name, Reason: string(b.failure.Class), Detail: b.failure.Detail})
		for _, from := range b.sources {
			if f, ok := found[[2]int{from, b.target}]; ok {
				feeds = append(feeds, f)
			}
		}
	}
	slices.SortFunc(feeds, func(a, b world.Feed) int {
		return cmp.Or(cmp.Compare(position[a.From], position[b.From]), cmp.Compare(position[a.To], position[b.To]))
	})
	return feeds, lost, nil
}

// parametersOf are the names of a tool's parameters, sorted.
func parametersOf(t *world.Tool) []string {
	var schema struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if json.Unmarshal(t.Parameters, &schema) != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(schema.Properties))
}

// wrongFeeds says which feeds cannot be: of tools, parameters or fields that
// there are not.
func wrongFeeds(feeds []fed, target *world.Tool, sources []string, tools []world.Tool, names map[string]int) []string {
	var problems []string
	inputs := parametersOf(target)
	for _, f := range feeds {
		switch {
		case !slices.Contains(sources, f.From):
			problems = append(problems, fmt.Sprintf("%q is none of the sources", f.From))
		case !slices.Contains(inputs, f.Input):
			problems = append(problems, fmt.Sprintf("%s has no parameter %q: it has %s", target.Name, f.Input, strings.Join(inputs, ", ")))
		case !returns(&tools[names[f.From]], f.Output):
			problems = append(problems, fmt.Sprintf("the document of %s shows no field %q in what it returns", f.From, f.Output))
		}
	}
	return problems
}

// returns reports whether a tool can return a field at a path such as
// data[].id. Where its document does not say, it can return anything.
func returns(t *world.Tool, path string) bool {
	if len(t.Returns) == 0 || path == "" {
		return true
	}
	var schema any
	if json.Unmarshal(t.Returns, &schema) != nil {
		return true
	}
	return reaches(schema, strings.Split(strings.ReplaceAll(path, "[]", ".[]"), "."), 0)
}

// reaches reports whether a path leads somewhere in a schema, or to a part of it
// that says nothing.
func reaches(schema any, path []string, depth int) bool {
	for len(path) > 0 && path[0] == "" {
		path = path[1:]
	}
	if len(path) == 0 {
		return true
	}
	s, ok := schema.(map[string]any)
	if !ok || depth > 32 {
		return true
	}
	if s["$ref"] != nil {
		return true
	}
	said := false
	for _, word := range []string{"anyOf", "oneOf", "allOf"} {
		options, _ := s[word].([]any)
		for _, o := range options {
			said = true
			if reaches(o, path, depth+1) {
				return true
			}
		}
	}
	if path[0] == "[]" {
		items, has := s["items"]
		if !has {
			return !said && s["properties"] == nil
		}
		return reaches(items, path[1:], depth+1)
	}
	properties, has := s["properties"].(map[string]any)
	if !has {
		return !said && s["items"] == nil
	}
	property, has := properties[path[0]]
	if !has {
		more, _ := s["additionalProperties"].(map[string]any)
		return more != nil || s["additionalProperties"] == true
	}
	return reaches(property, path[1:], depth+1)
}

// together calls f for 0 to n-1 at the same time, and returns the error of the
// lowest that failed. How many questions are under way is for the asker to
// bound.
func together(n int, f func(i int) error) error {
	errs := make([]error, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { errs[i] = f(i) })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
