package compiler

import (
	"cmp"
	"container/heap"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dominikbraun/graph"

	"worldc/executors"
	"worldc/spec"
	"worldc/world"
)

// A Plan is what a build of a spec will do, as far as the spec alone decides
// it: its nodes and the edges between them. It holds no store, no key and no
// status, so that one Plan serves `plan`, `build` and `graph`.
type Plan struct {
	Spec *spec.Spec

	// Nodes are in topological order, ties in source order.
	Nodes []*Node
}

// A Node is one block, or one instance of a for_each block, that makes an
// artifact.
type Node struct {
	Address  string
	Block    *spec.Block
	Executor executors.Executor
	Emits    world.Type

	// Inputs are the nodes that the block's attributes refer to, in source
	// order.
	Inputs []Input

	// Ancestors are the nodes of the types that the executor needs beside
	// its inputs: the nearest ones upstream.
	Ancestors []Ancestor

	// Files are the block's files with their digests.
	Files []executors.File

	position int // in the source
}

// An Input is one reference of a block to another.
type Input struct {
	Attribute string
	Node      *Node
}

// An Ancestor is a node upstream whose records of one type an executor needs.
type Ancestor struct {
	Type world.Type
	Node *Node
}

// NewPlan draws the graph of a spec: it resolves references to nodes, finds
// the ancestors that executors need, and orders the nodes. Cycles are reported
// at the reference that closes them.
func NewPlan(s *spec.Spec) (*Plan, spec.Diagnostics) {
	p := &Plan{Spec: s}
	nodes := map[*spec.Block]*Node{}
	for _, b := range s.Blocks {
		executor, ok := executors.All[b.Kind]
		if !ok || !b.IsNode() {
			continue // a block that is no node, such as a policy
		}
		n := &Node{Address: b.Address(), Block: b, Executor: executor, position: len(p.Nodes)}
		nodes[b] = n
		p.Nodes = append(p.Nodes, n)
	}

	diags := p.connect(nodes)
	if diags.HasErrors() {
		return p, diags
	}
	p.sort()
	for _, n := range p.Nodes {
		n.Emits = n.emits()
		n.Ancestors = n.findAncestors()
	}
	diags = append(diags, p.digestFiles()...)
	return p, diags
}

// connect gives every node its inputs, and refuses an edge that would close a
// cycle.
func (p *Plan) connect(nodes map[*spec.Block]*Node) spec.Diagnostics {
	var diags spec.Diagnostics
	g := graph.New(func(n *Node) string { return n.Address }, graph.Directed(), graph.PreventCycles())
	for _, n := range p.Nodes {
		if err := g.AddVertex(n); err != nil {
			panic(fmt.Sprintf("compiler: two nodes at %s: %v", n.Address, err))
		}
	}
	for _, n := range p.Nodes {
		for _, ref := range n.Block.References {
			from := nodes[ref.Target]
			if from == nil {
				continue // not a node: a model, a policy
			}
			err := g.AddEdge(from.Address, n.Address)
			if errors.Is(err, graph.ErrEdgeCreatesCycle) || from == n {
				diags = append(diags, cycle(g, from, n, ref))
				continue
			}
			if err != nil && !errors.Is(err, graph.ErrEdgeAlreadyExists) {
				panic(fmt.Sprintf("compiler: edge %s -> %s: %v", from.Address, n.Address, err))
			}
			n.Inputs = append(n.Inputs, Input{Attribute: ref.Attribute, Node: from})
		}
	}
	return diags
}

// cycle reports the reference of n to from as the one that closes a cycle, and
// names the path from n to from that exists already.
func cycle(g graph.Graph[string, *Node], from, n *Node, ref spec.Reference) *spec.Diagnostic {
	path := []string{n.Address}
	if from != n {
		path = pathBetween(g, n.Address, from.Address)
	}
	return spec.Errorf(ref.Range, "Cycle of references",
		"With this reference %s would depend on itself: %s -> %s. Remove one of these references.",
		n.Address, strings.Join(path, " -> "), n.Address)
}

// pathBetween returns the shortest path along the edges, ties by address. The
// library's ShortestPath picks among equal paths at random.
func pathBetween(g graph.Graph[string, *Node], from, to string) []string {
	next, err := g.AdjacencyMap()
	if err != nil {
		panic(err)
	}
	previous := map[string]string{from: from}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		if here == to {
			break
		}
		targets := make([]string, 0, len(next[here]))
		for t := range next[here] {
			targets = append(targets, t)
		}
		slices.Sort(targets)
		for _, t := range targets {
			if _, seen := previous[t]; !seen {
				previous[t] = here
				queue = append(queue, t)
			}
		}
	}
	path := []string{to}
	for here := to; here != from; {
		here = previous[here]
		path = append(path, here)
	}
	slices.Reverse(path)
	return path
}

// sort puts the nodes in topological order, ties by their place in the source
// (Kahn's algorithm with a heap: the library's sorts are quadratic).
func (p *Plan) sort() {
	waiting := map[*Node]int{}
	readers := map[*Node][]*Node{}
	ready := &nodeHeap{}
	for _, n := range p.Nodes {
		for _, in := range n.Inputs {
			waiting[n]++
			readers[in.Node] = append(readers[in.Node], n)
		}
		if waiting[n] == 0 {
			heap.Push(ready, n)
		}
	}
	sorted := make([]*Node, 0, len(p.Nodes))
	for ready.Len() > 0 {
		n := heap.Pop(ready).(*Node)
		sorted = append(sorted, n)
		for _, r := range readers[n] {
			if waiting[r]--; waiting[r] == 0 {
				heap.Push(ready, r)
			}
		}
	}
	p.Nodes = sorted
}

type nodeHeap []*Node

func (h nodeHeap) Len() int           { return len(h) }
func (h nodeHeap) Less(i, j int) bool { return h[i].position < h[j].position }
func (h nodeHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *nodeHeap) Push(x any)        { *h = append(*h, x.(*Node)) }
func (h *nodeHeap) Pop() any {
	last := len(*h) - 1
	n := (*h)[last]
	*h = (*h)[:last]
	return n
}

// emits is the record type that the node makes: its kind's, or its block's own,
// or, for a kind that passes on what it reads, its first input's.
func (n *Node) emits() world.Type {
	if n.Executor.Emits != "" {
		return n.Executor.Emits
	}
	if t := n.Block.Emits(); t != "" {
		return t
	}
	if len(n.Inputs) == 0 {
		return ""
	}
	return n.Inputs[0].Node.Emits
}

// findAncestors walks upstream from the node's inputs and stops, on each path,
// at the first node that emits a type the executor needs.
func (n *Node) findAncestors() []Ancestor {
	var found []Ancestor
	for _, t := range n.Executor.Needs {
		seen := map[*Node]bool{}
		var visit func(*Node)
		visit = func(at *Node) {
			if seen[at] {
				return
			}
			seen[at] = true
			if at.Emits == t {
				found = append(found, Ancestor{Type: t, Node: at})
				return
			}
			for _, in := range at.Inputs {
				visit(in.Node)
			}
		}
		for _, in := range n.Inputs {
			visit(in.Node)
		}
	}
	return found
}

// Find returns the nodes at an address: kind.name["key"] one, kind.name all
// instances of a for_each block.
func (p *Plan) Find(address string) []*Node {
	var found []*Node
	for _, n := range p.Nodes {
		if n.Address == address || n.Block.Kind+"."+n.Block.Name == address {
			found = append(found, n)
		}
	}
	slices.SortStableFunc(found, func(a, b *Node) int { return cmp.Compare(a.position, b.position) })
	return found
}

// Upstream returns the given nodes and all that they depend on, in the plan's
// order.
func (p *Plan) Upstream(targets []*Node) []*Node {
	want := map[*Node]bool{}
	var visit func(*Node)
	visit = func(n *Node) {
		if want[n] {
			return
		}
		want[n] = true
		for _, in := range n.Inputs {
			visit(in.Node)
		}
	}
	for _, t := range targets {
		visit(t)
	}
	var nodes []*Node
	for _, n := range p.Nodes {
		if want[n] {
			nodes = append(nodes, n)
		}
	}
	return nodes
}
