package playing

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"worldc/executors/gaming"
	"worldc/model"
	"worldc/roles"
	"worldc/roles/chat"
	"worldc/world"
)

// asked answers requests with a player, without a server, and keeps them.
type asked struct {
	*Player
	requests []model.Request
}

func (a *asked) Ask(_ context.Context, r model.Request) (model.Reply, error) {
	a.requests = append(a.requests, r)
	seed := int64(r.Ordinal)
	return a.Answer(r, &seed)
}

func (a *asked) Embed(context.Context, model.EmbedRequest) ([][]float32, error) {
	panic("nobody embeds")
}

// TestScripts: a chat model's games can be played, whatever was wrong with its first
// answer, which goes back with what is wrong in words that stand in the game.
func TestScripts(t *testing.T) {
	playable := func(s *world.Script) ([]world.Problem, error) {
		b, problems, err := gaming.Open(s, false)
		if err != nil || len(problems) > 0 {
			return problems, err
		}
		problems, err = b.Settle(4)
		if err == nil {
			err = b.Close()
		}
		return problems, err
	}
	told := map[string]bool{}
	for _, slips := range []float64{0, 1} {
		for n := range 80 {
			a := &asked{Player: New(Options{Slips: slips})}
			m, err := chat.New(a, chat.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s, err := m.ScriptWriter().Script(t.Context(), roles.ScriptBrief{
				Seed: 1, Persona: world.Persona{ID: fmt.Sprint("p", n), Text: fmt.Sprintf("A baker of %d kinds of bread.", n)}, Attempts: 3, MinSteps: 4, Playable: playable,
			})
			if err != nil {
				t.Fatal(err)
			}
			if want := 1 + int(slips); s.CallsUsed != want || len(a.requests) != want || len(s.Solution) < 4 {
				t.Errorf("script %d took %d calls of %d, and has %d steps", n, s.CallsUsed, len(a.requests), len(s.Solution))
			}
			if slips > 0 {
				last := a.requests[len(a.requests)-1].Messages
				told[last[len(last)-1].Content] = true
			}
		}
	}
	var all strings.Builder
	for text := range told {
		all.WriteString(text)
	}
	for _, want := range []string{
		"the answer is not the JSON object that was asked for", "the answer is no whole JSON object", "look-around ((?=, (?!, (?<=, (?<!) is not available in RE2",
		"which is the action", "has 0 groups, the template", "the list is empty: nothing can stand for", "no way to reach it was found in",
		"all of them hold at the beginning: there is nothing to do", "it has to take 4 actions at least", "player has no property mood",
		"\"about\" has a quotation mark or a backslash", "completion conditions: are missing",
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("nobody was told %q", want)
		}
	}
	if t.Failed() {
		t.Log(all.String())
	}
}
