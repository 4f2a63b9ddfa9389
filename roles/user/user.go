package user

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// User is the procedural user. It implements roles.User.
type User struct{}

// New is the procedural user.
func New() *User { return &User{} }

// Tones of persons.
const (
	neutral = 'n'
	casual  = 'c'
	formal  = 'f'
	chatty  = 'w'
)

// A person is the user of one talk.
type person struct {
	voice    speech.Voice
	brief    roles.UserBrief
	facts    []world.Fact
	goal     []string // sentences of the goal that are still to be told, of a task without steps
	steps    int
	raised   []bool
	claimed  []bool // the agent says that they are done
	reminded []bool
	revealed []bool
	mention  uint64 // percentage of details that are told unasked
	together int    // steps that are raised at once
	lower    bool   // writes without capitals
	self     string // the thing that the person is: "customer"; "" where the goal does not say
	thanked  int
	doubted  bool
}

// Meet implements roles.User.
func (*User) Meet(b roles.UserBrief) roles.Person {
	p := &person{brief: b}
	p.voice.Stream = rng.New(b.Seed, "rollouts", cmp.Or(b.Voice, b.Talk), "user")
	p.voice.Tone = []byte{neutral, neutral, neutral, casual, casual, formal, chatty, chatty}[p.voice.IntN(8)]
	p.lower = p.voice.Tone == casual && p.voice.Chance(1, 2)
	p.mention = []uint64{30, 55, 75, 100}[p.voice.IntN(4)]
	p.facts = roles.Facts(b.Known, b.Steps)
	p.revealed = make([]bool, len(p.facts))
	p.steps = len(b.Steps)
	if p.steps == 0 {
		p.goal, p.steps = firstPerson(b.Goal), 1
	}
	p.raised, p.claimed, p.reminded = make([]bool, p.steps), make([]bool, p.steps), make([]bool, p.steps)
	p.self = p.who()
	p.together = 1
	if p.voice.Chance(2, 5) {
		p.together = 2 + p.voice.IntN(3)
	}
	return p
}

// Answer implements roles.Person.
func (p *person) Answer(_ context.Context, heard *roles.AgentDecision) (roles.UserDecision, error) {
	var d roles.UserDecision
	switch {
	case heard == nil:
		d = p.open()
	case len(heard.Asks) > 0:
		d = p.answer(heard)
	case len(heard.Proposes) > 0:
		d = p.consent(heard)
	case heard.Checks && !p.doubted:
		p.doubted = true
		d = roles.UserDecision{Say: p.voice.Say(doubts)}
	default:
		d = p.proceed(heard)
	}
	slices.Sort(d.Reveal)
	d.Reveal = slices.Compact(d.Reveal)
	for _, f := range d.Reveal {
		p.revealed[f] = true
	}
	if p.lower {
		d.Say = lowered(d.Say)
	}
	return d, nil
}

// open begins the talk.
func (p *person) open() roles.UserDecision {
	var d roles.UserDecision
	text := ""
	if p.voice.Chance(7, 10) {
		text = p.voice.Say(greetings)
	}
	if p.goal != nil {
		return p.openGoal(text)
	}
	return p.raise(d, text)
}

// raise asks for the next steps, after a beginning.
func (p *person) raise(d roles.UserDecision, text string) roles.UserDecision {
	n := 0
	for i := range p.brief.Steps {
		if p.raised[i] {
			continue
		}
		if n == p.together {
			break
		}
		sentence := p.ask(i, &d.Reveal)
		if why := p.motive(i); why != "" && p.voice.Tone != casual && p.voice.Chance(1, 2) && strings.HasSuffix(sentence, ".") {
			sentence = strings.TrimSuffix(sentence, ".") + ", " + why + "."
		}
		if n > 0 {
			sentence = p.voice.Say(further, "ask", decapital(sentence))
		}
		text = join(text, sentence)
		text = join(text, p.introduce(d.Reveal))
		p.raised[i] = true
		d.Raise = append(d.Raise, i)
		n++
	}
	d.Say = text
	return d
}

// answer answers questions.
func (p *person) answer(heard *roles.AgentDecision) roles.UserDecision {
	var d roles.UserDecision
	var known []roles.Question
	var unknown []string
	for _, q := range heard.Asks {
		if q.Fact < 0 || q.Fact >= len(p.facts) {
			unknown = append(unknown, q.Label)
			continue
		}
		known = append(known, q)
		d.Reveal = append(d.Reveal, q.Fact)
	}
	text := ""
	switch {
	case len(known) == 1:
		q := known[0]
		bank := answers
		if p.revealed[q.Fact] {
			bank = again
		} else if p.mine(q.Fact) {
			text = p.introduce([]int{q.Fact})
			break
		}
		text = p.voice.Say(bank, "label", bareLabel(heard.Asks, q), "value", p.spoken(q.Fact))
	case len(known) > 1:
		parts := make([]string, len(known))
		format := p.voice.IntN(3)
		if p.voice.Tone == casual {
			format = 1 + p.voice.IntN(2)
		}
		for i, q := range known {
			switch label, value := bareLabel(heard.Asks, q), p.spoken(q.Fact); format {
			case 0:
				parts[i] = "the " + label + " " + speech.Is(label) + " " + value
			case 1:
				parts[i] = label + ": " + value
			default:
				parts[i] = value + " for the " + label
			}
		}
		text = p.voice.Say(several, "list", speech.Join(parts, "and"))
	}
	if len(unknown) > 0 {
		text = join(text, p.voice.Say(dontKnow, "label", speech.Join(unknown, "or")))
		if len(known) == 0 {
			text = join(text, p.volunteer(&d))
		}
	}
	if len(p.goal) > 0 { // what was not told of the goal
		for _, s := range p.goal {
			text = join(text, s)
		}
		p.goal = p.goal[:0]
	}
	d.Say = text
	return d
}

// bareLabel is what a fact is called in the answer to questions: without its owner,
// unless another question is for the same of something else.
func bareLabel(asks []roles.Question, q roles.Question) string {
	bare := func(label string) string {
		label = strings.TrimSuffix(label, " (yes or no)")
		if _, after, ok := strings.Cut(label, "'s "); ok {
			return after
		}
		return label
	}
	for _, other := range asks {
		if other != q && bare(other.Label) == bare(q.Label) {
			return strings.TrimSuffix(q.Label, " (yes or no)")
		}
	}
	return bare(q.Label)
}

// volunteer tells a fact of a raised step that was not asked for.
func (p *person) volunteer(d *roles.UserDecision) string {
	for i, s := range p.brief.Steps {
		if !p.raised[i] {
			continue
		}
		for _, t := range s.Target {
			if f := roles.FactOf(p.facts, t); f >= 0 && !p.revealed[f] && !slices.Contains(d.Reveal, f) {
				d.Reveal = append(d.Reveal, f)
				return p.voice.Say(instead, "label", labelOf(t, s.Thing), "value", p.spoken(f))
			}
		}
	}
	return ""
}

// consent answers a proposal: no, if it has a value that was not meant.
func (p *person) consent(heard *roles.AgentDecision) roles.UserDecision {
	d := roles.UserDecision{Agree: roles.Yes}
	for _, c := range heard.Proposes {
		if c.Fact >= 0 && c.Fact < len(p.facts) && !bytes.Equal(c.Value, p.facts[c.Fact].Value) {
			d.Agree = roles.No
			d.Reveal = append(d.Reveal, c.Fact)
			d.Say = p.voice.Say(corrections, "value", p.spoken(c.Fact), "wrong", speech.Spoken(world.Detail{Value: c.Value})[0], "label", factLabel(p.facts[c.Fact].Name))
			return d
		}
	}
	d.Say = p.voice.Say(agreements)
	return d
}

// proceed hears what was done, and goes on.
func (p *person) proceed(heard *roles.AgentDecision) roles.UserDecision {
	for _, s := range heard.Done {
		if s >= 0 && s < p.steps {
			p.claimed[s] = true
		}
	}
	for i := range p.steps {
		if p.raised[i] && !p.claimed[i] {
			if p.reminded[i] {
				return roles.UserDecision{Say: p.voice.Say(resigned), Stop: true}
			}
			p.reminded[i] = true
			var d roles.UserDecision
			text := p.voice.Say(reminders)
			if p.brief.Steps != nil {
				text = join(text, p.ask(i, &d.Reveal))
			}
			d.Say = text
			return d
		}
	}
	if slices.Contains(p.raised, false) {
		if p.voice.Chance(1, 3) {
			p.together = 1 + p.voice.IntN(2)
		}
		p.thanked++
		return p.raise(roles.UserDecision{}, p.voice.Say(onwards))
	}
	return roles.UserDecision{Say: p.voice.Say(farewells), Stop: true}
}

// motive is why the person wants a step, in the first person, where the goal
// says it in the sentence about its thing: "because the room is paid for".
func (p *person) motive(i int) string {
	for k, s := range p.brief.Steps {
		if k != i && s.Thing == p.brief.Steps[i].Thing {
			return "" // it may be the reason for the other step
		}
	}
	for _, s := range sentences(p.brief.Goal) {
		if !strings.Contains(s, p.brief.Steps[i].Thing) {
			continue
		}
		for _, word := range []string{"because", "since", "as"} {
			_, why, ok := strings.Cut(s, ", "+word+" ")
			why = strings.TrimSuffix(why, ".")
			if n := strings.Count(why, " "); ok && n > 1 && n < 14 && !strings.ContainsAny(why, "0123456789\"“,;:@") {
				return word + " " + decapital(turned(why))
			}
		}
	}
	return ""
}

// who is the thing that the person is, if the goal says so: a fact of it stands
// beside "you" in the text.
func (p *person) who() string {
	for _, s := range p.brief.Steps {
		for _, d := range s.Target {
			thing := d.Of
			if thing == "" {
				thing = s.Thing
			}
			if value := speech.Plain(d.Value); len(d.Value) > 0 && (introduced(p.brief.Background, value) || beside(p.brief.Goal, value)) {
				return speech.InWords(thing)
			}
		}
	}
	return ""
}

// introduced reports whether a sentence of a background, which is about the
// person, says a value.
func introduced(background, value string) bool {
	for _, s := range sentences(background) {
		if len(value) > 3 && strings.Contains(s, value) && strings.Contains(strings.ToLower(s), "you") {
			return true
		}
	}
	return false
}

// beside reports whether a sentence says of a value that it is the person's.
func beside(text, value string) bool {
	i := strings.Index(text, value)
	if i < 0 || len(value) < 4 {
		return false
	}
	before, after := text[:i], text[i+len(value):]
	if n := strings.LastIndexAny(before, ".!?;"); n >= 0 && n+1 < len(before) && before[n+1] == ' ' {
		before = before[n+1:]
	}
	before = strings.TrimRight(before, " \"“'")
	for _, end := range []string{"ou are", "our name is", "ay that you are", "our e-mail address is", "our e-mail address:", "our phone number is", "our username is", "ou go by"} {
		if strings.HasSuffix(before, end) {
			return true
		}
	}
	after = strings.TrimLeft(after, " \"”'")
	return strings.HasPrefix(after, "is your name") || strings.HasPrefix(after, "is your e-mail address") || strings.HasPrefix(after, "is you")
}

// mine reports whether a fact says who the person is.
func (p *person) mine(f int) bool {
	if p.self == "" {
		return false
	}
	for _, s := range p.brief.Steps {
		for _, d := range s.Target {
			if len(d.Value) == 0 || roles.FactOf(p.facts, d) != f {
				continue
			}
			return speech.InWords(d.Of) == p.self || d.Of == "" && speech.InWords(s.Thing) == p.self
		}
	}
	return false
}

// introduce says those of the facts by which the person says who they are, if
// they were not told yet.
func (p *person) introduce(facts []int) string {
	text := ""
	for _, f := range facts {
		if !p.mine(f) || p.revealed[f] {
			continue
		}
		p.revealed[f] = true
		label := factLabel(p.facts[f].Name)
		bank := particulars
		if label == "name" || label == "full name" {
			bank = introductions
		}
		text = join(text, p.voice.Say(bank, "label", label, "value", p.spoken(f)))
	}
	return text
}

// spoken is the value of a fact as this person says it.
func (p *person) spoken(f int) string {
	return p.say(p.detail(f))
}

// detail is the detail of the steps that a fact comes from.
func (p *person) detail(f int) world.Detail {
	for _, s := range p.brief.Steps {
		for _, list := range [][]world.Detail{s.Target, s.Values} {
			for _, d := range list {
				if len(d.Value) > 0 && roles.FactOf(p.facts, d) == f {
					return d
				}
			}
		}
	}
	return world.Detail{Label: p.facts[f].Name, Value: p.facts[f].Value}
}

// say is a value in one of the ways of saying it.
func (p *person) say(d world.Detail) string {
	ways := speech.Spoken(d)
	if len(ways) > 2 && p.voice.Tone != formal && p.voice.Chance(1, 4) {
		return ways[p.voice.IntN(len(ways))]
	}
	if len(ways) > 1 && p.voice.Tone == chatty {
		return ways[1]
	}
	return ways[0]
}
