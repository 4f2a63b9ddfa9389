// Package player is the procedural player of scripts (AgentRefine §3.2): it follows
// the solution that a planner found, loses its way where nothing tells it, errs
// where it is to, and recovers from what it observes.
//
// Rules. What it knows of the solution decides what it does and never what it says:
// a thought names only things that it was told of or has seen. Where the next step
// needs something that it has not seen, it looks for it first. A mistake and a
// detour are tried in a copy of the game before, so that they are what they are
// meant to be and spoil nothing; a mistake has a reason that is said.
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
	brief  roles.GameBrief
	scene  *telling.Scene
	voice  speech.Voice
	memory memory

	plan  []step
	aims  []aim // the conditions
	next  int   // the step of the plan that comes next
	slots []int
	kinds []world.GameError // of mistakes, in the order in which they are wanted

	doing   doing
	last    acting.Move // of the move before
	text    string
	erred   *mistake        // the last one
	aim     int             // the condition that was spoken of last
	holds   []bool          // after the move before
	looked  map[string]bool // what it looked at since anything changed
	wrote   *step           // the last thing that it changed
	back    *step           // the way back from a detour
	sought  string          // what the detour was for
	detours int
	stuck   bool
}

// A step is an action, and what it is for.
type step struct {
	text string
	move acting.Move
	aim  int // the condition of the script that it serves, -1 for none
	goal int // the later step of the plan that it leads to, -1 for none
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
		brief: b, scene: b.Scene.Or(b.Script), aim: -1, looked: map[string]bool{},
		voice: speech.Voice{Stream: rng.New(b.Seed, "roleplay", b.Game, "player", strconv.Itoa(b.Attempt))},
	}
	g.memory = remember(g.scene, b.Script)
	g.memory.told(b.Script.World.Policy+"\n"+b.Script.Task.Goal, b.Rules)
	for i, text := range b.Script.Solution {
		if m, ok := b.Actions.Match(text); ok {
			s := step{text, m, -1, -1}
			if i < len(b.Aims) {
				s.aim = b.Aims[i]
			}
			g.plan = append(g.plan, s)
		}
	}
	for i := range b.Script.Conditions {
		g.aims = append(g.aims, aimOf(g.scene, &b.Script.Conditions[i]))
	}
	g.lead()
	for i := range b.Before {
		g.recall(&b.Before[i])
	}
	g.holds = b.Now().Holds()
	g.schedule()
	return g
}

// lead says of each step what it leads to: the step that it makes possible, and of
// one way after the other, what is done at their end.
func (g *gamer) lead() {
	serves := g.brief.Script.Serves
	if len(serves) != len(g.plan) {
		return
	}
	for i := len(g.plan) - 1; i >= 0; i-- {
		j := serves[i]
		if j <= i || j >= len(g.plan) {
			continue
		}
		if g.scene.Moves(g.plan[i].move.Action) && g.scene.Moves(g.plan[j].move.Action) {
			j = g.plan[j].goal
		}
		g.plan[i].goal = j
	}
}

// recall takes a turn of the game before into account.
func (g *gamer) recall(t *roles.GameTurn) {
	if t.Observation != nil {
		g.memory.sees(t.Observation)
		if t.Observation.Error() != "" {
			g.brief.Errors--
		}
		return
	}
	m, _ := g.brief.Actions.Match(t.Move.Action)
	g.memory.does(m)
	if g.next < len(g.plan) && t.Move.Action == g.plan[g.next].text {
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

// knows reports whether the player was told of a thing.
func (g *gamer) knows(value string) bool { return g.memory.knows(value) }

// Move implements roles.Gamer.
func (g *gamer) Move(_ context.Context, o roles.Observation) (roles.GameMove, error) {
	fresh := strings.ToLower(o.Text)
	news := ""
	if g.next < len(g.plan) && g.doing != errs && g.doing != repeats {
		for _, v := range g.needs(&g.plan[g.next]) {
			if !g.knows(v) && telling.Mentions(fresh, v) {
				news = v
			}
		}
	}
	g.memory.sees(&o)
	if g.stuck {
		return roles.GameMove{Thought: g.voice.Say(stubborn, "do", g.phrase(g.last)), Action: g.text}, nil
	}
	now := g.brief.Now()
	said := g.react(&o, now)
	m := g.choose(now, said, news)
	g.memory.does(g.read(m.Action))
	return m, nil
}

// read is the move that an action is, which mostly is the step that was last taken of
// the plan; without an action where it is none.
func (g *gamer) read(text string) acting.Move {
	if i := g.next - 1; i >= 0 && g.plan[i].text == text {
		return g.plan[i].move
	}
	m, _ := g.brief.Actions.Match(text)
	return m
}

// choose decides what to do. said is what the player thought of before, news a thing
// that the next step needs and that has just turned up.
func (g *gamer) choose(now roles.Rehearsal, said []string, news string) roles.GameMove {
	recovers := g.doing == errs || g.doing == repeats
	again := g.doing == repeats
	act := func(d doing, s step, thought string) roles.GameMove {
		g.doing, g.last, g.text = d, s.move, s.text
		if d == follows || d == roams || d == returns {
			clear(g.looked)
			g.wrote = &s
		}
		return roles.GameMove{Thought: g.speak(append(said, thought), &s), Action: s.text, Recovery: recovers}
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
		if m, ok := g.err(now, &s, said, news); ok {
			return m
		}
		if detour, why, ok := g.detour(now, &s); ok {
			return act(roams, detour, why)
		}
	}
	first := g.doing == begins
	g.next++
	why := g.reason(&s, g.next-1, g.phrase(s.move), news, first)
	switch {
	case again: // nothing was to be repaired
		why = g.voice.Say(onwards, "do", g.phrase(s.move))
	case recovers:
		why = g.repair(&s)
	}
	return act(follows, s, why)
}

// needs are the things that a step names.
func (g *gamer) needs(s *step) []string {
	var list []string
	for _, p := range g.scene.Parameters(s.move.Action) {
		if v := s.move.Values[p]; g.scene.IsThing(v) {
			list = append(list, v)
		}
	}
	return list
}

// missing is a thing that a step needs and that the player has not seen; empty if
// there is none. It is never said, unless the goal names it.
func (g *gamer) missing(s *step) string {
	for _, v := range g.needs(s) {
		if !g.knows(v) {
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
	placeholders := g.scene.Parameters(a)
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
	return g.scene.Phrase(m.Action, m.Values)
}

// An aim is a condition of the script as the player thinks of it, and what it names.
type aim struct {
	says  string
	named []string
	last  bool // it is of the player, who may come by before it counts
}

// aimOf reads a condition. What it says may name more than its values do: whoever is
// to be written to, where only a note tells who that is.
func aimOf(scene *telling.Scene, c *world.Condition) aim {
	a := aim{says: telling.Lower(telling.ToMe(telling.Bare(c.Says))), last: c.Table == "player", named: scene.In(strings.ToLower(c.Says))}
	values := []json.RawMessage{c.Equals}
	var key map[string]json.RawMessage
	if json.Unmarshal(c.Key, &key) == nil {
		for _, v := range key { //lint:ordered whether all are known
			values = append(values, v)
		}
	}
	for _, raw := range values {
		var text string
		if json.Unmarshal(raw, &text) == nil && text != "you" {
			a.named = append(a.named, text)
		}
	}
	return a
}

// condition is a part of the goal in words; empty where these name something that the
// player does not know yet, and where it counts at the end only.
func (g *gamer) condition(i int) string {
	if g.aims[i].last && g.next < len(g.plan) && len(g.aims) > 1 {
		return ""
	}
	for _, name := range g.aims[i].named {
		if !g.knows(name) {
			return ""
		}
	}
	return g.aims[i].says
}

// react is what the player makes of what it sees.
func (g *gamer) react(o *roles.Observation, now roles.Rehearsal) []string {
	holds := now.Holds()
	before := g.holds
	g.holds = holds
	switch g.doing {
	case begins:
		return g.open()
	case errs, repeats:
		return g.regret(o)
	}
	for c := range holds {
		if aim := g.condition(c); holds[c] && !before[c] && aim != "" {
			return []string{g.voice.Say(settled, "aim", aim, "Aim", capital(aim))}
		}
	}
	if g.doing == roams && g.back == nil && g.sought != "" && !telling.Mentions(strings.ToLower(o.Text), g.sought) {
		return []string{g.voice.Say(notThere, g.named("thing", g.sought)...)}
	}
	return nil
}

// open is what the player makes of the goal.
func (g *gamer) open() []string {
	var aims []string
	for c := range g.brief.Script.Conditions {
		if aim := g.condition(c); aim != "" && !g.holds[c] {
			aims = append(aims, aim)
		}
	}
	aim := ""
	if g.next < len(g.plan) && g.plan[g.next].aim >= 0 {
		g.aim = g.plan[g.next].aim
		aim = g.condition(g.aim)
	}
	switch n := len(aims); {
	case n == 1 && len(g.brief.Script.Conditions) == 1:
		return []string{g.voice.Say(simple, "aim", aims[0])}
	case n == 0:
		return []string{g.voice.Say(starts)}
	case n <= 3 && g.voice.Chance(1, 2):
		return []string{g.voice.Say(overviews, "aims", speech.Join(aims, "and"))}
	case aim != "":
		return []string{g.voice.Say(openings, "aim", aim, "n", count(len(g.brief.Script.Conditions)))}
	}
	return []string{g.voice.Say(starts)}
}

// capital begins a text with a capital, but for a name as machines have it.
func capital(text string) string {
	if first, _, _ := strings.Cut(text, " "); strings.ContainsAny(first, "-_./0123456789") {
		return text
	}
	return speech.Capital(text)
}

// count is a number of things as a word.
func count(n int) string {
	if words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}; n >= 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// regret is what the player makes of a mistake, of what it was told about it.
func (g *gamer) regret(o *roles.Observation) []string {
	m := g.erred
	why := m.why
	if !strings.Contains(strings.ToLower(o.Text), strings.ToLower(telling.Bare(why))) {
		why = o.Text // somebody else tells it in other words
	}
	plain := telling.Lower(telling.Bare(telling.ToMe(why)))
	fills := []string{"why", plain, "Why", capital(plain)}
	switch {
	case m.kind == world.ParameterError && m.move.Action != nil:
		return []string{g.voice.Say(formats, append(fills, "template", m.move.Action.Template)...)}
	case m.way == mixed:
		return []string{g.voice.Say(mixups, fills...)}
	case g.doing == repeats:
		return []string{g.voice.Say(done, fills...)}
	case m.kind == world.PlaceError:
		return []string{g.voice.Say(places, fills...)}
	}
	return []string{g.voice.Say(orders, fills...)}
}

// speak puts thoughts together. What a step is about is named once, if it is plain
// what "it" is.
func (g *gamer) speak(parts []string, s *step) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(capital(p))
	}
	text := b.String()
	if g.scene.Moves(s.move.Action) {
		return text
	}
	for _, v := range g.needs(s) {
		text = g.scene.Once(text, v)
	}
	return text
}
