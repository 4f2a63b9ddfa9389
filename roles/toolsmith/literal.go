package toolsmith

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// star is a string as a literal that Starlark and Python read alike.
func star(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r == 0xfffd:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// starStrings is a list of strings as a literal.
func starStrings(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = star(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// starValue is a scalar JSON value as a literal; ok is false of others, and of
// numbers that only JSON can write.
func starValue(raw json.RawMessage) (literal string, ok bool) {
	v, err := decoded(raw)
	if err != nil {
		return "", false
	}
	switch v := v.(type) {
	case nil:
		return "None", true
	case bool:
		if v {
			return "True", true
		}
		return "False", true
	case string:
		return star(v), len(v) <= 200
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return strconv.FormatInt(n, 10), true
		}
		f, err := v.Float64()
		if err != nil || f > 1e15 || f < -1e15 {
			return "", false
		}
		text := strconv.FormatFloat(f, 'f', -1, 64)
		if !strings.Contains(text, ".") {
			text += ".0"
		}
		return text, true
	}
	return "", false
}

// sqlString is a string as an SQL literal. SQLite's text ends at NUL, so the
// caller keeps that out.
func sqlString(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// decoded reads JSON, with numbers as they are written.
func decoded(raw []byte) (any, error) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}
