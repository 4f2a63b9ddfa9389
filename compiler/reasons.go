package compiler

import (
	"fmt"
	"strings"

	"worldc/artifact"
)

// reasons says why a node runs: what differs between the key that its address
// had in the last build of this spec and the one it has now.
func (n *Node) reasons(last artifact.Entry, known bool, now []artifact.Field) []string {
	if !known {
		return []string{"not built before"}
	}
	before := map[string]string{}
	for _, f := range last.Fields {
		before[f.Label] = f.Value
	}
	inputs := n.inputNames()
	var reasons []string
	for _, f := range now {
		old, had := before[f.Label]
		delete(before, f.Label)
		if had && old == f.Value {
			continue
		}
		switch {
		case inputs[f.Label] != "":
			reasons = append(reasons, inputs[f.Label]+" changed")
		case strings.HasPrefix(f.Label, fileLabel) && had:
			reasons = append(reasons, strings.TrimPrefix(f.Label, fileLabel)+" changed")
		case strings.HasPrefix(f.Label, fileLabel):
			reasons = append(reasons, strings.TrimPrefix(f.Label, fileLabel)+" is new")
		case had:
			reasons = append(reasons, fmt.Sprintf("%s %s -> %s", f.Label, short(old), short(f.Value)))
		default:
			reasons = append(reasons, fmt.Sprintf("%s is now %s", f.Label, short(f.Value)))
		}
	}
	// What is left was there and is gone; last.Fields has it in order.
	for _, f := range last.Fields {
		if _, gone := before[f.Label]; !gone {
			continue
		}
		switch {
		case strings.HasPrefix(f.Label, "input "):
			reasons = append(reasons, "an input was taken away")
		case strings.HasPrefix(f.Label, fileLabel):
			reasons = append(reasons, strings.TrimPrefix(f.Label, fileLabel)+" is gone")
		default:
			reasons = append(reasons, fmt.Sprintf("%s is no longer set (it was %s)", f.Label, short(f.Value)))
		}
	}
	if len(reasons) == 0 {
		// The same key as last time, and yet not in the store.
		return []string{"its artifact is no longer in the store"}
	}
	return dedupe(reasons)
}

// inputNames maps the labels of a node's inputs to the addresses they have
// now, which is how a reader knows them.
func (n *Node) inputNames() map[string]string {
	names := map[string]string{}
	for i, in := range n.Inputs {
		names[inputLabel(in.Attribute, i)] = in.Node.Address
	}
	for i, a := range n.Ancestors {
		names[inputLabel(string(a.Type), i)] = a.Node.Address
	}
	return names
}

// short cuts a long value so that a reason stays on a line.
func short(value string) string {
	const most = 60
	if r := []rune(value); len(r) > most {
		return string(r[:most]) + "…"
	}
	return value
}

func dedupe(list []string) []string {
	seen := map[string]bool{}
	kept := list[:0]
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	return kept
}
