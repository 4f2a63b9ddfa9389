package player

import (
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/roles/telling"
	"worldc/world"
	"worldc/world/acting"
)

// A mistake is an action that does not work, how the player comes to it, and what is
// wrong with it.
type mistake struct {
	step
	kind world.GameError
	why  string
	bank *speech.Bank
	how  doing
}

// err makes a mistake if one is due.
func (g *gamer) err(now roles.Rehearsal, s *step, said []string) (roles.GameMove, bool) {
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
	g.stuck, g.mixed = stuck, m.bank == mistaken
	g.doing, g.last, g.text, g.wrong, g.why = m.how, m.move, m.text, m.kind, m.why
	aim := "that is what is wanted"
	if s.aim >= 0 {
		if said := g.condition(s.aim); said != "" {
			aim = said
		}
	}
	phrase := g.phrase(m.move)
	if m.bank == sloppy {
		phrase = m.text
		if !telling.Spoken(m.move.Action) {
			phrase = "`" + m.text + "`"
		}
	}
	thought := g.voice.Say(m.bank, "do", phrase, "aim", aim, "Aim", speech.Capital(aim))
	return roles.GameMove{Thought: speak(append(said, thought)), Action: m.text}, true
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
	try := func(x step, bank *speech.Bank, how doing) bool {
		if tried++; tried > mostTried {
			return true
		}
		if x.text == s.text || g.missing(&x) != "" {
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
			found[got.Error] = mistake{x, got.Error, got.Text, bank, how}
		}
		return got.Error == wanted
	}
	// What comes later is done too early: what the next step of the plan helps
	// against, so that it is the repair.
	ahead := func() bool {
		for i := g.next + 1; i < min(len(g.plan), g.next+4); i++ {
			x := g.plan[i]
			if x.text == s.text || g.missing(&x) != "" {
				continue
			}
			if i > g.next+1 {
				early, helped := scratch.Do(x.text), now.Copy()
				if early.Error == "" {
					scratch = g.brief.Now()
					continue
				}
				if helped.Do(s.text); helped.Do(x.text).Text == early.Text {
					continue
				}
			}
			if try(x, hasty, errs) {
				return true
			}
		}
		return false
	}
	// What is done already is done again.
	twice := func() bool { return g.wrote != nil && try(*g.wrote, again, repeats) }
	// One thing is taken for another.
	mixed := func() bool {
		for _, p := range acting.Parameters(s.move.Action.Template) {
			list := s.move.Action.Values[p]
			start := g.voice.IntN(max(1, len(list)))
			n := 0
			for i := range list {
				v := list[(start+i)%len(list)]
				if v == s.move.Values[p] || !g.knows(v) {
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
				if try(step{m.Words(), m, s.aim}, mistaken, errs) {
					return true
				}
			}
		}
		return false
	}
	ways := []func() bool{ahead, mixed, twice}
	switch g.voice.IntN(4) {
	case 0:
		ways = []func() bool{twice, ahead, mixed}
	case 1:
		ways = []func() bool{mixed, ahead, twice}
	}
	for _, way := range ways {
		if way() {
			break
		}
	}
	return found
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
		return mistake{step{texts[i], s.move, s.aim}, world.ParameterError, g.brief.Actions.Wrong(texts[i]), sloppy, errs}, true
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
	spoken := telling.Spoken(a)
	if spoken {
		add(telling.Phrase(g.brief.Script, a, s.move.Values)) // with articles
	}
	placeholders := acting.Parameters(a.Template)
	for i, p := range placeholders {
		v := s.move.Values[p]
		if !g.knows(v) {
			continue
		}
		if at := strings.LastIndexByte(v, ' '); at > 0 {
			add(strings.Replace(text, v, v[at+1:], 1)) // the mug, instead of the coffee mug
		}
		if spoken && telling.IsThing(g.brief.Script, v) && !strings.HasSuffix(v, "s") {
			add(strings.Replace(text, v, speech.Plural(v), 1))
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

// mostDetours bounds how many detours are tried.
const mostDetours = 3

// roam is a step that is not in the plan and does not spoil it: one after which the
// plan still wins, at once or after a way back. A player takes one at most, some
// none.
func (g *gamer) roam(now roles.Rehearsal) (step, bool) {
	if g.roamed || g.brief.Wavers != nil || g.next == 0 || !g.voice.Chance(1, 6) {
		return step{}, false
	}
	g.roamed = true
	for range mostDetours {
		s := g.plan[g.next+g.voice.IntN(len(g.plan)-g.next)]
		a := s.move.Action
		ways := g.valuations(a, 4)
		if len(ways) == 0 {
			continue
		}
		m := acting.Move{Action: a, Values: ways[g.voice.IntN(len(ways))]}
		x := step{m.Words(), m, -1}
		if g.planned(x.text) {
			continue
		}
		c := now.Copy()
		if got := c.Do(x.text); got.Error != "" || got.Reads || got.Won {
			continue
		}
		if g.wins(c.Copy()) {
			return x, true
		}
		for _, values := range g.valuations(a, 4) {
			b := acting.Move{Action: a, Values: values}
			way := step{b.Words(), b, -1}
			if way.text == x.text {
				continue
			}
			d := c.Copy()
			if got := d.Do(way.text); got.Error == "" && !got.Won && g.wins(d) {
				g.back = &way
				return x, true
			}
		}
	}
	return step{}, false
}

// planned reports whether an action is one of those that are still to be done.
func (g *gamer) planned(text string) bool {
	for _, s := range g.plan[g.next:] {
		if s.text == text {
			return true
		}
	}
	return false
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
