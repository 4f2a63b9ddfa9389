package reading

import (
	"slices"
	"strings"
)

// maxProse bounds the words of a description that are read.
const maxProse = 60

// sentence gives the words of the beginning of a plain text in lower case, with
// "" where punctuation parts them.
func sentence(text string) (list []string) {
	for word := range strings.FieldsSeq(text) {
		if len(list) > maxProse {
			break
		}
		trimmed := strings.TrimLeft(word, `"'([{*_<-#`+"`")
		if trimmed != word && strings.ContainsAny(word[:1], "([{<-") {
			list = append(list, "")
		}
		core := strings.TrimRight(trimmed, `"')]}*_>.,;:!?`+"`")
		core = strings.TrimSuffix(core, "'s")
		core = strings.TrimSuffix(core, "’s")
		if strings.ContainsAny(core, "/=<>@{}[]()") || len(core) > 40 {
			list = append(list, "")
			continue
		}
		for _, w := range proseWords(core) {
			list = append(list, w)
		}
		if core != trimmed && strings.ContainsAny(trimmed[len(core):], ".,;:!?)]}>") {
			list = append(list, "")
		}
	}
	return list
}

// leads are words after which a verb comes, determiners those that show that
// the word before them was one.
var leads = set(`to can will and you should please or then`)
var determiners = set(`a an the all any your this that these those one each every some new multiple several existing given specified
	my its their our more information details out up`)

func proseWords(w string) []string {
	if strings.ContainsAny(w, "_-") || strings.ToLower(w) != w && strings.ToUpper(w) != w {
		return split(w)
	}
	if w == "" {
		return nil
	}
	return []string{strings.ToLower(w)}
}

// proseClue reads a description: its first verb and what follows it.
func proseClue(words []string, weight int) (c clue) {
	expected := true // a verb may come
	for i, w := range words {
		if i > 24 {
			break
		}
		if w == "" {
			expected = true
			continue
		}
		v, ok := verbs()[w]
		ok = ok && !(strings.HasSuffix(w, "ed") && v.infinitive != w) && !(strings.HasSuffix(w, "ing") && v.infinitive != w && i > 0)
		weight := weight
		if ok && v.noun {
			ok = expected && i+1 < len(words) && words[i+1] != "" && (i == 0 || w == v.infinitive && leads[words[i-1]])
			if ok && !determiners[words[i+1]] && !isPlural(words[i+1]) {
				weight /= 3 // "Rent estimate" is no renting
			}
		}
		switch v.infinitive {
		case "is", "has", "can", "does", "place", "set", "make", "exists":
			ok = ok && i == 0 // "this is", "a set of", "makes it possible"
		}
		if !ok {
			switch w {
			case "to", "can", "will", "and", "you", "should", "endpoint", "method", "api", "operation", "that", "which", "tool", "function":
				expected = true
			case "a", "an", "the", "of", "for", "by", "in", "from", "with":
				expected = false
			default:
				expected = i == 0 && expected && strings.HasSuffix(w, "ly")
			}
			continue
		}
		if i > 0 && !expected && !v.noun && i > 8 {
			continue
		}
		c.verb = v.infinitive
		c.votes.add(familyVotes[v.family], weight)
		if i+2 < len(words) && words[i+1] == "or" {
			if v, ok := verbs()[words[i+2]]; ok {
				c.votes.add(familyVotes[v.family], weight)
			}
		}
		c.phrase(words[i+1:])
		return c
	}
	if i := slices.Index(words, ""); i > 0 && i < 7 || i < 0 && len(words) < 7 {
		c.phrase(words)
	}
	return c
}

// coin finds a verb in a name that does not show it: one that stands alone and
// may be a noun, one that is written together with its noun, one that no list
// has. The description has to begin with it. It reports whether it found one.
func (c *clue) coin(prose []string) bool {
	if len(prose) < 2 || !determiners[prose[1]] && !isPlural(prose[1]) && prose[1] != "on" {
		return false
	}
	if c.alone != "" && prose[0] == c.alone { // retweet: Retweet a tweet
		if v, ok := infinitive(c.alone); ok {
			c.votes.add(familyVotes[v.family], headVerb)
		} else {
			c.votes.add(familyVotes[working], headVerb/2)
			c.votes.add(familyVotes[moving], headVerb/2)
		}
		if c.verb, c.nouns = c.alone, nil; prose[1] == "on" { // comment: Comment on a tweet
			c.nouns = []string{c.alone}
		}
		return true
	}
	found, known := infinitive(c.verb)
	if len(c.rough) == 0 || known && !found.noun {
		return false
	}
	first := c.rough[0]
	if v, ok := verbs()[prose[0]]; !known && ok && strings.HasPrefix(first, v.infinitive) && len(first) > len(v.infinitive)+2 {
		// addmessage: Adds a message.
		c.verb = v.infinitive
		c.votes.add(familyVotes[v.family], nounHead)
		c.rough[0] = first[len(v.infinitive):]
		if len(c.nouns) > 0 && c.nouns[0] == first {
			c.nouns[0] = c.rough[0]
		}
		return true
	}
	if !determiners[prose[1]] || prose[0] != first && prose[0] != first+"s" && prose[0] != first+"es" && singular(prose[0]) != first {
		return false
	}
	nouns := c.rough[1:]
	if known { // shelve_book is no booking
		nouns = append(nouns, c.verb)
	}
	if len(nouns) == 0 {
		return false
	}
	c.verb, c.votes = first, votes{}
	c.votes.add(familyVotes[working], headVerb/2)
	c.votes.add(familyVotes[moving], headVerb/2)
	if list := clean(nouns); len(list) > 0 {
		c.nouns = list
	}
	return true
}

// phrase reads the noun phrase that a list of words begins with.
func (c *clue) phrase(words []string) {
	end := len(words)
	for i, w := range words {
		if w == "" {
			end = i
			break
		}
	}
	words = words[:end]
	// "and updates the", "or more"
	for len(words) > 1 && (words[0] == "and" || words[0] == "or" || words[0] == "on" || words[0] == "up" || words[0] == "out" || words[0] == "for") {
		words = words[1:]
	}
	c.take(words)
	if len(c.nouns) > 3 {
		c.nouns = c.nouns[len(c.nouns)-3:]
	}
}
