package artifact

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
)

// A Key names a question: everything that decides what a node's output is.
// Two nodes with one Key have one output; a Key says nothing about what that
// output is, which is what a [Digest] does.
type Key [sha256.Size]byte

// A Field is one labelled part of a Key.
type Field struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// String returns the line of the field as it enters a Key: label and value
// quoted, so that no two fields have the same line.
func (f Field) String() string {
	return strconv.Quote(f.Label) + " " + strconv.Quote(f.Value)
}

// NewKey hashes fields in the order given, a line each.
func NewKey(fields []Field) Key {
	h := sha256.New()
	line := make([]byte, 0, 256)
	for _, f := range fields {
		line = strconv.AppendQuote(line[:0], f.Label)
		line = append(line, ' ')
		line = strconv.AppendQuote(line, f.Value)
		line = append(line, '\n')
		h.Write(line)
	}
	return Key(h.Sum(nil))
}

// ParseKey reads what [Key.String] writes: 64 lower-case hexadecimal digits.
func ParseKey(s string) (Key, error) {
	k, err := parseHash(s)
	if err != nil {
		return Key{}, fmt.Errorf("key %q: %w", clip(s), err)
	}
	return k, nil
}

// String returns the key as 64 hexadecimal digits.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// MarshalText implements [encoding.TextMarshaler].
func (k Key) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, k[:]), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (k *Key) UnmarshalText(text []byte) (err error) {
	*k, err = ParseKey(string(text))
	return err
}
