package optimizer

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles"
	"worldc/roles/advice"
	"worldc/world"
)

// A step is a call of a trajectory with what it gave.
type step struct {
	call   world.Call
	failed bool
	answer string // the error, or the value as JSON
	wants  string // the field of what has to be looked at first, where the error says so
}

// stepsOf are the calls of a trajectory that were answered, in their order.
func stepsOf(t *world.Trajectory) []step {
	var steps []step
	open := map[string]world.Call{}
	for i := range t.Turns {
		turn := &t.Turns[i]
		for _, c := range turn.Calls {
			open[c.ID] = c
		}
		if c, ok := open[turn.CallID]; ok && turn.Role == world.ToolRole {
			text, failed := strings.CutPrefix(turn.Content, "Error: ")
			steps = append(steps, step{call: c, failed: failed, answer: text})
		}
	}
	return steps
}

// empty reports whether a result has nothing in it: neither a value, nor a list that
// has members.
func (s *step) empty() bool {
	if s.failed {
		return false
	}
	var v any
	if json.Unmarshal([]byte(s.answer), &v) != nil {
		return false
	}
	return hollow(v)
}

// hollow reports whether a value is empty, or an object of empty lists and numbers
// that say so.
func hollow(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case float64:
		return v == 0
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, x := range v { //lint:ordered any of them
			if !hollow(x) {
				return false
			}
		}
		return true
	}
	return false
}

// A finding is advice that errors give, and how often.
type finding struct {
	advice.Advice
	times   int
	example string // the first error that gave it
}

// seen is what trajectories show of a tool, or of all.
type seen struct {
	findings []finding
	guesses  []guess
	wanting  []step // calls before which something has to be looked at
	errors   int    // calls that failed
	empties  int    // calls that gave nothing
	repeats  int    // calls that failed as one before them had, with the same arguments
	talks    int    // in which something of that happened
}

// look goes through trajectories. tool is the one that is looked at; nil for all.
func (o *Optimizer) look(tried []roles.Tried, tool *world.Tool) seen {
	var s seen
	for _, t := range tried {
		trouble := false
		var failed []step
		for _, x := range stepsOf(t.Trajectory) {
			if tool != nil && x.call.Tool != tool.Name {
				continue
			}
			if x.empty() {
				s.empties++
				trouble = true
				if tool != nil {
					o.suspect(&s, tool, &x)
				}
			}
			if !x.failed {
				continue
			}
			s.errors++
			trouble = true
			if slices.ContainsFunc(failed, func(y step) bool {
				return y.call.Tool == x.call.Tool && string(y.call.Arguments) == string(x.call.Arguments)
			}) {
				s.repeats++
			}
			failed = append(failed, x)
			learned := false
			for _, a := range readError(x.answer) {
				if slices.Contains(o.options.Withheld, a.Kind) {
					continue
				}
				if a.Tool == "" {
					a.Tool = x.call.Tool
				}
				s.add(a, x.answer)
				learned = true
			}
			clue, _ := advice.Suspect(x.answer, nil, x.call.Arguments)
			switch {
			case learned:
			case tool != nil:
				o.suspect(&s, tool, &x)
			case clue.Wants:
				x.wants = clue.About
				if !slices.ContainsFunc(s.wanting, func(y step) bool { return y.call.Tool == x.call.Tool && y.wants == x.wants }) {
					s.wanting = append(s.wanting, x)
				}
			}
		}
		if trouble {
			s.talks++
		}
	}
	return s
}

// add takes up advice that an error gives.
func (s *seen) add(a advice.Advice, example string) {
	for i := range s.findings {
		if f := &s.findings[i]; f.Same(a) && f.Sentence() == a.Sentence() {
			f.times++
			return
		}
	}
	s.findings = append(s.findings, finding{a, 1, example})
}

// settled are the findings of some kinds that do not contradict each other: of
// those that are about the same the most frequent, of equals the first.
func (s *seen) settled(wanted func(advice.Kind) bool) []finding {
	var list []finding
	for _, f := range s.findings {
		if !wanted(f.Kind) {
			continue
		}
		i := slices.IndexFunc(list, func(g finding) bool { return g.Same(f.Advice) })
		switch {
		case i < 0:
			list = append(list, f)
		case f.times > list[i].times:
			list[i] = f
		}
	}
	return list
}

// readError is the advice in an error.
func readError(text string) []advice.Advice { return advice.FromError(text) }
