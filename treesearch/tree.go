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

	families []family // the first is the root alone
	at       []place  // of the nodes
}

// A family is what selection knows of up to three children of one node. A node with
// more has several families, one behind the other. What it takes to go down past
// the children, and to add another, fills one line of the processor's cache: a large
// tree is in memory, and every look into it has to be waited for.
type family struct {
	total  [siblings]float64
	visits [siblings]int32
	links  [siblings]link
	parent place // whose children they are, -1 at the root
	of     int32 // the number of that node
	asked  int32 // how many children it has; known to the first of its families
	more   int32 // its next family; 0 if there is none
}

// siblings are the children that have room in a family.
const siblings = 3

// A link leads on from a child: to the family of its children, or while there are
// none to the child itself, as a node. The number of either stands above the flags.
type link uint32

const (
	parental link = 1 << iota // it has children
	closed                    // it cannot be gone on from now: it is being tried for the first time, or
	terminal                  // not ever, or there is no child
	linkBits = iota
)

func linkTo(number int32, flags link) link { return link(number)<<linkBits | flags }

func (l link) number() int32 { return int32(l >> linkBits) }

// A place is that of a node in the families: the number of its family, and behind it
// in two bits which child it is there.
type place int32

const placeBits = 2

func placeOf(family, child int32) place { return place(family<<placeBits | child) }

func (p place) family() int32 { return int32(p) >> placeBits }

func (p place) child() int32 { return int32(p) & (1<<placeBits - 1) }

// link is the one at a place.
func (t *Tree[S]) link(p place) *link { return &t.families[p.family()].links[p.child()] }

// node is the number of the node at a place.
func (t *Tree[S]) node(p place) int32 {
	l := *t.link(p)
	if l&parental != 0 {
		return t.families[l.number()].of
	}
	return l.number()
}

// Children are the numbers of the nodes that were made of node n, in that order.
func (t *Tree[S]) Children(n int) []int {
	l := *t.link(t.at[n])
	if l&parental == 0 {
		return nil
	}
	list := make([]int, t.families[l.number()].asked)
	f := l.number()
	for i := range list {
		if i > 0 && i%siblings == 0 {
			f = t.families[f].more
		}
		list[i] = int(t.node(placeOf(f, int32(i%siblings))))
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
