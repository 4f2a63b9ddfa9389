package domaining

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"worldc/detmath"
	"worldc/world"
)

// Names names each domain after the nouns that its tools' names and paths
// share and the rest of the pool does not: "calendar events". Names are unique:
// a domain whose name is taken gets its next best, and an ordinal when there
// is none. Earlier domains choose first.
func Names(domains [][]world.Tool, pool []world.Tool) []string {
	known := count(pool)
	taken := map[string]int{}
	names := make([]string, len(domains))
	for i, domain := range domains {
		candidates := known.suggest(domain)
		names[i] = candidates[0]
		for _, c := range candidates {
			if taken[c] == 0 {
				names[i] = c
				break
			}
		}
		taken[names[i]]++
		if n := taken[names[i]]; n > 1 {
			names[i] += " " + strconv.Itoa(n)
			taken[names[i]]++
		}
	}
	return names
}

// maxSuggestions bounds the names from which a domain can choose.
const maxSuggestions = 12

// A census counts the tools of a pool that each phrase occurs in.
type census struct {
	tools   int
	phrases map[string]int
}

func count(pool []world.Tool) *census {
	c := &census{len(pool), map[string]int{}}
	for i := range pool {
		for _, p := range phrases(&pool[i]) {
			c.phrases[p]++
		}
	}
	return c
}

// phrases are the nouns of a tool's name, path and tags, and the pairs of
// nouns that follow one another there; sorted, each once.
func phrases(t *world.Tool) []string {
	var found []string
	add := func(s string) {
		previous := ""
		list := words(s)
		for i, w := range list {
			if _, verb := verbAt(list, i); verb && (len(list) > 1 || !nounsToo[w]) || prepositions[w] {
				previous = ""
				continue
			}
			w = singular(w)
			if empty[w] || containers[w] || identifiers[w] || nameless[w] || len(w) < 2 || hasDigit(w) {
				continue
			}
			found = append(found, w)
			if previous != "" && previous != w {
				found = append(found, previous+" "+w)
			}
			previous = w
		}
	}
	add(t.Name)
	for _, segment := range strings.Split(t.Source.Path, "/") {
		if !strings.Contains(segment, "{") {
			add(segment)
		}
	}
	for _, tag := range t.Source.Tags {
		add(tag)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func hasDigit(w string) bool { return strings.ContainsAny(w, "0123456789") }

// suggest lists names for a domain, the best first; there is always one.
func (c *census) suggest(domain []world.Tool) []string {
	inside := map[string]int{}
	written := map[string]bool{} // the words of names, paths and descriptions as they stand there
	described := map[string]bool{}
	for i := range domain {
		t := &domain[i]
		for _, p := range phrases(t) {
			inside[p]++
		}
		for _, text := range []string{t.Name, t.Source.Path} {
			for _, w := range words(text) {
				written[w] = true
			}
		}
		for _, w := range words(t.Description) {
			written[w], described[singular(w)] = true, true
		}
	}
	type scored struct {
		phrase string
		score  float64
	}
	var list []scored
	for p, n := range inside {
		// The share of the domain that has the phrase, times how much more
		// often it occurs there than in the pool (its pointwise mutual
		// information with the domain).
		share := float64(n) / float64(len(domain))
		elsewhere := float64(max(c.phrases[p], n)) / float64(max(c.tools, len(domain)))
		score := share * detmath.Log(1+share/elsewhere)
		first, second, pair := strings.Cut(p, " ")
		if pair {
			score *= 1.5 // says more than each of its words
		}
		if !described[first] || pair && !described[second] {
			score *= 0.4 // run together or abbreviated: nobody writes it
		}
		list = append(list, scored{p, score})
	}
	slices.SortFunc(list, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.phrase, b.phrase))
	})
	var names []string
	for _, s := range list[:min(len(list), maxSuggestions)] {
		names = append(names, readable(s.phrase, written))
	}
	if len(names) == 0 {
		names = []string{"tools"}
	}
	return names
}

// readable puts the last word of a phrase into the plural, if the domain
// itself writes it in the plural somewhere: "orders", but "infrastructure".
func readable(phrase string, written map[string]bool) string {
	i := strings.LastIndexByte(phrase, ' ') + 1
	if p := plural(phrase[i:]); written[p] {
		return phrase[:i] + p
	}
	return phrase
}
