// Package hashed breaks the rule of its name.
package hashed

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
)

func digest(m map[string]int, name string) []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%v", m)                      // want "hashed: fmt's %v goes into a hash"
	fmt.Fprintln(h, name)                        // want "hashed: fmt's %v"
	h.Write([]byte(fmt.Sprintf("%+v", m)))       // want "hashed: fmt's %v"
	io.WriteString(h, fmt.Sprint(m))             // want "hashed: fmt's %v"
	_ = sha256.Sum256(fmt.Appendf(nil, "%v", m)) // want "hashed: fmt's %v"
	fmt.Fprintf(h, "%q %d\n", name, len(m))
	io.WriteString(h, name)
	var b strings.Builder
	fmt.Fprintf(&b, "%v", m)
	return h.Sum([]byte(b.String()))
}
