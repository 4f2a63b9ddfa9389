package populating

import (
	"slices"
	"strings"
)

// split takes a name apart into its words, in lower case: at everything that is
// no letter or digit, before capitals and around digits.
func split(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	const (
		other = iota
		lower
		upper
		digit
	)
	runes := []rune(strings.ReplaceAll(name, "IDs", "Ids"))
	class := func(i int) int {
		switch c := runes[i]; {
		case 'a' <= c && c <= 'z' || c > 127:
			return lower
		case 'A' <= c && c <= 'Z':
			return upper
		case '0' <= c && c <= '9':
			return digit
		}
		return other
	}
	last := other
	for i := range runes {
		now := class(i)
		switch {
		case now == other:
			flush()
		case now == upper && last != upper, now == digit && last != digit, now != digit && last == digit:
			flush()
		case now == upper && last == upper && i+1 < len(runes) && class(i+1) == lower:
			flush() // the last capital of HTTPServer begins a word
		}
		if now != other {
			word = append(word, runes[i])
		}
		last = now
	}
	flush()
	// Ids and plurals of abbreviations come apart: `sha256`, `ipv4`, `base64`
	// are one word each.
	for i := 0; i+1 < len(words); i++ {
		switch words[i] + words[i+1] {
		case "sha1", "sha256", "sha512", "md5", "ipv4", "ipv6", "base64", "oauth2", "s3", "ec2", "h264", "a1c":
			words[i] += words[i+1]
			words = slices.Delete(words, i+1, i+2)
		}
	}
	return words
}

// singular is the singular of a plural noun, as far as its ending tells.
func singular(word string) string {
	if s, ok := irregular[word]; ok {
		return s
	}
	n := len(word)
	switch {
	case n < 4, strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"), strings.HasSuffix(word, "news"):
		return word
	case strings.HasSuffix(word, "ies") && n > 4:
		return word[:n-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"),
		strings.HasSuffix(word, "shes"), strings.HasSuffix(word, "zzes"):
		return word[:n-2]
	case strings.HasSuffix(word, "s"):
		return word[:n-1]
	}
	return word
}

// plural is the plural of a noun.
func plural(word string) string {
	switch word {
	case "person":
		return "people"
	case "child":
		return "children"
	case "man", "woman":
		return word[:len(word)-2] + "en"
	case "status", "address", "process", "business", "class", "bus", "alias", "index", "access":
		return word + "es"
	case "medium":
		return "media"
	case "leave", "shelf":
		return strings.TrimSuffix(strings.TrimSuffix(word, "f"), "e") + "es"
	case "analysis", "diagnosis":
		return word[:len(word)-2] + "es"
	}
	n := len(word)
	switch {
	case n == 0 || strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us"):
		return word
	case strings.HasSuffix(word, "y") && n > 1 && !strings.ContainsRune("aeiou", rune(word[n-2])):
		return word[:n-1] + "ies"
	case strings.HasSuffix(word, "s"), strings.HasSuffix(word, "x"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		return word + "es"
	}
	return word + "s"
}

var irregular = map[string]string{
	"people": "person", "men": "man", "women": "woman", "children": "child", "media": "medium", "data": "data",
	"statuses": "status", "addresses": "address", "buses": "bus", "analyses": "analysis", "indices": "index",
	"matrices": "matrix", "vertices": "vertex", "movies": "movie", "cookies": "cookie", "series": "series",
	"species": "species", "aliases": "alias", "cases": "case", "databases": "database", "releases": "release",
	"purchases": "purchase", "courses": "course", "warehouses": "warehouse", "invoices": "invoice", "houses": "house",
	"expenses": "expense", "leases": "lease", "licenses": "license", "responses": "response", "bonuses": "bonus",
	"viruses": "virus", "campuses": "campus", "canvases": "canvas", "gases": "gas", "shelves": "shelf", "leaves": "leave",
	"calories": "calorie", "categories": "category", "ties": "tie", "pies": "pie", "news": "news", "sms": "sms",
	"dns": "dns", "gps": "gps", "aws": "aws", "https": "https", "is": "is", "has": "has", "address": "address",
	"status": "status", "business": "business", "process": "process", "access": "access", "class": "class",
	"diagnoses": "diagnosis", "caches": "cache", "niches": "niche", "axes": "axis", "boxes": "box", "quizzes": "quiz",
}

// upperFirst makes the first letter a capital.
func upperFirst(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// slug is a text in lower case with one separator between its words.
func slug(s, separator string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(s) {
		if f, ok := folded[c]; ok {
			if gap && b.Len() > 0 {
				b.WriteString(separator)
			}
			gap = false
			b.WriteString(f)
			continue
		}
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			if gap && b.Len() > 0 {
				b.WriteString(separator)
			}
			gap = false
			b.WriteRune(c)
		case c == '\'' || c == '’':
		default:
			gap = true
		}
	}
	return b.String()
}

// folded is what becomes of a letter outside ASCII in an address.
var folded = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'á': "a", 'à': "a", 'â': "a", 'ã': "a",
	'å': "a", 'ą': "a", 'ç': "c", 'č': "c", 'ć': "c", 'ę': "e", 'ě': "e", 'í': "i", 'ì': "i", 'î': "i", 'ï': "i", 'ı': "i",
	'ł': "l", 'ñ': "n", 'ń': "n", 'ó': "o", 'ò': "o", 'ô': "o", 'õ': "o", 'ø': "o", 'ř': "r", 'š': "s", 'ś': "s", 'ş': "s",
	'ú': "u", 'ù': "u", 'û': "u", 'ý': "y", 'ž': "z", 'ż': "z", 'ź': "z", 'æ': "ae", 'ğ': "g",
}
