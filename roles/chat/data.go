package chat

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// data is a value as it stands in a question: JSON in which < is written
// \u003c, so that nothing in it can end the tag around it.
func data(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // of the three that HTML minds, > and & only cost tokens
	if err := e.Encode(v); err != nil {
		panic(err) // what is asked about is made of records, which JSON can hold
	}
	return strings.ReplaceAll(strings.TrimSuffix(b.String(), "\n"), "<", `\u003c`)
}

// word is a text that stands in a question outside of data: a line of it without
// what could be taken for a tag.
func word(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	return clip(strings.NewReplacer("<", "(", ">", ")").Replace(text), 200)
}

// clip is the beginning of a text: at most so many characters, of which the last
// says that something is missing. 0 is all of it.
func clip(text string, most int) string {
	if most <= 0 || len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
