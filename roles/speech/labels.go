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
	if what, ok := strings.CutSuffix(l, " date time"); ok {
		l = what + " date"
	}
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
	if n := len(words); n > 0 && words[n-1] == "when" {
		words[n-1] = "period" // one of past and upcoming, say
	}
	if len(words) < 2 {
		return strings.Join(words, " ")
	}
	if n := moment(words); n != "" {
		return n
	}
	words = measured(bounded(counted(words)))
	if side := sided(words); side != "" {
		return side
	}
	rest := strings.Join(words[1:], " ")
	if words[0] == "address" && strings.Contains(" street city town state region country postcode zip | country code | postal code | zip code ", " "+rest+" ") {
		return rest
	}
	if n := len(words); strings.Contains(" price total fee cost balance budget fare tax discount deposit ", " "+words[n-2]+" ") {
		switch words[n-1] {
		case "amount", "value":
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

// bounded is the label of the time from which or until which something can be.
func bounded(words []string) []string {
	last := len(words) - 1
	edge, what := "", ""
	switch words[last] {
	case "from":
		edge, what = "earliest", "start of"
	case "until":
		edge, what = "latest", "end of"
	default:
		return words
	}
	switch words = words[:last]; words[last-1] {
	case "check-in", "check-out", "pick-up", "drop-off", "arrival", "departure":
		return append([]string{edge}, words...)
	case "valid":
		return append(strings.Fields(what), append(words[:last-1:last-1], "validity")...)
	case "available":
		return append(strings.Fields(what), append(words[:last-1:last-1], "availability")...)
	case "cancellation", "period", "discount", "offer", "subscription", "trial", "access", "suspension", "stay":
		return append(append(strings.Fields(what), "the"), words...)
	}
	return append(words, map[string]string{"earliest": "from", "latest": "until"}[edge])
}

// measured puts "in" before the unit with which a label ends: "distance in km".
func measured(words []string) []string {
	n := len(words)
	unit, what := words[n-1], words[n-2]
	sure := strings.Contains(" km kilometers kilometres miles meters metres cm mm kg grams lbs ms millis bytes KB MB GB USD EUR GBP celsius fahrenheit percent ", " "+unit+" ")
	perhaps := strings.Contains(" seconds minutes hours days weeks months years cents ", " "+unit+" ") && strings.Contains(" duration length time timeout interval period delay age ttl retention refund discount amount price fee total cost ", " "+what+" ")
	switch {
	case unit == "percent" && words[0] != "percent":
		return append(words[:n-1:n-1], "percentage")
	case (sure || perhaps) && what != "in" && what != "per" && what != "of":
		return append(words[:n-1:n-1], "in", unit)
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
	words := strings.Fields(label)
	if n := len(words) - 1; n > 0 && strings.Contains(" left available used remaining included required ", " "+words[n]+" ") {
		words = words[:n] // seats left
	}
	if n := slices.IndexFunc(words, func(w string) bool { return strings.Contains(" of in for per to ", " "+w+" ") }); n > 0 {
		words = words[:n] // cost of goods
	}
	for _, w := range words[max(0, len(words)-1):] {
		if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "'s") && !strings.HasSuffix(w, "is") && w != "address" {
			return "are"
		}
	}
	return "is"
}
