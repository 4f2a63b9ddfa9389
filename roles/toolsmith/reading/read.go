package reading

import (
	"slices"
	"strings"

	"worldc/world"
)

// Read reads a tool's document.
func Read(t *world.Tool) *Reading {
	d := &document{tool: t, path: readPath(t.Source.Path), name: nameClue(t)}
	prose := t.Description
	if prose == "" {
		prose = t.Hints.Title
	}
	words := sentence(heart(plain(prose, 1200)))
	d.words = words
	d.prose = proseClue(words, proseVerb)
	if d.name.coin(words) && d.prose.verb == "" {
		d.prose = clue{}
		d.prose.phrase(words[1:])
	}
	d.title = proseClue(sentence(plain(t.Hints.Title, 100)), titleVerb)
	d.input = parseSchema(t.Parameters)
	d.output = parseSchema(t.Returns)

	r := &Reading{Tool: t}
	d.findRows()
	d.findThing()
	d.scan()
	d.narrow()
	operation := d.settle(d.operation())
	r.Operation = operationNames[operation]
	r.Effect = world.Read
	if operation >= firstWrite {
		r.Effect = world.Write
	}
	r.Verb = d.verb(operation)
	r.Parameters = d.parameters(operation)
	r.Thing = d.thing
	r.Owners = d.owners(r.Parameters)
	r.Result = d.result()
	return r
}

// A document is what is known of a tool while it is read.
type document struct {
	tool   *world.Tool
	path   path
	name   clue
	prose  clue
	words  []string // of the description
	title  clue
	input  *schema
	output *schema

	thing   []string
	lies    [][]string // what it lies in, by the name and the path
	rows    rows
	scanned []scanned
	keys    int
	plainID bool // the row that comes out has a field that is no more than an id
	weak    bool // the only key is a name, which may as well be a filter
}

// findThing decides what the tool is about.
func (d *document) findThing() {
	path := d.path.clue()
	if d.lies = path.owners; len(d.path.steps) == 0 {
		d.lies = d.name.owners
	}
	name := d.name.nouns
	switch {
	case len(name) > 0 && len(path.nouns) > 0 && len(d.path.steps) > 1 && d.path.covers(name):
		if d.thing = spelled(path.nouns, name); !agree(name, path.nouns) && d.path.groups(name[len(name)-1]) {
			d.thing = name
		}
	case len(name) > 0:
		d.thing = name
	case len(path.nouns) > 0:
		d.thing = path.nouns
	case len(d.prose.nouns) > 0:
		d.thing = d.prose.nouns
	case len(d.rows.noun) > 0:
		d.thing = d.rows.noun
	}
	d.thing = d.apart(singulars(d.thing))
	if len(d.thing) == 0 {
		for _, tag := range append(slices.Clone(d.tool.Source.Tags), d.output.title) {
			if n := clean(split(tag)); len(n) > 0 {
				d.thing = singulars(n)
				break
			}
		}
	}
	if len(d.thing) == 0 {
		for _, p := range d.input.flatten(d.input).properties {
			if k := keyWords(split(p.name)); k.certain && len(k.of) > 0 {
				d.thing = k.of
				break
			}
		}
	}
	if len(d.thing) == 0 {
		d.thing = singulars(d.name.rough)
	}
	if len(d.thing) == 0 {
		d.thing = []string{"record"}
	}
}

// apart is a thing in words of its own, where the name writes them together
// and the description does not: customersalesnote.
func (d *document) apart(thing []string) []string {
	if len(thing) != 1 || len(thing[0]) < 8 {
		return thing
	}
	for i := range d.words {
		joined := ""
		for k := i; k < len(d.words) && k < i+4 && d.words[k] != "" && len(joined) < len(thing[0]); k++ {
			if joined += singular(d.words[k]); joined == thing[0] && k > i {
				return singulars(d.words[i : k+1])
			}
		}
	}
	return thing
}

// spelled is the nouns of a path with the words of a name, where that writes
// apart what the path writes together, or says more: replicasets, replica sets.
func spelled(path, name []string) []string {
	joined := strings.Join(singulars(path), "")
	for i := range name {
		if strings.Join(singulars(name[i:]), "") == joined {
			return name[i:]
		}
	}
	if agree(name, path) && !endsWith(name, path) {
		return name
	}
	return path
}

// partial reports whether a thing is no more than an attribute of another.
func partial(thing []string) bool {
	switch thing[len(thing)-1] {
	case "status", "state", "detail", "details", "settings", "setting", "config", "configuration", "metadata", "balance", "name", "content", "email",
		"property", "info", "summary", "overview":
		return true
	}
	return false
}

// agree reports whether two phrases end in the same noun.
func agree(a, b []string) bool {
	return singular(a[len(a)-1]) == singular(b[len(b)-1])
}

func endsWith(a, b []string) bool {
	return len(a) >= len(b) && slices.Equal(singulars(a[len(a)-len(b):]), singulars(b))
}

// narrow corrects the thing where the tool's only key says that it is a part
// of another: the address of modify_user_address(user_id).
func (d *document) narrow() {
	d.countKeys()
	if len(d.path.steps) > 0 || slices.ContainsFunc(d.scanned, func(s scanned) bool { return s.row && !s.many }) {
		return
	}
	many := d.name.plural
	for _, s := range d.scanned {
		if !s.key.certain || !s.required || len(s.key.of) == 0 || s.many {
			continue
		}
		at := index(d.thing, s.key.of)
		if len(d.thing) == 1 && len(s.key.of) == 1 && len(s.key.of[0]) > 3 && strings.HasPrefix(d.thing[0], s.key.of[0]) && d.thing[0] != s.key.of[0] {
			at = 0 // userprofile
		} else if at < 0 || at+len(s.key.of) == len(d.thing) && at == 0 {
			continue
		}
		// The orders of a user are things; the items of modify_order_items are a
		// part of the order.
		if v, ok := verbs()[d.name.verb]; ok && many && v.family <= counting {
			continue
		}
		d.thing = s.key.of
		d.name.plural = false
		d.countKeys()
		return
	}
}

// index is where part stands in list, -1 if nowhere.
func index(list, part []string) int {
	for i := 0; i+len(part) <= len(list); i++ {
		if slices.Equal(list[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// operation weighs what the document says of what the tool does.
func (d *document) operation() int {
	var v votes
	v.add(d.name.votes, 100)
	v.add(d.path.votes, 100)
	if d.name.verb == "" && d.path.verb == "" && d.tool.Source.Method == "" {
		v.add(d.prose.votes, 100*headVerb/proseVerb) // the only verb
	} else {
		v.add(d.prose.votes, 100)
	}
	v.add(d.title.votes, 100)
	v.add(methodVotes(d.tool.Source.Method), 100)
	v.add(hintVotes(d.tool.Hints), 100)
	v.add(shapeVotes(d.shape()), 100)
	if d.name.verb == "" && d.prose.verb == "" && d.path.verb == "" && d.tool.Source.Method == "" {
		v.add(votes{report: 30, get: 30, list: 25}, 100)
	}
	return v.decide()
}

// shape describes the schemas and the path.
func (d *document) shape() shape {
	s := shape{
		keyed: d.keys > 0 && !d.weak, named: d.weak, keys: d.keys, ends: d.path.ends, pathed: len(d.path.steps) > 0,
		documented: d.rows.documented, many: d.rows.many, one: d.rows.one, number: d.rows.number,
		counts: d.name.counts, lists: d.name.lists || d.prose.lists,
		nothing: len(d.tool.Returns) > 0 && !d.rows.documented,
	}
	sides, numbers := 0, 0
	for _, p := range d.scanned {
		if p.key.certain {
			sides++
		}
		if p.flat.kind == "number" || p.flat.kind == "integer" && !p.key.is {
			numbers++
		}
		switch {
		case p.text && (p.in != "body" || p.words[0] != "text" && p.words[0] != "topic" && p.words[0] != "s"):
			s.text = true
		case p.page != "" && p.in != "body":
			s.paged = true
		case p.bound != "":
			s.ranges = true
		case p.ignored || p.key.certain || p.row || p.in == "path":
		default:
			s.attributes++
		}
	}
	s.numeric = numbers > 0 && numbers == len(d.scanned) && d.tool.Source.Method == "" && !s.paged
	s.sided = d.name.sided && sides > 1 && s.attributes == 0
	if len(d.name.nouns) > 0 {
		s.plural, s.singular = d.name.plural, !d.name.plural
	} else if !d.path.ends {
		c := d.path.clue()
		s.plural = c.plural
	}
	s.reporting = len(d.thing) > 0 && !slices.ContainsFunc(d.thing, func(w string) bool { return !reporting[w] })
	return s
}

// verb is the word for what the tool does.
func (d *document) verb(operation int) string {
	best, most := "", 0
	for _, v := range []string{d.name.verb, d.path.verb, d.prose.verb} {
		if v == "" {
			continue
		}
		known, ok := infinitive(v)
		if n := familyVotes[known.family][operation]; ok && n > most {
			best, most = v, n
		} else if !ok && most == 0 {
			best = v
		}
	}
	return best
}

// owners are what the thing lies in: by the path and the name, else by the
// parameters that refer to another row.
func (d *document) owners(parameters []Parameter) (owners [][]string) {
	add := func(o []string) {
		if len(o) > 0 && !slices.Equal(o, d.thing) && !slices.ContainsFunc(owners, func(p []string) bool { return slices.Equal(p, o) }) {
			owners = append(owners, o)
		}
	}
	for _, s := range d.path.steps {
		for _, p := range parameters {
			if s.parameter == p.Name && p.In == "path" && p.Part == world.Reference {
				add(p.Of)
			}
		}
	}
	if len(owners) == 0 {
		for _, o := range d.lies {
			add(o)
		}
	}
	if len(owners) == 0 {
		for _, p := range parameters {
			if p.Part == world.Reference && p.Required && !p.Many {
				add(p.Of)
			}
		}
	}
	return owners
}

// snake is words as a name of a column; empty if no word can be in one.
func snake(words []string) string {
	var parts []string
	for _, w := range words {
		if len(parts) > 0 && w != "" && strings.Trim(w, "0123456789") == "" || isPlain(w) {
			parts = append(parts, w)
		}
	}
	name := strings.Join(parts, "_")
	if len(name) > 60 {
		name = name[:60]
	}
	return name
}
