package importing

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/executors/toolpool"
	"worldc/world"
)

// The reasons why a text is no knowledge, and notes on what is.
const (
	reasonKnowledge = "it is no knowledge"
	reasonSilent    = "it says nothing about the tools"

	reasonNoTool    = "it describes a tool that no world has"
	reasonManyTools = "it describes a tool by a name that several tools have"
	reasonBlank     = "a description is blank"
	reasonTwice     = "it describes a tool twice, of which the first counts"
)

// looseKnowledge is knowledge as worldc writes it, or as somebody writes it down.
type looseKnowledge struct {
	world.Knowledge
	ID           scalar            `json:"id"`
	Descriptions map[string]string `json:"descriptions"`
	Tools        []toolText        `json:"tools"`
	Chosen       *bool             `json:"chosen"`
}

// toolText is what a list of tools says about one: as an MCP server says it, or as
// an OpenAI request does.
type toolText struct {
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Function    *toolText `json:"function"`
}

// A KnownTool is a tool of the worlds that knowledge is about.
type KnownTool struct {
	ID, Name string
}

// Knowledge reads knowledge about tools. Its descriptions are by the tools' ids;
// those of tools that there are not are left out, which is noted. key is the id that
// the text gives it, or empty.
func Knowledge(item Item, tools []KnownTool) (k *world.Knowledge, key string, notes []Note, p *Problem) {
	if item.Problem != nil {
		return nil, "", nil, item.Problem
	}
	var l looseKnowledge
	raw := item.Raw
	if len(raw) > 0 && raw[0] == '"' {
		// A document of Markdown.
		if err := json.Unmarshal(raw, &l.Workflow); err != nil {
			return nil, "", nil, problem(reasonKnowledge, "%v", err)
		}
	} else if err := json.Unmarshal(raw, &l); err != nil {
		return nil, "", nil, problem(reasonKnowledge, "%s", strings.ReplaceAll(plainJSON(err), `"Knowledge.`, `"`))
	}
	k = &l.Knowledge
	k.ID, k.Descriptions = "", map[string]string{}
	k.Chosen = l.Chosen == nil || *l.Chosen
	k.Workflow = strings.TrimSpace(toolpool.Shown(k.Workflow))
	note := func(action world.Action, reason, format string, args ...any) {
		notes = append(notes, Note{action, reason, fmt.Sprintf(format, args...)})
	}
	describe := func(name, text string) {
		text = strings.TrimSpace(toolpool.Shown(text))
		switch id, found := toolOf(name, tools); {
		case found == 0:
			note(world.Mended, reasonNoTool, "%s", Clip(name))
		case found > 1:
			note(world.Mended, reasonManyTools, "%s: %d do; use their ids", Clip(name), found)
		case text == "":
			note(world.Mended, reasonBlank, "%s", Clip(name))
		case k.Descriptions[id] != "":
			note(world.Mended, reasonTwice, "%s", Clip(name))
		default:
			k.Descriptions[id] = text
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.Descriptions)) {
		describe(name, l.Descriptions[name])
	}
	for _, t := range l.Tools {
		if t.Function != nil {
			t = *t.Function
		}
		describe(t.Name, t.Description)
	}
	if len(l.Descriptions)+len(l.Tools) > 0 && len(k.Descriptions) == 0 && k.Workflow == "" {
		return nil, "", nil, problem(reasonSilent, "%s: %s", notes[0].Reason, notes[0].Detail)
	}
	if l.Descriptions == nil && l.Tools == nil && k.Workflow == "" {
		return nil, "", nil, problem(reasonSilent, "it has neither descriptions, nor tools, nor a workflow")
	}
	if k.Modification == "" && (len(k.Descriptions) > 0 || k.Workflow != "") {
		k.Modification = "as " + item.Place + " has it"
	}
	return k, string(l.ID), notes, nil
}

// Workflow is the item that a document of Markdown is. The heading under which agents
// read a workflow, as a dataset writes it, is none of its text.
func Workflow(document string, data []byte) (Item, error) {
	text := strings.TrimPrefix(strings.TrimSpace(string(data)), world.WorkflowTitle)
	raw, err := artifact.Marshal(strings.ToValidUTF8(text, "\uFFFD"))
	return Item{Place: document, Number: 1, Raw: raw}, err
}

// Tools are the items of a document, of which those that follow each other and are
// tools of a list are one.
func Tools(items []Item) ([]Item, error) {
	var list []Item
	var tools []json.RawMessage
	end := func() error {
		if len(tools) == 0 {
			return nil
		}
		raw, err := artifact.Marshal(map[string]any{"tools": tools})
		list[len(list)-1].Raw = raw
		tools = nil
		return err
	}
	for _, item := range items {
		var t struct {
			toolText
			Descriptions, Tools, Workflow json.RawMessage
		}
		is := item.Problem == nil && json.Unmarshal(item.Raw, &t) == nil && (t.Name != "" || t.Function != nil) && t.Descriptions == nil && t.Tools == nil && t.Workflow == nil
		if !is || len(tools) == 0 {
			if err := end(); err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		if is {
			tools = append(tools, item.Raw)
		}
	}
	return list, end()
}

// toolOf finds a tool by its id or its name, and how many tools have that name.
func toolOf(name string, tools []KnownTool) (id string, found int) {
	for _, t := range tools {
		if t.ID == name {
			return name, 1
		}
		if t.Name == name {
			id = t.ID
			found++
		}
	}
	return id, found
}

// KnowledgeID is the id of imported knowledge, by the key that its text gives it or
// its place. ordinal counts those before that have the same.
func KnowledgeID(key string, ordinal int) string {
	return world.ID(world.KnowledgeType, "imported", ordered(key, ordinal))
}

// ScriptID is the id of an imported script whose text gives it none, by its place.
func ScriptID(place string) string { return world.ID(world.ScriptType, "imported", place) }
