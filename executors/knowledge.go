package executors

import (
	"errors"

	"worldc/spec"
	"worldc/world"
)

// knowledge is what agents are told about their tools: the versions that searches
// have chosen, one after the other. A version of the same tool that comes first
// counts.
type knowledge []*world.Knowledge

// chosenKnowledge reads the knowledge that a block is given; nil where it is given
// none.
func chosenKnowledge(in *Input) (knowledge, error) {
	if len(in.Inputs["knowledge"]) == 0 {
		return nil, nil
	}
	var list knowledge
	for k, err := range Records[*world.Knowledge](in, in.Inputs["knowledge"]) {
		if err != nil {
			return nil, err
		}
		if k.Chosen {
			list = append(list, k)
		}
	}
	if len(list) == 0 {
		return nil, errors.New("knowledge has no version that was chosen")
	}
	return list, nil
}

// told is a world as an agent sees it who is told the knowledge, of which it sees no
// more than the block says.
func (list knowledge) told(w *world.World, config *spec.Rollouts) *world.World {
	all := &world.Knowledge{Descriptions: map[string]string{}}
	for _, k := range list {
		for id, text := range k.Descriptions { //lint:ordered into a map
			if _, ok := all.Descriptions[id]; !ok {
				all.Descriptions[id] = text
			}
		}
		if k.Workflow != "" && all.Workflow != "" {
			all.Workflow += "\n\n"
		}
		all.Workflow += k.Workflow
	}
	for i := range w.Tools {
		t := &w.Tools[i].Tool
		text, ok := all.Descriptions[t.ID]
		if !ok {
			text = t.Description
		}
		all.Descriptions[t.ID] = beginning(text, config.MaxDescription)
	}
	all.Workflow = beginning(all.Workflow, config.MaxWorkflow)
	return all.Told(w)
}

// beginning is the first characters of a text, all if most is 0.
func beginning(text string, most int) string {
	if r := []rune(text); most > 0 && len(r) > most {
		return string(r[:most])
	}
	return text
}
