package user

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// ask is a sentence that asks for a step, with those details that the person
// tells unasked; they are added to reveal.
func (p *person) ask(i int, reveal *[]int) string {
	s := &p.brief.Steps[i]
	thing := speech.InWords(s.Thing)
	if thing == "" {
		thing = "entry"
	}
	t := telling{p: p, step: s, thing: thing, reveal: reveal}
	wants := t.wants()
	verb := strings.TrimSpace(strings.ToLower(s.Verb))
	fill := []string{"one", wants, "thing", thing, "things", speech.Plural(thing), "wants", wants, "is", is(s.Wants)}
	switch s.Operation {
	case world.Count:
		if wants == "number" || wants == "" {
			return p.voice.Say(asksCount, append(fill, "np", t.nouns(true))...)
		}
		return p.voice.Say(asksGet, append(fill, "what", t.what(wants))...)
	case world.List, world.Search:
		fill = append(fill, "np", t.nouns(false))
		if wants == "" {
			return p.voice.Say(asksList, fill...)
		}
		if len(s.Wants) == 1 && s.Wants[0].Of == "" && !mass(wants) {
			fill = append([]string{"wants", speech.Plural(wants), "is", "are"}, fill...)
		}
		return p.voice.Say(asksListWants, fill...)
	case world.Create, world.Link:
		if !makes(verb) && s.Operation == world.Create || verb == "" {
			verb = p.voice.Say(creating)
		}
		return p.frame(verb, t.fresh())
	case world.Update:
		return p.frame(t.change(verb))
	case world.Move:
		if verb == "" && s.Transition != nil {
			return p.frame("mark", t.noun()+" as "+speech.Spoken(world.Detail{Value: quoted(s.Transition.To), Choice: true})[0])
		}
		if verb == "" {
			verb = "update"
		}
		return p.frame(verb, t.noun())
	case world.Delete, world.Unlink:
		if verb == "" {
			verb = p.voice.Say(deleting)
		}
		return p.frame(verb, t.noun())
	}
	if wants == "" {
		return p.frame("look up", t.noun())
	}
	return p.voice.Say(asksGet, append(fill, "what", t.what(wants))...)
}

// makes reports whether a verb takes as its object what comes to be by it: one books a
// room, but does not reply a message.
func makes(verb string) bool {
	return strings.Contains(" add book buy create draft enrol enroll file generate hire invite issue join log make open order place post publish purchase record register rent report request reserve save schedule send start submit upload assign attach link connect ", " "+verb+" ")
}

// mass reports whether a label has no plural.
func mass(label string) bool {
	words := strings.Fields(label)
	return len(words) == 0 || strings.Contains(" availability stock content information weather music traffic inventory humidity text advice data ", " "+words[len(words)-1]+" ")
}

// what is what is wanted of a row: "the city of the patient", "my city".
func (t *telling) what(wants string) string {
	if t.p.self != "" && t.thing == t.p.self {
		for _, d := range t.step.Target {
			t.tells(d) // is told apart, see [person.introduce]
		}
		return "my " + wants
	}
	return "the " + wants + " of " + t.noun()
}

// frame is a sentence that asks for something to be done.
func (p *person) frame(verb, object string) string {
	return p.voice.Say(asksDeed, "verb", verb, "object", object, "ing", speech.Gerund(verb), "participle", speech.Participle(verb))
}

// A telling is one step on its way into words.
type telling struct {
	p      *person
	step   *world.Step
	thing  string
	reveal *[]int
	named  bool // the thing was told by its name or code
	many   bool // it is spoken of in the plural
}

// tells draws whether a detail is told unasked, and notes it.
func (t *telling) tells(d world.Detail) bool {
	if len(d.Value) == 0 {
		return false
	}
	f := roles.FactOf(t.p.facts, d)
	if f < 0 {
		return false
	}
	// What was said of something else goes without asking: nobody would ask again.
	if t.p.voice.Uint64N(100) >= t.p.mention && !adjective(d) && !t.p.revealed[f] && !slices.Contains(*t.reveal, f) {
		return false
	}
	*t.reveal = append(*t.reveal, f)
	return true
}

// wants are the labels of what is wanted.
func (t *telling) wants() string {
	var labels []string
	for _, w := range t.step.Wants {
		label := speech.Noun(w.Label)
		if w.Of != "" {
			label += " of the " + speech.InWords(w.Of)
		}
		labels = append(labels, label)
	}
	return speech.Join(labels, "and")
}

func is(wants []world.Detail) string {
	if len(wants) == 1 {
		return speech.Is(speech.Noun(wants[0].Label))
	}
	return "are"
}

// noun is the row that is meant.
func (t *telling) noun() string {
	s := t.step
	if t.p.self != "" && t.thing == t.p.self {
		for _, d := range s.Target {
			t.tells(d)
		}
		return "my " + t.thing + " record"
	}
	if s.Same >= 0 && s.Same < len(t.p.brief.Steps) {
		other := speech.InWords(t.p.brief.Steps[s.Same].Thing)
		relation := relationOf(s)
		switch {
		case relation == "" && other == t.thing:
			return t.p.voice.Say(sameThing, "thing", t.thing) + t.details()
		case relation == "":
			return "the " + t.thing + " of that " + other + t.details()
		case relation == t.thing && other == t.p.self, relation == t.p.self && relation != "":
			return "my " + t.adjectives() + t.thing + t.details()
		case relation == t.thing:
			return "the " + t.adjectives() + t.thing + t.details() + " of that " + other
		}
		return "the " + t.adjectives() + t.thing + t.details() + " of the " + relation + " of that " + other
	}
	article := "the "
	if t.p.own(s) || strings.Contains(t.p.brief.Goal, "your "+t.thing) {
		article = "my "
	}
	return article + t.adjectives() + t.thing + t.details()
}

// relationOf is what the row of a step is to that of an earlier one, each by itself
// where it is several: "the server, the resource group and the subscription".
func relationOf(s *world.Step) string {
	parts := strings.Split(s.Relation, " and ")
	for n, p := range parts {
		if parts[n] = speech.InWords(p); n > 0 {
			parts[n] = "the " + parts[n]
		}
	}
	return speech.Join(parts, "and")
}

// own reports whether the rows of a step are the person's own: they are told by
// what is the person's.
func (p *person) own(s *world.Step) bool {
	if p.self == "" {
		return false
	}
	for _, d := range s.Target {
		if speech.InWords(d.Of) == p.self {
			return true
		}
	}
	return false
}

// adjectives are those details of the target that stand before the noun: "booked ".
func (t *telling) adjectives() string {
	text := ""
	for _, d := range t.step.Target {
		if adjective(d) && t.tells(d) {
			text += t.p.say(d) + " "
		}
	}
	return text
}

// adjective reports whether a detail is a state that is said before the noun.
func adjective(d world.Detail) bool {
	if speech.Noun(d.Label) != "status" || d.Of != "" || d.Bound != "" || len(d.Value) == 0 {
		return false
	}
	value := speech.Plain(d.Value)
	return len(value) > 3 && len(value) < 16 && !strings.ContainsAny(value, "_- 0123456789/.")
}

// nouns are the rows that are meant, without an article where bare is set.
func (t *telling) nouns(bare bool) string {
	s := t.step
	t.many = true
	the := "the "
	if bare {
		the = ""
	}
	things := t.adjectives() + speech.Plural(t.thing)
	if t.p.own(s) {
		if bare {
			return things + t.details() + " of mine"
		}
		return "my " + things + t.details()
	}
	if s.Same >= 0 && s.Same < len(t.p.brief.Steps) {
		other := speech.InWords(t.p.brief.Steps[s.Same].Thing)
		if relation := relationOf(s); t.p.self != "" && (relation == t.p.self || other == t.p.self) {
			if bare {
				return things + t.details() + " of mine"
			}
			return "my " + things + t.details()
		}
		if relation := relationOf(s); relation != "" && relation != t.thing && relation != other {
			return the + things + t.details() + " of the " + relation + " of that " + other
		}
		return the + things + t.details() + " of that " + other
	}
	return the + things + t.details()
}

// details are what is told of the target, each with a space before it.
func (t *telling) details() string {
	var told []world.Detail
	for _, d := range t.step.Target {
		if !adjective(d) && t.tells(d) && !(t.p.self != "" && speech.InWords(d.Of) == t.p.self) {
			told = append(told, d)
		}
	}
	// What it is called stands next to it, then where it is.
	slices.SortStableFunc(told, func(a, b world.Detail) int { return cmp.Compare(rank(a), rank(b)) })
	inTime(told)
	text := ""
	owner := ""
	for n, d := range told {
		if n > 0 && bounds(told[n-1], d) {
			continue // is said with the one before
		}
		phrase := ""
		if n+1 < len(told) && bounds(d, told[n+1]) {
			phrase = t.between(d, told[n+1])
			owner = speech.InWords(d.Of)
		} else {
			phrase = t.phrase(d, &owner)
		}
		if place(d) && n > 0 && place(told[n-1]) {
			phrase = "," + strings.TrimPrefix(strings.Replace(phrase, " in the ", " in ", 1), " in")
		}
		if strings.Contains(text, " with the ") && strings.HasPrefix(phrase, " with the ") {
			phrase = " and the " + strings.TrimPrefix(phrase, " with the ")
		}
		if strings.HasSuffix(text, ")") && strings.HasPrefix(phrase, " (") {
			text, phrase = strings.TrimSuffix(text, ")"), ", "+phrase[2:]
		}
		text += phrase
	}
	return text
}

// bounds reports whether two details are the two ends of one range.
func bounds(a, b world.Detail) bool {
	return a.Bound != "" && b.Bound != "" && a.Bound != b.Bound && a.Of == b.Of && a.Label == b.Label
}

// between tells both ends of a range.
func (t *telling) between(a, b world.Detail) string {
	if a.Bound == world.AtMost {
		a, b = b, a
	}
	text := " between " + t.p.say(a) + " and " + t.p.say(b)
	label := speech.Noun(a.Label)
	if of := speech.InWords(a.Of); of != "" {
		return " of the " + of + " with " + speech.Article(label) + text
	}
	if label == "date" || label == "start" || label == "start time" || label == "day" {
		return text
	}
	return " with " + speech.Article(label) + text
}

// rank orders details: what something is called, where it is from the town to the
// country, what else it has, and what others have.
func rank(d world.Detail) int {
	switch label := speech.Noun(d.Label); {
	case d.Of != "":
		return 6
	case naming(label):
		return 0
	case code(label):
		return 1
	case place(d) && label == "country":
		return 4
	case place(d) && label != "city" && label != "town":
		return 3
	case place(d):
		return 2
	}
	return 5
}

// inTime puts the start of something before its end, where the two stand side by side.
func inTime(list []world.Detail) []world.Detail {
	for i := 1; i < len(list); i++ {
		if list[i-1].Of == list[i].Of && speech.InTime(speech.Noun(list[i-1].Label), speech.Noun(list[i].Label)) > 0 {
			list[i-1], list[i] = list[i], list[i-1]
		}
	}
	return list
}

// place reports whether a detail is where something is.
func place(d world.Detail) bool {
	if d.Of != "" || d.Bound != "" || len(d.Value) == 0 || d.Value[0] != '"' || d.Choice {
		return false
	}
	switch speech.Noun(d.Label) {
	case "city", "town", "location", "region", "country":
		value := speech.Plain(d.Value)
		return !strings.ContainsAny(value, "_0123456789") && (len(value) > 3 || strings.ToUpper(value) != value) // no code
	}
	return false
}

// naming reports whether a label is of what something is called.
func naming(label string) bool {
	return label == "name" || label == "title" || label == "full name" || strings.HasSuffix(label, " name") || strings.HasSuffix(label, " title")
}

// code reports whether a label is of what something is registered under: a SKU's code,
// and not that of the airport nearby or of a currency.
func code(label string) bool {
	for _, other := range []string{"airport code", "country code", "postal code", "zip code", "area code", "currency code", "language code", "dialling code", "phone number", "house number"} {
		if strings.HasSuffix(label, other) {
			return false
		}
	}
	for _, end := range []string{"ID", "number", "code", "reference", "key"} {
		if strings.HasSuffix(label, end) {
			return true
		}
	}
	return false
}

// phrase tells one detail of a target. owner is the thing whose detail was told
// last.
func (t *telling) phrase(d world.Detail, owner *string) string {
	value := t.p.say(d)
	label := speech.Noun(d.Label)
	of := speech.InWords(d.Of)
	defer func() { *owner = of }()
	naming, code := naming(label), code(label)
	counted := speech.Counted(label, d.Value)
	switch {
	case (string(d.Value) == "true" || string(d.Value) == "false") && speech.Quality(label):
		that := " that is "
		if t.many {
			that = " that are "
		}
		return that + speech.Switch(label, string(d.Value) == "true")
	case string(d.Value) == "true" || string(d.Value) == "false":
		return " with " + speech.Switch(label, string(d.Value) == "true")
	case of != "" && *owner == of:
		if counted != "" {
			return " (" + counted + ")"
		}
		return " (" + label + " " + value + ")"
	case of != "" && (naming || code):
		return " of the " + of + " " + value
	case of != "" && strings.HasSuffix(label, "date"):
		return " of the " + of + " on " + value
	case of != "":
		return " of the " + of + " with the " + label + " " + value
	case d.Bound == world.AtLeast:
		return " with " + speech.Article(label) + " from " + value
	case d.Bound == world.AtMost:
		return " with " + speech.Article(label) + " up to " + value
	case place(d) && label == "country":
		return " in " + speech.Country(value)
	case place(d):
		return " in " + value
	case counted != "" && hasAny(label, "nights", "days", "hours", "adults", "guests", "people", "passengers", "travelers", "travellers", "attendees"):
		return " for " + counted
	case counted != "":
		return " with " + counted
	case (naming || code && label != "phone number") && !t.named:
		t.named = true
		return " " + value
	case d.Choice:
		return " with the " + label + " " + value
	case label == "start" || label == "start time":
		return " starting on " + value
	case label == "end" || label == "end time":
		return " ending on " + value
	case label == "date" || strings.HasSuffix(label, " date") && len(label) < 12:
		return " " + t.p.voice.Say(onDate, "label", label, "value", value)
	}
	return " with the " + label + " " + value
}

// fresh is a new row with what it is to have.
func (t *telling) fresh() string {
	var of []string
	owner := ""
	text := ""
	for _, d := range t.step.Target {
		if !t.tells(d) {
			continue
		}
		o := speech.InWords(d.Of)
		if o != "" && o == t.p.self {
			if !strings.Contains(text, " for me") {
				text += " for me"
			}
			continue
		}
		value := t.p.say(d)
		label := speech.Noun(d.Label)
		switch {
		case o != "" && o == owner:
			text += " (" + label + " " + value + ")"
		case o == "":
			text += " for the " + label + " " + value
		case label == "name" || label == "title" || strings.HasSuffix(label, "ID"):
			text += " for the " + o + " " + value
		default:
			text += " for the " + o + " with the " + label + " " + value
		}
		owner = o
	}
	if t.step.Same >= 0 && t.step.Same < len(t.p.brief.Steps) {
		relation := relationOf(t.step)
		if relation == "" || relation == t.thing {
			relation = speech.InWords(t.p.brief.Steps[t.step.Same].Thing)
		}
		switch {
		case relation != t.p.self:
			text += " for that " + relation
		case !strings.Contains(text, " for me"):
			text += " for me"
		}
	}
	var settings []speech.Setting
	for _, d := range inTime(slices.Clone(t.step.Values)) {
		if t.tells(d) {
			settings = append(settings, t.wish(d))
		}
	}
	if of = speech.Phrases(settings, ""); len(of) > 0 {
		text += " " + t.p.voice.Say(having, "list", speech.Join(of, "and"))
	}
	if t.p.voice.Chance(1, 2) {
		return "a new " + t.thing + text
	}
	return speech.Article(t.thing) + text
}

// wish is a value that something is to have.
func (t *telling) wish(d world.Detail) speech.Setting {
	return speech.Setting{Label: speech.Noun(d.Label), Value: d.Value, Said: t.p.say(d)}
}

// hasAny reports whether one of the words ends a label.
func hasAny(label string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(label, w) })
}

// change is a change of columns of a row: a verb and what it acts on.
func (t *telling) change(verb string) (string, string) {
	var told []speech.Setting
	var labels []string
	for _, d := range inTime(slices.Clone(t.step.Values)) {
		labels = append(labels, speech.Noun(d.Label))
		if t.tells(d) {
			told = append(told, t.wish(d))
		}
	}
	own := verb != "" && verb != "update" && verb != "change" && verb != "edit" && verb != "modify" && verb != "set" && verb != "patch"
	self := t.p.self != "" && t.thing == t.p.self
	of := " of "
	np := ""
	if self {
		for _, d := range t.step.Target {
			t.tells(d)
		}
	} else {
		np = t.noun()
	}
	the := func(label string) string {
		if self {
			return "my " + label
		}
		return "the " + label
	}
	switch {
	case own && self:
		np, own = "my "+t.thing+" record", true
	case self:
		of = ""
	}
	var pairs []string
	for n, l := range told {
		pair := the(l.Label)
		if string(l.Value) == "true" || string(l.Value) == "false" {
			pair = the(speech.Flag(l.Label))
		}
		if n == 0 {
			pair += of + np
		}
		pairs = append(pairs, pair+" to "+l.Said)
	}
	switch {
	case own && len(told) == 0:
		return verb, np
	case own && len(told) == 1 && len(labels) == 1 && goal(verb, told[0].Label):
		return verb, np + " to " + told[0].Said
	case own:
		return verb, np + ", with " + speech.Join(speech.Phrases(told, "the "), "and")
	case len(told) == 0 && len(labels) > 0:
		return "change", the(speech.Join(labels, "and ")) + of + np
	case len(told) == 0:
		return "update", np
	case t.p.voice.Chance(1, 2):
		return "set", speech.Join(pairs, "and")
	}
	return "change", speech.Join(pairs, "and")
}

// goal reports whether something is done to a value: rescheduled to a day,
// renamed to a name.
func goal(verb, label string) bool {
	switch verb {
	case "reschedule", "move", "postpone", "rename", "transfer", "reassign", "assign", "upgrade", "downgrade", "extend", "convert", "switch":
		return true
	}
	return strings.HasSuffix(label, "date") || strings.HasSuffix(label, "time") || label == "day" || label == "start"
}

// labelOf is what a detail is called in a talk about its step.
func labelOf(d world.Detail, thing string) string {
	label := speech.Noun(d.Label)
	if d.Of != "" && d.Of != thing {
		return speech.InWords(d.Of) + "'s " + label
	}
	return label
}

// factLabel is the name of a fact without its owner.
func factLabel(name string) string {
	if _, label, ok := strings.Cut(name, "'s "); ok {
		return speech.Noun(label)
	}
	return speech.Noun(name)
}

// quoted is a string as JSON.
func quoted(s string) []byte {
	return []byte(`"` + strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), `"`, `\"`) + `"`)
}

// join joins sentences.
func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	case a[len(a)-1] == ',':
		return a + " " + decapital(b)
	case strings.IndexByte(".!?:;", a[len(a)-1]) < 0:
		if r, _ := utf8.DecodeRuneInString(b); unicode.IsLower(r) {
			return a + ", " + b
		}
		return a + ". " + b
	}
	return a + " " + b
}

// decapital begins a sentence with a small letter, unless it is I or a name.
func decapital(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if first == "I" || strings.HasPrefix(first, "I'") {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// lowered is a text as somebody writes it who does not bother: no capital at
// the beginning, no full stop at the end.
func lowered(s string) string {
	first, _, _ := strings.Cut(s, " ")
	word := strings.TrimRight(first, ",.!?")
	if speech.Capital(strings.ToLower(word)) == word && plainStart[strings.ToLower(word)] {
		r, n := utf8.DecodeRuneInString(s)
		s = string(unicode.ToLower(r)) + s[n:]
	}
	return strings.TrimSuffix(s, ".")
}

// plainStart are words that a sentence of worldc begins with and that are no
// names.
var plainStart = map[string]bool{
	"hi": true, "hello": true, "hey": true, "yes": true, "no": true, "sure": true, "ok": true, "okay": true, "thanks": true, "can": true, "could": true, "what": true,
	"how": true, "please": true, "i": true, "i'd": true, "it's": true, "that": true, "the": true, "yep": true, "great": true, "need": true, "looking": true, "perfect": true,
}
