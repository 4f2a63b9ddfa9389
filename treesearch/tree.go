// Package treesearch searches for the best state where a state is costly to try
// and can be changed in many ways: Monte Carlo tree search, and the simpler
// searches that it is compared with. It knows nothing of what is searched: states
// are made and tried by functions that it is given.
//
// A round makes one state out of one that was tried before, and tries it. There is
// no random play to an end: what a state is worth is what trying it says, and that
// counts for all states above it (SynWorld §3.3). Which states are made depends on
// [Options] alone, never on threads or time.
package treesearch

import (
	"context"
	"errors"
)

// A Problem is what is searched.
type Problem[S any] struct {
	Root S

	// Expand makes a state out of node parent of the tree, for the node that will
	// have the number n. Nodes of which [Node.Tried] is false are being tried at this
	// moment and tell nothing. [ErrNothing] says that nothing new can be made.
	Expand func(ctx context.Context, t *Tree[S], parent, n int) (S, error)

	// Try says what the state of node n is worth, in [0, 1].
	Try func(ctx context.Context, n int, s S) (float64, error)
}

// ErrNothing is the error of an Expand that can make nothing new of a state.
var ErrNothing = errors.New("nothing new can be made of this state")

// A Strategy chooses what the next state is made of.
type Strategy string

// The strategies.
const (
	// MCTS goes down from the root: a node that has not yet Width children gets
	// one, any other passes on to the child of the greatest upper confidence bound.
	MCTS Strategy = "mcts"

	// Chain changes the newest state (Self-Refine).
	Chain Strategy = "chain"

	// SoftMix draws one of the best states and the root: by λ evenly, by 1-λ in the
	// proportion of exp(α·100·score) (AFlow, equation 3).
	SoftMix Strategy = "softmix"
)

// Options say how to search.
type Options struct {
	Strategy Strategy

	// Width is how many children a node gets at most, Depth how far from the root a
	// node may be; 0 is any depth.
	Width, Depth int

	// Iterations is how many states are tried, with the root.
	Iterations int

	// Exploration is the weight of the bound's second term: c in
	// total/visits + c·√(ln(visits of the parent)/visits), worked out as
	// total/visits + (c/√visits)·√ln(visits of the parent).
	Exploration float64

	// Prune stops at nodes that are worse than their parents by more than Margin.
	Prune  bool
	Margin float64

	// Patience is after how many states without a better one the search ends; 0
	// never.
	Patience int

	// Parallel is how many states are chosen, made and tried at a time: each of
	// them without what the others will show, as if it were worth nothing. It
	// changes the tree; Threads, how many goroutines do it, does not.
	Parallel, Threads int

	// Draw is a number in [0, 1) for the n-th node; SoftMix needs it.
	Draw func(n int) float64
}

// A Node is a state that was tried, or is about to be.
type Node[S any] struct {
	State  S
	Parent int // -1 at the root
	Depth  int

	// Tried says that Score is known.
	Tried bool
	Score float64

	// Visits counts the states tried at and below the node, Total sums their
	// scores; known when the search has ended.
	Visits int
	Total  float64

	// Terminal says why nothing more is made of the node or below it.
	Terminal Terminal
}

// Terminal is why a node is not gone on from; empty where it is.
type Terminal string

// The reasons.
const (
	Worse     Terminal = "worse_than_parent" // by more than the margin
	TooDeep   Terminal = "depth"
	Exhausted Terminal = "exhausted" // it is full, and all its children are terminal
	Nothing   Terminal = "nothing_new"
)

// End is why a search ended.
type End string

// The reasons.
const (
	Finished    End = "iterations" // all were made
	NothingLeft End = "exhausted"  // every node is terminal
	NoPatience  End = "patience"
)

// A Tree is what a search found: the nodes in the order in which they were made.
type Tree[S any] struct {
	Nodes []Node[S]
	End   End

	slots []slot
	at    []int32 // the slots of the nodes
}

// A slot is what selection knows of a node. Children stand next to each other, and two
// fill a line of the processor's cache. All that it takes to go down and to add a child
// is here, as every look elsewhere waits for memory.
type slot struct {
	total  float64
	visits int32
	node   int32
	up     int32 // the parent's slot, -1 at the root
	first  int32 // the slot of the first child; beingTried before there can be one
	asked  int32 // children
	open   int32 // of these not terminal; terminal if it is so itself
}

const (
	beingTried = -1 // for the first time
	terminal   = -1
)

// closed reports whether a node cannot be gone on from now.
func (x *slot) closed() bool { return x.first < 0 || x.open < 0 }

// Children are the numbers of the nodes that were made of node n, in that order.
func (t *Tree[S]) Children(n int) []int {
	var list []int
	x := &t.slots[t.at[n]]
	if x.asked == 0 {
		return nil
	}
	for _, c := range t.slots[x.first : x.first+x.asked] {
		list = append(list, int(c.node))
	}
	return list
}

// Best are the numbers of the n best nodes, of equal scores the older first.
func (t *Tree[S]) Best(n int) []int {
	order := make([]int, 0, len(t.Nodes))
	for i := range t.Nodes {
		if t.Nodes[i].Tried {
			order = append(order, i)
		}
	}
	sortBest(order, func(i int) float64 { return t.Nodes[i].Score })
	return order[:min(n, len(order))]
}
