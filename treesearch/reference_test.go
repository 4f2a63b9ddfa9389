package treesearch

import (
	"math"

	"worldc/detmath"
)

// The search as SynWorld's authors state it, one leaf a round, with pointers and
// without regard to speed. The tests hold [Search] against it.

type referenceNode struct {
	number   int
	parent   *referenceNode
	children []*referenceNode
	asked    int
	depth    int
	visits   int
	total    float64
	score    float64
	terminal bool
	nothing  bool
}

func reference(o Options, expand func(parent, n int) bool, try func(n int) float64) []*referenceNode {
	root := &referenceNode{}
	nodes := []*referenceNode{root}
	best, since := 0.0, 0
	for round := range o.Iterations {
		if round > 0 && o.Patience > 0 && since >= o.Patience {
			break
		}
		n := root
		if round > 0 {
			parent := referenceSelect(root, o)
			if parent == nil {
				break
			}
			n = &referenceNode{number: len(nodes), parent: parent, depth: parent.depth + 1}
			nodes = append(nodes, n)
			parent.children = append(parent.children, n)
			parent.asked++
			if !expand(parent.number, n.number) {
				n.terminal, n.nothing = true, true
			}
		}
		if !n.nothing {
			n.score = try(n.number)
			if since++; round == 0 || n.score > best {
				best, since = n.score, 0
			}
			if n.parent != nil && o.Prune && n.score < n.parent.score-o.Margin {
				n.terminal = true
			}
			if o.Depth > 0 && n.depth >= o.Depth {
				n.terminal = true
			}
		}
		for m := n; m != nil; m = m.parent {
			if !n.nothing {
				m.visits++
				m.total += n.score
			}
			all := m.asked == o.Width
			for _, c := range m.children {
				all = all && c.terminal
			}
			if all {
				m.terminal = true
			}
		}
	}
	return nodes
}

// referenceSelect is the node of which a child is to be made.
func referenceSelect(n *referenceNode, o Options) *referenceNode {
	for !n.terminal {
		if n.asked < o.Width {
			return n
		}
		var next *referenceNode
		most := math.Inf(-1)
		for _, c := range n.children {
			if c.terminal {
				continue
			}
			bound := c.total/float64(c.visits) + float64(o.Exploration/math.Sqrt(float64(c.visits))*math.Sqrt(detmath.Log(float64(n.visits))))
			if bound > most {
				next, most = c, bound
			}
		}
		if next == nil {
			return nil
		}
		n = next
	}
	return nil
}
