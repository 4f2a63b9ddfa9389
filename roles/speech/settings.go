package speech

import (
	"encoding/json"
	"strings"
)

// Counted is a number of things, "2 nights" for the field nights and the value 2; ""
// where the label is of something else than a number of things, or the value is no
// whole number.
func Counted(label string, value json.RawMessage) string {
	n := Plain(value)
	if n == "" || len(n) > 9 || strings.Trim(n, "0123456789") != "" || len(value) == 0 || value[0] == '"' {
		return ""
	}
	what, ok := strings.CutPrefix(label, "number of ")
	if !ok {
		words := strings.Fields(label)
		if len(words) == 0 || len(words) > 2 || !strings.Contains(units, " "+words[len(words)-1]+" ") {
			return ""
		}
		what = label
	}
	if n == "1" {
		what = Singular(what)
	}
	return n + " " + what
}

// units are the plurals by which a label says that it counts.
const units = " nights days hours minutes seconds weeks months years adults children guests passengers people travelers travellers rooms beds bedrooms bathrooms seats items " +
	"pieces copies pages tickets units miles kilometers kilometres points stops attendees participants players copies credits licenses licences "

// Singular is one of the things of which a plural says several.
func Singular(s string) string {
	switch {
	case strings.HasSuffix(s, "people"):
		return strings.TrimSuffix(s, "people") + "person"
	case strings.HasSuffix(s, "children"):
		return strings.TrimSuffix(s, "ren")
	case strings.HasSuffix(s, "ies") && len(s) > 4:
		return strings.TrimSuffix(s, "ies") + "y"
	case strings.HasSuffix(s, "sses"), strings.HasSuffix(s, "xes"), strings.HasSuffix(s, "ches"), strings.HasSuffix(s, "shes"):
		return strings.TrimSuffix(s, "es")
	case isPlural(s):
		return strings.TrimSuffix(s, "s")
	}
	return s
}

// A Setting is a field with its value: what it is called, the value, and how that is
// said.
type Setting struct {
	Label string
	Value json.RawMessage
	Said  string
}

// Phrases are settings as they stand in a list behind "with": a number of things as
// such, a sum with the currency that stands among them, a switch as on or off, and
// anything else with its label before it, which has the article where there is one.
func Phrases(list []Setting, article string) []string {
	currency := ""
	sums := 0
	for _, x := range list {
		switch {
		case isCurrency(x.Label) && currency == "":
			currency = x.Said
		case isCurrency(x.Label):
			sums = -len(list) // of two currencies nobody knows which is whose
		case IsSum(x.Label) && Money(x.Said, currencySample) != "":
			sums++
		}
	}
	merged := currency != "" && sums > 0 && Money("1", currency) != ""
	var phrases []string
	for _, x := range list {
		label := article + x.Label
		switch counted := Counted(x.Label, x.Value); {
		case merged && isCurrency(x.Label):
		case merged && IsSum(x.Label) && Money(x.Said, currency) != "":
			phrases = append(phrases, label+" "+Money(x.Said, currency))
		case counted != "":
			phrases = append(phrases, counted)
		case string(x.Value) == "true" || string(x.Value) == "false":
			phrases = append(phrases, article+Switch(Flag(x.Label), string(x.Value) == "true"))
		default:
			phrases = append(phrases, label+" "+x.Said)
		}
	}
	return phrases
}

const currencySample = "EUR"

// Flag is what a field is called that is on or off: “needs review” setting.
func Flag(label string) string {
	if strings.HasSuffix(label, "setting") {
		return label
	}
	return "“" + strings.TrimPrefix(strings.TrimPrefix(label, "new "), "is ") + "” setting"
}

// Switch is a field that is on or off: "not refundable", "gift wrapping off".
func Switch(label string, on bool) string {
	bare, is := strings.CutPrefix(label, "is ")
	switch {
	case (is || Quality(label)) && on:
		return bare
	case is || Quality(label):
		return "not " + bare
	case on:
		return label + " on"
	}
	return label + " off"
}

// Quality reports whether the label of a switch says what something is: refundable,
// archived.
func Quality(label string) bool {
	if strings.HasPrefix(label, "is ") {
		return true
	}
	for _, end := range [...]string{"ed", "able", "ible", "ive"} {
		if strings.HasSuffix(label, end) && len(label) > len(end)+2 && !strings.Contains(label, " ") {
			return true
		}
	}
	return strings.Contains(" public private default open urgent primary free visible hidden recurring anonymous final paid mandatory optional confidential internal external vegetarian vegan available online complete exclusive global permanent temporary ", " "+label+" ")
}

// IsSum reports whether a label is of a sum of money.
func IsSum(label string) bool {
	words := strings.Fields(label)
	return len(words) > 0 && strings.Contains(" price amount cost total fee balance subtotal budget fare deposit salary charge payment refund tax ", " "+words[len(words)-1]+" ")
}

// isCurrency reports whether a label is of the currency of a sum.
func isCurrency(label string) bool { return label == "currency" || label == "currency code" }

// Money is a sum with its currency, "96.66 EUR"; "" if one of them is none.
func Money(sum, currency string) string {
	if len(currency) != 3 || strings.Trim(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || sum == "" || strings.Trim(sum, "0123456789.,-") != "" {
		return ""
	}
	return sum + " " + currency
}

// Country is the name of a country as it stands in a sentence: "the United Kingdom".
func Country(name string) string {
	for _, begin := range [...]string{"United ", "Netherlands", "Philippines", "Czech Republic", "Dominican Republic", "Bahamas", "Maldives"} {
		if strings.HasPrefix(name, begin) {
			return "the " + name
		}
	}
	return name
}

// InTime orders the labels of two ends: the start before the end, the check-in before
// the check-out. It is 0 for others.
func InTime(a, b string) int {
	for _, ends := range [...][2]string{{"start", "end"}, {"check-in", "check-out"}, {"first", "last"}, {"source", "target"}, {"departure", "destination"}, {"departure", "return"}, {"departure", "arrival"}, {"minimum", "maximum"}} {
		for n, end := range ends {
			rest, ok := strings.CutPrefix(a, end)
			if other, also := strings.CutPrefix(b, ends[1-n]); ok && also && rest == other {
				return 2*n - 1
			}
		}
	}
	return 0
}
