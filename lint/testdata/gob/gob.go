// Package gob breaks the rule of its name.
package gob

import (
	"bytes"
	"encoding/gob" // want "gob: encoding/gob writes maps in any order"
)

func encode(m map[string]int) ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(m)
	return b.Bytes(), err
}
