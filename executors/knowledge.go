package executors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"worldc/jsonwalk"
	"worldc/world"
)

// A briefing is what agents are told of their tools otherwise than documents say:
// by versions of action knowledge, and by how much of a description they are shown.
// The zero value tells them nothing.
type briefing struct {
	ids      []string // of the versions, in the order in which they count
	versions []*world.Knowledge
	says     *world.Knowledge // all of them together; nil where there are none

	// maxDescription and maxWorkflow are how many characters are shown; 0 is all.
	maxDescription, maxWorkflow int
}

// newBriefing is the briefing of a block that is given knowledge by an attribute: the
// versions that searches have chosen.
func newBriefing(in *Input, attribute string, maxDescription, maxWorkflow int) (*briefing, error) {
	versions, err := chosenKnowledge(in, in.Inputs[attribute])
	if err != nil {
		return nil, err
	}
	b := briefingOf(versions)
	b.maxDescription, b.maxWorkflow = maxDescription, maxWorkflow
	return b, nil
}

// briefingOf is what versions say.
func briefingOf(versions []*world.Knowledge) *briefing {
	b := &briefing{versions: versions}
	for _, k := range versions {
		b.ids = append(b.ids, k.ID)
	}
	if len(versions) > 0 {
		b.says = world.Together(versions)
	}
	return b
}

// chosenKnowledge reads the versions that were chosen; none where there are no
// artifacts.
func chosenKnowledge(in *Input, from []Artifact) ([]*world.Knowledge, error) {
	var list []*world.Knowledge
	for k, err := range Records[*world.Knowledge](in, from) {
		if err != nil {
			return nil, err
		}
		if k.Chosen {
			list = append(list, k)
		}
	}
	if len(from) > 0 && len(list) == 0 {
		return nil, errors.New("knowledge has no version that was chosen")
	}
	return list, nil
}

// document is a tool as the agent is shown it.
func (b *briefing) document(t world.Tool) world.Tool {
	if b.says != nil {
		if text, ok := b.says.Descriptions[t.ID]; ok {
			t.Description = text
		}
	}
	t.Description = beginning(t.Description, b.maxDescription)
	return t
}

// about is the version that describes a tool, as a list; nil where none does.
func (b *briefing) about(tool string) []string {
	for _, k := range b.versions {
		if _, ok := k.Descriptions[tool]; ok {
			return []string{k.ID}
		}
	}
	return nil
}

// world is a world as the agent sees it. It shares all with w that is not told, and
// is for reading only.
func (b *briefing) world(w *world.World) *world.World {
	told := world.Knowledge{Descriptions: map[string]string{}}
	for i := range w.Tools {
		told.Descriptions[w.Tools[i].Tool.ID] = b.document(w.Tools[i].Tool).Description
	}
	if b.says != nil {
		told.Workflow = beginning(b.says.Workflow, b.maxWorkflow)
	}
	return told.Told(w)
}

// key tells briefings apart by what they show of tools.
func (b *briefing) key() string { return fmt.Sprintf("%q %d", b.ids, b.maxDescription) }

// beginning is the first characters of a text, all if most is 0.
func beginning(text string, most int) string {
	if r := []rune(text); most > 0 && len(r) > most {
		return string(r[:most])
	}
	return text
}

// briefings finds what the agents of trajectories were told, by what trajectories say
// of it, and reads each once.
type briefings struct {
	versions shelf
	plain    *briefing
	known    map[string]*briefing
}

func openBriefings(in *Input) (*briefings, error) {
	b := &briefings{plain: &briefing{}, known: map[string]*briefing{}}
	var err error
	b.versions, err = openShelf(in, in.Ancestors[world.KnowledgeType])
	return b, err
}

func (b *briefings) close() error { return b.versions.close() }

// of is the briefing of a trajectory, which is given as its line.
func (b *briefings) of(line []byte) (*briefing, error) {
	ids, most := jsonwalk.Field(line, "knowledge"), jsonwalk.Field(line, "max_description")
	if ids == nil && most == nil {
		return b.plain, nil
	}
	key := string(bytes.Join([][]byte{ids, most}, []byte{' '}))
	if known := b.known[key]; known != nil {
		return known, nil
	}
	var names []string
	if ids != nil {
		if err := json.Unmarshal(ids, &names); err != nil {
			return nil, err
		}
	}
	var versions []*world.Knowledge
	for _, id := range names {
		k, err := find[world.Knowledge](b.versions, world.KnowledgeType, id)
		if err != nil {
			return nil, err
		}
		versions = append(versions, k)
	}
	told := briefingOf(versions)
	told.ids = names
	if most != nil {
		var err error
		if told.maxDescription, err = strconv.Atoi(string(most)); err != nil {
			return nil, err
		}
	}
	b.known[key] = told
	return told, nil
}
