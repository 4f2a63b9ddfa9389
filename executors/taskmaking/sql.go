package taskmaking

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/world"
)

// describedBy is what a schema says of its tables: names, types, keys and
// references. It reads the CREATE TABLE statements that an engine accepts; of
// what else there is it takes no notice.
func describedBy(schema string) []world.Table {
	var tables []world.Table
	tokens := sqlTokens(schema)
	for i := 0; i+3 < len(tokens); i++ {
		if !is(tokens[i], "CREATE") || !is(tokens[i+1], "TABLE") {
			continue
		}
		i += 2
		if is(tokens[i], "IF") {
			i += 3 // IF NOT EXISTS
		}
		if i+1 >= len(tokens) {
			break
		}
		t := world.Table{Name: unquoted(tokens[i])}
		t.Thing = thingOf(t.Name)
		if i++; i >= len(tokens) || tokens[i] != "(" {
			continue
		}
		var item []string
		depth := 0
		for ; i < len(tokens); i++ {
			switch tokens[i] {
			case "(":
				depth++
			case ")":
				depth--
			}
			if depth == 0 || depth == 1 && tokens[i] == "," {
				declare(&t, item)
				item = nil
				if depth == 0 {
					break
				}
				continue
			}
			if depth > 1 || tokens[i] != "(" {
				item = append(item, tokens[i])
			} else if len(item) > 0 {
				item = append(item, tokens[i])
			}
		}
		tables = append(tables, t)
	}
	return tables
}

// declare reads one column or constraint of a table.
func declare(t *world.Table, item []string) {
	if len(item) == 0 {
		return
	}
	at := func(words ...string) int {
		for i := range item {
			all := i+len(words) <= len(item)
			for j := range words {
				all = all && is(item[i+j], words[j])
			}
			if all {
				return i
			}
		}
		return -1
	}
	names := func(from int) (list []string) {
		for _, token := range item[min(from, len(item)):] {
			if token == ")" {
				break
			}
			if token != "(" && token != "," {
				list = append(list, unquoted(token))
			}
		}
		return list
	}
	switch {
	case is(item[0], "PRIMARY"):
		t.Key = names(2)
		return
	case is(item[0], "FOREIGN"):
		own := names(2)
		if r := at("REFERENCES"); r > 0 && len(own) == 1 && r+1 < len(item) {
			if c := t.Column(own[0]); c != nil {
				c.References = unquoted(item[r+1])
			}
		}
		return
	case is(item[0], "UNIQUE"):
		if own := names(1); len(own) == 1 && t.Column(own[0]) != nil {
			t.Column(own[0]).Unique = true
		}
		return
	case is(item[0], "CHECK"), is(item[0], "CONSTRAINT"):
		return
	}
	c := world.Column{Name: unquoted(item[0]), Type: "TEXT"}
	if len(item) > 1 {
		switch strings.ToUpper(item[1]) {
		case "INTEGER", "INT", "BIGINT", "SMALLINT", "TINYINT":
			c.Type = "INTEGER"
		case "REAL", "FLOAT", "DOUBLE", "NUMERIC", "DECIMAL":
			c.Type = "REAL"
		case "BOOLEAN", "BOOL":
			c.Type = "BOOLEAN"
		case "JSON":
			c.Type = "JSON"
		}
	}
	c.Required = at("NOT", "NULL") > 0
	c.Unique = at("UNIQUE") > 0
	if at("PRIMARY", "KEY") > 0 {
		t.Key = []string{c.Name}
	}
	if r := at("REFERENCES"); r > 0 && r+1 < len(item) {
		c.References = unquoted(item[r+1])
	}
	if in := at(c.Name, "IN"); in > 0 && at("CHECK") > 0 {
		for _, token := range item[in+2:] {
			if strings.HasPrefix(token, "'") {
				c.Enum = append(c.Enum, json.RawMessage(quoted(unquoted(token))))
			} else if token == ")" {
				break
			}
		}
	}
	t.Columns = append(t.Columns, c)
}

func is(token, word string) bool { return strings.EqualFold(token, word) }

// unquoted is a name or text without its quotes.
func unquoted(token string) string {
	if len(token) >= 2 && strings.ContainsRune("\"'`[", rune(token[0])) {
		q := token[:1]
		return strings.ReplaceAll(token[1:len(token)-1], q+q, q)
	}
	return token
}

// sqlTokens are words, quoted names and texts, and single characters, without
// comments.
func sqlTokens(text string) []string {
	var tokens []string
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case strings.HasPrefix(text[i:], "--"):
			n := strings.IndexByte(text[i:], '\n')
			if n < 0 {
				return tokens
			}
			i += n
		case strings.HasPrefix(text[i:], "/*"):
			n := strings.Index(text[i:], "*/")
			if n < 0 {
				return tokens
			}
			i += n + 2
		case strings.IndexByte("\"'`[", c) >= 0:
			end := c
			if c == '[' {
				end = ']'
			}
			j := i + 1
			for j < len(text) && (text[j] != end || j+1 < len(text) && text[j+1] == end && end != ']') {
				if text[j] == end {
					j++
				}
				j++
			}
			j = min(j+1, len(text))
			tokens = append(tokens, text[i:j])
			i = j
		case letter(c):
			j := i
			for j < len(text) && letter(text[j]) {
				j++
			}
			tokens = append(tokens, text[i:j])
			i = j
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			i++
		default:
			tokens = append(tokens, text[i:i+1])
			i++
		}
	}
	return tokens
}

func letter(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

// singular matches the name of a list with that of its elements.
func singular(word string) string {
	words := wordsOf(thingOf(word))
	return strings.Join(words, "_")
}

// covers reports whether all of the words are among the others.
func covers(words, others []string) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(others, w) })
}
