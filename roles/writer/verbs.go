package writer

import "strings"

// with is a verb with its object: behind it, or where an underscore says, or
// before a particle where the object is a pronoun: "look it up".
func with(verb, object string, pronoun bool) string {
	if before, after, ok := strings.Cut(verb, "_"); ok {
		return before + object + after
	}
	if first, rest := headword(verb); pronoun && particles[strings.TrimSpace(rest)] {
		return first + " " + object + rest
	}
	return verb + " " + object
}

var particles = map[string]bool{"up": true, "out": true, "off": true, "down": true, "in": true, "back": true, "on": true, "away": true, "over": false, "again": true, "up again": true}

// objectless is a verb without the underscore that says where its object goes.
func objectless(verb string) string { return strings.ReplaceAll(verb, " _", "") }

func headword(verb string) (first, rest string) {
	verb = objectless(verb)
	if i := strings.IndexByte(verb, ' '); i >= 0 {
		return verb[:i], verb[i:]
	}
	return verb, ""
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, p := range suffixes {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
