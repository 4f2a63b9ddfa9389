package drifting

import (
	"bytes"
	"encoding/json"

	"worldc/roles/advice"
	"worldc/world"
	"worldc/world/engine"
)

// Misled is who can say of the calls of a world whether they were made as a document
// has it that is untrue; nil where nothing drifted. Such a call is an error, whoever
// made it and whatever came of it: what a model would learn of it is the untruth.
func Misled(w *world.World) func(c world.Call, r engine.Result) bool {
	if len(w.Drift) == 0 {
		return nil
	}
	x := newTeller(w)
	return func(c world.Call, r engine.Result) bool {
		for _, d := range x.drifts[c.Tool] {
			for _, a := range Truth(d) {
				if _, unheeded := a.Apply(c.Arguments); unheeded {
					return true
				}
			}
			if d.Kind == world.DriftRequired && !bytes.Equal(argument(c.Arguments, d.Parameter), d.Value) {
				return true
			}
			if r.OK() {
				continue
			}
			for _, a := range advice.FromError(r.Error) {
				if a.Parameter == d.Parameter {
					return true
				}
			}
			if clue, ok := advice.Suspect(r.Error, x.tools[c.Tool].Tool.Parameters, c.Arguments); ok && clue.About == d.Parameter {
				return true
			}
		}
		return false
	}
}

// argument is an argument of a call; nil where it is not given.
func argument(arguments json.RawMessage, name string) json.RawMessage {
	var given map[string]json.RawMessage
	if json.Unmarshal(arguments, &given) != nil {
		return nil
	}
	return given[name]
}
