package importing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"worldc/artifact"
	"worldc/world"
	"worldc/world/engine"
)

// A Replayer executes calls in a world, from the state in which a task begins.
// Both *engine.Engine and *sandbox.Worker do.
type Replayer interface {
	Replay(*world.Task) (*engine.Replay, error)
}

// The reasons why something cannot be executed, and notes on what can.
const (
	reasonGold    = "a golden call fails"
	reasonInitial = "the task's initial changes do not fit the world"
	reasonRecord  = "a recorded result is not what the golden call gives"
	reasonState   = "the recorded state is not what the golden calls come to"
	reasonNothing = "the golden calls change nothing"
)

// ExecuteTask executes the golden calls of a task, and puts in what they come
// to. A problem is why the task is none; an error is trouble of the machine.
func ExecuteTask(in Replayer, t *world.Task) ([]Note, *Problem, error) {
	replay, err := in.Replay(t)
	if p, err := initialProblem(err); p != nil || err != nil {
		return nil, p, err
	}
	var notes []Note
	for i := range t.Calls {
		r := &replay.Results[i]
		if r.Fault == engine.Machine {
			return nil, nil, errors.New(r.Error)
		}
		if !r.OK() {
			detail := fmt.Sprintf("call %d of %d, %s: %s", i+1, len(t.Calls), Clip(t.Calls[i].Tool), r.Error)
			if r.Fault == engine.Code {
				detail += "\n" + r.Detail
			}
			return nil, &Problem{reasonGold, detail}, nil
		}
		if recorded := t.Calls[i].Result; recorded != nil && !sameValue(recorded, r.Value) {
			was, is := apart(string(recorded), string(r.Value))
			notes = append(notes, Note{world.Noted, reasonRecord, fmt.Sprintf("call %d, %s: recorded %s, gives %s", i+1, Clip(t.Calls[i].Tool), was, is)})
		}
		t.Calls[i].Result, t.Calls[i].Effect = r.Value, r.Effect
	}
	if t.State.Digest != "" && t.State.Digest != replay.State.Digest {
		notes = append(notes, Note{world.Noted, reasonState, ""})
	}
	if t.State = replay.State; t.State.Changes.Rows() == 0 {
		notes = append(notes, Note{world.Noted, reasonNothing, ""})
	}
	return notes, nil, nil
}

// initialProblem tells changes that do not fit from trouble of the machine.
func initialProblem(err error) (*Problem, error) {
	var load *engine.LoadError
	if errors.As(err, &load) {
		return problem(reasonInitial, "%v", plain(load)), nil
	}
	return nil, err
}

// ExecuteTrajectory executes the calls of a trajectory from the beginning of
// its task, and puts what they come to into the turns that answer them.
func ExecuteTrajectory(in Replayer, r *ReadTrajectory, task *world.Task) (*Problem, error) {
	t := &r.Trajectory
	attempt := world.Task{Initial: task.Initial}
	position := map[string]int{}
	for _, turn := range t.Turns {
		for _, c := range turn.Calls {
			position[c.ID] = len(attempt.Calls)
			attempt.Calls = append(attempt.Calls, world.Call{Tool: c.Tool, Arguments: c.Arguments})
		}
	}
	replay, err := in.Replay(&attempt)
	if p, err := initialProblem(err); p != nil || err != nil {
		return p, err
	}
	for i := range replay.Results {
		if r := &replay.Results[i]; r.Fault == engine.Machine {
			return nil, errors.New(r.Error)
		}
	}
	t.State = replay.State
	for i := range t.Turns {
		turn := &t.Turns[i]
		if turn.Role != world.ToolRole {
			continue
		}
		n := position[turn.CallID]
		result := &replay.Results[n]
		text := ResultText(result)
		if turn.Kind = "result"; !result.OK() {
			turn.Kind = "error"
		}
		if r.recorded[i] && !sameText(turn.Content, text) {
			turn.Flags = append(turn.Flags, Differs)
			recorded, gives := apart(turn.Content, text)
			r.Notes = append(r.Notes, Note{world.Noted, reasonDiffers, fmt.Sprintf("turn %d, %s: recorded %s, gives %s",
				i+1, Clip(attempt.Calls[n].Tool), recorded, gives)})
		}
		turn.Content = text
	}
	return nil, nil
}

// ResultText is what an agent sees of a result: the text of a string, the JSON
// of any other value, and of an error what it says after `Error: `.
func ResultText(r *engine.Result) string {
	if !r.OK() {
		return "Error: " + r.Error
	}
	var text string
	if json.Unmarshal(r.Value, &text) == nil && bytes.HasPrefix(r.Value, []byte{'"'}) {
		return text
	}
	return string(r.Value)
}

// sameText reports whether two texts of results say the same: they are equal,
// or they are JSON of equal values.
func sameText(a, b string) bool { return a == b || sameValue([]byte(a), []byte(b)) }

func sameValue(a, b []byte) bool {
	x, err := artifact.Canonical(a)
	if err != nil {
		return false
	}
	y, err := artifact.Canonical(b)
	return err == nil && bytes.Equal(x, y)
}

// apart are two texts, in canonical form where they are JSON, from a little
// before where they come apart.
func apart(a, b string) (string, string) {
	x, errX := artifact.Canonical([]byte(a))
	y, errY := artifact.Canonical([]byte(b))
	if errX == nil && errY == nil {
		a, b = string(x), string(y)
	}
	const before = 24
	r, s := []rune(a), []rune(b)
	n := 0
	for n < min(len(r), len(s)) && r[n] == s[n] {
		n++
	}
	if n -= before; n <= 0 {
		return Clip(a), Clip(b)
	}
	return Clip("…" + string(r[n:])), Clip("…" + string(s[n:]))
}
