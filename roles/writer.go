package roles

import (
	"context"
	"encoding/json"

	"worldc/world"
)

// A Writer tells a task as the person would who wants it done.
type Writer interface {
	// Instruct writes the instruction of a story. It uses the facts of the story
	// and no others that bear on it.
	Instruct(ctx context.Context, s Story) (Instruction, error)
}

// A Story is what a writer is told of a task: not the calls, but what they do
// for the person, and what the person knows.
type Story struct {
	// Seed and Task name the random stream of whoever draws.
	Seed uint64
	Task string

	// Domain is what the world is about, in words: "calendar events".
	Domain string

	// Clock is the instant at which the world stands, as [world.World] has it.
	Clock string

	Steps []Step
}

// A Step is one thing that the person wants done or wants to know. The reads
// that an agent needs only to find its way are no steps.
type Step struct {
	Operation world.Operation

	// Thing is what the step is about, in the singular: "booking".
	Thing string

	// Verb is the tool's own word for what it does, in the infinitive, such as
	// "reschedule"; empty where it has none but the action's.
	Verb string

	// Target says which row is meant, by what the person knows of it. Empty for
	// a new row, or where Same says it.
	Target []Detail

	// Same is the position of the earlier step that is about the same row, or
	// whose row is meant by the step; -1 for none.
	Same int

	// Relation says how the row hangs together with that of Same, in the words
	// of tables: "customer" where it is the customer of that booking. Empty
	// where it is the row itself.
	Relation string

	// Values are what the row is to have: the person's wishes.
	Values []Detail

	// Transition is the change of state that is wanted.
	Transition *world.Transition

	// Wants are the labels of what the person wants to be told: "balance".
	Wants []Detail
}

// A Detail is one column of a row in a story.
type Detail struct {
	// Label is what people call the column: "e-mail address".
	Label string

	Meaning world.Meaning

	// Value is the value; absent in what the person asks for.
	Value json.RawMessage

	// Of is the thing to which the column belongs, where it is not the step's:
	// "customer" for the name of the customer of a booking.
	Of string

	// Bound is world.AtLeast or world.AtMost where the value bounds a range.
	Bound world.Part
}

// An Instruction is a story as the person tells it.
type Instruction struct {
	// Background is who the person is and why they come; Goal is what they want,
	// with all facts that they give at once or when asked, in the second person
	// ("You want to ..."), as a simulated user reads it.
	Background string
	Goal       string

	// Known are the facts in a form that a user can look up: one for each Detail
	// that has a value.
	Known []world.Fact
}
