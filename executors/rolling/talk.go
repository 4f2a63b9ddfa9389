package rolling

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/roles"
	"worldc/world"
	"worldc/world/engine"
)

// A Stage is a world in which one talk takes place.
type Stage interface {
	Call(name string, arguments []byte) (engine.Result, error)
	State() (world.State, error)
}

// A Talk is what a trajectory is made of.
type Talk struct {
	Task *world.Task

	// Clock is the instant at which the world stands.
	Clock string

	// Model names who plays the agent; Trial counts the attempts.
	Model string
	Trial int

	// Ordinal tells apart the talks about the task: the trial, unless it was begun
	// anew.
	Ordinal int

	Seed     uint64
	MaxTurns int // of the agent

	// Knowledge are the ids of the versions of action knowledge that the agent was
	// told, MaxDescription how many characters of a description it is shown, 0 for
	// all. Players who draw draw the same with one knowledge as with another.
	Knowledge      []string
	MaxDescription int

	// Voice is the id of the talk of which players who draw have the words; the
	// talk's own where it is empty.
	Voice string

	// System is what the agent is told before the first turn.
	System string

	Agent roles.Job
	User  roles.User
	Stage Stage

	// Misled says of a call whether it was made as an untrue document has it; nil
	// where all documents are true.
	Misled func(c world.Call, r engine.Result) bool

	// Distractors are tools of other worlds that the agent is shown; Shown are the
	// ids of all that it is shown, where there are any.
	Distractors []world.Tool
	Shown       []string
}

// The kinds of turns.
const (
	say    = "say"
	call   = "call"
	result = "result"
	failed = "error"
)

// The flags of turns, beside [world.MistakeFlag]: a turn that repairs a mistake,
// and, of a mistake, whether it mattered.
const (
	Recovery = world.RecoveryFlag
	Matters  = "matters"
	Harmless = "harmless"
)

// A LeftError says that a player did not go on.
type LeftError struct {
	Role world.Role // AssistantRole or UserRole
	Why  error
}

// Error is why.
func (e *LeftError) Error() string { return e.Why.Error() }

// Unwrap is why.
func (e *LeftError) Unwrap() error { return e.Why }

// Run has the talk. The error is trouble with the stage, or a *[LeftError], not a
// talk that goes wrong: that is an outcome. With a LeftError the trajectory is
// the talk as far as it came, which ends as [world.Refused].
func (k *Talk) Run(ctx context.Context) (*world.Trajectory, error) {
	t := &world.Trajectory{
		ID: world.TrajectoryID(k.Task.ID, k.Model, k.Trial, k.Knowledge...), Task: k.Task.ID, World: k.Task.World,
		Model: k.Model, Trial: k.Trial, Knowledge: k.Knowledge, MaxDescription: k.MaxDescription, Outcome: world.OutOfTurns, Tools: k.Shown,
	}
	drawn := world.TrajectoryID(k.Task.ID, k.Model, k.Trial)
	t.Turns = append(t.Turns, world.Turn{Role: world.SystemRole, Kind: say, Content: k.System})
	person := k.User.Meet(roles.UserBrief{
		Seed: k.Seed, Talk: drawn, Voice: k.Voice, Ordinal: k.Ordinal, Clock: k.Clock, Background: k.Task.Background, Goal: k.Task.Goal, Steps: k.Task.Steps, Known: k.Task.Known,
	})
	helper := k.Agent.Meet(roles.AgentBrief{Seed: k.Seed, Talk: drawn, Voice: k.Voice, Ordinal: k.Ordinal, Distractors: k.Distractors, Shown: k.Shown})

	opening, err := person.Answer(ctx, nil)
	if err != nil {
		return k.left(t, &ledger{}, world.UserRole, err)
	}
	t.Turns = append(t.Turns, world.Turn{Role: world.UserRole, Kind: say, Content: opening.Say})
	heard := roles.Heard{User: &opening}
	var ledger ledger
	for range k.MaxTurns {
		d, err := helper.Decide(ctx, heard)
		if err != nil {
			return k.left(t, &ledger, world.AssistantRole, err)
		}
		t.Turns = append(t.Turns, turnOf(d))
		ledger.note(len(t.Turns)-1, d)
		if len(d.Calls) > 0 {
			heard = roles.Heard{}
			turn := len(t.Turns) - 1
			for _, c := range d.Calls {
				r, err := k.Stage.Call(c.Tool, c.Arguments)
				if err != nil {
					return nil, err
				}
				answer := world.Turn{Role: world.ToolRole, Kind: result, CallID: c.ID, Content: string(r.Value)}
				if !r.OK() {
					answer.Kind, answer.Content = failed, "Error: "+r.Error
				}
				t.Turns = append(t.Turns, answer)
				if k.Misled != nil {
					ledger.hold(&t.Turns[turn], turn, c.Tool, k.Misled(c, r), r.OK())
				}
				heard.Results = append(heard.Results, roles.Result{Value: r.Value, Error: r.Error})
			}
			continue
		}
		u, err := person.Answer(ctx, &d)
		if err != nil {
			return k.left(t, &ledger, world.UserRole, err)
		}
		t.Turns = append(t.Turns, world.Turn{Role: world.UserRole, Kind: say, Content: u.Say})
		if u.Stop {
			t.Outcome = world.Done
			break
		}
		heard = roles.Heard{User: &u}
	}
	if t.State, err = k.Stage.State(); err != nil {
		return nil, err
	}
	ledger.close(k.Task, t)
	return t, nil
}

// left ends a talk that a player has left.
func (k *Talk) left(t *world.Trajectory, l *ledger, role world.Role, why error) (*world.Trajectory, error) {
	state, err := k.Stage.State()
	if err != nil {
		return nil, err
	}
	t.State, t.Outcome = state, world.Refused
	l.close(k.Task, t)
	return t, &LeftError{role, why}
}

// turnOf records a turn of the agent.
func turnOf(d roles.AgentDecision) world.Turn {
	turn := world.Turn{Role: world.AssistantRole, Kind: say, Content: d.Say, Reasoning: d.Think, Calls: d.Calls}
	if len(d.Calls) > 0 {
		turn.Kind = call
	}
	if d.Mistake != "" {
		turn.Flags = append(turn.Flags, world.MistakeFlag+string(d.Mistake))
	} else {
		turn.Train = world.Mask{Reasoning: d.Think != "", Content: d.Say != "", Calls: len(d.Calls) > 0}
	}
	if d.Recovery {
		turn.Flags = append(turn.Flags, Recovery)
	}
	return turn
}

// A ledger keeps the mistakes of a talk.
type ledger struct {
	mistakes []mistake
}

type mistake struct {
	turn     int
	kind     roles.Mistake
	called   bool
	repaired bool
	tool     string // whose document misled
}

// hold takes up a call of a turn: one that an untrue document has misled is a
// mistake, of which nothing is trained; one of the same tool that succeeds repairs
// it.
func (l *ledger) hold(turn *world.Turn, at int, tool string, misled, succeeds bool) {
	if misled {
		if turn.Mistake() == "" {
			turn.Flags = append(turn.Flags, world.MistakeFlag+world.MisledMistake)
			l.mistakes = append(l.mistakes, mistake{turn: at, kind: world.MisledMistake, called: true, tool: tool})
		}
		turn.Train = world.Mask{}
		return
	}
	for i := range l.mistakes {
		m := &l.mistakes[i]
		if !succeeds || m.tool != tool || m.repaired || m.turn == at {
			continue
		}
		m.repaired = true
		if !slices.Contains(turn.Flags, Recovery) {
			turn.Flags = append(turn.Flags, Recovery)
		}
	}
}

// note takes up a turn of the agent.
func (l *ledger) note(turn int, d roles.AgentDecision) {
	if d.Recovery {
		for i := range l.mistakes {
			l.mistakes[i].repaired = true
		}
	}
	if d.Mistake != "" {
		l.mistakes = append(l.mistakes, mistake{turn: turn, kind: d.Mistake, called: len(d.Calls) > 0})
	}
}

// close says of each mistake whether it mattered: where the talk went well none
// did; else those that were not repaired, and, where every call counts, those
// that were calls.
func (l *ledger) close(task *world.Task, t *world.Trajectory) {
	if len(l.mistakes) == 0 {
		return
	}
	good := l.looped() == 0 && Succeeds(task, t)
	readOnly := task.ReadOnly()
	matters := func(m mistake) bool { return !m.repaired || readOnly && m.called }
	any := slices.ContainsFunc(l.mistakes, matters)
	for _, m := range l.mistakes {
		flag := Harmless
		if !good && (matters(m) || !any) {
			flag = Matters
		}
		t.Turns[m.turn].Flags = append(t.Turns[m.turn].Flags, flag)
	}
}

// mostRepeats is how often the same thought may come before it is a loop.
const mostRepeats = 3

// looped is the number of turns of a repetition that nobody would call anything
// but a loop.
func (l *ledger) looped() int {
	n := 0
	for _, m := range l.mistakes {
		if m.kind == roles.RepetitionLoop {
			n++
		}
	}
	if n > mostRepeats {
		return n
	}
	return 0
}

// Succeeds reports whether a talk did what its task asks for: it was finished,
// the world is in the golden state, the outputs were told, and, where nothing is
// to be written, the calls are the golden ones.
func Succeeds(task *world.Task, t *world.Trajectory) bool {
	return t.Outcome == world.Done && t.State.Digest == task.State.Digest && told(task, t) && (!task.ReadOnly() || called(task, t))
}

// told reports whether all outputs were told (tau-bench's definition: part of a
// message without calls, whatever the case, commas left out).
func told(task *world.Task, t *world.Trajectory) bool {
	fold := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), ",", "") }
	var said strings.Builder
	for _, turn := range t.Turns {
		if turn.Role == world.AssistantRole && len(turn.Calls) == 0 {
			said.WriteString(fold(turn.Content))
			said.WriteByte(0) // no output reaches from one message into the next
		}
	}
	for _, o := range task.Outputs {
		if !strings.Contains(said.String(), fold(o)) {
			return false
		}
	}
	return true
}

// called reports whether the calls are the golden ones.
func called(task *world.Task, t *world.Trajectory) bool {
	n := 0
	for _, turn := range t.Turns {
		for _, c := range turn.Calls {
			if n >= len(task.Calls) || task.Calls[n].Tool != c.Tool || !same(task.Calls[n].Arguments, c.Arguments) {
				return false
			}
			n++
		}
	}
	return n == len(task.Calls)
}

// same reports whether two JSON values are equal.
func same(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	x, errX := artifact.Canonical(a)
	y, errY := artifact.Canonical(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
