package executors

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/executors/perturbing"
	"worldc/executors/roleplaying"
	"worldc/jsonwalk"
	"worldc/roles"
	"worldc/spec"
	"worldc/world"
)

// Why a game is not told in other words.
const (
	reasonNoGame     = "it is no game of a script"
	reasonNoVariant  = "its script is not among those that were rewritten"
	reasonOtherGame  = "the rewritten script is another game"
	reasonNotTold    = "the game does not go as it is told"
	reasonNotRetold  = "the game goes otherwise in other words"
	reasonSameWords  = "no rule applies to it"
	reasonUnfaithful = "it is not verified as it is told"
)

// retell tells games again in the words of rewritten scripts: what the player is
// told, thinks, does and sees. A game that was told again is played, and taken if
// the engine and the verifier say of it, action by action, what they say of the game
// as it was played, and if it comes to the same state.
func retell(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Perturb)
	k := &reteller{config: config, grounds: newGrounds(ctx, in)}
	defer func() { err = errors.Join(err, k.grounds.close()) }()
	if k.scripts, err = openShelf(in, in.Ancestors[world.ScriptType]); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.scripts.close()) }()
	if err := k.readVariants(ctx, in); err != nil {
		return err
	}
	told, unchanged, families := map[string]int64{}, int64(0), map[string]bool{}
	err = inBatches(ctx, in, kept(in.Lines(in.Inputs["from"])), k.retell, func(list []retold) error {
		out.Plan(int64(len(list)))
		for _, r := range list {
			families[r.family] = true
			switch {
			case r.skipped:
				out.Skip(1, r.reason)
				continue
			case r.reason != "":
				out.Find(world.Finding{Subject: r.id, Action: world.Rejected, Reason: r.reason, Detail: r.detail})
				continue
			case r.same:
				unchanged++
			}
			if r.variant != "" {
				told[r.variant]++
			}
			if err := out.WriteLine(r.line); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, ErrEnough) {
		return err
	}
	out.Measure("told", told)
	out.Measure("unchanged", unchanged)
	noteFamilies(out, config.ExcludeFamilies, families)
	return err
}

// A reteller tells games in other words.
type reteller struct {
	config   *spec.Perturb
	grounds  *grounds
	scripts  shelf
	variants map[string][]string // the ids of rewritten scripts, by that of the script as it was written
}

// retold is a game in other words, or why there is none.
type retold struct {
	id, variant    string
	family         string // of the script; empty where there is none
	line           []byte
	same           bool // in words
	skipped        bool
	reason, detail string
}

// readVariants reads which scripts are which in other words.
func (k *reteller) readVariants(ctx context.Context, in *Input) error {
	k.variants = map[string][]string{}
	for line, err := range in.Lines(in.Inputs["scripts"]) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		id := jsonwalk.TextField(line, "id")
		origin := cmp.Or(jsonwalk.TextField(line, "written"), id)
		k.variants[origin] = append(k.variants[origin], id)
	}
	return nil
}

// retell tells a game in the words of each variant of its script.
func (k *reteller) retell(line []byte) (list []retold, err error) {
	t := new(world.Trajectory)
	if err := json.Unmarshal(line, t); err != nil {
		return nil, err
	}
	skip := func(reason string) ([]retold, error) { return []retold{{id: t.ID, skipped: true, reason: reason}}, nil }
	was, err := scriptOf(k.scripts, t.Task)
	defer func() {
		for i := range list {
			if was != nil {
				list[i].family = was.Family
			}
		}
	}()
	switch {
	case err != nil:
		return nil, at("trajectory "+t.ID, err)
	case was == nil:
		return []retold{{id: t.ID, reason: reasonNoGame}}, nil
	case slices.Contains(k.config.ExcludeFamilies, was.Family):
		return skip(reasonExcluded)
	case len(k.config.Scripts) == 0:
		return []retold{{id: t.ID, line: line, same: true}}, nil
	}
	ids := k.variants[cmp.Or(was.Written, was.ID)]
	if len(ids) == 0 {
		return skip(reasonNoVariant)
	}
	for _, id := range ids {
		now, err := find[world.Script](k.scripts, world.ScriptType, id)
		if err != nil {
			return nil, err
		}
		r, err := k.inWordsOf(t, was, now)
		if err != nil {
			return nil, at("trajectory "+t.ID, err)
		}
		r.id, r.variant = t.ID, now.Variant
		list = append(list, r)
	}
	return list, nil
}

// inWordsOf tells a game of one script in the words of another.
func (k *reteller) inWordsOf(t *world.Trajectory, was, now *world.Script) (r retold, err error) {
	refuse := func(reason, format string, args ...any) (retold, error) {
		return retold{reason: reason, detail: fmt.Sprintf(format, args...)}, nil
	}
	words, problem := perturbing.Between(was, now)
	if problem != "" {
		return refuse(reasonOtherGame, "script %s: %s", now.ID, problem)
	}
	if r.same = !words.Differs(); r.same && k.config.OnlyChanged {
		return retold{skipped: true, reason: reasonSameWords}, nil
	}
	turns, problem := roleplaying.Turns(t)
	if problem != "" {
		return refuse(reasonNoGame, "%s", problem)
	}
	before, problem, err := k.playAgain(was, turns)
	if err != nil || problem != "" {
		return retold{reason: reasonNotTold, detail: problem}, err
	}
	switch {
	case before.verdict.Fault != "" && before.verdict.Fault != roleplaying.NotCompleted:
		return refuse(reasonUnfaithful, "%s: %s", before.verdict.Fault, before.verdict.Detail)
	case before.state.Digest != t.State.Digest:
		return refuse(reasonNotTold, "it comes to another state")
	}
	moves, named := slices.Clone(turns), slices.Clone(was.Solution)
	for i, x := range moves {
		if x.Move != nil {
			m := *x.Move
			named = append(named, m.Action)
			m.Action = words.Action(m.Action)
			moves[i].Move = &m
		}
	}
	after, problem, err := k.playAgain(now, moves)
	if err != nil || problem != "" {
		return retold{reason: reasonNotRetold, detail: problem}, err
	}
	if problem, err := sameGame(words, before, after); err != nil || problem != "" {
		return retold{reason: reasonNotRetold, detail: problem}, err
	}
	words.Name(named)
	told := *t
	told.ID, told.Written = world.ID(world.TrajectoryType, t.ID, "told", now.ID), cmp.Or(t.Written, t.ID)
	told.Task, told.World, told.State = now.ID, now.ID, after.state
	told.Turns = slices.Clone(t.Turns)
	n := 0 // how many actions there were
	for i := range told.Turns {
		x := &told.Turns[i]
		switch {
		case x.Role == world.SystemRole:
			if x.Content = words.Text(x.Content); t.Turns[i].Content == before.rules {
				x.Content = after.rules
			}
		case x.Role == world.UserRole:
			x.Content = words.Seen(x.Content, before.seen(n), after.seen(n))
			x.Aside = words.Seen(x.Aside, before.seen(n), after.seen(n))
		default:
			m, _ := roleplaying.ReadReact(x.Content)
			x.Content = roleplaying.React(&roles.GameMove{Thought: words.Said(m.Thought), Action: words.Action(m.Action)})
			n++
		}
	}
	r.line, err = artifact.Marshal(told)
	return r, err
}

// A replay is a game that was played again as it was told.
type replay struct {
	rules    string
	look     string // what there is to be seen at the beginning
	executed []roles.Executed
	state    world.State
	verdict  roleplaying.Verdict
}

// seen is what the engine says of the n-th action, from 1; of the beginning at 0.
func (p *replay) seen(n int) string {
	if n == 0 {
		return p.look
	}
	return strings.TrimSpace(p.executed[n-1].Text)
}

// playAgain plays the actions of a game. The problem is why its script cannot be
// played.
func (k *reteller) playAgain(script *world.Script, turns []roleplaying.Turn) (p *replay, problem string, err error) {
	board, problems, err := k.grounds.open(script, true)
	if err != nil {
		return nil, "", err
	}
	if len(problems) > 0 {
		return nil, problems[0].String(), nil
	}
	defer func() { err = errors.Join(err, board.Close()) }()
	defer func() {
		if err = errors.Join(err, board.Err()); deathOf(err) != "" {
			p, problem, err = nil, deathOf(err), nil
		}
	}()
	start := func() (roleplaying.Field, error) { return board.Start() }
	p = &replay{}
	if p.rules, _, err = roleplaying.Rules(script, board.Actions, start); err != nil {
		return nil, "", err
	}
	game, err := board.Start()
	if err != nil {
		return nil, "", err
	}
	if look := roleplaying.LookOf(script); look != "" {
		p.look = strings.TrimSpace(game.Copy().Do(look).Text)
	}
	for i := range turns {
		if m := turns[i].Move; m != nil {
			p.executed = append(p.executed, game.Do(m.Action))
		}
	}
	p.state = game.State()
	p.verdict = roleplaying.Verify(turns, p.executed, false, roleplaying.Standards{Actions: board.Actions, Recovery: true})
	return p, "", nil
}

// sameGame says where a game that was told in other words does not go as before.
func sameGame(words *perturbing.Rewriting, before, after *replay) (problem string, err error) {
	for i := range before.executed {
		a, b := &before.executed[i], &after.executed[i]
		switch {
		case a.Error != b.Error:
			return fmt.Sprintf("action %d: %s instead of %s", i+1, outcomeOf(b), outcomeOf(a)), nil
		case a.Held != b.Held || a.Won != b.Won:
			return fmt.Sprintf("action %d: %d conditions hold instead of %d", i+1, b.Held, a.Held), nil
		}
	}
	a, b := before.verdict, after.verdict
	if a.Fault != b.Fault || a.Keep != b.Keep || a.Errors != b.Errors || !slices.Equal(a.Disagreements, b.Disagreements) {
		return fmt.Sprintf("the verifier finds %q instead of %q", b.Fault, a.Fault), nil
	}
	want, err := words.Changes(before.state.Changes)
	if err != nil {
		return "", err
	}
	have, err := artifact.Marshal(after.state.Changes)
	if err != nil {
		return "", err
	}
	if !bytes.Equal(want, have) {
		return "it comes to another state", nil
	}
	return "", nil
}

// outcomeOf is what came of an action, in words.
func outcomeOf(x *roles.Executed) string { return cmp.Or(string(x.Error), "no error") }
