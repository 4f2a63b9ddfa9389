package executors

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"worldc/artifact"
	"worldc/executors/gaming"
	"worldc/executors/roleplaying"
	"worldc/roles"
	"worldc/roles/gamemaster"
	"worldc/roles/player"
	"worldc/spec"
	"worldc/world"
)

// roleplay has games played. Trajectories come in the order of scripts and trials.
// A game that is not accepted within its attempts is rejected with its last fault;
// what was wrong with the attempts of one that was is noted.
func roleplay(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Roleplay)
	played := newGrounds(ctx, in)
	defer func() { err = errors.Join(err, played.close()) }()
	k, err := newRoleplayer(in, config)
	if err != nil {
		return err
	}
	k.grounds = played
	var total int64
	for _, a := range in.Inputs["scripts"] {
		total += a.Info.Records * int64(config.Trials)
	}
	out.Plan(total)
	tally := newGameTally()
	play := func(a attempt) (playedGames, error) { return k.play(ctx, a) }
	err = inBatches(ctx, in, attempts(in.Lines(in.Inputs["scripts"]), config.Trials, k.together), play, func(p playedGames) error {
		for i := range p.games {
			g := &p.games[i]
			for n, v := range g.faults {
				out.Find(world.Finding{Subject: g.id, Place: "attempt " + strconv.Itoa(n+1), Action: world.Noted, Reason: "played again: " + string(v.Fault), Detail: v.Detail})
			}
			if g.line == nil {
				out.Find(world.Finding{Subject: g.id, Action: world.Rejected, Reason: g.reason, Detail: g.detail})
				tally.rejected(p.family, g)
				continue
			}
			tally.add(p.family, g)
			if err := out.WriteLine(g.line); err != nil {
				return err
			}
		}
		if c := out.report.Counts; in.Progress != nil {
			in.Progress(c.Accepted+c.Rejected, total)
		}
		return nil
	})
	tally.measure(out)
	return err
}

// A roleplayer is who plays, and how.
type roleplayer struct {
	config  *spec.Roleplay
	grounds *grounds
	seed    uint64
	model   string // whose words the player's turns are
	master  roles.GameMaster
	player  roles.Player
	teller  roles.Storyteller // nil where the two take turns

	// together is how many trials of a script are played one after the other: those of
	// models, which wait, are played at the same time.
	together int
}

// newRoleplayer finds out who plays.
func newRoleplayer(in *Input, config *spec.Roleplay) (*roleplayer, error) {
	k := &roleplayer{config: config, seed: in.Seed, master: gamemaster.New(), player: player.New(), model: "procedural", together: mostTrials}
	if len(config.Player) > 0 {
		k.model = config.Player[0].Config.(*spec.Model).Name
	}
	master, said, err := in.played(config.GameMaster)
	if err != nil {
		return nil, err
	}
	if master != nil {
		k.master, k.together = master.GameMaster(), 1
		if config.Mode == "whole" {
			k.teller, k.model = master.Storyteller(), said.Name
		}
	}
	gamer, _, err := in.played(config.Player)
	if gamer != nil {
		k.player, k.together = gamer.Player(), 1
	}
	return k, err
}

// playedGames are the trials of a script.
type playedGames struct {
	family string
	games  []playedGame
}

// A playedGame is what became of a trial.
type playedGame struct {
	id       string
	line     []byte // nil where it was not accepted
	faults   []roleplaying.Verdict
	attempts int
	turns    int
	errors   map[world.GameError]int
	differs  map[string]int

	reason, detail string // where it was not accepted
}

// The reasons of games that are not had, beside the faults.
const (
	reasonUnplayable = "the script cannot be played"
	reasonNoCalls    = "the script took all calls that a game may take"
)

// play plays some of the trials of a script.
func (k *roleplayer) play(ctx context.Context, a attempt) (p playedGames, err error) {
	script := new(world.Script)
	if err := json.Unmarshal(a.line, script); err != nil {
		return p, err
	}
	p.family = script.Family
	p.games = make([]playedGame, a.trials)
	for n := range p.games {
		p.games[n].id = world.TrajectoryID(script.ID, k.model, a.first+n)
	}
	board, problems, err := k.grounds.open(script, true)
	if err != nil {
		return p, at("script "+script.ID, err)
	}
	if len(problems) > 0 {
		for n := range p.games {
			p.games[n].reason, p.games[n].detail = reasonUnplayable, problems[0].Where+": "+problems[0].What
		}
		return p, nil
	}
	defer func() { err = errors.Join(err, board.Close()) }()
	rules, aims, err := roleplaying.Rules(script, board.Actions, func() (roleplaying.Field, error) { return board.Start() })
	if err = errors.Join(err, board.Err()); err != nil && deathOf(err) == "" {
		return p, at("script "+script.ID, err)
	}
	look := roleplaying.LookOf(script)
	for n := range p.games {
		err := errors.Join(k.game(ctx, &p.games[n], board, rules, aims, look, a.first+n), board.Err())
		if why := deathOf(err); why != "" {
			p.games[n] = playedGame{id: p.games[n].id, reason: reasonUnplayable, detail: why}
			continue
		}
		if err != nil {
			return p, at("script "+script.ID, err)
		}
	}
	return p, nil
}

// game plays one trial.
func (k *roleplayer) game(ctx context.Context, g *playedGame, board *gaming.Board, rules string, aims []int, look string, trial int) error {
	script := board.Script
	budget := k.config.MaxAttempts - script.CallsUsed
	if budget <= 0 {
		g.reason, g.detail = reasonNoCalls, fmt.Sprintf("%d of %d", script.CallsUsed, k.config.MaxAttempts)
		return nil
	}
	setup := roleplaying.Setup{
		Brief:  roles.GameBrief{Seed: k.seed, Game: g.id, Trial: trial, Script: script, Actions: board.Actions, Rules: rules, Aims: aims, Errors: k.config.MinRefinements},
		Start:  func() (roleplaying.Field, error) { return board.Start() },
		Master: k.master, Player: k.player, Teller: k.teller,
		Standards: roleplaying.Standards{Actions: board.Actions, Errors: k.config.MinRefinements, Recovery: k.config.RequireRecovery, Strict: k.config.StrictDM},
		Look:      look, MaxTurns: k.config.MaxTurns, Attempts: budget,
		Left: func(err error) (string, bool) {
			f, ok := given(err)
			if !ok {
				return "", false
			}
			return string(f.Class) + ": " + f.Detail, true
		},
	}
	r, err := setup.Run(ctx)
	if err != nil {
		return err
	}
	g.faults, g.attempts = r.Faults, r.Attempts
	if r.Verdict.Fault != "" {
		g.reason, g.detail = string(r.Verdict.Fault), r.Verdict.Detail
		return nil
	}
	t := &world.Trajectory{ID: g.id, Task: script.ID, World: script.ID, Model: k.model, Trial: trial, State: r.State, Outcome: world.Done,
		Progress: &world.Progress{Held: len(script.Conditions), Of: len(script.Conditions)},
	}
	roleplaying.Trajectory(t, rules, r.Turns, r.Executed, r.Verdict)
	g.turns = len(r.Turns)
	g.errors, g.differs = map[world.GameError]int{}, map[string]int{}
	for _, x := range r.Executed {
		if x.Error != "" {
			g.errors[x.Error]++
		}
	}
	for _, d := range r.Verdict.Disagreements {
		g.differs[d.Flag]++
	}
	g.line, err = artifact.Marshal(t)
	return err
}

// A gameTally counts how games went, by family.
type gameTally struct {
	families map[string]*familyTally
	attempts map[string]int64
	differs  map[string]int64
	calls    int64
	accepted int64
	turns    []int
	least    int64
}

type familyTally struct {
	Games       int64            `json:"games"`
	Rejected    int64            `json:"rejected"`
	Attempts    int64            `json:"attempts"`
	MedianTurns int              `json:"median_turns"`
	Errors      map[string]int64 `json:"errors"`
	turns       []int
}

func newGameTally() *gameTally {
	return &gameTally{families: map[string]*familyTally{}, attempts: map[string]int64{}, differs: map[string]int64{}, least: -1}
}

func (x *gameTally) family(name string) *familyTally {
	name = cmp.Or(name, writtenFamily)
	f := x.families[name]
	if f == nil {
		f = &familyTally{Errors: map[string]int64{string(world.ParameterError): 0, string(world.PlaceError): 0, string(world.LogicError): 0}}
		x.families[name] = f
	}
	return f
}

func (x *gameTally) rejected(family string, g *playedGame) {
	f := x.family(family)
	f.Rejected++
	f.Attempts += int64(g.attempts)
	x.calls += int64(g.attempts)
}

func (x *gameTally) add(family string, g *playedGame) {
	f := x.family(family)
	f.Games++
	f.Attempts += int64(g.attempts)
	f.turns = append(f.turns, g.turns)
	x.turns = append(x.turns, g.turns)
	x.attempts[strconv.Itoa(g.attempts)]++
	x.calls += int64(g.attempts)
	x.accepted++
	wrong := int64(0)
	for kind, n := range g.errors { //lint:ordered into a map
		f.Errors[string(kind)] += int64(n)
		wrong += int64(n)
	}
	if x.least < 0 || wrong < x.least {
		x.least = wrong
	}
	for flag, n := range g.differs { //lint:ordered into a map
		x.differs[flag] += int64(n)
	}
}

// measure reports the counts.
func (x *gameTally) measure(out *Output) {
	if len(x.families) == 0 {
		return
	}
	for _, f := range x.families { //lint:ordered each by itself
		f.MedianTurns = median(f.turns)
	}
	out.Measure("families", x.families)
	out.Measure("attempts", x.attempts)
	out.Measure("dm_disagreements", x.differs)
	if x.accepted > 0 {
		out.Measure("median_turns", median(x.turns))
		out.Measure("least_errors", x.least)
		out.Measure("attempts_per_accepted", float64(x.calls*1000/x.accepted)/1000)
	}
}

// median is the lower median of numbers; 0 where there are none.
func median(list []int) int {
	if len(list) == 0 {
		return 0
	}
	list = slices.Sorted(slices.Values(list))
	return list[(len(list)-1)/2]
}
