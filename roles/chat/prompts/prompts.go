// Package prompts holds what chat models are told in each role: templates that
// a person can read and a spec can replace.
//
// A template is a text of sections, each of which begins with a line such as
// `=== system ===`. Which sections a role has and what may stand in them is
// fixed: `{{story}}` is replaced by the story, and every name in braces that a
// section does not know is refused, as is a section that lacks one that it
// cannot do without. What is inserted is never looked at again: braces in it
// mean nothing.
//
// Stable parts come first. Servers charge less for the beginning of a request
// that they have seen before, and all requests of a role begin with the same
// section system.
package prompts

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

//go:embed *.md
var files embed.FS

// A part is one section of a role.
type part struct {
	name string

	// needs are the names that have to stand in it, may those that can.
	needs, may string
}

// roles are the roles with their sections, in the order in which they come up
// in a build.
var roles = []struct {
	name  string
	about string
	parts []part
}{
	{"rewrite_descriptions", "`rewrite_descriptions` of `tool_pool`: says of a tool what goes in and what comes out", []part{
		{"system", "", "language"}, {"tool", "tool", "language"},
	}},
	{"refine_edges", "`refine_edges` of `domains`: which results of the tools of a domain can be arguments of which others", []part{
		{"system", "", ""}, {"domain", "domain tools", ""}, {"target", "target sources", "feeds"},
	}},
	{"toolsmith", "`toolsmith` of `worlds`: tables, rows, and code for every tool of a domain", []part{
		{"system", "", "language"}, {"tables", "domain tools", "language"}, {"tool", "tool", "language"}, {"rows", "table rows clock known", "language"},
	}},
	{"writer", "`writer` of `tasks`: tells a task as the person would who wants it done", []part{
		{"system", "", "language"}, {"task", "story", "language manner clock domain avoid"},
	}},
	{"user", "`user` of `rollouts`: the person who talks with the agent", []part{
		{"system", "", "language"}, {"person", "person wants facts", "language manner clock"}, {"begin", "", "language"},
	}},
	{"agent", "`agent` of `rollouts`: its section system is what the agent is told in the record too", []part{
		{"system", "policy", "language"},
	}},
	{"judge", "`judge` of `filter`: whether a talk is worth keeping", []part{
		{"system", "", "criteria"}, {"talk", "task talk", "policy criteria"},
	}},
	{"optimizer", "`optimizer` of `mcts`: rewrites descriptions of tools and the workflow by what happened in conversations", []part{
		{"system", "", "language"}, {"description", "tool conversations", "experience longest language"}, {"concise", "tool", "longest language"},
		{"workflow", "workflow conversations", "tools experience longest language"},
	}},
	{"script_writer", "`writer` of `scripts`: a game for a persona, in the environment, with the actions and for the goal that it makes up", []part{
		{"system", "", "language"}, {"persona", "persona", "steps ideas language"},
	}},
	{"storyteller", "`game_master` of `roleplay` with `mode = \"whole\"`: both sides of a game in one answer", []part{
		{"system", "", "language"}, {"erring", "errors", "language"}, {"flawless", "", "language"},
		{"game", "game", "language"}, {"continue", "turns problem next", "state language"}, {"anew", "problem", "turns language"},
	}},
	{"game_master", "`game_master` of `roleplay`: tells what the player sees, and judges what the player does", []part{
		{"system", "", "language"}, {"game", "game", "language"}, {"action", "move", "language"}, {"state", "state", "language"},
	}},
	{"player", "`player` of `roleplay`: plays, errs, and recovers; and `agent` of `rollouts` with `protocol = \"react\"`", []part{
		{"system", "rules", "language"}, {"erring", "errors", "language"}, {"flawless", "", "language"},
	}},
	{"repair", "what is said to every role whose answer cannot be used", []part{
		{"repair", "problems", "language"},
	}},
}

// Roles are the names of the roles that have a template.
func Roles() []string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = r.name
	}
	return names
}

// About says in a line where a role comes up; "" where there is no such role.
func About(role string) string {
	for _, r := range roles {
		if r.name == role {
			return r.about
		}
	}
	return ""
}

// Names are the names that a section of a role knows: first those that have to
// stand in it.
func Names(role, section string) (needs, may []string) {
	for _, p := range partsOf(role) {
		if p.name == section {
			return strings.Fields(p.needs), strings.Fields(p.may)
		}
	}
	return nil, nil
}

func partsOf(role string) []part {
	for _, r := range roles {
		if r.name == role {
			return r.parts
		}
	}
	return nil
}

// Builtin is the text of the template that worldc has for a role. It panics
// where there is no such role.
func Builtin(role string) string {
	text, err := files.ReadFile(role + ".md")
	if err != nil {
		panic("prompts: no role " + role)
	}
	return string(text)
}

// Digest stands for the template of a role: text, or the built-in one where text
// is "". It belongs in the Key of whatever asks with the template.
func Digest(role, text string) string {
	if text == "" {
		text = Builtin(role)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// A Template is what a role is told, section by section.
type Template struct {
	role     string
	sections map[string]section
}

// A section is what stands under one title.
type section struct {
	// pieces are text and names in turn, beginning with a text.
	pieces []string

	// title is the line of the title, from 1, and lines[i] that of pieces[i].
	title int
	lines []int
}

// Parse reads the template of a role; "" is the built-in one. What is wrong with
// it is the user's mistake.
func Parse(role, text string) (*Template, error) {
	parts := partsOf(role)
	if parts == nil {
		return nil, fmt.Errorf("there is no role %q: the roles are %s", role, strings.Join(Roles(), ", "))
	}
	if text == "" {
		text = Builtin(role)
	}
	t := &Template{role: role, sections: map[string]section{}}
	name, from := "", 0
	lines := strings.SplitAfter(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	end := func(to int) error {
		text := strings.TrimLeft(strings.Join(lines[from:to], ""), blank)
		if name == "" {
			if text != "" {
				return fmt.Errorf("line 1: a template begins with the line `=== %s ===`", parts[0].name)
			}
			return nil
		}
		before := strings.Join(lines[:to], "")
		first := 1 + strings.Count(before[:len(before)-len(text)], "\n")
		s, at := split(strings.TrimRight(text, blank), first)
		if at != 0 {
			return fmt.Errorf("line %d, section %s: {{ without }}", at, name)
		}
		s.title = from
		t.sections[name] = s
		return nil
	}
	for i, line := range lines {
		title, ok := titleOf(line)
		if !ok {
			continue
		}
		if err := end(i); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(parts, func(p part) bool { return p.name == title }) {
			return nil, fmt.Errorf("line %d: %s has no section %q: its sections are %s", i+1, role, title, sectionsOf(parts))
		}
		if _, twice := t.sections[title]; twice {
			return nil, fmt.Errorf("line %d: the section %s stands there twice", i+1, title)
		}
		name, from = title, i+1
	}
	if err := end(len(lines)); err != nil {
		return nil, err
	}
	for _, p := range parts {
		s, ok := t.sections[p.name]
		if !ok {
			return nil, fmt.Errorf("the section %s is missing: %s has the sections %s", p.name, role, sectionsOf(parts))
		}
		known := append(strings.Fields(p.needs), strings.Fields(p.may)...)
		for i := 1; i < len(s.pieces); i += 2 {
			if !slices.Contains(known, s.pieces[i]) {
				return nil, fmt.Errorf("line %d, section %s: there is no {{%s}} here: %s", s.lines[i], p.name, s.pieces[i], or(known))
			}
		}
		for _, need := range strings.Fields(p.needs) {
			if !slices.Contains(s.names(), need) {
				return nil, fmt.Errorf("line %d, section %s: {{%s}} has to stand in it", s.title, p.name, need)
			}
		}
	}
	return t, nil
}

// titleOf is the name in a line that begins a section.
func titleOf(line string) (string, bool) {
	line, ok := strings.CutPrefix(strings.TrimSpace(line), "=== ")
	if !ok {
		return "", false
	}
	name, ok := strings.CutSuffix(line, " ===")
	return strings.TrimSpace(name), ok && !strings.Contains(name, " ")
}

func sectionsOf(parts []part) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.name
	}
	return strings.Join(names, ", ")
}

func or(known []string) string {
	if len(known) == 0 {
		return "it knows no names"
	}
	return "it knows {{" + strings.Join(known, "}}, {{") + "}}"
}

// blank is what may stand around a section.
const blank = " \t\n\v\f"

// split takes a text apart at the names in braces. Its first line has the number
// line; wrong is that of braces that are not closed, 0 where there are none.
func split(text string, line int) (s section, wrong int) {
	for {
		before, rest, found := strings.Cut(text, "{{")
		s.pieces, s.lines = append(s.pieces, before), append(s.lines, line)
		line += strings.Count(before, "\n")
		if !found {
			return s, 0
		}
		name, after, closed := strings.Cut(rest, "}}")
		if !closed || strings.ContainsAny(name, "\n{") {
			return s, line
		}
		s.pieces, s.lines = append(s.pieces, strings.TrimSpace(name)), append(s.lines, line)
		text = after
	}
}

func (s section) names() []string {
	var names []string
	for i := 1; i < len(s.pieces); i += 2 {
		names = append(names, s.pieces[i])
	}
	return names
}

// Fill is the text of a section with values in the place of names. A name
// without a value is a programmer's mistake.
func (t *Template) Fill(name string, values map[string]string) string {
	s, ok := t.sections[name]
	if !ok {
		panic("prompts: " + t.role + " has no section " + name)
	}
	var b strings.Builder
	for i, piece := range s.pieces {
		if i%2 == 0 {
			b.WriteString(piece)
			continue
		}
		value, ok := values[piece]
		if !ok {
			panic("prompts: nothing stands for {{" + piece + "}} in " + t.role + ", " + name)
		}
		b.WriteString(value)
	}
	return b.String()
}
