package model

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	// minMasked is the length from which on a key is masked in messages, and
	// minRefused that from which on data that holds it is refused. Servers that
	// want no key are given words such as EMPTY, which texts may hold.
	minMasked  = 8
	minRefused = 16
)

// A secret finds a key in what others wrote. The key is in closures alone, so
// that printing a value that holds a secret shows an address.
type secret struct {
	mask func(text string) string
	in   func(data []byte) bool
}

// newSecret returns the secret of the key as it is at its first use.
func newSecret(key func() string) *secret {
	if key == nil {
		key = func() string { return "" }
	}
	forms := sync.OnceValue(func() []string {
		k := key()
		if len(k) < minMasked {
			return nil
		}
		return secretForms(k)
	})
	asBytes := sync.OnceValue(func() (all [][]byte) {
		for _, form := range forms() {
			all = append(all, []byte(form))
		}
		return all
	})
	return &secret{
		mask: func(text string) string {
			for _, form := range forms() {
				text = strings.ReplaceAll(text, form, "[key]")
			}
			return text
		},
		in: func(data []byte) bool {
			return len(key()) >= minRefused && slices.ContainsFunc(asBytes(), func(form []byte) bool { return bytes.Contains(data, form) })
		},
	}
}

// secretForms are the ways in which a key may stand in a text: as it is, in
// base64 at each of three offsets, hexadecimal, escaped for a URL or for JSON,
// and backwards. Long forms come before those that they contain.
func secretForms(key string) []string {
	forms := []string{key, url.QueryEscape(key), url.PathEscape(key), hex.EncodeToString([]byte(key)), strings.ToUpper(hex.EncodeToString([]byte(key)))}
	if quoted, err := jsontext.AppendQuote(nil, key); err == nil {
		forms = append(forms, string(quoted[1:len(quoted)-1]))
	}
	for offset := range 3 {
		// The bytes before and after the key share digits with its first and
		// last ones: these are left out.
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", offset) + key))
		from, to := (offset*8+5)/6, (offset+len(key))*8/6
		text = text[from:to]
		forms = append(forms, text, strings.NewReplacer("+", "-", "/", "_").Replace(text))
	}
	backwards := []byte(key)
	slices.Reverse(backwards)
	forms = append(forms, string(backwards))
	slices.SortFunc(forms, func(a, b string) int {
		if d := len(b) - len(a); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(forms)
}
