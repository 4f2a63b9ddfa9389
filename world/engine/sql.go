package engine

import (
	"fmt"
	"strings"
)

// A sqlToken is a word, a quoted name, a literal or a single character of SQL.
type sqlToken struct {
	text   string // words in upper case, anything quoted with its quotes
	offset int
}

// A sqlStatement is a statement of a schema.
type sqlStatement struct {
	text   string
	offset int
	tokens []sqlToken
}

// statements cuts SQL into its statements. It returns the offset and the name
// of a quote or comment that has no end.
func statements(sql string) (list []sqlStatement, bad int, what string) {
	var tokens []sqlToken
	flush := func(end int) {
		if len(tokens) > 0 {
			start := tokens[0].offset
			list = append(list, sqlStatement{sql[start:end], start, tokens})
		}
		tokens = nil
	}
	for i := 0; i < len(sql); {
		c := sql[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			i++
		case strings.HasPrefix(sql[i:], "--"):
			if end := strings.IndexByte(sql[i:], '\n'); end >= 0 {
				i += end
			} else {
				i = len(sql)
			}
		case strings.HasPrefix(sql[i:], "/*"):
			end := strings.Index(sql[i+2:], "*/")
			if end < 0 {
				return list, i, "comment"
			}
			i += end + 4
		case c == ';':
			flush(i)
			i++
		case c == '\'' || c == '"' || c == '`' || c == '[':
			closing := c
			if c == '[' {
				closing = ']'
			}
			end := i + 1
			for ; end < len(sql); end++ {
				if sql[end] == closing {
					if closing != ']' && end+1 < len(sql) && sql[end+1] == closing {
						end++ // a doubled quote stands for itself
						continue
					}
					break
				}
			}
			if end >= len(sql) {
				return list, i, "quote"
			}
			tokens = append(tokens, sqlToken{sql[i : end+1], i})
			i = end + 1
		case wordByte(c):
			end := i
			for end < len(sql) && wordByte(sql[end]) {
				end++
			}
			tokens = append(tokens, sqlToken{strings.ToUpper(sql[i:end]), i})
			i = end
		default:
			tokens = append(tokens, sqlToken{sql[i : i+1], i})
			i++
		}
	}
	flush(len(sql))
	return list, -1, ""
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

// refusedWords are the words of SQL that make a table do more than hold what
// tool code puts into it, and what to do instead.
var refusedWords = map[string]string{
	"COLLATE":           "values are compared byte by byte: leave COLLATE out",
	"CONFLICT":          "ON CONFLICT would let a write do something else than it says: leave it out",
	"CURRENT_DATE":      "the clock of the machine is not the world's: let the tools give the value",
	"CURRENT_TIME":      "the clock of the machine is not the world's: let the tools give the value",
	"CURRENT_TIMESTAMP": "the clock of the machine is not the world's: let the tools give the value",
	"GENERATED":         "a generated column is not supported: let the tools compute it",
	"INITIALLY":         "constraints are checked with every write: leave DEFERRABLE INITIALLY out",
}

// functions are what an expression in a schema may call: what gives the same
// answer everywhere and always.
var functions = map[string]bool{
	"ABS": true, "COALESCE": true, "IFNULL": true, "IIF": true, "INSTR": true, "JSON_ARRAY_LENGTH": true, "JSON_EXTRACT": true,
	"JSON_TYPE": true, "JSON_VALID": true, "LENGTH": true, "LOWER": true, "LTRIM": true, "MAX": true, "MIN": true, "NULLIF": true,
	"REPLACE": true, "ROUND": true, "RTRIM": true, "SUBSTR": true, "SUBSTRING": true, "TRIM": true, "TYPEOF": true, "UPPER": true,
}

// operators are words of expressions that may stand before a parenthesis.
var operators = map[string]bool{
	"AND": true, "BETWEEN": true, "CASE": true, "CAST": true, "ELSE": true, "GLOB": true, "IN": true, "IS": true, "LIKE": true,
	"NOT": true, "NULL": true, "OR": true, "THEN": true, "WHEN": true, "CHECK": true, "DEFAULT": true, "WHERE": true, "ON": true,
}

// refusal returns what a schema may not hold, and where.
func (s sqlStatement) refusal() (offset int, why string) {
	head := make([]string, 4)
	for i := range min(len(s.tokens), len(head)) {
		head[i] = s.tokens[i].text
	}
	isTable := head[0] == "CREATE" && head[1] == "TABLE"
	isIndex := head[0] == "CREATE" && (head[1] == "INDEX" || head[1] == "UNIQUE" && head[2] == "INDEX")
	if !isTable && !isIndex {
		return s.offset, fmt.Sprintf("a schema consists of CREATE TABLE and CREATE INDEX; %s is not supported", strings.TrimSpace(head[0]+" "+head[1]))
	}
	next := func(i int) string {
		if i+1 < len(s.tokens) {
			return s.tokens[i+1].text
		}
		return ""
	}
	depth, within := 0, 0 // within is the depth at which an expression began
	for i, t := range s.tokens {
		if why, refused := refusedWords[t.text]; refused {
			return t.offset, why
		}
		switch t.text {
		case "AS":
			switch {
			case next(i) == "(":
				return t.offset, refusedWords["GENERATED"]
			case next(i) == "SELECT" || next(i) == "VALUES" || next(i) == "WITH":
				return t.offset, "CREATE TABLE AS takes rows from elsewhere: declare the columns"
			}
		case "(":
			depth++
			if within == 0 && i > 0 && (s.tokens[i-1].text == "CHECK" || s.tokens[i-1].text == "DEFAULT") {
				within = depth
			}
		case ")":
			if depth == within {
				within = 0
			}
			depth--
		case "WHERE":
			within = depth + 1 // of a partial index, to its end
		}
		// The list of an index's columns is an expression too; its table is not.
		expression := within > 0 || isIndex && depth > 0
		if expression && next(i) == "(" && (wordByte(t.text[0]) || strings.ContainsAny(t.text[:1], "\"`[")) && !operators[t.text] && !functions[t.text] {
			return t.offset, fmt.Sprintf("the function %s is not allowed: the schema may use %s", strings.ToLower(t.text), strings.ToLower(listed(sortedKeys(functions))))
		}
	}
	return -1, ""
}

// position is the place of an offset in a text, as line:column.
func position(text string, offset int) string {
	offset = min(offset, len(text))
	line := 1 + strings.Count(text[:offset], "\n")
	column := offset - strings.LastIndexByte(text[:offset], '\n')
	return fmt.Sprintf("%d:%d", line, column)
}

// quote is a name as SQL writes it.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
