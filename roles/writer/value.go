package writer

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/speech"
)

// spellings are the texts in which a value can be said, the plainest first. Each
// of them gives the value back to someone who knows the tool's document.
func spellings(d roles.Detail) []string {
	raw := bytes.TrimSpace(d.Value)
	k := kindOf(d)
	switch k {
	case kNull:
		return []string{"empty", "blank"}
	case kBool, kList, kObject:
		return nil // said in other words, or part by part
	case kNumber, kMoney, kPercent, kEpoch, kCode:
		if len(raw) > 0 && raw[0] != '"' {
			return spelledNumber(string(raw), k)
		}
	}
	s := textOf(raw)
	switch k {
	case kDate:
		t, _ := parsed(s, dateShapes)
		return spokenDates(t)
	case kDateTime:
		if t, ok := parsed(s, wallShapes); ok {
			return spokenInstants(t, "")
		}
		t, _ := parsed(s, instantShapes)
		return spokenInstants(t, zoneOf(t))
	case kTime:
		for _, shape := range timeOfDayForms {
			if t, err := time.Parse(shape, s); err == nil {
				return spokenTimes(t)
			}
		}
	case kState:
		if said := inPlainWords(s); said != "" && d.Choice {
			if slices.Contains([]string{"this", "that", "other", "all", "any", "none", "it", "self", "me", "default", "one", "both", "null", "is", "to", "in", "on", "off", "and", "or", "not", "no", "yes", "true", "false"}, said) {
				return []string{quoted(said), quoted(said), said}
			}
			return []string{said, quoted(said), s}
		}
	}
	if bare := unquoted(s, k); bare {
		return []string{s, quoted(s)}
	}
	return []string{quoted(s)}
}

// textOf is the string that a JSON text holds, or the text itself.
func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(bytes.TrimSpace(raw))
}

// spelledNumber is a number as it stands and with thousands set apart.
func spelledNumber(raw string, k kind) []string {
	list := []string{raw}
	if k == kEpoch {
		if n, err := strconv.ParseInt(raw, 10, 64); err == nil {
			t := time.Unix(n, 0).UTC()
			if n > 1e11 {
				t = time.UnixMilli(n).UTC()
			}
			day := t.Format("2 January 2006")
			return []string{raw + " (" + day + ", " + spokenTimes(t)[0] + " UTC)", "Unix time " + raw + " (" + day + ")", raw}
		}
	}
	if k == kPercent {
		return []string{raw + "%", raw + " percent", raw + " per cent", raw}
	}
	if grouped := thousands(raw); k != kCode && grouped != raw {
		list = append(list, grouped)
	}
	return list
}

// thousands sets the thousands of a plain number apart by commas.
func thousands(raw string) string {
	whole, rest := raw, ""
	if i := strings.IndexByte(raw, '.'); i >= 0 {
		whole, rest = raw[:i], raw[i:]
	}
	if len(whole) < 4 || strings.Trim(whole, "0123456789") != "" || strings.Trim(rest, ".0123456789") != "" {
		return raw
	}
	var b strings.Builder
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	return b.String() + rest
}

// inPlainWords says one of a few words as people do: in_progress is "in
// progress". Short capitals are left: USD.
func inPlainWords(s string) string {
	if !plainWords(s) {
		return ""
	}
	if len(s) <= 3 && s == strings.ToUpper(s) || strings.Contains(s, " ") {
		return s
	}
	return speech.InWords(s)
}

// quoted is a text in quotation marks. What has control characters in it, or
// every kind of quotation mark, is written with escapes, as in JSON.
func quoted(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
	}) {
		switch {
		case !strings.ContainsRune(s, '"'):
			return `"` + s + `"`
		case !strings.ContainsAny(s, "“”"):
			return "“" + s + "”"
		case !strings.ContainsAny(s, "«»"):
			return "«" + s + "»"
		}
	}
	return strconv.QuoteToGraphic(s)
}

// unquoted reports whether a text can stand in a sentence without quotation
// marks and be read without doubt: a name, a code, an e-mail address.
func unquoted(s string, k kind) bool {
	if s == "" || len(s) > 60 || s != strings.TrimSpace(s) {
		return false
	}
	last := s[len(s)-1]
	if !alphanumeric(last) && last < 0x80 && last != ')' && last != '+' {
		return false // whose is the full stop?
	}
	switch k {
	case kEmail, kCode:
		return oneToken(s)
	case kPhone:
		return strings.Trim(s, "0123456789+-() ./x") == ""
	case kPerson, kPlace:
		return isTitled(s)
	case kAddress:
		return isTitled(s) || oneToken(s)
	case kTitle:
		return isTitled(s) && strings.Count(s, " ") <= 3
	case kWord, kState:
		return oneToken(s) || isTitled(s) && strings.Count(s, " ") <= 2
	}
	return false
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// oneToken reports whether a text is one word of the characters of codes.
func oneToken(s string) bool {
	for i := range len(s) {
		if !alphanumeric(s[i]) && !strings.ContainsRune("-_.#@/+:", rune(s[i])) {
			return false
		}
	}
	return s != ""
}

// isTitled reports whether every word of a text begins with a capital or a
// digit, but for the small words of names, and holds letters and digits only.
func isTitled(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 6 || strings.Join(words, " ") != s {
		return false
	}
	for i, w := range words {
		switch strings.ToLower(w) {
		case "of", "and", "the", "de", "van", "von", "der", "la", "le", "du", "da", "dos", "al", "bin", "di", "&":
			if i > 0 {
				continue
			}
		}
		for j, r := range w {
			switch {
			case unicode.IsLetter(r) && r < 0x2E80:
				if j == 0 && !unicode.IsUpper(r) {
					return false
				}
			case unicode.IsDigit(r) && r < 0x80, unicode.IsMark(r):
			case j > 0 && strings.ContainsRune("-'’.,", r):
			default:
				return false
			}
		}
	}
	return true
}

// labelOf is the label of a detail as a noun, or what stands for one.
func labelOf(d roles.Detail) string {
	l := speech.InWords(d.Label)
	if l == "" {
		l = speech.InWords(string(d.Meaning))
	}
	switch {
	case l == "":
		return "value"
	case len(l) == 1:
		return `"` + l + `"` // no article, no letter that gets lost
	}
	return speech.Noun(l)
}

// tell says a value, marked as data.
func (v *voice) tell(d roles.Detail) string {
	switch kindOf(d) {
	case kList:
		var items []json.RawMessage
		if json.Unmarshal(d.Value, &items) != nil || len(items) == 0 {
			return data("nothing")
		}
		var said []string
		for _, it := range items {
			e := d
			e.Value = it
			said = append(said, v.tell(e))
		}
		return speech.Join(said, "and")
	case kObject:
		said := ""
		for i, m := range members(d.Value) {
			e := roles.Detail{Label: m.name, Value: m.value}
			if i > 0 {
				said += ", "
			}
			said += labelOf(e) + " " + v.tell(e)
		}
		if said == "" {
			return data("nothing")
		}
		return said
	case kState, kTitle, kPerson, kPlace, kEmail, kCode, kWord, kAddress, kPhone:
		list := spellings(d)
		if len(list) > 1 && v.Chance(1, 9) {
			return data(list[1])
		}
		return data(list[0])
	case kBool:
		return data(choose(isTrue(d), "yes", "no"))
	case kPercent, kEpoch:
		return data(spellings(d)[v.IntN(2)])
	case kDate:
		return data(spellings(d)[v.dates%8])
	case kDateTime:
		list := spellings(d)
		per := len(list) / 8
		return data(list[v.dates%8*per+v.IntN(per)])
	}
	return data(rng.Pick(v.Stream, spellings(d)))
}

// A member is a member of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// members are the members of a JSON object in its order.
func members(raw json.RawMessage) []member {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return nil
	}
	var list []member
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return list
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return list
		}
		s, _ := name.(string)
		list = append(list, member{s, value})
	}
	return list
}
