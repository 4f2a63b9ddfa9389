package reading

import (
	"slices"
	"strings"
)

// A path is what the template of an HTTP path says.
type path struct {
	steps []step
	verb  string // of /orders/{id}/cancel and /orders/{id}:cancel
	votes votes
	ends  bool // with a parameter, the verb aside
}

// A step is one segment of a path: fixed words or a parameter.
type step struct {
	words     []string
	parameter string
}

// readPath reads a path template.
func readPath(template string) (p path) {
	if i := strings.IndexAny(template, "#?"); i >= 0 {
		template = template[:i]
	}
	for segment := range strings.SplitSeq(template, "/") {
		if segment == "" {
			continue
		}
		if segment == "@me" || segment == "me" {
			// The users of /users/@me/lists are whoever asks: no more than a word.
			if n := len(p.steps); n > 0 && p.steps[n-1].parameter == "" {
				p.steps = p.steps[:n-1]
			}
			continue
		}
		if len(p.steps) > 40 {
			break
		}
		head, custom, hasCustom := strings.Cut(segment, ":")
		if head == "" && hasCustom { // :id
			head, custom, hasCustom = "{"+custom+"}", "", false
		}
		if open := strings.IndexByte(head, '{'); open >= 0 {
			if w := staticWords(head[:open]); len(w) > 0 {
				p.steps = append(p.steps, step{words: w})
			}
			name, _, _ := strings.Cut(head[open+1:], "}")
			if name = strings.TrimLeft(name, "+*/?;.#"); open == 0 || !isFormat(split(name)) {
				p.steps = append(p.steps, step{parameter: name})
			}
		} else if w := staticWords(head); len(w) > 0 {
			p.steps = append(p.steps, step{words: w})
		}
		if hasCustom && !strings.Contains(custom, "{") {
			if w := split(custom); len(w) > 0 {
				p.steps = append(p.steps, step{words: w})
			}
		}
	}
	p.findVerb()
	p.ends = len(p.steps) > 0 && p.steps[len(p.steps)-1].parameter != ""
	return p
}

// staticWords are the words of a fixed segment that say something.
func staticWords(s string) []string {
	if i := strings.LastIndexByte(s, '.'); i > 0 {
		switch s[i+1:] {
		case "json", "xml", "php", "csv", "html", "aspx", "svc", "asmx", "do", "jsp":
			s = s[:i]
		}
	}
	if strings.HasPrefix(s, "Microsoft.") || strings.Contains(s, "$") {
		return nil
	}
	w := split(s)
	w = slices.DeleteFunc(w, func(w string) bool { return isVersion(w) })
	if len(w) > 0 && (w[0] == "by" || len(w) == 1 && strings.HasPrefix(w[0], "by") && (temporal[w[0][2:]] || namers[w[0][2:]])) {
		return nil // /reports/by-day
	}
	if len(w) == 1 {
		switch w[0] {
		case "api", "rest", "json", "xml", "providers", "public", "private", "web", "apis", "rpc", "services", "v", "beta", "service":
			return nil
		}
	}
	return w
}

// findVerb finds the verb of the last fixed segment.
func (p *path) findVerb() {
	for i := len(p.steps) - 1; i >= 0; i-- {
		words := p.steps[i].words
		if words == nil {
			continue
		}
		if v, rest, ok := glued(words[0]); ok {
			words = append([]string{v, rest}, words[1:]...)
		}
		v, ok := infinitive(words[0])
		if n := len(words); !ok && n > 1 && i == len(p.steps)-1 {
			// actions/playback_stop
			if v, ok := infinitive(words[n-1]); ok && !v.noun {
				p.votes.add(familyVotes[v.family], pathVerb)
				p.verb, p.steps[i].words = v.infinitive, words[:n-1]
				return
			}
		}
		last := i == len(p.steps)-1
		if !ok || v.noun && (len(words) > 1 || i == 0 || !last) || len(words) > 1 && !last {
			return // /report_types, /deploy_keys/{id}
		}
		weight := pathVerb
		if v.noun {
			weight = pathVerb / 3
		}
		if !last {
			weight -= 10
		}
		p.votes.add(familyVotes[v.family], weight)
		p.verb = v.infinitive
		p.steps[i].words = words[1:]
		if len(words) == 1 {
			p.steps = slices.Delete(p.steps, i, i+1)
		}
		return
	}
}

// clue is what the path says of the thing and what it lies in.
func (p *path) clue() (c clue) {
	last := -1
	for i, s := range p.steps {
		if len(nouns(s.words)) > 0 {
			last = i
		}
	}
	if last < 0 {
		return c
	}
	c.nouns = nouns(p.steps[last].words)
	c.plural = isPlural(c.nouns[len(c.nouns)-1])
	for i, s := range p.steps[:last] {
		if i+1 < len(p.steps) && p.steps[i+1].parameter != "" {
			if o := nouns(s.words); len(o) > 0 {
				c.owners = append(c.owners, singulars(o))
			}
		}
	}
	return c
}

// before is the thing whose key a path parameter is, by the segment before it.
func (p *path) before(parameter string) (thing []string, found bool) {
	for i, s := range p.steps {
		if s.parameter != parameter {
			continue
		}
		for k := i - 1; k >= 0; k-- {
			if p.steps[k].words == nil {
				continue
			}
			thing = singulars(nouns(p.steps[k].words))
			// Of /repos/{owner}/{repo} the last is the repo.
			if crowd := k < i-1 || i+1 < len(p.steps) && p.steps[i+1].parameter != ""; crowd {
				own := keyWords(split(parameter)).of
				if len(own) == 0 {
					own = thingOf(split(parameter))
				}
				if !akin(own, thing) && (i+1 < len(p.steps) && p.steps[i+1].parameter != "") {
					return nil, true
				}
			}
			return thing, true
		}
		return nil, true
	}
	return nil, false
}

// has reports whether the path has a parameter.
func (p *path) has(parameter string) bool {
	return slices.ContainsFunc(p.steps, func(s step) bool { return s.parameter == parameter })
}

// groups reports whether a fixed segment that no parameter follows, and that is
// not the last, has the noun: jobs in /jobs/third-party.
func (p *path) groups(noun string) bool {
	for i, s := range p.steps {
		if i+1 < len(p.steps) && p.steps[i+1].parameter == "" && len(s.words) > 0 && singular(s.words[len(s.words)-1]) == singular(noun) {
			return true
		}
	}
	return false
}

// nouns are those of a fixed segment: /queries is about queries, though
// order_query is about orders.
func nouns(words []string) []string {
	if list := clean(words); len(list) > 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !isPlain(w) || hollow[w] || isVersion(w) || len(w) < 3 })
}

// akin reports whether two phrases name one thing: one ends in the other, or
// abbreviates it (app, application), or writes it without a space.
func akin(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	if endsWith(a, b) || endsWith(b, a) {
		return true
	}
	x, y := strings.Join(a, ""), strings.Join(b, "")
	return len(x) > 2 && strings.HasPrefix(y, x) || len(y) > 2 && strings.HasPrefix(x, y)
}

// covers reports whether the nouns of a name are no more than the words of the
// path: such a name was made from it.
func (p *path) covers(nouns []string) bool {
	var words []string
	for _, s := range p.steps {
		words = append(words, singulars(s.words)...)
		if s.parameter != "" {
			words = append(words, singulars(split(s.parameter))...)
		}
	}
	joined := strings.Join(words, "")
	for _, n := range nouns {
		if n = singular(n); !slices.Contains(words, n) && (len(n) < 4 || !strings.Contains(joined, n)) {
			return false
		}
	}
	return len(nouns) > 0
}
