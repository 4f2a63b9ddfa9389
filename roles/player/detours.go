package player

import (
	"slices"
	"strings"

	"worldc/roles"
	"worldc/roles/telling"
	"worldc/world/acting"
)

// mostDetours bounds the detours of a game, and mostTrials how many are tried when
// one is due.
const (
	mostDetours = 3
	mostTrials  = 2
)

// detour is a step that is not in the plan: the player tries another way, another
// drawer, where nothing that it knows tells it which is the right one. It does not
// spoil the plan, which still wins, at once or after a way back. why is the thought
// that goes with it.
func (g *gamer) detour(now roles.Rehearsal, s *step) (x step, why string, ok bool) {
	if g.detours >= mostDetours || g.brief.Wavers != nil || g.doing == returns || g.doing == roams {
		return step{}, "", false
	}
	moves := g.scene.Moves(s.move.Action)
	sought, certain := g.certain(s, moves)
	if certain {
		return step{}, "", false
	}
	others := g.others(s, moves)
	if len(others) == 0 || !g.voice.Chance(uint64(len(others)), uint64(len(others)+1)) {
		return step{}, "", false
	}
	trials := 0
	for _, values := range others {
		m := acting.Move{Action: s.move.Action, Values: values}
		x := step{m.Words(), m, -1, -1}
		if g.planned(x.text) {
			continue
		}
		if trials++; trials > mostTrials {
			break
		}
		c := now.Copy()
		got := c.Do(x.text)
		if got.Error != "" || got.Won {
			continue
		}
		if moves {
			way := g.wayBack(s)
			if got := c.Do(way.text); got.Error != "" || got.Won || !g.wins(c) {
				continue
			}
			g.back = &way
		} else if !got.Reads && !g.wins(c) {
			continue
		}
		g.detours++
		g.sought = ""
		fills := []string{"do", g.phrase(m)}
		switch {
		case !moves && (sought == "" || !g.knows(sought)):
			return x, g.voice.Say(tries, fills...), true
		case sought == "" || !g.knows(sought):
			return x, g.voice.Say(wanders, fills...), true
		}
		g.sought = sought
		return x, g.voice.Say(hunts, append(fills, g.named("thing", sought)...)...), true
	}
	return step{}, "", false
}

// certain reports whether the player can know that a step is the right one: it saw
// where what it needs is, or was told. sought is what it needs otherwise, which may
// be nothing that it has heard of.
func (g *gamer) certain(s *step, moves bool) (sought string, certain bool) {
	purpose := s
	if s.goal >= 0 {
		purpose = &g.plan[s.goal]
	}
	if !moves {
		if missing := g.missing(purpose); s.goal >= 0 && missing != "" {
			return missing, false
		}
		return "", !g.alike(s)
	}
	for _, p := range g.scene.Parameters(s.move.Action) {
		if v := s.move.Values[p]; g.memory.been[v] || g.memory.ruled(v) {
			return "", true
		}
	}
	if purpose == s {
		return "", false
	}
	for _, v := range g.needs(purpose) {
		if g.memory.at[v] != "" {
			return "", true
		}
		if !g.memory.had[v] && (sought == "" || g.memory.ruled(v)) {
			sought = v
		}
	}
	return sought, false
}

// alike reports whether what a step is about was seen once only, among others of its
// kind, so that nothing sets it apart from them: one of the parts that may be
// broken, one of the drawers.
func (g *gamer) alike(s *step) bool {
	placeholders := g.scene.Parameters(s.move.Action)
	if len(placeholders) != 1 {
		return false
	}
	v := s.move.Values[placeholders[0]]
	text, once := g.memory.once(v)
	if !once || g.memory.ruled(v) {
		return false
	}
	for _, other := range s.move.Action.Values[placeholders[0]] {
		if other != v && telling.Mentions(text, other) && !g.memory.ruled(other) {
			return true
		}
	}
	return false
}

// others are the values with which the player could try the action of a step
// instead: of what it saw last, and was not at before.
func (g *gamer) others(s *step, moves bool) []map[string]string {
	placeholders := g.scene.Parameters(s.move.Action)
	if len(placeholders) == 0 {
		return nil
	}
	p := placeholders[0]
	all := s.move.Action.Values[p]
	seen := func(v string) bool { return telling.Mentions(g.memory.fresh, v) }
	if !slices.ContainsFunc(all, seen) { // nobody says where the ways lead to
		seen = g.knows
	}
	var list []map[string]string
	for _, v := range all {
		if v == s.move.Values[p] || v == g.memory.here || moves && g.memory.been[v] || !seen(v) {
			continue
		}
		values := map[string]string{p: v}
		for _, q := range placeholders[1:] {
			values[q] = s.move.Values[q]
			if !g.knows(values[q]) {
				return nil
			}
		}
		list = append(list, values)
	}
	g.voice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// wayBack is the step that leads to where the player is now.
func (g *gamer) wayBack(s *step) step {
	values := map[string]string{}
	for i, p := range g.scene.Parameters(s.move.Action) {
		if values[p] = s.move.Values[p]; i == 0 {
			values[p] = g.memory.here
		}
	}
	if !slices.Contains(s.move.Action.Values[g.scene.Parameters(s.move.Action)[0]], g.memory.here) {
		return step{} // which is no action
	}
	m := acting.Move{Action: s.move.Action, Values: values}
	return step{m.Words(), m, -1, -1}
}

// planned reports whether an action is one of those that are still to be done.
func (g *gamer) planned(text string) bool {
	return slices.ContainsFunc(g.plan[g.next:], func(s step) bool { return strings.EqualFold(s.text, text) })
}

// wins reports whether what is left of the plan wins a game.
func (g *gamer) wins(r roles.Rehearsal) bool {
	for i, s := range g.plan[g.next:] {
		x := r.Do(s.text)
		if x.Error != "" || x.Won != (g.next+i == len(g.plan)-1) {
			return false
		}
	}
	return true
}
