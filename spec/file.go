package spec

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// maxText is how many bytes a file may have whose text is a value.
const maxText = 256 << 10

// A Text is a file that an expression reads.
type Text struct {
	// Document names it, as that of a File does.
	Document string

	// Digest is the SHA-256 of its bytes, of which there are Bytes.
	Digest [sha256.Size]byte
	Bytes  int64
}

// noFile stands for the function file where there is no spec, as in what a rule
// does with a record.
var noFile = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "path", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
		return cty.NilVal, errors.New("a file cannot be read here: read it into a local, and use that")
	},
})

// fileFunction reads files of the spec, each once.
func (l *loader) fileFunction() function.Function {
	read := map[string]string{}
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			path := args[0].AsString()
			text, ok := read[path]
			if !ok {
				var err error
				if text, err = l.readText(path); err != nil {
					return cty.NilVal, function.NewArgError(0, err)
				}
				read[path] = text
			}
			return cty.StringVal(text), nil
		},
	})
}

// readText reads the text of a file that a path names outright.
func (l *loader) readText(path string) (string, error) {
	if hasMeta(path) {
		return "", errors.New("the path must name one file: it has no *, ? or [")
	}
	names, wrong := l.find(path)
	if wrong != nil {
		return "", errors.New(trimStop(wrong.Detail))
	}
	f, err := os.Open(names[0])
	if err != nil {
		return "", errors.New(reason(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxText+1))
	switch {
	case err != nil:
		return "", errors.New(reason(err))
	case len(data) > maxText:
		return "", errors.New("the file is larger than 256 KiB")
	case !utf8.Valid(data):
		return "", errors.New("the file is not UTF-8 text")
	}
	l.spec.Texts = append(l.spec.Texts, Text{l.document(names[0]), sha256.Sum256(data), int64(len(data))})
	return string(data), nil
}

// trimStop takes the full stop from the end of a sentence.
func trimStop(s string) string {
	if n := len(s) - 1; n >= 0 && s[n] == '.' {
		return s[:n]
	}
	return s
}
