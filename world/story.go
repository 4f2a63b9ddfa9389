package world

import "encoding/json"

// A Step is one thing that the person wants done or wants to know. The reads
// that an agent needs only to find its way are no steps.
type Step struct {
	Operation Operation `json:"operation"`

	// Thing is what the step is about, in the singular: "booking".
	Thing string `json:"thing"`

	// Verb is the tool's own word for what it does, in the infinitive, such as
	// "reschedule"; empty where it has none but the action's.
	Verb string `json:"verb,omitempty"`

	// Target says which row is meant, by what the person knows of it. Empty for
	// a new row, or where Same says it.
	Target []Detail `json:"target,omitempty"`

	// Same is the position of the earlier step that is about the same row, or
	// whose row is meant by the step; -1 for none.
	Same int `json:"same"`

	// Relation says how the row hangs together with that of Same, in the words
	// of tables: "customer" where it is the customer of that booking. Empty
	// where it is the row itself. Of rows that are listed, counted or made it
	// says to whom they belong: to the row itself where it is their own Thing, to
	// what it names otherwise ("customer", "customer and clinic").
	Relation string `json:"relation,omitempty"`

	// Values are what the row is to have: the person's wishes.
	Values []Detail `json:"values,omitempty"`

	// Transition is the change of state that is wanted.
	Transition *Transition `json:"transition,omitempty"`

	// Wants are the labels of what the person wants to be told: "balance".
	Wants []Detail `json:"wants,omitempty"`
}

// A Detail is one column of a row in a story.
type Detail struct {
	// Label is what people call the column: "e-mail address".
	Label string `json:"label"`

	Meaning Meaning `json:"meaning,omitempty"`

	// Value is the value; absent in what the person asks for.
	Value json.RawMessage `json:"value,omitempty"`

	// Of is the thing to which the column belongs, where it is not the step's:
	// "customer" for the name of the customer of a booking.
	Of string `json:"of,omitempty"`

	// Bound is AtLeast or AtMost where the value bounds a range.
	Bound Part `json:"bound,omitempty"`

	// Choice is set where the value is one of the few that a column can have
	// ([Column.Enum]), so that its words can be said for it: "in progress" for
	// IN_PROGRESS.
	Choice bool `json:"choice,omitempty"`
}
