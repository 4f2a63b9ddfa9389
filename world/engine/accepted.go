package engine

import (
	"sync"

	"go.starlark.net/starlark"
)

// An accepted remembers which writes SQLite has accepted, and after which
// others. SQLite is a function of its rows: what it accepted once after the
// same writes on the same base state it accepts again, so it need not be asked.
// The trials of one task write the same again and again, and more than a third
// of their time was SQLite's. What SQLite refused is not remembered.
//
// Nothing here is a guess. A write is known if every value that SQLite would be
// given is the same, and all writes before it were, one by one. A session goes
// from moment to moment as it writes, and back where a call fails.
type accepted struct {
	mu     sync.Mutex
	known  map[step]*moment
	weight int // bytes, roughly, that known keeps alive
	most   int // what weight may be
}

// mostAccepted bounds what an engine remembers, in bytes. Then it begins anew.
const mostAccepted = 8 << 20

// A moment is the state of SQLite after certain writes, in their order. The
// base state is the nil moment. It stays true when it is forgotten.
type moment struct {
	write write   // the last of them
	other *moment // another that the same step leads to, with other values
}

// A step leads from one moment to the next. It says everything of a write but
// the values.
type step struct {
	from  *moment
	table int
	key   string
	set   uint64
	fresh bool
}

func stepOf(from *moment, w write) step {
	return step{from, w.table.number, w.row.key, w.set, w.fresh}
}

// after returns the moment after a write; nil if SQLite has to be asked.
func (a *accepted) after(from *moment, w write) *moment {
	a.mu.Lock()
	m := a.known[stepOf(from, w)]
	a.mu.Unlock()
	for ; m != nil; m = m.other {
		if m.write.equal(w) {
			return m
		}
	}
	return nil
}

// remember records that SQLite has accepted a write, and returns the moment
// after it.
func (a *accepted) remember(from *moment, w write) *moment {
	s, weight := stepOf(from, w), w.weight()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.weight+weight > a.most {
		a.known, a.weight = nil, 0
	}
	if weight > a.most {
		return &moment{write: w}
	}
	if a.known == nil {
		a.known = map[step]*moment{}
	}
	m := &moment{w, a.known[s]}
	a.known[s] = m
	a.weight += weight
	return m
}

// equal reports whether two writes of one step give SQLite the same values.
func (w write) equal(x write) bool {
	if w.set == 0 && !w.fresh {
		return true // a deletion gives none but the key
	}
	for i, v := range w.row.values {
		// What an update does not set is what it was at the moment before.
		if (w.fresh || w.set == allColumns || w.set>>i&1 == 1) && !same(v, x.row.values[i]) {
			return false
		}
	}
	return true
}

// weight is how many bytes it takes to remember a write, roughly.
func (w write) weight() int {
	const fixed, value = 256, 16 // of the moment and the step; of a value
	n := fixed + value*len(w.row.values)
	for _, v := range w.row.values {
		switch v := v.(type) {
		case starlark.String:
			n += len(v)
		case *starlark.List, *starlark.Dict:
			n += 8 * len(mustEncode(nil, v))
		}
	}
	return n
}
