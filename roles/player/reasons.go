package player

import (
	"strings"
	"unicode"

	"worldc/roles/speech"
	"worldc/roles/telling"
	"worldc/world"
)

// reason is why the player takes a step: what it leads to, as far as the player can
// know it, and what it has seen that speaks for it. do is the step as a phrase, at
// its place in the plan, news a thing that has just turned up, first the game's
// beginning.
func (g *gamer) reason(s *step, at int, do, news string, first bool) string {
	fills := []string{"do", do}
	with := func(name, value string) {
		fills = append(fills, name, value, speech.Capital(name), capital(value))
	}
	purpose := g.purpose(s)
	if purpose != nil {
		with("purpose", g.phrase(purpose.move))
		with("purposing", g.scene.Doing(purpose.move.Action, purpose.move.Values))
	}
	if missing := g.missing(s); missing != "" {
		fills = append(fills, g.named("thing", missing)...)
		return g.voice.Say(searches, fills...)
	}
	if g.scene.Moves(s.move.Action) {
		target := g.target(s)
		switch thing, there := g.seenOf(purpose); {
		case purpose != nil && thing != "" && there == target:
			fills = append(fills, g.named("thing", thing)...)
			return g.voice.Say(remembered, fills...)
		case at > 0 && g.doing == follows && purpose != nil && g.unknown(s):
			return g.voice.Say(seeking, fills...)
		case at > 0 && g.doing == follows && g.wrote != nil && g.scene.Moves(g.wrote.move.Action) && g.plan[at-1].goal == s.goal:
			return g.voice.Say(passing, fills...)
		case purpose != nil && thing != "" && there != g.memory.here:
			fills = append(fills, g.named("thing", thing)...)
			return g.voice.Say(distant, fills...)
		case purpose != nil && target != "" && !g.memory.been[target]:
			return g.voice.Say(towards, fills...)
		case purpose != nil:
			return g.voice.Say(elsewhere, fills...)
		case target != "" && !g.memory.been[target]:
			return g.voice.Say(seeking, fills...)
		}
		return g.voice.Say(onwards, fills...)
	}
	aim := ""
	if s.aim >= 0 {
		aim = g.condition(s.aim)
	}
	// What makes a part of the goal come true is done for its own sake, whatever else
	// it makes possible.
	reached := s.aim >= 0 && (at+1 == len(g.plan) || g.plan[at+1].aim != s.aim)
	switch {
	case strings.ContainsFunc(news, unicode.IsLower) && (purpose == nil || g.scene.Moves(purpose.move.Action) || g.voice.Chance(1, 2)):
		fills = append(fills, g.named("thing", news)...)
		return g.voice.Say(found, fills...)
	case purpose != nil && !reached:
		return g.voice.Say(prepares, fills...)
	case g.reads(s.move.Action):
		return g.voice.Say(asks, fills...)
	case aim != "" && (s.goal < 0 || reached) && s.aim != g.aim && !first:
		g.aim = s.aim
		with("aim", aim)
		return g.voice.Say(aims, fills...)
	case reached:
		return g.voice.Say(reaches, fills...)
	}
	return g.voice.Say(onwards, fills...)
}

// named are the words that speak of a thing: its name, and verbs that agree with it.
func (g *gamer) named(as, value string) []string {
	the := g.scene.The(value)
	fills := []string{as, the, speech.Capital(as), capital(the)}
	if telling.Plural(value) {
		return append(fills, "is", "are", "was", "were", "has", "have")
	}
	return append(fills, "is", "is", "was", "was", "has", "has")
}

// purpose is the step that a step leads to, if it can be spoken of.
func (g *gamer) purpose(s *step) *step {
	if s.goal < 0 {
		return nil
	}
	p := &g.plan[s.goal]
	if g.missing(p) != "" || g.secret(p) {
		return nil
	}
	return p
}

// secret reports whether a step has a value that nobody who is where the player is
// could know: a setting that is still to be read, or the one of many titles that fits.
// That it is among the values that an action may have says nothing.
func (g *gamer) secret(s *step) bool {
	for _, p := range g.scene.Parameters(s.move.Action) {
		if v := s.move.Values[p]; !g.memory.ruled(v) && !g.memory.saw(v) {
			return true
		}
	}
	return false
}

// seenOf is a thing that a step needs and where the player saw it.
func (g *gamer) seenOf(s *step) (thing, place string) {
	if s == nil {
		return "", ""
	}
	for _, v := range g.needs(s) {
		if place := g.memory.at[v]; place != "" {
			return v, place
		}
	}
	return "", ""
}

// target is where a step leads.
func (g *gamer) target(s *step) string {
	for _, p := range g.scene.Parameters(s.move.Action) {
		return s.move.Values[p]
	}
	return ""
}

// unknown reports whether the player cannot know that a step leads to where it has to
// be: it was not there, was told nothing of it, and saw nowhere what it needs.
func (g *gamer) unknown(s *step) bool {
	target := g.target(s)
	if target == "" || g.memory.been[target] || g.memory.ruled(target) {
		return false
	}
	thing, _ := g.seenOf(g.purpose(s))
	return thing == ""
}

// repair is what the player does about a mistake.
func (g *gamer) repair(s *step) string {
	do := g.phrase(s.move)
	if g.erred != nil && g.erred.kind == world.PlaceError && g.scene.Moves(s.move.Action) && g.unknown(s) {
		return g.voice.Say(strays, "do", do)
	}
	if m := g.erred; m != nil && m.skips && s.goal >= 0 {
		return g.voice.Say(firsts, "do", do)
	}
	return g.voice.Say(repairs, "do", do)
}
