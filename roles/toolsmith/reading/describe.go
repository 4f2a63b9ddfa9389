package reading

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/world"
)

// Bounds on a description, in bytes.
const (
	maxText = 600
	maxMore = 500
)

// Describe is a description that says what goes in and what comes out
// (AgentScaler §2.2, step 1): the document's own text without markup, then what
// it does not say already. It is never empty.
func Describe(r *Reading) string {
	text := shorten(once(heart(plain(r.Tool.Description, 2*maxText))), maxText)
	if !says(text) {
		text = r.purpose()
	} else if last, _ := utf8.DecodeLastRuneInString(text); unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune(`)"'%`, last) {
		text += "."
	}
	low := strings.ToLower(text)
	if in := r.takes(low); in != "" {
		text += " " + in
	}
	if out := r.returns(low); out != "" {
		text += " " + out
	}
	return text
}

// once is a text without its first sentence, where the second says the same
// and more: "Update a label. Updates the label of a shelf."
func once(text string) string {
	first, rest, ok := strings.Cut(text, ". ")
	if !ok || len(first) > 120 || !says(rest) {
		return text
	}
	second, _, _ := strings.Cut(rest, ". ")
	told := stems(second)
	for _, w := range stems(first) {
		if !slices.Contains(told, w) {
			return text
		}
	}
	return rest
}

// stems are the words of a text that say something, in their plain forms.
func stems(text string) (list []string) {
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if v, ok := verbs()[w]; ok {
			w = v.infinitive
		}
		if w = singular(w); !hollow[w] || w == "id" {
			list = append(list, w)
		}
	}
	return list
}

// says reports whether a text has a word in it.
func says(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

// shorten cuts a text at the end of a sentence, or of a word, before limit.
func shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	cut := limit
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	head := text[:cut]
	if i := strings.LastIndex(head, ". "); i > limit/3 {
		return head[:i+1]
	}
	if i := strings.LastIndexByte(head, ' '); i > limit/3 {
		head = head[:i]
	}
	return strings.TrimRight(head, " ,;:-(") + " …"
}

// thing is how people say the thing: "calendar event".
func (r *Reading) thing() string { return phrase(r.Thing) }

func phrase(words []string) string { return strings.Join(words, " ") }

// things is the plural.
func things(words []string) string {
	if len(words) == 0 {
		return "records"
	}
	last := len(words) - 1
	return phrase(append(slices.Clone(words[:last]), plural(words[last])))
}

// a is the words with the article that they take.
func a(words string) string {
	if words == "" {
		return words
	}
	if strings.ContainsRune("aeio", rune(words[0])) || strings.HasPrefix(words, "un") && !strings.HasPrefix(words, "uni") ||
		strings.HasPrefix(words, "up") || strings.HasPrefix(words, "hour") {
		return "an " + words
	}
	return "a " + words
}

// purpose says what a tool without a description does.
func (r *Reading) purpose() string {
	thing := r.thing()
	of := ""
	if len(r.Owners) > 0 {
		of = " of " + a(phrase(r.Owners[len(r.Owners)-1]))
	}
	verb := r.Verb
	if verb == "" {
		verb = string(r.Operation)
	}
	verb = strings.ToUpper(verb[:1]) + verb[1:]
	switch r.Operation {
	case world.Get:
		return "Gets " + a(thing) + of + "."
	case world.List:
		return "Lists the " + things(r.Thing) + of + "."
	case world.Search:
		return "Searches the " + things(r.Thing) + of + "."
	case world.Count:
		return "Counts the " + things(r.Thing) + of + "."
	case world.Create:
		if !isPlain(r.Verb) || r.Verb == "post" || r.Verb == "put" {
			verb = "Create"
		}
		return thirdPerson(verb) + " " + a(thing) + in(r) + "."
	case world.Update:
		return "Changes " + a(thing) + of + "."
	case world.Delete:
		return "Deletes " + a(thing) + of + "."
	case world.Move, world.Link, world.Unlink:
		return thirdPerson(verb) + " " + a(thing) + of + "."
	}
	if r.Verb == "" {
		return "Reports the " + thing + "."
	}
	return thirdPerson(verb) + " the " + thing + "."
}

func in(r *Reading) string {
	if len(r.Owners) == 0 {
		return ""
	}
	return " for " + a(phrase(r.Owners[len(r.Owners)-1]))
}

// keyed reports whether a parameter names the row acted on.
func (r *Reading) keyed() bool {
	return slices.ContainsFunc(r.Parameters, func(p Parameter) bool { return p.Part == world.Key })
}

// mentions reports whether a text that says what a tool gives names the words.
func mentions(text, words string) bool {
	for _, verb := range []string{"get", "list", "retriev", "fetch", "show", "search", "find", "describe", "look"} {
		if strings.Contains(text, verb) && strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// thirdPerson is the form of a verb that "it" takes.
func thirdPerson(verb string) string {
	n := len(verb)
	switch {
	case n > 1 && verb[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(verb[n-2])):
		return verb[:n-1] + "ies"
	case strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "x"), strings.HasSuffix(verb, "o"):
		return verb + "es"
	}
	return verb + "s"
}

// takes says what goes in, of what the text does not name.
func (r *Reading) takes(text string) string {
	var needed, optional []string
	sets := 0
	paged, sorted := false, false
	for i := range r.Parameters {
		p := &r.Parameters[i]
		switch p.Part {
		case world.Ignored:
			continue
		case world.Limit, world.Offset:
			paged = true
			continue
		case world.Order:
			sorted = true
			continue
		}
		if p.Whole {
			for k := range p.Fields {
				f := &p.Fields[k]
				if f.Part == world.Ignored || f.Part == world.Key {
					continue
				}
				sets++
				if f.Required {
					needed = append(needed, r.say(f))
				} else {
					optional = append(optional, r.say(f))
				}
			}
			continue
		}
		if p.Required || p.Part == world.Key {
			needed = append(needed, r.say(p))
		} else {
			optional = append(optional, r.say(p))
		}
	}
	needed, optional = distinct(needed), distinct(optional)
	told := singulars(strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }))
	unsaid := func(list []string) bool {
		for _, s := range list {
			for _, w := range split(s) {
				if !hollow[w] && w != "whether" && w != "earliest" && !slices.Contains(told, singular(w)) || w == "id" && !slices.Contains(told, "id") {
					return true
				}
			}
		}
		return false
	}
	var b strings.Builder
	switch {
	case len(needed)+len(optional) == 0 && !paged:
		if r.Effect == world.Write || r.Operation == world.Report || strings.Contains(text, "no param") || strings.Contains(text, "no arg") {
			return ""
		}
		return "Takes no arguments."
	case len(needed) > 0 && unsaid(needed):
		b.WriteString(r.requires(needed))
		if len(optional) > 0 {
			b.WriteString(" " + r.options(optional))
		}
	case len(optional) > 0 && (unsaid(optional) || r.Effect == world.Write):
		b.WriteString(r.options(optional))
	}
	if (paged || sorted) && r.Effect == world.Read && !strings.Contains(text, "page") && !strings.Contains(text, "pagina") && r.Operation != world.Get {
		if b.Len() > 0 {
			b.WriteString(" ")
		}
		switch {
		case paged && sorted:
			b.WriteString("Results can be sorted and come in pages.")
		case paged:
			b.WriteString("Results come in pages.")
		default:
			b.WriteString("Results can be sorted.")
		}
	}
	return b.String()
}

// requires says which arguments there must be.
func (r *Reading) requires(list []string) string {
	said := join(list, 6)
	switch r.Operation {
	case world.Report:
		return "Works from " + said + "."
	case world.Create:
		return "Needs " + said + "."
	case world.List, world.Search, world.Count:
		return "Asks for " + said + "."
	case world.Delete, world.Move:
		if len(list) == 1 && r.keyed() && strings.HasPrefix(said, "the "+r.thing()+"'s ") {
			verb := r.Verb
			if verb == "" {
				verb = string(r.Operation)
			}
			return "Takes the " + strings.TrimPrefix(said, "the "+r.thing()+"'s ") + " of the " + r.thing() + " to " + verb + "."
		}
	case world.Link:
		return "Joins " + said + "."
	}
	return "Takes " + said + "."
}

// options says which arguments may be given.
func (r *Reading) options(list []string) string {
	said := join(list, 5)
	switch r.Operation {
	case world.List, world.Search, world.Count:
		return "Can be narrowed by " + said + "."
	case world.Update:
		return "Can change " + said + "."
	case world.Create:
		return "Can also be given " + said + "."
	case world.Report:
		return "Can take into account " + said + "."
	}
	return "Optionally takes " + said + "."
}

// say is how people say what a parameter holds: "the booking's id".
func (r *Reading) say(p *Parameter) string {
	switch p.Part {
	case world.Text:
		return "a text to look for"
	case world.AtLeast:
		if isTime(p.Attribute) {
			return "the earliest " + spoken(p.Attribute)
		}
		return "the least " + spoken(p.Attribute)
	case world.AtMost:
		if isTime(p.Attribute) {
			return "the latest " + spoken(p.Attribute)
		}
		return "the greatest " + spoken(p.Attribute)
	case world.Key, world.Reference:
		if len(p.Of) > 0 {
			column := p.Attribute
			if p.Part == world.Reference {
				if column = "id"; len(p.Words) > 0 {
					if last := singular(p.Words[len(p.Words)-1]); namers[last] && last != p.Of[len(p.Of)-1] {
						column = last
					}
				}
			}
			if column == p.Of[len(p.Of)-1] && !p.Many {
				return "the " + phrase(p.Of)
			}
			if p.Many {
				return "the " + plural(column) + " of " + things(p.Of)
			}
			return "the " + phrase(p.Of) + "'s " + spoken(column)
		}
	}
	words := spoken(p.Attribute)
	if words == "" || strings.HasPrefix(p.Attribute, "value_") {
		return "a value"
	}
	if p.Type == "boolean" && !p.Many {
		return whether(strings.Split(p.Attribute, "_"))
	}
	return "the " + words
}

// isTime reports whether a column holds a date or a time.
func isTime(attribute string) bool {
	return slices.ContainsFunc(strings.Split(attribute, "_"), func(w string) bool { return temporal[w] })
}

// whether is how people say what a boolean says.
func whether(words []string) string {
	first := words[0]
	switch first {
	case "is", "has", "can", "should", "must", "was", "allows", "requires", "needs", "supports":
		if len(words) > 1 {
			return "whether it " + phrase(words)
		}
	}
	switch first {
	case "force", "allow", "use", "auto", "ignore", "keep", "skip", "return", "require", "preserve", "override", "permit", "with":
		if len(words) > 1 {
			return "whether to " + phrase(words)
		}
	}
	last := words[len(words)-1]
	for _, ending := range []string{"ed", "able", "ible", "ive", "ete", "ault", "ic", "ate", "ful", "den", "own", "ory", "al", "ous"} {
		if strings.HasSuffix(last, ending) {
			return "whether it is " + phrase(words)
		}
	}
	if v, ok := infinitive(first); ok && (!v.noun || len(words) > 1) && first != "open" {
		return "whether to " + phrase(words)
	}
	return "whether to use " + phrase(words)
}

func spoken(attribute string) string { return strings.ReplaceAll(attribute, "_", " ") }

// distinct is list without what came before.
func distinct(list []string) (out []string) {
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// join says a list of at most limit things.
func join(list []string, limit int) string {
	if len(list) > limit {
		return strings.Join(list[:limit-1], ", ") + " and more"
	}
	if len(list) == 1 {
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// returns says what comes out, unless the text does.
func (r *Reading) returns(text string) string {
	if strings.Contains(text, "return") && len(text) > 120 {
		return ""
	}
	shown := r.shown()
	with := ""
	if len(shown) > 1 {
		with = " with its " + join(shown, 5)
	}
	said := strings.Contains(text, "return")
	thing := r.thing()
	switch r.Operation {
	case world.Get:
		if with == "" && (said || mentions(text, r.thing())) {
			return ""
		}
		return "Returns the " + thing + with + "."
	case world.List, world.Search:
		if said && with == "" {
			return ""
		}
		if with != "" {
			with = ", each" + with
		} else if mentions(text, things(r.Thing)) {
			return ""
		}
		if r.Operation == world.Search {
			return "Returns the " + things(r.Thing) + " found" + with + "."
		}
		return "Returns a list of " + things(r.Thing) + with + "."
	case world.Count:
		if said {
			return ""
		}
		return "Returns a number."
	case world.Create:
		if with != "" {
			return "Returns the new " + thing + with + "."
		}
		return "Returns the new " + thing + "."
	case world.Update:
		return "Returns the changed " + thing + with + "."
	case world.Delete:
		return "Returns whether the " + thing + " was deleted."
	case world.Move:
		if !r.keyed() {
			return "Returns what became of it."
		}
		return "Returns the " + thing + " in its new state."
	case world.Link:
		return "Returns what was joined."
	case world.Unlink:
		return "Returns what was parted."
	}
	if with != "" && !said {
		return "Returns " + join(shown, 5) + "."
	}
	if said {
		return ""
	}
	return "Returns the result."
}

// shown are the fields of a row that people would name: those that tell rows
// apart first, flags and addresses of pages last.
func (r *Reading) shown() []string {
	var ranks [4][]string
	for _, f := range r.Result.Fields {
		if strings.Contains(f.Path, ".") || len(f.Attribute) < 2 || strings.HasPrefix(f.Attribute, "value_") || strings.Count(f.Attribute, "_") > 2 {
			continue
		}
		rank := 1
		switch last := f.Words[len(f.Words)-1]; {
		case f.Attribute == "id", f.Attribute == "name", f.Attribute == "title", f.Attribute == "status", f.Attribute == "state":
			rank = 0
		case f.Type == "boolean", last == "url", last == "uri", last == "href", last == "link", last == "links", last == "etag", last == "kind", last == "self":
			rank = 3
		case f.Many, f.Type == "object":
			rank = 2
		}
		ranks[rank] = append(ranks[rank], spoken(f.Attribute))
	}
	return distinct(slices.Concat(ranks[0], ranks[1], ranks[2], ranks[3]))
}
