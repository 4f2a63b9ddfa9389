package spec

import "strings"

// A Roleplay has games played (AgentRefine §3.2-§3.4): a game master tells what a
// player sees, the player thinks and acts, errs, and recovers from what it sees.
// Every game is verified; one that is not right goes on from the turn at fault, or
// begins anew, until it is accepted or there are no attempts left.
type Roleplay struct {
	// Scripts are the games.
	Scripts References `spec:"scripts" reads:"Script"`

	// GameMaster tells what the player sees. Left out, it is worldc itself, which
	// tells what the engine says.
	GameMaster References `spec:"game_master,optional" reads:"model" takes:"a reference to a model"`

	// Player plays. Left out, it is worldc itself, which follows the script's solution,
	// looks around for what it needs to know, and errs where it is to.
	Player References `spec:"player,optional" reads:"model" takes:"a reference to a model"`

	// Mode is how a game comes about: the two take `turns`, or the game master, a
	// served model, writes the `whole` game in one call.
	Mode string `spec:"mode" default:"turns" oneof:"turns|whole"`

	// Trials is how often each script is played. Raising it keeps the games there
	// were.
	Trials int `spec:"trials" default:"1" range:"[1,10000]"`

	// MinRefinements is how many wrong actions a game has to have.
	MinRefinements int `spec:"min_refinements" default:"2" range:"[0,20]"`

	// RequireRecovery counts a wrong action only if one that is right comes after it.
	RequireRecovery bool `spec:"require_recovery" default:"true"`

	// MaxAttempts is how often a game is written, in part or whole, less the calls of
	// a model that its script took.
	MaxAttempts int `spec:"max_attempts" default:"4" range:"[1,100]"`

	// StrictDM has a game go on from a flag of the game master's that the engine does
	// not confirm. Otherwise it is flagged in the record.
	StrictDM bool `spec:"strict_dm" default:"false"`

	// MaxTurns is how many actions the player has.
	MaxTurns int `spec:"max_turns" default:"50" range:"[1,1000]"`
}

// checkGames refuses served models where games are written and played: worldc
// itself does that, and a model that is named must not be passed over in silence.
func (l *loader) checkGames(b *Block) {
	for _, m := range b.Models {
		if m.Target.Config.(*Model).Served() {
			l.add(Errorf(m.Range, "Not yet available", "A served model cannot be the %s of games yet: leave %s out, and worldc does it itself.", strings.ReplaceAll(m.Attribute, "_", " "), m.Attribute))
		}
	}
	if r, ok := b.Config.(*Roleplay); ok && r.Mode == "whole" {
		l.add(Errorf(b.Range, "Not yet available", "mode = \"whole\" has a served model write the game in one call, which games do not take yet: leave mode out."))
	}
}
