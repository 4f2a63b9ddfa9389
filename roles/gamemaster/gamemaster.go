// Package gamemaster is the procedural game master of scripts (AgentRefine §3.2): it
// tells what the engine says, in words that vary, and thinks before about where the
// player stands.
package gamemaster

import (
	"context"
	"strconv"
	"strings"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/speech"
	"worldc/roles/telling"
	"worldc/world"
)

// Master is the procedural game master. It implements roles.GameMaster.
type Master struct{}

// New is a game master.
func New() *Master { return &Master{} }

// Host implements roles.GameMaster.
func (*Master) Host(b roles.GameBrief) roles.Host {
	return &host{brief: b, scene: b.Scene.Or(b.Script), voice: speech.Voice{Stream: rng.New(b.Seed, "roleplay", b.Game, "game master", strconv.Itoa(b.Attempt))}}
}

type host struct {
	brief roles.GameBrief
	scene *telling.Scene
	voice speech.Voice
	held  int
	last  string // the action before
}

// Observe implements roles.Host.
func (h *host) Observe(_ context.Context, move *roles.GameMove, x roles.Executed) (roles.Observation, error) {
	if move == nil {
		return h.begin(x), nil
	}
	o := roles.Observation{
		Text:           h.tell(move, &x),
		ParameterError: x.Error == world.ParameterError, PlaceError: x.Error == world.PlaceError, LogicError: x.Error == world.LogicError,
		Completed: x.Won,
	}
	o.Thought = h.think(move, &x)
	h.held, h.last = x.Held, move.Action
	return o, nil
}

// begin sets the scene.
func (h *host) begin(x roles.Executed) roles.Observation {
	o := roles.Observation{
		Thought: h.voice.Say(beginnings, "n", speech.Capital(parts(len(h.brief.Script.Conditions)))),
		Text:    h.voice.Say(arrivals),
	}
	if x.Error == "" && x.Text != "" {
		o.Text = x.Text
	}
	h.held = x.Held
	return o
}

// tell is what the player sees.
func (h *host) tell(move *roles.GameMove, x *roles.Executed) string {
	text := strings.TrimSpace(x.Text)
	switch {
	case x.Error == world.ParameterError && x.Action == nil:
		return h.voice.Say(refusals, "wrong", telling.Bare(speech.Capital(text)))
	case x.Error != "":
		if strings.TrimSpace(move.Action) == strings.TrimSpace(h.last) {
			return h.voice.Say(again, "text", text)
		}
		return h.voice.Say(failures, "text", text)
	case x.Won:
		return h.voice.Say(endings, "text", text)
	}
	return text
}

// think is what the game master makes of the player's action.
func (h *host) think(move *roles.GameMove, x *roles.Executed) string {
	all := len(h.brief.Script.Conditions)
	standing := []string{"held", strconv.Itoa(x.Held), "all", strconv.Itoa(all), "left", parts(all - x.Held)}
	if x.Action == nil {
		return h.voice.Say(unreadable, "action", quoted(move.Action), "wrong", telling.Bare(x.Text))
	}
	fills := append([]string{"do", h.scene.Phrase(x.Action, x.Values), "text", telling.Bare(x.Text), "lower", telling.Lower(telling.Bare(x.Text))}, standing...)
	switch {
	case x.Error == world.ParameterError:
		return h.voice.Say(refused, fills...)
	case x.Error == world.PlaceError:
		return h.voice.Say(misplaced, fills...)
	case x.Error != "":
		return h.voice.Say(tooEarly, fills...)
	case x.Won:
		return h.voice.Say(won, fills...)
	case x.Held > h.held:
		return h.voice.Say(nearer, fills...)
	case x.Held < h.held:
		return h.voice.Say(farther, fills...)
	case x.Reads:
		return h.voice.Say(looked, fills...)
	}
	return h.voice.Say(stepped, fills...)
}

// quoted is what a player wrote, which may be anything, on one line.
func quoted(text string) string {
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) > 80 {
		r = append(r[:79], '…')
	}
	return `"` + string(r) + `"`
}

// parts are so many parts of a goal.
func parts(n int) string {
	if n == 1 {
		return "one part"
	}
	return count(n) + " parts"
}

// count is a number of things as a word, up to ten.
func count(n int) string {
	if words := []string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}; n >= 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}
