package engine

import (
	"slices"
	"strings"
	"sync"

	"go.starlark.net/starlark"
)

// Most writes break no constraint, and for most of them that is plain to see:
// the key is new, what the row refers to is there, a CHECK says no more than
// that a column is one of three words. [Session.allowed] sees it and
// spares SQLite the question. It only ever says yes. What it does not understand
// or cannot be sure of SQLite decides, as it decides and words every refusal.

// A check is a CHECK of a table. What it says of a row depends on some columns
// and on nothing else, since a schema may call no function that has another
// answer another time.
type check struct {
	columns []int // all that it reads, perhaps more
	test    test  // says it without SQLite; nil where it is not that plain

	// What SQLite has accepted, by what the columns hold: when the world was
	// loaded, and since.
	once   sync.Once
	loaded map[string]bool
	mu     sync.Mutex
	since  map[string]bool
}

// maxMet bounds how many values a check keeps of either sort.
const maxMet = 1 << 13

// holds reports whether a row certainly meets the check: by what it says, or
// because SQLite has accepted a row with these values before.
func (c *check) holds(r *row) bool {
	if c.test != nil {
		if told := c.test(r.values); told != untold {
			return told != isFalse
		}
	}
	c.once.Do(func() {
		c.loaded = map[string]bool{}
		for _, r := range r.table.rows {
			if len(c.loaded) < maxMet {
				c.loaded[c.key(r)] = true
			}
		}
	})
	key := c.key(r)
	if c.loaded[key] {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.since[key]
}

// accepted records that SQLite has accepted a row.
func (c *check) accepted(r *row) {
	key := c.key(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.since == nil {
		c.since = map[string]bool{}
	}
	if len(c.since) < maxMet {
		c.since[key] = true
	}
}

// key stands for what the check reads of a row: JSON, so that NULL is no text.
func (c *check) key(r *row) string {
	out := make([]byte, 0, 64)
	for _, i := range c.columns {
		out = append(mustEncode(out, r.values[i]), ',')
	}
	return string(out)
}

// allowed reports whether a write certainly breaks no constraint.
func (s *Session) allowed(w write) bool {
	t := w.table
	if t.opaque {
		return false
	}
	if !w.fresh && w.set == 0 { // a deletion
		for i := range t.children {
			if f := &t.children[i]; !f.sound || len(s.referring(f, w.row)) > 0 {
				return false
			}
		}
		return true
	}
	if w.fresh && s.row(t, w.row.key) != nil {
		return false
	}
	for _, c := range t.required {
		if w.row.values[c] == starlark.None {
			return false
		}
	}
	for i := range t.children {
		if f := &t.children[i]; !f.sound || !w.fresh && w.touches(f.to) {
			return false
		}
	}
	for _, columns := range t.unique {
		if w.touches(columns) && s.taken(t, columns, w.row) {
			return false
		}
	}
	for i := range t.parents {
		if f := &t.parents[i]; w.touches(f.from) && !s.refersWell(f, w.row) {
			return false
		}
	}
	for _, c := range t.checks {
		if w.touches(c.columns) && !c.holds(w.row) {
			return false
		}
	}
	return true
}

// touches reports whether a write gives one of the columns a value.
func (w write) touches(columns []int) bool {
	if w.fresh || w.set == allColumns {
		return true
	}
	return slices.ContainsFunc(columns, func(c int) bool { return w.set>>c&1 == 1 })
}

// taken reports whether another row has the same values in some columns. NULL is
// like nothing.
func (s *Session) taken(t *table, columns []int, r *row) bool {
	q := search{table: t, limit: -1}
	for _, c := range columns {
		if r.values[c] == starlark.None {
			return false
		}
		q.equal = append(q.equal, equality{c, r.values[c]})
	}
	rows, _ := s.search(&q, nil)
	return slices.ContainsFunc(rows, func(other *row) bool { return other.key != r.key })
}

// refersWell reports whether what a row refers to is certainly there.
func (s *Session) refersWell(f *foreign, r *row) bool {
	if !f.sound {
		return false
	}
	key, refers := f.reference(r)
	if !refers {
		return true
	}
	if slices.Equal(f.to, f.parent.key) {
		return s.row(f.parent, key) != nil
	}
	q := search{table: f.parent, limit: -1}
	for i, c := range f.to {
		q.equal = append(q.equal, equality{c, r.values[f.from[i]]})
	}
	rows, _ := s.search(&q, nil)
	return len(rows) > 0
}

// accepted records what SQLite has accepted.
func (w write) accepted() {
	if w.fresh || w.set != 0 {
		for _, c := range w.table.checks {
			if c.test == nil {
				c.accepted(w.row)
			}
		}
	}
}

// isSound reports whether SQLite can tell which row a reference means, by a key
// that is unique.
func (f *foreign) isSound() bool {
	if len(f.from) != len(f.to) || slices.ContainsFunc(f.to, func(c int) bool { return f.parent.columns[c].kind == document }) {
		return false
	}
	if slices.Equal(f.to, f.parent.key) {
		return true
	}
	to := slices.Sorted(slices.Values(f.to))
	return slices.ContainsFunc(f.parent.unique, func(columns []int) bool {
		return slices.Equal(slices.Sorted(slices.Values(columns)), to)
	})
}

// readChecks finds the CHECKs of the tables in the statements that declared
// them.
func readChecks(list []sqlStatement, tables []*table) {
	read := map[*table]bool{}
	for _, s := range list {
		open := slices.IndexFunc(s.tokens, func(t sqlToken) bool { return t.text == "(" })
		if open < 1 || s.tokens[1].text != "TABLE" {
			continue
		}
		name := unquoted(s.tokens[open-1].text)
		at := slices.IndexFunc(tables, func(t *table) bool { return strings.EqualFold(t.name, name) })
		if at < 0 || read[tables[at]] {
			continue
		}
		read[tables[at]] = true
		tables[at].readChecks(s.tokens[open:])
	}
	for _, t := range tables {
		t.opaque = t.opaque || !read[t]
	}
}

// rowNumbers are the names of the number that SQLite gives a row, by which no
// row is known here.
var rowNumbers = map[string]bool{"ROWID": true, "OID": true, "_ROWID_": true}

// readChecks reads the CHECKs in what stands in the parentheses of CREATE TABLE.
func (t *table) readChecks(tokens []sqlToken) {
	for i := 0; i < len(tokens); i++ {
		if tokens[i].text != "CHECK" {
			continue
		}
		if i+1 == len(tokens) || tokens[i+1].text != "(" {
			t.opaque = true
			continue
		}
		c := &check{}
		depth, begin := 0, i+2
		for i++; i < len(tokens); i++ {
			text := tokens[i].text
			switch text {
			case "(":
				depth++
			case ")":
				depth--
			}
			if depth == 0 {
				break
			}
			name := unquoted(text)
			if rowNumbers[strings.ToUpper(name)] {
				t.opaque = true
			}
			for n := range t.columns {
				if strings.EqualFold(t.columns[n].name, name) && !slices.Contains(c.columns, n) {
					c.columns = append(c.columns, n)
				}
			}
		}
		if i < len(tokens) {
			c.test = readTest(t, tokens[begin:i])
		}
		t.checks = append(t.checks, c)
	}
}

// unquoted is the name that a token stands for.
func unquoted(token string) string {
	if len(token) < 2 || !strings.ContainsAny(token[:1], "\"`[") {
		return token
	}
	q := token[len(token)-1:]
	return strings.ReplaceAll(token[1:len(token)-1], q+q, q)
}
