package roles

import (
	"context"

	"worldc/world"
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
}

// A GameMaster answers a player's actions (AgentRefine §3.2).
type GameMaster interface {
	// Host begins a game.
	Host(b GameBrief) Host
}

// A Host is the game master of one game.
type Host interface {
	// Observe says what the player sees. move and executed are nil at the
	// beginning.
	Observe(ctx context.Context, move *GameMove, executed *Executed) (Observation, error)
}

// A Player plays (AgentRefine §3.2).
type Player interface {
	// Join begins a game.
	Join(b GameBrief) Gamer
}

// A Gamer is the player of one game.
type Gamer interface {
	// Move says what the player does when it sees o.
	Move(ctx context.Context, o Observation) (GameMove, error)
}

// A GameBrief is what both sides of a game are told. The solution in the script is
// the competence of a simulator; a chat model looks away.
type GameBrief struct {
	Seed   uint64
	Game   string // the id of the trajectory
	Script *world.Script

	// Errors is how many mistakes the player shall make and recover from, at least.
	Errors int
}

// An Executed is what the engine says of an action: a simulator passes it on, and
// what a chat model says is compared with it.
type Executed struct {
	// Text is what the tool returned, or its error.
	Text string

	// Error is what was wrong with the action; empty where it was carried out.
	Error world.GameError

	// Won says that all conditions of the script hold.
	Won bool
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

// A GameMove is a turn of the player.
type GameMove struct {
	Thought, Action string

	// Mistake says that the player errs on purpose, and how; Recovery that this
	// move repairs what went wrong.
	Mistake  world.GameError
	Recovery bool
}
