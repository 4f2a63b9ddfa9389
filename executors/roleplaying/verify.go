// Package roleplaying has games played and verified (AgentRefine §3.2-§3.4): a game
// master and a player take turns, or a model writes the whole game in one breath; a
// verifier says at which turn a game goes wrong, and the game goes on from there or
// begins anew.
//
// Rules. The verifier is a function of the turns, of the actions of the script and
// of what the engine says of the player's actions; it looks at nothing else. What
// it is given may be anything: texts of models, cut anywhere.
package roleplaying

import (
	"fmt"

	"worldc/roles"
	"worldc/world"
	"worldc/world/acting"
)

// A Turn is one of a game that is verified.
type Turn struct {
	roles.GameTurn

	// Missing says what the turn lacks, where it is none; such a turn has neither
	// side. It comes of text only.
	Missing string
}

// A Fault is what is wrong with a game; empty is nothing. What is wrong decides how
// the game goes on.
type Fault string

// The faults in the order in which they are looked for (AgentRefine Algorithm 1).
// Those of turns are looked for turn by turn.
const (
	// BrokenText: the text is no JSON from some place on. The turns before are kept.
	BrokenText Fault = "the game is no valid JSON"
	// MissingKeys: a turn lacks a key. The turns before are kept.
	MissingKeys Fault = "a turn lacks a key"
	// OutOfTurn: one side speaks twice, or the player begins. The turns before are
	// kept.
	OutOfTurn Fault = "it is the other side's turn"
	// Contradiction: the game master judges an action before there is one, calls an
	// action wrong that completes the game, or goes on after it has said that the game
	// is completed. The turns before its word are kept.
	Contradiction Fault = "the game master contradicts itself"
	// UnnoticedAction: the player's action is none of the script, and the game master
	// did not say so. The turns before the action are kept.
	UnnoticedAction Fault = "an action that is none was let pass"
	// WrongFlag: the game master says of an action what the engine does not say. The
	// action is kept, the judgement not. It is a fault where the game master is
	// taken strictly.
	WrongFlag Fault = "the game master's flags are not the engine's"
	// NotCompleted: the game ends before it is won. All turns are kept, but for a last
	// word that says otherwise; none where the player has no more actions.
	NotCompleted Fault = "the goal is not reached at the last turn"
	// TooFewErrors: there are too few mistakes to learn from. The game begins anew.
	TooFewErrors Fault = "there are too few mistakes that are recovered from"
	// LeftOff: a player does not go on. It is no finding of the verifier's.
	LeftOff Fault = "a side of the game does not go on"
)

// Faults are all that the verifier finds.
var Faults = []Fault{BrokenText, MissingKeys, OutOfTurn, Contradiction, UnnoticedAction, WrongFlag, NotCompleted, TooFewErrors}

// Anew reports whether a game with the fault begins anew, and keeps no turn.
func (f Fault) Anew() bool { return f == TooFewErrors }

// Standards are what a game has to meet.
type Standards struct {
	Actions *acting.Actions

	// Errors is how many of the player's actions have to be wrong; Recovery counts
	// only those after which one was right.
	Errors   int
	Recovery bool

	// Strict takes a flag of the game master that the engine does not confirm for a
	// fault.
	Strict bool
}

// A Verdict is what became of a verification.
type Verdict struct {
	// Fault is empty where the game is accepted.
	Fault  Fault
	Detail string

	// Keep is how many turns are kept.
	Keep int

	// Errors is how many wrong actions count.
	Errors int

	// Disagreements are the flags that the game master and the engine do not agree
	// on, in the order of the turns.
	Disagreements []Disagreement
}

// A Disagreement is a flag of the game master that is not as the engine has it.
type Disagreement struct {
	Turn int // of the game master, from 0

	// Flag is a world.GameError, or "completed". Said is the game master's.
	Flag string
	Said bool
}

// Completed is the flag of a game that is won.
const Completed = "completed"

// Verify looks for the first fault of a game (AgentRefine Algorithm 1, lines 1-9).
//
// executed is what the engine says of the player's actions, one after the other; nil
// where there is no engine that can say. Then flags are believed as they are, but
// for the check of actions; with it, a goal is reached when the engine says so.
// broken says that the text of which the turns were read breaks off after them.
func Verify(turns []Turn, executed []roles.Executed, broken bool, s Standards) (v Verdict) {
	fault := func(f Fault, keep int, format string, args ...any) Verdict {
		v.Fault, v.Keep, v.Detail = f, keep, fmt.Sprintf(format, args...)
		return v
	}
	if broken {
		return fault(BrokenText, len(turns), "after turn %d", len(turns))
	}
	open := 0 // mistakes that nothing right has followed yet
	moves := 0
	for i := range turns {
		t := &turns[i]
		switch {
		case t.Missing != "":
			return fault(MissingKeys, i, "turn %d: %s", i+1, t.Missing)
		case (t.Observation != nil) != (i%2 == 0):
			return fault(OutOfTurn, i, "turn %d", i+1)
		case t.Move == nil:
			if why := contradicts(t.Observation, i, len(turns)); why != "" {
				return fault(Contradiction, i, "turn %d: %s", i+1, why)
			}
			continue
		}
		var said *roles.Observation
		if i+1 < len(turns) {
			said = turns[i+1].Observation
		}
		var engine *roles.Executed
		if moves < len(executed) {
			engine = &executed[moves]
		}
		moves++
		var legal bool
		if engine != nil {
			legal = engine.Action != nil
		} else {
			legal = s.Actions.Legal(t.Move.Action)
		}
		if !legal && (said == nil || !said.ParameterError) {
			return fault(UnnoticedAction, i, "turn %d: %s", i+1, s.Actions.Wrong(t.Move.Action))
		}
		if said == nil {
			continue
		}
		before := len(v.Disagreements)
		v.compare(i+1, said, engine, legal)
		if s.Strict && len(v.Disagreements) > before {
			d := v.Disagreements[before]
			return fault(WrongFlag, i+1, "turn %d: it says that %s is %t", i+2, d.Flag, d.Said)
		}
		if wrong := said.Error() != ""; wrong && s.Recovery {
			open++
		} else if wrong {
			v.Errors++
		} else {
			v.Errors += open
			open = 0
		}
	}
	if !completed(turns, executed, moves) {
		keep := len(turns)
		if keep > 0 && turns[keep-1].Observation != nil && turns[keep-1].Observation.Completed {
			keep-- // nothing could follow it
		}
		return fault(NotCompleted, keep, "after %d turns", len(turns))
	}
	if v.Errors < s.Errors {
		return fault(TooFewErrors, 0, "%d, %d are wanted", v.Errors, s.Errors)
	}
	v.Keep = len(turns)
	return v
}

// contradicts says where a turn of the game master cannot be right, whatever the
// engine says; empty where it can. The turn is the i-th of n.
func contradicts(o *roles.Observation, i, n int) string {
	switch {
	case i == 0 && o.Error() != "":
		return "it says " + string(o.Error()) + " before the player has acted"
	case o.Completed && o.Error() != "":
		return "it says " + string(o.Error()) + " of the action that completes the game"
	case o.Completed && i+1 < n:
		return "the game goes on after it is completed"
	}
	return ""
}

// compare notes where the flags of an observation are not what the engine says, or
// where there is no engine, what the check of the action says.
func (v *Verdict) compare(turn int, said *roles.Observation, engine *roles.Executed, legal bool) {
	note := func(flag string, said, is bool) {
		if said != is {
			v.Disagreements = append(v.Disagreements, Disagreement{turn, flag, said})
		}
	}
	if engine == nil {
		note(string(world.ParameterError), said.ParameterError, !legal)
		return
	}
	note(string(world.ParameterError), said.ParameterError, engine.Error == world.ParameterError)
	note(string(world.PlaceError), said.PlaceError, engine.Error == world.PlaceError)
	note(string(world.LogicError), said.LogicError, engine.Error == world.LogicError)
	note(Completed, said.Completed, engine.Won)
}

// completed reports whether the game is won at its last turn, which is the game
// master's.
func completed(turns []Turn, executed []roles.Executed, moves int) bool {
	if len(turns) == 0 || turns[len(turns)-1].Observation == nil {
		return false
	}
	if moves > 0 && moves <= len(executed) {
		return executed[moves-1].Won
	}
	return turns[len(turns)-1].Observation.Completed
}

// A Progress is a game that is verified attempt by attempt: what of it is kept.
type Progress struct {
	kept  []Turn
	begun bool
	last  Fault
}

// Add puts what was generated behind what is kept: at the first verification, and
// where the attempt before had too few mistakes, nothing is.
func (p *Progress) Add(generated []Turn) []Turn {
	if !p.begun || p.last.Anew() {
		p.kept = nil
	}
	p.begun = true
	return append(p.kept[:len(p.kept):len(p.kept)], generated...)
}

// Settle keeps of the turns what a verdict says.
func (p *Progress) Settle(turns []Turn, v Verdict) {
	p.kept, p.last = turns[:v.Keep:v.Keep], v.Fault
}

// Kept is what is kept.
func (p *Progress) Kept() []Turn { return p.kept }
