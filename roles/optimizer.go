package roles

import (
	"context"

	"worldc/world"
)

// An Optimizer rewrites what agents are told about their tools, from what went
// wrong when they used them (SynWorld §3.3). Nothing tells it where documents
// lie: it reads trajectories.
type Optimizer interface {
	// Refine makes the next version of the knowledge.
	Refine(ctx context.Context, b KnowledgeBrief) (Refinement, error)
}

// A KnowledgeBrief is what an optimizer is told.
type KnowledgeBrief struct {
	// Seed and Node name the random stream of whoever draws; Node is the id of the
	// version that is to be made.
	Seed uint64
	Node string

	// Tools are the tools with the descriptions that are to be rewritten, and
	// Workflow is the procedure.
	Tools    []world.Tool
	Workflow string

	// Descriptions and Procedure say which of the two may be changed.
	Descriptions, Procedure bool

	// Experience is what earlier modifications did to the score: those of the
	// versions that the parent has led to, then those of the parent and its
	// ancestors.
	Experience []Experience

	// Tried are trajectories of the parent's trial.
	Tried []Tried
}

// Experience is the triple of SynWorld §3.3: a score before a modification, the
// score after, and what was changed.
type Experience struct {
	Before, After float64
	Modification  string
}

// Tried is a trajectory with what it was worth, in [0, 1].
type Tried struct {
	Goal       string
	Trajectory *world.Trajectory
	Score      float64
}

// A Refinement is the next version of the knowledge.
type Refinement struct {
	// Descriptions are by the ids of tools: those that change.
	Descriptions map[string]string

	// Workflow is the new procedure; empty leaves it as it is.
	Workflow string

	// Modification says what was changed, Why what was seen that was the reason.
	Modification, Why string
}
