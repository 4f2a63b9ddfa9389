package populating

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"worldc/rng"
	"worldc/world"
)

// Options say how many rows there are to be, and when.
type Options struct {
	// Rows is how many rows a table has on average: lookup tables have fewer,
	// tables at the end of references more. A larger number adds rows and leaves
	// those that a smaller one gives as they are.
	Rows int

	// Clock is the instant at which the world stands, as [world.World.Clock].
	Clock string

	// Stream opens the random stream of a purpose of this world.
	Stream func(purpose ...string) *rng.Stream
}

// Fill makes rows for tables whose columns have their meaning (see [Mean]). It
// returns, for every table, JSON objects from column to value with sorted
// names and every column present, in the order of the primary key. Keys are
// unique and references lead to rows, so [Check] finds nothing wrong with them;
// a table of whose key there are no more values stays smaller.
//
// Two tables of one name, a table without a key, and a clock that is none are
// mistakes of the caller.
func Fill(tables []world.Table, o Options) map[string][]json.RawMessage {
	f := newFilling(tables, o)
	for _, p := range f.order {
		f.fill(p)
	}
	for _, p := range f.order {
		f.later(p)
	}
	rows := make(map[string][]json.RawMessage, len(tables))
	for _, p := range f.plans {
		rows[p.table.Name] = p.encode()
	}
	return rows
}

// A filling is one world while its rows are made.
type filling struct {
	o   Options
	now int64 // seconds since 1970

	// What all rows of the world have in common.
	home, second *country
	flavour      uint64   // which names are frequent
	categories   []string // of the products
	software     bool     // it is about software
	crypto       bool     // addresses are of wallets
	line         *productLine
	other        *productLine
	keys         int  // the style of text keys
	whole        bool // money has no cents

	around surroundings

	plans []*plan
	order []*plan // references lead back
}

const (
	minute = int64(60)
	hour   = 60 * minute
	day    = 24 * hour
)

func newFilling(tables []world.Table, o Options) *filling {
	f := &filling{o: o, now: instant(o.Clock), around: surroundingsOf(tables)}
	f.o.Rows = max(1, o.Rows)
	s := o.Stream("world")
	weights := make([]int64, len(countries))
	for i := range countries {
		weights[i] = countries[i].weight
	}
	f.home = &countries[s.Weighted(weights)]
	f.second = &countries[s.Weighted(weights)]
	f.flavour = s.Uint64() >> 8
	f.keys = s.IntN(5)
	f.line, f.other = chooseLines(s, tables)
	for _, l := range [...]*productLine{f.line, f.other} {
		for _, i := range l.items {
			if !slices.Contains(f.categories, i.category) {
				f.categories = append(f.categories, i.category)
			}
		}
	}

	byName := make(map[string]*plan, len(tables))
	for i := range tables {
		p := f.newPlan(&tables[i])
		if byName[p.table.Name] != nil {
			panic("populating: two tables are named " + p.table.Name)
		}
		f.plans = append(f.plans, p)
		byName[p.table.Name] = p
	}
	f.inContext()
	for _, p := range f.plans {
		p.chooseStates()
	}
	for _, p := range f.plans {
		p.connect(byName)
	}
	prefixes := map[string]bool{}
	for _, p := range f.plans {
		p.choosePart()
		p.choosePrefix(prefixes)
	}
	seen := map[*plan]bool{}
	for _, p := range f.plans {
		f.visit(p, seen)
	}
	for i, p := range f.order {
		p.depth = i
		for _, c := range p.columns {
			if c.ref != nil && c.ref != p {
				c.ref.referred = true
			}
		}
	}
	for _, p := range f.plans {
		p.connectCopies()
		p.chooseOrder()
	}
	return f
}

// inContext settles what words mean that mean several things: a ticket is a
// seat where there are events and a request where there are not.
func (f *filling) inContext() {
	words := map[string]bool{}
	for _, p := range f.plans {
		for _, w := range p.thing {
			words[w] = true
		}
	}
	anyOf := func(list ...string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return words[w] })
	}
	f.crypto = anyOf("blockchain", "utxo", "nft", "mempool", "token", "wallet", "block") && anyOf("block", "transaction", "address", "wallet", "contract", "chain") && !anyOf("customer", "order", "user")
	f.software = anyOf("repository", "repo", "commit", "branch", "deployment", "instance", "cluster", "container", "webhook", "pipeline")
	for _, p := range f.plans {
		if len(p.thing) == 0 {
			continue
		}
		last := p.thing[len(p.thing)-1]
		switch {
		case last == "event" && p.kind.word == "meeting" && anyOf("ticket", "venue", "speaker", "performer", "artist"):
			p.kind = byThing()["show"]
		case last == "ticket" && p.kind.word == "ticket" && anyOf("event", "venue", "flight", "show", "concert", "movie", "passenger", "train", "attraction"):
			p.kind = byThing()["admission"]
		case last == "loan" && anyOf("book", "member", "borrower", "library"):
			p.kind = byThing()["lending"]
		case last == "issue" && !anyOf("repository", "repo", "commit", "pull", "branch", "project", "sprint", "board", "milestone", "release"):
			p.kind = byThing()["ticket"]
		case last == "quote" && (p.has(PersonName) != nil || len(f.plans) < 4) && p.has(Total) == nil && p.has(Price) == nil && p.has(Amount) == nil && p.has(Ticker) == nil:
			p.kind = byThing()["saying"]
		case last == "quote" && p.has(Ticker) != nil || last == "quote" && anyOf("stock", "portfolio", "symbol", "ticker"):
			p.kind = byThing()["security"]
		case last == "item" && (commerce(p.table) || anyOf("product", "order", "cart", "menu", "inventory", "shop", "store", "catalog")):
			p.kind = byThing()["product"]
			if anyOf("menu", "dish") && !anyOf("product") {
				p.kind = byThing()["dish"]
			}
		case last == "type" || last == "kind":
			if k := kindOfOwner(p.thing[:len(p.thing)-1]); k != nil && len(k.types) > 2 {
				own := *byThing()["status"]
				own.names = k.types
				p.kind = &own
			}
		case last == "rental" && anyOf("property", "apartment", "listing", "tenant", "landlord", "bedroom", "lease"):
			p.kind = byThing()["property"]
		case last == "branch" && (p.has(City) != nil || p.has(Street) != nil || p.has(Address) != nil || p.has(Postcode) != nil || p.has(OpeningHours) != nil):
			p.kind = byThing()["store"]
		case last == "activity" && anyOf("workout", "athlete", "run", "exercise"):
			p.kind = byThing()["workout"]
		case last == "order" && anyOf("restaurant", "menu", "dish"):
			meal := *p.kind
			meal.low, meal.high = 9, 120
			p.kind = &meal
		}
	}
}

// instant reads a clock. Without a zone it is taken for UTC.
func instant(clock string) int64 {
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, clock); err == nil {
			return t.Unix()
		}
	}
	panic("populating: " + strconv.Quote(clock) + " is no instant")
}

// visit puts a table behind those to which it refers, and its parts at once
// behind it.
func (f *filling) visit(p *plan, seen map[*plan]bool) {
	if seen[p] {
		return
	}
	seen[p] = true
	for _, c := range p.columns {
		if c.ref != nil {
			f.visit(c.ref, seen)
		}
	}
	f.order = append(f.order, p)
	for _, part := range f.plans {
		if part.whole == p {
			f.visit(part, seen)
		}
	}
}

// fill makes the rows of a table.
func (f *filling) fill(p *plan) {
	if p.whole != nil && p.whole.filled {
		for _, w := range p.whole.rows {
			s := f.o.Stream("rows", p.table.Name, "of", strconv.Itoa(w.ordinal))
			n := 1 + s.Weighted([]int64{4, 4, 3, 1})
			first := len(p.rows)
			for i := range n {
				f.add(p, w.born, w.ordinal*8+i, w)
			}
			w.settle(p, p.rows[first:])
		}
	} else {
		for i := range p.size(f.o.Rows) {
			f.add(p, p.bornAt(i), i, nil)
		}
	}
	p.filled = true
}

// add makes one row; none if its key cannot be unique.
func (f *filling) add(p *plan, born, ordinal int, whole *row) {
	r := &row{f: f, p: p, born: born, ordinal: ordinal, whole: whole, s: f.o.Stream("rows", p.table.Name, strconv.Itoa(ordinal)),
		values: make([]any, len(p.columns)), refs: make([]*row, len(p.columns))}
	r.created = unset
	if !r.draw() {
		return
	}
	r.done = true
	p.rows = append(p.rows, r)
}

// later fills in references that lead forward, which is what those of a circle
// do.
func (f *filling) later(p *plan) {
	for _, c := range p.columns {
		if !c.later {
			continue
		}
		for _, r := range p.rows {
			r.s = f.o.Stream("rows", p.table.Name, strconv.Itoa(r.ordinal), c.Name)
			r.done = false
			if v, ok := r.unique(c, func() any { return r.reference(c) }); ok {
				r.values[c.index] = v
			}
			r.done = true
		}
	}
}

// encode is the rows in JSON, by their keys.
func (p *plan) encode() []json.RawMessage {
	sorted := slices.Clone(p.rows)
	slices.SortFunc(sorted, func(a, b *row) int {
		for _, k := range p.key {
			if c := compareValues(a.values[k], b.values[k]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.ordinal, b.ordinal)
	})
	names := make([]int, len(p.columns))
	for i := range names {
		names[i] = i
	}
	slices.SortFunc(names, func(a, b int) int {
		return cmp.Or(strings.Compare(p.columns[a].Name, p.columns[b].Name), cmp.Compare(a, b))
	})
	list := make([]json.RawMessage, len(sorted))
	var b []byte
	for i, r := range sorted {
		b = append(b[:0], '{')
		for j, n := range names {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendText(b, p.columns[n].Name)
			b = append(b, ':')
			b = appendValue(b, r.values[n])
		}
		list[i] = append(json.RawMessage(nil), append(b, '}')...)
	}
	return list
}
