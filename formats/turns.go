package formats

import (
	"fmt"
	"slices"

	"worldc/world"
)

// What the formats of chat trainers have in common: which turns a row holds, and
// what becomes of a turn that a trainer could not leave out of the loss.

// An Unfit is why a trajectory has no row in a format, though something in it is
// trained: it has a shape that the trainer would skip, refuse or misread.
type Unfit struct {
	// Turn is the turn at fault, from 0.
	Turn int

	// Why says what is wrong with it.
	Why string
}

// Error says which turn is at fault, and why.
func (u *Unfit) Error() string { return fmt.Sprintf("turn %d %s", u.Turn, u.Why) }

// An Unmasked is the error of a dataset whose trainer would train what is not to
// be: a turn that is not trained stands before one that is, and the format
// cannot leave a turn out of the loss.
type Unmasked struct {
	// Format is what the format is called, Trajectory the id of the trajectory, Turn
	// the turn that is not trained, from 0.
	Format, Trajectory string
	Turn               int
}

// Error says which turn would be trained, and what the user can do.
func (u *Unmasked) Error() string {
	return fmt.Sprintf("turn %d of trajectory %s is not trained, and a row of the format %q cannot leave a turn of the assistant out of the loss: "+
		"set expand_turns = true, and each turn that is trained ends a row of its own; or mask_errors = false, if mistakes are to be trained too",
		u.Turn, u.Trajectory, u.Format)
}

// present is the mask less the segments that a turn does not have.
func present(t *world.Turn, m world.Mask) world.Mask {
	return world.Mask{
		Reasoning: m.Reasoning && t.Reasoning != "",
		Content:   m.Content && t.Content != "",
		Calls:     m.Calls && len(t.Calls) > 0,
	}
}

// whole reports whether a turn is trained where messages are trained as a whole
// or not at all: whether all that it says and calls is to be trained. Reasoning
// does not count, since it can be left out of the row where it is not trained.
func whole(t *world.Turn, m world.Mask) bool {
	m = present(t, m)
	if t.Content == "" && len(t.Calls) == 0 {
		return m.Reasoning
	}
	return m.Content == (t.Content != "") && m.Calls == (len(t.Calls) > 0)
}

// reasoned reports, for rows of trainers that train messages whole, which end with
// the turn last, whether the reasoning of the i-th turn stands in them. It is left
// out where it would be trained and is not to be. Where that is so of the turn
// that an expanded row ends with, nothing in the row is reasoned: who does not
// think now has not thought before.
func reasoned(e *Example, i, last int) bool {
	silent := func(i int) bool {
		t := &e.Trajectory.Turns[i]
		return t.Reasoning != "" && !e.Masks[i].Reasoning && whole(t, e.Masks[i])
	}
	return !silent(i) && !(e.Expand && silent(last))
}

// lastTrained is the last turn that is trained as trained says, -1 if there is
// none. A row ends there: what comes after teaches nothing.
func lastTrained(e *Example, trained func(*world.Turn, world.Mask) bool) int {
	turns := e.Trajectory.Turns
	last := len(turns) - 1
	for last >= 0 && (turns[last].Role != world.AssistantRole || !trained(&turns[last], e.Masks[last])) {
		last--
	}
	return last
}

// lastWhole is the last turn of a row of a format whose trainer trains every
// turn of the assistant, or of an expanded row, the last one only. It is -1
// where nothing is trained, and the error is an [Unmasked] where something
// before would be trained that is not to be.
func lastWhole(e *Example, format string) (int, error) {
	last := lastTrained(e, whole)
	if e.Expand {
		return last, nil
	}
	for i := range last {
		t := &e.Trajectory.Turns[i]
		if t.Role == world.AssistantRole && !whole(t, e.Masks[i]) {
			return -1, &Unmasked{format, e.Trajectory.ID, i}
		}
	}
	return last, nil
}

// toolOf is the name of the tool whose result the turn i is; empty if no call
// before it has its id.
func toolOf(turns []world.Turn, i int) string {
	for j := i - 1; j >= 0; j-- {
		for k := range turns[j].Calls {
			if turns[j].Calls[k].ID == turns[i].CallID {
				return turns[j].Calls[k].Tool
			}
		}
	}
	return ""
}

// inOrder are the turns of a talk for trainers to which calls have no ids, who
// take the n-th result for that of the n-th call: the results of several calls
// come in the order of the calls. It is an [Unfit] where that does not help,
// since only some of the calls have a result, or a result is not beside its
// call.
func inOrder(turns []world.Turn) ([]world.Turn, error) {
	ordered := turns
	for i := 0; i < len(turns); {
		calls, first := turns[i].Calls, i+1
		if turns[i].Role == world.ToolRole {
			first = i
		}
		end := first
		for end < len(turns) && turns[end].Role == world.ToolRole {
			end++
		}
		switch n := end - first; {
		case n > 0 && len(calls) == 0:
			return nil, &Unfit{first, "is the result of a call that does not stand right before it, and calls have no ids in this format"}
		case n > 0 && n != len(calls):
			return nil, &Unfit{i, fmt.Sprintf("makes %d calls, and the number of results after them is %d: calls have no ids in this format, and it is open which belong together", len(calls), n)}
		case n > 0:
			for k := range calls {
				at := slices.IndexFunc(turns[first:end], func(t world.Turn) bool { return t.CallID == calls[k].ID })
				if at < 0 {
					return nil, &Unfit{i, "has a call without a result beside calls that have one, and calls have no ids in this format"}
				}
				if at != k {
					if &ordered[0] == &turns[0] {
						ordered = slices.Clone(turns)
					}
					ordered[first+k] = turns[first+at]
				}
			}
		}
		i = end
	}
	return ordered, nil
}

// parting is the turn at which two trials of a task part: the first that is not
// the same in both. It is not ok if that is no turn of the assistant in both, if
// nothing comes before it that a model could answer, or if what the first trial
// says there is not trained as a whole.
//
// The pair of a format is these two turns and what comes before them. What comes
// after is no part of it: a trainer of preferences compares all tokens of the
// two completions, and the results of tools and the words of users, which the
// model does not write, would be among them (TRL), or looks at the last message
// alone, whose context differs (NeMo RL); LLaMA-Factory has room for one message.
func parting(chosen, rejected *Example) (int, bool) {
	a, b := chosen.Trajectory.Turns, rejected.Trajectory.Turns
	at := 0
	for at < min(len(a), len(b)) && sameTurn(&a[at], &b[at]) {
		at++
	}
	if at == 0 || at == len(a) || at == len(b) ||
		a[at].Role != world.AssistantRole || b[at].Role != world.AssistantRole ||
		a[at-1].Role == world.AssistantRole || a[at-1].Role == world.SystemRole ||
		!whole(&a[at], chosen.Masks[at]) {
		return at, false
	}
	// Where reasoning is not trained it is left out of both, and they may be the
	// same then.
	return at, !sameSpeech(&a[at], &b[at]) || reasoned(chosen, at, at) && a[at].Reasoning != b[at].Reasoning
}

// sameTurn reports whether two turns are the same for who reads them.
func sameTurn(a, b *world.Turn) bool {
	return a.Role == b.Role && a.CallID == b.CallID && a.Reasoning == b.Reasoning && sameSpeech(a, b)
}

// sameSpeech reports whether two turns say and call the same.
func sameSpeech(a, b *world.Turn) bool {
	if a.Content != b.Content || len(a.Calls) != len(b.Calls) {
		return false
	}
	for i := range a.Calls {
		if a.Calls[i].Tool != b.Calls[i].Tool || string(a.Calls[i].Arguments) != string(b.Calls[i].Arguments) {
			return false
		}
	}
	return true
}
