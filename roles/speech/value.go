package speech

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode"

	"worldc/world"
)

// Plain is a JSON value as a text: a string without its quotes, anything else
// as it is written.
func Plain(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 1 && raw[0] == '"' {
		if inner := raw[1 : len(raw)-1]; bytes.IndexByte(inner, '\\') < 0 {
			return string(inner)
		}
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return s
		}
	}
	return string(raw)
}

// Spoken are the ways in which people say the value of a detail, the plainest
// first. Each gives the value back to someone who knows what is talked about.
func Spoken(d world.Detail) []string {
	raw := bytes.TrimSpace(d.Value)
	if len(raw) == 0 {
		return []string{"nothing"}
	}
	switch raw[0] {
	case 'n':
		return []string{"empty"}
	case 't':
		return []string{"yes"}
	case 'f':
		return []string{"no"}
	case '[':
		return []string{spokenList(d)}
	case '{':
		return []string{spokenObject(raw)}
	case '"':
		return spokenText(Plain(raw), d)
	}
	return spokenNumber(string(raw), d)
}

// spokenList says the members of a list.
func spokenList(d world.Detail) string {
	var members []json.RawMessage
	if json.Unmarshal(d.Value, &members) != nil || len(members) == 0 {
		return "none"
	}
	parts := make([]string, len(members))
	for i, m := range members {
		parts[i] = Spoken(world.Detail{Label: d.Label, Meaning: d.Meaning, Value: m, Choice: d.Choice})[0]
	}
	return Join(parts, "and")
}

// spokenObject says the members of an object in their order.
func spokenObject(raw json.RawMessage) string {
	var parts []string
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return string(raw)
	}
	for dec.More() {
		name, err := dec.Token()
		var v json.RawMessage
		if err != nil || dec.Decode(&v) != nil {
			return string(raw)
		}
		label := InWords(name.(string))
		parts = append(parts, label+" "+Spoken(world.Detail{Label: label, Value: v})[0])
	}
	return Join(parts, "and")
}

func spokenText(s string, d world.Detail) []string {
	if t, ok := parse(s, "2006-01-02"); ok {
		return []string{t.Format("2 January 2006"), t.Format("January 2, 2006"), t.Format("Monday, 2 January 2006"), t.Format("2 Jan 2006"), s}
	}
	if t, ok := parse(s, time.RFC3339Nano, "2006-01-02T15:04Z07:00"); ok {
		zone := " UTC"
		if _, offset := t.Zone(); offset != 0 {
			zone = " (UTC" + t.Format("-07:00") + ")"
		}
		return spokenInstant(t, zone)
	}
	if t, ok := parse(s, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"); ok {
		return spokenInstant(t, "")
	}
	if t, ok := parse(s, "15:04", "15:04:05"); ok && t.Second() == 0 {
		return []string{t.Format("15:04"), t.Format("3:04 pm")}
	}
	if said := choice(s); d.Choice && said != "" {
		return []string{said, s}
	}
	if bare(s) {
		return []string{s}
	}
	return []string{Quote(s)}
}

func spokenInstant(t time.Time, zone string) []string {
	clock := "15:04"
	if t.Second() != 0 || t.Nanosecond() != 0 {
		clock = "15:04:05.999999999"
	}
	return []string{
		t.Format("2 January 2006 at "+clock) + zone, t.Format("January 2, 2006, "+clock) + zone, t.Format("Monday, 2 January 2006, "+clock) + zone,
		t.Format("2 Jan 2006, "+clock) + zone,
	}
}

// parse reads an instant in one of some shapes, and not what only looks alike.
func parse(s string, shapes ...string) (time.Time, bool) {
	if len(s) < 5 || s[0] < '0' || s[0] > '9' {
		return time.Time{}, false
	}
	for _, shape := range shapes {
		if t, err := time.Parse(shape, s); err == nil && (t.Year() == 0 || t.Year() >= 1900 && t.Year() < 2200) {
			return t, true
		}
	}
	return time.Time{}, false
}

// choice is one of a few values in words: "in progress" for IN_PROGRESS. It is ""
// for what is not made of plain words.
func choice(s string) string {
	for i := range len(s) {
		c := s[i]
		number := '0' <= c && c <= '9' && i > 0 && (s[i-1] == '_' || s[i-1] == ' ' || '0' <= s[i-1] && s[i-1] <= '9')
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '-' || c == ' ' || number) {
			return ""
		}
	}
	if len(s) < 2 || len(s) > 40 {
		return ""
	}
	if len(s) <= 3 && s == strings.ToUpper(s) {
		return "" // an abbreviation
	}
	if strings.ToUpper(s) != s && strings.ToLower(s[1:]) != s[1:] {
		return strings.ToLower(InWords(s)) // PercentageOfGross
	}
	return strings.ToLower(strings.ReplaceAll(s, "_", " "))
}

func spokenNumber(raw string, d world.Detail) []string {
	about := strings.ToLower(d.Label + " " + string(d.Meaning))
	if strings.Contains(about, "percent") {
		return []string{raw + "%", raw + " percent"}
	}
	if n, err := strconv.ParseInt(raw, 10, 64); err == nil && n >= 946684800 && len(raw) >= 10 && strings.Contains(about, "time") {
		t := time.Unix(n, 0)
		if n > 1e11 {
			t = time.UnixMilli(n)
		}
		return []string{raw + " (" + t.UTC().Format("2 January 2006, 15:04 UTC") + ")", raw}
	}
	return []string{raw}
}

// bare reports whether a text needs no quotation marks: it is short, and a name
// or a code.
func bare(s string) bool {
	if s == "" || len(s) > 60 || strings.TrimSpace(s) != s {
		return false
	}
	for _, r := range s {
		if !unicode.IsPrint(r) || strings.ContainsRune("\"“”?!;", r) {
			return false
		}
	}
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, ",") || strings.Count(s, " ") > 5 {
		return false
	}
	return true
}

// Quote is a text in quotation marks, with control characters escaped.
func Quote(s string) string {
	q := strconv.Quote(s)
	inner := strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
	inner = strings.ReplaceAll(inner, `\\`, `\`)
	if strings.Contains(s, "\"") {
		return "“" + inner + "”"
	}
	return `"` + inner + `"`
}
