package compiler

import (
	"slices"
	"strings"

	"worldc/roles/chat/prompts"
	"worldc/spec"
)

// repairRole is the role whose prompt every other one may need.
const repairRole = "repair"

// roleOf is the role that a model plays for an argument of a block; "" for one that
// makes embeddings, which is told nothing.
func roleOf(b *spec.Block, attribute string) string {
	name := attribute[strings.LastIndexByte(attribute, '.')+1:]
	switch c := b.Config.(type) {
	case *spec.Scripts:
		return "script_writer"
	case *spec.Rollouts:
		if c.Protocol == "react" {
			return "player"
		}
	case *spec.Evaluation:
		if name == "agent" && len(c.Tasks) > 0 && c.Rollouts(false).Protocol == "react" {
			return "player"
		}
	case *spec.Roleplay:
		if c.Mode == "whole" {
			return "storyteller"
		}
	}
	if name == "model" {
		return "judge"
	}
	if slices.Contains(prompts.Roles(), name) {
		return name
	}
	return ""
}

// fields are the block's fields, and for each served model that it refers to
// the digests of what the model is told: worldc's prompts change with its
// versions, and are part of what is asked.
func (n *Node) fields() []spec.Field {
	fields := slices.Clone(n.Block.Fields())
	for _, r := range n.Block.Models {
		m := r.Target.Config.(*spec.Model)
		role := roleOf(n.Block, r.Attribute)
		if !m.Served() || role == "" {
			continue
		}
		texts := m.Prompts.Texts()
		for _, of := range []string{role, repairRole} {
			fields = append(fields, spec.Field{Label: r.Attribute + ".prompts." + of, Value: prompts.Digest(of, texts[of])})
		}
	}
	return fields
}

// asks reports whether the node's records may depend on what served models
// answer: it asks them, or reads what nodes make that do.
func (n *Node) asks() bool {
	seen := map[*Node]bool{}
	var visit func(*Node) bool
	visit = func(at *Node) bool {
		if seen[at] {
			return false
		}
		seen[at] = true
		return at.asksItself() || slices.ContainsFunc(at.Inputs, func(in Input) bool { return visit(in.Node) })
	}
	return visit(n)
}

// Asking are the nodes that ask served models themselves.
func (p *Plan) Asking() []*Node {
	var list []*Node
	for _, n := range p.Nodes {
		if n.asksItself() {
			list = append(list, n)
		}
	}
	return list
}

// asksItself reports whether the node asks served models.
func (n *Node) asksItself() bool {
	return slices.ContainsFunc(n.Block.Models, func(r spec.Reference) bool { return r.Target.Config.(*spec.Model).Served() })
}
