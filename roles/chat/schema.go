package chat

import (
	"encoding/json"
	"strings"

	"worldc/model"
)

// The schemas of answers keep to what servers that enforce a schema understand:
// objects whose members are all required, and no others allowed.

// schemaOf is a named schema.
func schemaOf(name, text string) model.Schema {
	if !json.Valid([]byte(text)) {
		panic("chat: the schema " + name + " is no JSON")
	}
	return model.Schema{Name: name, JSON: json.RawMessage(text)}
}

// object is the schema of an object: a name and a schema in turn.
func object(members ...string) string {
	var b, required strings.Builder
	for i := 0; i < len(members); i += 2 {
		if i > 0 {
			b.WriteByte(',')
			required.WriteByte(',')
		}
		b.WriteString(`"` + members[i] + `":` + members[i+1])
		required.WriteString(`"` + members[i] + `"`)
	}
	return `{"type":"object","properties":{` + b.String() + `},"required":[` + required.String() + `],"additionalProperties":false}`
}

// list is the schema of an array.
func list(of string) string { return `{"type":"array","items":` + of + `}` }

// oneOf is the schema of a text that is one of a few.
func oneOf(texts ...string) string {
	raw, err := json.Marshal(texts)
	if err != nil {
		panic(err)
	}
	return `{"type":"string","enum":` + string(raw) + `}`
}

// orNull is a schema that null satisfies too.
func orNull(schema string) string { return `{"anyOf":[` + schema + `,{"type":"null"}]}` }

const (
	text    = `{"type":"string"}`
	number  = `{"type":"integer"}`
	boolean = `{"type":"boolean"}`
)
