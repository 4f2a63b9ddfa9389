package writer

import (
	"slices"
	"strings"

	"worldc/rng"
	"worldc/roles"
	"worldc/world"
)

var plurally = strings.NewReplacer("{needs|has}", "{need|have}", "{gets|is}", "{get|are}")

// tale is the background and the goal of the story.
func (t *teller) tale() (background, goal string) {
	chief := t.chief()
	m := t.manner()

	var back []string
	who, situation := t.persona()
	back = append(back, who)
	if !situation && t.Chance(1, 3) {
		back = append(back, t.speak(settings))
	}
	if t.self != "" {
		back = append(back, t.identity()...)
	}
	reason := t.reason(chief)
	// Where the reason is told: in the background, before the request, in its
	// sentence, behind it, nowhere. What points back has to come after.
	place := t.Weighted([]int64{3, 3, 4, 3, 1})
	if t.givesReason() {
		place = 4 // the story has its own
	}
	if place < 2 && pointsBack(reason) {
		place += 2
	}
	if place == 0 {
		back = append(back, reasonSentence(t, reason))
	}
	if t.Chance(2, 3) {
		back = append(back, t.speak(m.self))
	}
	if len(back) > 2 && t.Chance(1, 2) {
		rest := back[1:]
		t.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	}

	var body []string
	if n := len(t.story.Steps); n > 1 && t.Chance(1, 5) {
		body = append(body, t.speak(announcements, "n", small(n), "agent", t.agent))
	}
	if place == 1 {
		body = append(body, reasonSentence(t, reason))
	}
	told := false
	for i := 0; i < len(t.story.Steps); i++ {
		from := i
		d := t.deed(i)
		first := !told
		ask := t.ask(d, first)
		told = true
		if i == chief && place == 2 {
			if len(ask) < 220 && !strings.ContainsAny(ask, "?:") {
				ask = t.reasoned(ask, reason)
			} else {
				place = 3
			}
		}
		body = append(body, d.before...)
		// A short second deed shares the sentence of the first.
		if i+1 < len(t.story.Steps) && len(d.after) == 0 && len(ask) < 120 && t.Chance(1, 3) && !strings.ContainsAny(ask, "?:") && !(i == chief && place == 2) {
			e := t.deed(i + 1)
			switch {
			case len(e.before) > 0 || len(e.after) > 2:
				body = append(body, ask)
				body = append(body, e.before...)
				body = append(body, t.ask(e, false))
			case e.write || e.question == "":
				body = append(body, t.say("$ask{, and then|, then|, and after that} {you want to|have $agent|ask $agent to} $do", "ask", ask, "do", e.do(), "agent", t.agent))
			default:
				body = append(body, t.say("$ask, and {also|then|} {you want to know|find out|ask} $q", "ask", ask, "q", e.question))
			}
			body = append(body, e.after...)
			i++
		} else {
			body = append(body, ask)
			body = append(body, d.after...)
		}
		if from <= chief && chief <= i && place >= 2 && place <= 3 && !(place == 2 && from == chief) {
			body = append(body, reasonSentence(t, reason))
		}
	}

	body = append(body, t.conduct(m)...)
	return paragraph(back), paragraph(body)
}

// chief is the step for which the person comes: the first that changes
// something, or the first.
func (t *teller) chief() int {
	for i, s := range t.story.Steps {
		if writes(s) {
			return i
		}
	}
	return 0
}

var announcements = lines(`
	There are $n things {on your list|you want|to be dealt with}
	You have $n {requests|errands|things to settle} {today|this time|}
	{It comes to|You have come with} $n things {in all|altogether|}, {one after the other|in this order|}
	{Say at once|Say at the start} that there are $n things
	You have $n things to get through, and you would rather do them one {by one|at a time}
	You {came|are here} for $n things, {no more|none of them big}
	{Altogether|In all}, $n things are on your mind
	$n things {are bothering|occupy} you {today|}
	You {have made|made} a list {beforehand|in advance}: it has $n {entries|lines}
	You {mean|intend} to get $n things off your desk {in one go|today}
	{Announce|Mention} {early on|right at the beginning} that it will be $n things
	Your errand has $n parts
	{With|In} one conversation you {want|hope} to settle $n things
`)

func small(n int) string {
	words := strings.Fields("no one two three four five six seven eight nine ten eleven twelve")
	if n < len(words) {
		return words[n]
	}
	return "several"
}

// givesReason reports whether the story says itself why something is wanted.
func (t *teller) givesReason() bool {
	for _, s := range t.story.Steps {
		if writes(s) && slices.ContainsFunc(s.Values, isReason) {
			return true
		}
	}
	return false
}

// pointsBack reports whether a reason has a pronoun in it that wants something
// said before.
func pointsBack(reason string) bool {
	return hasWord(" "+words(strings.ToLower(reason))+" ", "it", "they", "them", "their", "this", "so", "none", "two", "both")
}

// reasonSentence tells a reason by itself.
func reasonSentence(t *teller, reason string) string {
	return t.say(rng.Pick(t.Stream, []string{"$r", "$r", "$r", "$r", "$r", "$r", "You see, $r", "The {reason|background} {is simple|is this}: $r", "{If asked why|Asked for a reason}, say that $r", "It {so happens|turns out} that $r", "You {can explain|may mention|might mention} that $r"}), "r", reason)
}

// reasoned tells a reason in the sentence of what is asked.
func (t *teller) reasoned(ask, reason string) string {
	return t.say("$ask{, because|, because|, because|, since|, since|, as|, as|, for the simple reason that| -|; you see,|, and this is why:} $r", "ask", ask, "r", reason)
}

// conduct is how the person behaves in the talk.
func (t *teller) conduct(m manner) []string {
	var list []string
	wrote := false
	for _, s := range t.story.Steps {
		wrote = wrote || writes(s)
	}
	if thing := t.numberless(); thing != "" && t.Chance(1, 5) {
		list = append(list, t.speak(forgotten, "thing", thing))
	}
	if wrote && t.Chance(1, 5) {
		list = append(list, t.speak(careful, "agent", t.agent))
	}
	talk := ""
	if t.Chance(1, 2) {
		talk = t.speak(m.talk, "agent", t.agent)
		list = append(list, talk)
	}
	if t.Chance(1, 3) && !givesFacts(talk) {
		list = append(list, t.fitting())
	}
	if t.Chance(1, 4) {
		list = append(list, t.speak(asides, "agent", t.agent))
	}
	if t.Chance(1, 4) {
		list = append(list, t.speak(preferences, "agent", t.agent))
	}
	if t.Chance(2, 3) {
		t.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	if t.Chance(1, 4) {
		list = append(list, t.speak(closings, "agent", t.agent))
	}
	return list
}

// givesFacts reports whether a manner of talking says already when facts are
// given, so that nothing else may.
func givesFacts(talk string) bool {
	for _, w := range []string{"first message", "only when", "bit by bit", "Leave out", "no more than", "before you add", "vague", "two are asked", "several are asked", "important part", "is needed", "Answer questions", "point by point"} {
		if strings.Contains(talk, w) {
			return true
		}
	}
	return false
}

// fitting is how the person deals with a thing or a fact of this story.
func (t *teller) fitting() string {
	var ds []roles.Detail
	for _, s := range t.story.Steps {
		for _, d := range append(slices.Clone(s.Target), s.Values...) {
			if k := kindOf(d); len(d.Value) > 0 && k != kBool && k != kNull && labelOf(d) != "value" && labelOf(d) != "text" {
				ds = append(ds, d)
			}
		}
	}
	first, last := t.of(t.story.Steps[0].Thing).one, t.of(t.story.Steps[len(t.story.Steps)-1].Thing).one
	fill := []string{"thing", first, "last", last}
	switch {
	case first != last && t.Chance(1, 3):
		return t.speak(sequels, fill...)
	case len(ds) == 0 || t.Chance(1, 4):
		return t.speak(topics, fill...)
	}
	d := rng.Pick(t.Stream, ds)
	label := labelOf(d)
	return t.speak(certainties, append(fill, "label", label, "is", t.isOr(label))...)
}

var sequels = lines(`
	{Do not bring up|Say nothing of} the $last {until|before} the $thing is {settled|dealt with}
	The $thing {comes first|has priority}; the $last {can wait|comes after}
	You care {more|rather more} about the $last than about the $thing, {but one after the other|though both have to be seen to}
	{Only once|Not until} the $thing {is out of the way|has been seen to} do you {mention|bring up} the $last
	{Name|Mention} both the $thing and the $last at the start
	{Keep|You like to keep} the $thing and the $last apart: {one|first one}, then the other
	When the $thing is settled, {say|remark} that there is also {the matter of the $last|the $last}
	You nearly forget the $last
`)

var topics = lines(`
	At first, {just say|say no more than} that it is about a $thing
	{Open|Begin} by {asking|saying hello and asking} whether this is the right place for a $thing
	You call the $thing {by other names too|"the thing"} at first, and then properly
	You have {never|often} had to deal with a $thing {before|}
	You {assume|take it} that $agent has the $thing {on the screen|in front of them} already, until told otherwise
`)

var certainties = lines(`
	{Do not mention|Keep back|Hold back} the $label until {you are asked for it|$agent asks}
	{Mention|Give|State} the $label {early on|at the very start|right away}
	You have {checked|double-checked} the $label and are sure of it
	If the $label $is {read back|repeated} wrongly, {put it right|correct that}
	You {stumble over|hesitate at|have to look up} the $label {for a moment|}, but {get it right|you have it}
	{The $label you know by heart|You know the $label by heart}
	If $agent {doubts|questions} the $label, {stand by it|insist that it is right}
	{Say|Give} the $label slowly, as {if dictating|to a child}
	You {will only give|give} the $label {once|with a sigh}
	About the $label there {is|can be} no {doubt|question}
	You are {proud of remembering|surprised that you remember} the $label
	You {read|are reading} the $label from {your notes|a crumpled note|the screen|a label}
`)

// numberless is a thing that the person names without a number, "" if there is
// none.
func (t *teller) numberless() string {
	for _, s := range t.story.Steps {
		if s.Same >= 0 || len(s.Target) == 0 || s.Operation == world.List || s.Operation == world.Search || s.Operation == world.Count || s.Operation == world.Report {
			continue
		}
		code := false
		for _, d := range s.Target {
			k := kindOf(d)
			code = code || k == kCode || k == kNumber || d.Meaning == "id"
		}
		if n := t.of(s.Thing); !code && !isPersonThing(n.one) {
			return n.one
		}
	}
	return ""
}
