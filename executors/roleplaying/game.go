package roleplaying

import (
	"context"
	"errors"

	"worldc/roles"
	"worldc/world"
)

// A Setup is a game that is to be had.
type Setup struct {
	// Brief is what both sides are told; Attempt, Before and Now are filled in.
	Brief roles.GameBrief

	// Start begins the game as the script has it.
	Start func() (Field, error)

	// Master and Player take turns; where Teller is given it writes the game instead.
	Master roles.GameMaster
	Player roles.Player
	Teller roles.Storyteller

	Standards Standards
	Look      string
	MaxTurns  int

	// Attempts is how often the game is written, in part or whole.
	Attempts int

	// Left says why an error means that one side does not go on; not ok is trouble
	// with the build.
	Left func(error) (why string, ok bool)
}

// A Result is what became of a game.
type Result struct {
	Turns    []Turn
	Executed []roles.Executed // of the player's actions
	State    world.State
	Verdict  Verdict // of the last attempt
	Attempts int

	// Faults are what was wrong with the attempts before, one after the other.
	Faults []Verdict
}

// Run has a game written until it is accepted or there are no attempts left.
func (s *Setup) Run(ctx context.Context) (r Result, err error) {
	var p Progress
	problem := ""
	s.Brief.Scene = s.Brief.Scene.Or(s.Brief.Script)
	for r.Attempts < s.Attempts {
		kept := p.Kept()
		s.Brief.Attempt, s.Brief.Before, s.Brief.Discarded = r.Attempts, before(kept), nil
		if r.Attempts > 0 && len(kept) == 0 && (r.Verdict.Fault.Anew() || r.Verdict.Fault == NotCompleted) {
			s.Brief.Discarded = before(r.Turns)
		}
		r.Attempts++
		field, executed, err := s.replay(kept)
		if err != nil {
			return r, err
		}
		s.Brief.Now = field.Copy
		var turns []Turn
		broken := false
		if s.Teller != nil {
			var text string
			if text, err = s.Teller.Tell(ctx, s.Brief, problem); err == nil {
				turns, broken = Read(text)
			}
		} else {
			var last roles.Executed
			if n := len(executed); n > 0 {
				last = executed[n-1]
			}
			table := Table{Host: s.Master.Host(s.Brief), Gamer: s.Player.Join(s.Brief), Field: field, Look: s.Look, MaxTurns: s.MaxTurns}
			var now []roles.Executed
			turns, now, err = table.Play(ctx, kept, last)
			executed = append(executed, now...)
		}
		r.Turns = p.Add(turns)
		if err != nil {
			why, ok := s.Left(err)
			if !ok {
				return r, err
			}
			r.Verdict = Verdict{Fault: LeftOff, Detail: why, Keep: len(r.Turns)}
		} else {
			if s.Teller != nil {
				if field, executed, err = s.replay(r.Turns); err != nil {
					return r, err
				}
				if n := s.ended(r.Turns, executed); n < len(r.Turns) {
					r.Turns, broken = r.Turns[:n], false
					if field, executed, err = s.replay(r.Turns); err != nil {
						return r, err
					}
				}
				Recoveries(r.Turns)
			}
			r.Verdict = Verify(r.Turns, executed, broken, s.Standards)
		}
		if r.Verdict.Fault == "" {
			r.Executed, r.State = executed, field.State()
			return r, nil
		}
		if r.Attempts < s.Attempts {
			r.Faults = append(r.Faults, r.Verdict)
		}
		if r.Verdict.Fault == NotCompleted && len(executed) >= s.MaxTurns {
			r.Verdict.Keep = 0 // the player has no more actions, and begins anew
		}
		p.Settle(r.Turns, r.Verdict)
		problem = string(r.Verdict.Fault) + ": " + r.Verdict.Detail
	}
	return r, nil
}

// ended is where a game is over that was written in one breath: after the word of the
// game master about the action that wins it, or when the player has no more actions.
// What a model writes behind that is no part of it.
func (s *Setup) ended(turns []Turn, executed []roles.Executed) int {
	moves := 0
	for i := range turns {
		if turns[i].Move == nil {
			continue
		}
		if moves++; executed[moves-1].Won || moves == s.MaxTurns {
			return min(i+2, len(turns))
		}
	}
	return len(turns)
}

// Recoveries marks the moves that are right after one that was wrong, as far as the
// game master says it.
func Recoveries(turns []Turn) {
	wrong := false
	for i := range turns {
		m := turns[i].Move
		if m == nil {
			continue
		}
		m.Recovery = wrong
		wrong = i+1 < len(turns) && turns[i+1].Observation != nil && turns[i+1].Observation.Error() != ""
		m.Recovery = m.Recovery && !wrong
	}
}

// replay begins the game and carries out the actions of turns.
func (s *Setup) replay(turns []Turn) (Field, []roles.Executed, error) {
	field, err := s.Start()
	if err != nil {
		return nil, nil, errors.Join(errors.New("the script's game cannot begin"), err)
	}
	var executed []roles.Executed
	for i := range turns {
		if m := turns[i].Move; m != nil {
			executed = append(executed, field.Do(m.Action))
		}
	}
	return field, executed, nil
}

// before are turns as both sides are told of them.
func before(turns []Turn) []roles.GameTurn {
	list := make([]roles.GameTurn, len(turns))
	for i := range turns {
		list[i] = turns[i].GameTurn
	}
	return list
}
