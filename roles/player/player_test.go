package player_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"worldc/executors/gaming"
	"worldc/executors/roleplaying"
	"worldc/roles"
	"worldc/roles/gamemaster"
	"worldc/roles/player"
	"worldc/roles/scriptwriter"
	"worldc/roles/telling"
	"worldc/world"
)

// personas are people for whom games of different families are written.
var personas = []string{
	"A nurse on the night shift", "A baker who likes order", "A systems administrator at a small museum", "A retired locksmith", "A librarian in a small town",
	"A postwoman who collects stamps", "A gardener with two allotments", "A tailor who works by lamplight",
}

// play has the player play a script of a persona. ok is false where there is no script.
func play(t *testing.T, persona, errors, attempt int) (s *world.Script, rules string, r roleplaying.Result, ok bool) {
	t.Helper()
	ctx := context.Background()
	p := world.Persona{ID: fmt.Sprint("p", persona), Text: personas[persona%len(personas)]}
	s, err := scriptwriter.New().Script(ctx, roles.ScriptBrief{Seed: 2, Persona: p, Number: persona})
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		return nil, "", r, false
	}
	board, problems, err := gaming.Open(s, true)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	defer func() {
		if err := board.Close(); err != nil {
			t.Error(err)
		}
	}()
	if problems, err := board.Settle(4); err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	start := func() (roleplaying.Field, error) { return board.Start() }
	rules, aims, err := roleplaying.Rules(s, board.Actions, start)
	if err != nil {
		t.Fatal(err)
	}
	setup := roleplaying.Setup{
		Brief: roles.GameBrief{Seed: 1, Game: fmt.Sprint("game ", attempt), Script: s, Actions: board.Actions, Rules: rules, Aims: aims, Errors: errors},
		Start: start, Master: gamemaster.New(), Player: player.New(), Look: roleplaying.LookOf(s), MaxTurns: 100, Attempts: 1,
		Standards: roleplaying.Standards{Actions: board.Actions, Recovery: true},
		Left:      func(error) (string, bool) { return "", false },
	}
	if r, err = setup.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if r.Verdict.Fault != "" {
		t.Fatalf("game %d of %s: %s: %s", persona, s.Family, r.Verdict.Fault, r.Verdict.Detail)
	}
	return s, rules, r, true
}

// What the player thinks and does names only things that it was told of or has seen:
// it plays by a plan, and must not give it away.
func TestNamesWhatItKnows(t *testing.T) {
	for n := range 32 {
		s, rules, r, ok := play(t, n, 2, 0)
		if !ok {
			continue
		}
		scene := telling.Of(s)
		known := strings.ToLower(rules)
		for i, turn := range r.Turns {
			if turn.Observation != nil {
				known += "\n" + strings.ToLower(turn.Observation.Text)
				continue
			}
			for _, thing := range scene.In(strings.ToLower(turn.Move.Thought + "\n" + turn.Move.Action)) {
				if !telling.Mentions(known, thing) {
					t.Errorf("game %d of %s, turn %d names %s, which nobody has spoken of:\n%s\n%s", n, s.Family, i+1, thing, turn.Move.Thought, turn.Move.Action)
				}
			}
		}
	}
}

// Mistakes are made where they are asked for, of kinds that vary; after each
// the player does something else, and says why.
func TestErrsAndRecovers(t *testing.T) {
	kinds := map[world.GameError]int{}
	for n := range 24 {
		s, _, r, ok := play(t, n, 3, 0)
		if !ok {
			continue
		}
		wrong := 0
		for i, turn := range r.Turns {
			if turn.Move == nil {
				continue
			}
			if strings.TrimSpace(turn.Move.Thought) == "" {
				t.Errorf("game %d, turn %d: nothing is thought", n, i+1)
			}
			o := r.Turns[i+1].Observation
			if o.Error() == "" {
				continue
			}
			wrong++
			kinds[o.Error()]++
			if i+2 >= len(r.Turns) {
				t.Fatalf("game %d of %s ends with a mistake", n, s.Family)
			}
			after := r.Turns[i+2].Move
			if after.Action == turn.Move.Action || !after.Recovery || r.Turns[i+3].Observation.Error() != "" {
				t.Errorf("game %d of %s, turn %d: %q is followed by %q (recovery %t)", n, s.Family, i+1, turn.Move.Action, after.Action, after.Recovery)
			}
		}
		if wrong < 2 { // at some steps there is nothing to do wrong
			t.Errorf("game %d of %s, of %d steps, has %d mistakes", n, s.Family, len(s.Solution), wrong)
		}
	}
	for _, k := range []world.GameError{world.ParameterError, world.PlaceError, world.LogicError} {
		if kinds[k] < 8 {
			t.Errorf("%d mistakes are %s", kinds[k], k)
		}
	}
}

// Who is to make no mistakes makes none.
func TestFlawless(t *testing.T) {
	for n := range 16 {
		s, _, r, ok := play(t, n, 0, 0)
		if !ok {
			continue
		}
		for i, x := range r.Executed {
			if x.Error != "" {
				t.Errorf("game %d of %s, action %d: %s, %s", n, s.Family, i+1, x.Error, x.Text)
			}
		}
	}
}

// A game is the same whenever it is played, and another one at another attempt.
func TestDraws(t *testing.T) {
	_, _, a, _ := play(t, 1, 2, 0)
	_, _, b, _ := play(t, 1, 2, 0)
	_, _, c, _ := play(t, 1, 2, 1)
	if !reflect.DeepEqual(a.Turns, b.Turns) {
		t.Error("the same game is played otherwise")
	}
	if reflect.DeepEqual(a.Turns, c.Turns) {
		t.Error("another game is played just so")
	}
}

// A thought is not the same sentence with another noun, again and again: of all that
// is thought in many games, no four words begin more than one sentence in sixteen.
func TestThoughtsVary(t *testing.T) {
	begins, all := map[string]int{}, 0
	for n := range 40 {
		_, _, r, ok := play(t, n, 2, 0)
		if !ok {
			continue
		}
		for _, turn := range r.Turns {
			if turn.Move == nil {
				continue
			}
			for _, sentence := range strings.SplitAfter(turn.Move.Thought, ". ") {
				words := strings.Fields(sentence)
				if len(words) < 4 {
					continue
				}
				all++
				begins[strings.Join(words[:4], " ")]++
			}
		}
	}
	for b, n := range begins {
		if n*16 > all {
			t.Errorf("%d of %d sentences begin with %q", n, all, b)
		}
	}
}
