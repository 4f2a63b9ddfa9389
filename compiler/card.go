package compiler

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/executors"
	"worldc/formats"
	"worldc/spec"
)

// card is what is said about a dataset beside its manifest.
func (b *builder) card(n *Node, upstream []*Node, m *artifact.Manifest, r *Result) *formats.Card {
	e := b.plan.Spec.Experiment
	card := &formats.Card{
		Manifest: m, Name: datasetDir(n.Block), Experiment: e.Name, Description: e.Description, License: e.License, Creator: e.Creator, URL: e.URL, Aside: b.plan.Spec.Aside,
		Preview: b.options.Preview, Sources: sources(b.plan.Spec), SourceLicenses: sourceLicenses(m, upstream),
	}
	config := n.Block.Config.(*spec.Dataset)
	card.Of = shapeOf(n).Format.Of
	switch {
	case config.Pairs:
		card.As = formats.Paired
	case config.ExpandTurns:
		card.As = formats.Expanded
	}
	kinds := map[string]bool{}
	for _, up := range upstream {
		result := b.tasks[up].result
		card.Nodes = append(card.Nodes, formats.CardNode{Reasons: reasons(result.Report), Funnel: funnel(result.Report), Stages: stages(up, result.Report)})
		kinds[up.Block.Kind] = true
	}
	card.Command = command(b.plan.Spec, kinds["command"])
	card.Methods = formats.MethodsOf(slices.Sorted(maps.Keys(kinds)))
	card.Licenses = licenses(r.Report)
	card.Generated = slices.ContainsFunc(generating, func(kind string) bool { return kinds[kind] })
	if !kinds["import"] { // in which anything may be spoken
		card.Languages = languages(upstream)
	}
	return card
}

// generating are the kinds of nodes that make what no source said.
var generating = []string{"worlds", "tasks", "rollouts", "scenarios", "scripts", "roleplay", "perturb", "mcts"}

// writers are the arguments that name who writes what people read of a node's
// records.
var writers = map[string][]string{
	"tool_pool": {"rewrite_descriptions"}, "worlds": {"toolsmith"}, "tasks": {"writer"}, "scenarios": {"writer"}, "scripts": {"writer"},
	"rollouts": {"agent", "user"}, "roleplay": {"game_master", "player"}, "mcts": {"optimizer"},
}

// languages are the codes of those in which nodes write, as far as they have
// codes: those of served models, and worldc's own English where it writes itself.
func languages(nodes []*Node) []string {
	spoken := map[string]bool{}
	for _, n := range nodes {
		arguments, served := writers[n.Block.Kind], 0
		if c, ok := n.Block.Config.(*spec.Roleplay); ok && c.Mode == "whole" {
			arguments = arguments[:1] // who writes both sides
		}
		for _, r := range n.Block.Models {
			m := r.Target.Config.(*spec.Model)
			if m.Served() && slices.Contains(arguments, r.Attribute) {
				served++
				spoken[formats.LanguageCode(m.Language)] = true
			}
		}
		if slices.Contains(generating, n.Block.Kind) && (served == 0 || served < len(arguments)) {
			spoken["en"] = true
		}
	}
	delete(spoken, "")
	return slices.Sorted(maps.Keys(spoken))
}

// command is what builds the spec again, after `worldc build`. What only says
// where and how models are asked is left out, and no address is told.
func command(s *spec.Spec, commands bool) string {
	words := []string{shellWord(filepath.Base(s.Path))}
	for _, f := range s.Options.VarFiles {
		words = append(words, "--var-file", shellWord(filepath.Base(f)))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Options.Vars)) {
		value := s.Options.Vars[name]
		if slices.Contains(s.Aside, name) {
			continue
		}
		if u, err := url.Parse(strings.TrimSpace(value)); err == nil && u.Host != "" || strings.Contains(value, "://") {
			value = formats.AddressPlaceholder
		}
		words = append(words, "--var", shellWord(name+"="+value))
	}
	if commands {
		words = append(words, "--allow-commands")
	}
	return strings.Join(words, " ")
}

// shellWord quotes a word where a shell would take it apart.
func shellWord(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/=,:@%+"
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// sources are the files of the spec and those of its variables, by their names.
func sources(s *spec.Spec) []formats.Source {
	var list []formats.Source
	for _, path := range slices.Sorted(maps.Keys(s.Files)) {
		if f := s.Files[path]; f != nil && !strings.HasPrefix(path, "--var ") {
			list = append(list, formats.Source{Name: filepath.Base(path), Text: string(f.Bytes)})
		}
	}
	return list
}

// sourceLicenses are the licences that the spec declares for the documents of
// tools.
func sourceLicenses(m *artifact.Manifest, upstream []*Node) map[string]string {
	known := map[string]bool{}
	for _, in := range m.Inputs {
		known[in.Name] = true
	}
	list := map[string]string{}
	for _, n := range upstream {
		for _, f := range n.Files {
			license := licenseOf(n.Block, f.Attribute)
			for _, name := range []string{f.Document, n.Address + " " + f.Document} {
				if known[name] && license != "" {
					list[name] = license
				}
			}
		}
	}
	return list
}

// licenseOf is the licence that a block declares for the files of an argument;
// empty where it declares none.
func licenseOf(b *spec.Block, attribute string) string {
	switch c := b.Config.(type) {
	case *spec.Personas:
		return c.License
	case *spec.ToolPool:
		for i, source := range c.Sources {
			if attribute == fmt.Sprintf("source[%d].paths", i) {
				return source.License
			}
		}
	}
	return ""
}

// funnel says how many records passed each check of a filter.
func funnel(report executors.Report) []formats.CardCheck {
	var list []formats.CardCheck
	for _, step := range report.Funnel {
		list = append(list, formats.CardCheck(step))
	}
	return list
}

// stages says how the stages of a curriculum are made up.
func stages(n *Node, report executors.Report) []formats.CardStage {
	config, ok := n.Block.Config.(*spec.Curriculum)
	if !ok {
		return nil
	}
	var list []formats.CardStage
	for _, s := range config.Stages {
		m := report.Stages[s.Name]
		list = append(list, formats.CardStage{
			Name: s.Name, Trajectories: m.Trajectories, Tasks: m.Tasks, Domains: m.Domains, Smallest: m.Smallest, Largest: m.Largest,
		})
	}
	return list
}

// reasons lists why records of a node are missing or were changed.
func reasons(report executors.Report) []string {
	top, more := report.Commonest(10)
	var list []string
	for _, r := range top {
		list = append(list, fmt.Sprintf("%d %s", r.Count, r.Reason))
	}
	if more > 0 {
		list = append(list, fmt.Sprintf("%d reasons more", more))
	}
	return list
}

// licenses lists what the dataset's report counts, commonest first.
func licenses(report executors.Report) []formats.CardLicense {
	var list []formats.CardLicense
	for license, tools := range report.Licenses {
		list = append(list, formats.CardLicense{License: license, Tools: tools})
	}
	slices.SortFunc(list, func(a, b formats.CardLicense) int {
		return cmp.Or(cmp.Compare(b.Tools, a.Tools), cmp.Compare(a.License, b.License))
	})
	return list
}
