package writer

import (
	"slices"
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// selves are the things that somebody can be who asks for something: the
// customer, not the customer's adviser.
var selves = strings.Fields("customer user client patient member guest passenger student subscriber tenant policyholder applicant donor visitor participant attendee player borrower buyer seller " +
	"employee requester owner traveller traveler candidate cardholder cyclist driver author volunteer rider learner renter shopper recipient sender person")

// themself finds what the person is to those whom they turn to, and by which
// facts: the one customer of whose orders the whole story is. It is "" where
// there is none, or where more than one is spoken of.
func (t *teller) themself() (self string, facts []roles.Detail) {
	whose := func(of string) bool {
		words := strings.Fields(core(of))
		return len(words) > 0 && slices.Contains(selves, words[len(words)-1])
	}
	for i, s := range t.story.Steps {
		if s.Operation == world.Link || s.Operation == world.Unlink {
			return "", nil // the person may be what is linked
		}
		thing := speech.InWords(s.Thing)
		var found string
		others := false
		for _, d := range s.Target {
			of := speech.InWords(d.Of)
			if of == "" {
				of = thing
			}
			if !whose(of) {
				others = true
				continue
			}
			if self != "" && core(of) != core(self) || found == "" && len(facts) > 0 || d.Bound != "" || !identifies(d) {
				return "", nil // another one, or a selection
			}
			if i > 0 && found == "" && len(facts) == 0 {
				return "", nil // they come for something else first
			}
			self, found = of, of
			facts = append(facts, d)
		}
		for _, d := range s.Values {
			if of := speech.InWords(d.Of); of != "" && whose(of) {
				return "", nil
			}
		}
		if self != "" && core(thing) == core(self) {
			if others {
				return "", nil
			}
			switch s.Operation {
			case world.Get, world.Update:
			default:
				return "", nil
			}
		}
		if whose(thing) && core(thing) != core(self) && s.Same < 0 {
			return "", nil
		}
		if s.Same < 0 && found == "" && i > 0 && len(facts) > 0 && s.Operation != world.Create && s.Operation != world.Report && len(s.Target) == 0 && s.Operation != world.Search {
			return "", nil // everybody's
		}
	}
	if len(facts) == 0 {
		return "", nil
	}
	return self, facts
}

// core is a thing without a last word that only says that it is on record: the
// traveller of a traveller profile.
func core(thing string) string {
	for _, w := range []string{" profile", " record", " account", " details"} {
		if c, ok := strings.CutSuffix(thing, w); ok {
			return c
		}
	}
	return thing
}

// isSelf reports whether a thing is the person themself.
func (t *teller) isSelf(thing string) bool { return t.self != "" && core(thing) == core(t.self) }

// identifies reports whether a fact is one by which people say who they are.
func identifies(d roles.Detail) bool {
	switch kindOf(d) {
	case kPerson, kEmail, kPhone, kAddress:
		return true
	case kTitle:
		return isNameLabel(labelOf(d))
	case kCode:
		return hasWord(" "+strings.ToLower(labelOf(d))+" ", "id", "number", "username", "login") || labelOf(d) == "user name"
	case kDate:
		return hasWord(" "+labelOf(d)+" ", "birth", "birthday")
	}
	return false
}

// mine reports whether a thing is the person's own: a step tells it by its owner.
func (t *teller) mine(thing string) bool {
	if t.self == "" || isPersonThing(thing) {
		return false
	}
	for _, s := range t.story.Steps {
		if t.of(s.Thing).one != thing {
			continue
		}
		for _, d := range s.Target {
			if t.isSelf(speech.InWords(d.Of)) {
				return true
			}
		}
		if s.Same >= 0 && t.isSelf(speech.InWords(t.story.Steps[s.Same].Thing)) {
			return true
		}
	}
	return false
}

// identity says who the person is to those whom they turn to.
func (t *teller) identity() []string {
	facts := slices.Clone(fullNames(t.selfFacts, true))
	t.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
	var name *roles.Detail
	for i, d := range facts {
		if k := kindOf(d); (k == kPerson || k == kTitle) && isNameLabel(strings.TrimPrefix(labelOf(d), t.self+" ")) {
			name = &d
			facts = slices.Delete(facts, i, i+1)
			break
		}
	}
	var parts []string
	for _, d := range facts {
		parts = append(parts, t.say("your $label is $value", "label", labelOf(d), "value", t.tell(d)))
	}
	rest := speech.Join(parts, "and")
	switch {
	case name == nil && len(facts) == 1:
		d := facts[0]
		return []string{t.speak(knownBy, "label", labelOf(d), "value", t.tell(d), "self", t.self)}
	case name == nil:
		return []string{t.speak(factually, "facts", rest)}
	case rest == "":
		return []string{t.speak(namings, "name", t.tell(*name), "self", t.self)}
	}
	return []string{t.speak(namedAnd, "name", t.tell(*name), "facts", rest)}
}

var namings = lines(`
	Your name is $name
	You are $name
	You are $name
	{People call you|You go by the name of} $name
	You are {registered|known to them|on file|signed up} as $name
	$name is your name
	{Introduce yourself as|Say that you are} $name
`)

var namedAnd = lines(`
	Your name is $name and $facts
	You are $name, and $facts
	You are $name; $facts
	Your name is $name. {If asked|When asked}, $facts
	You are {registered|on file} as $name, and $facts
	{Introduce yourself as|Say that you are} $name; $facts
`)

var factually = lines(`
	$facts
	{To identify yourself|To show who you are}, you {can give these:|can say that} $facts
	{Asked who you are|If they want to know who you are}, say that $facts
	On file, $facts
`)

var knownBy = lines(`
	Your $label is $value
	Your $label is $value
	You are {registered|signed up|on file} {with|under} the $label $value
	Your $label with them is $value
	{The $label they have of you is|The $label on your account is} $value
	{To identify yourself, give|They know you by} your $label, $value
	{If asked who you are|Asked who you are}, give your $label: $value
	You {use|go by} the $label $value
`)

// selfSituations are situations of people who come in their own matters.
var selfSituations = lines(`
	You are seeing to your own affairs tonight
	You are doing this on a day off
	You finally got round to this
	You have never dealt with this company by chat before
	You have been a customer here for years
	You found their number on the back of a letter
	You are sorting out your affairs before a longer journey
	You moved recently and half your papers are in boxes
	You sit in a waiting room and have ten minutes
	Your partner usually does this, and is away
	You are tidying your desk and this came up
	You are at the kitchen table with a pile of post
	You promised yourself to get this done today
`)

// occasions are reasons to change what somebody's record says, by what is changed.
func (t *teller) occasions(s roles.Step) []string {
	var list []string
	for _, d := range s.Values {
		switch kindOf(d) {
		case kAddress, kPlace:
			list = append(list, "you have moved", "you have moved in with {a friend|your sister}", "you are moving {this week|next month}", "post for you went to the old place")
		case kEmail, kPhone:
			list = append(list, "the old one no longer works", "messages for you do not get through", "you changed your provider", "you want to keep private matters and work apart")
		case kPerson:
			list = append(list, "you got married", "you go by another name now")
		}
	}
	return list
}

// occasionsOfOthers are the same of somebody else.
func (t *teller) occasionsOfOthers(s roles.Step) []string {
	var list []string
	for _, d := range s.Values {
		switch kindOf(d) {
		case kAddress, kPlace:
			list = append(list, "they have moved", "a letter came back", "they are moving {this week|next month}")
		case kEmail, kPhone:
			list = append(list, "mail keeps bouncing", "nobody gets through to them", "they changed their provider")
		case kPerson:
			list = append(list, "they got married", "they go by another name now")
		}
	}
	return list
}

// selfReasons are why somebody has their own record looked at or changed.
var selfReasons = map[purpose][]string{
	looking: lines(`
		you are no longer sure what you gave them
		you want to check that what they have is right
		post for you keeps going astray
		you have to fill in a form that asks for it
		you signed up ages ago and remember nothing of it
		you changed a few things in your life lately and want to see what they still have wrong
		you have more than one and mix them up
	`),
	changing: lines(`
		what they have is out of date
		you {noticed|found} a mistake in what they have
		you made a slip when you signed up
		you have been meaning to put that right
		things have changed since you signed up
	`),
}
