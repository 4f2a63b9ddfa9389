package main

import (
	"encoding/json"
	"strconv"
	"strings"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/world"
)

// A library finds records in the artifacts upstream of a node.
type library struct {
	store   *artifact.Store
	entries map[world.Type][]artifact.Entry
	open    map[world.Type][]*artifact.Indexed
	names   map[string]string
	worlds  bool // whether the names of worlds and of their tools are in names

	documents map[string]world.Tool // of worlds; nil before they were read
}

func openLibrary(store *artifact.Store, nodes []*compiler.Node, built map[*compiler.Node]artifact.Entry) *library {
	l := &library{
		store: store, entries: map[world.Type][]artifact.Entry{},
		open: map[world.Type][]*artifact.Indexed{}, names: map[string]string{},
	}
	for _, n := range nodes {
		if entry, ok := built[n]; ok {
			l.entries[n.Emits] = append(l.entries[n.Emits], entry)
		}
	}
	return l
}

func (l *library) close() {
	for _, list := range l.open { //lint:ordered each is closed
		for _, x := range list {
			x.Close() // it was only read
		}
	}
}

// record is the record of an id. What is not there, or cannot be read, is shown
// by its id.
func (l *library) record(t world.Type, id string) ([]byte, bool) {
	if _, opened := l.open[t]; !opened {
		l.open[t] = nil
		for _, entry := range l.entries[t] {
			if x, err := l.store.Open(entry.Info); err == nil {
				l.open[t] = append(l.open[t], x)
			}
		}
	}
	for i, x := range l.open[t] {
		// Where several artifacts are read, a later one's ids that clash are
		// qualified by its position.
		if line, ok, err := x.Get(strings.TrimSuffix(id, "@"+strconv.Itoa(i+1))); err == nil && ok {
			return line, true
		}
	}
	return nil, false
}

// name is the name of a tool or of a world.
func (l *library) name(id string) (string, bool) {
	if name, ok := l.names[id]; ok {
		return name, name != ""
	}
	var tool world.Tool
	if line, ok := l.record(world.ToolType, id); ok && json.Unmarshal(line, &tool) == nil {
		l.names[id] = tool.Name
		return tool.Name, tool.Name != ""
	}
	if !l.worlds {
		l.worlds = true
		l.nameWorlds()
		return l.name(id)
	}
	l.names[id] = ""
	return "", false
}

// nameWorlds reads the names of the worlds and of the tools in them.
func (l *library) nameWorlds() {
	for _, entry := range l.entries[world.WorldType] {
		for line, err := range l.store.Lines(entry.Info) {
			var w world.World
			if err != nil || json.Unmarshal(line, &w) != nil {
				break
			}
			l.names[w.ID] = w.Name
			for _, t := range w.Tools {
				l.names[t.Tool.ID] = t.Tool.Name
			}
		}
	}
}

// document is a tool as its world shows it.
func (l *library) document(id string) (world.Tool, bool) {
	if l.documents == nil {
		l.documents = map[string]world.Tool{}
		for _, entry := range l.entries[world.WorldType] {
			for line, err := range l.store.Lines(entry.Info) {
				var w struct {
					Tools []struct{ Tool world.Tool }
				}
				if err != nil || json.Unmarshal(line, &w) != nil {
					break
				}
				for _, t := range w.Tools {
					if _, known := l.documents[t.Tool.ID]; !known {
						l.documents[t.Tool.ID] = t.Tool
					}
				}
			}
		}
	}
	t, ok := l.documents[id]
	return t, ok
}
