package roles

import (
	"context"

	"worldc/world"
)

// An Examiner looks at the tools of a domain as somebody who knows what they are
// for (AgentScaler §2.2, step 4).
type Examiner interface {
	// Feeds examines every pair of tools, and returns the feeds that hold. found
	// are those that a comparison of words has found. Feeds that nobody could
	// examine stay as they were found; lost says of which targets that is so, and
	// why.
	Feeds(ctx context.Context, d world.Domain, tools []world.Tool) (feeds []world.Feed, lost []Lost, err error)
}

// A Lost is a part of the work that was not done.
type Lost struct {
	// Subject is what it was about.
	Subject string

	// Reason is its kind, Detail what came in its place.
	Reason, Detail string
}

// A Describer writes the descriptions of tools anew, so that they say what goes
// in and what comes out (AgentScaler §2.2, step 1).
type Describer interface {
	// Describe is the new description of a tool.
	Describe(ctx context.Context, t world.Tool) (string, error)
}
