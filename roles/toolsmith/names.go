package toolsmith

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName bounds identifiers, in bytes.
const maxName = 60

// reserved are the words that cannot name anything in Starlark, in Python or,
// without quotes, in SQL.
var reserved = wordSet(`
	and as assert async await break class continue def del elif else except finally for from global if import in is lambda
	load match nonlocal not or pass raise return try while with yield false none true
	add all alter autoincrement between case check collate commit constraint create cross current_date current_time
	current_timestamp default deferrable delete distinct drop escape except exists foreign generated always group having index insert
	intersect into isnull join limit natural notnull null on order over primary references returning rowid select set
	table then to transaction union unique update using values view when where window`)

// builtin are the names that tool code finds in scope; a parameter or variable
// of such a name would hide what generated code may need.
var builtin = wordSet(`
	db now fail len round str abs all any bool chr dict enumerate float int list max min ord range reversed sorted tuple
	zip arguments type set hash dir id input object print sum map filter next iter open vars self`)

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// identifier is words as a name in snake_case, empty if nothing of them can
// stand in one. Letters of any script can.
func identifier(words ...string) string {
	var b strings.Builder
	gap := false
	for _, w := range words {
		gap = gap || b.Len() > 0
		for _, r := range w {
			if !unicode.IsLetter(r) && !(unicode.IsDigit(r) && r < utf8.RuneSelf) {
				gap = true
				continue
			}
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		}
	}
	name := b.String()
	if len(name) > maxName {
		name = name[:maxName]
		for !utf8.ValidString(name) {
			name = name[:len(name)-1]
		}
		name = strings.TrimRight(name, "_")
	}
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		name = "n" + name
	}
	return name
}

// fresh is name, or the first of name_2, name_3 … that is not taken. It takes
// it.
func fresh(name string, taken map[string]bool) string {
	chosen := name
	for n := 2; taken[chosen]; n++ {
		chosen = name + "_" + strconv.Itoa(n)
	}
	taken[chosen] = true
	return chosen
}

// pythonName reports whether a parameter of this name can stand in the
// signature of a function.
func pythonName(name string) bool {
	if name == "" || name == "arguments" || reservedInCode(name) || inCode[name] {
		return false
	}
	for i, c := range []byte(name) {
		if !(c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || i > 0 && '0' <= c && c <= '9') {
			return false
		}
	}
	return true
}

// keywords are those of Starlark and Python.
var keywords = wordSet(`
	False None True and as assert async await break class continue def del elif else except finally for from global if
	import in is lambda load match nonlocal not or pass raise return try while with yield`)

func reservedInCode(name string) bool { return keywords[name] }

// irregular are plurals that no rule makes. What has no plural stands for
// itself.
var irregular = map[string]string{
	"person": "people", "child": "children", "man": "men", "woman": "women", "foot": "feet", "tooth": "teeth",
	"mouse": "mice", "datum": "data", "medium": "media", "criterion": "criteria", "analysis": "analyses",
	"basis": "bases", "index": "indexes", "matrix": "matrices", "vertex": "vertices", "leaf": "leaves", "life": "lives",
	"shelf": "shelves", "quiz": "quizzes", "hero": "heroes", "potato": "potatoes", "diagnosis": "diagnoses",
	"information": "information", "data": "data", "metadata": "metadata", "news": "news", "series": "series",
	"species": "species", "equipment": "equipment", "people": "people", "weather": "weather", "status": "statuses",
	"media": "media", "analytics": "analytics", "statistics": "statistics", "settings": "settings", "sms": "sms",
	"children": "children", "feedback": "feedback", "traffic": "traffic", "dns": "dns", "details": "details",
}

// plural is the plural of an English noun. A word that ends as plurals do is
// left alone.
func plural(word string) string {
	if p, ok := irregular[word]; ok {
		return p
	}
	if word == "" || word[len(word)-1] >= utf8.RuneSelf {
		return word
	}
	before := byte(0)
	if len(word) > 1 {
		before = word[len(word)-2]
	}
	switch last := word[len(word)-1]; {
	case last >= '0' && last <= '9':
		return word
	case last == 'y' && !strings.ContainsRune("aeiou", rune(before)):
		return word[:len(word)-1] + "ies"
	case last == 's' && before != 's' && before != 'u' && before != 'i' && len(word) > 3 && !strings.HasSuffix(word, "as"):
		return word
	case last == 's' || last == 'x' || last == 'z' || last == 'h' && (before == 'c' || before == 's'):
		return word + "es"
	}
	return word + "s"
}

// participles are those that no rule makes.
var participles = map[string]string{
	"send": "sent", "build": "built", "run": "run", "begin": "begun", "withdraw": "withdrawn", "put": "put", "read": "read",
	"freeze": "frozen", "hide": "hidden", "unfreeze": "active", "undo": "undone", "redo": "redone", "pay": "paid",
	"shut": "shut", "hold": "held", "reset": "reset", "set": "set", "take": "taken", "give": "given", "sell": "sold",
	"buy": "bought", "bind": "bound", "unbind": "unbound", "write": "written", "make": "made", "split": "split",
	"mute": "muted", "find": "found", "leave": "left", "win": "won", "lose": "lost", "spin": "spun", "let": "let",
	"forget": "forgotten", "submit": "submitted", "commit": "committed", "ship": "shipped", "stop": "stopped",
	"drop": "dropped", "ban": "banned", "unban": "active", "pin": "pinned", "unpin": "unpinned", "tag": "tagged",
	"transfer": "transferred", "defer": "deferred", "swap": "swapped", "cancel": "cancelled", "log": "logged",
	"rebuild": "rebuilt", "resend": "resent", "rerun": "run", "plan": "planned", "scan": "scanned", "trim": "trimmed",
	"wrap": "wrapped", "flag": "flagged", "unflag": "unflagged", "skip": "skipped", "snap": "snapped", "map": "mapped",
	"lend": "lent", "keep": "kept", "quit": "quit", "shred": "shredded", "star": "starred", "unstar": "unstarred",
	"permit": "permitted", "admit": "admitted", "refer": "referred", "clear": "cleared", "enrol": "enrolled",
	"shutdown": "shut down", "throw": "thrown", "draw": "drawn", "grow": "grown", "speak": "spoken", "choose": "chosen",
	"break": "broken", "eat": "eaten", "drive": "driven", "fall": "fallen", "see": "seen", "do": "done", "go": "gone",
	"stream": "streamed", "sync": "synced", "unsync": "unsynced", "reprogram": "reprogrammed",
}

// participle is what a row is after a verb was done to it: approve, approved.
func participle(verb string) string {
	if p, ok := participles[verb]; ok {
		return p
	}
	if verb == "" {
		return "done"
	}
	switch last := verb[len(verb)-1]; {
	case last >= utf8.RuneSelf:
		return verb
	case last == 'e':
		return verb + "d"
	case last == 'y' && len(verb) > 1 && !strings.ContainsRune("aeiou", rune(verb[len(verb)-2])):
		return verb[:len(verb)-1] + "ied"
	}
	return verb + "ed"
}

// article is the noun with a or an.
func article(noun string) string {
	if noun != "" && strings.ContainsRune("aeiou", rune(noun[0])) && !strings.HasPrefix(noun, "use") && !strings.HasPrefix(noun, "uni") && !strings.HasPrefix(noun, "eu") {
		return "an " + noun
	}
	return "a " + noun
}

// listing joins words as sentences do: a, b and c.
func listing(words []string, last string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// suffixOf reports whether long ends with short.
func suffixOf(short, long []string) bool {
	return len(short) <= len(long) && slices.Equal(short, long[len(long)-len(short):])
}
