package roles

import (
	"context"

	"worldc/roles/telling"
	"worldc/world"
	"worldc/world/acting"
)

// A ScriptWriter writes games (AgentRefine §3.1).
type ScriptWriter interface {
	// Script writes a game for a persona.
	Script(ctx context.Context, b ScriptBrief) (*world.Script, error)
}

// A ScriptBrief is what a writer of scripts is told.
type ScriptBrief struct {
	Seed    uint64
	Persona world.Persona

	// Number counts the scripts of the persona, Attempt how often this one was tried
	// before.
	Number, Attempt int

	// Problems are what was wrong with the attempt before.
	Problems []world.Problem

	// Attempts is how often a writer may try that has to be asked, and Playable finds
	// what keeps a script from being played: such a writer is told of it while it
	// remembers what it wrote. A procedure is asked anew for each attempt instead.
	Attempts int
	Playable func(*world.Script) ([]world.Problem, error)

	// MinSteps is how many steps a solution has at least.
	MinSteps int
}

// A GameMaster answers a player's actions (AgentRefine §3.2).
type GameMaster interface {
	// Host begins a game, or takes it over where it was left ([GameBrief.Before]).
	Host(b GameBrief) Host
}

// A Host is the game master of one game.
type Host interface {
	// Observe says what the player sees. move is nil at the beginning; executed is
	// what the engine says of it, and at the beginning of a look around.
	Observe(ctx context.Context, move *GameMove, executed Executed) (Observation, error)
}

// A Player plays (AgentRefine §3.2).
type Player interface {
	// Join begins a game, or takes it over where it was left ([GameBrief.Before]).
	Join(b GameBrief) Gamer
}

// A Gamer is the player of one game.
type Gamer interface {
	// Move says what the player does when it sees o.
	Move(ctx context.Context, o Observation) (GameMove, error)
}

// A Storyteller plays both sides of a game in one breath, as AgentRefine has it.
type Storyteller interface {
	// Tell writes the rest of a game as JSON, or all of it. problem is what was wrong
	// with the attempt before; empty at the first. The text may be anything: it is
	// verified, and what is right of it is kept.
	Tell(ctx context.Context, b GameBrief, problem string) (string, error)
}

// A GameBrief is what both sides of a game are told. The solution in the script and
// the rehearsal are the competence of a simulator; a chat model looks away.
type GameBrief struct {
	Seed   uint64
	Game   string // the id of the trajectory
	Trial  int    // counts the games of the script
	Script *world.Script

	// Actions are those of the script, ready to be matched, and Rules what a player
	// is told before the game begins: where it is, what it can do, what for.
	Actions *acting.Actions
	Rules   string

	// Aims are the conditions of the script that the steps of its solution serve, by
	// their places; -1 for none.
	Aims []int

	// Scene is how the script's actions and things are spoken of; nil where it is still
	// to be made of the script.
	Scene *telling.Scene

	// Attempt counts how often the game was played before, in part or whole, and
	// Before is what is kept of it.
	Attempt int
	Before  []GameTurn

	// Discarded is the attempt before where nothing of it is kept.
	Discarded []GameTurn

	// Errors is how many mistakes the player shall make and recover from, at least.
	Errors int

	// Wavers has the player make mistakes at every step with these chances instead,
	// and recover from each with the chance Recovers.
	Wavers   map[Mistake]float64
	Recovers float64

	// Now is a copy of the game as it is now.
	Now func() Rehearsal
}

// A Rehearsal is a copy of a game, in which an action can be tried.
type Rehearsal interface {
	Do(text string) Executed

	// Copy is a copy of the copy.
	Copy() Rehearsal

	// Holds says of each of the script's conditions whether it holds.
	Holds() []bool

	// State is what the game has come to.
	State() world.State
}

// A GameTurn is one turn of a game: what the game master says, or what the player
// does. One of the two is nil.
type GameTurn struct {
	Observation *Observation
	Move        *GameMove
}

// An Executed is what the engine says of an action: a simulator passes it on, and
// what a chat model says is compared with it.
type Executed struct {
	// Text is what the tool returned, or its error.
	Text string

	// Error is what was wrong with the action; empty where it was carried out.
	Error world.GameError

	// Action is the one that the text was read as; nil where it was none. Values are
	// its values.
	Action *world.ScriptAction
	Values map[string]string

	// Reads says that the action changes nothing by its nature.
	Reads bool

	// Won says that all conditions of the script hold; Held is how many do.
	Won  bool
	Held int
}

// An Observation is a turn of the game master.
type Observation struct {
	Thought string
	Text    string

	// ParameterError, PlaceError and LogicError judge the player's last action.
	ParameterError, PlaceError, LogicError bool

	// Completed says that the goal is reached.
	Completed bool
}

// Error is the first of the errors that an observation tells of; empty if the
// player's last action was right.
func (o *Observation) Error() world.GameError {
	switch {
	case o.ParameterError:
		return world.ParameterError
	case o.PlaceError:
		return world.PlaceError
	case o.LogicError:
		return world.LogicError
	}
	return ""
}

// A GameMove is a turn of the player.
type GameMove struct {
	Thought, Action string

	// Recovery says that this move repairs what went wrong.
	Recovery bool

	// Left says that the player gives up; there is no action.
	Left bool
}
