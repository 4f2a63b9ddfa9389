package executors

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"worldc/jsonwalk"
	"worldc/world"
)

// A toolTable holds every document of a tool that rows show once, as they show
// it. Documents are numbered in the order in which they are asked for; the
// numbers are this run's.
//
// A tool is described by its world: worlds that have a tool in common may say
// different things of it. What an agent is shown beside the tools of its world
// is described by the first world that has it (see [distractors]). Either way the
// agent is shown it as it was briefed.
type toolTable struct {
	worlds shelf
	pools  shelf
	told   *briefings
	render func(*world.Tool) ([]byte, error)

	mu      sync.Mutex
	ofWorld map[[2]string]map[string]int32 // by world and briefing, then id
	first   map[string]map[string]int32    // by briefing, then id: as the first world describes it
	known   map[[sha256.Size]byte]int32    // by content
	texts   [][]byte
	naming  bool             // names are given ([toolTable.name])
	tools   []*world.Tool    // by number, where names are given
	used    []bool           // by number: that some agent saw it
	shown   []bool           // by number: that somebody asked for its text
	renamed map[int32]string // by number: what a document was called before [toolTable.name]
}

func openTools(in *Input, worlds shelf, render func(*world.Tool) ([]byte, error)) (*toolTable, error) {
	t := &toolTable{worlds: worlds, render: render, ofWorld: map[[2]string]map[string]int32{}, first: map[string]map[string]int32{}, known: map[[sha256.Size]byte]int32{}}
	var err error
	if t.pools, err = openShelf(in, in.Ancestors[world.ToolType]); err != nil {
		return t, err
	}
	t.told, err = openBriefings(in)
	return t, err
}

func (t *toolTable) close() error {
	err := t.pools.close()
	if t.told != nil {
		err = errors.Join(err, t.told.close())
	}
	return err
}

// rendered are the texts of documents.
func (t *toolTable) rendered(numbers []int32) [][]byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := make([][]byte, len(numbers))
	for i, n := range numbers {
		list[i] = t.texts[n]
		t.shown[n] = true
	}
	return list
}

// shownTexts are the texts of the documents that were rendered.
func (t *toolTable) shownTexts() [][]byte {
	var list [][]byte
	for n, text := range t.texts {
		if t.shown[n] {
			list = append(list, text)
		}
	}
	return list
}

// numbers are those of the tools that an agent in a world saw, who was briefed as
// talk says, the line of a trajectory; nil where there is none.
func (t *toolTable) numbers(worldID string, talk []byte, ids []string) ([]int32, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	told, err := t.told.of(talk)
	if err != nil {
		return nil, err
	}
	place := [2]string{worldID, told.key()}
	own := t.ofWorld[place]
	if own == nil {
		line, ok, err := t.worlds.get(worldID)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("there is no %s %s upstream", world.WorldType, worldID)
		}
		if own, err = t.toolsOf(line, told); err != nil {
			return nil, err
		}
		t.ofWorld[place] = own
	}
	list := make([]int32, len(ids))
	for i, id := range ids {
		number, ok := own[id]
		if !ok {
			var err error
			if number, err = t.foreign(id, told); err != nil {
				return nil, err
			}
		}
		list[i] = number
		t.used[number] = true
	}
	return list, nil
}

// toolsOf are the tools of a world, which is given as its line.
func (t *toolTable) toolsOf(line []byte, told *briefing) (map[string]int32, error) {
	var tools []struct {
		Tool world.Tool `json:"tool"`
	}
	if err := json.Unmarshal(jsonwalk.Field(line, "tools"), &tools); err != nil {
		return nil, err
	}
	numbers := make(map[string]int32, len(tools))
	for i := range tools {
		shown := told.document(tools[i].Tool)
		number, err := t.number(&shown)
		if err != nil {
			return nil, err
		}
		numbers[tools[i].Tool.ID] = number
	}
	return numbers, nil
}

// foreign is a tool of another world, or, where no world has it, of a pool.
func (t *toolTable) foreign(id string, told *briefing) (int32, error) {
	first := t.first[told.key()]
	if first == nil {
		first = map[string]int32{}
		for _, x := range t.worlds {
			for line, err := range x.Lines(0, x.Len()) {
				if err != nil {
					return 0, err
				}
				numbers, err := t.toolsOf(line, told)
				if err != nil {
					return 0, err
				}
				for id, number := range numbers { //lint:ordered into a map
					if _, earlier := first[id]; !earlier {
						first[id] = number
					}
				}
			}
		}
		t.first[told.key()] = first
	}
	if number, ok := first[id]; ok {
		return number, nil
	}
	line, ok, err := t.pools.get(id)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, errors.New("there is no tool " + id + " upstream")
	}
	var tool world.Tool
	if err := json.Unmarshal(line, &tool); err != nil {
		return 0, err
	}
	tool = told.document(tool)
	first[id], err = t.number(&tool)
	return first[id], err
}

// number is that of the document of a tool.
func (t *toolTable) number(tool *world.Tool) (int32, error) {
	text, err := t.render(tool)
	if err != nil {
		return 0, fmt.Errorf("tool %s: %w", tool.ID, err)
	}
	sum := sha256.Sum256(text)
	number, ok := t.known[sum]
	if !ok {
		number = int32(len(t.texts))
		t.known[sum] = number
		t.texts, t.shown = append(t.texts, text), append(t.shown, false)
		t.used = append(t.used, false)
		if t.naming {
			t.tools = append(t.tools, tool)
		}
	}
	return number, nil
}
