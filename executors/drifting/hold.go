package drifting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"worldc/roles/advice"
	"worldc/world"
	"worldc/world/engine"
)

// A Stage is a world in which calls are made one after the other.
type Stage interface {
	Call(name string, arguments []byte) (engine.Result, error)
	State() (world.State, error)
}

// Hold makes the plain golden calls of a task, as the documents of the tools would
// have them, those that hold in a world that drifted, by making them on a stage that
// the task's changes have begun: arguments become what is really wanted, and what
// has to be read before is read. Documented holds the plain calls then; they show
// what the tools really return. Nothing happens in a world in which nothing drifted.
//
// The error says which call does not hold. It is for [errors.As] a *[BrokenError]
// unless the stage failed.
func Hold(w *world.World, s Stage, t *world.Task) error {
	if len(w.Drift) == 0 {
		return nil
	}
	x := newTeller(w)
	documented := slices.Clone(t.Calls)
	x.calls = nil
	for i := range documented {
		c := &documented[i]
		c.Arguments = x.renewed(c.Arguments)
		result, err := x.make(s, *c)
		if err != nil {
			return err
		}
		x.learn(c.Result, result)
		c.Result = result
	}
	state, err := s.State()
	if err != nil {
		return err
	}
	outputs := slices.Clone(t.Outputs)
	for i, o := range outputs {
		if now, ok := x.ids[o]; ok {
			outputs[i] = now
		}
	}
	tools := slices.Clone(t.Tools)
	for _, c := range x.calls { // those that have to be read from are shown too
		if id := x.tools[c.Tool].Tool.ID; !slices.Contains(tools, id) {
			tools = append(tools, id)
		}
	}
	t.Documented, t.Calls, t.State, t.Outputs, t.Tools = documented, x.calls, state, outputs, tools
	return nil
}

// A BrokenError says that a call does not hold.
type BrokenError struct {
	Tool  string
	Why   string
	Fault engine.Fault
}

// Error implements error.
func (e *BrokenError) Error() string { return e.Tool + ": " + e.Why }

// A teller says calls as they hold.
type teller struct {
	world  *world.World
	tools  map[string]*world.WorldTool
	drifts map[string][]*world.Drift // by the name of the tool

	// calls are those that were made; ids are those that new rows have now, by what
	// they would have been.
	calls []world.Call
	ids   map[string]string
}

func newTeller(w *world.World) *teller {
	x := &teller{world: w, tools: map[string]*world.WorldTool{}, drifts: map[string][]*world.Drift{}, ids: map[string]string{}}
	names := map[string]string{}
	for i := range w.Tools {
		x.tools[w.Tools[i].Tool.Name] = &w.Tools[i]
		names[w.Tools[i].Tool.ID] = w.Tools[i].Tool.Name
	}
	for i := range w.Drift {
		name := names[w.Drift[i].Tool]
		x.drifts[name] = append(x.drifts[name], &w.Drift[i])
	}
	return x
}

// make makes a plain call as it holds.
func (x *teller) make(s Stage, c world.Call) (json.RawMessage, error) {
	arguments := c.Arguments
	for _, d := range x.drifts[c.Tool] {
		arguments = said(d, arguments)
		if d.Kind == world.DriftOrder {
			field, err := x.read(s, c, d)
			if err != nil {
				return nil, err
			}
			if field != nil {
				arguments, _ = advice.Advice{Kind: advice.Pass, Parameter: d.Parameter, Value: field}.Apply(arguments)
			}
		}
	}
	r, err := s.Call(c.Tool, arguments)
	if err != nil {
		return nil, err
	}
	if !r.OK() {
		return nil, &BrokenError{c.Tool, r.Error, r.Fault}
	}
	x.calls = append(x.calls, world.Call{Tool: c.Tool, Arguments: arguments, Result: r.Value, Effect: r.Effect})
	return r.Value, nil
}

// said are plain arguments as a drift wants them.
func said(d *world.Drift, arguments json.RawMessage) json.RawMessage {
	for _, a := range Truth(d) {
		if changed, ok := a.Apply(arguments); ok {
			return changed
		}
	}
	return arguments
}

// read is what a call wants of the tool that has to be called before it for the same
// thing: of a call that was made, if nothing was written since, else of one more.
func (x *teller) read(s Stage, c world.Call, d *world.Drift) (json.RawMessage, error) {
	before := x.tools[d.Before]
	column := shows(x.world, before)
	from := naming(x.tools[c.Tool], column)
	var given map[string]json.RawMessage
	if err := json.Unmarshal(c.Arguments, &given); err != nil || given[from.Parameter] == nil {
		return nil, &BrokenError{Tool: c.Tool, Why: "its call does not name a row"}
	}
	key := given[from.Parameter]
	for _, made := range slices.Backward(x.calls) {
		if made.Effect != world.Read {
			break
		}
		if made.Tool == d.Before {
			if field := shown(before, column, made.Result, key, d.Field); field != nil {
				return field, nil
			}
		}
	}
	plain := json.RawMessage(`{}`)
	if to := keyOf(before); to != nil && to.Column == column {
		var err error
		if plain, err = json.Marshal(map[string]json.RawMessage{to.Parameter: key}); err != nil {
			return nil, fmt.Errorf("the key of a call does not encode: %w", err)
		}
	}
	raw, err := x.make(s, world.Call{Tool: d.Before, Arguments: plain})
	if err != nil {
		return nil, err
	}
	field := shown(before, column, raw, key, d.Field)
	if field == nil {
		return nil, &BrokenError{Tool: d.Before, Why: "its result has no " + d.Field}
	}
	return field, nil
}

// shown is a field that the result of a tool shows of the row of a key; nil where it
// does not show it.
func shown(t *world.WorldTool, column string, result, key json.RawMessage, field string) json.RawMessage {
	list, name := shownKey(t, column)
	var row map[string]json.RawMessage
	if json.Unmarshal(result, &row) != nil {
		return nil
	}
	rows := []map[string]json.RawMessage{row}
	if list != "" && json.Unmarshal(row[list], &rows) != nil {
		return nil
	}
	for _, r := range rows {
		if bytes.Equal(r[name], key) {
			return r[field]
		}
	}
	return nil
}

// learn notes how ids of new rows, which depend on the arguments of calls, differ
// from those that the plain calls made.
func (x *teller) learn(plain, really json.RawMessage) {
	if bytes.Equal(plain, really) {
		return
	}
	var a, b any
	if json.Unmarshal(plain, &a) != nil || json.Unmarshal(really, &b) != nil {
		return
	}
	var compare func(a, b any)
	compare = func(a, b any) {
		switch a := a.(type) {
		case map[string]any:
			b, _ := b.(map[string]any)
			for name, v := range a { //lint:ordered each by itself
				compare(v, b[name])
			}
		case []any:
			b, _ := b.([]any)
			for i := range min(len(a), len(b)) {
				compare(a[i], b[i])
			}
		case string:
			if b, ok := b.(string); ok && a != b && newIDs(a, b) {
				x.ids[a] = b
			}
		}
	}
	compare(a, b)
}

// newIDs reports whether two texts are ids that db.new_id made: one prefix, and
// twelve hexadecimal digits.
func newIDs(a, b string) bool {
	const digits = 12
	n := len(a) - digits
	return len(a) == len(b) && n >= 0 && a[:n] == b[:n] && strings.Trim(a[n:]+b[n:], "0123456789abcdef") == ""
}

// renewed are arguments with the ids that new rows have now.
func (x *teller) renewed(arguments json.RawMessage) json.RawMessage {
	text := string(arguments)
	changed := false
	for old, id := range x.ids { //lint:ordered ids are no part of each other
		if strings.Contains(text, old) {
			text, changed = strings.ReplaceAll(text, old, id), true
		}
	}
	if !changed {
		return arguments
	}
	return json.RawMessage(text)
}
