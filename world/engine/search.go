package engine

import (
	"fmt"
	"slices"
	"sort"

	"go.starlark.net/starlark"
)

// A search is a question for rows of one table.
type search struct {
	table      *table
	equal      []equality
	conditions []condition
	order      []ordering
	limit      int // -1 for none

	single [1]*row // what candidates are where the key says so

	member func(name, value starlark.Value) bool // the method parseEquality, made once
	wrong  error                                 // what it found
}

// An equality asks for rows of which a column has a value; None for NULL.
type equality struct {
	column int
	value  starlark.Value
}

// A condition compares a column with a value.
type condition struct {
	column   int
	operator string // != < <= > >= in
	value    starlark.Value
	values   []starlark.Value // of in
}

// An ordering sorts by a column.
type ordering struct {
	column     int
	descending bool
}

// search appends the rows that match to rows, which is empty, in the order asked
// for, else by primary key. It returns them and the number of rows it looked at.
func (s *Session) search(q *search, rows []*row) (found []*row, examined int) {
	t := q.table
	dirty := s.dirty[t.number].rows
	enough := -1
	if len(q.order) == 0 && len(dirty) == 0 {
		enough = q.limit
	}
	for _, r := range q.candidates() {
		if len(rows) == enough {
			break
		}
		if len(dirty) > 0 {
			if _, written := dirty[r.key]; written {
				continue
			}
		}
		examined++
		if q.matches(r) {
			rows = append(rows, r)
		}
	}
	if len(dirty) > 0 {
		base := len(rows)
		for _, r := range dirty { //lint:ordered sorted below
			if r == nil {
				continue
			}
			examined++
			if q.matches(r) {
				rows = append(rows, r)
			}
		}
		if len(rows) > base {
			slices.SortFunc(rows, t.compareRows)
		}
	}
	if len(q.order) > 0 {
		slices.SortStableFunc(rows, func(a, b *row) int {
			for _, o := range q.order {
				d := compareValues(a.values[o.column], b.values[o.column])
				if d != 0 && o.descending {
					return -d
				}
				if d != 0 {
					return d
				}
			}
			return t.compareRows(a, b)
		})
	}
	if q.limit >= 0 && len(rows) > q.limit {
		rows = rows[:q.limit]
	}
	return rows, examined
}

// candidates are rows of the base state, in primary-key order, of which none
// that matches is missing: by the whole key, by the index with the most
// columns, by the first columns of the key, else all.
func (q *search) candidates() []*row {
	t := q.table
	if len(q.equal) == 0 {
		return t.rows
	}
	prefix := 0
	for prefix < len(t.key) && q.asked(t.key[prefix]) != nil {
		prefix++
	}
	if prefix == len(t.key) {
		if r := t.byKey[q.key(t.key)]; r != nil {
			q.single[0] = r
			return q.single[:]
		}
		return nil
	}
	var best *index
	for i := range t.indexes {
		x := &t.indexes[i]
		if (best == nil || len(x.columns) > len(best.columns)) && q.covers(x.columns) {
			best = x
		}
	}
	if best != nil && len(best.columns) >= prefix {
		return best.rows[q.key(best.columns)]
	}
	if prefix == 0 {
		return t.rows
	}
	compare := func(r *row) int {
		for _, c := range t.key[:prefix] {
			if d := compareValues(r.values[c], q.asked(c)); d != 0 {
				return d
			}
		}
		return 0
	}
	from := sort.Search(len(t.rows), func(i int) bool { return compare(t.rows[i]) >= 0 })
	to := from + sort.Search(len(t.rows)-from, func(i int) bool { return compare(t.rows[from+i]) > 0 })
	return t.rows[from:to]
}

// asked is the value that a column has to have; nil where any will do.
func (q *search) asked(column int) starlark.Value {
	for i := range q.equal {
		if q.equal[i].column == column {
			return q.equal[i].value
		}
	}
	return nil
}

func (q *search) covers(columns []int) bool {
	for _, c := range columns {
		if q.asked(c) == nil {
			return false
		}
	}
	return true
}

// key is the text that stands for the values asked for in some columns.
func (q *search) key(columns []int) string {
	if len(columns) == 1 {
		return keyText(q.asked(columns[0]))
	}
	values := make([]starlark.Value, len(q.table.columns))
	for _, e := range q.equal {
		values[e.column] = e.value
	}
	return q.table.keyOf(values, columns)
}

func (q *search) matches(r *row) bool {
	for _, e := range q.equal {
		if !same(r.values[e.column], e.value) {
			return false
		}
	}
	for _, c := range q.conditions {
		if !c.holds(r.values[c.column]) {
			return false
		}
	}
	return true
}

// holds compares as SQL does: what is NULL is neither less nor more than
// anything. Unlike there, != finds NULLs where a value is asked for.
func (c *condition) holds(v starlark.Value) bool {
	switch c.operator {
	case "!=":
		return !same(v, c.value)
	case "in":
		return slices.ContainsFunc(c.values, func(x starlark.Value) bool { return same(v, x) })
	}
	if v == starlark.None || c.value == starlark.None {
		return false
	}
	d := compareValues(v, c.value)
	switch c.operator {
	case "<":
		return d < 0
	case "<=":
		return d <= 0
	case ">":
		return d > 0
	}
	return d >= 0
}

// parseEquality reads one member of what is asked to be equal.
func (q *search) parseEquality(name, value starlark.Value) (goOn bool) {
	c, err := q.table.column(name)
	if err == nil {
		value, err = q.table.admit(&q.table.columns[c], value)
	}
	if err != nil {
		q.wrong = err
		return false
	}
	q.equal = append(q.equal, equality{c, value})
	return true
}

// parse reads the arguments of find and count.
func (q *search) parse(t *table, equal *starlark.Dict, where *starlark.List, order *starlark.List, limit starlark.Value) error {
	*q = search{table: t, limit: -1, equal: q.equal[:0], conditions: q.conditions[:0], order: q.order[:0], member: q.member}
	if equal != nil {
		if q.member == nil {
			q.member = q.parseEquality
		}
		if equal.Entries()(q.member); q.wrong != nil {
			return q.wrong
		}
	}
	if where != nil {
		for i := range where.Len() {
			c, err := t.parseCondition(where.Index(i))
			if err != nil {
				return err
			}
			if c.operator == "=" {
				q.equal = append(q.equal, equality{c.column, c.value})
			} else {
				q.conditions = append(q.conditions, c)
			}
		}
	}
	if order != nil {
		for i := range order.Len() {
			name, _ := starlark.AsString(order.Index(i))
			o := ordering{descending: len(name) > 0 && name[0] == '-'}
			if o.descending {
				name = name[1:]
			}
			var err error
			if o.column, err = t.column(starlark.String(name)); err != nil {
				return err
			}
			q.order = append(q.order, o)
		}
	}
	if limit != nil && limit != starlark.None {
		n, err := starlark.AsInt32(limit)
		if err != nil || n < 0 {
			return fmt.Errorf("the limit is %s; it is a number of rows", brief(limit))
		}
		q.limit = n
	}
	// Two equalities for one column would let an index answer for the last.
	for i, e := range q.equal {
		for _, other := range q.equal[:i] {
			if other.column == e.column {
				return fmt.Errorf("%s.%s is asked for twice", t.name, t.columns[e.column].name)
			}
		}
	}
	return nil
}

// parseCondition reads a (column, operator, value).
func (t *table) parseCondition(v starlark.Value) (condition, error) {
	var c condition
	parts, ok := v.(starlark.Indexable)
	if !ok || parts.Len() != 3 {
		return c, fmt.Errorf("%s: a condition is (column, operator, value), not %s", t.name, brief(v))
	}
	var err error
	if c.column, err = t.column(parts.Index(0)); err != nil {
		return c, err
	}
	c.operator, _ = starlark.AsString(parts.Index(1))
	column := &t.columns[c.column]
	switch c.operator {
	case "=", "!=", "<", "<=", ">", ">=":
		c.value, err = t.admit(column, parts.Index(2))
		return c, err
	case "in":
		list, ok := parts.Index(2).(starlark.Indexable)
		if !ok {
			return c, fmt.Errorf("%s.%s in: a list of values, not %s", t.name, column.name, brief(parts.Index(2)))
		}
		if _, isString := list.(starlark.String); isString {
			return c, fmt.Errorf("%s.%s in: a list of values, not %s", t.name, column.name, brief(parts.Index(2)))
		}
		for i := range list.Len() {
			x, err := t.admit(column, list.Index(i))
			if err != nil {
				return c, err
			}
			c.values = append(c.values, x)
		}
		return c, nil
	}
	return c, fmt.Errorf("%s.%s: %q is no operator; there are = != < <= > >= in", t.name, column.name, c.operator)
}

// findKey reads the key of a row: the value of the primary key, or a list or
// tuple of its values.
func (t *table) findKey(v starlark.Value) (string, error) {
	if len(t.key) == 1 {
		x, err := t.admit(&t.columns[t.key[0]], v)
		if err != nil {
			return "", err
		}
		return keyText(x), nil
	}
	parts, ok := v.(starlark.Indexable)
	if _, isString := v.(starlark.String); !ok || isString || parts.Len() != len(t.key) {
		return "", fmt.Errorf("%s: the key is (%s), not %s", t.name, listed(t.keyNames()), brief(v))
	}
	values := make([]starlark.Value, len(t.columns))
	for i, c := range t.key {
		x, err := t.admit(&t.columns[c], parts.Index(i))
		if err != nil {
			return "", err
		}
		values[c] = x
	}
	return t.keyOf(values, t.key), nil
}

func (t *table) keyNames() []string {
	names := make([]string, len(t.key))
	for i, c := range t.key {
		names[i] = t.columns[c].name
	}
	return names
}
