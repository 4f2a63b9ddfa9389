package artifact

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"

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
// float64; strings escaped only where JSON demands it. Two values that differ
// only in how they were written have one canonical form.
func Marshal(v any) ([]byte, error) {
	raw, err := json.Marshal(v, marshalOptions)
	if err != nil {
		return nil, err
	}
	return Canonical(raw)
}

// marshalOptions make the encoder mean what encoding/json means, less its
// tolerance of bytes that are not UTF-8.
var marshalOptions = json.JoinOptions(
	jsonv1.DefaultOptionsV1(),
	jsontext.AllowInvalidUTF8(false),
	jsontext.AllowDuplicateNames(false),
	jsontext.EscapeForHTML(false),
	jsontext.EscapeForJS(false),
	json.WithMarshalers(json.MarshalToFunc(func(e *jsontext.Encoder, n stdjson.Number) error {
		return e.WriteValue(jsontext.Value(n))
	})),
)

// Canonical returns the canonical form of the JSON value in raw, without a
// newline. It refuses what [Marshal] refuses, and anything before or after the
// one value but space.
func Canonical(raw []byte) ([]byte, error) {
	if d := depth(raw); d > maxDepth {
		return nil, fmt.Errorf("JSON nested deeper than %d levels", maxDepth)
	}
	v := jsontext.Value(bytes.Clone(raw))
	err := v.Format(
		jsontext.CanonicalizeRawInts(false),
		jsontext.CanonicalizeRawFloats(true),
		jsontext.ReorderRawObjects(true),
	)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// depth returns the deepest nesting in raw; exact for valid JSON.
func depth(raw []byte) (deepest int) {
	level, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			quoted = !quoted
		case '\\':
			i++
		case '{', '[':
			if !quoted {
				level++
				deepest = max(deepest, level)
			}
		case '}', ']':
			if !quoted {
				level--
			}
		}
	}
	return deepest
}
