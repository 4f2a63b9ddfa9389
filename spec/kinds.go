package spec

import (
	"reflect"
	"slices"
	"sync"

	"worldc/world"
)

// A Kind is one kind of block.
type Kind struct {
	Name string

	// Node is set for blocks that are nodes of the plan.
	Node bool

	// Emits is the type of the records that a block of the kind emits.
	// EmitsFrom names instead the argument whose records' type it emits.
	// EmitsOneOf are the types of which the block's configuration chooses one.
	Emits      world.Type
	EmitsFrom  string
	EmitsOneOf []world.Type

	// Final is set for blocks that are an end in themselves: that nothing
	// refers to them is no reason to warn.
	Final bool

	config reflect.Type
	schema func() *schema
}

// kindOf completes a Kind with the struct of its configuration.
func kindOf[T any](k Kind) *Kind {
	k.config = reflect.TypeFor[T]()
	k.schema = sync.OnceValue(func() *schema { return newSchema(k.config) })
	return &k
}

// Any stands for every record type in what an argument reads.
const Any world.Type = "any"

// Policy stands for a filter that is referred to for its checks and not for
// records.
const Policy world.Type = "policy"

// Player stands for a model that is referred to as who plays a role.
const Player world.Type = "model"

// Served stands for a model that answers calls: one that is not worldc itself.
const Served world.Type = "served model"

// takesModel reports whether an argument that reads these takes a model.
func takesModel(reads []world.Type) bool {
	return slices.Contains(reads, Player) || slices.Contains(reads, Served)
}

// kinds is the table of all kinds but variable and locals, which define names
// and are evaluated apart.
var kinds = []*Kind{
	kindOf[Experiment](Kind{Name: "experiment", Final: true}),
	kindOf[Model](Kind{Name: "model"}),
	kindOf[ToolPool](Kind{Name: "tool_pool", Node: true, Emits: world.ToolType}),
	kindOf[ToolGraph](Kind{Name: "tool_graph", Node: true, Emits: world.EdgeType}),
	kindOf[Domains](Kind{Name: "domains", Node: true, Emits: world.DomainType}),
	kindOf[Worlds](Kind{Name: "worlds", Node: true, Emits: world.WorldType}),
	kindOf[Tasks](Kind{Name: "tasks", Node: true, Emits: world.TaskType}),
	kindOf[Scenarios](Kind{Name: "scenarios", Node: true, Emits: world.TaskType}),
	kindOf[Import](Kind{Name: "import", Node: true, EmitsOneOf: []world.Type{world.WorldType, world.TaskType, world.ScriptType, world.TrajectoryType, world.KnowledgeType}}),
	kindOf[Personas](Kind{Name: "personas", Node: true, Emits: world.PersonaType}),
	kindOf[Scripts](Kind{Name: "scripts", Node: true, Emits: world.ScriptType}),
	kindOf[Perturb](Kind{Name: "perturb", Node: true, EmitsFrom: "from"}),
	kindOf[Mcts](Kind{Name: "mcts", Node: true, Emits: world.KnowledgeType}),
	kindOf[Roleplay](Kind{Name: "roleplay", Node: true, Emits: world.TrajectoryType}),
	kindOf[Rollouts](Kind{Name: "rollouts", Node: true, Emits: world.TrajectoryType}),
	kindOf[Filter](Kind{Name: "filter", Node: true, Emits: world.VerdictType}),
	kindOf[Curriculum](Kind{Name: "curriculum", Node: true, Emits: world.PlacementType}),
	kindOf[Evaluation](Kind{Name: "evaluation", Node: true, Emits: world.ScoreType, Final: true}),
	kindOf[Command](Kind{Name: "command", Node: true, EmitsFrom: "from"}),
	kindOf[Dataset](Kind{Name: "dataset", Node: true, Final: true}),
}

// variableSchema is the syntax of a variable block.
var variableSchema = sync.OnceValue(func() *schema { return newSchema(reflect.TypeFor[Variable]()) })

// Kinds are the kinds of blocks that may be nodes, in the order of a pipeline.
func Kinds() []Kind {
	var nodes []Kind
	for _, k := range kinds {
		if k.Node {
			nodes = append(nodes, *k)
		}
	}
	return nodes
}

// Reads are the record types that an argument of the kind accepts: nil for an
// argument that takes no references, [Any] for one that takes all of them.
func (k Kind) Reads(argument string) []world.Type {
	if a := k.schema().argument(argument); a != nil {
		return a.reads
	}
	return nil
}

func kindByName(name string) *Kind {
	i := slices.IndexFunc(kinds, func(k *Kind) bool { return k.Name == name })
	if i < 0 {
		return nil
	}
	return kinds[i]
}
