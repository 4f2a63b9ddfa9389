package populating

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"worldc/pattern"
	"worldc/rng"
	"worldc/world"
)

// A plan is how the rows of one table are made.
type plan struct {
	f       *filling
	table   *world.Table
	thing   []string
	kind    *kind // never nil
	columns []*column
	key     []int
	order   []*column // in which values are drawn
	s       *rng.Stream
	style   uint64 // what the rows of this table have in common

	referred bool  // by another table
	whole    *plan // of which the rows are parts, as the lines of an order are
	wholeRef *column
	prefix   string // of text keys
	depth    int

	weight, least, most int // see size
	state               *column
	states              *states
	lasting             *lasting // how long the rows last, nil if their words do not say

	rows      []*row
	referring map[*row]int64 // how many rows an owner has, where they have places
	filled    bool
	taken     map[string]bool // keys of several columns
	firms     map[string]bool // names of firms
}

// A column is how the values of one column, or of one property of a document
// in a column, are drawn.
type column struct {
	*world.Column
	index int
	plan  *plan

	words   []string // of the name
	whose   string   // the words before what the column holds: "billing" of billing_city
	stem    string   // the step that a Happened or Flag tells about: "shipp" of shipped_at
	doc     document
	re      *pattern.Pattern
	enum    []any
	weigh   []int64
	layout  string   // of times in text
	milli   bool     // times in numbers are milliseconds
	span    string   // of a Start or an End: which of the row's spans
	lasting *lasting // of a Start or an End: how long by its own words
	cents   bool     // money in numbers is hundredths

	key    bool
	unique bool
	taken  map[any]bool

	ref   *plan
	refTo int // the column of ref whose value it holds
	group *column
	later bool // filled in when all tables are

	copyRef *column // the reference from whose row the value is copied
	copyOf  *column

	properties []*column // of a JSON object
	names      []string
	item       *column // of a JSON array
}

// anything is the kind of a thing that is not known.
var anything = kind{word: "", names: []string{"{generic}"},
	abouts: []string{"{generalabout}"}, states: []string{"pending", "active", "inactive"}, tags: []string{"new", "important", "shared", "archive", "review"}, low: 5, high: 300}

func (f *filling) newPlan(t *world.Table) *plan {
	p := &plan{f: f, table: t, firms: map[string]bool{}, s: f.o.Stream("table", t.Name)}
	p.style = p.s.Uint64() >> 8
	of := f.around.subject(t)
	if p.thing, p.kind = of.words, of.kind; p.kind == nil {
		p.kind = &anything
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		col := p.newColumn(c, readDocument(c.Document), 0)
		col.index = i
		col.key = slices.Contains(t.Key, c.Name)
		col.unique = c.Unique || col.key && len(t.Key) == 1
		if col.unique {
			col.taken = map[any]bool{}
		}
		p.columns = append(p.columns, col)
	}
	for _, k := range t.Key {
		i := slices.IndexFunc(t.Columns, func(c world.Column) bool { return c.Name == k })
		if i < 0 {
			panic("populating: table " + t.Name + " has no column " + k + ", which is to be its key")
		}
		p.key = append(p.key, i)
	}
	if len(p.key) == 0 {
		panic("populating: table " + t.Name + " has no key")
	}
	if len(p.key) > 1 {
		p.taken = map[string]bool{}
	}
	if p.has(Position) != nil {
		p.referring = map[*row]int64{}
	}
	p.pair()
	return p
}

// newColumn prepares a column, or a property at a depth inside one.
func (p *plan) newColumn(c *world.Column, d document, depth int) *column {
	col := &column{Column: c, plan: p, words: split(c.Name), doc: d, re: pattern.Compile(d.pattern)}
	col.whose = strings.Join(p.whoseWords(col.words, c.Meaning), " ")
	col.cents = slices.Contains(col.words, "cents") || slices.Contains(col.words, "minor") || col.doc.says("cents", "smallest currency unit", "minor unit")
	col.milli = slices.Contains(col.words, "ms") || slices.Contains(col.words, "millis") || col.doc.says("millisecond", "in ms")
	col.layout = layoutOf(c, &d)
	col.span = spanName(col)
	for _, e := range d.examples {
		if f, ok := e.(float64); ok && f > 1e11 {
			col.milli = true
		}
	}
	raw := c.Enum
	if len(raw) == 0 {
		raw = d.enum
	}
	for _, e := range raw {
		if v, ok := decodeEnum(e, c.Type); ok && !slices.Contains(col.enum, v) {
			col.enum = append(col.enum, v)
		}
	}
	if len(col.enum) == 0 && c.Type == "TEXT" && c.References == "" && c.Meaning != ID {
		switch c.Meaning {
		case "", Status, Kind, Category, Level, Priority, Severity, Size, Role, Visibility, Plan, Unit, Condition, Format, Channel, Choice, Method, Environment, PaymentMethod, Platform, Gender, Schedule:
			for _, w := range d.choices() {
				col.enum = append(col.enum, w)
			}
		}
	}
	if c.Meaning == "" && c.Type == "TEXT" && len(col.doc.examples) == 0 {
		for _, w := range d.told() {
			col.doc.examples = append(col.doc.examples, w)
		}
	}
	if c.Meaning == Happened || c.Meaning == Flag {
		col.stem = stemOf(col.words)
	}
	// A few of the values are frequent, in an order that the table settles.
	n := len(col.enum)
	for i := range n {
		col.weigh = append(col.weigh, int64(1+12/(1+(i+int(p.style>>3))%n)))
	}
	if c.Type == "JSON" && depth < 3 {
		for _, prop := range d.properties {
			kind := columnType(prop.document.kind, &prop.document)
			inner := &world.Column{Name: prop.name, Type: kind, Required: prop.required}
			d := prop.document
			thing := subject{p.thing, p.kind}
			if depth >= 0 && len(col.words) > 0 {
				words := append(slices.Clone(col.words[:len(col.words)-1]), singular(col.words[len(col.words)-1]))
				thing = subject{words, kindOf(words)}
			}
			inner.Meaning = meaningOf(split(prop.name), kind, &d, len(d.enum) > 0, thing, false)
			if inner.Meaning == ID || prop.name == "id" {
				inner.Meaning = ExternalID
			}
			col.properties = append(col.properties, p.newColumn(inner, d, depth+1))
		}
		if d.kind == "array" && d.items != nil {
			kind := columnType(d.items.kind, d.items)
			last := len(col.words) - 1
			words := slices.Clone(col.words)
			if last >= 0 {
				words[last] = singular(words[last])
			}
			inner := &world.Column{Name: strings.Join(words, "_"), Type: kind, Required: true}
			inner.Meaning = meaningOf(words, kind, d.items, len(d.items.enum) > 0, subject{p.thing, p.kind}, false)
			if c.Meaning != "" && c.Meaning != List && c.Meaning != Object && kind == "TEXT" {
				inner.Meaning = c.Meaning
			}
			col.item = p.newColumn(inner, *d.items, depth+1)
		}
	}
	return col
}

// columnType is the type of a column for values of a JSON type.
func columnType(kind string, d *document) string {
	switch kind {
	case "integer":
		return "INTEGER"
	case "number":
		return "REAL"
	case "boolean":
		return "BOOLEAN"
	case "object", "array":
		return "JSON"
	case "":
		if len(d.properties) > 0 {
			return "JSON"
		}
	}
	return "TEXT"
}

// decodeEnum is a value of an enum as the column's type holds it.
func decodeEnum(raw json.RawMessage, kind string) (any, bool) {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil, false
	}
	switch kind {
	case "TEXT":
		switch v := v.(type) {
		case string:
			return v, true
		case json.Number:
			return v.String(), true
		}
	case "INTEGER", "REAL":
		n, ok := v.(json.Number)
		if s, text := v.(string); text {
			n, ok = json.Number(s), true
		}
		if !ok {
			return nil, false
		}
		if i, err := n.Int64(); err == nil && kind == "INTEGER" {
			return i, true
		}
		if f, err := n.Float64(); err == nil && kind == "REAL" {
			return f, true
		}
	case "BOOLEAN":
		if b, ok := v.(bool); ok {
			return b, true
		}
	case "JSON":
		switch v := v.(type) {
		case string:
			return v, true
		case bool:
			return v, true
		}
	}
	return nil, false
}

// layoutOf is how times stand in a text column, by its examples, its format
// and its name.
func layoutOf(c *world.Column, d *document) string {
	if c.Type != "TEXT" {
		return ""
	}
	for _, e := range d.examples {
		text, ok := e.(string)
		if !ok {
			continue
		}
		for _, l := range [...]string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02", "01/02/2006", "02/01/2006", "20060102", "15:04", "15:04:05"} {
			if _, err := time.Parse(l, text); err == nil {
				return l
			}
		}
	}
	switch strings.ToLower(d.format) {
	case "date", "full-date":
		return "2006-01-02"
	case "date-time", "datetime":
		return time.RFC3339
	case "time", "partial-time":
		return "15:04:05"
	}
	text := strings.ToLower(d.description)
	switch {
	case strings.Contains(text, "yyyy-mm-dd hh:mm"):
		return "2006-01-02 15:04"
	case strings.Contains(text, "yyyy-mm-ddthh"):
		return time.RFC3339
	case strings.Contains(text, "yyyy-mm-dd"):
		return "2006-01-02"
	case strings.Contains(text, "hh:mm"):
		return "15:04"
	}
	words := split(c.Name)
	if n := len(words); n > 0 {
		switch words[n-1] {
		case "date", "day", "on", "birthday", "dob", "birth", "from", "until", "to", "departure", "arrival", "expiry":
			return "2006-01-02"
		}
		if slices.Contains(words, "date") && !slices.Contains(words, "time") {
			return "2006-01-02"
		}
	}
	if c.Meaning == BirthDate || c.Meaning == Date {
		return "2006-01-02"
	}
	return time.RFC3339
}

// whoseWords are the words of a name that say to whom or what it belongs:
// "billing" of billing_city, "customer" of customer_name, but nothing of
// first_name.
func (p *plan) whoseWords(words []string, m world.Meaning) []string {
	words = withoutThing(words, p.thing)
	for len(words) > 1 {
		switch words[0] {
		case "display", "real", "full", "screen", "common", "friendly", "legal", "public", "preferred", "official", "short", "long", "current", "original", "formatted", "new", "old", "default":
			words = words[1:]
			continue
		}
		break
	}
	if isTime(m) || len(words) == 0 {
		return nil
	}
	for k := range words {
		end, ok := names[strings.Join(words[k:], "_")]
		if !ok {
			continue
		}
		if k > 0 {
			return words[:k]
		}
		// The whole name means something. It may still be a thing and what of it:
		// the meaning of the end says so.
		for n := len(words) - 1; n > 0; n-- {
			rest, ok := names[strings.Join(words[n:], "_")]
			if !ok {
				continue
			}
			if rest == end {
				return words[:n]
			}
			if owner := kindOfOwner(words[:n]); rest == Name && owner != nil && (owner.person || owner.company || owner.means != "") {
				return words[:n]
			}
		}
		switch m {
		case PersonName, CompanyName:
			last := words[len(words)-1]
			if byThing()[last] != nil || last == "by" || last == "to" {
				return words // author, created_by
			}
		}
		return nil
	}
	return nil
}

// connect finds the tables to which columns refer.
func (p *plan) connect(byName map[string]*plan) {
	first := map[*plan][]*column{}
	for _, c := range p.columns {
		if c.References == "" {
			continue
		}
		c.ref = byName[c.References]
		if c.ref != nil && c.Type != "JSON" {
			first[c.ref] = append(first[c.ref], c)
		}
	}
	for _, c := range p.columns {
		if c.ref == nil {
			continue
		}
		c.refTo = c.ref.key[0]
		// As many references as the key has columns, of their types, are one
		// reference.
		group := first[c.ref]
		if len(c.ref.key) < 2 || len(group) != len(c.ref.key) {
			continue
		}
		one := true
		for i, g := range group {
			one = one && g.Type == c.ref.columns[c.ref.key[i]].Type
		}
		if i := slices.Index(group, c); one && i >= 0 {
			c.refTo = c.ref.key[i]
			if i > 0 {
				c.group = group[0]
			}
		}
	}
}

// refersTo is the column that refers to a table, nil if none does.
func (p *plan) refersTo(target *plan) *column {
	for _, c := range p.columns {
		if c.ref == target && c.group == nil && c.Type != "JSON" {
			return c
		}
	}
	return nil
}

// choosePart finds out whether the rows are parts of the rows of another
// table, whose totals or counts they settle.
func (p *plan) choosePart() {
	for _, c := range p.columns {
		w := c.ref
		if w == nil || w == p || !c.Required && !c.key || c.group != nil || c.Type == "JSON" || c.unique || w.whole != nil {
			continue
		}
		line := p.has(Quantity) != nil || p.kind.word == "line"
		if line && (w.has(Total) != nil || w.has(Subtotal) != nil || w.has(Amount) != nil) || w.countOf(p) != nil {
			p.whole, p.wholeRef = w, c
			return
		}
	}
}

// countOf is the column that counts the rows of another table that belong to a
// row of this one: comment_count.
func (p *plan) countOf(part *plan) *column {
	if len(part.thing) == 0 {
		return nil
	}
	noun := part.thing[len(part.thing)-1]
	for _, c := range p.columns {
		if c.Meaning != Count || c.Type != "INTEGER" || len(c.words) < 2 {
			continue
		}
		n := len(c.words)
		if c.words[n-1] == "count" && singular(c.words[n-2]) == noun || singular(c.words[n-1]) == noun && (c.words[0] == "num" || c.words[0] == "number" || c.words[0] == "total") {
			return c
		}
	}
	return nil
}

// has is the first column of a meaning, nil if there is none.
func (p *plan) has(m world.Meaning) *column {
	for _, c := range p.columns {
		if c.Meaning == m {
			return c
		}
	}
	return nil
}

// connectCopies finds the columns that repeat what stands in the row to which
// a reference leads: customer_name beside customer_id.
func (p *plan) connectCopies() {
	for _, c := range p.columns {
		if c.ref != nil || c.key || c.unique || p.connectRepeat(c) {
			continue
		}
		for _, r := range p.columns {
			if r.ref == nil || r.ref == p || r.group != nil || r.Type == "JSON" || r.ref.depth > p.depth {
				continue
			}
			if of := p.copyOf(c, r); of != nil && of.Type == c.Type && !of.key && len(c.enum) == 0 {
				c.copyRef, c.copyOf = r, of
				break
			}
		}
	}
}

// connectRepeat finds what a column repeats that the designer of the table says
// repeats something.
func (p *plan) connectRepeat(c *column) bool {
	through, name, ok := strings.Cut(c.Repeats, ".")
	if !ok || len(c.enum) > 0 {
		return false
	}
	for _, r := range p.columns {
		if r.Name != through || r.ref == nil || r.ref == p || r.group != nil || r.Type == "JSON" || r.ref.depth > p.depth {
			continue
		}
		for _, of := range r.ref.columns {
			if of.Name == name && of.Type == c.Type {
				c.copyRef, c.copyOf = r, of
				return true
			}
		}
	}
	return false
}

// copyOf is the column of the row to which a reference leads that c repeats.
func (p *plan) copyOf(c, ref *column) *column {
	base := withoutID(ref.words)
	thing := ref.ref.thing
	rest := []string(nil)
	switch {
	case len(c.words) > len(base) && len(base) > 0 && slices.Equal(c.words[:len(base)], base):
		rest = c.words[len(base):]
	case len(thing) > 0 && len(c.words) > 1 && c.words[0] == thing[len(thing)-1]:
		rest = c.words[1:]
	case len(c.words) > 0 && c.whose == "":
		// The price of a line is that of its product; the currency of a payment
		// that of its order.
		if c.Meaning == Price && ref.ref.kind.means == ProductName || c.Meaning == Currency {
			return ref.ref.has(c.Meaning)
		}
		if c.Meaning == ProductName && ref.ref.kind.means == ProductName {
			return ref.ref.named()
		}
		return nil
	}
	if len(rest) == 0 {
		return nil
	}
	name := strings.Join(rest, "_")
	for _, of := range ref.ref.columns {
		if of.ref == nil && strings.Join(of.words, "_") == name {
			return of
		}
	}
	for _, of := range ref.ref.columns {
		if of.ref == nil && of.Meaning == c.Meaning && of.whose == "" && c.Meaning != "" && c.Meaning != Flag && c.Meaning != Count && c.Meaning != Happened {
			return of
		}
	}
	if name == "name" || name == "title" {
		return ref.ref.named()
	}
	return nil
}

// named is the column by which people call a row.
func (p *plan) named() *column {
	for _, m := range [...]world.Meaning{Name, PersonName, CompanyName, Title, p.kind.means, Username} {
		if m != "" {
			if c := p.has(m); c != nil && c.Type == "TEXT" {
				return c
			}
		}
	}
	return nil
}

func withoutID(words []string) []string {
	if n := len(words); n > 1 {
		switch words[n-1] {
		case "id", "uuid", "uid", "key", "code", "number", "ref", "sid", "slug", "ids", "name":
			return words[:n-1]
		}
	}
	return words
}

// chooseOrder settles in which order values are drawn: the key, references
// (those that lead far first, since they know what the others are), the state,
// when the row was made, the rest, and what is computed or the latest at the
// end.
func (p *plan) chooseOrder() {
	rank := func(c *column) int {
		n := 100 + 2*len(p.f.plans)
		switch {
		case c.ref != nil && c.ref.depth > p.depth && c.ref != p:
			c.later = !c.key
			return 2
		case c.ref != nil && c.ref != p:
			return n - c.ref.depth
		case c.key && c.ref == nil:
			return n + 1
		case c.ref == p:
			return n + 2
		case c == p.state:
			return n + 3
		}
		switch c.Meaning {
		case Created:
			return n + 4
		case Start:
			return n + 5
		case Name, Title, PersonName, CompanyName, ProductName:
			return n + 6
		case Happened:
			return n + 8 + stepRank(c.stem)
		case Updated:
			return n + 100
		}
		return n + 7
	}
	p.order = slices.Clone(p.columns)
	slices.SortStableFunc(p.order, func(a, b *column) int { return rank(a) - rank(b) })
}

// bornAt is the smallest [Options.Rows] at which there are more than i rows.
func (p *plan) bornAt(i int) int {
	if i < p.least {
		return 0
	}
	rows := max(1, i*1000/p.weight-1)
	for p.size(rows) <= i {
		rows++
	}
	return rows
}

// size is how many rows there are. It never falls as rows grow, so that there
// is a first world in which a row is, and depends on nothing else.
func (p *plan) size(rows int) int {
	if p.weight == 0 {
		p.chooseSize()
	}
	n := max(p.least, min(rows, 3), (rows*p.weight+500)/1000)
	if p.most > 0 {
		n = min(n, p.most)
	}
	return n
}

// countNames is how many names things of the kind have, 0 if there is no end
// of them.
func (p *plan) countNames() int {
	n := 0
	for _, name := range p.kind.names {
		switch list := phrases[strings.Trim(name, "{^}")]; {
		case name == "{linecategory}":
			n += len(p.f.categories)
		case name[0] == '{' && name[len(name)-1] == '}' && strings.Count(name, "{") == 1 && len(list) > 0 && !strings.Contains(strings.Join(list, ""), "{"):
			n += len(list)
		case strings.Contains(name, "{"):
			return 0
		default:
			n++
		}
	}
	return n
}

func (p *plan) chooseSize() {
	referred, refers := 0, 0
	for _, q := range p.f.plans {
		for _, c := range q.columns {
			if c.ref == p && q != p {
				referred++
			}
			if c.ref != nil && c.ref != p && q == p {
				refers++
			}
		}
	}
	jitter := int(p.style>>7) % 400
	switch {
	case p.kind.lookup && referred > 0:
		p.weight = 450 + jitter/2
	case refers == 0 && referred > 0:
		p.weight = 650 + jitter
	case refers > 0 && referred == 0:
		p.weight = 1050 + 2*jitter
	default:
		p.weight = 850 + jitter
	}
	if n := len(p.kind.names); p.kind.lookup && n > 0 && p.countNames() > 0 {
		p.most = p.countNames()
	}
	p.least = 1
	if referred > 0 {
		p.least = 3 // so that who refers to it has a choice
	}
	if p.states != nil {
		p.least = max(p.least, min(len(p.states.all), 8))
	}
}
