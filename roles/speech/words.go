package speech

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// written are words of names that people write otherwise.
var written = map[string]string{
	"id": "ID", "ids": "IDs", "url": "URL", "uri": "URI", "ip": "IP", "api": "API", "sku": "SKU", "iban": "IBAN", "bic": "BIC", "vat": "VAT",
	"vin": "VIN", "isbn": "ISBN", "dns": "DNS", "pdf": "PDF", "sms": "SMS", "utc": "UTC", "uuid": "UUID", "iata": "IATA", "icao": "ICAO",
	"email": "e-mail", "qty": "quantity", "desc": "description", "addr": "address", "num": "number", "amt": "amount", "msg": "message",
	"lat": "latitude", "lng": "longitude", "lon": "longitude", "dob": "date of birth", "tel": "telephone", "org": "organisation", "repo": "repository",
	"config": "configuration", "info": "information", "img": "image", "tz": "time zone", "ref": "reference", "acct": "account", "usd": "USD", "eur": "EUR",
}

// InWords takes a name such as `arrival_date` or `customerId` apart into the
// words that people say: "arrival date", "customer ID". Control characters and
// markup are left out, and no more than eight words stay.
func InWords(name string) string {
	var words []string
	start := -1
	end := func(i int) {
		if start >= 0 && len(words) < 8 {
			w := name[start:i]
			low := strings.ToLower(w)
			switch {
			case written[low] != "":
				w = written[low]
			case len(w) > 1 && w == strings.ToUpper(w) && strings.IndexFunc(w, unicode.IsLetter) >= 0 && len(w) <= 4:
				// stays as an abbreviation
			default:
				w = low
			}
			words = append(words, w)
		}
		start = -1
	}
	var last rune
	tag := false
	for i, r := range name {
		switch {
		case tag:
			tag = r != '>'
		case r == '<':
			end(i)
			tag = true
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '-' && start >= 0:
			if start >= 0 && unicode.IsUpper(r) && (unicode.IsLower(last) || unicode.IsUpper(last) && lowerFollows(name[i+utf8.RuneLen(r):])) {
				end(i)
			}
			if start < 0 {
				start = i
			}
		default:
			end(i)
		}
		last = r
	}
	if !tag {
		end(len(name))
	}
	return strings.Join(words, " ")
}

func lowerFollows(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// Join lists parts as people do: a, b and c.
func Join(parts []string, last string) string {
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " " + last + " " + parts[len(parts)-1]
}

// Capital begins a text with a capital.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Article is a word with "a" or "an" before it.
func Article(s string) string {
	low := strings.ToLower(s)
	switch {
	case low == "":
		return s
	case strings.HasPrefix(low, "uni") && !strings.HasPrefix(low, "unin") && !strings.HasPrefix(low, "unim"),
		strings.HasPrefix(low, "use"), strings.HasPrefix(low, "usa"), strings.HasPrefix(low, "uti"), strings.HasPrefix(low, "one"),
		strings.HasPrefix(low, "eu"), strings.HasPrefix(s, "URL"), strings.HasPrefix(s, "UU"), strings.HasPrefix(low, "ur"), strings.HasPrefix(s, "U"):
		return "a " + s
	case strings.HasPrefix(low, "hour"), strings.HasPrefix(low, "honest"), strings.IndexByte("aeiou", low[0]) >= 0,
		strings.HasPrefix(s, "SMS"), strings.HasPrefix(s, "SKU"), strings.HasPrefix(s, "FAQ"), strings.HasPrefix(s, "HTML"), strings.HasPrefix(s, "NFT"):
		return "an " + s
	}
	return "a " + s
}

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

// irregular are participles that no rule makes.
var irregular = map[string]string{
	"be": "been", "begin": "begun", "break": "broken", "bring": "brought", "build": "built", "buy": "bought", "choose": "chosen", "cut": "cut", "do": "done",
	"draw": "drawn", "drive": "driven", "find": "found", "freeze": "frozen", "get": "got", "give": "given", "go": "gone", "hide": "hidden", "hold": "held",
	"keep": "kept", "leave": "left", "lend": "lent", "let": "let", "make": "made", "meet": "met", "overwrite": "overwritten", "pay": "paid", "put": "put",
	"read": "read", "reset": "reset", "resend": "resent", "run": "run", "rerun": "rerun", "say": "said", "see": "seen", "sell": "sold", "send": "sent",
	"set": "set", "shut": "shut", "show": "shown", "spend": "spent", "split": "split", "take": "taken", "tell": "told", "unfreeze": "unfrozen",
	"withdraw": "withdrawn", "write": "written", "rewrite": "rewritten", "undo": "undone", "win": "won", "rebuild": "rebuilt", "submit": "submitted",
	"cancel": "cancelled", "refer": "referred", "permit": "permitted", "commit": "committed", "transfer": "transferred", "label": "labelled",
	"control": "controlled", "enrol": "enrolled", "format": "formatted", "unpin": "unpinned", "defer": "deferred", "equip": "equipped", "admit": "admitted", "model": "modelled",
}

// Participle is the past participle of a verb, of whose words the first is
// inflected: "set up", "call off".
func Participle(verb string) string {
	first, rest, several := strings.Cut(verb, " ")
	if several {
		rest = " " + rest
	}
	n := len(first)
	switch {
	case n == 0:
		return verb
	case irregular[first] != "":
		return irregular[first] + rest
	case strings.HasSuffix(first, "e"):
		return first + "d" + rest
	case strings.HasSuffix(first, "y") && n > 1 && !vowel(first[n-2]):
		return first[:n-1] + "ied" + rest
	case n >= 3 && n <= 4 && !vowel(first[n-1]) && vowel(first[n-2]) && !vowel(first[n-3]) && strings.IndexByte("wxyh", first[n-1]) < 0:
		return first + first[n-1:] + "ed" + rest
	}
	return first + "ed" + rest
}

// Gerund is the form in -ing of a verb.
func Gerund(verb string) string {
	first, rest, several := strings.Cut(verb, " ")
	if several {
		rest = " " + rest
	}
	n := len(first)
	p := irregular[first]
	switch {
	case n == 0:
		return verb
	case strings.HasSuffix(first, "e") && !strings.HasSuffix(first, "ee") && first != "be":
		return first[:n-1] + "ing" + rest
	case strings.HasSuffix(p, first[n-1:]+"ed") && len(p) == n+3,
		n >= 3 && n <= 4 && !vowel(first[n-1]) && vowel(first[n-2]) && !vowel(first[n-3]) && strings.IndexByte("wxyh", first[n-1]) < 0,
		first == "begin", first == "reset", first == "rerun", first == "split":
		return first + first[n-1:] + "ing" + rest
	}
	return first + "ing" + rest
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
