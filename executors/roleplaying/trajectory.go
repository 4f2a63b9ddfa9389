package roleplaying

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles"
	"worldc/world"
	"worldc/world/acting"
)

// The flags of a game master's turn.
const (
	// SaysFlag begins the flag of an error that the game master tells of.
	SaysFlag = "says:"
	// DisagreesFlag begins the flag of a word of the game master's that the engine
	// does not confirm.
	DisagreesFlag = "dm_disagreement:"
)

// Trajectory is a game as a record: what the player is told is the user's turn, what
// it thinks and does the assistant's (AgentRefine §3.4). An action that was wrong,
// by the engine or by the game master, is flagged and not trained, with the thought
// that led to it; it stays in the context.
func Trajectory(t *world.Trajectory, rules string, turns []Turn, executed []roles.Executed, v Verdict) {
	t.Turns = make([]world.Turn, 0, len(turns)+1)
	t.Turns = append(t.Turns, world.Turn{Role: world.SystemRole, Kind: "say", Content: rules})
	moves := 0
	for i, turn := range turns {
		if o := turn.Observation; o != nil {
			x := world.Turn{Role: world.UserRole, Kind: "say", Content: o.Text, Aside: o.Thought}
			if e := o.Error(); e != "" {
				x.Flags = append(x.Flags, SaysFlag+string(e))
			}
			for _, d := range v.Disagreements {
				if d.Turn == i {
					x.Flags = append(x.Flags, DisagreesFlag+d.Flag)
				}
			}
			t.Turns = append(t.Turns, x)
			continue
		}
		x := world.Turn{Role: world.AssistantRole, Kind: world.Act, Content: React(turn.Move)}
		if e := wrong(turns, i, executed, moves); e != "" {
			x.Flags = append(x.Flags, world.MistakeFlag+string(e))
		} else {
			x.Train.Content = true
			if turn.Move.Recovery {
				x.Flags = append(x.Flags, world.RecoveryFlag)
			}
		}
		moves++
		t.Turns = append(t.Turns, x)
	}
}

// wrong is what was wrong with the action of a turn.
func wrong(turns []Turn, i int, executed []roles.Executed, moves int) world.GameError {
	if moves < len(executed) && executed[moves].Error != "" {
		return executed[moves].Error
	}
	if i+1 < len(turns) && turns[i+1].Observation != nil {
		return turns[i+1].Observation.Error()
	}
	return ""
}

// React is a move as the player writes it.
func React(m *roles.GameMove) string {
	return "Thought: " + strings.TrimSpace(m.Thought) + "\nAction: " + m.Action
}

// Turns are those of a game that a trajectory tells, as far as it keeps them; the
// instructions are none. problem says which turn is no game's.
func Turns(t *world.Trajectory) (turns []Turn, problem string) {
	for i := range t.Turns {
		x := &t.Turns[i]
		switch x.Role {
		case world.SystemRole:
		case world.UserRole:
			o := &roles.Observation{Thought: x.Aside, Text: x.Content}
			for _, f := range x.Flags {
				switch f {
				case SaysFlag + string(world.ParameterError):
					o.ParameterError = true
				case SaysFlag + string(world.PlaceError):
					o.PlaceError = true
				case SaysFlag + string(world.LogicError):
					o.LogicError = true
				}
			}
			o.Completed = i == len(t.Turns)-1 && t.Progress != nil && t.Progress.Held == t.Progress.Of
			turns = append(turns, Turn{GameTurn: roles.GameTurn{Observation: o}})
		default:
			m, ok := ReadReact(x.Content)
			if !ok || x.Role != world.AssistantRole {
				return nil, "turn " + itoa(i+1) + " is neither an observation nor a thought and an action"
			}
			m.Recovery = slices.Contains(x.Flags, world.RecoveryFlag)
			turns = append(turns, Turn{GameTurn: roles.GameTurn{Move: m}})
		}
	}
	return turns, ""
}

// ReadReact reads a move as [React] writes it.
func ReadReact(text string) (m *roles.GameMove, ok bool) {
	thought, action, found := strings.Cut(text, "\nAction: ")
	thought, thinks := strings.CutPrefix(thought, "Thought: ")
	return &roles.GameMove{Thought: thought, Action: action}, found && thinks
}

// Calls are the player's actions of a game as calls of the script's tools, and those
// of them that did not work, by their ids. What is no action of the script stands
// there as a call of a tool of that name.
func Calls(script *world.Script, t *world.Trajectory) (calls []world.Call, failed map[string]bool, problems []world.Problem) {
	actions, problems := acting.New(script.Actions)
	if len(problems) > 0 {
		return nil, nil, problems
	}
	failed = map[string]bool{}
	for i := range t.Turns {
		x := &t.Turns[i]
		if x.Kind != world.Act {
			continue
		}
		c := world.Call{ID: itoa(i + 1), Tool: x.Content, Arguments: json.RawMessage("{}")}
		if m, ok := ReadReact(x.Content); ok {
			c.Tool = m.Action
			if move, legal := actions.Match(m.Action); legal {
				c.Tool, c.Arguments = move.Action.Tool, move.Arguments()
			}
		}
		failed[c.ID] = x.Mistake() != ""
		calls = append(calls, c)
	}
	return calls, failed, nil
}
