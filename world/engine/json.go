package engine

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"go.starlark.net/starlark"
)

// maxDepth bounds the nesting of a value, of what comes in and of what goes
// out: a list may contain itself.
const maxDepth = 64

var errNotUTF8 = errors.New("text that is not UTF-8")

// A reader decodes JSON into Starlark values, strictly: names that occur twice
// in an object, text that is not UTF-8 and anything after the value are
// refused.
//
// Values come out normalised, so that two spellings of one value are the same
// to tool code: a whole number is an int however it is written (25.0, 2.5e1),
// and -0 is 0.
type reader struct {
	in   []byte
	at   int
	into *starlark.Dict // for the first object; a new one where it is nil
}

// decode returns the value that raw holds.
func decode(raw []byte) (starlark.Value, error) {
	r := reader{in: raw}
	return r.whole()
}

// whole is the value that is all there is.
func (r *reader) whole() (starlark.Value, error) {
	v, err := r.value(0)
	if err != nil {
		return nil, err
	}
	if c := r.next(); c != 0 || r.at < len(r.in) {
		return nil, r.unexpected("the end")
	}
	return v, nil
}

// next skips space and returns the byte that follows, 0 at the end.
func (r *reader) next() byte {
	for ; r.at < len(r.in); r.at++ {
		switch c := r.in[r.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

func (r *reader) unexpected(wanted string) error {
	if r.at >= len(r.in) {
		return fmt.Errorf("the JSON ends where %s should stand", wanted)
	}
	c, _ := utf8.DecodeRune(r.in[r.at:])
	return fmt.Errorf("%q at byte %d, where %s should stand", c, r.at, wanted)
}

func (r *reader) value(depth int) (starlark.Value, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", maxDepth)
	}
	switch c := r.next(); {
	case c == '{':
		return r.object(depth)
	case c == '[':
		return r.array(depth)
	case c == '"':
		s, err := r.string()
		return starlark.String(s), err
	case c == '-' || '0' <= c && c <= '9':
		return r.number()
	case r.word("null"):
		return starlark.None, nil
	case r.word("true"):
		return starlark.True, nil
	case r.word("false"):
		return starlark.False, nil
	}
	return nil, r.unexpected("a value")
}

func (r *reader) word(w string) bool {
	if len(r.in)-r.at < len(w) || string(r.in[r.at:r.at+len(w)]) != w {
		return false
	}
	r.at += len(w)
	return true
}

func (r *reader) array(depth int) (starlark.Value, error) {
	r.at++
	var elements []starlark.Value
	if r.next() == ']' {
		r.at++
		return starlark.NewList(nil), nil
	}
	for {
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		elements = append(elements, v)
		switch r.next() {
		case ',':
			r.at++
		case ']':
			r.at++
			return starlark.NewList(elements), nil
		default:
			return nil, r.unexpected(", or ]")
		}
	}
}

func (r *reader) object(depth int) (starlark.Value, error) {
	r.at++
	d := r.into
	if r.into = nil; d == nil {
		d = new(starlark.Dict)
	}
	if r.next() == '}' {
		r.at++
		return d, nil
	}
	for {
		if r.next() != '"' {
			return nil, r.unexpected("a name in quotes")
		}
		name, err := r.string()
		if err != nil {
			return nil, err
		}
		if r.next() != ':' {
			return nil, r.unexpected(":")
		}
		r.at++
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		n := d.Len()
		if err := d.SetKey(starlark.String(name), v); err != nil {
			return nil, err
		}
		if d.Len() == n {
			return nil, fmt.Errorf("the name %q occurs twice in one object", name)
		}
		switch r.next() {
		case ',':
			r.at++
		case '}':
			r.at++
			return d, nil
		default:
			return nil, r.unexpected(", or }")
		}
	}
}

func (r *reader) string() (string, error) {
	r.at++
	start := r.at
	for r.at < len(r.in) {
		c := r.in[r.at]
		if c == '"' {
			s := r.in[start:r.at]
			r.at++
			if !utf8.Valid(s) {
				return "", errNotUTF8
			}
			return string(s), nil
		}
		if c == '\\' {
			return r.escaped(start)
		}
		if c < ' ' {
			return "", fmt.Errorf("the control character %q in a string", c)
		}
		r.at++
	}
	return "", r.unexpected(`"`)
}

// escaped reads the rest of a string that has an escape in it.
func (r *reader) escaped(start int) (string, error) {
	out := append([]byte(nil), r.in[start:r.at]...)
	for r.at < len(r.in) {
		c := r.in[r.at]
		r.at++
		switch {
		case c == '"':
			if !utf8.Valid(out) {
				return "", errNotUTF8
			}
			return string(out), nil
		case c < ' ':
			return "", fmt.Errorf("the control character %q in a string", c)
		case c != '\\':
			out = append(out, c)
			continue
		}
		if r.at == len(r.in) {
			break
		}
		c = r.in[r.at]
		r.at++
		switch c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			u, ok := r.hex4()
			if ok && utf16.IsSurrogate(u) {
				ok = r.word(`\u`)
				if ok {
					var low rune
					if low, ok = r.hex4(); ok {
						u = utf16.DecodeRune(u, low)
						ok = u != utf8.RuneError
					}
				}
			}
			if !ok {
				return "", errors.New(`a \u that names no character`)
			}
			out = utf8.AppendRune(out, u)
		default:
			return "", fmt.Errorf(`the escape \%c in a string`, c)
		}
	}
	return "", r.unexpected(`"`)
}

func (r *reader) hex4() (rune, bool) {
	if len(r.in)-r.at < 4 {
		return 0, false
	}
	var u rune
	for _, c := range r.in[r.at : r.at+4] {
		switch {
		case '0' <= c && c <= '9':
			u = u<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			u = u<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			u = u<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	r.at += 4
	return u, true
}

// maxDigits bounds a number in JSON; reading and multiplying long integers
// takes quadratic time.
const maxDigits = 400

func (r *reader) number() (starlark.Value, error) {
	start := r.at
	digits := func() bool {
		from := r.at
		for r.at < len(r.in) && '0' <= r.in[r.at] && r.in[r.at] <= '9' {
			r.at++
		}
		return r.at > from
	}
	is := func(a, b byte) bool { return r.at < len(r.in) && (r.in[r.at] == a || r.in[r.at] == b) }
	if is('-', '-') {
		r.at++
	}
	zero, from := is('0', '0'), r.at
	if !digits() || zero && r.at > from+1 {
		return nil, fmt.Errorf("a number that begins wrongly at byte %d", start)
	}
	whole := true
	if is('.', '.') {
		whole = false
		r.at++
		if !digits() {
			return nil, r.unexpected("a digit")
		}
	}
	if is('e', 'E') {
		whole = false
		r.at++
		if is('+', '-') {
			r.at++
		}
		if !digits() {
			return nil, r.unexpected("a digit")
		}
	}
	text := string(r.in[start:r.at])
	if len(text) > maxDigits {
		return nil, fmt.Errorf("a number of %d digits; %d are allowed", len(text), maxDigits)
	}
	if whole {
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			return starlark.MakeInt64(i), nil
		}
		i, _ := new(big.Int).SetString(text, 10)
		return starlark.MakeBigInt(i), nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, fmt.Errorf("the number %s is beyond the range of a 64-bit float", text)
	}
	return number(f), nil
}

// number is f as a value: an int where it is whole and no other whole number
// has the same float.
func number(f float64) starlark.Value {
	if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return starlark.MakeInt64(int64(f))
	}
	return starlark.Float(f)
}

// An order is in which order the members of objects are written.
type order bool

const (
	asBuilt   order = false // as the code that built them inserted them
	canonical order = true  // sorted, as canonical JSON wants it
)

// encode appends v as JSON without space to out. Numbers and strings are
// written canonically in either order.
func encode(out []byte, v starlark.Value, order order) ([]byte, error) {
	if out, ok := appendScalar(out, v); ok {
		return out, nil
	}
	return new(encoder).encode(out, v, order)
}

// appendScalar writes a value that has no others in it and cannot be refused.
func appendScalar(out []byte, v starlark.Value) ([]byte, bool) {
	switch v := v.(type) {
	case starlark.NoneType:
		return append(out, "null"...), true
	case starlark.Bool:
		return strconv.AppendBool(out, bool(v)), true
	case starlark.Int:
		if i, ok := v.Int64(); ok {
			return strconv.AppendInt(out, i, 10), true
		}
	case starlark.Float:
		if f := float64(v); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return appendFloat(out, f), true
		}
	case starlark.String:
		out, err := appendString(out, string(v))
		return out, err == nil
	}
	return out, false
}

// An encoder writes values.
type encoder struct {
	out    []byte
	order  order
	depth  int
	err    error
	member func(name, value starlark.Value) bool // the method, made once
}

// encode writes one value after another with one encoder.
func (e *encoder) encode(out []byte, v starlark.Value, order order) ([]byte, error) {
	e.out, e.order, e.depth, e.err = out, order, 0, nil
	e.value(v)
	out, e.out = e.out, nil
	return out, e.err
}

func (e *encoder) value(v starlark.Value) {
	if e.depth > maxDepth {
		e.fail("the value is nested deeper than %d levels", maxDepth)
	}
	if e.err != nil {
		return
	}
	var done bool
	if e.out, done = appendScalar(e.out, v); done {
		return
	}
	switch v := v.(type) {
	case starlark.Int:
		if v.BigInt().BitLen() > maxDigits*4 { // a digit has 3.3 bits
			e.fail("a number of more than %d digits", maxDigits)
			return
		}
		e.out = v.BigInt().Append(e.out, 10)
	case starlark.Float:
		e.fail("%s is no number that JSON knows", v)
	case starlark.String:
		e.fail("%w", errNotUTF8)
	case *starlark.List:
		e.list(v)
	case starlark.Tuple:
		e.list(v)
	case *starlark.Dict:
		e.dict(v)
	case *row:
		e.row(v)
	default:
		e.fail("a %s, which is no value of JSON", v.Type())
	}
}

func (e *encoder) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
}

func (e *encoder) list(v starlark.Indexable) {
	e.out = append(e.out, '[')
	e.depth++
	for i := range v.Len() {
		if i > 0 {
			e.out = append(e.out, ',')
		}
		e.value(v.Index(i))
	}
	e.depth--
	e.out = append(e.out, ']')
}

func (e *encoder) dict(d *starlark.Dict) {
	e.out = append(e.out, '{')
	e.depth++
	if e.order == asBuilt {
		if e.member == nil {
			e.member = e.writeMember
		}
		d.Entries()(e.member)
	} else {
		items := d.Items()
		slices.SortFunc(items, func(a, b starlark.Tuple) int {
			x, _ := starlark.AsString(a[0])
			y, _ := starlark.AsString(b[0])
			return compareNames(x, y)
		})
		for _, item := range items {
			e.writeMember(item[0], item[1])
		}
	}
	e.depth--
	e.out = append(e.out, '}')
}

func (e *encoder) writeMember(name, value starlark.Value) bool {
	text, ok := name.(starlark.String)
	if !ok {
		e.fail("a dict with the key %s; only strings can be keys in JSON", name)
		return false
	}
	if e.out[len(e.out)-1] != '{' {
		e.out = append(e.out, ',')
	}
	var err error
	if e.out, err = appendString(e.out, string(text)); err != nil {
		e.fail("%w", err)
		return false
	}
	e.out = append(e.out, ':')
	e.value(value)
	return e.err == nil
}

func (e *encoder) row(r *row) {
	e.out = append(e.out, '{')
	e.depth++
	for i := range r.values {
		c := i
		if e.order == canonical {
			c = r.table.canonical[i]
		}
		if i > 0 {
			e.out = append(e.out, ',')
		}
		e.out = append(e.out, r.table.columns[c].label...)
		e.value(r.values[c])
	}
	e.depth--
	e.out = append(e.out, '}')
}

// appendFloat appends the shortest text that reads back as f, as RFC 8785 has
// it. The common cases do not need the library.
func appendFloat(out []byte, f float64) []byte {
	switch a := math.Abs(f); {
	case a < 1<<53 && f == math.Trunc(f):
		return strconv.AppendInt(out, int64(f), 10) // -0 becomes 0
	case a < 1e12 && math.Round(f*100)/100 == f:
		// Hundredths, as prices are: no other number of fifteen digits is as near.
		return appendHundredths(out, int64(math.Round(f*100)))
	case a >= 1e-6 && a < 1e21:
		return strconv.AppendFloat(out, f, 'f', -1, 64)
	}
	return jsontext.AppendFloat(out, f, 64)
}

// appendHundredths appends n/100, which is not whole.
func appendHundredths(out []byte, n int64) []byte {
	if n < 0 {
		out, n = append(out, '-'), -n
	}
	out = strconv.AppendInt(out, n/100, 10)
	out = append(out, '.', byte('0'+n/10%10))
	if n%10 != 0 {
		out = append(out, byte('0'+n%10))
	}
	return out
}

// isPlain reports whether a string of JSON is the text itself: printable ASCII
// without quotes and backslashes. It looks at eight letters at a time.
func isPlain(s string) bool {
	const (
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	for len(s) >= 8 {
		x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		// A letter below n borrows from the highest bit of its byte; so does 0,
		// which is what a letter is that does not differ from another.
		quote, backslash := x^'"'*ones, x^'\\'*ones
		if (x|(x-' '*ones)|(quote-ones)|(backslash-ones))&highs != 0 {
			return false
		}
		s = s[8:]
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func appendString(out []byte, s string) ([]byte, error) {
	if isPlain(s) {
		out = append(out, '"')
		out = append(out, s...)
		return append(out, '"'), nil
	}
	out, err := jsontext.AppendQuote(out, s)
	if err != nil {
		return out, errNotUTF8
	}
	return out, nil
}

// compareNames orders names as canonical JSON does: by UTF-16 code units. That
// is the order of bytes, but for characters beyond U+FFFF.
func compareNames(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			if a[i] < 0xEE && b[i] < 0xEE {
				return int(a[i]) - int(b[i])
			}
			return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		}
	}
	return len(a) - len(b)
}

// plain is v as the Go values that the JSON Schema library knows. v is a value
// that decode made.
func plain(v starlark.Value) any {
	switch v := v.(type) {
	case starlark.Bool:
		return bool(v)
	case starlark.Int:
		if i, ok := v.Int64(); ok {
			return i
		}
		return v.BigInt()
	case starlark.Float:
		return float64(v)
	case starlark.String:
		return string(v)
	case *starlark.List:
		elements := make([]any, v.Len())
		for i := range elements {
			elements[i] = plain(v.Index(i))
		}
		return elements
	case *starlark.Dict:
		members := make(map[string]any, v.Len())
		for _, item := range v.Items() {
			members[string(item[0].(starlark.String))] = plain(item[1])
		}
		return members
	}
	return nil
}
