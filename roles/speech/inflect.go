package speech

import "strings"

// irregular are verbs whose participle is not made by rule.
var irregular = map[string]string{
	"be": "been", "become": "become", "begin": "begun", "bind": "bound", "break": "broken", "bring": "brought", "build": "built", "buy": "bought",
	"catch": "caught", "choose": "chosen", "come": "come", "cut": "cut", "deal": "dealt", "dig": "dug", "do": "done", "draw": "drawn",
	"drive": "driven", "feed": "fed", "find": "found", "fly": "flown", "forget": "forgotten", "freeze": "frozen", "get": "got", "give": "given",
	"go": "gone", "grow": "grown", "have": "had", "hear": "heard", "hide": "hidden", "hit": "hit", "hold": "held", "input": "input", "keep": "kept",
	"know": "known", "lay": "laid", "lead": "led", "leave": "left", "lend": "lent", "let": "let", "lose": "lost", "make": "made", "meet": "met",
	"override": "overridden", "overwrite": "overwritten", "pay": "paid", "put": "put", "read": "read", "rebuild": "rebuilt", "redo": "redone",
	"rerun": "rerun", "resend": "resent", "reset": "reset", "rewrite": "rewritten", "ring": "rung", "run": "run", "say": "said", "see": "seen",
	"seek": "sought", "sell": "sold", "send": "sent", "set": "set", "show": "shown", "shut": "shut", "speak": "spoken", "spend": "spent",
	"spin": "spun", "split": "split", "stand": "stood", "strike": "struck", "take": "taken", "teach": "taught", "tell": "told", "think": "thought",
	"throw": "thrown", "unbind": "unbound", "undo": "undone", "unfreeze": "unfrozen", "upset": "upset", "wake": "woken", "wear": "worn", "win": "won",
	"withdraw": "withdrawn", "write": "written",
}

// doubling are verbs of several syllables that double their last letter.
const doubling = " admit begin cancel commit control defer dial enrol equip forget format input label model permit prefer program refer remit rerun reset resubmit signal stop submit total transfer travel unpin unplug "

// Participle is the past participle of a verb, of whose words the first is
// inflected: "set up", "call off".
func Participle(verb string) string {
	first, rest := cutVerb(verb)
	switch {
	case first == "":
		return verb
	case irregular[first] != "":
		return irregular[first] + rest
	case len(first) > 4 && (first[:2] == "un" || first[:2] == "re") && irregular[first[2:]] != "" && first != "relay":
		return first[:2] + irregular[first[2:]] + rest
	case strings.HasSuffix(first, "e"):
		return first + "d" + rest
	case strings.HasSuffix(first, "y") && len(first) > 1 && !vowel(first[len(first)-2]):
		return first[:len(first)-1] + "ied" + rest
	case doubles(first):
		return first + first[len(first)-1:] + "ed" + rest
	case strings.HasSuffix(first, "ic"):
		return first + "ked" + rest
	}
	return first + "ed" + rest
}

// Gerund is the form in -ing of a verb.
func Gerund(verb string) string {
	first, rest := cutVerb(verb)
	switch {
	case first == "":
		return verb
	case first == "be":
		return "being" + rest
	case strings.HasSuffix(first, "ie"):
		return first[:len(first)-2] + "ying" + rest
	case strings.HasSuffix(first, "e") && !strings.HasSuffix(first, "ee") && !strings.HasSuffix(first, "oe") && !strings.HasSuffix(first, "ye"):
		return first[:len(first)-1] + "ing" + rest
	case doubles(first):
		return first + first[len(first)-1:] + "ing" + rest
	case strings.HasSuffix(first, "ic"):
		return first + "king" + rest
	}
	return first + "ing" + rest
}

// cutVerb takes a verb apart into the word that is inflected and what follows it.
// Names give verbs with their particles run together: "rollback" is to roll back.
func cutVerb(verb string) (first, rest string) {
	first, rest, several := strings.Cut(verb, " ")
	if several {
		return first, " " + rest
	}
	if split := Verb(first); split != first {
		return cutVerb(split)
	}
	return first, ""
}

// Verb is a verb as people write it: "roll back" for the rollback of a name.
func Verb(word string) string {
	for _, particle := range [...]string{"back", "out", "in", "up", "down", "off", "over"} {
		stem, ok := strings.CutSuffix(word, particle)
		if ok && strings.Contains(compounds, " "+stem+"-"+particle+" ") {
			return stem + " " + particle
		}
	}
	return word
}

// compounds are verbs that names write as one word with their particle.
const compounds = " roll-back check-out check-in log-in log-out sign-in sign-up sign-out set-up start-up shut-down back-up clean-up tear-down opt-in opt-out scale-up scale-down " +
	"spin-up hand-over fail-over take-over pick-up drop-off clock-in clock-out fall-back roll-out roll-over top-up buy-out pay-out cash-out sync-up look-up write-off turn-on turn-off " +
	"switch-over clear-out time-out phase-out opt-out call-back wind-down mark-up mark-down "

// doubles reports whether a verb doubles its last letter before -ed and -ing.
func doubles(w string) bool {
	if strings.Contains(doubling, " "+w+" ") {
		return true
	}
	// A prefix does not change that: untag, remap.
	for _, prefix := range [...]string{"un", "re"} {
		if stem, ok := strings.CutPrefix(w, prefix); ok && len(stem) > 2 && !vowel(stem[0]) && doubles(stem) {
			return true
		}
	}
	n := len(w)
	if n < 3 || strings.IndexByte("aeiouwxyh", w[n-1]) >= 0 || !vowel(w[n-2]) || vowel(w[n-3]) && !(n >= 4 && w[n-4:n-2] == "qu") {
		return false
	}
	groups := 0 // of vowels, that is syllables
	for i := range n {
		if vowel(w[i]) && (i == 0 || !vowel(w[i-1])) {
			groups++
		}
	}
	return groups == 1
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// Plural is the plural of a thing such as "calendar event".
func Plural(s string) string {
	n := len(s)
	switch {
	case n == 0:
		return s
	case strings.HasSuffix(s, "person"):
		return s[:n-len("person")] + "people"
	case strings.HasSuffix(s, "series"), strings.HasSuffix(s, "data"), strings.HasSuffix(s, "information"), strings.HasSuffix(s, "news"), strings.HasSuffix(s, "metadata"),
		strings.HasSuffix(s, "weather"), strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss") && !strings.HasSuffix(s, "us"):
		return s
	case strings.HasSuffix(s, "analysis"):
		return s[:n-2] + "es"
	case strings.HasSuffix(s, "y") && n > 1 && strings.IndexByte("aeiou", s[n-2]) < 0:
		return s[:n-1] + "ies"
	case strings.HasSuffix(s, "ch"), strings.HasSuffix(s, "sh"), strings.HasSuffix(s, "x"), strings.HasSuffix(s, "ss"), strings.HasSuffix(s, "z"), strings.HasSuffix(s, "us"):
		return s + "es"
	}
	return s + "s"
}
