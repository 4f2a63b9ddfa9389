package roles

import (
	"context"
	"encoding/json"

	"worldc/world"
)

// A Toolsmith makes a world of tools: it decides which tables there are, what
// each tool does to them, and writes the code (AgentScaler §2.2, step 5).
type Toolsmith interface {
	// Design designs the world of a domain.
	Design(ctx context.Context, b Brief) (*Design, error)

	// Repair designs one tool again, whose code failed: failures say how. It is
	// asked until the tool works or nobody knows further, which is a ToolDesign
	// that is Rejected.
	Repair(ctx context.Context, b Brief, d *Design, tool string, failures []string) (ToolDesign, error)
}

// A Populator is a toolsmith that writes rows itself. Of one that is none, rows
// are drawn.
type Populator interface {
	// Rows writes about so many rows for each table of a design. Those that do
	// not fit their tables are left out; left says why, a line each. The n-th
	// world (from 0) of a domain has rows of its own.
	Rows(ctx context.Context, b Brief, d *Design, clock string, rows, n int) (made map[string][]json.RawMessage, left []string, err error)
}

// A Brief is what a toolsmith is told.
type Brief struct {
	Domain world.Domain

	// Tools are the domain's tools in its order.
	Tools []world.Tool

	// Seed and World name the random stream of whoever draws.
	Seed  uint64
	World string
}

// A Design is a world without its rows.
type Design struct {
	// Tables are in an order in which references lead back.
	Tables []world.Table

	// Schema is the tables in SQL.
	Schema string

	// Prelude is Starlark that the code of several tools uses.
	Prelude string

	// Tools has one entry for each tool of the brief, in its order.
	Tools []ToolDesign

	// Policy is what an agent is told about its duties, in Markdown.
	Policy string
}

// A ToolDesign is what a toolsmith decided of one tool.
type ToolDesign struct {
	// Tool is the id.
	Tool string

	// Description is the tool's description as agents of this world read it: it
	// says what goes in and what comes out.
	Description string

	// Returns is a JSON Schema of what the code returns, nil where the tool's own
	// document holds.
	Returns json.RawMessage

	Effect world.Effect
	Does   world.Behaviour
	Code   string

	// Rejected says why no code can be written for the tool; empty where there
	// is code.
	Rejected string

	// Repairs is how often the tool was designed again; a toolsmith that does not
	// ask others does not count.
	Repairs int
}
