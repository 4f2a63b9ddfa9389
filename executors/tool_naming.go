package executors

import (
	"bytes"
	"cmp"
	"slices"

	"worldc/formats"
	"worldc/world"
)

// name gives every document that is used a name of its own, for readers that know
// a tool by its name wherever it stands in a dataset, and returns what was
// renamed. Of several documents of one name the first keeps it, in the order of
// their texts, so that names do not depend on who was asked for first. Talks have
// to call them by these names then ([toolTable.rename]).
func (t *toolTable) name(rule formats.NameRule) ([]world.Finding, error) {
	var used []int32
	for n := range t.texts {
		if t.used[n] {
			used = append(used, int32(n))
		}
	}
	slices.SortFunc(used, func(a, b int32) int {
		return cmp.Or(cmp.Compare(t.tools[a].Name, t.tools[b].Name), bytes.Compare(t.texts[a], t.texts[b]))
	})
	names := rule.Names()
	var findings []world.Finding
	t.renamed = map[int32]string{}
	for _, n := range used {
		named := names.Give(*t.tools[n])
		old := t.tools[n].Name
		if named.Name == old {
			continue
		}
		text, err := t.render(&named)
		if err != nil {
			return nil, err
		}
		t.texts[n], t.renamed[n] = text, old
		t.tools[n] = &named
		findings = append(findings, world.Finding{
			Subject: old, Action: world.Noted, Reason: "a tool has another name in rows: its own is taken, or its reader does not take it", Detail: named.Name,
		})
	}
	return findings, nil
}

// rename has a talk call the tools that it was shown as they are named now.
func (t *toolTable) rename(talk *world.Trajectory, shown []int32) {
	names := map[string]string{}
	for _, n := range shown {
		if old, ok := t.renamed[n]; ok {
			names[old] = t.tools[n].Name
		}
	}
	if len(names) == 0 {
		return
	}
	for i := range talk.Turns {
		for j := range talk.Turns[i].Calls {
			c := &talk.Turns[i].Calls[j]
			if name, ok := names[c.Tool]; ok {
				c.Tool = name
			}
		}
	}
}
