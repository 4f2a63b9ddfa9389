package roleplaying

import (
	"context"

	"worldc/roles"
	"worldc/world"
)

// A Field is a game that can be played.
type Field interface{ roles.Rehearsal }

// A Table is where a game is played turn by turn.
type Table struct {
	Host  roles.Host
	Gamer roles.Gamer
	Field Field

	// Look is the action by which the game master finds out what there is to be seen
	// at the beginning; empty where there is none.
	Look string

	// MaxTurns is how many actions the player has.
	MaxTurns int
}

// Play goes on with a game behind what is kept of it, of which the actions were
// carried out, until it is won, until the player has no more actions, or until one
// side leaves. It returns the new turns and what the engine says of all actions in
// them.
func (t *Table) Play(ctx context.Context, kept []Turn, last roles.Executed) (turns []Turn, executed []roles.Executed, err error) {
	moves := len(kept) / 2
	turns, executed = make([]Turn, 0, usualTurns), make([]roles.Executed, 0, usualTurns/2)
	var now *roles.Observation
	var move *roles.GameMove
	switch n := len(kept); {
	case n == 0:
		if t.Look != "" {
			last = t.Field.Do(t.Look)
		}
	case kept[n-1].Observation != nil:
		now = kept[n-1].Observation
	default:
		move = kept[n-1].Move
	}
	for {
		if now == nil {
			o, err := t.Host.Observe(ctx, move, last)
			if err != nil {
				return turns, executed, err
			}
			turns, now = append(turns, Turn{GameTurn: roles.GameTurn{Observation: &o}}), &o
		}
		if move != nil && last.Won || moves == t.MaxTurns {
			return turns, executed, nil
		}
		m, err := t.Gamer.Move(ctx, *now)
		if err != nil || m.Left {
			return turns, executed, err
		}
		move, now = &m, nil
		moves++
		turns = append(turns, Turn{GameTurn: roles.GameTurn{Move: move}})
		last = t.Field.Do(m.Action)
		executed = append(executed, last)
	}
}

// usualTurns is how many turns there is room for at once.
const usualTurns = 40

// LookOf is the action by which a player looks around: one that only reads, without
// values; empty where the script has none.
func LookOf(s *world.Script) string {
	first := ""
	for i := range s.Actions {
		a := &s.Actions[i]
		if len(a.Values) > 0 {
			continue
		}
		for j := range s.World.Tools {
			t := &s.World.Tools[j]
			if t.Tool.Name != a.Tool || t.Effect != world.Read {
				continue
			}
			if t.Tool.Name == "look" {
				return a.Template
			}
			if first == "" {
				first = a.Template
			}
		}
	}
	return first
}
