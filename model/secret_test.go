package model_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
)

// forms are the ways in which a key could stand somewhere: found without the
// help of the package that hides it.
func forms(key string) []string {
	quoted, err := json.Marshal(key)
	if err != nil {
		panic(err)
	}
	backwards := []byte(key)
	slices.Reverse(backwards)
	out := []string{
		key, hex.EncodeToString([]byte(key)), url.QueryEscape(key), url.PathEscape(key), string(quoted[1 : len(quoted)-1]), string(backwards),
		base64.StdEncoding.EncodeToString([]byte(key))[:40], base64.URLEncoding.EncodeToString([]byte(key))[:40],
	}
	for _, before := range []string{"x", "Bearer "} {
		text := base64.StdEncoding.EncodeToString([]byte(before + key))
		out = append(out, text[len(before)*8/6+2:len(text)-6])
	}
	return out
}
