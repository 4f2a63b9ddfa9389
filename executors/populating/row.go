package populating

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"worldc/rng"
)

// A row is one row while it is made, and what later rows may ask about it.
type row struct {
	f       *filling
	p       *plan
	s       *rng.Stream
	ordinal int
	born    int // the smallest number of rows of the world that has this row
	values  []any
	refs    []*row // by column
	whole   *row   // of which it is a part
	done    bool   // nothing more is drawn

	created int64 // unset until it is drawn
	flow    int64 // the latest of the steps that follow each other
	latest  int64 // the latest of what has happened
	state   string
	self    any // its own key, for references to itself

	persons   []whose[*person]
	places    []whose[*place]
	companies []whose[*company]
	spans     []whose[[2]int64]
	steps     []whose[bool]
	goods     *article
	money     *money
	salary    int64
	spent     *spending
	home      *home
	here      *place // where what is being named lies
	version   string
	off       int // percent
	stars     int
	nth       int64  // among the rows of its owner
	label     string // what the row is called
}

type whose[T any] struct {
	whose string
	value T
}

const unset = int64(-1 << 62)

// draw draws all values; it reports whether the row has a place among the
// others.
func (r *row) draw() bool {
	p := r.p
	// People and companies are somebody from the start, since the rows that
	// refer to them ask.
	started := false
	start := func() {
		switch {
		case started:
		case p.kind.person:
			r.person("")
		case p.kind.company:
			r.company("")
		case p.kind.means == ProductName:
			r.article()
		case r.related("", func(k *kind) bool { return k.person }) != nil:
			r.person("")
		}
		started = true
	}
	for _, c := range p.order {
		if c.later {
			continue
		}
		if c.ref == nil && !c.key {
			start()
		}
		var draw func() any
		switch {
		case c.ref != nil:
			draw = func() any { return r.reference(c) }
		case c.unique || c.key:
			draw = func() any { return r.draws(c) }
		default:
			r.values[c.index] = r.maybe(c)
			continue
		}
		v, ok := r.unique(c, draw)
		if !ok {
			return false
		}
		r.values[c.index] = v
		if c.key && len(p.key) == 1 {
			r.self = v
		}
	}
	start()
	if p.taken != nil && !r.distinct() {
		return false
	}
	for _, c := range p.columns {
		if c.taken != nil && r.values[c.index] != nil {
			c.taken[r.values[c.index]] = true
		}
	}
	r.settleAlone()
	return true
}

// maybe is a value, or NULL in a column that may lack one.
func (r *row) maybe(c *column) any {
	if !c.Required && !c.key && c.copyRef == nil && c != r.p.state && r.s.Chance(absent(c), 100) {
		return nil
	}
	return r.draws(c)
}

// absent is in how many of a hundred rows an optional value is missing.
func absent(c *column) uint64 {
	switch c.Meaning {
	case "": // better nothing than a riddle
		if c.Type == "TEXT" && len(c.enum) == 0 && len(c.doc.examples) == 0 {
			return 40
		}
	case AddressExtra, MiddleName, Salutation:
		return 60
	case Note, Review:
		return 35
	case Description, Biography, TaxNumber, ExternalID, Tag, ImageURL, URL, UserAgent:
		return 10
	case Phone, JobTitle, Department, Due, Rating, Nationality, Object, List:
		return 6
	}
	return 0
}

// unique draws until the value is one that no other row has. Texts get a
// number at last; of other values every one is tried. It reports false if
// there is none left.
func (r *row) unique(c *column, draw func() any) (any, bool) {
	var v any
	for range 12 {
		v = draw()
		if v == nil {
			if c.key || c.Required {
				break
			}
			return nil, true
		}
		if c.taken == nil || !c.taken[mapKey(v)] {
			return v, true
		}
	}
	if c.ref != nil && v != nil {
		for _, other := range r.candidates(c) {
			if k := other.values[c.refTo]; k != nil && !c.taken[mapKey(k)] {
				r.refs[c.index] = other
				return k, true
			}
		}
		return nil, !c.key && !c.Required
	}
	if c.ref != nil {
		return nil, !c.key && !c.Required
	}
	switch v := v.(type) {
	case string:
		if len(c.enum) > 0 {
			return r.unused(c)
		}
		for n := 2; n < 10000; n++ {
			if text, ok := c.conformText(r, c.another(v, n)).(string); ok && !c.taken[text] {
				return text, true
			}
			if c.re != nil && n < 200 {
				if text, ok := c.re.Draw(r.s, c.doc.short, c.doc.long); ok && !c.taken[text] {
					return text, true
				}
			}
		}
	case int64:
		if len(c.enum) > 0 {
			return r.unused(c)
		}
		for n := int64(1); n < 10000; n++ {
			if w := c.conformInt(v + n); !c.taken[w] {
				return w, true
			}
			if w := c.conformInt(v - n); !c.taken[w] {
				return w, true
			}
		}
	case float64:
		for n := range 10000 {
			if w := c.conformFloat(v + float64(n)); !c.taken[w] {
				return w, true
			}
		}
	case bool:
		if !c.taken[!v] {
			return !v, true
		}
	}
	return nil, !c.key && !c.Required
}

func (r *row) unused(c *column) (any, bool) {
	for _, e := range c.enum {
		if !c.taken[e] {
			return e, true
		}
	}
	return nil, !c.key && !c.Required
}

// another is the n-th text that differs from one that is taken, where its kind
// of text has room for it: a number before the @ of an e-mail address.
func (c *column) another(v string, n int) string {
	number := strconv.Itoa(n)
	cut := -1
	switch c.Meaning {
	case Email:
		cut = strings.LastIndexByte(v, '@')
	case Domain, Hostname, IP:
		cut = strings.IndexByte(v, '.')
	case Filename, ImageURL:
		cut = strings.LastIndexByte(v, '.')
	case Phone, CardNumber, Plate, Postcode:
		if len(v) > len(number) && n < 1000 {
			return v[:len(v)-len(number)] + number
		}
	}
	switch {
	case cut > 0:
		return v[:cut] + number + v[cut:]
	case strings.Contains(v, " "):
		return v + " " + number
	case c.Meaning == Username:
		return v + number
	}
	return v + "-" + number
}

// mapKey is a value as a map can hold it.
func mapKey(v any) any {
	if d, ok := v.(jsonText); ok {
		return string(d)
	}
	return v
}

// distinct draws a key of several columns until no other row has it.
func (r *row) distinct() bool {
	p := r.p
	for range 24 {
		if k := r.keyText(); k != "" && !p.taken[k] {
			p.taken[k] = true
			return true
		}
		for _, c := range p.order {
			if !c.key || c == p.wholeRef && r.whole != nil {
				continue
			}
			if c.ref != nil {
				r.values[c.index] = r.reference(c)
			} else {
				r.values[c.index] = r.draws(c)
			}
		}
	}
	// Few are left: look through them.
	for _, k := range p.key {
		c := p.columns[k]
		if c.ref == nil || c.group != nil || c == p.wholeRef && r.whole != nil {
			continue
		}
		for _, other := range r.candidates(c) {
			r.take(c, other)
			if k := r.keyText(); k != "" && !p.taken[k] {
				p.taken[k] = true
				return true
			}
		}
	}
	return false
}

// keyText is the key of several columns as text, empty if a part is missing.
func (r *row) keyText() string {
	var b []byte
	for _, k := range r.p.key {
		if r.values[k] == nil {
			return ""
		}
		b = append(appendValue(b, r.values[k]), ',')
	}
	return string(b)
}

// candidates are the rows to which a column may refer: those that are there in
// every world in which this row is.
func (r *row) candidates(c *column) []*row {
	rows := c.ref.rows
	n := sort.Search(len(rows), func(i int) bool { return rows[i].born > r.born })
	return rows[:n]
}

// take makes a column refer to a row, with the others of its group.
func (r *row) take(c *column, other *row) any {
	r.refs[c.index] = other
	v := other.values[c.refTo]
	r.values[c.index] = v
	for _, g := range r.p.columns {
		if g.group == c {
			r.refs[g.index] = other
			r.values[g.index] = other.values[g.refTo]
		}
	}
	return v
}

// reference draws a row of another table and returns its key. Old rows are
// referred to more often than new ones, since they were there before. What
// other references of the row know counts: the customer of an order's payment
// is the order's.
func (r *row) reference(c *column) any {
	if c.Type == "JSON" {
		return r.referenceList(c)
	}
	if c.group != nil {
		return r.values[c.index] // set with the first of the group
	}
	if r.whole != nil && c == r.p.wholeRef {
		return r.take(c, r.whole)
	}
	rows := r.candidates(c)
	if c.ref == r.p {
		if len(rows) == 0 || !c.Required && !c.key && r.s.Chance(1, 2) {
			if c.Required && r.self != nil && c.refTo == r.p.key[0] {
				r.refs[c.index] = r
				return r.self
			}
			return nil
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if !c.Required && !c.key && r.s.Chance(1, 7) {
		r.refs[c.index] = nil
		return nil
	}
	for _, d := range r.p.order {
		other := r.refs[d.index]
		if other == nil || d.ref == c.ref || d == c {
			continue
		}
		for _, theirs := range d.ref.columns {
			if theirs.ref != c.ref || other.refs[theirs.index] == nil {
				continue
			}
			same := theirs.Name == c.Name
			if same && (belongs(c.ref.kind) || r.s.Chance(1, 4)) {
				return r.take(c, other.refs[theirs.index])
			}
		}
	}
	// Rows that were there earlier are among the candidates of more rows; the
	// larger of two draws makes up for most of that.
	var other *row
	for range 4 {
		i, j := r.s.IntN(len(rows)), r.s.IntN(len(rows))
		if i = max(i, j); r.s.Chance(1, 4) {
			i = min(i, j)
		}
		other = rows[i]
		if !r.refersTo(other) && r.agrees(other) { // from one to another: no flight ends where it began
			return r.take(c, other)
		}
	}
	if !r.agrees(other) {
		for i, at := 0, r.s.IntN(len(rows)); i < len(rows); i++ {
			if o := rows[(at+i)%len(rows)]; r.agrees(o) {
				other = o
				break
			}
		}
	}
	return r.take(c, other)
}

// agrees reports whether what another row refers to is what the rows refer to
// that this one refers to already: a payment's order and its invoice are of one
// customer.
func (r *row) agrees(other *row) bool {
	for i, theirs := range other.p.columns {
		known := other.refs[i]
		if known == nil || theirs.Type == "JSON" || !belongs(theirs.ref.kind) {
			continue
		}
		for j, c := range r.p.columns {
			mine := r.refs[j]
			if mine == nil || mine == other || mine == r || c.Type == "JSON" {
				continue
			}
			if mine.p == known.p && mine != known && c.Name == theirs.Name {
				return false
			}
			for k, ours := range mine.p.columns {
				if ours.ref == theirs.ref && ours.Name == theirs.Name && ours.Type != "JSON" && mine.refs[k] != nil && mine.refs[k] != known {
					return false
				}
			}
		}
	}
	return true
}

// belongs reports whether rows belong to one of the kind. The people who do
// something to them are many.
func belongs(k *kind) bool { return !k.person || k.word == "customer" || k.word == "patient" }

// refersTo reports whether another column refers to a row already.
func (r *row) refersTo(other *row) bool {
	for _, o := range r.refs {
		if o == other {
			return true
		}
	}
	return false
}

// referenceList is a list of keys, of a column that holds several.
func (r *row) referenceList(c *column) any {
	rows := r.candidates(c)
	b := []byte{'['}
	n := min(len(rows), r.s.IntN(4))
	if n > 0 {
		at := r.s.IntN(len(rows))
		for i := range n {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, rows[(at+i)%len(rows)].values[c.refTo])
		}
	}
	return jsonText(append(b, ']'))
}

// related is the row that a column's words point to: that of customer_id for
// "customer"; for no words the person, company or thing to which the row belongs.
func (r *row) related(of string, fits func(*kind) bool) *row {
	for _, c := range r.p.order {
		if other := r.refs[c.index]; other != nil && other != r && fits(other.p.kind) && of != "" && strings.Join(withoutID(c.words), " ") == of {
			return other
		}
	}
	for _, c := range r.p.order {
		other := r.refs[c.index]
		if other == nil || other == r || !fits(other.p.kind) {
			continue
		}
		if of == "" || len(other.p.thing) > 0 && other.p.thing[len(other.p.thing)-1] == of {
			return other
		}
	}
	return nil
}

// person is whoever the words mean; with none whoever the row is or belongs
// to.
func (r *row) person(of string) *person {
	for _, w := range r.persons {
		if w.whose == of {
			return w.value
		}
	}
	if r.done {
		return nil
	}
	var p *person
	if of != "" || !r.p.kind.person {
		if other := r.related(of, func(k *kind) bool { return k.person }); other != nil {
			p = other.person("")
		}
	}
	if p == nil && (of == "billing" || of == "shipping" || of == "customer" || of == "contact" || of == "primary" || of == "work") && len(r.persons) > 0 {
		p = r.persons[0].value
	}
	if p == nil {
		switch of {
		case "", "holder", "cardholder", "account holder", "account", "customer", "owner", "card", "client", "patient", "billing", "shipping":
			for _, c := range r.p.order {
				if other := r.refs[c.index]; p == nil && other != nil && other != r && !other.p.kind.person && other.p.kind.word != "ticket" && other.p.kind.word != "issue" && !r.p.kind.person {
					p = other.person("")
				}
			}
		}
	}
	if p == nil {
		domain := ""
		at := r.place("")
		if of != "" && of != "contact" && of != "primary" {
			// Somebody else's: not of the same house.
		} else if firm := r.related("", func(k *kind) bool { return k.company }); firm != nil {
			if c := firm.company(""); c != nil {
				domain = c.domain
			}
		} else if len(r.companies) > 0 && r.p.kind.person {
			domain = r.companies[0].value.domain
		}
		p = r.newPerson(at, domain)
	}
	r.persons = append(r.persons, whose[*person]{of, p})
	return p
}

// placeWords say of a place that it is one, and not which.
var placeWords = []string{"address", "addresses", "addr", "location", "place", "geo", "position", "postal", "mailing", "full", "street", "details", "info"}

// which is what of a column's words tells one place of a row from another:
// "shipping" of "shipping address".
func which(of string) string {
	for of != "" {
		head, last, _ := cutLast(of)
		if !slices.Contains(placeWords, last) {
			return of
		}
		of = head
	}
	return of
}

// cutLast cuts the last word off.
func cutLast(words string) (head, last string, more bool) {
	if i := strings.LastIndexByte(words, ' '); i >= 0 {
		return words[:i], words[i+1:], true
	}
	return "", words, false
}

// place is where the words mean: "billing", "origin"; with none where the row is.
func (r *row) place(of string) *place {
	of = which(of)
	for _, w := range r.places {
		if w.whose == of {
			return w.value
		}
	}
	if r.done {
		return nil
	}
	var p *place
	switch of {
	case "", "shipping", "billing", "delivery", "customer", "home", "primary", "contact", "recipient", "patient", "permanent", "residential":
		if p = r.sent(of); p != nil {
			break
		}
		if of != "" && r.s.Chance(1, 8) {
			break // billed elsewhere
		}
		if len(r.places) > 0 && of != "" {
			p = r.places[0].value
		} else if !r.p.kind.person && !r.p.kind.company {
			if other := r.related("", func(k *kind) bool { return k.person || k.company }); other != nil {
				p = other.place("")
			}
		}
	}
	if p == nil {
		p = r.newPlace()
	}
	r.places = append(r.places, whose[*place]{of, p})
	return p
}

// sent is the place of the address to which the row refers, which is where its
// own columns lie.
func (r *row) sent(of string) *place {
	var found *row
	for _, c := range r.p.order {
		other := r.refs[c.index]
		if other == nil || other == r || other.p.kind.word != "address" || len(other.places) == 0 {
			continue
		}
		if own := which(strings.Join(withoutID(c.words), " ")); own == of {
			return other.places[0].value
		}
		if found == nil {
			found = other
		}
	}
	if found == nil {
		return nil
	}
	return found.places[0].value
}

// company is the firm that the words mean.
func (r *row) company(of string) *company {
	for _, w := range r.companies {
		if w.whose == of {
			return w.value
		}
	}
	if r.done {
		return nil
	}
	var c *company
	if of != "" || !r.p.kind.company {
		if other := r.related(of, func(k *kind) bool { return k.company }); other != nil {
			c = other.company("")
		}
	}
	if c == nil {
		at := r.place("")
		if of != "" {
			at = r.newPlace()
		}
		c = r.newCompany(at)
		if names := r.p.kind.names; of == "" && r.p.kind.company && len(names) > 0 {
			r.here = at
			for range 6 {
				c.name = r.say(names[r.s.IntN(len(names))])
				if !r.p.firms[c.name] {
					break
				}
			}
			r.p.firms[c.name] = true
			r.here = nil
			c.stem = c.name
			c.domain = slug(c.name, "-") + ".example"
		}
	}
	r.companies = append(r.companies, whose[*company]{of, c})
	return c
}

// say fills in a template: a name in braces is replaced by what it stands for
// in this row, with a capital if ^ stands before it.
func (r *row) say(template string) string {
	return string(r.sayTo(make([]byte, 0, 96), template, 0))
}

func (r *row) sayTo(b []byte, template string, depth int) []byte {
	for {
		open := strings.IndexByte(template, '{')
		if open < 0 || depth > 6 {
			return append(b, template...)
		}
		shut := strings.IndexByte(template[open:], '}') + open
		b = append(b, template[:open]...)
		name := template[open+1 : shut]
		template = template[shut+1:]
		capital := name[0] == '^'
		if capital {
			name = name[1:]
		}
		at := len(b)
		if name == "jobtitle" && r.f.software {
			name = "techtitle"
		}
		if list := phrases[name]; list != nil {
			b = r.sayTo(b, list[r.pick(name, len(list))], depth+1)
		} else {
			b = append(b, r.word(name)...)
		}
		if capital && at < len(b) && 'a' <= b[at] && b[at] <= 'z' {
			b[at] -= 'a' - 'A'
		}
	}
}

// pick is an index of a list of phrases: every other time one of a few that
// this world prefers, so that rows are alike.
func (r *row) pick(name string, n int) int {
	if n > 8 && r.s.Chance(1, 4) && !strings.HasSuffix(phrases[name][0], ".") {
		return int((r.f.flavour + uint64(name[0])*31 + uint64(r.s.IntN(3))) % uint64(n))
	}
	return r.s.IntN(n)
}

// word is what a name in a template stands for that is no list of phrases.
func (r *row) word(name string) string {
	s := r.s
	switch name {
	case "n":
		return strconv.Itoa(2 + s.IntN(8))
	case "n1":
		return strconv.Itoa(1 + s.IntN(2))
	case "nn":
		return strconv.Itoa(5 * (2 + s.IntN(17)))
	case "nnn":
		return strconv.Itoa(100 + 10*s.IntN(90))
	case "nnnn":
		return strconv.Itoa(1000 + s.IntN(9000))
	case "first":
		c := cultures[r.f.home.culture]
		if s.Chance(1, 2) {
			return c.female[r.favoured(len(c.female))]
		}
		return c.male[r.favoured(len(c.male))]
	case "firstslug":
		return slug(r.word("first"), "")
	case "last":
		c := cultures[r.f.home.culture]
		return c.last[r.favoured(len(c.last))]
	case "person":
		return r.word("first") + " " + r.word("last")
	case "mail":
		return slug(r.word("first"), "") + "." + slug(r.word("last"), "") + "@example.com"
	case "company":
		if r.p.kind.word == "deal" || r.p.kind.word == "quote" || r.p.kind.word == "contract" || r.p.kind.word == "invoice" || r.p.kind.word == "activity" {
			if other := r.related("", func(k *kind) bool { return k.company }); other != nil && len(other.companies) > 0 {
				return other.companies[0].value.stem
			}
		}
		at := place{country: r.f.home, city: &r.f.home.cities[s.IntN(len(r.f.home.cities))]}
		return r.newCompany(&at).stem
	case "companyslug":
		return slug(companyStems[s.IntN(len(companyStems))], "-")
	case "domain":
		return slug(companyStems[s.IntN(len(companyStems))], "-") + pickText(s, "-shop.example", ".example", "-group.example", "-online.example")
	case "city":
		if r.here != nil {
			return r.here.city.name
		}
		return r.someCity().name
	case "street1":
		c := r.f.home
		if r.here != nil {
			if r.p.kind.word == "property" || s.Chance(1, 3) {
				return r.here.street
			}
			c = r.here.country
		}
		return c.streets[s.IntN(len(c.streets))]
	case "prop":
		if h := r.dwelling(); h != nil && r.p.kind.word == "property" {
			return h.what
		}
		return homeTypes[s.IntN(len(homeTypes))]
	case "bednum":
		if h := r.dwelling(); h != nil && r.p.kind.word == "property" {
			return bedroomWords[h.beds-1]
		}
		return bedroomWords[s.IntN(4)]
	case "productcategory":
		return r.f.line.items[s.IntN(len(r.f.line.items))].category
	case "linecategory":
		list := r.f.categories
		return list[r.ordinal%len(list)]
	case "menudishlow":
		return lowerFirst(r.dish().name)
	case "menudish":
		return r.dish().name
	case "dishwith":
		d := r.dish()
		return d.with[0]
	case "dishwith2":
		d := r.dish()
		return d.with[len(d.with)-1]
	case "drugname":
		return r.drug().name
	case "drugfor":
		return strings.ToLower(r.drug().condition[:1]) + r.drug().condition[1:]
	case "cityslug":
		return slug(r.someCity().name, "-")
	case "region":
		return r.someCity().region
	case "country":
		return countries[s.IntN(len(countries))].name
	case "year":
		return strconv.Itoa(time.Unix(r.f.now, 0).UTC().Year() - s.IntN(3))
	case "pct":
		return strconv.Itoa(r.percentOff())
	case "thisyear":
		return strconv.Itoa(time.Unix(r.f.now, 0).UTC().Year())
	case "ownversion":
		if r.version == "" {
			r.version = "v" + r.word("version")
		}
		return r.version
	case "oldyear":
		return strconv.Itoa(1890 + s.IntN(125))
	case "date":
		return time.Unix(r.f.now-int64(s.IntN(120))*day, 0).UTC().Format("2 January")
	case "isodate":
		at := r.f.now - int64(s.IntN(200))*day
		if r.created != unset {
			at = r.created - int64(s.IntN(9))*day
		}
		return time.Unix(at, 0).UTC().Format("2006-01-02")
	case "time":
		return strconv.Itoa(8+s.IntN(12)) + ":" + pickText(s, "00", "15", "30", "45")
	case "hex":
		return hexText(s, 8)
	case "version":
		return strconv.Itoa(1+s.IntN(4)) + "." + strconv.Itoa(s.IntN(12)) + "." + strconv.Itoa(s.IntN(6))
	case "thing":
		if n := len(r.p.thing); n > 0 {
			return strings.Join(r.p.thing[max(0, n-2):], " ")
		}
		return "entry"
	case "flight":
		return r.flightNumber()
	case "airportname":
		return airports[s.IntN(len(airports))].name
	case "product":
		return r.newArticle().name()
	case "productlow":
		return strings.ToLower(r.newArticle().item.name)
	}
	panic("populating: no phrase is called " + name)
}

func (r *row) someCity() *city {
	c := r.f.home
	if r.s.Chance(1, 3) {
		c = r.f.second
	}
	return &c.cities[r.s.IntN(len(c.cities))]
}

func pickText(s *rng.Stream, list ...string) string { return list[s.IntN(len(list))] }

func hexText(s *rng.Stream, n int) string {
	const hex = "0123456789abcdef"
	b := make([]byte, n)
	var word uint64
	for i := range b {
		if i%16 == 0 {
			word = s.Uint64()
		}
		b[i] = hex[word&15]
		word >>= 4
	}
	return string(b)
}

func base36(s *rng.Stream, n int) string {
	const letters = "0123456789abcdefghijklmnopqrstuvwxyz"
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[s.IntN(36)]
	}
	return string(b)
}
