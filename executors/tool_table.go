package executors

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"worldc/formats"
	"worldc/world"
)

// A toolTable holds every tool that rows show once, as they show it. Tools are
// numbered in the order in which they are asked for; the numbers are this run's.
type toolTable struct {
	worlds shelf
	pools  shelf

	mu    sync.Mutex
	read  map[string]bool  // worlds that were read
	known map[string]int32 // by id
	texts [][]byte
}

func openTools(in *Input, worlds shelf) (*toolTable, error) {
	t := &toolTable{worlds: worlds, read: map[string]bool{}, known: map[string]int32{}}
	var err error
	t.pools, err = openShelf(in, in.Ancestors[world.ToolType])
	return t, err
}

func (t *toolTable) close() error { return t.pools.close() }

// rendered are the texts of tools.
func (t *toolTable) rendered(numbers []int32) [][]byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := make([][]byte, len(numbers))
	for i, n := range numbers {
		list[i] = t.texts[n]
	}
	return list
}

// numbers are those of tools that an agent in a world saw: its own, and those
// that were shown beside them.
func (t *toolTable) numbers(worldID string, ids []string) ([]int32, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.read[worldID] {
		if err := t.readWorld(worldID); err != nil {
			return nil, err
		}
	}
	list := make([]int32, len(ids))
	for i, id := range ids {
		number, ok := t.known[id]
		if !ok {
			if err := t.readTool(id); err != nil {
				return nil, err
			}
			number = t.known[id]
		}
		list[i] = number
	}
	return list, nil
}

func (t *toolTable) readWorld(id string) error {
	t.read[id] = true
	line, ok, err := t.worlds.get(id)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("there is no %s %s upstream", world.WorldType, id)
	}
	var tools []struct {
		Tool world.Tool `json:"tool"`
	}
	if err := json.Unmarshal(field(line, "tools"), &tools); err != nil {
		return err
	}
	for i := range tools {
		if err := t.add(&tools[i].Tool); err != nil {
			return err
		}
	}
	return nil
}

// readTool finds a tool of another world: in the pools, or in the worlds.
func (t *toolTable) readTool(id string) error {
	line, ok, err := t.pools.get(id)
	if err != nil {
		return err
	}
	if ok {
		var tool world.Tool
		if err := json.Unmarshal(line, &tool); err != nil {
			return err
		}
		return t.add(&tool)
	}
	for _, x := range t.worlds {
		for line, err := range x.Lines(0, x.Len()) {
			if err != nil {
				return err
			}
			if other := textField(line, "id"); !t.read[other] {
				if err := t.readWorld(other); err != nil {
					return err
				}
			}
			if _, ok := t.known[id]; ok {
				return nil
			}
		}
	}
	return errors.New("there is no tool " + id + " upstream")
}

func (t *toolTable) add(tool *world.Tool) error {
	if _, known := t.known[tool.ID]; known {
		return nil
	}
	text, err := formats.OpenAITool(tool)
	if err != nil {
		return fmt.Errorf("tool %s: %w", tool.ID, err)
	}
	t.known[tool.ID] = int32(len(t.texts))
	t.texts = append(t.texts, text)
	return nil
}
