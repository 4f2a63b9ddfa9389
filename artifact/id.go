package artifact

import "bytes"

// lineID returns the id of a record, the string member "id" at the top of a
// canonical line, or false where it has none. Names are sorted, so it stops at
// the first that comes after.
func lineID(line []byte) ([]byte, bool) {
	if len(line) == 0 || line[0] != '{' {
		return nil, false
	}
	for i := 1; i < len(line) && line[i] == '"'; i++ {
		end := skipString(line, i)
		if end < 0 || end >= len(line) || line[end] != ':' {
			return nil, false
		}
		name := line[i+1 : end-1]
		value := end + 1
		switch c := bytes.Compare(name, []byte("id")); {
		case c == 0:
			if value >= len(line) || line[value] != '"' {
				return nil, false
			}
			end := skipString(line, value)
			if end < 0 {
				return nil, false
			}
			return line[value+1 : end-1], true
		case c > 0:
			return nil, false
		}
		i = skipValue(line, value)
		if i < 0 || i >= len(line) || line[i] != ',' {
			return nil, false
		}
	}
	return nil, false
}

// skipString returns the index after the string that begins at i, or -1.
func skipString(line []byte, i int) int {
	for i++; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// skipValue returns the index after the value that begins at i, or -1.
func skipValue(line []byte, i int) int {
	level := 0
	for i < len(line) {
		switch line[i] {
		case '"':
			if i = skipString(line, i); i < 0 {
				return -1
			}
			if level == 0 {
				return i
			}
			continue
		case '{', '[':
			level++
		case '}', ']':
			if level--; level < 0 {
				return i
			}
			if level == 0 {
				return i + 1
			}
		case ',':
			if level == 0 {
				return i
			}
		}
		i++
	}
	return -1
}
