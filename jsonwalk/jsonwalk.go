// Package jsonwalk reads JSON of which only some is wanted: a [Reader] in one pass
// and in its order, objects member by member, and whatever is not what was expected
// is skipped; [Field] and its like where the JSON lies, without decoding it. Numbers,
// repeated names and bad UTF-8 are not its business.
package jsonwalk

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// A Reader reads one document.
type Reader struct{ *jsontext.Decoder }

// New is a Reader of raw, which it does not change.
func New(raw []byte) Reader {
	return Reader{jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
}

// Members calls f at the value of each member of the object ahead, with its name;
// any other value is skipped. f must read the value or skip it; its error ends
// the reading.
func (r Reader) Members(f func(name string) error) error {
	if r.PeekKind() != '{' {
		return r.SkipValue()
	}
	if _, err := r.ReadToken(); err != nil {
		return err
	}
	return r.Rest(f)
}

// Rest is [Reader.Members] for an object of which the brace was read.
func (r Reader) Rest(f func(name string) error) error {
	for r.PeekKind() == '"' {
		name, err := r.ReadToken()
		if err != nil {
			return err
		}
		if err := f(name.String()); err != nil {
			return err
		}
	}
	_, err := r.ReadToken()
	return err
}

// Elements calls f at each element of the array ahead; any other value is
// skipped.
func (r Reader) Elements(f func() error) error {
	if r.PeekKind() != '[' {
		return r.SkipValue()
	}
	if _, err := r.ReadToken(); err != nil {
		return err
	}
	for r.PeekKind() != ']' {
		if err := f(); err != nil {
			return err
		}
	}
	_, err := r.ReadToken()
	return err
}

// Text calls f with the string ahead; any other value is skipped.
func (r Reader) Text(f func(string)) error {
	if r.PeekKind() != '"' {
		return r.SkipValue()
	}
	token, err := r.ReadToken()
	if err == nil {
		f(token.String())
	}
	return err
}
