package judging

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"worldc/world"
)

// The reasons of StateAlignment.
const (
	reasonMissing = "a change is missing"
	reasonExtra   = "something was changed that should not have been"
	reasonOther   = "something was changed to another value"
	reasonState   = "the final state is another"
	reasonGoal    = "the goal of the game is not reached"
)

// StateAlignment is the check for the final state: it has the digest of the
// golden one (AgentScaler, stage 2; the granularity is the whole database). Games
// are won in more ways than one: of a script's, all conditions have to hold.
func StateAlignment() Check {
	return Check{Name: "state_alignment", Judge: func(c *Case) *Rejection {
		if p := c.Trajectory.Progress; p != nil {
			if p.Held < p.Of {
				return reject(reasonGoal, "%d of %d conditions hold", p.Held, p.Of)
			}
			return nil
		}
		want, have := c.Task.State, c.Trajectory.State
		if want.Digest == have.Digest {
			return nil
		}
		return difference(want.Changes, have.Changes)
	}}
}

// difference says what differs first between the golden changes and others.
func difference(want, have world.Changes) *Rejection {
	var first *Rejection
	more := 0
	note := func(r *Rejection) {
		if first == nil {
			first = r
		} else {
			more++
		}
	}
	for _, table := range union(want, have) {
		for _, key := range union(want[table], have[table]) {
			w, wanted := want[table][key]
			h, changed := have[table][key]
			where := fmt.Sprintf("%s[%q]", table, key)
			switch {
			case !changed:
				note(reject(reasonMissing, "%s should have become %s", where, fields(w.After)))
			case !wanted:
				note(reject(reasonExtra, "%s became %s", where, fields(h.After)))
			default:
				compareRows(where, w, h, note)
			}
		}
	}
	if first == nil {
		return reject(reasonState, "its digest differs, though the changes are the same")
	}
	if more > 0 {
		first.Detail += fmt.Sprintf("; and %d more", more)
	}
	return first
}

// compareRows compares what became of one row in both.
func compareRows(where string, want, have world.Change, note func(*Rejection)) {
	if (want.After == nil) != (have.After == nil) {
		note(reject(reasonOther, "%s became %s, should be %s", where, fields(have.After), fields(want.After)))
		return
	}
	for _, name := range union(want.After, have.After) {
		w, wanted := want.After[name]
		h, changed := have.After[name]
		switch {
		case !changed:
			note(reject(reasonMissing, "%s.%s should have become %s", where, name, clip(string(w))))
		case !wanted:
			note(reject(reasonExtra, "%s.%s became %s", where, name, clip(string(h))))
		case !bytes.Equal(w, h):
			note(reject(reasonOther, "%s.%s became %s, should be %s", where, name, clip(string(h)), clip(string(w))))
		}
	}
}

// union are the keys of both maps, sorted.
func union[V any](a, b map[string]V) []string {
	keys := slices.Sorted(maps.Keys(a))
	keys = slices.AppendSeq(keys, maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}

// fields are the fields of a row in short.
func fields(row map[string]json.RawMessage) string {
	if row == nil {
		return "no row"
	}
	text := ""
	for i, name := range slices.Sorted(maps.Keys(row)) {
		if i > 0 {
			text += ", "
		}
		text += name + " " + string(row[name])
	}
	return clip(text)
}
