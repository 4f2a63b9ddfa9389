package reading

import (
	"encoding/json"

	"worldc/world"
)

// A Reading is what a tool's document says the tool does.
//
// A Get, Update, Delete or Move without a [world.Key] among its parameters acts
// on the one row that belongs to the rows to which its References refer, or,
// without any, on the only row or the first that the Filters let through. One
// with several Keys acts on the row that has them all.
type Reading struct {
	Tool *world.Tool

	Effect    world.Effect
	Operation world.Operation

	// Verb is the word for it in the tool's name or description, in the
	// infinitive and in lower case: "reschedule". Empty where there is none.
	Verb string

	// Thing is what the tool is about, in the singular, a word each, in lower
	// case: "calendar", "event". Empty where nothing tells.
	Thing []string

	// Owners are the things in which it lies, outermost first, as the path and
	// the parameters say: the "user" of /users/{id}/events.
	Owners [][]string

	// Parameters are in the order of the document.
	Parameters []Parameter

	Result Result
}

// A Parameter is one parameter of a tool.
type Parameter struct {
	Name     string
	Words    []string // of the name, in lower case, split at _, -, . and capitals
	Required bool

	// In is the place of an HTTP request where it goes (path, query, body, form,
	// header, cookie); empty where the document does not say.
	In string

	// Part is what the parameter is to the tool.
	Part world.Part

	// Of is the thing whose key it is, of a Key or a Reference, in the singular.
	// For a Key it is the Reading's thing, but for the last parameter of a path
	// that is named after another: /ratings/{movieId}.
	Of []string

	// Attribute is the name of the column that it stands for, in snake_case,
	// without the thing's own name: `status` for `orderStatus` of an order, `id`
	// of a Key. Empty where it stands for none.
	Attribute string

	// Type is the JSON type (string, integer, number, boolean, object, array),
	// "" if any; Many is set where the argument is a list of such values.
	Type string
	Many bool

	// Fields are the properties of a parameter that is an object, or a list of
	// objects, one level deep: those of the whole request where its body is one
	// parameter. Their own Fields are empty.
	Fields []Parameter

	// Whole is set of a parameter that stands for the row itself, such as a
	// body: its Fields are the row's columns, and its Attribute is empty.
	Whole bool

	// Document is the parameter's JSON Schema.
	Document json.RawMessage
}

// A Result is what the document says comes out.
type Result struct {
	// Documented is set where the document has a schema of the result.
	Documented bool

	// Path leads to the row or the rows: `data[]`, `[]`, `order`, or empty where
	// the result is the row itself.
	Path string

	// Many is set where rows come out and not one row.
	Many bool

	// Fields are those of a row.
	Fields []Field

	// Around are the other fields of the result, by their paths: counts, cursors,
	// messages.
	Around []Field
}

// A Field is one field of a result.
type Field struct {
	// Path is from the row, or from the result for a field Around it.
	Path string

	Words []string

	// Attribute is the name of the column, as [Parameter.Attribute].
	Attribute string

	// Of is the thing whose key the field is, where it is one; nil of a field
	// that is no key.
	Of []string

	Type string
	Many bool

	Document json.RawMessage
}
