package executors

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"worldc/artifact"
	"worldc/executors/gaming"
	"worldc/executors/roleplaying"
	"worldc/roles"
	"worldc/roles/player"
	"worldc/spec"
	"worldc/world"
)

// react has agents play scripts: the engine answers, and nobody else. Trajectories
// come in the order of scripts and trials, won or not.
func react(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Rollouts)
	k, err := newReactor(ctx, in, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.grounds.close()) }()
	total := trialsOf(in, config)
	out.Plan(total)
	outcomes := map[string]int64{}
	var steps, valid, won, all int64
	err = k.each(ctx, in, func(list []reacted) error {
		for _, r := range list {
			if r.line == nil {
				out.Find(world.Finding{Subject: r.id, Action: world.Rejected, Reason: reasonUnplayable, Detail: r.problem})
				continue
			}
			if r.lost != nil {
				out.Find(*r.lost)
			}
			outcomes[string(r.outcome)]++
			steps += int64(r.steps)
			valid += int64(r.valid)
			all++
			if r.won {
				won++
			}
			if err := out.WriteLine(r.line); err != nil {
				return err
			}
		}
		if c := out.report.Counts; in.Progress != nil {
			in.Progress(c.Accepted+c.Rejected, total)
		}
		return nil
	})
	out.Measure("outcomes", outcomes)
	if all > 0 && steps > 0 {
		out.Measure("won", won)
		out.Measure("grounding", float64(valid*1000000/steps)/1000000)
	}
	return err
}

// A reactor is who plays scripts by itself.
type reactor struct {
	config   *spec.Rollouts
	grounds  *grounds
	seed     uint64
	model    string
	player   roles.Player
	wavers   map[roles.Mistake]float64
	recovers float64

	// restarts is how often a game is begun anew that a served model does not go on
	// with, together how many trials of a script are played one after the other.
	restarts, together int
}

// newReactor finds out who plays.
func newReactor(ctx context.Context, in *Input, config *spec.Rollouts) (*reactor, error) {
	k := &reactor{config: config, seed: in.Seed, model: "procedural", player: player.New(), recovers: 1, wavers: map[roles.Mistake]float64{}, together: mostTrials}
	if len(config.Agent) > 0 {
		m := config.Agent[0].Config.(*spec.Model)
		k.model, k.recovers, k.wavers = m.Name, m.RecoveryRate, ratesOf(m.Errors)
	}
	served, said, err := in.played(config.Agent)
	if err != nil {
		return nil, err
	}
	if served != nil {
		k.player, k.wavers, k.restarts, k.together = served.Player(), nil, said.Restarts, 1
	}
	k.grounds = newGrounds(ctx, in)
	return k, nil
}

// each plays the scripts of a block and tells what came of it, in the order of scripts
// and trials.
func (k *reactor) each(ctx context.Context, in *Input, emit func([]reacted) error) error {
	items := attempts(in.Lines(in.Inputs["tasks"]), k.config.Trials, k.together)
	return inBatches(ctx, in, items, func(a attempt) ([]reacted, error) { return k.play(ctx, a) }, emit)
}

// reacted is what became of a trial.
type reacted struct {
	id           string
	line         []byte
	problem      string
	outcome      world.Outcome
	won          bool
	steps, valid int
	lost         *world.Finding // why the player did not go on
}

// play plays some of the trials of a script.
func (k *reactor) play(ctx context.Context, a attempt) (list []reacted, err error) {
	script := new(world.Script)
	if err := json.Unmarshal(a.line, script); err != nil {
		return nil, err
	}
	list = make([]reacted, a.trials)
	for n := range list {
		list[n].id = world.TrajectoryID(script.ID, k.model, a.first+n)
	}
	board, problems, err := k.grounds.open(script, true)
	if err != nil {
		return nil, at("script "+script.ID, err)
	}
	if len(problems) > 0 {
		for n := range list {
			list[n].problem = problems[0].Where + ": " + problems[0].What
		}
		return list, nil
	}
	defer func() { err = errors.Join(err, board.Close()) }()
	rules, aims, err := roleplaying.Rules(script, board.Actions, func() (roleplaying.Field, error) { return board.Start() })
	if err = errors.Join(err, board.Err()); err != nil && deathOf(err) == "" {
		return nil, at("script "+script.ID, err)
	}
	for n := range list {
		err := errors.Join(k.trial(ctx, &list[n], board, rules, aims, a.first+n), board.Err())
		if why := deathOf(err); why != "" {
			list[n] = reacted{id: list[n].id, problem: why}
			continue
		}
		if err != nil {
			return nil, at("script "+script.ID, err)
		}
	}
	return list, nil
}

// trial plays one game, and begins it anew where the player does not go on.
func (k *reactor) trial(ctx context.Context, r *reacted, board *gaming.Board, rules string, aims []int, trial int) error {
	for n := 0; ; n++ {
		err := k.attempt(ctx, r, board, rules, aims, trial, n)
		if f, ok := given(err); ok && n < k.restarts {
			continue
		} else if ok {
			lost := lostTo(r.id, board.Script.ID, world.Noted, f)
			r.lost, err = &lost, nil
		}
		return err
	}
}

// attempt plays one game. The error of a player that does not go on is that of its
// model; then r is the game as far as it went.
func (k *reactor) attempt(ctx context.Context, r *reacted, board *gaming.Board, rules string, aims []int, trial, n int) error {
	script := board.Script
	game, err := board.Start()
	if err != nil {
		return err
	}
	table := roleplaying.Table{
		Host: plainHost{}, Field: game, Look: roleplaying.LookOf(script), MaxTurns: k.config.MaxTurns,
		Gamer: k.player.Join(roles.GameBrief{
			Seed: k.seed, Game: r.id, Trial: trial, Attempt: n, Script: script, Actions: board.Actions, Rules: rules, Aims: aims, Wavers: k.wavers, Recovers: k.recovers, Now: game.Copy,
		}),
	}
	turns, executed, left := table.Play(ctx, nil, roles.Executed{})
	if _, ok := given(left); left != nil && !ok {
		return left
	}
	t := &world.Trajectory{
		ID: r.id, Task: script.ID, World: script.ID, Model: k.model, Trial: trial, State: game.State(),
		Outcome: world.Done, Progress: &world.Progress{Held: game.Held(), Of: len(script.Conditions)},
	}
	switch r.won = game.Won(); {
	case left != nil:
		t.Outcome = world.Refused
	case !r.won && len(executed) == k.config.MaxTurns:
		t.Outcome = world.OutOfTurns
	}
	roleplaying.Trajectory(t, rules, turns, executed, roleplaying.Verdict{})
	r.outcome, r.steps = t.Outcome, len(executed)
	for i := range executed {
		if executed[i].Error == "" {
			r.valid++
		}
	}
	if r.line, err = artifact.Marshal(t); err != nil {
		return err
	}
	return left
}

// plainHost answers with what the engine says.
type plainHost struct{}

// Observe implements roles.Host.
func (plainHost) Observe(_ context.Context, move *roles.GameMove, x roles.Executed) (roles.Observation, error) {
	o := roles.Observation{
		Text: strings.TrimSpace(x.Text), ParameterError: x.Error == world.ParameterError, PlaceError: x.Error == world.PlaceError, LogicError: x.Error == world.LogicError,
		Completed: move != nil && x.Won,
	}
	if o.Text == "" || move == nil && x.Error != "" {
		o.Text = "The game begins."
	}
	return o, nil
}
