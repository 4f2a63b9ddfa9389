package writer

import (
	"strings"
	"unicode"
)

// irregular are verbs whose participle is not made by rule.
var irregular = map[string]string{
	"be": "been", "become": "become", "begin": "begun", "bind": "bound", "break": "broken", "bring": "brought", "build": "built",
	"buy": "bought", "catch": "caught", "choose": "chosen", "come": "come", "cut": "cut", "deal": "dealt", "do": "done", "draw": "drawn",
	"drive": "driven", "feed": "fed", "find": "found", "fly": "flown", "forget": "forgotten", "freeze": "frozen", "get": "got",
	"give": "given", "go": "gone", "grow": "grown", "have": "had", "hear": "heard", "hide": "hidden", "hit": "hit", "hold": "held",
	"keep": "kept", "know": "known", "lay": "laid", "lead": "led", "leave": "left", "lend": "lent", "let": "let", "lose": "lost", "make": "made",
	"meet": "met", "overwrite": "overwritten", "override": "overridden", "pay": "paid", "put": "put", "read": "read", "rebuild": "rebuilt", "redo": "redone", "reset": "reset",
	"resend": "resent", "rewrite": "rewritten", "run": "run", "rerun": "rerun", "say": "said", "see": "seen", "seek": "sought", "sell": "sold", "send": "sent", "set": "set",
	"shut": "shut", "show": "shown", "speak": "spoken", "spend": "spent", "split": "split", "stand": "stood", "start": "started", "stop": "stopped", "take": "taken",
	"teach": "taught", "tell": "told", "think": "thought", "throw": "thrown", "undo": "undone", "unfreeze": "unfrozen", "upset": "upset", "wake": "woken",
	"strike": "struck", "spin": "spun", "ring": "rung", "dig": "dug", "wear": "worn", "win": "won", "withdraw": "withdrawn", "write": "written", "unbind": "unbound", "input": "input", "shut down": "shut down",
}

// doubling are verbs of several syllables that double their last letter.
var doubling = map[string]bool{
	"cancel": true, "refer": true, "submit": true, "permit": true, "admit": true, "commit": true, "begin": true, "forget": true, "prefer": true,
	"transfer": true, "label": true, "travel": true, "model": true, "signal": true, "control": true, "enrol": true, "reset": true, "input": true,
	"format": true, "program": true, "equip": true, "unplug": true, "resubmit": true, "remit": true, "dial": true, "total": true, "unpin": true, "rerun": true, "defer": true,
}

// participle is the past participle of a verb, of whose words the first is
// inflected: "set up", "call off".
func participle(verb string) string {
	first, rest := headword(verb)
	if p, ok := irregular[first]; ok {
		return p + rest
	}
	switch {
	case strings.HasSuffix(first, "e"):
		return first + "d" + rest
	case strings.HasSuffix(first, "y") && len(first) > 1 && !isVowel(first[len(first)-2]):
		return first[:len(first)-1] + "ied" + rest
	case doubles(first):
		return first + first[len(first)-1:] + "ed" + rest
	case strings.HasSuffix(first, "ic"):
		return first + "ked" + rest
	}
	return first + "ed" + rest
}

// gerund is the form in -ing.
func gerund(verb string) string {
	first, rest := headword(verb)
	switch {
	case first == "be":
		return "being" + rest
	case strings.HasSuffix(first, "ie"):
		return first[:len(first)-2] + "ying" + rest
	case strings.HasSuffix(first, "e") && !hasAnySuffix(first, "ee", "oe", "ye"):
		return first[:len(first)-1] + "ing" + rest
	case doubles(first):
		return first + first[len(first)-1:] + "ing" + rest
	case strings.HasSuffix(first, "ic"):
		return first + "king" + rest
	}
	return first + "ing" + rest
}

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

func headword(verb string) (first, rest string) {
	verb = strings.ReplaceAll(verb, " _", "")
	if i := strings.IndexByte(verb, ' '); i >= 0 {
		return verb[:i], verb[i:]
	}
	return verb, ""
}

// doubles reports whether a verb doubles its last letter before -ed and -ing.
func doubles(w string) bool {
	if doubling[w] {
		return true
	}
	n := len(w)
	if n < 3 || strings.ContainsRune("aeiouwxyh", rune(w[n-1])) || !isVowel(w[n-2]) || isVowel(w[n-3]) {
		return false
	}
	if n >= 4 && w[n-4:n-2] == "qu" {
		return true
	}
	groups := 0 // of vowels, that is syllables
	for i := range n {
		if isVowel(w[i]) && (i == 0 || !isVowel(w[i-1])) {
			groups++
		}
	}
	return groups == 1
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, p := range suffixes {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

// kept are words with a hyphen that people write so; others are taken apart,
// since a hyphen may come from an identifier.
var kept = map[string]bool{
	"e-mail": true, "check-in": true, "check-out": true, "sign-up": true, "log-in": true, "follow-up": true, "pick-up": true, "drop-off": true,
	"opt-in": true, "opt-out": true, "time-off": true, "set-up": true, "x-ray": true, "t-shirt": true, "co-owner": true, "sub-account": true, "pre-order": true, "add-on": true, "read-only": true,
}

// capitals are words that people write in capitals.
var capitals = map[string]string{
	"id": "ID", "url": "URL", "vat": "VAT", "iban": "IBAN", "ip": "IP", "api": "API", "sku": "SKU", "isbn": "ISBN", "pdf": "PDF", "sms": "SMS",
	"dns": "DNS", "gps": "GPS", "http": "HTTP", "https": "HTTPS", "json": "JSON", "xml": "XML", "csv": "CSV", "html": "HTML", "ssh": "SSH", "ssl": "SSL",
	"tls": "TLS", "vpn": "VPN", "uuid": "UUID", "bic": "BIC", "utc": "UTC", "mac": "MAC", "cpu": "CPU", "gpu": "GPU", "ram": "RAM", "cdn": "CDN", "crm": "CRM",
	"email": "e-mail", "ids": "IDs", "urls": "URLs", "usd": "USD", "eur": "EUR", "uri": "URI", "iso": "ISO", "ssn": "SSN", "dob": "date of birth", "qty": "quantity",
	"desc": "description", "addr": "address", "num": "number", "amt": "amount", "msg": "message", "lat": "latitude", "lng": "longitude", "lon": "longitude", "tel": "telephone",
	"vin": "VIN", "icao": "ICAO", "iata": "IATA", "nft": "NFT", "sla": "SLA", "faq": "FAQ", "pos": "POS", "vm": "VM", "vms": "VMs", "db": "database", "org": "organisation", "repo": "repository", "config": "configuration", "info": "information", "img": "image", "pwd": "password", "tz": "time zone", "timezone": "time zone",
}

// inWords takes a name apart into the words that people say: no underscores, no
// inner capitals, no markup, at most seven words. It is "" where nothing is left.
func inWords(name string) string {
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
		case r == '-' && hyphenated(runes, i):
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
	for _, w := range words {
		w = strings.ToLower(w)
		if c, ok := capitals[w]; ok {
			w = c
		}
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

// hyphenated reports whether the hyphen at i stands in a word that has one.
func hyphenated(runes []rune, i int) bool {
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
