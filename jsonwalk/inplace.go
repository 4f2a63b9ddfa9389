package jsonwalk

import (
	"bytes"
	"encoding/json"
)

// The functions of this file walk JSON where it lies, without decoding it: who
// compares a million records, or reads two fields of each, touches few of their
// values. They are meant for valid JSON; of anything else they make something,
// but neither panic nor read out of bounds. What they return are slices of what
// they were given.

// A Member is a name and a value of an object, as they are written.
type Member struct{ Name, Value []byte }

// AppendMembers appends the members of an object in the order in which they are
// written; of what is no object, none.
func AppendMembers(to []Member, object []byte) []Member {
	eachMember(object, func(name, value []byte) bool {
		to = append(to, Member{name, value})
		return true
	})
	return to
}

// Field is the value of the first member of an object that has the name; nil
// where there is none.
func Field(object []byte, name string) (found []byte) {
	eachMember(object, func(n, value []byte) bool {
		if IsText(n, name) {
			found = value
		}
		return found == nil
	})
	return found
}

// TextField is the decoded string that a member of an object is; empty where
// there is none, or it is no string.
func TextField(object []byte, name string) string {
	s, _ := Text(Field(object, name))
	return s
}

// eachMember calls f with the members of an object until it has enough.
func eachMember(object []byte, f func(name, value []byte) bool) {
	i := skipSpace(object, 0)
	if i >= len(object) || object[i] != '{' {
		return
	}
	for i = skipSpace(object, i+1); i < len(object) && object[i] == '"'; i = skipSpace(object, i+1) {
		end := StringEnd(object, i)
		name := object[i:end]
		i = skipSpace(object, end)
		if i >= len(object) || object[i] != ':' {
			return
		}
		i = skipSpace(object, i+1)
		end = valueEnd(object, i)
		if !f(name, object[i:end]) {
			return
		}
		i = skipSpace(object, end)
		if i >= len(object) || object[i] != ',' {
			return
		}
	}
}

// AppendElements appends the elements of an array; of what is no array, none.
func AppendElements(to [][]byte, array []byte) [][]byte {
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

// Text is the string that a value is, decoded; false where it is none.
func Text(value []byte) (string, bool) {
	if len(value) < 2 || value[0] != '"' {
		return "", false
	}
	if inner := value[1 : len(value)-1]; isPlain(inner) {
		return string(inner), true
	}
	var s string
	err := json.Unmarshal(value, &s)
	return s, err == nil
}

// isPlain reports whether the inside of a string is what it says.
func isPlain(inner []byte) bool {
	for _, c := range inner {
		if c < ' ' || c == '\\' || c == '"' || c >= 0x80 {
			return false
		}
	}
	return true
}

// IsText reports whether a value is the string s.
func IsText(value []byte, s string) bool {
	if len(value) < 2 || value[0] != '"' {
		return false
	}
	if bytes.IndexByte(value, '\\') < 0 {
		return string(value[1:len(value)-1]) == s
	}
	decoded, ok := Text(value)
	return ok && decoded == s
}

// skipSpace is the index of the first byte from i on that is no space.
func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

// StringEnd is the index after the string that begins at i, or the length of b
// where it does not end.
func StringEnd(b []byte, i int) int {
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

// valueEnd is the index after the value that begins at i.
func valueEnd(b []byte, i int) int {
	for level := 0; i < len(b); {
		switch b[i] {
		case '"':
			i = StringEnd(b, i)
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
