package writer

import (
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// A deed is what one step wants, before it is put into a sentence.
type deed struct {
	write bool

	// What is to be done: "cancel" "your booking" "as of 3 May".
	verb   string
	object phrase
	tail   string

	// What is to be known, as an indirect question ("when it is due") and as a
	// noun phrase ("its due date"). Either is empty where it would be clumsy.
	question string
	asked    string

	// Sentences that say more: before introduces the row, after adds facts.
	before []string
	after  []string
}

func (d deed) rest() string {
	if d.tail == "" {
		return ""
	}
	return " " + d.tail
}

// do is the deed in the infinitive: "cancel your booking".
func (d deed) do() string { return with(d.verb, d.object.object(), d.object.isPronoun()) + d.rest() }

// doing is the deed as a gerund.
func (d deed) doing() string {
	first, _, _ := strings.Cut(d.verb, " ")
	return speech.Gerund(first) + strings.TrimPrefix(d.do(), first)
}

// done is the deed as something to be had: "your booking cancelled".
func (d deed) done() string {
	return d.object.object() + " " + speech.Participle(objectless(d.verb)) + d.rest()
}

// deed makes the deed of step i and moves the focus to its row.
func (t *teller) deed(i int) deed {
	s := t.story.Steps[i]
	n := t.of(s.Thing)
	var d deed
	switch s.Operation {
	case world.List, world.Search:
		d = t.listing(i, n)
	case world.Count:
		d = t.counting(i, n)
	case world.Create:
		d = t.creating(i, n)
	case world.Update:
		d = t.updating(i, n)
	case world.Delete:
		d = t.onRow(i, t.deleteVerb(n))
	case world.Move:
		d = t.moving(i)
	case world.Link, world.Unlink:
		d = t.joining(i, n)
	case world.Report:
		d = t.reporting(i, n)
	default:
		d = t.getting(i)
	}
	d.write = writes(s)
	if d.write && len(s.Wants) > 0 {
		p := t.again(i)
		_, asked, question := t.wanted(s.Wants, p)
		switch {
		case asked != "":
			d.after = append(d.after, t.speak(laterAskedFrames, "asked", asked))
		default:
			d.after = append(d.after, t.speak(laterQuestionFrames, "q", question))
		}
	}
	return d
}

// remember notes what the row of step i is called, and makes it the focus.
func (t *teller) remember(i int, p phrase) {
	if root := t.rowOf(i); root == i {
		t.named[i] = p
		t.focus = i
	} else {
		t.focus = root
	}
}

// onRow is a deed on one row.
func (t *teller) onRow(i int, verb string) deed {
	p, later, before := t.introduced(i)
	d := deed{verb: verb, object: p, before: before}
	d.after = t.identify(later, p)
	if extra := t.story.Steps[i].Values; len(extra) > 0 {
		d.after = append(d.after, t.facts(i, extra, p)...)
	}
	return d
}

// introduced is the phrase of the row of step i. At times the row is introduced
// by a sentence of its own, and then the phrase is short.
func (t *teller) introduced(i int) (phrase, []roles.Detail, []string) {
	s := t.story.Steps[i]
	first := t.rowOf(i) == i
	p, later := t.refer(i, 1+t.IntN(3))
	t.remember(i, p)
	long := strings.Count(p.text, " ") > 9
	if p.you() || !first || s.Same >= 0 || len(s.Target) == 0 || !(long && t.Chance(1, 2) || t.Chance(1, 7)) {
		return p, later, nil
	}
	fill := []string{"np", p.text, "is", p.is(), "thing", t.of(s.Thing).one}
	before := t.speak(pickBank(i == 0, introductions, laterIntroductions), fill...)
	if len(later) > 0 {
		before2 := t.identify(later, p)
		return t.again(i), nil, append([]string{before}, before2...)
	}
	return t.again(i), nil, []string{before}
}

var introductions = lines(`
	{This|It} {is|is all} about $np
	{What you are calling about|What brings you here|The matter at hand} $is $np
	It concerns $np
	You {have|have got} $np {in mind|on your mind|in front of you}
	{Bring up|Mention|Refer to} $np {first|to start with|right away}
	You are {looking at|dealing with|thinking of} $np
	Take $np
	{Start by telling|Tell} $agent that it is about $np
	Your {question|business|concern} {today|this time|} is with $np
`)

var laterIntroductions = lines(`
	{Then|And then} there is $np
	{Next|After that} comes $np
	{The next|Another|The other} {matter|point|thing} $is $np
	{Once that is done|That done|With that settled}, {turn to|bring up|go on to} $np
	{You also have|There is also} $np {on your list|in mind|to be dealt with}
	{Apart from that|Besides}, it is {also|} about $np
	{While you are at it|Since you are at it}, {mention|bring up} $np
	Now for $np
`)

// identify says further details by which a row is known.
func (t *teller) identify(ds []roles.Detail, p phrase) []string {
	if len(ds) == 0 {
		return nil
	}
	var parts []string
	for _, d := range ds {
		parts = append(parts, t.isClause(d, p))
	}
	list := speech.Join(parts, "and")
	return []string{t.speak(identifications, "facts", list, "agent", t.agent)}
}

var identifications = lines(`
	$facts
	As far as you {know|remember|can tell}, $facts
	{To be precise|In case it helps|For the record|To avoid a mix-up}, $facts
	{If asked|If anyone asks|When asked|Asked for details}, you can say that $facts
	If $agent {asks which one you mean|cannot find the right one|wants to be sure which one it is}, $facts
	What you {can say|know} {about it|} is that $facts
	You {remember|know|have it written down} that $facts
`)

// isClause says a detail as a clause about a phrase that was named: "its due
// date is 3 May".
func (t *teller) isClause(d roles.Detail, p phrase) string {
	k, label := kindOf(d), labelOf(d)
	switch {
	case k == kBool:
		return t.itHolds(d, p)
	case k == kNull:
		return "there is no " + label
	case d.Bound == "" && d.Of == "" && (k == kDate || k == kDateTime) && speech.Happened(speech.InWords(d.Label)) != "" && t.Chance(2, 3):
		return p.it() + " " + choose(p.they(), "were", "was") + " " + speech.Happened(speech.InWords(d.Label)) + " on " + t.tell(d)
	case d.Bound == "" && d.Of == "" && t.countable(d) != "":
		return p.it() + " " + choose(p.they(), "have", "has") + " " + t.tell(d) + " " + t.countable(d)
	}
	of := p.its()
	if o := speech.InWords(d.Of); o != "" {
		label = o + "'s " + label
		of = "the"
	}
	if d.Bound != "" {
		return of + " " + label + " is " + t.bound(d)
	}
	return of + " " + label + " " + t.isOr(label) + " " + t.tell(d)
}

// countable is what a number counts, by its label: "bags" of "number of bags";
// "" where it counts nothing.
func (t *teller) countable(d roles.Detail) string {
	if k := kindOf(d); k != kNumber {
		return ""
	}
	label := labelOf(d)
	what, ok := strings.CutPrefix(label, "number of ")
	if !ok {
		if !t.pluralLabel(label) || len(strings.Fields(label)) > 2 {
			return ""
		}
		what = label
	}
	if string(d.Value) == "1" {
		words := strings.Fields(what)
		words[len(words)-1] = t.numbers(words[len(words)-1]).one
		return strings.Join(words, " ")
	}
	return what
}

// pluralLabel reports whether a label takes a verb in the plural.
func (t *teller) pluralLabel(label string) bool {
	if strings.HasPrefix(label, "number of") || strings.HasPrefix(label, "date ") {
		return false
	}
	words := strings.Fields(label)
	last := words[len(words)-1]
	return len(last) > 3 && !masses[last] && last != "millis" && last != "ns" && last != "ms" && t.numbers(last).plural
}

func (t *teller) isOr(label string) string { return choose(t.pluralLabel(label), "are", "is") }

// bound says a bound behind "is" or "be".
func (t *teller) bound(d roles.Detail) string {
	k := kindOf(d)
	day := k == kDate || k == kDateTime || k == kTime
	value := t.tell(d)
	switch {
	case day && d.Bound == world.AtLeast:
		return t.say("{on or after|no earlier than|not before} $value", "value", value)
	case day:
		return t.say("{on or before|no later than|not after} $value", "value", value)
	case d.Bound == world.AtLeast:
		return t.say("{at least|no less than} $value", "value", value)
	}
	return t.say("{at most|no more than} $value", "value", value)
}

func (t *teller) deleteVerb(n noun) string {
	bank := []string{"delete", "remove", "delete", "get rid of", "drop"}
	switch classOf(n.one) {
	case writingClass:
		bank = []string{"delete", "take down", "remove", "bin"}
	case personClass:
		bank = []string{"remove", "delete", "take _ off the books"}
	case machineClass:
		bank = []string{"delete", "remove", "tear down", "get rid of", "scrap"}
	case accountClass:
		bank = []string{"delete", "remove", "get rid of"}
	case visitClass, orderClass:
		bank = []string{"delete", "remove", "take _ out of the system"}
	}
	return t.pick(bank)
}

// getting is a step that looks at one row.
func (t *teller) getting(i int) deed {
	s := t.story.Steps[i]
	p, later, before := t.introduced(i)
	d := deed{before: before, after: t.identify(later, p), object: p}
	if len(s.Wants) == 0 {
		d.verb = t.pick([]string{"look up", "check", "pull up", "see", "go over", "have a look at", "bring up", "take a look at", "review", "read through"})
		if t.Chance(1, 2) {
			d.asked = t.say("{the {details|particulars} of $np|what {is on file|they have|is recorded} for $np|everything there is on $np|the full record of $np}", "np", p.text)
		}
		return d
	}
	d.verb, d.asked, d.question = t.wanted(s.Wants, p)
	d.object = phrase{d.asked, false, len(s.Wants) > 1}
	if d.asked == "" {
		d.object.text = d.question
	}
	return d
}

// wanted says what is asked about a row: a verb for it, a noun phrase and an
// indirect question.
func (t *teller) wanted(wants []roles.Detail, p phrase) (verb, asked, question string) {
	verb = t.pick([]string{"check", "look up", "find out", "look into", "get"})
	var labels, questions, yesNo []string
	for _, w := range wants {
		label := t.wantLabel(w)
		questions = append(questions, t.asking(w, label, p, len(questions) > 0))
		if w.Of == "" && isSwitch(w) {
			yesNo = append(yesNo, t.whether(label, p.it(), p.they()))
			continue
		}
		labels = append(labels, label)
	}
	switch {
	case len(labels) == 0:
	case p.isPronoun():
		asked = p.its() + " " + speech.Join(labels, "and")
	default:
		for j := range labels {
			labels[j] = "the " + labels[j]
		}
		asked = speech.Join(labels, "and") + " " + t.say("{of|of|for}") + " " + p.text
	}
	if len(yesNo) > 0 {
		if len(labels) == 0 {
			return verb, "", speech.Join(questions, "and")
		}
		asked += ", and " + speech.Join(yesNo, "and")
	}
	return verb, asked, speech.Join(questions, "and")
}

// asking is an indirect question after one column of a row; after the first one
// the row is a pronoun.
func (t *teller) asking(w roles.Detail, label string, p phrase, later bool) string {
	about := " " + label + " "
	subject, is := p.text, p.is()
	if later || p.isPronoun() {
		subject, is = p.it(), p.itIs()
	}
	had := choose(is == "are", "were", "was")
	fill := []string{"np", subject, "is", is, "was", had, "label", label, "s", choose(is == "are", "", "s"), "has", choose(is == "are", "have", "has"), "its", p.its()}
	if w.Of == "" && isSwitch(w) {
		return t.whether(label, subject, is == "are")
	}
	if what, ok := strings.CutPrefix(label, "number of "); ok && w.Of == "" {
		return t.say(choose(strings.Count(subject, " ") > 6, "how many $what there are {for|with} $np", "how many $what $np $has"), append(fill, "what", what)...)
	}
	if w.Of == "" && !p.you() && t.Chance(2, 3) {
		switch verb := speech.Happened(speech.InWords(w.Label)); {
		case verb != "":
			return t.say("when $np $was ", fill...) + verb
		case label == "due date" || label == "due":
			return t.say("{when $np $is due|what the due date of $np is}", append(fill[2:], "np", subject)...)
		case label == "created" || label == "creation date":
			return t.say("when $np $was created", fill...)
		case label == "updated" || label == "last updated" || label == "date of the last change":
			return t.say("when $np $was last updated", fill...)
		case label == "start" || label == "start date" || label == "start time":
			return t.say("when $np start$s", fill...)
		case label == "end" || label == "end date" || label == "end time":
			return t.say("when $np end$s", fill...)
		case label == "expiry date" || label == "expires at" || label == "expiration date" || label == "expires":
			return t.say("when $np expire$s", fill...)
		case (label == "status" || label == "state") && (w.Meaning == "status" || w.Meaning == ""):
			return t.say("{what status $np $is in|what $label $np {$has|$is in}}", fill...)
		case label == "price" || label == "cost":
			return t.say("{what $np cost$s|how much $np cost$s}", fill...)
		case label == "quantity" || label == "count":
			return t.say("what $label is down for $np", fill...)
		}
	}
	if hasWord(about, "amount", "total", "balance", "fee", "salary") && w.Of == "" && t.Chance(1, 3) {
		if later || p.isPronoun() {
			return t.say("how {much|high} $its $label is", append([]string{"its", p.its()}, "label", label)...)
		}
		return t.say("how high the $label of $np is", fill...)
	}
	be := t.isOr(label)
	if later || p.isPronoun() {
		if w.Of != "" {
			return "what the " + label + " " + be
		}
		return "what " + p.its() + " " + label + " " + be
	}
	bank := "{what the $label of $np $be|what $label $np $has|what the $label $be {for|of|on} $np}"
	if strings.Count(subject, " ") > 5 {
		bank = "what the $label $be {for|of} $np"
	}
	return t.say(bank, "label", label, "np", subject, "be", be, "has", choose(is == "are", "have", "has"))
}

// listing is a step that wants several rows.
func (t *teller) listing(i int, n noun) deed {
	s := t.story.Steps[i]
	texts, rest := texts(append(append([]roles.Detail(nil), s.Target...), s.Values...))
	e := t.divide(rest, s.Thing, false)
	owner := t.ownerOf(i)
	det := choose(t.own && owner == "" && len(e.others) == 0, "your ", t.say("{the|all the|all|}")+" ")
	mods := append(t.owned(e), t.modifiers(e.own, n, true)...)
	if owner != "" {
		mods = append([]modifier{{withPart, owner}}, mods...)
	}
	for _, d := range texts {
		mods = append(mods, modifier{clause, t.say("{that mention|that have something to do with|with the words|matching|that say something about|that contain|that come up for} $text", "text", t.tell(d))})
	}
	tail := behind(mods)
	p := phrase{strings.TrimSpace(det) + " " + n.many + tail, false, !n.mass}
	if n.mass {
		p.many = false
	}
	p.text = strings.TrimSpace(p.text)
	bank := []string{"see", "go through", "look at", "get a list of", "pull up", "review", "look over"}
	if s.Operation == world.Search {
		bank = []string{"find", "search for", "look for", "track down", "dig up", "hunt down"}
	}
	d := deed{verb: t.pick(bank), object: p}
	there := n.many + tail
	if len(s.Wants) > 0 {
		var labels []string
		for _, w := range s.Wants {
			labels = append(labels, t.wantLabel(w))
		}
		d.tail = t.say("{with|along with|together with|and for each of them|with, for each of them,} the ") + speech.Join(labels, "and")
		if n.mass {
			d.tail = "with the " + speech.Join(labels, "and")
		}
		d.asked = t.say("{the $labels of|the $labels for} {all|each of the|all the} $things", "labels", speech.Join(labels, "and"), "things", there)
		if n.mass {
			d.asked = "the " + speech.Join(labels, "and") + " of the " + there
		}
	} else if !n.mass {
		d.question = t.say("{which $many there are|what $many {there are|they have on file}|whether there are any $many}", "many", n.many) + tail
		if s.Operation == world.List {
			d.asked = t.say("{a list of {the|all|all the} $things|an overview of {the|all|all the} $things|{the|all the} $things}", "things", there)
		}
	} else {
		d.asked = "the " + there
	}
	t.remember(i, phrase{"those", false, true})
	return d
}

// texts parts the texts that are looked for from other details.
func texts(ds []roles.Detail) (texts, rest []roles.Detail) {
	for _, d := range ds {
		switch label := labelOf(d); {
		case d.Bound == world.Text, label == "text", label == "query", label == "search", label == "q", label == "keyword", label == "keywords", label == "search text", label == "term", label == "search term", label == "search query":
			texts = append(texts, d)
		default:
			rest = append(rest, d)
		}
	}
	return texts, rest
}

func (t *teller) wantLabel(w roles.Detail) string {
	label := labelOf(w)
	if o := speech.InWords(w.Of); o != "" && o != label {
		return o + "'s " + label
	}
	return label
}

// counting is a step that wants a number that is worked out from rows.
func (t *teller) counting(i int, n noun) deed {
	s := t.story.Steps[i]
	ds := append(append([]roles.Detail(nil), s.Target...), s.Values...)
	e := t.divide(ds, s.Thing, false)
	mods := append(t.owned(e), t.modifiers(e.own, n, true)...)
	if owner := t.ownerOf(i); owner != "" {
		mods = append([]modifier{{withPart, owner}}, mods...)
	}
	tail := behind(mods)
	there := n.many + tail
	d := deed{verb: "count", object: phrase{t.say("{the|all|all the} ") + there, false, true}}
	t.remember(i, phrase{"those", false, true})
	var labels []string
	for _, w := range s.Wants {
		if l := t.wantLabel(w); l != "count" && l != n.many && l != "number" && l != "total count" && l != "value" {
			labels = append(labels, l)
		}
	}
	if len(labels) > 0 {
		d.verb = "work out"
		d.object = phrase{t.say("the $labels {of|for} {the|all|all the} $things", "labels", speech.Join(labels, "and"), "things", there), false, false}
		d.asked = d.object.text
		d.question = t.say("what the $labels {of|for} {the|all the} $things comes to", "labels", speech.Join(labels, "and"), "things", there)
		return d
	}
	if n.mass {
		d.question = "how much " + n.many + " there is" + tail
		return d
	}
	d.question = t.say("{how many $many there are|how many $many {there are on {file|record}|they have}}", "many", n.many) + tail
	d.asked = t.say("{the number of $things|the exact number of $things|the total number of $things}", "things", there)
	return d
}

// reporting is a step whose tool works something out.
func (t *teller) reporting(i int, n noun) deed {
	s := t.story.Steps[i]
	ds := append(append([]roles.Detail(nil), s.Target...), s.Values...)
	var parts []string
	for _, d := range ds {
		parts = append(parts, t.labelled(d))
	}
	with := ""
	if owner := t.ownerOf(i); owner != "" {
		with = " " + owner
	}
	if len(parts) > 0 {
		with += " " + t.say("{for|for|with|given}") + " " + speech.Join(parts, "and")
	}
	det := choose(n.mass, "", "the ")
	d := deed{verb: t.pick([]string{"get", "check", "work out", "look up"}), object: phrase{det + n.one + with, false, false}}
	t.remember(i, phrase{det + n.one, false, false})
	if len(s.Wants) > 0 {
		var labels []string
		for _, w := range s.Wants {
			labels = append(labels, t.wantLabel(w))
		}
		all := speech.Join(labels, "and")
		d.asked = t.say(choose(with == "", "the $labels {of|in|from} the $thing", "{the $labels {of|in|from} the $thing|the $labels}"), "labels", all, "thing", n.one) + with
		d.object.text = d.asked
		d.question = t.say("what {|the }$labels {comes|come} out", "labels", all)
		d.question = "what the " + all + choose(with == "", " of the "+n.one, "") + choose(len(labels) > 1, " are", " is") + with
		return d
	}
	d.asked = det + n.one + with
	return d
}

// labelled says a detail as its label and its value.
func (t *teller) labelled(d roles.Detail) string {
	label := labelOf(d)
	if o := speech.InWords(d.Of); o != "" && o != label {
		label = o + "'s " + label
	}
	switch k := kindOf(d); {
	case k == kBool:
		if verb, rest := switchVerb(label); verb == "be" {
			label = rest
		}
		return label + " set to " + choose(isTrue(d), "yes", "no")
	case k == kNull:
		return "no " + label
	case d.Bound != "":
		return "a " + label + " of " + t.bound(d)
	case d.Of == "" && t.countable(d) != "":
		return t.tell(d) + " " + t.countable(d)
	}
	if hasAnySuffix(label, " by", " in", " for", " with") {
		return label + " " + t.tell(d)
	}
	return t.say("{the $label $value|$label $value|$value as [the] $label}", "label", label, "value", t.tell(d))
}
