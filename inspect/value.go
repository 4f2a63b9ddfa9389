package inspect

import (
	"bytes"
	"encoding/json"
)

// The functions of this file walk JSON where it lies, without decoding it: a
// comparison of a million records touches few of their values. They are meant
// for valid JSON; of anything else they make something, but neither panic nor
// read out of bounds.

// A member is a name and a value of an object, as they are written.
type member struct{ name, value []byte }

// members appends the members of an object in the order in which they are
// written; of what is no object, none.
func members(to []member, object []byte) []member {
	i := skipSpace(object, 0)
	if i >= len(object) || object[i] != '{' {
		return to
	}
	for i = skipSpace(object, i+1); i < len(object) && object[i] == '"'; i = skipSpace(object, i+1) {
		end := stringEnd(object, i)
		name := object[i:end]
		i = skipSpace(object, end)
		if i >= len(object) || object[i] != ':' {
			return to
		}
		i = skipSpace(object, i+1)
		end = valueEnd(object, i)
		to = append(to, member{name, object[i:end]})
		i = skipSpace(object, end)
		if i >= len(object) || object[i] != ',' {
			return to
		}
	}
	return to
}

// elements appends the elements of an array; of what is no array, none.
func elements(to [][]byte, array []byte) [][]byte {
	i := skipSpace(array, 0)
	if i >= len(array) || array[i] != '[' {
		return to
	}
	i = skipSpace(array, i+1)
	for i < len(array) && array[i] != ']' {
		end := valueEnd(array, i)
		to = append(to, array[i:end])
		i = skipSpace(array, end)
		if i >= len(array) || array[i] != ',' {
			return to
		}
		i = skipSpace(array, i+1)
	}
	return to
}

// field returns the value of a member of an object, or nil.
func field(object []byte, name string) []byte {
	i := skipSpace(object, 0)
	if i >= len(object) || object[i] != '{' {
		return nil
	}
	for i = skipSpace(object, i+1); i < len(object) && object[i] == '"'; i = skipSpace(object, i+1) {
		end := stringEnd(object, i)
		found := isText(object[i:end], name)
		i = skipSpace(object, end)
		if i >= len(object) || object[i] != ':' {
			return nil
		}
		i = skipSpace(object, i+1)
		end = valueEnd(object, i)
		if found {
			return object[i:end]
		}
		i = skipSpace(object, end)
		if i >= len(object) || object[i] != ',' {
			return nil
		}
	}
	return nil
}

// recordID returns the id of a record, or false where it has none.
func recordID(line []byte) ([]byte, bool) {
	value := field(line, "id")
	if len(value) < 2 || value[0] != '"' {
		return nil, false
	}
	if bytes.IndexByte(value, '\\') < 0 {
		return value[1 : len(value)-1], true
	}
	id, ok := text(value)
	return []byte(id), ok
}

// text decodes a string.
func text(value []byte) (string, bool) {
	if len(value) < 2 || value[0] != '"' {
		return "", false
	}
	var s string
	err := json.Unmarshal(value, &s)
	return s, err == nil
}

// isText reports whether value is the string s.
func isText(value []byte, s string) bool {
	if len(value) < 2 || value[0] != '"' {
		return false
	}
	if bytes.IndexByte(value, '\\') < 0 {
		return string(value[1:len(value)-1]) == s
	}
	decoded, ok := text(value)
	return ok && decoded == s
}

// skipSpace returns the index of the first byte from i on that is no space.
func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

// stringEnd returns the index after the string that begins at i.
func stringEnd(b []byte, i int) int {
	for i++; i < len(b); {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			break
		}
		quote := i + n
		slash := quote
		for slash > i && b[slash-1] == '\\' {
			slash--
		}
		if (quote-slash)%2 == 0 {
			return quote + 1
		}
		i = quote + 1
	}
	return len(b)
}

// valueEnd returns the index after the value that begins at i.
func valueEnd(b []byte, i int) int {
	for level := 0; i < len(b); {
		switch b[i] {
		case '"':
			i = stringEnd(b, i)
			if level == 0 {
				return i
			}
			continue
		case '{', '[':
			level++
		case '}', ']':
			if level == 0 {
				return i
			}
			if level--; level == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\n', '\r':
			if level == 0 {
				return i
			}
		}
		i++
	}
	return len(b)
}
