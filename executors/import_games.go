package executors

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"worldc/executors/importing"
	"worldc/executors/roleplaying"
	"worldc/roles"
	"worldc/world"
)

// The reasons why what was written of a game is none, and notes on what is.
const (
	reasonGameTurns    = "the game's turns do not take turns"
	reasonGameVerified = "the verifier of games would not accept it"
	reasonGameState    = "the recorded state is not what the game comes to"
)

// importedGames are the scripts of an import of trajectories, and where what was
// played of them is played again.
type importedGames struct {
	scripts shelf
	grounds *grounds
}

// openGames opens the scripts among what imported trajectories attempt.
func openGames(ctx context.Context, in *Input) (*importedGames, error) {
	scripts, err := openShelf(in, ofType(in.Inputs["tasks"], world.ScriptType))
	return &importedGames{scripts, newGrounds(ctx, in)}, err
}

func (g *importedGames) close() error { return errors.Join(g.scripts.close(), g.grounds.close()) }

// ofType are the artifacts of a type.
func ofType(artifacts []Artifact, t world.Type) []Artifact {
	return slices.DeleteFunc(slices.Clone(artifacts), func(a Artifact) bool { return a.Type != t })
}

// attempted is the script of an id as the task and the world that trajectories of its
// games name; nil if there is none.
func (g *importedGames) attempted(id string) (*world.Task, error) {
	if !importing.IsID(id) {
		return nil, nil
	}
	_, ok, err := g.scripts.get(id)
	if err != nil || !ok {
		return nil, err
	}
	return &world.Task{ID: id, World: id}, nil
}

// play carries out the actions of a game, and puts what the engine says of them into
// what was read. What a game master said is believed: its words, and of a record its
// flags; of messages, which have none, it is what the engine says.
func (g *importedGames) play(r *importing.ReadTrajectory) (notes []importing.Note, problem *importing.Problem, err error) {
	t := &r.Trajectory
	script, err := find[world.Script](g.scripts, world.ScriptType, t.Task)
	if err != nil {
		return nil, nil, err
	}
	rules, written := "", t.Turns
	if len(written) > 0 && written[0].Role == world.SystemRole {
		rules, written = written[0].Content, written[1:]
	}
	if i := slices.IndexFunc(written, func(x world.Turn) bool { return x.Role == world.SystemRole }); i >= 0 {
		return nil, &importing.Problem{Reason: reasonNoGame, Detail: "instructions stand in the middle of it"}, nil
	}
	if i := slices.IndexFunc(written, func(x world.Turn) bool { return len(x.Calls) > 0 }); i >= 0 {
		return nil, &importing.Problem{Reason: reasonNoGame, Detail: "somebody calls tools in it: what a player does is written"}, nil
	}
	turns, wrong := roleplaying.Turns(t)
	if wrong != "" {
		return nil, &importing.Problem{Reason: reasonNoGame, Detail: wrong + `: a player writes "Thought: …", and on the next line "Action: …"`}, nil
	}
	if len(turns) == 0 {
		return nil, &importing.Problem{Reason: reasonNoGame, Detail: "nobody says or does anything in it"}, nil
	}
	executed, standards, problem, err := g.execute(script, t, turns)
	if problem != nil || err != nil {
		return nil, problem, err
	}
	if r.Digest != "" && r.Digest != t.State.Digest {
		notes = append(notes, importing.Note{Action: world.Noted, Reason: reasonGameState})
	}
	if !r.Acts {
		sayAsExecuted(turns, executed)
	}
	if n := len(turns); turns[n-1].Observation != nil {
		turns[n-1].Observation.Completed = t.Progress.Held == t.Progress.Of
	}
	verdict := roleplaying.Verify(turns, executed, false, standards)
	switch verdict.Fault {
	case "", roleplaying.NotCompleted:
	case roleplaying.OutOfTurn:
		return nil, &importing.Problem{Reason: reasonGameTurns, Detail: verdict.Detail + ": the game master begins, and then the two take turns"}, nil
	default:
		notes = append(notes, importing.Note{Action: world.Noted, Reason: reasonGameVerified, Detail: fmt.Sprintf("%s: %s", verdict.Fault, verdict.Detail)})
	}
	roleplaying.Trajectory(t, rules, turns, executed, verdict)
	if rules == "" {
		t.Turns = t.Turns[1:]
	}
	for i, x := range t.Turns[len(t.Turns)-len(written):] {
		if x.Kind != world.Act {
			continue
		}
		now, was := &t.Turns[len(t.Turns)-len(written)+i], &written[i]
		now.Reasoning = was.Reasoning
		if now.Train = was.Train; x.Mistake() != "" {
			now.Train = world.Mask{}
		}
	}
	return notes, nil, nil
}

// execute carries out the actions of a game from the beginning of its script, and
// says what it came to. Standards are what it has to meet.
func (g *importedGames) execute(script *world.Script, t *world.Trajectory, turns []roleplaying.Turn) (executed []roles.Executed, standards roleplaying.Standards, problem *importing.Problem, err error) {
	board, problems, err := g.grounds.open(script, true)
	if err != nil {
		return nil, standards, nil, err
	}
	if len(problems) > 0 {
		return nil, standards, importing.Unplayable(problems), nil
	}
	defer func() { err = errors.Join(err, board.Close()) }()
	game, err := board.Start()
	if err != nil {
		return nil, standards, nil, err
	}
	for i := range turns {
		if m := turns[i].Move; m != nil {
			executed = append(executed, game.Do(m.Action))
		}
	}
	t.State, t.Progress = game.State(), &world.Progress{Held: game.Held(), Of: len(script.Conditions)}
	if game.Won() && t.Outcome == world.Unknown {
		t.Outcome = world.Done
	}
	if err := board.Err(); err != nil {
		if why := deathOf(err); why != "" {
			return nil, standards, &importing.Problem{Reason: reasonUnplayable, Detail: why}, nil
		}
		return nil, standards, nil, err
	}
	return executed, roleplaying.Standards{Actions: board.Actions, Recovery: true}, nil, nil
}

// sayAsExecuted has observations say what the engine says of the actions before
// them.
func sayAsExecuted(turns []roleplaying.Turn, executed []roles.Executed) {
	moves := 0
	for i := range turns {
		o := turns[i].Observation
		if o == nil {
			moves++
			continue
		}
		if moves > 0 && i > 0 && turns[i-1].Move != nil {
			e := executed[moves-1].Error
			o.ParameterError, o.PlaceError, o.LogicError = e == world.ParameterError, e == world.PlaceError, e == world.LogicError
		}
	}
	roleplaying.Recoveries(turns)
}
