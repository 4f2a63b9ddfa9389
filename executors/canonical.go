package executors

import (
	"bytes"
	"iter"
)

// field is the value of a top-level member of a record: a line of canonical
// JSON, which has no space between its tokens. It is nil where there is none.
// A million records are read for two of their fields, of which the first few
// hundred bytes hold what the whole takes ten thousand to say.
func field(line []byte, name string) []byte {
	if len(line) == 0 || line[0] != '{' {
		return nil
	}
	for i := 1; i < len(line) && line[i] == '"'; {
		end := stringEnd(line, i)
		found := string(line[i+1:end-1]) == name
		if end >= len(line) || line[end] != ':' {
			return nil
		}
		i = end + 1
		end = valueEnd(line, i)
		if found {
			return line[i:end]
		}
		i = end + 1 // behind the comma
	}
	return nil
}

// textField is a top-level member that is an id or another string without
// escapes; empty where there is none.
func textField(line []byte, name string) string {
	value := field(line, name)
	if len(value) < 2 || value[0] != '"' {
		return ""
	}
	return string(value[1 : len(value)-1])
}

// elements are those of an array.
func elements(array []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := 1; i < len(array) && array[i] != ']'; i++ {
			end := valueEnd(array, i)
			if end <= i || !yield(array[i:end]) {
				return
			}
			i = end // the comma, or the end
		}
	}
}

// stringEnd is where the string that begins at i ends.
func stringEnd(line []byte, i int) int {
	for i++; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(line)
}

// valueEnd is where the value that begins at i ends.
func valueEnd(line []byte, i int) int {
	if i >= len(line) {
		return i
	}
	switch line[i] {
	case '"':
		return stringEnd(line, i)
	case '{', '[':
		depth := 0
		for i < len(line) {
			// Most of a record is text: jump over what cannot end the value.
			next := bytes.IndexAny(line[i:], `"{}[]`)
			if next < 0 {
				return len(line)
			}
			i += next
			switch line[i] {
			case '"':
				i = stringEnd(line, i)
				continue
			case '{', '[':
				depth++
			default:
				depth--
			}
			if i++; depth == 0 {
				return i
			}
		}
		return i
	}
	for i < len(line) && line[i] != ',' && line[i] != '}' && line[i] != ']' {
		i++
	}
	return i
}
