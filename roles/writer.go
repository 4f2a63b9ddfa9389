package roles

import (
	"context"

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

	// Avoid are the names of the world's tools and of their parameters, which the
	// person does not know.
	Avoid []string
}

// A Step and a Detail stand in the records of tasks too.
type (
	Step   = world.Step
	Detail = world.Detail
)

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
