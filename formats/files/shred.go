package files

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/parquet-go/parquet-go"
)

// A shredder takes rows apart into the values of columns.
type shredder struct {
	tree  *tree
	rows  []parquet.Row
	parts [][]parquet.Value // of the row, by leaf
	texts []byte            // that values point into
	at    int
	row   []byte
}

func (t *tree) shredder() *shredder {
	return &shredder{tree: t, parts: make([][]parquet.Value, t.leaves)}
}

// reset forgets the rows that were added.
func (s *shredder) reset() {
	s.rows = s.rows[:0]
	s.texts = nil // values may be used until they are flushed
}

// add takes a row, in canonical JSON, of which nothing is kept.
func (s *shredder) add(row []byte) error {
	for i := range s.parts {
		s.parts[i] = s.parts[i][:0]
	}
	s.row, s.at = row, 0
	if err := s.object(s.tree.fields, 0, 0); err != nil {
		return fmt.Errorf("byte %d: %w", s.at, err)
	}
	n := 0
	for _, p := range s.parts {
		n += len(p)
	}
	whole := make(parquet.Row, 0, n)
	for _, p := range s.parts {
		whole = append(whole, p...)
	}
	s.rows = append(s.rows, whole)
	return nil
}

// object reads an object, of which the names stand in the order of the fields.
func (s *shredder) object(fields []*column, rep, def int) error {
	if err := s.expect('{'); err != nil {
		return err
	}
	first := true
	for _, c := range fields {
		start := s.at
		if !first && s.peek() == ',' {
			s.at++
		}
		name := s.name()
		if string(name) != c.Name {
			if !c.Optional {
				return fmt.Errorf("%s is missing", c.Name)
			}
			s.at = start
			s.null(c, rep, def)
			continue
		}
		first = false
		if err := s.value(c, rep); err != nil {
			return err
		}
	}
	if s.peek() != '}' {
		return fmt.Errorf("there is no column for what stands here, or it stands out of order")
	}
	s.at++
	return nil
}

// name reads a name and the colon behind it; it is nil where there is none.
func (s *shredder) name() []byte {
	if s.peek() != '"' {
		return nil
	}
	end := s.at + 1 + max(0, bytes.IndexByte(s.row[s.at+1:], '"'))
	name := s.row[s.at+1 : end]
	s.at = end + 2
	return name
}

func (s *shredder) peek() byte {
	if s.at < len(s.row) {
		return s.row[s.at]
	}
	return 0
}

func (s *shredder) expect(b byte) error {
	if s.peek() != b {
		return fmt.Errorf("%q stands where %q should be", s.peek(), b)
	}
	s.at++
	return nil
}

// null says of all leaves of a column that there is nothing.
func (s *shredder) null(c *column, rep, def int) {
	for leaf := c.first; leaf < c.last; leaf++ {
		s.parts[leaf] = append(s.parts[leaf], parquet.NullValue().Level(rep, def, leaf))
	}
}

// value reads the value of a column, which is there.
func (s *shredder) value(c *column, rep int) error {
	if !c.List {
		return s.single(c, rep)
	}
	if err := s.expect('['); err != nil {
		return err
	}
	if s.peek() == ']' {
		s.at++
		s.null(c, rep, c.defined)
		return nil
	}
	for {
		if err := s.single(c, rep); err != nil {
			return err
		}
		rep = c.repeats
		if s.peek() == ',' {
			s.at++
			continue
		}
		return s.expect(']')
	}
}

// single reads a value, or one element of a list.
func (s *shredder) single(c *column, rep int) error {
	if len(c.fields) > 0 {
		return s.object(c.fields, rep, c.listed)
	}
	var v parquet.Value
	switch {
	case c.Flag:
		word := "false"
		if s.peek() == 't' {
			word = "true"
		}
		if !bytes.HasPrefix(s.row[s.at:], []byte(word)) {
			return fmt.Errorf("%s is neither true nor false", c.Name)
		}
		s.at += len(word)
		v = parquet.BooleanValue(word == "true")
	case c.Number:
		end := s.at
		for end < len(s.row) && (s.row[end] == '-' || '0' <= s.row[end] && s.row[end] <= '9') {
			end++
		}
		n, err := strconv.ParseInt(string(s.row[s.at:end]), 10, 64)
		if err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
		s.at = end
		v = parquet.Int64Value(n)
	default:
		text, err := s.text()
		if err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
		v = parquet.ByteArrayValue(text)
	}
	s.parts[c.first] = append(s.parts[c.first], v.Level(rep, c.listed, c.first))
	return nil
}

// text reads a string into memory that lasts.
func (s *shredder) text() ([]byte, error) {
	if s.peek() != '"' {
		return nil, fmt.Errorf("%q stands where a text should be", s.peek())
	}
	end, plain := s.at+1, true
	for end < len(s.row) && s.row[end] != '"' {
		if s.row[end] == '\\' {
			plain = false
			end++
		}
		end++
	}
	if end >= len(s.row) {
		return nil, fmt.Errorf("it ends inside a text")
	}
	quoted := s.row[s.at : end+1]
	s.at = end + 1
	// Texts lie one behind the other in pieces that are never moved.
	if len(s.texts)+len(quoted) > cap(s.texts) {
		s.texts = make([]byte, 0, max(64<<10, len(quoted)))
	}
	from := len(s.texts)
	if plain {
		s.texts = append(s.texts, quoted[1:len(quoted)-1]...)
	} else {
		var err error
		if s.texts, err = jsontext.AppendUnquote(s.texts, quoted); err != nil {
			return nil, err
		}
	}
	return slices.Clip(s.texts[from:]), nil
}

// assemble appends the row that the values of columns make, in canonical JSON.
func (t *tree) assemble(out []byte, row parquet.Row) ([]byte, error) {
	a := &assembler{parts: make([][]parquet.Value, t.leaves)}
	for i := 0; i < len(row); {
		leaf, j := row[i].Column(), i+1
		for j < len(row) && row[j].Column() == leaf {
			j++
		}
		if leaf < 0 || leaf >= t.leaves {
			return nil, fmt.Errorf("a value of the column %d", leaf)
		}
		a.parts[leaf] = row[i:j]
		i = j
	}
	return a.object(out, t.fields)
}

// An assembler puts a row together: what is left of the values of each leaf.
type assembler struct{ parts [][]parquet.Value }

// next is the next value of a leaf.
func (a *assembler) next(leaf int) (v parquet.Value, ok bool) {
	if len(a.parts[leaf]) == 0 {
		return v, false
	}
	return a.parts[leaf][0], true
}

// skip passes over one value of every leaf of a column: it has nothing.
func (a *assembler) skip(c *column) error {
	for leaf := c.first; leaf < c.last; leaf++ {
		if len(a.parts[leaf]) == 0 {
			return fmt.Errorf("%s: values are missing", c.Name)
		}
		a.parts[leaf] = a.parts[leaf][1:]
	}
	return nil
}

func (a *assembler) object(out []byte, fields []*column) ([]byte, error) {
	out = append(out, '{')
	empty := true
	for _, c := range fields {
		v, ok := a.next(c.first)
		if !ok {
			return nil, fmt.Errorf("%s: values are missing", c.Name)
		}
		if v.DefinitionLevel() < c.defined {
			if err := a.skip(c); err != nil {
				return nil, err
			}
			continue
		}
		if !empty {
			out = append(out, ',')
		}
		empty = false
		var err error
		if out, err = jsontext.AppendQuote(out, c.Name); err != nil {
			return nil, err
		}
		if out, err = a.value(append(out, ':'), c); err != nil {
			return nil, err
		}
	}
	return append(out, '}'), nil
}

func (a *assembler) value(out []byte, c *column) ([]byte, error) {
	if !c.List {
		return a.single(out, c)
	}
	out = append(out, '[')
	if v, _ := a.next(c.first); v.DefinitionLevel() < c.listed {
		return append(out, ']'), a.skip(c)
	}
	for {
		var err error
		if out, err = a.single(out, c); err != nil {
			return nil, err
		}
		if v, ok := a.next(c.first); !ok || v.RepetitionLevel() != c.repeats {
			return append(out, ']'), nil
		}
		out = append(out, ',')
	}
}

func (a *assembler) single(out []byte, c *column) ([]byte, error) {
	if len(c.fields) > 0 {
		return a.object(out, c.fields)
	}
	v, ok := a.next(c.first)
	if !ok {
		return nil, fmt.Errorf("%s: values are missing", c.Name)
	}
	a.parts[c.first] = a.parts[c.first][1:]
	switch {
	case c.Flag:
		return strconv.AppendBool(out, v.Boolean()), nil
	case c.Number:
		return strconv.AppendInt(out, v.Int64(), 10), nil
	}
	return jsontext.AppendQuote(out, v.ByteArray())
}
