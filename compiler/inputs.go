package compiler

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"worldc/artifact"
	"worldc/executors"
	"worldc/spec"
)

// digestFiles fills in every node's files with the digests of their bytes. A
// file that several blocks read is read once.
func (p *Plan) digestFiles() spec.Diagnostics {
	var diags spec.Diagnostics
	read := map[string]executors.File{}
	for _, n := range p.Nodes {
		for _, f := range n.Block.Files() {
			file, known := read[f.Path]
			if !known {
				digest, size, err := artifact.RawDigest(f.Path)
				if err != nil {
					diags = append(diags, spec.Errorf(f.Range, "Unreadable file", "%s cannot be read: %v.", f.Document, plainReason(err)))
					continue
				}
				file = executors.File{Digest: digest, Bytes: size}
				read[f.Path] = file
			}
			file.File = f
			n.Files = append(n.Files, file)
		}
	}
	return diags
}

// plainReason strips the operation and path that the message says already.
func plainReason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// ExternalInputs lists every file that the plan's nodes read, by the name it
// has in the lock and the manifest.
func (p *Plan) ExternalInputs() []artifact.Input { return p.externalInputs(p.Nodes) }

// externalInputs lists the files of nodes, and those that expressions of the
// spec read, whose text may be anywhere in it.
func (p *Plan) externalInputs(nodes []*Node) []artifact.Input {
	inputs := filesOf(nodes)
	for _, t := range p.Spec.Texts {
		input := artifact.Input{Name: t.Document, Digest: artifact.Digest(t.Digest), Bytes: t.Bytes}
		same := func(i artifact.Input) bool { return i.Name == input.Name }
		if slices.Contains(inputs, input) {
			continue
		}
		for n := 2; slices.ContainsFunc(inputs, same); n++ {
			input.Name = fmt.Sprintf("%s#%d", t.Document, n)
		}
		inputs = append(inputs, input)
	}
	slices.SortFunc(inputs, func(a, b artifact.Input) int { return cmp.Compare(a.Name, b.Name) })
	return inputs
}

// filesOf lists the files of nodes, sorted by name. A file is named as
// in its records; where two files share that name, as files outside the spec's
// directory can, the block that reads it comes first.
func filesOf(nodes []*Node) []artifact.Input {
	named := map[string]artifact.Input{}
	ambiguous := map[string]bool{}
	for _, n := range nodes {
		for _, f := range n.Files {
			input := artifact.Input{Name: f.Document, Digest: f.Digest, Bytes: f.Bytes}
			if other, ok := named[input.Name]; ok && other != input {
				ambiguous[input.Name] = true
			}
			named[input.Name] = input
		}
	}
	seen := map[artifact.Input]bool{}
	var inputs []artifact.Input
	for _, n := range nodes {
		for _, f := range n.Files {
			input := artifact.Input{Name: f.Document, Digest: f.Digest, Bytes: f.Bytes}
			if ambiguous[input.Name] {
				input.Name = n.Address + " " + f.Document
			}
			if !seen[input] {
				seen[input] = true
				inputs = append(inputs, input)
			}
		}
	}
	slices.SortFunc(inputs, func(a, b artifact.Input) int { return cmp.Compare(a.Name, b.Name) })
	return inputs
}
