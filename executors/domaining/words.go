package domaining

import (
	"strings"
	"unicode"
)

// words splits an identifier or a path into lower-case words: at every change
// from small to capital letter, before the last capital of a run that a small
// letter follows (HTTPServer is http, server), between letters and digits, and
// at everything that is neither.
func words(s string) (list []string) {
	runes := []rune(s)
	start := -1
	flush := func(end int) {
		if start >= 0 {
			list = append(list, strings.ToLower(string(runes[start:end])))
		}
		start = -1
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush(i)
			continue
		case start < 0:
		case unicode.IsDigit(r) != unicode.IsDigit(runes[i-1]),
			unicode.IsUpper(r) && unicode.IsLower(runes[i-1]),
			unicode.IsUpper(r) && i+1 < len(runes) && unicode.IsLower(runes[i+1]) && !pluralOfCapitals(runes, i):
			flush(i)
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(runes))
	return list
}

// pluralOfCapitals reports whether the capital at i ends a run of them that
// only a plural s follows, as in "userIDs".
func pluralOfCapitals(runes []rune, i int) bool {
	return unicode.IsUpper(runes[i-1]) && runes[i+1] == 's' && (i+2 == len(runes) || !unicode.IsLower(runes[i+2]))
}

// singular is the singular of a lower-case English noun. Where English is
// irregular it may be no word, but it is the same for singular and plural as
// far as identifiers use them.
func singular(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	n := len(w)
	switch {
	case n < 4 || w[n-1] != 's':
		if w == "ids" {
			return "id"
		}
		return w
	case strings.HasSuffix(w, "ies") && n > 4:
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"),
		strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "zzes"):
		return w[:n-2]
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
		return w
	}
	return w[:n-1]
}

// plural is the plural of a singular.
func plural(w string) string {
	n := len(w)
	switch {
	case n == 0:
		return w
	case irregularPlural[w] != "":
		return irregularPlural[w]
	case w[n-1] == 'y' && n > 1 && !strings.ContainsRune("aeiou", rune(w[n-2])):
		return w[:n-1] + "ies"
	case w[n-1] == 's', w[n-1] == 'x', strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

var irregularPlural = map[string]string{
	"person": "people", "child": "children", "man": "men", "woman": "women", "index": "indexes",
	"analysis": "analyses", "criterion": "criteria",
}

// irregular holds the singulars that the rules of singular would miss.
var irregular = map[string]string{
	"people": "person", "persons": "person", "children": "child", "men": "man", "women": "woman",
	"statuses": "status", "buses": "bus", "viruses": "virus", "aliases": "alias", "alias": "alias",
	"addresses": "address", "analyses": "analysis", "analysis": "analysis", "databases": "database",
	"cases": "case", "leases": "lease", "releases": "release", "purchases": "purchase", "courses": "course",
	"indices": "index", "indexes": "index", "matrices": "matrix", "vertices": "vertex",
	"series": "series", "news": "news", "canvas": "canvas", "atlas": "atlas", "gas": "gas",
	"sms": "sms", "dns": "dns", "aws": "aws", "gps": "gps", "tls": "tls", "css": "css", "rss": "rss",
	"has": "has", "this": "this", "does": "does", "was": "was", "always": "always", "kubernetes": "kubernetes",
	"movies": "movie", "cookies": "cookie", "zombies": "zombie", "calories": "calorie", "selfies": "selfie",
	"criteria": "criterion", "media": "media", "data": "data", "sales": "sale",
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
