package compiler

import (
	"fmt"
	"strconv"

	"worldc/artifact"
)

// Version is worldc's version. It is part of every Key: another version may
// make other records of the same spec. It is a constant in the source and not
// a build stamp, so that two builds of one source agree.
const Version = "0.1.0"

// keyFields is the Key of a node, label by label: all that was asked for, and
// nothing that only says where, how fast or under what name. digest says what
// a node upstream came to, slice that only a part is made and how large it is.
//
// The order of the fields is the order in which they are hashed. No two have one
// label: no block has an argument that is called worldc, block or revision.
func (n *Node) keyFields(seed uint64, slice artifact.Field, digest func(*Node) artifact.Digest) []artifact.Field {
	fields := []artifact.Field{
		{Label: "worldc", Value: Version},
		{Label: "block", Value: n.Block.Kind},
		{Label: "revision", Value: strconv.Itoa(n.Executor.Revision)},
	}
	if n.Executor.Seeded {
		fields = append(fields, artifact.Field{Label: "seed", Value: strconv.FormatUint(seed, 10)})
	}
	if slice.Label != "" {
		fields = append(fields, slice)
	}
	for _, f := range n.fields() {
		fields = append(fields, artifact.Field{Label: f.Label, Value: f.Value})
	}
	for _, f := range n.Files {
		fields = append(fields, artifact.Field{Label: fileLabel + f.Document, Value: f.Digest.String()})
	}
	made := func(up *Node) string { return string(up.Emits) + " " + digest(up).String() }
	for i, in := range n.Inputs {
		fields = append(fields, artifact.Field{Label: inputLabel(in.Attribute, i), Value: made(in.Node)})
	}
	for i, a := range n.Ancestors {
		fields = append(fields, artifact.Field{Label: inputLabel(string(a.Type), i), Value: made(a.Node)})
	}
	return fields
}

const fileLabel = "file "

// inputLabel labels the i-th input or ancestor of a node. It does not name the
// node: renaming a block is no change.
func inputLabel(what string, i int) string { return fmt.Sprintf("input %s %d", what, i) }
