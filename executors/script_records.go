package executors

import (
	"encoding/json"
	"errors"
	"iter"

	"worldc/jsonwalk"
	"worldc/world"
)

// A script holds the task and the world of a trajectory, which calls both by the
// script's id. Whoever wants the task or the world of a trajectory finds it there as
// among the records of its own type.

// openTasks opens the tasks upstream, those in scripts too.
func openTasks(in *Input) (shelf, error) { return openHeld(in, world.TaskType, "task") }

// openWorlds opens the worlds upstream, those in scripts too.
func openWorlds(in *Input) (shelf, error) { return openHeld(in, world.WorldType, "world") }

func openHeld(in *Input, t world.Type, member string) (shelf, error) {
	s, err := openShelf(in, in.Ancestors[t])
	if err != nil {
		return nil, err
	}
	scripts, err := openShelf(in, in.Ancestors[world.ScriptType])
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	for i := range scripts {
		scripts[i].member = member
	}
	return append(s, scripts...), nil
}

// A heldRecord is a task or a world, and what trajectories call it.
type heldRecord struct {
	id     string
	line   []byte // valid until the next step
	script bool

	// variant is how the script was rewritten; empty for one as it was written.
	variant string
}

// heldRecords are the records of a type upstream, and then those in scripts.
func heldRecords(in *Input, t world.Type, member string) iter.Seq2[heldRecord, error] {
	return func(yield func(heldRecord, error) bool) {
		for line, err := range in.Lines(in.Ancestors[t]) {
			if !yield(heldRecord{id: jsonwalk.TextField(line, "id"), line: line}, err) || err != nil {
				return
			}
		}
		for line, err := range in.Lines(in.Ancestors[world.ScriptType]) {
			if !yield(heldRecord{jsonwalk.TextField(line, "id"), jsonwalk.Field(line, member), true, jsonwalk.TextField(line, "variant")}, err) || err != nil {
				return
			}
		}
	}
}

// scriptOf reads the script of a trajectory; nil where it is none's.
func scriptOf(scripts shelf, id string) (*world.Script, error) {
	line, ok, err := scripts.get(id)
	if err != nil || !ok {
		return nil, err
	}
	s := new(world.Script)
	return s, json.Unmarshal(line, s)
}
