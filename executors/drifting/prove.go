package drifting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"worldc/roles/advice"
	"worldc/world"
	"worldc/world/engine"
)

// Prove says what is wrong with a drift of a world, "" if nothing is. Plain calls
// of the tool, which succeed where nothing drifted, said as they hold but for this
// drift, have to be refused by an error that says what is wanted, or hints at it; or,
// where nothing is said, to come to something else. Said as they hold, they have to do
// what they did. plain and really open the world as it was and as it is.
func Prove(w *world.World, d *world.Drift, calls []json.RawMessage, plain, really func() (Stage, error)) (string, error) {
	name := ""
	for i := range w.Tools {
		if w.Tools[i].Tool.ID == d.Tool {
			name = w.Tools[i].Tool.Name
		}
	}
	met := false
	for _, arguments := range calls {
		call := world.Call{Tool: name, Arguments: arguments}
		was, err := made(plain, func(s Stage) (json.RawMessage, error) { return called(s, name, arguments) })
		if err != nil {
			return "", err
		}
		if was.broken != "" {
			continue // a tool may refuse for a reason of its trade
		}
		x := newTeller(w)
		is, err := made(really, func(s Stage) (json.RawMessage, error) { return x.make(s, call) })
		if err != nil {
			return "", err
		}
		if is.broken != "" {
			return "a call as it holds fails: " + is.broken, nil
		}
		x.learn(was.value, is.value)
		if !x.same(was.value, is.value) {
			return fmt.Sprintf("a call as it holds gives %s, not %s", is.value, was.value), nil
		}
		if !x.same(was.changes, is.changes) {
			return "a call as it holds does something else", nil
		}
		believing := newTeller(w)
		believing.drifts[name] = slices.DeleteFunc(slices.Clone(believing.drifts[name]), func(e *world.Drift) bool { return e == d })
		believed, err := made(really, func(s Stage) (json.RawMessage, error) { return believing.make(s, call) })
		if err != nil {
			return "", err
		}
		bears := !bytes.Equal(said(d, arguments), arguments)
		switch {
		case d.Kind == world.DriftCase:
			if bears && (believed.broken != "" || !x.same(was.value, believed.value)) {
				met = true
			}
		case believed.broken == "" && bears:
			return "a call as documented succeeds", nil
		case believed.broken == "": // it has nothing of what drifted
		case believed.fault != engine.Refused:
			return fmt.Sprintf("a call as documented breaks it: %s", believed.broken), nil
		case !told(d, w, name, believed.broken, arguments):
			return fmt.Sprintf("a call as documented is not told what is wanted: %s", believed.broken), nil
		default:
			met = true
		}
	}
	if !met {
		return "no call meets it", nil
	}
	return "", nil
}

// told reports whether an error says what a drift wants or, where it hints, has it
// among the ways that it hints at.
func told(d *world.Drift, w *world.World, name, text string, arguments json.RawMessage) bool {
	truth := Truth(d)
	says := func(list []advice.Advice) bool {
		return slices.ContainsFunc(truth, func(a advice.Advice) bool {
			return slices.ContainsFunc(list, func(b advice.Advice) bool { return a.Sentence() == b.Sentence() })
		})
	}
	if !d.Hinted {
		return says(advice.FromError(text))
	}
	i := slices.IndexFunc(w.Tools, func(t world.WorldTool) bool { return t.Tool.Name == name })
	clue, ok := advice.Suspect(text, w.Tools[i].Tool.Parameters, arguments)
	return ok && (clue.Wants && d.Kind == world.DriftOrder || slices.ContainsFunc(clue.Ways, says))
}

// An outcome is what came of a call.
type outcome struct {
	value, changes json.RawMessage
	broken         string
	fault          engine.Fault
}

// made is what comes of a call on a new stage.
func made(open func() (Stage, error), call func(Stage) (json.RawMessage, error)) (outcome, error) {
	s, err := open()
	if err != nil {
		return outcome{}, err
	}
	if c, ok := s.(interface{ Close() error }); ok {
		defer c.Close()
	}
	var x outcome
	x.value, err = call(s)
	if b, ok := err.(*faultError); ok {
		x.broken, x.fault = b.message, b.fault
		return x, nil
	}
	if b, ok := err.(*BrokenError); ok {
		x.broken, x.fault = b.Error(), b.Fault
		return x, nil
	}
	if err != nil {
		return x, err
	}
	state, err := s.State()
	if err != nil {
		return x, err
	}
	x.changes, err = json.Marshal(state.Changes)
	return x, err
}

// A faultError is a call that failed.
type faultError struct {
	message string
	fault   engine.Fault
}

func (e *faultError) Error() string { return e.message }

func called(s Stage, name string, arguments json.RawMessage) (json.RawMessage, error) {
	r, err := s.Call(name, arguments)
	if err != nil {
		return nil, err
	}
	if !r.OK() {
		return nil, &faultError{r.Error, r.Fault}
	}
	return r.Value, nil
}

// same reports whether two JSON values are equal but for the ids of new rows, and
// for the fields that drifts add to results.
func (x *teller) same(was, is json.RawMessage) bool {
	var a, b any
	if json.Unmarshal(x.renewed(was), &a) != nil || json.Unmarshal(is, &b) != nil {
		return false
	}
	added := map[string]bool{}
	for _, list := range x.drifts { //lint:ordered into a set
		for _, d := range list {
			if d.Field != "" {
				added[d.Field] = true
			}
		}
	}
	strip(a, b, added)
	p, err := json.Marshal(a)
	q, err2 := json.Marshal(b)
	return err == nil && err2 == nil && bytes.Equal(p, q)
}

// strip takes from a value what was added to it.
func strip(was, is any, added map[string]bool) {
	switch is := is.(type) {
	case map[string]any:
		old, ok := was.(map[string]any)
		if !ok {
			return
		}
		for name, v := range is { //lint:ordered each by itself
			if x, there := old[name]; there {
				strip(x, v, added)
			} else if added[name] {
				delete(is, name)
			}
		}
	case []any:
		old, ok := was.([]any)
		for i := range is {
			if ok && i < len(old) {
				strip(old[i], is[i], added)
			}
		}
	}
}
