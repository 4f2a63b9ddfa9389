package spec

import (
	"strconv"

	"worldc/world"
)

// A Block is one instance of a block: the block itself, or one key of its
// for_each.
type Block struct {
	Kind, Name string

	// Key is the instance's key where HasKey says that the block has for_each.
	Key    string
	HasKey bool

	// Config points to the struct of the kind, such as *ToolGraph.
	Config any

	// Range is the block's header.
	Range Range

	// References are the instances that the block reads, in the order of its
	// arguments in the struct and of the references in each.
	References []Reference

	// Models are the references to models, which are no edges of the graph; what
	// the models say is among the Fields.
	Models []Reference

	kind   *Kind
	fields []Field
	files  []File
	emits  world.Type
	typed  state // how far emits is known
}

// References are the instances an argument refers to, in order.
type References []*Block

// A Reference is one instance that an argument reads.
type Reference struct {
	// Attribute is the argument, such as `tools`.
	Attribute string
	Target    *Block

	// Range is the text that refers to Target.
	Range Range
}

// A Field is an evaluated argument as a Key sees it. The Label is its path in
// the block, such as `source[0].license`. The Value of a string, a number or a
// bool is its text; of anything else its JSON.
type Field struct{ Label, Value string }

// Address is the block's name in commands and messages: `kind.name` or
// `kind.name["key"]`.
func (b *Block) Address() string {
	if b.HasKey {
		return b.Kind + "." + b.Name + "[" + strconv.Quote(b.Key) + "]"
	}
	return b.Kind + "." + b.Name
}

// IsNode reports whether the block is a node of the plan: its kind is one of
// nodes, and its configuration does not say that it is only referred to.
func (b *Block) IsNode() bool {
	if c, ok := b.Config.(interface{ isNode() bool }); ok && !c.isNode() {
		return false
	}
	return b.kind.Node
}

// Fields are the arguments that enter the block's Key, defaults included:
// everything except references, files, names of top-level blocks, and what
// cannot change the output. They are in the order of the struct.
func (b *Block) Fields() []Field { return b.fields }

// Files are the files that the block's paths matched, in the order of the
// patterns' arguments, sorted within each.
func (b *Block) Files() []File { return b.files }

// Emits is the type of the records that the block emits; it is empty for a
// block that emits files or nothing, and where a cycle leaves it undefined.
func (b *Block) Emits() world.Type { return b.emits }
