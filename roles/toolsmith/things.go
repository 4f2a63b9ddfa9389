package toolsmith

import (
	"cmp"
	"slices"
	"strings"

	"worldc/roles/toolsmith/reading"
	"worldc/world"
)

// maxTables is how many tables a world has before things that are only
// referred to go without one. Things that tools are about always have one, up
// to maxThings.
const (
	maxTables = 12
	maxThings = 200
)

// An entity is a thing with a table.
type entity struct {
	words   []string
	noun    string // "calendar event"
	nouns   string // "calendar events"
	table   string
	short   string // the name of a variable that holds a row: `event`
	stem    string // of the names of functions about it: `event`_of
	aliases map[string]bool

	tools int  // how many tools are about it
	shown bool // a document says what its rows are like

	columns []*column
	slots   map[string]*column // by what they stand for, see columns.go
	flat    map[string]bool    // objects whose fields are columns, by attribute
	key     *column
	states  *states

	lookup string // the name of a tool that finds ids of rows, "" if none does
}

// things finds out which things of the readings have a table, and which words
// mean which of them.
type things struct {
	entities []*entity
	byWords  map[string]*entity
}

// generic words say nothing when they stand behind a thing: event details.
var generic = wordSet("detail details info information record entry object resource list data")

// own is the thing that a tool is about. A document that does not say has it
// from the tool's name.
func own(r *reading.Reading) []string {
	if !reads(r.Operation) && len(r.Parameters) < 6 {
		for _, w := range strings.Split(snake(r.Tool.Name), "_") {
			if signing[w] {
				return []string{"session"}
			}
		}
	}
	if identifier(r.Thing...) != "" {
		return clipWords(r.Thing)
	}
	words := strings.FieldsFunc(snake(r.Tool.Name), func(c rune) bool { return c == '_' })
	words = slices.DeleteFunc(words, func(w string) bool { return w == r.Verb || idle[w] || len(w) == 1 && w[0] < 0x80 })
	if len(words) > 2 {
		words = words[len(words)-2:]
	}
	if identifier(words...) == "" {
		return []string{"record"}
	}
	return words
}

// signing words say that somebody comes or goes, whoever it is.
var signing = wordSet("login logout logon logoff signin signout authenticate")

// idle words of a tool's name do not name its thing.
var idle = wordSet("get list set put post fetch find search create make add new do run by for of the a an in to from with all and or on at v1 v2 v3 api my me")

// clipWords keeps the last words of a long name, which are those that tell.
func clipWords(words []string) []string {
	if len(words) > 4 {
		return words[len(words)-4:]
	}
	return words
}

// snake is a name in lower case with _ between its words.
func snake(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		upper := r >= 'A' && r <= 'Z'
		if upper && lower {
			b.WriteByte('_')
		}
		lower = r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		b.WriteRune(r)
	}
	return identifier(b.String())
}

func phrase(words []string) string { return strings.Join(words, " ") }

// findThings clusters the things of the readings.
func findThings(readings []*reading.Reading) *things {
	type mention struct {
		words  []string
		own    int  // tools that are about it
		makes  int  // those of them that make rows
		refers int  // parameters that refer to it, twice, and result fields
		asked  bool // a parameter refers to it
		first  int
		shows  map[string]bool // what its tools' results say of it
	}
	var order []*mention
	by := map[string]*mention{}
	see := func(words []string, at int) *mention {
		words = clipWords(words)
		if identifier(words...) == "" {
			return &mention{}
		}
		k := phrase(words)
		m := by[k]
		if m == nil {
			m = &mention{words: words, first: at}
			by[k] = m
			order = append(order, m)
		}
		return m
	}
	together := map[[2]string]bool{} // things of one tool: they differ
	for i, r := range readings {
		mine := own(r)
		m := see(mine, i)
		m.own++
		if r.Operation == "create" {
			m.makes++
		}
		seen := []string{phrase(mine)}
		for _, p := range r.Parameters {
			if len(p.Of) > 0 {
				of := see(p.Of, i)
				of.refers += 2
				of.asked = true
				seen = append(seen, phrase(clipWords(p.Of)))
			}
		}
		for _, o := range r.Owners {
			if len(o) > 0 {
				seen = append(seen, phrase(clipWords(o)))
			}
		}
		if m.shows == nil {
			m.shows = map[string]bool{}
		}
		fields := map[string]bool{}
		for _, f := range r.Result.Fields {
			m.shows[f.Attribute] = true
			if k := phrase(clipWords(f.Of)); len(f.Of) > 0 && !fields[k] {
				fields[k] = true
				see(f.Of, i).refers++
			}
		}
		for _, a := range seen {
			for _, b := range seen {
				together[[2]string{a, b}] = true
			}
		}
	}

	// What is the same thing under two names has one table: `calendar event`
	// and `event`, where no other event is about; `event details`.
	same := map[string]string{}
	for _, m := range order {
		if n := len(m.words); n > 1 && generic[m.words[n-1]] {
			if other := by[phrase(m.words[:n-1])]; other != nil && other.own > 0 {
				same[phrase(m.words)] = phrase(other.words)
			}
		}
	}
	for _, m := range order {
		if m.refers > 0 || m.own == 0 || len(m.words) < 2 { // it has an id of its own
			continue
		}
		if of := sideOf(m.words, readings); of != nil {
			same[phrase(m.words)] = phrase(of)
		}
	}
	for _, short := range order {
		var long []*mention
		for _, m := range order {
			if len(m.words) > len(short.words) && suffixOf(short.words, m.words) && same[phrase(m.words)] == "" {
				long = append(long, m)
			}
		}
		if len(long) != 1 || same[phrase(short.words)] != "" {
			continue
		}
		l := long[0]
		if together[[2]string{phrase(short.words), phrase(l.words)}] || short.own > 2 && l.own > 2 || short.makes > 0 && l.makes > 0 {
			continue
		}
		if l.own > short.own {
			same[phrase(short.words)] = phrase(l.words)
		} else {
			same[phrase(l.words)] = phrase(short.words)
		}
	}
	// Rows that look alike are the same thing, whatever the tools call it.
	for i, a := range order {
		for _, b := range order[:i] {
			if a.own == 0 || b.own == 0 || a.words[len(a.words)-1] != b.words[len(b.words)-1] || same[phrase(a.words)] != "" || same[phrase(b.words)] != "" ||
				together[[2]string{phrase(a.words), phrase(b.words)}] || !alike(a.shows, b.shows) {
				continue
			}
			from, to := a, b
			if len(a.words) < len(b.words) || len(a.words) == len(b.words) && a.own > b.own {
				from, to = b, a
			}
			same[phrase(from.words)] = phrase(to.words)
			for f := range from.shows { //lint:ordered a set is filled
				to.shows[f] = true
			}
		}
	}
	root := func(k string) string {
		for range len(same) + 1 {
			next, ok := same[k]
			if !ok {
				break
			}
			k = next
		}
		return k
	}
	for _, m := range order {
		k := phrase(m.words)
		if r := root(k); r != k {
			by[r].own += m.own
			by[r].refers += m.refers
			by[r].asked = by[r].asked || m.asked
			m.own, m.refers = 0, 0
		}
	}

	// The things that tools are about, and those that are referred to most.
	chosen := slices.DeleteFunc(slices.Clone(order), func(m *mention) bool { return m.own == 0 && !m.asked })
	slices.SortStableFunc(chosen, func(a, b *mention) int {
		return cmp.Or(-cmp.Compare(min(a.own, 1), min(b.own, 1)), -cmp.Compare(a.own*3+a.refers, b.own*3+b.refers), cmp.Compare(a.first, b.first))
	})
	t := &things{byWords: map[string]*entity{}}
	names := map[string]bool{}
	for _, m := range chosen {
		if m.own == 0 && len(t.entities) >= maxTables || len(t.entities) >= maxThings {
			break
		}
		e := newEntity(m.words, names)
		e.tools = m.own
		t.entities = append(t.entities, e)
		t.byWords[phrase(m.words)] = e
	}
	for _, m := range order {
		if e := t.byWords[root(phrase(m.words))]; e != nil {
			t.byWords[phrase(m.words)] = e
			e.aliases[phrase(m.words)] = true
		}
	}
	return t
}

// sideOf is the thing of which another is but a side: the traveler, of a traveler
// profile that is asked for by the traveler's id. Nobody makes, lists or deletes such a
// thing, so every row of the other has just one. It is nil for a thing by itself.
func sideOf(words []string, readings []*reading.Reading) []string {
	var of []string
	for _, r := range readings {
		if !slices.Equal(clipWords(own(r)), words) {
			continue
		}
		if r.Operation != world.Get && r.Operation != world.Update && r.Operation != world.Report || r.Result.Many {
			return nil
		}
		holder := slices.IndexFunc(r.Parameters, func(p reading.Parameter) bool {
			return !p.Many && len(p.Of) > 0 && len(p.Of) < len(words) && slices.Equal(p.Of, words[:len(p.Of)])
		})
		if holder < 0 || of != nil && !slices.Equal(of, r.Parameters[holder].Of) {
			return nil
		}
		of = r.Parameters[holder].Of
	}
	return of
}

// alike reports whether most of what the shorter list has stands in the other.
func alike(a, b map[string]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 {
		return false
	}
	n := 0
	for f := range a { //lint:ordered they are counted
		if b[f] {
			n++
		}
	}
	return n*4 >= len(a)*3
}

func newEntity(words []string, names map[string]bool) *entity {
	e := &entity{words: words, noun: phrase(words), aliases: map[string]bool{}, slots: map[string]*column{}, flat: map[string]bool{}}
	many := slices.Clone(words)
	many[len(many)-1] = plural(many[len(many)-1])
	e.nouns = phrase(many)
	name := identifier(many...)
	if name == "" || reserved[name] || strings.HasPrefix(name, "sqlite_") {
		name = identifier("all", name)
	}
	e.table = fresh(name, names)
	e.short = identifier(words[len(words)-1])
	if len(words) > 1 && (len(e.short) < 4 || vague[e.short]) {
		e.short = identifier(words...)
	}
	e.stem = firstName(e.short, identifier(words...), "row")
	if e.short == "" || reservedInCode(e.short) || builtin[e.short] || e.short == e.table {
		e.short = identifier(append(slices.Clone(words), "row")...)
	}
	return e
}

// vague words alone do not name a variable well.
var vague = wordSet("type status item group key name value entry data info list set state result report order rule")

// of is the entity that words mean; nil if there is no table of it. A longer
// name ends in what it is: an owning user is a user.
func (t *things) of(words []string) *entity {
	words = clipWords(words)
	if e := t.byWords[phrase(words)]; e != nil {
		return e
	}
	for i := 1; i < len(words); i++ {
		if e := t.byWords[phrase(words[i:])]; e != nil {
			return e
		}
	}
	return nil
}
