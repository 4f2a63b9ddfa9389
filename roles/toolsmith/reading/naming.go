package reading

import (
	"slices"
	"strings"
	"unicode"

	"worldc/world"
)

// A clue is what one text of a document says that a tool does, to what.
type clue struct {
	verb   string // infinitive; empty where there is none
	votes  votes
	nouns  []string // as they stand, with plurals; cleaned of what says nothing
	alone  string   // the only word of a name
	rough  []string // the nouns before they were cleaned
	plural bool     // of the last noun
	counts bool     // "count", "number of"
	lists  bool     // "list of", "all"
	owners [][]string
	outer  int  // how many owners are earlier parts of the name
	sided  bool // it puts one thing to another, or takes it from there
}

// infinitive is the verb w, if it is one in its plain form or an agent.
func infinitive(w string) (verb, bool) {
	if w == "return" { // a description returns rows, a name returns goods
		return verb{infinitive: w, family: moving}, true
	}
	if v, ok := verbs()[w]; ok && (v.infinitive == w) {
		return v, true
	}
	if a, ok := agents[w]; ok {
		if v, ok := verbs()[a]; ok {
			v.noun, v.agent = true, true
			return v, true
		}
	}
	return verb{}, false
}

// nameClue reads a tool's name.
func nameClue(t *world.Tool) clue {
	name := t.Name
	switch method := strings.ToLower(t.Source.Method); {
	case t.Source.OperationID == "" && t.Source.Path != "" && len(name) > len(method) && strings.EqualFold(name[:len(method)], method):
		return clue{} // made from the method and the path
	case t.Source.OperationID != "":
		name = t.Source.OperationID
	case t.Source.Name != "":
		name = t.Source.Name
	}
	var parts [][]string
	for _, part := range segments(name) {
		w := split(part)
		if len(w) > 0 {
			parts = append(parts, w)
		}
	}
	c := readParts(parts, t.Source.Method, hasPrefix(name, t.Source.Method), vendorWords(t))
	if t.Source.Path == "" {
		c.owners = c.owners[c.outer:]
	}
	return c
}

// segments are the parts of a name that is a path of its own: service, resource
// and verb, as in calendar.events.list or Operations_List.
func segments(name string) []string {
	if strings.ContainsAny(name, "./:") {
		return strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '/' || r == ':' })
	}
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' })
	if len(parts) == 0 || len(parts) > 3 {
		return []string{name}
	}
	for i, p := range parts {
		if len(split(p)) > 1 && hasCapitals(p) {
			if i > 0 || len(parts) == 2 {
				return parts
			}
		}
	}
	if len(parts) == 2 && hasCapitals(parts[0]) && hasCapitals(parts[1]) {
		if _, ok := infinitive(strings.ToLower(parts[1])); ok {
			return parts
		}
	}
	return []string{name}
}

func hasCapitals(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }

// vendorWords are the words of the service that a tool belongs to, which names
// carry as a prefix.
func vendorWords(t *world.Tool) map[string]bool {
	m := map[string]bool{}
	if t.Source.Path != "" {
		return m // the names of HTTP APIs have resources in front
	}
	for _, s := range []string{t.Source.Server, t.Source.API} {
		for _, w := range split(s) {
			if len(w) > 1 {
				m[w] = true
			}
		}
	}
	return m
}

// hasPrefix reports whether a name begins with the HTTP method, set apart, as
// POST_GetStackPolicy does. Where that is get or delete it has to shout, since
// these are verbs of their own.
func hasPrefix(name, method string) bool {
	if len(name) <= len(method) || method == "" || !strings.ContainsRune("_-. /", rune(name[len(method)])) {
		return false
	}
	prefix := name[:len(method)]
	return prefix == method || strings.EqualFold(prefix, method) && (method == "POST" || method == "PUT" || method == "PATCH")
}

// glued parts a verb from the noun that a name writes together with it, as in
// getuserinfo.
func glued(w string) (string, string, bool) {
	if len(w) < 7 {
		return "", "", false
	}
	if _, ok := verbs()[w]; ok {
		return "", "", false
	}
	for _, v := range []string{"get", "create", "update", "delete", "search", "fetch", "remove", "reset", "cancel", "verify", "validate", "send", "find"} {
		if rest, ok := strings.CutPrefix(w, v); ok && len(rest) > 2 && !strings.HasPrefix(rest, "er") && !strings.HasPrefix(rest, "ing") {
			return v, rest, true
		}
	}
	return "", "", false
}

// readParts reads the words of a name by its parts.
func readParts(parts [][]string, method string, prefixed bool, vendor map[string]bool) (c clue) {
	if len(parts) == 0 {
		return c
	}
	// POST_GetStackPolicy begins with the method: the other verb says more.
	if first := parts[0]; prefixed && hasVerb(parts, first[0]) {
		if parts[0] = first[1:]; len(parts[0]) == 0 {
			parts = parts[1:]
		}
	}
	for i, w := range parts {
		if v, rest, ok := glued(w[0]); ok {
			parts[i] = append([]string{v, rest}, w[1:]...)
		}
	}
	last := len(parts) - 1
	if last == 0 && len(parts[0]) == 1 {
		c.alone = parts[0][0]
	}
	main, at, strength := -1, 0, 0
	consider := func(part, word, weight int) {
		if weight > strength {
			main, at, strength = part, word, weight
		}
	}
	for i, words := range parts {
		for k, w := range words {
			v, ok := infinitive(w)
			if !ok {
				continue
			}
			weight := innerVerb
			switch {
			case k == 0 && i == last || k == 0 && i == 0:
				if weight = headVerb; v.noun {
					if weight = nounHead; method == "GET" {
						weight = nounHead / 2
					}
				}
				switch {
				case len(words) > 1 || !v.noun:
				case last == 0:
					weight = innerVerb
				case i == last && v.family != working: // calendar.events.list
					weight = headVerb
				}
				if i == 0 && last > 0 {
					weight -= 20
				}
			case k == 0:
				if weight = segmentVerb; v.noun {
					weight = innerVerb
				}
			case k == len(words)-1 && i == last:
				if weight = tailVerb; v.noun && !v.agent {
					weight = nounTail
				}
			case k == 1 && vendor[words[0]]:
				weight = tailVerb
			case v.noun || prepositions[words[k-1]]:
				weight = 0
			}
			consider(i, k, weight)
		}
	}
	if main < 0 {
		main, at = last, -1
	} else {
		v, _ := infinitive(parts[main][at])
		c.verb = v.infinitive
		c.votes.add(familyVotes[v.family], strength)
		second(&c, parts[main][at+1:])
	}
	c.object(parts, main, at, vendor)
	return c
}

// second adds what a second verb says, as in createOrUpdate.
func second(c *clue, rest []string) {
	if len(rest) < 2 || rest[0] != "or" && rest[0] != "and" {
		return
	}
	if v, ok := infinitive(rest[1]); ok {
		c.votes.add(familyVotes[v.family], segmentVerb)
	}
}

func hasVerb(parts [][]string, but string) bool {
	for i, words := range parts {
		for k, w := range words {
			if v, ok := infinitive(w); ok && w != but && (!v.noun || k == len(words)-1 || k == 0 && i > 0) {
				return true
			}
			if k == 1 && i == 0 || k == 0 && i > 0 {
				if _, _, ok := glued(w); ok {
					return true
				}
			}
		}
	}
	return false
}

// object finds the nouns of a name around its verb.
func (c *clue) object(parts [][]string, main, at int, vendor map[string]bool) {
	words := parts[main]
	before, after := words[:max(at, 0)], words[at+1:]
	if len(after) > 2 && (after[0] == "or" || after[0] == "and") {
		if _, ok := infinitive(after[1]); ok {
			after = after[2:]
		}
	}
	if at < 0 {
		before = nil
	}
	if at < 0 {
		after = unbranded(after, vendor)
	}
	c.take(after)
	if len(c.nouns) == 0 && len(before) > 0 {
		c.take(unbranded(before, vendor))
	}
	// The parts before are what it lies in, or what it is where the last part
	// is no more than a verb.
	for i := main - 1; i >= 0; i-- {
		if i == 0 && len(parts) > 2 && len(c.nouns) > 0 {
			break // calendar in calendar.events.list
		}
		words := unbranded(parts[i], vendor)
		if n := len(words); n > 1 && isService(words) && len(c.nouns) == 0 {
			words = words[:n-1]
		}
		if len(c.nouns) == 0 {
			owners := c.owners
			c.owners = nil
			c.take(words)
			c.owners = append(c.owners, owners...)
		} else if o := clean(words); len(o) > 0 && !isService(words) {
			c.owners = append([][]string{singulars(o)}, c.owners...)
			c.outer++
		}
	}
	if len(c.nouns) == 0 && main == 0 && len(parts) > 1 {
		c.take(parts[len(parts)-1])
	}
	for _, w := range slices.Concat(before, after) {
		if prepositions[w] && len(c.rough) > 0 {
			break
		}
		if isPlain(w) && len(w) > 2 && !isVersion(w) && !prepositions[w] {
			c.rough = append(c.rough, w)
		}
	}
}

// isService reports whether words name the code that has the tool, as
// GroupsController does.
func isService(words []string) bool {
	switch words[len(words)-1] {
	case "controller", "service", "api", "manager", "client", "resource", "handler", "endpoint", "tool", "tools", "agent":
		return true
	}
	return false
}

// unbranded is words without the names of the service that they begin with, if
// something is left.
func unbranded(words []string, vendor map[string]bool) []string {
	for i := 0; i < len(words); i++ {
		if !vendor[words[i]] {
			return words[i:]
		}
	}
	return words
}

// take reads a noun phrase: the thing, then what it belongs to.
func (c *clue) take(words []string) {
	for i, w := range words {
		if i > 0 && i == len(words)-1 && w == "number" && isPlural(words[i-1]) {
			c.counts = true
		}
		if w == "count" || w == "counts" || w == "number" && i+1 < len(words) && words[i+1] == "of" || w == "total" && i == 0 {
			c.counts = true
		}
	}
	end := len(words)
	for i, w := range words {
		if prepositions[w] && (i > 0 || len(words) > 1) {
			end = i
			break
		}
	}
	phrase := words[:end]
	rest := words[end:]
	nouns := clean(phrase)
	if slices.Contains(phrase, "list") || slices.Contains(phrase, "all") {
		c.lists = true
	}
	if len(nouns) == 1 && softTails[nouns[0]] && len(rest) > 1 && rest[0] == "of" {
		nouns = nil
	}
	if len(nouns) == 0 && len(rest) > 1 && (rest[0] == "of" || rest[0] == "about" || rest[0] == "for" || rest[0] == "on" || rest[0] == "in" || rest[0] == "from" || rest[0] == "to" || rest[0] == "with") {
		if len(phrase) > 0 || len(c.nouns) == 0 {
			c.take(rest[1:])
			return
		}
	}
	if len(nouns) == 0 {
		return
	}
	c.nouns = nouns
	// status_list is a plural though its noun is none.
	c.plural = isPlural(nouns[len(nouns)-1])
	for len(rest) > 0 {
		joint := rest[0]
		rest = rest[1:]
		end := len(rest)
		for i, w := range rest {
			if prepositions[w] {
				end = i
				break
			}
		}
		switch joint {
		case "for", "of", "in", "from", "to", "within", "under", "on", "into":
			c.sided = c.sided || joint == "to" || joint == "from"
			if o := clean(rest[:end]); len(o) > 0 && len(o) < 4 {
				c.owners = append(c.owners, singulars(o))
			}
		}
		rest = rest[end:]
	}
}

// clean is words without those that say nothing: hollow ones everywhere, tails
// at the end.
func clean(words []string) (nouns []string) {
	for _, w := range words {
		if !isPlain(w) || hollow[w] || isVersion(w) || len(w) < 2 {
			continue
		}
		if n := len(w) - 4; n > 2 && (w[n:n+2] == "20" || w[n:n+2] == "19") && w[n+2] <= '9' && w[n+3] <= '9' {
			w = w[:n] // identity2019
		}
		nouns = append(nouns, w)
	}
	for n := len(nouns); n > 0 && (tails[nouns[n-1]] || n > 1 && softTails[nouns[n-1]]); n-- {
		nouns = nouns[:n-1]
	}
	if len(nouns) > 4 {
		nouns = nouns[len(nouns)-4:]
	}
	return nouns
}

// isVersion reports whether a word is such as v1 or v20180301.
func isVersion(w string) bool {
	digits := strings.TrimLeft(w, "v")
	if strings.HasPrefix(w, "v") && len(digits) > 0 && digits[0] >= '0' && digits[0] <= '9' {
		return true
	}
	return len(w) > 0 && w[0] >= '0' && w[0] <= '9'
}
