package writer

import (
	"slices"
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
)

// switchVerb finds the verb that is in the label of a switch: "is active" is to
// be active, "send reminders" is to send reminders; what is known as a noun has
// none ("auto renewal"), and of the rest one says that something is marked so.
func switchVerb(label string) (verb, rest string) {
	first, rest := headword(label)
	rest = strings.TrimSpace(rest)
	if rest != "" {
		switch first {
		case "is", "are", "was", "be":
			return "be", rest
		case "has", "have":
			if plain, _ := headword(rest); plain == rest && !strings.HasSuffix(rest, "s") && !masses[rest] {
				rest = "a " + rest
			}
			return "have", rest
		case "can":
			return "be able to", rest
		case "should", "must", "will", "do", "does":
			return switchVerb(rest)
		case "include", "includes", "allow", "allows", "send", "sends", "show", "shows", "require", "requires", "use", "uses", "accept", "accepts", "support", "supports", "keep", "keeps", "hide", "hides", "receive", "receives",
			"enable", "enables", "skip", "ignore", "accepting", "needs", "need", "contains", "contain", "force", "permit", "permits", "prevent", "track", "tracks", "wants", "want", "offers":
			return strings.TrimSuffix(first, "s"), rest
		}
	}
	words := strings.Fields(label)
	last := words[len(words)-1]
	switch {
	case rest == "" && (hasAnySuffix(first, "ed", "able", "ible", "ive")), slices.Contains(adjectives, label), len(words) == 2 && (hasAnySuffix(first, "ed") && slices.Contains([]string{"in", "out", "up", "off", "down"}, rest)):
		return "be", label
	case first == "auto", first == "automatic", len(words) > 0 && hasAnySuffix(last, "ion", "ing", "ment", "renewal", "notifications", "reminders", "mode", "insurance", "support", "access", "backup", "backups", "tracking", "service"):
		return "", label
	}
	return "be marked as", label
}

var adjectives = []string{"public", "private", "default", "open", "urgent", "primary", "free", "visible", "hidden", "pinned", "recurring", "anonymous", "final", "paid", "mandatory", "optional",
	"confidential", "internal", "external", "electric", "vegetarian", "vegan", "read only", "full time", "part time", "all day", "available", "online", "complete", "current", "exclusive", "global", "local", "required", "refundable", "taxable", "new", "old", "permanent", "temporary", "safe", "secure", "unique"}

// third is a verb in the third person.
func third(verb string) string {
	switch {
	case verb == "be":
		return "is"
	case verb == "have":
		return "has"
	case strings.HasPrefix(verb, "be "):
		return "is" + verb[2:]
	}
	return verb + "s"
}

// whichIs says a switch as a modifier: "that is not public".
func (t *teller) whichIs(d roles.Detail, many bool) string {
	label := labelOf(d)
	verb, rest := switchVerb(label)
	if verb == "" {
		return t.say("with $label {$on|switched $on|turned $on}", "label", label, "on", choose(isTrue(d), "on", "off"))
	}
	return "that " + holds(verb, rest, isTrue(d), many)
}

// holds says that a switch is on or off as a verb: "is public", "does not send
// reminders".
func holds(verb, rest string, on, many bool) string {
	be := choose(many, "are", "is")
	switch {
	case verb == "be" || strings.HasPrefix(verb, "be "):
		return be + choose(on, "", " not") + verb[2:] + " " + rest
	case on:
		return choose(many, verb, third(verb)) + " " + rest
	}
	return choose(many, "do", "does") + " not " + verb + " " + rest
}

// itHolds says a switch as a clause about a phrase that was named.
func (t *teller) itHolds(d roles.Detail, p phrase) string {
	label := labelOf(d)
	verb, rest := switchVerb(label)
	if verb == "" {
		return label + " is " + t.say("{|switched |turned }") + choose(isTrue(d), "on", "off")
	}
	return p.it() + " " + holds(verb, rest, isTrue(d), p.they())
}

// wishSwitch says a switch as a wish.
func (t *teller) wishSwitch(d roles.Detail, it string) string {
	label := labelOf(d)
	verb, rest := switchVerb(label)
	if verb == "" {
		return t.say("{$label should be $on|turn $label $on|$label is to be $on|switch $label $on}", "label", label, "on", choose(isTrue(d), "on", "off"))
	}
	fill := []string{"it", it, "not", choose(isTrue(d), "", "not "), "notTo", choose(isTrue(d), "to", "not to"), "do", verb + " " + rest}
	return t.say("{$it should $not$do|$it ought $notTo $do|you want $them $notTo $do}", append(fill, "them", choose(it == "they", "them", "it"))...)
}

// whether asks for a switch.
func (t *teller) whether(label string, subject string, many bool) string {
	verb, rest := switchVerb(label)
	if verb == "" {
		return "whether " + label + " is on for " + subject
	}
	return "whether " + subject + " " + holds(verb, rest, true, many)
}

// isSwitch reports whether what is asked for is a yes or a no.
func isSwitch(d roles.Detail) bool {
	first, rest := headword(speech.InWords(d.Label))
	return d.Meaning == "flag" || rest != "" && slices.Contains([]string{"is", "are", "has", "can", "should"}, first)
}
