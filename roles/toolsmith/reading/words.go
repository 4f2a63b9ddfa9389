package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWords bounds the words that are taken from one identifier.
const maxWords = 24

// split gives the words of an identifier in lower case: it parts them at what
// is neither letter nor digit, before a capital after a small letter or a
// digit, and before the last capital of a run that a small letter follows
// (HTTPServer is http, server). Digits stay with the letters before them.
func split(s string) (list []string) {
	start, previous := -1, rune(0)
	flush := func(end int) {
		if start >= 0 && len(list) < maxWords {
			w := strings.ToLower(clip(s[start:end]))
			if n := len(list); n > 0 && (list[n-1] == "e" && (w == "mail" || w == "tag") || list[n-1] == "auto" && w == "complete") {
				list[n-1] += w
			} else {
				list = append(list, w)
			}
		}
		start = -1
	}
	for i, r := range s {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			flush(i)
		case start < 0:
			start = i
		case unicode.IsUpper(r) && (!unicode.IsUpper(previous) || smallFollows(s[i+utf8.RuneLen(r):])):
			flush(i)
			start = i
		}
		previous = r
	}
	flush(len(s))
	return list
}

// maxWord bounds a word, in bytes: no word of a language is as long.
const maxWord = 60

// clip is the beginning of a word that is too long to be one.
func clip(w string) string {
	if len(w) <= maxWord {
		return w
	}
	end := maxWord
	for !utf8.RuneStart(w[end]) {
		end--
	}
	return w[:end]
}

// smallFollows reports whether rest begins with a small letter that is not the
// plural s of a run of capitals, as in userIDs.
func smallFollows(rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	if !unicode.IsLower(r) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(rest[n:])
	return r != 's' || unicode.IsLetter(after) && unicode.IsLower(after)
}

// isPlain reports whether a word is of ASCII letters and digits and begins
// with a letter: one that an identifier can be made of.
func isPlain(w string) bool {
	for i := range len(w) {
		c := w[i]
		if (c < 'a' || c > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return w != ""
}

// singular is the singular of an English noun in lower case.
func singular(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	n := len(w)
	switch {
	case n < 4 || w[n-1] != 's':
		return w
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "ies"):
		if n == 4 {
			return w[:n-1]
		}
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"),
		strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "zzes"):
		return w[:n-2]
	}
	return w[:n-1]
}

// isPlural reports whether a word is a plural.
func isPlural(w string) bool { return singular(w) != w }

// plural is the plural of a singular.
func plural(w string) string {
	if p, ok := irregularPlurals[w]; ok {
		return p
	}
	n := len(w)
	switch {
	case n == 0:
		return w
	case w[n-1] == 'y' && n > 1 && !strings.ContainsRune("aeiou", rune(w[n-2])):
		return w[:n-1] + "ies"
	case w[n-1] == 's', w[n-1] == 'x', w[n-1] == 'z', strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

// singulars is the list with the singular of each word.
func singulars(list []string) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = singular(w)
	}
	return out
}

// irregular holds singulars that the rules would miss, and words that end in s
// and are no plurals.
var irregular = map[string]string{
	"people": "person", "persons": "person", "children": "child", "men": "man", "women": "woman", "mice": "mouse",
	"feet": "foot", "teeth": "tooth", "ids": "id", "ips": "ip", "vms": "vm", "dbs": "db", "pcs": "pc", "tvs": "tv", "ads": "ad", "prs": "pr", "ops": "op", "statuses": "status", "buses": "bus", "viruses": "virus",
	"aliases": "alias", "alias": "alias", "addresses": "address", "analyses": "analysis", "databases": "database",
	"indices": "index", "indexes": "index", "matrices": "matrix", "vertices": "vertex", "criteria": "criterion",
	"bonuses": "bonus", "campuses": "campus", "gases": "gas", "processes": "process", "quizzes": "quiz",
	"series": "series", "species": "species", "news": "news", "canvas": "canvas", "atlas": "atlas", "gas": "gas", "bus": "bus",
	"sms": "sms", "dns": "dns", "aws": "aws", "gps": "gps", "tls": "tls", "css": "css", "rss": "rss", "ios": "ios", "eks": "eks",
	"ecs": "ecs", "rds": "rds", "kms": "kms", "sns": "sns", "sqs": "sqs", "nas": "nas", "hdfs": "hdfs", "nfs": "nfs", "cifs": "cifs", "cors": "cors", "pms": "pms", "crs": "crs", "saas": "saas", "https": "https",
	"has": "has", "this": "this", "does": "does", "was": "was", "always": "always", "as": "as", "its": "its", "yes": "yes",
	"kubernetes": "kubernetes", "movies": "movie", "cookies": "cookie", "calories": "calorie", "selfies": "selfie",
	"zombies": "zombie", "pies": "pie", "ties": "tie", "media": "media", "data": "data", "metadata": "metadata",
	"lens": "lens", "chaos": "chaos", "axes": "axis", "axis": "axis", "leaves": "leaf", "shelves": "shelf", "wolves": "wolf",
	"knives": "knife", "lives": "life", "wives": "wife", "halves": "half", "analytics": "analytics", "statistics": "statistics",
	"stats": "stats", "logistics": "logistics", "settings": "settings", "details": "details", "diagnostics": "diagnostics",
	"physics": "physics", "economics": "economics", "sales": "sale", "credentials": "credential", "ethereums": "ethereum",
	"heroes": "hero", "potatoes": "potato", "tomatoes": "tomato", "echoes": "echo", "kudos": "kudos", "pos": "pos",
	"jenkins": "jenkins", "express": "express", "caches": "cache", "headaches": "headache",
}

var irregularPlurals = map[string]string{
	"person": "people", "child": "children", "man": "men", "woman": "women", "analysis": "analyses", "criterion": "criteria",
	"index": "indexes", "series": "series", "species": "species", "news": "news", "media": "media", "data": "data",
	"metadata": "metadata", "mouse": "mice", "foot": "feet", "tooth": "teeth", "axis": "axes", "leaf": "leaves", "shelf": "shelves",
	"quiz": "quizzes", "hero": "heroes", "settings": "settings", "statistics": "statistics", "stats": "stats",
	"analytics": "analytics", "details": "details", "wolf": "wolves", "knife": "knives", "life": "lives", "half": "halves",
	"vertex": "vertices", "matrix": "matrices", "information": "information", "weather": "weather", "equipment": "equipment",
}

// set is the set of the words in a text.
func set(text string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(text) {
		m[w] = true
	}
	return m
}
