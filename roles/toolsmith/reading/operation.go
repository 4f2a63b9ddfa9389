package reading

import "worldc/world"

// The operations, in the order in which votes for them are kept. Those before
// firstWrite read.
const (
	get = iota
	list
	search
	count
	report
	create
	update
	remove
	move
	link
	unlink

	operations
	firstWrite = create
)

var operationNames = [operations]world.Operation{
	world.Get, world.List, world.Search, world.Count, world.Report,
	world.Create, world.Update, world.Delete, world.Move, world.Link, world.Unlink,
}

// Votes say how much speaks for each operation. A verb of which one is sure
// has 100.
type votes [operations]int

func (v *votes) add(o votes, percent int) {
	for i, n := range o {
		v[i] += n * percent / 100
	}
}

func (v *votes) reads(n int) {
	for i := range firstWrite {
		v[i] += n
	}
}

func (v *votes) writes(n int) {
	for i := firstWrite; i < operations; i++ {
		v[i] += n
	}
}

// familyVotes is what a verb of each family says.
var familyVotes = [...]votes{
	fetching:   {get: 100, list: 95, search: 45, count: 50, report: 50},
	listing:    {list: 100, search: 60, count: 30, get: 20},
	finding:    {search: 90, list: 90, get: 85, count: 20},
	searching:  {search: 100, list: 80, get: 30},
	counting:   {count: 100, list: 50},
	making:     {create: 100, link: 70, update: 25},
	sending:    {create: 100, move: 50},
	generating: {report: 100, create: 80, update: 10},
	saving:     {update: 90, create: 85},
	changing:   {update: 100, move: 60, create: 10},
	removing:   {remove: 100, unlink: 80, move: 20},
	moving:     {move: 100, update: 50, create: 25, remove: 20},
	joining:    {link: 100, create: 60, update: 60, move: 30},
	parting:    {unlink: 100, remove: 60, update: 30},
	working:    {report: 100, get: 55, count: 20, list: 15},
	running:    {report: 85, move: 80, create: 40, update: 35},
	asking:     {report: 100, get: 35, count: 10},
	proving:    {report: 97, move: 65, get: 35},
	exporting:  {get: 65, report: 65, list: 50, create: 45},
}

// How much each witness counts, in percent of what its verb or shape says.
const (
	headVerb    = 120 // the first word of a name or of its last part
	segmentVerb = 105 // the first word of another part of a name
	tailVerb    = 95  // the last word of a name
	nounHead    = 65  // a head that is a noun as often
	nounTail    = 60
	innerVerb   = 25
	pathVerb    = 80 // the last fixed segment of a path is a verb
	proseVerb   = 60 // the first verb of the description
	titleVerb   = 40 // the first verb of the title
)

// methodVotes is what the HTTP method says.
func methodVotes(method string) (v votes) {
	switch method {
	case "GET", "HEAD", "OPTIONS":
		v.reads(60)
	case "DELETE":
		v.writes(30)
		v[remove], v[unlink] = 90, 60
	case "PUT":
		v.writes(30)
		v[update], v[create], v[move], v[link] = 65, 40, 50, 45
	case "PATCH":
		v.writes(30)
		v[update], v[move] = 75, 50
	case "POST":
		v.writes(20)
		v[create], v[move], v[update] = 45, 30, 25
	}
	return v
}

// hintVotes is what the document claims of the tool.
func hintVotes(h world.Hints) (v votes) {
	if h.ReadOnly != nil {
		if *h.ReadOnly {
			v.reads(120)
		} else {
			v.writes(50)
			if h.Destructive != nil && h.Idempotent != nil {
				v.writes(40) // whoever says so much has thought about it
			}
		}
	}
	if h.Destructive != nil && *h.Destructive {
		v[remove] += 20
		v[update] += 10
		v[move] += 10
	}
	return v
}

// A shape is what the schemas and the path of a tool look like.
type shape struct {
	keyed      bool // the row acted on is named by a key
	named      bool // it may be named by a name
	keys       int  // how many rows are named
	ends       bool // the path ends with a parameter
	pathed     bool // there is a path
	text       bool // something to look for
	paged      bool // how many rows come out, from where
	ranges     bool // bounds of ranges
	attributes int  // other parameters in the body, or anywhere if there is no path
	documented bool
	many       bool // rows come out
	one        bool // one row comes out
	number     bool // a number comes out and nothing else
	nothing    bool // nothing comes out
	plural     bool // the name has its thing in the plural
	singular   bool // or in the singular
	counts     bool // the name says "count" or "number of"
	reporting  bool // the name says what neither reads nor writes
	sided      bool // the name puts one thing to another, and both have keys
	numeric    bool // nothing but numbers goes in
	lists      bool // the name or the description says "list of"
}

// shapeVotes is what the shape says. It decides between the operations that a
// verb leaves open.
func shapeVotes(s shape) (v votes) {
	when := func(is bool, o votes) {
		if is {
			v.add(o, 100)
		}
	}
	when(s.keyed, votes{get: 20, update: 20, remove: 10, move: 15, list: -25, create: -20, search: -25, report: 5})
	when(s.named, votes{get: 12, update: 8, remove: 8, move: 10, create: -5})
	when(!s.keyed && !s.named, votes{get: -15, update: -8, remove: -4, list: 8, create: 12})
	when(s.pathed && s.ends, votes{get: 12, update: 8, remove: 8, create: -12, list: -12})
	when(s.pathed && !s.ends, votes{list: 10, create: 8, search: 4, move: 2})
	when(s.keys >= 2 && s.attributes == 0, votes{link: 12, unlink: 8})
	when(s.attributes > 0, votes{create: 12, update: 12, link: -30, unlink: -8, remove: -6, move: -4})
	when(s.attributes == 0, votes{create: -10, update: -16, move: 8, remove: 4, link: 6})
	when(s.text, votes{search: 28, report: 10, list: -2, get: -8})
	when(s.paged, votes{list: 22, search: 18, get: -18, count: -8, create: -10, update: -10})
	when(s.ranges, votes{list: 12, search: 10, get: -8})
	when(s.documented && s.many, votes{list: 28, search: 24, get: -22, count: -10})
	when(s.documented && s.one, votes{get: 24, list: -22, search: -14})
	when(s.documented && s.number, votes{count: 30, list: -20, get: -5})
	when(s.nothing, votes{get: -6, list: -6})
	when(s.plural, votes{list: 26, search: 12, get: -8})
	when(s.singular, votes{get: 18, list: -10})
	when(s.lists, votes{list: 40, get: -10})
	when(s.sided, votes{link: 60, unlink: 60})
	when(s.numeric, votes{report: 110})
	when(s.counts, votes{count: 100})
	when(s.reporting, votes{report: 60})
	return v
}

// decide is the operation with the most votes; the earlier one of equals.
func (v *votes) decide() int {
	best := 0
	for i, n := range v {
		if n > v[best] {
			best = i
		}
	}
	return best
}
