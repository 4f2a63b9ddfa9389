package engine

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
)

// A kind is what a column holds. It decides what tool code sees, which SQLite
// leaves open.
type kind uint8

const (
	integer  kind = iota // int, 64 bits
	real                 // float
	text                 // str
	boolean              // bool
	document             // any JSON value
)

// kinds are the types that a column may be declared with, by the name in the
// schema without what stands in parentheses. SQLite takes any word for a type
// and guesses; here it has to be one of these.
var kinds = map[string]kind{
	"INTEGER": integer, "INT": integer, "BIGINT": integer, "SMALLINT": integer, "TINYINT": integer,
	"REAL": real, "FLOAT": real, "DOUBLE": real, "DOUBLE PRECISION": real, "NUMERIC": real, "DECIMAL": real,
	"TEXT": text, "VARCHAR": text, "CHAR": text,
	"BOOLEAN": boolean, "BOOL": boolean,
	"JSON": document,
}

func (k kind) String() string {
	return [...]string{"INTEGER", "REAL", "TEXT", "BOOLEAN", "JSON"}[k]
}

// A column of a table.
type column struct {
	name     string
	kind     kind
	key      bool // part of the primary key
	volatile bool
	initial  starlark.Value // what an insert that does not name it puts there; None for NULL
	value    starlark.Value // the name
	label    []byte         // `"name":`, for writing rows
}

// A table and the rows that it has before anybody writes.
type table struct {
	name      string
	number    int // position among the tables of the engine
	columns   []column
	byName    map[string]int
	finder    *columnFinder // nil where byName has to do
	key       []int         // columns of the primary key, in its order
	byText    bool          // the key is one column of text, and so what a row is kept under
	canonical []int         // columns in the order of canonical JSON
	parents   []foreign
	children  []foreign // keys of other tables, or of this one, that refer here
	required  []int     // columns that are NOT NULL
	unique    [][]int   // sets of columns, beside the key, by which rows differ
	checks    []*check
	opaque    bool // has something of which only SQLite knows what it allows

	rows    []*row // in primary-key order
	byKey   map[string]*row
	indexes []index
}

// A foreign key: columns of child hold the columns of a row of parent.
type foreign struct {
	child, parent *table
	from, to      []int
	onDelete      string
	sound         bool // the key that it refers to is unique, as it has to be
}

// An index finds the rows of a table by the values of some columns. It is
// made once and never written.
type index struct {
	columns []int
	rows    map[string][]*row // in primary-key order
}

// A row is never changed; a write puts another in its place. values has a
// value for each column, frozen, of the column's kind or None.
type row struct {
	table  *table
	key    string
	values []starlark.Value
	digest digest // of a row of the base state; others have none yet
}

// newRow is the row that holds values.
func (t *table) newRow(values []starlark.Value) *row {
	return &row{table: t, key: t.keyOf(values, t.key), values: values}
}

// keyOf is the text that stands for the values of some columns: of one column
// the value itself, of several the JSON array of them.
func (t *table) keyOf(values []starlark.Value, columns []int) string {
	if len(columns) == 1 {
		return keyText(values[columns[0]])
	}
	out := make([]byte, 0, 64)
	out = append(out, '[')
	for i, c := range columns {
		if i > 0 {
			out = append(out, ',')
		}
		out = mustEncode(out, values[c])
	}
	return string(append(out, ']'))
}

func keyText(v starlark.Value) string {
	if s, ok := v.(starlark.String); ok {
		return string(s)
	}
	return string(mustEncode(nil, v))
}

// mustEncode writes a value of a row, which has been checked.
func mustEncode(out []byte, v starlark.Value) []byte {
	out, err := encode(out, v, canonical)
	if err != nil {
		panic("a row holds what JSON does not know: " + err.Error())
	}
	return out
}

// compareRows orders rows by primary key.
func (t *table) compareRows(a, b *row) int {
	for _, c := range t.key {
		if d := compareValues(a.values[c], b.values[c]); d != 0 {
			return d
		}
	}
	return 0
}

// compareValues orders two values of one column as SQLite does: None first,
// numbers by size, texts by bytes. Documents are ordered by their text.
func compareValues(a, b starlark.Value) int {
	switch a := a.(type) {
	case starlark.String:
		if b, ok := b.(starlark.String); ok {
			return strings.Compare(string(a), string(b))
		}
	case starlark.Int:
		if b, ok := b.(starlark.Int); ok {
			x, _ := a.Int64()
			y, _ := b.Int64()
			return cmp.Compare(x, y)
		}
	case starlark.Float:
		if b, ok := b.(starlark.Float); ok {
			return cmp.Compare(float64(a), float64(b))
		}
	case starlark.Bool:
		if b, ok := b.(starlark.Bool); ok {
			return cmp.Compare(truth(a), truth(b))
		}
	}
	if a == starlark.None || b == starlark.None {
		return cmp.Compare(present(a), present(b))
	}
	return strings.Compare(string(mustEncode(nil, a)), string(mustEncode(nil, b)))
}

func truth(b starlark.Bool) int {
	if b {
		return 1
	}
	return 0
}

func present(v starlark.Value) int {
	if v == starlark.None {
		return 0
	}
	return 1
}

// same reports whether two values of one column are equal.
func same(a, b starlark.Value) bool { return a == b || compareValues(a, b) == 0 }

// maxText bounds a text or a document in a row, in bytes.
const maxText = 64 << 10

// admit returns v as a value of column c, frozen, or says why it is none.
func (t *table) admit(c *column, v starlark.Value) (starlark.Value, error) {
	if v == starlark.None {
		return v, nil
	}
	switch c.kind {
	case integer:
		switch x := v.(type) {
		case starlark.Int:
			if _, ok := x.Int64(); ok {
				return v, nil
			}
		case starlark.Float:
			if whole, ok := number(float64(x)).(starlark.Int); ok {
				return whole, nil
			}
		}
	case real:
		switch x := v.(type) {
		case starlark.Int:
			if f := x.Float(); !math.IsInf(float64(f), 0) {
				return f, nil
			}
		case starlark.Float:
			switch f := float64(x); {
			case f == 0:
				return starlark.Float(0), nil // what was -0
			case !math.IsNaN(f) && !math.IsInf(f, 0):
				return v, nil
			}
		}
	case text:
		if s, ok := v.(starlark.String); ok {
			switch {
			case len(s) < 256 && isPlain(string(s)): // like most
			case len(s) > maxText:
				return nil, fmt.Errorf("%s.%s: a text of %d bytes; %d are allowed", t.name, c.name, len(s), maxText)
			case !utf8.ValidString(string(s)) || strings.IndexByte(string(s), 0) >= 0:
				return nil, fmt.Errorf("%s.%s: the text is not UTF-8 or has a NUL in it", t.name, c.name)
			}
			return v, nil
		}
	case boolean:
		if _, ok := v.(starlark.Bool); ok {
			return v, nil
		}
	case document:
		out, err := encode(nil, v, canonical)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t.name, c.name, err)
		}
		if len(out) > maxText {
			return nil, fmt.Errorf("%s.%s: a value of %d bytes; %d are allowed", t.name, c.name, len(out), maxText)
		}
		d, err := decode(out)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t.name, c.name, err)
		}
		d.Freeze()
		return d, nil
	}
	return nil, fmt.Errorf("%s.%s is %s and cannot hold %s", t.name, c.name, c.kind, brief(v))
}

// appendRow writes the row as the canonical projection has it: an object of
// all columns but the volatile ones.
func (t *table) appendRow(out []byte, r *row, volatile bool) []byte {
	out = append(out, '{')
	first := true
	for _, c := range t.canonical {
		if t.columns[c].volatile && !volatile {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(out, t.columns[c].label...)
		out = mustEncode(out, r.values[c])
	}
	return append(out, '}')
}

// digest is that of one row of the table. The buffer is scratch.
func (t *table) digest(buffer []byte, r *row) (digest, []byte) {
	buffer = append(buffer[:0], "worldc row 1\n"...)
	buffer = append(buffer, t.name...)
	buffer = append(buffer, '\n')
	buffer = t.appendRow(buffer, r, false)
	return digestOf(buffer), buffer
}

// settle sorts the rows and makes the indexes.
func (t *table) settle() {
	slices.SortFunc(t.rows, t.compareRows) // keys are unique
	wanted := t.indexes
	t.indexes = nil
	for _, x := range wanted {
		if len(x.columns) == 0 || slices.ContainsFunc(t.indexes, func(y index) bool { return slices.Equal(x.columns, y.columns) }) {
			continue
		}
		x.rows = map[string][]*row{}
		for _, r := range t.rows {
			k := t.keyOf(r.values, x.columns)
			x.rows[k] = append(x.rows[k], r)
		}
		t.indexes = append(t.indexes, x)
	}
}

// names are the names of the columns.
func (t *table) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}
