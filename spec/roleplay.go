package spec

// A Roleplay has games played (AgentRefine §3.2-§3.4): a game master tells what a
// player sees, the player thinks and acts, errs, and recovers from what it sees.
// Every game is verified; one that is not right goes on from the turn at fault, or
// begins anew, until it is accepted or there are no attempts left.
type Roleplay struct {
	// Scripts are the games.
	Scripts References `spec:"scripts" reads:"Script"`

	// GameMaster tells what the player sees and judges what the player does. Left out,
	// it is worldc itself, which tells what the engine says. A served model judges by
	// itself; where the engine does not agree, the record says so.
	GameMaster References `spec:"game_master,optional" reads:"model" takes:"a reference to a model"`

	// Player plays. Left out, it is worldc itself, which follows the script's solution,
	// looks around for what it needs to know, and errs where it is to.
	Player References `spec:"player,optional" reads:"model" takes:"a reference to a model"`

	// Mode is how a game comes about: the two take `turns`, each of which is a call
	// where served models play, or the game master, a served model, writes the `whole`
	// game in one call, as in the paper.
	Mode string `spec:"mode" default:"turns" oneof:"turns|whole"`

	// Trials is how often each script is played. Raising it keeps the games there
	// were.
	Trials int `spec:"trials" default:"1" range:"[1,10000]"`

	// MinRefinements is how many wrong actions a game has to have.
	MinRefinements int `spec:"min_refinements" default:"2" range:"[0,20]"`

	// RequireRecovery counts a wrong action only if one that is right comes after it.
	RequireRecovery bool `spec:"require_recovery" default:"true"`

	// MaxAttempts is how often a game is written, in part or whole, less the calls of
	// a model that its script took. With mode `whole` each is one call.
	MaxAttempts int `spec:"max_attempts" default:"4" range:"[1,100]"`

	// StrictDM has a game go on from a flag of the game master's that the engine does
	// not confirm. Otherwise it is flagged in the record.
	StrictDM bool `spec:"strict_dm" default:"false"`

	// MaxTurns is how many actions the player has.
	MaxTurns int `spec:"max_turns" default:"50" range:"[1,1000]"`
}

// checkGames checks that somebody writes games that are written whole.
func (l *loader) checkGames(b *Block, r *Roleplay) {
	if r.Mode != "whole" {
		return
	}
	served := false
	for _, m := range b.Models {
		switch {
		case m.Attribute == "player":
			l.add(Errorf(m.Range, "Superfluous argument", "With mode = \"whole\" the game master writes both sides: leave player out."))
		case m.Target.Config.(*Model).Served():
			served = true
		}
	}
	if !served {
		l.add(Errorf(b.Range, "Nobody to write the game", "mode = \"whole\" has a served model write a game in one answer: let game_master be one, or leave mode out."))
	}
}
