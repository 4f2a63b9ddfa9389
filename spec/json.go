package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"strconv"

	"github.com/zclconf/go-cty/cty"
)

// appendJSON writes a known value as JSON: keys sorted by bytes, integers with
// every digit, other numbers as the shortest text that reads back as the same
// float64.
func appendJSON(to []byte, v cty.Value) ([]byte, error) {
	t := v.Type()
	switch {
	case v.IsNull():
		return append(to, "null"...), nil
	case t == cty.String:
		return appendString(to, v.AsString()), nil
	case t == cty.Bool:
		return strconv.AppendBool(to, v.True()), nil
	case t == cty.Number:
		return appendNumber(to, v.AsBigFloat())
	case isSequence(t):
		to = append(to, '[')
		first := true
		for it := v.ElementIterator(); it.Next(); first = false {
			if !first {
				to = append(to, ',')
			}
			_, e := it.Element()
			var err error
			if to, err = appendJSON(to, e); err != nil {
				return nil, err
			}
		}
		return append(to, ']'), nil
	case t.IsObjectType(), t.IsMapType():
		to = append(to, '{')
		first := true
		for it := v.ElementIterator(); it.Next(); first = false {
			if !first {
				to = append(to, ',')
			}
			k, e := it.Element()
			to = append(appendString(to, k.AsString()), ':')
			var err error
			if to, err = appendJSON(to, e); err != nil {
				return nil, err
			}
		}
		return append(to, '}'), nil
	}
	return nil, errors.New(describe(v))
}

// maxDigits is how long an integer may be that is written with every digit.
const maxDigits = 400

func appendNumber(to []byte, x *big.Float) ([]byte, error) {
	if x.Sign() == 0 {
		return append(to, '0'), nil // also for -0
	}
	if x.IsInt() && x.MantExp(nil) < maxDigits*3 {
		return x.Append(to, 'f', 0), nil
	}
	f, _ := x.Float64()
	if f-f != 0 {
		return nil, errors.New("a number too large for JSON")
	}
	return strconv.AppendFloat(to, f, 'g', -1, 64), nil
}

// appendString writes a JSON string without escaping for HTML.
func appendString(to []byte, s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return append(to, bytes.TrimSuffix(b.Bytes(), []byte{'\n'})...)
}
