package toolpool

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A value is one JSON value that remembers the order of its members, which
// the order of a tool's parameters comes from.
type value struct {
	kind kind

	// text is the characters of a string, or the literal of a number, a
	// boolean or null.
	text string

	// items are the elements of a list or the values of an object's members;
	// names are the members' names, one for each item.
	items []*value
	names []string
}

type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	list
	object
)

func (k kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

func newText(s string) *value { return &value{kind: text, text: s} }

func newBool(b bool) *value { return &value{kind: boolean, text: strconv.FormatBool(b)} }

func newNull() *value { return &value{kind: null, text: "null"} }

func newList(items ...*value) *value { return &value{kind: list, items: items} }

func newObject() *value { return &value{kind: object} }

// get is the member of that name; nil where v is no object or has none.
func (v *value) get(name string) *value {
	if v == nil || v.kind != object {
		return nil
	}
	if i := slices.Index(v.names, name); i >= 0 {
		return v.items[i]
	}
	return nil
}

// str is the text of a member that is a string, else "".
func (v *value) str(name string) string {
	if m := v.get(name); m != nil && m.kind == text {
		return m.text
	}
	return ""
}

// set gives v the member, at its old place or at the end.
func (v *value) set(name string, item *value) {
	if i := slices.Index(v.names, name); i >= 0 {
		v.items[i] = item
		return
	}
	v.add(name, item)
}

// add appends a member that v does not have yet.
func (v *value) add(name string, item *value) {
	v.names = append(v.names, name)
	v.items = append(v.items, item)
}

// remove takes a member away.
func (v *value) remove(name string) {
	if i := slices.Index(v.names, name); i >= 0 {
		v.names = slices.Delete(v.names, i, i+1)
		v.items = slices.Delete(v.items, i, i+1)
	}
}

// clone is a copy that shares nothing that is ever changed.
func (v *value) clone() *value {
	c := *v
	c.names = slices.Clone(v.names)
	c.items = make([]*value, len(v.items))
	for i, item := range v.items {
		c.items[i] = item.clone()
	}
	return &c
}

// equal says whether v and w are the same JSON value; members may differ in
// order, numbers only in nothing.
func (v *value) equal(w *value) bool {
	if v.kind != w.kind || v.text != w.text || len(v.items) != len(w.items) {
		return false
	}
	if v.kind != object {
		return slices.EqualFunc(v.items, w.items, (*value).equal)
	}
	place := w.index()
	for i, name := range v.names {
		if j := place(name); j < 0 || !v.items[i].equal(w.items[j]) {
			return false
		}
	}
	return true
}

// index returns a function that finds members by name, -1 where there is none,
// quickly however many members v has.
func (v *value) index() func(name string) int {
	if v == nil || v.kind != object {
		return func(string) int { return -1 }
	}
	if len(v.names) <= 16 {
		return func(name string) int { return slices.Index(v.names, name) }
	}
	places := make(map[string]int, len(v.names))
	for i, name := range v.names {
		places[name] = i
	}
	return func(name string) int {
		if i, ok := places[name]; ok {
			return i
		}
		return -1
	}
}

// append appends v as JSON without white space.
func (v *value) append(dst []byte) []byte {
	switch v.kind {
	case text:
		dst, _ = jsontext.AppendQuote(dst, v.text) // bad UTF-8 becomes U+FFFD
	case list:
		dst = append(dst, '[')
		for i, item := range v.items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = item.append(dst)
		}
		dst = append(dst, ']')
	case object:
		dst = append(dst, '{')
		for i, item := range v.items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst, _ = jsontext.AppendQuote(dst, v.names[i])
			dst = append(dst, ':')
			dst = item.append(dst)
		}
		dst = append(dst, '}')
	default:
		dst = append(dst, v.text...)
	}
	return dst
}

func (v *value) String() string { return string(v.append(nil)) }

// depth is how many lists and objects are inside each other.
func (v *value) depth() int {
	if v.kind != list && v.kind != object {
		return 0
	}
	deepest := 0
	for _, item := range v.items {
		deepest = max(deepest, item.depth())
	}
	return deepest + 1
}

// size is about how many bytes v has as JSON.
func (v *value) size() int {
	n := len(v.text) + 2
	for i, item := range v.items {
		n += item.size() + 1
		if v.kind == object {
			n += len(v.names[i]) + 3
		}
	}
	return n
}

// The flaws that decode can read past.
const (
	flawUTF8      = "bytes that are not UTF-8 are replaced"
	flawDuplicate = "of equally named members the last one counts"
	flawNumber    = "a number beyond the range of numbers is read as text"
)

var errDepth = fmt.Errorf("nested more than %d deep", maxDepth)

// decode reads data, which must be one JSON value. The reader says what had
// to be read leniently and what was seen.
func decode(data []byte) (*value, reader, error) {
	r := reader{}
	v, err := r.read(data)
	if err == nil || errors.Is(err, errDepth) {
		return v, r, err
	}
	strict := err
	r = reader{lenient: true}
	if v, err = r.read(data); err != nil {
		return nil, r, err
	}
	if r.duplicates {
		r.flaw(flawDuplicate)
	}
	if !r.duplicates || !errors.Is(strict, jsontext.ErrDuplicateName) {
		r.flaw(flawUTF8)
	}
	return v, r, nil
}

type reader struct {
	lenient    bool
	duplicates bool // seen, when lenient
	references bool // a member that refers was seen
	flaws      []string
	slab       []value
}

// refers says whether a member of that name can make a schema refer to, or be
// referred to by, other places.
func refers(name string) bool {
	return name != "" && name[0] == '$' || name == "definitions"
}

func (r *reader) read(data []byte) (*value, error) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(data),
		jsontext.AllowDuplicateNames(r.lenient), jsontext.AllowInvalidUTF8(r.lenient))
	v, err := r.value(dec)
	if err != nil {
		return nil, err
	}
	if err := end(dec, data); err != nil {
		return nil, err
	}
	return v, nil
}

// end checks that nothing but white space follows what dec has read of data.
func end(dec *jsontext.Decoder, data []byte) error {
	at := dec.InputOffset()
	if rest := bytes.TrimLeft(data[at:], " \t\r\n"); len(rest) > 0 {
		return &jsontext.SyntacticError{
			ByteOffset: int64(len(data) - len(rest)),
			Err:        errors.New("more after the end of the value"),
		}
	}
	return nil
}

func (r *reader) new() *value {
	if len(r.slab) == 0 {
		r.slab = make([]value, 64)
	}
	v := &r.slab[0]
	r.slab = r.slab[1:]
	return v
}

func (r *reader) value(dec *jsontext.Decoder) (*value, error) {
	tok, err := dec.ReadToken()
	if err != nil {
		return nil, err
	}
	v := r.new()
	switch tok.Kind() {
	case 'n':
		v.kind, v.text = null, "null"
	case 't', 'f':
		v.kind, v.text = boolean, strconv.FormatBool(tok.Bool())
	case '"':
		v.kind, v.text = text, tok.String()
	case '0':
		v.kind, v.text = number, tok.String()
		if !representable(v.text) {
			v.kind = text
			r.flaw(flawNumber)
		}
	case '[':
		if dec.StackDepth() > maxDepth {
			return nil, errDepth
		}
		v.kind = list
		for dec.PeekKind() != ']' {
			item, err := r.value(dec)
			if err != nil {
				return nil, err
			}
			v.items = append(v.items, item)
		}
		_, err = dec.ReadToken()
	case '{':
		if dec.StackDepth() > maxDepth {
			return nil, errDepth
		}
		v.kind = object
		var places map[string]int
		if r.lenient {
			places = make(map[string]int)
		}
		for dec.PeekKind() != '}' {
			tok, err := dec.ReadToken()
			if err != nil {
				return nil, err
			}
			name := tok.String()
			item, err := r.value(dec)
			if err != nil {
				return nil, err
			}
			if r.lenient {
				if i, ok := places[name]; ok {
					v.items[i], r.duplicates = item, true
					continue
				}
				places[name] = len(v.names)
			}
			r.references = r.references || refers(name)
			v.add(name, item)
		}
		_, err = dec.ReadToken()
	}
	return v, err
}

func (r *reader) flaw(f string) {
	if !slices.Contains(r.flaws, f) {
		r.flaws = append(r.flaws, f)
	}
}

// representable says whether a number literal can be a number in a record: an
// integer of bounded length or a finite floating-point number.
func representable(literal string) bool {
	if len(literal) > maxNumber {
		return false
	}
	if !strings.ContainsAny(literal, ".eE") {
		return true
	}
	f, err := strconv.ParseFloat(literal, 64)
	return err == nil && !math.IsInf(f, 0)
}

// position is the line and the column of a byte offset, both from 1.
func position(data []byte, offset int64) (line, column int) {
	before := data[:max(0, min(offset, int64(len(data))))]
	return 1 + bytes.Count(before, []byte("\n")), len(before) - bytes.LastIndexByte(before, '\n')
}

// malformed makes a ReadError of an error of jsontext; base is the offset at
// which the failed piece starts in data.
func malformed(document string, data []byte, base int, err error) *ReadError {
	e := &ReadError{Document: document, Reason: because(err)}
	e.Line, e.Column = position(data, int64(base)+offset(err))
	return e
}

// because says what is wrong, without the place.
func because(err error) string {
	var s *jsontext.SyntacticError
	if !errors.As(err, &s) {
		return err.Error()
	}
	reason := "invalid JSON: " + s.Err.Error()
	if s.JSONPointer != "" {
		reason += " within " + short(string(s.JSONPointer))
	}
	return reason
}

// offset is where an error of jsontext is, 0 where it has no place.
func offset(err error) int64 {
	var s *jsontext.SyntacticError
	if errors.As(err, &s) {
		return s.ByteOffset
	}
	return 0
}
