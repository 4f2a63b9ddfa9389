package importing

import "strings"

// columnTypes finds the types that a schema declares: by table, then by
// column, all names in lower case, the first word of each type in capitals. It
// reads CREATE TABLE statements and passes over what it does not know, since
// the engine judges the schema; it only has to say how the cells of a CSV file
// are meant.
func columnTypes(schema string) map[string]map[string]string {
	tables := map[string]map[string]string{}
	words := sqlWords(schema)
	for i := 0; i+2 < len(words); i++ {
		if !strings.EqualFold(words[i], "TABLE") {
			continue
		}
		name := i + 1
		for name < len(words) && isOneOf(words[name], "IF", "NOT", "EXISTS") {
			name++
		}
		if name+1 >= len(words) || words[name+1] != "(" {
			continue
		}
		columns := map[string]string{}
		tables[strings.ToLower(words[name])] = columns
		depth, first := 1, true
		for i = name + 2; i < len(words) && depth > 0; i++ {
			switch w := words[i]; {
			case w == "(":
				depth++
			case w == ")":
				depth--
			case w == "," && depth == 1:
				first = true
				continue
			case first && i+1 < len(words) && !isOneOf(w, "PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT"):
				columns[strings.ToLower(w)] = strings.ToUpper(words[i+1])
			}
			first = false
		}
	}
	return tables
}

func isOneOf(word string, of ...string) bool {
	for _, o := range of {
		if strings.EqualFold(word, o) {
			return true
		}
	}
	return false
}

// sqlWords cuts SQL into names, without their quotes, and signs. Comments and
// what strings hold are left out.
func sqlWords(text string) []string {
	var words []string
	for i := 0; i < len(text); {
		c := text[i]
		rest := text[i:]
		switch {
		case strings.HasPrefix(rest, "--"):
			i += through(rest, "\n", 2)
		case strings.HasPrefix(rest, "/*"):
			i += through(rest, "*/", 2)
		case c == '\'':
			i += through(rest, "'", 1)
			words = append(words, "''")
		case c == '"' || c == '`' || c == '[':
			end := through(rest, map[byte]string{'"': `"`, '`': "`", '[': "]"}[c], 1)
			words = append(words, strings.Trim(rest[:end], "\"`[]"))
			i += end
		case isWord(c):
			end := 1
			for end < len(rest) && isWord(rest[end]) {
				end++
			}
			words = append(words, rest[:end])
			i += end
		default:
			if strings.IndexByte(" \t\r\n", c) < 0 {
				words = append(words, string(c))
			}
			i++
		}
	}
	return words
}

// through is how far it is to the end of the first mark after from.
func through(text, mark string, from int) int {
	if n := strings.Index(text[from:], mark); n >= 0 {
		return from + n + len(mark)
	}
	return len(text)
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
