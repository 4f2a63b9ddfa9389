package speech

import (
	"slices"
	"strings"
)

// Noun is the label of a field as people say it: a noun that can stand behind "the".
// The time at which something was created is its "creation date", the number that
// `no_of_adults` holds the "number of adults", the street of an address is the
// "street", the currency of a total price is "total price's currency", and what one
// does when one checks in is a "check-in". It is "" where the label has no words.
func Noun(label string) string {
	l := InWords(label)
	if verb := Happened(l); verb != "" {
		switch verb {
		case "created":
			return "creation date"
		case "updated", "modified", "changed":
			return "date of the last change"
		}
		return "date " + verb
	}
	if l == "expires" || l == "expiry" || l == "expiration" {
		return "expiry date"
	}
	words := compounded(strings.Fields(l))
	if len(words) < 2 {
		return strings.Join(words, " ")
	}
	if n := moment(words); n != "" {
		return n
	}
	words = counted(words)
	if side := sided(words); side != "" {
		return side
	}
	rest := strings.Join(words[1:], " ")
	if words[0] == "address" && strings.Contains(" street city town state region country postcode zip | country code | postal code | zip code ", " "+rest+" ") {
		return rest
	}
	if n := len(words); strings.Contains(" price total fee cost balance budget fare tax discount deposit ", " "+words[n-2]+" ") {
		switch words[n-1] {
		case "amount", "value", "cents":
			words = words[:n-1]
		case "currency":
			words[n-2] += "'s"
		}
	}
	return strings.Join(words, " ")
}

// Happened is the participle in the label of when something was done: "paid" of
// "paid at" and "paid date"; "" of other labels.
func Happened(label string) string {
	words := strings.Fields(label)
	if len(words) > 1 && words[0] == "date" {
		words = append(words[1:], "date")
	}
	n := len(words)
	if n < 2 || n > 3 || !slices.Contains([]string{"at", "on", "date", "time"}, words[n-1]) || n == 3 && words[0] != "last" && words[0] != "first" {
		return ""
	}
	w := words[n-2]
	if strings.HasSuffix(w, "ed") && len(w) > 4 && w != "expired" && w != "speed" && w != "estimated" && w != "scheduled" && w != "expected" && w != "preferred" && w != "requested" && w != "elapsed" ||
		slices.Contains([]string{"sent", "paid", "taken", "made", "built", "sold", "held", "seen", "written", "begun"}, w) {
		return strings.Join(words[:n-1], " ")
	}
	return ""
}

// moment is the noun of the label of when something happens, which has the verb
// before "at" or "on", or behind "time" or "date": "opens at", "time opens". It is ""
// of other labels.
func moment(words []string) string {
	if len(words) != 2 {
		return ""
	}
	verb := ""
	switch {
	case words[1] == "at" || words[1] == "on":
		verb = words[0]
	case words[0] == "time" || words[0] == "date":
		verb = words[1]
	default:
		return ""
	}
	switch stem := strings.TrimSuffix(verb, "s"); stem {
	case "start", "end", "due", "departure", "arrival", "pickup", "delivery":
		return stem + " time"
	case "expire", "expiry", "expiration":
		return "expiry date"
	case "depart", "leave":
		return "departure time"
	case "arrive":
		return "arrival time"
	case "remind":
		return "reminder time"
	case "begin":
		return "start time"
	case "renew":
		return "renewal date"
	case "open", "close", "publish", "finish", "run", "ship", "send", "visit", "meet", "play", "land":
		return Gerund(stem) + " time"
	}
	return ""
}

// counted says that a label is of a number: "no of adults", "num guests".
func counted(words []string) []string {
	first, rest := words[0], words[1:]
	if first == "no" && rest[0] == "of" || first == "number" && rest[0] != "of" && isPlural(rest[len(rest)-1]) {
		if rest[0] == "of" {
			rest = rest[1:]
		}
		if len(rest) > 0 {
			return append([]string{"number", "of"}, rest...)
		}
	}
	return words
}

// isPlural reports whether a word looks like a plural.
func isPlural(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && !strings.HasSuffix(w, "'s") || w == "people" || w == "children"
}

// compounded joins a verb and its particle that make a noun: a check-in.
func compounded(words []string) []string {
	words = slices.Clone(words)
	for i := 0; i+1 < len(words); i++ {
		switch pair := words[i] + "-" + words[i+1]; pair {
		case "check-in", "check-out", "pick-up", "drop-off", "sign-in", "sign-up", "opt-in", "opt-out", "follow-up", "log-in", "time-off":
			words[i] = pair
			words = slices.Delete(words, i+1, i+2)
		}
	}
	for i, w := range words { // in one word
		switch w {
		case "checkin":
			words[i] = "check-in"
		case "checkout":
			words[i] = "check-out"
		case "dropoff":
			words[i] = "drop-off"
		case "signup":
			words[i] = "sign-up"
		}
	}
	return words
}

// sided is a label that begins with "from" or "to" as a noun: the station from which
// one travels is the "departure station". It is "" of other labels.
func sided(words []string) string {
	if words[0] != "from" && words[0] != "to" {
		return ""
	}
	from := words[0] == "from"
	rest := strings.Join(words[1:], " ")
	either := func(a, b string) string {
		if from {
			return a
		}
		return b
	}
	switch words[1] {
	case "date", "day", "time", "year", "month", "datetime":
		return either("first ", "last ") + rest
	case "station", "airport", "city", "port", "stop", "location", "place", "country", "address", "terminal":
		return either("departure ", "destination ") + rest
	case "email", "e-mail", "number", "phone", "name":
		return either("sender's ", "recipient's ") + rest
	}
	return either("source ", "target ") + rest
}

// Is is the verb for a label: "are" for seats left and loyalty points.
func Is(label string) string {
	if strings.HasPrefix(label, "number of ") {
		return "is"
	}
	for _, w := range strings.Fields(label) {
		if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "'s") && !strings.HasSuffix(w, "is") && w != "address" {
			return "are"
		}
	}
	return "is"
}
