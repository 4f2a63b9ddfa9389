package writer

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// A phrase is a noun phrase and what agrees with it.
type phrase struct {
	text   string
	person bool // "they" stands for it
	many   bool // it takes a verb in the plural
}

func (p phrase) they() bool { return p.person || p.many || p.you() }

// you reports whether the phrase means whom the story is told to.
func (p phrase) you() bool { return p.text == "you" }

// object is the phrase as what something is done to: of the person themself
// that is what is on record of them.
func (p phrase) object() string { return choose(p.you(), "your details", p.text) }

func choose(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// It, them and its are the pronouns of the phrase.
func (p phrase) it() string   { return choose(p.you(), "you", choose(p.they(), "they", "it")) }
func (p phrase) them() string { return choose(p.you(), "you", choose(p.they(), "them", "it")) }
func (p phrase) its() string  { return choose(p.you(), "your", choose(p.they(), "their", "its")) }

func (p phrase) isPronoun() bool { return p.text == p.them() }

// is goes with the phrase itself, itIs with its pronoun.
func (p phrase) is() string   { return choose(p.many, "are", "is") }
func (p phrase) itIs() string { return choose(p.they(), "are", "is") }

// The places of modifiers behind their noun.
const (
	atOnce   = iota // "order 4711", "the project called X"
	withPart        // "in Lyon", "from 3 May", "of the customer X"
	havePart        // "with a total of 40"
	clause          // "whose status is open"
)

// A modifier narrows a noun down.
type modifier struct {
	place int
	text  string
}

// nameLabels are the labels of what a thing is simply called.
func isNameLabel(label string) bool {
	return slices.Contains([]string{"name", "title", "subject", "full name", "display name", "label", "summary", "headline"}, label)
}

// modify says a detail as a modifier of a noun, in the singular or the plural.
func (t *teller) modify(d roles.Detail, n noun, many bool) modifier {
	label := labelOf(d)
	about := " " + label + " "
	is, has := choose(many, "are", "is"), choose(many, "have", "has")
	if d.Bound != "" {
		return t.bounded(d)
	}
	k := kindOf(d)
	if k == kBool {
		return modifier{clause, t.whichIs(d, many)}
	}
	value := t.tell(d)
	m := func(place int, p string) modifier {
		return modifier{place, t.say(p, "label", label, "value", value, "be", t.isOr(label), "is", is, "has", has)}
	}
	if hasAnySuffix(label, " by", " in", " for", " with") {
		return m(withPart, "$label $value")
	}
	switch k {
	case kNull:
		return m(clause, "that $has no $label")
	case kPerson, kTitle:
		switch c := classOf(label); {
		case isNameLabel(label):
		case c == groupClass || label == "calendar" || label == "repository" || label == "account" || label == "store" || label == "workspace":
			return m(withPart, "{in|from|in} the $label $value")
		case c != anythingClass && c != personClass && isOneWord(label):
			return m(withPart, "for the $label $value")
		}
		if isNameLabel(strings.TrimPrefix(label, n.one+" ")) || isNameLabel(label) {
			return m(atOnce, "{called|named|called|by the name of|that goes by the name|with the name} $value")
		}
	case kCode:
		if hasWord(about, "id", "number", "reference", "code", "sku", "isbn", "identifier", "serial", "key") && !many {
			return m(atOnce, "{with [the] $label|with $label|under $label|whose $label $be|that $has [the] $label} $value")
		}
	case kEmail, kPhone:
		return m(havePart, "{with [the] $label|registered under|under the $label|whose $label $be} $value")
	case kPlace:
		if hasWord(about, "city", "country", "town", "region", "location", "state", "province") && len(strings.Fields(label)) == 1 {
			return m(withPart, "{in|in|located in|over in} $value")
		}
	case kDate, kDateTime:
		return t.dated(speech.InWords(d.Label), value, is, many)
	case kTime:
		if hasWord(about, "time", "start", "starts") {
			return m(withPart, "at $value")
		}
	case kMoney, kPercent, kNumber:
		if what := t.countable(d); what != "" {
			return modifier{havePart, "with " + value + " " + what}
		}
		if t.pluralLabel(label) {
			return m(havePart, "with the $label $value")
		}
		return m(havePart, "{with a $label of|with a $label of|with $label} $value")
	case kState:
		if hasWord(about, "status", "state") {
			return m(clause, "{that $is currently|that $is still|that $is|that $is marked as|in status|whose $label $be} $value")
		}
	case kText:
		return m(clause, "{whose $label $be|with the $label|that $has the $label} $value")
	}
	return m(clause, "{whose $label $be|with the $label|that $has the $label|with $label} $value")
}

func isOneWord(s string) bool { return !strings.Contains(s, " ") }

// dated says a date as a modifier.
func (t *teller) dated(label, value, is string, many bool) modifier {
	about := " " + label + " "
	s := choose(many, "", "s")
	m := func(p string) modifier {
		return modifier{withPart, t.say(p, "value", value, "label", label, "is", is, "s", s)}
	}
	switch {
	case speech.Happened(label) != "" && !hasWord(about, "created", "updated", "modified", "changed"):
		return modifier{withPart, speech.Happened(label) + t.say(" {on|back on|on} ") + value}
	case hasWord(about, "created", "creation", "registered", "added", "opened"):
		return m("{created|entered|made|set up} on $value")
	case hasWord(about, "updated", "modified", "changed"):
		return m("last {changed|updated|touched} on $value")
	case hasWord(about, "due", "deadline"):
		return m("{due on|due|that $is due on} $value")
	case hasWord(about, "expires", "expiry", "expiration"):
		return m("{that expire$s|expiring|running out} on $value")
	case label == "start" || label == "start date" || label == "starts" || label == "start time" || label == "starts at":
		return m("{starting|that start$s|beginning|that begin$s} on $value")
	case label == "end" || label == "end date" || label == "ends" || label == "end time" || label == "ends at":
		return m("{ending|that end$s} on $value")
	case hasWord(about, "birth"):
		return m("born on $value")
	case label == "date":
		return m("{of|from|dated|for|on} $value")
	}
	if noun := labelOf(roles.Detail{Label: label}); strings.Contains(noun, "-") { // a check-in
		return modifier{havePart, t.say("{with the $label on|whose $label is on|with $label on} $value", "value", value, "label", noun)}
	}
	return modifier{havePart, t.say("{with the $label|whose $label is|with $label} $value", "value", value, "label", labelOf(roles.Detail{Label: label}))}
}

// bounded says the bound of a range as a modifier.
func (t *teller) bounded(d roles.Detail) modifier {
	label, value := labelOf(d), t.tell(d)
	var bank []string
	if verb := speech.Happened(speech.InWords(d.Label)); verb != "" {
		d.Label = "date"
		return modifier{withPart, verb + " " + t.bound(d)}
	}
	if what := t.countable(d); what != "" {
		return modifier{havePart, "with " + t.bound(d) + " " + what}
	}
	switch k := kindOf(d); {
	case (k == kDate || k == kDateTime || k == kTime) && d.Bound == world.AtLeast:
		bank = []string{"whose $label is {on or after|no earlier than|not before} $value", "with a $label {on or after|no earlier than} $value", "whose $label falls on $value or later"}
	case k == kDate || k == kDateTime || k == kTime:
		bank = []string{"whose $label is {on or before|no later than|not after} $value", "with a $label {up to and including|on or before|no later than} $value", "whose $label falls on $value or earlier"}
	case d.Bound == world.AtLeast:
		bank = []string{"with a $label of at least $value", "with a $label of $value or more", "whose $label is {at least|no less than|not below} $value", "with at least $value as $label"}
	default:
		bank = []string{"with a $label of at most $value", "with a $label of $value or less", "whose $label is {at most|no more than|not above} $value", "with a $label of no more than $value"}
	}
	return modifier{clause, t.say(t.pick(bank), "label", label, "value", value)}
}

// between says both bounds of a range as one modifier.
func (t *teller) between(low, high roles.Detail) modifier {
	return modifier{clause, t.say("{whose $label {lies|is} between $low and $high|with a $label between $low and $high|with a $label {of|from} $low to $high} [inclusive]",
		"label", labelOf(low), "low", t.tell(low), "high", t.tell(high))}
}

// modifiers says details as modifiers; two bounds of one column are one.
func (t *teller) modifiers(ds []roles.Detail, n noun, many bool) []modifier {
	var list []modifier
	for i, d := range ds {
		switch j := partner(ds, i); {
		case j < 0:
			list = append(list, t.modify(d, n, many))
		case j > i && d.Bound == world.AtLeast:
			list = append(list, t.between(d, ds[j]))
		case j > i:
			list = append(list, t.between(ds[j], d))
		}
	}
	return list
}

// fullNames makes one name of a first and a last name of a person; person says
// whether details of nothing else are of one.
func fullNames(ds []roles.Detail, person bool) []roles.Detail {
	first, last := -1, -1
	for i, d := range ds {
		if kindOf(d) != kPerson || !unquoted(textOf(d.Value), kPerson) {
			continue
		}
		switch labelOf(d) {
		case "first name", "given name", "forename":
			first = i
		case "last name", "family name", "surname":
			last = i
		}
	}
	if first < 0 || last < 0 || ds[first].Of != ds[last].Of || !person && !isPersonThing(speech.InWords(ds[first].Of)) {
		return ds
	}
	raw, err := json.Marshal(textOf(ds[first].Value) + " " + textOf(ds[last].Value))
	if err != nil {
		return ds
	}
	list := slices.Clone(ds)
	list[first] = roles.Detail{Label: "name", Meaning: "person_name", Value: raw, Of: ds[first].Of}
	return slices.Delete(list, last, last+1)
}

// partner is the position of the other bound of a detail, -1 if it has none.
func partner(ds []roles.Detail, i int) int {
	if ds[i].Bound == "" {
		return -1
	}
	for j, e := range ds {
		if j != i && e.Bound != "" && e.Bound != ds[i].Bound && e.Label == ds[i].Label && e.Of == ds[i].Of {
			return j
		}
	}
	return -1
}

// behind joins modifiers behind a noun.
func behind(list []modifier) string {
	named := false
	for i, m := range list {
		switch first, _ := headword(m.text); {
		case first == "with":
			list[i].place = havePart
		case first == "that" || first == "whose":
			list[i].place = clause
		case m.place == atOnce && named:
			list[i].place = withPart
		case m.place == atOnce:
			named = true
		}
	}
	slices.SortStableFunc(list, func(a, b modifier) int { return a.place - b.place })
	var b strings.Builder
	for i, m := range list {
		if i > 0 && m.place == list[i-1].place && m.place >= havePart {
			b.WriteString(" and")
			if m.place == havePart {
				m.text = strings.TrimPrefix(m.text, "with ")
			}
		}
		b.WriteString(" " + m.text)
	}
	return b.String()
}

// An estate is the details of a thing, and those of others by what they are of.
type estate struct {
	own    []roles.Detail
	others [][]roles.Detail // each of one Of, in the order of the first
}

// divide sorts details by the thing to which they belong. Those that say who
// the person is are left out, since they are said elsewhere; the name of a thing
// that is no person stands for the thing, its service is X, unless it is linked.
func (t *teller) divide(ds []roles.Detail, thing string, linked bool) estate {
	var e estate
	at := map[string]int{}
	alone := map[string]int{}
	ds = fullNames(ds, isPersonThing(speech.InWords(thing)))
	for _, d := range ds {
		alone[speech.InWords(d.Of)]++
	}
	if linked {
		clear(alone)
	}
	for _, d := range ds {
		of := speech.InWords(d.Of)
		if of != "" && t.isSelf(of) {
			continue
		}
		if of != "" && of != speech.InWords(thing) && alone[of] == 1 && !isPersonThing(of) && (isNameLabel(labelOf(d)) || labelOf(d) == of) {
			d.Label, d.Of, of = of, "", ""
		}
		if of == "" || of == speech.InWords(thing) {
			e.own = append(e.own, d)
			continue
		}
		i, ok := at[of]
		if !ok {
			i = len(e.others)
			at[of] = i
			e.others = append(e.others, nil)
		}
		e.others[i] = append(e.others[i], d)
	}
	return e
}

// other is the phrase of another thing to which details belong: "the customer
// called X".
func (t *teller) other(ds []roles.Detail) phrase {
	n := t.of(ds[0].Of)
	person := isPersonThing(n.one)
	facts := n.one
	for _, d := range ds {
		facts += "|" + d.Label + "=" + string(d.Value)
	}
	if t.told[facts] {
		return phrase{t.say("{the same|that same|that}") + " " + n.one, person, false}
	}
	t.told[facts] = true
	if len(ds) == 1 && person && kindOf(ds[0]) == kPerson && isNameLabel(labelOf(ds[0])) && t.Chance(3, 5) {
		return phrase{t.tell(ds[0]), true, false}
	}
	if len(ds) == 1 && kindOf(ds[0]) == kTitle && isNameLabel(labelOf(ds[0])) && t.Chance(1, 2) {
		return phrase{t.say("the {$thing $value|$value $thing}", "thing", n.one, "value", t.tell(ds[0])), person, false}
	}
	return phrase{"the " + n.one + behind(t.modifiers(ds, n, false)), person, false}
}

// owned are the modifiers by the other things of an estate.
func (t *teller) owned(e estate) []modifier {
	var list []modifier
	for _, ds := range e.others {
		p := t.other(ds)
		bank := "{of|for|for}"
		if c := classOf(speech.InWords(ds[0].Of)); c == visitClass || c == orderClass {
			bank = "{from|for|of}"
		}
		if p.person {
			bank = "{of|for|belonging to}"
		}
		list = append(list, modifier{withPart, t.say(bank) + " " + p.text})
	}
	return list
}

// describe is the phrase by which one thing is named the first time, with at
// most max of its own details; the others are returned.
func (t *teller) describe(n noun, e estate, max int) (phrase, []roles.Detail) {
	person := isPersonThing(n.one)
	now, later := e.own, []roles.Detail(nil)
	if len(now) > max {
		now, later = now[:max:max], now[max:]
	}
	if (t.own || t.mine(n.one)) && len(e.others) == 0 && !person {
		return phrase{"your " + n.one + behind(t.modifiers(now, n, false)), false, false}, later
	}
	if len(now) == 1 && len(e.others) == 0 {
		d := now[0]
		label := labelOf(d)
		value := ""
		switch k := kindOf(d); {
		case k == kPerson && person && isNameLabel(label) && t.Chance(1, 2), k == kCode && !n.mass && t.Chance(1, 3) && (hasWord(" "+label+" ", "id", "number", "code", "reference")):
			value = t.tell(d)
			return phrase{t.say("{|the }$thing $value", "thing", n.one, "value", value), person, false}, later
		case k == kTitle && isNameLabel(label) && unquoted(textOf(d.Value), k) && t.Chance(1, 2):
			return phrase{t.say("the {$value $thing|$thing $value}", "thing", n.one, "value", t.tell(d)), person, false}, later
		}
	}
	// More than two of others make the phrase unwieldy: what is left is said
	// about it afterwards.
	for len(e.others) > 1 && len(e.others)+len(now) > 2 {
		last := len(e.others) - 1
		later = append(later, e.others[last]...)
		e.others = e.others[:last]
	}
	owned, own := t.owned(e), t.modifiers(now, n, false)
	all := append(owned, own...)
	if len(owned) > 0 && strings.Count(owned[0].text, " ") > 3 {
		// "the data source with the name X of the user with the ID Y": who reads
		// it the other way round gives the name to the user.
		return phrase{choose(t.mine(n.one), "your ", "the ") + n.one + behind(own) + behind(owned), person, false}, later
	}
	return phrase{choose(t.mine(n.one), "your ", "the ") + n.one + behind(all), person, false}, later
}

// several is the phrase of all rows of which details hold.
func (t *teller) several(n noun, e estate, det string) phrase {
	mods := append(t.owned(e), t.modifiers(e.own, n, true)...)
	return phrase{det + n.many + behind(mods), false, !n.mass}
}
