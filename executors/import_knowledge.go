package executors

import (
	"cmp"
	"fmt"
	"strings"

	"worldc/executors/importing"
	"worldc/world"
)

// importKnowledge reads what is known about the tools of worlds. It is little, and is
// read as one.
func importKnowledge(in *Input, out *Output) error {
	tools, err := knownTools(in, in.Inputs["worlds"])
	if err != nil {
		return err
	}
	seen, keys := map[string]bool{}, map[string]int{}
	for _, f := range in.Files {
		list, err := knowledgeItems(f)
		if err != nil {
			return err
		}
		out.Plan(int64(len(list)))
		for _, item := range list {
			i := imported{Subject: item.Place, Place: item.Place}
			var k *world.Knowledge
			var key string
			k, key, i.Notes, i.Problem = importing.Knowledge(item, tools)
			if i.Problem == nil {
				if k.ID = key; !importing.IsID(key) {
					key = cmp.Or(key, "at "+item.Place)
					k.ID = importing.KnowledgeID(key, keys[key])
					keys[key]++
				}
				i.Subject = k.ID
				if i.Problem = breaks(k.Validate()); i.Problem == nil && seen[k.ID] {
					i.Problem = &importing.Problem{Reason: reasonSame, Detail: k.ID}
				}
				seen[k.ID] = true
			}
			if i, err = i.is(k, nil); err == nil {
				err = out.writeImported(i)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// knowledgeItems are what a file says: a document of Markdown, values line by line,
// or those of a whole document, of which a list of tools is one.
func knowledgeItems(f File) (list []importing.Item, err error) {
	if strings.HasSuffix(strings.TrimSuffix(f.Path, ".zst"), ".md") {
		data, err := f.Read(maxDocument)
		if err != nil {
			return nil, err
		}
		item, err := importing.Workflow(f.Document, data)
		return []importing.Item{item}, err
	}
	for item, err := range items([]File{f}) {
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return importing.Tools(list)
}

// knownTools are the tools of worlds, each once.
func knownTools(in *Input, worlds []Artifact) ([]importing.KnownTool, error) {
	var list []importing.KnownTool
	seen := map[string]bool{}
	for w, err := range Records[struct {
		Tools []struct {
			Tool struct{ ID, Name string }
		}
	}](in, worlds) {
		if err != nil {
			return nil, err
		}
		for _, t := range w.Tools {
			if !seen[t.Tool.ID] {
				list = append(list, importing.KnownTool(t.Tool))
			}
			seen[t.Tool.ID] = true
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("the worlds have no tools that anything could be known about")
	}
	return list, nil
}
