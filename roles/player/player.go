// Package player is the procedural player of scripts (AgentRefine §3.2): it follows
// the solution that a planner found, errs where it is to, and recovers from what it
// observes.
//
// Rules. What it knows of the solution decides what it does and never what it says:
// a thought names only things that it was told of or has seen. Where the next step
// needs something that it has not seen, it looks for it first. A mistake is tried in
// a copy of the game before, so that it is the mistake that it is meant to be and
// spoils nothing.
package player

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/speech"
	"worldc/roles/telling"
	"worldc/world"
	"worldc/world/acting"
)

// Player is the procedural player. It implements roles.Player.
type Player struct{}

// New is a player.
func New() *Player { return &Player{} }

// A gamer is the player of one game.
type gamer struct {
	brief roles.GameBrief
	voice speech.Voice
	seen  strings.Builder // all that it was told, small

	plan  []step
	next  int // the step of the plan that comes next
	slots []int
	kinds []world.GameError // of mistakes, in the order in which they are wanted

	doing  doing
	last   acting.Move // of the move before
	text   string
	why    string // what is wrong with a mistake
	wrong  world.GameError
	mixed  bool            // the mistake was to take one thing for another
	aim    int             // the condition that was spoken of last
	holds  []bool          // after the move before
	looked map[string]bool // what it looked at since anything changed
	wrote  *step           // the last thing that it changed
	back   *step           // the way back from a detour
	roamed bool
	stuck  bool
}

// A step is an action, and the condition of the script that it serves.
type step struct {
	text string
	move acting.Move
	aim  int
}

// What the player is doing.
type doing int

const (
	begins doing = iota
	follows
	looks
	errs
	repeats
	roams
	returns
)

// Join implements roles.Player.
func (*Player) Join(b roles.GameBrief) roles.Gamer {
	g := &gamer{
		brief: b, aim: -1, looked: map[string]bool{},
		voice: speech.Voice{Stream: rng.New(b.Seed, "roleplay", b.Game, "player", strconv.Itoa(b.Attempt))},
	}
	g.hear(b.Rules)
	for i, text := range b.Script.Solution {
		if m, ok := b.Actions.Match(text); ok {
			aim := -1
			if i < len(b.Aims) {
				aim = b.Aims[i]
			}
			g.plan = append(g.plan, step{text, m, aim})
		}
	}
	for i := range b.Before {
		g.recall(&b.Before[i])
	}
	g.holds = b.Now().Holds()
	g.schedule()
	return g
}

// recall takes a turn of the game before into account.
func (g *gamer) recall(t *roles.GameTurn) {
	switch {
	case t.Observation != nil:
		g.hear(t.Observation.Text)
		if t.Observation.Error() != "" {
			g.brief.Errors--
		}
	case g.next < len(g.plan) && t.Move.Action == g.plan[g.next].text:
		g.next++
	}
}

// schedule draws at which steps the player errs, spread over the game, and how.
func (g *gamer) schedule() {
	n, left := g.brief.Errors, len(g.plan)-g.next
	if n <= 0 || left == 0 {
		return
	}
	n += g.voice.Weighted([]int64{5, 4, 1}) // some err more often than they are asked to
	for i := range n {
		from, to := i*left/n, (i+1)*left/n
		g.slots = append(g.slots, g.next+from+g.voice.IntN(max(1, to-from)))
	}
	kinds := []world.GameError{world.ParameterError, world.PlaceError, world.LogicError}
	for len(g.kinds) < n {
		g.voice.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
		g.kinds = append(g.kinds, kinds...)
	}
}

// hear takes up what the player is told.
func (g *gamer) hear(text string) {
	g.seen.WriteString(strings.ToLower(text))
	g.seen.WriteByte('\n')
}

// knows reports whether the player was told of a thing.
func (g *gamer) knows(value string) bool { return telling.Mentions(g.seen.String(), value) }

// Move implements roles.Gamer.
func (g *gamer) Move(_ context.Context, o roles.Observation) (roles.GameMove, error) {
	fresh := strings.ToLower(o.Text)
	var news []string
	if g.next < len(g.plan) {
		for _, p := range acting.Parameters(g.plan[g.next].move.Action.Template) {
			if v := g.plan[g.next].move.Values[p]; !g.knows(v) && telling.Mentions(fresh, v) && telling.IsThing(g.brief.Script, v) {
				news = append(news, v)
			}
		}
	}
	g.hear(o.Text)
	if g.stuck {
		return roles.GameMove{Thought: g.voice.Say(stubborn, "do", g.phrase(g.last)), Action: g.text}, nil
	}
	now := g.brief.Now()
	said := g.react(&o, now, news)
	m := g.choose(now, said)
	return m, nil
}

// choose decides what to do. said is what the player thought of before.
func (g *gamer) choose(now roles.Rehearsal, said []string) roles.GameMove {
	recovers := g.doing == errs || g.doing == repeats
	act := func(d doing, s step, thought string) roles.GameMove {
		g.doing, g.last, g.text = d, s.move, s.text
		if d == follows || d == roams || d == returns {
			clear(g.looked)
			g.wrote = &s
		}
		return roles.GameMove{Thought: speak(append(said, thought)), Action: s.text, Recovery: recovers}
	}
	if g.back != nil {
		s := *g.back
		g.back = nil
		return act(returns, s, g.voice.Say(back, "do", g.phrase(s.move)))
	}
	if g.next >= len(g.plan) {
		return roles.GameMove{Left: true}
	}
	s := g.plan[g.next]
	if missing := g.missing(&s); missing != "" {
		if look, ok := g.look(now, &s); ok {
			g.looked[look.text] = true
			return act(looks, look, g.voice.Say(glances, "do", g.phrase(look.move)))
		}
	}
	if !recovers {
		if m, ok := g.err(now, &s, said); ok {
			return m
		}
		if g.doing != returns && g.doing != roams {
			if detour, ok := g.roam(now); ok {
				return act(roams, detour, g.voice.Say(wanders, "do", g.phrase(detour.move)))
			}
		}
	}
	g.next++
	bank, doing := plans, telling.Doing(g.brief.Script, s.move.Action, s.move.Values)
	fills := []string{"do", g.phrase(s.move), "doing", doing, "Doing", speech.Capital(doing)}
	if missing := g.missing(&s); missing != "" {
		bank = searches
		fills = append(fills, "thing", telling.The(g.brief.Script, missing), "Thing", speech.Capital(telling.The(g.brief.Script, missing)))
		if recovers {
			bank = repairs
		}
	} else if recovers {
		bank = repairs
	} else if s.aim >= 0 && s.aim != g.aim && g.doing != begins {
		if aim := g.condition(s.aim); aim != "" {
			g.aim, bank = s.aim, means
			said = append(said, g.voice.Say(aims, "aim", aim))
		}
	}
	return act(follows, s, g.voice.Say(bank, fills...))
}

// missing is a thing that a step needs and that the player has not seen; empty if
// there is none. It is never said, unless the goal names it.
func (g *gamer) missing(s *step) string {
	for _, p := range acting.Parameters(s.move.Action.Template) {
		if v := s.move.Values[p]; !g.knows(v) && telling.IsThing(g.brief.Script, v) {
			return v
		}
	}
	return ""
}

// mostLooks bounds how many ways to look are tried.
const mostLooks = 8

// look finds a way to see what a step needs: an action that only reads, of things
// that the player knows.
func (g *gamer) look(now roles.Rehearsal, s *step) (step, bool) {
	missing := g.missing(s)
	tries := 0
	for i := range g.brief.Script.Actions {
		a := &g.brief.Script.Actions[i]
		if !g.reads(a) {
			continue
		}
		for _, values := range g.valuations(a, mostLooks) {
			m := acting.Move{Action: a, Values: values}
			text := m.Words()
			if g.looked[text] {
				continue
			}
			if tries++; tries > mostLooks {
				return step{}, false
			}
			if x := now.Do(text); x.Error == "" && telling.Mentions(strings.ToLower(x.Text), missing) {
				return step{text: text, move: m}, true
			}
		}
	}
	return step{}, false
}

// reads reports whether an action only looks.
func (g *gamer) reads(a *world.ScriptAction) bool {
	for i := range g.brief.Script.World.Tools {
		if t := &g.brief.Script.World.Tools[i]; t.Tool.Name == a.Tool {
			return t.Effect == world.Read
		}
	}
	return false
}

// valuations are ways to fill the placeholders of an action with what the player
// knows, at most so many, in an order that is drawn.
func (g *gamer) valuations(a *world.ScriptAction, most int) []map[string]string {
	placeholders := acting.Parameters(a.Template)
	if len(placeholders) == 0 {
		return []map[string]string{nil}
	}
	lists := make([][]string, len(placeholders))
	ways := 1
	for i, p := range placeholders {
		for _, v := range a.Values[p] {
			if g.knows(v) {
				lists[i] = append(lists[i], v)
			}
		}
		if len(lists[i]) == 0 {
			return nil
		}
		if ways < 1<<20 {
			ways *= len(lists[i])
		}
	}
	var all []map[string]string
	start := g.voice.IntN(ways)
	for n := range min(most, ways) {
		at := (start + n*(ways/max(1, min(most, ways)))) % ways
		values := map[string]string{}
		for i, p := range placeholders {
			values[p] = lists[i][at%len(lists[i])]
			at /= len(lists[i])
		}
		all = append(all, values)
	}
	return all
}

func (g *gamer) phrase(m acting.Move) string {
	if m.Action == nil {
		return "`" + g.text + "`"
	}
	return telling.Phrase(g.brief.Script, m.Action, m.Values)
}

// condition is a part of the goal in words; empty where these name something that the
// player does not know yet.
func (g *gamer) condition(i int) string {
	c := &g.brief.Script.Conditions[i]
	named := []string{string(c.Equals)}
	var key map[string]json.RawMessage
	if json.Unmarshal(c.Key, &key) == nil {
		for _, v := range key { //lint:ordered whether all are known
			named = append(named, string(v))
		}
	}
	for _, raw := range named {
		var text string
		if json.Unmarshal([]byte(raw), &text) == nil && text != "you" && !g.knows(text) {
			return ""
		}
	}
	return telling.Bare(c.Says)
}

// react is what the player makes of what it sees.
func (g *gamer) react(o *roles.Observation, now roles.Rehearsal, news []string) []string {
	holds := now.Holds()
	before := g.holds
	g.holds = holds
	switch g.doing {
	case begins:
		if g.next < len(g.plan) && g.plan[g.next].aim >= 0 {
			if aim := g.condition(g.plan[g.next].aim); aim != "" {
				g.aim = g.plan[g.next].aim
				return []string{g.voice.Say(openings, "aim", aim)}
			}
		}
		return []string{g.voice.Say(starts)}
	case errs, repeats:
		return g.regret(o)
	}
	for c := range holds {
		if holds[c] && !before[c] && g.condition(c) != "" {
			return []string{g.voice.Say(settled, "aim", g.condition(c), "Aim", speech.Capital(g.condition(c)))}
		}
	}
	switch {
	case len(news) > 0:
		the := telling.The(g.brief.Script, news[0])
		return []string{g.voice.Say(notices, "thing", the, "Thing", speech.Capital(the))}
	case g.doing == follows && g.voice.Chance(1, 3):
		return []string{g.voice.Say(nods)}
	}
	return nil
}

// regret is what the player makes of a mistake, of what it was told about it.
func (g *gamer) regret(o *roles.Observation) []string {
	why := g.why
	if !strings.Contains(strings.ToLower(o.Text), strings.ToLower(telling.Bare(why))) {
		why = o.Text // somebody else tells it in other words
	}
	plain := telling.Lower(telling.Bare(telling.ToMe(why)))
	fills := []string{"why", plain, "Why", speech.Capital(plain)}
	switch {
	case g.wrong == world.ParameterError && g.last.Action != nil:
		return []string{g.voice.Say(formats, append(fills, "template", g.last.Action.Template)...)}
	case g.mixed:
		return []string{g.voice.Say(mixups, fills...)}
	case g.wrong == world.PlaceError:
		return []string{g.voice.Say(places, fills...)}
	case g.doing == repeats:
		return []string{g.voice.Say(done, fills...)}
	}
	return []string{g.voice.Say(orders, fills...)}
}

// speak puts thoughts together.
func speak(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(speech.Capital(p))
	}
	return b.String()
}
