package toolsmith

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles/toolsmith/reading"
	"worldc/world"
)

// maxColumns is how many columns a table has. Those that tools write come
// first, then those that are mentioned most. A world has at most allColumns,
// and each of its tables at least minColumns.
const (
	maxColumns = 30
	minColumns = 6
	allColumns = 2400
)

// maxEnum bounds the values of a CHECK.
const maxEnum = 60

// How much a document counts where several speak of one column: what is
// written has to fit, what comes out is shown as it is.
const (
	writtenWeight = 4
	namedWeight   = 3
	askedWeight   = 2
	shownWeight   = 1
)

// A column is a column in the making.
type column struct {
	world.Column

	slot   string
	entity *entity
	target *entity // of a reference
	lists  *entity // of a list of references, which is JSON

	votes     [5]int // for each of the kinds
	weight    int
	written   bool
	onlyAsked bool            // only filters speak of it
	usual     bool            // no document speaks of it: the trade has it
	scope     bool            // a parameter of a path stands for it: it says where the row lies
	arrays    bool            // a list or an object is written to it
	listed    json.RawMessage // the document of a result that shows a list of it
	mirror    *mirror         // the rows of another table that it shows; it is no column of its own
	first     int
	called    []spoken // the attributes that documents call it
	heard     int      // weight of the document in Document
	enums     []json.RawMessage
	wishes    []json.RawMessage // enum values that are only asked for
	facets    facets
	given     bool // that its value is to be worked out, such as created_at

	onDelete string
}

type spoken struct {
	name  string
	count int
}

// kinds are the types of columns, in the order in which they win ties.
var kinds = [5]string{"TEXT", "INTEGER", "REAL", "BOOLEAN", "JSON"}

func kindOf(jsonType string) int {
	switch jsonType {
	case "string":
		return 0
	case "integer":
		return 1
	case "number":
		return 2
	case "boolean":
		return 3
	case "object", "array":
		return 4
	}
	return -1
}

// see notes that a document speaks of a column.
func (e *entity) see(slot, attribute string, document json.RawMessage, many bool, weight int) *column {
	c := e.slots[slot]
	if c == nil {
		c = &column{slot: slot, entity: e, first: len(e.columns), onlyAsked: true}
		e.slots[slot] = c
		e.columns = append(e.columns, c)
	}
	c.weight += weight
	c.onlyAsked = c.onlyAsked && weight == askedWeight
	f := facetsOf(document)
	if many && weight > shownWeight && weight < writtenWeight && f.items != nil { // a filter by several values of a column of one
		f.types, f.enum = f.items.types, f.items.enum
	}
	if many && weight >= writtenWeight {
		f.types = []string{"array"}
	}
	for _, t := range f.types {
		if k := kindOf(t); k >= 0 {
			c.votes[k] += weight
		}
	}
	if weight >= writtenWeight {
		c.written = true
		c.arrays = c.arrays || f.only("array") || f.only("object")
	}
	if weight == askedWeight {
		c.wishes = append(c.wishes, f.enum...)
	} else {
		c.enums = append(c.enums, f.enum...)
	}
	loud := weight*4 + min(len(f.enum), 1)*9 + min(len(f.text), 1)*2 + min(len(f.format), 1)*3
	if loud > c.heard && len(document) > 0 {
		c.heard, c.Document, c.facets = loud, document, f
	}
	if attribute != "" {
		for i := range c.called {
			if c.called[i].name == attribute {
				c.called[i].count += weight
				return c
			}
		}
		c.called = append(c.called, spoken{attribute, weight})
	}
	return c
}

// identifying are the last words of a name that says which row is meant.
var identifying = wordSet("id ids uuid guid key keys name names number no code codes identifier ref reference slug sid uid uri arn handle")

// role says as what a row is referred to: `billing` for billing_customer_id,
// nothing for customer_id.
func role(attribute string, target *entity) string {
	words := strings.FieldsFunc(attribute, func(r rune) bool { return r == '_' })
	for len(words) > 0 && identifying[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	for n := len(target.words); n > 0; n-- {
		tail := target.words[len(target.words)-n:]
		if suffixOf(tail, words) {
			words = words[:len(words)-n]
			break
		}
		if many := append(slices.Clone(tail[:n-1]), plural(tail[n-1])); suffixOf(many, words) {
			words = words[:len(words)-n]
			break
		}
	}
	for _, w := range words {
		if slices.Contains(target.words, w) {
			return ""
		}
	}
	return strings.Join(words, "_")
}

// A place is what a parameter or a field stands for in the tables.
type place struct {
	slot   string
	target *entity // of a reference; nil of a plain column
	key    bool    // whether it is the key of the entity itself
	lists  *entity // of a list of references
}

// placeOf is the place of an attribute of an entity.
func (t *things) placeOf(e *entity, attribute string, of []string, refers bool) place {
	attribute = identifier(attribute)
	var target *entity
	if len(of) > 0 {
		target = t.of(of)
	}
	switch {
	case target == e && !refers:
		if attribute == "" {
			attribute = "id"
		}
		return place{slot: "a:" + attribute, key: true}
	case target == e:
		if r := role(attribute, e); r != "" {
			return place{slot: "self:" + r, target: e}
		}
		return place{slot: keySlot, key: true}
	case target != nil:
		return place{slot: "ref:" + target.table + ":" + role(attribute, target), target: target}
	}
	if attribute == "" {
		return place{}
	}
	return place{slot: "a:" + attribute}
}

// spread are the parameters of a tool, with the properties of one that stands
// for the row in its place.
func spread(r *reading.Reading) []*reading.Parameter {
	var list []*reading.Parameter
	for i := range r.Parameters {
		p := &r.Parameters[i]
		if !whole(r, p) {
			list = append(list, p)
			continue
		}
		for k := range p.Fields {
			list = append(list, &p.Fields[k])
		}
	}
	return list
}

// spans are the names of parameters that say how much of the past or the
// future is wanted: as many rows as there are days in it.
var spans = wordSet("day days hours weeks months years minutes num_days number_of_days forecast_days lookback_days days_back days_ahead lookback lookback_count period_days history_days")

// technical attributes are about the transport of rows, not about them.
var technical = wordSet("lock_version etag e_tag self_link _links odata_etag odata_type odata_id odata_context odata_next_link resource_version_etag __metadata")

// wishes are the beginnings of names of what a row is to become.
var wishes = []string{"new_", "destination_", "target_"}

// wished is the attribute of a parameter. What a row is to become is what it
// is afterwards: new_title sets the title.
func wished(r *reading.Reading, p *reading.Parameter) string {
	name := identifier(p.Attribute)
	if r.Operation != world.Update && r.Operation != world.Move || p.In == "path" {
		return name
	}
	for _, prefix := range wishes {
		if rest, ok := strings.CutPrefix(name, prefix); ok && rest != "" && rest != "id" {
			return rest
		}
	}
	return name
}

// drop forgets the columns that are no more than switches of a list, whether
// to show what is hidden, or options of how one row is shown.
func (e *entity) drop(t *things, readings []*reading.Reading) {
	narrows := map[*column]bool{} // some tool needs it to find rows
	for _, r := range readings {
		if t.of(own(r)) != e {
			continue
		}
		keyed := slices.ContainsFunc(r.Parameters, func(p reading.Parameter) bool { return p.Part == world.Key && p.Required })
		for _, p := range spread(r) {
			if at := t.parameterPlace(e, r, p); p.Required || !keyed || r.Operation != world.Get && r.Operation != world.Report {
				narrows[e.slots[at.slot]] = true
			}
		}
	}
	e.columns = slices.DeleteFunc(e.columns, func(c *column) bool {
		if !c.onlyAsked || c == e.key {
			return false
		}
		first, _, _ := strings.Cut(strings.TrimPrefix(c.slot, "a:"), "_")
		if narrows[c] && !(switches[first] && c.votes[3] > 0) {
			return false
		}
		for slot, x := range e.slots { //lint:ordered each is looked at
			if x == c {
				delete(e.slots, slot)
			}
		}
		return true
	})
}

var switches = wordSet("show include includes with only return returns use expand exclude hide skip ignore force recursive strict")

// whole reports whether a parameter holds columns of the row.
func whole(r *reading.Reading, p *reading.Parameter) bool {
	if len(p.Fields) == 0 {
		return false
	}
	if p.Many && (r.Operation != world.Create || !p.Required && len(r.Parameters) > 1) {
		return false
	}
	if p.Whole || !p.Many && p.Part == world.Filter && reads(r.Operation) {
		return true // as a body, or what is looked for: the city and the country of a place
	}
	if p.Many {
		name, thing := identifier(snake(p.Name)), own(r)
		return batches[name] || name == identifier(plural(thing[len(thing)-1])) || name == identifier(append(slices.Clone(thing[:len(thing)-1]), plural(thing[len(thing)-1]))...)
	}
	return !p.Many && (r.Operation == world.Create || r.Operation == world.Update) && holders[identifier(p.Name)]
}

// batches are the names of lists of rows.
var batches = wordSet("items records rows entries data objects")

// holders are the names of objects that hold columns of the row.
var holders = wordSet("properties attributes fields updates changes values patch")

// gather collects the columns of all entities.
func gather(t *things, readings []*reading.Reading) {
	for _, r := range readings {
		e := t.of(own(r))
		if e == nil || t.ends(r) != nil {
			continue // its table is a link
		}
		writes := r.Operation == world.Create || r.Operation == world.Update || r.Operation == world.Move || r.Operation == world.Link
		for _, p := range spread(r) {
			weight := askedWeight
			switch p.Part {
			case world.Limit, world.Offset, world.Order, world.Ignored, world.Text, "":
				continue
			case world.Set:
				if writes {
					weight = writtenWeight
				}
			case world.Key, world.Reference:
				weight = namedWeight
			}
			f := facetsOf(p.Document)
			if f.uploads() || technical[identifier(p.Attribute)] || weight == askedWeight && (len(f.enum) == 1 || spans[identifier(p.Attribute)] && !f.can("string")) {
				continue
			}
			at := t.parameterPlace(e, r, p)
			if at.slot == "" {
				continue
			}
			c := e.see(at.slot, identifier(p.Attribute), p.Document, p.Many && !(at.key || at.target != nil && at.lists == nil), weight)
			c.target = at.target
			if at.lists != nil {
				c.lists = at.lists
				c.votes[4] += 100
			}
			c.scope = c.scope || p.In == "path"
			if at.target != nil && at.target != e { // the key that it holds
				at.target.see(keySlot, "", p.Document, false, 1)
			}
		}
	}
	t.flatten(readings)
	for _, r := range readings {
		e := t.of(own(r))
		if e == nil || t.ends(r) != nil {
			continue
		}
		shape := shapeOf(r)
		e.shown = e.shown || len(shape.fields) > 1
		for _, f := range shape.fields {
			at := t.fieldPlace(e, &f)
			if at.slot == "" {
				continue
			}
			many := f.field.Many
			c := e.see(at.slot, f.attribute, f.field.Document, many && at.target == nil, shownWeight)
			if many && at.target == nil {
				c.arrays = true
				if len(c.listed) < len(f.field.Document) {
					c.listed = f.field.Document
				}
			}
			if many && at.target != nil { // several references are no reference
				c.votes[4] += 3
			}
			c.target = at.target
		}
	}
	for _, e := range t.entities {
		e.chooseKey(readings, t)
		e.drop(t, readings)
		e.join()
	}
	t.unite(readings)
}

// topOf is the first segment of a path.
func topOf(path string) string {
	top, _, _ := strings.Cut(path, ".")
	top, _, _ = strings.Cut(top, "[")
	return top
}

// keySlot is where documents are noted that mean the key, whatever it is
// called.
const keySlot = "key:"

// parameterPlace is the place of a parameter. One that is the id by what it
// stands for and not by its name means the key.
func (t *things) parameterPlace(e *entity, r *reading.Reading, p *reading.Parameter) place {
	at := t.placeOf(e, wished(r, p), p.Of, p.Part == world.Reference)
	if p.Many && at.target != nil && !reads(r.Operation) {
		// A row that refers to several has a list of their keys.
		name := identifier(p.Attribute)
		if name == "" {
			name = identifier(append(slices.Clone(at.target.words), "ids")...)
		}
		at = place{slot: "a:" + name, lists: at.target}
		if f := facetsOf(p.Document); f.items != nil && !f.items.only("string", "integer") {
			at.lists = nil
		}
		return at
	}
	if words := strings.Split(snake(p.Name), "_"); at.slot == "a:id" && !ids[words[len(words)-1]] {
		return place{slot: keySlot, key: true}
	}
	return at
}

var ids = wordSet("id uuid guid uid")

// chooseKey decides which column is the key: the one by which tools name rows.
func (e *entity) chooseKey(readings []*reading.Reading, t *things) {
	count := map[string]int{}
	for _, r := range readings {
		for _, p := range spread(r) {
			if words := strings.Split(snake(p.Name), "_"); p.Attribute == "id" && !ids[words[len(words)-1]] {
				continue // called id for want of another name
			}
			if p.Part == world.Key && !p.Many && (len(p.Of) == 0 || t.of(p.Of) == e) && t.of(own(r)) == e && p.Attribute != "" {
				f := facetsOf(p.Document)
				if f.can("string") || f.can("integer") {
					count[identifier(p.Attribute)]++
				}
			}
		}
	}
	best := "id"
	for _, c := range e.columns { // in order of appearance
		name := strings.TrimPrefix(c.slot, "a:")
		if count[name] > count[best] && c.target == nil {
			best = name
		}
	}
	if count["id"] == 0 && count[best] == 0 {
		for _, name := range []string{"uuid", "guid", "slug", "code", "key", "sku", "symbol"} {
			if c := e.slots["a:"+name]; c != nil && e.slots["a:id"] == nil {
				best = name
				break
			}
		}
	}
	c := e.slots["a:"+best]
	if c == nil {
		c = e.see("a:"+best, best, nil, false, 1)
	}
	if meant := e.slots[keySlot]; meant != nil {
		c.weight += meant.weight
		for k, n := range meant.votes {
			c.votes[k] += n
		}
		if c.heard < meant.heard {
			c.heard, c.Document, c.facets = meant.heard, meant.Document, meant.facets
		}
		c.first = min(c.first, meant.first)
		e.columns = slices.DeleteFunc(e.columns, func(x *column) bool { return x == meant })
	}
	e.slots[keySlot] = c
	e.key = c
	c.target = nil
	c.votes[1] += c.votes[2]
	c.votes[2], c.votes[3], c.votes[4] = 0, 0, 0
}

// join makes one column of a reference and a plain column of its name.
func (e *entity) join() {
	for _, c := range slices.Clone(e.columns) {
		if c.target == nil || c == e.key {
			continue
		}
		if c.votes[4] > c.votes[0]+c.votes[1] { // a list of references, or a document about what is referred to
			c.target = nil
			continue
		}
		for _, s := range c.called {
			plain := e.slots["a:"+s.name]
			if plain == nil || plain == c || plain == e.key || plain.target != nil {
				continue
			}
			c.weight += plain.weight
			c.written = c.written || plain.written
			e.columns = slices.DeleteFunc(e.columns, func(x *column) bool { return x == plain })
			e.slots["a:"+s.name] = c
		}
	}
}

// settle decides names and types of the columns, and which of them there are.
func (e *entity) settle(most int) {
	rank := func(c *column) int {
		switch {
		case c == e.key:
			return 0
		case c.target != nil:
			return 1
		case c.written:
			return 2
		}
		return 3
	}
	if len(e.columns) > most {
		kept := slices.Clone(e.columns)
		slices.SortStableFunc(kept, func(a, b *column) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), -cmp.Compare(a.weight, b.weight), cmp.Compare(a.first, b.first))
		})
		for _, c := range kept[most:] {
			for slot, x := range e.slots { //lint:ordered each is looked at
				if x == c {
					delete(e.slots, slot)
				}
			}
		}
		e.columns = kept[:most]
	}
	slices.SortStableFunc(e.columns, func(a, b *column) int {
		return cmp.Or(cmp.Compare(min(rank(a), 2), min(rank(b), 2)), cmp.Compare(a.first, b.first))
	})
	taken := map[string]bool{}
	for _, c := range e.columns {
		name := c.callName()
		if reserved[name] || name == "" {
			name = identifier(e.words[len(e.words)-1], name)
			if name == "" || reserved[name] {
				name = identifier("its", name)
			}
		}
		c.Name = fresh(name, taken)
	}
	for _, c := range e.columns {
		if c.target == nil {
			c.Type = c.decideType()
		}
	}
}

// callName is what documents call the column most.
func (c *column) callName() string {
	best := spoken{}
	for _, s := range c.called {
		if s.count > best.count && !(s.name == "id" && c.target != nil) {
			best = s
		}
	}
	if held, ok := strings.CutPrefix(c.slot, "a:"); ok && c.target == nil {
		for _, prefix := range wishes {
			if best.name == prefix+held { // of what it is to become it is called what it is
				best.name = held
			}
		}
	}
	switch {
	case c == c.entity.key && best.name == "":
		return "id"
	case c.target != nil && best.name == "":
		return identifier(append(slices.Clone(c.target.words), "id")...)
	case c.target != nil && c.target != c.entity && !strings.Contains(best.name, "_") && slices.Contains(c.target.words, best.name):
		return identifier(best.name, "id") // `customer` would be the customer
	}
	return best.name
}

// decideType lets the documents vote.
func (c *column) decideType() string {
	best := 0
	for k, n := range c.votes {
		if n > c.votes[best] {
			best = k
		}
	}
	if best == 1 && c.votes[2] > 0 {
		best = 2
	}
	if c.arrays && c != c.entity.key {
		best = 4 // which holds the others as well
	}
	// What a list that is only shown holds is what the documents of results say of
	// it; a filter may ask for its elements in other words.
	if said, shown := facetsOf(c.Document), facetsOf(c.listed); best == 4 && c.listed != nil && (!said.only("array") || !c.written && shown.items != nil) {
		c.Document, c.facets = c.listed, facetsOf(c.listed)
	}
	c.admitEnum(best)
	return kinds[best]
}

// admitEnum lists the values that the column can have, as far as they are of
// its type.
func (c *column) admitEnum(kind int) {
	if kind > 2 || len(c.enums) == 0 && len(c.wishes) == 0 {
		return
	}
	values := c.enums
	if len(values) == 0 || !overlap(c.enums, c.wishes) {
		values = append(slices.Clone(values), c.wishes...)
	}
	seen := map[string]bool{}
	for _, v := range values {
		t := typeOf(v)
		if k := kindOf(t); k != kind && !(kind == 2 && k == 1) {
			continue
		}
		var s string
		if kind == 0 {
			if json.Unmarshal(v, &s) != nil || s == "" || strings.ContainsRune(s, 0) || everything[strings.ToLower(s)] && len(c.enums) == 0 {
				continue
			}
		}
		if compact := new(bytes.Buffer); json.Compact(compact, v) == nil && !seen[compact.String()] {
			seen[compact.String()] = true
			c.Enum = append(c.Enum, compact.Bytes())
		}
	}
	if len(c.Enum) > maxEnum || len(bytes.Join(byteLists(c.Enum), nil)) > 1000 {
		c.Enum = nil
	}
}

// overlap reports whether two enums have a value in common, or one is empty.
func overlap(a, b []json.RawMessage) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(v json.RawMessage) bool {
		return slices.ContainsFunc(b, func(w json.RawMessage) bool { return bytes.Equal(v, w) })
	})
}

func byteLists(list []json.RawMessage) [][]byte {
	var out [][]byte
	for _, v := range list {
		out = append(out, v)
	}
	return out
}

// everything are the values of a filter that let every row through.
var everything = wordSet("all any * everything both none")

// texts are the enum values of a TEXT column.
func (c *column) texts() []string {
	var list []string
	for _, v := range c.Enum {
		var s string
		if json.Unmarshal(v, &s) == nil {
			list = append(list, s)
		}
	}
	return list
}

// column is that of a slot; nil if there is none.
func (e *entity) column(slot string) *column { return e.slots[slot] }

// named finds the column of a name.
func (e *entity) named(name string) *column {
	for _, c := range e.columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// path is `table.column`.
func (c *column) path() string { return c.entity.table + "." + c.Name }
