package main

import (
	"fmt"
	"strings"

	"worldc/artifact"
	"worldc/compiler"
)

// built are nodes whose records are in the store.
type built struct {
	plan    *compiler.Plan
	nodes   []*compiler.Node
	store   *artifact.Store
	entries map[*compiler.Node]artifact.Entry // of all nodes of the plan that are built
}

// builtAt finds the nodes at an address. It builds nothing, and says how to build
// those that are not. suits says what is wrong with asking for a node; nil asks for
// any.
func (c *console) builtAt(path, address string, flags *specFlags, suits func(*compiler.Node) error) (*built, error) {
	plan, err := c.plan(path, flags)
	if err != nil {
		return nil, err
	}
	b := &built{plan: plan, entries: map[*compiler.Node]artifact.Entry{}}
	if b.nodes, err = findNodes(plan, []string{address}); err != nil {
		return nil, err
	}
	for _, n := range b.nodes {
		if suits == nil {
			break
		}
		if err := suits(n); err != nil {
			return nil, usageError{err}
		}
	}
	if b.store, err = openStore(); err != nil {
		return nil, err
	}
	why := map[*compiler.Node][]string{}
	for _, d := range plan.Decide(b.store, nil) {
		if d.Status == compiler.Hit {
			b.entries[d.Node] = d.Entry
		}
		why[d.Node] = d.Reasons
	}
	for _, n := range b.nodes {
		if _, ready := b.entries[n]; !ready {
			c.damage(b.store)
			return nil, fmt.Errorf("%s is not built (%s): build it with\n  worldc build %s%s --target %s",
				n.Address, strings.Join(why[n], "; "), quoteArg(path), flags.arguments(), quoteArg(n.Address))
		}
	}
	return b, nil
}
