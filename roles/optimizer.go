package roles

import (
	"context"

	"worldc/world"
)

// An Optimizer rewrites what agents are told about their tools, from what went
// wrong when they used them (SynWorld §3.3). Nothing tells it where documents
// lie: it reads trajectories. What it may rewrite are texts: names and parameters
// are fixed.
type Optimizer interface {
	// Describe rewrites the description of a tool.
	Describe(ctx context.Context, b DescriptionBrief) (Rewriting, error)

	// Procedure rewrites the workflow, which is one for all tools.
	Procedure(ctx context.Context, b ProcedureBrief) (Rewriting, error)
}

// A RewriteBrief is what an optimizer is told of any text.
type RewriteBrief struct {
	// Node is the id of the version of the knowledge that is to be made.
	Node string

	// Text is the text as it is, Longest how many characters it may come to have.
	Text    string
	Longest int

	// Experience is what earlier modifications did to the score: of the versions
	// that the parent has led to, then of the parent and its ancestors.
	Experience []Experience

	// Tried are trajectories of the parent's trial.
	Tried []Tried

	// Wrong says what is wrong with a text that was written. It is nil where
	// anything goes.
	Wrong func(text string) []string
}

// A DescriptionBrief is what an optimizer is told who is to rewrite the description
// of a tool. Text is the description on which it goes on; the trajectories are
// such as call the tool.
type DescriptionBrief struct {
	RewriteBrief
	Tool *world.Tool

	// Concise asks for a description that is short and clear, without any
	// trajectories to go by (EasyTool).
	Concise bool
}

// A ProcedureBrief is what an optimizer is told who is to rewrite the workflow.
type ProcedureBrief struct {
	RewriteBrief

	// Tools are those that there are, with their descriptions.
	Tools []world.Tool
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

// A Rewriting is what became of a text. Text is as it was where nothing is to be
// changed.
type Rewriting struct {
	Text string

	// Modification says what was changed, Why what was seen that was the reason.
	Modification, Why string
}
