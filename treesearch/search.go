package treesearch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"sync"

	"worldc/detmath"
)

// Search searches. The error is that of Expand or Try, a score outside [0, 1], or
// options that make no sense; the tree is then what was found before.
func Search[S any](ctx context.Context, p Problem[S], o Options) (*Tree[S], error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s := &search[S]{problem: p, options: o, tree: &Tree[S]{}}
	s.logs.work = func(n float64) float64 { return math.Sqrt(detmath.Log(n)) }
	s.widths.work = func(n float64) float64 { return o.Exploration / math.Sqrt(n) }
	err := s.run(ctx)
	s.tell()
	return s.tree, err
}

func (o *Options) check() error {
	switch {
	case o.Strategy != MCTS && o.Strategy != Chain && o.Strategy != SoftMix:
		return fmt.Errorf("treesearch: there is no strategy %q", o.Strategy)
	case o.Iterations < 1:
		return fmt.Errorf("treesearch: %d iterations try nothing", o.Iterations)
	case o.Iterations > math.MaxInt32/8:
		return fmt.Errorf("treesearch: %d iterations are more than the %d that it can count", o.Iterations, math.MaxInt32/8)
	case o.Width < 1:
		return fmt.Errorf("treesearch: with a width of %d nothing is made of the root", o.Width)
	case o.Depth < 0 || o.Patience < 0:
		return errors.New("treesearch: depth and patience count, and cannot be negative")
	case !(o.Exploration >= 0) || !(o.Margin >= 0):
		return errors.New("treesearch: exploration and margin are numbers of 0 and above")
	case o.Strategy == SoftMix && o.Draw == nil:
		return errors.New("treesearch: softmix draws")
	}
	return nil
}

// A search is a tree that grows. What selection reads is apart from states and
// scores: a million nodes are gone through in a second.
type search[S any] struct {
	problem Problem[S]
	options Options
	tree    *Tree[S]

	best   float64
	since  int  // states tried since the best
	newest int  // the last state that was tried
	stuck  bool // nothing could be made of it

	logs   byVisits // √ln(visits)
	widths byVisits // exploration/√visits
}

// A leaf is a node of this round.
type leaf[S any] struct {
	parent, node int
	state        S
	score        float64
	err          error
}

func (s *search[S]) run(ctx context.Context) error {
	o := &s.options
	const expected = 1 << 20 // more nodes than that are found room for as they come
	s.tree.slots = make([]slot, 0, min(o.Iterations, expected))
	s.tree.at = make([]int32, 0, min(o.Iterations, expected))
	s.tree.Nodes = make([]Node[S], 0, min(o.Iterations, expected))
	s.add(-1, 0)
	root := &leaf[S]{parent: -1, state: s.problem.Root}
	s.tree.Nodes[0].State = root.state
	if root.score, root.err = s.problem.Try(ctx, 0, root.state); root.err != nil {
		return root.err
	}
	if err := s.settle(root); err != nil {
		return err
	}
	batch := make([]leaf[S], 0, o.leaves())
	for tried := 1; tried < o.Iterations; tried += len(batch) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if o.Patience > 0 && s.since >= o.Patience {
			s.tree.End = NoPatience
			return nil
		}
		batch = batch[:0]
		for len(batch) < min(o.leaves(), o.Iterations-tried) {
			at, depth := s.choose()
			if at < 0 {
				break
			}
			batch = append(batch, leaf[S]{parent: int(s.tree.slots[at].node), node: s.add(at, depth+1)})
		}
		if len(batch) == 0 {
			s.tree.End = NothingLeft
			return nil
		}
		s.work(ctx, batch)
		for i := range batch {
			if err := s.settle(&batch[i]); err != nil {
				return err
			}
		}
	}
	s.tree.End = Finished
	return nil
}

// add makes a node at a depth, below that of a slot, -1 for the root, that is about to
// be tried. Where others are chosen meanwhile, it counts as a visit that brought nothing, so that
// they go elsewhere.
func (s *search[S]) add(up int32, depth int) int {
	t := s.tree
	n, at := len(t.Nodes), int32(0)
	node := Node[S]{Parent: -1, Depth: depth}
	if up < 0 {
		t.slots = append(t.slots, slot{})
	} else {
		node.Parent = int(t.slots[up].node)
		at = s.place(up)
	}
	t.slots[at] = slot{node: int32(n), up: up, first: beingTried}
	t.at = append(t.at, at)
	t.Nodes = append(t.Nodes, node)
	if s.options.leaves() > 1 {
		s.count(n, 1, 0)
	}
	return n
}

// place is the slot of the next child of the node at a slot. Children move where there
// is no more room for them.
func (s *search[S]) place(at int32) int32 {
	t := s.tree
	up := &t.slots[at]
	width := int32(math.MaxInt32)
	if s.options.Strategy == MCTS { // others know no width
		width = int32(min(s.options.Width, math.MaxInt32))
	}
	if room := roomOf(up.asked, width); up.asked == room {
		first := int32(len(t.slots))
		t.slots = append(t.slots, make([]slot, roomOf(up.asked+1, width))...)
		up = &t.slots[at]
		for i := range up.asked {
			moved := first + i
			t.slots[moved] = t.slots[up.first+i]
			t.at[t.slots[moved].node] = moved
			for c := range t.slots[moved].asked {
				t.slots[t.slots[moved].first+c].up = moved
			}
		}
		up.first = first
	}
	up.asked++
	up.open++
	return up.first + up.asked - 1
}

// roomOf is for how many children a node with so many has room: for 4, 8, 16 …, and
// for none beyond the width.
func roomOf(asked, width int32) int32 {
	if asked == 0 {
		return 0
	}
	return min(width, max(4, int32(1)<<bits.Len32(uint32(asked-1))))
}

// count adds to the statistics of a node and those above it.
func (s *search[S]) count(n int, visits int32, total float64) {
	slots := s.tree.slots
	for at := s.tree.at[n]; at >= 0; at = slots[at].up {
		slots[at].visits += visits
		slots[at].total += total
	}
}

// work makes and tries the states of a round.
func (s *search[S]) work(ctx context.Context, batch []leaf[S]) {
	one := func(l *leaf[S]) {
		if l.state, l.err = s.problem.Expand(ctx, s.tree, l.parent, l.node); l.err == nil {
			l.score, l.err = s.problem.Try(ctx, l.node, l.state)
		}
	}
	threads := min(max(1, s.options.Threads), len(batch))
	if threads == 1 {
		for i := range batch {
			one(&batch[i])
		}
		return
	}
	// Expand reads the tree, which nobody changes meanwhile.
	var group sync.WaitGroup
	next := make(chan int)
	for range threads {
		group.Go(func() {
			for i := range next {
				one(&batch[i])
			}
		})
	}
	for i := range batch {
		next <- i
	}
	close(next)
	group.Wait()
}

// settle takes up what became of a leaf.
func (s *search[S]) settle(l *leaf[S]) error {
	visits := int32(1)
	if s.options.leaves() > 1 { // it was counted when it was chosen
		visits = 0
	}
	switch {
	case l.err != nil && errors.Is(l.err, ErrNothing):
		s.count(l.node, visits-1, 0)
		s.close(l.node, Nothing)
		s.stuck = true
		return nil
	case l.err != nil:
		return l.err
	case !(l.score >= 0 && l.score <= 1):
		return fmt.Errorf("treesearch: node %d is worth %v, which does not lie in [0, 1]", l.node, l.score)
	}
	node := &s.tree.Nodes[l.node]
	node.State, node.Score, node.Tried = l.state, l.score, true
	s.count(l.node, visits, l.score)
	s.newest = l.node
	if s.since++; l.node == 0 || l.score > s.best {
		s.best, s.since = l.score, 0
	}
	o := &s.options
	switch {
	case o.Prune && l.parent >= 0 && l.score < s.tree.Nodes[l.parent].Score-o.Margin:
		s.close(l.node, Worse)
	case o.Depth > 0 && node.Depth >= o.Depth:
		s.close(l.node, TooDeep)
	default:
		s.tree.slots[s.tree.at[l.node]].first = 0
	}
	return nil
}

// close makes a node terminal, and those above it that are full and have no other
// way on.
func (s *search[S]) close(n int, why Terminal) {
	t := s.tree
	at := t.at[n]
	for {
		x := &t.slots[at]
		x.open = terminal
		t.Nodes[x.node].Terminal = why
		if x.up < 0 {
			return
		}
		up := &t.slots[x.up]
		if up.open == terminal {
			return
		}
		if up.open--; up.open > 0 || int(up.asked) < s.options.Width || s.options.Strategy != MCTS {
			return
		}
		at, why = x.up, Exhausted
	}
}

// tell writes the statistics into the nodes.
func (s *search[S]) tell() {
	for n, at := range s.tree.at {
		s.tree.Nodes[n].Visits, s.tree.Nodes[n].Total = int(s.tree.slots[at].visits), s.tree.slots[at].total
	}
}

// sortBest sorts nodes by score, of equal ones the older first.
func sortBest(nodes []int, score func(int) float64) {
	slices.SortFunc(nodes, func(a, b int) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(a, b))
	})
}
