package speech

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// written are words of names that people write otherwise.
var written = map[string]string{
	"acct": "account", "addr": "address", "ai": "AI", "amt": "amount", "api": "API", "attr": "attribute", "attrs": "attributes", "avg": "average", "bic": "BIC",
	"cdn": "CDN", "config": "configuration", "cpu": "CPU", "crm": "CRM", "csv": "CSV", "cvv": "CVV", "db": "database", "dept": "department",
	"desc": "description", "dest": "destination", "dns": "DNS", "dob": "date of birth", "email": "e-mail", "eta": "ETA", "eu": "EU", "eur": "EUR", "faq": "FAQ",
	"filename": "file name", "gb": "GB", "gps": "GPS", "gpu": "GPU", "hostname": "host name", "html": "HTML", "http": "HTTP", "https": "HTTPS", "iata": "IATA",
	"iban": "IBAN", "icao": "ICAO", "id": "ID", "ids": "IDs", "img": "image", "info": "information", "ip": "IP", "isbn": "ISBN", "iso": "ISO", "json": "JSON",
	"kb": "KB", "lang": "language", "lat": "latitude", "lng": "longitude", "lon": "longitude", "mac": "MAC", "mb": "MB", "msg": "message", "nb": "number",
	"nft": "NFT", "nhs": "NHS", "nr": "number", "num": "number", "org": "organisation", "os": "OS", "param": "parameter", "params": "parameters",
	"pct": "percentage", "pdf": "PDF", "pin": "PIN", "pkg": "package", "pos": "POS", "prev": "previous", "pwd": "password", "qty": "quantity", "ram": "RAM",
	"ref": "reference", "repo": "repository", "seo": "SEO", "sha": "SHA", "sku": "SKU", "sla": "SLA", "sms": "SMS", "src": "source", "ssh": "SSH", "ssl": "SSL", "ssn": "SSN",
	"tb": "TB", "tel": "telephone", "timezone": "time zone", "tls": "TLS", "txn": "transaction", "tz": "time zone", "ui": "UI", "uk": "UK", "uri": "URI",
	"url": "URL", "urls": "URLs", "usa": "USA", "usd": "USD", "username": "user name", "utc": "UTC", "uuid": "UUID", "vat": "VAT", "vin": "VIN", "vm": "VM",
	"vms": "VMs", "vpn": "VPN", "xml": "XML",
}

// kept are words with a hyphen that people write so; others are taken apart,
// since a hyphen may come from an identifier.
var kept = map[string]bool{
	"e-mail": true, "check-in": true, "check-out": true, "sign-up": true, "log-in": true, "follow-up": true, "pick-up": true, "drop-off": true,
	"opt-in": true, "opt-out": true, "time-off": true, "set-up": true, "x-ray": true, "t-shirt": true, "co-owner": true, "sub-account": true, "pre-order": true, "add-on": true, "read-only": true,
}

// InWords takes a name such as `arrival_date` or `customerId` apart into the words
// that people say: "arrival date", "customer ID". There are no underscores left, no
// inner capitals, no markup and no control characters, and at most seven words. It
// is "" where nothing is left.
func InWords(name string) string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = word[:0]
		}
	}
	runes := []rune(withoutTags(name))
	for i, r := range runes {
		switch {
		case r == '\'' && len(word) > 0 && i+1 < len(runes) && unicode.IsLetter(runes[i+1]):
			word = append(word, r)
		case r == '-' && Hyphenated(runes, i):
			word = append(word, r)
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			end()
		case unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) && unicode.IsUpper(runes[i-1])):
			end()
			word = append(word, r)
		case unicode.IsDigit(r) && len(word) > 2 && allLetters(word):
			end()
			word = append(word, r)
		default:
			word = append(word, r)
		}
	}
	end()
	var said []string
	shouted := name == strings.ToUpper(name)
	for _, w := range words {
		low := strings.ToLower(w)
		switch c, ok := written[low]; {
		case ok:
			w = c
		case shouted || len(w) < 2 || len(w) > 4 || w != strings.ToUpper(w):
			w = low
		} // else it stays as an abbreviation
		if len(said) > 0 && said[len(said)-1] == w {
			continue
		}
		if said = append(said, w); len(said) == 7 {
			break
		}
	}
	return strings.Join(said, " ")
}

func allLetters(word []rune) bool {
	for _, r := range word {
		if !unicode.IsLetter(r) || r >= 0x2E80 {
			return false
		}
	}
	return true
}

// Hyphenated reports whether the hyphen at i stands in a word that has one.
func Hyphenated(runes []rune, i int) bool {
	from, to := i, i+1
	for from > 0 && unicode.IsLetter(runes[from-1]) {
		from--
	}
	for to < len(runes) && unicode.IsLetter(runes[to]) {
		to++
	}
	return kept[strings.ToLower(string(runes[from:to]))]
}

// withoutTags leaves out what stands in angle brackets.
func withoutTags(s string) string {
	if !strings.ContainsRune(s, '<') {
		return s
	}
	var b strings.Builder
	inside := false
	for _, r := range s {
		switch {
		case r == '<':
			inside = true
			b.WriteByte(' ')
		case r == '>' && inside:
			inside = false
		case !inside:
			b.WriteRune(r)
		}
	}
	return b.String()
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
	switch {
	case s == "":
		return s
	case VowelSound(s):
		return "an " + s
	}
	return "a " + s
}

// VowelSound reports whether a word begins with the sound of a vowel.
func VowelSound(word string) bool {
	end := strings.IndexAny(word, " ,.;:-/\x01\x02")
	if end < 0 {
		end = len(word)
	}
	first := word[:end]
	w := strings.ToLower(first)
	if w == "" {
		return false
	}
	switch {
	case begins(w, "uni use usi usa usu util eu ure uri one once uk ufo"):
		return begins(w, "unim unin unid") // unimportant, uninstalled, unidentified
	case begins(w, "hour honest honour honor heir"):
		return true
	case begins(w, "8 11 18"):
		return w[0] == '8' || len(w) == 2
	}
	if first == strings.ToUpper(first) && len(first) <= 4 { // read letter by letter
		if strings.ContainsAny(first[1:], "aeiouAEIOU") && len(first) == 4 {
			return strings.ContainsRune("aeiou", rune(w[0]))
		}
		return strings.ContainsRune("aefhilmnorsx", rune(w[0]))
	}
	return strings.ContainsRune("aeiou", rune(w[0]))
}

// begins reports whether a word begins with one of some, which have spaces between
// them.
func begins(word, starts string) bool {
	return slices.ContainsFunc(strings.Fields(starts), func(start string) bool { return strings.HasPrefix(word, start) })
}
