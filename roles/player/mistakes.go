package player

import (
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
	"worldc/world/acting"
)

// A mistake is an action that does not work, how the player comes to it, and what is
// wrong with it.
type mistake struct {
	step
	kind  world.GameError
	why   string // what is wrong with it
	way   way
	skips bool   // the step that is due would have made it possible
	other string // the value that was taken for another
}

// A way is how a player comes to a mistake.
type way int

const (
	misworded way = iota // what it wants is right, how it says it is not
	hasty                // it leaves something out that has to come before
	mixed                // it takes one thing for another
	twice                // it does again what is done
)

// err makes a mistake if one is due.
func (g *gamer) err(now roles.Rehearsal, s *step, said []string, news string) (roles.GameMove, bool) {
	wanted, stuck, due := g.due()
	if !due {
		return roles.GameMove{}, false
	}
	m, ok := g.mistake(now, s, wanted)
	if !ok {
		return roles.GameMove{}, false
	}
	if g.brief.Wavers == nil {
		g.slots = g.slots[1:]
		for i, k := range g.kinds { // this kind has had its turn
			if k == m.kind {
				g.kinds = append(g.kinds[:i], g.kinds[i+1:]...)
				break
			}
		}
	}
	thought := g.motive(&m, s, news)
	g.erred, g.stuck, g.doing = &m, stuck, errs
	if m.way == twice {
		g.doing = repeats
	}
	g.last, g.text = m.move, m.text
	return roles.GameMove{Thought: g.speak(append(said, thought), &m.step), Action: m.text}, true
}

// motive is what the player thinks as it makes a mistake instead of a step: what it
// leaves out, mistakes or is not sure of.
func (g *gamer) motive(m *mistake, s *step, news string) string {
	do := g.phrase(m.move)
	fills := []string{"do", do}
	with := func(name, value string) {
		fills = append(fills, name, value, speech.Capital(name), capital(value))
	}
	switch m.way {
	case misworded:
		if g.scene.Spoken(m.move.Action) && m.text != speech.Capital(m.text) && !strings.HasSuffix(m.text, ".") && g.voice.Chance(1, 2) {
			do = m.text
		}
		return g.reason(s, g.next, do, news, g.doing == begins)
	case twice:
		return g.voice.Say(again, fills...)
	case mixed:
		fills = append(fills, g.named("other", m.other)...)
		right := ""
		for _, p := range g.scene.Parameters(s.move.Action) {
			if m.move.Values[p] == m.other {
				right = s.move.Values[p]
			}
		}
		switch {
		case g.scene.Moves(m.move.Action):
			return g.voice.Say(shortcuts, fills...)
		case m.kind == world.PlaceError:
			return g.voice.Say(believed, fills...)
		case !g.knows(right):
			return g.voice.Say(guessed, fills...)
		case !g.memory.ruled(right) && g.scene.The(m.other) == m.other:
			return g.voice.Say(misread, fills...)
		}
		return g.voice.Say(confused, fills...)
	}
	if g.scene.Moves(m.move.Action) {
		for _, p := range g.scene.Parameters(m.move.Action) {
			fills = append(fills, g.named("other", m.move.Values[p])...)
			return g.voice.Say(shortcuts, fills...)
		}
	}
	if m.kind == world.PlaceError {
		return g.voice.Say(fromHere, fills...)
	}
	if m.skips && g.missing(s) == "" && !g.secret(s) {
		with("skipped", g.scene.Doing(s.move.Action, s.move.Values))
		return g.voice.Say(skipping, fills...)
	}
	return g.voice.Say(eager, fills...)
}

// due says whether a mistake is due, of which kind it should be, and whether the
// player does not get over it.
func (g *gamer) due() (kinds []world.GameError, stuck, due bool) {
	if g.brief.Wavers != nil {
		for _, k := range roles.Mistakes {
			p := g.brief.Wavers[k]
			if p <= 0 || g.voice.Float64() >= p {
				continue
			}
			stuck = g.voice.Float64() >= g.brief.Recovers
			switch k {
			case roles.MalformedCall, roles.MissingArgument:
				return []world.GameError{world.ParameterError}, stuck, true
			case roles.WrongArgument:
				return []world.GameError{world.LogicError, world.PlaceError, world.ParameterError}, stuck, true
			}
			return []world.GameError{world.PlaceError, world.LogicError, world.ParameterError}, stuck, true
		}
		return nil, false, false
	}
	if len(g.slots) == 0 || g.next < g.slots[0] {
		return nil, false, false
	}
	return g.kinds, false, true
}

// mostTried bounds how many actions are tried for a mistake.
const mostTried = 10

// mistake finds a mistake instead of a step, of the first of the kinds that can be
// made.
func (g *gamer) mistake(now roles.Rehearsal, s *step, kinds []world.GameError) (mistake, bool) {
	var found map[world.GameError]mistake
	for i, k := range kinds {
		seenBefore := false
		for _, earlier := range kinds[:i] {
			seenBefore = seenBefore || earlier == k
		}
		if seenBefore {
			continue
		}
		if k == world.ParameterError {
			if m, ok := g.misspelled(s); ok {
				return m, true
			}
			continue
		}
		if found == nil {
			found = g.untimely(now, s, k)
		}
		if m, ok := found[k]; ok {
			return m, true
		}
	}
	return mistake{}, false
}

// untimely are mistakes of place and order, one of each kind at most; when one of the
// kind that is wanted is found it looks no further.
func (g *gamer) untimely(now roles.Rehearsal, s *step, wanted world.GameError) map[world.GameError]mistake {
	found := map[world.GameError]mistake{}
	tried := 0
	scratch := now.Copy()
	try := func(x mistake) bool {
		if tried++; tried > mostTried {
			return true
		}
		if x.text == s.text || g.missing(&x.step) != "" || x.way != twice && g.stays(&x.step) {
			tried--
			return false
		}
		got := scratch.Do(x.text)
		if got.Error == "" {
			if !got.Reads {
				scratch = g.brief.Now()
			}
			return false
		}
		if _, had := found[got.Error]; !had {
			x.kind, x.why = got.Error, got.Text
			found[got.Error] = x
		}
		return got.Error == wanted
	}
	// What comes later is done too early: what the next step of the plan helps
	// against, so that it is the repair.
	ahead := func() bool {
		if s.goal > g.next && g.helps(now, scratch, s, &g.plan[s.goal]) && try(mistake{step: g.plan[s.goal], way: hasty, skips: true}) {
			return true
		}
		for i := g.next + 1; i < min(len(g.plan), g.next+4); i++ {
			x := g.plan[i]
			if x.text == s.text || g.missing(&x) != "" {
				continue
			}
			if i > g.next+1 && !g.helps(now, scratch, s, &x) {
				continue
			}
			if try(mistake{step: x, way: hasty, skips: i == s.goal}) {
				return true
			}
		}
		return false
	}
	// What is done already is done again.
	repeated := func() bool {
		return g.wrote != nil && !g.scene.Moves(g.wrote.move.Action) && try(mistake{step: *g.wrote, way: twice})
	}
	// One thing is taken for another.
	mistaken := func() bool {
		for _, p := range g.scene.Parameters(s.move.Action) {
			list := s.move.Action.Values[p]
			start := g.voice.IntN(max(1, len(list)))
			n := 0
			for i := range list {
				v := list[(start+i)%len(list)]
				if v == s.move.Values[p] || v == g.memory.here || !g.knows(v) || g.wrote != nil && len(list) > 2 && g.wrote.move.Values[p] == v {
					continue
				}
				if n++; n > 2 {
					break
				}
				values := map[string]string{}
				for name, value := range s.move.Values { //lint:ordered into a map
					values[name] = value
				}
				values[p] = v
				m := acting.Move{Action: s.move.Action, Values: values}
				if try(mistake{step: step{m.Words(), m, s.aim, s.goal}, way: mixed, other: v}) {
					return true
				}
			}
		}
		return false
	}
	ways := []func() bool{ahead, mistaken, repeated}
	if g.voice.Chance(2, 5) {
		ways = []func() bool{mistaken, ahead, repeated}
	}
	for _, way := range ways {
		if way() {
			break
		}
	}
	return found
}

// helps reports whether a step does away with what keeps a later one from being
// taken now.
func (g *gamer) helps(now, scratch roles.Rehearsal, s, later *step) bool {
	early := scratch.Copy().Do(later.text)
	if early.Error == "" {
		return false
	}
	helped := now.Copy()
	helped.Do(s.text)
	return helped.Do(later.text).Text != early.Text
}

// stays reports whether a step goes to where the player is.
func (g *gamer) stays(s *step) bool {
	for _, p := range g.scene.Parameters(s.move.Action) {
		return g.scene.Moves(s.move.Action) && s.move.Values[p] == g.memory.here
	}
	return false
}

// misspelled is the next step in a form that is no action.
func (g *gamer) misspelled(s *step) (mistake, bool) {
	texts := g.variants(s)
	for i := range texts {
		j := i + g.voice.IntN(len(texts)-i)
		texts[i], texts[j] = texts[j], texts[i]
		if _, legal := g.brief.Actions.Match(texts[i]); legal || texts[i] == "" {
			continue
		}
		return mistake{step: step{texts[i], s.move, s.aim, s.goal}, kind: world.ParameterError, why: g.brief.Actions.Wrong(texts[i])}, true
	}
	return mistake{}, false
}

// variants are ways in which people write an action that is to be written otherwise.
// Only what the player knows is named.
func (g *gamer) variants(s *step) []string {
	a, text := s.move.Action, s.text
	var all []string
	add := func(t string) {
		if t != text {
			all = append(all, t)
		}
	}
	spoken := g.scene.Spoken(a)
	if spoken {
		add(g.scene.Phrase(a, s.move.Values)) // with articles
	}
	placeholders := g.scene.Parameters(a)
	for i, p := range placeholders {
		v := s.move.Values[p]
		if !g.knows(v) {
			continue
		}
		if at := strings.LastIndexByte(v, ' '); at > 0 {
			add(strings.Replace(text, v, v[at+1:], 1)) // the mug, instead of the coffee mug
		}
		if !spoken {
			add(strings.Replace(text, v, `"`+v+`"`, 1))
		}
		if i > 0 { // what comes after the first thing is left out
			if before, _, cut := strings.Cut(a.Template, "{"+placeholders[0]+"}"); cut {
				add(before + s.move.Values[placeholders[0]])
			}
		}
	}
	add(text + ".")
	if spoken {
		add(speech.Capital(text))
		if i := g.next + 1; i < len(g.plan) && g.missing(&g.plan[i]) == "" && !g.secret(&g.plan[i]) && !(g.scene.Moves(a) && g.unknown(s)) {
			add(text + " and " + g.plan[i].text) // two at once
		}
	}
	for _, x := range otherWords {
		if strings.HasPrefix(text, x.word+" ") || text == x.word {
			for _, other := range x.others {
				add(other + strings.TrimPrefix(text, x.word))
			}
		}
	}
	for _, x := range otherJoints {
		if strings.Contains(text, x[0]) {
			add(strings.Replace(text, x[0], x[1], 1))
		}
	}
	return all
}

// otherWords are words with which people begin an action instead.
var otherWords = []struct {
	word   string
	others []string
}{
	{"go to", []string{"walk to", "go into", "enter"}},
	{"move to", []string{"go to", "walk to"}},
	{"walk to", []string{"go to", "head for"}},
	{"look around", []string{"look", "look about", "examine room"}},
	{"take", []string{"pick up", "grab", "get"}},
	{"pick up", []string{"take", "grab"}},
	{"put", []string{"place", "set"}},
	{"place", []string{"put", "set"}},
	{"open", []string{"pull open", "look in"}},
	{"close", []string{"shut"}},
	{"examine", []string{"look at", "inspect"}},
	{"inspect", []string{"look at", "examine"}},
	{"read", []string{"look at", "study"}},
	{"give", []string{"hand", "hand over"}},
	{"use", []string{"apply", "operate"}},
	{"turn on", []string{"switch on", "start"}},
	{"turn off", []string{"switch off", "stop"}},
	{"switch on", []string{"turn on", "start"}},
	{"switch off", []string{"turn off", "stop"}},
	{"ask", []string{"talk to", "question"}},
	{"check", []string{"look at", "verify"}},
	{"wash", []string{"clean", "rinse"}},
	{"clean", []string{"wash", "wipe"}},
	{"warm", []string{"heat", "heat up"}},
	{"heat", []string{"warm up"}},
	{"chill", []string{"cool", "cool down"}},
	{"cd", []string{"cd to", "chdir"}},
	{"ls", []string{"dir", "list"}},
	{"cat", []string{"open", "less"}},
	{"cp", []string{"copy"}},
	{"mv", []string{"move"}},
}

// otherJoints are words within an action that people take for others.
var otherJoints = [][2]string{{" from ", " out of "}, {" with ", " using "}, {" in/on ", " on "}, {" in/on ", " in "}, {" to ", " into "}, {" into ", " in "}, {" at ", " in "}, {" on ", " onto "}}
