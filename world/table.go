package world

import "encoding/json"

// A Table is what the rows of a world's table are, beyond what SQL says: how
// people call them and what their columns mean.
type Table struct {
	// Name is the table's name in the schema: `calendar_events`.
	Name string `json:"name"`

	// Thing is what people call one row: `calendar event`.
	Thing string `json:"thing"`

	// Key is the primary key.
	Key []string `json:"key"`

	Columns []Column `json:"columns"`

	// States is the life cycle of the rows, of a table that has one.
	States *Lifecycle `json:"states,omitempty"`
}

// Column is the column of a name, nil if there is none.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

// A Column is one column of a table.
type Column struct {
	Name string `json:"name"`

	// Type is TEXT, INTEGER, REAL, BOOLEAN or JSON.
	Type string `json:"type"`

	// Label is what people call the column: `e-mail address` for `email_addr`.
	Label string `json:"label"`

	// Meaning is what kind of value it holds; empty where nothing tells.
	Meaning Meaning `json:"meaning,omitempty"`

	// Required is set for a column that cannot be NULL, Unique for one in which
	// no two rows agree.
	Required bool `json:"required,omitempty"`
	Unique   bool `json:"unique,omitempty"`

	// References is the table whose key the column holds.
	References string `json:"references,omitempty"`

	// Repeats is set for a column that repeats what stands in the row to which
	// another column of its row refers: `server_id.region` for the region of a
	// database, which is that of its server.
	Repeats string `json:"repeats,omitempty"`

	// Enum lists the values that the column can have.
	Enum []json.RawMessage `json:"enum,omitempty"`

	// Document is the JSON Schema of the column's values as the tools' documents
	// give it, the description included. It is what a table is designed from, and
	// no part of the record.
	Document json.RawMessage `json:"-"`
}

// A Lifecycle is the states that rows go through.
type Lifecycle struct {
	// Column holds the state.
	Column string `json:"column"`

	// Initial is the state of a new row.
	Initial string `json:"initial"`

	// Moves are the changes that there are.
	Moves []Transition `json:"moves"`
}

// A Meaning is a kind of value that people tell from others, such as `email`,
// `city` or `price`.
type Meaning string
