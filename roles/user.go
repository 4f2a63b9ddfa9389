package roles

import (
	"context"

	"worldc/world"
)

// A User plays the person for whom tasks are done (AgentScaler §3.1). It holds
// what the person wants and knows, and never the golden calls.
type User interface {
	// Meet begins a talk.
	Meet(b UserBrief) Person
}

// A Person is the user of one talk.
type Person interface {
	// Answer says what the person does when it hears the agent. heard is nil at
	// the beginning: the person speaks first.
	Answer(ctx context.Context, heard *AgentDecision) (UserDecision, error)
}

// A UserBrief is what a user is told.
type UserBrief struct {
	// Seed and Talk name the random stream of whoever draws; Talk is the id of the
	// trajectory.
	Seed uint64
	Talk string

	// Voice is the talk of which whoever draws has the words; this one where it is
	// empty.
	Voice string

	// Ordinal tells apart the talks about one task.
	Ordinal int

	// Clock is the instant at which the world stands, as [world.World] has it.
	Clock string

	Background, Goal string
	Steps            []world.Step
	Known            []world.Fact
}

// A UserDecision is what a user does in a turn.
type UserDecision struct {
	Say string

	// Raise are the positions of the steps that are asked for in this turn.
	Raise []int

	// Reveal are the positions of the known facts that are told in this turn.
	Reveal []int

	// Agree answers what the agent proposed: Yes, No, or nothing where nothing was
	// proposed.
	Agree Consent

	// Stop ends the talk.
	Stop bool
}

// Consent is the answer to a proposal.
type Consent string

// The answers to a proposal.
const (
	Yes Consent = "yes"
	No  Consent = "no"
)
