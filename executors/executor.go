// Package executors holds what the blocks of a spec do: a file per block kind,
// and a package of its own where one is large. An executor turns input records
// into output records. What it writes must depend on its Input alone: not on
// time, environment, scheduling or the order of a map.
//
// An executor does not decide whether to run, where its records go or what
// they are called: the compiler does.
package executors

import (
	"context"

	"worldc/world"
)

// An Executor is what one kind of block does.
type Executor struct {
	// Emits is the type of the records that Run writes; "" for a kind that
	// passes on the type it reads.
	Emits world.Type

	// Revision is part of the Key: raise it when Run makes other records of
	// the same input than it did before.
	Revision int

	// Seeded says that Run draws randomness, so that the seed enters the Key.
	Seeded bool

	// Needs lists the types of records that Run reads beside its block's
	// references: the nearest artifacts of these types upstream.
	Needs []world.Type

	// Run writes the node's records to out.
	Run func(ctx context.Context, in *Input, out *Output) error
}

// All maps the kinds of blocks that are nodes to what they do.
var All = map[string]Executor{
	"tool_pool":  {Emits: world.ToolType, Revision: 1, Run: toolPool},
	"tool_graph": {Emits: world.EdgeType, Revision: 1, Run: toolGraph},
	"domains":    {Emits: world.DomainType, Revision: 1, Seeded: true, Needs: []world.Type{world.ToolType}, Run: domains},
	"worlds":     {Emits: world.WorldType, Revision: 7, Seeded: true, Needs: []world.Type{world.ToolType}, Run: worlds},
	"tasks":      {Emits: world.TaskType, Revision: 4, Seeded: true, Needs: []world.Type{world.DomainType}, Run: tasks},
	"scenarios":  {Emits: world.TaskType, Revision: 3, Seeded: true, Needs: []world.Type{world.DomainType}, Run: scenarios},
	"import":     {Revision: 4, Needs: []world.Type{world.WorldType, world.TaskType}, Run: importRecords},
	"personas":   {Emits: world.PersonaType, Revision: 1, Run: personas},
	"scripts":    {Emits: world.ScriptType, Revision: 4, Seeded: true, Run: scripts},
	"perturb":    {Revision: 3, Needs: []world.Type{world.ScriptType}, Run: perturb},
	"mcts":       {Emits: world.KnowledgeType, Revision: 5, Seeded: true, Needs: []world.Type{world.WorldType}, Run: mcts},
	"roleplay":   {Emits: world.TrajectoryType, Revision: 5, Seeded: true, Run: roleplay},
	"rollouts":   {Emits: world.TrajectoryType, Revision: 7, Seeded: true, Needs: []world.Type{world.WorldType, world.DomainType}, Run: rollouts},
	"filter":     {Emits: world.VerdictType, Revision: 3, Needs: []world.Type{world.TaskType, world.ScriptType, world.WorldType, world.DomainType}, Run: filter},
	"curriculum": {Emits: world.PlacementType, Revision: 2, Seeded: true, Needs: []world.Type{world.TrajectoryType, world.TaskType, world.ScriptType, world.WorldType, world.DomainType}, Run: curriculum},
	"evaluation": {Emits: world.ScoreType, Revision: 6, Seeded: true, Needs: []world.Type{world.TrajectoryType, world.TaskType, world.ScriptType, world.WorldType, world.DomainType}, Run: evaluation},
	"command":    {Revision: 1, Run: command},
	"dataset":    {Revision: 3, Needs: []world.Type{world.ToolType, world.DomainType, world.WorldType, world.TaskType, world.ScriptType, world.KnowledgeType, world.TrajectoryType, world.VerdictType}, Run: dataset},
}
