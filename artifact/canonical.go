package artifact

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

// maxDepth bounds the nesting of a JSON value. The deepest of 48,000 real tool
// schemas is far below it; a bomb is far above.
const maxDepth = 256

// Marshal returns the canonical JSON of v, without a newline. Struct tags mean
// what they mean to encoding/json. Refused are text that is not UTF-8, NaN and
// infinities, names that occur twice in one object, and nesting deeper than
// 256 levels.
//
// Canonical JSON (DESIGN §4) has no insignificant space; object names sorted
// by their UTF-16 code units, as RFC 8785 does; integers in every digit, and
// -0 as 0; other numbers as the shortest text that reads back as the same
// float64, which for a whole number below 1e21 is an integer; strings escaped
// only where JSON demands it. Two values that differ only in how they were
// written have one canonical form.
func Marshal(v any) ([]byte, error) {
	c := canonizers.Get().(*canonizer)
	defer canonizers.Put(c)
	c.raw.Reset()
	if err := json.MarshalWrite(&c.raw, v, marshalOptions); err != nil {
		return nil, err
	}
	out, err := c.canonical(c.raw.Bytes())
	return bytes.Clone(out), err
}

// marshalOptions make the encoder mean what encoding/json means, less its
// tolerance of bytes that are not UTF-8. It does not know the Number of
// encoding/json, which is a string to it.
var marshalOptions = json.JoinOptions(
	jsonv1.DefaultOptionsV1(),
	jsontext.AllowInvalidUTF8(false),
	jsontext.EscapeForHTML(false),
	jsontext.EscapeForJS(false),
	json.WithMarshalers(json.MarshalToFunc(func(e *jsontext.Encoder, n stdjson.Number) error {
		if n == "" {
			n = "0"
		}
		return e.WriteValue(jsontext.Value(n))
	})),
)

// Canonical returns the canonical form of the JSON value in raw, without a
// newline. It refuses what [Marshal] refuses, numbers beyond the range of a
// float64, and anything before or after the one value but space.
func Canonical(raw []byte) ([]byte, error) {
	c := canonizers.Get().(*canonizer)
	defer canonizers.Put(c)
	out, err := c.canonical(raw)
	return bytes.Clone(out), err
}

// canonizers keep their memory from one record to the next.
var canonizers = sync.Pool{New: func() any { return new(canonizer) }}

// A canonizer rewrites JSON in one pass: it copies what is canonical already,
// which is nearly all, and sorts the members of an object when it is at its
// end, if it has to. Its methods append to out and return it.
type canonizer struct {
	raw     bytes.Buffer // what Marshal encodes
	out     []byte       // the memory of the last result
	in      []byte
	at      int
	members []member // of all objects that are open
	depth   int
	scratch []byte
}

// A member of an object is out[start:end]; its name in quotes ends at name.
type member struct{ start, name, end int }

// canonical returns the canonical form of raw, valid until the next call.
func (c *canonizer) canonical(raw []byte) ([]byte, error) {
	c.in, c.at, c.depth, c.members = raw, 0, 0, c.members[:0]
	out, err := c.value(c.out[:0])
	if err == nil && c.next() != 0 {
		err = c.unexpected("the end")
	}
	c.out, c.in = out, nil
	if err != nil {
		return nil, fmt.Errorf("JSON, byte %d: %w", c.at, err)
	}
	return out, nil
}

// next skips space and returns the byte that comes, or 0 at the end.
func (c *canonizer) next() byte {
	for ; c.at < len(c.in); c.at++ {
		switch b := c.in[c.at]; b {
		case ' ', '\t', '\n', '\r':
		case 0:
			return 0xFF // which is as little JSON as a zero byte
		default:
			return b
		}
	}
	return 0
}

func (c *canonizer) value(out []byte) ([]byte, error) {
	switch c.next() {
	case '{':
		return c.nested(out, c.object)
	case '[':
		return c.nested(out, c.array)
	case '"':
		return c.string(out)
	case 't':
		return c.literal(out, "true")
	case 'f':
		return c.literal(out, "false")
	case 'n':
		return c.literal(out, "null")
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return c.number(out)
	default:
		return out, c.unexpected("a value")
	}
}

// unexpected describes what stands where something else was expected.
func (c *canonizer) unexpected(wanted string) error {
	if c.at >= len(c.in) {
		return fmt.Errorf("it ends where %s should be", wanted)
	}
	r, _ := utf8.DecodeRune(c.in[c.at:])
	return fmt.Errorf("%q stands where %s should be", r, wanted)
}

func (c *canonizer) literal(out []byte, word string) ([]byte, error) {
	if !bytes.HasPrefix(c.in[c.at:], []byte(word)) {
		return out, c.unexpected("a value")
	}
	c.at += len(word)
	return append(out, word...), nil
}

// nested reads an object or array, of which the opening bracket comes.
func (c *canonizer) nested(out []byte, read func([]byte) ([]byte, error)) ([]byte, error) {
	if c.depth++; c.depth > maxDepth {
		return out, fmt.Errorf("it is nested more than %d levels deep", maxDepth)
	}
	out = append(out, c.in[c.at])
	c.at++
	out, err := read(out)
	c.depth--
	return out, err
}

func (c *canonizer) array(out []byte) ([]byte, error) {
	if c.next() == ']' {
		c.at++
		return append(out, ']'), nil
	}
	for {
		var err error
		if out, err = c.value(out); err != nil {
			return out, err
		}
		switch b := c.next(); b {
		case ',':
			out = append(out, ',')
		case ']':
			c.at++
			return append(out, ']'), nil
		default:
			return out, c.unexpected("`,` or `]`")
		}
		c.at++
	}
}

func (c *canonizer) object(out []byte) ([]byte, error) {
	if c.next() == '}' {
		c.at++
		return append(out, '}'), nil
	}
	first := len(c.members)
	sorted := true
	var err error
	for {
		if c.next() != '"' {
			return out, c.unexpected("a name in quotes")
		}
		m, nameAt := member{start: len(out)}, c.at
		if out, err = c.string(out); err != nil {
			return out, err
		}
		m.name = len(out)
		if c.next() != ':' {
			return out, c.unexpected("`:`")
		}
		c.at++
		out = append(out, ':')
		if len(c.members) > first {
			last := c.members[len(c.members)-1]
			switch order := compareNames(nameOf(out, last), nameOf(out, m)); {
			case order == 0:
				c.at = nameAt
				return out, duplicate(nameOf(out, m))
			case order > 0:
				sorted = false
			}
		}
		if out, err = c.value(out); err != nil {
			return out, err
		}
		m.end = len(out)
		c.members = append(c.members, m)
		switch c.next() {
		case ',':
			c.at++
			out = append(out, ',')
		case '}':
			c.at++
			if !sorted {
				if err := c.sort(out, c.members[first:]); err != nil {
					return out, err
				}
			}
			c.members = c.members[:first]
			return append(out, '}'), nil
		default:
			return out, c.unexpected("`,` or `}`")
		}
	}
}

// nameOf returns the name of a member, canonical and without its quotes.
func nameOf(out []byte, m member) []byte { return out[m.start+1 : m.name-1] }

func duplicate(name []byte) error {
	return fmt.Errorf("the name \"%s\" occurs twice in one object", name)
}

// sort brings the members of an object, which lie one after the other at the
// end of out, into order.
func (c *canonizer) sort(out []byte, members []member) error {
	start := members[0].start
	slices.SortFunc(members, func(a, b member) int { return compareNames(nameOf(out, a), nameOf(out, b)) })
	sorted := c.scratch[:0]
	for i, m := range members {
		if i > 0 {
			if bytes.Equal(nameOf(out, members[i-1]), nameOf(out, m)) {
				return duplicate(nameOf(out, m))
			}
			sorted = append(sorted, ',')
		}
		sorted = append(sorted, out[m.start:m.end]...)
	}
	c.scratch = sorted
	copy(out[start:], sorted)
	return nil
}

// compareNames orders canonical names, without their quotes, by the UTF-16
// code units of what they stand for.
func compareNames(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		x, y := a[i], b[i]
		if x == y && x < utf8.RuneSelf && x != '\\' {
			continue
		}
		if x >= utf8.RuneSelf || y >= utf8.RuneSelf || x == '\\' || y == '\\' {
			return slices.Compare(codeUnits(a[i:]), codeUnits(b[i:]))
		}
		return int(x) - int(y)
	}
	return len(a) - len(b)
}

// codeUnits returns the UTF-16 code units of a canonical name.
func codeUnits(name []byte) []uint16 {
	quoted := append(append([]byte{'"'}, name...), '"')
	text, err := jsontext.AppendUnquote(nil, quoted)
	if err != nil {
		panic(err) // the name is canonical
	}
	return utf16.Encode([]rune(string(text)))
}

// plainByte tells the bytes of a string that are canonical as they stand.
var plainByte = func() (plain [256]bool) {
	for b := byte(' '); b < utf8.RuneSelf; b++ {
		plain[b] = b != '"' && b != '\\'
	}
	return plain
}()

func (c *canonizer) string(out []byte) ([]byte, error) {
	in := c.in
	copied := c.at // what comes before it is in out
	i := c.at + 1
	for {
		for i < len(in) && plainByte[in[i]] {
			i++
		}
		if i == len(in) {
			c.at = i
			return out, errors.New("it ends inside a string")
		}
		switch b := in[i]; {
		case b == '"':
			c.at = i + 1
			return append(out, in[copied:i+1]...), nil
		case b >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(in[i:])
			if r == utf8.RuneError && n == 1 {
				c.at = i
				return out, fmt.Errorf("0x%02X is not UTF-8", b)
			}
			i += n
		case b == '\\':
			out = append(out, in[copied:i]...)
			c.at = i
			var err error
			if out, err = c.escape(out); err != nil {
				return out, err
			}
			i, copied = c.at, c.at
		default:
			c.at = i
			return out, fmt.Errorf("the control character U+%04X stands in a string without being escaped", b)
		}
	}
}

// escape rewrites the escape sequence at c.at.
func (c *canonizer) escape(out []byte) ([]byte, error) {
	in := c.in[c.at:]
	if len(in) < 2 {
		return out, errors.New("it ends inside a string")
	}
	n := 2
	r := rune(0)
	switch in[1] {
	case '"', '\\', '/':
		r = rune(in[1])
	case 'b':
		r = '\b'
	case 'f':
		r = '\f'
	case 'n':
		r = '\n'
	case 'r':
		r = '\r'
	case 't':
		r = '\t'
	case 'u':
		first, ok := hex4(in[2:])
		if !ok {
			return out, fmt.Errorf("`%s` is no escape sequence", clip(string(in[:min(len(in), 6)])))
		}
		n, r = 6, first
		if utf16.IsSurrogate(r) {
			second := rune(-1)
			if len(in) >= 12 && in[6] == '\\' && in[7] == 'u' {
				if low, ok := hex4(in[8:]); ok {
					second = low
				}
			}
			if r = utf16.DecodeRune(first, second); r == utf8.RuneError {
				return out, fmt.Errorf("`\\u%04x` is half of a character", first)
			}
			n = 12
		}
	default:
		return out, fmt.Errorf("`\\%c` is no escape sequence", in[1])
	}
	c.at += n
	switch r {
	case '"', '\\':
		out = append(out, '\\', byte(r))
	case '\b':
		out = append(out, `\b`...)
	case '\f':
		out = append(out, `\f`...)
	case '\n':
		out = append(out, `\n`...)
	case '\r':
		out = append(out, `\r`...)
	case '\t':
		out = append(out, `\t`...)
	default:
		if r < ' ' {
			const digits = "0123456789abcdef"
			out = append(out, '\\', 'u', '0', '0', digits[r>>4], digits[r&0xF])
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return out, nil
}

// hex4 reads four hexadecimal digits.
func hex4(p []byte) (r rune, ok bool) {
	if len(p) < 4 {
		return 0, false
	}
	for _, b := range p[:4] {
		r <<= 4
		switch {
		case '0' <= b && b <= '9':
			r |= rune(b - '0')
		case 'a' <= b && b <= 'f':
			r |= rune(b - 'a' + 10)
		case 'A' <= b && b <= 'F':
			r |= rune(b - 'A' + 10)
		default:
			return 0, false
		}
	}
	return r, true
}

func (c *canonizer) number(out []byte) ([]byte, error) {
	start := c.at
	digits := func() int {
		from := c.at
		for c.at < len(c.in) && '0' <= c.in[c.at] && c.in[c.at] <= '9' {
			c.at++
		}
		return c.at - from
	}
	is := func(set string) bool {
		return c.at < len(c.in) && bytes.IndexByte([]byte(set), c.in[c.at]) >= 0
	}
	if is("-") {
		c.at++
	}
	zero := is("0")
	if n := digits(); n == 0 || zero && n > 1 {
		c.at = start
		return out, fmt.Errorf("`%s` is no number", clip(string(c.in[start:min(len(c.in), start+8)])))
	}
	whole := true
	if is(".") {
		whole = false
		c.at++
		if digits() == 0 {
			return out, c.unexpected("a digit")
		}
	}
	if is("eE") {
		whole = false
		c.at++
		if is("+-") {
			c.at++
		}
		if digits() == 0 {
			return out, c.unexpected("a digit")
		}
	}
	text := c.in[start:c.at]
	if whole {
		if string(text) == "-0" {
			text = text[1:]
		}
		return append(out, text...), nil
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		c.at = start
		return out, fmt.Errorf("%s is beyond the range of a 64-bit float", clip(string(text)))
	}
	if f == 0 {
		f = 0 // and not -0
	}
	return jsontext.AppendFloat(out, f, 64), nil
}
